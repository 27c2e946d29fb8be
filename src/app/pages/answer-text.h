/* SPDX-License-Identifier: MIT */
#pragma once

#include "answer.h"

/**
 * BpAnswerWords:
 * @name: of the most probable class
 * @second_name: of the next one
 * @probability: of the most probable class, from 0 to 1
 * @certainty: whether it is sure
 *
 * An answer with the names of its classes, which are borrowed.
 */
typedef struct
{
  const char *name;
  const char *second_name;
  double probability;
  BpCertainty certainty;
} BpAnswerWords;

char *bp_format_probability (double probability);
char *bp_format_answer (const BpAnswerWords *answer);
char *bp_describe_answer (const BpAnswerWords *answer);
