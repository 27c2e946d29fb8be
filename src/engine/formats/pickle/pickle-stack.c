/* SPDX-License-Identifier: MIT */

/* The machine's stack and memo, and the containers that are built on the stack. */
#include "pickle-machine.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <stdint.h>

/* The largest gap between the end of the memo and a new index. Python counts up from 0 or 1. */
#define MAX_MEMO_GAP 1024

/**
 * bp_pickle_machine_clear:
 * @self: a machine
 *
 * Frees its stack and its memo; the heap owns the values.
 */
void
bp_pickle_machine_clear (BpPickleMachine *self)
{
  g_clear_pointer (&self->stack, g_free);
  g_clear_pointer (&self->memo, g_free);
}

/**
 * bp_pickle_machine_set_damaged_error:
 * @self: the machine
 * @what: the fault, as in "a value is missing"
 * @error: return location for the error
 *
 * Sets the error for a damaged pickle, with the offset.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_set_damaged_error (const BpPickleMachine *self, const char *what, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED, _ ("its pickle is damaged: %s at byte %ju"), what,
               (uintmax_t) self->opcode_offset);
  return FALSE;
}

/**
 * bp_pickle_machine_push:
 * @self: the machine
 * @value: a value, or a mark
 * @error: return location for the error
 *
 * Pushes a value.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push (BpPickleMachine *self, BpPickleValue value, GError **error)
{
  if (self->n_stack == self->stack_capacity)
    {
      gpointer buffer = self->stack;

      if (!bp_pickle_heap_grow (self->heap, &buffer, &self->stack_capacity, self->n_stack + 64,
                                sizeof (BpPickleValue), error))
        return FALSE;
      self->stack = buffer;
    }
  self->stack[self->n_stack++] = value;
  return TRUE;
}

/**
 * bp_pickle_machine_push_integer:
 * @self: the machine
 * @integer: its value
 * @error: return location for the error
 *
 * Pushes an integer or a boolean.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push_integer (BpPickleMachine *self, gint64 integer, GError **error)
{
  return bp_pickle_machine_push (self,
                                 (BpPickleValue){ .type = BP_PICKLE_INTEGER, .integer = integer },
                                 error);
}

/**
 * bp_pickle_machine_top:
 * @self: the machine
 * @count: the number of values, at least 1
 * @error: return location for the error
 *
 * Gets the topmost values without removing them.
 *
 * Returns: (transfer none) (array length=count) (nullable): the values, the topmost last, or %NULL
 *   with @error set where there are not as many above the topmost mark
 */
const BpPickleValue *
bp_pickle_machine_top (const BpPickleMachine *self, gsize count, GError **error)
{
  gboolean is_missing = self->n_stack < count;

  for (gsize i = 0; i < count && !is_missing; i++)
    is_missing = self->stack[self->n_stack - 1 - i].type == BP_PICKLE_MARK;
  if (is_missing)
    {
      bp_pickle_machine_set_damaged_error (self, _ ("a value is missing"), error);
      return NULL;
    }
  return self->stack + (self->n_stack - count);
}

/* Finds the topmost mark; the values above it belong to it. */
static gboolean
find_mark (const BpPickleMachine *self, gsize *mark, GError **error)
{
  for (gsize i = self->n_stack; i > 0; i--)
    if (self->stack[i - 1].type == BP_PICKLE_MARK)
      {
        *mark = i - 1;
        return TRUE;
      }
  return bp_pickle_machine_set_damaged_error (self, _ ("a mark is missing"), error);
}

