/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "data-window.h"
#include "preview-window.h"
#include "settings.h"
#include "test-file.h"
#include "training-settings.h"

#include <string.h>

/* The window of that type that is open, or NULL. */
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

/* Whether the preview shows what a run with these settings sees in the epoch. */
static gboolean
shows_epoch (BpTestWindow *fixture, guint32 epoch)
{
  const BpDatasetSheet *sheet = bp_preview_window_get_sheet (BP_PREVIEW_WINDOW (find_preview ()));
  BpAugmentation augmentation = bp_training_settings_get_augmentation (fixture->settings);
  BpSamples samples =
      bp_dataset_get_samples (bp_window_get_dataset (fixture->window), BP_SPLIT_TRAIN);

  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    {
      const guint8 *shown = sheet->pixels +
                            (gsize) (cell / BP_SHEET_SIDE) * BP_DIGIT_N_PIXELS * BP_SHEET_SIDE +
                            (gsize) (cell % BP_SHEET_SIDE) * BP_DIGIT_SIZE;
      guint8 expected[BP_DIGIT_N_PIXELS];

      bp_augment_image (&augmentation, bp_training_settings_get_seed (fixture->settings), epoch,
                        sheet->indices[cell],
                        samples.images + (gsize) sheet->indices[cell] * BP_DIGIT_N_PIXELS,
                        expected);
      for (gsize y = 0; y < BP_DIGIT_SIZE; y++)
        if (memcmp (shown + y * BP_DIGIT_SIZE * BP_SHEET_SIDE, expected + y * BP_DIGIT_SIZE,
                    BP_DIGIT_SIZE) != 0)
          return FALSE;
    }
  return TRUE;
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

  /* Once more brings the same one to the front, and closing it is for good. */
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

/* Each setting that matters is followed at once. */
static void
test_preview_follows (BpTestWindow *fixture, gconstpointer data)
{
  const BpDatasetSheet *sheet;

  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "preview-images");
  g_assert_true (shows_epoch (fixture, 1));
  g_settings_set_string (fixture->settings, BP_KEY_VARIATION, "much");
  g_assert_true (shows_epoch (fixture, 1));
  g_settings_set_int (fixture->settings, BP_KEY_SEED, 77);
  g_assert_true (shows_epoch (fixture, 1));
  g_settings_reset (fixture->settings, BP_KEY_SEED);

  g_settings_set_int (fixture->settings, BP_KEY_TRAIN_LIMIT, 50);
  sheet = bp_preview_window_get_sheet (BP_PREVIEW_WINDOW (find_preview ()));
  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    g_assert_true (sheet->indices[cell] < 50 || sheet->indices[cell] == BP_SHEET_BLANK);
  g_settings_reset (fixture->settings, BP_KEY_TRAIN_LIMIT);
}

/* Both are gone before the window is. */
static void
test_close_with_the_window (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "show-data");
  bp_test_window_activate (fixture, "preview-images");
  bp_test_window_close (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 0);
}

/* Images of another size are shown, but cannot be varied. */
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

static void
add_tests (void)
{
  bp_test_window_add ("/window-sheets/data-window", test_data_window);
  bp_test_window_add ("/window-sheets/preview", test_preview);
  bp_test_window_add ("/window-sheets/preview-follows", test_preview_follows);
  bp_test_window_add ("/window-sheets/close-with-the-window", test_close_with_the_window);
  bp_test_window_add ("/window-sheets/other-sizes", test_other_sizes);
}

BP_TEST_FILE (window_sheets)
{
  bp_test_window_begin ();
  add_tests ();
}
