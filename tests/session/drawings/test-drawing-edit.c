/* SPDX-License-Identifier: MIT */
#include "drawing-edit.h"

#include "drawing-collection.h"
#include "drawing-entry.h"
#include "error.h"
#include "test-file.h"
#include "test-files.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define ONE   "{\"label\": 1, \"strokes\": [[[1, 2, 7], [3, 4, 9]]], \"answer\": 7, \"sure\": false}"
#define TWO   "{\"strokes\": [[[1, 2]]], \"label\": 2, \"prompted\": true}"
#define THREE "{\"label\": 3, \"strokes\": [[[1, 2]]]}"

static const char text[] = ONE "\n" TWO "\n" TWO "\n" THREE "\n";

static void
assert_text (const char *path, const char *expected)
{
  g_autofree char *found = NULL;

  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, expected);
}

/* Only the label of the line changes, and Undo brings the same bytes back. */
static void
test_relabels (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDrawingEdit) edit = bp_drawing_edit_relabel (path, ONE, "7", &error);

  g_assert_no_error (error);
  assert_text (path, "{\"label\": 7, \"strokes\": [[[1, 2, 7], [3, 4, 9]]], \"answer\": 7, "
                     "\"sure\": false}\n" TWO "\n" TWO "\n" THREE "\n");
  g_assert_true (bp_drawing_edit_undo (edit, path, &error));
  g_assert_no_error (error);
  assert_text (path, text);
}

/* One of two equal drawings is removed. What is added before Undo stays. */
static void
test_removes (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDrawingEdit) edit = bp_drawing_edit_remove (path, TWO, &error);

  g_assert_no_error (error);
  assert_text (path, ONE "\n" TWO "\n" THREE "\n");
  g_assert_true (bp_drawing_collection_append (path, ONE "\n", &error));
  g_assert_true (bp_drawing_edit_undo (edit, path, &error));
  g_assert_no_error (error);
  assert_text (path, ONE "\n" TWO "\n" TWO "\n" THREE "\n" ONE "\n");
}

