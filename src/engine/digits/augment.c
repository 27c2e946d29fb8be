/* SPDX-License-Identifier: MIT */

/* Changes an image a little, as another hand would have drawn it: turned, scaled, sheared, moved,
 * and bent by a field of displacements (Simard, Steinkraus and Platt, "Best practices for
 * convolutional neural networks applied to visual document analysis", 2003; here a cubic B-spline
 * over a coarse grid instead of blurred noise, which is the same thing at a fraction of the cost).
 *
 * For each pixel of the result, the place that it comes from is computed and sampled by bilinear
 * interpolation. This runs once for each image and epoch, so the loops are written to be
 * vectorised: rows of 28, no branches, and the four pixels around a place in one word. */
#include "augment.h"

#include <math.h>
#include <string.h>

/* The grid of displacements: every 7 pixels, and one node beyond each edge for the spline. */
#define GRID_SPACING 7
#define GRID_CELLS   (BP_DIGIT_SIZE / GRID_SPACING)
#define GRID_NODES   (GRID_CELLS + 3)

/* Runs of GRID_SPACING pixels are computed 8 at a time; the last one may run over the end of a
 * row. */
#define SPAN       8
#define ROW_LENGTH (BP_DIGIT_SIZE + SPAN - GRID_SPACING)

/* The ratio of a pixel's displacement to a node's: the root mean square, over a cell, of the
 * weights of the 16 nodes around a place. */
#define GRID_ATTENUATION 0.48f

/* The image with a blank rim one pixel wide, in words of four neighbours. */
#define RIM          1
#define PADDED_SIZE  (BP_DIGIT_SIZE + 2 * RIM)
#define PADDED_WIDTH 32

/* Separates these random streams from others of the same seed. */
#define SEED_SALT G_GUINT64_CONSTANT (0x6175676d656e7421)

/* Cubic B-spline weights of the four nodes around a place i/7 of the way from the second to the
 * third: entry [node][i], with an eighth column to fill a vector. */
#define B_SPLINE_0(i) ((float) ((7 - (i)) * (7 - (i)) * (7 - (i))) / 2058.0f)
#define B_SPLINE_1(i) ((float) (3 * (i) * (i) * (i) -42 * (i) * (i) + 1372) / 2058.0f)
#define B_SPLINE_2(i) ((float) (-3 * (i) * (i) * (i) + 21 * (i) * (i) + 147 * (i) + 343) / 2058.0f)
#define B_SPLINE_3(i) ((float) ((i) * (i) * (i)) / 2058.0f)
#define B_SPLINE_ROW(of)                                           \
  {                                                                \
    of (0), of (1), of (2), of (3), of (4), of (5), of (6), of (7) \
  }

static const float b_spline[4][SPAN] = {
  B_SPLINE_ROW (B_SPLINE_0),
  B_SPLINE_ROW (B_SPLINE_1),
  B_SPLINE_ROW (B_SPLINE_2),
  B_SPLINE_ROW (B_SPLINE_3),
};

/* The source of a pixel before the elastic displacement: linear in the pixel's place. */
typedef struct
{
  float x_per_x;
  float x_per_y;
  float x_at_origin;
  float y_per_x;
  float y_per_y;
  float y_at_origin;
} Affine;

/* Displacements on one axis, interpolated from nodes to pixels along the rows but not yet along the
 * columns. */
typedef struct
{
  float rows[GRID_NODES][ROW_LENGTH];
} Bends;

/* A pixel, its right neighbour, and the two below them in one word, lowest byte first. */
typedef struct
{
  guint32 words[PADDED_SIZE][PADDED_WIDTH];
} Neighbours;

static float
draw_within (BpRandom *random, float most)
{
  return (float) (2.0 * bp_random_uniform (random) - 1.0) * most;
}

/* Nearly normal, standard deviation 1: the sum of four uniform numbers. The spline mixes 16 of
 * them, so that the difference from a normal distribution does not show. It takes a hundredth of
 * the time. */
