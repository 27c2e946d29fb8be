/* SPDX-License-Identifier: MIT */
#include "inspect-page.h"

#include "class-figures.h"
#include "confusion-view.h"
#include "digit-image.h"
#include "find-widget.h"
#include "images-view.h"
#include "inspector.h"
#include "test-file.h"
#include "test-files.h"
#include "toy-data.h"
#include "toy-network.h"

#include <glib/gi18n.h>

#define NARROW 360

typedef struct
{
  GtkWindow *window;   /* borrowed: owned by GTK */
  BpInspectPage *page; /* borrowed: its child */
  BpDataset *dataset;
  BpNetwork *network;
  guint n_changes;

  /* of "image-chosen" */
  GBytes *pixels;
  char *title;
  guint label;
} Fixture;

static void
on_changed (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
on_image_chosen (Fixture *fixture,
                 GBytes *pixels,
                 guint width,
                 guint height,
                 const char *title,
                 guint label)
{
  g_assert_cmpuint (width, ==, 6);
  g_assert_cmpuint (height, ==, 6);
  fixture->pixels = g_bytes_ref (pixels);
  fixture->title = g_strdup (title);
  fixture->label = label;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->page = g_object_new (BP_TYPE_INSPECT_PAGE, NULL);
  fixture->dataset = bp_toy_dataset_new (0, 400, 300, 3);
  fixture->network = bp_toy_network_new (36, 9, 4, 4);
  gtk_window_set_default_size (fixture->window, NARROW, 600);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  g_signal_connect_swapped (fixture->page, "changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect_swapped (fixture->page, "image-chosen", G_CALLBACK (on_image_chosen), fixture);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->page));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  bp_dataset_unref (fixture->dataset);
  bp_network_unref (fixture->network);
  g_clear_pointer (&fixture->pixels, g_bytes_unref);
  g_free (fixture->title);
}

static void
wait_for_figures (Fixture *fixture)
{
  while (!bp_inspect_page_has_figures (fixture->page))
    g_main_context_iteration (NULL, TRUE);
}

static void
show_figures (Fixture *fixture)
{
  bp_inspect_page_set_dataset (fixture->page, fixture->dataset);
  bp_inspect_page_set_network (fixture->page, fixture->network, 7);
  wait_for_figures (fixture);
}

static gpointer
find (Fixture *fixture, const char *name)
{
  GtkWidget *found = bp_test_find_by_name (GTK_WIDGET (fixture->page), name);

  g_assert_nonnull (found);
  return found;
}

static void
assert_status (Fixture *fixture, const char *title)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (find (fixture, "stack")), ==, "status");
  g_assert_cmpstr (adw_status_page_get_title (find (fixture, "status_page")), ==, title);
}

/* What is missing is named, one after the other. */
static void
test_says_what_is_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpDataset) without = bp_toy_dataset_new (20, 0, 0, 3);
  g_autoptr (BpNetwork) other = bp_toy_network_new (36, 9, 5, 4);

  assert_status (fixture, "No Data Yet");
  bp_inspect_page_set_dataset (fixture->page, without);
  assert_status (fixture, "No Images to Inspect");
  bp_inspect_page_set_dataset (fixture->page, fixture->dataset);
  assert_status (fixture, "No Network Yet");
  bp_inspect_page_set_network (fixture->page, other, 0);
  while (g_str_equal (adw_status_page_get_title (find (fixture, "status_page")), "No Network Yet"))
    g_main_context_iteration (NULL, TRUE);
  assert_status (fixture, "The Network Cannot Be Inspected");
  g_assert_nonnull (strstr (adw_status_page_get_description (find (fixture, "status_page")),
                            "takes 36 inputs and tells 5 classes apart"));
  bp_inspect_page_set_network (fixture->page, fixture->network, 0);
  wait_for_figures (fixture);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (find (fixture, "stack")), ==, "figures");
}

