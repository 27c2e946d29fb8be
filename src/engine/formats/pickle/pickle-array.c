/* SPDX-License-Identifier: MIT */

/* Reads NumPy arrays in a pickle as levels, at once or in a second pass. */
#include "pickle-array.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
set_damaged_error (GError **error, const char *message)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED, message);
  return FALSE;
}

static gboolean
is_same_type (const BpNumberType *a, const BpNumberType *b)
{
  return a->kind == b->kind && a->size == b->size && a->is_big_endian == b->is_big_endian;
}

/* Reads a shape. An array with @n_dims over %BP_NUMBER_ARRAY_MAX_DIMS is not usable.
 */
static gboolean
read_shape (const BpPickleValue *shape, gsize *dims, guint *n_dims, gsize *count)
{
  if (shape->type != BP_PICKLE_TUPLE || shape->sequence->numbers.count > 0)
    return FALSE;

  *n_dims = (guint) MIN (shape->sequence->n_items, G_MAXUINT);
  *count = 1;
  for (gsize i = 0; i < shape->sequence->n_items; i++)
    {
      const BpPickleValue *dim = &shape->sequence->items[i];

      if (dim->type != BP_PICKLE_INTEGER || dim->integer < 0 ||
          (guint64) dim->integer > G_MAXSSIZE ||
          !g_size_checked_mul (count, *count, (gsize) dim->integer))
        return FALSE;
      if (i < BP_NUMBER_ARRAY_MAX_DIMS)
        dims[i] = (gsize) dim->integer;
    }
  return TRUE;
}

/* Fills an array of Python objects, which are numbers or texts of digits. */
static gboolean
fill_from_list (BpPickleHeap *heap, BpPickleArray *array, const BpPickleValue *data, GError **error)
{
  if (data->type != BP_PICKLE_LIST)
    return set_damaged_error (error, _ ("it has an array of objects without its list of them"));

  BpByteLevels *levels = &array->numbers->levels;
  const BpPickleSequence *list = data->sequence;

  if (list->n_items + list->numbers.count != array->count)
    return set_damaged_error (
        error, _ ("it has an array of objects with another number of them than declared"));
  if (!bp_pickle_heap_reserve_levels (heap, levels, array->count, error))
    return FALSE;

  bp_byte_levels_append_levels (levels, &list->numbers);
  for (gsize i = 0; i < list->n_items; i++)
    {
      double number;

      if (!bp_pickle_value_to_number (&list->items[i], &number))
        {
          array->is_usable = FALSE;
          return TRUE;
        }
      bp_byte_levels_append_numbers (levels, &number, 1);
    }
  return TRUE;
}

static gboolean
fill_from_text (BpPickleHeap *heap, BpPickleArray *array, const BpPickleText *text, GError **error)
{
  if (text->length / array->type.size != array->count || text->length % array->type.size != 0)
    return set_damaged_error (error, _ ("it has an array of another size than its shape"));
  if (!bp_pickle_heap_reserve_levels (heap, &array->numbers->levels, array->count, error))
    return FALSE;

  bp_byte_levels_append_bytes (&array->numbers->levels, &array->type, (const guint8 *) text->bytes,
                               array->count);
  return TRUE;
}

static gboolean
fill_from_payload (BpPickleDeferred *deferred,
                   BpPickleArray *array,
                   BpPicklePayload *payload,
                   GError **error)
{
  if (payload->is_taken)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("it has two arrays that share their data"));
      return FALSE;
    }
  payload->is_taken = TRUE;

  if (!payload->is_converted)
    {
      if (payload->encoding == BP_PAYLOAD_RAW &&
          (payload->encoded_length / array->type.size != array->count ||
           payload->encoded_length % array->type.size != 0))
        return set_damaged_error (error, _ ("it has an array of another size than its shape"));
      array->deferred_payload = payload;
      if (deferred->last != NULL)
        deferred->last->next_deferred = array;
      else
        deferred->first = array;
      deferred->last = array;
      return TRUE;
    }

  if (!is_same_type (&payload->type, &array->type) || payload->levels.count != array->count)
    return set_damaged_error (error, _ ("it has an array with other data than declared"));
  array->numbers->levels = payload->levels;
  memset (&payload->levels, 0, sizeof payload->levels);
  return TRUE;
}

