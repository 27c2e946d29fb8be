/* SPDX-License-Identifier: MIT */
#include "draw-pane.h"

#include "answer-label.h"
#include "answer-view.h"
#include "class-buttons.h"
#include "digit-view.h"
#include "probability-bar.h"
#include "probability-bars.h"
#include "test-file.h"

#include <adwaita.h>
#include <math.h>

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpDrawPane *pane;
  BpPad *pad;
  GtkWidget *answer;
} Fixture;

static GtkWidget *
find_by_class (GtkWidget *widget, const char *css_class)
{
  if (gtk_widget_has_css_class (widget, css_class))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_class (child, css_class);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_by_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_why (Fixture *fixture)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (fixture->pane), BP_TYPE_DRAW_PANE, "why_button"));
}

static int
measure_width (GtkWidget *widget)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  return width;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->pane = BP_DRAW_PANE (g_object_new (BP_TYPE_DRAW_PANE, NULL));
  fixture->pad = bp_draw_pane_get_pad (fixture->pane);
  fixture->answer = find_by_class (GTK_WIDGET (fixture->pane), "answer");
  g_assert_nonnull (fixture->answer);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->pane));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->pane));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
}

/* A network that answers @digit to everything, with @probability. */
static BpNetwork *
make_network (const guint *sizes, guint n_sizes, guint digit, double probability)
{
  BpNetwork *network = bp_network_new (sizes, n_sizes, NULL);

  g_assert_nonnull (network);
  memset (network->parameters, 0, network->n_parameters * sizeof (float));
  network->layers[network->n_layers - 1].biases[digit] =
      (float) log (probability * 9.0 / (1.0 - probability));
  return network;
}

static void
set_network (Fixture *fixture, guint digit, double probability)
{
  static const guint sizes[] = { BP_DIGIT_N_PIXELS, 10 };
  g_autoptr (BpNetwork) network = make_network (sizes, G_N_ELEMENTS (sizes), digit, probability);

  bp_draw_pane_set_network (fixture->pane, network);
}

static void
draw_stroke (Fixture *fixture)
{
  bp_pad_begin (fixture->pad, BP_PAD_TOOL_PEN, 50, 40, 0.5);
  bp_pad_to (fixture->pad, 150, 40, 0.5);
  bp_pad_to (fixture->pad, 90, 160, 0.5);
  bp_pad_end (fixture->pad);
}

static void
assert_answer (Fixture *fixture, const char *expected)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (gtk_widget_get_first_child (fixture->answer));
  g_auto (GStrv) parts = g_strsplit (expected, " · ", 2);
  g_autofree char *description = g_strjoinv (", with a probability of ", parts);

  g_assert_cmpstr (bp_answer_label_get_text (BP_ANSWER_LABEL (fixture->answer)), ==, expected);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "Prediction");
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       description);
}

static void
test_answers_while_one_draws (Fixture *fixture, gconstpointer data)
{
  set_network (fixture, 7, 0.97);
  assert_answer (fixture, "");
  /* The answer comes with the first touch, before the pen is lifted. */
  bp_pad_begin (fixture->pad, BP_PAD_TOOL_PEN, 50, 40, 0.5);
  assert_answer (fixture, "7 · 97 %");
  bp_pad_end (fixture->pad);
}

/* Without a network, a drawing gives advice on how to get one. */
static void
test_advice (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = find_by_type (GTK_WIDGET (fixture->pane), BP_TYPE_ANSWER_VIEW);
  GtkWidget *advice =
      GTK_WIDGET (gtk_widget_get_template_child (view, BP_TYPE_ANSWER_VIEW, "advice_label"));
  GtkWidget *why = find_why (fixture);

  draw_stroke (fixture);
  g_assert_true (gtk_widget_get_visible (advice));
  g_assert_false (gtk_widget_get_visible (fixture->answer));
  g_assert_false (gtk_widget_get_sensitive (why));

  set_network (fixture, 7, 0.97);
  g_assert_false (gtk_widget_get_visible (advice));
  g_assert_true (gtk_widget_get_visible (fixture->answer));
  g_assert_true (gtk_widget_get_sensitive (why));

  bp_draw_pane_set_network (fixture->pane, NULL);
  g_assert_true (gtk_widget_get_visible (advice));
  bp_pad_clear (fixture->pad);
  g_assert_false (gtk_widget_get_visible (advice));
}

