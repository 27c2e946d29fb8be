/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "chart-model.h"
#include "chart.h"
#include "run-networks.h"
#include "settings.h"
#include "test-file.h"

#include <glib/gstdio.h>
#include <string.h>

/* Going back to the networks of earlier epochs. */

#define N_EPOCHS 4

static GtkRange *
get_slider (BpTestWindow *fixture)
{
  return GTK_RANGE (bp_test_find_by_name (bp_test_window_find (fixture, "epoch_slider"), "scale"));
}

static GtkRevealer *
get_notice (BpTestWindow *fixture)
{
  return GTK_REVEALER (
      bp_test_find_by_name (bp_test_window_find (fixture, "epoch_slider"), "notice"));
}

static void
wait_for_slider (BpTestWindow *fixture)
{
  while (!gtk_widget_get_sensitive (GTK_WIDGET (get_slider (fixture))) ||
         gtk_adjustment_get_lower (gtk_range_get_adjustment (get_slider (fixture))) > 1.0)
    g_main_context_iteration (NULL, TRUE);
}

static void
train (BpTestWindow *fixture)
{
  bp_test_window_load_data (fixture);
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 0.01);
  bp_test_window_train_to_the_end (fixture, N_EPOCHS);
  wait_for_slider (fixture);
}

static void
wait_for_subtitle (BpTestWindow *fixture, const char *part)
{
  while (strstr (bp_test_window_get_subtitle (fixture), part) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The slider shows the network of an epoch, and the button goes back to the newest one. The network
 * that is saved stays the newest. */
static void
test_there_and_back (BpTestWindow *fixture, gconstpointer data)
{
  BpNetwork *newest;
  const BpChartModel *loss;
  BpChart *chart =
      BP_CHART (bp_test_find_by_name (bp_test_window_find (fixture, "train_page"), "loss_chart"));

  train (fixture);
  newest = bp_test_window_get_document (fixture)->network;
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_slider (fixture)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Epoch");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_slider (fixture)),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "Newest");
  g_assert_false (bp_test_window_is_enabled (fixture, "show-newest"));
  gtk_range_set_value (get_slider (fixture), 2.0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_slider (fixture)),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "2 of 4");
  g_assert_true (gtk_revealer_get_reveal_child (get_notice (fixture)));
  wait_for_subtitle (fixture, "epoch 2");
  loss = bp_chart_get_model (chart);
  g_assert_cmpstr (bp_chart_model_get_mark (loss, loss->marks->len - 1)->text, ==,
                   "Epoch 2 is shown");
  g_assert_true (bp_test_window_get_document (fixture)->network == newest);

  bp_test_window_activate (fixture, "show-newest");
  g_assert_cmpfloat (gtk_range_get_value (get_slider (fixture)), ==, N_EPOCHS);
  g_assert_null (strstr (bp_test_window_get_subtitle (fixture), "epoch"));
  g_assert_false (gtk_revealer_get_reveal_child (get_notice (fixture)));
}

/* The network that is shown is put to use, and Undo brings back the newest one. */
static void
test_use (BpTestWindow *fixture, gconstpointer data)
{
  BpNetwork *newest;

  train (fixture);
  newest = bp_test_window_get_document (fixture)->network;
  gtk_range_set_value (get_slider (fixture), 1.0);
  wait_for_subtitle (fixture, "epoch 1");
  bp_test_window_activate (fixture, "use-shown-network");
  g_assert_true (bp_test_window_get_document (fixture)->network != newest);
  g_assert_cmpuint (bp_test_window_get_document (fixture)->info.n_epochs, ==, 1);
  g_assert_cmpfloat (gtk_range_get_value (get_slider (fixture)), ==, 1.0);
  g_assert_false (gtk_revealer_get_reveal_child (get_notice (fixture)));

  bp_test_window_activate (fixture, "restore-previous");
  g_assert_true (bp_test_window_get_document (fixture)->network == newest);
  g_assert_cmpfloat (gtk_range_get_value (get_slider (fixture)), ==, N_EPOCHS);
}

/* Scrubbing does not touch a run in progress, whose network stays in use. */
static void
test_during_a_run (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  wait_for_slider (fixture);
  gtk_range_set_value (get_slider (fixture), 1.0);
  wait_for_subtitle (fixture, "epoch 1");
  g_assert_false (bp_test_window_is_enabled (fixture, "use-shown-network"));
  bp_test_window_wait_for_steps (fixture, bp_history_get_n_steps (bp_training_run_get_history (
                                              bp_test_window_get_document (fixture)->run)) +
                                              500);
  g_assert_cmpint (bp_test_window_get_state (fixture), ==, BP_TRAINING_STATE_RUNNING);
  g_assert_cmpfloat (gtk_range_get_value (get_slider (fixture)), ==, 1.0);
  g_assert_nonnull (strstr (bp_test_window_get_subtitle (fixture), "epoch 1"));
}

/* A run that is opened from the list comes with its curves and its epochs. */
static void
test_opened_run (BpTestWindow *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL;
  BpDocument *trained;
  BpDocument *opened;

  train (fixture);
  trained = bp_test_window_get_document (fixture);
  folder = g_strdup (bp_training_run_get_folder (trained->run));
  bp_window_open_run (fixture->window, folder, "a run");
  bp_test_window_wait_until_idle (fixture);
  opened = bp_test_window_get_document (fixture);
  g_assert_true (opened != trained);
  g_assert_cmpuint (bp_history_get_n_epochs (bp_training_run_get_history (opened->run)), ==,
                    N_EPOCHS);
  g_assert_false (bp_run_charts_is_empty (bp_window_get_charts (fixture->window)));
  wait_for_slider (fixture);
  gtk_range_set_value (get_slider (fixture), 1.0);
  wait_for_subtitle (fixture, "epoch 1");
  g_assert_true (bp_test_window_is_enabled (fixture, "use-shown-network"));
}

static void
remove_epoch (const char *folder, guint epoch)
{
  g_autofree char *path = bp_run_networks_get_path (folder, epoch);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* Where the networks of some epochs were not kept, the slider says so, and its keys go on to the
 * next one that was, in either direction. */
static void
test_left_out (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *kept;
  g_autofree char *folder = NULL;
  gboolean is_handled = FALSE;

  bp_test_window_load_data (fixture);
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 0.01);
  bp_test_window_train_to_the_end (fixture, 5);
  wait_for_slider (fixture);
  folder = g_strdup (bp_training_run_get_folder (bp_test_window_get_document (fixture)->run));
  remove_epoch (folder, 2);
  remove_epoch (folder, 3);
  bp_window_open_run (fixture->window, folder, "a run");
  bp_test_window_wait_until_idle (fixture);
  wait_for_slider (fixture);
  kept = bp_test_find_by_name (bp_test_window_find (fixture, "epoch_slider"), "kept");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (kept)), ==, "Kept epochs: 1, 4, 5");

  gtk_range_set_value (get_slider (fixture), 4.0);
  g_signal_emit_by_name (get_slider (fixture), "change-value", GTK_SCROLL_STEP_BACKWARD, 3.0,
                         &is_handled);
  g_assert_true (is_handled);
  g_assert_cmpfloat (gtk_range_get_value (get_slider (fixture)), ==, 1.0);
  g_signal_emit_by_name (get_slider (fixture), "change-value", GTK_SCROLL_STEP_FORWARD, 2.0,
                         &is_handled);
  g_assert_cmpfloat (gtk_range_get_value (get_slider (fixture)), ==, 4.0);
}

