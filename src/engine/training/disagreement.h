/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection.h"

/**
 * BpDisagreement:
 * @first: (owned): the answers of one network to all images of a split
 * @second: (owned): those of another network to the same images
 * @indices: (count) the images to which the answers differ: first those that the second network
 *   reads rightly, then those that the first one does, then those that neither does; each in the
 *   order of the data
 * @count: the number of those
 * @n_second_right: how many of them the second network reads rightly
 * @n_first_right: how many of them the first network reads rightly
 *
 * The images on which two networks disagree. Immutable and reference-counted.
 */
typedef struct
{
  BpInspection *first;
  BpInspection *second;
  guint32 *indices;
  gsize count;
  gsize n_second_right;
  gsize n_first_right;
} BpDisagreement;

BpDisagreement *bp_disagreement_new (const BpNetwork *first,
                                     const BpNetwork *second,
                                     BpDataset *dataset,
                                     BpSplit split,
                                     BpProgress *progress,
                                     GError **error);
BpDisagreement *bp_disagreement_ref (BpDisagreement *disagreement);
void bp_disagreement_unref (BpDisagreement *disagreement);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDisagreement, bp_disagreement_unref)
