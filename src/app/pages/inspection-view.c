/* SPDX-License-Identifier: MIT */
#include "inspection-view.h"

#include "atomic-file.h"
#include "calibration-view.h"
#include "class-figures-view.h"
#include "confusion-part.h"
#include "distribution-view.h"
#include "error.h"
#include "image-list.h"
#include "inspection-csv.h"
#include "inspection-text.h"
#include "layer-map.h"
#include "loss-plane-view.h"
#include "weights-view.h"

#include <glib/gi18n.h>
#include <string.h>

#define CSV_ENDING ".csv"

/* The parts as the pages of the stack, which scripts use too. */
static const char *const NAMES[BP_INSPECT_N_PARTS] = {
  [BP_INSPECT_PART_MATRIX] = "matrix",
  [BP_INSPECT_PART_CLASSES] = "classes",
  [BP_INSPECT_PART_CALIBRATION] = "calibration",
  [BP_INSPECT_PART_LANDSCAPE] = "landscape",
  [BP_INSPECT_PART_DISTRIBUTIONS] = "distributions",
};

struct _BpInspectionView
{
  AdwBin parent_instance;

  /* owned */
  BpInspector *inspector;     /* NULL until it is set */
  BpInspectionSource *source; /* likewise */

  gboolean is_updating; /* the choices are being set, not used */

  /* template children */
  GtkLabel *caption;
  GtkDropDown *split_choice; /* its items are the choices of the source */
  GtkStringList *split_names;
  GtkDropDown *view_choice; /* its items are the pages of the views */
  GtkStringList *view_names;
  AdwViewStack *views;
  BpConfusionPart *confusion_part;
  BpClassFiguresView *class_figures_view;
  BpCalibrationView *calibration_view;
  BpLayerMap *layer_map;
  BpWeightsView *weights_view;
  BpLossPlaneView *loss_plane_view;
  BpDistributionView *distribution_view;
};

enum
{
  SIGNAL_IMAGE_CHOSEN,
  SIGNAL_LIST_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpInspectionView, bp_inspection_view, ADW_TYPE_BIN)

static BpInspection *
get_inspection (BpInspectionView *self)
{
  return bp_inspector_get_inspection (self->inspector);
}

static char *
describe_figures (BpInspectionView *self)
{
  return bp_inspection_text_figures (get_inspection (self),
                                     bp_inspector_get_network (self->inspector),
                                     bp_inspector_get_n_epochs (self->inspector));
}

/* Only the part that is shown follows the figures; see on_part_changed(). */
static void
update_part (BpInspectionView *self)
{
  const BpInspection *inspection = get_inspection (self);

  switch (bp_inspection_view_get_part (self))
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

/* Fills the drop-down that a narrow view has in place of the switcher. */
static void
list_views (BpInspectionView *self)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->views);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      gtk_string_list_append (self->view_names, adw_view_stack_page_get_title (page));
    }
}

static void
on_view_chosen (BpInspectionView *self)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->views);
  guint selected = gtk_drop_down_get_selected (self->view_choice);

  if (selected < g_list_model_get_n_items (G_LIST_MODEL (pages)))
    gtk_selection_model_select_item (pages, selected, TRUE);
}

static void
on_part_changed (BpInspectionView *self)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->views);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    if (gtk_selection_model_is_selected (pages, i))
      gtk_drop_down_set_selected (self->view_choice, i);
  if (self->inspector != NULL && bp_inspector_get_state (self->inspector) == BP_INSPECTOR_READY)
    update_part (self);
}

static void
on_split_chosen (BpInspectionView *self)
{
  guint selected = gtk_drop_down_get_selected (self->split_choice);

  if (self->source != NULL && !self->is_updating && selected != GTK_INVALID_LIST_POSITION)
    bp_inspection_source_choose (self->source, selected);
}

static void
show_choice (BpInspectionView *self)
{
  gtk_drop_down_set_selected (self->split_choice, bp_inspection_source_get_choice (self->source));
}

/* A drop-down whose items change selects one of them, which nobody has chosen. */
static void
update_choices (BpInspectionView *self)
{
  g_auto (GStrv) choices = bp_inspection_source_list_choices (self->source);
  GListModel *names = G_LIST_MODEL (self->split_names);

  self->is_updating = TRUE;
  gtk_string_list_splice (self->split_names, 0, g_list_model_get_n_items (names),
                          (const char *const *) choices);
  show_choice (self);
  self->is_updating = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->split_choice), g_strv_length (choices) > 1);
}