static void
test_follows_the_network (Fixture *fixture, gconstpointer data)
{
  draw_stroke (fixture);
  assert_answer (fixture, "");
  set_network (fixture, 7, 0.97);
  assert_answer (fixture, "7 · 97 %");
  set_network (fixture, 3, 0.55);
  assert_answer (fixture, "3 · 55 %");
  bp_draw_pane_set_network (fixture->pane, NULL);
  assert_answer (fixture, "");
}

/* A longer answer than there is room for has the pane laid out again. */
static void
test_long_answers_have_room (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {
    "a", "b", "c", "d",
    "e", "f", "g", "A boot that reaches over the ankle and is tied with long laces, as for walks",
    "h", "i", NULL
  };
  int height = gtk_widget_get_height (fixture->answer);
  int needed = 0;

  set_network (fixture, 7, 0.97);
  bp_draw_pane_set_class_names (fixture->pane, names);
  draw_stroke (fixture);
  gtk_widget_measure (fixture->answer, GTK_ORIENTATION_VERTICAL,
                      gtk_widget_get_width (fixture->answer), &needed, NULL, NULL, NULL);
  g_assert_cmpint (needed, >, height);
  while (gtk_widget_get_height (fixture->answer) < needed)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_class_names (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "a", "b",          "c", "d", "e", "f",
                                       "g", "Ankle boot", "h", "i", NULL };
  static const char *const too_few[] = { "yes", "no", NULL };
  GtkWidget *bars = find_by_type (GTK_WIDGET (fixture->pane), BP_TYPE_PROBABILITY_BARS);
  GtkWidget *first = gtk_widget_get_first_child (bars);
  int room = measure_width (first);
  int natural;

  set_network (fixture, 7, 0.97);
  draw_stroke (fixture);
  bp_draw_pane_set_class_names (fixture->pane, names);
  assert_answer (fixture, "Ankle boot · 97 %");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (first), GTK_ACCESSIBLE_PROPERTY_LABEL, "a");
  /* The rows are aligned: each has the width of the longest name. */
  g_assert_cmpint (measure_width (first), >, room);
  g_assert_cmpint (measure_width (first), ==, measure_width (gtk_widget_get_last_child (bars)));
  /* Where there is no room for it, it is shortened. */
  gtk_widget_measure (first, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  g_assert_cmpint (measure_width (first), <, natural);

  bp_draw_pane_set_class_names (fixture->pane, too_few);
  assert_answer (fixture, "7 · 97 %");
}

/* A threshold above the evidence of the answer, which is 1.6 nats at 41 % and 5.1 at 97 %. */
static void
test_not_sure (Fixture *fixture, gconstpointer data)
{
  static const guint sizes[] = { BP_DIGIT_N_PIXELS, 10 };
  g_autoptr (BpNetwork) network = make_network (sizes, G_N_ELEMENTS (sizes), 7, 0.41);

  network->sure_threshold = 3.0F;
  draw_stroke (fixture);
  bp_draw_pane_set_network (fixture->pane, network);
  assert_answer (fixture, "Not sure: nothing like what the network has learnt");
  set_network (fixture, 7, 0.97);
  assert_answer (fixture, "7 · 97 %");
}

static void
count (guint *n_calls)
{
  (*n_calls)++;
}

/* A detector is asked for once, by the first network that has not learnt what no digit is. */
static void
test_detector_wanted (Fixture *fixture, gconstpointer data)
{
  static const guint sizes[] = { BP_DIGIT_N_PIXELS, 10 };
  g_autoptr (BpNetwork) knowing = make_network (sizes, G_N_ELEMENTS (sizes), 7, 0.9);
  guint n_calls = 0;

  g_signal_connect_swapped (fixture->pane, "detector-wanted", G_CALLBACK (count), &n_calls);
  knowing->non_digits_found = 1.0F;
  bp_draw_pane_set_network (fixture->pane, knowing);
  g_assert_cmpuint (n_calls, ==, 0);
  set_network (fixture, 3, 0.9);
  g_assert_cmpuint (n_calls, ==, 1);
  bp_draw_pane_set_network (fixture->pane, knowing);
  set_network (fixture, 3, 0.8);
  g_assert_cmpuint (n_calls, ==, 1);
}

