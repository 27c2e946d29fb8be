/* SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>

static guint64
rotate_left (guint64 value, int count)
{
  return (value << count) | (value >> (64 - count));
}

/* SplitMix64 (Steele, Lea and Flood, 2014): spreads a seed of few bits over the whole state. */
static guint64
split_mix (guint64 *state)
{
  guint64 mixed = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  mixed = (mixed ^ (mixed >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  mixed = (mixed ^ (mixed >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return mixed ^ (mixed >> 31);
}

/**
 * bp_random_init:
 * @random: (out caller-allocates): the generator
 * @seed: any number
 * @stream: the number of an independent stream of @seed: an epoch, an image's index
 *
 * Starts a stream. The same @seed and @stream always give the same numbers.
 */
void
bp_random_init (BpRandom *random, guint64 seed, guint64 stream)
{
  guint64 seed_state = seed;
  guint64 state = split_mix (&seed_state) ^ rotate_left (stream, 32);

  /* A second round makes neighbouring streams independent. */
  state = split_mix (&state) ^ stream;
  for (guint i = 0; i < G_N_ELEMENTS (random->state); i++)
    random->state[i] = split_mix (&state);
}

/**
 * bp_random_next:
 * @random: the generator
 *
 * Returns: 64 random bits
 */
guint64
bp_random_next (BpRandom *random)
{
  guint64 *s = random->state;
  guint64 result = rotate_left (s[0] + s[3], 23) + s[0];
  guint64 shifted = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate_left (s[3], 45);

  return result;
}

/**
 * bp_random_below:
 * @random: the generator
 * @bound: at least 1
 *
 * Lemire's unbiased method ("Fast random integer generation in an interval", 2019).
 *
 * Returns: a whole number from 0 to @bound - 1, all equally likely
 */
guint32
bp_random_below (BpRandom *random, guint32 bound)
{
  g_return_val_if_fail (bound > 0, 0);

  guint64 product = (bp_random_next (random) >> 32) * bound;

  if ((guint32) product < bound)
    {
      guint32 threshold = -bound % bound;

      while ((guint32) product < threshold)
        product = (bp_random_next (random) >> 32) * bound;
    }

  return product >> 32;
}

/**
 * bp_random_uniform:
 * @random: the generator
 *
 * Returns: a number from 0 (possible) to 1 (never reached), in steps of 2^-53
 */
double
bp_random_uniform (BpRandom *random)
{
  return (double) (bp_random_next (random) >> 11) * 0x1p-53;
}

/**
 * bp_random_normal:
 * @random: the generator
 *
 * Uses the Box-Muller transform. The second number of a pair is not kept for the next call, so that
 * the state alone determines the following numbers.
 *
 * Returns: a normally distributed number, mean 0, standard deviation 1
 */
double
bp_random_normal (BpRandom *random)
{
  double radius = sqrt (-2.0 * log (1.0 - bp_random_uniform (random)));

  return radius * cos (2.0 * G_PI * bp_random_uniform (random));
}

/**
 * bp_random_between:
 * @random: the generator
 * @least: possible
 * @most: over @least, never reached
 *
 * Returns: a number from @least to @most, uniformly distributed
 */
double
bp_random_between (BpRandom *random, double least, double most)
{
  return least + (most - least) * bp_random_uniform (random);
}

/**
 * bp_random_count:
 * @random: the generator
 * @least: possible
 * @most: possible, at least @least
 *
 * Returns: a whole number from @least to @most, all equally likely
 */
guint
bp_random_count (BpRandom *random, guint least, guint most)
{
  return least + bp_random_below (random, most - least + 1);
}

/**
 * bp_random_shuffle:
 * @random: the generator
 * @n: the number of elements, less than 2^32
 * @swap: exchanges two elements
 * @data: for @swap
 *
 * The Fisher-Yates shuffle from the end: all orders are equally likely.
 */
void
bp_random_shuffle (BpRandom *random, gsize n, BpSwapFunction swap, gpointer data)
{
  for (gsize i = n; i-- > 1;)
    swap (data, i, bp_random_below (random, (guint32) (i + 1)));
}
