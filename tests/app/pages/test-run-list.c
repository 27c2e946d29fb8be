/* SPDX-License-Identifier: MIT */
#include "run-list.h"

#include "test-file.h"

#include <adwaita.h>

#define N_RUNS 20

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpRunList *list;
  GPtrArray *records; /* of BpRunRecord, each newer than the one before */
  guint n_changes;    /* how often the list said that others are selected */
} Fixture;

static BpRunRecord *
create_record (guint number)
{
  g_autofree char *folder = g_strdup_printf ("/nowhere/%u", number);
  BpRunRecord *record = bp_run_record_new (folder);

  record->name = g_strdup_printf ("Run %u", number);
  record->created = (gint64) number * G_USEC_PER_SEC;
  record->settings.dataset_name = g_strdup (number % 2 == 0 ? "MNIST" : "Clothes");
  record->settings.dataset_sha256 = g_strdup ("00");
  record->settings.layers = (BpFieldSizes){ .sizes = { 784, 10 }, .n_sizes = 2 };
  record->settings.config.n_hidden = 0;
  record->figures.best_held_out_accuracy = 1.0 - number / 100.0;
  return record;
}

static void
on_selection_changed (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->records = g_ptr_array_new_with_free_func ((GDestroyNotify) bp_run_record_unref);
  for (guint i = 0; i < N_RUNS; i++)
    g_ptr_array_add (fixture->records, create_record (i));
  fixture->list = g_object_new (BP_TYPE_RUN_LIST, NULL);
  bp_run_list_set_records (fixture->list, fixture->records);
  g_signal_connect_swapped (fixture->list, "selection-changed", G_CALLBACK (on_selection_changed),
                            fixture);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 360, 400);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->list));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->list));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_ptr_array_unref (fixture->records);
}

static gpointer
find (Fixture *fixture, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->list), BP_TYPE_RUN_LIST, name);
}

static GtkSelectionModel *
get_model (Fixture *fixture)
{
  return GTK_SELECTION_MODEL (find (fixture, "selection"));
}

static void
assert_name (Fixture *fixture, guint position, const char *expected)
{
  g_autoptr (BpRunItem) item = g_list_model_get_item (G_LIST_MODEL (get_model (fixture)), position);

  g_assert_cmpstr (bp_run_item_get_record (item)->name, ==, expected);
}

static void
sort (Fixture *fixture, const char *column)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->list), "runs.sort", "s", column);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  assert_name (fixture, 0, "Run 19");
  sort (fixture, "best");
  assert_name (fixture, 0, "Run 0");
  sort (fixture, "best");
  assert_name (fixture, 0, "Run 19");
  sort (fixture, "data");
  assert_name (fixture, 0, "Run 19");
  assert_name (fixture, N_RUNS / 2, "Run 18");
  sort (fixture, "no such column");
  assert_name (fixture, 0, "Run 19");
}

static void
test_pinned_is_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpRunItem) item = g_list_model_get_item (G_LIST_MODEL (get_model (fixture)), 5);
  g_autoptr (BpRunRecord) pinned = create_record (14);
  g_autoptr (GPtrArray) found = NULL;

  pinned->is_pinned = TRUE;
  bp_run_list_update_item (fixture->list, item, pinned);
  assert_name (fixture, 0, "Run 14");
  sort (fixture, "best");
  sort (fixture, "best");
  assert_name (fixture, 0, "Run 14");
  assert_name (fixture, 1, "Run 19");
  found = bp_run_list_get_pinned (fixture->list);
  g_assert_cmpuint (found->len, ==, 1);
}

/* Runs that were read again stay selected, in any order, and the selection is said. */
static void
test_selection_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) again =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_run_record_unref);
  g_autoptr (GPtrArray) selected = NULL;
  guint n_changes;

  gtk_selection_model_select_item (get_model (fixture), 0, TRUE);
  gtk_selection_model_select_item (get_model (fixture), 2, FALSE);
  n_changes = fixture->n_changes;
  g_assert_cmpuint (n_changes, >=, 2);
  for (guint i = 0; i < N_RUNS + 3; i++)
    if (i != 19)
      g_ptr_array_add (again, create_record (i));
  bp_run_list_set_records (fixture->list, again);
  selected = bp_run_list_get_selected (fixture->list);
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpstr (bp_run_item_get_record (g_ptr_array_index (selected, 0))->name, ==, "Run 17");
  g_assert_cmpuint (fixture->n_changes, >, n_changes);
  g_assert_cmpuint (bp_run_list_get_n_runs (fixture->list), ==, N_RUNS + 2);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GListModel *model = G_LIST_MODEL (get_model (fixture));
  GtkStack *results = find (fixture, "results");

  bp_run_list_set_search (fixture->list, "cLOTHES 784-10");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, N_RUNS / 2);
  bp_run_list_set_search (fixture->list, "no such run");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (results), ==, "not-found");
  bp_run_list_set_search (fixture->list, "");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, N_RUNS);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (results), ==, "found");
}

/* A list in a narrow window has no columns beyond its edge. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  int least;

  gtk_widget_measure (GTK_WIDGET (fixture->list), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <=, 360);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (run_list)
{
  adw_init ();
  add ("/run-list/order", test_order);
  add ("/run-list/pinned-is-first", test_pinned_is_first);
  add ("/run-list/selection-stays", test_selection_stays);
  add ("/run-list/search", test_search);
  add ("/run-list/narrow", test_narrow);
}