static void
on_list_chosen (BpInspectionView *self, const BpImageList *list)
{
  g_signal_emit (self, signals[SIGNAL_LIST_CHOSEN], 0, list);
}

static void
on_map_image_chosen (BpInspectionView *self,
                     GBytes *pixels,
                     guint width,
                     guint height,
                     const char *title,
                     guint label)
{
  g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0, pixels, width, height, title, label);
}

static gboolean
bp_inspection_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BP_INSPECTION_VIEW (widget)->confusion_part));
}

static void
bp_inspection_view_dispose (GObject *object)
{
  BpInspectionView *self = BP_INSPECTION_VIEW (object);

  g_clear_object (&self->inspector);
  g_clear_object (&self->source);

  G_OBJECT_CLASS (bp_inspection_view_parent_class)->dispose (object);
}

static void
bp_inspection_view_class_init (BpInspectionViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_inspection_view_dispose;
  widget_class->grab_focus = bp_inspection_view_grab_focus;

  /**
   * BpInspectionView::image-chosen:
   * @pixels: (height, width) bytes
   * @width: in pixels
   * @height: likewise
   * @title: what the image is, in words
   * @label: its class
   */
  signals[SIGNAL_IMAGE_CHOSEN] =
      g_signal_new ("image-chosen", BP_TYPE_INSPECTION_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 5, G_TYPE_BYTES, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING,
                    G_TYPE_UINT);

  /**
   * BpInspectionView::list-chosen:
   * @list: (type gpointer): a #BpImageList, valid during the emission
   */
  signals[SIGNAL_LIST_CHOSEN] =
      g_signal_new ("list-chosen", BP_TYPE_INSPECTION_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (BP_TYPE_CALIBRATION_VIEW);
  g_type_ensure (BP_TYPE_CLASS_FIGURES_VIEW);
  g_type_ensure (BP_TYPE_CONFUSION_PART);
  g_type_ensure (BP_TYPE_DISTRIBUTION_VIEW);
  g_type_ensure (BP_TYPE_LAYER_MAP);
  g_type_ensure (BP_TYPE_LOSS_PLANE_VIEW);
  g_type_ensure (BP_TYPE_WEIGHTS_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/inspection-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, caption);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, split_choice);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, split_names);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, view_choice);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, view_names);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, views);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, confusion_part);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, class_figures_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, calibration_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, layer_map);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, weights_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, loss_plane_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectionView, distribution_view);
  gtk_widget_class_bind_template_callback (widget_class, on_list_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_map_image_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_part_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_split_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_view_chosen);
}

static void
bp_inspection_view_init (BpInspectionView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  list_views (self);
}

/**
 * bp_inspection_view_set_inspector:
 * @self: the view, which has no inspector yet
 * @inspector: whose figures to show; a reference is taken
 * @source: its images, which the user chooses; a reference is taken
 */
void
bp_inspection_view_set_inspector (BpInspectionView *self,
                                  BpInspector *inspector,
                                  BpInspectionSource *source)
{
  g_return_if_fail (self->inspector == NULL);

  self->inspector = g_object_ref (inspector);
  self->source = g_object_ref (source);
  g_signal_connect_object (source, "choices-changed", G_CALLBACK (update_choices), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "changed", G_CALLBACK (show_choice), self, G_CONNECT_SWAPPED);
  update_choices (self);
}

/**
 * bp_inspection_view_update:
 * @self: the view, whose inspector has figures
 *
 * Shows the newest figures.
 */
void
bp_inspection_view_update (BpInspectionView *self)
{
  const BpInspection *inspection = get_inspection (self);
  BpNetwork *network = bp_inspector_get_network (self->inspector);
  guint n_epochs = bp_inspector_get_n_epochs (self->inspector);
  g_autofree char *caption = describe_figures (self);

  gtk_label_set_text (self->caption, caption);
  bp_confusion_part_set_inspection (self->confusion_part, inspection);
  /* These stay with the data set: drawings are too few for them. */
  if (!bp_inspection_source_is_drawn (self->source))
    {
      bp_layer_map_set_dataset (self->layer_map, inspection->dataset, inspection->split);
      bp_weights_view_set_dataset (self->weights_view, inspection->dataset, inspection->split);
      bp_loss_plane_view_set_dataset (self->loss_plane_view, inspection->dataset,
                                      inspection->split);
      bp_distribution_view_set_dataset (self->distribution_view, inspection->dataset,
                                        inspection->split);
    }
  bp_layer_map_set_network (self->layer_map, network);
  bp_weights_view_sort (self->weights_view);
  bp_loss_plane_view_set_network (self->loss_plane_view, network, n_epochs);
  bp_distribution_view_set_network (self->distribution_view, network, n_epochs);
  update_part (self);
}

