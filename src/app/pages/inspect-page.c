/* SPDX-License-Identifier: MIT */
#include "inspect-page.h"

#include "atomic-file.h"
#include "calibration-view.h"
#include "chart-matrix-picture.h"
#include "chart-picture.h"
#include "class-figures-view.h"
#include "confusion-view.h"
#include "distribution-view.h"
#include "drawing-collection.h"
#include "drawn-images.h"
#include "error.h"
#include "format.h"
#include "images-view.h"
#include "inspection-csv.h"
#include "inspector.h"
#include "layer-map.h"
#include "loss-plane-view.h"
#include "sample-name.h"
#include "weights-view.h"

#include <glib/gi18n.h>
#include <string.h>

#define CSV_ENDING ".csv"

/* The images that are listed. */
typedef enum
{
  LIST_CELL,
  LIST_ERRORS,
  LIST_SURE_ERRORS,
} List;

/* The parts as the pages of the stack, which scripts use too. */
static const char *const NAMES[BP_INSPECT_N_PARTS] = {
  [BP_INSPECT_PART_MATRIX] = "matrix",
  [BP_INSPECT_PART_CLASSES] = "classes",
  [BP_INSPECT_PART_CALIBRATION] = "calibration",
  [BP_INSPECT_PART_LANDSCAPE] = "landscape",
  [BP_INSPECT_PART_DISTRIBUTIONS] = "distributions",
};

struct _BpInspectPage
{
  BpPage parent_instance;

  /* owned */
  BpInspector *inspector;
  BpDataset *dataset;        /* nullable: of the window */
  BpNetwork *network;        /* nullable: of the window */
  BpTimeTravel *time_travel; /* nullable: of the window */
  BpDrawnImages *drawn;

  guint8 drawing[BP_DIGIT_N_PIXELS]; /* what is on the pad */
  gboolean has_drawing;

  BpSplit splits[BP_N_SPLITS]; /* (n_splits) those of the drop-down; then comes what was drawn */
  guint n_splits;
  gboolean shows_drawn; /* the figures are about drawings, and not about the data set */
  gboolean is_updating; /* the drop-down is being filled */
  List list;            /* what the list of images shows, when it is shown */
  guint label;          /* of its cell */
  guint answer;

  /* template children */
  GtkStack *stack;
  AdwStatusPage *status_page;
  GtkWidget *back_button;
  GtkDropDown *split_choice;
  GtkStringList *split_names;
  GtkLabel *caption;
  GtkDropDown *view_choice; /* its items are the pages of the views */
  GtkStringList *view_names;
  AdwViewStack *views;
  BpConfusionView *confusion_view;
  GtkButton *errors_button;
  GtkButton *sure_errors_button;
  BpClassFiguresView *class_figures_view;
  BpCalibrationView *calibration_view;
  BpLayerMap *layer_map;
  BpWeightsView *weights_view;
  BpLossPlaneView *loss_plane_view;
  BpDistributionView *distribution_view;
  BpImagesView *images_view;
};

enum
{
  SIGNAL_IMAGE_CHOSEN,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpInspectPage, bp_inspect_page, BP_TYPE_PAGE)

static BpInspection *
get_inspection (BpInspectPage *self)
{
  return bp_inspector_get_inspection (self->inspector);
}

/* Which network the figures are about, as in "784-128-10 after 7 epochs". */
static char *
describe_network (BpInspectPage *self)
{
  g_autofree char *shape = bp_network_describe (bp_inspector_get_network (self->inspector));
  guint n_epochs = bp_inspector_get_n_epochs (self->inspector);

  if (n_epochs == 0)
    return g_steal_pointer (&shape);
  /* Translators: a network, as in "784-128-10 after 7 epochs" */
  return g_strdup_printf (ngettext ("%s after %u epoch", "%s after %u epochs", n_epochs), shape,
                          n_epochs);
}

/* Which images the figures are about, as in "10,000 test images of MNIST". */
static char *
describe_images (const BpInspection *inspection)
{
  return bp_describe_samples (inspection->dataset, inspection->split, inspection->metrics.count);
}

