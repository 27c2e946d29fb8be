/* SPDX-License-Identifier: MIT */
/*
 * The window in a language that nobody speaks, with longer texts than English: see
 * pseudo-locale.py. Whatever still has English words is not translated, and no text may be cut off.
 */
#include "window-fixture.h"

#include "dialogs.h"
#include "test-file.h"
#include "test-files.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <string.h>

#define DOMAIN   "backprop"
#define LANGUAGE "xx"
#define LESSONS  "/io/github/backprop/Backprop/lessons"

/* Names, which are the same in every language: of the program, and of the data set. */
static const char *const NAMES[] = { "Backprop", "train-images-idx3-ubyte" };

/* Texts that GTK and libadwaita translate themselves. */
static const char *const FOREIGN_TEXTS[] = {
  "(None)",
  "Apply",
  "Clear entry",
  "No Results Found",
  "Preferences",
  "Search",
  "Search Results",
  "Search Shortcuts",
  "Search…",
  "Shortcuts",
  "Show All",
  "Try a different search",
  "Try a different search.",
  NULL,
};

static const struct
{
  int width;
  int height;
} SIZES[] = { { 1180, 760 }, { 360, 600 } };

/**
 * Walk:
 * @findings: (element-type utf8 utf8): what was found, each once
 * @place: the part of the window that is looked at, for the findings
 */
typedef struct
{
  GHashTable *findings;
  const char *place;
  int width;
} Walk;

static char *translations_folder = NULL;

/* Makes the language known, which lasts until end_language(). */
static void
begin_language (void)
{
  g_autofree char *catalogue =
      g_test_build_filename (G_TEST_BUILT, "app", "window", "pseudo-locale.mo", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  translations_folder = g_dir_make_tmp ("backprop-language-XXXXXX", NULL);
  folder = g_build_filename (translations_folder, LANGUAGE, "LC_MESSAGES", NULL);
  path = g_build_filename (folder, DOMAIN ".mo", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (catalogue, path), ==, 0);
  g_setenv ("LANGUAGE", LANGUAGE, TRUE);
  bindtextdomain (DOMAIN, translations_folder);
  bind_textdomain_codeset (DOMAIN, "UTF-8");
  textdomain (DOMAIN);
  g_assert_cmpstr (gettext ("Train"), ==, "⟦Ţŕààîîñ⟧");
}

static void
end_language (void)
{
  g_setenv ("LANGUAGE", "en", TRUE);
  textdomain ("messages");
  bp_test_remove_folder (translations_folder);
  g_clear_pointer (&translations_folder, g_free);
}

static void
report (Walk *walk, const char *kind, const char *text, GtkWidget *widget)
{
  const char *id =
      GTK_IS_BUILDABLE (widget) ? gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)) : NULL;
  g_autofree char *key = g_strdup_printf ("%s: “%s”", kind, text);

  if (g_hash_table_contains (walk->findings, key))
    return;
  g_test_message ("%s, %d pixels wide: %s (%s %s)", walk->place, walk->width, key,
                  G_OBJECT_TYPE_NAME (widget), id != NULL ? id : "");
  g_hash_table_add (walk->findings, g_steal_pointer (&key));
}

/* Whether two English letters follow each other in a text that is no name. */
static gboolean
has_word (const char *text)
{
  g_autoptr (GString) rest = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    g_string_replace (rest, NAMES[i], "", 0);
  for (const char *letter = rest->str; *letter != '\0'; letter++)
    if (g_ascii_isalpha (letter[0]) && g_ascii_isalpha (letter[1]))
      return TRUE;
  return FALSE;
}

/* Lessons are translated in their own files. */
static gboolean
is_of_lesson (const char *text)
{
  g_auto (GStrv) names =
      g_resources_enumerate_children (LESSONS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", LESSONS, names[i], NULL);
      g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      if (g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), text) !=
          NULL)
        return TRUE;
    }
  return FALSE;
}

static void
check_translated (Walk *walk, GtkWidget *widget, const char *text)
{
  if (text != NULL && has_word (text) && !g_strv_contains (FOREIGN_TEXTS, text) &&
      !is_of_lesson (text))
    report (walk, "not translated", text, widget);
}

