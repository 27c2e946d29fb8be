/* SPDX-License-Identifier: MIT */
#include "weights-view.h"

#include "find-widget.h"
#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"
#include "unit-summary.h"
#include "weight-tiles.h"

#include <string.h>

#define N_HIDDEN 12

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpWeightsView *view;
  BpDataset *dataset; /* owned */
  BpNetwork *network; /* owned */
} Fixture;

static GtkWidget *
find (Fixture *fixture, const char *name)
{
  GtkWidget *found = bp_test_find_by_name (GTK_WIDGET (fixture->view), name);

  g_assert_nonnull (found);
  return found;
}

static const char *
get_text (Fixture *fixture, const char *name)
{
  return gtk_label_get_text (GTK_LABEL (find (fixture, name)));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dataset = bp_toy_dataset_new (20, 60, 0, 3);
  fixture->network = bp_toy_network_new_for_dataset (fixture->dataset, N_HIDDEN, 7);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = BP_WEIGHTS_VIEW (g_object_new (BP_TYPE_WEIGHTS_VIEW, NULL));
  gtk_window_set_default_size (fixture->window, 400, 500);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  bp_weights_view_set_dataset (fixture->view, fixture->dataset, BP_SPLIT_HELD_OUT);
  bp_weights_view_set_network (fixture->view, fixture->network);
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

static BpWeightTiles *
find_tiles (Fixture *fixture)
{
  return BP_WEIGHT_TILES (find (fixture, "tiles"));
}

static void
press (Fixture *fixture, guint key)
{
  g_autoptr (GListModel) controllers =
      gtk_widget_observe_controllers (GTK_WIDGET (find_tiles (fixture)));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_handled;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &is_handled);
    }
}

/* The keys move over the units in the order that is chosen. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  for (guint order = 0; order < 2; order++)
    {
      g_autoptr (GArray) units = bp_summarise_units (fixture->network, (BpUnitOrder) order);

      gtk_drop_down_set_selected (GTK_DROP_DOWN (find (fixture, "order_choice")), order);
      while (bp_weight_tiles_get_chosen (find_tiles (fixture)) !=
             (int) g_array_index (units, BpUnitSummary, 0).unit)
        press (fixture, order == 0 ? GDK_KEY_Down : GDK_KEY_Left);
      for (guint i = 1; i < N_HIDDEN; i++)
        {
          press (fixture, GDK_KEY_Right);
          g_assert_cmpint (bp_weight_tiles_get_chosen (find_tiles (fixture)), ==,
                           (int) g_array_index (units, BpUnitSummary, i).unit);
        }
      press (fixture, GDK_KEY_Right);
      g_assert_cmpint (bp_weight_tiles_get_chosen (find_tiles (fixture)), ==,
                       (int) g_array_index (units, BpUnitSummary, N_HIDDEN - 1).unit);
    }
  g_assert_true (g_str_has_prefix (get_text (fixture, "unit_label"), "Unit "));
}

/* A silenced unit has its effect told; Undo and another network take it back. */
static void
test_silence (Fixture *fixture, gconstpointer data)
{
  GtkWidget *silence = find (fixture, "silence_button");
  GtkWidget *undo = find (fixture, "undo_button");
  GtkWidget *effect = find (fixture, "effect_label");
  g_autoptr (BpNetwork) other = bp_network_copy (fixture->network, NULL);

  g_assert_false (gtk_widget_get_sensitive (silence));
  press (fixture, GDK_KEY_Down);
  g_assert_true (gtk_widget_get_sensitive (silence));
  g_assert_false (gtk_widget_get_visible (effect));

  g_signal_emit_by_name (silence, "clicked");
  g_assert_false (gtk_widget_get_sensitive (silence));
  g_assert_true (gtk_widget_get_visible (effect));
  g_assert_true (g_str_has_prefix (get_text (fixture, "effect_label"), "With 1 unit silenced"));
  while (strstr (get_text (fixture, "effect_label"), "images right") == NULL)
    g_main_context_iteration (NULL, TRUE);
  press (fixture, GDK_KEY_Right);
  g_signal_emit_by_name (silence, "clicked");
  g_assert_true (g_str_has_prefix (get_text (fixture, "effect_label"), "With 2 units silenced"));

  g_signal_emit_by_name (undo, "clicked");
  g_assert_true (g_str_has_prefix (get_text (fixture, "effect_label"), "With 1 unit silenced"));
  g_assert_true (gtk_widget_get_sensitive (silence));
  bp_weights_view_set_network (fixture->view, other);
  g_assert_false (gtk_widget_get_visible (effect));
  g_assert_false (gtk_widget_get_sensitive (undo));
}

/* While a network learns, its units keep their places until they are sorted. */
static void
test_keeps_places (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) later = bp_network_copy (fixture->network, NULL);
  g_autoptr (GArray) before = bp_summarise_units (fixture->network, BP_UNIT_ORDER_NORM);
  guint last = g_array_index (before, BpUnitSummary, N_HIDDEN - 1).unit;

  for (guint i = 0; i < later->layers[0].n_inputs; i++)
    *bp_layer_get_weight (&later->layers[0], i, last) = 5.0f;
  bp_weights_view_set_network (fixture->view, later);
  press (fixture, GDK_KEY_Down);
  g_assert_cmpint (bp_weight_tiles_get_chosen (find_tiles (fixture)), ==,
                   (int) g_array_index (before, BpUnitSummary, 0).unit);

  bp_weights_view_sort (fixture->view);
  for (guint i = 0; i < N_HIDDEN; i++)
    press (fixture, GDK_KEY_Left);
  g_assert_cmpint (bp_weight_tiles_get_chosen (find_tiles (fixture)), ==, (int) last);
}

/* A network of other images has no tiles. */
static void
test_does_not_fit (Fixture *fixture, gconstpointer data)
{
  const guint sizes[] = { 100, 3 };
  g_autoptr (BpNetwork) other = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);

  press (fixture, GDK_KEY_Down);
  bp_weights_view_set_network (fixture->view, other);
  g_assert_cmpint (bp_weight_tiles_get_chosen (find_tiles (fixture)), ==, -1);
  g_assert_false (gtk_widget_get_sensitive (find (fixture, "silence_button")));
  press (fixture, GDK_KEY_Down);
  g_assert_cmpint (bp_weight_tiles_get_chosen (find_tiles (fixture)), ==, -1);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
}

/* Out of sight, with a unit chosen, everything may go. */
static void
test_out_of_sight (Fixture *fixture, gconstpointer data)
{
  press (fixture, GDK_KEY_Down);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), FALSE);
  bp_weights_view_set_network (fixture->view, NULL);
  bp_weights_view_set_dataset (fixture->view, NULL, BP_SPLIT_HELD_OUT);
  g_assert_false (gtk_widget_get_sensitive (find (fixture, "silence_button")));
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), TRUE);
  g_assert_cmpint (bp_weight_tiles_get_chosen (find_tiles (fixture)), ==, -1);
}

#define ADD(path, test) g_test_add ("/weights-view/" path, Fixture, NULL, set_up, test, tear_down)

BP_TEST_FILE (weights_view)
{
  gtk_init ();
  ADD ("order", test_order);
  ADD ("silence", test_silence);
  ADD ("keeps-places", test_keeps_places);
  ADD ("out-of-sight", test_out_of_sight);
  ADD ("does-not-fit", test_does_not_fit);
}