static char *
describe_figures (BpInspectPage *self)
{
  const BpInspection *inspection = get_inspection (self);
  g_autofree char *network = describe_network (self);
  g_autofree char *images = describe_images (inspection);
  g_autofree char *percent = bp_format_percent (inspection->metrics.accuracy);
  g_autofree char *n_errors = bp_format_count (inspection->n_errors);

  /* Translators: a network, images, a percentage and a number, as in "784-128-10 after 7 epochs ·
   * 10,000 test images of MNIST · 97.8 % right, 218 wrong" */
  return g_strdup_printf (_ ("%s · %s · %s right, %s wrong"), network, images, percent, n_errors);
}

static void
set_status (BpInspectPage *self, const char *title, const char *description)
{
  adw_status_page_set_title (self->status_page, title);
  adw_status_page_set_description (self->status_page, description);
  gtk_widget_set_visible (self->back_button, self->shows_drawn && self->n_splits > 0);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

/* A status page says why there are no figures, and what to do. */
static void
show_status (BpInspectPage *self, BpInspectorState state)
{
  const char *title = NULL;
  const char *description = NULL;

  switch (state)
    {
    case BP_INSPECTOR_NO_DATA:
      title = _ ("No Data Yet");
      description = _ ("Open a data set, or download MNIST, from the menu: its held-out and test "
                       "images show how good a network is.");
      break;
    case BP_INSPECTOR_NO_IMAGES:
      title = _ ("No Images to Inspect");
      description = _ ("The data set has neither held-out nor test images. Choose one that has, or "
                       "hold some out.");
      break;
    case BP_INSPECTOR_NO_NETWORK:
      title = _ ("No Network Yet");
      description = _ ("Train a network, or open the weights of one. While it learns, its mistakes "
                       "are shown here after each epoch.");
      break;
    case BP_INSPECTOR_FAILED:
      title = _ ("The Network Cannot Be Inspected");
      description = bp_inspector_get_failure (self->inspector);
      break;
    case BP_INSPECTOR_WORKING:
    default:
      title = _ ("Classifying the Images…");
      break;
    }
  set_status (self, title, description);
}

/* There is nothing drawn to inspect, or not yet. */
static void
show_no_drawings (BpInspectPage *self)
{
  const char *failure = bp_drawn_images_get_failure (self->drawn);

  if (bp_drawn_images_is_loading (self->drawn))
    set_status (self, _ ("Reading the Drawings…"), NULL);
  else if (failure != NULL)
    set_status (self, _ ("The Drawings Cannot Be Read"), failure);
  else
    set_status (self, _ ("No Drawings Yet"),
                _ ("Draw a digit on the pad and choose “It Is a …” below it, to keep the drawing "
                   "with the digit that it is. Some of each digit show how the network reads "
                   "your hand."));
}

static BpChartMatrix *
make_matrix (const BpInspection *inspection)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  BpChartMatrix *matrix;

  for (guint i = 0; i < inspection->n_classes; i++)
    g_ptr_array_add (names, (gpointer) bp_dataset_get_class_name (inspection->dataset, i));
  matrix = bp_chart_matrix_new (inspection->n_classes, inspection->metrics.confusion,
                                (const char *const *) names->pdata);
  /* Translators: the axes of the confusion matrix: the labels of images, and the answers of the
   * network */
  bp_chart_matrix_set_axes (matrix, _ ("Label"), _ ("Answer"));
  return matrix;
}

static BpInspectedImages *
get_listed (BpInspectPage *self)
{
  BpInspection *inspection = get_inspection (self);
  const guint32 *cell;
  gsize count;

  switch (self->list)
    {
    case LIST_ERRORS:
      return bp_inspected_images_new (inspection, inspection->errors, inspection->n_errors);
    case LIST_SURE_ERRORS:
      return bp_inspected_images_new (inspection, inspection->sure_errors,
                                      inspection->n_sure_errors);
    case LIST_CELL:
    default:
      cell = bp_inspection_get_cell (inspection, self->label, self->answer, &count);
      return bp_inspected_images_new (inspection, cell, count);
    }
}

