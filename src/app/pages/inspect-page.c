/* SPDX-License-Identifier: MIT */
#include "inspect-page.h"

#include "image-list.h"
#include "images-view.h"
#include "inspection-source.h"
#include "inspector.h"

#include <glib/gi18n.h>
#include <string.h>

struct _BpInspectPage
{
  BpPage parent_instance;

  /* owned */
  BpInspector *inspector;
  BpInspectionSource *source; /* of the inspector's images */
  BpNetwork *network;         /* nullable: of the window */
  BpTimeTravel *time_travel;  /* nullable: of the window */

  guint8 drawing[BP_DIGIT_N_PIXELS]; /* what is on the pad */
  gboolean has_drawing;
  BpImageList list; /* what the list of images shows, when it is shown */

  /* template children */
  GtkStack *stack;
  AdwStatusPage *status_page;
  GtkWidget *back_button;
  BpInspectionView *inspection_view;
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

/* Whether there are images of the data, which are the first choices. */
static gboolean
can_go_back (BpInspectionSource *source)
{
  return bp_inspection_source_is_drawn (source) && bp_inspection_source_get_choice (source) > 0;
}

static void
set_status (BpInspectPage *self, const char *title, const char *description)
{
  adw_status_page_set_title (self->status_page, title);
  adw_status_page_set_description (self->status_page, description);
  gtk_widget_set_visible (self->back_button, can_go_back (self->source));
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
  BpDrawnImages *drawn = bp_inspection_source_get_drawn_images (self->source);
  const char *failure = bp_drawn_images_get_failure (drawn);

  if (bp_drawn_images_is_loading (drawn))
    set_status (self, _ ("Reading the Drawings…"), NULL);
  else if (failure != NULL)
    set_status (self, _ ("The Drawings Cannot Be Read"), failure);
  else
    set_status (self, _ ("No Drawings Yet"),
                _ ("Draw a digit on the pad and choose “It Is a …” below it, to keep the drawing "
                   "with the digit that it is. Some of each digit show how the network reads "
                   "your hand."));
}

static gboolean
shows_list (BpInspectPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "images") == 0;
}

static void
update_list (BpInspectPage *self)
{
  BpInspection *inspection = bp_inspector_get_inspection (self->inspector);
  g_autoptr (BpInspectedImages) images = bp_image_list_get_images (&self->list, inspection);
  g_autofree char *title = bp_image_list_describe (&self->list, inspection);

  bp_images_view_set_images (self->images_view, title, images);
}

static void
show_figures (BpInspectPage *self)
{
  bp_inspection_view_update (self->inspection_view);
  if (shows_list (self))
    update_list (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "figures");
}

static void
on_changed (BpInspectPage *self)
{
  BpInspectorState state = bp_inspector_get_state (self->inspector);

  if (bp_inspection_source_is_drawn (self->source) &&
      bp_inspection_source_get_dataset (self->source) == NULL)
    show_no_drawings (self);
  else if (state == BP_INSPECTOR_READY)
    show_figures (self);
  else
    show_status (self, state);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_source_changed (BpInspectPage *self)
{
  bp_inspector_set_images (self->inspector, bp_inspection_source_get_dataset (self->source),
                           bp_inspection_source_get_split (self->source));
  if (bp_page_is_filled (BP_PAGE (self)))
    on_changed (self);
}

/* The drawings may have become more since they were read. */
static void
load_drawings (BpInspectPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    bp_inspection_source_load_drawings (self->source);
}

/* From the words on drawings, which have no drop-down beside them. */
static void
on_back_clicked (BpInspectPage *self)
{
  bp_inspection_source_choose (self->source, 0);
}

static void
on_list_chosen (BpInspectPage *self, const BpImageList *list)
{
  self->list = *list;
  update_list (self);
  gtk_stack_set_visible_child_name (self->stack, "images");
  gtk_widget_child_focus (GTK_WIDGET (self->images_view), GTK_DIR_TAB_FORWARD);
}

static void
on_list_closed (BpInspectPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "figures");
  gtk_widget_grab_focus (GTK_WIDGET (self->inspection_view));
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
on_image_chosen (BpInspectPage *self,
                 GBytes *pixels,
                 guint width,
                 guint height,
                 const char *title,
                 guint label)
{
  g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0, pixels, width, height, title, label);
}

static void
show_drawing (BpInspectPage *self)
{
  bp_inspection_view_set_drawing (self->inspection_view, self->has_drawing ? self->drawing : NULL);
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
  if (self->source != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->source, self);
      g_object_run_dispose (G_OBJECT (self->source));
    }
  g_clear_object (&self->source);
  g_clear_object (&self->time_travel);
  g_clear_pointer (&self->network, bp_network_unref);

  G_OBJECT_CLASS (bp_inspect_page_parent_class)->dispose (object);
}

/* Shows what the window has told so far. */
static void
bp_inspect_page_fill (BpPage *page)
{
  BpInspectPage *self = BP_INSPECT_PAGE (page);

  gtk_widget_init_template (GTK_WIDGET (self));
  bp_inspection_view_set_inspector (self->inspection_view, self->inspector, self->source);
  bp_inspection_view_set_network (self->inspection_view, self->network);
  show_drawing (self);
  if (self->time_travel != NULL)
    bp_inspection_view_set_time_travel (self->inspection_view, self->time_travel);
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

  g_type_ensure (BP_TYPE_IMAGES_VIEW);
  g_type_ensure (BP_TYPE_INSPECTION_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/inspect-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, inspection_view);
  gtk_widget_class_bind_template_child (widget_class, BpInspectPage, images_view);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_image_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_image_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_list_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_list_closed);
}

static void
bp_inspect_page_init (BpInspectPage *self)
{
  self->inspector = bp_inspector_new ();
  self->source = bp_inspection_source_new ();
  g_signal_connect_swapped (self->source, "changed", G_CALLBACK (on_source_changed), self);
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
    bp_inspection_view_set_network (self->inspection_view, network);
}

/**
 * bp_inspect_page_set_dataset:
 * @self: the page
 * @dataset: (nullable): the data of the window
 */
void
bp_inspect_page_set_dataset (BpInspectPage *self, BpDataset *dataset)
{
  bp_inspection_source_set_dataset (self->source, dataset);
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
    show_drawing (self);
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
    bp_inspection_view_set_time_travel (self->inspection_view, time_travel);
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
 * Returns: the part that is shown, or the matrix where it is none of those that can be exported
 */
BpInspectPart
bp_inspect_page_get_part (BpInspectPage *self)
{
  return bp_page_is_filled (BP_PAGE (self)) ? bp_inspection_view_get_part (self->inspection_view)
                                            : BP_INSPECT_PART_MATRIX;
}

/**
 * bp_inspect_page_save:
 * @self: the page, which has figures
 * @part: what to save
 * @path: (type filename): where to
 * @error: return location for the errors of bp_inspection_view_save()
 *
 * Writes the figures that are shown, whole or not at all.
 *
 * Returns: whether they were written
 */
gboolean
bp_inspect_page_save (BpInspectPage *self, BpInspectPart part, const char *path, GError **error)
{
  g_return_val_if_fail (bp_inspect_page_has_figures (self), FALSE);

  return bp_inspection_view_save (self->inspection_view, part, path, error);
}
