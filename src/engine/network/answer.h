/* SPDX-License-Identifier: MIT */
#pragma once

#include "detector.h"

/**
 * BpCertainty:
 * @BP_CERTAINTY_SURE: the answer is sure
 * @BP_CERTAINTY_AMBIGUOUS: it may be either of two classes
 * @BP_CERTAINTY_UNFAMILIAR: the image is nothing like what the network has learnt
 *
 * Whether an answer is sure, and if not, why.
 */
typedef enum
{
  BP_CERTAINTY_SURE,
  BP_CERTAINTY_AMBIGUOUS,
  BP_CERTAINTY_UNFAMILIAR,
} BpCertainty;

/**
 * BpAnswer:
 * @best: the most probable class
 * @second: the next one; @best where there is only one class
 * @certainty: whether @best is sure
 */
typedef struct
{
  guint best;
  guint second;
  BpCertainty certainty;
} BpAnswer;

gboolean bp_answer_wants_detector (const BpNetwork *network);
BpAnswer bp_answer (const BpNetwork *network,
                    BpWorkspace *workspace,
                    BpDetector *detector,
                    const guint8 *image,
                    float *probabilities);
const char *bp_certainty_get_name (BpCertainty certainty);
