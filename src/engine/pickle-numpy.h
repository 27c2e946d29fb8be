/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/pickle-value.h"

/* What a pickle of NumPy arrays says, understood without NumPy: the few names that it refers to,
 * and what "calling" them and setting their state comes to. */

/**
 * BpPickleDeferred:
 * @first: arrays whose bytes were passed over, in the order of the file; linked by @next_deferred
 * @last: the last of them
 */
typedef struct
{
  BpPickleArray *first;
  BpPickleArray *last;
} BpPickleDeferred;

gboolean bp_pickle_global_find (const char *module, const char *name, BpPickleGlobal *global);

gboolean bp_pickle_reduce (BpPickleHeap *heap,
                           BpPickleDeferred *deferred,
                           const BpPickleValue *callable,
                           const BpPickleValue *arguments,
                           BpPickleValue *result,
                           GError **error);
gboolean bp_pickle_build (BpPickleHeap *heap,
                          BpPickleDeferred *deferred,
                          const BpPickleValue *object,
                          const BpPickleValue *state,
                          GError **error);

gboolean bp_pickle_find_expected_numbers (const BpPickleValue *stack,
                                          gsize n_stack,
                                          BpNumberType *type,
                                          gsize *count);
gboolean bp_pickle_deferred_convert (BpPickleDeferred *deferred,
                                     BpPickleHeap *heap,
                                     BpInflate *inflate,
                                     GError **error);
