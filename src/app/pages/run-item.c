/* SPDX-License-Identifier: MIT */
#include "run-item.h"

#include "format.h"
#include "training-settings.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The value of a share that there is none of: it is sorted below all others. */
#define NONE (-1.0)

struct _BpRunItem
{
  GObject parent_instance;

  BpRunRecord *record; /* owned */
};

enum
{
  PROP_NAME = 1,
  PROP_DATA,
  PROP_NETWORK,
  PROP_STATE,
  PROP_BEST_TEXT,
  PROP_FINAL_TEXT,
  PROP_TEST_TEXT,
  PROP_TIME_TEXT,
  PROP_EPOCHS,
  PROP_BEST,
  PROP_FINAL,
  PROP_TEST,
  PROP_SECONDS,
  PROP_CREATED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpRunItem, bp_run_item, G_TYPE_OBJECT)

/* The name that a person gave, or else when the run was begun. */
static char *
describe_name (const BpRunRecord *record)
{
  g_autoptr (GDateTime) begin = NULL;

  if (record->name != NULL)
    return g_strdup (record->name);

  begin = g_date_time_new_from_unix_local (record->created / G_USEC_PER_SEC);
  /* Translators: when a run was begun, see g_date_time_format(): as in "2026-11-27 15:12" */
  return begin != NULL ? g_date_time_format (begin, _ ("%Y-%m-%d %H:%M")) : g_strdup ("");
}

static char *
describe_network (const BpRunRecord *record)
{
  const BpFieldSizes *layers = &record->settings.layers;

  return bp_describe_layers (layers->sizes[0], &record->settings.config,
                             layers->sizes[layers->n_sizes - 1]);
}

static char *
describe_share (double share)
{
  return isnan (share) ? g_strdup ("–") : bp_format_percent (share);
}

static double
to_sortable (double share)
{
  return isnan (share) ? NONE : share;
}

static void
bp_run_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const BpRunRecord *record = BP_RUN_ITEM (object)->record;
  const BpRunFigures *figures = &record->figures;

  switch (id)
    {
    case PROP_NAME:
      g_value_take_string (value, describe_name (record));
      break;
    case PROP_DATA:
      g_value_set_string (value, record->settings.dataset_name);
      break;
    case PROP_NETWORK:
      g_value_take_string (value, describe_network (record));
      break;
    case PROP_STATE:
      g_value_set_string (value, bp_choices_get_title (&bp_run_states, record->state));
      break;
    case PROP_BEST_TEXT:
      g_value_take_string (value, describe_share (figures->best_held_out_accuracy));
      break;
    case PROP_FINAL_TEXT:
      g_value_take_string (value, describe_share (figures->held_out_accuracy));
      break;
    case PROP_TEST_TEXT:
      g_value_take_string (value, describe_share (record->result.test_accuracy));
      break;
    case PROP_TIME_TEXT:
      g_value_take_string (value, bp_format_duration (figures->seconds));
      break;
    case PROP_EPOCHS:
      g_value_set_uint (value, figures->n_epochs);
      break;
    case PROP_BEST:
      g_value_set_double (value, to_sortable (figures->best_held_out_accuracy));
      break;
    case PROP_FINAL:
      g_value_set_double (value, to_sortable (figures->held_out_accuracy));
      break;
    case PROP_TEST:
      g_value_set_double (value, to_sortable (record->result.test_accuracy));
      break;
    case PROP_SECONDS:
      g_value_set_double (value, figures->seconds);
      break;
    case PROP_CREATED:
      g_value_set_double (value, (double) record->created);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_run_item_finalize (GObject *object)
{
  g_clear_pointer (&BP_RUN_ITEM (object)->record, bp_run_record_unref);

  G_OBJECT_CLASS (bp_run_item_parent_class)->finalize (object);
}

static void
add_string (guint id, const char *name)
{
  properties[id] =
      g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
add_double (guint id, const char *name)
{
  properties[id] = g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0.0,
                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
bp_run_item_class_init (BpRunItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bp_run_item_get_property;
  object_class->finalize = bp_run_item_finalize;

  add_string (PROP_NAME, "name");
  add_string (PROP_DATA, "data");
  add_string (PROP_NETWORK, "network");
  add_string (PROP_STATE, "state");
  add_string (PROP_BEST_TEXT, "best-text");
  add_string (PROP_FINAL_TEXT, "final-text");
  add_string (PROP_TEST_TEXT, "test-text");
  add_string (PROP_TIME_TEXT, "time-text");
  properties[PROP_EPOCHS] = g_param_spec_uint ("epochs", NULL, NULL, 0, G_MAXUINT, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  add_double (PROP_BEST, "best");
  add_double (PROP_FINAL, "final");
  add_double (PROP_TEST, "test");
  add_double (PROP_SECONDS, "seconds");
  add_double (PROP_CREATED, "created");
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_run_item_init (BpRunItem *self)
{
}

/**
 * bp_run_item_new:
 * @record: the run
 *
 * Returns: (transfer full): an item
 */
BpRunItem *
bp_run_item_new (BpRunRecord *record)
{
  BpRunItem *self = g_object_new (BP_TYPE_RUN_ITEM, NULL);

  self->record = bp_run_record_ref (record);
  return self;
}

/**
 * bp_run_item_get_record:
 * @self: the item
 *
 * Returns: (transfer none): its run
 */
const BpRunRecord *
bp_run_item_get_record (BpRunItem *self)
{
  return self->record;
}

/**
 * bp_run_item_matches:
 * @self: the item
 * @words: words as typed
 *
 * Returns: whether each of the words is somewhere in its name, data, network or state, whatever the
 *   case
 */
gboolean
bp_run_item_matches (BpRunItem *self, const char *words)
{
  g_autofree char *name = describe_name (self->record);
  g_autofree char *network = describe_network (self->record);
  g_autofree char *all =
      g_strjoin (" ", name, self->record->settings.dataset_name, network,
                 bp_choices_get_title (&bp_run_states, self->record->state), NULL);
  g_autofree char *folded = g_utf8_casefold (all, -1);
  g_autofree char *wanted = g_utf8_casefold (words, -1);
  g_auto (GStrv) parts = g_strsplit (wanted, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (folded, parts[i]) == NULL)
      return FALSE;
  return TRUE;
}