/* The page says of which network and which images the figures are. */
static void
test_caption (Fixture *fixture, gconstpointer data)
{
  g_auto (BpMetrics) metrics = { 0 };
  g_autofree char *expected = NULL;

  show_figures (fixture);
  g_assert_true (bp_evaluate (fixture->network,
                              bp_dataset_get_samples (fixture->dataset, BP_SPLIT_HELD_OUT), 1, NULL,
                              &metrics, NULL));
  expected = g_strdup_printf ("36-9-4 after 7 epochs · 400 held-out images of Quarters · %.1f %% "
                              "right, %u wrong",
                              100.0 * metrics.accuracy, (guint) (400 - metrics.n_correct));
  g_assert_cmpstr (gtk_label_get_text (find (fixture, "caption")), ==, expected);

  gtk_drop_down_set_selected (find (fixture, "split_choice"), 1);
  wait_for_figures (fixture);
  g_assert_nonnull (
      strstr (gtk_label_get_text (find (fixture, "caption")), "300 test images of Quarters"));
}

static void
test_matrix (Fixture *fixture, gconstpointer data)
{
  BpConfusionView *view = find (fixture, "confusion_view");
  g_auto (BpMetrics) metrics = { 0 };
  g_autofree char *expected = NULL;
  g_autofree char *text = NULL;
  BpClassMetrics figures;

  show_figures (fixture);
  g_assert_true (bp_evaluate (fixture->network,
                              bp_dataset_get_samples (fixture->dataset, BP_SPLIT_HELD_OUT), 1, NULL,
                              &metrics, NULL));
  figures = bp_metrics_get_class (&metrics, 2);
  expected = g_strdup_printf ("Label 2 answered 3: %u of %u", metrics.confusion[2 * 4 + 3],
                              (guint) figures.support);
  text = bp_confusion_view_describe_cell (view, 2, 3);
  g_assert_cmpstr (text, ==, expected);

  gtk_test_accessible_assert_role (view, GTK_ACCESSIBLE_ROLE_GRID);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Confusion matrix");
  bp_confusion_view_select (view, 2, 3);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       expected);
}

static gboolean
press (GtkWidget *widget, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean is_used = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && !is_used)
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &is_used);
    }
  return is_used;
}

/* The choice of images stays when there are other data. */
static void
test_keeps_split (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpDataset) other = bp_toy_dataset_new (0, 100, 50, 4);

  show_figures (fixture);
  gtk_drop_down_set_selected (find (fixture, "split_choice"), 1);
  wait_for_figures (fixture);
  bp_inspect_page_set_dataset (fixture->page, other);
  wait_for_figures (fixture);
  g_assert_cmpuint (gtk_drop_down_get_selected (find (fixture, "split_choice")), ==, 1);
  g_assert_nonnull (
      strstr (gtk_label_get_text (find (fixture, "caption")), "50 test images of Quarters"));
}

static void
assert_present_cell (GtkWidget *view, guint label, guint answer)
{
  g_autofree char *text = bp_confusion_view_describe_cell (BP_CONFUSION_VIEW (view), label, answer);

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       text);
}

/* Digits of 28 x 28 pixels, of which some are held out and some are test images. */
static BpDataset *
make_digits (void)
{
  g_autoptr (GError) error = NULL;
  BpDatasetParts parts = {
    .name = "Digits",
    .width = BP_DIGIT_SIZE,
    .height = BP_DIGIT_SIZE,
    .n_classes = 10,
    .n_held_out = 1,
    .images = g_malloc0 (BP_DIGIT_N_PIXELS),
    .labels = g_malloc0 (1),
    .n_test = 1,
    .test_images = g_malloc0 (BP_DIGIT_N_PIXELS),
    .test_labels = g_malloc0 (1),
  };
  BpDataset *dataset = bp_dataset_new (&parts, &error);

  g_assert_no_error (error);
  return dataset;
}

/* Other data without digits bring back the images that were chosen before the drawings, whatever
 * stands in the place of the choice. */
