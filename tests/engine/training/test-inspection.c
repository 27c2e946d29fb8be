/* SPDX-License-Identifier: MIT */
#include "inspection.h"

#include "classify.h"
#include "error.h"
#include "inspection-csv.h"
#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

#include <math.h>
#include <string.h>

#define N_PIXELS  36
#define N_CLASSES 4
#define N_IMAGES  1001 /* the last chunk is partial */

/* A network that knows a little: its answers are right and wrong, sure and unsure. */
static BpNetwork *
make_network (void)
{
  BpNetwork *network = bp_toy_network_new (N_PIXELS, 9, N_CLASSES, 4);

  for (gsize i = 0; i < network->n_parameters; i++)
    network->parameters[i] *= 3.0F;
  network->temperature = 1.5F;
  return network;
}

static BpInspection *
inspect (const BpNetwork *network, BpDataset *dataset, BpSplit split)
{
  g_autoptr (GError) error = NULL;
  BpInspection *inspection = bp_inspection_new (network, dataset, split, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (inspection);
  return inspection;
}

/* The number of classes that are more probable than one. */
static guint
get_rank (const float *probabilities, guint class)
{
  guint rank = 0;

  for (guint j = 0; j < N_CLASSES; j++)
    rank += probabilities[j] > probabilities[class];
  return rank;
}

/* Compares each answer with the classification of that image alone. */
static void
test_answers (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, N_IMAGES, 3);
  g_autoptr (BpNetwork) network = make_network ();
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, NULL);
  g_autoptr (BpInspection) inspection = inspect (network, dataset, BP_SPLIT_TEST);

  g_assert_cmpuint (inspection->samples.count, ==, N_IMAGES);
  g_assert_cmpuint (inspection->n_best, ==, 3);
  for (gsize i = 0; i < N_IMAGES; i++)
    {
      const BpInspectedAnswer *answer = &inspection->answers[i];
      float probabilities[N_CLASSES];
      guint label = inspection->samples.labels[i];

      bp_classify (network, workspace, inspection->samples.images + i * N_PIXELS, probabilities);
      for (guint j = 0; j < inspection->n_best; j++)
        {
          g_assert_cmpuint (get_rank (probabilities, answer->classes[j]), ==, j);
          g_assert_cmpfloat_with_epsilon (answer->probabilities[j],
                                          probabilities[answer->classes[j]], 1e-5);
        }
      g_assert_cmpfloat_with_epsilon (answer->loss, -logf (probabilities[label]),
                                      1e-4 * (1.0 + (double) answer->loss));
    }
}

/* The figures are those of the functions that the command line uses. */
static void
test_figures (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, N_IMAGES, 0, 3);
  g_autoptr (BpNetwork) network = make_network ();
  g_autoptr (BpInspection) inspection = inspect (network, dataset, BP_SPLIT_HELD_OUT);
  g_auto (BpMetrics) metrics = { 0 };
  BpCalibration calibration;

  g_assert_true (bp_evaluate (network, inspection->samples, 1, NULL, &metrics, NULL));
  g_assert_true (bp_calibration_measure (network, inspection->samples, NULL, &calibration, NULL));
  g_assert_cmpmem (inspection->metrics.confusion, N_CLASSES * N_CLASSES * sizeof (guint32),
                   metrics.confusion, N_CLASSES * N_CLASSES * sizeof (guint32));
  g_assert_cmpuint (inspection->metrics.n_correct, ==, metrics.n_correct);
  g_assert_cmpfloat_with_epsilon (inspection->metrics.loss, metrics.loss, 1e-5);
  g_assert_cmpfloat (inspection->metrics.accuracy, ==, metrics.accuracy);
  g_assert_cmpfloat (inspection->calibration.error_before, ==, calibration.error_before);
  g_assert_cmpfloat (inspection->calibration.error_after, ==, calibration.error_after);
  g_assert_cmpfloat (inspection->calibration.error_after, !=, calibration.error_before);
}

static void
assert_worst_first (const BpInspection *inspection, const guint32 *indices, gsize count)
{
  for (gsize i = 1; i < count; i++)
    g_assert_cmpfloat (inspection->answers[indices[i - 1]].loss, >=,
                       inspection->answers[indices[i]].loss);
}

/* Every image is in the cell of its label and its answer, once. */
static void
test_cells (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, N_IMAGES, 3);
  g_autoptr (BpNetwork) network = make_network ();
  g_autoptr (BpInspection) inspection = inspect (network, dataset, BP_SPLIT_TEST);
  guint8 n_seen[N_IMAGES] = { 0 };

  for (guint label = 0; label < N_CLASSES; label++)
    for (guint answer = 0; answer < N_CLASSES; answer++)
      {
        gsize count;
        const guint32 *cell = bp_inspection_get_cell (inspection, label, answer, &count);

        g_assert_cmpuint (count, ==, inspection->metrics.confusion[label * N_CLASSES + answer]);
        assert_worst_first (inspection, cell, count);
        for (gsize i = 0; i < count; i++)
          {
            g_assert_cmpuint (inspection->samples.labels[cell[i]], ==, label);
            g_assert_cmpuint (inspection->answers[cell[i]].classes[0], ==, answer);
            n_seen[cell[i]]++;
          }
      }
  for (gsize i = 0; i < N_IMAGES; i++)
    g_assert_cmpuint (n_seen[i], ==, 1);
}

