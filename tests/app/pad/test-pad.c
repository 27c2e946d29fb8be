/* SPDX-License-Identifier: MIT */
#include "pad-input.h"
#include "pad-keys.h"
#include "test-file.h"

#include <adwaita.h>
#include <string.h>

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpPad *pad;
  guint n_changes;
} Fixture;

static void
on_changed (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->pad = BP_PAD (g_object_new (BP_TYPE_PAD, NULL));
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->pad));
  gtk_window_set_default_size (fixture->window, 300, 300);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->pad));
  g_signal_connect_swapped (fixture->pad, "changed", G_CALLBACK (on_changed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
}

/* Positions are fractions of the pad's width and height. */
static void
draw_line (Fixture *fixture, double x0, double y0, double x1, double y1)
{
  double width = gtk_widget_get_width (GTK_WIDGET (fixture->pad));
  double height = gtk_widget_get_height (GTK_WIDGET (fixture->pad));

  bp_pad_begin (fixture->pad, BP_PAD_TOOL_PEN, x0 * width, y0 * height, 0.5);
  bp_pad_to (fixture->pad, x1 * width, y1 * height, 0.5);
  bp_pad_end (fixture->pad);
}

static gsize
count_strokes (Fixture *fixture)
{
  return bp_strokes_get_length (bp_pad_get_strokes (fixture->pad));
}

static void
test_every_motion_is_told (Fixture *fixture, gconstpointer data)
{
  bp_pad_begin (fixture->pad, BP_PAD_TOOL_PEN, 10, 10, 0.5);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  bp_pad_to (fixture->pad, 20, 10, 0.5);
  bp_pad_to (fixture->pad, 30, 10, 0.5);
  g_assert_cmpuint (fixture->n_changes, ==, 3);
  /* A pen that stands still or is lifted makes no change. */
  bp_pad_to (fixture->pad, 30, 10, 0.5);
  bp_pad_end (fixture->pad);
  g_assert_cmpuint (fixture->n_changes, ==, 3);
  g_assert_cmpuint (bp_strokes_get (bp_pad_get_strokes (fixture->pad), 0).n_points, ==, 3);
}

static void
test_points_of_one_motion_are_one_change (Fixture *fixture, gconstpointer data)
{
  const BpPenPoint points[] = { { 20, 10, 0.5 }, { 25, 12, 0.5 }, { 30, 18, 0.5 } };

  bp_pad_begin (fixture->pad, BP_PAD_TOOL_PEN, 10, 10, 0.5);
  fixture->n_changes = 0;
  bp_pad_follow (fixture->pad, points, G_N_ELEMENTS (points));
  bp_pad_end (fixture->pad);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (bp_strokes_get (bp_pad_get_strokes (fixture->pad), 0).n_points, ==, 4);
}

static void
test_a_pen_that_is_not_down_draws_nothing (Fixture *fixture, gconstpointer data)
{
  bp_pad_to (fixture->pad, 30, 10, 0.5);
  bp_pad_end (fixture->pad);
  g_assert_true (bp_pad_is_blank (fixture->pad));

  /* As in an undo by key while the pen is down. */
  bp_pad_begin (fixture->pad, BP_PAD_TOOL_PEN, 10, 10, 0.5);
  bp_pad_undo (fixture->pad);
  bp_pad_to (fixture->pad, 30, 10, 0.5);
  bp_pad_end (fixture->pad);
  g_assert_true (bp_pad_is_blank (fixture->pad));
}

static void
test_undo_redo_clear (Fixture *fixture, gconstpointer data)
{
  gboolean can_undo;
  gboolean can_redo;
  gboolean is_blank;

  draw_line (fixture, 0.2, 0.2, 0.8, 0.2);
  draw_line (fixture, 0.8, 0.2, 0.4, 0.8);
  bp_pad_undo (fixture->pad);
  g_assert_cmpuint (count_strokes (fixture), ==, 1);
  g_object_get (fixture->pad, "can-undo", &can_undo, "can-redo", &can_redo, "is-blank", &is_blank,
                NULL);
  g_assert_true (can_undo);
  g_assert_true (can_redo);
  g_assert_false (is_blank);

  bp_pad_redo (fixture->pad);
  g_assert_cmpuint (count_strokes (fixture), ==, 2);
  bp_pad_clear (fixture->pad);
  g_assert_true (bp_pad_is_blank (fixture->pad));
  bp_pad_undo (fixture->pad);
  g_assert_cmpuint (count_strokes (fixture), ==, 2);
}

static void
on_notify (GObject *object, GParamSpec *pspec, guint *n_notifications)
{
  (*n_notifications)++;
}

static void
test_properties_are_notified (Fixture *fixture, gconstpointer data)
{
  guint n_undo = 0;
  guint n_redo = 0;
  guint n_blank = 0;

  g_signal_connect (fixture->pad, "notify::can-undo", G_CALLBACK (on_notify), &n_undo);
  g_signal_connect (fixture->pad, "notify::can-redo", G_CALLBACK (on_notify), &n_redo);
  g_signal_connect (fixture->pad, "notify::is-blank", G_CALLBACK (on_notify), &n_blank);
  draw_line (fixture, 0.2, 0.2, 0.8, 0.2);
  draw_line (fixture, 0.2, 0.4, 0.8, 0.4);
  g_assert_cmpuint (n_undo, ==, 1);
  g_assert_cmpuint (n_redo, ==, 0);
  g_assert_cmpuint (n_blank, ==, 1);
  bp_pad_undo (fixture->pad);
  bp_pad_undo (fixture->pad);
  g_assert_cmpuint (n_undo, ==, 2);
  g_assert_cmpuint (n_redo, ==, 1);
  g_assert_cmpuint (n_blank, ==, 2);
}

static void
test_eraser (Fixture *fixture, gconstpointer data)
{
  double side = gtk_widget_get_width (GTK_WIDGET (fixture->pad));

  draw_line (fixture, 0.2, 0.2, 0.8, 0.2);
  draw_line (fixture, 0.2, 0.8, 0.8, 0.8);
  fixture->n_changes = 0;
  bp_pad_begin (fixture->pad, BP_PAD_TOOL_ERASER, 0.5 * side, 0.4 * side, 0.5);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  bp_pad_to (fixture->pad, 0.5 * side, 0.1 * side, 0.5);
  bp_pad_end (fixture->pad);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (count_strokes (fixture), ==, 1);
  bp_pad_undo (fixture->pad);
  g_assert_cmpuint (count_strokes (fixture), ==, 2);
}

/* The other end of a stylus takes away what its tip has drawn. */
static void
test_stylus (Fixture *fixture, gconstpointer data)
{
  double side = gtk_widget_get_width (GTK_WIDGET (fixture->pad));
  g_autoptr (GObject) tip =
      g_object_new (GDK_TYPE_DEVICE_TOOL, "tool-type", GDK_DEVICE_TOOL_TYPE_PEN, NULL);
  g_autoptr (GObject) eraser =
      g_object_new (GDK_TYPE_DEVICE_TOOL, "tool-type", GDK_DEVICE_TOOL_TYPE_ERASER, NULL);
  GdkDeviceTool *const drawing[] = { GDK_DEVICE_TOOL (tip), NULL };

  for (guint i = 0; i < G_N_ELEMENTS (drawing); i++)
    {
      bp_pad_input_begin (fixture->pad, drawing[i], 0.5 * side, 0.2 * side, 0.5);
      bp_pad_to (fixture->pad, 0.5 * side, 0.8 * side, 0.5);
      bp_pad_end (fixture->pad);
      g_assert_cmpuint (count_strokes (fixture), ==, 1);

      bp_pad_input_begin (fixture->pad, GDK_DEVICE_TOOL (eraser), 0.4 * side, 0.5 * side, 0.5);
      bp_pad_to (fixture->pad, 0.6 * side, 0.5 * side, 0.5);
      bp_pad_end (fixture->pad);
      g_assert_cmpuint (count_strokes (fixture), ==, 0);
    }
}

static void
test_another_size_loses_nothing (Fixture *fixture, gconstpointer data)
{
  BpStrokes *strokes = bp_pad_get_strokes (fixture->pad);
  BpPoint before;
  BpPoint after;

  draw_line (fixture, 0.25, 0.25, 0.75, 0.5);
  before = bp_strokes_get (strokes, 0).points[0];
  g_assert_cmpfloat_with_epsilon (before.x, 0.25, 0.01);

  gtk_widget_set_size_request (GTK_WIDGET (fixture->pad), 600, 450);
  for (guint i = 0; i < 100 && gtk_widget_get_width (GTK_WIDGET (fixture->pad)) < 600; i++)
    gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->pad));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->pad)), >=, 600);
  after = bp_strokes_get (strokes, 0).points[0];
  g_assert_cmpfloat (before.x, ==, after.x);
  g_assert_cmpfloat (before.y, ==, after.y);
}