static float
draw_nearly_normal (BpRandom *random)
{
  const float standard_deviation = 37837.23f; /* 65536 / sqrt (3) */
  guint64 bits = bp_random_next (random);
  gint32 sum =
      (gint32) ((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48)) -
      2 * 65535;

  return (float) sum / standard_deviation;
}

static Affine
draw_affine (const BpAugmentation *augmentation, BpRandom *random)
{
  const float centre = (BP_DIGIT_SIZE - 1) / 2.0f;
  float rotation = draw_within (random, augmentation->rotation);
  float scale_x = 1.0f + draw_within (random, augmentation->scale);
  float scale_y = 1.0f + draw_within (random, augmentation->scale);
  float shear = draw_within (random, augmentation->shear);
  float shift_x = draw_within (random, augmentation->shift);
  float shift_y = draw_within (random, augmentation->shift);
  float cosine = (float) cos ((double) rotation);
  float sine = (float) sin ((double) rotation);
  Affine affine = {
    .x_per_x = cosine * scale_x,
    .x_per_y = cosine * shear - sine * scale_y,
    .y_per_x = sine * scale_x,
    .y_per_y = sine * shear + cosine * scale_y,
  };

  affine.x_at_origin = centre + shift_x - (affine.x_per_x + affine.x_per_y) * centre;
  affine.y_at_origin = centre + shift_y - (affine.y_per_x + affine.y_per_y) * centre;
  return affine;
}

static void
draw_bends (float standard_deviation, BpRandom *random, Bends *bends)
{
  float node_deviation = standard_deviation / GRID_ATTENUATION;

  for (int node_y = 0; node_y < GRID_NODES; node_y++)
    {
      float nodes[GRID_NODES];

      for (int i = 0; i < GRID_NODES; i++)
        nodes[i] = node_deviation * draw_nearly_normal (random);
      for (int cell = 0; cell < GRID_CELLS; cell++)
        for (int i = 0; i < SPAN; i++)
          bends->rows[node_y][cell * GRID_SPACING + i] =
              b_spline[0][i] * nodes[cell] + b_spline[1][i] * nodes[cell + 1] +
              b_spline[2][i] * nodes[cell + 2] + b_spline[3][i] * nodes[cell + 3];
    }
}

/* Adds the displacements of row @y to the source places of its pixels. */
static void
bend_row (const Bends *bends, gsize y, float places[BP_DIGIT_SIZE])
{
  const float (*rows)[ROW_LENGTH] = &bends->rows[y / GRID_SPACING];
  gsize i = y % GRID_SPACING;

  for (int x = 0; x < BP_DIGIT_SIZE; x++)
    places[x] += b_spline[0][i] * rows[0][x] + b_spline[1][i] * rows[1][x] +
                 b_spline[2][i] * rows[2][x] + b_spline[3][i] * rows[3][x];
}

static void
pack_neighbours (const guint8 image[BP_DIGIT_N_PIXELS], Neighbours *neighbours)
{
  guint8 padded[PADDED_SIZE + 1][PADDED_WIDTH + 1] = { 0 };
  guint16 pairs[PADDED_SIZE + 1][PADDED_WIDTH];

  for (gsize y = 0; y < BP_DIGIT_SIZE; y++)
    memcpy (&padded[y + RIM][RIM], &image[y * BP_DIGIT_SIZE], BP_DIGIT_SIZE);
  for (int y = 0; y < PADDED_SIZE + 1; y++)
    for (int x = 0; x < PADDED_WIDTH; x++)
      pairs[y][x] = (guint16) (padded[y][x] | padded[y][x + 1] << 8);
  for (int y = 0; y < PADDED_SIZE; y++)
    for (int x = 0; x < PADDED_WIDTH; x++)
      neighbours->words[y][x] = pairs[y][x] | (guint32) pairs[y + 1][x] << 16;
}