static char *
describe_listed (BpInspectPage *self)
{
  const BpInspection *inspection = get_inspection (self);
  g_autofree char *n_errors = bp_format_count (inspection->n_errors);
  g_autofree char *n_sure = bp_format_count (inspection->n_sure_errors);
  g_autofree char *count = bp_format_count (inspection->metrics.count);

  switch (self->list)
    {
    case LIST_ERRORS:
      /* Translators: two numbers of images */
      return g_strdup_printf (_ ("All errors: %s of %s"), n_errors, count);
    case LIST_SURE_ERRORS:
      /* Translators: two numbers of images, then 90 */
      return g_strdup_printf (_ ("Sure but wrong: %s of %s errors, with a probability of at least "
                                 "%d %%"),
                              n_sure, n_errors, (int) (100.0 * BP_INSPECTION_SURE));
    case LIST_CELL:
    default:
      return bp_confusion_view_describe_cell (self->confusion_view, self->label, self->answer);
    }
}

static gboolean
shows_list (BpInspectPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "images") == 0;
}

/* The classes may be fewer than those of the cell that was listed. */
static void
update_list (BpInspectPage *self)
{
  guint last = get_inspection (self)->n_classes - 1;
  g_autoptr (BpInspectedImages) images = NULL;
  g_autofree char *title = NULL;

  self->label = MIN (self->label, last);
  self->answer = MIN (self->answer, last);
  images = get_listed (self);
  title = describe_listed (self);
  bp_images_view_set_images (self->images_view, title, images);
}

static void
update_buttons (BpInspectPage *self)
{
  const BpInspection *inspection = get_inspection (self);
  g_autofree char *n_errors = bp_format_count (inspection->n_errors);
  g_autofree char *n_sure = bp_format_count (inspection->n_sure_errors);
  /* Translators: a button that lists images; %s is their number */
  g_autofree char *errors = g_strdup_printf (_ ("All _Errors: %s"), n_errors);
  /* Translators: likewise, those of which the network was sure */
  g_autofree char *sure = g_strdup_printf (_ ("_Sure but Wrong: %s"), n_sure);

  gtk_button_set_label (self->errors_button, errors);
  gtk_button_set_label (self->sure_errors_button, sure);
}

/* Only the part that is shown follows the figures; see on_part_changed(). */
static void
update_part (BpInspectPage *self)
{
  const BpInspection *inspection = get_inspection (self);

  switch (bp_inspect_page_get_part (self))
    {
    case BP_INSPECT_PART_CLASSES:
      bp_class_figures_view_set_inspection (self->class_figures_view, inspection);
      break;
    case BP_INSPECT_PART_CALIBRATION:
      bp_calibration_view_set_calibration (self->calibration_view, &inspection->calibration);
      break;
    case BP_INSPECT_PART_MATRIX:
    default:
      break;
    }
}

static void
show_figures (BpInspectPage *self)
{
  const BpInspection *inspection = get_inspection (self);
  g_autofree char *caption = describe_figures (self);

  gtk_label_set_text (self->caption, caption);
  bp_confusion_view_set_matrix (self->confusion_view, make_matrix (inspection));
  /* These stay with the data set: drawings are too few for them. */
  if (!self->shows_drawn)
    {
      bp_layer_map_set_dataset (self->layer_map, inspection->dataset, inspection->split);
      bp_weights_view_set_dataset (self->weights_view, inspection->dataset, inspection->split);
      bp_loss_plane_view_set_dataset (self->loss_plane_view, inspection->dataset,
                                      inspection->split);
      bp_distribution_view_set_dataset (self->distribution_view, inspection->dataset,
                                        inspection->split);
    }
  bp_layer_map_set_network (self->layer_map, bp_inspector_get_network (self->inspector));
  bp_weights_view_sort (self->weights_view);
  bp_loss_plane_view_set_network (self->loss_plane_view, bp_inspector_get_network (self->inspector),
                                  bp_inspector_get_n_epochs (self->inspector));
  bp_distribution_view_set_network (self->distribution_view,
                                    bp_inspector_get_network (self->inspector),
                                    bp_inspector_get_n_epochs (self->inspector));
  update_part (self);
  update_buttons (self);
  if (shows_list (self))
    update_list (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "figures");
}

/* Drawings are of digits. */
static gboolean
offers_drawn (BpInspectPage *self)
{
  return self->dataset != NULL && bp_dataset_has_digits (self->dataset);
}

