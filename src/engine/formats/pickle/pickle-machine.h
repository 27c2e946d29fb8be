/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "pickle-numpy.h"
#include "pickle.h"

/* The state and the operations of the machine that runs a pickle. For pickle.c. */

/* The longest line with a number, a name or an index, in bytes. */
#define BP_PICKLE_MAX_LINE 512

/**
 * BpPickleMachine:
 * @stream: (not owned): the pickle
 * @vocabulary: (not owned): the names that it may refer to
 * @heap: (not owned): owns the values
 * @deferred: arrays whose bytes were skipped, of all pickles of the file
 * @n_opcodes: the number of opcodes run, of all pickles of the file
 * @opcode_offset: of the current opcode, in bytes
 * @stack: (owned) (array length=n_stack): values and marks
 * @memo: (owned) (array length=n_memo): values by their index; a mark for an empty index
 * @reader: of the current payload
 */
typedef struct
{
  BpByteStream *stream;
  const BpPickleVocabulary *vocabulary;
  BpPickleHeap *heap;
  BpPickleDeferred deferred;
  guint64 n_opcodes;
  guint64 opcode_offset;
  BpPickleValue *stack;
  gsize n_stack;
  gsize stack_capacity;
  BpPickleValue *memo;
  gsize n_memo;
  gsize memo_capacity;
  BpPayloadReader reader;
} BpPickleMachine;

void bp_pickle_machine_clear (BpPickleMachine *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpPickleMachine, bp_pickle_machine_clear)

/* All of these return %FALSE or %NULL with @error set where the pickle is damaged. */

/* pickle-stack.c */
gboolean
bp_pickle_machine_set_damaged_error (const BpPickleMachine *self, const char *what, GError **error);
gboolean bp_pickle_machine_push (BpPickleMachine *self, BpPickleValue value, GError **error);
gboolean bp_pickle_machine_push_integer (BpPickleMachine *self, gint64 integer, GError **error);
const BpPickleValue *
bp_pickle_machine_top (const BpPickleMachine *self, gsize count, GError **error);
gboolean bp_pickle_machine_put (BpPickleMachine *self, guint64 index, GError **error);
gboolean bp_pickle_machine_get (BpPickleMachine *self, guint64 index, GError **error);
gboolean bp_pickle_machine_push_empty (BpPickleMachine *self, BpPickleType type, GError **error);
gboolean bp_pickle_machine_fold_to_mark (BpPickleMachine *self, BpPickleType type, GError **error);
gboolean bp_pickle_machine_fold_tuple (BpPickleMachine *self, gsize n_items, GError **error);
gboolean
bp_pickle_machine_append_to_mark (BpPickleMachine *self, BpPickleType type, GError **error);
gboolean bp_pickle_machine_append_top (BpPickleMachine *self,
                                       BpPickleType type,
                                       gsize n_items,
                                       GError **error);

/* pickle-literals.c */
gboolean bp_pickle_machine_take_unsigned (BpPickleMachine *self,
                                          guint size,
                                          guint64 *number,
                                          GError **error);
gboolean bp_pickle_machine_take_line (BpPickleMachine *self, char *line, GError **error);
gboolean bp_pickle_machine_take_index_line (BpPickleMachine *self, guint64 *index, GError **error);
gboolean bp_pickle_machine_push_integer_line (BpPickleMachine *self, GError **error);
gboolean bp_pickle_machine_push_real_line (BpPickleMachine *self, GError **error);
gboolean bp_pickle_machine_push_binary_real (BpPickleMachine *self, GError **error);
gboolean bp_pickle_machine_push_binary_integer (BpPickleMachine *self, guint size, GError **error);
gboolean bp_pickle_machine_push_signed_integer (BpPickleMachine *self, guint size, GError **error);
gboolean bp_pickle_machine_push_long (BpPickleMachine *self, GError **error);
gboolean bp_pickle_machine_push_bytes (BpPickleMachine *self,
                                       BpPayloadEncoding encoding,
                                       guint64 encoded_length,
                                       GError **error);
gboolean bp_pickle_machine_push_counted_bytes (BpPickleMachine *self,
                                               BpPayloadEncoding encoding,
                                               guint size_of_length,
                                               GError **error);
