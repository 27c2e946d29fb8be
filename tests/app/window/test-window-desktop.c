/* SPDX-License-Identifier: MIT */
/* The window as a part of the desktop: recent files, projector mode. */
#include "window-fixture.h"

#include "test-file.h"
#include "window-recent.h"

#include <string.h>

/* The labels of a menu. */
static char *
list_labels (GMenu *menu)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < g_menu_model_get_n_items (G_MENU_MODEL (menu)); i++)
    {
      g_autofree char *label = NULL;

      g_menu_model_get_item_attribute (G_MENU_MODEL (menu), i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
      g_string_append_printf (text, "%s\n", label);
    }
  return g_string_free (text, FALSE);
}

static gboolean
begins_with (GMenu *menu, const char *label)
{
  g_autofree char *labels = list_labels (menu);

  return g_str_has_prefix (labels, label);
}

static void
wait_for_label (GMenu *menu, const char *label)
{
  while (!begins_with (menu, label))
    g_main_context_iteration (NULL, TRUE);
}

/* Files that are saved, opened or loaded are at the top of the menu, with their names as they are;
 * another program finds them in the desktop's list. A file that is gone is not offered. */
static void
test_recent (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) weights = bp_test_window_get_file (fixture, "my_weights.safetensors");
  g_autoptr (GFile) images = bp_test_window_get_file (fixture, "train-images-idx3-ubyte");
  g_autofree char *uri = g_file_get_uri (weights);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) next_menu = g_menu_new ();
  g_autofree char *path = g_file_get_path (images);
  g_autofree char *left = NULL;

  bp_window_recent_attach (fixture->window, menu);
  bp_window_load_data (fixture->window, path);
  bp_test_window_wait_until_idle (fixture);
  wait_for_label (menu, "train-images-idx3-ubyte\n");

  bp_test_window_train_to_the_end (fixture, 1);
  bp_window_save_weights (fixture->window, weights);
  bp_test_window_wait_until_idle (fixture);
  wait_for_label (menu, "my__weights.safetensors\n");
  g_assert_true (gtk_recent_manager_has_item (gtk_recent_manager_get_default (), uri));

  g_assert_true (g_file_delete (weights, NULL, NULL));
  bp_window_recent_attach (fixture->window, next_menu);
  left = list_labels (next_menu);
  g_assert_null (strstr (left, "my__weights"));
}

static int
get_resolution (BpTestWindow *fixture)
{
  int resolution;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (fixture->window)), "gtk-xft-dpi", &resolution,
                NULL);
  return resolution;
}

static gboolean
is_projecting (BpTestWindow *fixture)
{
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "projector");

  return g_variant_get_boolean (state);
}

/* Text is larger in projector mode, and as before after it. */
static void
test_projector (BpTestWindow *fixture, gconstpointer data)
{
  int before = get_resolution (fixture);

  bp_test_window_activate (fixture, "projector");
  g_assert_true (is_projecting (fixture));
  g_assert_cmpint (get_resolution (fixture), ==, before * 3 / 2);
  bp_test_window_activate (fixture, "projector");
  g_assert_false (is_projecting (fixture));
  g_assert_cmpint (get_resolution (fixture), ==, before);
}

BP_TEST_FILE (window_desktop)
{
  bp_test_window_begin ();
  bp_test_window_add ("/window-desktop/recent", test_recent);
  bp_test_window_add ("/window-desktop/projector", test_projector);
}
