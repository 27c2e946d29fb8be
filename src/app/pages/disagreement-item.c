/* SPDX-License-Identifier: MIT */
#include "disagreement-item.h"

#include "format.h"

struct _BpDisagreementItem
{
  GObject parent_instance;

  BpDisagreement *disagreement; /* owned */

  gsize index;
};

enum
{
  PROP_PICTURE = 1,
  PROP_LABEL,
  PROP_FIRST,
  PROP_SECOND,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpDisagreementItem, bp_disagreement_item, G_TYPE_OBJECT)

/* Ink is dark, as on paper. */
static GdkTexture *
create_texture (BpDisagreementItem *self)
{
  const BpInspection *inspection = self->disagreement->first;
  const BpDataset *dataset = inspection->dataset;
  gsize width = bp_dataset_get_width (dataset);
  gsize height = bp_dataset_get_height (dataset);
  const guint8 *pixels = inspection->samples.images + self->index * width * height;
  guint8 *colors = g_malloc (3 * width * height);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < 3 * width * height; i++)
    colors[i] = 255 - pixels[i / 3];
  bytes = g_bytes_new_take (colors, 3 * width * height);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, 3 * width);
}

static char *
describe_answer (BpDisagreementItem *self, const BpInspection *inspection)
{
  const BpInspectedAnswer *answer = &inspection->answers[self->index];
  gboolean is_right = answer->classes[0] == inspection->samples.labels[self->index];
  g_autofree char *percent = bp_format_percent ((double) answer->probabilities[0]);

  return g_strdup_printf ("%s %s · %s", is_right ? "✓" : "✗",
                          bp_dataset_get_class_name (inspection->dataset, answer->classes[0]),
                          percent);
}

static void
bp_disagreement_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpDisagreementItem *self = BP_DISAGREEMENT_ITEM (object);
  const BpInspection *first = self->disagreement->first;

  switch (id)
    {
    case PROP_PICTURE:
      g_value_take_object (value, create_texture (self));
      break;
    case PROP_LABEL:
      g_value_set_string (value, bp_dataset_get_class_name (first->dataset,
                                                            first->samples.labels[self->index]));
      break;
    case PROP_FIRST:
      g_value_take_string (value, describe_answer (self, first));
      break;
    case PROP_SECOND:
      g_value_take_string (value, describe_answer (self, self->disagreement->second));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_disagreement_item_finalize (GObject *object)
{
  g_clear_pointer (&BP_DISAGREEMENT_ITEM (object)->disagreement, bp_disagreement_unref);

  G_OBJECT_CLASS (bp_disagreement_item_parent_class)->finalize (object);
}

static void
bp_disagreement_item_class_init (BpDisagreementItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = bp_disagreement_item_finalize;
  object_class->get_property = bp_disagreement_item_get_property;
  properties[PROP_PICTURE] = g_param_spec_object ("picture", NULL, NULL, GDK_TYPE_PAINTABLE, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_FIRST] = g_param_spec_string ("first", NULL, NULL, NULL, flags);
  properties[PROP_SECOND] = g_param_spec_string ("second", NULL, NULL, NULL, flags);
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
bp_disagreement_item_new (BpDisagreement *disagreement, gsize index)
{
  BpDisagreementItem *self = g_object_new (BP_TYPE_DISAGREEMENT_ITEM, NULL);

  self->disagreement = bp_disagreement_ref (disagreement);
  self->index = index;
  return self;
}

/**
 * bp_disagreement_item_get_index:
 * @self: the item
 *
 * Returns: the index of its image in the split
 */
gsize
bp_disagreement_item_get_index (BpDisagreementItem *self)
{
  return self->index;
}
