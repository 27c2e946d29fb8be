/* SPDX-License-Identifier: MIT */
/* A chart in a window: what is read at a place, by keys and with the pointer. */
#include "chart.h"
#include "test-file.h"

#include <adwaita.h>

#define SUMMARY "Held-out accuracy 98.1 %"

typedef struct
{
  GtkWindow *window; /* borrowed: GTK holds it */
  BpChart *chart;
  BpChartSeries *series; /* borrowed: the model's */
} Fixture;

/* Three points: 0.5 after the first epoch, then 0.25 and 0.125. */
static void
append_points (Fixture *fixture)
{
  for (guint epoch = 1; epoch <= 3; epoch++)
    bp_chart_series_append_at (fixture->series, epoch, 1.0F / (float) (1U << epoch));
  bp_chart_update (fixture->chart);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpChartSeries) series = bp_chart_series_new ("Loss", BP_CHART_SERIES_LINE);

  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->chart = BP_CHART (g_object_new (BP_TYPE_CHART, "summary", SUMMARY, NULL));
  fixture->series = series;
  bp_chart_model_add_series (bp_chart_get_model (fixture->chart), series);
  gtk_window_set_default_size (fixture->window, 500, 300);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->chart));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->chart));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
}

static GtkEventController *
find_controller (Fixture *fixture, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->chart));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

/* Whether the chart takes the key. */
static gboolean
press (Fixture *fixture, guint key)
{
  gboolean is_taken = FALSE;

  g_signal_emit_by_name (find_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed",
                         key, 0, 0, &is_taken);
  return is_taken;
}

/* What a screen reader says of the chart. */
static void
assert_says (Fixture *fixture, const char *text)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->chart),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text);
}

/* The first key reads the newest point, those after it go from point to point. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  append_points (fixture);
  assert_says (fixture, SUMMARY);
  g_assert_true (press (fixture, GDK_KEY_Left));
  assert_says (fixture, "Epoch 3: Loss 0.125");
  press (fixture, GDK_KEY_Left);
  assert_says (fixture, "Epoch 2: Loss 0.25");
  press (fixture, GDK_KEY_Left);
  assert_says (fixture, "Epoch 1: Loss 0.5");
  press (fixture, GDK_KEY_Left);
  assert_says (fixture, "Epoch 1: Loss 0.5");
  press (fixture, GDK_KEY_Right);
  assert_says (fixture, "Epoch 2: Loss 0.25");
  press (fixture, GDK_KEY_Home);
  assert_says (fixture, "Epoch 1: Loss 0.5");
  press (fixture, GDK_KEY_End);
  assert_says (fixture, "Epoch 3: Loss 0.125");
  g_assert_false (press (fixture, GDK_KEY_a));
}

/* Escape ends reading, and is the window's again; so does leaving the chart. */
static void
test_end_of_reading (Fixture *fixture, gconstpointer data)
{
  append_points (fixture);
  g_assert_false (press (fixture, GDK_KEY_Escape));
  press (fixture, GDK_KEY_Left);
  g_assert_true (press (fixture, GDK_KEY_Escape));
  assert_says (fixture, SUMMARY);
  g_assert_false (press (fixture, GDK_KEY_Escape));

  press (fixture, GDK_KEY_Left);
  g_signal_emit_by_name (find_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_FOCUS), "leave");
  assert_says (fixture, SUMMARY);
}

static GBytes *
draw (Fixture *fixture)
{
  GtkWidget *widget = GTK_WIDGET (fixture->chart);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  int height = gtk_widget_get_height (widget);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gtk_widget_get_width (widget), height);
  cairo_t *cr = cairo_create (surface);
  GBytes *picture;

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);
  picture = g_bytes_new (cairo_image_surface_get_data (surface),
                         (gsize) height * (gsize) cairo_image_surface_get_stride (surface));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return picture;
}

/* The values of the point under the pointer are drawn: on the left other ones than on the right,
 * and none when it has left. */
static void
test_pointer (Fixture *fixture, gconstpointer data)
{
  GtkEventController *motion = find_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  double width = gtk_widget_get_width (GTK_WIDGET (fixture->chart));
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) left = NULL;
  g_autoptr (GBytes) right = NULL;
  g_autoptr (GBytes) after = NULL;

  append_points (fixture);
  before = draw (fixture);
  g_signal_emit_by_name (motion, "motion", 0.3 * width, 100.0);
  left = draw (fixture);
  g_signal_emit_by_name (motion, "motion", 0.95 * width, 100.0);
  right = draw (fixture);
  g_signal_emit_by_name (motion, "leave");
  after = draw (fixture);
  g_assert_false (g_bytes_equal (before, left));
  g_assert_false (g_bytes_equal (left, right));
  g_assert_true (g_bytes_equal (before, after));
}

