/* SPDX-License-Identifier: MIT */
/*
 * Answers with a class, and says whether that is sure and why not.
 *
 * A network that has learnt from non-digits shows by its evidence that an image is nothing like a
 * digit. Any other network is as certain of letters as of digits, and no threshold of evidence
 * separates the two: of a network with 128 units, it finds two in five. To learn from non-digits
 * costs such a small network half a percent of accuracy, so that a detector is asked instead.
 *
 * Thread rule: a workspace and a detector belong to one thread at a time; the network is only read.
 */
#include "answer.h"

#include "classify.h"

/* A class that is less probable than all others together is never sure. */
#define LEAST_PROBABILITY 0.5F

/* An answer that is not sure is one of two classes where they have this probability together, and
 * where, without a detector, they leave little to the others. */
#define PROBABILITY_OF_TWO       0.5F
#define CLEAR_PROBABILITY_OF_TWO 0.8F
#define LEAST_SECOND_PROBABILITY 0.1F

/* A network that calls this share of the non-digits unsure needs no detector. */
#define NON_DIGITS_KNOWN 0.9F

static guint
find_second (const float *probabilities, guint n_classes, guint best)
{
  guint second = best == 0 && n_classes > 1 ? 1 : 0;

  for (guint j = 0; j < n_classes; j++)
    if (j != best && probabilities[j] > probabilities[second])
      second = j;
  return second;
}

static BpCertainty
judge_with_detector (BpDetector *detector, const guint8 *image, float first, float second)
{
  if (!bp_detector_finds_digit (detector, image) ||
      (first < LEAST_PROBABILITY && first + second < PROBABILITY_OF_TWO))
    return BP_CERTAINTY_UNFAMILIAR;
  return first >= LEAST_PROBABILITY ? BP_CERTAINTY_SURE : BP_CERTAINTY_AMBIGUOUS;
}

static BpCertainty
judge_alone (gboolean has_evidence, float first, float second)
{
  gboolean are_two =
      first + second >= (has_evidence ? PROBABILITY_OF_TWO : CLEAR_PROBABILITY_OF_TWO) &&
      second >= LEAST_SECOND_PROBABILITY;

  if (has_evidence && first >= LEAST_PROBABILITY)
    return BP_CERTAINTY_SURE;
  return are_two ? BP_CERTAINTY_AMBIGUOUS : BP_CERTAINTY_UNFAMILIAR;
}

/**
 * bp_answer_wants_detector:
 * @network: a network
 *
 * Returns: whether bp_answer() uses a detector for it: it has not learnt to tell digits from other
 *   drawings
 */
gboolean
bp_answer_wants_detector (const BpNetwork *network)
{
  return network->non_digits_found < NON_DIGITS_KNOWN;
}

/**
 * bp_answer:
 * @network: the network
 * @workspace: scratch space for it
 * @detector: (nullable): tells digits from other drawings where @network has not learnt to; %NULL
 *   where the classes of @network are not the digits
 * @image: (n_inputs) bytes; 28 x 28 with a detector
 * @probabilities: (out): (n_outputs) the probability of each class
 *
 * Classifies an image: see bp_classify().
 *
 * Returns: the answer
 */
BpAnswer
bp_answer (const BpNetwork *network,
           BpWorkspace *workspace,
           BpDetector *detector,
           const guint8 *image,
           float *probabilities)
{
  guint n_classes = bp_network_get_n_outputs (network);
  BpAnswer answer = { .best = bp_classify (network, workspace, image, probabilities) };

  answer.second = find_second (probabilities, n_classes, answer.best);
  if (detector != NULL && bp_answer_wants_detector (network))
    answer.certainty = judge_with_detector (detector, image, probabilities[answer.best],
                                            probabilities[answer.second]);
  else
    answer.certainty = judge_alone (bp_network_is_sure (network, probabilities),
                                    probabilities[answer.best], probabilities[answer.second]);
  return answer;
}

/**
 * bp_certainty_get_name:
 * @certainty: a certainty
 *
 * Returns: (transfer none): "sure", "ambiguous" or "unfamiliar"
 */
const char *
bp_certainty_get_name (BpCertainty certainty)
{
  switch (certainty)
    {
    case BP_CERTAINTY_AMBIGUOUS:
      return "ambiguous";
    case BP_CERTAINTY_UNFAMILIAR:
      return "unfamiliar";
    case BP_CERTAINTY_SURE:
    default:
      return "sure";
    }
}
