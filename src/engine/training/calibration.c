/* SPDX-License-Identifier: MIT */
/*
 * Calibrates a network. A temperature is fitted on held-out samples, so that nine in ten answers
 * with a probability of 90 % are right (Guo, Pleiss, Sun and Weinberger, "On calibration of modern
 * neural networks", 2017), and so is the threshold of evidence below which the answer is "not
 * sure".
 *
 * Thread rule: pure functions of their arguments.
 */
#include "calibration.h"

#include "backprop.h"
#include "classify.h"
#include "error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The range of the temperature. A network that needs one outside of it has another fault. */
#define MIN_TEMPERATURE 0.05
#define MAX_TEMPERATURE 20.0
#define MAX_ROUNDS      50

/* The program means to call at most the first share of the digits unsure, and at most the second
 * share of other drawings sure. The threshold makes both mistakes equally frequent, measured by
 * these shares. A network that hardly knows other drawings would give away too many digits for
 * them: at most the third share. */
#define FEW_DIGITS        0.012
#define FEW_OTHERS        0.03
#define DIGITS_GIVEN_AWAY 0.015

/**
 * bp_reliability_count:
 * @confidences: (count) the probability of the most probable class, from 0 to 1
 * @is_correct: (count) whether that class was right
 * @count: how many
 * @bins: (out) (array fixed-size=15): bins of equal width, from the least confidence to the
 *   greatest
 *
 * Makes the reliability diagram (Guo et al., 2017, section 2): in each bin, how sure the answers
 * are, and how many of them are right.
 */
void
bp_reliability_count (const float *confidences,
                      const guint8 *is_correct,
                      gsize count,
                      BpReliabilityBin *bins)
{
  for (guint i = 0; i < BP_RELIABILITY_N_BINS; i++)
    bins[i] = (BpReliabilityBin){ 0 };

  for (gsize i = 0; i < count; i++)
    {
      guint index = (guint) (confidences[i] * BP_RELIABILITY_N_BINS);
      BpReliabilityBin *bin = &bins[MIN (index, BP_RELIABILITY_N_BINS - 1)];

      bin->count++;
      bin->confidence += (double) confidences[i];
      bin->accuracy += is_correct[i] ? 1.0 : 0.0;
    }

  for (guint i = 0; i < BP_RELIABILITY_N_BINS; i++)
    if (bins[i].count > 0)
      {
        bins[i].confidence /= (double) bins[i].count;
        bins[i].accuracy /= (double) bins[i].count;
      }
}

/**
 * bp_expected_calibration_error:
 * @bins: (array fixed-size=15): from bp_reliability_count()
 *
 * Returns: the mean over the bins, weighted by their counts, of the distance between the mean
 *   confidence and the accuracy (Guo et al., 2017, equation 3); 0 without any samples
 */
double
bp_expected_calibration_error (const BpReliabilityBin *bins)
{
  gsize count = 0;
  double sum = 0.0;

  for (guint i = 0; i < BP_RELIABILITY_N_BINS; i++)
    {
      count += bins[i].count;
      sum += (double) bins[i].count * fabs (bins[i].confidence - bins[i].accuracy);
    }
  return count > 0 ? sum / (double) count : 0.0;
}

/* The first two derivatives by beta = 1 / temperature of the mean cross-entropy of softmax (beta
 * z): the mean over the samples of E[z] - z_label, and of Var[z], under the softmax. */
static void
differentiate (const float *logits,
               const guint8 *labels,
               gsize count,
               guint n_classes,
               double beta,
               double *first,
               double *second)
{
  *first = 0.0;
  *second = 0.0;
  for (gsize i = 0; i < count; i++)
    {
      const float *row = logits + i * n_classes;
      double largest = (double) row[0];
      double sum = 0.0;
      double mean = 0.0;
      double square = 0.0;

      for (guint j = 1; j < n_classes; j++)
        largest = MAX (largest, (double) row[j]);
      for (guint j = 0; j < n_classes; j++)
        {
          double logit = (double) row[j] - largest;
          double weight = exp (beta * logit);

          sum += weight;
          mean += weight * logit;
          square += weight * logit * logit;
        }
      mean /= sum;
      *first += mean - ((double) row[labels[i]] - largest);
      *second += square / sum - mean * mean;
    }
  *first /= (double) count;
  *second /= (double) count;
}