static void
test_leaves_drawings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpDataset) digits = make_digits ();

  bp_inspect_page_set_dataset (fixture->page, digits);
  gtk_drop_down_set_selected (find (fixture, "split_choice"), 2);
  bp_inspect_page_set_dataset (fixture->page, fixture->dataset);
  g_assert_cmpuint (gtk_drop_down_get_selected (find (fixture, "split_choice")), ==, 0);
  bp_inspect_page_set_network (fixture->page, fixture->network, 7);
  wait_for_figures (fixture);
  g_assert_nonnull (
      strstr (gtk_label_get_text (find (fixture, "caption")), "400 held-out images of Quarters"));
}

/* The arrow keys move over the cells, and stop at the edges. Home and End go to the ends of the
 * row, and with Ctrl to the first and the last cell. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = find (fixture, "confusion_view");
  const guint keys[] = { GDK_KEY_Up, GDK_KEY_Left, GDK_KEY_Down, GDK_KEY_Right, GDK_KEY_Right };

  show_figures (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_true (press (view, keys[i], 0));
  assert_present_cell (view, 1, 2);
  g_assert_true (press (view, GDK_KEY_Home, 0));
  assert_present_cell (view, 1, 0);
  g_assert_true (press (view, GDK_KEY_End, 0));
  assert_present_cell (view, 1, 3);
  g_assert_true (press (view, GDK_KEY_End, GDK_CONTROL_MASK));
  assert_present_cell (view, 3, 3);
  g_assert_true (press (view, GDK_KEY_Home, GDK_CONTROL_MASK));
  assert_present_cell (view, 0, 0);
  g_assert_false (press (view, GDK_KEY_a, 0));
  g_assert_true (press (view, GDK_KEY_Return, 0));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (find (fixture, "stack")), ==, "images");
}

static GListModel *
get_listed (Fixture *fixture)
{
  GtkWidget *view = find (fixture, "images_view");
  GtkGridView *grid =
      GTK_GRID_VIEW (gtk_widget_get_template_child (view, BP_TYPE_IMAGES_VIEW, "grid"));

  return G_LIST_MODEL (gtk_grid_view_get_model (grid));
}

/* The answers of an image have short names, its title the whole one. */
static void
test_long_names (Fixture *fixture, gconstpointer data)
{
  static const char *const NAMES[] = { "uncial letter a of the old hand",
                                       "uncial letter ä of the old hand", "short",
                                       "another letter of the old hand" };
  BpDatasetParts parts = { .class_names = NAMES,
                           .width = 6,
                           .height = 6,
                           .n_classes = G_N_ELEMENTS (NAMES),
                           .n_train = 4,
                           .n_test = 1 };
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (BpInspection) inspection = NULL;
  g_autoptr (BpInspectedImage) image = NULL;
  g_autofree char *title = NULL;
  g_autofree char *answers = NULL;
  g_auto (GStrv) parts_of_answers = NULL;

  g_assert_true (bp_dataset_parts_allocate (&parts));
  for (guint i = 0; i < 4; i++)
    parts.labels[i] = (guint8) i;
  memset (parts.images, 0, 4 * 36);
  memset (parts.test_images, 0, 36);
  parts.test_labels[0] = 1;
  dataset = bp_dataset_new (&parts, NULL);
  g_assert_nonnull (dataset);
  inspection = bp_inspection_new (fixture->network, dataset, BP_SPLIT_TEST, NULL, NULL);
  image = bp_inspected_image_new (inspection, 0);
  title = bp_inspected_image_get_title (image);
  answers = bp_inspected_image_get_answers (image);
  g_test_message ("%s: %s", title, answers);
  g_assert_nonnull (strstr (title, NAMES[1]));
  g_assert_true (g_utf8_validate (answers, -1, NULL));
  g_assert_nonnull (strchr (answers, ':'));
  g_assert_null (strstr (answers, "hand"));
  parts_of_answers = g_strsplit (answers, ", ", -1);
  for (guint i = 0; parts_of_answers[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (parts_of_answers[i], -1), <=, 24 + 8);
}

/* A cell shows its images, and a click chooses one. */
static void
test_images (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpInspection) expected =
      bp_inspection_new (fixture->network, fixture->dataset, BP_SPLIT_HELD_OUT, NULL, NULL);
  GtkWidget *view = find (fixture, "images_view");
  gpointer grid = gtk_widget_get_template_child (view, BP_TYPE_IMAGES_VIEW, "grid");
  g_autoptr (BpInspectedImage) image = NULL;
  g_autofree char *title = NULL;
  g_autofree char *answers = NULL;
  g_auto (GStrv) three = NULL;
  const guint32 *cell;
  guint label = 0;
  guint answer = 0;
  gsize count;

  show_figures (fixture);
  do
    answer = (answer + 1) % 4 == 0 ? (label++, 0) : answer + 1;
  while (bp_inspection_get_cell (expected, label, answer, &count) == NULL || count < 3);
  cell = bp_inspection_get_cell (expected, label, answer, &count);
  g_signal_emit_by_name (find (fixture, "confusion_view"), "activated", label, answer);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Images of the cell");
  g_assert_cmpuint (g_list_model_get_n_items (get_listed (fixture)), ==, count);
  image = g_list_model_get_item (get_listed (fixture), 1);
  title = bp_inspected_image_get_title (image);
  answers = bp_inspected_image_get_answers (image);
  g_assert_true (g_str_has_suffix (answers, "%"));
  three = g_strsplit (answers, " ", -1);
  g_assert_cmpuint (g_strv_length (three), ==, 3);
  g_assert_cmpint (answers[0], ==, '0' + (int) answer);

  g_signal_emit_by_name (grid, "activate", 1);
  g_assert_cmpstr (fixture->title, ==, title);
  g_assert_cmpuint (fixture->label, ==, label);
  g_assert_cmpmem (g_bytes_get_data (fixture->pixels, NULL), 36,
                   expected->samples.images + cell[1] * 36, 36);

  gtk_widget_activate_action (view, "images.close", NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (find (fixture, "stack")), ==, "figures");
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpInspection) expected =
      bp_inspection_new (fixture->network, fixture->dataset, BP_SPLIT_HELD_OUT, NULL, NULL);

  show_figures (fixture);
  g_signal_emit_by_name (find (fixture, "errors_button"), "clicked");
  g_assert_cmpuint (g_list_model_get_n_items (get_listed (fixture)), ==, expected->n_errors);
  g_signal_emit_by_name (find (fixture, "sure_errors_button"), "clicked");
  g_assert_cmpuint (g_list_model_get_n_items (get_listed (fixture)), ==, expected->n_sure_errors);
}