/* Draws from the middle of the largest square in the pad to its lower right corner. */
static void
test_one_unit_across_as_down (Fixture *fixture, gconstpointer data)
{
  static const int sizes[][2] = { { 600, 300 }, { 300, 600 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      double x = sizes[i][0] / 2.0;
      double y = sizes[i][1] / 2.0;
      BpStroke stroke;

      gtk_widget_allocate (GTK_WIDGET (fixture->pad), sizes[i][0], sizes[i][1], -1, NULL);
      bp_pad_begin (fixture->pad, BP_PAD_TOOL_PEN, x, y, 0.5);
      bp_pad_to (fixture->pad, x + 150.0, y + 150.0, 0.5);
      bp_pad_end (fixture->pad);

      stroke = bp_strokes_get (bp_pad_get_strokes (fixture->pad), i);
      g_assert_cmpfloat_with_epsilon (stroke.points[0].x, 0.5, 1e-5);
      g_assert_cmpfloat_with_epsilon (stroke.points[0].y, 0.5, 1e-5);
      g_assert_cmpfloat_with_epsilon (stroke.points[1].x, 1.0, 1e-5);
      g_assert_cmpfloat_with_epsilon (stroke.points[1].y, 1.0, 1e-5);
    }
}

static void
test_brush_changes_only_what_is_seen (Fixture *fixture, gconstpointer data)
{
  guint8 before[BP_DIGIT_N_PIXELS];
  guint8 after[BP_DIGIT_N_PIXELS];
  BpDigitPlacement placement;

  draw_line (fixture, 0.25, 0.25, 0.75, 0.5);
  fixture->n_changes = 0;
  bp_strokes_make_image (bp_pad_get_strokes (fixture->pad), before, &placement);
  bp_pad_set_brush_size (fixture->pad, 0.2);
  bp_strokes_make_image (bp_pad_get_strokes (fixture->pad), after, &placement);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
}

/* Every position in the history of a motion is a point, in the coordinates of the pad. Pressure
 * counts only for a stylus. */
static void
test_history (Fixture *fixture, gconstpointer data)
{
  const GdkAxisFlags place = GDK_AXIS_FLAG_X | GDK_AXIS_FLAG_Y;
  GtkWidget *widget = GTK_WIDGET (fixture->pad);
  GdkTimeCoord history[] = {
    { .flags = place | GDK_AXIS_FLAG_PRESSURE },
    { .flags = GDK_AXIS_FLAG_PRESSURE },
    { .flags = place },
  };
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (BpPenPoint));
  const BpPenPoint *point;
  double left;
  double top;
  graphene_rect_t bounds;

  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &left, &top);
  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (fixture->window), &bounds));
  left += (double) bounds.origin.x;
  top += (double) bounds.origin.y;
  for (guint i = 0; i < G_N_ELEMENTS (history); i++)
    {
      history[i].axes[GDK_AXIS_X] = left + 10.0 * i;
      history[i].axes[GDK_AXIS_Y] = top + 5.0;
      history[i].axes[GDK_AXIS_PRESSURE] = 0.9;
    }

  bp_pen_history_add_points (points, widget, history, G_N_ELEMENTS (history), TRUE);
  bp_pen_history_add_points (points, widget, history, 1, FALSE);
  g_assert_cmpuint (points->len, ==, 3);
  point = &g_array_index (points, BpPenPoint, 0);
  g_assert_cmpfloat_with_epsilon (point[0].x, 0.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (point[0].y, 5.0, 1e-6);
  g_assert_cmpfloat (point[0].pressure, ==, 0.9);
  g_assert_cmpfloat_with_epsilon (point[1].x, 20.0, 1e-6);
  g_assert_cmpfloat (point[1].pressure, ==, 0.5);
  g_assert_cmpfloat (point[2].pressure, ==, 0.5);

  bp_pad_begin (fixture->pad, BP_PAD_TOOL_PEN, 1, 1, 0.5);
  bp_pad_follow (fixture->pad, point, points->len);
  g_assert_cmpuint (bp_strokes_get (bp_pad_get_strokes (fixture->pad), 0).n_points, ==, 4);
}

