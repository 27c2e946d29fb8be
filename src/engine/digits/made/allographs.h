/* SPDX-License-Identifier: MIT */
#pragma once

#include "augment.h"

#include <glib.h>

/* Limits of data/builtin-digits.json, checked when it is read. */
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
 * @weight: its relative frequency among the allographs of its digit
 * @n_strokes: the number of its strokes
 * @stroke_lengths: (n_strokes) the number of points of each stroke, at least 2
 * @n_points: the number of points of all strokes
 * @n_keyframes: the number of its instances
 * @keyframes: (n_keyframes, n_points) the instances, point for point alike
 *
 * One way to write a digit. Handwriting lies between its keyframes and a little beyond.
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
 * @aspect: factor of the width
 * @width: factor of the pen's width
 * @width_spread: factor of the variation of the pen's width
 * @n_allographs: the number of allographs
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
 * @on_the_fly: the augmentation for training on the images
 *
 * The content of data/builtin-digits.json: the descriptions of "parameters" and "steps" there apply
 * to the fields of the same names here. Constant once read; any number of threads may share it.
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
