/* SPDX-License-Identifier: MIT */
#pragma once

#include "page.h"

#define BP_TYPE_PAGES (bp_pages_get_type ())

/**
 * BpPages:
 *
 * The pages of the window: side by side where there is room, one at a time where there is not. Its
 * children are #BpPage, in the order of the template.
 *
 * Properties, both read-only:
 *
 * - "stack" (#AdwViewStack): the pages for an #AdwViewSwitcherBar - "folded" (gboolean): whether
 * there is room for one page only
 */
G_DECLARE_FINAL_TYPE (BpPages, bp_pages, BP, PAGES, AdwBin)

void bp_pages_show (BpPages *self, BpPage *page);
