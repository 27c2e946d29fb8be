/* SPDX-License-Identifier: MIT */
/* The files that were opened or saved lately, in the desktop's own list, which survives the program
 * and which file managers show as well. */
#include "window-recent.h"

#include "clean-text.h"

/* How many of them the menu has. */
#define MAX_ITEMS 6

/* The name of this program in the list, and the command that opens a file of it. */
#define APPLICATION "backprop"
#define COMMAND     "backprop %f"

/* Files of this program that are still there, on this computer. */
static gboolean
is_offered (GtkRecentInfo *info)
{
  return gtk_recent_info_has_application (info, APPLICATION) && gtk_recent_info_is_local (info) &&
         gtk_recent_info_exists (info);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
add_item (GMenu *menu, GtkRecentInfo *info)
{
  g_autofree char *path = g_filename_from_uri (gtk_recent_info_get_uri (info), NULL, NULL);
  g_autofree char *name = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GMenuItem) item = NULL;

  if (path == NULL)
    return;
  name = bp_clean_name (path);
  /* An underscore would mark the key of the item. */
  parts = g_strsplit (name, "_", -1);
  label = g_strjoinv ("__", parts);
  item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, "win.open-file", "s", path);
  g_menu_append_item (menu, item);
}

static void
fill (GMenu *menu, GtkRecentManager *manager)
{
  GList *infos = g_list_sort (gtk_recent_manager_get_items (manager), compare_newest_first);
  guint n_items = 0;

  g_menu_remove_all (menu);
  for (GList *entry = infos; entry != NULL && n_items < MAX_ITEMS; entry = entry->next)
    if (is_offered (entry->data))
      {
        add_item (menu, entry->data);
        n_items++;
      }
  g_list_free_full (infos, (GDestroyNotify) gtk_recent_info_unref);
}

static void
on_list_changed (GMenu *menu, GtkRecentManager *manager)
{
  fill (menu, manager);
}

/**
 * bp_window_recent_attach:
 * @self: the window
 * @menu: of the window; it gets the files that were opened or saved last, the newest first, and
 *   follows the desktop's list as long as it lives
 */
void
bp_window_recent_attach (BpWindow *self G_GNUC_UNUSED, GMenu *menu)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();

  g_signal_connect_object (manager, "changed", G_CALLBACK (on_list_changed), menu,
                           G_CONNECT_SWAPPED);
  fill (menu, manager);
}

/**
 * bp_window_recent_add:
 * @self: the window
 * @file: a file that was opened or saved
 *
 * Puts the file at the top of the list.
 */
void
bp_window_recent_add (BpWindow *self G_GNUC_UNUSED, GFile *file)
{
  char *groups[] = { (char *) APPLICATION, NULL };
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);
  g_autofree char *mime_type = g_content_type_get_mime_type (type);
  GtkRecentData data = {
    .mime_type = mime_type != NULL ? mime_type : (char *) "application/octet-stream",
    .app_name = (char *) APPLICATION,
    .app_exec = (char *) COMMAND,
    .groups = groups,
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}
