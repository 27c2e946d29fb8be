/* SPDX-License-Identifier: MIT */
#include "training-sample.h"

#include "test-file.h"

#include <string.h>

static void
test_all (void)
{
  g_auto (BpTrainingSample) sample = { 0 };

  g_assert_true (bp_training_sample_init (&sample, BP_TRAINING_SAMPLE_MOST, 1, NULL));
  g_assert_cmpuint (sample.count, ==, BP_TRAINING_SAMPLE_MOST);
  g_assert_null (sample.indices);
}

static void
test_some (void)
{
  const gsize n_train = 3 * BP_TRAINING_SAMPLE_MOST;
  g_auto (BpTrainingSample) first = { 0 };
  g_auto (BpTrainingSample) again = { 0 };
  g_auto (BpTrainingSample) other = { 0 };
  double sum = 0.0;

  g_assert_true (bp_training_sample_init (&first, n_train, 1, NULL));
  g_assert_true (bp_training_sample_init (&again, n_train, 1, NULL));
  g_assert_true (bp_training_sample_init (&other, n_train, 2, NULL));
  g_assert_cmpuint (first.count, ==, BP_TRAINING_SAMPLE_MOST);
  for (gsize i = 0; i < first.count; i++)
    {
      g_assert_cmpuint (first.indices[i], <, n_train);
      if (i > 0)
        g_assert_cmpuint (first.indices[i], >, first.indices[i - 1]);
      sum += first.indices[i];
    }
  /* From everywhere: the mean is in the middle, to within five standard errors. */
  g_assert_cmpfloat_with_epsilon (sum / (double) first.count, (double) n_train / 2, 450.0);
  g_assert_cmpmem (first.indices, first.count * sizeof (guint32), again.indices,
                   again.count * sizeof (guint32));
  g_assert_cmpint (memcmp (first.indices, other.indices, first.count * sizeof (guint32)), !=, 0);
}

BP_TEST_FILE (training_sample)
{
  g_test_add_func ("/training-sample/all", test_all);
  g_test_add_func ("/training-sample/some", test_some);
}