static void
test_errors (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, N_IMAGES, 3);
  g_autoptr (BpNetwork) network = make_network ();
  g_autoptr (BpInspection) inspection = inspect (network, dataset, BP_SPLIT_TEST);
  gsize n_errors = 0;
  gsize n_sure = 0;

  for (gsize i = 0; i < N_IMAGES; i++)
    if (inspection->answers[i].classes[0] != inspection->samples.labels[i])
      {
        n_errors++;
        n_sure += inspection->answers[i].probabilities[0] >= 0.9F;
      }
  g_assert_cmpuint (n_sure, >, 0);
  g_assert_cmpuint (n_sure, <, n_errors);
  g_assert_cmpuint (inspection->n_errors, ==, n_errors);
  g_assert_cmpuint (inspection->n_sure_errors, ==, n_sure);
  assert_worst_first (inspection, inspection->errors, n_errors);
  assert_worst_first (inspection, inspection->sure_errors, n_sure);
  for (gsize i = 0; i < n_sure; i++)
    {
      const BpInspectedAnswer *answer = &inspection->answers[inspection->sure_errors[i]];

      g_assert_cmpfloat (answer->probabilities[0], >=, 0.9);
      g_assert_cmpuint (answer->classes[0], !=,
                        inspection->samples.labels[inspection->sure_errors[i]]);
    }
}

/* Logits beyond the range of floats give an order nevertheless. */
static void
test_endless_logits (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 20, 3);
  g_autoptr (BpNetwork) network = make_network ();
  g_autoptr (BpInspection) inspection = NULL;

  for (gsize i = 0; i < network->n_parameters; i++)
    network->parameters[i] *= 1e30F;
  inspection = inspect (network, dataset, BP_SPLIT_TEST);
  for (gsize i = 0; i < 20; i++)
    g_assert_cmpfloat (inspection->answers[i].loss, <=, G_MAXFLOAT);
}

static void
test_refuses (void)
{
  const guint sizes[] = { N_PIXELS, 9, N_CLASSES + 1 };
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 20, 3);
  g_autoptr (BpNetwork) network = make_network ();
  g_autoptr (BpNetwork) other = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  g_autoptr (GError) mismatch = NULL;
  g_autoptr (GError) cancelled = NULL;
  BpProgress progress = { 0 };

  g_assert_null (bp_inspection_new (other, dataset, BP_SPLIT_TEST, NULL, &mismatch));
  g_assert_error (mismatch, BP_ERROR, BP_ERROR_MISMATCH);
  bp_progress_cancel (&progress);
  g_assert_null (bp_inspection_new (network, dataset, BP_SPLIT_TEST, &progress, &cancelled));
  g_assert_error (cancelled, BP_ERROR, BP_ERROR_CANCELLED);
}

/* Three images: two of the class that the network always names, and one of the other. */
static BpInspection *
inspect_two_classes (void)
{
  const guint sizes[] = { 1, 1, 2 };
  const char *names[] = { "say \"a\", b", "plain", NULL };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  BpDatasetParts parts = {
    .name = "Two",
    .class_names = names,
    .width = 1,
    .height = 1,
    .n_classes = 2,
    .n_test = 3,
    .test_images = g_malloc0 (3),
    .test_labels = g_memdup2 ("\1\1\0", 3),
  };
  g_autoptr (BpDataset) dataset = bp_dataset_new (&parts, NULL);

  network->layers[1].biases[1] = 1.0F;
  return inspect (network, dataset, BP_SPLIT_TEST);
}

static void
test_csv (void)
{
  g_autoptr (BpInspection) inspection = inspect_two_classes ();
  g_autofree char *confusion = bp_inspection_format_confusion (inspection);
  g_autofree char *classes = bp_inspection_format_classes (inspection);

  g_assert_cmpuint (inspection->n_best, ==, 2);
  g_assert_cmpstr (confusion, ==,
                   "label,\"say \"\"a\"\", b\",plain\r\n"
                   "\"say \"\"a\"\", b\",0,1\r\n"
                   "plain,0,2\r\n");
  /* Without an answer there is no precision. */
  g_assert_cmpstr (classes, ==,
                   "class,images,answers,right,precision,recall,f1\r\n"
                   "\"say \"\"a\"\", b\",1,0,0,,0.000000,0.000000\r\n"
                   "plain,2,3,2,0.666667,1.000000,0.800000\r\n");
}

BP_TEST_FILE (inspection)
{
  g_test_add_func ("/inspection/answers", test_answers);
  g_test_add_func ("/inspection/figures", test_figures);
  g_test_add_func ("/inspection/cells", test_cells);
  g_test_add_func ("/inspection/errors", test_errors);
  g_test_add_func ("/inspection/endless-logits", test_endless_logits);
  g_test_add_func ("/inspection/refuses", test_refuses);
  g_test_add_func ("/inspection/csv", test_csv);
}
