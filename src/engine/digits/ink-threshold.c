/* SPDX-License-Identifier: MIT */

/* Separates ink from paper. The median level of the rim is the background; the level that differs
 * most from it is the ink, darker or lighter. Uneven light is corrected first, as far as a plane
 * describes it. */
#include "ink-threshold.h"

#include <math.h>

#define N_LEVELS 256

/* The least contrast between background and ink, in grey levels. A picture with less is flat: paper
 * and the noise of a camera. */
#define LEAST_CONTRAST 24

/* Differences from the background below a share of the contrast are noise. A drawn picture has no
 * noise, and its faint edges matter. A photograph has much noise, and so many pixels that faint
 * edges do not matter. Half of the rim lies within a spread, and all of it within NOISE_SPREADS. */
#define LEAST_NOISE_SHARE 0.02
#define MOST_NOISE_SHARE  0.35
#define NOISE_SPREADS     10.0

/* One pixel in so many may be a speck that is darker than the ink. */
#define PIXELS_TO_A_SPECK 5000

/* Levels this near to black or white become black or white. */
#define SNAP_LEVELS 10

/* The light is even where half of the rim differs by less than the first. Only paper lighter than
 * the second shows the light that falls on it. */
#define LEAST_LIGHT_SPREAD 2
#define DARKEST_PAPER      64

static guint
get_level (const BpInkThreshold *picture, guint x, guint y)
{
  guint level = picture->pixels[(gsize) y * picture->row_stride + x];

  if (picture->is_lit_evenly)
    return level;

  double light = picture->mean_light + picture->light_per_x * (x - (picture->width - 1) / 2.0) +
                 picture->light_per_y * (y - (picture->height - 1) / 2.0);
  double evened = level * picture->mean_light / MAX (light, picture->mean_light / 4.0);

  return (guint) MIN (evened + 0.5, N_LEVELS - 1.0);
}

/* The rim is the outermost pixels, a hundredth of the picture deep. Returns the number of a row's
 * pixels belong to it on the left, and as many do on the right; or all of them. */
static guint
get_rim_in_row (const BpInkThreshold *picture, guint y)
{
  guint depth = 1 + MIN (picture->width, picture->height) / 100;
  gboolean is_whole = y < depth || y + depth >= picture->height || 2 * depth >= picture->width;

  return is_whole ? picture->width : depth;
}

/* The pixel of the rim that comes after @x in its row. */
static guint
get_next_in_rim (const BpInkThreshold *picture, guint rim, guint x)
{
  return x + 1 == rim && rim < picture->width ? picture->width - rim : x + 1;
}

/* Fits a plane to the rim by least squares. The rim is the same on opposite sides, so that the two
 * slopes do not depend on each other. */
static void
fit_light (BpInkThreshold *picture)
{
  double count = 0.0;
  double sum = 0.0;
  double sum_x = 0.0;
  double sum_y = 0.0;
  double squares_x = 0.0;
  double squares_y = 0.0;

  for (guint y = 0; y < picture->height; y++)
    {
      guint rim = get_rim_in_row (picture, y);
      double from_middle_y = y - (picture->height - 1) / 2.0;

      for (guint x = 0; x < picture->width; x = get_next_in_rim (picture, rim, x))
        {
          double from_middle_x = x - (picture->width - 1) / 2.0;
          double level = get_level (picture, x, y);

          count += 1.0;
          sum += level;
          sum_x += from_middle_x * level;
          sum_y += from_middle_y * level;
          squares_x += from_middle_x * from_middle_x;
          squares_y += from_middle_y * from_middle_y;
        }
    }

  picture->mean_light = sum / count;
  picture->light_per_x = squares_x > 0.0 ? sum_x / squares_x : 0.0;
  picture->light_per_y = squares_y > 0.0 ? sum_y / squares_y : 0.0;
  picture->is_lit_evenly = FALSE;
}

/* @level is the median of the rim, and half of the rim is within @spread of it. */
static void
find_background (const BpInkThreshold *picture, int *level, int *spread)
{
  guint64 counts[N_LEVELS] = { 0 };
  guint64 total = 0;
  guint64 below = 0;
  guint64 within;

  for (guint y = 0; y < picture->height; y++)
    {
      guint rim = get_rim_in_row (picture, y);

      for (guint x = 0; x < picture->width; x = get_next_in_rim (picture, rim, x))
        {
          counts[get_level (picture, x, y)]++;
          total++;
        }
    }

  *level = 0;
  while (below + counts[*level] <= total / 2)
    below += counts[(*level)++];

  *spread = 0;
  within = counts[*level];
  while (within < total / 2)
    {
      ++*spread;
      within += *level >= *spread ? counts[*level - *spread] : 0;
      within += *level + *spread < N_LEVELS ? counts[*level + *spread] : 0;
    }
}

