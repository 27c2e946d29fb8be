/* SPDX-License-Identifier: MIT */
#include "pickle-value.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A sequence of more numbers than this, such as a row of pixels or a list of labels, is stored as a
 * byte for each. Shapes, versions and other small tuples are stored as values. */
#define MAX_PLAIN_NUMBERS 16

/* The largest overhead of the allocator for an object, in bytes: its header and rounding. */
#define ALLOCATION_OVERHEAD 24

typedef struct _BpPickleObject
{
  struct _BpPickleObject *next;
  BpPickleType type;
  max_align_t content[];
} BpPickleObject;

static void
object_free (BpPickleObject *object)
{
  gpointer content = object->content;

  switch (object->type)
    {
    case BP_PICKLE_TUPLE:
    case BP_PICKLE_LIST:
    case BP_PICKLE_DICT:
      g_free (((BpPickleSequence *) content)->items);
      bp_byte_levels_clear (&((BpPickleSequence *) content)->numbers);
      break;
    case BP_PICKLE_PAYLOAD:
      bp_byte_levels_clear (&((BpPicklePayload *) content)->levels);
      break;
    case BP_PICKLE_ARRAY:
      g_clear_pointer (&((BpPickleArray *) content)->numbers, bp_number_array_free);
      break;
    case BP_PICKLE_MARK:
    case BP_PICKLE_NONE:
    case BP_PICKLE_INTEGER:
    case BP_PICKLE_REAL:
    case BP_PICKLE_GLOBAL:
    case BP_PICKLE_TEXT:
    case BP_PICKLE_DTYPE:
    case BP_PICKLE_STORAGE:
    case BP_PICKLE_TENSOR:
    case BP_PICKLE_INSTANCE:
    default:
      break;
    }
  g_free (object);
}

static gpointer
heap_allocate (BpPickleHeap *heap, BpPickleType type, gsize size, GError **error)
{
  gsize total = sizeof (BpPickleObject) + size;

  if (!bp_pickle_heap_charge (heap, total + ALLOCATION_OVERHEAD, error))
    return NULL;

  BpPickleObject *object = g_try_malloc0 (total);

  if (object == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is not enough memory for what it holds"));
      return NULL;
    }
  object->type = type;
  object->next = heap->newest;
  heap->newest = object;
  return object->content;
}

/**
 * bp_pickle_heap_clear:
 * @heap: a heap
 *
 * Frees every object on it.
 */
void
bp_pickle_heap_clear (BpPickleHeap *heap)
{
  while (heap->newest != NULL)
    {
      BpPickleObject *object = heap->newest;

      heap->newest = object->next;
      object_free (object);
    }
  heap->used = 0;
}

/**
 * bp_pickle_heap_charge:
 * @heap: a heap
 * @size: bytes that are about to be allocated
 * @error: return location for %BP_ERROR_TOO_LARGE
 *
 * Returns: %FALSE with @error set where that exceeds the budget
 */
gboolean
bp_pickle_heap_charge (BpPickleHeap *heap, guint64 size, GError **error)
{
  if (size > heap->budget - heap->used)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("it would take more than %zu MB of memory, far more than images in a file of "
                      "its size do"),
                   heap->budget / 1000000);
      return FALSE;
    }
  heap->used += (gsize) size;
  return TRUE;
}