/* The verdict on each image tells right answers from wrong ones. */
static void
test_verdict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpInspection) inspection =
      bp_inspection_new (fixture->network, fixture->dataset, BP_SPLIT_HELD_OUT, NULL, NULL);
  guint64 n_right = 0;

  for (guint32 i = 0; i < inspection->metrics.count; i++)
    {
      g_autoptr (BpInspectedImage) image = bp_inspected_image_new (inspection, i);
      g_autofree char *verdict = NULL;

      g_object_get (image, "verdict", &verdict, NULL);
      n_right += g_str_has_prefix (verdict, "✓");
      g_assert_true (g_str_has_prefix (verdict, "✓") || g_str_has_prefix (verdict, "✗"));
    }
  g_assert_cmpuint (n_right, ==, inspection->metrics.n_correct);
  g_assert_cmpuint (n_right, <, inspection->metrics.count);
}

/* A class that the network never answers has no precision: its row says so, and is sorted below
 * those that have one. */
static void
test_never_answered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) network = bp_network_copy (fixture->network, NULL);
  g_autoptr (BpInspection) inspection = NULL;
  g_autoptr (BpClassFigures) figures = NULL;
  g_autofree char *text = NULL;
  double precision = 1.0;

  network->layers[1].biases[2] = -1e6F;
  inspection = bp_inspection_new (network, fixture->dataset, BP_SPLIT_HELD_OUT, NULL, NULL);
  figures = bp_class_figures_new (inspection, 2);
  g_object_get (figures, "precision", &precision, "precision-text", &text, NULL);
  g_assert_cmpfloat (precision, <, 0.0);
  g_assert_cmpstr (text, ==, "–");
}

