/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "data-window.h"
#include "preview-window.h"
#include "rate-window.h"
#include "settings.h"
#include "sheet-view.h"
#include "test-file.h"
#include "training-settings.h"

#include <string.h>

/* Returns the open window of a type, or NULL. */
static GtkWidget *
find_sheet (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) widget = g_list_model_get_item (toplevels, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
        return widget;
    }
  return NULL;
}

static GtkWidget *
find_preview (void)
{
  return find_sheet (BP_TYPE_PREVIEW_WINDOW);
}

static GtkWidget *
find_data_window (void)
{
  return find_sheet (BP_TYPE_DATA_WINDOW);
}

/* Returns the opacity of the pixels that a sheet view draws, without colour. */
static GBytes *
draw (GtkWidget *view)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  int width = gtk_widget_get_width (view);
  int height = gtk_widget_get_height (view);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);
  cairo_t *cr = cairo_create (surface);
  GBytes *ink;

  g_assert_cmpint (width, >, 0);
  GTK_WIDGET_GET_CLASS (view)->snapshot (view, snapshot);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);
  ink = g_bytes_new (cairo_image_surface_get_data (surface),
                     (gsize) height * (gsize) cairo_image_surface_get_stride (surface));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return ink;
}

static GtkWidget *
find_sheet_view (void)
{
  return bp_test_find_by_name (find_preview (), "sheet_view");
}

/* Makes the sheet of a run with the present settings in an epoch. */
static BpDatasetSheet *
make_sheet (BpTestWindow *fixture, guint32 epoch)
{
  BpDataset *dataset = bp_window_get_dataset (fixture->window);
  BpAugmentation augmentation = bp_training_settings_get_augmentation (fixture->settings);
  BpDatasetSheet *sheet = bp_dataset_sheet_new (dataset, BP_SPLIT_TRAIN, NULL);

  g_assert_nonnull (sheet);
  bp_dataset_sheet_augment (sheet, dataset, &augmentation,
                            bp_training_settings_get_seed (fixture->settings), epoch);
  return sheet;
}

/* Whether the preview equals the sheet of a run with these settings in an epoch. */
static gboolean
shows_epoch (BpTestWindow *fixture, guint32 epoch)
{
  g_autoptr (BpDatasetSheet) sheet = make_sheet (fixture, epoch);
  g_autoptr (GtkWidget) expected = g_object_ref_sink (g_object_new (BP_TYPE_SHEET_VIEW, NULL));
  g_autoptr (GBytes) expected_ink = NULL;
  g_autoptr (GBytes) ink = NULL;

  gtk_test_widget_wait_for_draw (find_preview ());
  bp_sheet_view_set_sheet (BP_SHEET_VIEW (expected), sheet,
                           bp_window_get_dataset (fixture->window));
  gtk_widget_measure (expected, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_allocate (expected, gtk_widget_get_width (find_sheet_view ()),
                       gtk_widget_get_height (find_sheet_view ()), -1, NULL);
  expected_ink = draw (expected);
  ink = draw (find_sheet_view ());
  return g_bytes_equal (ink, expected_ink);
}

/* Returns the number of the last sample that the preview shows. */
static guint64
find_last_number (void)
{
  BpSheetView *view = BP_SHEET_VIEW (find_sheet_view ());
  guint64 last = 0;

  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    {
      g_autofree char *text = bp_sheet_view_describe_cell (view, cell);
      const char *number = text != NULL ? strrchr (text, ' ') : NULL;

      if (number != NULL)
        last = MAX (last, g_ascii_strtoull (number, NULL, 10));
    }
  return last;
}

static void
click (const char *name)
{
  GtkWidget *button = bp_test_find_by_name (find_preview (), name);

  g_signal_emit_by_name (button, "clicked");
}

static void
test_data_window (BpTestWindow *fixture, gconstpointer data)
{
  g_assert_false (bp_test_window_is_enabled (fixture, "show-data"));
  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "show-data");
  g_assert_nonnull (find_data_window ());
  gtk_test_widget_wait_for_draw (find_data_window ());

  /* The action presents the same window again, and closing it destroys it. */
  bp_test_window_activate (fixture, "show-data");
  gtk_window_close (GTK_WINDOW (find_data_window ()));
  while (find_data_window () != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_preview (BpTestWindow *fixture, gconstpointer data)
{
  GtkSpinButton *epoch;

  g_assert_false (bp_test_window_is_enabled (fixture, "preview-images"));
  bp_test_window_load_data (fixture);
  g_settings_set_string (fixture->settings, BP_KEY_VARIATION, "medium");
  bp_test_window_activate (fixture, "preview-images");
  gtk_test_widget_wait_for_draw (find_preview ());
  g_assert_true (shows_epoch (fixture, 1));
  g_assert_false (shows_epoch (fixture, 2));

  click ("next_button");
  g_assert_true (shows_epoch (fixture, 2));

  /* After the last epoch comes the first one. */
  epoch = GTK_SPIN_BUTTON (bp_test_find_by_name (find_preview (), "epoch_spin"));
  gtk_spin_button_spin (epoch, GTK_SPIN_END, 0.0);
  g_assert_false (shows_epoch (fixture, 1));
  click ("next_button");
  g_assert_true (shows_epoch (fixture, 1));
}

/* The preview follows each setting with an effect at once. */
static void
test_preview_follows (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "preview-images");
  g_assert_true (shows_epoch (fixture, 1));
  g_assert_cmpuint (find_last_number (), >, 50);
  g_settings_set_string (fixture->settings, BP_KEY_VARIATION, "much");
  g_assert_true (shows_epoch (fixture, 1));
  g_settings_set_int (fixture->settings, BP_KEY_SEED, 77);
  g_assert_true (shows_epoch (fixture, 1));
  g_settings_reset (fixture->settings, BP_KEY_SEED);

  g_settings_set_int (fixture->settings, BP_KEY_TRAIN_LIMIT, 50);
  g_assert_cmpuint (find_last_number (), <=, 50);
  g_assert_cmpuint (find_last_number (), >, 0);
  g_settings_reset (fixture->settings, BP_KEY_TRAIN_LIMIT);
}

/* Both windows close before the main window. */
static void
test_close_with_the_window (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "show-data");
  bp_test_window_activate (fixture, "preview-images");
  bp_test_window_close (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 0);
}

