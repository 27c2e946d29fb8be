/* SPDX-License-Identifier: MIT */
#include "app/application.h"
#include "app/pad.h"
#include "app/preferences.h"
#include "app/settings.h"
#include "app/window-private.h"
#include "session/mirrors.h"

#include <glib/gstdio.h>
#include <string.h>

/* The whole path in one process: data from a file, a run, the pad, weights to a file and back. */

#define SIDE      28
#define N_TRAIN   600
#define N_TEST    100
#define N_CLASSES 10

typedef struct
{
  char *folder; /* with the four IDX files of a small data set */
  GtkApplication *application;
  GSettings *settings;
  BpWindow *window;
} Fixture;

static void
append_big_endian (GByteArray *bytes, guint32 value)
{
  value = GUINT32_TO_BE (value);
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

static void
write_file (const char *folder, const char *name, GByteArray *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
}

/* Images in which a bar's place is the class: learnt within an epoch or two. */
static void
write_split (const char *folder, const char *prefix, guint count)
{
  g_autoptr (GByteArray) images = g_byte_array_new ();
  g_autoptr (GByteArray) labels = g_byte_array_new ();
  g_autofree char *images_name = g_strdup_printf ("%s-images-idx3-ubyte", prefix);
  g_autofree char *labels_name = g_strdup_printf ("%s-labels-idx1-ubyte", prefix);

  append_big_endian (images, 0x803);
  append_big_endian (images, count);
  append_big_endian (images, SIDE);
  append_big_endian (images, SIDE);
  append_big_endian (labels, 0x801);
  append_big_endian (labels, count);
  for (guint i = 0; i < count; i++)
    {
      guint8 label = i % N_CLASSES;
      guint8 image[SIDE * SIDE];

      for (guint pixel = 0; pixel < SIDE * SIDE; pixel++)
        image[pixel] = pixel % SIDE / 2 == label + 2U ? 200 : (pixel * 7 + i * 13) % 40;
      g_byte_array_append (images, image, sizeof image);
      g_byte_array_append (labels, &label, 1);
    }
  write_file (folder, images_name, images);
  write_file (folder, labels_name, labels);
}

/* A folder and what is in it. */
static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static GFile *
get_file (Fixture *fixture, const char *name)
{
  return g_file_new_build_filename (fixture->folder, name, NULL);
}

/* There is one registered application a process; each test has a window of its own. */
static GtkApplication *
get_application (void)
{
  static GtkApplication *application = NULL;

  if (application == NULL)
    {
      application = gtk_application_new ("io.github.backprop.Test", G_APPLICATION_NON_UNIQUE);
      g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
    }
  return application;
}

static void
open_window (Fixture *fixture)
{
  fixture->window = bp_window_new (fixture->application, fixture->settings);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->folder = g_dir_make_tmp ("backprop-window-XXXXXX", NULL);
  write_split (fixture->folder, "train", N_TRAIN);
  write_split (fixture->folder, "t10k", N_TEST);

  fixture->application = get_application ();
  fixture->settings = bp_settings_new ();
  for (guint i = 0; i < 2; i++)
    g_settings_reset (fixture->settings, i == 0 ? BP_KEY_LEARNING_RATE : BP_KEY_EPOCHS);
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "16");
  g_settings_set_int (fixture->settings, BP_KEY_BATCH_SIZE, 10);
  g_settings_set_double (fixture->settings, BP_KEY_MOMENTUM, 0.0);
  g_settings_set_string (fixture->settings, BP_KEY_SCHEDULE, "constant");
  g_settings_set_string (fixture->settings, BP_KEY_VARIATION, "off");
  open_window (fixture);
}

static void
close_window (Fixture *fixture)
{
  gtk_window_close (GTK_WINDOW (fixture->window));
  while (fixture->window != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  if (fixture->window != NULL)
    close_window (fixture);
  g_clear_object (&fixture->settings);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
activate (Fixture *fixture, const char *name)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), name));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), name, NULL);
}

static gboolean
is_enabled (Fixture *fixture, const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), name);
}

static BpTrainingState
get_state (Fixture *fixture)
{
  return bp_training_run_get_state (fixture->window->document->run);
}

