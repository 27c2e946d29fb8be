/* SPDX-License-Identifier: MIT */
#include "inspected-image.h"

#include "answer-text.h"
#include "sample-name.h"

#include <glib/gi18n.h>

#define NO_BREAK_SPACE "\302\240"

/* The characters of a class's name in an answer: an image has several answers beside it. */
#define NAME_LENGTH 24

struct _BpInspectedImage
{
  GObject parent_instance;

  BpInspection *inspection; /* owned */
  guint32 index;
};

enum
{
  PROP_TITLE = 1,
  PROP_ANSWERS,
  PROP_LABEL,
  PROP_VERDICT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpInspectedImage, bp_inspected_image, G_TYPE_OBJECT)

static char *
shorten_name (const char *name)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (name, -1) <= NAME_LENGTH)
    return g_strdup (name);
  start = g_utf8_substring (name, 0, NAME_LENGTH - 1);
  return g_strconcat (g_strchomp (start), "…", NULL);
}

/* An answer and its probability, in one piece: lines break between answers only. */
static char *
describe_answer (BpInspectedImage *self, guint rank)
{
  const BpInspectedAnswer *answer = &self->inspection->answers[self->index];
  g_autofree char *percent = bp_format_probability ((double) answer->probabilities[rank]);
  g_autofree char *name =
      shorten_name (bp_dataset_get_class_name (self->inspection->dataset, answer->classes[rank]));
  GString *text = g_string_new (NULL);

  /* Translators: an answer of the network and its probability, as in "7: 97 %" */
  g_string_printf (text, _ ("%s: %s"), name, percent);
  g_string_replace (text, " ", NO_BREAK_SPACE, 0);
  return g_string_free (text, FALSE);
}

static const char *
get_label (BpInspectedImage *self)
{
  const BpInspection *inspection = self->inspection;

  return bp_dataset_get_class_name (inspection->dataset, inspection->samples.labels[self->index]);
}

static char *
describe_verdict (BpInspectedImage *self)
{
  const BpInspection *inspection = self->inspection;
  gboolean is_right =
      inspection->answers[self->index].classes[0] == inspection->samples.labels[self->index];
  g_autofree char *answer = describe_answer (self, 0);

  return g_strconcat (is_right ? "✓" : "✗", NO_BREAK_SPACE, answer, NULL);
}

static void
bp_inspected_image_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpInspectedImage *self = BP_INSPECTED_IMAGE (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_take_string (value, bp_inspected_image_get_title (self));
      break;
    case PROP_ANSWERS:
      g_value_take_string (value, bp_inspected_image_get_answers (self));
      break;
    case PROP_LABEL:
      g_value_set_string (value, get_label (self));
      break;
    case PROP_VERDICT:
      g_value_take_string (value, describe_verdict (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_inspected_image_finalize (GObject *object)
{
  bp_inspection_unref (BP_INSPECTED_IMAGE (object)->inspection);

  G_OBJECT_CLASS (bp_inspected_image_parent_class)->finalize (object);
}

static void
bp_inspected_image_class_init (BpInspectedImageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bp_inspected_image_get_property;
  object_class->finalize = bp_inspected_image_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ANSWERS] = g_param_spec_string ("answers", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_VERDICT] = g_param_spec_string ("verdict", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_inspected_image_init (BpInspectedImage *self G_GNUC_UNUSED)
{
}

/**
 * bp_inspected_image_new:
 * @inspection: an inspection; a reference is taken
 * @index: one of its images
 *
 * Returns: (transfer full): that image
 */
BpInspectedImage *
bp_inspected_image_new (BpInspection *inspection, guint32 index)
{
  BpInspectedImage *self = g_object_new (BP_TYPE_INSPECTED_IMAGE, NULL);

  self->inspection = bp_inspection_ref (inspection);
  self->index = index;
  return self;
}

char *
bp_inspected_image_get_title (BpInspectedImage *self)
{
  return bp_describe_sample (self->inspection->dataset, self->inspection->split, self->index);
}

char *
bp_inspected_image_get_answers (BpInspectedImage *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->inspection->n_best; i++)
    {
      g_autofree char *answer = describe_answer (self, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", answer);
    }
  return g_string_free (text, FALSE);
}

/**
 * bp_inspected_image_get_dataset:
 * @self: the image
 *
 * Returns: (transfer none): the data set that it is from
 */
const BpDataset *
bp_inspected_image_get_dataset (BpInspectedImage *self)
{
  return self->inspection->dataset;
}

/**
 * bp_inspected_image_get_label:
 * @self: the image
 *
 * Returns: its class
 */
guint
bp_inspected_image_get_label (BpInspectedImage *self)
{
  return self->inspection->samples.labels[self->index];
}

/**
 * bp_inspected_image_get_pixels:
 * @self: the image
 *
 * Returns: (transfer none): (height, width) of the data set: its bytes
 */
const guint8 *
bp_inspected_image_get_pixels (BpInspectedImage *self)
{
  return self->inspection->samples.images +
         (gsize) self->index * bp_dataset_get_n_pixels (self->inspection->dataset);
}
