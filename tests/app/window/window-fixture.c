/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "answer-label.h"
#include "application.h"
#include "run-folder.h"
#include "run-store.h"
#include "settings.h"
#include "toy-network.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_CLASSES 10

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

/* Writes images in which the position of a bar is the class. A network learns them within one or
 * two epochs. */
static void
write_split (const char *folder, const char *prefix, guint side, guint count)
{
  g_autoptr (GByteArray) images = g_byte_array_new ();
  g_autoptr (GByteArray) labels = g_byte_array_new ();
  g_autofree char *images_name = g_strdup_printf ("%s-images-idx3-ubyte", prefix);
  g_autofree char *labels_name = g_strdup_printf ("%s-labels-idx1-ubyte", prefix);

  append_big_endian (images, 0x803);
  append_big_endian (images, count);
  append_big_endian (images, side);
  append_big_endian (images, side);
  append_big_endian (labels, 0x801);
  append_big_endian (labels, count);
  for (guint i = 0; i < count; i++)
    {
      guint8 label = i % N_CLASSES;

      for (guint pixel = 0; pixel < side * side; pixel++)
        {
          guint8 ink = pixel % side / 2 == label + 2U ? 200 : (pixel * 7 + i * 13) % 40;

          g_byte_array_append (images, &ink, 1);
        }
      g_byte_array_append (labels, &label, 1);
    }
  write_file (folder, images_name, images);
  write_file (folder, labels_name, labels);
}

/* Writes the four IDX files of a small data set, with images of @side x @side pixels. */
void
bp_test_write_data (const char *folder, guint side)
{
  write_split (folder, "train", side, BP_TEST_WINDOW_N_TRAIN);
  write_split (folder, "t10k", side, BP_TEST_WINDOW_N_TEST);
}

void
bp_test_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        bp_test_remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

GFile *
bp_test_window_get_file (BpTestWindow *fixture, const char *name)
{
  return g_file_new_build_filename (fixture->folder, name, NULL);
}

/* A process has one registered application; each test has its own window. */
static GtkApplication *
get_application (void)
{
  static GtkApplication *application = NULL;

  if (application == NULL)
    {
      application = GTK_APPLICATION (bp_application_new ());
      g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
      g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
    }
  return application;
}

void
bp_test_window_open (BpTestWindow *fixture)
{
  fixture->window = bp_window_new (fixture->application, fixture->settings);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
set_up (BpTestWindow *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("backprop-window-XXXXXX", NULL);
  bp_test_write_data (fixture->folder, BP_TEST_WINDOW_SIDE);

  fixture->application = get_application ();
  fixture->settings = bp_settings_new ();
  for (guint i = 0; i < 2; i++)
    g_settings_reset (fixture->settings, i == 0 ? BP_KEY_LEARNING_RATE : BP_KEY_EPOCHS);
  g_settings_set_boolean (fixture->settings, BP_KEY_HAS_SEEN_TOUR, TRUE);
  g_settings_set_string (fixture->settings, BP_KEY_HIDDEN_LAYERS, "16");
  g_settings_set_int (fixture->settings, BP_KEY_BATCH_SIZE, 10);
  g_settings_set_double (fixture->settings, BP_KEY_MOMENTUM, 0.0);
  g_settings_set_string (fixture->settings, BP_KEY_SCHEDULE, "constant");
  g_settings_set_string (fixture->settings, BP_KEY_VARIATION, "off");
  bp_test_window_open (fixture);
}

void
bp_test_window_close (BpTestWindow *fixture)
{
  gtk_window_close (GTK_WINDOW (fixture->window));
  while (fixture->window != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Removes the runs on the test's own data, and no other ones. */
static void
remove_runs (const BpTestWindow *fixture)
{
  g_autoptr (BpRunStore) store = bp_run_store_new (NULL);
  g_autoptr (GPtrArray) records = bp_run_store_list (store, NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const BpRunRecord *record = g_ptr_array_index (records, i);
      char *const *paths = record->settings.dataset_paths;

      if (paths != NULL && g_str_has_prefix (paths[0], fixture->folder))
        bp_run_folder_remove (record->folder, NULL);
    }
}

static void
tear_down (BpTestWindow *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    bp_test_window_close (fixture);
  g_clear_object (&fixture->settings);
  remove_runs (fixture);
  bp_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

void
bp_test_window_activate (BpTestWindow *fixture, const char *name)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), name));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), name, NULL);
}