static void
wait_for_state (Fixture *fixture, BpTrainingState state)
{
  while (get_state (fixture) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_until_idle (Fixture *fixture)
{
  while (fixture->window->n_pending > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_steps (Fixture *fixture, gsize n_steps)
{
  BpHistory *history = bp_training_run_get_history (fixture->window->document->run);

  while (bp_history_get_n_steps (history) < n_steps)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_network (Fixture *fixture)
{
  while (fixture->window->document->network == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
load_data (Fixture *fixture)
{
  g_autoptr (GFile) file = get_file (fixture, "train-images-idx3-ubyte");

  bp_window_open_data (fixture->window, file);
  wait_until_idle (fixture);
  g_assert_nonnull (fixture->window->dataset);
}

static void
train_to_the_end (Fixture *fixture, int n_epochs)
{
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, n_epochs);
  activate (fixture, "train");
  wait_until_idle (fixture);
}

static const char *
get_accessible_button (Fixture *fixture)
{
  return adw_button_content_get_label (fixture->window->train_content);
}

/* The label that says what the network reads, wherever it is in the pane. */
static const char *
find_answer (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "answer"))
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *answer = find_answer (child);

      if (answer != NULL)
        return answer;
    }
  return NULL;
}

static const char *
get_answer (Fixture *fixture)
{
  return find_answer (GTK_WIDGET (fixture->window->draw_pane));
}

static void
draw (Fixture *fixture)
{
  BpPad *pad = bp_draw_pane_get_pad (fixture->window->draw_pane);
  double side = gtk_widget_get_width (GTK_WIDGET (pad));

  bp_pad_begin (pad, BP_PAD_TOOL_PEN, side * 0.3, side * 0.2, 0.5);
  bp_pad_to (pad, side * 0.7, side * 0.2, 0.5);
  bp_pad_to (pad, side * 0.5, side * 0.8, 0.5);
  bp_pad_end (pad);
}

static void
write_network (GFile *file, const guint sizes[3])
{
  g_autoptr (BpNetwork) network = bp_network_new (sizes, 3, NULL);
  g_autofree char *path = g_file_get_path (file);
  g_auto (BpWeightsInfo) info = { 0 };
  BpRandom random;

  bp_random_init (&random, 1, 0);
  bp_network_init_he (network, &random);
  bp_weights_info_init (&info);
  g_assert_true (bp_weights_save (network, &info, path, NULL));
}

static GtkEventController *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return controller;
    }
  g_assert_not_reached ();
}

static const char *
get_message (Fixture *fixture)
{
  BpMessageBar *bar = fixture->window->message_bar;

  return bp_message_bar_is_shown (bar) ? bp_message_bar_get_text (bar) : NULL;
}

static void
test_empty (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_false (is_enabled (fixture, "train"));
  g_assert_false (is_enabled (fixture, "continue"));
  g_assert_false (is_enabled (fixture, "pause"));
  g_assert_false (is_enabled (fixture, "stop"));
  g_assert_false (is_enabled (fixture, "save-weights"));
  g_assert_false (is_enabled (fixture, "undo"));
  g_assert_true (is_enabled (fixture, "open-weights"));
  g_assert_true (is_enabled (fixture, "open-data"));
  g_assert_cmpstr (get_accessible_button (fixture), ==, "Train");
  gtk_test_accessible_assert_role (fixture->window->train_button, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
test_whole_path (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GFile) file = get_file (fixture, "saved.safetensors");
  g_autofree char *answer = NULL;
  g_autofree char *status = NULL;
  BpNetwork *saved;

  load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  activate (fixture, "train");
  g_assert_cmpstr (get_accessible_button (fixture), ==, "Pause");
  g_assert_false (is_enabled (fixture, "train"));
  wait_for_steps (fixture, 100);

  draw (fixture);
  wait_for_network (fixture);
  g_assert_cmpstr (get_answer (fixture), !=, "");
  g_assert_true (is_enabled (fixture, "undo"));

  activate (fixture, "pause");
  wait_for_state (fixture, BP_TRAINING_STATE_PAUSED);
  g_assert_cmpstr (get_accessible_button (fixture), ==, "Resume");
  g_assert_true (g_str_has_prefix (bp_train_page_get_status (fixture->window->train_page),
                                   "Paused in epoch "));
  activate (fixture, "pause");
  wait_for_state (fixture, BP_TRAINING_STATE_RUNNING);
  g_assert_cmpstr (get_accessible_button (fixture), ==, "Pause");

  activate (fixture, "stop");
  wait_until_idle (fixture);
  g_assert_cmpint (get_state (fixture), ==, BP_TRAINING_STATE_FINISHED);
  g_assert_cmpstr (get_accessible_button (fixture), ==, "Train");
  g_assert_true (g_str_has_prefix (bp_train_page_get_status (fixture->window->train_page),
                                   "Stopped in epoch "));
  g_assert_null (get_message (fixture));

  answer = g_strdup (get_answer (fixture));
  saved = bp_network_ref (fixture->window->document->network);
  bp_window_save_weights (fixture->window, file);
  wait_until_idle (fixture);
  g_assert_cmpstr (adw_window_title_get_subtitle (fixture->window->window_title), ==,
                   "784-16-10 · from saved.safetensors");

  train_to_the_end (fixture, 1);
  g_assert_true (fixture->window->document->network != saved);
  g_assert_true (
      g_str_has_prefix (bp_train_page_get_status (fixture->window->train_page), "Test accuracy "));

  bp_window_open_weights (fixture->window, file);
  wait_until_idle (fixture);
  g_assert_null (get_message (fixture));
  g_assert_cmpmem (fixture->window->document->network->parameters,
                   saved->n_parameters * sizeof (float), saved->parameters,
                   saved->n_parameters * sizeof (float));
  g_assert_cmpstr (get_answer (fixture), ==, answer);
  bp_network_unref (saved);
}

static void
test_learns (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const BpMetrics *metrics;

  load_data (fixture);
  train_to_the_end (fixture, 5);
  metrics = bp_training_run_get_test_metrics (fixture->window->document->run);
  g_assert_nonnull (metrics);
  g_assert_cmpuint (metrics->count, ==, N_TEST);
  g_assert_cmpfloat (metrics->accuracy, >, 0.9);
  g_assert_cmpuint (fixture->window->document->info.n_epochs, ==, 5);
}

static void
test_continue (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpHistory *history;

  load_data (fixture);
  train_to_the_end (fixture, 2);
  history = bp_training_run_get_history (fixture->window->document->run);

  activate (fixture, "continue");
  wait_until_idle (fixture);
  g_assert_true (bp_training_run_get_history (fixture->window->document->run) == history);
  g_assert_cmpuint (bp_history_get_n_epochs (history), ==, 4);
  g_assert_cmpuint (fixture->window->document->info.n_epochs, ==, 4);
}

static void
test_undo_of_training (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) first = NULL;

  load_data (fixture);
  train_to_the_end (fixture, 1);
  first = bp_network_ref (fixture->window->document->network);
  g_assert_false (is_enabled (fixture, "restore-previous"));

  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  activate (fixture, "train");
  wait_for_steps (fixture, 10);
  g_assert_true (fixture->window->document->network != first);
  activate (fixture, "restore-previous");
  g_assert_true (fixture->window->document->network == first);
  g_assert_cmpstr (get_accessible_button (fixture), ==, "Train");
  wait_until_idle (fixture);
  g_assert_true (fixture->window->document->network == first);
}

static void
test_learning_rate_while_running (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  activate (fixture, "train");
  wait_for_steps (fixture, 10);
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 0.05);
  g_assert_cmpfloat (bp_training_run_get_learning_rate (fixture->window->document->run), ==, 0.05);
}

