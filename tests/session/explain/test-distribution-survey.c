/* SPDX-License-Identifier: MIT */
#include "distribution-survey.h"

#include "kept-networks.h"
#include "test-file.h"
#include "toy-network.h"
#include "weights.h"

#include <glib/gstdio.h>

typedef struct
{
  BpKeptNetworks kept;

  /* of the call */
  gboolean is_done;
  GPtrArray *results;
  GError *error;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_kept_networks_init (&fixture->kept);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_clear_pointer (&fixture->results, g_ptr_array_unref);
  g_clear_error (&fixture->error);
  bp_kept_networks_clear (&fixture->kept);
}

static void
on_done (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->results = bp_distribution_survey_finish (result, &fixture->error);
  fixture->is_done = TRUE;
}

static void
survey (Fixture *fixture, GStrv paths, GCancellable *cancellable)
{
  bp_distribution_survey_async (fixture->kept.networks[0], fixture->kept.dataset, BP_SPLIT_HELD_OUT,
                                (const char *const *) paths, NULL, NULL, cancellable, on_done,
                                fixture);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
}

/* What the thread counted is what the engine counts. */
static void
assert_result (const Fixture *fixture, guint index, const BpNetwork *network)
{
  g_autoptr (BpDistributions) expected =
      bp_distributions_new (network,
                            bp_dataset_get_samples (fixture->kept.dataset, BP_SPLIT_HELD_OUT), NULL,
                            NULL);
  const BpDistributions *found = g_ptr_array_index (fixture->results, index);

  for (guint l = 0; l < network->n_layers; l++)
    for (guint kind = 0; kind < BP_DISTRIBUTION_N_KINDS; kind++)
      g_assert_cmpmem (bp_distributions_get (found, l, (BpDistributionKind) kind),
                       sizeof (BpDistribution),
                       bp_distributions_get (expected, l, (BpDistributionKind) kind),
                       sizeof (BpDistribution));
}

static void
test_files (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_remove (fixture->kept.paths[1]);
  survey (fixture, fixture->kept.paths, NULL);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->results->len, ==, BP_N_KEPT_NETWORKS);
  assert_result (fixture, 0, fixture->kept.networks[0]);
  g_assert_null (g_ptr_array_index (fixture->results, 1));
  assert_result (fixture, 2, fixture->kept.networks[2]);
}

static void
test_network (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  survey (fixture, NULL, NULL);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->results->len, ==, 1);
  assert_result (fixture, 0, fixture->kept.networks[0]);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  survey (fixture, fixture->kept.paths, cancellable);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (fixture->results);
}

/* A network of another shape is no epoch of the run. */
static void
test_other_shape (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) other = bp_toy_network_new_for_dataset (fixture->kept.dataset, 5, 1);
  g_auto (BpWeightsInfo) info = { 0 };

  bp_weights_info_init (&info);
  g_assert_true (bp_weights_save (other, &info, fixture->kept.paths[1], NULL));
  survey (fixture, fixture->kept.paths, NULL);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->results->len, ==, BP_N_KEPT_NETWORKS);
  g_assert_null (g_ptr_array_index (fixture->results, 1));
}

#define ADD(path, test) \
  g_test_add ("/distribution-survey/" path, Fixture, NULL, set_up, test, tear_down)

BP_TEST_FILE (distribution_survey)
{
  ADD ("files", test_files);
  ADD ("network", test_network);
  ADD ("cancelled", test_cancelled);
  ADD ("other-shape", test_other_shape);
}
