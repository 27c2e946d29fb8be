/* SPDX-License-Identifier: MIT */
#include "class-figures.h"

#include "format.h"

#include <math.h>

/* The value of a share that there is none of: it is sorted below all others. */
#define NONE (-1.0)

struct _BpClassFigures
{
  GObject parent_instance;

  char *name; /* owned */
  guint label;
  guint64 n_right;
  BpClassMetrics metrics;
};

enum
{
  PROP_NAME = 1,
  PROP_LABEL,
  PROP_IMAGES,
  PROP_ANSWERS,
  PROP_RIGHT,
  PROP_PRECISION,
  PROP_RECALL,
  PROP_F1,
  PROP_IMAGES_TEXT,
  PROP_ANSWERS_TEXT,
  PROP_RIGHT_TEXT,
  PROP_PRECISION_TEXT,
  PROP_RECALL_TEXT,
  PROP_F1_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpClassFigures, bp_class_figures, G_TYPE_OBJECT)

static double
to_sortable (double share)
{
  return isnan (share) ? NONE : share;
}

static char *
describe_share (double share)
{
  return isnan (share) ? g_strdup ("–") : bp_format_percent (share);
}

static void
bp_class_figures_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpClassFigures *self = BP_CLASS_FIGURES (object);
  const BpClassMetrics *metrics = &self->metrics;

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_LABEL:
      g_value_set_uint (value, self->label);
      break;
    case PROP_IMAGES:
      g_value_set_uint64 (value, metrics->support);
      break;
    case PROP_ANSWERS:
      g_value_set_uint64 (value, metrics->n_answers);
      break;
    case PROP_RIGHT:
      g_value_set_uint64 (value, self->n_right);
      break;
    case PROP_PRECISION:
      g_value_set_double (value, to_sortable (metrics->precision));
      break;
    case PROP_RECALL:
      g_value_set_double (value, to_sortable (metrics->recall));
      break;
    case PROP_F1:
      g_value_set_double (value, to_sortable (metrics->f1));
      break;
    case PROP_IMAGES_TEXT:
      g_value_take_string (value, bp_format_count (metrics->support));
      break;
    case PROP_ANSWERS_TEXT:
      g_value_take_string (value, bp_format_count (metrics->n_answers));
      break;
    case PROP_RIGHT_TEXT:
      g_value_take_string (value, bp_format_count (self->n_right));
      break;
    case PROP_PRECISION_TEXT:
      g_value_take_string (value, describe_share (metrics->precision));
      break;
    case PROP_RECALL_TEXT:
      g_value_take_string (value, describe_share (metrics->recall));
      break;
    case PROP_F1_TEXT:
      g_value_take_string (value, describe_share (metrics->f1));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_class_figures_finalize (GObject *object)
{
  g_free (BP_CLASS_FIGURES (object)->name);

  G_OBJECT_CLASS (bp_class_figures_parent_class)->finalize (object);
}

static void
add_string (guint id, const char *name)
{
  properties[id] =
      g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
add_count (guint id, const char *name)
{
  properties[id] = g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64, 0,
                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
add_share (guint id, const char *name)
{
  properties[id] = g_param_spec_double (name, NULL, NULL, NONE, 1.0, NONE,
                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
bp_class_figures_class_init (BpClassFiguresClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bp_class_figures_get_property;
  object_class->finalize = bp_class_figures_finalize;

  add_string (PROP_NAME, "name");
  properties[PROP_LABEL] = g_param_spec_uint ("label", NULL, NULL, 0, BP_DATASET_MAX_CLASSES, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  add_count (PROP_IMAGES, "images");
  add_count (PROP_ANSWERS, "answers");
  add_count (PROP_RIGHT, "right");
  add_share (PROP_PRECISION, "precision");
  add_share (PROP_RECALL, "recall");
  add_share (PROP_F1, "f1");
  add_string (PROP_IMAGES_TEXT, "images-text");
  add_string (PROP_ANSWERS_TEXT, "answers-text");
  add_string (PROP_RIGHT_TEXT, "right-text");
  add_string (PROP_PRECISION_TEXT, "precision-text");
  add_string (PROP_RECALL_TEXT, "recall-text");
  add_string (PROP_F1_TEXT, "f1-text");
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_class_figures_init (BpClassFigures *self G_GNUC_UNUSED)
{
}

/**
 * bp_class_figures_new:
 * @inspection: an inspection
 * @label: one of its classes
 *
 * Returns: (transfer full): the figures of that class
 */
BpClassFigures *
bp_class_figures_new (const BpInspection *inspection, guint label)
{
  BpClassFigures *self = g_object_new (BP_TYPE_CLASS_FIGURES, NULL);

  self->name = g_strdup (bp_dataset_get_class_name (inspection->dataset, label));
  self->label = label;
  self->metrics = bp_metrics_get_class (&inspection->metrics, label);
  self->n_right = inspection->metrics.confusion[(gsize) label * inspection->n_classes + label];
  return self;
}
