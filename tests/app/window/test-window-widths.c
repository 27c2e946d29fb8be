/* SPDX-License-Identifier: MIT */
/*
 * Every page and every dialog in every language, with text of twice the size: none may be wider
 * than a telephone.
 */
#include "window-fixture.h"

#include "dialogs.h"
#include "draw-pane.h"
#include "runs-page.h"
#include "test-file.h"

#include <libintl.h>

#define DOMAIN "backprop"

/* Pixels. */
#define TELEPHONE 360

/* The font of GNOME, which is larger than the one without a desktop. */
#define FONT "Cantarell 11"

/* Dots an inch, in the unit of GTK: text of twice the size. */
#define LARGE_DPI (2 * 96 * 1024)

static const char *const LANGUAGES[] = { "en", "de", "fr", "es", "ja", "ar" };

typedef struct
{
  const char *language;
  guint n_wide;
} Walk;

static int
get_least_width (GtkWidget *widget)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  return width;
}

/* Names the widgets from @widget down to the one that makes it wide. */
static void
describe_widest (GtkWidget *widget, GString *path)
{
  GtkWidget *widest = NULL;
  int width = 0;

  g_string_append_printf (path, " > %s", G_OBJECT_TYPE_NAME (widget));
  if (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)) != NULL)
    g_string_append_printf (path, " %s", gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)));
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (path, " “%s”", gtk_label_get_text (GTK_LABEL (widget)));
  g_string_append_printf (path, " %d", get_least_width (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && get_least_width (child) > width)
      {
        widest = child;
        width = get_least_width (child);
      }
  if (widest != NULL)
    describe_widest (widest, path);
}

static void
check_width (Walk *walk, GtkWidget *widget, const char *place)
{
  g_autoptr (GString) path = g_string_new (NULL);

  if (get_least_width (widget) <= TELEPHONE)
    return;
  walk->n_wide++;
  describe_widest (widget, path);
  g_test_message ("%s, %s: %s", walk->language, place, path->str);
}

/* Without its frame. */
static void
check_window (Walk *walk, GtkWidget *window, const char *place)
{
  gtk_test_widget_wait_for_draw (window);
  check_width (walk, gtk_widget_get_first_child (window), place);
}

static GtkSelectionModel *
get_runs (BpTestWindow *fixture)
{
  GtkWidget *view = bp_test_find_by_name (bp_test_window_find (fixture, "runs_page"), "view");

  return gtk_list_view_get_model (GTK_LIST_VIEW (view));
}

static void
check_runs (Walk *walk, BpTestWindow *fixture)
{
  GtkWidget *page = bp_test_window_find (fixture, "runs_page");

  while (g_list_model_get_n_items (G_LIST_MODEL (get_runs (fixture))) < 2)
    g_main_context_iteration (NULL, TRUE);
  check_width (walk, page, "runs");
  for (guint i = 0; i < 2; i++)
    {
      gtk_selection_model_select_item (get_runs (fixture), i, i == 0);
      while (bp_runs_page_get_charts (BP_RUNS_PAGE (page)) == NULL)
        g_main_context_iteration (NULL, TRUE);
      gtk_test_widget_wait_for_draw (page);
      check_width (walk, page, i == 0 ? "a run" : "two runs");
    }
}

/* Until the network has given its answers. */
static void
wait_for_figures (BpTestWindow *fixture)
{
  while (!bp_test_window_is_enabled (fixture, "export-inspection"))
    g_main_context_iteration (NULL, TRUE);
}

/* With a unit and a weight chosen. */
static void
check_numbers (Walk *walk, BpTestWindow *fixture)
{
  GtkWidget *page = bp_test_window_find (fixture, "explain_page");

  bp_test_window_draw (fixture);
  gtk_test_widget_wait_for_draw (page);
  g_assert_true (gtk_widget_get_mapped (bp_test_find_by_name (page, "weight_entry")));
  check_width (walk, page, "numbers");
  bp_test_window_activate (fixture, "clear-pad");
}

