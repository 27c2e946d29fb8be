/* SPDX-License-Identifier: MIT */
#include "sheet-view.h"

#include "class-table.h"
#include "dataset-builtin.h"
#include "test-file.h"

#include <adwaita.h>

#define SIDE 360

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpDataset *dataset;
  BpDatasetSheet *sheet;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->dataset = bp_dataset_new_builtin (1, 2000, 20, 10, 1, NULL, NULL);
  fixture->sheet = bp_dataset_sheet_new (fixture->dataset, BP_SPLIT_TRAIN, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  bp_dataset_unref (fixture->dataset);
  bp_dataset_sheet_free (fixture->sheet);
}

static void
show (Fixture *fixture, GtkWidget *widget, int width, int height)
{
  gtk_widget_set_size_request (widget, width, height);
  gtk_widget_set_halign (widget, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_window_set_child (fixture->window, widget);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (widget);
}

/* Cells are counted from left to right and from top to bottom, also with a margin. */
static void
test_finds_cells (Fixture *fixture, gconstpointer data)
{
  BpSheetView *view = BP_SHEET_VIEW (g_object_new (BP_TYPE_SHEET_VIEW, NULL));
  GtkWidget *widget = GTK_WIDGET (view);

  g_assert_cmpint (bp_sheet_view_find_cell (view, 10, 10), ==, -1);
  bp_sheet_view_set_sheet (view, fixture->sheet, fixture->dataset);
  show (fixture, widget, SIDE + 100, SIDE);
  g_assert_cmpint (gtk_widget_get_width (widget), ==, SIDE + 100);

  double left = (gtk_widget_get_width (widget) - gtk_widget_get_height (widget)) / 2.0;
  double cell = gtk_widget_get_height (widget) / 10.0;

  g_assert_cmpint (bp_sheet_view_find_cell (view, left + 1, 1), ==, 0);
  g_assert_cmpint (bp_sheet_view_find_cell (view, left + 9.5 * cell, cell / 2), ==, 9);
  g_assert_cmpint (bp_sheet_view_find_cell (view, left + 2.5 * cell, 7.5 * cell), ==, 72);
  g_assert_cmpint (bp_sheet_view_find_cell (view, left - 2, 1), ==, -1);
  g_assert_cmpint (bp_sheet_view_find_cell (view, left + 10 * cell + 2, 1), ==, -1);
}

static void
test_describes_cells (Fixture *fixture, gconstpointer data)
{
  BpSheetView *view = BP_SHEET_VIEW (g_object_new (BP_TYPE_SHEET_VIEW, NULL));
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;

  show (fixture, GTK_WIDGET (view), SIDE, SIDE);
  g_assert_null (bp_sheet_view_describe_cell (view, 72));
  bp_sheet_view_set_sheet (view, fixture->sheet, fixture->dataset);
  text = bp_sheet_view_describe_cell (view, 72);
  expected = g_strdup_printf ("7: image %u", fixture->sheet->indices[72] + 1);
  g_assert_cmpstr (text, ==, expected);

  fixture->sheet->indices[72] = BP_SHEET_BLANK;
  bp_sheet_view_set_sheet (view, fixture->sheet, fixture->dataset);
  g_assert_null (bp_sheet_view_describe_cell (view, 72));
}

/* The drawing has the colour of the text where the sheet has ink. */
static void
test_draws (Fixture *fixture, gconstpointer data)
{
  BpSheetView *view = BP_SHEET_VIEW (g_object_new (BP_TYPE_SHEET_VIEW, NULL));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);
  guint n_inked = 0;

  bp_sheet_view_set_sheet (view, fixture->sheet, fixture->dataset);
  show (fixture, GTK_WIDGET (view), SIDE, SIDE);
  GTK_WIDGET_GET_CLASS (view)->snapshot (GTK_WIDGET (view), snapshot);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);

  const guint32 *pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);

  for (gsize i = 0; i < (gsize) SIDE * SIDE; i++)
    n_inked += pixels[i] >> 24 > 128;
  g_assert_cmpuint (n_inked, >, SIDE * SIDE / 50);
  g_assert_cmpuint (n_inked, <, SIDE * SIDE / 3);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = g_object_ref_sink (g_object_new (BP_TYPE_SHEET_VIEW, NULL));
  GtkWidget *table = g_object_ref_sink (g_object_new (BP_TYPE_CLASS_TABLE, NULL));

  gtk_test_accessible_assert_role (view, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Samples");
  gtk_test_accessible_assert_role (table, GTK_ACCESSIBLE_ROLE_TABLE);
  g_object_unref (view);
  g_object_unref (table);
}

/* Returns the text in a cell of the table's grid. */
static const char *
get_text (GtkWidget *table, int column, int row)
{
  GtkWidget *grid = gtk_widget_get_first_child (table);
  GtkWidget *label = gtk_grid_get_child_at (GTK_GRID (grid), column, row);

  return label != NULL ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

static void
test_class_table (Fixture *fixture, gconstpointer data)
{
  GtkWidget *table = g_object_new (BP_TYPE_CLASS_TABLE, NULL);
  BpDatasetSummary summary;

  bp_dataset_summarise (fixture->dataset, &summary);
  summary.counts[BP_SPLIT_TRAIN][3] = 1234;
  show (fixture, table, -1, -1);
  /* The second call replaces the contents. */
  for (guint i = 0; i < 2; i++)
    bp_class_table_set_summary (BP_CLASS_TABLE (table), &summary, fixture->dataset);

  g_assert_cmpstr (get_text (table, 1, 0), ==, "Training");
  g_assert_cmpstr (get_text (table, 0, 4), ==, "3");
  g_assert_cmpstr (get_text (table, 1, 4), ==, "1,234");
  g_assert_cmpstr (get_text (table, 0, 11), ==, "All");
  g_assert_cmpstr (get_text (table, 1, 11), ==, "2,000");
  g_assert_cmpstr (get_text (table, 3, 11), ==, "10");
  g_assert_null (get_text (table, 0, 12));

  summary.n_without_class = 7;
  bp_class_table_set_summary (BP_CLASS_TABLE (table), &summary, fixture->dataset);
  g_assert_cmpstr (get_text (table, 0, 11), ==, "No digit");
  g_assert_cmpstr (get_text (table, 1, 11), ==, "7");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (sheet_view)
{
  adw_init ();
  ADD ("/sheet-view/finds-cells", test_finds_cells);
  ADD ("/sheet-view/describes-cells", test_describes_cells);
  ADD ("/sheet-view/draws", test_draws);
  ADD ("/sheet-view/accessible", test_accessible);
  ADD ("/sheet-view/class-table", test_class_table);
}
