/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "digit-names.h"
#include "drawing-collection.h"
#include "drawing-entry.h"
#include "drawing-item.h"
#include "drawings-window.h"
#include "pad.h"
#include "prompt-set.h"
#include "settings.h"
#include "test-file.h"
#include "weights.h"
#include "window-files.h"
#include "window-sheets.h"

#include <glib/gstdio.h>
#include <string.h>

static void
remove_drawings (void)
{
  g_autofree char *path = bp_drawing_collection_get_path ();

  (void) g_remove (path);
}

/* Keeps the drawing on the pad, and waits until it is on the disk. */
static void
keep (BpTestWindow *fixture, guint digit, guint n_expected)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_autoptr (GPtrArray) drawings = NULL;
  guint n_left_out;

  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "keep-drawing",
                                  g_variant_new_string (bp_digit_names[digit]));
  bp_test_window_wait_until_idle (fixture);
  drawings = bp_drawing_collection_load (path, &n_left_out, NULL);
  g_assert_nonnull (drawings);
  g_assert_cmpuint (drawings->len, ==, n_expected);
  g_assert_cmpuint (n_left_out, ==, 0);
  g_assert_cmpint (((BpDrawing *) g_ptr_array_index (drawings, n_expected - 1))->label, ==,
                   (gint) digit);
}

/* A drawing is kept, the network learns from it, and Undo brings the former network back. */
static void
test_learns (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) before = NULL;

  remove_drawings ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  g_assert_false (bp_test_window_is_enabled (fixture, "keep-drawing"));
  bp_test_window_draw (fixture);
  g_assert_true (bp_test_window_is_enabled (fixture, "keep-drawing"));
  keep (fixture, 3, 1);
  keep (fixture, 9, 2);
  bp_test_window_activate (fixture, "forget-drawing");
  keep (fixture, 4, 2);

  before = bp_network_ref (bp_test_window_get_document (fixture)->network);
  bp_test_window_activate (fixture, "learn-drawings");
  g_assert_false (bp_test_window_is_enabled (fixture, "learn-drawings"));
  bp_test_window_wait_until_idle (fixture);
  g_assert_true (bp_test_window_get_document (fixture)->network != before);
  g_assert_true (bp_test_window_is_enabled (fixture, "learn-drawings"));
  bp_test_window_activate (fixture, "restore-previous");
  g_assert_true (bp_test_window_get_document (fixture)->network == before);
  remove_drawings ();
}

/* Opens a network that answers 7 to every drawing, or that has no idea. */
static void
open_network (BpTestWindow *fixture, gboolean is_sure)
{
  const guint sizes[] = { BP_DIGIT_N_PIXELS, BP_N_DIGITS };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "judge.safetensors");
  g_auto (BpWeightsInfo) info = { 0 };

  network->layers[0].biases[7] = is_sure ? 100.0F : 0.0F;
  network->non_digits_found = 1.0F; /* by itself, without a detector */
  bp_weights_info_init (&info);
  g_assert_true (bp_weights_save (network, &info, g_file_peek_path (file), NULL));
  bp_window_open_weights (fixture->window, file);
  bp_test_window_wait_until_idle (fixture);
}

/* A kept drawing tells the answer of the network, whether it was sure, and whether it was wrong. */
static void
test_keeps_answer (BpTestWindow *fixture, gconstpointer data)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_autoptr (GPtrArray) entries = NULL;
  guint n_left_out;

  remove_drawings ();
  bp_test_window_draw (fixture);
  open_network (fixture, FALSE);
  keep (fixture, 7, 1);
  open_network (fixture, TRUE);
  keep (fixture, 7, 2);
  keep (fixture, 3, 3);
  entries = bp_drawing_entries_load (path, &n_left_out, NULL);
  for (guint i = 0; i < 3; i++)
    {
      const BpDrawingEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (BpDrawingItem) item = bp_drawing_item_new (entries, i);

      g_assert_nonnull (entry->answer);
      g_assert_true (entry->is_sure == (i > 0));
      if (i > 0)
        g_assert_true (bp_drawing_item_is_misread (item) == (i == 2));
    }
  remove_drawings ();
}

static gboolean
is_empty (BpTestWindow *fixture)
{
  GtkWidget *page = bp_test_window_find (fixture, "inspect_page");
  AdwStatusPage *status = ADW_STATUS_PAGE (bp_test_find_by_name (page, "status_page"));

  return g_strcmp0 (adw_status_page_get_title (status), "No Drawings Yet") == 0 &&
         !bp_test_window_is_enabled (fixture, "export-inspection");
}

