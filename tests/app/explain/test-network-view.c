/* SPDX-License-Identifier: MIT */
#include "network-view.h"

#include "test-file.h"

#include <adwaita.h>

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpNetworkView *view;
  BpWalkthrough *walkthrough;
  guint layer; /* that was chosen last */
  guint unit;
} Fixture;

static void
on_unit_chosen (Fixture *fixture, guint layer, guint unit)
{
  fixture->layer = layer;
  fixture->unit = unit;
}

/* Four pixels, three units, two classes. The sums of the units are 1, 2 and 3.5. */
static BpWalkthrough *
make_walkthrough (void)
{
  const guint sizes[] = { 4, 3, 2 };
  const float below[] = { 1, 0, 0, 0, 2, 0, 0, 0, 3.5f, 0, 0, 0 };
  const guint8 image[] = { 255, 0, 0, 0 };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  BpWalkthrough *walkthrough;

  bp_network_set_weights (network, 0, below);
  walkthrough = bp_walkthrough_new (network, NULL);
  g_assert_true (bp_walkthrough_set_image (walkthrough, image, 0, NULL));
  return walkthrough;
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  const BpUnitNames names = { .width = 2 };
  const guint8 image[] = { 255, 0, 0, 0 };

  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = g_object_new (BP_TYPE_NETWORK_VIEW, NULL);
  fixture->walkthrough = make_walkthrough ();
  g_signal_connect_swapped (fixture->view, "unit-chosen", G_CALLBACK (on_unit_chosen), fixture);
  gtk_window_set_default_size (fixture->window, 700, 400);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  bp_network_view_set_walkthrough (fixture->view, fixture->walkthrough, &names, 2, 2);
  bp_network_view_choose_unit (fixture->view, 0, 0);
  bp_network_view_update (fixture->view, image);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  const BpUnitNames names = { 0 };

  bp_network_view_set_walkthrough (fixture->view, NULL, &names, 1, 1);
  gtk_window_destroy (fixture->window);
  bp_walkthrough_free (fixture->walkthrough);
}

static GtkEventController *
find_keys (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        return controller;
    }
  g_assert_not_reached ();
}

static gboolean
press (Fixture *fixture, guint key)
{
  gboolean is_handled = FALSE;

  g_signal_emit_by_name (find_keys (GTK_WIDGET (fixture->view)), "key-pressed", key, 0, 0,
                         &is_handled);
  return is_handled;
}

static void
assert_value (Fixture *fixture, const char *expected)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (fixture->view);

  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "Network");
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, expected);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, expected);
}

/* The cursor reads the units; only Enter chooses. */
static void
test_keys (Fixture *fixture, gconstpointer user_data)
{
  assert_value (fixture, "Hidden layer 1, unit 0: a = 1");
  g_assert_true (press (fixture, GDK_KEY_Right));
  assert_value (fixture, "Hidden layer 1, unit 1: a = 2");
  g_assert_true (press (fixture, GDK_KEY_Right));
  assert_value (fixture, "Hidden layer 1, unit 2: a = 3.5");
  g_assert_cmpuint (fixture->unit, ==, 0);
  g_assert_true (press (fixture, GDK_KEY_Return));
  g_assert_cmpuint (fixture->layer, ==, 0);
  g_assert_cmpuint (fixture->unit, ==, 2);

  g_assert_true (press (fixture, GDK_KEY_Right));
  g_assert_true (press (fixture, GDK_KEY_Up));
  assert_value (fixture, "Output “0”: a = 0.5");
  g_assert_false (press (fixture, GDK_KEY_Tab));
}

/* What a step has not computed is said to be so, and deltas are read once they are there. */
static void
test_steps (Fixture *fixture, gconstpointer user_data)
{
  const BpWalkStep steps[] = { BP_WALK_FORWARD, BP_WALK_LOSS, BP_WALK_BACKWARD };
  const char *const texts[] = { "Output “0”: not computed yet", "Output “0”: a = 0.5",
                                "Output “0”: a = 0.5, δ = -0.5" };

  bp_network_view_choose_unit (fixture->view, 1, 0);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_assert_true (bp_walkthrough_take (fixture->walkthrough, steps[i], 0.1f, NULL));
      bp_network_view_update (fixture->view, NULL);
      assert_value (fixture, texts[i]);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
    }
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer user_data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

BP_TEST_FILE (network_view)
{
  adw_init ();
  add ("/network-view/keys", test_keys);
  add ("/network-view/steps", test_steps);
}
