/* SPDX-License-Identifier: MIT */
#include "collection-jobs.h"

#include "drawing-entry.h"
#include "test-file.h"
#include "test-files.h"

#include <string.h>

#define ONE "{\"label\": 1, \"strokes\": [[[1, 2], [3, 4]]]}"
#define TWO "{\"label\": 2, \"strokes\": [[[1, 2], [3, 4]]]}"

static void
on_done (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* The drawings are listed in their order, and what is no drawing is counted. */
static void
test_browses (void)
{
  static const char text[] = ONE "\nnothing\n" TWO "\n{}\n";
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  guint n_left_out;

  bp_drawings_browse_async (path, NULL, on_done, &result);
  entries = bp_drawings_browse_finish (wait_for (&result), &n_left_out, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_left_out, ==, 2);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (((const BpDrawingEntry *) entries->pdata[0])->line, ==, ONE);
  g_assert_cmpstr (((const BpDrawingEntry *) entries->pdata[1])->line, ==, TWO);
}

/* The label that is given is the one that is written, and Undo takes it back. */
static void
test_relabels (void)
{
  static const char text[] = ONE "\n" TWO "\n";
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", text, strlen (text));
  g_autoptr (GAsyncResult) relabelled = NULL;
  g_autoptr (GAsyncResult) undone = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *restored = NULL;
  BpDrawingEdit *edit;

  bp_drawing_relabel_async (path, TWO, "7", on_done, &relabelled);
  edit = bp_drawing_edit_finish (wait_for (&relabelled), &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &changed, NULL, NULL));
  g_assert_cmpstr (changed, ==, ONE "\n{\"label\": 7, \"strokes\": [[[1, 2], [3, 4]]]}\n");

  bp_drawing_undo_async (edit, path, on_done, &undone);
  g_assert_true (bp_drawing_undo_finish (wait_for (&undone), &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &restored, NULL, NULL));
  g_assert_cmpstr (restored, ==, text);
}

/* The number of exported drawings is told. */
static void
test_exports (void)
{
  static const char text[] = ONE "\nnothing\n" TWO "\n";
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", text, strlen (text));
  g_autofree char *target = g_build_filename (folder->path, "b.jsonl", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *exported = NULL;
  guint n_drawings;

  bp_drawings_export_async (path, BP_DRAWING_FORM_LINES, target, on_done, &result);
  g_assert_true (bp_drawings_export_finish (wait_for (&result), &n_drawings, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_drawings, ==, 2);
  g_assert_true (g_file_get_contents (target, &exported, NULL, NULL));
  g_assert_cmpstr (exported, ==, ONE "\n" TWO "\n");
}

BP_TEST_FILE (collection_jobs)
{
  g_test_add_func ("/collection-jobs/browses", test_browses);
  g_test_add_func ("/collection-jobs/relabels", test_relabels);
  g_test_add_func ("/collection-jobs/exports", test_exports);
}
