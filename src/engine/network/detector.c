/* SPDX-License-Identifier: MIT */
/*
 * Asks a network that has learnt from non-digits whether an image shows a digit, whichever one.
 *
 * Thread rule: a detector belongs to one thread at a time.
 */
#include "detector.h"

#include "classify.h"

struct _BpDetector
{
  /* owned */
  BpNetwork *network;
  BpWorkspace *workspace;
  float *probabilities; /* (n_outputs) */
};

/**
 * bp_detector_new:
 * @network: (transfer none): a network with a threshold of evidence, which must not change any more
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the detector, or %NULL with @error set
 */
BpDetector *
bp_detector_new (BpNetwork *network, GError **error)
{
  BpWorkspace *workspace = bp_workspace_new (network, 1, error);
  BpDetector *detector;

  if (workspace == NULL)
    return NULL;

  detector = g_new0 (BpDetector, 1);
  detector->network = bp_network_ref (network);
  detector->workspace = workspace;
  detector->probabilities = g_new (float, bp_network_get_n_outputs (network));
  return detector;
}

/**
 * bp_detector_free:
 * @detector: (transfer full): the detector
 */
void
bp_detector_free (BpDetector *detector)
{
  bp_workspace_free (detector->workspace);
  bp_network_unref (detector->network);
  g_free (detector->probabilities);
  g_free (detector);
}

/**
 * bp_detector_finds_digit:
 * @detector: the detector
 * @image: (n_inputs) bytes
 *
 * Returns: whether @image is a digit, as the evidence of the detector's network says
 */
gboolean
bp_detector_finds_digit (BpDetector *detector, const guint8 *image)
{
  bp_classify (detector->network, detector->workspace, image, detector->probabilities);
  return bp_network_is_sure (detector->network, detector->probabilities);
}