static gboolean
tells_drawings (BpTestWindow *fixture, const char *expected)
{
  GtkWidget *page = bp_test_window_find (fixture, "inspect_page");

  return bp_test_window_is_enabled (fixture, "export-inspection") &&
         strstr (gtk_label_get_text (GTK_LABEL (bp_test_find_by_name (page, "caption"))),
                 expected) != NULL;
}

/* The page Inspect shows what was drawn as soon as there is something. */
static void
test_inspected (BpTestWindow *fixture, gconstpointer data)
{
  GtkDropDown *choice;

  remove_drawings ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "show-page",
                                  g_variant_new_string ("inspect"));
  choice = GTK_DROP_DOWN (
      bp_test_find_by_name (bp_test_window_find (fixture, "inspect_page"), "split_choice"));
  gtk_drop_down_set_selected (choice,
                              g_list_model_get_n_items (gtk_drop_down_get_model (choice)) - 1);
  while (!is_empty (fixture))
    g_main_context_iteration (NULL, TRUE);

  bp_test_window_draw (fixture);
  keep (fixture, 3, 1);
  while (!tells_drawings (fixture, "1 drawing of your own"))
    g_main_context_iteration (NULL, TRUE);
  keep (fixture, 4, 2);
  while (!tells_drawings (fixture, "2 drawings of your own"))
    g_main_context_iteration (NULL, TRUE);
  gtk_drop_down_set_selected (choice, 0);
  while (!tells_drawings (fixture, "images of"))
    g_main_context_iteration (NULL, TRUE);
  remove_drawings ();
}

/* Without drawings, a message says how to get some; the network stays. */
static void
test_nothing_to_learn (BpTestWindow *fixture, gconstpointer data)
{
  BpNetwork *before;

  remove_drawings ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  before = bp_test_window_get_document (fixture)->network;
  bp_test_window_activate (fixture, "learn-drawings");
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "choose “It Is a …”"));
  g_assert_true (bp_test_window_get_document (fixture)->network == before);
}

static GtkWidget *
find_collection (BpTestWindow *fixture)
{
  return GTK_WIDGET (bp_window_find_sheet (fixture->window, BP_TYPE_DRAWINGS_WINDOW));
}

static const char *
get_subtitle (BpTestWindow *fixture)
{
  GtkWidget *title = bp_test_find_by_name (find_collection (fixture), "window_title");

  return adw_window_title_get_subtitle (ADW_WINDOW_TITLE (title));
}

static void
wait_for_subtitle (BpTestWindow *fixture, const char *text)
{
  while (g_strcmp0 (get_subtitle (fixture), text) != 0)
    g_main_context_iteration (NULL, TRUE);
}

static const char *
get_details (BpTestWindow *fixture)
{
  return gtk_label_get_text (
      GTK_LABEL (bp_test_find_by_name (find_collection (fixture), "selected_label")));
}

/* Waits until the text on the selected drawing begins with @text. */
static void
wait_for_details (BpTestWindow *fixture, const char *text)
{
  while (!g_str_has_prefix (get_details (fixture), text))
    g_main_context_iteration (NULL, TRUE);
}

static void
activate (BpTestWindow *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (find_collection (fixture), action, NULL));
}

static void
set_label (BpTestWindow *fixture, const char *label)
{
  g_assert_true (
      gtk_widget_activate_action (find_collection (fixture), "drawings.set-label", "s", label));
}

/* The window of the drawings follows the pad; labels are corrected and drawings deleted, with
 * Undo. */
static void
test_collection (BpTestWindow *fixture, gconstpointer data)
{
  remove_drawings ();
  bp_test_window_draw (fixture);
  bp_test_window_activate (fixture, "show-drawings");
  wait_for_subtitle (fixture, "0 drawings");
  keep (fixture, 3, 1);
  keep (fixture, 5, 2);
  wait_for_subtitle (fixture, "2 drawings");
  wait_for_details (fixture, "It is a 3.");

  set_label (fixture, "8");
  wait_for_details (fixture, "It is a 5."); /* now the first one by label */
  activate (fixture, "drawings.undo");
  wait_for_details (fixture, "It is a 3.");
  activate (fixture, "drawings.delete");
  wait_for_subtitle (fixture, "1 drawing");
  activate (fixture, "drawings.undo");
  wait_for_subtitle (fixture, "2 drawings");
  activate (fixture, "drawings.delete-all");
  wait_for_subtitle (fixture, "0 drawings");
  activate (fixture, "drawings.undo");
  wait_for_subtitle (fixture, "2 drawings");
  wait_for_details (fixture, "It is a 3.");
  activate (fixture, "drawings.show");
  g_assert_false (bp_pad_is_blank (bp_window_get_pad (fixture->window)));
  remove_drawings ();
}

