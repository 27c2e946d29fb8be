/* SPDX-License-Identifier: MIT */
#include "rate-search.h"

#include "error.h"
#include "test-file.h"
#include "toy-data.h"

static void
on_done (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
get_config (BpTrainingConfig *config)
{
  bp_training_config_init (config);
  config->hidden[0] = 12;
  config->n_hidden = 1;
  config->batch_size = 20;
  config->n_threads = 1;
}

/* The same rate as that of the engine's blocking call; an initial network is not changed. */
static void
test_found (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1000, 100, 0, 3);
  const guint sizes[] = { bp_dataset_get_n_pixels (dataset), 12,
                          bp_dataset_get_n_classes (dataset) };
  g_autoptr (BpNetwork) initial = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  g_autoptr (BpNetwork) copy = NULL;
  g_auto (BpRateCurve) expected_curve = { NULL };
  g_auto (BpRateCurve) curve = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  float expected = 0.0F;
  float rate = 0.0F;
  BpTrainingConfig config;
  BpRandom random;

  get_config (&config);
  bp_random_init (&random, 5, 0);
  bp_network_initialise (initial, &random);
  copy = bp_network_copy (initial, NULL);

  g_assert_true (
      bp_find_learning_rate (&config, dataset, copy, NULL, &expected_curve, &expected, &error));
  bp_rate_search_async (&config, dataset, initial, NULL, NULL, NULL, on_done, &result);
  g_assert_true (bp_rate_search_finish (wait_for (&result), &curve, &rate, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (rate, ==, expected);
  g_assert_cmpuint (curve.points->len, ==, expected_curve.points->len);
  g_assert_cmpmem (initial->parameters, initial->n_parameters * sizeof (float), copy->parameters,
                   copy->n_parameters * sizeof (float));
}

static void
test_refused (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (1000, 100, 0, 3);
  g_auto (BpRateCurve) curve = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  float rate = 0.0F;
  BpTrainingConfig config;

  get_config (&config);
  config.batch_size = 0;
  bp_rate_search_async (&config, dataset, NULL, NULL, NULL, NULL, on_done, &result);
  g_assert_false (bp_rate_search_finish (wait_for (&result), &curve, &rate, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_null (curve.points);
}

BP_TEST_FILE (rate_search)
{
  g_test_add_func ("/rate-search/found", test_found);
  g_test_add_func ("/rate-search/refused", test_refused);
}
