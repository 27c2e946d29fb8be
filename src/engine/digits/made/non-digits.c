/* SPDX-License-Identifier: MIT */
/*
 * Drawings that are no digits. Like the built-in digits, they are generated: from figures designed
 * by hand and from rules, varied at random, drawn with the pad's pen or another one, and converted
 * to 28 x 28 as on the pad. A network learns from them to be unsure, and the threshold of "not
 * sure" is determined on other drawings of the same kinds.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "non-digits.h"

#include "error.h"
#include "non-digit-drawings.h"
#include "non-digit-figures.h"
#include "random.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The first random stream of the drawings, out of reach of the streams of digits and epochs. */
#define FIRST_STREAM (G_GUINT64_CONSTANT (1) << 48)

/* Spread of the random changes to a figure that is 9 units high and wide. */
#define JITTER   0.3
#define BEND     0.4
#define N_BENDS  2
#define ROTATION 0.12
#define SLANT    0.15
#define ASPECT   0.25

/* Pens other than the pad's, in pixels, as in pictures that are opened or dropped. */
#define PEN_WIDTH        2.2
#define PEN_WIDTH_SPREAD 0.35
#define PEN_SOFTNESS     1.2

static void
add_one_of (BpSketch *sketch, const BpFigures *figures, BpRandom *random)
{
  const char *figure = figures->figures[bp_random_below (random, figures->n_figures)];

  bp_sketch_add_figure (sketch, figure, JITTER, random);
}

static void
add_drawing (BpSketch *sketch,
             BpNonDigitKind kind,
             const BpAllographs *allographs,
             BpRandom *random)
{
  switch (kind)
    {
    case BP_NON_DIGIT_PATTERN:
      bp_add_pattern (sketch, random);
      break;

    case BP_NON_DIGIT_LINES:
      bp_add_lines (sketch, random);
      break;

    case BP_NON_DIGIT_BLOB:
      bp_add_blob (sketch, random);
      break;

    case BP_NON_DIGIT_CAPITAL:
      add_one_of (sketch, &bp_capital_letters, random);
      break;

    case BP_NON_DIGIT_SMALL_LETTER:
      add_one_of (sketch, &bp_small_letters, random);
      break;

    case BP_NON_DIGIT_FOREIGN:
      add_one_of (sketch, &bp_foreign_letters, random);
      break;

    case BP_NON_DIGIT_SYMBOL:
      add_one_of (sketch, &bp_symbols, random);
      break;

    case BP_NON_DIGIT_POLYGON:
      if (bp_random_below (random, 4) == 0)
        bp_add_arrow (sketch, random);
      else
        bp_add_polygon (sketch, random);
      break;

    case BP_NON_DIGIT_PICTURE:
      add_one_of (sketch, &bp_pictures, random);
      break;

    case BP_NON_DIGIT_SIGN:
      bp_add_sign (sketch, random);
      break;

    case BP_NON_DIGIT_PIECES:
      bp_add_pieces (sketch, allographs, random);
      break;

    case BP_NON_DIGIT_SPOILED:
      bp_add_spoiled_digit (sketch, allographs, random);
      break;

    case BP_NON_DIGIT_SCRIBBLE:
    case BP_N_NON_DIGIT_KINDS:
    default:
      bp_add_scribble (sketch, random);
      break;
    }
}

static void
vary (BpSketch *sketch, BpRandom *random)
{
  double slant = SLANT * bp_random_normal (random);
  double aspect = exp (ASPECT * bp_random_normal (random));

  for (guint i = 0; i < N_BENDS; i++)
    bp_sketch_bend (sketch, BEND, random);
  for (gsize i = 0; i < sketch->n_points; i++)
    sketch->points[i].x -= (float) (slant * ((double) sketch->points[i].y - BP_SKETCH_SIZE / 2.0));
  bp_sketch_move (sketch, 0, aspect, 1.0, 0.0, 0.0);
  bp_sketch_turn (sketch, 0, ROTATION * bp_random_normal (random));
}

static BpPen
choose_pen (BpRandom *random)
{
  double width = PEN_WIDTH * exp (PEN_WIDTH_SPREAD * bp_random_normal (random));

  if (bp_random_below (random, 2) == 0)
    return bp_digit_pen;
  return (BpPen){
    .width = (float) CLAMP (width, 1.0, 6.0),
    .softness = (float) PEN_SOFTNESS,
    .gain = 1.0f,
  };
}

/**
 * bp_non_digit_draw:
 * @allographs: the source of pieces of digits and of spoiled digits
 * @seed: any number
 * @index: which of the drawings of @seed
 * @image: (out caller-allocates): (28, 28) the drawing as the pad would hand it to the network
 *
 * The same @seed and @index always give the same drawing; over the indices, all kinds are equally
 * frequent.
 *
 * Returns: the kind of the drawing
 */
BpNonDigitKind
bp_non_digit_draw (const BpAllographs *allographs,
                   guint64 seed,
                   guint64 index,
                   guint8 image[BP_DIGIT_N_PIXELS])
{
  BpSketch sketch = { .n_points = 0 };
  BpNonDigitKind kind;
  BpRandom random;
  BpPen pen;

  bp_random_init (&random, seed, FIRST_STREAM + index);
  kind = bp_random_below (&random, BP_N_NON_DIGIT_KINDS);
  add_drawing (&sketch, kind, allographs, &random);
  vary (&sketch, &random);
  pen = choose_pen (&random);
  bp_sketch_draw (&sketch, &pen, image);

  return kind;
}

/**
 * bp_non_digits_new:
 * @seed: any number
 * @count: the number of drawings
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_NO_MEMORY or %BP_ERROR_CANCELLED
 *
 * Makes the first drawings of @seed: see bp_non_digit_draw().
 *
 * Returns: (transfer full): (count, 28, 28) to be freed with g_free(), or %NULL with @error set
 */
guint8 *
bp_non_digits_new (guint64 seed, gsize count, BpProgress *progress, GError **error)
{
  g_autoptr (BpAllographs) allographs = bp_allographs_new (error);
  g_autofree guint8 *images = NULL;

  if (allographs == NULL)
    return NULL;
  images = g_try_malloc_n (count, BP_DIGIT_N_PIXELS);
  if (images == NULL)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                   _ ("There is no memory for %zu drawings: close other programs"), count);
      return NULL;
    }

  for (gsize i = 0; i < count; i++)
    {
      if (!bp_progress_check (progress, error))
        return NULL;
      bp_non_digit_draw (allographs, seed, i, images + i * BP_DIGIT_N_PIXELS);
    }
  return g_steal_pointer (&images);
}
