/* SPDX-License-Identifier: MIT */
#include "disagreement.h"

#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

static guint
get_kind (const BpDisagreement *found, guint32 index)
{
  guint8 label = found->first->samples.labels[index];

  if (found->second->answers[index].classes[0] == label)
    return 0;
  return found->first->answers[index].classes[0] == label ? 1 : 2;
}

/* All images with different answers, and no other, in the order of who is right. */
static void
test_different_networks (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (100, 50, 400, 1);
  g_autoptr (BpNetwork) first = bp_toy_network_new_for_dataset (dataset, 8, 1);
  g_autoptr (BpNetwork) second = bp_toy_network_new_for_dataset (dataset, 8, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDisagreement) found =
      bp_disagreement_new (first, second, dataset, BP_SPLIT_TEST, NULL, &error);
  gsize n_expected = 0;

  g_assert_no_error (error);
  for (gsize i = 0; i < 400; i++)
    n_expected += found->first->answers[i].classes[0] != found->second->answers[i].classes[0];
  g_assert_cmpuint (n_expected, >, 0);
  g_assert_cmpuint (found->count, ==, n_expected);
  for (gsize i = 0; i < found->count; i++)
    {
      guint32 index = found->indices[i];
      guint kind = get_kind (found, index);

      g_assert_cmpuint (found->first->answers[index].classes[0], !=,
                        found->second->answers[index].classes[0]);
      if (i > 0 && get_kind (found, found->indices[i - 1]) == kind)
        g_assert_cmpuint (found->indices[i - 1], <, index);
      g_assert_cmpuint (kind, ==,
                        i < found->n_second_right                          ? 0U
                        : i < found->n_second_right + found->n_first_right ? 1U
                                                                           : 2U);
    }
}

static void
test_same_network (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (100, 50, 40, 1);
  g_autoptr (BpNetwork) network = bp_toy_network_new_for_dataset (dataset, 8, 1);
  g_autoptr (BpDisagreement) found =
      bp_disagreement_new (network, network, dataset, BP_SPLIT_TEST, NULL, NULL);

  g_assert_cmpuint (found->count, ==, 0);
}

/* A network for other images is an error. */
static void
test_other_shape (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (100, 50, 40, 1);
  g_autoptr (BpNetwork) network = bp_toy_network_new_for_dataset (dataset, 8, 1);
  g_autoptr (BpNetwork) other = bp_network_new ((guint[]){ 3, 2, 4 }, 3, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_disagreement_new (network, other, dataset, BP_SPLIT_TEST, NULL, &error));
  g_assert_nonnull (error);
}

BP_TEST_FILE (disagreement)
{
  g_test_add_func ("/disagreement/different-networks", test_different_networks);
  g_test_add_func ("/disagreement/same-network", test_same_network);
  g_test_add_func ("/disagreement/other-shape", test_other_shape);
}
