/* SPDX-License-Identifier: MIT */
#include "metrics.h"

#include "classify.h"
#include "error.h"
#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

#include <math.h>

/* More samples than a chunk with a partial last chunk, compared with single samples. */
static void
test_agrees_with_single_samples (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 1001, 3);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 9, 4, 4);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, NULL);
  g_auto (BpMetrics) metrics = { 0 };
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  guint32 confusion[16] = { 0 };
  guint n_correct = 0;
  double loss = 0.0;

  for (gsize i = 0; i < samples.count; i++)
    {
      float probabilities[4];
      guint label = samples.labels[i];
      guint predicted = bp_classify (network, workspace, samples.images + i * 36, probabilities);

      loss -= log ((double) probabilities[label]);
      n_correct += predicted == label;
      confusion[label * 4 + predicted]++;
    }

  g_assert_true (bp_evaluate (network, samples, 1, NULL, &metrics, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (metrics.count, ==, 1001);
  g_assert_cmpuint (metrics.n_correct, ==, n_correct);
  g_assert_cmpfloat_with_epsilon (metrics.loss, loss / 1001, 1e-5);
  g_assert_cmpfloat_with_epsilon (metrics.accuracy, n_correct / 1001.0, 1e-12);
  g_assert_cmpmem (metrics.confusion, 16 * sizeof (guint32), confusion, sizeof (confusion));
}

static void
test_same_for_any_number_of_threads (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 2000, 3);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 9, 4, 4);
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  g_auto (BpMetrics) one = { 0 };

  g_assert_true (bp_evaluate (network, samples, 1, NULL, &one, NULL));
  for (guint n_threads = 0; n_threads <= 5; n_threads++)
    {
      g_auto (BpMetrics) metrics = { 0 };

      g_assert_true (bp_evaluate (network, samples, n_threads, NULL, &metrics, NULL));
      g_assert_cmpmem (&metrics.loss, sizeof (double), &one.loss, sizeof (double));
      g_assert_cmpuint (metrics.n_correct, ==, one.n_correct);
    }
}

static void
test_nothing_to_look_at (void)
{
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 9, 4, 4);
  g_auto (BpMetrics) metrics = { 0 };

  g_assert_true (bp_evaluate (network, (BpSamples){ 0 }, 1, NULL, &metrics, NULL));
  g_assert_cmpuint (metrics.count, ==, 0);
  g_assert_cmpfloat (metrics.loss, ==, 0.0);
  g_assert_cmpfloat (metrics.accuracy, ==, 0.0);
  g_assert_cmpuint (metrics.n_classes, ==, 4);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 2000, 3);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 9, 4, 4);
  g_auto (BpMetrics) metrics = { 0 };
  BpProgress progress = { 0 };

  bp_progress_cancel (&progress);
  g_assert_false (bp_evaluate (network, bp_dataset_get_samples (dataset, BP_SPLIT_TEST), 2,
                               &progress, &metrics, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
  g_assert_null (metrics.confusion);
  /* No chunk was evaluated. */
  g_assert_cmpfloat (bp_progress_get_fraction (&progress), <, 0.0);
}

static void
test_fits (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (4, 0, 0, 3);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 9, 4, 4);
  const guint sizes[] = { 784, 10 };
  g_autoptr (BpNetwork) other = bp_network_new (sizes, 2, NULL);

  g_assert_true (bp_network_check_fits (network, dataset, NULL));
  g_assert_false (bp_network_check_fits (other, dataset, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_cmpstr (error->message, ==,
                   "The network takes 784 inputs and tells 10 classes apart, but the data has "
                   "images of 36 pixels in 4 classes: train a new network, or choose other data");
}

static void
test_reads_digits (void)
{
  const guint sizes[][3] = { { 784, 5, 10 }, { 784, 5, 11 }, { 36, 5, 10 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (BpNetwork) network = bp_network_new (sizes[i], 3, NULL);

      g_assert_cmpint (bp_network_reads_digits (network), ==, i == 0);
    }
}

static void
test_at_chance (void)
{
  /* 90 samples of the first class and 30 of the second, all named as the first. */
  guint32 confusion[] = { 90, 0, 30, 0 };
  BpMetrics metrics = {
    .count = 120,
    .n_correct = 90,
    .loss = 0.5624,
    .n_classes = 2,
    .confusion = confusion,
  };

  g_assert_true (bp_metrics_is_at_chance (&metrics));
  metrics.loss = 0.55;
  g_assert_false (bp_metrics_is_at_chance (&metrics));
  metrics.loss = 0.7;
  g_assert_true (bp_metrics_is_at_chance (&metrics));
  confusion[2] = 20;
  confusion[3] = 10;
  metrics.n_correct = 100;
  g_assert_false (bp_metrics_is_at_chance (&metrics));
  metrics.count = 99;
  g_assert_false (bp_metrics_is_at_chance (&metrics));
}

/* Three classes, of which the last one neither occurs nor is an answer. */
static void
test_classes (void)
{
  guint32 confusion[] = { 6, 2, 0, 1, 3, 0, 0, 0, 0 };
  const BpMetrics metrics = { .count = 12, .n_classes = 3, .confusion = confusion };
  BpClassMetrics first = bp_metrics_get_class (&metrics, 0);
  BpClassMetrics last = bp_metrics_get_class (&metrics, 2);

  g_assert_cmpuint (first.support, ==, 8);
  g_assert_cmpuint (first.n_answers, ==, 7);
  g_assert_cmpfloat_with_epsilon (first.precision, 6.0 / 7.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (first.recall, 6.0 / 8.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (first.f1, 12.0 / 15.0, 1e-12);
  g_assert_cmpuint (last.support, ==, 0);
  g_assert_true (isnan (last.precision));
  g_assert_true (isnan (last.recall));
  g_assert_true (isnan (last.f1));
}

BP_TEST_FILE (metrics)
{
  g_test_add_func ("/metrics/agrees-with-single-samples", test_agrees_with_single_samples);
  g_test_add_func ("/metrics/same-for-any-number-of-threads", test_same_for_any_number_of_threads);
  g_test_add_func ("/metrics/nothing-to-look-at", test_nothing_to_look_at);
  g_test_add_func ("/metrics/classes", test_classes);
  g_test_add_func ("/metrics/cancelled", test_cancelled);
  g_test_add_func ("/metrics/fits", test_fits);
  g_test_add_func ("/metrics/reads-digits", test_reads_digits);
  g_test_add_func ("/metrics/at-chance", test_at_chance);
}
