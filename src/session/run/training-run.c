/* SPDX-License-Identifier: MIT */
#include "training-run-private.h"

enum
{
  PROP_STATE = 1,
  PROP_HISTORY,
  PROP_EPOCH,
  PROP_N_EPOCHS,
  PROP_FRACTION,
  PROP_IMAGES_PER_SECOND,
  PROP_SECONDS_LEFT,
  PROP_BEST_HELD_OUT_ACCURACY,
  PROP_BEST_EPOCH,
  PROP_LEARNING_RATE,
  PROP_NETWORK,
  PROP_TEST_METRICS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (BpTrainingState,
                    bp_training_state,
                    G_DEFINE_ENUM_VALUE (BP_TRAINING_STATE_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (BP_TRAINING_STATE_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (BP_TRAINING_STATE_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (BP_TRAINING_STATE_STOPPING, "stopping"),
                    G_DEFINE_ENUM_VALUE (BP_TRAINING_STATE_FINISHED, "finished"),
                    G_DEFINE_ENUM_VALUE (BP_TRAINING_STATE_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (BpTrainingRun, bp_training_run, G_TYPE_OBJECT)

/* Stores what differs and says so. */
static void
update_uint (BpTrainingRun *self, guint *field, guint value, guint property)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
update_double (BpTrainingRun *self, double *field, double value, guint property)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
bp_training_run_constructed (GObject *object)
{
  BpTrainingRun *self = BP_TRAINING_RUN (object);

  if (self->history == NULL)
    self->history = bp_history_new ();

  G_OBJECT_CLASS (bp_training_run_parent_class)->constructed (object);
}

static void
bp_training_run_finalize (GObject *object)
{
  BpTrainingRun *self = BP_TRAINING_RUN (object);

  g_clear_object (&self->history);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->test_metrics, bp_metrics_free);

  G_OBJECT_CLASS (bp_training_run_parent_class)->finalize (object);
}

static void
bp_training_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpTrainingRun *self = BP_TRAINING_RUN (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_HISTORY:
      g_value_set_object (value, self->history);
      break;
    case PROP_EPOCH:
      g_value_set_uint (value, self->figures.epoch);
      break;
    case PROP_N_EPOCHS:
      g_value_set_uint (value, self->figures.n_epochs);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->figures.fraction);
      break;
    case PROP_IMAGES_PER_SECOND:
      g_value_set_double (value, self->figures.images_per_second);
      break;
    case PROP_SECONDS_LEFT:
      g_value_set_double (value, self->figures.seconds_left);
      break;
    case PROP_BEST_HELD_OUT_ACCURACY:
      g_value_set_double (value, self->figures.best_held_out_accuracy);
      break;
    case PROP_BEST_EPOCH:
      g_value_set_uint (value, self->figures.best_epoch);
      break;
    case PROP_LEARNING_RATE:
      g_value_set_double (value, self->figures.learning_rate);
      break;
    case PROP_NETWORK:
      g_value_set_boxed (value, self->network);
      break;
    case PROP_TEST_METRICS:
      g_value_set_boxed (value, self->test_metrics);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_training_run_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BpTrainingRun *self = BP_TRAINING_RUN (object);

  switch (id)
    {
    case PROP_HISTORY:
      self->history = g_value_dup_object (value);
      break;
    case PROP_LEARNING_RATE:
      bp_training_run_set_learning_rate (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_training_run_class_init (BpTrainingRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = bp_training_run_constructed;
  object_class->finalize = bp_training_run_finalize;
  object_class->get_property = bp_training_run_get_property;
  object_class->set_property = bp_training_run_set_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BP_TYPE_TRAINING_STATE,
                                              BP_TRAINING_STATE_IDLE, readable);
  properties[PROP_HISTORY] = g_param_spec_object ("history", NULL, NULL, BP_TYPE_HISTORY,
                                                  writable | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_EPOCH] = g_param_spec_uint ("epoch", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_N_EPOCHS] = g_param_spec_uint ("n-epochs", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0.0, 1.0, 0.0, readable);
  properties[PROP_IMAGES_PER_SECOND] =
      g_param_spec_double ("images-per-second", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, readable);
  properties[PROP_SECONDS_LEFT] =
      g_param_spec_double ("seconds-left", NULL, NULL, BP_TRAINING_UNKNOWN, G_MAXDOUBLE,
                           BP_TRAINING_UNKNOWN, readable);
  properties[PROP_BEST_HELD_OUT_ACCURACY] =
      g_param_spec_double ("best-held-out-accuracy", NULL, NULL, BP_TRAINING_UNKNOWN, 1.0,
                           BP_TRAINING_UNKNOWN, readable);
  properties[PROP_BEST_EPOCH] =
      g_param_spec_uint ("best-epoch", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_LEARNING_RATE] =
      g_param_spec_double ("learning-rate", NULL, NULL, 0.0, G_MAXFLOAT, 0.0,
                           writable | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NETWORK] = g_param_spec_boxed ("network", NULL, NULL, BP_TYPE_NETWORK, readable);
  properties[PROP_TEST_METRICS] =
      g_param_spec_boxed ("test-metrics", NULL, NULL, BP_TYPE_METRICS, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_training_run_init (BpTrainingRun *self)
{
  self->figures.seconds_left = BP_TRAINING_UNKNOWN;
  self->figures.best_held_out_accuracy = BP_TRAINING_UNKNOWN;
}

/**
 * bp_training_run_new:
 * @history: (nullable): the history of the run that this one goes on from; %NULL begins a new one
 *
 * Returns: (transfer full): a run, not started yet
 */
BpTrainingRun *
bp_training_run_new (BpHistory *history)
{
  g_return_val_if_fail (history == NULL || BP_IS_HISTORY (history), NULL);

  return g_object_new (BP_TYPE_TRAINING_RUN, "history", history, NULL);
}

/**
 * bp_training_run_set_state:
 * @self: the run
 * @state: what it does from now on
 */
void
bp_training_run_set_state (BpTrainingRun *self, BpTrainingState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/**
 * bp_training_run_set_figures:
 * @self: the run
 * @figures: how it stands; what differs from before is notified
 */
void
bp_training_run_set_figures (BpTrainingRun *self, const BpTrainingFigures *figures)
{
  BpTrainingFigures *own = &self->figures;

  g_object_freeze_notify (G_OBJECT (self));
  update_uint (self, &own->epoch, figures->epoch, PROP_EPOCH);
  update_uint (self, &own->n_epochs, figures->n_epochs, PROP_N_EPOCHS);
  update_uint (self, &own->best_epoch, figures->best_epoch, PROP_BEST_EPOCH);
  update_double (self, &own->best_held_out_accuracy, figures->best_held_out_accuracy,
                 PROP_BEST_HELD_OUT_ACCURACY);
  update_double (self, &own->fraction, figures->fraction, PROP_FRACTION);
  update_double (self, &own->images_per_second, figures->images_per_second, PROP_IMAGES_PER_SECOND);
  update_double (self, &own->seconds_left, figures->seconds_left, PROP_SECONDS_LEFT);
  update_double (self, &own->learning_rate, figures->learning_rate, PROP_LEARNING_RATE);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * bp_training_run_set_network:
 * @self: the run
 * @network: (transfer none): the newest one
 */
void
bp_training_run_set_network (BpTrainingRun *self, BpNetwork *network)
{
  g_clear_pointer (&self->network, bp_network_unref);
  self->network = bp_network_ref (network);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NETWORK]);
}

/**
 * bp_training_run_set_test_metrics:
 * @self: the run
 * @metrics: of the test samples; copied
 */
void
bp_training_run_set_test_metrics (BpTrainingRun *self, const BpMetrics *metrics)
{
  g_clear_pointer (&self->test_metrics, bp_metrics_free);
  self->test_metrics = bp_metrics_dup (metrics);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEST_METRICS]);
}

/**
 * bp_training_run_get_state:
 * @self: the run
 *
 * Returns: what it does now
 */
BpTrainingState
bp_training_run_get_state (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), BP_TRAINING_STATE_IDLE);

  return self->state;
}

/**
 * bp_training_run_is_active:
 * @self: the run
 *
 * Returns: whether it was started and has not ended
 */
gboolean
bp_training_run_is_active (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), FALSE);

  return self->thread != NULL;
}

/**
 * bp_training_run_get_history:
 * @self: the run
 *
 * Returns: (transfer none): the history that it adds to
 */
BpHistory *
bp_training_run_get_history (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), NULL);

