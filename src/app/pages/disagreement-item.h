/* SPDX-License-Identifier: MIT */
#pragma once

#include "disagreement.h"

#include <gtk/gtk.h>

#define BP_TYPE_DISAGREEMENT_ITEM (bp_disagreement_item_get_type ())

/**
 * BpDisagreementItem:
 *
 * A row of the list of images on which two networks disagree.
 *
 * Properties, all read-only: "picture" (#GdkPaintable): the image, dark on light; "label" (string);
 * "first" and "second" (string): the answer of each network with its probability, and whether it is
 * right.
 */
G_DECLARE_FINAL_TYPE (BpDisagreementItem, bp_disagreement_item, BP, DISAGREEMENT_ITEM, GObject)

BpDisagreementItem *bp_disagreement_item_new (BpDisagreement *disagreement, gsize index);
gsize bp_disagreement_item_get_index (BpDisagreementItem *self);
