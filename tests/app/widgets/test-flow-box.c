/* SPDX-License-Identifier: MIT */
#include "flow-box.h"
#include "test-file.h"

#include <adwaita.h>

#define SPACING 6

static int
measure (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int natural;

  gtk_widget_measure (widget, orientation, for_size, NULL, &natural, NULL, NULL);
  return natural;
}

static GtkWidget *
add_button (GtkWidget *box, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_flow_box_append (GTK_FLOW_BOX (box),
                       g_object_new (BP_TYPE_FLOW_BOX_CHILD, "child", button, NULL));
  return button;
}

/* A box that does not fill its place has its buttons beside each other where there is room, and
 * below each other where there is none. */
static void
test_line (void)
{
  GtkWidget *box = g_object_ref_sink (g_object_new (BP_TYPE_FLOW_BOX, "halign", GTK_ALIGN_START,
                                                    "column-spacing", SPACING,
                                                    "max-children-per-line", 2, NULL));
  GtkWidget *first = gtk_widget_get_parent (add_button (box, "Choose File"));
  GtkWidget *second = gtk_widget_get_parent (add_button (box, "Use the Digits That Are Here"));
  int width = measure (box, GTK_ORIENTATION_HORIZONTAL, -1);
  int height = measure (box, GTK_ORIENTATION_VERTICAL, width);

  g_assert_cmpint (width, ==,
                   measure (first, GTK_ORIENTATION_HORIZONTAL, -1) +
                       measure (second, GTK_ORIENTATION_HORIZONTAL, -1) + SPACING);
  g_assert_cmpint (height, ==, measure (first, GTK_ORIENTATION_VERTICAL, -1));
  g_assert_cmpint (measure (box, GTK_ORIENTATION_VERTICAL, width / 2), >, height);
  g_object_unref (box);
}

BP_TEST_FILE (flow_box)
{
  adw_init ();
  g_test_add_func ("/flow-box/line", test_line);
}