  return self->history;
}

/**
 * bp_training_run_get_epoch:
 * @self: the run
 *
 * Returns: the epoch in progress, or the last one; 0 before the start
 */
guint
bp_training_run_get_epoch (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), 0);

  return self->figures.epoch;
}

/**
 * bp_training_run_get_n_epochs:
 * @self: the run
 *
 * Returns: the epoch that it will end with
 */
guint
bp_training_run_get_n_epochs (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), 0);

  return self->figures.n_epochs;
}

/**
 * bp_training_run_get_fraction:
 * @self: the run
 *
 * Returns: the share of its steps that is done, from 0 to 1
 */
double
bp_training_run_get_fraction (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), 0.0);

  return self->figures.fraction;
}

/**
 * bp_training_run_get_images_per_second:
 * @self: the run
 *
 * Returns: its pace of late
 */
double
bp_training_run_get_images_per_second (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), 0.0);

  return self->figures.images_per_second;
}

/**
 * bp_training_run_get_seconds_left:
 * @self: the run
 *
 * Returns: an estimate, or -1 as long as there is none
 */
double
bp_training_run_get_seconds_left (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), BP_TRAINING_UNKNOWN);

  return self->figures.seconds_left;
}

/**
 * bp_training_run_get_best_held_out_accuracy:
 * @self: the run
 *
 * Returns: from 0 to 1, or -1 as long as there is none
 */
double
bp_training_run_get_best_held_out_accuracy (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), BP_TRAINING_UNKNOWN);

  return self->figures.best_held_out_accuracy;
}

/**
 * bp_training_run_get_best_epoch:
 * @self: the run
 *
 * Returns: the epoch that reached it first, or 0
 */
guint
bp_training_run_get_best_epoch (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), 0);

  return self->figures.best_epoch;
}

/**
 * bp_training_run_get_learning_rate:
 * @self: the run
 *
 * Returns: what its next steps are made with
 */
double
bp_training_run_get_learning_rate (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), 0.0);

  return self->figures.learning_rate;
}

/**
 * bp_training_run_get_network:
 * @self: the run
 *
 * Returns: (transfer none) (nullable): the newest network; immutable
 */
BpNetwork *
bp_training_run_get_network (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), NULL);

  return self->network;
}

/**
 * bp_training_run_get_best_network:
 * @self: the run
 *
 * Returns: (transfer none) (nullable): the network as it was after the best epoch; immutable
 */
BpNetwork *
bp_training_run_get_best_network (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), NULL);

  return bp_history_get_best_network (self->history);
}

/**
 * bp_training_run_get_test_metrics:
 * @self: the run
 *
 * Returns: (transfer none) (nullable): figures of the test samples, once a run went to its end or
 *   was stopped after its first step
 */
const BpMetrics *
bp_training_run_get_test_metrics (BpTrainingRun *self)
{
  g_return_val_if_fail (BP_IS_TRAINING_RUN (self), NULL);

  return self->test_metrics;
}
