/* SPDX-License-Identifier: MIT */
#include "augment.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

enum
{
  N_EPOCHS = 400,
};

/* A disc of @radius pixels with a soft edge around (@x, @y), pixel indices. */
static void
make_disc (double x, double y, double radius, guint8 image[BP_DIGIT_N_PIXELS])
{
  for (int row = 0; row < BP_DIGIT_SIZE; row++)
    for (int column = 0; column < BP_DIGIT_SIZE; column++)
      {
        double ink = (radius - hypot (column - x, row - y)) / 3.0 + 0.5;

        image[row * BP_DIGIT_SIZE + column] = (guint8) lround (255.0 * CLAMP (ink, 0.0, 1.0));
      }
}

static void
find_centre (const guint8 image[BP_DIGIT_N_PIXELS], double *x, double *y, double *ink)
{
  *x = *y = *ink = 0.0;
  for (int i = 0; i < BP_DIGIT_N_PIXELS; i++)
    {
      int row = i / BP_DIGIT_SIZE;
      int column = i % BP_DIGIT_SIZE;

      *ink += image[i];
      *x += (double) image[i] * column;
      *y += (double) image[i] * row;
    }
  *x /= *ink;
  *y /= *ink;
}

static double
get_pixel (const guint8 image[BP_DIGIT_N_PIXELS], int x, int y)
{
  if (x < 0 || y < 0 || x >= BP_DIGIT_SIZE || y >= BP_DIGIT_SIZE)
    return 0.0;
  return image[y * BP_DIGIT_SIZE + x];
}

/* Bilinear interpolation at a position, in a simple form. */
static double
sample (const guint8 image[BP_DIGIT_N_PIXELS], double x, double y)
{
  int column = (int) floor (x);
  int row = (int) floor (y);
  double fraction_x = x - column;
  double fraction_y = y - row;
  double top = get_pixel (image, column, row) * (1.0 - fraction_x) +
               get_pixel (image, column + 1, row) * fraction_x;
  double bottom = get_pixel (image, column, row + 1) * (1.0 - fraction_x) +
                  get_pixel (image, column + 1, row + 1) * fraction_x;

  return top * (1.0 - fraction_y) + bottom * fraction_y;
}

/* The largest difference between @augmented and the affine transform of @image. */
static double
compare_with_affine (const guint8 image[BP_DIGIT_N_PIXELS],
                     const guint8 augmented[BP_DIGIT_N_PIXELS],
                     const double matrix[4],
                     double shift_x,
                     double shift_y)
{
  double largest = 0.0;

  for (int y = 0; y < BP_DIGIT_SIZE; y++)
    for (int x = 0; x < BP_DIGIT_SIZE; x++)
      {
        double from_x = matrix[0] * (x - 13.5) + matrix[1] * (y - 13.5) + 13.5 + shift_x;
        double from_y = matrix[2] * (x - 13.5) + matrix[3] * (y - 13.5) + 13.5 + shift_y;
        double expected = sample (image, from_x, from_y);

        largest = MAX (largest, fabs (expected - augmented[y * BP_DIGIT_SIZE + x]));
      }
  return largest;
}

static void
make_noise (guint8 image[BP_DIGIT_N_PIXELS])
{
  BpRandom random;

  bp_random_init (&random, 77, 0);
  for (int i = 0; i < BP_DIGIT_N_PIXELS; i++)
    image[i] = (guint8) bp_random_below (&random, 256);
}

static void
test_none_changes_nothing (void)
{
  const BpAugmentation none = { 0 };
  guint8 image[BP_DIGIT_N_PIXELS];
  guint8 augmented[BP_DIGIT_N_PIXELS];

  make_noise (image);
  bp_augment_image (&none, 1, 2, 3, image, augmented);
  g_assert_cmpmem (image, sizeof image, augmented, sizeof augmented);
  g_assert_true (bp_augmentation_is_none (&none));
}

/* A tiny augmentation runs all steps and changes no pixel, not even at the rim. */
static void
test_next_to_nothing (void)
{
  const BpAugmentation tiny = { 1e-7f, 1e-7f, 1e-7f, 1e-7f, 1e-7f };
  guint8 image[BP_DIGIT_N_PIXELS];
  guint8 augmented[BP_DIGIT_N_PIXELS];

  make_noise (image);
  g_assert_false (bp_augmentation_is_none (&tiny));
  bp_augment_image (&tiny, 1, 2, 3, image, augmented);
  g_assert_cmpmem (image, sizeof image, augmented, sizeof augmented);
}