/* Fills the drop-down with the splits that have images, and with what was drawn. */
static void
update_splits (BpInspectPage *self)
{
  const struct
  {
    BpSplit split;
    const char *name;
  } choices[] = {
    { BP_SPLIT_HELD_OUT, _ ("Held-out images") },
    { BP_SPLIT_TEST, _ ("Test images") },
  };

  self->n_splits = 0;
  self->is_updating = TRUE;
  gtk_string_list_splice (self->split_names, 0,
                          g_list_model_get_n_items (G_LIST_MODEL (self->split_names)), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      if (self->dataset == NULL ||
          bp_dataset_get_samples (self->dataset, choices[i].split).count == 0)
        continue;
      gtk_string_list_append (self->split_names, choices[i].name);
      if (!self->shows_drawn && choices[i].split == bp_inspector_get_split (self->inspector))
        gtk_drop_down_set_selected (self->split_choice, self->n_splits);
      self->splits[self->n_splits++] = choices[i].split;
    }
  if (offers_drawn (self))
    gtk_string_list_append (self->split_names, _ ("What was drawn"));
  if (self->shows_drawn)
    gtk_drop_down_set_selected (self->split_choice, self->n_splits);
  gtk_widget_set_sensitive (GTK_WIDGET (self->split_choice),
                            self->n_splits > 1 || offers_drawn (self));
  self->is_updating = FALSE;
}

static void
on_changed (BpInspectPage *self)
{
  BpInspectorState state = bp_inspector_get_state (self->inspector);

  if (self->shows_drawn && bp_drawn_images_get_dataset (self->drawn) == NULL)
    show_no_drawings (self);
  else if (state == BP_INSPECTOR_READY)
    show_figures (self);
  else
    show_status (self, state);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Fills the drop-down that a narrow page has in place of the switcher. */
static void
list_views (BpInspectPage *self)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->views);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      gtk_string_list_append (self->view_names, adw_view_stack_page_get_title (page));
    }
}

static void
on_view_chosen (BpInspectPage *self)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->views);
  guint selected = gtk_drop_down_get_selected (self->view_choice);

  if (selected < g_list_model_get_n_items (G_LIST_MODEL (pages)))
    gtk_selection_model_select_item (pages, selected, TRUE);
}

static void
on_drawings_changed (BpInspectPage *self)
{
  if (!self->shows_drawn)
    return;
  bp_inspector_set_dataset (self->inspector, bp_drawn_images_get_dataset (self->drawn));
  on_changed (self);
}

/* The drawings may have become more since they were read. */
static void
load_drawings (BpInspectPage *self)
{
  g_autofree char *path = bp_drawing_collection_get_path ();

  if (self->shows_drawn && gtk_widget_get_mapped (GTK_WIDGET (self)))
    bp_drawn_images_load (self->drawn, path);
}

static void
on_split_chosen (BpInspectPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->split_choice);

  if (self->is_updating || selected == GTK_INVALID_LIST_POSITION)
    return;
  self->shows_drawn = selected == self->n_splits;
  load_drawings (self);
  bp_inspector_set_dataset (self->inspector, self->shows_drawn
                                                 ? bp_drawn_images_get_dataset (self->drawn)
                                                 : self->dataset);
  if (!self->shows_drawn)
    bp_inspector_set_split (self->inspector, self->splits[selected]);
  on_changed (self);
}

/* From the words on drawings, which have no drop-down beside them. */
static void
on_back_clicked (BpInspectPage *self)
{
  gtk_drop_down_set_selected (self->split_choice, 0);
}

static void
on_part_changed (BpInspectPage *self)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->views);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    if (gtk_selection_model_is_selected (pages, i))
      gtk_drop_down_set_selected (self->view_choice, i);
  if (bp_inspect_page_has_figures (self))
    update_part (self);
}

static void
on_shares_toggled (BpInspectPage *self, GtkCheckButton *button)
{
  bp_confusion_view_set_shows_shares (self->confusion_view, gtk_check_button_get_active (button));
}

static void
open_list (BpInspectPage *self, List list)
{
  self->list = list;
  update_list (self);
  gtk_stack_set_visible_child_name (self->stack, "images");
  gtk_widget_child_focus (GTK_WIDGET (self->images_view), GTK_DIR_TAB_FORWARD);
}

static void
on_cell_activated (BpInspectPage *self, guint label, guint answer)
{
  self->label = label;
  self->answer = answer;
  open_list (self, LIST_CELL);
}