/* Whether a text has a translation, unlike names and numbers. */
static gboolean
is_of_language (const char *text)
{
  return strstr (text, "⟦") != NULL;
}

/* libadwaita shortens the titles beneath the icons of a switcher. */
static gboolean
is_shortened (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, ADW_TYPE_VIEW_SWITCHER) != NULL;
}

/* Whether scrolling to the side brings a widget into the window. */
static gboolean
is_scrolled (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkPolicyType policy;

  if (scrolled == NULL)
    return FALSE;
  gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (scrolled), &policy, NULL);
  return policy == GTK_POLICY_AUTOMATIC || is_scrolled (gtk_widget_get_parent (scrolled));
}

static void
check_label (Walk *walk, GtkLabel *label)
{
  GtkWidget *widget = GTK_WIDGET (label);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (widget));
  PangoLayout *layout = gtk_label_get_layout (label);
  graphene_rect_t bounds;
  int width;
  int height;

  if (!gtk_widget_get_mapped (widget) || !is_of_language (gtk_label_get_text (label)) ||
      is_shortened (widget))
    return;
  pango_layout_get_pixel_size (layout, &width, &height);
  if (pango_layout_is_ellipsized (layout) || width > gtk_widget_get_width (widget) ||
      height > gtk_widget_get_height (widget))
    report (walk, "cut off", gtk_label_get_text (label), widget);
  else if (!is_scrolled (widget) && gtk_widget_compute_bounds (widget, window, &bounds) &&
           (bounds.origin.x < 0.0F ||
            bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (window)))
    report (walk, "outside of the window", gtk_label_get_text (label), widget);
}

static void
check_widget (Walk *walk, GtkWidget *widget)
{
  /* Names of keys are texts of GTK. */
  if (GTK_IS_WINDOW_CONTROLS (widget) || GTK_IS_SHORTCUT_LABEL (widget) ||
      g_str_equal (gtk_widget_get_css_name (widget), "accelerator"))
    return;
  check_translated (walk, widget, gtk_widget_get_tooltip_text (widget));
  if (GTK_IS_LABEL (widget))
    {
      check_translated (walk, widget, gtk_label_get_text (GTK_LABEL (widget)));
      check_label (walk, GTK_LABEL (widget));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_widget (walk, child);
}

static void
check_window (Walk *walk, GtkWidget *window, const char *place)
{
  walk->place = place;
  gtk_test_widget_wait_for_draw (window);
  check_widget (walk, window);
}

/* Gives the window a size, and reports where its content is wider. A window without a compositor
 * has a frame, so that it is a little smaller inside. */
static void
resize (Walk *walk, GtkWidget *window, int width, int height)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  int smallest;

  walk->width = width;
  /* A size from before the first drawing can get lost. */
  gtk_test_widget_wait_for_draw (window);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &smallest, NULL, NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  while (gdk_surface_get_width (surface) != MAX (width, smallest))
    g_main_context_iteration (NULL, TRUE);
  gtk_test_widget_wait_for_draw (window);
  if (gtk_widget_get_width (window) > width)
    {
      g_autofree char *text = g_strdup_printf ("%d pixels", gtk_widget_get_width (window));

      report (walk, "too wide", text, window);
    }
}

static void
check_views (Walk *walk, BpTestWindow *fixture)
{
  AdwViewStack *views = ADW_VIEW_STACK (bp_test_window_find (fixture, "views"));
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (views);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      adw_view_stack_set_visible_child (views, adw_view_stack_page_get_child (page));
      check_window (walk, GTK_WIDGET (fixture->window), adw_view_stack_page_get_title (page));
    }
}