static cairo_surface_t *
draw_pad (Fixture *fixture)
{
  GtkWidget *widget = GTK_WIDGET (fixture->pad);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gtk_widget_get_width (widget),
                                  gtk_widget_get_height (widget));
  cairo_t *cr = cairo_create (surface);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
assert_same_picture (cairo_surface_t *a, cairo_surface_t *b)
{
  gsize size =
      (gsize) cairo_image_surface_get_stride (a) * (gsize) cairo_image_surface_get_height (a);

  g_assert_cmpint (cairo_image_surface_get_height (a), ==, cairo_image_surface_get_height (b));
  g_assert_cmpmem (cairo_image_surface_get_data (a), size, cairo_image_surface_get_data (b), size);
}

/* The attributions are removed when the drawing changes. */
static void
test_attributions_go_with_a_change (Fixture *fixture, gconstpointer data)
{
  float attributions[BP_DIGIT_N_PIXELS];
  cairo_surface_t *before;
  cairo_surface_t *after;

  for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
    attributions[i] = 1.0F;
  draw_line (fixture, 0.2, 0.2, 0.8, 0.2);
  before = draw_pad (fixture);
  bp_pad_set_attributions (fixture->pad, attributions,
                           &(BpDigitPlacement){ .scale = BP_DIGIT_SIZE });
  draw_line (fixture, 0.8, 0.2, 0.4, 0.8);
  bp_pad_undo (fixture->pad);
  after = draw_pad (fixture);
  assert_same_picture (before, after);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
}

