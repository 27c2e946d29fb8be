/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "file-chooser.h"
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

/* A file of any kind is opened by its content. */
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

/* Weights in the formats of other programs: saved by their ending, opened by their content. */
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
  g_autoptr (GFile) signs = bp_test_window_get_file (fixture, "signs.safetensors");
  g_autoptr (GFile) small = bp_test_window_get_file (fixture, "small.safetensors");

  bp_test_write_network (signs,
                         (const guint[]){ BP_TEST_WINDOW_SIDE * BP_TEST_WINDOW_SIDE, 8, 300 });
  bp_test_write_network (small, (const guint[]){ 64, 8, 10 });

  bp_window_open_weights (fixture->window, signs);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "784-8-300"));

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

/* A network, a data set of several files, pictures and an unusable file, all at once. */
static void
test_open_together (BpTestWindow *fixture, gconstpointer data)
{
  static const char *const NAMES[] = { "together.safetensors", "train-labels-idx1-ubyte",
                                       "train-images-idx3-ubyte", "other.safetensors", "X-y.mat" };
  static const char MATLAB[] = "MATLAB 5.0 MAT-file, Platform: GLNXA64";
  const guint sizes[3] = { BP_TEST_WINDOW_SIDE * BP_TEST_WINDOW_SIDE, 8, 10 };
  GtkWidget *close_button;
  GFile *files[G_N_ELEMENTS (NAMES)];

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    files[i] = bp_test_window_get_file (fixture, NAMES[i]);
  bp_test_write_network (files[0], sizes);
  bp_test_write_network (files[3], sizes);
  g_assert_true (
      g_file_set_contents (g_file_peek_path (files[4]), MATLAB, sizeof MATLAB - 1, NULL));

  bp_window_open_files (fixture->window, files, G_N_ELEMENTS (files));
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpstr (bp_test_window_get_subtitle (fixture), ==,
                   "784-8-10 · from together.safetensors");
  g_assert_nonnull (bp_window_get_dataset (fixture->window));
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture),
                            "“X-y.mat” cannot be opened: it is a MATLAB file: open it in Python"));

  /* The message below names the second network, and no file of the data set. */
  close_button = bp_test_window_find (fixture, "close_button");
  g_signal_emit_by_name (close_button, "clicked");
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), ": “other.safetensors”"));
  g_assert_null (strstr (bp_test_window_get_message (fixture), "idx1"));
  g_signal_emit_by_name (close_button, "clicked");
  g_assert_null (bp_test_window_get_message (fixture));

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    g_object_unref (files[i]);
}

/* Writes weights of another program, 784-8-10, all 0, without metadata. */
static void
write_plain_weights (GFile *file)
{
  static const char HEADER[] = "{\"0.weight\":{\"dtype\":\"F32\",\"shape\":[8,784],"
                               "\"data_offsets\":[0,25088]},"
                               "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[8],"
                               "\"data_offsets\":[25088,25120]},"
                               "\"2.weight\":{\"dtype\":\"F32\",\"shape\":[10,8],"
                               "\"data_offsets\":[25120,25440]},"
                               "\"2.bias\":{\"dtype\":\"F32\",\"shape\":[10],"
                               "\"data_offsets\":[25440,25480]}}";
  guint64 length = GUINT64_TO_LE (sizeof HEADER - 1);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  static const guint8 WEIGHTS[25480] = { 0 };

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) HEADER, sizeof HEADER - 1);
  g_byte_array_append (bytes, WEIGHTS, sizeof WEIGHTS);
  g_assert_true (
      g_file_set_contents (g_file_peek_path (file), (const char *) bytes->data, bytes->len, NULL));
}

/* Arrays without an activation: ReLU is assumed with a message, and another one is chosen. */
static void
test_choose_activation (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "plain.safetensors");
  GActionGroup *actions = G_ACTION_GROUP (fixture->window);

  write_plain_weights (file);
  g_assert_false (bp_test_window_is_enabled (fixture, "choose-activation"));
  bp_window_open_files (fixture->window, &file, 1);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "ReLU was assumed"));
  g_assert_true (bp_test_window_is_enabled (fixture, "choose-activation"));

  g_action_group_activate_action (actions, "set-activation", g_variant_new_string ("tanh"));
  g_assert_cmpint (bp_test_window_get_document (fixture)->network->activation, ==,
                   BP_ACTIVATION_TANH);
  bp_test_window_activate (fixture, "restore-previous");
  g_assert_cmpint (bp_test_window_get_document (fixture)->network->activation, ==,
                   BP_ACTIVATION_RELU);
}

