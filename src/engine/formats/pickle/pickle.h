/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "pickle-array.h"

/* The most values of one file, which several calls of pickle.dump() write in sequence.
 */
#define BP_PICKLE_MAX_ROOTS 16

/**
 * BpPickle:
 * @heap: owns the values
 * @roots: (n_roots): the values of the file, one for each call of pickle.dump()
 * @n_roots: the number of values
 */
typedef struct
{
  BpPickleHeap heap;
  BpPickleValue roots[BP_PICKLE_MAX_ROOTS];
  guint n_roots;
} BpPickle;

/**
 * BpPickleVocabulary:
 * @unknown_name: the message for a name that such pickles do not need, to be translated, with a
 *   place for the name and one for the byte
 * @unknown_opcode: the message for such an opcode, likewise
 * @advise: returns advice on a file that needs a name of another module, or %NULL
 * @find_global: finds a name
 * @reduce: returns the result of "calling" a name with arguments, see bp_pickle_reduce()
 * @build: sets the state of an object, see bp_pickle_build()
 * @instantiate: (nullable): returns an object of a class, like @reduce
 * @load: (nullable): returns a value from outside the pickle
 *
 * The names that a pickle may use, and their meaning for the machine. No code of a pickle is run.
 */
typedef struct
{
  const char *unknown_name;
  const char *unknown_opcode;
  const char *(*advise) (const char *module);
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
