/* SPDX-License-Identifier: MIT */
/*
 * Reads drawings as strokes, one JSON object in each line:
 *
 *   {"label": 7, "strokes": [[[x, y], …], …]}
 *   {"label": "heart", "strokes": [[[x, y], …], …]}
 *
 * Each becomes the picture of 28 x 28 that the network gets from the pad. Drawings of classes with
 * a name are a data set of their own, in which each is varied; beside drawings with a number, they
 * are left out. Lines that are no drawing with a label are left out too. Notes count them.
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

/* The most points of drawings of classes with a name, which are held until all are read. */
#define MAX_NAMED_POINTS 10000000

typedef struct
{
  BpByteStream *stream;   /* borrowed */
  BpNumberArray *images;  /* (count, 28, 28) */
  BpNumberArray *labels;  /* (count) */
  BpDrawing drawing;      /* of the present line */
  GPtrArray *named;       /* (element-type BpDrawing): those of a class with a name */
  gsize n_named_points;   /* of them */
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
  g_clear_pointer (&self->named, g_ptr_array_unref);
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

static void
drawing_free (gpointer data)
{
  bp_drawing_clear (data);
  g_free (data);
}

/* Takes the present drawing. */
static gboolean
append_named (Reader *self, GError **error)
{
  for (gsize i = 0; i < self->drawing.n_strokes; i++)
    self->n_named_points += self->drawing.strokes[i].n_points;
  if (self->n_named_points > MAX_NAMED_POINTS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   _ ("the drawings of its classes have more than %d points"), MAX_NAMED_POINTS);
      return FALSE;
    }
  g_ptr_array_add (self->named, g_memdup2 (&self->drawing, sizeof self->drawing));
  bp_drawing_init (&self->drawing);
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
      self->drawing.n_strokes > 0 && bp_drawing_has_class (&self->drawing);

  g_string_truncate (self->line, 0);
  self->has_long_line = FALSE;
  if (is_drawing && self->drawing.name != NULL)
    return append_named (self, error);
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

/* The drawings of classes with a name are the whole data set. */
static gboolean
hand_over_named (Reader *self, BpDataReading *reading, GError **error)
{
  if (reading->has_several_files)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("its drawings are of classes with a name, and cannot be joined with "
                              "other files: open it alone"));
      return FALSE;
    }
  reading->drawings = g_steal_pointer (&self->named);
  return TRUE;
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
 * @reading: gets the images and the labels, or the drawings of classes with a name
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
    .named = g_ptr_array_new_with_free_func (drawing_free),
    .line = g_string_new (NULL),
  };

  bp_drawing_init (&self.drawing);
  if (!read_lines (&self, error))
    return FALSE;
  if (self.count > 0 || self.named->len == 0)
    {
      if (!check_count (&self, error))
        return FALSE;
      if (self.named->len > 0)
        bp_data_reading_note (
            reading,
            g_dngettext (GETTEXT_PACKAGE, "%u drawing is of a class with a name and was left out.",
                         "%u drawings are of classes with a name and were left out.",
                         self.named->len),
            self.named->len);
    }
  else if (!hand_over_named (&self, reading, error))
    return FALSE;
  if (self.n_left_out > 0)
    bp_data_reading_note (reading,
                          g_dngettext (GETTEXT_PACKAGE,
                                       "%u line is no drawing with a label and was left out.",
                                       "%u lines are no drawings with a label and were left out.",
                                       self.n_left_out),
                          (guint) self.n_left_out);
  if (reading->drawings == NULL)
    add_arrays (&self, reading);
  return TRUE;
}