/* What a picture is called is written on the pad, at its foot. */
static void
test_caption (Fixture *fixture, gconstpointer data)
{
  guint8 image[BP_DIGIT_N_PIXELS] = { 0 };
  g_autoptr (BpPicture) named =
      bp_picture_new (image, "Test image 7: labelled 3", BP_PICTURE_NO_LABEL);
  g_autoptr (BpPicture) nameless = bp_picture_new (image, NULL, BP_PICTURE_NO_LABEL);
  int height = gtk_widget_get_height (GTK_WIDGET (fixture->pad));
  cairo_surface_t *with;
  cairo_surface_t *without;
  gsize size;

  bp_pad_set_picture (fixture->pad, nameless);
  without = draw_pad (fixture);
  bp_pad_set_picture (fixture->pad, named);
  with = draw_pad (fixture);
  size = (gsize) cairo_image_surface_get_stride (with) * (gsize) (height / 2);
  g_assert_cmpmem (cairo_image_surface_get_data (with), size,
                   cairo_image_surface_get_data (without), size);
  g_assert_cmpint (memcmp (cairo_image_surface_get_data (with) + size,
                           cairo_image_surface_get_data (without) + size, size),
                   !=, 0);
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->pad), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->pad), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Drawing pad");
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (fixture->pad)));
}

static void
test_is_freed (void)
{
  BpPad *pad = BP_PAD (g_object_ref_sink (g_object_new (BP_TYPE_PAD, NULL)));

  bp_pad_begin (pad, BP_PAD_TOOL_PEN, 1, 1, 0.5);
  g_assert_finalize_object (pad);
}

