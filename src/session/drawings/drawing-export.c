/* SPDX-License-Identifier: MIT */
/*
 * Exports a collection for other programs.
 *
 * Thread rule: any thread; the collection is only read.
 */
#include "drawing-export.h"

#include "atomic-file.h"
#include "clean-text.h"
#include "drawing-entry.h"
#include "error.h"

#include <errno.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* IDX: bytes (8) in so many dimensions. */
#define IDX_IMAGES 0x00000803U
#define IDX_LABELS 0x00000801U

static gboolean
make_folder (const char *folder, GError **error)
{
  return g_mkdir_with_parents (folder, 0777) == 0 ||
         bp_set_errno_error (error, errno, N_ ("Could not make “%s”: %s"), folder);
}

static gboolean
write_file (const char *path, const void *bytes, gsize length, GError **error)
{
  g_autoptr (BpAtomicFile) file = bp_atomic_file_new (path, error);

  return file != NULL && bp_atomic_file_write (file, bytes, length, error) &&
         bp_atomic_file_commit (file, error);
}

static void
append_number (GByteArray *bytes, guint32 number)
{
  guint32 big_endian = GUINT32_TO_BE (number);

  g_byte_array_append (bytes, (const guint8 *) &big_endian, sizeof big_endian);
}

/* The classes of the drawings in the order of their numbers: where there are digits, these first;
 * then those with a name. */
static GPtrArray *
list_classes (const GPtrArray *entries)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gint largest = -1;

  for (guint i = 0; i < entries->len; i++)
    {
      const BpDrawing *drawing = &((BpDrawingEntry *) g_ptr_array_index (entries, i))->drawing;

      if (drawing->name == NULL)
        largest = MAX (largest, MAX (drawing->label, BP_N_DIGITS - 1));
    }
  for (gint i = 0; i <= largest; i++)
    g_ptr_array_add (names, g_strdup_printf ("%d", i));
  for (guint i = 0; i < entries->len; i++)
    {
      const char *label = ((BpDrawingEntry *) g_ptr_array_index (entries, i))->label;

      if (!g_ptr_array_find_with_equal_func (names, label, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (label));
    }
  return g_steal_pointer (&names);
}

static gboolean
write_names (const GPtrArray *names, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, BP_DRAWING_NAMES, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) g_ptr_array_index (names, i));
  return write_file (path, text->str, text->len, error);
}

static void
make_image (const BpDrawingEntry *entry, guint8 image[BP_DIGIT_N_PIXELS])
{
  bp_digit_image_from_strokes (entry->drawing.strokes, entry->drawing.n_strokes, image);
}

static gboolean
export_idx (const GPtrArray *entries, const char *folder, BpProgress *progress, GError **error)
{
  g_autofree char *images_path = g_build_filename (folder, BP_DRAWING_IDX_IMAGES, NULL);
  g_autofree char *labels_path = g_build_filename (folder, BP_DRAWING_IDX_LABELS, NULL);
  g_autoptr (GByteArray) images = g_byte_array_new ();
  g_autoptr (GByteArray) labels = g_byte_array_new ();
  g_autoptr (GPtrArray) names = list_classes (entries);
  gboolean has_names = FALSE;

  if (names->len > BP_DRAWING_MAX_LABEL + 1)
    {
      g_set_error (
          error, BP_ERROR, BP_ERROR_UNSUPPORTED,
          _ ("IDX files can hold %d classes, and the drawings have %u: export pictures or strokes"),
          BP_DRAWING_MAX_LABEL + 1, names->len);
      return FALSE;
    }
  append_number (images, IDX_IMAGES);
  append_number (images, entries->len);
  append_number (images, BP_DIGIT_SIZE);
  append_number (images, BP_DIGIT_SIZE);
  append_number (labels, IDX_LABELS);
  append_number (labels, entries->len);
  for (guint i = 0; i < entries->len; i++)
    {
      const BpDrawingEntry *entry = g_ptr_array_index (entries, i);
      guint number = 0;
      guint8 label;
      guint8 image[BP_DIGIT_N_PIXELS];

      if (!bp_progress_check (progress, error))
        return FALSE;
      g_ptr_array_find_with_equal_func (names, entry->label, g_str_equal, &number);
      label = (guint8) number;
      has_names |= entry->drawing.name != NULL;
      make_image (entry, image);
      g_byte_array_append (images, image, BP_DIGIT_N_PIXELS);
      g_byte_array_append (labels, &label, 1);
    }
  return make_folder (folder, error) &&
         write_file (images_path, images->data, images->len, error) &&
         write_file (labels_path, labels->data, labels->len, error) &&
         (!has_names || write_names (names, folder, error));
}