gboolean
bp_test_window_is_enabled (BpTestWindow *fixture, const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), name);
}

BpDocument *
bp_test_window_get_document (BpTestWindow *fixture)
{
  return bp_window_get_document (fixture->window);
}

BpTrainingState
bp_test_window_get_state (BpTestWindow *fixture)
{
  return bp_training_run_get_figures (bp_test_window_get_document (fixture)->run)->state;
}

void
bp_test_window_wait_for_state (BpTestWindow *fixture, BpTrainingState state)
{
  while (bp_test_window_get_state (fixture) != state)
    g_main_context_iteration (NULL, TRUE);
}

void
bp_test_window_wait_until_idle (BpTestWindow *fixture)
{
  while (bp_window_is_busy (fixture->window))
    g_main_context_iteration (NULL, TRUE);
}

void
bp_test_window_wait_for_steps (BpTestWindow *fixture, gsize n_steps)
{
  BpHistory *history = bp_training_run_get_history (bp_test_window_get_document (fixture)->run);

  while (bp_history_get_n_steps (history) < n_steps)
    g_main_context_iteration (NULL, TRUE);
}

void
bp_test_window_wait_for_network (BpTestWindow *fixture)
{
  while (bp_test_window_get_document (fixture)->network == NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
bp_test_window_load_data (BpTestWindow *fixture)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "train-images-idx3-ubyte");

  bp_window_open_data (fixture->window, file);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (bp_window_get_dataset (fixture->window));
}

void
bp_test_window_train_to_the_end (BpTestWindow *fixture, int n_epochs)
{
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, n_epochs);
  bp_test_window_activate (fixture, "train");
  bp_test_window_wait_until_idle (fixture);
}

const char *
bp_test_window_get_train_label (BpTestWindow *fixture)
{
  GtkWidget *content = bp_test_window_find (fixture, "button_content");

  return adw_button_content_get_label (ADW_BUTTON_CONTENT (content));
}

/* Finds the label with the answer anywhere in the pane. */
static const char *
find_answer (GtkWidget *widget)
{
  if (BP_IS_ANSWER_LABEL (widget))
    return bp_answer_label_get_text (BP_ANSWER_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *answer = find_answer (child);

      if (answer != NULL)
        return answer;
    }
  return NULL;
}

const char *
bp_test_window_get_answer (BpTestWindow *fixture)
{
  return find_answer (GTK_WIDGET (fixture->window));
}

void
bp_test_window_draw (BpTestWindow *fixture)
{
  BpPad *pad = bp_window_get_pad (fixture->window);
  double side = gtk_widget_get_width (GTK_WIDGET (pad));

  bp_pad_begin (pad, BP_PAD_TOOL_PEN, side * 0.3, side * 0.2, 0.5);
  bp_pad_to (pad, side * 0.7, side * 0.2, 0.5);
  bp_pad_to (pad, side * 0.5, side * 0.8, 0.5);
  bp_pad_end (pad);
}

void
bp_test_write_network (GFile *file, const guint sizes[3])
{
  g_autoptr (BpNetwork) network = bp_toy_network_new (sizes[0], sizes[1], sizes[2], 1);
  g_autofree char *path = g_file_get_path (file);
  g_auto (BpWeightsInfo) info = { 0 };

  bp_weights_info_init (&info);
  g_assert_true (bp_weights_save (network, &info, path, NULL));
}

GtkWidget *
bp_test_window_find (BpTestWindow *fixture, const char *name)
{
  GtkWidget *widget = bp_test_find_by_name (GTK_WIDGET (fixture->window), name);

  g_assert_nonnull (widget);
  return widget;
}

const char *
bp_test_window_get_subtitle (BpTestWindow *fixture)
{
  return adw_window_title_get_subtitle (
      ADW_WINDOW_TITLE (bp_test_window_find (fixture, "window_title")));
}

