/* SPDX-License-Identifier: MIT */
#pragma once

#include "pickle-array.h"

/* What a pickle of NumPy arrays says, understood without NumPy: the few names that it refers to,
 * and what "calling" them and setting their state comes to. */

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
