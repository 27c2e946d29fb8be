/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_PAGE (bp_page_get_type ())

/**
 * BpPage:
 *
 * A page of the window. The template of the window sets the properties "name" (of #GtkWidget, for
 * code), "title" and "icon-name" (for the switcher of a narrow window), and "group": of pages with
 * a group, the window shows those of one group at a time; pages without one are always there.
 */
G_DECLARE_DERIVABLE_TYPE (BpPage, bp_page, BP, PAGE, AdwBin)

/**
 * BpPageClass:
 * @fill: (nullable): builds the content of the page, once, before the page is first shown. So a
 *   page that a person does not open takes neither time nor memory when the program starts.
 */
struct _BpPageClass
{
  AdwBinClass parent_class;

  void (*fill) (BpPage *self);
};

gboolean bp_page_is_filled (BpPage *self);
const char *bp_page_get_title (BpPage *self);
const char *bp_page_get_icon_name (BpPage *self);
const char *bp_page_get_group (BpPage *self);