/**
 * bp_fit_temperature:
 * @logits: (count, n_classes) finite
 * @labels: (count) the right classes
 * @count: how many samples; 0 gives 1
 * @n_classes: how many classes
 *
 * Minimises the mean cross-entropy of softmax (logits / temperature) by Newton's method, with
 * bisection where a step leaves the bracket. The cross-entropy is convex in 1 / temperature.
 *
 * Returns: the temperature, from 0.05 to 20
 */
double
bp_fit_temperature (const float *logits, const guint8 *labels, gsize count, guint n_classes)
{
  double low = 1.0 / MAX_TEMPERATURE;
  double high = 1.0 / MIN_TEMPERATURE;
  double beta = 1.0;

  if (count == 0)
    return 1.0;

  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      double first;
      double second;
      double next;

      differentiate (logits, labels, count, n_classes, beta, &first, &second);
      if (first > 0.0)
        high = beta;
      else
        low = beta;
      next = beta - first / second;
      if (!(next > low && next < high))
        next = 0.5 * (low + high);
      if (fabs (next - beta) < 1e-9 * beta)
        break;
      beta = next;
    }

  return 1.0 / beta;
}

/**
 * bp_compute_logits:
 * @network: the network
 * @images: (count, n_inputs) bytes
 * @count: how many
 * @progress: (nullable): cancels
 * @logits: (out): (count, n_classes) without the temperature
 * @error: return location for %BP_ERROR_CANCELLED or %BP_ERROR_NO_MEMORY
 *
 * Propagates images forward, on the calling thread.
 *
 * Returns: whether @logits was filled
 */
gboolean
bp_compute_logits (const BpNetwork *network,
                   const guint8 *images,
                   gsize count,
                   BpProgress *progress,
                   float *logits,
                   GError **error)
{
  guint most = bp_workspace_choose_batch (network);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, most, error);
  gsize n_inputs = bp_network_get_n_inputs (network);
  guint n_classes = bp_network_get_n_outputs (network);

  if (workspace == NULL)
    return FALSE;

  for (gsize begin = 0; begin < count; begin += most)
    {
      guint batch = MIN (most, count - begin);

      if (!bp_progress_check (progress, error))
        return FALSE;
      bp_workspace_gather (workspace, network, images + begin * n_inputs, NULL, batch);
      bp_forward_propagation (network, workspace);
      for (guint i = 0; i < batch; i++)
        memcpy (logits + (begin + i) * n_classes,
                workspace->activations[network->n_layers] +
                    i * workspace->strides[network->n_layers],
                n_classes * sizeof (float));
    }

  return TRUE;
}

/* The probability of the most probable class. */
static float
find_confidence (const float *logits, guint n_classes, double temperature, guint largest)
{
  double sum = 0.0;

  for (guint j = 0; j < n_classes; j++)
    sum += exp (((double) logits[j] - (double) logits[largest]) / temperature);

  return (float) (1.0 / sum);
}

/* The same as bp_measure_evidence() of the softmax of these logits; where a probability is below
 * the least one, up to log n_classes / n_classes less for each, so that a threshold that a sample
 * reaches here is never out of its reach there. */
static float
find_evidence (const float *logits, guint n_classes, double temperature)
{
  double largest = (double) logits[bp_find_largest (logits, n_classes)];
  double most = -log (BP_LEAST_PROBABILITY) - log (n_classes);
  double sum = 0.0;
  double bounded = 0.0;
  gboolean is_bounded = FALSE;

  for (guint j = 0; j < n_classes; j++)
    {
      double distance = (largest - (double) logits[j]) / temperature;

      sum += (double) logits[j];
      bounded += MIN (distance, most);
      is_bounded |= distance > most;
    }
  return (float) (is_bounded ? bounded / n_classes : (largest - sum / n_classes) / temperature);
}

