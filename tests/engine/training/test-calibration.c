/* SPDX-License-Identifier: MIT */
#include "calibration.h"

#include "classify.h"
#include "error.h"
#include "random.h"
#include "test-file.h"
#include "toy-data.h"
#include "trainer.h"

#include <math.h>
#include <string.h>

#define N_SAMPLES 20000
#define N_CLASSES 4

static const BpSamples nothing = { 0 };

/* Labels drawn from softmax (z), and logits of @temperature z: the fit must find the
 * temperature. */
static void
test_finds_temperature (void)
{
  const double temperatures[] = { 0.3, 1.0, 2.5 };

  for (guint t = 0; t < G_N_ELEMENTS (temperatures); t++)
    {
      g_autofree float *logits = g_new (float, N_SAMPLES *N_CLASSES);
      g_autofree guint8 *labels = g_new (guint8, N_SAMPLES);
      BpRandom random;

      bp_random_init (&random, 6, t);
      for (guint i = 0; i < N_SAMPLES; i++)
        {
          double true_logits[N_CLASSES];
          double sum = 0.0;
          double draw;
          guint label = 0;

          for (guint j = 0; j < N_CLASSES; j++)
            {
              true_logits[j] = 2.0 * bp_random_normal (&random);
              sum += exp (true_logits[j]);
              logits[i * N_CLASSES + j] = (float) (temperatures[t] * true_logits[j]);
            }
          draw = sum * bp_random_uniform (&random);
          while (label < N_CLASSES - 1 && (draw -= exp (true_logits[label])) > 0.0)
            label++;
          labels[i] = label;
        }
      g_assert_cmpfloat_with_epsilon (bp_fit_temperature (logits, labels, N_SAMPLES, N_CLASSES),
                                      temperatures[t], 0.05 * temperatures[t]);
    }
}

/* Logits that are always right need a temperature of 0, and those that are always wrong an infinite
 * one: the fit stays in its range. */
static void
test_extremes (void)
{
  const float logits[] = { 5.0f, 0.0f, 0.0f, 5.0f };
  const guint8 right[] = { 0, 1 };
  const guint8 wrong[] = { 1, 0 };

  g_assert_cmpfloat (bp_fit_temperature (logits, right, 2, 2), <, 0.1);
  g_assert_cmpfloat (bp_fit_temperature (logits, right, 2, 2), >=, 0.05);
  g_assert_cmpfloat (bp_fit_temperature (logits, wrong, 2, 2), >, 19.0);
  g_assert_cmpfloat (bp_fit_temperature (logits, wrong, 2, 2), <=, 20.0);
  g_assert_cmpfloat (bp_fit_temperature (logits, right, 0, 2), ==, 1.0);
}

