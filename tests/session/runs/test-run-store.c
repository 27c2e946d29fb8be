/* SPDX-License-Identifier: MIT */
#include "run-store.h"

#include "error.h"
#include "run-folder.h"
#include "run-networks.h"
#include "test-file.h"
#include "test-files.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  BpTestFolder *parent;
  BpRunStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *folder = NULL;

  fixture->parent = bp_test_folder_new ();
  folder = g_build_filename (fixture->parent->path, "runs", NULL);
  fixture->store = bp_run_store_new (folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_run_store_free (fixture->store);
  bp_test_folder_free (fixture->parent);
}

/* Makes a run that was begun so many seconds after 1970; returns its id. */
static char *
add_run (const Fixture *fixture, gint64 seconds)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = bp_run_store_make_folder (fixture->store, &error);
  g_autoptr (BpRunRecord) record = NULL;

  g_assert_no_error (error);
  record = bp_run_record_new (folder);
  record->created = seconds * G_USEC_PER_SEC;
  record->state = BP_RUN_STATE_FINISHED;
  record->settings.dataset_name = g_strdup ("MNIST \"gold\"");
  record->settings.dataset_sha256 = g_strdup ("00");
  record->settings.layers = (BpFieldSizes){ .sizes = { 784, 10 }, .n_sizes = 2 };
  g_assert_true (bp_run_record_save (record, &error));
  g_assert_no_error (error);
  return bp_run_record_get_id (record);
}

static GPtrArray *
list (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records = bp_run_store_list (fixture->store, &error);

  g_assert_no_error (error);
  return records;
}

static void
test_list (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) none = list (fixture);
  g_autofree char *old = add_run (fixture, 1000);
  g_autofree char *new = add_run (fixture, 2000);
  g_autofree char *damaged = add_run (fixture, 3000);
  g_autofree char *path = g_build_filename (bp_run_store_get_folder (fixture->store), damaged,
                                            BP_RUN_FILE_RECORD, NULL);
  g_autoptr (GPtrArray) records = NULL;
  const BpRunRecord *first;

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (g_file_set_contents (path, "{", 1, NULL));
  records = list (fixture);
  g_assert_cmpuint (records->len, ==, 2);
  first = g_ptr_array_index (records, 0);
  g_assert_cmpint (first->created, ==, 2000 * G_USEC_PER_SEC);
  g_assert_cmpstr (first->settings.dataset_name, ==, "MNIST \"gold\"");
  g_assert_cmpint (first->state, ==, BP_RUN_STATE_FINISHED);
}

static void
on_listed (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  GPtrArray **records = data;
  g_autoptr (GError) error = NULL;

  *records = bp_run_store_list_finish (result, &error);
  g_assert_no_error (error);
}

