/* SPDX-License-Identifier: MIT */

/* Collects the arrays and notes from the files of a data set. Used by one thread at a time. */
#include "data-reading.h"

#include "clean-text.h"
#include "error.h"

static void
left_out_free (gpointer data)
{
  BpLeftOut *left_out = data;

  g_free (left_out->name);
  g_error_free (left_out->error);
  g_free (left_out);
}

/**
 * bp_data_reading_init:
 * @reading: (out caller-allocates): an empty reading
 * @progress: (nullable): updated while reading; cancels
 */
void
bp_data_reading_init (BpDataReading *reading, BpProgress *progress)
{
  *reading = (BpDataReading){
    .arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) bp_number_array_free),
    .left_out = g_ptr_array_new_with_free_func (left_out_free),
    .notes = g_ptr_array_new_with_free_func (g_free),
    .progress = progress,
  };
}

/**
 * bp_data_reading_clear:
 * @reading: the reading, whose contents are freed
 */
void
bp_data_reading_clear (BpDataReading *reading)
{
  g_clear_pointer (&reading->arrays, g_ptr_array_unref);
  g_clear_pointer (&reading->drawings, g_ptr_array_unref);
  g_clear_pointer (&reading->left_out, g_ptr_array_unref);
  g_clear_pointer (&reading->notes, g_ptr_array_unref);
}

/**
 * bp_data_reading_note:
 * @reading: the reading
 * @format: a sentence about the data, as of printf(), with a full stop
 * @...: the arguments of @format, which may be text from a file
 */
void
bp_data_reading_note (BpDataReading *reading, const char *format, ...)
{
  g_autofree char *note = NULL;
  va_list arguments;

  va_start (arguments, format);
  note = g_strdup_vprintf (format, arguments);
  g_ptr_array_add (reading->notes, bp_clean_text (note, 0));
  va_end (arguments);
}

/**
 * bp_data_reading_leave_out:
 * @reading: the reading
 * @name: of the array that could not be read
 * @cause: (inout) (transfer full): the reason
 * @error: return location for @cause
 *
 * Leaves out an array of an unsupported kind, which may be irrelevant: bp_dataset_from_arrays()
 * decides that. Damage is an error.
 *
 * Returns: %TRUE where it was left out; %FALSE with @error set to @cause
 */
gboolean
bp_data_reading_leave_out (BpDataReading *reading, const char *name, GError **cause, GError **error)
{
  BpLeftOut *left_out;

  if (!g_error_matches (*cause, BP_ERROR, BP_ERROR_UNSUPPORTED))
    {
      g_propagate_error (error, g_steal_pointer (cause));
      return FALSE;
    }

  left_out = g_new (BpLeftOut, 1);
  left_out->name = g_strdup (name);
  left_out->error = g_steal_pointer (cause);
  g_ptr_array_add (reading->left_out, left_out);
  return TRUE;
}