static const char *
get_caption (Fixture *fixture)
{
  return gtk_label_get_text (find (fixture, "caption"));
}

/* A network of another epoch is shown at once, one of the same epoch after a moment; a page that is
 * not on the screen catches up when it comes there. */
static void
test_follows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) second = bp_toy_network_new (36, 9, 4, 5);
  g_autoptr (BpNetwork) third = bp_toy_network_new (36, 9, 4, 6);
  g_autofree char *of_second = NULL;
  guint n_changes;

  show_figures (fixture);
  bp_inspect_page_set_network (fixture->page, second, 8);
  while (strstr (get_caption (fixture), "after 8 epochs") == NULL)
    g_main_context_iteration (NULL, TRUE);

  of_second = g_strdup (get_caption (fixture));
  bp_inspect_page_set_network (fixture->page, third, 8);
  while (g_str_equal (get_caption (fixture), of_second))
    g_main_context_iteration (NULL, TRUE);

  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  n_changes = fixture->n_changes;
  bp_inspect_page_set_network (fixture->page, second, 9);
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (10000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_assert_cmpuint (fixture->n_changes, ==, n_changes);
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), TRUE);
  while (strstr (get_caption (fixture), "after 9 epochs") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_saves (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  const struct
  {
    BpInspectPart part;
    const char *name;
    const char *begin;
  } files[] = {
    { BP_INSPECT_PART_MATRIX, "matrix.csv", "label,0,1,2,3" },
    { BP_INSPECT_PART_CLASSES, "classes.csv", "class,images,answers," },
    { BP_INSPECT_PART_CALIBRATION, "calibration.csv", "bin,answers_before," },
    { BP_INSPECT_PART_MATRIX, "matrix.svg", "<?xml" },
    { BP_INSPECT_PART_CALIBRATION, "calibration.pdf", "%PDF" },
  };
  g_autofree char *picture = g_build_filename (folder->path, "classes.png", NULL);
  g_autoptr (GError) error = NULL;

  show_figures (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder->path, files[i].name, NULL);
      g_autofree char *text = NULL;

      g_assert_true (bp_inspect_page_save (fixture->page, files[i].part, path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_true (g_str_has_prefix (text, files[i].begin));
    }
  g_assert_false (bp_inspect_page_save (fixture->page, BP_INSPECT_PART_CLASSES, picture, &error));
  g_assert_nonnull (strstr (error->message, ".csv"));
}

/* Names the widgets that are wider than the narrowest window. */
static void
report_wide (GtkWidget *widget, guint depth)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  if (width <= NARROW)
    return;
  g_test_message ("%*s%s is %d wide", (int) depth, "", G_OBJECT_TYPE_NAME (widget), width);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    report_wide (child, depth + 1);
}

/* The text of a descendant that is a label, or NULL. */
static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The other parts have their figures when they are shown. */
static void
test_parts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpInspection) expected =
      bp_inspection_new (fixture->network, fixture->dataset, BP_SPLIT_HELD_OUT, NULL, NULL);
  BpClassMetrics figures = bp_metrics_get_class (&expected->metrics, 3);
  g_autofree char *recall = g_strdup_printf ("%.1f %%", 100.0 * figures.recall);
  g_autofree char *error =
      g_strdup_printf ("Expected calibration error %.1f %%. The network is not calibrated yet: its "
                       "temperature is fitted when training ends.",
                       100.0 * expected->calibration.error_before);

  show_figures (fixture);
  g_assert_cmpint (bp_inspect_page_get_part (fixture->page), ==, BP_INSPECT_PART_MATRIX);
  adw_view_stack_set_visible_child_name (find (fixture, "views"), "classes");
  g_assert_cmpint (bp_inspect_page_get_part (fixture->page), ==, BP_INSPECT_PART_CLASSES);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->page));
  g_assert_nonnull (find_label (find (fixture, "class_figures_view"), recall));
  adw_view_stack_set_visible_child_name (find (fixture, "views"), "calibration");
  g_assert_cmpint (bp_inspect_page_get_part (fixture->page), ==, BP_INSPECT_PART_CALIBRATION);
  g_assert_nonnull (find_label (find (fixture, "calibration_view"), error));
}

