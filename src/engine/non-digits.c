/* SPDX-License-Identifier: MIT */
/*
 * Drawings that are no digits, made as the built-in digits are: from figures that were drawn up by
 * hand, moved about at random, then through the pad's own way from strokes to 28 x 28. What a
 * network calls "not sure" is settled on these.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "engine/non-digits.h"

#include "engine/random.h"

#include <math.h>

/* Indices begin at this stream of a seed, out of reach of those that digits and epochs take. */
#define FIRST_STREAM (G_GUINT64_CONSTANT (1) << 48)

#define MAX_STROKES    10
#define MAX_POINTS     1024
#define STEPS_PER_SPAN 6

/* The most points that a stroke of a figure has. */
#define MAX_FIGURE_POINTS 16

/* Spread of the random changes to a figure that is 9 units high and wide. */
#define JITTER   0.35
#define ROTATION 0.2
#define SLANT    0.15
#define ASPECT   0.25

/* A drawing in the making. */
typedef struct
{
  BpPoint points[MAX_POINTS];
  gsize n_points;
  gsize stroke_starts[MAX_STROKES + 1];
  gsize n_strokes;
} Drawing;

/* Figures on a grid of 10 x 10: every two digits are x and y (down) of a point, a space begins a
 * new stroke, and "~" before a stroke draws it as a curve through its points. Letters that some
 * hand writes like a digit are left out. */
static const char *const letters[] = {
  "094099 2676",              /* A */
  "90000999 0474",            /* E */
  "900009 0474",              /* F */
  "0009 9099 0494",           /* H */
  "0009 800499",              /* K */
  "0900459099",               /* M */
  "09009990",                 /* N */
  "0009 ~0070927505",         /* P */
  "0009 ~0070927505 0599",    /* R */
  "0090 4049",                /* T */
  "004990",                   /* V */
  "0029457990",               /* W */
  "0099 9009",                /* X */
  "~80524549 1575",           /* f */
  "0009 ~05438589",           /* h */
  "0009 7305 0589",           /* k */
  "0309 ~04324549 ~45728589", /* m */
  "0309 ~04437489",           /* n */
  "0309 ~05437384",           /* r */
  "~40478999 1383",           /* t */
};

static const char *const shapes[] = {
  "09409909",                              /* triangle */
  "0090990900",                            /* square */
  "4095490540",                            /* diamond */
  "4049 0494",                             /* plus */
  "407903932940",                          /* star */
  "~4904113143 ~4361819449",               /* heart */
  "0494 619467",                           /* arrow */
  "4940 134073",                           /* arrow up */
  "053990",                                /* check mark */
  "090440949909",                          /* house */
  "3039 6069 0393 0696",                   /* hash */
  "~4454554635335274774817134081",         /* spiral */
  "0623466396",                            /* zigzag */
  "~0523456795",                           /* wave */
  "~401104184988948140 3234 6264 ~264776", /* face */
  "~401104184988948140 ~433446655343",     /* rings */
  "0090990900 004590",                     /* envelope */
  "0090990900 0099 9009",                  /* crossed box */
  "4945 05409505",                         /* tree */
  "09063633636090",                        /* stairs */
  "0090 0009 3039 6069 9099",              /* comb */
  "0090 0494 0999",                        /* three bars */
  "0393 0696",                             /* equals */
};

static void
begin_stroke (Drawing *drawing)
{
  drawing->stroke_starts[drawing->n_strokes++] = drawing->n_points;
}

static void
add_point (Drawing *drawing, double x, double y)
{
  if (drawing->n_points < MAX_POINTS)
    drawing->points[drawing->n_points++] = (BpPoint){ (float) x, (float) y };
}

/* One coordinate of the uniform Catmull-Rom spline between b and c, at t from 0 to 1. */
static double
interpolate (double a, double b, double c, double d, double t)
{
  return b +
         0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)));
}

