/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "pickle-value.h"

/**
 * BpPickleDeferred:
 * @first: the first of the arrays whose bytes were skipped, in the order of the file, linked by
 *   @next_deferred
 * @last: the last of them
 */
typedef struct
{
  BpPickleArray *first;
  BpPickleArray *last;
} BpPickleDeferred;

gboolean bp_pickle_array_set (BpPickleHeap *heap,
                              BpPickleDeferred *deferred,
                              BpPickleArray *array,
                              const BpPickleValue *shape,
                              const BpPickleValue *dtype,
                              gboolean is_fortran,
                              const BpPickleValue *data,
                              GError **error);
gboolean bp_pickle_array_set_inline (BpPickleHeap *heap,
                                     BpPickleArray *array,
                                     const BpPickleValue *shape,
                                     const BpPickleValue *dtype,
                                     gboolean is_fortran,
                                     gboolean is_aligned,
                                     GError **error);
gboolean bp_pickle_array_read_inline (BpPickleArray *array, BpByteStream *stream, GError **error);
gboolean bp_pickle_find_expected_numbers (const BpPickleValue *stack,
                                          gsize n_stack,
                                          BpNumberType *type,
                                          gsize *count);
gboolean bp_pickle_deferred_convert (BpPickleDeferred *deferred,
                                     BpPickleHeap *heap,
                                     BpByteStream *stream,
                                     GError **error);