static void
find_evidences (const float *logits,
                gsize count,
                guint n_classes,
                double temperature,
                float *evidences)
{
  for (gsize i = 0; i < count; i++)
    evidences[i] = find_evidence (logits + i * n_classes, n_classes, temperature);
}

/* Fills the bins at a temperature and returns their expected calibration error; @confidences and
 * @is_correct (count) are scratch. */
static double
find_error (const float *logits,
            const guint8 *labels,
            gsize count,
            guint n_classes,
            double temperature,
            float *confidences,
            guint8 *is_correct,
            BpReliabilityBin *bins)
{
  for (gsize i = 0; i < count; i++)
    {
      guint largest = bp_find_largest (logits + i * n_classes, n_classes);

      confidences[i] = find_confidence (logits + i * n_classes, n_classes, temperature, largest);
      is_correct[i] = largest == labels[i];
    }

  bp_reliability_count (confidences, is_correct, count, bins);
  return bp_expected_calibration_error (bins);
}

static int
compare_floats (const void *a, const void *b)
{
  float first = *(const float *) a;
  float second = *(const float *) b;

  return (first > second) - (first < second);
}

static double
share_below (const float *sorted, gsize count, double threshold)
{
  gsize n = 0;

  while (n < count && (double) sorted[n] < threshold)
    n++;

  return (double) n / (double) count;
}

/* The least evidence of a digit with which the digits below it are as many, measured by FEW_DIGITS,
 * as the other drawings that reach it, measured by FEW_OTHERS; but not above what DIGITS_GIVEN_AWAY
 * allows. Both arrays are sorted. */
static double
find_threshold (const float *digits, gsize n_digits, const float *others, gsize n_others)
{
  gsize most = (gsize) (DIGITS_GIVEN_AWAY * (double) n_digits);
  gsize n_found = 0;
  gsize n_lost = 0;

  for (; n_lost < most; n_lost++)
    {
      double lost = (double) n_lost / (double) n_digits;
      double missed;

      while (n_found < n_others && others[n_found] < digits[n_lost])
        n_found++;
      missed = (double) (n_others - n_found) / (double) n_others;
      if (lost / FEW_DIGITS >= missed / FEW_OTHERS)
        break;
    }

  return (double) digits[n_lost];
}

static void
choose_threshold (float *digits, gsize n_digits, float *others, gsize n_others, BpCalibration *to)
{
  qsort (digits, n_digits, sizeof (float), compare_floats);
  qsort (others, n_others, sizeof (float), compare_floats);

  to->sure_threshold = find_threshold (digits, n_digits, others, n_others);
  to->unsure_digits = share_below (digits, n_digits, to->sure_threshold);
  to->unsure_non_digits = share_below (others, n_others, to->sure_threshold);
}

static gboolean
calibrate_threshold (const BpNetwork *network,
                     BpSamples non_digits,
                     BpProgress *progress,
                     float *evidences,
                     gsize count,
                     BpCalibration *calibration,
                     GError **error)
{
  guint n_classes = bp_network_get_n_outputs (network);
  g_autofree float *logits = g_new (float, non_digits.count *n_classes);
  g_autofree float *others = g_new (float, non_digits.count);

  if (!bp_compute_logits (network, non_digits.images, non_digits.count, progress, logits, error))
    return FALSE;

  find_evidences (logits, non_digits.count, n_classes, calibration->temperature, others);
  choose_threshold (evidences, count, others, non_digits.count, calibration);
  return TRUE;
}

/**
 * bp_calibrate:
 * @network: a network that fits the samples: see bp_network_check_fits(). Its own temperature is
 *   ignored.
 * @held_out: samples that it has not learned from
 * @non_digits: images that belong to no class, for the threshold; their labels are ignored. Without
 *   any, the threshold is 0.
 * @progress: (nullable): cancels
 * @calibration: (out caller-allocates): the result. Without samples, a temperature of 1 and a
 *   threshold of 0, which calls every answer sure. Where all samples are answered right, the
 *   temperature is at least 1: the fit would make every answer certain, that to a drawing of no
 *   class too.
 * @error: return location for %BP_ERROR_CANCELLED, %BP_ERROR_NO_MEMORY or %BP_ERROR_DIVERGED
 *
 * Returns: whether @calibration was filled
 */