static guint
count_prompted (void)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  guint n_left_out;
  g_autoptr (GPtrArray) entries = bp_drawing_entries_load (path, &n_left_out, NULL);
  guint n_prompted = 0;

  g_assert_nonnull (entries);
  for (guint i = 0; i < entries->len; i++)
    n_prompted += ((BpDrawingEntry *) g_ptr_array_index (entries, i))->is_prompted;
  return n_prompted;
}

static void
write_next (BpTestWindow *fixture)
{
  g_assert_false (bp_test_window_is_enabled (fixture, "next-prompt"));
  bp_test_window_draw (fixture);
  g_assert_true (bp_test_window_is_enabled (fixture, "next-prompt"));
  bp_test_window_activate (fixture, "next-prompt");
  bp_test_window_wait_until_idle (fixture);
}

/* The result names the digits that were read wrong, and no others. */
static void
assert_misread_are_listed (BpTestWindow *fixture)
{
  const char *heading = gtk_label_get_text (GTK_LABEL (bp_test_window_find (fixture, "result")));
  const char *text = gtk_label_get_text (GTK_LABEL (bp_test_window_find (fixture, "result_text")));
  g_auto (GStrv) listed = g_strsplit (text, " → ", -1);
  guint n_read;
  guint n_drawn;

  g_assert_cmpint (sscanf (heading, "%u of %u", &n_read, &n_drawn), ==, 2);
  g_assert_cmpuint (n_read, >, 0);
  g_assert_cmpuint (g_strv_length (listed) - 1, ==, n_drawn - n_read);
}

/* Digits are asked for one by one; Back takes the last drawing away again, and after the end the
 * next run measures the accuracy on them. */
static void
test_prompts (BpTestWindow *fixture, gconstpointer data)
{
  const BpHistoryEpoch *epochs;
  gsize n_epochs;

  remove_drawings ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  epochs = bp_history_get_epochs (bp_training_run_get_history (
                                      bp_test_window_get_document (fixture)->run),
                                  &n_epochs);
  g_assert_cmpuint (epochs[0].values.n_own, ==, 0);

  bp_test_window_activate (fixture, "begin-prompts");
  g_assert_false (bp_test_window_is_enabled (fixture, "begin-prompts"));
  g_assert_false (bp_test_window_is_enabled (fixture, "previous-prompt"));
  write_next (fixture);
  write_next (fixture);
  g_assert_cmpuint (count_prompted (), ==, 2);
  bp_test_window_activate (fixture, "previous-prompt");
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpuint (count_prompted (), ==, 1);
  bp_test_window_activate (fixture, "skip-prompt");
  for (guint i = 2; i < BP_N_PROMPTS; i++)
    write_next (fixture);
  g_assert_cmpuint (count_prompted (), ==, BP_N_PROMPTS - 1);
  g_assert_true (bp_test_window_is_enabled (fixture, "begin-prompts"));
  g_assert_true (
      g_str_has_suffix (gtk_label_get_text (GTK_LABEL (bp_test_window_find (fixture, "result"))),
                        "of 29 digits are read right"));
  assert_misread_are_listed (fixture);

  bp_test_window_train_to_the_end (fixture, 1);
  epochs = bp_history_get_epochs (bp_training_run_get_history (
                                      bp_test_window_get_document (fixture)->run),
                                  &n_epochs);
  g_assert_cmpuint (epochs[n_epochs - 1].values.n_own, ==, BP_N_PROMPTS - 1);
  remove_drawings ();
}

/* Draws what is asked for: a bar across the pad, or the usual hook. */
static void
draw_class (BpTestWindow *fixture, gboolean is_bar)
{
  BpPad *pad = bp_window_get_pad (fixture->window);
  double side = gtk_widget_get_width (GTK_WIDGET (pad));

  if (!is_bar)
    {
      bp_test_window_draw (fixture);
      return;
    }
  bp_pad_begin (pad, BP_PAD_TOOL_PEN, side * 0.2, side * 0.5, 0.5);
  bp_pad_to (pad, side * 0.5, side * 0.51, 0.5);
  bp_pad_to (pad, side * 0.8, side * 0.5, 0.5);
  bp_pad_end (pad);
}

