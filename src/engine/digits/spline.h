/* SPDX-License-Identifier: MIT */
#pragma once

/* One coordinate of the uniform spline of Catmull and Rom ("A class of local interpolating
 * splines", 1974) between two of its points, at t from 0 to 1: a cubic whose slopes are half of the
 * way from the point before to the point after. */
static inline double
bp_spline_interpolate (double before, double from, double to, double after, double t)
{
  double slope_from = (to - before) / 2.0;
  double slope_to = (after - from) / 2.0;
  double square = (3.0 * (to - from) - 2.0 * slope_from - slope_to) * t * t;
  double cube = (2.0 * (from - to) + slope_from + slope_to) * t * t * t;

  return from + slope_from * t + square + cube;
}
