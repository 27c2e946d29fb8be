/* SPDX-License-Identifier: MIT */
#include "distribution-view.h"

#include "distributions.h"
#include "error.h"
#include "ridges-view.h"
#include "test-file.h"
#include "test-files.h"
#include "toy-data.h"
#include "toy-network.h"

#include <string.h>

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpDistributionView *view;
  BpDataset *dataset; /* owned */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dataset = bp_toy_dataset_new (20, 60, 0, 3);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = g_object_new (BP_TYPE_DISTRIBUTION_VIEW, NULL);
  gtk_window_set_default_size (fixture->window, 360, 600);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  bp_dataset_unref (fixture->dataset);
}

static gpointer
find (Fixture *fixture, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->view), BP_TYPE_DISTRIBUTION_VIEW,
                                        name);
}

static const char *
get_status (Fixture *fixture)
{
  return gtk_label_get_text (find (fixture, "status"));
}

/* Shows a network as at the end of an epoch. */
static void
show_epoch (Fixture *fixture, guint epoch)
{
  g_autoptr (BpNetwork) network = bp_toy_network_new_for_dataset (fixture->dataset, 8, epoch);

  bp_distribution_view_set_network (fixture->view, network, epoch);
}

static void
wait_for_epoch (Fixture *fixture, guint epoch)
{
  g_autofree char *prefix = g_strdup_printf ("Epoch %u: ", epoch);

  while (!g_str_has_prefix (get_status (fixture), prefix))
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_lines (Fixture *fixture)
{
  g_autofree char *table = bp_distribution_view_format (fixture->view, NULL);
  g_auto (GStrv) lines = g_strsplit (table, "\r\n", 0);

  return g_strv_length (lines) - 2;
}

static void
press (Fixture *fixture, guint key)
{
  g_autoptr (GListModel) controllers =
      gtk_widget_observe_controllers (find (fixture, "ridges_view"));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_handled;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &is_handled);
    }
}

static void
assert_pointed (Fixture *fixture, const char *prefix)
{
  BpFigure *figure = find (fixture, "ridges_view");
  g_autofree char *text = BP_FIGURE_GET_CLASS (figure)->describe (figure);

  g_assert_true (g_str_has_prefix (text, prefix));
}

/* The network of each epoch's end has a ridge, with keys to go over them. */
static void
test_follows (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_str_has_prefix (get_status (fixture), "Train a network"));
  press (fixture, GDK_KEY_Up);
  bp_distribution_view_set_dataset (fixture->view, fixture->dataset, BP_SPLIT_HELD_OUT);
  for (guint epoch = 1; epoch <= 3; epoch++)
    {
      show_epoch (fixture, epoch);
      wait_for_epoch (fixture, epoch);
      g_assert_cmpuint (count_lines (fixture), ==, epoch * (1 + BP_DISTRIBUTION_N_BINS));
    }
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  press (fixture, GDK_KEY_Up);
  assert_pointed (fixture, "Epoch 3: mean ");
  press (fixture, GDK_KEY_Up);
  assert_pointed (fixture, "Epoch 2: mean ");
  press (fixture, GDK_KEY_Home);
  assert_pointed (fixture, "Epoch 1: mean ");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
}

/* Of many epochs, the newest have a ridge. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  const guint n_most = 30;
  g_autofree char *table = NULL;

  bp_distribution_view_set_dataset (fixture->view, fixture->dataset, BP_SPLIT_HELD_OUT);
  for (guint epoch = 1; epoch <= n_most + 2; epoch++)
    {
      show_epoch (fixture, epoch);
      wait_for_epoch (fixture, epoch);
    }
  table = bp_distribution_view_format (fixture->view, NULL);
  g_assert_true (g_str_has_prefix (table, "epoch,layer,begin,end,count\r\n3,1,"));
  g_assert_cmpuint (count_lines (fixture), ==, n_most * (1 + BP_DISTRIBUTION_N_BINS));
}

/* Every layer and every kind can be chosen. */
static void
test_choices (Fixture *fixture, gconstpointer data)
{
  g_autofree char *weights = NULL;
  g_autofree char *gradients = NULL;

  bp_distribution_view_set_dataset (fixture->view, fixture->dataset, BP_SPLIT_HELD_OUT);
  show_epoch (fixture, 1);
  wait_for_epoch (fixture, 1);
  weights = bp_distribution_view_format (fixture->view, NULL);
  g_assert_true (g_str_has_prefix (weights, "epoch,layer,begin,end,count\r\n1,1,0,0,"));
  gtk_drop_down_set_selected (find (fixture, "layer_choice"), 1);
  gtk_drop_down_set_selected (find (fixture, "kind_choice"), BP_DISTRIBUTION_GRADIENTS);
  gradients = bp_distribution_view_format (fixture->view, NULL);
  g_assert_true (g_str_has_prefix (gradients, "epoch,layer,begin,end,count\r\n1,2,0,0,"));
  g_assert_nonnull (
      strstr (gtk_label_get_text (find (fixture, "caption")), "little left to learn"));
}

/* Out of sight, nothing is counted; then the newest network is. */
static void
test_out_of_sight (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  gtk_widget_set_visible (GTK_WIDGET (fixture->view), FALSE);
  bp_distribution_view_set_dataset (fixture->view, fixture->dataset, BP_SPLIT_HELD_OUT);
  show_epoch (fixture, 1);
  show_epoch (fixture, 2);
  g_assert_null (bp_distribution_view_format (fixture->view, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), TRUE);
  wait_for_epoch (fixture, 2);
  g_assert_cmpuint (count_lines (fixture), ==, 1 + BP_DISTRIBUTION_N_BINS);
}

/* Another shape, other data, and earlier epochs begin anew. */
static void
test_begins_anew (Fixture *fixture, gconstpointer data)
{
  const guint sizes[] = { 100, 3 };
  g_autoptr (BpNetwork) other = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);

  bp_distribution_view_set_dataset (fixture->view, fixture->dataset, BP_SPLIT_HELD_OUT);
  show_epoch (fixture, 4);
  wait_for_epoch (fixture, 4);
  show_epoch (fixture, 1);
  wait_for_epoch (fixture, 1);
  g_assert_cmpuint (count_lines (fixture), ==, 1 + BP_DISTRIBUTION_N_BINS);
  bp_distribution_view_set_network (fixture->view, other, 1);
  g_assert_nonnull (strstr (get_status (fixture), "do not fit"));
  g_assert_false (gtk_widget_get_visible (find (fixture, "ridges_view")));
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "distributions.svg", NULL);
  g_autoptr (GError) error = NULL;

  bp_distribution_view_set_dataset (fixture->view, fixture->dataset, BP_SPLIT_HELD_OUT);
  show_epoch (fixture, 1);
  wait_for_epoch (fixture, 1);
  g_assert_true (bp_distribution_view_save_picture (fixture->view, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

#define ADD(path, test) \
  g_test_add ("/distribution-view/" path, Fixture, NULL, set_up, test, tear_down)

BP_TEST_FILE (distribution_view)
{
  gtk_init ();
  ADD ("follows", test_follows);
  ADD ("many", test_many);
  ADD ("choices", test_choices);
  ADD ("out-of-sight", test_out_of_sight);
  ADD ("begins-anew", test_begins_anew);
  ADD ("picture", test_picture);
}
