/* SPDX-License-Identifier: MIT */
#include "explain-subject.h"

#include "metrics.h"

#include <math.h>

struct _BpExplainSubject
{
  GObject parent_instance;

  /* owned */
  BpNetwork *network;         /* nullable: of the window */
  BpDataset *dataset;         /* nullable: of the window */
  GStrv class_names;          /* nullable */
  BpWalkthrough *walkthrough; /* nullable: without a network */
  BpNetwork *walked_network;  /* nullable: the one that the walkthrough has a copy of */

  BpUnitNames names;       /* of @class_names, and of pictures of this width */
  gboolean has_other_data; /* since the walkthrough began */
  gboolean is_fitting;     /* the data fit the network of the walkthrough */
};

enum
{
  SIGNAL_BEGUN,
  SIGNAL_ENDING,
  SIGNAL_FOLLOWED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpExplainSubject, bp_explain_subject, G_TYPE_OBJECT)

/* The pictures have the size of the data set, where it fits, or that of the pad, or are squares. */
static guint
choose_picture_width (BpExplainSubject *self)
{
  guint n_inputs = bp_network_get_n_inputs (self->network);
  guint side = (guint) lround (sqrt (n_inputs));

  if (self->is_fitting)
    return bp_dataset_get_width (self->dataset);
  return side * side == n_inputs ? side : n_inputs;
}

static void
set_walked_network (BpExplainSubject *self)
{
  g_clear_pointer (&self->walked_network, bp_network_unref);
  self->walked_network = bp_network_ref (self->network);
}

static void
end (BpExplainSubject *self)
{
  if (self->walkthrough == NULL)
    return;
  g_signal_emit (self, signals[SIGNAL_ENDING], 0);
  g_clear_pointer (&self->walkthrough, bp_walkthrough_free);
  g_clear_pointer (&self->walked_network, bp_network_unref);
}

static gboolean
begin (BpExplainSubject *self, GError **error)
{
  self->walkthrough = bp_walkthrough_new (self->network, error);
  if (self->walkthrough == NULL)
    return FALSE;
  set_walked_network (self);
  self->names.width = choose_picture_width (self);
  g_signal_emit (self, signals[SIGNAL_BEGUN], 0);
  return TRUE;
}

static gboolean
follow (BpExplainSubject *self, GError **error)
{
  gboolean is_set;

  if (self->walked_network == self->network)
    return TRUE;
  set_walked_network (self);
  is_set = bp_walkthrough_set_network (self->walkthrough, self->network, error);
  g_signal_emit (self, signals[SIGNAL_FOLLOWED], 0);
  return is_set;
}