/* Images of another size are shown, but without augmentation. */
static void
test_other_sizes (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "show-data");
  bp_test_window_activate (fixture, "preview-images");

  bp_test_write_data (fixture->folder, 8);
  bp_test_window_load_data (fixture);
  g_assert_true (bp_test_window_is_enabled (fixture, "show-data"));
  g_assert_false (bp_test_window_is_enabled (fixture, "preview-images"));
  g_assert_null (find_preview ());
  gtk_test_widget_wait_for_draw (find_data_window ());
}

static gboolean
is_searching (void)
{
  return gtk_widget_get_visible (
      bp_test_find_by_name (find_sheet (BP_TYPE_RATE_WINDOW), "cancel_button"));
}

static GtkWidget *
find_rate_button (const char *name)
{
  return bp_test_find_by_name (find_sheet (BP_TYPE_RATE_WINDOW), name);
}

/* Waits for the end of a search. */
static void
wait_for_rate (void)
{
  g_assert_true (is_searching ());
  while (is_searching ())
    g_main_context_iteration (NULL, TRUE);
}

/* The suggestion becomes the setting, and closes the window. */
static void
test_find_learning_rate (BpTestWindow *fixture, gconstpointer data)
{
  g_assert_false (bp_test_window_is_enabled (fixture, "find-learning-rate"));
  bp_test_window_load_data (fixture);
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 99.0);
  bp_test_window_activate (fixture, "find-learning-rate");
  g_assert_false (gtk_widget_get_sensitive (find_rate_button ("apply_button")));
  wait_for_rate ();
  g_assert_true (gtk_widget_get_sensitive (find_rate_button ("apply_button")));

  g_signal_emit_by_name (find_rate_button ("apply_button"), "clicked");
  while (find_sheet (BP_TYPE_RATE_WINDOW) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (g_settings_get_double (fixture->settings, BP_KEY_LEARNING_RATE), <, 10.0);
  g_assert_cmpfloat (g_settings_get_double (fixture->settings, BP_KEY_LEARNING_RATE), >, 1e-4);
  g_settings_reset (fixture->settings, BP_KEY_LEARNING_RATE);
}

/* A cancelled search has no suggestion and can be repeated; settings that are wrong are named. */
static void
test_search_again (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "find-learning-rate");
  g_signal_emit_by_name (find_rate_button ("cancel_button"), "clicked");
  wait_for_rate ();
  g_assert_false (gtk_widget_get_sensitive (find_rate_button ("apply_button")));

  g_signal_emit_by_name (find_rate_button ("again_button"), "clicked");
  wait_for_rate ();
  g_assert_true (gtk_widget_get_sensitive (find_rate_button ("apply_button")));

  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "x");
  g_signal_emit_by_name (find_rate_button ("again_button"), "clicked");
  g_assert_false (is_searching ());
  g_assert_false (gtk_widget_get_sensitive (find_rate_button ("apply_button")));
  g_settings_reset (fixture->settings, BP_KEY_HIDDEN_LAYERS);
}

/* A search in progress does not keep the main window from closing. */
static void
test_close_while_searching (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "find-learning-rate");
  bp_test_window_close (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 0);
}

static void
add_tests (void)
{
  bp_test_window_add ("/window-sheets/data-window", test_data_window);
  bp_test_window_add ("/window-sheets/preview", test_preview);
  bp_test_window_add ("/window-sheets/preview-follows", test_preview_follows);
  bp_test_window_add ("/window-sheets/close-with-the-window", test_close_with_the_window);
  bp_test_window_add ("/window-sheets/other-sizes", test_other_sizes);
  bp_test_window_add ("/window-sheets/find-learning-rate", test_find_learning_rate);
  bp_test_window_add ("/window-sheets/search-again", test_search_again);
  bp_test_window_add ("/window-sheets/close-while-searching", test_close_while_searching);
}

BP_TEST_FILE (window_sheets)
{
  bp_test_window_begin ();
  add_tests ();
}
