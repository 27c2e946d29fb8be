/* SPDX-License-Identifier: MIT */
#include "side-pane.h"
#include "test-file.h"

#include <adwaita.h>

static int
measure_width (const char *css)
{
  GtkWidget *content = gtk_label_new ("A short text");
  GtkWidget *pane = g_object_ref_sink (g_object_new (BP_TYPE_SIDE_PANE, "content", content, NULL));
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  int width;

  gtk_css_provider_load_from_data (provider, css, -1);
  gtk_style_context_add_provider (gtk_widget_get_style_context (pane),
                                  GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_USER);
  gtk_widget_measure (pane, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  g_object_unref (pane);
  return width;
}

/* The width follows the size of large text, whatever is in the pane. */
static void
test_width (void)
{
  g_assert_cmpint (measure_width ("* { font-size: 10px; }"), ==, 300);
  g_assert_cmpint (measure_width ("* { font-size: 20px; }"), ==, 410);
}

BP_TEST_FILE (side_pane)
{
  adw_init ();
  g_test_add_func ("/side-pane/width", test_width);
}
