/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"
#include "random.h"
#include "stroke-raster.h"

#define BP_SKETCH_MAX_STROKES 40
#define BP_SKETCH_MAX_POINTS  2048

/* The most points that a stroke of a figure has. */
#define BP_FIGURE_MAX_POINTS 24

/* The width and height of the grid of most sketches. */
#define BP_SKETCH_SIZE 9.0

/**
 * BpSketch:
 * @points: (n_points) of all strokes, y down
 * @n_points: the number of points
 * @stroke_starts: (n_strokes) the first point of each stroke
 * @n_strokes: the number of strokes
 *
 * A drawing under construction, of limited size: points beyond the limit are left out, and further
 * strokes continue the last one. A value on the caller's stack that begins as zeros.
 */
typedef struct
{
  BpPoint points[BP_SKETCH_MAX_POINTS];
  gsize n_points;
  gsize stroke_starts[BP_SKETCH_MAX_STROKES];
  gsize n_strokes;
} BpSketch;

double bp_sketch_pick_place (BpRandom *random);
double bp_sketch_pick_angle (BpRandom *random);

void bp_sketch_begin_stroke (BpSketch *sketch);
void bp_sketch_add_point (BpSketch *sketch, double x, double y);
void bp_sketch_add_line (BpSketch *sketch, double from_x, double from_y, double to_x, double to_y);
void bp_sketch_add_curve (BpSketch *sketch, const BpPoint *points, gsize n_points);
void bp_sketch_add_ring (BpSketch *sketch, double x, double y, double radius_x, double radius_y);
void bp_sketch_add_figure (BpSketch *sketch, const char *figure, double jitter, BpRandom *random);
void bp_sketch_move (BpSketch *sketch,
                     gsize first_point,
                     double scale_x,
                     double scale_y,
                     double shift_x,
                     double shift_y);
void bp_sketch_turn (BpSketch *sketch, gsize first_point, double angle);
void bp_sketch_bend (BpSketch *sketch, double amplitude, BpRandom *random);
void bp_sketch_draw (const BpSketch *sketch, const BpPen *pen, guint8 image[BP_DIGIT_N_PIXELS]);