static gboolean
complete_array (BpPickleArray *array, GError **error)
{
  if (array->is_fortran && array->is_usable && !bp_number_array_reorder_fortran (array->numbers))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is not enough memory for its images"));
      return FALSE;
    }
  return TRUE;
}

/* Sets the type and shape of an array. An array of an unusable kind or shape stays empty. */
static gboolean
describe_array (BpPickleArray *array,
                const BpPickleValue *shape,
                const BpPickleValue *dtype,
                gboolean is_fortran,
                GError **error)
{
  gsize dims[BP_NUMBER_ARRAY_MAX_DIMS] = { 0 };
  guint n_dims;

  if (array->has_state)
    return set_damaged_error (error, _ ("it has an array with two sets of data"));
  if (dtype->type != BP_PICKLE_DTYPE)
    return set_damaged_error (error, _ ("it has an array without a type of its numbers"));
  if (!read_shape (shape, dims, &n_dims, &array->count))
    return set_damaged_error (error, _ ("it has an array with an impossible shape"));

  array->has_state = TRUE;
  array->is_fortran = is_fortran;
  array->type = dtype->dtype->type;
  array->is_usable = (dtype->dtype->is_number || dtype->dtype->is_object) &&
                     n_dims <= BP_NUMBER_ARRAY_MAX_DIMS && array->count > 0;
  if (!array->is_usable)
    return TRUE;

  array->numbers = bp_number_array_new (NULL);
  array->numbers->n_dims = n_dims;
  memcpy (array->numbers->dims, dims, sizeof dims);
  return TRUE;
}

/**
 * bp_pickle_array_set:
 * @heap: the heap of @array
 * @deferred: gets @array where its bytes must be read in a second pass
 * @array: an array without its state
 * @shape: a tuple of integers
 * @dtype: of its numbers
 * @is_fortran: whether they are in Fortran order
 * @data: their bytes, or a list of objects
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_UNSUPPORTED, %BP_ERROR_TOO_LARGE,
 *   %BP_ERROR_NO_MEMORY
 *
 * Sets the numbers of an array. An array of an unusable kind or shape stays empty.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_array_set (BpPickleHeap *heap,
                     BpPickleDeferred *deferred,
                     BpPickleArray *array,
                     const BpPickleValue *shape,
                     const BpPickleValue *dtype,
                     gboolean is_fortran,
                     const BpPickleValue *data,
                     GError **error)
{
  if (!describe_array (array, shape, dtype, is_fortran, error))
    return FALSE;
  if (!array->is_usable)
    return TRUE;

  if (dtype->dtype->is_object)
    return fill_from_list (heap, array, data, error) && complete_array (array, error);
  if (data->type == BP_PICKLE_TEXT)
    return fill_from_text (heap, array, data->text, error) && complete_array (array, error);
  if (data->type != BP_PICKLE_PAYLOAD)
    return set_damaged_error (error, _ ("it has an array without data"));
  return fill_from_payload (deferred, array, data->payload, error) &&
         (array->deferred_payload != NULL || complete_array (array, error));
}

/**
 * bp_pickle_array_set_inline:
 * @heap: the heap of @array
 * @array: an array without its state
 * @shape: a tuple of integers
 * @dtype: of its numbers
 * @is_fortran: whether they are in Fortran order
 * @is_aligned: whether its bytes come after a count of padding bytes and the padding
 * @error: as of bp_pickle_array_set()
 *
 * Describes an array whose bytes come next in the file: bp_pickle_array_read_inline() reads them.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_array_set_inline (BpPickleHeap *heap,
                            BpPickleArray *array,
                            const BpPickleValue *shape,
                            const BpPickleValue *dtype,
                            gboolean is_fortran,
                            gboolean is_aligned,
                            GError **error)
{
  if (!describe_array (array, shape, dtype, is_fortran, error))
    return FALSE;
  if (!dtype->dtype->is_number)
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_UNSUPPORTED,
          _ ("it has an array that is not of numbers: save arrays of numbers alone"));
      return FALSE;
    }

  array->is_inline = TRUE;
  array->is_aligned = is_aligned;
  return !array->is_usable ||
         bp_pickle_heap_reserve_levels (heap, &array->numbers->levels, array->count, error);
}

/**
 * bp_pickle_array_read_inline:
 * @array: an array after bp_pickle_array_set_inline()
 * @stream: the stream, at its bytes
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_NO_MEMORY and the errors of the stream
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_array_read_inline (BpPickleArray *array, BpByteStream *stream, GError **error)
{
  gsize size = array->type.size;
  gsize n_piece = BP_BYTE_STREAM_MAX_PIECE / size;

  array->is_inline = FALSE;
  if (array->is_aligned)
    {
      const guint8 *n_passed = bp_byte_stream_take (stream, 1, error);

      if (n_passed == NULL || !bp_byte_stream_skip (stream, *n_passed, error))
        return FALSE;
    }
  if (!array->is_usable)
    {
      guint64 n_bytes;

      if (!g_uint64_checked_mul (&n_bytes, array->count, size))
        return set_damaged_error (error, _ ("it has an array with an impossible shape"));
      return bp_byte_stream_skip (stream, n_bytes, error);
    }

  for (gsize left = array->count; left > 0;)
    {
      gsize count = MIN (left, n_piece);
      const guint8 *bytes = bp_byte_stream_take (stream, count * size, error);

      if (bytes == NULL)
        return FALSE;
      bp_byte_levels_append_bytes (&array->numbers->levels, &array->type, bytes, count);
      left -= count;
    }
  return complete_array (array, error);
}

/**
 * bp_pickle_find_expected_numbers:
 * @stack: (array length=n_stack): the stack before the bytes are pushed
 * @n_stack: its height
 * @type: (out): of the numbers
 * @count: (out): the number of numbers
 *
 * The state of an array is written as (version, shape, dtype, is_fortran, data), so that the stack
 * describes the data before they come, and the bytes can be converted to levels while they are
 * read. With protocol 5, the data come first and this fails.
 *
 * Returns: whether the stack describes the bytes
 */
