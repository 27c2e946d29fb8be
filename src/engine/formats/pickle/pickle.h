/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "pickle-array.h"

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

/**
 * BpPickleVocabulary:
 * @purpose: what needs no more than this, as in "images and labels"
 * @advice: (nullable): what to do with a file that asks for more
 * @find_global: knows a name, or not
 * @reduce: what "calling" a name with arguments comes to, see bp_pickle_reduce()
 * @build: what giving an object its state comes to, see bp_pickle_build()
 * @instantiate: (nullable): what making an object of a class comes to, as @reduce
 * @load: (nullable): what a value outside of the pickle is
 *
 * The names that a pickle may refer to, and what the machine makes of them. Nothing is run.
 */
typedef struct
{
  const char *purpose;
  const char *advice;
  gboolean (*find_global) (const char *module, const char *name, guint *global);
  gboolean (*reduce) (BpPickleHeap *heap,
                      BpPickleDeferred *deferred,
                      const BpPickleValue *callable,
                      const BpPickleValue *arguments,
                      BpPickleValue *result,
                      GError **error);
  gboolean (*build) (BpPickleHeap *heap,
                     BpPickleDeferred *deferred,
                     const BpPickleValue *object,
                     const BpPickleValue *state,
                     GError **error);
  gboolean (*instantiate) (BpPickleHeap *heap,
                           const BpPickleValue *class,
                           BpPickleValue *result,
                           GError **error);
  gboolean (*load) (BpPickleHeap *heap,
                    const BpPickleValue *id,
                    BpPickleValue *result,
                    GError **error);
} BpPickleVocabulary;

gboolean bp_pickle_recognise (const guint8 *head, gsize length);
BpPickle *
bp_pickle_read (BpByteStream *stream, const BpPickleVocabulary *vocabulary, GError **error);
void bp_pickle_free (BpPickle *pickle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpPickle, bp_pickle_free)
