/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "application.h"

#include "child-window.h"
#include "help.h"
#include "preferences.h"
#include "settings.h"
#include "window-files.h"
#include "window-open.h"
#include "window-tour.h"

#include <glib/gi18n.h>
#include <stdlib.h>

/* The return value of handle_local_options that continues the startup. */
#define CONTINUE_STARTUP (-1)

struct _BpApplication
{
  AdwApplication parent_instance;

  /* owned */
  GSettings *settings;

  /* borrowed */
  BpWindow *window;       /* nullable */
  GtkWidget *preferences; /* nullable */
};

G_DEFINE_FINAL_TYPE (BpApplication, bp_application, ADW_TYPE_APPLICATION)

static const GOptionEntry OPTIONS[] = {
  { "data", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL, N_ ("Load this data set"),
    N_ ("PATH") },
  { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"),
    NULL },
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL,
    N_ ("[FILE…]") },
  { NULL },
};

typedef struct
{
  const char *action;
  const char *accelerators[3];
} Accelerator;

/* Keys that a text entry also uses are in the window's template instead, where the entry gets them
 * first. */
static const Accelerator ACCELERATORS[] = {
  { "win.open-weights", { "<Control>o" } },
  { "win.open-data", { "<Control><Shift>o" } },
  { "win.save-weights", { "<Control>s" } },
  { "win.save-weights-as", { "<Control><Shift>s" } },
  { "win.export-weights", { "<Control>e" } },
  { "win.load-sample", { "<Control>l" } },
  { "win.export-chart", { "<Control><Shift>e" } },
  { "win.chart-shows-table", { "<Control>t" } },
  { "win.restore-previous", { "<Alt>Left" } },
  { "win.restore-next", { "<Alt>Right" } },
  { "win.train", { "<Control>Return" } },
  { "win.continue-run", { "<Control><Shift>Return" } },
  { "win.stop", { "<Control>period" } },
  { "win.show-page('train')", { "<Alt>1" } },
  { "win.show-page('inspect')", { "<Alt>2" } },
  { "win.show-page('explain')", { "<Alt>3" } },
  { "win.show-page('runs')", { "<Alt>4" } },
  { "win.projector", { "F11" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "app.help", { "F1" } },
  { "app.preferences", { "<Control>comma" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

static BpWindow *
get_window (BpApplication *self)
{
  /* A window that closes is hidden, and waits for its run to end. */
  if (self->window == NULL || bp_window_is_closing (self->window))
    g_set_weak_pointer (&self->window, bp_window_new (GTK_APPLICATION (self), self->settings));
  return self->window;
}

static void
present_window (BpApplication *self)
{
  BpWindow *window = get_window (self);

  bp_window_start (window);
  gtk_window_present (GTK_WINDOW (window));
}

/* Who opens a file wants to see that, and not the tour. */
static void
present_window_without_files (BpApplication *self)
{
  present_window (self);
  bp_window_tour_offer (self->window);
}

static void
preferences_activated (GSimpleAction *action G_GNUC_UNUSED,
                       GVariant *parameter G_GNUC_UNUSED,
                       gpointer user_data)
{
  BpApplication *self = user_data;

  if (self->preferences == NULL)
    g_set_weak_pointer (&self->preferences, bp_preferences_new (self->settings));
  bp_child_window_set_parent (GTK_WINDOW (self->preferences), GTK_WINDOW (self->window));
  gtk_window_present (GTK_WINDOW (self->preferences));
}

static void
on_help_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bp_help_show_finish (GTK_WINDOW (source), result, &error) && self->window != NULL)
    bp_window_show_message (self->window, _ ("Could Not Show the Guide"), error->message,
                            (BpMessageButton){ NULL, NULL }, (BpMessageButton){ NULL, NULL });
}

static void
help_activated (GSimpleAction *action G_GNUC_UNUSED,
                GVariant *parameter G_GNUC_UNUSED,
                gpointer user_data)
{
  BpApplication *self = user_data;

  if (self->window != NULL)
    bp_help_show (GTK_WINDOW (self->window), "index", on_help_shown, g_object_ref (self));
}

static void
about_activated (GSimpleAction *action G_GNUC_UNUSED,
                 GVariant *parameter G_GNUC_UNUSED,
                 gpointer user_data)
{
  BpApplication *self = user_data;

  adw_show_about_window (
      GTK_WINDOW (self->window), "modal", FALSE, "application-name", _ ("Backprop"),
      "application-icon", APPLICATION_ID, "version", PACKAGE_VERSION, "comments",
      _ ("Watch a neural network learn handwritten digits, with forward propagation and "
         "backpropagation written out in plain C."),
      "license-type", GTK_LICENSE_MIT_X11, "developer-name", _ ("The Backprop developers"),
      /* Translators: put your name here, one a line */
      "translator-credits", _ ("translator-credits"), NULL);
}

/* Closes the window, which ends a run and keeps the network. The application ends when its last
 * window is gone. */
static void
quit_activated (GSimpleAction *action G_GNUC_UNUSED,
                GVariant *parameter G_GNUC_UNUSED,
                gpointer user_data)
{
  BpApplication *self = user_data;

  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
  else
    g_application_quit (G_APPLICATION (self));
}

static const GActionEntry ACTIONS[] = {
  { .name = "preferences", .activate = preferences_activated },
  { .name = "help", .activate = help_activated },
  { .name = "about", .activate = about_activated },
  { .name = "quit", .activate = quit_activated },
};

static int
bp_application_handle_local_options (GApplication *application G_GNUC_UNUSED, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Backprop %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }
  return CONTINUE_STARTUP;
}

static void
open_paths (BpWindow *window, GApplicationCommandLine *command_line, const char *const *paths)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; paths[i] != NULL; i++)
    g_ptr_array_add (files,
                     g_application_command_line_create_file_for_arg (command_line, paths[i]));
  bp_window_open_files (window, (GFile *const *) files->pdata, files->len);
}

