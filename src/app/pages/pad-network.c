/* SPDX-License-Identifier: MIT */
#include "pad-network.h"

#include "dataset.h"
#include "digit-names.h"
#include "error.h"
#include "integrated-gradients.h"

#include <glib/gi18n.h>

struct _BpPadNetwork
{
  /* owned */
  BpNetwork *network;     /* nullable */
  BpWorkspace *workspace; /* in the shape of network; NULL where that cannot answer */
  BpDetector *detector;   /* nullable */
  GStrv given_names;      /* nullable: what was given as the names of the classes */
  GStrv class_names;      /* as many as the network has classes */
};

/* The digits where nothing else is known, and the numbers of the classes for another number of
 * them. */
static GStrv
make_names (guint n_classes)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (n_classes == BP_N_DIGITS)
    return g_strdupv ((GStrv) bp_digit_names);
  for (guint i = 0; i < n_classes; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

/* Chooses the names of the classes of the network: the given ones where they are as many. Returns:
 * whether they are others now */
static gboolean
choose_names (BpPadNetwork *self)
{
  guint n_classes =
      bp_pad_network_can_answer (self) ? bp_network_get_n_outputs (self->network) : BP_N_DIGITS;
  g_auto (GStrv) names = NULL;

  if (self->given_names != NULL && g_strv_length (self->given_names) == n_classes)
    names = g_strdupv (self->given_names);
  else
    names = make_names (n_classes);
  if (g_strv_equal ((const char *const *) self->class_names, (const char *const *) names))
    return FALSE;

  g_strfreev (self->class_names);
  self->class_names = g_steal_pointer (&names);
  return TRUE;
}

/**
 * bp_pad_network_new:
 *
 * Returns: (transfer full): no network yet, and the digits as the names of its classes
 */
BpPadNetwork *
bp_pad_network_new (void)
{
  BpPadNetwork *self = g_new0 (BpPadNetwork, 1);

  self->class_names = make_names (BP_N_DIGITS);
  return self;
}

/**
 * bp_pad_network_free:
 * @self: the network of a pad
 */
void
bp_pad_network_free (BpPadNetwork *self)
{
  g_clear_pointer (&self->workspace, bp_workspace_free);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->detector, bp_detector_free);
  g_strfreev (self->given_names);
  g_strfreev (self->class_names);
  g_free (self);
}

/* Whether drawings are its inputs, and its classes few enough. */
static gboolean
fits_pad (const BpNetwork *network)
{
  return bp_network_get_n_inputs (network) == BP_DIGIT_N_PIXELS &&
         bp_network_get_n_outputs (network) <= BP_DATASET_MAX_CLASSES;
}

/**
 * bp_pad_network_check:
 * @network: a network
 * @error: return location for %BP_ERROR_MISMATCH
 *
 * Returns: whether @network can answer to drawings: it takes 28 x 28 pixels and tells at most
 *   %BP_DATASET_MAX_CLASSES classes apart
 */
gboolean
bp_pad_network_check (const BpNetwork *network, GError **error)
{
  g_autofree char *shape = NULL;

  if (fits_pad (network))
    return TRUE;

  shape = bp_network_describe (network);
  g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
               _ ("The network in this file has the shape %s, but the pad needs one that takes %d "
                  "pixels and tells at most %d classes apart"),
               shape, BP_DIGIT_N_PIXELS, BP_DATASET_MAX_CLASSES);
  return FALSE;
}

/**
 * bp_pad_network_set_network:
 * @self: the network of a pad
 * @network: (nullable): the network that answers from now on; it must not change any more. One that
 *   bp_pad_network_check() refuses gives no answer.
 *
 * Fast enough to be called many times a second during training, with networks of one shape.
 *
 * Returns: whether the names of the classes are others now
 */
gboolean
bp_pad_network_set_network (BpPadNetwork *self, BpNetwork *network)
{
  if (self->network == network)
    return FALSE;

  if (self->network == NULL || network == NULL || !bp_network_has_shape_of (self->network, network))
    {
      g_clear_pointer (&self->workspace, bp_workspace_free);
      if (network != NULL && fits_pad (network))
        self->workspace = bp_workspace_new (network, BP_INTEGRATED_GRADIENTS_N_STEPS, NULL);
    }
  g_clear_pointer (&self->network, bp_network_unref);
  if (network != NULL)
    self->network = bp_network_ref (network);
  return choose_names (self);
}

