/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-frame.h"

/**
 * BpStrokeCurve:
 *
 * Interpolates the path of the pen between the recorded points of a stroke. A value on the caller's
 * stack:
 *
 * |[<!-- language="C" -->
 * bp_stroke_curve_init (&curve, &stroke, &fit);
 * while (bp_stroke_curve_next (&curve, &point))
 *   …
 * ]|
 */
typedef struct
{
  /*< private >*/
  const BpStroke *stroke;
  const BpDigitFit *fit;
  gsize n_read;

  BpPoint points[4]; /* before, from, to, after */
  gboolean has_before;
  gboolean has_span;
  gboolean has_after;

  guint n_lines; /* of the span between from and to */
  guint n_lines_done;
  double x[4]; /* coefficients of the cubic */
  double y[4];
} BpStrokeCurve;

void bp_stroke_curve_init (BpStrokeCurve *curve, const BpStroke *stroke, const BpDigitFit *fit);
gboolean bp_stroke_curve_next (BpStrokeCurve *curve, BpPoint *point);
