/* SPDX-License-Identifier: MIT */
#include "unit-summary.h"

#include "classify.h"
#include "random.h"
#include "test-file.h"

#include <math.h>

#define N_INPUTS  5
#define N_UNITS   4
#define N_MIDDLE  3
#define N_CLASSES 6

static BpNetwork *
make_network (void)
{
  const guint sizes[] = { N_INPUTS, N_UNITS, N_MIDDLE, N_CLASSES };
  BpNetwork *network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  BpRandom random;

  bp_random_init (&random, 4, 0);
  bp_network_initialise (network, &random);
  return network;
}

static double
get_weight (const BpNetwork *network, guint layer, guint input, guint output)
{
  return (double) *bp_layer_get_weight (&network->layers[layer], input, output);
}

/* Norms and effects against sums over all ways. */
static void
test_figures (void)
{
  g_autoptr (BpNetwork) network = make_network ();
  g_autoptr (GArray) units = bp_summarise_units (network, BP_UNIT_ORDER_NORM);
  gboolean is_seen[N_UNITS] = { FALSE };

  g_assert_cmpuint (units->len, ==, N_UNITS);
  for (guint n = 0; n < N_UNITS; n++)
    {
      const BpUnitSummary *summary = &g_array_index (units, BpUnitSummary, n);
      double norm = 0.0;

      g_assert_false (is_seen[summary->unit]);
      is_seen[summary->unit] = TRUE;
      for (guint i = 0; i < N_INPUTS; i++)
        norm += pow (get_weight (network, 0, i, summary->unit), 2.0);
      g_assert_cmpfloat_with_epsilon (summary->norm, sqrt (norm), 1e-9);
      if (n > 0)
        g_assert_cmpfloat (summary->norm, <=, g_array_index (units, BpUnitSummary, n - 1).norm);
      for (guint k = 0; k < N_CLASSES; k++)
        {
          double effect = 0.0;

          for (guint j = 0; j < N_MIDDLE; j++)
            effect += get_weight (network, 1, summary->unit, j) * get_weight (network, 2, j, k);
          if (k == summary->label)
            g_assert_cmpfloat_with_epsilon (summary->effect, effect, 1e-9);
          else
            g_assert_cmpfloat (summary->effect, >=, effect);
        }
    }
}

static void
test_by_class (void)
{
  g_autoptr (BpNetwork) network = make_network ();
  g_autoptr (GArray) units = bp_summarise_units (network, BP_UNIT_ORDER_CLASS);

  for (guint n = 1; n < units->len; n++)
    {
      const BpUnitSummary *before = &g_array_index (units, BpUnitSummary, n - 1);
      const BpUnitSummary *summary = &g_array_index (units, BpUnitSummary, n);

      g_assert_cmpuint (before->label, <=, summary->label);
      if (before->label == summary->label)
        g_assert_cmpfloat (before->effect, >=, summary->effect);
    }
}

/* Without a hidden layer, a unit is a class. */
static void
test_no_hidden_layer (void)
{
  const guint sizes[] = { N_INPUTS, N_CLASSES };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  g_autoptr (GArray) units = bp_summarise_units (network, BP_UNIT_ORDER_CLASS);

  for (guint n = 0; n < N_CLASSES; n++)
    {
      g_assert_cmpuint (g_array_index (units, BpUnitSummary, n).unit, ==, n);
      g_assert_cmpuint (g_array_index (units, BpUnitSummary, n).label, ==, n);
    }
}

/* A silenced unit has no say: other weights of it change no answer. The network itself stays. */
static void
test_silence (void)
{
  static const guint silenced[] = { 1, 3 };
  static const guint8 image[N_INPUTS] = { 10, 200, 30, 90, 255 };
  g_autoptr (BpNetwork) network = make_network ();
  g_autoptr (BpNetwork) before = bp_network_copy (network, NULL);
  g_autoptr (BpNetwork) copy = bp_silence_units (network, silenced, 2, NULL);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, NULL);
  float first[N_CLASSES];
  float second[N_CLASSES];

  bp_classify (copy, workspace, image, first);
  for (guint i = 0; i < N_INPUTS; i++)
    for (guint u = 0; u < 2; u++)
      *bp_layer_get_weight (&copy->layers[0], i, silenced[u]) = 3.0f;
  bp_classify (copy, workspace, image, second);
  g_assert_cmpmem (first, sizeof first, second, sizeof second);

  *bp_layer_get_weight (&copy->layers[0], 1, 0) += 3.0f;
  bp_classify (copy, workspace, image, second);
  g_assert_cmpfloat (first[0], !=, second[0]);
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float), before->parameters,
                   before->n_parameters * sizeof (float));
}

BP_TEST_FILE (unit_summary)
{
  g_test_add_func ("/unit-summary/figures", test_figures);
  g_test_add_func ("/unit-summary/by-class", test_by_class);
  g_test_add_func ("/unit-summary/no-hidden-layer", test_no_hidden_layer);
  g_test_add_func ("/unit-summary/silence", test_silence);
}