/**
 * bp_pickle_machine_put:
 * @self: the machine
 * @index: in the memo
 * @error: return location for the error
 *
 * Stores the topmost value in the memo.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_put (BpPickleMachine *self, guint64 index, GError **error)
{
  const BpPickleValue *top = bp_pickle_machine_top (self, 1, error);

  if (top == NULL)
    return FALSE;
  if (index > self->n_memo + MAX_MEMO_GAP)
    return bp_pickle_machine_set_damaged_error (self,
                                                _ ("a value has an impossible index in the memo"),
                                                error);

  gpointer buffer = self->memo;

  if (!bp_pickle_heap_grow (self->heap, &buffer, &self->memo_capacity, (gsize) index + 1,
                            sizeof (BpPickleValue), error))
    return FALSE;
  self->memo = buffer;
  while (self->n_memo <= index)
    self->memo[self->n_memo++].type = BP_PICKLE_MARK;
  self->memo[index] = *top;
  return TRUE;
}

/**
 * bp_pickle_machine_get:
 * @self: the machine
 * @index: in the memo
 * @error: return location for the error
 *
 * Pushes a value of the memo.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_get (BpPickleMachine *self, guint64 index, GError **error)
{
  if (index >= self->n_memo || self->memo[index].type == BP_PICKLE_MARK)
    return bp_pickle_machine_set_damaged_error (self, _ ("an index has no value in the memo"),
                                                error);
  return bp_pickle_machine_push (self, self->memo[index], error);
}

/**
 * bp_pickle_machine_push_empty:
 * @self: the machine
 * @type: tuple, list or dict
 * @error: return location for the error
 *
 * Pushes an empty container.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push_empty (BpPickleMachine *self, BpPickleType type, GError **error)
{
  BpPickleValue value;

  return bp_pickle_new_object (self->heap, type, &value, error) &&
         bp_pickle_machine_push (self, value, error);
}

/* Replaces the stack from @first on with a container of these values without the first
 * @n_dropped. */
static gboolean
fold (BpPickleMachine *self, BpPickleType type, gsize first, gsize n_dropped, GError **error)
{
  BpPickleValue value;
  gsize n_items = self->n_stack - first - n_dropped;

  if (type == BP_PICKLE_DICT && n_items % 2 != 0)
    return bp_pickle_machine_set_damaged_error (self, _ ("a key has no value"), error);
  if (!bp_pickle_new_object (self->heap, type, &value, error) ||
      !bp_pickle_sequence_append (self->heap, value.sequence, self->stack + first + n_dropped,
                                  n_items, type != BP_PICKLE_DICT, error))
    return FALSE;
  self->n_stack = first;
  return bp_pickle_machine_push (self, value, error);
}

/**
 * bp_pickle_machine_fold_to_mark:
 * @self: the machine
 * @type: tuple, list or dict
 * @error: return location for the error
 *
 * Replaces the topmost mark and the values above it with a container of the values.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_fold_to_mark (BpPickleMachine *self, BpPickleType type, GError **error)
{
  gsize mark = 0;

  return find_mark (self, &mark, error) && fold (self, type, mark, 1, error);
}

/**
 * bp_pickle_machine_fold_tuple:
 * @self: the machine
 * @n_items: the number of values
 * @error: return location for the error
 *
 * Replaces the topmost values with a tuple of them.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_fold_tuple (BpPickleMachine *self, gsize n_items, GError **error)
{
  return bp_pickle_machine_top (self, n_items, error) != NULL &&
         fold (self, BP_PICKLE_TUPLE, self->n_stack - n_items, 0, error);
}

/* Appends the values from @first on to the container below them, or below the mark below them. */
static gboolean
append (BpPickleMachine *self, BpPickleType type, gsize first, gsize n_marks, GError **error)
{
  gsize n_items = self->n_stack - first;
  gsize below = first - n_marks;

  if (below == 0 || self->stack[below - 1].type != type)
    return bp_pickle_machine_set_damaged_error (
        self, _ ("a value is added to something that is not its container"), error);
  if (type == BP_PICKLE_DICT && n_items % 2 != 0)
    return bp_pickle_machine_set_damaged_error (self, _ ("a key has no value"), error);
  if (!bp_pickle_sequence_append (self->heap, self->stack[below - 1].sequence, self->stack + first,
                                  n_items, type == BP_PICKLE_LIST, error))
    return FALSE;
  self->n_stack = below;
  return TRUE;
}

/**
 * bp_pickle_machine_append_to_mark:
 * @self: the machine
 * @type: list or dict
 * @error: return location for the error
 *
 * Moves the values above the topmost mark into the container below it, and drops the mark.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_append_to_mark (BpPickleMachine *self, BpPickleType type, GError **error)
{
  gsize mark = 0;

  return find_mark (self, &mark, error) && append (self, type, mark + 1, 1, error);
}

/**
 * bp_pickle_machine_append_top:
 * @self: the machine
 * @type: list or dict
 * @n_items: the number of values
 * @error: return location for the error
 *
 * Moves the topmost values into the container below them.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_append_top (BpPickleMachine *self,
                              BpPickleType type,
                              gsize n_items,
                              GError **error)
{
  return bp_pickle_machine_top (self, n_items, error) != NULL &&
         append (self, type, self->n_stack - n_items, 0, error);
}
