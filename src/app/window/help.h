/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

void bp_help_attach_keys (GtkApplicationWindow *window);
char *bp_help_find_page (const char *folder, const char *const *languages, const char *page);
void
bp_help_show (GtkWindow *parent, const char *page, GAsyncReadyCallback callback, gpointer data);
gboolean bp_help_show_finish (GtkWindow *parent, GAsyncResult *result, GError **error);