/**
 * bp_pickle_heap_grow:
 * @heap: the heap whose budget is charged
 * @buffer: (inout): a buffer from g_malloc() or its kin, or %NULL
 * @capacity: (inout): of @buffer, in items
 * @wanted: the needed capacity, in items
 * @item_size: of one item, in bytes
 * @error: return location for %BP_ERROR_TOO_LARGE or %BP_ERROR_NO_MEMORY
 *
 * Grows a buffer by doubling. The caller keeps its ownership.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_heap_grow (BpPickleHeap *heap,
                     gpointer *buffer,
                     gsize *capacity,
                     gsize wanted,
                     gsize item_size,
                     GError **error)
{
  if (wanted <= *capacity)
    return TRUE;

  gsize new_capacity = MAX (wanted, *capacity * 2);

  if (!bp_pickle_heap_charge (heap, (guint64) (new_capacity - *capacity) * item_size, error))
    return FALSE;

  gpointer grown = g_try_realloc (*buffer, new_capacity * item_size);

  if (grown == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is not enough memory for what it holds"));
      return FALSE;
    }
  *buffer = grown;
  *capacity = new_capacity;
  return TRUE;
}

/**
 * bp_pickle_heap_reserve_levels:
 * @heap: the heap whose budget is charged
 * @levels: levels
 * @count: the total capacity
 * @error: return location for %BP_ERROR_TOO_LARGE or %BP_ERROR_NO_MEMORY
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_heap_reserve_levels (BpPickleHeap *heap,
                               BpByteLevels *levels,
                               gsize count,
                               GError **error)
{
  if (count <= levels->capacity)
    return TRUE;
  if (!bp_pickle_heap_charge (heap, count - levels->capacity, error))
    return FALSE;
  if (!bp_byte_levels_reserve (levels, count))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is not enough memory for what it holds"));
      return FALSE;
    }
  return TRUE;
}

/**
 * bp_pickle_new_object:
 * @heap: a heap
 * @type: a type that is an object: payload, tuple, list, dict, dtype or array
 * @value: (out): a zeroed object of that type
 * @error: return location for %BP_ERROR_TOO_LARGE or %BP_ERROR_NO_MEMORY
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_new_object (BpPickleHeap *heap, BpPickleType type, BpPickleValue *value, GError **error)
{
  static const gsize sizes[] = {
    [BP_PICKLE_PAYLOAD] = sizeof (BpPicklePayload),   [BP_PICKLE_TUPLE] = sizeof (BpPickleSequence),
    [BP_PICKLE_LIST] = sizeof (BpPickleSequence),     [BP_PICKLE_DICT] = sizeof (BpPickleSequence),
    [BP_PICKLE_DTYPE] = sizeof (BpPickleDtype),       [BP_PICKLE_ARRAY] = sizeof (BpPickleArray),
    [BP_PICKLE_STORAGE] = sizeof (BpPickleStorage),   [BP_PICKLE_TENSOR] = sizeof (BpPickleTensor),
    [BP_PICKLE_INSTANCE] = sizeof (BpPickleInstance),
  };

  g_assert (type < G_N_ELEMENTS (sizes) && sizes[type] > 0);
  value->type = type;
  value->object = heap_allocate (heap, type, sizes[type], error);
  return value->object != NULL;
}

/**
 * bp_pickle_new_text:
 * @heap: a heap
 * @bytes: (array length=length): the bytes of the text
 * @length: of @bytes
 * @value: (out): the text
 * @error: return location for %BP_ERROR_TOO_LARGE or %BP_ERROR_NO_MEMORY
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_new_text (BpPickleHeap *heap,
                    const guint8 *bytes,
                    gsize length,
                    BpPickleValue *value,
                    GError **error)
{
  BpPickleText *text =
      heap_allocate (heap, BP_PICKLE_TEXT, sizeof (BpPickleText) + length + 1, error);

  if (text == NULL)
    return FALSE;
  text->length = length;
  if (length > 0)
    memcpy (text->bytes, bytes, length);
  value->type = BP_PICKLE_TEXT;
  value->text = text;
  return TRUE;
}

static gboolean
are_numbers (const BpPickleValue *items, gsize n_items)
{
  for (gsize i = 0; i < n_items; i++)
    if (items[i].type != BP_PICKLE_INTEGER && items[i].type != BP_PICKLE_REAL)
      return FALSE;
  return TRUE;
}

static gboolean
append_numbers (BpPickleHeap *heap,
                BpByteLevels *levels,
                const BpPickleValue *items,
                gsize n_items,
                GError **error)
{
  gsize wanted = levels->count + n_items;

  if (wanted > levels->capacity &&
      !bp_pickle_heap_reserve_levels (heap, levels, MAX (wanted, 2 * levels->capacity), error))
    return FALSE;

  while (n_items > 0)
    {
      double numbers[256];
      gsize n_block = MIN (n_items, G_N_ELEMENTS (numbers));

      for (gsize i = 0; i < n_block; i++)
        bp_pickle_value_to_number (&items[i], &numbers[i]);
      bp_byte_levels_append_numbers (levels, numbers, n_block);
      items += n_block;
      n_items -= n_block;
    }
  return TRUE;
}

/**
 * bp_pickle_sequence_append:
 * @heap: the heap of @sequence
 * @sequence: a tuple, list or dict
 * @items: (array length=n_items): the values to append
 * @n_items: the number of values
 * @may_compact: whether numbers may be stored as levels
 * @error: return location for %BP_ERROR_TOO_LARGE, %BP_ERROR_NO_MEMORY, or %BP_ERROR_UNSUPPORTED
 *   where another value follows numbers that are stored as levels
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_sequence_append (BpPickleHeap *heap,
                           BpPickleSequence *sequence,
                           const BpPickleValue *items,
                           gsize n_items,
                           gboolean may_compact,
                           GError **error)
{
  gboolean is_compact = sequence->numbers.count > 0;

  if (n_items == 0)
    return TRUE;

  if (may_compact && !is_compact && sequence->n_items + n_items > MAX_PLAIN_NUMBERS &&
      sequence->n_items <= MAX_PLAIN_NUMBERS && are_numbers (items, n_items) &&
      are_numbers (sequence->items, sequence->n_items))
    {
      if (!append_numbers (heap, &sequence->numbers, sequence->items, sequence->n_items, error))
        return FALSE;
      g_clear_pointer (&sequence->items, g_free);
      sequence->n_items = 0;
      sequence->capacity = 0;
      is_compact = TRUE;
    }

  if (is_compact)
    {
      if (!are_numbers (items, n_items))
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                               _ ("it holds a list that begins with numbers and goes on with "
                                  "something else, which no image data needs"));
          return FALSE;
        }
      return append_numbers (heap, &sequence->numbers, items, n_items, error);
    }

  gpointer buffer = sequence->items;

  if (!bp_pickle_heap_grow (heap, &buffer, &sequence->capacity, sequence->n_items + n_items,
                            sizeof (BpPickleValue), error))
    return FALSE;
  sequence->items = buffer;
  memcpy (sequence->items + sequence->n_items, items, n_items * sizeof (BpPickleValue));
  sequence->n_items += n_items;
  return TRUE;
}

/**
 * bp_pickle_value_to_number:
 * @value: a value
 * @number: (out): the number, or the number in a text of digits (NaN for another text)
 *
 * Returns: %FALSE where @value is neither a number nor a text
 */
gboolean
bp_pickle_value_to_number (const BpPickleValue *value, double *number)
{
  if (value->type == BP_PICKLE_INTEGER)
    *number = (double) value->integer;
  else if (value->type == BP_PICKLE_REAL)
    *number = value->real;
  else if (value->type == BP_PICKLE_TEXT)
    {
      BpNumberType type = { BP_NUMBER_BYTE_TEXT, (guint) value->text->length, FALSE };

      *number = (double) NAN;
      if (value->text->length > 0)
        bp_number_type_decode (&type, (const guint8 *) value->text->bytes, 1, number);
    }
  else
    return FALSE;
  return TRUE;
}

/**
 * bp_pickle_value_is_text:
 * @value: a value
 * @text: a text without zeros
 *
 * Returns: whether it is that text
 */
gboolean
bp_pickle_value_is_text (const BpPickleValue *value, const char *text)
{
  return value->type == BP_PICKLE_TEXT && value->text->length == strlen (text) &&
         memcmp (value->text->bytes, text, value->text->length) == 0;
}