/* The dialog has a filter for each export format, and the ending of the name follows it. */
static void
test_export (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "exported.safetensors");
  g_autoptr (GListModel) filters = NULL;
  GtkFileChooser *chooser;
  guint n_filters = 0;

  g_assert_false (bp_test_window_is_enabled (fixture, "export-weights"));
  bp_test_write_network (file, (const guint[]){ BP_TEST_WINDOW_SIDE * BP_TEST_WINDOW_SIDE, 8, 10 });
  bp_window_open_weights (fixture->window, file);
  bp_test_window_wait_until_idle (fixture);
  bp_test_window_activate (fixture, "export-weights");
  chooser = g_object_get_data (G_OBJECT (fixture->window), BP_FILE_CHOOSER);
  filters = gtk_file_chooser_get_filters (chooser);

  for (guint i = 1; bp_weights_get_format (i) != NULL; i++)
    {
      const BpWeightsFormat *format = bp_weights_get_format (i);
      g_autofree char *expected = g_strconcat ("exported", format->endings[0], NULL);
      g_autofree char *name = NULL;
      g_autoptr (GtkFileFilter) filter = NULL;

      if (!format->is_written)
        continue;
      filter = g_list_model_get_item (filters, n_filters++);
      g_assert_true (g_str_has_prefix (gtk_file_filter_get_name (filter), format->name));
      gtk_file_chooser_set_filter (chooser, filter);
      name = gtk_file_chooser_get_current_name (chooser);
      g_assert_cmpstr (name, ==, expected);
    }
  g_assert_cmpuint (g_list_model_get_n_items (filters), ==, n_filters);
  g_signal_emit_by_name (chooser, "response", GTK_RESPONSE_CANCEL);
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

static void
assert_file_has (GFile *file, const BpNetwork *expected)
{
  g_autofree char *path = g_file_get_path (file);
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = bp_weights_load (path, &info, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                   expected->parameters, expected->n_parameters * sizeof (float));
}

/* Saving asks for no place where there is one: the file that was opened, or last saved as. */
static void
test_save_again (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) opened = bp_test_window_get_file (fixture, "opened.safetensors");
  g_autoptr (GFile) other = bp_test_window_get_file (fixture, "other.npz");
  g_autoptr (BpNetwork) first = NULL;

  bp_test_write_network (opened, (const guint[]){ 784, 16, 10 });
  bp_test_window_load_data (fixture);
  bp_window_open_weights (fixture->window, opened);
  bp_test_window_wait_until_idle (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 1);
  bp_test_window_activate (fixture, "continue-run");
  bp_test_window_wait_until_idle (fixture);
  bp_test_window_activate (fixture, "save-weights");
  bp_test_window_wait_until_idle (fixture);
  first = bp_network_ref (bp_test_window_get_document (fixture)->network);
  assert_file_has (opened, first);

  bp_window_save_weights (fixture->window, other);
  bp_test_window_wait_until_idle (fixture);
  bp_test_window_activate (fixture, "continue-run");
  bp_test_window_wait_until_idle (fixture);
  bp_test_window_activate (fixture, "save-weights");
  bp_test_window_wait_until_idle (fixture);
  assert_file_has (other, bp_test_window_get_document (fixture)->network);
  assert_file_has (opened, first);
}

/* Removes the kept network, so that the next start has the network that comes with the program. */
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

/* Closing the window stops the run, and the next window has its network. */
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

/* The next window begins with the network of the closed one. */
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

/* On the very first start, without a kept network. */
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
  bp_test_window_add ("/window-files/open-together", test_open_together);
  bp_test_window_add ("/window-files/choose-activation", test_choose_activation);
  bp_test_window_add ("/window-files/save-to-nowhere", test_save_to_nowhere);
  bp_test_window_add ("/window-files/save-again", test_save_again);
  bp_test_window_add ("/window-files/close-while-training", test_close_while_training);
  bp_test_window_add ("/window-files/keeps-network", test_keeps_network);
  bp_test_window_add ("/window-files/pretrained", test_pretrained);
  /* Must be the last test, as its dialog takes the focus of the window. */
  bp_test_window_add ("/window-files/export", test_export);
}

BP_TEST_FILE (window_files)
{
  bp_test_window_begin ();
  add_tests ();
}