static void
on_errors_clicked (BpInspectPage *self)
{
  open_list (self, LIST_ERRORS);
}

static void
on_sure_errors_clicked (BpInspectPage *self)
{
  open_list (self, LIST_SURE_ERRORS);
}

static void
on_list_closed (BpInspectPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "figures");
  gtk_widget_grab_focus (GTK_WIDGET (self->confusion_view));
}

static void
on_image_activated (BpInspectPage *self, BpInspectedImage *image)
{
  const BpDataset *dataset = bp_inspected_image_get_dataset (image);
  g_autofree char *title = bp_inspected_image_get_title (image);
  g_autoptr (GBytes) pixels =
      g_bytes_new (bp_inspected_image_get_pixels (image), bp_dataset_get_n_pixels (dataset));

  g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0, pixels, bp_dataset_get_width (dataset),
                 bp_dataset_get_height (dataset), title, bp_inspected_image_get_label (image));
}

static void
on_map_image_chosen (BpInspectPage *self,
                     GBytes *pixels,
                     guint width,
                     guint height,
                     const char *title,
                     guint label)
{
  g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0, pixels, width, height, title, label);
}

static void
set_pad_image (BpInspectPage *self)
{
  const guint8 *image = self->has_drawing ? self->drawing : NULL;

  bp_layer_map_set_pad_image (self->layer_map, image);
  bp_weights_view_set_pad_image (self->weights_view, image);
}

static void
follow_time_travel (BpInspectPage *self)
{
  bp_loss_plane_view_set_time_travel (self->loss_plane_view, self->time_travel);
  bp_distribution_view_set_time_travel (self->distribution_view, self->time_travel);
}

static void
bp_inspect_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_inspect_page_parent_class)->map (widget);

  bp_inspector_set_is_active (BP_INSPECT_PAGE (widget)->inspector, TRUE);
  load_drawings (BP_INSPECT_PAGE (widget));
}

static void
bp_inspect_page_unmap (GtkWidget *widget)
{
  bp_inspector_set_is_active (BP_INSPECT_PAGE (widget)->inspector, FALSE);

  GTK_WIDGET_CLASS (bp_inspect_page_parent_class)->unmap (widget);
}

static void
bp_inspect_page_dispose (GObject *object)
{
  BpInspectPage *self = BP_INSPECT_PAGE (object);

  if (self->inspector != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->inspector, self);
      g_object_run_dispose (G_OBJECT (self->inspector));
    }
  g_clear_object (&self->inspector);
  if (self->drawn != NULL)
    bp_drawn_images_cancel (self->drawn);
  g_clear_object (&self->drawn);
  g_clear_object (&self->time_travel);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->dataset, bp_dataset_unref);

  G_OBJECT_CLASS (bp_inspect_page_parent_class)->dispose (object);
}

/* Shows what the window has told so far. */
static void
bp_inspect_page_fill (BpPage *page)
{
  BpInspectPage *self = BP_INSPECT_PAGE (page);

  gtk_widget_init_template (GTK_WIDGET (self));
  list_views (self);
  update_splits (self);
  bp_weights_view_set_network (self->weights_view, self->network);
  set_pad_image (self);
  if (self->time_travel != NULL)
    follow_time_travel (self);
  g_signal_connect_swapped (self->inspector, "changed", G_CALLBACK (on_changed), self);
  on_changed (self);
}

