/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "progress.h"

/* Bins of a reliability diagram, as in the paper. */
#define BP_RELIABILITY_N_BINS 15

/**
 * BpReliabilityBin:
 * @count: answers whose confidence is in the bin
 * @confidence: their mean confidence; 0 without any
 * @accuracy: the share of them that is right; 0 without any
 *
 * A bar of a reliability diagram. Where a network is calibrated, @confidence and @accuracy agree.
 */
typedef struct
{
  gsize count;
  double confidence;
  double accuracy;
} BpReliabilityBin;

/**
 * BpCalibration:
 * @temperature: the divisor of the logits that calibrates probabilities; 1 changes nothing, a value
 *   over 1 makes the network less confident
 * @sure_threshold: the least evidence of a sure answer, in nats: see bp_measure_evidence()
 * @error_before: expected calibration error without the temperature, from 0 to 1
 * @error_after: the same with it
 * @bins_before: the reliability diagram without the temperature
 * @bins_after: the same with it
 * @unsure_digits: the share of the held-out samples below @sure_threshold
 * @unsure_non_digits: the share of the non-digits below it; 0 without any
 *
 * The result of a calibration.
 */
typedef struct
{
  double temperature;
  double sure_threshold;
  double error_before;
  double error_after;
  BpReliabilityBin bins_before[BP_RELIABILITY_N_BINS];
  BpReliabilityBin bins_after[BP_RELIABILITY_N_BINS];
  double unsure_digits;
  double unsure_non_digits;
} BpCalibration;

gboolean bp_calibrate (const BpNetwork *network,
                       BpSamples held_out,
                       BpSamples non_digits,
                       BpProgress *progress,
                       BpCalibration *calibration,
                       GError **error);
gboolean bp_calibration_measure (const BpNetwork *network,
                                 BpSamples samples,
                                 BpProgress *progress,
                                 BpCalibration *calibration,
                                 GError **error);
void bp_calibration_measure_logits (const BpNetwork *network,
                                    const float *logits,
                                    const guint8 *labels,
                                    gsize count,
                                    BpCalibration *calibration);
gboolean bp_compute_logits (const BpNetwork *network,
                            const guint8 *images,
                            gsize count,
                            BpProgress *progress,
                            float *logits,
                            GError **error);
void bp_reliability_count (const float *confidences,
                           const guint8 *is_correct,
                           gsize count,
                           BpReliabilityBin *bins);
double bp_expected_calibration_error (const BpReliabilityBin *bins);
double bp_fit_temperature (const float *logits, const guint8 *labels, gsize count, guint n_classes);
