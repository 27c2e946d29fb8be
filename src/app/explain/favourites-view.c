/* SPDX-License-Identifier: MIT */
#include "favourites-view.h"

#include "image-grid.h"

#include <glib/gi18n.h>

struct _BpFavouritesView
{
  GtkBox parent_instance;

  /* borrowed */
  const BpFavourites *favourites; /* nullable */
  const BpDataset *dataset;       /* nullable: of the favourites */

  guint layer; /* of the unit */
  guint unit;

  /* template children */
  BpImageGrid *favourites_grid;
  GtkLabel *favourites_note;
};

G_DEFINE_FINAL_TYPE (BpFavouritesView, bp_favourites_view, GTK_TYPE_BOX)

/* Why there are no images yet, or none at all. */
static const char *
describe (BpFavouritesView *self, guint n_images)
{
  if (self->favourites == NULL)
    return _ ("They are looked up as soon as the network stays the same.");
  return n_images == 0 ? _ ("No training image excites this unit: it is dead.") : NULL;
}

static void
update (BpFavouritesView *self)
{
  const BpFavourite *images = NULL;
  const char *note;
  guint n = 0;

  gtk_widget_set_visible (GTK_WIDGET (self), self->dataset != NULL);
  if (self->dataset == NULL)
    return;
  if (self->favourites != NULL)
    images = bp_favourites_get (self->favourites, self->layer, self->unit, &n);
  note = describe (self, n);
  gtk_widget_set_visible (GTK_WIDGET (self->favourites_grid), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->favourites_note), note != NULL);
  gtk_label_set_label (self->favourites_note, note != NULL ? note : "");
  if (n > 0)
    bp_image_grid_set (self->favourites_grid, self->dataset, images, n);
}

static void
bp_favourites_view_class_init (BpFavouritesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BP_TYPE_IMAGE_GRID);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/explain/favourites-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BpFavouritesView, favourites_grid);
  gtk_widget_class_bind_template_child (widget_class, BpFavouritesView, favourites_note);
}

static void
bp_favourites_view_init (BpFavouritesView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * bp_favourites_view_set_images:
 * @self: the view
 * @favourites: (nullable): the images that excite the units of the network most, which have to stay
 *   until the next call; %NULL where they are not known yet
 * @dataset: (nullable): the data set of the images, which has to stay likewise; %NULL where there
 *   is none
 */
void
bp_favourites_view_set_images (BpFavouritesView *self,
                               const BpFavourites *favourites,
                               const BpDataset *dataset)
{
  self->favourites = favourites;
  self->dataset = dataset;
  update (self);
}

/**
 * bp_favourites_view_choose_unit:
 * @self: the view
 * @layer: from 0
 * @unit: of the layer, from 0
 */
void
bp_favourites_view_choose_unit (BpFavouritesView *self, guint layer, guint unit)
{
  self->layer = layer;
  self->unit = unit;
  update (self);
}
