/* SPDX-License-Identifier: MIT */
/*
 * The user's own drawings: a file of JSON lines, one for each drawing:
 *
 *   {"label": 7, "strokes": [[[x, y, milliseconds], …], …], "answer": 1, "probability": 0.93,
 *    "sure": true, "prompted": true, "time": "2026-11-27T19:08:52Z"}
 *
 * The label and the answer are numbers where they are digits, and else strings, the names of
 * classes of the user's own. A line is appended by one call of write() and then synchronised, so
 * that a crash loses at most the line that is being written. Such a part of a line is left out when
 * the file is read, and ended before the next line is appended.
 *
 * Thread rule: any thread; a file that is changed is locked meanwhile.
 */
#include "drawing-collection.h"

#include "drawing-lock.h"
#include "error.h"
#include "json-writer.h"
#include "regular-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The largest collection, in bytes: some 100,000 drawings. */
#define MAX_LENGTH (256 * 1024 * 1024)

/**
 * bp_drawing_collection_get_path:
 *
 * Returns: (transfer full) (type filename): the user's collection
 *   ($XDG_DATA_HOME/backprop/drawings/drawings.jsonl), which may be missing
 */
char *
bp_drawing_collection_get_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "backprop", "drawings", "drawings.jsonl", NULL);
}

static void
append_point (GString *line, BpPoint point, const gint64 *time)
{
  g_string_append_c (line, '[');
  bp_json_append_float (line, point.x);
  g_string_append (line, ", ");
  bp_json_append_float (line, point.y);
  if (time != NULL)
    g_string_append_printf (line, ", %" G_GINT64_FORMAT, *time);
  g_string_append_c (line, ']');
}

static void
append_strokes (GString *line, const BpDrawingRecord *record)
{
  g_string_append_c (line, '[');
  for (gsize i = 0; i < record->n_strokes; i++)
    {
      const BpStroke *stroke = &record->strokes[i];

      g_string_append (line, i > 0 ? ", [" : "[");
      for (gsize j = 0; j < stroke->n_points; j++)
        {
          if (j > 0)
            g_string_append (line, ", ");
          append_point (line, stroke->points[j],
                        record->times != NULL ? &record->times[i][j] : NULL);
        }
      g_string_append_c (line, ']');
    }
  g_string_append_c (line, ']');
}

/**
 * bp_drawing_append_class:
 * @line: JSON
 * @name: a digit, or the name of another class
 *
 * Appends a class as a number where it is a digit, and else as a string.
 */
void
bp_drawing_append_class (GString *line, const char *name)
{
  if (g_ascii_isdigit (name[0]) && name[1] == '\0')
    g_string_append_c (line, name[0]);
  else
    bp_json_append_string (line, name);
}

/**
 * bp_drawing_record_to_line:
 * @record: the drawing
 *
 * Returns: (transfer full): the line for a collection, with the present time
 */
char *
bp_drawing_record_to_line (const BpDrawingRecord *record)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  GString *line = g_string_new (NULL);

  g_string_append (line, "{\"label\": ");
  bp_drawing_append_class (line, record->label);
  g_string_append (line, ", \"strokes\": ");
  append_strokes (line, record);
  if (record->answer != NULL)
    {
      g_string_append (line, ", \"answer\": ");
      bp_drawing_append_class (line, record->answer);
      g_string_append (line, ", \"probability\": ");
      bp_json_append_number (line, record->probability);
      g_string_append_printf (line, ", \"sure\": %s", record->is_sure ? "true" : "false");
    }
  if (record->is_prompted)
    g_string_append (line, ", \"prompted\": true");
  g_string_append (line, ", \"time\": ");
  bp_json_append_string (line, time);
  g_string_append (line, "}\n");
  return g_string_free (line, FALSE);
}

static gboolean
fail (const char *path, int saved_errno, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (saved_errno),
               _ ("The drawing could not be kept in “%s”: %s"), name, g_strerror (saved_errno));
  return FALSE;
}

/* Whether the file ends within a line, which a crash has left. */
static gboolean
ends_within_line (int fd)
{
  off_t length = lseek (fd, 0, SEEK_END);
  char last;

  return length > 0 && pread (fd, &last, 1, length - 1) == 1 && last != '\n';
}

/* Writes all bytes; where the disk is full, the file becomes as long as before. */
static gboolean
write_line (int fd, const char *path, const char *line, gsize length, GError **error)
{
  off_t before = lseek (fd, 0, SEEK_END);
  gssize written = write (fd, line, length);
  int saved_errno = written < 0 ? errno : ENOSPC;

  if (written == (gssize) length && fsync (fd) == 0)
    return TRUE;
  if (written == (gssize) length)
    saved_errno = errno;
  if (written > 0 && before >= 0 && ftruncate (fd, before) != 0)
    saved_errno = errno;
  return fail (path, saved_errno, error);
}

/**
 * bp_drawing_collection_append:
 * @path: (type filename): the collection, which is made where it is missing
 * @line: the drawing, from bp_drawing_record_to_line()
 * @error: return location for a %G_FILE_ERROR
 *
 * Adds a drawing at the end. When this returns, the drawing is on the disk.
 *
 * Returns: whether it is
 */