static void
test_divergence (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  load_data (fixture);
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "64, 64, 64");
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 100);
  train_to_the_end (fixture, 100);
  g_assert_cmpint (get_state (fixture), ==, BP_TRAINING_STATE_FAILED);
  g_assert_nonnull (get_message (fixture));
  g_assert_nonnull (strstr (get_message (fixture), "learning rate of 100"));

  activate (fixture, "retry-at-half-rate");
  g_assert_cmpfloat (g_settings_get_double (fixture->settings, BP_KEY_LEARNING_RATE), ==, 50);
  g_assert_null (get_message (fixture));
}

static void
test_settings_that_make_no_sense (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  load_data (fixture);
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "a few");
  activate (fixture, "train");
  g_assert_cmpint (get_state (fixture), ==, BP_TRAINING_STATE_IDLE);
  g_assert_nonnull (strstr (get_message (fixture), "a few"));
}

static void
test_bad_data (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GFile) file = get_file (fixture, "page.html");
  g_autofree char *path = g_file_get_path (file);
  BpDataset *dataset;

  load_data (fixture);
  dataset = fixture->window->dataset;
  g_assert_true (g_file_set_contents (path, "<!DOCTYPE html><html></html>", -1, NULL));
  bp_window_open_data (fixture->window, file);
  wait_until_idle (fixture);
  g_assert_nonnull (get_message (fixture));
  g_assert_nonnull (strstr (get_message (fixture), "page.html"));
  g_assert_true (fixture->window->dataset == dataset);
  g_assert_true (is_enabled (fixture, "train"));
}