gboolean
bp_calibrate (const BpNetwork *network,
              BpSamples held_out,
              BpSamples non_digits,
              BpProgress *progress,
              BpCalibration *calibration,
              GError **error)
{
  guint n_classes = bp_network_get_n_outputs (network);
  g_autofree float *logits = g_new (float, held_out.count *n_classes);
  g_autofree float *scores = g_new (float, held_out.count);
  g_autofree guint8 *is_correct = g_new (guint8, held_out.count);

  *calibration = (BpCalibration){ .temperature = 1.0 };
  if (held_out.count == 0)
    return TRUE;
  g_assert (held_out.labels != NULL);
  if (!bp_network_is_finite (network))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DIVERGED,
                           _ ("The network has weights that are not finite numbers"));
      return FALSE;
    }
  if (!bp_compute_logits (network, held_out.images, held_out.count, progress, logits, error))
    return FALSE;

  calibration->temperature =
      bp_fit_temperature (logits, held_out.labels, held_out.count, n_classes);
  calibration->error_before = find_error (logits, held_out.labels, held_out.count, n_classes, 1.0,
                                          scores, is_correct, calibration->bins_before);
  if (memchr (is_correct, FALSE, held_out.count) == NULL)
    calibration->temperature = MAX (calibration->temperature, 1.0);
  calibration->error_after =
      find_error (logits, held_out.labels, held_out.count, n_classes, calibration->temperature,
                  scores, is_correct, calibration->bins_after);
  find_evidences (logits, held_out.count, n_classes, calibration->temperature, scores);

  if (non_digits.count == 0)
    return TRUE;
  return calibrate_threshold (network, non_digits, progress, scores, held_out.count, calibration,
                              error);
}

/**
 * bp_calibration_measure_logits:
 * @network: a network
 * @logits: (count, n_classes) its logits of some samples: see bp_compute_logits()
 * @labels: (count) the right classes
 * @count: how many samples, at least one
 * @calibration: (out caller-allocates): the network's own temperature and threshold, the errors
 *   without the temperature and with it, and the share of the samples below the threshold;
 *   non-digits are not measured
 */
void
bp_calibration_measure_logits (const BpNetwork *network,
                               const float *logits,
                               const guint8 *labels,
                               gsize count,
                               BpCalibration *calibration)
{
  guint n_classes = bp_network_get_n_outputs (network);
  double temperature = (double) network->temperature;
  g_autofree float *scores = g_new (float, count);
  g_autofree guint8 *is_correct = g_new (guint8, count);

  *calibration = (BpCalibration){
    .temperature = temperature,
    .sure_threshold = (double) network->sure_threshold,
  };
  calibration->error_before = find_error (logits, labels, count, n_classes, 1.0, scores, is_correct,
                                          calibration->bins_before);
  calibration->error_after = find_error (logits, labels, count, n_classes, temperature, scores,
                                         is_correct, calibration->bins_after);
  find_evidences (logits, count, n_classes, temperature, scores);
  qsort (scores, count, sizeof (float), compare_floats);
  calibration->unsure_digits = share_below (scores, count, calibration->sure_threshold);
}

/**
 * bp_calibration_measure:
 * @network: a network that fits the samples
 * @samples: with labels, at least one
 * @progress: (nullable): cancels
 * @calibration: (out caller-allocates): see bp_calibration_measure_logits()
 * @error: return location for %BP_ERROR_CANCELLED or %BP_ERROR_NO_MEMORY
 *
 * Returns: whether @calibration was filled
 */
gboolean
bp_calibration_measure (const BpNetwork *network,
                        BpSamples samples,
                        BpProgress *progress,
                        BpCalibration *calibration,
                        GError **error)
{
  guint n_classes = bp_network_get_n_outputs (network);
  g_autofree float *logits = g_new (float, samples.count *n_classes);

  g_return_val_if_fail (samples.count > 0, FALSE);

  if (!bp_compute_logits (network, samples.images, samples.count, progress, logits, error))
    return FALSE;

  bp_calibration_measure_logits (network, logits, samples.labels, samples.count, calibration);
  return TRUE;
}
