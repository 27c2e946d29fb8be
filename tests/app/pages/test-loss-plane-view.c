/* SPDX-License-Identifier: MIT */
#include "loss-plane-view.h"

#include "error.h"
#include "surface-view.h"
#include "test-file.h"
#include "test-files.h"
#include "toy-data.h"
#include "toy-network.h"

#include <string.h>

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpLossPlaneView *view;
  BpDataset *dataset; /* owned */
  BpNetwork *network; /* owned */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dataset = bp_toy_dataset_new (20, 100, 0, 3);
  fixture->network = bp_toy_network_new_for_dataset (fixture->dataset, 8, 7);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = g_object_new (BP_TYPE_LOSS_PLANE_VIEW, NULL);
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
  bp_network_unref (fixture->network);
}

static gpointer
find (Fixture *fixture, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->view), BP_TYPE_LOSS_PLANE_VIEW, name);
}

static const char *
get_status (Fixture *fixture)
{
  return gtk_label_get_text (find (fixture, "status"));
}

static void
show_network (Fixture *fixture)
{
  bp_loss_plane_view_set_dataset (fixture->view, fixture->dataset, BP_SPLIT_HELD_OUT);
  bp_loss_plane_view_set_network (fixture->view, fixture->network, 3);
}

static void
compute (Fixture *fixture)
{
  g_signal_emit_by_name (find (fixture, "compute_button"), "clicked");
  while (gtk_widget_get_visible (find (fixture, "progress_box")))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
press (Fixture *fixture, guint key)
{
  GtkWidget *surface = find (fixture, "surface_view");
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (surface);
  gboolean is_handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &is_handled);
    }
  return is_handled;
}

static char *
describe (Fixture *fixture)
{
  BpFigure *figure = find (fixture, "surface_view");

  return BP_FIGURE_GET_CLASS (figure)->describe (figure);
}

/* What is missing is said, and nothing can be computed. */
static void
test_obstacles (Fixture *fixture, gconstpointer data)
{
  const guint sizes[] = { 100, 3 };
  g_autoptr (BpNetwork) other = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  GtkWidget *button = find (fixture, "compute_button");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (get_status (fixture), "Train a network"));
  g_assert_false (gtk_widget_get_sensitive (button));
  show_network (fixture);
  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_drop_down_set_selected (find (fixture, "directions_choice"), 1);
  g_assert_nonnull (strstr (get_status (fixture), "at least three epochs"));
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_false (gtk_widget_get_visible (find (fixture, "seed_box")));
  gtk_drop_down_set_selected (find (fixture, "directions_choice"), 0);
  g_assert_true (gtk_widget_get_sensitive (button));
  bp_loss_plane_view_set_network (fixture->view, other, 1);
  g_assert_nonnull (strstr (get_status (fixture), "do not fit"));
  g_assert_false (gtk_widget_get_sensitive (button));

  g_assert_null (bp_loss_plane_view_format (fixture->view, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
}

/* The loss at the network, at its minimum, and in words; another network is told. */
static void
test_compute (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) other = bp_toy_network_new_for_dataset (fixture->dataset, 8, 8);
  g_autofree char *table = NULL;
  g_autofree char *at_network = NULL;
  g_autofree char *beside = NULL;
  g_autofree char *nowhere = NULL;

  g_assert_false (press (fixture, GDK_KEY_Right));
  show_network (fixture);
  g_assert_false (gtk_widget_get_visible (find (fixture, "surface_view")));
  compute (fixture);
  g_assert_true (gtk_widget_get_visible (find (fixture, "surface_view")));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
  g_assert_true (g_str_has_prefix (get_status (fixture),
                                   "36-8-4 after 3 epochs · 100 held-out images of Quarters · "
                                   "random directions of seed 1 · loss "));
  table = bp_loss_plane_view_format (fixture->view, NULL);
  g_assert_true (g_str_has_prefix (table, "point,first,second,loss\r\nnetwork,0,0,"));

  g_assert_false (press (fixture, GDK_KEY_Tab));
  g_assert_true (press (fixture, GDK_KEY_Right));
  at_network = describe (fixture);
  g_assert_true (g_str_has_prefix (at_network, "Loss "));
  g_assert_true (g_str_has_suffix (at_network, " at 0 and 0"));
  gtk_test_accessible_assert_property (find (fixture, "surface_view"),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, at_network);
  press (fixture, GDK_KEY_Right);
  press (fixture, GDK_KEY_Up);
  beside = describe (fixture);
  g_assert_true (g_str_has_suffix (beside, " at 0.0833 and 0.0833"));
  for (guint i = 0; i < 100; i++)
    press (fixture, GDK_KEY_Left);
  press (fixture, GDK_KEY_End);
  g_assert_true (press (fixture, GDK_KEY_Escape));
  nowhere = describe (fixture);
  g_assert_null (nowhere);
  g_assert_false (press (fixture, GDK_KEY_Escape));

  bp_loss_plane_view_set_network (fixture->view, other, 4);
  g_assert_true (g_str_has_suffix (get_status (fixture), "The network has changed since."));
  gtk_spin_button_set_value (find (fixture, "seed_entry"), 2.0);
  compute (fixture);
  g_assert_nonnull (strstr (get_status (fixture), "after 4 epochs"));
  g_assert_nonnull (strstr (get_status (fixture), "seed 2"));
}

/* Cancel, leaving the page, and other data end the computation; the old drawing stays or goes. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpDataset) other = bp_toy_dataset_new (20, 50, 0, 4);

  show_network (fixture);
  gtk_drop_down_set_selected (find (fixture, "side_choice"), 2);
  g_signal_emit_by_name (find (fixture, "compute_button"), "clicked");
  g_assert_true (gtk_widget_get_visible (find (fixture, "progress_box")));
  g_assert_false (gtk_widget_get_sensitive (find (fixture, "compute_button")));
  g_signal_emit_by_name (find (fixture, "cancel_button"), "clicked");
  while (gtk_widget_get_visible (find (fixture, "progress_box")))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (get_status (fixture), ==, "The computation was cancelled.");
  g_assert_false (gtk_widget_get_visible (find (fixture, "surface_view")));

  g_signal_emit_by_name (find (fixture, "compute_button"), "clicked");
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), TRUE);
  g_assert_false (gtk_widget_get_visible (find (fixture, "progress_box")));

  compute (fixture);
  bp_loss_plane_view_set_dataset (fixture->view, other, BP_SPLIT_HELD_OUT);
  g_assert_false (gtk_widget_get_visible (find (fixture, "surface_view")));
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "landscape.svg", NULL);
  g_autoptr (GError) error = NULL;

  show_network (fixture);
  g_assert_false (bp_loss_plane_view_save_picture (fixture->view, path, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_clear_error (&error);
  compute (fixture);
  g_assert_true (bp_loss_plane_view_save_picture (fixture->view, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

#define ADD(path, test) \
  g_test_add ("/loss-plane-view/" path, Fixture, NULL, set_up, test, tear_down)

BP_TEST_FILE (loss_plane_view)
{
  gtk_init ();
  ADD ("obstacles", test_obstacles);
  ADD ("compute", test_compute);
  ADD ("cancel", test_cancel);
  ADD ("picture", test_picture);
}
