/* SPDX-License-Identifier: MIT */
#include "disagreement-item.h"

struct _BpDisagreementItem
{
  GObject parent_instance;

  /* owned */
  BpInspectedImage *first;
  BpInspectedImage *second;

  guint32 index;
};

enum
{
  PROP_FIRST = 1,
  PROP_SECOND,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpDisagreementItem, bp_disagreement_item, G_TYPE_OBJECT)

static void
bp_disagreement_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpDisagreementItem *self = BP_DISAGREEMENT_ITEM (object);

  switch (id)
    {
    case PROP_FIRST:
      g_value_set_object (value, self->first);
      break;
    case PROP_SECOND:
      g_value_set_object (value, self->second);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_disagreement_item_finalize (GObject *object)
{
  BpDisagreementItem *self = BP_DISAGREEMENT_ITEM (object);

  g_clear_object (&self->first);
  g_clear_object (&self->second);

  G_OBJECT_CLASS (bp_disagreement_item_parent_class)->finalize (object);
}

static void
bp_disagreement_item_class_init (BpDisagreementItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = bp_disagreement_item_finalize;
  object_class->get_property = bp_disagreement_item_get_property;
  properties[PROP_FIRST] =
      g_param_spec_object ("first", NULL, NULL, BP_TYPE_INSPECTED_IMAGE, flags);
  properties[PROP_SECOND] =
      g_param_spec_object ("second", NULL, NULL, BP_TYPE_INSPECTED_IMAGE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_disagreement_item_init (BpDisagreementItem *self G_GNUC_UNUSED)
{
}

/**
 * bp_disagreement_item_new:
 * @disagreement: the comparison
 * @index: of an image of its split
 *
 * Returns: (transfer full): an item
 */
BpDisagreementItem *
bp_disagreement_item_new (BpDisagreement *disagreement, guint32 index)
{
  BpDisagreementItem *self = g_object_new (BP_TYPE_DISAGREEMENT_ITEM, NULL);

  self->first = bp_inspected_image_new (disagreement->first, index);
  self->second = bp_inspected_image_new (disagreement->second, index);
  self->index = index;
  return self;
}

/**
 * bp_disagreement_item_get_index:
 * @self: the item
 *
 * Returns: the index of its image in the split
 */
guint32
bp_disagreement_item_get_index (BpDisagreementItem *self)
{
  return self->index;
}