/**
 * bp_pad_network_set_class_names:
 * @self: the network of a pad
 * @names: (nullable) (array zero-terminated=1): the names of the classes; for %NULL, or another
 *   number of names than the network has classes, they are the digits or numbers
 *
 * Returns: whether the names of the classes are others now
 */
gboolean
bp_pad_network_set_class_names (BpPadNetwork *self, const char *const *names)
{
  g_strfreev (self->given_names);
  self->given_names = g_strdupv ((GStrv) names);
  return choose_names (self);
}

/**
 * bp_pad_network_set_detector:
 * @self: the network of a pad
 * @detector: (transfer full): tells digits from other drawings, for networks that have not learnt
 *   to: see bp_answer()
 */
void
bp_pad_network_set_detector (BpPadNetwork *self, BpDetector *detector)
{
  g_clear_pointer (&self->detector, bp_detector_free);
  self->detector = detector;
}

/**
 * bp_pad_network_get_network:
 * @self: the network of a pad
 *
 * Returns: (transfer none) (nullable): the network
 */
BpNetwork *
bp_pad_network_get_network (const BpPadNetwork *self)
{
  return self->network;
}

/**
 * bp_pad_network_get_class_names:
 * @self: the network of a pad
 *
 * Returns: (transfer none) (array zero-terminated=1): the names of its classes; without a network,
 *   the digits, or ten given names
 */
const char *const *
bp_pad_network_get_class_names (const BpPadNetwork *self)
{
  return (const char *const *) self->class_names;
}

/**
 * bp_pad_network_has_digits:
 * @self: the network of a pad
 *
 * Returns: whether its classes are the ten digits, also where there is no network yet
 */
gboolean
bp_pad_network_has_digits (const BpPadNetwork *self)
{
  return bp_are_digit_names ((const char *const *) self->class_names);
}

/**
 * bp_pad_network_can_answer:
 * @self: the network of a pad
 *
 * Returns: whether there is a network that can answer to drawings
 */
gboolean
bp_pad_network_can_answer (const BpPadNetwork *self)
{
  return self->workspace != NULL;
}

/**
 * bp_pad_network_reads_digits:
 * @self: the network of a pad
 *
 * Returns: whether there is a network that answers with the ten digits
 */
gboolean
bp_pad_network_reads_digits (const BpPadNetwork *self)
{
  return bp_pad_network_can_answer (self) && bp_pad_network_has_digits (self);
}

/**
 * bp_pad_network_wants_detector:
 * @self: the network of a pad
 *
 * Returns: whether its answers are better with a detector: see bp_pad_network_set_detector()
 */
gboolean
bp_pad_network_wants_detector (const BpPadNetwork *self)
{
  return bp_pad_network_reads_digits (self) && bp_answer_wants_detector (self->network);
}

/**
 * bp_pad_network_answer:
 * @self: the network of a pad, which can answer
 * @image: (28, 28) a drawing
 * @probabilities: (out caller-allocates): (%BP_DATASET_MAX_CLASSES) the first ones are the
 *   probabilities of the classes
 *
 * Returns: the answer
 */
BpAnswer
bp_pad_network_answer (BpPadNetwork *self, const guint8 *image, float *probabilities)
{
  BpDetector *detector = bp_pad_network_has_digits (self) ? self->detector : NULL;

  return bp_answer (self->network, self->workspace, detector, image, probabilities);
}

/**
 * bp_pad_network_explain:
 * @self: the network of a pad, which can answer
 * @image: (28, 28) a drawing
 * @label: one of its classes
 * @attributions: (out caller-allocates): (28, 28) what each pixel adds to the answer @label: see
 *   bp_integrated_gradients()
 */
void
bp_pad_network_explain (BpPadNetwork *self, const guint8 *image, guint label, float *attributions)
{
  bp_integrated_gradients (self->network, self->workspace, image, label, attributions);
}