/* Returns: the length of the written file, or 0 */
static gsize
export_chart (BpTestWindow *fixture, const char *chart, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *content = NULL;
  gsize length = 0;

  bp_window_hide_message (fixture->window);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "export-chart-as",
                                  g_variant_new ("(ss)", chart, path));
  g_file_get_contents (path, &content, &length, NULL);
  return length;
}

/* Each chart in each format; what cannot be written is said. */
static void
test_export_chart (BpTestWindow *fixture, gconstpointer data)
{
  train (fixture);
  g_assert_cmpuint (export_chart (fixture, "loss", "loss.svg"), >, 1000);
  g_assert_cmpuint (export_chart (fixture, "accuracy", "accuracy.pdf"), >, 1000);
  g_assert_cmpuint (export_chart (fixture, "accuracy", "accuracy.png"), >, 1000);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_cmpuint (export_chart (fixture, "speed", "speed.svg"), ==, 0);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "speed"));
  g_assert_cmpuint (export_chart (fixture, "loss", "nowhere/loss.svg"), ==, 0);
  g_assert_nonnull (bp_test_window_get_message (fixture));
}

BP_TEST_FILE (window_epochs)
{
  bp_test_window_begin ();
  bp_test_window_add ("/window-epochs/there-and-back", test_there_and_back);
  bp_test_window_add ("/window-epochs/use", test_use);
  bp_test_window_add ("/window-epochs/during-a-run", test_during_a_run);
  bp_test_window_add ("/window-epochs/opened-run", test_opened_run);
  bp_test_window_add ("/window-epochs/left-out", test_left_out);
  bp_test_window_add ("/window-epochs/export-chart", test_export_chart);
}
