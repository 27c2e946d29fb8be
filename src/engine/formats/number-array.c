/* SPDX-License-Identifier: MIT */
#include "number-array.h"

#include "clean-text.h"

/* The rows that are reordered together. Their bytes fit into the cache while the source, whose
 * columns are contiguous, is read from front to back. */
#define ROWS_AT_ONCE 128

/**
 * bp_number_array_new:
 * @name: (nullable): its name in the file
 *
 * Returns: (transfer full): an empty array without dimensions
 */
BpNumberArray *
bp_number_array_new (const char *name)
{
  BpNumberArray *array = g_new0 (BpNumberArray, 1);

  array->name = g_strdup (name);
  return array;
}

/**
 * bp_number_array_free:
 * @array: (transfer full): an array
 */
void
bp_number_array_free (BpNumberArray *array)
{
  bp_byte_levels_clear (&array->levels);
  g_free (array->name);
  g_strfreev (array->words);
  g_free (array);
}

/**
 * bp_number_array_count:
 * @array: an array with its shape
 * @count: (out): the product of its dimensions
 *
 * Returns: %FALSE where the product overflows
 */
gboolean
bp_number_array_count (const BpNumberArray *array, gsize *count)
{
  *count = 1;
  for (guint i = 0; i < array->n_dims; i++)
    if (!g_size_checked_mul (count, *count, array->dims[i]))
      return FALSE;
  return TRUE;
}

/* The offset in Fortran order of the first row's number at @index (in C order over all dimensions
 * but the first). */
static gsize
find_fortran_offset (const BpNumberArray *array, gsize index)
{
  gsize offset = 0;
  gsize stride = array->levels.count;

  for (guint i = array->n_dims - 1; i > 0; i--)
    {
      stride /= array->dims[i];
      offset += index % array->dims[i] * stride;
      index /= array->dims[i];
    }
  return offset;
}

/**
 * bp_number_array_reorder_fortran:
 * @array: an array with all levels, in Fortran order (the first index varies fastest)
 *
 * Converts the levels to C order.
 *
 * Returns: %FALSE when out of memory
 */
gboolean
bp_number_array_reorder_fortran (BpNumberArray *array)
{
  gsize count = array->levels.count;

  if (array->n_dims < 2 || count == 0)
    return TRUE;

  const guint8 *source = array->levels.levels;
  guint8 *ordered = g_try_malloc (count);
  gsize n_rows = array->dims[0];
  gsize n_columns = count / n_rows;

  if (ordered == NULL)
    return FALSE;

  for (gsize first = 0; first < n_rows; first += ROWS_AT_ONCE)
    {
      gsize end = MIN (first + ROWS_AT_ONCE, n_rows);

      for (gsize column = 0; column < n_columns; column++)
        {
          const guint8 *from = source + find_fortran_offset (array, column);

          for (gsize row = first; row < end; row++)
            ordered[row * n_columns + column] = from[row];
        }
    }

  g_free (array->levels.levels);
  array->levels.levels = ordered;
  array->levels.capacity = count;
  return TRUE;
}

/**
 * bp_number_array_describe:
 * @array: an array
 *
 * Returns: (transfer full): its name and shape for a message, as in "x_train (60000, 784)"
 */
char *
bp_number_array_describe (const BpNumberArray *array)
{
  GString *text = g_string_new (NULL);

  if (array->name != NULL)
    {
      g_autofree char *name = bp_clean_text (array->name, BP_CLEAN_LABEL);

      g_string_append_printf (text, "%s ", name);
    }
  g_string_append_c (text, '(');
  for (guint i = 0; i < array->n_dims; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 0 ? ", " : "", array->dims[i]);
  g_string_append (text, array->n_dims == 1 ? ",)" : ")");
  return g_string_free (text, FALSE);
}
