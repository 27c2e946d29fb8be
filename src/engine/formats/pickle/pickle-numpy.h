/* SPDX-License-Identifier: MIT */
#pragma once

#include "pickle-array.h"

/* The NumPy objects of a pickle, without NumPy: the names in a pickle, and the results of "calling"
 * them and of setting their state. */

gboolean bp_pickle_global_find (const char *module, const char *name, guint *global);

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
