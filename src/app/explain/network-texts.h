/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

/**
 * BpNetworkTexts:
 *
 * The texts of a drawn network, laid out once for as long as each stays the same.
 */
typedef struct _BpNetworkTexts BpNetworkTexts;

BpNetworkTexts *bp_network_texts_new (GtkWidget *widget);
void bp_network_texts_free (BpNetworkTexts *texts);
void bp_network_texts_forget (BpNetworkTexts *texts);
PangoLayout *bp_network_texts_get (BpNetworkTexts *texts,
                                   guint place,
                                   const char *text,
                                   double width,
                                   gboolean is_bold);