/* The status line of the run. */
const char *
bp_test_window_get_status (BpTestWindow *fixture)
{
  GtkWidget *page = bp_test_window_find (fixture, "train_page");

  return gtk_label_get_text (GTK_LABEL (bp_test_find_by_name (page, "status")));
}

/* The button with @label in @widget, or NULL. */
GtkWidget *
bp_test_find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = bp_test_find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static const char *
find_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *text = find_text (child);

      if (text != NULL)
        return text;
    }
  return NULL;
}

/* The text of the toast, or NULL; @overlay holds toasts beside its child. */
const char *
bp_test_find_toast (GtkWidget *overlay)
{
  GtkWidget *content = adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay));

  for (GtkWidget *child = gtk_widget_get_first_child (overlay); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != content)
      return find_text (child);
  return NULL;
}

GtkEventController *
bp_test_find_drop_target (GtkWidget *widget)
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

/* The text of the message that a window shows, or NULL. */
const char *
bp_test_find_message (GtkWidget *window)
{
  GtkWidget *bar = bp_test_find_by_name (window, "message_bar");
  GtkWidget *revealer = bp_test_find_by_name (bar, "revealer");

  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)))
    return NULL;
  return gtk_label_get_text (GTK_LABEL (bp_test_find_by_name (bar, "text")));
}

const char *
bp_test_window_get_message (BpTestWindow *fixture)
{
  return bp_test_find_message (GTK_WIDGET (fixture->window));
}

/**
 * bp_test_window_add:
 * @path: of the test
 * @function: the test, which gets a new window
 */
void
bp_test_window_add (const char *path, BpTestWindowFunc function)
{
  g_test_add (path, BpTestWindow, NULL, set_up, function, tear_down);
}

static void
remove_state_folder (void)
{
  bp_test_remove_folder (g_getenv ("XDG_STATE_HOME"));
}

/**
 * bp_test_window_begin:
 *
 * Sets a temporary state folder for the tests of the program, and disables animations. Call it
 * before bp_test_window_add().
 */
void
bp_test_window_begin (void)
{
  static gboolean has_begun = FALSE;
  g_autofree char *state_folder = NULL;

  if (has_begun)
    return;

  has_begun = TRUE;
  state_folder = g_dir_make_tmp ("backprop-state-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", state_folder, TRUE);
  atexit (remove_state_folder);
  adw_init ();
  /* libadwaita 1.2 crashes where a toast is dismissed during its animation, as in fast tests. GTK
   * 4.8 leaks a time when it looks for recent files that are too old. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE,
                "gtk-recent-files-max-age", -1, NULL);
}

/* libadwaita 1.2 says this of the parts of its bar of a narrow window, the switcher and the empty
 * boxes beside it, while the bar comes or goes. */
static gboolean
is_of_switcher_bar (const char *domain, const char *message)
{
  return g_strcmp0 (domain, "Gtk") == 0 &&
         g_regex_match_simple ("^gtk_widget_size_allocate\\(\\): attempt to allocate "
                               "(AdwViewSwitcher viewswitcher 0x[0-9a-f]+ with width [0-9]+|"
                               "GtkBox box 0x[0-9a-f]+ with width 0) and height -1$",
                               message, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT);
}

static const char *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, key))
      return fields[i].value;
  return NULL;
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  const char *message = find_field (fields, n_fields, "MESSAGE");

  if (level == G_LOG_LEVEL_WARNING && message != NULL &&
      is_of_switcher_bar (find_field (fields, n_fields, "GLIB_DOMAIN"), message))
    return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

/**
 * bp_test_window_ignore_switcher_bar:
 *
 * Lets tests that make the window narrow or wide ignore a warning of libadwaita. Call it before
 * bp_test_window_begin().
 */
void
bp_test_window_ignore_switcher_bar (void)
{
  static gsize is_set = 0;

  if (!g_once_init_enter (&is_set))
    return;
  g_log_set_writer_func (write_log, NULL, NULL);
  g_once_init_leave (&is_set, 1);
}