/**
 * bp_inspection_view_set_network:
 * @self: the view
 * @network: (nullable): the network of the window, whose weights are shown and edited without
 *   waiting for figures
 */
void
bp_inspection_view_set_network (BpInspectionView *self, BpNetwork *network)
{
  bp_weights_view_set_network (self->weights_view, network);
}

/**
 * bp_inspection_view_set_drawing:
 * @self: the view
 * @image: (28, 28) (nullable): what is on the pad, which the map marks, and the edited network of
 *   the page of weights answers
 */
void
bp_inspection_view_set_drawing (BpInspectionView *self, const guint8 *image)
{
  bp_layer_map_set_pad_image (self->layer_map, image);
  bp_weights_view_set_pad_image (self->weights_view, image);
}

/**
 * bp_inspection_view_set_time_travel:
 * @self: the view
 * @time_travel: knows the networks of the run's epochs, which the path of the loss and the
 *   distributions need
 */
void
bp_inspection_view_set_time_travel (BpInspectionView *self, BpTimeTravel *time_travel)
{
  bp_loss_plane_view_set_time_travel (self->loss_plane_view, time_travel);
  bp_distribution_view_set_time_travel (self->distribution_view, time_travel);
}

/**
 * bp_inspection_view_get_part:
 * @self: the view
 *
 * Returns: the part that is shown, or the matrix where it is none of those that can be exported
 */
BpInspectPart
bp_inspection_view_get_part (BpInspectionView *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->views);

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
format_table (BpInspectionView *self, BpInspectPart part, GError **error)
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
save_table (BpInspectionView *self, BpInspectPart part, const char *path, GError **error)
{
  g_autofree char *table = format_table (self, part, error);
  g_autoptr (BpAtomicFile) file = table != NULL ? bp_atomic_file_new (path, error) : NULL;

  return file != NULL && bp_atomic_file_write (file, table, strlen (table), error) &&
         bp_atomic_file_commit (file, error);
}

static gboolean
save_reliability (BpInspectionView *self, const char *path, GError **error)
{
  const BpInspection *inspection = get_inspection (self);
  g_autofree char *title =
      bp_inspection_text_subject (inspection, bp_inspector_get_network (self->inspector),
                                  bp_inspector_get_n_epochs (self->inspector));

  bp_calibration_view_set_calibration (self->calibration_view, &inspection->calibration);
  return bp_calibration_view_save_picture (self->calibration_view, title, path, error);
}

static gboolean
save_matrix (BpInspectionView *self, const char *path, GError **error)
{
  g_autofree char *title = describe_figures (self);

  return bp_confusion_part_save_picture (self->confusion_part, get_inspection (self), title, path,
                                         error);
}

static gboolean
save_picture (BpInspectionView *self, BpInspectPart part, const char *path, GError **error)
{
  switch (part)
    {
    case BP_INSPECT_PART_CLASSES:
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("The figures of the classes are a table: choose a name that ends in "
                              ".csv"));
      return FALSE;
    case BP_INSPECT_PART_CALIBRATION:
      return save_reliability (self, path, error);
    case BP_INSPECT_PART_LANDSCAPE:
      return bp_loss_plane_view_save_picture (self->loss_plane_view, path, error);
    case BP_INSPECT_PART_DISTRIBUTIONS:
      return bp_distribution_view_save_picture (self->distribution_view, path, error);
    case BP_INSPECT_PART_MATRIX:
    default:
      return save_matrix (self, path, error);
    }
}

/**
 * bp_inspection_view_save:
 * @self: the view, whose inspector has figures
 * @part: what to save
 * @path: (type filename): where to: a table where the name ends in .csv, or else a picture in the
 *   format that its ending stands for
 * @error: return location for %BP_ERROR_UNRECOGNISED, %BP_ERROR_UNSUPPORTED for a picture of the
 *   classes, %BP_ERROR_INVALID_VALUE for what was not computed yet, %BP_ERROR_NO_MEMORY or a
 *   %G_FILE_ERROR
 *
 * Writes the figures of a part, whole or not at all.
 *
 * Returns: whether they were written
 */
gboolean
bp_inspection_view_save (BpInspectionView *self,
                         BpInspectPart part,
                         const char *path,
                         GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (lower, CSV_ENDING))
    return save_table (self, part, path, error);
  return save_picture (self, part, path, error);
}