static void
check_pages (Walk *walk, BpTestWindow *fixture)
{
  static const char *const PAGES[][2] = { { "train", "train_page" },
                                          { "inspect", "inspect_page" },
                                          { "explain", "explain_page" },
                                          { "runs", "runs_page" } };

  check_width (walk, bp_test_window_find (fixture, "settings_pane"), "settings");
  check_width (walk, bp_test_window_find (fixture, "draw_pane"), "drawing");
  for (guint i = 0; i < G_N_ELEMENTS (PAGES); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "show-page",
                                      g_variant_new_string (PAGES[i][0]));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
      if (g_str_equal (PAGES[i][0], "inspect"))
        wait_for_figures (fixture);
      if (g_str_equal (PAGES[i][0], "runs"))
        check_runs (walk, fixture);
      else
        check_width (walk, bp_test_window_find (fixture, PAGES[i][1]), PAGES[i][0]);
      if (g_str_equal (PAGES[i][0], "explain"))
        check_numbers (walk, fixture);
    }
  check_window (walk, GTK_WIDGET (fixture->window), "window");
}

/* With two buttons of long texts. */
static void
check_message (Walk *walk, BpTestWindow *fixture)
{
  bp_window_show_message (fixture->window, gettext ("Training Was Interrupted"),
                          gettext ("The answers are no better than guesses."),
                          (BpMessageButton){ gettext ("_Try Again"), "win.download-data" },
                          (BpMessageButton){ gettext ("Use _Built-in Digits"),
                                             "win.use-builtin-data" });
  check_window (walk, GTK_WIDGET (fixture->window), "message");
}

/* What the pad asks for, and the result. */
static void
check_prompts (Walk *walk, BpTestWindow *fixture)
{
  GtkWidget *pane = bp_test_window_find (fixture, "draw_pane");

  bp_test_window_activate (fixture, "begin-prompts");
  check_width (walk, pane, "prompt");
  bp_test_window_activate (fixture, "stop-prompts");
  bp_prompt_bar_show_result (bp_draw_pane_get_prompt_bar (BP_DRAW_PANE (pane)),
                             gettext ("Drawing cleared"), "", gettext ("_Learn From My Digits"),
                             "win.learn-drawings");
  check_width (walk, pane, "result of the prompts");
}

static void
check_dialog (GtkWidget *window, const char *place, gpointer walk)
{
  check_window (walk, window, place);
}

static void
begin_language (const char *language)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL);

  g_setenv ("LANGUAGE", language, TRUE);
  bindtextdomain (DOMAIN, folder);
  bind_textdomain_codeset (DOMAIN, "UTF-8");
  textdomain (DOMAIN);
  g_assert_true (g_str_equal (gettext ("Train"), "Train") == g_str_equal (language, "en"));
}

static void
end_language (void)
{
  g_setenv ("LANGUAGE", "en", TRUE);
  textdomain ("messages");
}

static void
test_large_text (BpTestWindow *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  guint n_wide = 0;
  g_autofree char *font = NULL;
  int dpi;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  bp_test_window_close (fixture);
  g_object_get (settings, "gtk-xft-dpi", &dpi, "gtk-font-name", &font, NULL);
  g_object_set (settings, "gtk-xft-dpi", LARGE_DPI, "gtk-font-name", FONT, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (LANGUAGES); i++)
    {
      Walk walk = { .language = LANGUAGES[i] };

      begin_language (LANGUAGES[i]);
      bp_test_window_open (fixture);
      bp_test_window_load_data (fixture);
      bp_test_window_train_to_the_end (fixture, 1);
      check_pages (&walk, fixture);
      check_message (&walk, fixture);
      check_prompts (&walk, fixture);
      bp_test_show_dialogs (fixture, check_dialog, &walk);
      n_wide += walk.n_wide;
      end_language ();
      if (i + 1 < G_N_ELEMENTS (LANGUAGES))
        bp_test_window_close (fixture);
    }
  g_object_set (settings, "gtk-xft-dpi", dpi, "gtk-font-name", font, NULL);
  if (n_wide > 0)
    g_test_fail_printf ("%u parts are wider than %d pixels", n_wide, TELEPHONE);
}

BP_TEST_FILE (window_widths)
{
  bp_test_window_ignore_switcher_bar ();
  bp_test_window_begin ();
  bp_test_window_add ("/window/widths/large-text", test_large_text);
}
