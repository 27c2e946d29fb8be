/* SPDX-License-Identifier: MIT */
#include "window-open.h"

#include "clean-text.h"
#include "commands.h"
#include "file-chooser.h"
#include "store.h"
#include "weights.h"
#include "window-files.h"
#include "window-lesson.h"
#include "window-pad.h"

#include <glib/gi18n.h>

/* The most files that a message names. */
#define MAX_NAMED 6

/**
 * Selection:
 * @paths: (nullable) (type filename): the file to open as each #BpFileUse; borrowed
 * @left: (element-type filename): files for which there is no place beside those; borrowed
 * @refusals: (element-type utf8): sentences on files that are of no use here; borrowed
 *
 * What of some files is opened.
 */
typedef struct
{
  const char *paths[BP_FILE_USE_ARCHIVE + 1];
  GPtrArray *left;
  GPtrArray *refusals;
} Selection;

static void
selection_init (Selection *selection)
{
  *selection = (Selection){
    .left = g_ptr_array_new (),
    .refusals = g_ptr_array_new (),
  };
}

static void
selection_clear (Selection *selection)
{
  g_ptr_array_unref (selection->left);
  g_ptr_array_unref (selection->refusals);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Selection, selection_clear)

/* The data of a call of the store for its callback. */
typedef struct
{
  BpWindow *window;  /* held, and told that a file is being opened */
  guint n_elsewhere; /* files that are not on this computer */
} Opening;

/* The window has one network, one data set and one picture: the first of each is opened. */
static void
select_file (Selection *selection, const BpStoreFinding *finding)
{
  const char **chosen = &selection->paths[finding->use];

  if (finding->use == BP_FILE_USE_NONE)
    g_ptr_array_add (selection->refusals, finding->error->message);
  else if (*chosen == NULL)
    *chosen = finding->path;
  else if (finding->use != BP_FILE_USE_DATA || !bp_files_are_one_data_set (*chosen, finding->path))
    g_ptr_array_add (selection->left, finding->path);
}

static void
open_as (BpWindow *self, const char *path, void (*open) (BpWindow *window, GFile *file))
{
  g_autoptr (GFile) file = NULL;

  if (path == NULL)
    return;
  file = g_file_new_for_path (path);
  open (self, file);
}

/* Lists names: “a.png”, “b.png” and the number of further ones. */
static char *
list_names (const GPtrArray *paths)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (paths->len, MAX_NAMED); i++)
    {
      g_autofree char *name = bp_clean_name (g_ptr_array_index (paths, i));

      /* Translators: %s%s is what stands between names, and a file's name */
      g_string_append_printf (text, _ ("%s“%s”"), i > 0 ? ", " : "", name);
    }
  if (paths->len > MAX_NAMED)
    {
      g_autofree char *first = g_string_free (text, FALSE);
      guint n_more = paths->len - MAX_NAMED;

      /* Translators: names of files, and how many others there are. */
      return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n_more), first, n_more);
    }
  return g_string_free (text, FALSE);
}

static void
say_left (BpWindow *self, const GPtrArray *left)
{
  BpMessageButton no_button = { NULL, NULL };
  g_autofree char *names = NULL;
  g_autofree char *text = NULL;

  if (left->len == 0)
    return;

  names = list_names (left);
  /* Translators: %s is a list of files' names */
  text = g_strdup_printf (_ ("Only one network, one data set and one picture can be opened at a "
                             "time. Open these separately: %s"),
                          names);
  bp_window_show_message (self, _ ("Not All Files Were Opened"), text, no_button, no_button);
}

static void
say_refusals (BpWindow *self, const GPtrArray *refusals)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (refusals->len == 0)
    return;

  for (guint i = 0; i < MIN (refusals->len, MAX_NAMED); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (refusals, i));
  if (refusals->len > MAX_NAMED)
    {
      guint n_more = refusals->len - MAX_NAMED;

      g_string_append_c (text, '\n');
      g_string_append_printf (text,
                              ngettext ("%u more file cannot be opened",
                                        "%u more files cannot be opened", n_more),
                              n_more);
    }
  bp_window_show_message (self,
                          ngettext ("Could Not Open the File", "Could Not Open Some Files",
                                    refusals->len),
                          text->str, (BpMessageButton){ _ ("_Choose File…"), "win.open-weights" },
                          (BpMessageButton){ NULL, NULL });
}