static void
test_calibration_error (void)
{
  /* Two bins: confidence 0.95 with half right, and 0.5 with all right. */
  const float confidences[] = { 0.95f, 0.95f, 0.5f, 1.0f };
  const guint8 is_correct[] = { 1, 0, 1, 1 };
  BpReliabilityBin bins[BP_RELIABILITY_N_BINS];

  /* The bin of 0.95 and 1.0 has three samples with a mean of 0.9667, two thirds right. */
  bp_reliability_count (confidences, is_correct, 4, bins);
  g_assert_cmpuint (bins[14].count, ==, 3);
  g_assert_cmpfloat_with_epsilon (bins[14].confidence, 2.9 / 3.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (bins[14].accuracy, 2.0 / 3.0, 1e-12);
  g_assert_cmpuint (bins[7].count, ==, 1);
  g_assert_cmpuint (bins[0].count, ==, 0);
  g_assert_cmpfloat_with_epsilon (bp_expected_calibration_error (bins), (0.9 + 0.5) / 4.0, 1e-6);

  bp_reliability_count (NULL, NULL, 0, bins);
  g_assert_cmpfloat (bp_expected_calibration_error (bins), ==, 0.0);
}

/* A network after a little training, with logits ten times too large. */
static BpNetwork *
make_loud_network (BpDataset *dataset)
{
  g_autoptr (BpTrainer) trainer = NULL;
  BpNetwork *network;
  BpTrainingConfig config;
  BpEpoch epoch;

  bp_training_config_init (&config);
  config.n_hidden = 0;
  config.learning_rate = 0.05f;
  config.n_threads = 1;
  trainer = bp_trainer_new (&config, dataset, NULL, NULL);
  g_assert_true (bp_trainer_train (trainer, NULL, &epoch, NULL));
  network = bp_network_copy (bp_trainer_get_network (trainer), NULL);
  for (gsize i = 0; i < network->n_parameters; i++)
    network->parameters[i] *= 10.0f;
  return network;
}

static void
test_calibrates (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 1000, 2);
  g_autoptr (BpNetwork) network = make_loud_network (dataset);
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  BpProgress cancelled = { 0 };
  BpCalibration calibration;

  g_assert_true (bp_calibrate (network, samples, nothing, NULL, &calibration, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (calibration.temperature, >, 2.0);
  g_assert_cmpfloat (calibration.error_before, >, 0.1);
  g_assert_cmpfloat (calibration.error_after, <, 0.8 * calibration.error_before);
  g_test_message ("temperature %f, error %f, then %f", calibration.temperature,
                  calibration.error_before, calibration.error_after);
  g_assert_cmpfloat (calibration.sure_threshold, ==, 0.0);

  g_assert_true (bp_calibrate (network, nothing, nothing, NULL, &calibration, &error));
  g_assert_cmpfloat (calibration.temperature, ==, 1.0);

  bp_progress_cancel (&cancelled);
  g_assert_false (bp_calibrate (network, samples, nothing, &cancelled, &calibration, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
  g_clear_error (&error);

  network->parameters[0] = NAN;
  g_assert_false (bp_calibrate (network, samples, nothing, NULL, &calibration, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_DIVERGED);
}

/* Half of the non-digits are blank images, which are never sure; the others are images of the
 * classes. The threshold then gives up 1.5 % of the samples, and not more. */
static void
test_threshold (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 1000, 2);
  g_autoptr (BpNetwork) network = make_loud_network (dataset);
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  BpCalibration calibration;
  g_autofree guint8 *images = g_malloc0 ((gsize) 1000 * bp_dataset_get_n_pixels (dataset));
  BpSamples blank = { .images = images, .count = 1000 };
  BpProgress cancelled = { 0 };

  for (gsize i = 500 * bp_dataset_get_n_pixels (dataset);
       i < 1000 * bp_dataset_get_n_pixels (dataset); i++)
    images[i] = samples.images[i];
  g_assert_true (bp_calibrate (network, samples, blank, NULL, &calibration, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (calibration.sure_threshold, >, 0.0);
  g_assert_cmpfloat (calibration.unsure_digits, >, 0.005);
  g_assert_cmpfloat (calibration.unsure_digits, <=, 0.015);
  g_assert_cmpfloat (calibration.unsure_non_digits, >=, 0.5);

  bp_progress_cancel (&cancelled);
  g_assert_false (bp_calibrate (network, samples, blank, &cancelled, &calibration, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

/* A network that compares two pixels: its evidence for either class is 25 / 255 of half their
 * difference, in nats. */
static BpNetwork *
make_comparing_network (void)
{
  static const guint sizes[] = { 2, 2 };
  BpNetwork *network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);

  memset (network->parameters, 0, network->n_parameters * sizeof (float));
  *bp_layer_get_weight (&network->layers[0], 0, 0) = 25.0F;
  *bp_layer_get_weight (&network->layers[0], 1, 1) = 25.0F;
  return network;
}

/* Of 2000 digits, the i-th of the 20 faintest has a pixel of 8 i; of 1000 other drawings, 30 have
 * one of 4, 12, 20 … 236, and the rest are blank. The threshold is where the share of unsure digits
 * reaches 1.2 / 3 of the share of sure drawings: 13 in 2000 are more than that of 16 in 1000, and
 * 12 less than that of 17. */
static void
test_balance (void)
{
  enum
  {
    N_DIGITS = 2000,
    N_OTHERS = 1000,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = make_comparing_network ();
  g_autofree guint8 *digits = g_malloc0 (2 * N_DIGITS);
  g_autofree guint8 *labels = g_malloc0 (N_DIGITS);
  g_autofree guint8 *others = g_malloc0 (2 * N_OTHERS);
  BpCalibration calibration;

  for (guint i = 0; i < N_DIGITS; i++)
    digits[2 * i] = (guint8) (i < 20 ? 8 * (i + 1) : 255);
  for (guint i = 0; i < 30; i++)
    others[2 * i] = (guint8) (8 * i + 4);
  g_assert_true (bp_calibrate (network, (BpSamples){ digits, labels, N_DIGITS },
                               (BpSamples){ .images = others, .count = N_OTHERS }, NULL,
                               &calibration, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (calibration.unsure_digits, 0.0065, 1e-9);
  g_assert_cmpfloat_with_epsilon (calibration.unsure_non_digits, 0.984, 1e-9);
}

/* A network that answers every sample right, with the greatest certainty that it can express, is
 * not made more certain, and is sure of all of them. */
static void
test_all_right (void)
{
  static const guint sizes[] = { 2, 2 };
  static const guint8 images[] = { 255, 0, 0, 255, 255, 0, 0, 255 };
  static const guint8 labels[] = { 0, 1, 0, 1 };
  const BpSamples samples = { images, labels, 4 };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, NULL);
  BpCalibration calibration;

  memset (network->parameters, 0, network->n_parameters * sizeof (float));
  *bp_layer_get_weight (&network->layers[0], 0, 0) = 500.0F;
  *bp_layer_get_weight (&network->layers[0], 1, 1) = 500.0F;
  g_assert_true (bp_calibrate (network, samples, samples, NULL, &calibration, NULL));
  g_assert_cmpfloat (calibration.temperature, ==, 1.0);
  network->sure_threshold = (float) calibration.sure_threshold;
  for (gsize i = 0; i < samples.count; i++)
    {
      float probabilities[2];

      g_assert_cmpuint (bp_classify (network, workspace, images + 2 * i, probabilities), ==,
                        labels[i]);
      g_assert_true (bp_network_is_sure (network, probabilities));
    }
}

/* The reported share of unsure images equals that of bp_network_is_sure(), when the network has the
 * temperature and the threshold. */
static void
test_unsure_as_classified (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 1000, 2);
  g_autoptr (BpNetwork) network = make_loud_network (dataset);
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, &error);
  BpCalibration fitted;
  BpCalibration measured;
  float probabilities[N_CLASSES];
  gsize n_unsure = 0;

  /* Images of the classes are used as non-digits, so that the threshold is the largest allowed
   * one. */
  g_assert_true (bp_calibrate (network, samples, samples, NULL, &fitted, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (fitted.temperature, !=, 1.0);
  network->temperature = (float) fitted.temperature;
  network->sure_threshold = (float) fitted.sure_threshold;
  g_assert_true (bp_calibration_measure (network, samples, NULL, &measured, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < samples.count; i++)
    {
      bp_classify (network, workspace, samples.images + i * bp_dataset_get_n_pixels (dataset),
                   probabilities);
      n_unsure += !bp_network_is_sure (network, probabilities);
    }

  /* An image at the threshold itself may be rounded to either side. */
  g_assert_cmpfloat_with_epsilon (measured.unsure_digits, (double) n_unsure / 1000.0, 0.0011);
  g_assert_cmpfloat_with_epsilon (fitted.unsure_digits, (double) n_unsure / 1000.0, 0.0011);
  g_assert_cmpfloat (measured.unsure_digits, >, 0.005);
}

/* Metrics with the network's temperature equal those that the calibration reported. */
static void
test_measures (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 1000, 2);
  g_autoptr (BpNetwork) network = make_loud_network (dataset);
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  BpCalibration fitted;
  BpCalibration measured;

  g_assert_true (bp_calibrate (network, samples, nothing, NULL, &fitted, &error));
  network->temperature = (float) fitted.temperature;
  network->sure_threshold = 1.0f;
  g_assert_true (bp_calibration_measure (network, samples, NULL, &measured, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (measured.error_before, fitted.error_before, 1e-6);
  g_assert_cmpfloat_with_epsilon (measured.error_after, fitted.error_after, 1e-4);
  g_assert_cmpfloat (measured.unsure_digits, >, 0.0);
  g_assert_cmpfloat (measured.unsure_digits, <, 1.0);

  network->sure_threshold = 0.0f;
  g_assert_true (bp_calibration_measure (network, samples, NULL, &measured, &error));
  g_assert_cmpfloat (measured.unsure_digits, ==, 0.0);
}

BP_TEST_FILE (calibration)
{
  g_test_add_func ("/calibration/finds-temperature", test_finds_temperature);
  g_test_add_func ("/calibration/all-right", test_all_right);
  g_test_add_func ("/calibration/extremes", test_extremes);
  g_test_add_func ("/calibration/calibration-error", test_calibration_error);
  g_test_add_func ("/calibration/calibrates", test_calibrates);
  g_test_add_func ("/calibration/threshold", test_threshold);
  g_test_add_func ("/calibration/balance", test_balance);
  g_test_add_func ("/calibration/unsure-as-classified", test_unsure_as_classified);
  g_test_add_func ("/calibration/measures", test_measures);
}
