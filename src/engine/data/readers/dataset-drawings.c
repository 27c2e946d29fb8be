/* SPDX-License-Identifier: MIT */
/*
 * Reads drawings as strokes, one JSON object in each line:
 *
 *   {"label": 7, "strokes": [[[x, y], …], …]}
 *
 * Each becomes the picture of 28 x 28 that the network gets from the pad. Lines that are no drawing
 * with a label are left out and counted in a note.
 */
#include "dataset-drawings.h"

#include "drawing.h"
#include "error.h"
#include "file-kind.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The longest line, in bytes: over a hundred thousand points. */
#define MAX_LINE_LENGTH (4 * 1024 * 1024)

/* The first capacity in drawings; it doubles when it is full. */
#define FIRST_CAPACITY 256

typedef struct
{
  BpByteStream *stream;   /* borrowed */
  BpNumberArray *images;  /* (count, 28, 28) */
  BpNumberArray *labels;  /* (count) */
  BpDrawing drawing;      /* of the present line */
  GString *line;          /* the present line */
  gsize count;            /* of drawings */
  gsize n_left_out;       /* lines that are no drawing with a label */
  gboolean has_long_line; /* the present line is too long, so that its rest is skipped */
} Reader;

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->images, bp_number_array_free);
  g_clear_pointer (&self->labels, bp_number_array_free);
  bp_drawing_clear (&self->drawing);
  g_string_free (self->line, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean
reserve (Reader *self, GError **error)
{
  gsize capacity = self->labels->levels.capacity;

  if (self->count < capacity)
    return TRUE;
  capacity = MAX (2 * capacity, FIRST_CAPACITY);
  if (bp_byte_levels_reserve (&self->images->levels, capacity * BP_DIGIT_N_PIXELS) &&
      bp_byte_levels_reserve (&self->labels->levels, capacity))
    return TRUE;
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       _ ("there is not enough memory for its images"));
  return FALSE;
}

static gboolean
append_drawing (Reader *self, GError **error)
{
  const BpDrawing *drawing = &self->drawing;
  const BpNumberType bytes = { .kind = BP_NUMBER_UNSIGNED, .size = 1 };
  guint8 label = (guint8) drawing->label;
  guint8 image[BP_DIGIT_N_PIXELS];

  if (!reserve (self, error))
    return FALSE;
  bp_digit_image_from_strokes (drawing->strokes, drawing->n_strokes, image);
  bp_byte_levels_append_bytes (&self->images->levels, &bytes, image, BP_DIGIT_N_PIXELS);
  bp_byte_levels_append_bytes (&self->labels->levels, &bytes, &label, 1);
  self->count++;
  return TRUE;
}

/* The present line is complete. */
static gboolean
end_line (Reader *self, GError **error)
{
  gboolean is_blank = self->line->len == 0 && !self->has_long_line;
  gboolean is_drawing =
      !is_blank && !self->has_long_line &&
      bp_drawing_read_json (&self->drawing, self->line->str, self->line->len, NULL) &&
      self->drawing.n_strokes > 0 && self->drawing.label != BP_DRAWING_NO_LABEL;

  g_string_truncate (self->line, 0);
  self->has_long_line = FALSE;
  if (is_drawing)
    return append_drawing (self, error);
  if (!is_blank)
    self->n_left_out++;
  return TRUE;
}

static gboolean
read_lines (Reader *self, GError **error)
{
  for (;;)
    {
      const guint8 *bytes;
      const guint8 *newline;
      gsize length;
      gsize n_of_line;

      if (!bp_byte_stream_peek (self->stream, BP_BYTE_STREAM_MAX_PIECE, &bytes, &length, error))
        return FALSE;
      if (length == 0)
        return end_line (self, error);

      newline = memchr (bytes, '\n', length);
      n_of_line = newline != NULL ? (gsize) (newline - bytes) : length;
      self->has_long_line |= self->line->len + n_of_line > MAX_LINE_LENGTH;
      if (!self->has_long_line)
        g_string_append_len (self->line, (const char *) bytes, (gssize) n_of_line);
      bp_byte_stream_consume (self->stream, n_of_line + (newline != NULL));
      if (newline != NULL && !end_line (self, error))
        return FALSE;
    }
}

static gboolean
check_count (const Reader *self, GError **error)
{
  if (self->count >= BP_DATASET_MIN_DRAWINGS)
    return TRUE;
  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
               g_dngettext (GETTEXT_PACKAGE,
                            "it has %u drawing with a label, and a data set needs at least %u: "
                            "some to train on, and others to measure the accuracy",
                            "it has %u drawings with a label, and a data set needs at least %u: "
                            "some to train on, and others to measure the accuracy",
                            self->count),
               (guint) self->count, BP_DATASET_MIN_DRAWINGS);
  return FALSE;
}

static void
add_arrays (Reader *self, BpDataReading *reading)
{
  self->images->n_dims = 3;
  self->images->dims[0] = self->count;
  self->images->dims[1] = BP_DIGIT_SIZE;
  self->images->dims[2] = BP_DIGIT_SIZE;
  self->labels->n_dims = 1;
  self->labels->dims[0] = self->count;
  g_ptr_array_add (reading->arrays, g_steal_pointer (&self->images));
  g_ptr_array_add (reading->arrays, g_steal_pointer (&self->labels));
}

/**
 * bp_dataset_drawings_recognise:
 * @head: (array length=length): the first bytes of a file
 * @length: of @head, in bytes
 *
 * Returns: whether the file is likely one of drawings
 */
gboolean
bp_dataset_drawings_recognise (const guint8 *head, gsize length)
{
  return bp_file_kind_guess (head, length) == BP_FILE_KIND_DRAWINGS;
}

/**
 * bp_dataset_drawings_read:
 * @stream: the file at its beginning
 * @name: for its arrays
 * @reading: gets the images and the labels
 * @error: return location for %BP_ERROR_UNSUPPORTED where there are fewer than
 *   %BP_DATASET_MIN_DRAWINGS drawings, another %BP_ERROR or a %G_FILE_ERROR
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_dataset_drawings_read (BpByteStream *stream,
                          const char *name,
                          BpDataReading *reading,
                          GError **error)
{
  g_auto (Reader) self = {
    .stream = stream,
    .images = bp_number_array_new (name),
    .labels = bp_number_array_new (name),
    .line = g_string_new (NULL),
  };

  bp_drawing_init (&self.drawing);
  if (!read_lines (&self, error) || !check_count (&self, error))
    return FALSE;
  if (self.n_left_out > 0)
    bp_data_reading_note (reading,
                          g_dngettext (GETTEXT_PACKAGE,
                                       "%u line is no drawing with a label and was left out.",
                                       "%u lines are no drawings with a label and were left out.",
                                       self.n_left_out),
                          (guint) self.n_left_out);
  add_arrays (&self, reading);
  return TRUE;
}
