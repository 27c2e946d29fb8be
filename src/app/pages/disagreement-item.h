/* SPDX-License-Identifier: MIT */
#pragma once

#include "disagreement.h"
#include "inspected-image.h"

#define BP_TYPE_DISAGREEMENT_ITEM (bp_disagreement_item_get_type ())

/**
 * BpDisagreementItem:
 *
 * A row of the list of images on which two networks disagree.
 *
 * Properties, read-only: "first" and "second" (#BpInspectedImage): the image with the answer of
 * each network.
 */
G_DECLARE_FINAL_TYPE (BpDisagreementItem, bp_disagreement_item, BP, DISAGREEMENT_ITEM, GObject)

BpDisagreementItem *bp_disagreement_item_new (BpDisagreement *disagreement, guint32 index);
guint32 bp_disagreement_item_get_index (BpDisagreementItem *self);
