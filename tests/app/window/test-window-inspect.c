/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "pad.h"
#include "test-file.h"
#include "test-files.h"

#include <string.h>

static void
show_page (BpTestWindow *fixture)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "show-page",
                                  g_variant_new_string ("inspect"));
}

static void
wait_for_figures (BpTestWindow *fixture)
{
  while (!bp_test_window_is_enabled (fixture, "export-inspection"))
    g_main_context_iteration (NULL, TRUE);
}

static void
export_as (BpTestWindow *fixture, const char *part, const char *path)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "export-inspection-as",
                                  g_variant_new ("(ss)", part, path));
}

static gboolean
says (BpTestWindow *fixture, const char *part)
{
  GtkWidget *page = bp_test_window_find (fixture, "inspect_page");

  return strstr (gtk_label_get_text (GTK_LABEL (bp_test_find_by_name (page, "caption"))), part) !=
         NULL;
}

/* The page is computed when it comes to the screen, and then has the network of the window. */
static void
test_shows_figures (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 2);
  g_assert_false (bp_test_window_is_enabled (fixture, "export-inspection"));
  show_page (fixture);
  wait_for_figures (fixture);
  g_assert_true (says (fixture, " after 2 epochs · "));
}

/* The figures are those of the epoch that the slider shows. */
static void
test_follows_slider (BpTestWindow *fixture, gconstpointer data)
{
  GtkRange *slider =
      GTK_RANGE (bp_test_find_by_name (bp_test_window_find (fixture, "epoch_slider"), "scale"));

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 3);
  while (!gtk_widget_get_sensitive (GTK_WIDGET (slider)) ||
         gtk_adjustment_get_lower (gtk_range_get_adjustment (slider)) > 1.0)
    g_main_context_iteration (NULL, TRUE);
  show_page (fixture);
  wait_for_figures (fixture);
  g_assert_true (says (fixture, " after 3 epochs · "));
  gtk_range_set_value (slider, 2.0);
  while (!says (fixture, " after 2 epochs · "))
    g_main_context_iteration (NULL, TRUE);
  bp_test_window_activate (fixture, "show-newest");
  while (!says (fixture, " after 3 epochs · "))
    g_main_context_iteration (NULL, TRUE);
}

/* Opens the first cell that has images. */
static void
open_a_cell (BpTestWindow *fixture)
{
  GtkWidget *page = bp_test_window_find (fixture, "inspect_page");
  GtkWidget *view = bp_test_find_by_name (page, "confusion_view");
  GListModel *images;
  guint cell = 0;

  do
    {
      g_assert_cmpuint (cell, <, 10 * 10);
      g_signal_emit_by_name (view, "activated", cell / 10, cell % 10);
      images = G_LIST_MODEL (
          gtk_grid_view_get_model (GTK_GRID_VIEW (bp_test_find_by_name (page, "grid"))));
      cell++;
    }
  while (g_list_model_get_n_items (images) == 0);
}

/* A click on an image puts it on the pad, as it is in the data. */
static void
test_image_on_pad (BpTestWindow *fixture, gconstpointer data)
{
  BpPad *pad = bp_window_get_pad (fixture->window);
  const BpPicture *picture;
  BpSamples samples;
  gboolean is_in_data = FALSE;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  show_page (fixture);
  wait_for_figures (fixture);
  open_a_cell (fixture);
  g_assert_true (bp_pad_is_blank (pad));
  g_signal_emit_by_name (bp_test_find_by_name (bp_test_window_find (fixture, "inspect_page"),
                                               "grid"),
                         "activate", 0);

  picture = bp_strokes_get_picture (bp_pad_get_strokes (pad));
  g_assert_nonnull (picture);
  samples = bp_dataset_get_samples (bp_window_get_dataset (fixture->window), BP_SPLIT_HELD_OUT);
  for (gsize i = 0; i < samples.count; i++)
    is_in_data |=
        memcmp (samples.images + i * BP_DIGIT_N_PIXELS, picture->image, BP_DIGIT_N_PIXELS) == 0;
  g_assert_true (is_in_data);
  g_assert_true (g_str_has_prefix (picture->caption, "Held-out image "));
}

static void
test_exports (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *csv = g_build_filename (folder->path, "classes.csv", NULL);
  g_autofree char *png = g_build_filename (folder->path, "matrix.png", NULL);
  g_autofree char *bad = g_build_filename (folder->path, "matrix.xls", NULL);

  export_as (fixture, "matrix", csv);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "no figures yet"));
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  show_page (fixture);
  wait_for_figures (fixture);
  bp_window_hide_message (fixture->window);

  export_as (fixture, "classes", csv);
  export_as (fixture, "matrix", png);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_true (g_file_test (csv, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (png, G_FILE_TEST_EXISTS));
  export_as (fixture, "matrix", bad);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "matrix.xls"));
  export_as (fixture, "pixels", csv);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "pixels"));
}

BP_TEST_FILE (window_inspect)
{
  bp_test_window_begin ();
  bp_test_window_add ("/window-inspect/shows-figures", test_shows_figures);
  bp_test_window_add ("/window-inspect/follows-slider", test_follows_slider);
  bp_test_window_add ("/window-inspect/image-on-pad", test_image_on_pad);
  bp_test_window_add ("/window-inspect/exports", test_exports);
}