/* Draws a widget in its present state. */
static cairo_surface_t *
draw_widget (GtkWidget *widget)
{
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

/* Counts the opaque pixels of a widget in a colour of its theme. */
static guint
count_color (GtkWidget *widget, const char *name)
{
  cairo_surface_t *surface = draw_widget (widget);
  const guint8 *data = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  guint32 pixel = 0xff;
  guint n_pixels = 0;
  GdkRGBA color;

  g_assert_true (
      gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color));
  pixel = pixel << 8 | (guint32) lroundf (255.0F * color.red);
  pixel = pixel << 8 | (guint32) lroundf (255.0F * color.green);
  pixel = pixel << 8 | (guint32) lroundf (255.0F * color.blue);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      n_pixels += ((const guint32 *) (gconstpointer) (data + (gsize) y * stride))[x] == pixel;
  cairo_surface_destroy (surface);
  return n_pixels;
}

static gboolean
shows_why (GtkWidget *view)
{
  return count_color (view, "why_for_color") > 0;
}

/* Every pixel with ink speaks for a digit. */
static void
make_ink_speak_for (BpNetwork *network, guint digit)
{
  for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
    *bp_layer_get_weight (&network->layers[0], i, digit) = 0.01F;
}

static void
test_why (Fixture *fixture, gconstpointer data)
{
  static const guint sizes[] = { BP_DIGIT_N_PIXELS, 10 };
  g_autoptr (BpNetwork) network = make_network (sizes, G_N_ELEMENTS (sizes), 7, 0.97);
  GtkWidget *button = find_why (fixture);
  GtkWidget *view = find_by_type (GTK_WIDGET (fixture->pane), BP_TYPE_DIGIT_VIEW);

  make_ink_speak_for (network, 7);
  bp_draw_pane_set_network (fixture->pane, network);
  draw_stroke (fixture);
  g_assert_false (shows_why (view));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_assert_true (shows_why (view));
  gtk_test_widget_wait_for_draw (view);
  bp_pad_clear (fixture->pad);
  g_assert_false (shows_why (view));
  bp_pad_begin (fixture->pad, BP_PAD_TOOL_PEN, 50, 40, 0.5);
  g_assert_true (shows_why (view));
  bp_pad_end (fixture->pad);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
  g_assert_false (shows_why (view));
}

/* What is explained is the answer, and not another digit. */
static void
test_why_the_answer (Fixture *fixture, gconstpointer data)
{
  static const guint sizes[] = { BP_DIGIT_N_PIXELS, 10 };
  g_autoptr (BpNetwork) network = make_network (sizes, G_N_ELEMENTS (sizes), 7, 0.97);
  GtkWidget *button = find_why (fixture);
  GtkWidget *view = find_by_type (GTK_WIDGET (fixture->pane), BP_TYPE_DIGIT_VIEW);

  make_ink_speak_for (network, 7);
  bp_draw_pane_set_network (fixture->pane, network);
  draw_stroke (fixture);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  gtk_test_widget_wait_for_draw (view);
  g_assert_cmpuint (count_color (view, "why_for_color"), >, 0);
  g_assert_cmpuint (count_color (view, "why_against_color"), ==, 0);
}

static void
test_networks_of_other_shapes (Fixture *fixture, gconstpointer data)
{
  static const guint deep[] = { BP_DIGIT_N_PIXELS, 16, 24, 10 };
  static const guint wide[] = { 1024, 10 };
  static const guint letters[] = { BP_DIGIT_N_PIXELS, 26 };
  g_autoptr (BpNetwork) deep_network = make_network (deep, G_N_ELEMENTS (deep), 4, 0.8);
  g_autoptr (BpNetwork) wide_network = make_network (wide, G_N_ELEMENTS (wide), 4, 0.8);
  g_autoptr (BpNetwork) letter_network = make_network (letters, G_N_ELEMENTS (letters), 4, 0.8);
  GtkWidget *bars = find_by_type (GTK_WIDGET (fixture->pane), BP_TYPE_PROBABILITY_BARS);

  draw_stroke (fixture);
  set_network (fixture, 7, 0.97);
  bp_draw_pane_set_network (fixture->pane, deep_network);
  assert_answer (fixture, "4 · 80 %");
  bp_draw_pane_set_network (fixture->pane, wide_network);
  assert_answer (fixture, "");
  /* Classes without names are numbers, with a bar for each. */
  bp_draw_pane_set_network (fixture->pane, letter_network);
  assert_answer (fixture, "4 · 59 %");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gtk_widget_get_last_child (bars)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "25");
  set_network (fixture, 7, 0.97);
  assert_answer (fixture, "7 · 97 %");
}