gboolean
bp_pickle_find_expected_numbers (const BpPickleValue *stack,
                                 gsize n_stack,
                                 BpNumberType *type,
                                 gsize *count)
{
  gsize dims[BP_NUMBER_ARRAY_MAX_DIMS];
  guint n_dims;

  /* Python 3 before protocol 3: the data are the argument of a pending call. */
  if (n_stack > 0 && stack[n_stack - 1].type == BP_PICKLE_MARK)
    n_stack--;
  if (n_stack > 0 && stack[n_stack - 1].type == BP_PICKLE_GLOBAL &&
      stack[n_stack - 1].global == BP_PICKLE_GLOBAL_ENCODE)
    n_stack--;

  if (n_stack < 3 || stack[n_stack - 1].type != BP_PICKLE_INTEGER ||
      stack[n_stack - 2].type != BP_PICKLE_DTYPE || !stack[n_stack - 2].dtype->is_number ||
      !read_shape (&stack[n_stack - 3], dims, &n_dims, count))
    return FALSE;

  *type = stack[n_stack - 2].dtype->type;
  return n_dims <= BP_NUMBER_ARRAY_MAX_DIMS && *count > 0;
}

/**
 * bp_pickle_deferred_convert:
 * @deferred: arrays whose bytes were skipped
 * @heap: their heap
 * @stream: their stream
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_TOO_LARGE and the errors of the stream
 *
 * Reads the file a second time, to convert the skipped bytes, whose types are known now.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_deferred_convert (BpPickleDeferred *deferred,
                            BpPickleHeap *heap,
                            BpByteStream *stream,
                            GError **error)
{
  if (deferred->first != NULL && !bp_byte_stream_rewind (stream, error))
    return FALSE;

  for (BpPickleArray *array = deferred->first; array != NULL; array = array->next_deferred)
    {
      const BpPicklePayload *payload = array->deferred_payload;
      guint64 offset = bp_byte_stream_get_offset (stream);
      BpPayloadReader reader;

      if (payload->offset < offset)
        return set_damaged_error (error, _ ("it has arrays in another order than their data"));
      if (!bp_byte_stream_skip (stream, payload->offset - offset, error))
        return FALSE;

      bp_payload_reader_init (&reader, stream, payload->encoding, payload->encoded_length);
      if (!bp_pickle_heap_reserve_levels (heap, &array->numbers->levels, array->count, error) ||
          !bp_payload_reader_convert (&reader, NULL, 0, &array->type, array->count,
                                      &array->numbers->levels, error) ||
          !complete_array (array, error))
        return FALSE;
    }
  return TRUE;
}