/* Nobody listens at the only mirror, as on a computer that is offline. */
static void
test_download_offline (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GFile) file = get_file (fixture, "mirrors.json");
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "a", 1);
  g_autofree char *text = g_strdup_printf (
      "{\"name\": \"A\", \"files\": [{\"name\": \"a\", \"size\": 1, \"sha256\": \"%s\"}], "
      "\"mirrors\": [\"http://127.0.0.1:1/\"]}",
      sha256);
  BpDataset *dataset;

  load_data (fixture);
  dataset = fixture->window->dataset;
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_setenv (BP_MIRRORS_ENVIRONMENT, path, TRUE);
  activate (fixture, "download-data");
  wait_until_idle (fixture);
  g_assert_nonnull (get_message (fixture));
  g_assert_nonnull (strstr (get_message (fixture), "seems to be offline"));
  g_assert_true (fixture->window->dataset == dataset);

  g_assert_true (g_file_set_contents (path, "[]", -1, NULL));
  activate (fixture, "download-data");
  g_assert_nonnull (strstr (get_message (fixture), "cannot be read as a list of mirrors"));
  g_unsetenv (BP_MIRRORS_ENVIRONMENT);
  g_unlink (path);
}

static void
test_bad_weights (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GFile) file = get_file (fixture, "damaged.safetensors");
  g_autofree char *path = g_file_get_path (file);
  BpNetwork *network;

  load_data (fixture);
  train_to_the_end (fixture, 1);
  network = fixture->window->document->network;
  g_assert_true (g_file_set_contents (path, "\x40\0\0\0\0\0\0\0{", 9, NULL));
  bp_window_open_weights (fixture->window, file);
  wait_until_idle (fixture);
  g_assert_nonnull (get_message (fixture));
  g_assert_true (fixture->window->document->network == network);
}

/* What is opened without a word on what it is: the content decides. */
static void
test_open_file (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GFile) images = get_file (fixture, "train-images-idx3-ubyte");
  g_autoptr (GFile) weights = get_file (fixture, "without-an-ending");

  bp_window_open_file (fixture->window, images);
  wait_until_idle (fixture);
  g_assert_null (get_message (fixture));
  g_assert_nonnull (fixture->window->dataset);

  train_to_the_end (fixture, 1);
  bp_window_save_weights (fixture->window, weights);
  wait_until_idle (fixture);
  bp_window_open_file (fixture->window, weights);
  wait_until_idle (fixture);
  g_assert_null (get_message (fixture));
  g_assert_true (fixture->window->document->is_from_file);
}