static void
press (Fixture *fixture, guint key, GdkModifierType state)
{
  GtkWidget *widget = GTK_WIDGET (fixture->pad);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_handled;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &is_handled);
    }
}

static void
assert_description (Fixture *fixture, const char *text)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->pad),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text);
}

/* The arrows move the cursor; Space and D put the pen down and lift it. Each stroke is one step of
 * undo, and the words follow. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  BpStrokes *strokes = bp_pad_get_strokes (fixture->pad);
  BpStroke stroke;

  bp_pad_keys_attach (fixture->pad);
  press (fixture, GDK_KEY_Up, 0);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  assert_description (fixture, "Pen up, 50 percent from the left, 46 percent from the top");

  press (fixture, GDK_KEY_space, 0);
  press (fixture, GDK_KEY_Right, 0);
  press (fixture, GDK_KEY_Down, GDK_SHIFT_MASK);
  assert_description (fixture, "Pen down, 54 percent from the left, 58 percent from the top");
  press (fixture, GDK_KEY_d, 0);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 1);
  stroke = bp_strokes_get (strokes, 0);
  g_assert_cmpuint (stroke.n_points, ==, 3);
  g_assert_cmpfloat_with_epsilon (stroke.points[0].y, 0.46F, 1e-5F);
  g_assert_cmpfloat_with_epsilon (stroke.points[2].x, 0.54F, 1e-5F);
  g_assert_cmpfloat_with_epsilon (stroke.points[2].y, 0.58F, 1e-5F);

  bp_pad_undo (fixture->pad);
  g_assert_true (bp_pad_is_blank (fixture->pad));
  assert_description (fixture, "Undone: 0 strokes");
  bp_pad_redo (fixture->pad);
  assert_description (fixture, "Redone: 1 stroke");
}

/* The cursor stays on the pad. Keys with Ctrl are not the pad's, and Escape lifts the pen. */
static void
test_keyboard_limits (Fixture *fixture, gconstpointer data)
{
  BpStrokes *strokes = bp_pad_get_strokes (fixture->pad);

  bp_pad_keys_attach (fixture->pad);
  for (guint i = 0; i < 30; i++)
    press (fixture, GDK_KEY_Left, GDK_SHIFT_MASK);
  assert_description (fixture, "Pen up, 0 percent from the left, 50 percent from the top");
  press (fixture, GDK_KEY_d, GDK_CONTROL_MASK);
  g_assert_true (bp_pad_is_blank (fixture->pad));

  press (fixture, GDK_KEY_space, 0);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpuint (bp_strokes_get (strokes, 0).n_points, ==, 1);
  press (fixture, GDK_KEY_Escape, 0);
  press (fixture, GDK_KEY_Right, 0);
  g_assert_cmpuint (bp_strokes_get (strokes, 0).n_points, ==, 1);
}

BP_TEST_FILE (pad)
{
  adw_init ();

#define ADD(path, test) g_test_add ("/pad/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("every-motion-is-told", test_every_motion_is_told);
  ADD ("points-of-one-motion-are-one-change", test_points_of_one_motion_are_one_change);
  ADD ("a-pen-that-is-not-down-draws-nothing", test_a_pen_that_is_not_down_draws_nothing);
  ADD ("undo-redo-clear", test_undo_redo_clear);
  ADD ("properties-are-notified", test_properties_are_notified);
  ADD ("eraser", test_eraser);
  ADD ("stylus", test_stylus);
  ADD ("another-size-loses-nothing", test_another_size_loses_nothing);
  ADD ("one-unit-across-as-down", test_one_unit_across_as_down);
  ADD ("brush-changes-only-what-is-seen", test_brush_changes_only_what_is_seen);
  ADD ("history", test_history);
  ADD ("attributions-go-with-a-change", test_attributions_go_with_a_change);
  ADD ("caption", test_caption);
  ADD ("accessible", test_accessible);
  ADD ("keyboard", test_keyboard);
  ADD ("keyboard-limits", test_keyboard_limits);
#undef ADD
  g_test_add_func ("/pad/is-freed", test_is_freed);
}