gboolean
bp_drawing_collection_append (const char *path, const char *line, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean is_written;
  int lock;
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (folder, errno, error);
  lock = bp_drawing_lock (path, error);
  if (lock < 0)
    return FALSE;
  fd = open (path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  is_written = fd >= 0 ? (!ends_within_line (fd) || write_line (fd, path, "\n", 1, error)) &&
                             write_line (fd, path, line, strlen (line), error)
                       : fail (path, errno, error);
  if (fd >= 0)
    (void) close (fd);
  bp_drawing_unlock (lock);
  return is_written;
}

/* Cuts @line off the end of the file. That is not synchronised, as nothing is lost with it. */
static gboolean
cut_line (int fd, const char *path, const char *line, GError **error)
{
  gsize length = strlen (line);
  g_autofree char *end = g_malloc (length);
  off_t size = lseek (fd, 0, SEEK_END);

  if (size < (off_t) length || pread (fd, end, length, size - (off_t) length) != (gssize) length ||
      memcmp (end, line, length) != 0)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_MISMATCH,
                           _ ("It is not the last one of the collection any more"));
      return FALSE;
    }
  return ftruncate (fd, size - (off_t) length) == 0 || fail (path, errno, error);
}

/**
 * bp_drawing_collection_take_back:
 * @path: (type filename): the collection
 * @line: the drawing that was appended last
 * @error: return location for a %G_FILE_ERROR, or %BP_ERROR_MISMATCH where another drawing is the
 *   last one
 *
 * Undoes bp_drawing_collection_append().
 *
 * Returns: whether the drawing is gone; if not, the file is as it was
 */
gboolean
bp_drawing_collection_take_back (const char *path, const char *line, GError **error)
{
  int lock = bp_drawing_lock (path, error);
  gboolean is_cut;
  int fd;

  if (lock < 0)
    return FALSE;
  fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  is_cut = fd >= 0 ? cut_line (fd, path, line, error) : fail (path, errno, error);
  if (fd >= 0)
    (void) close (fd);
  bp_drawing_unlock (lock);
  return is_cut;
}

/**
 * bp_drawing_collection_read:
 * @path: (type filename): the collection
 * @error: return location for a %G_FILE_ERROR, or %BP_ERROR_UNSUPPORTED where the file is too large
 *
 * Returns: (transfer full): its text, or %NULL with @error set
 */
GBytes *
bp_drawing_collection_read (const char *path, GError **error)
{
  gsize length;
  char *text = bp_regular_file_read (path, MAX_LENGTH, &length, error);

  return text != NULL ? g_bytes_new_take (text, length) : NULL;
}

/**
 * bp_drawing_collection_split:
 * @text: the text of a collection
 * @func: (scope call): called for each line, which ends before its line break
 * @data: for @func
 */
void
bp_drawing_collection_split (GBytes *text, BpDrawingLineFunc func, gpointer data)
{
  gsize length;
  const char *line = g_bytes_get_data (text, &length);
  const char *end = line + length;

  while (line < end)
    {
      const char *line_end = memchr (line, '\n', (gsize) (end - line));

      if (line_end == NULL)
        line_end = end;
      func (line, (gsize) (line_end - line), data);
      line = line_end + 1;
    }
}

static void
drawing_free (gpointer data)
{
  bp_drawing_clear (data);
  g_free (data);
}

/* The drawings of a file that is being read. */
typedef struct
{
  GPtrArray *drawings;
  guint n_left_out;
} Loading;

static void
add_line (const char *line, gsize length, gpointer data)
{
  Loading *loading = data;
  BpDrawing *drawing = g_new0 (BpDrawing, 1);
  g_autofree char *text = g_malloc (length + 1);

  memcpy (text, line, length);
  text[length] = '\0';
  bp_drawing_init (drawing);
  if (bp_drawing_read_json (drawing, text, length, NULL) && drawing->n_strokes > 0 &&
      bp_drawing_has_class (drawing))
    {
      g_ptr_array_add (loading->drawings, drawing);
      return;
    }
  drawing_free (drawing);
  if (length > 0)
    loading->n_left_out++;
}

/**
 * bp_drawing_collection_load:
 * @path: (type filename): the collection
 * @n_left_out: (out): lines that are no drawing with a label and strokes; blank lines do not count
 * @error: return location for an error of bp_drawing_collection_read()
 *
 * Returns: (transfer full) (element-type BpDrawing): the drawings, the oldest first, or %NULL with
 *   @error set
 */
GPtrArray *
bp_drawing_collection_load (const char *path, guint *n_left_out, GError **error)
{
  g_autoptr (GPtrArray) drawings = g_ptr_array_new_with_free_func (drawing_free);
  g_autoptr (GBytes) text = bp_drawing_collection_read (path, error);
  Loading loading = { .drawings = drawings };

  *n_left_out = 0;
  if (text == NULL)
    return NULL;
  bp_drawing_collection_split (text, add_line, &loading);
  *n_left_out = loading.n_left_out;
  return g_steal_pointer (&drawings);
}