/* Goes from the extreme @level by @step until more than @n_passed pixels lie behind. */
static int
pass_pixels (const guint64 counts[N_LEVELS], int level, int step, guint64 n_passed)
{
  guint64 seen = counts[level];

  while (seen <= n_passed && level + step >= 0 && level + step < N_LEVELS)
    {
      level += step;
      seen += counts[level];
    }
  return level;
}

/* Ink lies on the side, darker or lighter, whose total difference from the background is larger.
 * Its level is the upper quartile of the pixels that differ at least half as much as the extreme,
 * which leaves out the edges of lines as well as specks. */
static int
find_ink (const BpInkThreshold *picture, int background)
{
  guint64 counts[N_LEVELS] = { 0 };
  guint64 n_specks = (guint64) picture->width * picture->height / PIXELS_TO_A_SPECK;
  double darker = 0.0;
  double lighter = 0.0;

  for (guint y = 0; y < picture->height; y++)
    for (guint x = 0; x < picture->width; x++)
      counts[get_level (picture, x, y)]++;

  /* Squares, so that a little noise over all of the paper weighs less than a line of ink. */
  for (int level = 0; level < N_LEVELS; level++)
    {
      double difference = level - background;

      *(level < background ? &darker : &lighter) +=
          (double) counts[level] * difference * difference;
    }

  int step = darker > lighter ? 1 : -1;
  int first = darker > lighter ? 0 : N_LEVELS - 1;
  int extreme = pass_pixels (counts, first, step, n_specks);
  guint64 n_ink = 0;

  for (int level = first; (level - background) * 2 * step <= (extreme - background) * step;
       level += step)
    n_ink += counts[level];
  return pass_pixels (counts, first, step, n_ink / 4);
}

/**
 * bp_ink_threshold_init:
 * @picture: (out caller-allocates): the view
 * @pixels: (height, row_stride) grey levels, rows from the top; borrowed for as long as the view is
 *   used
 * @width: in pixels, at least 1
 * @height: in pixels, at least 1
 * @row_stride: bytes from one row to the next, at least @width
 *
 * Returns: %FALSE where the picture is flat: then there is no ink
 */
gboolean
bp_ink_threshold_init (BpInkThreshold *picture,
                       const guint8 *pixels,
                       guint width,
                       guint height,
                       gsize row_stride)
{
  int background;
  int spread;
  int ink;
  double noise_share;

  *picture = (BpInkThreshold){
    .width = width,
    .height = height,
    .pixels = pixels,
    .row_stride = row_stride,
    .is_lit_evenly = TRUE,
  };

  find_background (picture, &background, &spread);
  if (spread >= LEAST_LIGHT_SPREAD && background >= DARKEST_PAPER)
    {
      fit_light (picture);
      find_background (picture, &background, &spread);
    }

  ink = find_ink (picture, background);
  if (ABS (ink - background) < LEAST_CONTRAST)
    return FALSE;

  noise_share = LEAST_NOISE_SHARE + NOISE_SPREADS * spread / ABS (ink - background);
  noise_share = MIN (noise_share, MOST_NOISE_SHARE);

  if (MIN (ink, background) <= SNAP_LEVELS && MAX (ink, background) >= N_LEVELS - 1 - SNAP_LEVELS)
    {
      background = background < ink ? 0 : N_LEVELS - 1;
      ink = N_LEVELS - 1 - background;
    }

  for (int level = 0; level < N_LEVELS; level++)
    {
      double share = (double) (level - background) / (ink - background);

      picture->ink_of_level[level] =
          share < noise_share ? 0 : (guint8) lround (255.0 * MIN (share, 1.0));
    }
  return TRUE;
}

/**
 * bp_ink_threshold_get_ink:
 * @picture: the view
 * @x: a column of the picture
 * @y: a row of it
 *
 * Returns: the amount of ink, from 0 (background and noise) to 255
 */
guint8
bp_ink_threshold_get_ink (const BpInkThreshold *picture, guint x, guint y)
{
  return picture->ink_of_level[get_level (picture, x, y)];
}
