/* SPDX-License-Identifier: MIT */
/* The place of a message in the window, and its way to screen readers. */
#include "window-fixture.h"

#include "pages.h"
#include "settings.h"
#include "test-file.h"

typedef struct
{
  int width;
  int height;
} Size;

static const Size SIZES[] = { { 1180, 760 }, { 360, 600 } };

static const char *const PAGES[] = { "train", "draw" };

/* None of them may move. */
static const char *const PARTS[] = { "charts", "pad" };

static graphene_rect_t
get_bounds (BpTestWindow *fixture, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (fixture->window), &bounds));
  return bounds;
}

static void
show_message (BpTestWindow *fixture)
{
  bp_window_show_message (fixture->window, "Could Not Load “digits”",
                          "“digits” cannot be loaded: it is a text file. Choose a file of images "
                          "with labels, such as mnist.pkl.gz",
                          (BpMessageButton){ "Choose _File…", "win.open-data" },
                          (BpMessageButton){ "Use _Built-in Digits", "win.use-builtin-data" });
}

static void
wait_for_message (BpTestWindow *fixture, gboolean is_shown)
{
  GtkWidget *bar = bp_test_window_find (fixture, "message_bar");
  GtkRevealer *revealer = GTK_REVEALER (bp_test_find_by_name (bar, "revealer"));

  while (gtk_revealer_get_child_revealed (revealer) != is_shown)
    g_main_context_iteration (NULL, TRUE);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

/* The visible part of the message. */
static graphene_rect_t
get_message_bounds (BpTestWindow *fixture)
{
  GtkWidget *bar = bp_test_window_find (fixture, "message_bar");

  return get_bounds (fixture, gtk_widget_get_ancestor (bar, GTK_TYPE_SCROLLED_WINDOW));
}

static void
check_place (BpTestWindow *fixture)
{
  GtkWidget *pad = bp_test_window_find (fixture, "pad");
  graphene_rect_t header = get_bounds (fixture, bp_test_window_find (fixture, "header_bar"));
  graphene_rect_t overlay = get_bounds (fixture, bp_test_window_find (fixture, "message_overlay"));
  graphene_rect_t message = get_message_bounds (fixture);

  g_assert_cmpfloat (message.size.height, >, 60.0);
  g_assert_true (graphene_rect_contains_rect (&overlay, &message));
  g_assert_false (graphene_rect_intersection (&message, &header, NULL));
  if (gtk_widget_get_mapped (pad))
    {
      graphene_rect_t bounds = get_bounds (fixture, pad);

      g_assert_false (graphene_rect_intersection (&message, &bounds, NULL));
    }
}

static void
check_page (BpTestWindow *fixture, const char *page)
{
  graphene_rect_t before[G_N_ELEMENTS (PARTS)];

  bp_pages_show_named (BP_PAGES (bp_test_window_find (fixture, "pages")), page);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  for (guint i = 0; i < G_N_ELEMENTS (PARTS); i++)
    before[i] = get_bounds (fixture, bp_test_window_find (fixture, PARTS[i]));

  show_message (fixture);
  wait_for_message (fixture, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (PARTS); i++)
    {
      graphene_rect_t after = get_bounds (fixture, bp_test_window_find (fixture, PARTS[i]));

      g_assert_true (graphene_rect_equal (&before[i], &after));
    }
  check_place (fixture);

  bp_window_hide_message (fixture->window);
  wait_for_message (fixture, FALSE);
  g_assert_false (gtk_widget_get_mapped (bp_test_window_find (fixture, "message_bar")));
}

/* A message covers neither the pad nor the header, and moves neither the charts nor the pad. */
static void
test_place (BpTestWindow *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (SIZES); i++)
    {
      const Size *size = &SIZES[i / 2];

      gtk_widget_set_default_direction (i % 2 == 0 ? GTK_TEXT_DIR_LTR : GTK_TEXT_DIR_RTL);
      bp_test_window_close (fixture);
      g_settings_set_int (fixture->settings, BP_KEY_WINDOW_WIDTH, size->width);
      g_settings_set_int (fixture->settings, BP_KEY_WINDOW_HEIGHT, size->height);
      bp_test_window_open (fixture);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
      for (guint page = 0; page < G_N_ELEMENTS (PAGES); page++)
        check_page (fixture, PAGES[page]);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  g_settings_reset (fixture->settings, BP_KEY_WINDOW_WIDTH);
  g_settings_reset (fixture->settings, BP_KEY_WINDOW_HEIGHT);
}

/* A message keeps clear of the pad also when the page changes below it. */
static void
test_other_page (BpTestWindow *fixture, gconstpointer data)
{
  BpPages *pages;

  bp_test_window_close (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_WINDOW_WIDTH, 360);
  g_settings_set_int (fixture->settings, BP_KEY_WINDOW_HEIGHT, 600);
  bp_test_window_open (fixture);
  pages = BP_PAGES (bp_test_window_find (fixture, "pages"));
  show_message (fixture);
  wait_for_message (fixture, TRUE);
  for (guint page = 0; page < G_N_ELEMENTS (PAGES); page++)
    {
      bp_pages_show_named (pages, PAGES[page]);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
      check_place (fixture);
    }
  g_settings_reset (fixture->settings, BP_KEY_WINDOW_WIDTH);
  g_settings_reset (fixture->settings, BP_KEY_WINDOW_HEIGHT);
}

/* Tab goes from the header to the buttons of a message, before the page below it. */
static void
test_focus (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *bar = bp_test_window_find (fixture, "message_bar");
  GtkWidget *focus;

  show_message (fixture);
  wait_for_message (fixture, TRUE);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_true (gtk_widget_child_focus (bp_test_window_find (fixture, "message_overlay"),
                                         GTK_DIR_TAB_FORWARD));
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, bar));
}

static void
test_screen_reader (BpTestWindow *fixture, gconstpointer data)
{
  show_message (fixture);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bp_test_window_find (fixture, "announcer")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Could Not Load “digits”. “digits” cannot be loaded: it is "
                                       "a text file. Choose a file of images with labels, such as "
                                       "mnist.pkl.gz");
}

BP_TEST_FILE (window_message)
{
  bp_test_window_ignore_switcher_bar ();
  bp_test_window_begin ();
  bp_test_window_add ("/window/message/place", test_place);
  bp_test_window_add ("/window/message/other-page", test_other_page);
  bp_test_window_add ("/window/message/focus", test_focus);
  bp_test_window_add ("/window/message/screen-reader", test_screen_reader);
}