/* A table of many classes scrolls: all parts are as high as the highest, and must fit a window. */
static void
test_many_classes (Fixture *fixture, gconstpointer data)
{
  GtkColumnView *view;
  GListModel *sorted;
  GListStore *store;
  g_autoptr (GObject) figures = NULL;
  int height;

  show_figures (fixture);
  adw_view_stack_set_visible_child_name (find (fixture, "views"), "classes");
  view = GTK_COLUMN_VIEW (bp_test_find_by_name (find (fixture, "class_figures_view"), "view"));
  sorted = gtk_no_selection_get_model (GTK_NO_SELECTION (gtk_column_view_get_model (view)));
  store = G_LIST_STORE (gtk_sort_list_model_get_model (GTK_SORT_LIST_MODEL (sorted)));
  figures = g_list_model_get_item (G_LIST_MODEL (store), 0);
  for (guint i = 0; i < 50; i++)
    g_list_store_append (store, figures);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->page));
  gtk_widget_measure (find (fixture, "class_figures_view"), GTK_ORIENTATION_VERTICAL, NARROW, NULL,
                      &height, NULL, NULL);
  g_assert_cmpint (height, >, 200);
  g_assert_cmpint (height, <, 500);
}

/* Every text fits the narrowest window, also at twice the size. */
static void
test_is_narrow (Fixture *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  show_figures (fixture);
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  for (int scale = 1; scale <= 2; scale++)
    {
      int width;

      g_object_set (settings, "gtk-xft-dpi", scale * 96 * 1024, NULL);
      report_wide (GTK_WIDGET (fixture->page), 0);
      gtk_widget_measure (GTK_WIDGET (fixture->page), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL,
                          NULL, NULL);
      g_assert_cmpint (width, <=, NARROW);
    }
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

/* The content of a page is built when it is first shown, and knows what was told before. */
static void
test_late (Fixture *fixture, gconstpointer data)
{
  const guint8 drawing[784] = { 0 };
  BpInspectPage *page = g_object_ref_sink (g_object_new (BP_TYPE_INSPECT_PAGE, NULL));

  bp_inspect_page_set_dataset (page, fixture->dataset);
  bp_inspect_page_set_network (page, fixture->network, 7);
  bp_inspect_page_set_drawing (page, drawing);
  g_assert_false (bp_page_is_filled (BP_PAGE (page)));
  g_assert_false (bp_inspect_page_has_figures (page));
  g_assert_cmpint (bp_inspect_page_get_part (page), ==, BP_INSPECT_PART_MATRIX);

  fixture->page = page;
  gtk_window_set_child (fixture->window, GTK_WIDGET (page));
  g_object_unref (page);
  g_assert_true (bp_page_is_filled (BP_PAGE (page)));
  wait_for_figures (fixture);
  g_assert_nonnull (strstr (get_caption (fixture), "after 7 epochs"));
}

BP_TEST_FILE (inspect_page)
{
  adw_init ();
  ADD ("/inspect-page/says-what-is-missing", test_says_what_is_missing);
  ADD ("/inspect-page/caption", test_caption);
  ADD ("/inspect-page/keeps-split", test_keeps_split);
  ADD ("/inspect-page/leaves-drawings", test_leaves_drawings);
  ADD ("/inspect-page/matrix", test_matrix);
  ADD ("/inspect-page/keys", test_keys);
  ADD ("/inspect-page/images", test_images);
  ADD ("/inspect-page/long-names", test_long_names);
  ADD ("/inspect-page/errors", test_errors);
  ADD ("/inspect-page/verdict", test_verdict);
  ADD ("/inspect-page/never-answered", test_never_answered);
  ADD ("/inspect-page/follows", test_follows);
  ADD ("/inspect-page/saves", test_saves);
  ADD ("/inspect-page/parts", test_parts);
  ADD ("/inspect-page/many-classes", test_many_classes);
  ADD ("/inspect-page/is-narrow", test_is_narrow);
  ADD ("/inspect-page/late", test_late);
}