static void
test_shift (void)
{
  const BpAugmentation shift = { .shift = 2.5f };
  double least = 0.0;
  double most = 0.0;
  guint n_askew = 0;

  for (guint32 epoch = 0; epoch < N_EPOCHS; epoch++)
    {
      const double identity[4] = { 1.0, 0.0, 0.0, 1.0 };
      guint8 image[BP_DIGIT_N_PIXELS];
      guint8 augmented[BP_DIGIT_N_PIXELS];
      double x;
      double y;
      double ink;

      make_disc (13.0, 15.0, 6.0, image);
      bp_augment_image (&shift, 9, epoch, 0, image, augmented);
      find_centre (augmented, &x, &y, &ink);
      least = MIN (least, MIN (x - 13.0, y - 15.0));
      most = MAX (most, MAX (x - 13.0, y - 15.0));
      n_askew += fabs ((x - 13.0) - (y - 15.0)) > 0.5;
      /* The centre of the disc gives the shift. */
      g_assert_cmpfloat (compare_with_affine (image, augmented, identity, 13.0 - x, 15.0 - y), <,
                         1.5);
    }
  /* The whole range is used, and not exceeded. */
  g_assert_cmpfloat_with_epsilon (least, -2.48, 0.03);
  g_assert_cmpfloat_with_epsilon (most, 2.48, 0.03);
  /* The two directions are independent: they differ by over 0.5 in four of five cases. */
  g_assert_cmpuint (n_askew, >, N_EPOCHS / 2);
}

static void
test_rotation (void)
{
  const BpAugmentation rotation = { .rotation = 0.5f };
  double least = 0.0;
  double most = 0.0;

  for (guint32 epoch = 0; epoch < N_EPOCHS; epoch++)
    {
      guint8 image[BP_DIGIT_N_PIXELS];
      guint8 augmented[BP_DIGIT_N_PIXELS];
      double x;
      double y;
      double ink;
      double angle;

      make_disc (20.5, 13.5, 4.0, image);
      bp_augment_image (&rotation, 9, epoch, 0, image, augmented);
      find_centre (augmented, &x, &y, &ink);
      g_assert_cmpfloat_with_epsilon (hypot (x - 13.5, y - 13.5), 7.0, 0.02);
      angle = atan2 (y - 13.5, x - 13.5);
      least = MIN (least, angle);
      most = MAX (most, angle);

      const double matrix[4] = { cos (angle), sin (angle), -sin (angle), cos (angle) };

      g_assert_cmpfloat (compare_with_affine (image, augmented, matrix, 0.0, 0.0), <, 1.5);
    }
  g_assert_cmpfloat_with_epsilon (least, -0.495, 0.01);
  g_assert_cmpfloat_with_epsilon (most, 0.495, 0.01);
}

/* The standard deviation of the displacements is the requested one, on both axes and everywhere,
 * and distant parts move independently. */
static void
test_elastic (void)
{
  const BpAugmentation elastic = { .elastic = 0.8f };
  const double places[][2] = { { 7.0, 7.0 }, { 20.0, 7.0 }, { 10.5, 20.0 }, { 18.0, 17.0 } };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      guint8 image[BP_DIGIT_N_PIXELS];
      guint8 augmented[BP_DIGIT_N_PIXELS];
      double squares_x = 0.0;
      double squares_y = 0.0;
      double products = 0.0;

      make_disc (places[i][0], places[i][1], 1.5, image);
      for (guint32 epoch = 0; epoch < N_EPOCHS; epoch++)
        {
          double x;
          double y;
          double ink;

          bp_augment_image (&elastic, 9, epoch, i, image, augmented);
          find_centre (augmented, &x, &y, &ink);
          x -= places[i][0];
          y -= places[i][1];
          squares_x += x * x / N_EPOCHS;
          squares_y += y * y / N_EPOCHS;
          products += x * y / N_EPOCHS;
        }
      g_test_message ("%g, %g: %.3f, %.3f", places[i][0], places[i][1], sqrt (squares_x),
                      sqrt (squares_y));
      g_assert_cmpfloat_with_epsilon (sqrt (squares_x), 0.8, 0.15);
      g_assert_cmpfloat_with_epsilon (sqrt (squares_y), 0.8, 0.15);
      g_assert_cmpfloat_with_epsilon (products, 0.0, 0.15);
    }
}

/* Neighbours have similar displacements: a ramp, whose levels give the origin of each pixel, stays
 * smooth across the cells of the grid. */
static void
test_elastic_is_smooth (void)
{
  const BpAugmentation elastic = { .elastic = 1.4f };
  guint8 ramp[BP_DIGIT_N_PIXELS];

  for (int i = 0; i < BP_DIGIT_N_PIXELS; i++)
    ramp[i] = (guint8) (9 * (i % BP_DIGIT_SIZE));
  for (guint32 epoch = 0; epoch < N_EPOCHS; epoch++)
    {
      guint8 augmented[BP_DIGIT_N_PIXELS];

      bp_augment_image (&elastic, 9, epoch, 0, ramp, augmented);
      for (int y = 8; y < 20; y++)
        for (int x = 9; x < 19; x++)
          {
            const guint8 *pixel = &augmented[y * BP_DIGIT_SIZE + x];

            g_assert_cmpint (abs (pixel[-1] - 2 * pixel[0] + pixel[1]), <=, 6);
          }
    }
}