static int
bp_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  BpApplication *self = BP_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  BpWindow *window = get_window (self);
  const char *data_path = NULL;
  g_autofree const char **paths = NULL;

  if (g_variant_dict_lookup (options, "data", "^&ay", &data_path))
    {
      g_autoptr (GFile) file =
          g_application_command_line_create_file_for_arg (command_line, data_path);

      bp_window_open_data (window, file);
    }
  if (g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &paths))
    open_paths (window, command_line, paths);
  if (data_path == NULL && paths == NULL)
    present_window_without_files (self);
  else
    present_window (self);
  return EXIT_SUCCESS;
}

static void
bp_application_open (GApplication *application,
                     GFile **files,
                     int n_files,
                     const char *hint G_GNUC_UNUSED)
{
  BpApplication *self = BP_APPLICATION (application);
  BpWindow *window = get_window (self);

  bp_window_open_files (window, files, (guint) n_files);
  present_window (self);
}

static void
bp_application_activate (GApplication *application)
{
  present_window_without_files (BP_APPLICATION (application));
}

static void
bp_application_startup (GApplication *application)
{
  BpApplication *self = BP_APPLICATION (application);

  G_APPLICATION_CLASS (bp_application_parent_class)->startup (application);

  self->settings = bp_settings_new ();
  bp_preferences_apply_color_scheme (self->settings);
  gtk_window_set_default_icon_name (APPLICATION_ID);

  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  for (guint i = 0; i < G_N_ELEMENTS (ACCELERATORS); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), ACCELERATORS[i].action,
                                           (const char *const *) ACCELERATORS[i].accelerators);
}

static void
bp_application_dispose (GObject *object)
{
  BpApplication *self = BP_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->preferences);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (bp_application_parent_class)->dispose (object);
}

static void
bp_application_class_init (BpApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_application_dispose;
  application_class->handle_local_options = bp_application_handle_local_options;
  application_class->command_line = bp_application_command_line;
  application_class->open = bp_application_open;
  application_class->activate = bp_application_activate;
  application_class->startup = bp_application_startup;
}

static void
bp_application_init (BpApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), OPTIONS);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), NULL);
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("Trains a neural network on handwritten digits and shows it learning."));
}

/**
 * bp_application_new:
 *
 * Returns: (transfer full): the application, for g_application_run()
 */
BpApplication *
bp_application_new (void)
{
  return g_object_new (BP_TYPE_APPLICATION, "application-id", APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}