static void
test_list_async (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = add_run (fixture, 1000);
  g_autoptr (GPtrArray) records = NULL;

  bp_run_store_list_async (fixture->store, NULL, on_listed, &records);
  while (records == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (records->len, ==, 1);
}

static void
test_find (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = add_run (fixture, 1000);
  g_autofree char *folder = g_build_filename (bp_run_store_get_folder (fixture->store), id, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpRunRecord) by_id = bp_run_store_find (fixture->store, id, &error);
  g_autoptr (BpRunRecord) by_folder = bp_run_store_find (fixture->store, folder, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (by_id->folder, ==, folder);
  g_assert_cmpstr (by_folder->folder, ==, folder);

  g_assert_null (bp_run_store_find (fixture->store, "no-such-run", &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "no-such-run"));
}

static void
test_label (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = add_run (fixture, 1000);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpRunRecord) record = bp_run_store_find (fixture->store, id, &error);
  g_autoptr (BpRunRecord) renamed = NULL;

  g_assert_null (record->name);
  g_assert_false (record->is_pinned);
  g_assert_true (
      bp_run_record_save_label (record->folder, "Größe {\"1\"}", TRUE, "#1C71d8", &error));
  renamed = bp_run_store_find (fixture->store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (renamed->name, ==, "Größe {\"1\"}");
  g_assert_true (renamed->is_pinned);
  g_assert_cmpstr (renamed->color, ==, "#1C71d8");
}

/* A label that another program wrote: what is no colour is none. */
static void
test_foreign_label (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const colors[] = { "red", "#12345", "#1234567", "#12345g", "" };

  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    {
      g_autofree char *id = add_run (fixture, 1000 + i);
      g_autofree char *path =
          g_build_filename (bp_run_store_get_folder (fixture->store), id, BP_RUN_FILE_LABEL, NULL);
      g_autofree char *text = g_strdup_printf ("{\"name\": \"A\", \"color\": \"%s\"}", colors[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (BpRunRecord) record = NULL;

      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      record = bp_run_store_find (fixture->store, id, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (record->name, ==, "A");
      g_assert_null (record->color);
    }
}

static void
test_delete (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = add_run (fixture, 1000);
  g_autofree char *other = add_run (fixture, 2000);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpRunRecord) record = bp_run_store_find (fixture->store, id, &error);
  g_autoptr (GPtrArray) without = NULL;
  g_autoptr (GPtrArray) with = NULL;
  g_autoptr (GPtrArray) at_last = NULL;

  g_assert_true (bp_run_store_delete (fixture->store, record, &error));
  g_assert_no_error (error);
  without = list (fixture);
  g_assert_cmpuint (without->len, ==, 1);

  g_assert_true (bp_run_store_restore (fixture->store, record, &error));
  g_assert_no_error (error);
  with = list (fixture);
  g_assert_cmpuint (with->len, ==, 2);

  g_assert_true (bp_run_store_delete (fixture->store, record, &error));
  bp_run_store_empty_trash (fixture->store);
  g_assert_false (bp_run_store_restore (fixture->store, record, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  at_last = list (fixture);
  g_assert_cmpuint (at_last->len, ==, 1);
}

static void
test_a_run_that_is_trained_stays (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = add_run (fixture, 1000);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpRunRecord) record = bp_run_store_find (fixture->store, id, &error);
  int lock = bp_run_folder_lock (record->folder, &error);

  g_assert_no_error (error);
  g_assert_false (bp_run_store_delete (fixture->store, record, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  bp_run_folder_unlock (lock);
}

/* What else lies in a run's folder is not removed with the run. */
static void
test_foreign_files_stay (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *id = add_run (fixture, 1000);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpRunRecord) record = bp_run_store_find (fixture->store, id, &error);
  g_autofree char *foreign = g_build_filename (record->folder, "thesis.tex", NULL);
  g_autofree char *json = g_build_filename (record->folder, BP_RUN_FILE_RECORD, NULL);

  g_assert_true (g_file_set_contents (foreign, "x", 1, NULL));
  g_assert_true (bp_run_folder_remove (record->folder, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (foreign, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (json, G_FILE_TEST_EXISTS));
}

static void
assert_best (const char *folder, guint best_epoch, const char *expected)
{
  g_autofree char *path = bp_run_networks_find_best (folder, best_epoch);
  g_autofree char *expected_path =
      expected != NULL ? g_build_filename (folder, expected, NULL) : NULL;

  g_assert_cmpstr (path, ==, expected_path);
}

/* The best network of a run that goes on, of one without held-out images, and of any other. */
static void
test_best_network (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *folder = fixture->parent->path;
  g_autofree char *epochs = g_build_filename (folder, BP_RUN_FOLDER_EPOCHS, NULL);

  assert_best (folder, 0, NULL);
  g_assert_cmpint (g_mkdir (epochs, 0700), ==, 0);
  assert_best (folder, 9, NULL);
  for (guint epoch = 9; epoch <= 10; epoch++)
    {
      g_autofree char *path = bp_run_networks_get_path (folder, epoch);

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }
  assert_best (folder, 0, BP_RUN_FOLDER_EPOCHS "/000010.safetensors");
  assert_best (folder, 9, BP_RUN_FOLDER_EPOCHS "/000009.safetensors");
  g_free (bp_test_folder_write (fixture->parent, BP_RUN_FILE_FINAL, "", 0));
  assert_best (folder, 0, BP_RUN_FILE_FINAL);
  g_free (bp_test_folder_write (fixture->parent, BP_RUN_FILE_BEST, "", 0));
  assert_best (folder, 9, BP_RUN_FILE_BEST);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (run_store)
{
  add ("/run-store/list", test_list);
  add ("/run-store/list-async", test_list_async);
  add ("/run-store/find", test_find);
  add ("/run-store/label", test_label);
  add ("/run-store/foreign-label", test_foreign_label);
  add ("/run-store/delete", test_delete);
  add ("/run-store/a-run-that-is-trained-stays", test_a_run_that_is_trained_stays);
  add ("/run-store/best-network", test_best_network);
  add ("/run-store/foreign-files-stay", test_foreign_files_stay);
}