/* Looks at every page in every size. */
static void
check_pages (Walk *walk, BpTestWindow *fixture)
{
  g_autoptr (AdwViewStack) stack = NULL;
  g_autoptr (GtkSelectionModel) pages = NULL;

  g_object_get (bp_test_window_find (fixture, "pages"), "stack", &stack, NULL);
  pages = adw_view_stack_get_pages (stack);
  for (guint size = 0; size < G_N_ELEMENTS (SIZES); size++)
    {
      resize (walk, GTK_WIDGET (fixture->window), SIZES[size].width, SIZES[size].height);
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
        {
          g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);
          const char *name = adw_view_stack_page_get_name (page);

          adw_view_stack_set_visible_child_name (stack, name);
          check_window (walk, GTK_WIDGET (fixture->window), name);
          if (g_str_equal (name, "inspect"))
            check_views (walk, fixture);
        }
    }
}

static void
check_dialog (GtkWidget *window, const char *place, gpointer walk)
{
  check_window (walk, window, place);
}

static void
check_keys (Walk *walk)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/backprop/Backprop/window/help-overlay.ui");

  bp_test_show_dialog (GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay")), "keys",
                       check_dialog, walk);
}

/* Opens the window again in the language. */
static void
begin_walk (Walk *walk, BpTestWindow *fixture)
{
  walk->findings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  begin_language ();
  bp_test_window_close (fixture);
  bp_test_window_open (fixture);
}

static void
end_walk (Walk *walk)
{
  if (g_hash_table_size (walk->findings) > 0)
    g_test_fail_printf ("%u texts are not translated or cut off",
                        g_hash_table_size (walk->findings));
  g_hash_table_unref (walk->findings);
  end_language ();
}

static void
test_empty (BpTestWindow *fixture, gconstpointer data)
{
  Walk walk = { 0 };

  begin_walk (&walk, fixture);
  check_pages (&walk, fixture);
  end_walk (&walk);
}

static void
test_trained (BpTestWindow *fixture, gconstpointer data)
{
  Walk walk = { 0 };

  begin_walk (&walk, fixture);
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 2);
  bp_test_window_draw (fixture);
  check_pages (&walk, fixture);
  bp_test_show_dialogs (fixture, check_dialog, &walk);
  check_keys (&walk);
  end_walk (&walk);
}

/* A message with two buttons above a lesson, which is translated in its own file. */
static void
test_above_pages (BpTestWindow *fixture, gconstpointer data)
{
  static const char text[] = "[Lesson]\nFormat=1\nTitle=⟦Ŕààţéé⟧\n"
                             "[Step 1]\nTitle=⟦Šɱààļļ⟧\nText=⟦Ŕûûñ.⟧\nQuestion=⟦Ĥööŵ?⟧\n"
                             "Choices=⟦Ɓààđ⟧;⟦Ğöööö⟧\nMeasure=held-out-accuracy\nBounds=50\n";
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "rate.backprop-lesson");
  Walk walk = { 0 };

  begin_walk (&walk, fixture);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), text, -1, NULL));
  bp_window_open_files (fixture->window, &file, 1);
  bp_test_window_wait_until_idle (fixture);
  g_assert_null (bp_test_window_get_message (fixture));
  bp_window_show_message (fixture->window, gettext ("Training Was Interrupted"),
                          gettext ("The run is back"),
                          (BpMessageButton){ gettext ("_Try Again"), "win.download-data" },
                          (BpMessageButton){ gettext ("Use _Built-in Digits"),
                                             "win.use-builtin-data" });
  check_pages (&walk, fixture);
  end_walk (&walk);
}

/* An error of the engine, in the message bar: the name of the file, its kind, and advice. */
static void
test_error (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "7");
  Walk walk = { 0 };

  begin_walk (&walk, fixture);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), "[1, 2, 3]", -1, NULL));
  bp_window_open_files (fixture->window, &file, 1);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), "“7”"));
  check_window (&walk, GTK_WIDGET (fixture->window), "error");
  end_walk (&walk);
}

BP_TEST_FILE (window_texts)
{
  bp_test_window_ignore_switcher_bar ();
  bp_test_window_begin ();
  bp_test_window_add ("/window/texts/empty", test_empty);
  bp_test_window_add ("/window/texts/trained", test_trained);
  bp_test_window_add ("/window/texts/above-pages", test_above_pages);
  bp_test_window_add ("/window/texts/error", test_error);
}
