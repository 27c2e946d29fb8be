/* SPDX-License-Identifier: MIT */
/* The pages of a window that becomes narrow and wide again. */
#include "window-fixture.h"

#include "settings.h"
#include "test-file.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#define NARROW 700
#define WIDE   1180

/* Pages that are shown alone, each in a group of its own. */
static const char *const OTHERS[] = { "inspect_page", "explain_page", "runs_page" };

static void
wait_until_folded (BpTestWindow *fixture, gboolean is_folded)
{
  GtkWidget *pages = bp_test_window_find (fixture, "pages");
  gboolean is_now = !is_folded;

  while (is_now != is_folded)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (pages, "folded", &is_now, NULL);
    }
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

/* Turns animations on, as users have them. libadwaita 1.2 leaks a node of what a leaflet draws in
 * the last frame of an animation. */
static void
begin_animations (void)
{
#ifdef __SANITIZE_ADDRESS__
  __lsan_disable ();
#endif
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
}

static void
end_animations (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
#ifdef __SANITIZE_ADDRESS__
  __lsan_enable ();
#endif
}

static void
assert_others_hidden (BpTestWindow *fixture)
{
  for (guint i = 0; i < G_N_ELEMENTS (OTHERS); i++)
    g_assert_false (gtk_widget_get_visible (bp_test_window_find (fixture, OTHERS[i])));
}

static void
set_width (BpTestWindow *fixture, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 700);
}

/* A narrow window shows one page of the group at a time, a wide one all of them again. */
static void
test_narrow_and_wide (BpTestWindow *fixture, gconstpointer data)
{
  begin_animations ();
  for (guint round = 0; round < 2; round++)
    {
      set_width (fixture, NARROW);
      wait_until_folded (fixture, TRUE);
      assert_others_hidden (fixture);

      set_width (fixture, WIDE);
      wait_until_folded (fixture, FALSE);
      assert_others_hidden (fixture);
      g_assert_true (gtk_widget_get_mapped (bp_test_window_find (fixture, "train_page")));
      g_assert_true (gtk_widget_get_mapped (bp_test_window_find (fixture, "draw_pane")));
    }
  end_animations ();
}

/* A window that begins narrow becomes wide. */
static void
test_begins_narrow (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_close (fixture);
  begin_animations ();
  g_settings_set_int (fixture->settings, BP_KEY_WINDOW_WIDTH, NARROW);
  bp_test_window_open (fixture);
  wait_until_folded (fixture, TRUE);
  assert_others_hidden (fixture);

  set_width (fixture, WIDE);
  wait_until_folded (fixture, FALSE);
  g_settings_reset (fixture->settings, BP_KEY_WINDOW_WIDTH);
  end_animations ();
}

BP_TEST_FILE (window_pages)
{
  bp_test_window_ignore_switcher_bar ();
  bp_test_window_begin ();
  bp_test_window_add ("/window/pages/narrow-and-wide", test_narrow_and_wide);
  bp_test_window_add ("/window/pages/begins-narrow", test_begins_narrow);
}
