/* SPDX-License-Identifier: MIT */
/* The window of keys; and the user guide: pages of HTML, which the desktop's browser shows. */
#include "config.h"

#include "help.h"

#include "commands.h"
#include "program.h"

/* The folder of the guide's original, in English. */
#define ORIGINAL "C"

/* The action of the window of keys, as GTK calls it. */
#define SHOW_KEYS "show-help-overlay"

/* Makes the window of keys when it is first asked for. GTK then has an action of that name. */
static void
show_keys (GtkApplicationWindow *window)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/backprop/Backprop/window/help-overlay.ui");

  g_action_map_remove_action (G_ACTION_MAP (window), SHOW_KEYS);
  gtk_application_window_set_help_overlay (window,
                                           GTK_SHORTCUTS_WINDOW (
                                               gtk_builder_get_object (builder, "help_overlay")));
  g_action_group_activate_action (G_ACTION_GROUP (window), SHOW_KEYS, NULL);
}

static const BpCommand COMMANDS[] = {
  { SHOW_KEYS, G_CALLBACK (show_keys) },
};

/**
 * bp_help_attach_keys:
 * @window: a window of the program
 *
 * Adds the action "show-help-overlay", which shows the keys of the program.
 */
void
bp_help_attach_keys (GtkApplicationWindow *window)
{
  bp_commands_add (G_ACTION_MAP (window), COMMANDS, G_N_ELEMENTS (COMMANDS), window);
}

/**
 * bp_help_find_page:
 * @folder: (type filename): of the guide, with a folder for each language
 * @languages: (array zero-terminated=1): the user's, the best first, as g_get_language_names() has
 *   them
 * @page: its name, as in "index"
 *
 * Returns: (transfer full) (type filename): the page in the first of these languages that has it,
 *   or the original
 */
char *
bp_help_find_page (const char *folder, const char *const *languages, const char *page)
{
  g_autofree char *name = g_strconcat (page, ".html", NULL);

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, languages[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return g_build_filename (folder, ORIGINAL, name, NULL);
}

/**
 * bp_help_show:
 * @parent: the window that asks
 * @page: a page of the guide, as in "index"
 * @callback: calls bp_help_show_finish()
 * @data: for @callback
 *
 * Shows a page in the user's language, or else in English.
 */
void
bp_help_show (GtkWindow *parent, const char *page, GAsyncReadyCallback callback, gpointer data)
{
  const char *build_folder = bp_program_get_build_folder ();
  g_autofree char *folder =
      build_folder != NULL ? g_build_filename (build_folder, "help", NULL) : g_strdup (HELP_DIR);
  g_autofree char *path = bp_help_find_page (folder, g_get_language_names (), page);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri_full (parent, uri, GDK_CURRENT_TIME, NULL, callback, data);
}

/**
 * bp_help_show_finish:
 * @parent: the window that asked
 * @result: the result
 * @error: return location, for example where the desktop has no browser
 *
 * Returns: whether a program was started that shows the page
 */
gboolean
bp_help_show_finish (GtkWindow *parent, GAsyncResult *result, GError **error)
{
  return gtk_show_uri_full_finish (parent, result, error);
}
