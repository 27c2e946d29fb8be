/* SPDX-License-Identifier: MIT */
#include "images-view.h"

#include "image-view.h"

struct _BpImagesView
{
  AdwBin parent_instance;

  /* template children */
  GtkLabel *title;
  GtkStack *stack;
  GtkNoSelection *selection;
  GtkGridView *grid;
};

enum
{
  SIGNAL_IMAGE_ACTIVATED,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpImagesView, bp_images_view, ADW_TYPE_BIN)

static void
on_activated (BpImagesView *self, guint position)
{
  g_autoptr (BpInspectedImage) image =
      g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (image != NULL)
    g_signal_emit (self, signals[SIGNAL_IMAGE_ACTIVATED], 0, image);
}

static void
close_images (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_CLOSED], 0);
}

static void
bp_images_view_class_init (BpImagesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * BpImagesView::image-activated:
   * @image: the #BpInspectedImage that was clicked
   */
  signals[SIGNAL_IMAGE_ACTIVATED] =
      g_signal_new ("image-activated", BP_TYPE_IMAGES_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, BP_TYPE_INSPECTED_IMAGE);

  /**
   * BpImagesView::closed:
   *
   * The user goes back.
   */
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", BP_TYPE_IMAGES_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (BP_TYPE_IMAGE_VIEW);
  gtk_widget_class_install_action (widget_class, "images.close", NULL, close_images);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "images.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/images-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BpImagesView, title);
  gtk_widget_class_bind_template_child (widget_class, BpImagesView, stack);
  gtk_widget_class_bind_template_child (widget_class, BpImagesView, selection);
  gtk_widget_class_bind_template_child (widget_class, BpImagesView, grid);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
bp_images_view_init (BpImagesView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_images_view_set_images:
 * @self: the view
 * @title: what the images are, in words
 * @images: (nullable): the images
 */
void
bp_images_view_set_images (BpImagesView *self, const char *title, BpInspectedImages *images)
{
  gboolean is_empty = images == NULL || g_list_model_get_n_items (G_LIST_MODEL (images)) == 0;

  gtk_label_set_text (self->title, title);
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (images));
  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "images");
}
