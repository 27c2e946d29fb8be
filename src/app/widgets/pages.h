/* SPDX-License-Identifier: MIT */
#pragma once

#include "page.h"

#define BP_TYPE_PAGES (bp_pages_get_type ())

/**
 * BpPages:
 *
 * The pages of the window: those of one group side by side where there is room, one at a time where
 * there is not. Its children are #BpPage, in the order of the template.
 *
 * Properties, all read-only:
 *
 * - "stack" (#AdwViewStack): the pages for an #AdwViewSwitcherBar
 * - "folded" (gboolean): whether there is room for one page only
 * - "group" (string): the group of pages that is shown
 */
G_DECLARE_FINAL_TYPE (BpPages, bp_pages, BP, PAGES, AdwBin)

void bp_pages_show (BpPages *self, BpPage *page);
gboolean bp_pages_show_named (BpPages *self, const char *name);
const char *bp_pages_get_group (BpPages *self);
