/* SPDX-License-Identifier: MIT */
#include "random.h"
#include "test-file.h"

#include <math.h>

static void
test_same_seed_same_numbers (void)
{
  BpRandom first;
  BpRandom second;

  bp_random_init (&first, 42, 7);
  bp_random_init (&second, 42, 7);
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (bp_random_next (&first), ==, bp_random_next (&second));
}

static void
test_streams_differ (void)
{
  BpRandom a;
  BpRandom b;
  BpRandom c;

  bp_random_init (&a, 42, 0);
  bp_random_init (&b, 42, 1);
  bp_random_init (&c, 43, 0);
  for (guint i = 0; i < 1000; i++)
    {
      guint64 value = bp_random_next (&a);

      g_assert_cmpuint (value, !=, bp_random_next (&b));
      g_assert_cmpuint (value, !=, bp_random_next (&c));
    }
}

/* The first outputs of xoshiro256++ from the state 1, 2, 3, 4, computed by hand from its
 * definition. The numbers must not change between versions: the same seed gives the same run.
 */
static void
test_numbers_stay (void)
{
  BpRandom random = { { 1, 2, 3, 4 } };

  g_assert_cmpuint (bp_random_next (&random), ==, G_GUINT64_CONSTANT (41943041));
  g_assert_cmpuint (bp_random_next (&random), ==, G_GUINT64_CONSTANT (58720359));
}

static void
test_below_is_uniform (void)
{
  enum
  {
    BOUND = 7,
    DRAWS = 70000
  };
  guint counts[BOUND] = { 0 };
  BpRandom random;

  bp_random_init (&random, 1, 0);
  for (guint i = 0; i < DRAWS; i++)
    {
      guint32 value = bp_random_below (&random, BOUND);

      g_assert_cmpuint (value, <, BOUND);
      counts[value]++;
    }
  /* Five standard deviations of a binomial count. */
  for (guint i = 0; i < BOUND; i++)
    g_assert_cmpfloat (fabs (counts[i] - 10000.0), <, 5.0 * sqrt (10000.0 * 6.0 / 7.0));
}

static void
test_moments (void)
{
  const guint draws = 100000;
  double uniform_sum = 0.0;
  double normal_sum = 0.0;
  double normal_squares = 0.0;
  BpRandom random;

  bp_random_init (&random, 3, 0);
  for (guint i = 0; i < draws; i++)
    {
      double uniform = bp_random_uniform (&random);
      double normal = bp_random_normal (&random);

      g_assert_true (uniform >= 0.0 && uniform < 1.0);
      uniform_sum += uniform;
      normal_sum += normal;
      normal_squares += normal * normal;
    }
  g_assert_cmpfloat_with_epsilon (uniform_sum / draws, 0.5, 0.005);
  g_assert_cmpfloat_with_epsilon (normal_sum / draws, 0.0, 0.02);
  g_assert_cmpfloat_with_epsilon (normal_squares / draws, 1.0, 0.03);
}

static void
test_ranges (void)
{
  guint counts[3] = { 0 };
  double least = G_MAXDOUBLE;
  double most = -G_MAXDOUBLE;
  BpRandom random;

  bp_random_init (&random, 4, 0);
  for (guint i = 0; i < 300; i++)
    {
      double number = bp_random_between (&random, -2.0, 3.0);

      g_assert_true (number >= -2.0 && number < 3.0);
      least = MIN (least, number);
      most = MAX (most, number);
      counts[bp_random_count (&random, 5, 7) - 5]++;
    }
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (counts[i], >, 60);
  /* The whole range is used. */
  g_assert_cmpfloat (least, <, -1.9);
  g_assert_cmpfloat (most, >, 2.9);
}

typedef struct
{
  guint8 values[5];
} Deck;

static void
swap_values (gpointer data, gsize i, gsize j)
{
  Deck *deck = data;
  guint8 swapped = deck->values[i];

  deck->values[i] = deck->values[j];
  deck->values[j] = swapped;
}

/* Each of five values is equally often at each position. An empty array is valid. */
static void
test_shuffle (void)
{
  const guint n_shuffles = 20000;
  guint counts[5][5] = { { 0 } };
  BpRandom random;

  bp_random_init (&random, 5, 0);
  bp_random_shuffle (&random, 0, swap_values, NULL);
  bp_random_shuffle (&random, 1, swap_values, NULL);
  for (guint i = 0; i < n_shuffles; i++)
    {
      Deck deck = { { 0, 1, 2, 3, 4 } };
      guint seen = 0;

      bp_random_shuffle (&random, 5, swap_values, &deck);
      for (guint place = 0; place < 5; place++)
        {
          counts[place][deck.values[place]]++;
          seen |= 1u << deck.values[place];
        }
      g_assert_cmpuint (seen, ==, 0x1f);
    }
  /* Five standard deviations of a binomial count. */
  for (guint place = 0; place < 5; place++)
    for (guint value = 0; value < 5; value++)
      g_assert_cmpfloat (fabs (counts[place][value] - n_shuffles / 5.0), <,
                         5.0 * sqrt (n_shuffles * 0.2 * 0.8));
}

BP_TEST_FILE (random)
{
  g_test_add_func ("/random/same-seed-same-numbers", test_same_seed_same_numbers);
  g_test_add_func ("/random/streams-differ", test_streams_differ);
  g_test_add_func ("/random/numbers-stay", test_numbers_stay);
  g_test_add_func ("/random/below-is-uniform", test_below_is_uniform);
  g_test_add_func ("/random/moments", test_moments);
  g_test_add_func ("/random/ranges", test_ranges);
  g_test_add_func ("/random/shuffle", test_shuffle);
}
