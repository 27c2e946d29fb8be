/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BP_TYPE_HINT (bp_hint_get_type ())

/**
 * BpHint:
 *
 * A button “What am I seeing?” beside a chart or on a page. Its property "text" is what it answers,
 * two or three sentences.
 */
G_DECLARE_FINAL_TYPE (BpHint, bp_hint, BP, HINT, AdwBin)

G_END_DECLS