static void
add_curve (Drawing *drawing, const BpPoint *points, gsize n_points)
{
  g_assert (n_points >= 2);
  for (gsize i = 0; i + 1 < n_points; i++)
    {
      BpPoint a = points[i > 0 ? i - 1 : 0];
      BpPoint b = points[i];
      BpPoint c = points[i + 1];
      BpPoint d = points[MIN (i + 2, n_points - 1)];

      for (guint step = 0; step < STEPS_PER_SPAN; step++)
        {
          double t = (double) step / STEPS_PER_SPAN;

          add_point (drawing,
                     interpolate ((double) a.x, (double) b.x, (double) c.x, (double) d.x, t),
                     interpolate ((double) a.y, (double) b.y, (double) c.y, (double) d.y, t));
        }
    }
  add_point (drawing, (double) points[n_points - 1].x, (double) points[n_points - 1].y);
}

static void
add_figure (Drawing *drawing, const char *figure, BpRandom *random)
{
  while (*figure != '\0')
    {
      BpPoint points[MAX_FIGURE_POINTS];
      gboolean is_curve = *figure == '~';
      gsize n_points = 0;

      if (is_curve)
        figure++;
      for (; g_ascii_isdigit (figure[0]) && n_points < MAX_FIGURE_POINTS; figure += 2)
        points[n_points++] =
            (BpPoint){ (float) (figure[0] - '0' + JITTER * bp_random_normal (random)),
                       (float) (figure[1] - '0' + JITTER * bp_random_normal (random)) };
      if (*figure == ' ')
        figure++;

      begin_stroke (drawing);
      if (is_curve)
        add_curve (drawing, points, n_points);
      else
        for (gsize i = 0; i < n_points; i++)
          add_point (drawing, (double) points[i].x, (double) points[i].y);
    }
}

/* A pen whose direction turns at a rate that itself wanders. */
static void
add_wandering_stroke (Drawing *drawing, BpRandom *random, guint n_points)
{
  double x = 9.0 * bp_random_uniform (random);
  double y = 9.0 * bp_random_uniform (random);
  double direction = 2.0 * G_PI * bp_random_uniform (random);
  double turn = 0.0;

  begin_stroke (drawing);
  for (guint i = 0; i < n_points; i++)
    {
      add_point (drawing, x, y);
      turn = 0.9 * turn + 0.12 * bp_random_normal (random);
      direction += turn;
      /* Back towards the middle from too far outside. */
      x += 0.4 * cos (direction) + 0.01 * (4.5 - x);
      y += 0.4 * sin (direction) + 0.01 * (4.5 - y);
    }
}

static void
add_hatching (Drawing *drawing, BpRandom *random)
{
  guint n_lines = 6 + bp_random_below (random, 14);

  begin_stroke (drawing);
  for (guint i = 0; i < n_lines; i++)
    add_point (drawing, (i % 2 == 0 ? 0.0 : 9.0) + bp_random_normal (random),
               9.0 * i / n_lines + 0.5 * bp_random_normal (random));
}

static void
add_loose_lines (Drawing *drawing, BpRandom *random)
{
  guint n_lines = 3 + bp_random_below (random, MAX_STROKES - 3);

  for (guint i = 0; i < n_lines; i++)
    {
      begin_stroke (drawing);
      for (guint end = 0; end < 2; end++)
        add_point (drawing, 9.0 * bp_random_uniform (random), 9.0 * bp_random_uniform (random));
    }
}

static void
add_dots (Drawing *drawing, BpRandom *random)
{
  guint n_dots = 3 + bp_random_below (random, MAX_STROKES - 3);

  for (guint i = 0; i < n_dots; i++)
    {
      begin_stroke (drawing);
      add_point (drawing, 9.0 * bp_random_uniform (random), 9.0 * bp_random_uniform (random));
    }
}

/* A sign that nobody has seen: a few strokes, each straight, bent or curved through a few points.
 */
