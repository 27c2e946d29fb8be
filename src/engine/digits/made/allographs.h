/* SPDX-License-Identifier: MIT */
#pragma once

#include "augment.h"

#include <glib.h>

/* Room for what data/builtin-digits.json may hold; it is checked when that is read. */
#define BP_ALLOGRAPH_MAX_STROKES   4
#define BP_ALLOGRAPH_MAX_POINTS    32
#define BP_ALLOGRAPH_MAX_KEYFRAMES 8

/**
 * BpAllographPoint:
 * @x: to the right; a digit is up to 1 wide
 * @y: down; a digit is about 1 high
 * @corner: 1 where the curve is cut, else 0
 */
typedef struct
{
  double x;
  double y;
  double corner;
} BpAllographPoint;

/**
 * BpAllograph:
 * @weight: how likely it is among those of its digit, in proportion
 * @n_strokes: how many strokes it is written with
 * @stroke_lengths: (n_strokes) how many points each stroke has, at least 2
 * @n_points: how many points all strokes have
 * @n_keyframes: how many instances of it there are
 * @keyframes: (n_keyframes, n_points) the instances, point for point alike
 *
 * One way to write a digit. What people write lies between, and a little beyond, its keyframes.
 */
typedef struct
{
  double weight;
  guint n_strokes;
  guint stroke_lengths[BP_ALLOGRAPH_MAX_STROKES];
  guint n_points;
  guint n_keyframes;
  BpAllographPoint keyframes[BP_ALLOGRAPH_MAX_KEYFRAMES][BP_ALLOGRAPH_MAX_POINTS];
} BpAllograph;

/**
 * BpDigitAllographs:
 * @aspect: times as wide as drawn up
 * @width: times as thick as the usual pen
 * @width_spread: times as different from pen to pen as usual
 * @n_allographs: how many there are
 * @allographs: (n_allographs) the ways to write it
 */
typedef struct
{
  double aspect;
  double width;
  double width_spread;
  guint n_allographs;
  BpAllograph *allographs;
} BpDigitAllographs;

/**
 * BpAllographs:
 * @digits: the ways to write each digit
 * @on_the_fly: what to do to the images while training on them
 *
 * The content of data/builtin-digits.json: what it says there of "parameters" and "steps" holds for
 * the fields of the same names here. Never changed once read; any number of threads may share it.
 */
typedef struct
{
  double blend_concentration;
  double blend_extrapolation;
  double point_jitter;
  double stroke_shift;
  double end_stretch;
  double warp_amplitude;
  double warp_frequency;
  double proportion;
  double taper;
  double aspect;
  double slant_mean;
  double slant;
  double rotation;
  double pressure;
  double width_mean;
  double width_spread;
  double width_least;
  double width_most;
  double softness_mean;
  double softness;
  double gain;
  BpAugmentation on_the_fly;
  BpDigitAllographs digits[10];
} BpAllographs;

BpAllographs *bp_allographs_new (GError **error);
void bp_allographs_free (BpAllographs *allographs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpAllographs, bp_allographs_free)
