/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "pickle-value.h"

/* Values that one file can hold one after the other, as several calls of pickle.dump() write them.
 */
#define BP_PICKLE_MAX_ROOTS 16

/**
 * BpPickle:
 * @heap: what holds the values
 * @roots: (n_roots): the values that the file holds, one for each call of pickle.dump()
 * @n_roots: how many
 */
typedef struct
{
  BpPickleHeap heap;
  BpPickleValue roots[BP_PICKLE_MAX_ROOTS];
  guint n_roots;
} BpPickle;

gboolean bp_pickle_recognise (const guint8 *head, gsize length);
BpPickle *bp_pickle_read (BpByteStream *stream, GError **error);
void bp_pickle_free (BpPickle *pickle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpPickle, bp_pickle_free)