/* A network of other classes than digits, and one of other inputs than the pad's pixels. */
static void
test_open_other_shapes (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GFile) letters = get_file (fixture, "letters.safetensors");
  g_autoptr (GFile) small = get_file (fixture, "small.safetensors");

  write_network (letters, (const guint[]){ SIDE * SIDE, 8, 26 });
  write_network (small, (const guint[]){ 64, 8, 10 });

  bp_window_open_weights (fixture->window, letters);
  wait_until_idle (fixture);
  g_assert_nonnull (strstr (get_message (fixture), "784-8-26"));

  bp_window_open_weights (fixture->window, small);
  wait_until_idle (fixture);
  g_assert_nonnull (strstr (get_message (fixture), "64-8-10"));
  g_assert_null (fixture->window->document->network);
}

/* Dropped files are opened as if they were chosen. */
static void
test_drop (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GFile) images = get_file (fixture, "train-images-idx3-ubyte");
  GtkEventController *target = find_drop_target (GTK_WIDGET (fixture->window));
  GSList files = { .data = images };
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean is_taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (&files));
  g_signal_emit_by_name (target, "drop", &value, 10.0, 10.0, &is_taken);
  g_assert_true (is_taken);
  wait_until_idle (fixture);
  g_assert_nonnull (fixture->window->dataset);
}

static void
test_save_to_nowhere (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GFile) file = get_file (fixture, "no/such/folder.safetensors");

  load_data (fixture);
  train_to_the_end (fixture, 1);
  bp_window_save_weights (fixture->window, file);
  wait_until_idle (fixture);
  g_assert_nonnull (get_message (fixture));
  g_assert_false (fixture->window->document->is_from_file);
}

static void
test_close_while_training (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  activate (fixture, "train");
  wait_for_steps (fixture, 100);
  close_window (fixture);

  /* What it had learnt by then is there again. */
  open_window (fixture);
  bp_window_start (fixture->window);
  wait_for_network (fixture);
}

/* Closing loses nothing: the next window begins with the network of the last one. */
static void
test_keeps_network (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) kept = NULL;
  BpNetwork *network;

  load_data (fixture);
  train_to_the_end (fixture, 1);
  kept = bp_network_ref (fixture->window->document->network);
  close_window (fixture);

  open_window (fixture);
  bp_window_start (fixture->window);
  wait_for_network (fixture);
  network = fixture->window->document->network;
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float), kept->parameters,
                   kept->n_parameters * sizeof (float));
}

/* On the first start of all, where no network was kept. */
static void
test_pretrained (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *kept =
      g_build_filename (g_get_user_state_dir (), "backprop", "last-network.safetensors", NULL);

  g_unlink (kept);
  draw (fixture);
  g_assert_cmpstr (get_answer (fixture), ==, "");
  bp_window_start (fixture->window);
  while (fixture->window->document->network == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (get_answer (fixture), !=, "");
  g_assert_true (g_str_has_suffix (adw_window_title_get_subtitle (fixture->window->window_title),
                                   " · pre-trained"));

  load_data (fixture);
  train_to_the_end (fixture, 1);
  g_assert_false (fixture->window->document->is_pretrained);
  g_assert_cmpuint (fixture->window->document->info.n_epochs, ==, 1);
}

/* By the name that the template gives it. */
static GtkWidget *
find_by_name (GtkWidget *widget, const char *name)
{
  if (GTK_IS_BUILDABLE (widget) &&
      g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_name (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static const char *
get_selected_name (AdwComboRow *row)
{
  return gtk_string_object_get_string (adw_combo_row_get_selected_item (row));
}

/* The first row of the settings fills in the others, and says so where they are changed. */
static void
test_preset_row (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  AdwComboRow *row =
      ADW_COMBO_ROW (find_by_name (GTK_WIDGET (fixture->window->settings_pane), "preset_row"));
  g_autofree char *hidden_layers = NULL;

  g_assert_cmpstr (get_selected_name (row), ==, "Custom");
  adw_combo_row_set_selected (row, 0);
  g_assert_cmpstr (get_selected_name (row), ==, "Classroom");
  hidden_layers = g_settings_get_string (fixture->settings, BP_KEY_HIDDEN_LAYERS);
  g_assert_cmpstr (hidden_layers, ==, "40");
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_TRAIN_LIMIT), ==, 10000);

  g_settings_set_int (fixture->settings, BP_KEY_BATCH_SIZE, 11);
  g_assert_cmpstr (get_selected_name (row), ==, "Custom");
  g_settings_set_int (fixture->settings, BP_KEY_BATCH_SIZE, 10);
  g_assert_cmpstr (get_selected_name (row), ==, "Classroom");
}

/* The built-in digits are loaded again, and what is found besides can be chosen. */
static void
test_other_data (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  GtkWidget *row = find_by_name (GTK_WIDGET (fixture->window->settings_pane), "data_row");
  GListModel *names = adw_combo_row_get_model (ADW_COMBO_ROW (row));

  g_setenv ("BACKPROP_DATA", fixture->folder, TRUE);
  g_settings_set_string (fixture->settings, BP_KEY_LAST_DATA, "builtin");
  bp_window_start (fixture->window);
  wait_until_idle (fixture);
  g_unsetenv ("BACKPROP_DATA");
  g_settings_reset (fixture->settings, BP_KEY_LAST_DATA);

  g_assert_cmpuint (g_list_model_get_n_items (names), ==, 2);
  g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (names), 0), ==, "Built-in digits");
}

