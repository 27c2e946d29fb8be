/* SPDX-License-Identifier: MIT */
#include "inspected-images.h"

struct _BpInspectedImages
{
  GObject parent_instance;

  BpInspection *inspection; /* owned */
  const guint32 *indices;   /* (count) of @inspection */
  guint count;
};

static void bp_inspected_images_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BpInspectedImages,
                               bp_inspected_images,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      bp_inspected_images_list_model_init))

static GType
bp_inspected_images_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return BP_TYPE_INSPECTED_IMAGE;
}

static guint
bp_inspected_images_get_n_items (GListModel *model)
{
  return BP_INSPECTED_IMAGES (model)->count;
}

static gpointer
bp_inspected_images_get_item (GListModel *model, guint position)
{
  BpInspectedImages *self = BP_INSPECTED_IMAGES (model);

  return position < self->count ? bp_inspected_image_new (self->inspection, self->indices[position])
                                : NULL;
}

static void
bp_inspected_images_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = bp_inspected_images_get_item_type;
  iface->get_n_items = bp_inspected_images_get_n_items;
  iface->get_item = bp_inspected_images_get_item;
}

static void
bp_inspected_images_finalize (GObject *object)
{
  bp_inspection_unref (BP_INSPECTED_IMAGES (object)->inspection);

  G_OBJECT_CLASS (bp_inspected_images_parent_class)->finalize (object);
}

static void
bp_inspected_images_class_init (BpInspectedImagesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bp_inspected_images_finalize;
}

static void
bp_inspected_images_init (BpInspectedImages *self G_GNUC_UNUSED)
{
}

/**
 * bp_inspected_images_new:
 * @inspection: an inspection; a reference is taken
 * @indices: (array length=count): some of its images, an array of @inspection
 * @count: how many
 *
 * Returns: (transfer full): those images, in the order of @indices
 */
BpInspectedImages *
bp_inspected_images_new (BpInspection *inspection, const guint32 *indices, gsize count)
{
  BpInspectedImages *self = g_object_new (BP_TYPE_INSPECTED_IMAGES, NULL);

  self->inspection = bp_inspection_ref (inspection);
  self->indices = indices;
  self->count = (guint) MIN (count, G_MAXUINT);
  return self;
}