static void
test_blank_is_silent (Fixture *fixture, gconstpointer data)
{
  set_network (fixture, 7, 0.97);
  draw_stroke (fixture);
  bp_pad_clear (fixture->pad);
  assert_answer (fixture, "");
  bp_pad_undo (fixture->pad);
  assert_answer (fixture, "7 · 97 %");
  bp_pad_undo (fixture->pad);
  assert_answer (fixture, "");
}

static GtkWidget *
get_bar (Fixture *fixture, guint digit)
{
  GtkWidget *bars = find_by_type (GTK_WIDGET (fixture->pane), BP_TYPE_PROBABILITY_BARS);
  GtkWidget *bar = gtk_widget_get_first_child (bars);

  for (guint i = 0; i < digit; i++)
    bar = gtk_widget_get_next_sibling (bar);
  return bar;
}

/* Screen readers are told the values as soon as there is nothing more urgent. */
static void
wait_for_value (GtkWidget *bar, const char *value)
{
  char *other;

  while ((other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (bar),
                                                      GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, value)) !=
         NULL)
    {
      g_free (other);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_bars (Fixture *fixture, gconstpointer data)
{
  GtkAccessible *seven = GTK_ACCESSIBLE (get_bar (fixture, 7));

  gtk_test_accessible_assert_role (seven, GTK_ACCESSIBLE_ROLE_METER);
  gtk_test_accessible_assert_property (seven, GTK_ACCESSIBLE_PROPERTY_LABEL, "7");
  gtk_test_accessible_assert_property (seven, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "");

  set_network (fixture, 7, 0.91);
  draw_stroke (fixture);
  wait_for_value (get_bar (fixture, 7), "91 %");
  gtk_test_accessible_assert_property (seven, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "91 %");
  wait_for_value (get_bar (fixture, 0), "1 %");
  bp_pad_clear (fixture->pad);
  wait_for_value (get_bar (fixture, 7), "");
}

/* Only the bar of the answer is highlighted. */
static void
test_bar_of_the_answer (Fixture *fixture, gconstpointer data)
{
  static const guint digits[] = { 7, 3, 0 };

  g_object_set (gtk_widget_get_settings (GTK_WIDGET (fixture->pane)), "gtk-enable-animations",
                FALSE, NULL);
  draw_stroke (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    {
      set_network (fixture, digits[i], 0.91);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->pane));
      for (guint digit = 0; digit < 10; digit++)
        g_assert_cmpint (count_color (get_bar (fixture, digit), "accent_bg_color") > 0, ==,
                         digit == digits[i]);
    }

  /* Without an answer, no bar is. */
  bp_pad_clear (fixture->pad);
  g_assert_cmpuint (count_color (get_bar (fixture, 0), "accent_bg_color"), ==, 0);
  g_object_set (gtk_widget_get_settings (GTK_WIDGET (fixture->pane)), "gtk-enable-animations", TRUE,
                NULL);
}

/* One gesture for the mouse's first button, for fingers and for a stylus. */
static void
test_takes_all_devices (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->pad));
  guint n_drags = 0;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_GESTURE_DRAG (controller))
        continue;
      n_drags++;
      g_assert_false (gtk_gesture_single_get_touch_only (GTK_GESTURE_SINGLE (controller)));
      g_assert_cmpuint (gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)), ==,
                        GDK_BUTTON_PRIMARY);
    }
  g_assert_cmpuint (n_drags, ==, 1);
}