/* Samples the image at a row of places. Outside of the image and its rim lies background. */
static void
sample_row (const Neighbours *neighbours,
            float places_x[BP_DIGIT_SIZE],
            float places_y[BP_DIGIT_SIZE],
            guint8 *row)
{
  gint32 indices[BP_DIGIT_SIZE];
  guint32 words[BP_DIGIT_SIZE];

  for (int x = 0; x < BP_DIGIT_SIZE; x++)
    {
      float place_x = CLAMP (places_x[x] + RIM, 0.0f, PADDED_SIZE - 1.0f);
      float place_y = CLAMP (places_y[x] + RIM, 0.0f, PADDED_SIZE - 1.0f);
      gint32 column = (gint32) place_x;
      gint32 line = (gint32) place_y;

      indices[x] = line * PADDED_WIDTH + column;
      places_x[x] = place_x - (float) column;
      places_y[x] = place_y - (float) line;
    }
  for (int x = 0; x < BP_DIGIT_SIZE; x++)
    words[x] = (&neighbours->words[0][0])[indices[x]];
  for (int x = 0; x < BP_DIGIT_SIZE; x++)
    {
      float top_left = (float) (gint32) (words[x] & 0xff);
      float top_right = (float) (gint32) (words[x] >> 8 & 0xff);
      float bottom_left = (float) (gint32) (words[x] >> 16 & 0xff);
      float bottom_right = (float) (gint32) (words[x] >> 24);
      float top = top_left + places_x[x] * (top_right - top_left);
      float bottom = bottom_left + places_x[x] * (bottom_right - bottom_left);

      row[x] = (guint8) (gint32) (top + places_y[x] * (bottom - top) + 0.5f);
    }
}

/**
 * bp_augmentation_is_none:
 * @augmentation: the ranges of the changes
 *
 * Returns: whether images stay unchanged
 */
gboolean
bp_augmentation_is_none (const BpAugmentation *augmentation)
{
  return augmentation->rotation == 0.0f && augmentation->scale == 0.0f &&
         augmentation->shear == 0.0f && augmentation->shift == 0.0f &&
         augmentation->elastic == 0.0f;
}

/**
 * bp_augment_image:
 * @augmentation: the ranges of the changes
 * @seed: of the training run
 * @epoch: the epoch of the run
 * @index: the index of the image in the data set
 * @image: (28, 28) the image; not @augmented
 * @augmented: (out caller-allocates): (28, 28) the image, changed
 *
 * Changes an image at random. The result depends on @augmentation, @seed, @epoch and @index alone,
 * not on the calling thread or the order of calls.
 */
void
bp_augment_image (const BpAugmentation *augmentation,
                  guint64 seed,
                  guint32 epoch,
                  guint32 index,
                  const guint8 image[BP_DIGIT_N_PIXELS],
                  guint8 augmented[BP_DIGIT_N_PIXELS])
{
  Neighbours neighbours;
  Bends bends_x;
  Bends bends_y;
  gboolean is_bent = augmentation->elastic != 0.0f;
  BpRandom random;
  Affine affine;

  if (bp_augmentation_is_none (augmentation))
    {
      memcpy (augmented, image, BP_DIGIT_N_PIXELS);
      return;
    }

  bp_random_init (&random, seed ^ SEED_SALT, (guint64) epoch << 32 | index);
  affine = draw_affine (augmentation, &random);
  if (is_bent)
    {
      draw_bends (augmentation->elastic, &random, &bends_x);
      draw_bends (augmentation->elastic, &random, &bends_y);
    }

  pack_neighbours (image, &neighbours);
  for (gsize y = 0; y < BP_DIGIT_SIZE; y++)
    {
      float places_x[BP_DIGIT_SIZE];
      float places_y[BP_DIGIT_SIZE];
      float start_x = affine.x_at_origin + affine.x_per_y * (float) y;
      float start_y = affine.y_at_origin + affine.y_per_y * (float) y;

      for (int x = 0; x < BP_DIGIT_SIZE; x++)
        {
          places_x[x] = start_x + affine.x_per_x * (float) x;
          places_y[x] = start_y + affine.y_per_x * (float) x;
        }
      if (is_bent)
        {
          bend_row (&bends_x, y, places_x);
          bend_row (&bends_y, y, places_y);
        }
      sample_row (&neighbours, places_x, places_y, &augmented[y * BP_DIGIT_SIZE]);
    }
}
