/* SPDX-License-Identifier: MIT */
#include "drawing-list.h"

#include "test-file.h"

#include <adwaita.h>
#include <string.h>

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpDrawingList *list;
  GtkDropDown *shown;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->list = BP_DRAWING_LIST (g_object_new (BP_TYPE_DRAWING_LIST, NULL));
  fixture->shown = GTK_DROP_DOWN (
      gtk_widget_get_template_child (GTK_WIDGET (fixture->list), BP_TYPE_DRAWING_LIST, "shown"));
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->list));
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  gtk_window_destroy (fixture->window);
}

/* Lists drawings with these labels. @labels: JSON, separated by blanks; "!" after one means that it
 * was misread as a 5 */
static void
set_labels (Fixture *fixture, const char *labels)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_drawing_entry_free);
  g_auto (GStrv) parts = g_strsplit (labels, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean is_misread = g_str_has_suffix (parts[i], "!");
      g_autofree char *label = g_strndup (parts[i], strlen (parts[i]) - (is_misread ? 1 : 0));
      g_autofree char *line =
          g_strdup_printf ("{\"label\": %s, \"strokes\": [[[1, 2], [3, 4]]]%s}", label,
                           is_misread ? ", \"answer\": 5, \"probability\": 0.9" : "");
      BpDrawingEntry *entry = bp_drawing_entry_parse (line, strlen (line));

      g_assert_nonnull (entry);
      g_ptr_array_add (entries, entry);
    }
  bp_drawing_list_set_entries (fixture->list, entries);
}

/* The shown drawings, in their order, with "*" at the selected one. */
static void
assert_shown (Fixture *fixture, const char *expected)
{
  GtkSelectionModel *model =
      GTK_SELECTION_MODEL (gtk_widget_get_template_child (GTK_WIDGET (fixture->list),
                                                          BP_TYPE_DRAWING_LIST, "selection"));
  g_autoptr (GString) shown = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (BpDrawingItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      g_string_append_printf (shown, "%s%s%s", i > 0 ? " " : "",
                              bp_drawing_item_get_entry (item)->label,
                              gtk_selection_model_is_selected (model, i) ? "*" : "");
    }
  g_assert_cmpstr (shown->str, ==, expected);
}

static void
select_at (Fixture *fixture, guint position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (
                                       gtk_widget_get_template_child (GTK_WIDGET (fixture->list),
                                                                      BP_TYPE_DRAWING_LIST,
                                                                      "selection")),
                                   position, TRUE);
}

static const char *
get_selected_label (Fixture *fixture)
{
  return bp_drawing_item_get_entry (bp_drawing_list_get_selected (fixture->list))->label;
}

/* The selected position stays where drawings come and go, as far as there is one. */
static void
test_selection (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_null (bp_drawing_list_get_selected (fixture->list));
  set_labels (fixture, "7 3 \"hook\" 1");
  g_assert_cmpuint (bp_drawing_list_get_n_drawings (fixture->list), ==, 4);
  assert_shown (fixture, "1* 3 7 hook");
  select_at (fixture, 2);
  g_assert_cmpstr (get_selected_label (fixture), ==, "7");
  set_labels (fixture, "7 3 \"hook\" 1 9");
  assert_shown (fixture, "1 3 7* 9 hook");
  set_labels (fixture, "7 3");
  assert_shown (fixture, "3 7*");
}

/* The names of classes are listed after the digits, once each. */
static void
test_choice (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  GListModel *choices = gtk_drop_down_get_model (fixture->shown);

  set_labels (fixture, "7 \"hook\" 1! \"bar\" \"hook\" 7!");
  g_assert_cmpuint (g_list_model_get_n_items (choices), ==, 14);
  gtk_drop_down_set_selected (fixture->shown, 1);
  assert_shown (fixture, "1* 7");
  gtk_drop_down_set_selected (fixture->shown, 2 + 7);
  assert_shown (fixture, "7* 7");
  gtk_drop_down_set_selected (fixture->shown, 13);
  assert_shown (fixture, "hook* hook");

  /* The class stays chosen, also at another place of the list. */
  set_labels (fixture, "7 \"hook\"");
  assert_shown (fixture, "hook*");
  g_assert_cmpuint (bp_drawing_list_get_n_drawings (fixture->list), ==, 2);
  set_labels (fixture, "7");
  g_assert_cmpuint (g_list_model_get_n_items (choices), ==, 12);
}

static void
test_is_freed (void)
{
  BpDrawingList *list =
      BP_DRAWING_LIST (g_object_ref_sink (g_object_new (BP_TYPE_DRAWING_LIST, NULL)));

  g_assert_finalize_object (list);
}

BP_TEST_FILE (drawing_list)
{
  adw_init ();

#define ADD(path, test) g_test_add ("/drawing-list/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("selection", test_selection);
  ADD ("choice", test_choice);
#undef ADD
  g_test_add_func ("/drawing-list/is-freed", test_is_freed);
}
