/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "settings.h"
#include "test-file.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_bad_weights (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "damaged.safetensors");
  g_autofree char *path = g_file_get_path (file);
  BpNetwork *network;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  network = bp_test_window_get_document (fixture)->network;
  g_assert_true (g_file_set_contents (path, "\x40\0\0\0\0\0\0\0{", 9, NULL));
  bp_window_open_weights (fixture->window, file);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (bp_test_window_get_message (fixture));
  g_assert_true (bp_test_window_get_document (fixture)->network == network);
}

/* What is opened without a word on what it is: the content decides. */
static void
test_open_file (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) images = bp_test_window_get_file (fixture, "train-images-idx3-ubyte");
  g_autoptr (GFile) weights = bp_test_window_get_file (fixture, "without-an-ending");

  bp_window_open_files (fixture->window, &images, 1);
  bp_test_window_wait_until_idle (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_nonnull (bp_window_get_dataset (fixture->window));

  bp_test_window_train_to_the_end (fixture, 1);
  bp_window_save_weights (fixture->window, weights);
  bp_test_window_wait_until_idle (fixture);
  bp_window_open_files (fixture->window, &weights, 1);
  bp_test_window_wait_until_idle (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_true (bp_test_window_get_document (fixture)->is_from_file);
}

/* Weights in the formats of other programs: saved as the ending says, opened for what they are. */
static void
test_other_formats (BpTestWindow *fixture, gconstpointer data)
{
  static const char *const NAMES[] = { "saved.npz", "saved.onnx" };
  g_autoptr (BpNetwork) network = NULL;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  network = bp_network_ref (bp_test_window_get_document (fixture)->network);
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      g_autoptr (GFile) file = bp_test_window_get_file (fixture, NAMES[i]);
      g_autofree char *subtitle = g_strdup_printf ("784-16-10 · from %s", NAMES[i]);
      const BpNetwork *opened;

      bp_window_save_weights (fixture->window, file);
      bp_test_window_wait_until_idle (fixture);
      bp_window_open_files (fixture->window, &file, 1);
      bp_test_window_wait_until_idle (fixture);
      g_assert_null (bp_test_window_get_message (fixture));
      g_assert_cmpstr (bp_test_window_get_subtitle (fixture), ==, subtitle);
      opened = bp_test_window_get_document (fixture)->network;
      g_assert_true (opened != network);
      g_assert_cmpmem (opened->parameters, opened->n_parameters * sizeof (float),
                       network->parameters, network->n_parameters * sizeof (float));
      g_assert_cmpfloat (opened->sure_threshold, ==, network->sure_threshold);
    }
}

/* A network of other classes than digits, and one of other inputs than the pad's pixels. */
static void
test_open_other_shapes (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) letters = bp_test_window_get_file (fixture, "letters.safetensors");
  g_autoptr (GFile) small = bp_test_window_get_file (fixture, "small.safetensors");

  bp_test_write_network (letters,
                         (const guint[]){ BP_TEST_WINDOW_SIDE * BP_TEST_WINDOW_SIDE, 8, 26 });
  bp_test_write_network (small, (const guint[]){ 64, 8, 10 });

  bp_window_open_weights (fixture->window, letters);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "784-8-26"));

  bp_window_open_weights (fixture->window, small);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "64-8-10"));
  g_assert_null (bp_test_window_get_document (fixture)->network);
}

/* Dropped files are opened as if they were chosen. */
static void
test_drop (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) images = bp_test_window_get_file (fixture, "train-images-idx3-ubyte");
  GtkEventController *target = bp_test_find_drop_target (GTK_WIDGET (fixture->window));
  GSList files = { .data = images };
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean is_taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (&files));
  g_signal_emit_by_name (target, "drop", &value, 10.0, 10.0, &is_taken);
  g_assert_true (is_taken);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (bp_window_get_dataset (fixture->window));
}

static void
test_save_to_nowhere (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "no/such/folder.safetensors");

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  bp_window_save_weights (fixture->window, file);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (bp_test_window_get_message (fixture));
  g_assert_false (bp_test_window_get_document (fixture)->is_from_file);
}

/* What the next start begins with, or else the network that comes with the program. */
static void
forget_kept_network (void)
{
  g_autofree char *kept =
      g_build_filename (g_get_user_state_dir (), "backprop", "last-network.safetensors", NULL);

  g_unlink (kept);
}

static void
assert_next_start_has (BpTestWindow *fixture, const BpNetwork *expected)
{
  const BpNetwork *network;

  bp_test_window_open (fixture);
  bp_window_start (fixture->window);
  bp_test_window_wait_for_network (fixture);
  network = bp_test_window_get_document (fixture)->network;
  g_assert_cmpuint (network->n_parameters, ==, expected->n_parameters);
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                   expected->parameters, expected->n_parameters * sizeof (float));
  g_assert_cmpfloat (network->sure_threshold, ==, expected->sure_threshold);
}

/* Closing stops the run, and what it had learnt by then is there again. */
static void
test_close_while_training (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (BpTrainingRun) run = NULL;

  forget_kept_network ();
  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_window_activate (fixture, "train");
  bp_test_window_wait_for_steps (fixture, 100);
  run = g_object_ref (bp_test_window_get_document (fixture)->run);
  bp_test_window_close (fixture);
  g_assert_cmpint (bp_training_run_get_figures (run)->state, ==, BP_TRAINING_STATE_FINISHED);
  g_assert_cmpfloat (bp_training_run_get_figures (run)->fraction, <, 1.0);
  assert_next_start_has (fixture, bp_training_run_get_network (run));
}

/* Closing loses nothing: the next window begins with the network of the last one. */
static void
test_keeps_network (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) kept = NULL;

  forget_kept_network ();
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  kept = bp_network_ref (bp_test_window_get_document (fixture)->network);
  bp_test_window_close (fixture);
  assert_next_start_has (fixture, kept);
}

/* On the first start of all, where no network was kept. */
static void
test_pretrained (BpTestWindow *fixture, gconstpointer data)
{
  forget_kept_network ();
  bp_test_window_draw (fixture);
  g_assert_cmpstr (bp_test_window_get_answer (fixture), ==, "");
  bp_window_start (fixture->window);
  while (bp_test_window_get_document (fixture)->network == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (bp_test_window_get_answer (fixture), !=, "");
  g_assert_true (g_str_has_suffix (bp_test_window_get_subtitle (fixture), " · pre-trained"));

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  g_assert_false (bp_test_window_get_document (fixture)->is_pretrained);
  g_assert_cmpuint (bp_test_window_get_document (fixture)->info.n_epochs, ==, 1);
}

static void
add_tests (void)
{
  bp_test_window_add ("/window-files/bad-weights", test_bad_weights);
  bp_test_window_add ("/window-files/open-file", test_open_file);
  bp_test_window_add ("/window-files/other-formats", test_other_formats);
  bp_test_window_add ("/window-files/open-other-shapes", test_open_other_shapes);
  bp_test_window_add ("/window-files/drop", test_drop);
  bp_test_window_add ("/window-files/save-to-nowhere", test_save_to_nowhere);
  bp_test_window_add ("/window-files/close-while-training", test_close_while_training);
  bp_test_window_add ("/window-files/keeps-network", test_keeps_network);
  bp_test_window_add ("/window-files/pretrained", test_pretrained);
}

BP_TEST_FILE (window_files)
{
  bp_test_window_begin ();
  add_tests ();
}