/* The blank pad asks for some classes. */
static void
assert_pad_asks_for (BpTestWindow *fixture, const char *names)
{
  g_autofree char *text =
      g_strconcat ("Draw with a mouse, a finger, a stylus or the arrow keys and Space: ", names,
                   NULL);

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bp_window_get_pad (fixture->window)),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text);
}

/* Draws every class that is asked for, three times each. */
static void
draw_classes (BpTestWindow *fixture)
{
  GtkLabel *prompt = GTK_LABEL (bp_test_window_find (fixture, "prompt"));

  bp_test_window_activate (fixture, "draw-classes");
  g_assert_false (bp_test_window_is_enabled (fixture, "begin-prompts"));
  for (guint i = 0; i < 6; i++)
    {
      gboolean is_bar = g_str_equal (gtk_label_get_text (prompt), "Please draw: bar");

      g_assert_true (is_bar || g_str_equal (gtk_label_get_text (prompt), "Please draw: 7"));
      assert_pad_asks_for (fixture, is_bar ? "bar" : "7");
      draw_class (fixture, is_bar);
      bp_test_window_activate (fixture, "next-prompt");
      bp_test_window_wait_until_idle (fixture);
    }
  g_assert_true (bp_test_window_is_enabled (fixture, "begin-prompts"));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (bp_test_window_find (fixture, "result"))), ==,
                   "6 drawings are kept");
}

static GtkWidget *
find_button (GtkWidget *widget, const char *text)
{
  if (GTK_IS_BUTTON (widget))
    {
      GtkWidget *label = gtk_button_get_child (GTK_BUTTON (widget));

      return g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text) ? widget : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Keeps the drawing on the pad with the button of a class that the network knows. */
static void
keep_as (BpTestWindow *fixture, const char *name)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_autoptr (GPtrArray) entries = NULL;
  guint n_left_out;
  GtkWidget *buttons = bp_test_window_find (fixture, "teach_classes");
  GtkWidget *button = find_button (buttons, name);

  g_assert_nonnull (button);
  g_assert_null (find_button (buttons, "1"));
  g_signal_emit_by_name (button, "clicked");
  bp_test_window_wait_until_idle (fixture);
  entries = bp_drawing_entries_load (path, &n_left_out, NULL);
  g_assert_cmpstr (((BpDrawingEntry *) g_ptr_array_index (entries, entries->len - 1))->label, ==,
                   name);
}

/* Classes are named, drawn and trained; the pad answers with their names, and asks for them. A
 * digit among them is the digit of the collection. */
static void
test_classes (BpTestWindow *fixture, gconstpointer data)
{
  BpDocument *document;
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_autoptr (GPtrArray) entries = NULL;
  guint n_left_out;
  guint n_digits = 0;

  remove_drawings ();
  g_settings_set_string (fixture->settings, BP_KEY_OWN_CLASSES, "bar, 7");
  g_settings_set_int (fixture->settings, BP_KEY_DRAWINGS_PER_CLASS, 3);
  draw_classes (fixture);
  entries = bp_drawing_entries_load (path, &n_left_out, NULL);
  for (guint i = 0; i < entries->len; i++)
    n_digits += ((BpDrawingEntry *) g_ptr_array_index (entries, i))->drawing.label == 7;
  g_assert_cmpuint (n_digits, ==, 3);

  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 3);
  g_settings_set_int (fixture->settings, BP_KEY_TRAIN_LIMIT, 0);
  bp_test_window_activate (fixture, "train-classes");
  bp_test_window_wait_until_idle (fixture);
  document = bp_test_window_get_document (fixture);
  g_assert_cmpuint (bp_network_get_n_outputs (document->network), ==, 2);
  g_assert_cmpstr (document->info.class_names[0], ==, "bar");
  g_assert_cmpstr (document->info.class_names[1], ==, "7");
  draw_class (fixture, TRUE);
  g_assert_cmpstr (bp_test_window_get_answer (fixture), ==, "bar · 100 %");
  bp_pad_clear (bp_window_get_pad (fixture->window));
  assert_pad_asks_for (fixture, "bar, 7");
  draw_class (fixture, FALSE);
  g_assert_cmpstr (bp_test_window_get_answer (fixture), ==, "7 · 100 %");
  g_assert_false (bp_test_window_is_enabled (fixture, "learn-drawings"));
  /* What concerns digits is not offered for other classes. */
  g_assert_true (gtk_widget_get_visible (bp_test_window_find (fixture, "teach_own")));
  g_assert_false (gtk_widget_get_visible (bp_test_window_find (fixture, "teach_digits")));
  keep_as (fixture, "bar");

  bp_test_window_activate (fixture, "show-drawings");
  wait_for_subtitle (fixture, "7 drawings");
  wait_for_details (fixture, "It is a 7.");
  set_label (fixture, "hook");
  wait_for_details (fixture, "It is a 7."); /* the next one */
  remove_drawings ();
}

