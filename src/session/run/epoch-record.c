/* SPDX-License-Identifier: MIT */
#include "epoch-record.h"

#include <math.h>

/* What stands for a missing figure in a property, which cannot be NaN. */
#define MISSING (-1.0)

struct _BpEpochRecord
{
  GObject parent_instance;

  BpEpoch epoch;
  guint64 n_steps;
};

enum
{
  PROP_EPOCH = 1,
  PROP_N_STEPS,
  PROP_TRAIN_LOSS,
  PROP_TRAIN_ACCURACY,
  PROP_HELD_OUT_LOSS,
  PROP_HELD_OUT_ACCURACY,
  PROP_SECONDS,
  PROP_IMAGES_PER_SECOND,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpEpochRecord, bp_epoch_record, G_TYPE_OBJECT)

static double
or_missing (double value)
{
  return isfinite (value) ? value : MISSING;
}

static void
bp_epoch_record_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpEpochRecord *self = BP_EPOCH_RECORD (object);

  switch (id)
    {
    case PROP_EPOCH:
      g_value_set_uint (value, self->epoch.epoch);
      break;
    case PROP_N_STEPS:
      g_value_set_uint64 (value, self->n_steps);
      break;
    case PROP_TRAIN_LOSS:
      g_value_set_double (value, or_missing (self->epoch.train_loss));
      break;
    case PROP_TRAIN_ACCURACY:
      g_value_set_double (value, or_missing (self->epoch.train_accuracy));
      break;
    case PROP_HELD_OUT_LOSS:
      g_value_set_double (value, or_missing (self->epoch.held_out_loss));
      break;
    case PROP_HELD_OUT_ACCURACY:
      g_value_set_double (value, or_missing (self->epoch.held_out_accuracy));
      break;
    case PROP_SECONDS:
      g_value_set_double (value, self->epoch.seconds);
      break;
    case PROP_IMAGES_PER_SECOND:
      g_value_set_double (value, self->epoch.images_per_second);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_epoch_record_class_init (BpEpochRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bp_epoch_record_get_property;

  properties[PROP_EPOCH] = g_param_spec_uint ("epoch", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_STEPS] = g_param_spec_uint64 ("n-steps", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_TRAIN_LOSS] =
      g_param_spec_double ("train-loss", NULL, NULL, MISSING, G_MAXDOUBLE, MISSING, flags);
  properties[PROP_TRAIN_ACCURACY] =
      g_param_spec_double ("train-accuracy", NULL, NULL, MISSING, 1.0, MISSING, flags);
  properties[PROP_HELD_OUT_LOSS] =
      g_param_spec_double ("held-out-loss", NULL, NULL, MISSING, G_MAXDOUBLE, MISSING, flags);
  properties[PROP_HELD_OUT_ACCURACY] =
      g_param_spec_double ("held-out-accuracy", NULL, NULL, MISSING, 1.0, MISSING, flags);
  properties[PROP_SECONDS] =
      g_param_spec_double ("seconds", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, flags);
  properties[PROP_IMAGES_PER_SECOND] =
      g_param_spec_double ("images-per-second", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_epoch_record_init (BpEpochRecord *self G_GNUC_UNUSED)
{
}

/**
 * bp_epoch_record_new:
 * @epoch: the figures, which are copied
 * @n_steps: steps that had been made when it ended
 *
 * Returns: (transfer full): the record
 */
BpEpochRecord *
bp_epoch_record_new (const BpEpoch *epoch, guint64 n_steps)
{
  BpEpochRecord *self = g_object_new (BP_TYPE_EPOCH_RECORD, NULL);

  self->epoch = *epoch;
  self->n_steps = n_steps;
  return self;
}

/**
 * bp_epoch_record_get_epoch:
 * @self: the record
 *
 * Returns: (transfer none): the figures, NaN where there are none
 */
const BpEpoch *
bp_epoch_record_get_epoch (BpEpochRecord *self)
{
  g_return_val_if_fail (BP_IS_EPOCH_RECORD (self), NULL);

  return &self->epoch;
}

/**
 * bp_epoch_record_get_n_steps:
 * @self: the record
 *
 * Returns: steps that had been made when the epoch ended
 */
guint64
bp_epoch_record_get_n_steps (BpEpochRecord *self)
{
  g_return_val_if_fail (BP_IS_EPOCH_RECORD (self), 0);

  return self->n_steps;
}
