/* SPDX-License-Identifier: MIT */
#include "drawing-collection.h"

#include "error.h"
#include "test-file.h"
#include "test-files.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static const BpPoint points[] = { { 0.25F, 0.5F }, { 0.125F, -1.0F }, { 3.0F, 4.0F } };
static const gint64 times[] = { 10, 25, 40 };

static void
append (const char *path, guint digit)
{
  g_autofree char *label = g_strdup_printf ("%u", digit);
  const BpStroke strokes[] = { { points, 2 }, { points + 2, 1 } };
  const gint64 *const stroke_times[] = { times, times + 2 };
  const BpDrawingRecord record = {
    .strokes = strokes,
    .times = stroke_times,
    .n_strokes = G_N_ELEMENTS (strokes),
    .label = label,
    .answer = "1",
    .probability = 0.75,
    .is_sure = TRUE,
  };
  g_autofree char *line = bp_drawing_record_to_line (&record);
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_drawing_collection_append (path, line, &error));
  g_assert_no_error (error);
}

static GPtrArray *
load (const char *path, guint n_left_out)
{
  g_autoptr (GError) error = NULL;
  guint found;
  GPtrArray *drawings = bp_drawing_collection_load (path, &found, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found, ==, n_left_out);
  return drawings;
}

/* The folders are made, and what is read back is what was appended. */
static void
test_appends (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "a", "b", "drawings.jsonl", NULL);
  g_autoptr (GPtrArray) drawings = NULL;
  g_autofree char *text = NULL;
  const BpDrawing *drawing;

  append (path, 7);
  append (path, 3);
  drawings = load (path, 0);
  g_assert_cmpuint (drawings->len, ==, 2);
  drawing = g_ptr_array_index (drawings, 0);
  g_assert_cmpint (drawing->label, ==, 7);
  g_assert_cmpuint (drawing->n_strokes, ==, 2);
  g_assert_cmpuint (drawing->strokes[0].n_points, ==, 2);
  g_assert_cmpfloat (drawing->strokes[0].points[1].y, ==, -1.0F);
  g_assert_cmpfloat (drawing->strokes[1].points[0].x, ==, 3.0F);
  drawing = g_ptr_array_index (drawings, 1);
  g_assert_cmpint (drawing->label, ==, 3);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "[[0.25, 0.5, 10], [0.125, -1, 25]], [[3, 4, 40]]"));
  g_assert_nonnull (strstr (text, "\"answer\": 1, \"probability\": 0.75, \"sure\": true"));
}

/* A line that a crash cut off is left out, and does not spoil the next one. */
static void
test_after_a_crash (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  static const char cut[] = "{\"label\": 7, \"strokes\": [[[1, 2]]]}\n{\"label\": 5, \"stro";
  g_autofree char *path = bp_test_folder_write (folder, "cut.jsonl", cut, strlen (cut));
  g_autoptr (GPtrArray) before = load (path, 1);
  g_autoptr (GPtrArray) after = NULL;

  g_assert_cmpuint (before->len, ==, 1);
  append (path, 9);
  after = load (path, 1);
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpint (((BpDrawing *) g_ptr_array_index (after, 1))->label, ==, 9);
}

/* Drawings without a label, or without strokes, and other lines are counted; blank lines are not.
 */
static void
test_left_out (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  static const char mixed[] =
      "{\"strokes\": [[[1, 2]]]}\n\n{\"label\": 1, \"strokes\": []}\nhello\n"
      "{\"label\": 4, \"strokes\": [[[1, 2]]]}";
  g_autofree char *path = bp_test_folder_write (folder, "mixed.jsonl", mixed, strlen (mixed));
  g_autoptr (GPtrArray) drawings = load (path, 3);

  g_assert_cmpuint (drawings->len, ==, 1);
  g_assert_cmpint (((BpDrawing *) g_ptr_array_index (drawings, 0))->label, ==, 4);
}

/* The last drawing can be taken back, and no other one. */
static void
test_takes_back (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  static const char first[] = "{\"label\": 1, \"strokes\": [[[1, 2]]]}\n";
  static const char second[] = "{\"label\": 2, \"strokes\": [[[1, 2]]]}\n";
  g_autofree char *path = bp_test_folder_write (folder, "two.jsonl", first, strlen (first));
  g_autoptr (GPtrArray) drawings = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_drawing_collection_append (path, second, &error));
  g_assert_false (bp_drawing_collection_take_back (path, first, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_true (bp_drawing_collection_take_back (path, second, &error));
  g_assert_no_error (error);
  drawings = load (path, 0);
  g_assert_cmpuint (drawings->len, ==, 1);
  g_assert_cmpint (((BpDrawing *) g_ptr_array_index (drawings, 0))->label, ==, 1);
}

static void
test_errors (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *missing = g_build_filename (folder->path, "missing.jsonl", NULL);
  g_autoptr (GError) error = NULL;
  guint n_left_out;

  g_assert_null (bp_drawing_collection_load (missing, &n_left_out, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  /* A folder stands where the file should be. */
  g_assert_false (bp_drawing_collection_append (folder->path, "{}\n", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
}

/* Only drawings that the program asked for are noted as such. */
static void
test_prompted (void)
{
  const BpStroke strokes[] = { { points, 2 } };
  BpDrawingRecord record = { .strokes = strokes, .n_strokes = 1, .label = "2" };
  g_autofree char *free_line = bp_drawing_record_to_line (&record);
  g_autofree char *prompted_line = NULL;

  record.is_prompted = TRUE;
  prompted_line = bp_drawing_record_to_line (&record);
  g_assert_null (strstr (free_line, "prompted"));
  g_assert_nonnull (strstr (prompted_line, "\"prompted\": true"));
}

/* Where there is room for a part of a drawing only, nothing of it stays. */
static void
test_no_room (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "drawings.jsonl", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit limit;
  rlim_t former;

  append (path, 7);
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  former = limit.rlim_cur;
  signal (SIGXFSZ, SIG_IGN);
  limit.rlim_cur = strlen (before) + 10;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (bp_drawing_collection_append (path, before, &error));
  limit.rlim_cur = former;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  signal (SIGXFSZ, SIG_DFL);
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
}

BP_TEST_FILE (drawing_collection)
{
  g_test_add_func ("/drawing-collection/appends", test_appends);
  g_test_add_func ("/drawing-collection/after-a-crash", test_after_a_crash);
  g_test_add_func ("/drawing-collection/left-out", test_left_out);
  g_test_add_func ("/drawing-collection/takes-back", test_takes_back);
  g_test_add_func ("/drawing-collection/errors", test_errors);
  g_test_add_func ("/drawing-collection/prompted", test_prompted);
  g_test_add_func ("/drawing-collection/no-room", test_no_room);
}