/* Names that cannot be, and classes without drawings: a message says what to do. */
static void
test_no_classes (BpTestWindow *fixture, gconstpointer data)
{
  remove_drawings ();
  g_settings_set_string (fixture->settings, BP_KEY_OWN_CLASSES, "A, A");
  bp_test_window_activate (fixture, "draw-classes");
  g_assert_true (bp_test_window_is_enabled (fixture, "draw-classes"));
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "is there twice"));
  g_settings_set_string (fixture->settings, BP_KEY_OWN_CLASSES, "A, B");
  bp_test_window_activate (fixture, "train-classes");
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "draw your classes first"));
}

/* Draws an upright line from top to bottom. @x: as a share of the pad's width */
static void
draw_line (BpPad *pad, double x)
{
  double width = gtk_widget_get_width (GTK_WIDGET (pad));
  double height = gtk_widget_get_height (GTK_WIDGET (pad));

  bp_pad_begin (pad, BP_PAD_TOOL_PEN, x * width, 0.2 * height, 0.5);
  for (guint i = 1; i <= 6; i++)
    bp_pad_to (pad, x * width, (0.2 + 0.1 * i) * height, 0.5);
  bp_pad_end (pad);
}

/* Two digits that are plainly apart get an answer each, and "It Is a …" is about the shown one. A
 * click shows the other one. */
static void
test_row (BpTestWindow *fixture, gconstpointer data)
{
  BpPad *pad = bp_window_get_pad (fixture->window);
  GtkWidget *bar;
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_autoptr (GPtrArray) drawings = NULL;
  guint n_left_out;

  remove_drawings ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  bar = bp_test_window_find (fixture, "row_bar");
  draw_line (pad, 0.2);
  g_assert_false (gtk_widget_get_visible (bar));
  draw_line (pad, 0.25);
  g_assert_false (gtk_widget_get_visible (bar));
  draw_line (pad, 0.8);
  g_assert_true (gtk_widget_get_visible (bar));
  g_assert_cmpuint (g_utf8_strlen (bp_test_window_get_answer (fixture), -1), ==, 3);

  keep (fixture, 1, 1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_first_child (bar)), TRUE);
  keep (fixture, 2, 2);
  drawings = bp_drawing_collection_load (path, &n_left_out, NULL);
  g_assert_cmpuint (((BpDrawing *) g_ptr_array_index (drawings, 0))->n_strokes, ==, 1);
  g_assert_cmpuint (((BpDrawing *) g_ptr_array_index (drawings, 1))->n_strokes, ==, 2);
  bp_pad_clear (pad);
  g_assert_false (gtk_widget_get_visible (bar));
  remove_drawings ();
}

/* Two drawings are too few for a data set, and the message says how many it takes. */
static void
test_too_few (BpTestWindow *fixture, gconstpointer data)
{
  remove_drawings ();
  bp_test_window_draw (fixture);
  keep (fixture, 3, 1);
  keep (fixture, 5, 2);
  bp_test_window_activate (fixture, "use-drawings");
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "it has 2 drawings"));
  remove_drawings ();
}

BP_TEST_FILE (window_drawings)
{
  bp_test_window_begin ();
  bp_test_window_add ("/window/drawings/inspected", test_inspected);
  bp_test_window_add ("/window-drawings/learns", test_learns);
  bp_test_window_add ("/window-drawings/nothing-to-learn", test_nothing_to_learn);
  bp_test_window_add ("/window-drawings/collection", test_collection);
  bp_test_window_add ("/window-drawings/keeps-answer", test_keeps_answer);
  bp_test_window_add ("/window-drawings/prompts", test_prompts);
  bp_test_window_add ("/window-drawings/classes", test_classes);
  bp_test_window_add ("/window-drawings/no-classes", test_no_classes);
  bp_test_window_add ("/window-drawings/row", test_row);
  bp_test_window_add ("/window-drawings/too-few", test_too_few);
}