static void
bp_inspect_page_class_init (BpInspectPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_inspect_page_dispose;
  widget_class->map = bp_inspect_page_map;
  widget_class->unmap = bp_inspect_page_unmap;
  BP_PAGE_CLASS (klass)->fill = bp_inspect_page_fill;

  /**
   * BpInspectPage::image-chosen:
   * @pixels: (height, width) bytes
   * @width: in pixels
   * @height: likewise
   * @title: what the image is, in words
   * @label: its class
   */
  signals[SIGNAL_IMAGE_CHOSEN] =
      g_signal_new ("image-chosen", BP_TYPE_INSPECT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 5, G_TYPE_BYTES, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING,
                    G_TYPE_UINT);

  /**
   * BpInspectPage::changed:
   *
   * There are other figures, or none any more.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_INSPECT_PAGE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (BP_TYPE_CALIBRATION_VIEW);
  g_type_ensure (BP_TYPE_CLASS_FIGURES_VIEW);
  g_type_ensure (BP_TYPE_CONFUSION_VIEW);
  g_type_ensure (BP_TYPE_DISTRIBUTION_VIEW);
  g_type_ensure (BP_TYPE_IMAGES_VIEW);
  g_type_ensure (BP_TYPE_LAYER_MAP);
  g_type_ensure (BP_TYPE_LOSS_PLANE_VIEW);
  g_type_ensure (BP_TYPE_WEIGHTS_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/inspect-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, split_choice);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, split_names);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, caption);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, view_choice);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, view_names);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, views);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, confusion_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, errors_button);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, sure_errors_button);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, class_figures_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, calibration_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, layer_map);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, weights_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, loss_plane_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, distribution_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, images_view);
  gtk_widget_class_bind_template_callback (widget_class, on_split_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_part_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_view_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_shares_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_cell_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_errors_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_sure_errors_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_list_closed);
  gtk_widget_class_bind_template_callback (widget_class, on_image_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_map_image_chosen);
}

static void
bp_inspect_page_init (BpInspectPage *self)
{
  self->inspector = bp_inspector_new ();
  self->drawn = bp_drawn_images_new ();
  g_signal_connect_object (self->drawn, "changed", G_CALLBACK (on_drawings_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * bp_inspect_page_set_network:
 * @self: the page
 * @network: (nullable): the network that the window shows; a reference is taken
 * @n_epochs: the number of epochs that it was trained for
 *
 * Inspects another network. Cheap, and may be called for every network that a run publishes.
 */
void
bp_inspect_page_set_network (BpInspectPage *self, BpNetwork *network, guint n_epochs)
{
  bp_inspector_set_network (self->inspector, network, n_epochs);
  if (network != NULL)
    bp_network_ref (network);
  g_clear_pointer (&self->network, bp_network_unref);
  self->network = network;
  if (bp_page_is_filled (BP_PAGE (self)))
    bp_weights_view_set_network (self->weights_view, network);
}

/**
 * bp_inspect_page_set_dataset:
 * @self: the page
 * @dataset: (nullable): the data of the window
 */
void
bp_inspect_page_set_dataset (BpInspectPage *self, BpDataset *dataset)
{
  if (dataset == self->dataset)
    return;
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset != NULL ? bp_dataset_ref (dataset) : NULL;
  self->shows_drawn = self->shows_drawn && offers_drawn (self);
  if (!self->shows_drawn)
    bp_inspector_set_dataset (self->inspector, dataset);
  if (bp_page_is_filled (BP_PAGE (self)))
    update_splits (self);
}

/**
 * bp_inspect_page_reload_drawings:
 * @self: the page
 *
 * Tells that a drawing was added to the user's collection, or removed.
 */
void
bp_inspect_page_reload_drawings (BpInspectPage *self)
{
  load_drawings (self);
}

/**
 * bp_inspect_page_set_drawing:
 * @self: the page
 * @image: (28, 28) (nullable): what is on the pad, which the map marks, and the edited network of
 *   the page of weights answers
 */
void
bp_inspect_page_set_drawing (BpInspectPage *self, const guint8 *image)
{
  self->has_drawing = image != NULL;
  if (image != NULL)
    memcpy (self->drawing, image, sizeof self->drawing);
  if (bp_page_is_filled (BP_PAGE (self)))
    set_pad_image (self);
}

/**
 * bp_inspect_page_set_time_travel:
 * @self: the page
 * @time_travel: knows the networks of the run's epochs, which the path of the loss and the
 *   distributions need
 */
void
bp_inspect_page_set_time_travel (BpInspectPage *self, BpTimeTravel *time_travel)
{
  g_set_object (&self->time_travel, time_travel);
  if (bp_page_is_filled (BP_PAGE (self)))
    follow_time_travel (self);
}

/**
 * bp_inspect_page_has_figures:
 * @self: the page
 *
 * Returns: whether there is something to save
 */
gboolean
bp_inspect_page_has_figures (BpInspectPage *self)
{
  return bp_inspector_get_state (self->inspector) == BP_INSPECTOR_READY;
}

/**
 * bp_inspect_page_get_part:
 * @self: the page
 *
 * Returns: the part that is shown
 */
BpInspectPart
bp_inspect_page_get_part (BpInspectPage *self)
{
  const char *name = NULL;

  if (bp_page_is_filled (BP_PAGE (self)))
    name = adw_view_stack_get_visible_child_name (self->views);
  for (guint i = 0; i < BP_INSPECT_N_PARTS; i++)
    if (g_strcmp0 (name, NAMES[i]) == 0)
      return (BpInspectPart) i;
  return BP_INSPECT_PART_MATRIX;
}

/**
 * bp_inspect_part_get_name:
 * @part: a part
 *
 * Returns: its name for scripts, as in "matrix"
 */
const char *
bp_inspect_part_get_name (BpInspectPart part)
{
  return NAMES[part];
}

static char *
format_table (BpInspectPage *self, BpInspectPart part, GError **error)
{
  const BpInspection *inspection = get_inspection (self);

  switch (part)
    {
    case BP_INSPECT_PART_LANDSCAPE:
      return bp_loss_plane_view_format (self->loss_plane_view, error);
    case BP_INSPECT_PART_DISTRIBUTIONS:
      return bp_distribution_view_format (self->distribution_view, error);
    case BP_INSPECT_PART_CLASSES:
      return bp_inspection_format_classes (inspection);
    case BP_INSPECT_PART_CALIBRATION:
      return bp_inspection_format_reliability (inspection);
    case BP_INSPECT_PART_MATRIX:
    default:
      return bp_inspection_format_confusion (inspection);
    }
}

static gboolean
save_table (BpInspectPage *self, BpInspectPart part, const char *path, GError **error)
{
  g_autofree char *table = format_table (self, part, error);
  g_autoptr (BpAtomicFile) file = table != NULL ? bp_atomic_file_new (path, error) : NULL;

  return file != NULL && bp_atomic_file_write (file, table, strlen (table), error) &&
         bp_atomic_file_commit (file, error);
}

static gboolean
save_picture (BpInspectPage *self, BpInspectPart part, const char *path, GError **error)
{
  g_autofree char *figures = describe_figures (self);
  g_autofree char *network = describe_network (self);
  g_autofree char *images = describe_images (get_inspection (self));
  g_autofree char *title = g_strdup_printf ("%s · %s", network, images);
  g_autoptr (BpChartMatrix) matrix = NULL;

  switch (part)
    {
    case BP_INSPECT_PART_CLASSES:
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("The figures of the classes are a table: choose a name that ends in "
                              ".csv"));
      return FALSE;
    case BP_INSPECT_PART_CALIBRATION:
      bp_calibration_view_set_calibration (self->calibration_view,
                                           &get_inspection (self)->calibration);
      return bp_calibration_view_save_picture (self->calibration_view, title, path, error);
    case BP_INSPECT_PART_LANDSCAPE:
      return bp_loss_plane_view_save_picture (self->loss_plane_view, path, error);
    case BP_INSPECT_PART_DISTRIBUTIONS:
      return bp_distribution_view_save_picture (self->distribution_view, path, error);
    case BP_INSPECT_PART_MATRIX:
    default:
      matrix = make_matrix (get_inspection (self));
      matrix->shows_shares = bp_confusion_view_get_shows_shares (self->confusion_view);
      return bp_chart_matrix_picture_save (matrix, figures, path, error);
    }
}

/**
 * bp_inspect_page_save:
 * @self: the page, which has figures
 * @part: what to save
 * @path: (type filename): where to: a table where the name ends in .csv, or else a picture in the
 *   format that its ending stands for
 * @error: return location for %BP_ERROR_UNRECOGNISED, %BP_ERROR_UNSUPPORTED for a picture of the
 *   classes, %BP_ERROR_INVALID_VALUE for what was not computed yet, %BP_ERROR_NO_MEMORY or a
 *   %G_FILE_ERROR
 *
 * Writes the figures that are shown, whole or not at all.
 *
 * Returns: whether they were written
 */
gboolean
bp_inspect_page_save (BpInspectPage *self, BpInspectPart part, const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  g_return_val_if_fail (bp_inspect_page_has_figures (self), FALSE);

  if (g_str_has_suffix (lower, CSV_ENDING))
    return save_table (self, part, path, error);
  return save_picture (self, part, path, error);
}