static void
test_clears (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", text, strlen (text) - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDrawingEdit) edit = NULL;
  struct stat status;

  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  edit = bp_drawing_edit_clear (path, &error);
  g_assert_no_error (error);
  assert_text (path, "");
  g_assert_true (bp_drawing_collection_append (path, THREE "\n", &error));
  g_assert_true (bp_drawing_edit_undo (edit, path, &error));
  g_assert_no_error (error);
  assert_text (path, ONE "\n" TWO "\n" TWO "\n" THREE "\n" THREE "\n");

  /* The drawings stay private. */
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* A drawing that is gone, and a collection that was changed otherwise, stay as they are. */
static void
test_refuses (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDrawingEdit) first = bp_drawing_edit_remove (path, ONE, &error);
  g_autoptr (BpDrawingEdit) second = NULL;

  g_assert_no_error (error);
  g_assert_null (bp_drawing_edit_remove (path, ONE, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_clear_error (&error);
  second = bp_drawing_edit_remove (path, TWO, &error);
  g_assert_no_error (error);
  g_assert_false (bp_drawing_edit_undo (first, path, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  assert_text (path, TWO "\n" THREE "\n");
}

/* What is known about a drawing is read; members of other types are passed over. */
static void
test_entries (void)
{
  static const char lines[] =
      "{\"label\": 4, \"strokes\": [[[1, 2]]], \"answer\": 9, \"probability\": 0.75, "
      "\"sure\": true, \"prompted\": true, \"time\": \"2026-11-27T19:08:52Z\"}\n"
      "{\"answer\": \"none\", \"sure\": 3, \"time\": 5, \"strokes\": [[[1, 2]]], \"label\": 0}\n"
      "no drawing\n";
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", lines, strlen (lines));
  g_autoptr (GError) error = NULL;
  guint n_left_out;
  g_autoptr (GPtrArray) entries = bp_drawing_entries_load (path, &n_left_out, &error);
  const BpDrawingEntry *entry;

  g_assert_no_error (error);
  g_assert_cmpuint (n_left_out, ==, 1);
  g_assert_cmpuint (entries->len, ==, 2);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpint (entry->drawing.label, ==, 4);
  g_assert_cmpstr (entry->label, ==, "4");
  g_assert_cmpstr (entry->answer, ==, "9");
  g_assert_cmpfloat (entry->probability, ==, 0.75);
  g_assert_true (entry->is_sure);
  g_assert_true (entry->is_prompted);
  g_assert_cmpint (g_date_time_get_second (entry->time), ==, 52);
  entry = g_ptr_array_index (entries, 1);
  g_assert_cmpint (entry->drawing.label, ==, 0);
  g_assert_null (entry->answer);
  g_assert_false (entry->is_sure);
  g_assert_false (entry->is_prompted);
  g_assert_null (entry->time);
}

/* A label of two digits is replaced as a whole. */
static void
test_relabels_long (void)
{
  static const char long_label[] = "{\"label\": 12, \"strokes\": [[[1, 2]]]}\n";
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", long_label, strlen (long_label));
  g_autofree char *line = g_strndup (long_label, strlen (long_label) - 1);
  g_autoptr (BpDrawingEdit) edit = bp_drawing_edit_relabel (path, line, "3", NULL);

  g_assert_nonnull (edit);
  assert_text (path, "{\"label\": 3, \"strokes\": [[[1, 2]]]}\n");
}

/* Undo is refused after another change of the same length, too. */
static void
test_refuses_same_length (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDrawingEdit) first = bp_drawing_edit_relabel (path, ONE, "7", &error);
  g_autoptr (BpDrawingEdit) second = bp_drawing_edit_relabel (path, THREE, "8", &error);
  g_autofree char *before = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_assert_false (bp_drawing_edit_undo (first, path, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  assert_text (path, before);
}

/* An answer without a probability between 0 and 1 is none, and only true is true. */
static void
test_odd_entries (void)
{
  static const char *const lines[] = {
    "{\"label\": 4, \"strokes\": [[[1, 2]]], \"answer\": 9, \"probability\": 1.5, \"sure\": null}",
    "{\"label\": 4, \"strokes\": [[[1, 2]]], \"answer\": 9, \"probability\": -1}",
    "{\"label\": 4, \"strokes\": [[[1, 2]]], \"answer\": 9}",
    "{\"label\": 4, \"strokes\": [[[1, 2]]], \"probability\": 0.5}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (BpDrawingEntry) entry = bp_drawing_entry_parse (lines[i], strlen (lines[i]));

      g_assert_nonnull (entry);
      g_assert_null (entry->answer);
      g_assert_false (entry->is_sure);
    }
}

/* The names of classes are strings, and digits are numbers. */
static void
test_classes (void)
{
  static const char named[] = "{\"label\": \"he\\\"art\", \"strokes\": [[[1, 2]]], \"answer\": "
                              "\"A\", \"probability\": 1}\n";
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", named, strlen (named));
  g_autoptr (BpDrawingEntry) entry = bp_drawing_entry_parse (named, strlen (named) - 1);
  g_autoptr (BpDrawingEdit) edit = bp_drawing_edit_relabel (path, entry->line, "7", NULL);
  g_autoptr (BpDrawingEdit) back = NULL;

  g_assert_cmpstr (entry->label, ==, "he\"art");
  g_assert_cmpstr (entry->answer, ==, "A");
  assert_text (path, "{\"label\": 7, \"strokes\": [[[1, 2]]], \"answer\": \"A\", "
                     "\"probability\": 1}\n");
  back = bp_drawing_edit_relabel (path,
                                  "{\"label\": 7, \"strokes\": [[[1, 2]]], \"answer\": \"A\", "
                                  "\"probability\": 1}",
                                  "he\"art", NULL);
  assert_text (path, named);
}

BP_TEST_FILE (drawing_edit)
{
  g_test_add_func ("/drawing-edit/classes", test_classes);
  g_test_add_func ("/drawing-edit/relabels", test_relabels);
  g_test_add_func ("/drawing-edit/removes", test_removes);
  g_test_add_func ("/drawing-edit/clears", test_clears);
  g_test_add_func ("/drawing-edit/refuses", test_refuses);
  g_test_add_func ("/drawing-edit/entries", test_entries);
  g_test_add_func ("/drawing-edit/relabels-long", test_relabels_long);
  g_test_add_func ("/drawing-edit/refuses-same-length", test_refuses_same_length);
  g_test_add_func ("/drawing-edit/odd-entries", test_odd_entries);
}