static void
add_made_up_sign (Drawing *drawing, BpRandom *random)
{
  guint n_strokes = 1 + bp_random_below (random, 4);

  for (guint i = 0; i < n_strokes; i++)
    {
      BpPoint points[MAX_FIGURE_POINTS];
      guint n_points = 2 + bp_random_below (random, n_strokes == 1 ? 7 : 4);
      double size = 3.0 + 7.0 * bp_random_uniform (random);
      double x = (9.0 - size) * bp_random_uniform (random);
      double y = (9.0 - size) * bp_random_uniform (random);

      for (guint j = 0; j < n_points; j++)
        points[j] = (BpPoint){ (float) (x + size * bp_random_uniform (random)),
                               (float) (y + size * bp_random_uniform (random)) };
      begin_stroke (drawing);
      if (bp_random_below (random, 3) > 0)
        add_curve (drawing, points, n_points);
      else
        for (guint j = 0; j < n_points; j++)
          add_point (drawing, (double) points[j].x, (double) points[j].y);
    }
}

static void
add_scribble (Drawing *drawing, BpRandom *random)
{
  guint n_strokes;

  switch (bp_random_below (random, 6))
    {
    case 0:
      add_hatching (drawing, random);
      break;

    case 1:
      add_loose_lines (drawing, random);
      break;

    case 2:
      add_dots (drawing, random);
      break;

    default:
      n_strokes = 1 + bp_random_below (random, 3);
      for (guint i = 0; i < n_strokes; i++)
        add_wandering_stroke (drawing, random, 60 + bp_random_below (random, 180));
      break;
    }
}

static void
transform (Drawing *drawing, BpRandom *random)
{
  double rotation = ROTATION * bp_random_normal (random);
  double slant = SLANT * bp_random_normal (random);
  double aspect = exp (ASPECT * bp_random_normal (random));

  for (gsize i = 0; i < drawing->n_points; i++)
    {
      double x = aspect * ((double) drawing->points[i].x - 4.5);
      double y = (double) drawing->points[i].y - 4.5;

      x -= slant * y;
      drawing->points[i].x = (float) (x * cos (rotation) - y * sin (rotation));
      drawing->points[i].y = (float) (x * sin (rotation) + y * cos (rotation));
    }
}

/**
 * bp_non_digit_draw:
 * @seed: any number
 * @index: which of the drawings of @seed
 * @image: (out caller-allocates): (28, 28) the drawing as the pad would hand it to the network
 *
 * The same @seed and @index always give the same drawing.
 *
 * Returns: what it is
 */
BpNonDigitKind
bp_non_digit_draw (guint64 seed, guint64 index, guint8 image[BP_DIGIT_N_PIXELS])
{
  Drawing drawing = { .n_points = 0 };
  BpStroke strokes[MAX_STROKES];
  BpNonDigitKind kind;
  BpRandom random;

  bp_random_init (&random, seed, FIRST_STREAM + index);
  kind = bp_random_below (&random, BP_N_NON_DIGIT_KINDS);
  switch (kind)
    {
    case BP_NON_DIGIT_LETTER:
      add_figure (&drawing, letters[bp_random_below (&random, G_N_ELEMENTS (letters))], &random);
      break;

    case BP_NON_DIGIT_SHAPE:
      add_figure (&drawing, shapes[bp_random_below (&random, G_N_ELEMENTS (shapes))], &random);
      break;

    case BP_NON_DIGIT_SIGN:
      add_made_up_sign (&drawing, &random);
      break;

    case BP_NON_DIGIT_SCRIBBLE:
    case BP_N_NON_DIGIT_KINDS:
    default:
      add_scribble (&drawing, &random);
      break;
    }
  transform (&drawing, &random);

  drawing.stroke_starts[drawing.n_strokes] = drawing.n_points;
  for (gsize i = 0; i < drawing.n_strokes; i++)
    strokes[i] = (BpStroke){ drawing.points + drawing.stroke_starts[i],
                             drawing.stroke_starts[i + 1] - drawing.stroke_starts[i] };
  bp_digit_image_from_strokes (strokes, drawing.n_strokes, image);

  return kind;
}