/* Pictures of an older export would mix with the new ones. */
static gboolean
check_is_empty (const char *folder, GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  g_autofree char *name = NULL;

  if (directory == NULL || g_dir_read_name (directory) == NULL)
    return TRUE;
  name = bp_clean_path (folder);
  g_set_error (
      error, BP_ERROR, BP_ERROR_MISMATCH,
      _ ("The folder “%s” is not empty: choose a new one, or an empty one, for the pictures"),
      name);
  return FALSE;
}

static gboolean
write_picture (const BpDrawingEntry *entry, const char *path, GError **error)
{
  g_autoptr (GdkPixbuf) picture =
      gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, BP_DIGIT_SIZE, BP_DIGIT_SIZE);
  guint8 image[BP_DIGIT_N_PIXELS];
  g_autofree char *bytes = NULL;
  guint8 *pixels;
  gsize row_stride;
  gsize length;

  if (picture == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is not enough memory for the picture"));
      return FALSE;
    }
  make_image (entry, image);
  pixels = gdk_pixbuf_get_pixels (picture);
  row_stride = (gsize) gdk_pixbuf_get_rowstride (picture);
  for (gsize y = 0; y < BP_DIGIT_SIZE; y++)
    for (gsize x = 0; x < BP_DIGIT_SIZE; x++)
      memset (pixels + y * row_stride + 3 * x, image[y * BP_DIGIT_SIZE + x], 3);
  return gdk_pixbuf_save_to_buffer (picture, &bytes, &length, "png", error, NULL) &&
         write_file (path, bytes, length, error);
}

/* The folder of the pictures of a class, whose name may be no name of a file. */
static char *
make_folder_name (const char *class)
{
  char *name = g_uri_escape_string (class, " !#$&'()+,;=@[]^{}", TRUE);
  char *escaped;

  if (name[0] != '.')
    return name;
  escaped = g_strconcat ("%2E", name + 1, NULL);
  g_free (name);
  return escaped;
}

static gboolean
export_pictures (const GPtrArray *entries, const char *folder, BpProgress *progress, GError **error)
{
  if (!check_is_empty (folder, error))
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      const BpDrawingEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *label = make_folder_name (entry->label);
      g_autofree char *name = g_strdup_printf ("%05u.png", i + 1);
      g_autofree char *inner = g_build_filename (folder, label, NULL);
      g_autofree char *path = g_build_filename (inner, name, NULL);

      if (!bp_progress_check (progress, error) || !make_folder (inner, error) ||
          !write_picture (entry, path, error))
        return FALSE;
      bp_progress_report (progress, i + 1, entries->len);
    }
  return TRUE;
}

static gboolean
export_lines (const GPtrArray *entries, const char *path, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const BpDrawingEntry *entry = g_ptr_array_index (entries, i);

      g_string_append (text, entry->line);
      g_string_append_c (text, '\n');
    }
  return write_file (path, text->str, text->len, error);
}

/**
 * bp_drawings_export:
 * @path: (type filename): the collection
 * @form: the form
 * @target: (type filename): the folder or file to write; folders are made, and files replaced
 * @progress: (nullable): cancels
 * @n_drawings: (out): how many were exported
 * @error: return location for an error of bp_drawing_entries_load(), a %G_FILE_ERROR, or for
 *   %BP_ERROR_MISMATCH where there are no drawings or a folder for pictures is not empty
 *
 * Returns: whether they were
 */
gboolean
bp_drawings_export (const char *path,
                    BpDrawingForm form,
                    const char *target,
                    BpProgress *progress,
                    guint *n_drawings,
                    GError **error)
{
  guint n_left_out;
  g_autoptr (GPtrArray) entries = bp_drawing_entries_load (path, &n_left_out, error);

  if (entries == NULL)
    return FALSE;
  if (entries->len == 0)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_MISMATCH,
                           _ ("There are no drawings to export"));
      return FALSE;
    }

  *n_drawings = entries->len;
  switch (form)
    {
    case BP_DRAWING_FORM_IDX:
      return export_idx (entries, target, progress, error);
    case BP_DRAWING_FORM_PICTURES:
      return export_pictures (entries, target, progress, error);
    case BP_DRAWING_FORM_LINES:
      return export_lines (entries, target, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}