static void
bp_explain_subject_finalize (GObject *object)
{
  BpExplainSubject *self = BP_EXPLAIN_SUBJECT (object);

  g_clear_pointer (&self->walkthrough, bp_walkthrough_free);
  g_clear_pointer (&self->walked_network, bp_network_unref);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  g_strfreev (self->class_names);

  G_OBJECT_CLASS (bp_explain_subject_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, BP_TYPE_EXPLAIN_SUBJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
bp_explain_subject_class_init (BpExplainSubjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bp_explain_subject_finalize;

  /**
   * BpExplainSubject::begun:
   *
   * There is another walkthrough.
   */
  signals[SIGNAL_BEGUN] = add_signal ("begun");

  /**
   * BpExplainSubject::ending:
   *
   * The walkthrough will be freed: whatever borrows it, or the names, lets go of it.
   */
  signals[SIGNAL_ENDING] = add_signal ("ending");

  /**
   * BpExplainSubject::followed:
   *
   * The walkthrough has a copy of another network, without changes.
   */
  signals[SIGNAL_FOLLOWED] = add_signal ("followed");
}

static void
bp_explain_subject_init (BpExplainSubject *self G_GNUC_UNUSED)
{
}

/**
 * bp_explain_subject_new:
 *
 * Returns: (transfer full): a subject without a network
 */
BpExplainSubject *
bp_explain_subject_new (void)
{
  return g_object_new (BP_TYPE_EXPLAIN_SUBJECT, NULL);
}

/**
 * bp_explain_subject_set_class_names:
 * @self: the subject
 * @names: (nullable) (array zero-terminated=1): the names of the network's classes; copied
 *
 * Other names end the walkthrough at once.
 *
 * Returns: whether they are other ones
 */
gboolean
bp_explain_subject_set_class_names (BpExplainSubject *self, const char *const *names)
{
  const char *const *present = (const char *const *) self->class_names;

  if (names == present || (names != NULL && present != NULL && g_strv_equal (names, present)))
    return FALSE;
  end (self);
  g_strfreev (self->class_names);
  self->class_names = g_strdupv ((GStrv) names);
  self->names.class_names = (const char *const *) self->class_names;
  return TRUE;
}

/**
 * bp_explain_subject_set_network:
 * @self: the subject
 * @network: (nullable): the network to explain; it must not change any more; a reference is taken
 *
 * Returns: whether it is another one
 */
gboolean
bp_explain_subject_set_network (BpExplainSubject *self, BpNetwork *network)
{
  if (self->network == network)
    return FALSE;
  g_clear_pointer (&self->network, bp_network_unref);
  self->network = network != NULL ? bp_network_ref (network) : NULL;
  return TRUE;
}

/**
 * bp_explain_subject_set_dataset:
 * @self: the subject
 * @dataset: (nullable): the data of the window; a reference is taken
 *
 * Returns: whether they are other ones
 */
gboolean
bp_explain_subject_set_dataset (BpExplainSubject *self, BpDataset *dataset)
{
  if (self->dataset == dataset)
    return FALSE;
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset != NULL ? bp_dataset_ref (dataset) : NULL;
  self->has_other_data = TRUE;
  return TRUE;
}

/**
 * bp_explain_subject_update:
 * @self: the subject
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Takes over the network and the data that were set last. Without a network, the walkthrough ends.
 *
 * Returns: whether there was memory; if not, there is no walkthrough, or it may be that of an
 *   earlier network
 */
gboolean
bp_explain_subject_update (BpExplainSubject *self, GError **error)
{
  gboolean is_fitting = self->network != NULL && self->dataset != NULL &&
                        bp_network_check_fits (self->network, self->dataset, NULL);

  if (self->walkthrough != NULL &&
      (self->network == NULL || is_fitting != self->is_fitting || self->has_other_data ||
       !bp_network_has_shape_of (self->network, self->walked_network)))
    end (self);
  self->is_fitting = is_fitting;
  self->has_other_data = FALSE;
  if (self->network == NULL)
    return TRUE;
  return self->walkthrough == NULL ? begin (self, error) : follow (self, error);
}

/**
 * bp_explain_subject_get_walkthrough:
 * @self: the subject
 *
 * Returns: (transfer none) (nullable): the walkthrough, valid until the signal "ending"
 */
BpWalkthrough *
bp_explain_subject_get_walkthrough (BpExplainSubject *self)
{
  return self->walkthrough;
}

/**
 * bp_explain_subject_get_network:
 * @self: the subject
 *
 * Returns: (transfer none) (nullable): the network that the walkthrough has a copy of, as it is
 *   without changes of the copy
 */
BpNetwork *
bp_explain_subject_get_network (BpExplainSubject *self)
{
  return self->walked_network;
}

/**
 * bp_explain_subject_get_dataset:
 * @self: the subject
 *
 * Returns: (transfer none) (nullable): the data, where they fit the network of the walkthrough
 */
BpDataset *
bp_explain_subject_get_dataset (BpExplainSubject *self)
{
  return self->is_fitting && !self->has_other_data ? self->dataset : NULL;
}

/**
 * bp_explain_subject_get_names:
 * @self: the subject
 *
 * Returns: (transfer none): the names of the units, and the width of the pictures; what they borrow
 *   is valid until the signal "ending"
 */
const BpUnitNames *
bp_explain_subject_get_names (BpExplainSubject *self)
{
  return &self->names;
}
