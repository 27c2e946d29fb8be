/* SPDX-License-Identifier: MIT */
#include "collection-editor.h"

#include "test-file.h"
#include "test-files.h"

#include <string.h>

#define ONE "{\"label\": 1, \"strokes\": [[[1, 2], [3, 4]]]}"
#define TWO "{\"label\": 2, \"strokes\": [[[1, 2], [3, 4]]]}"

#define CORRECTED "{\"label\": 7, \"strokes\": [[[1, 2], [3, 4]]]}"

typedef struct
{
  BpTestFolder *folder;
  char *path;
  BpCollectionEditor *editor;
  GString *ended; /* "+" for every change that succeeded, and "-" for every other */
  BpCollectionChange change;
} Fixture;

static void
on_ended (Fixture *fixture, BpCollectionChange change, const GError *error)
{
  g_string_append_c (fixture->ended, error == NULL ? '+' : '-');
  fixture->change = change;
}

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char text[] = ONE "\n" TWO "\n";

  fixture->folder = bp_test_folder_new ();
  fixture->path = bp_test_folder_write (fixture->folder, "a.jsonl", text, strlen (text));
  fixture->editor = bp_collection_editor_new (fixture->path);
  fixture->ended = g_string_new (NULL);
  g_signal_connect_swapped (fixture->editor, "ended", G_CALLBACK (on_ended), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  if (fixture->editor != NULL)
    g_assert_finalize_object (fixture->editor);
  g_string_free (fixture->ended, TRUE);
  g_free (fixture->path);
  bp_test_folder_free (fixture->folder);
}

static void
assert_text (Fixture *fixture, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

/* Waits until the change in progress has ended. */
static void
wait_for (Fixture *fixture, BpCollectionChange change, const char *ended, const char *text)
{
  g_assert_true (bp_collection_editor_is_busy (fixture->editor));
  g_assert_false (bp_collection_editor_can_undo (fixture->editor));
  while (bp_collection_editor_is_busy (fixture->editor))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->ended->str, ==, ended);
  g_assert_cmpint (fixture->change, ==, change);
  assert_text (fixture, text);
}

/* Every change is undone, once. */
static void
test_changes (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_false (bp_collection_editor_can_undo (fixture->editor));
  bp_collection_editor_relabel (fixture->editor, TWO, "7");
  wait_for (fixture, BP_COLLECTION_RELABEL, "+", ONE "\n" CORRECTED "\n");
  g_assert_true (bp_collection_editor_can_undo (fixture->editor));
  bp_collection_editor_undo (fixture->editor);
  wait_for (fixture, BP_COLLECTION_UNDO, "++", ONE "\n" TWO "\n");
  g_assert_false (bp_collection_editor_can_undo (fixture->editor));

  bp_collection_editor_remove (fixture->editor, ONE);
  wait_for (fixture, BP_COLLECTION_REMOVE, "+++", TWO "\n");
  bp_collection_editor_clear (fixture->editor);
  wait_for (fixture, BP_COLLECTION_CLEAR, "++++", "");
  bp_collection_editor_undo (fixture->editor);
  wait_for (fixture, BP_COLLECTION_UNDO, "+++++", TWO "\n");
}

/* After a failure, the change before can still be undone. */
static void
test_failure (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_collection_editor_remove (fixture->editor, ONE);
  wait_for (fixture, BP_COLLECTION_REMOVE, "+", TWO "\n");
  bp_collection_editor_relabel (fixture->editor, ONE, "7");
  wait_for (fixture, BP_COLLECTION_RELABEL, "+-", TWO "\n");
  g_assert_true (bp_collection_editor_can_undo (fixture->editor));
  bp_collection_editor_undo (fixture->editor);
  wait_for (fixture, BP_COLLECTION_UNDO, "+-+", ONE "\n" TWO "\n");
}

/* A change goes on without its editor. */
static void
test_given_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_collection_editor_remove (fixture->editor, ONE);
  g_object_add_weak_pointer (G_OBJECT (fixture->editor), (gpointer *) &fixture->editor);
  g_object_unref (fixture->editor);
  while (fixture->editor != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->ended->str, ==, "+");
  assert_text (fixture, TWO "\n");
}

BP_TEST_FILE (collection_editor)
{
#define ADD(path, test) \
  g_test_add ("/collection-editor/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("changes", test_changes);
  ADD ("failure", test_failure);
  ADD ("given-up", test_given_up);
#undef ADD
}
