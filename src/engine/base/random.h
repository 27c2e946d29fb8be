/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpRandom:
 *
 * A small seeded generator (xoshiro256++ by Blackman and Vigna, "Scrambled linear pseudorandom
 * number generators", 2021) whose state is an argument, so that the same seed gives the same
 * numbers independent of other code. A value on the caller's stack; copy it to fork the stream.
 */
typedef struct
{
  guint64 state[4];
} BpRandom;

void bp_random_init (BpRandom *random, guint64 seed, guint64 stream);
guint64 bp_random_next (BpRandom *random);
guint32 bp_random_below (BpRandom *random, guint32 bound);
double bp_random_uniform (BpRandom *random);
double bp_random_normal (BpRandom *random);
double bp_random_between (BpRandom *random, double least, double most);
guint bp_random_count (BpRandom *random, guint least, guint most);

/**
 * BpSwapFunction:
 * @data: the argument of bp_random_shuffle()
 * @i: the index of an element
 * @j: the index of another element, or of the same
 *
 * Exchanges two elements.
 */
typedef void (*BpSwapFunction) (gpointer data, gsize i, gsize j);

void bp_random_shuffle (BpRandom *random, gsize n, BpSwapFunction swap, gpointer data);