/* An empty chart has nothing to read. Reading ends when a new run begins. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_false (press (fixture, GDK_KEY_Left));
  append_points (fixture);
  press (fixture, GDK_KEY_Left);
  assert_says (fixture, "Epoch 3: Loss 0.125");
  bp_chart_series_clear (fixture->series);
  bp_chart_update (fixture->chart);
  assert_says (fixture, SUMMARY);
}

static double
get_span (Fixture *fixture)
{
  const BpChartModel *model = bp_chart_get_model (fixture->chart);

  return model->x.max - model->x.min;
}

/* A drag over the middle of the plot zooms to that part; a second click shows all again. */
static void
test_drag (Fixture *fixture, gconstpointer data)
{
  GtkEventController *drag = find_controller (fixture, GTK_TYPE_GESTURE_DRAG);
  GtkEventController *click = find_controller (fixture, GTK_TYPE_GESTURE_CLICK);
  double whole;

  append_points (fixture);
  whole = get_span (fixture);
  g_signal_emit_by_name (drag, "drag-begin", 200.0, 150.0);
  g_signal_emit_by_name (drag, "drag-update", 60.0, 0.0);
  g_assert_cmpfloat (get_span (fixture), ==, whole);
  g_signal_emit_by_name (drag, "drag-end", 100.0, 0.0);
  g_assert_true (bp_chart_get_is_zoomed (fixture->chart));
  g_assert_cmpfloat (get_span (fixture), <, 0.3 * whole);

  g_signal_emit_by_name (click, "pressed", 1, 250.0, 150.0);
  g_assert_true (bp_chart_get_is_zoomed (fixture->chart));
  g_signal_emit_by_name (click, "pressed", 2, 250.0, 150.0);
  g_assert_false (bp_chart_get_is_zoomed (fixture->chart));
  g_assert_cmpfloat (get_span (fixture), ==, whole);
}

/* A drag that another gesture takes over has no effect, and neither has one without a distance. */
static void
test_drag_without_effect (Fixture *fixture, gconstpointer data)
{
  GtkEventController *drag = find_controller (fixture, GTK_TYPE_GESTURE_DRAG);

  append_points (fixture);
  g_signal_emit_by_name (drag, "drag-begin", 200.0, 150.0);
  g_signal_emit_by_name (drag, "drag-update", 60.0, 0.0);
  g_signal_emit_by_name (drag, "cancel", NULL);
  g_signal_emit_by_name (drag, "drag-end", 60.0, 0.0);
  g_assert_false (bp_chart_get_is_zoomed (fixture->chart));
  g_signal_emit_by_name (drag, "drag-begin", 200.0, 150.0);
  g_signal_emit_by_name (drag, "drag-update", 1.0, 1.0);
  g_signal_emit_by_name (drag, "drag-end", 1.0, 1.0);
  g_assert_false (bp_chart_get_is_zoomed (fixture->chart));
}

/* The wheel zooms in and out; to the side, it moves the zoomed part. */
static void
test_wheel (Fixture *fixture, gconstpointer data)
{
  GtkEventController *scroll = find_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_SCROLL);
  const BpChartModel *model = bp_chart_get_model (fixture->chart);
  gboolean is_taken = FALSE;
  double whole;
  double zoomed;
  double left;

  g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &is_taken);
  g_assert_false (is_taken);
  append_points (fixture);
  whole = get_span (fixture);
  for (guint i = 0; i < 4; i++)
    g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &is_taken);
  g_assert_true (is_taken);
  zoomed = get_span (fixture);
  g_assert_cmpfloat (zoomed, <, whole);

  left = model->x.min;
  g_signal_emit_by_name (scroll, "scroll", 1.0, 0.0, &is_taken);
  g_assert_cmpfloat (model->x.min, >, left);
  g_assert_cmpfloat_with_epsilon (get_span (fixture), zoomed, 1e-9);

  for (guint i = 0; i < 20; i++)
    g_signal_emit_by_name (scroll, "scroll", 0.0, 1.0, &is_taken);
  g_assert_cmpfloat_with_epsilon (get_span (fixture), whole, 1e-9);
}

BP_TEST_FILE (chart)
{
  adw_init ();

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/chart/keys", test_keys);
  ADD ("/chart/end-of-reading", test_end_of_reading);
  ADD ("/chart/pointer", test_pointer);
  ADD ("/chart/empty", test_empty);
  ADD ("/chart/drag", test_drag);
  ADD ("/chart/drag-without-effect", test_drag_without_effect);
  ADD ("/chart/wheel", test_wheel);
#undef ADD
}