/* What was loaded can be loaded once more with digits mixed in. */
static void
test_mixed_data (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GFile) file = get_file (fixture, "train-images-idx3-ubyte");
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *mixed = g_strconcat ("builtin+", path, NULL);
  g_autofree char *last_data = NULL;

  load_data (fixture);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "load-data",
                                  g_variant_new_string (mixed));
  wait_until_idle (fixture);
  g_assert_null (get_message (fixture));
  g_assert_cmpuint (bp_dataset_get_samples (fixture->window->dataset, BP_SPLIT_TRAIN).count, >,
                    30000);
  last_data = g_settings_get_string (fixture->settings, BP_KEY_LAST_DATA);
  g_assert_cmpstr (last_data, ==, mixed);
}

static void
test_remembers_size (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 640);
  close_window (fixture);
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_WINDOW_WIDTH), ==, 900);
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_WINDOW_HEIGHT), ==, 640);
}

static void
test_shortcuts (Fixture *fixture G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/backprop/Backprop/gtk/help-overlay.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_present (shortcuts);
  gtk_window_destroy (shortcuts);
}

static void
test_preferences (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  GtkWidget *preferences = bp_preferences_new (fixture->settings);

  gtk_window_present (GTK_WINDOW (preferences));
  g_settings_set_int (fixture->settings, BP_KEY_THREADS, 2);
  gtk_window_destroy (GTK_WINDOW (preferences));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_autofree char *state_folder = g_dir_make_tmp ("backprop-state-XXXXXX", NULL);
  int result;

  g_setenv ("XDG_STATE_HOME", state_folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("/window/empty", test_empty);
  ADD ("/window/whole-path", test_whole_path);
  ADD ("/window/learns", test_learns);
  ADD ("/window/continue", test_continue);
  ADD ("/window/undo-of-training", test_undo_of_training);
  ADD ("/window/learning-rate-while-running", test_learning_rate_while_running);
  ADD ("/window/divergence", test_divergence);
  ADD ("/window/settings-that-make-no-sense", test_settings_that_make_no_sense);
  ADD ("/window/bad-data", test_bad_data);
  ADD ("/window/download-offline", test_download_offline);
  ADD ("/window/bad-weights", test_bad_weights);
  ADD ("/window/open-file", test_open_file);
  ADD ("/window/open-other-shapes", test_open_other_shapes);
  ADD ("/window/drop", test_drop);
  ADD ("/window/save-to-nowhere", test_save_to_nowhere);
  ADD ("/window/close-while-training", test_close_while_training);
  ADD ("/window/keeps-network", test_keeps_network);
  ADD ("/window/pretrained", test_pretrained);
  ADD ("/window/preset-row", test_preset_row);
  ADD ("/window/mixed-data", test_mixed_data);
  ADD ("/window/other-data", test_other_data);
  ADD ("/window/remembers-size", test_remembers_size);
  ADD ("/window/shortcuts", test_shortcuts);
  ADD ("/window/preferences", test_preferences);

  result = g_test_run ();
  remove_folder (state_folder);
  return result;
}