static void
test_is_freed (void)
{
  static const guint sizes[] = { BP_DIGIT_N_PIXELS, 10 };
  BpNetwork *network = make_network (sizes, G_N_ELEMENTS (sizes), 7, 0.97);
  BpDrawPane *pane = BP_DRAW_PANE (g_object_ref_sink (g_object_new (BP_TYPE_DRAW_PANE, NULL)));

  bp_draw_pane_set_network (pane, network);
  bp_network_unref (network);
  g_assert_finalize_object (pane);
}

/* Colours that no other part of a pane has. */
static void
add_colors (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider,
                                   "@define-color why_for_color #0000ff;"
                                   "@define-color why_against_color #ff0000;",
                                   -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static GBytes *
render (GtkWidget *bar)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gtk_test_widget_wait_for_draw (bar);
  paintable = gtk_widget_paintable_new (bar);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (bar),
                          gtk_widget_get_height (bar));
  node = gtk_snapshot_to_node (snapshot);
  return gsk_render_node_serialize (node);
}

/* The bar of the winner is highlighted as soon as it wins, also where its number stays. */
static void
test_new_winner (Fixture *fixture, gconstpointer data)
{
  BpProbabilityBar *bar = g_object_new (BP_TYPE_PROBABILITY_BAR, NULL);
  g_autoptr (GBytes) loser = NULL;
  g_autoptr (GBytes) winner = NULL;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  bp_probability_bar_set_name (bar, "7", "7");
  gtk_window_set_child (fixture->window, GTK_WIDGET (bar));
  bp_probability_bar_set (bar, 0.5, FALSE);
  loser = render (GTK_WIDGET (bar));
  bp_probability_bar_set (bar, 0.5, TRUE);
  winner = render (GTK_WIDGET (bar));
  g_assert_false (g_bytes_equal (loser, winner));
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-enable-animations");
}

static void
count_choice (guint *n_choices)
{
  (*n_choices)++;
}

/* Long names have two columns, their whole text as a tooltip, and a click on one chooses it. */
static void
test_class_buttons (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "cat", "a dog with long ears", "bird", NULL };
  BpClassButtons *buttons = g_object_new (BP_TYPE_CLASS_BUTTONS, NULL);
  GtkWidget *grid;
  GtkWidget *last;
  guint n_choices = 0;
  int column;
  int row;

  gtk_window_set_child (fixture->window, GTK_WIDGET (buttons));
  bp_class_buttons_set_names (buttons, names);
  grid = find_by_type (GTK_WIDGET (buttons), GTK_TYPE_GRID);
  last = gtk_widget_get_last_child (grid);
  gtk_grid_query_child (GTK_GRID (grid), last, &column, &row, NULL, NULL);
  g_assert_cmpint (column, ==, 0);
  g_assert_cmpint (row, ==, 1);
  g_assert_null (gtk_widget_get_tooltip_text (last));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (gtk_widget_get_prev_sibling (last)), ==, names[1]);
  g_signal_connect_swapped (buttons, "chosen", G_CALLBACK (count_choice), &n_choices);
  g_signal_emit_by_name (last, "clicked");
  g_assert_cmpuint (n_choices, ==, 1);
}

BP_TEST_FILE (draw_pane)
{
  adw_init ();
  add_colors ();

#define ADD(path, test) g_test_add ("/draw-pane/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("answers-while-one-draws", test_answers_while_one_draws);
  ADD ("advice", test_advice);
  ADD ("follows-the-network", test_follows_the_network);
  ADD ("long-answers-have-room", test_long_answers_have_room);
  ADD ("class-names", test_class_names);
  ADD ("not-sure", test_not_sure);
  ADD ("detector-wanted", test_detector_wanted);
  ADD ("why", test_why);
  ADD ("why-the-answer", test_why_the_answer);
  ADD ("networks-of-other-shapes", test_networks_of_other_shapes);
  ADD ("blank-is-silent", test_blank_is_silent);
  ADD ("bars", test_bars);
  ADD ("bar-of-the-answer", test_bar_of_the_answer);
  ADD ("takes-all-devices", test_takes_all_devices);
  ADD ("new-winner", test_new_winner);
  ADD ("class-buttons", test_class_buttons);
#undef ADD
  g_test_add_func ("/draw-pane/is-freed", test_is_freed);
}