static void
test_scale_and_shear (void)
{
  const BpAugmentation scale = { .scale = 0.2f };
  const BpAugmentation shear = { .shear = 0.3f };
  guint8 image[BP_DIGIT_N_PIXELS];
  double least = 2.0;
  double most = 0.0;
  double disc_x;
  double disc_y;
  double disc_ink;

  make_disc (13.5, 13.5, 7.0, image);
  find_centre (image, &disc_x, &disc_y, &disc_ink);
  for (guint32 epoch = 0; epoch < N_EPOCHS; epoch++)
    {
      guint8 augmented[BP_DIGIT_N_PIXELS];
      double x;
      double y;
      double ink;

      bp_augment_image (&scale, 9, epoch, 0, image, augmented);
      find_centre (augmented, &x, &y, &ink);
      g_assert_cmpfloat_with_epsilon (x, 13.5, 0.01);
      g_assert_cmpfloat_with_epsilon (y, 13.5, 0.01);
      least = MIN (least, ink / disc_ink);
      most = MAX (most, ink / disc_ink);

      /* A shear keeps areas. */
      bp_augment_image (&shear, 9, epoch, 0, image, augmented);
      find_centre (augmented, &x, &y, &ink);
      g_assert_cmpfloat_with_epsilon (ink / disc_ink, 1.0, 0.01);
    }
  g_assert_cmpfloat (least, >, 1.0 / (1.2 * 1.2));
  g_assert_cmpfloat (least, <, 0.75);
  g_assert_cmpfloat (most, <, 1.0 / (0.8 * 0.8));
  g_assert_cmpfloat (most, >, 1.45);
}

/* Width and height vary independently: some discs become wide, others high. */
static void
test_scale_of_each_axis (void)
{
  const BpAugmentation scale = { .scale = 0.2f };
  guint8 image[BP_DIGIT_N_PIXELS];
  guint n_wide = 0;
  guint n_high = 0;

  make_disc (13.5, 13.5, 7.0, image);
  for (guint32 epoch = 0; epoch < N_EPOCHS; epoch++)
    {
      guint8 augmented[BP_DIGIT_N_PIXELS];
      int width = 0;
      int height = 0;

      bp_augment_image (&scale, 9, epoch, 0, image, augmented);
      for (int i = 0; i < BP_DIGIT_SIZE; i++)
        {
          width += augmented[14 * BP_DIGIT_SIZE + i] > 127;
          height += augmented[i * BP_DIGIT_SIZE + 14] > 127;
        }
      n_wide += width >= height + 2;
      n_high += height >= width + 2;
    }
  g_assert_cmpuint (n_wide, >, N_EPOCHS / 10);
  g_assert_cmpuint (n_high, >, N_EPOCHS / 10);
}

static void
test_same_numbers_same_image (void)
{
  const BpAugmentation usual = { 0.12f, 0.08f, 0.12f, 0.8f, 0.6f };
  guint8 image[BP_DIGIT_N_PIXELS];
  guint8 augmented[BP_DIGIT_N_PIXELS];
  const guint32 others[][3] = { { 2, 2, 3 }, { 1, 3, 3 }, { 1, 2, 4 }, { 1, 3, 2 } };

  make_disc (13.0, 15.0, 6.0, image);
  bp_augment_image (&usual, 1, 2, 3, image, augmented);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      guint8 other[BP_DIGIT_N_PIXELS];

      bp_augment_image (&usual, others[i][0], others[i][1], others[i][2], image, other);
      g_assert_cmpint (memcmp (augmented, other, sizeof augmented), !=, 0);
      bp_augment_image (&usual, 1, 2, 3, image, other);
      g_assert_cmpmem (augmented, sizeof augmented, other, sizeof other);
    }
}

/* No pixel outside the image is read, for any displacement. */
static void
test_extremes (void)
{
  const BpAugmentation wild = { 3.0f, 0.99f, 5.0f, 100.0f, 1000.0f };
  guint8 image[BP_DIGIT_N_PIXELS];
  guint8 augmented[BP_DIGIT_N_PIXELS];

  make_noise (image);
  for (guint32 epoch = 0; epoch < N_EPOCHS; epoch++)
    bp_augment_image (&wild, 1, epoch, 0, image, augmented);
}

BP_TEST_FILE (augment)
{
  g_test_add_func ("/augment/none-changes-nothing", test_none_changes_nothing);
  g_test_add_func ("/augment/next-to-nothing", test_next_to_nothing);
  g_test_add_func ("/augment/shift", test_shift);
  g_test_add_func ("/augment/rotation", test_rotation);
  g_test_add_func ("/augment/elastic", test_elastic);
  g_test_add_func ("/augment/elastic-is-smooth", test_elastic_is_smooth);
  g_test_add_func ("/augment/scale-and-shear", test_scale_and_shear);
  g_test_add_func ("/augment/scale-of-each-axis", test_scale_of_each_axis);
  g_test_add_func ("/augment/same-numbers-same-image", test_same_numbers_same_image);
  g_test_add_func ("/augment/extremes", test_extremes);
}