static void
on_recognised (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autofree Opening *opening = user_data;
  BpWindow *self = opening->window;
  g_autoptr (GPtrArray) findings = bp_store_recognise_finish (result, NULL);
  g_auto (Selection) selection;

  selection_init (&selection);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    select_file (&selection, g_ptr_array_index (findings, i));
  for (guint i = 0; i < opening->n_elsewhere; i++)
    g_ptr_array_add (selection.refusals, (char *) _ ("A file is not on this computer: copy it to a "
                                                     "local folder first"));

  if (!bp_window_is_closing (self))
    {
      open_as (self, selection.paths[BP_FILE_USE_DATA], bp_window_open_data);
      open_as (self, selection.paths[BP_FILE_USE_WEIGHTS], bp_window_open_weights);
      open_as (self, selection.paths[BP_FILE_USE_PICTURE], bp_window_open_picture);
      say_left (self, selection.left);
      say_refusals (self, selection.refusals);
    }
  bp_window_end_opening (self);
  bp_window_release (self);
}

/**
 * bp_window_open_files:
 * @self: the window
 * @files: (array length=n_files): files and folders of any kind; their content decides
 * @n_files: the number of files
 *
 * Opens a network, a data set, which may be of several files, and a picture of a digit, the first
 * of each in @files, and the last lesson. What becomes of the others is said.
 */
void
bp_window_open_files (BpWindow *self, GFile *const *files, guint n_files)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) known = NULL;
  Opening *opening = g_new0 (Opening, 1);
  GFile *lesson = NULL;

  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);

      if (bp_window_lesson_is_lesson (files[i]))
        lesson = files[i];
      else if (path != NULL)
        g_strv_builder_add (paths, path);
      else
        opening->n_elsewhere++;
    }
  known = g_strv_builder_end (paths);
  bp_window_hide_message (self);
  bp_window_hold (self);
  bp_window_begin_opening (self);
  opening->window = self;
  bp_store_recognise_async ((const char *const *) known, NULL, on_recognised, opening);
  if (lesson != NULL)
    bp_window_lesson_open (self, lesson);
}

/* Opens all files of a list. */
static void
open_list (BpWindow *self, GListModel *files)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (array, g_list_model_get_item (files, i));
  bp_window_open_files (self, (GFile *const *) array->pdata, array->len);
}

static void
on_files_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GListModel) files = bp_file_chooser_end (self, dialog, response);

  if (files != NULL)
    open_list (self, files);
}

/* Lets a person choose files. All files are one choice further than @filter. */
static void
choose_files (BpWindow *self, const char *title, GtkFileFilter *filter)
{
  g_autoptr (GtkFileChooserNative) chooser =
      gtk_file_chooser_native_new (title, GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                   _ ("_Open"), _ ("_Cancel"));
  g_autoptr (GtkFileFilter) all_files = gtk_file_filter_new ();

  gtk_file_filter_set_name (all_files, _ ("All Files"));
  gtk_file_filter_add_pattern (all_files, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all_files);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_files_chosen), self);
  bp_file_chooser_show (self, chooser);
}

static void
choose_data (BpWindow *self)
{
  static const char *const SUFFIXES[] = { "arff", "csv", "data", "gz",  "joblib", "npy", "npz",
                                          "pkl",  "pt",  "tar",  "tgz", "tsv",    "zip" };
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Image Data Sets"));
  gtk_file_filter_add_pattern (filter, "*ubyte");
  for (guint i = 0; i < G_N_ELEMENTS (SUFFIXES); i++)
    gtk_file_filter_add_suffix (filter, SUFFIXES[i]);
  choose_files (self, _ ("Open Data Set"), filter);
}

static void
choose_weights (BpWindow *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  const BpWeightsFormat *format;

  gtk_file_filter_set_name (filter, _ ("Weights"));
  for (guint i = 0; (format = bp_weights_get_format (i)) != NULL; i++)
    for (guint k = 0; format->is_read && format->endings[k] != NULL; k++)
      gtk_file_filter_add_suffix (filter, format->endings[k] + 1);
  choose_files (self, _ ("Open Weights"), filter);
}

static void
open_file_activated (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  bp_window_open_files (BP_WINDOW (user_data), &file, 1);
}

static const BpCommand COMMANDS[] = {
  { "open-data", G_CALLBACK (choose_data) },
  { "open-weights", G_CALLBACK (choose_weights) },
  { "open-bundled", G_CALLBACK (bp_window_open_bundled) },
};

static const GActionEntry ACTIONS[] = {
  { .name = "open-file", .parameter_type = "s", .activate = open_file_activated },
};

/**
 * bp_window_open_attach:
 * @self: the window
 *
 * Adds the ways to open files.
 */
void
bp_window_open_attach (BpWindow *self)
{
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
}
