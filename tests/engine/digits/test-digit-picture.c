/* SPDX-License-Identifier: MIT */
#include "digit-image.h"
#include "random.h"
#include "stroke-raster.h"
#include "test-data.h"
#include "test-file.h"

#include <math.h>
#include <string.h>
#include <zlib.h>

enum
{
  IDX_HEADER = 16,
  MOST_IMAGES = 10000,
};

static int
largest_difference (const guint8 *a, const guint8 *b)
{
  int largest = 0;

  for (int i = 0; i < BP_DIGIT_N_PIXELS; i++)
    largest = MAX (largest, abs (a[i] - b[i]));
  return largest;
}

/* A seven of straight lines in the pen of the pad. */
static void
make_digit (guint8 image[BP_DIGIT_N_PIXELS])
{
  const BpPoint seven[] = { { 0.0f, 1.0f }, { 9.0f, 0.0f }, { 6.0f, 7.0f }, { 4.0f, 14.0f } };
  const BpPoint bar[] = { { 3.0f, 7.0f }, { 8.0f, 7.0f } };
  const BpStroke strokes[] = { { seven, G_N_ELEMENTS (seven) }, { bar, G_N_ELEMENTS (bar) } };

  g_assert_true (bp_digit_image_from_lines (strokes, G_N_ELEMENTS (strokes), &bp_digit_pen, image));
}

/* Scales the digit by @zoom, with @margin pixels of background on the left and at the top, in
 * levels from @background to @ink. */
static guint8 *
blow_up (const guint8 digit[BP_DIGIT_N_PIXELS],
         guint zoom,
         guint margin,
         double background,
         double ink,
         guint *size)
{
  *size = margin + BP_DIGIT_SIZE * zoom;

  guint8 *picture = g_malloc ((gsize) *size * *size);

  memset (picture, (int) background, (gsize) *size * *size);
  for (guint y = 0; y < BP_DIGIT_SIZE * zoom; y++)
    for (guint x = 0; x < BP_DIGIT_SIZE * zoom; x++)
      {
        guint8 level = digit[y / zoom * BP_DIGIT_SIZE + x / zoom];
        double share = level / 255.0;

        picture[(gsize) (y + margin) * *size + x + margin] =
            (guint8) lround (background + share * (ink - background));
      }
  return picture;
}

/* A ring, dark on light, of @size pixels with lines of @line_width pixels. */
static guint8 *
draw_ring (guint size, double line_width)
{
  guint8 *picture = g_malloc ((gsize) size * size);
  double middle = size / 2.0;
  double radius = size / 3.0;

  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      {
        double away = hypot (x + 0.5 - middle, y + 0.5 - middle);
        double ink = line_width / 2.0 - fabs (away - radius) + 0.5;

        picture[(gsize) y * size + x] = (guint8) lround (255.0 - 255.0 * CLAMP (ink, 0.0, 1.0));
      }
  return picture;
}

static double
sum_ink (const guint8 image[BP_DIGIT_N_PIXELS])
{
  double ink = 0.0;

  for (int i = 0; i < BP_DIGIT_N_PIXELS; i++)
    ink += image[i] / 255.0;
  return ink;
}

/* MNIST's test images and their negatives are not changed. */
static void
test_mnist_stays (void)
{
  g_autofree char *path = bp_test_find_data ("mnist/t10k-images-idx3-ubyte.gz");
  guint8 header[IDX_HEADER];
  gzFile file;

  if (path == NULL)
    return;

  file = gzopen (path, "rb");
  g_assert_nonnull (file);
  g_assert_cmpint (gzread (file, header, sizeof header), ==, sizeof header);
  for (int i = 0; i < MOST_IMAGES; i++)
    {
      guint8 digit[BP_DIGIT_N_PIXELS];
      guint8 negative[BP_DIGIT_N_PIXELS];
      guint8 image[BP_DIGIT_N_PIXELS];

      g_assert_cmpint (gzread (file, digit, sizeof digit), ==, sizeof digit);
      for (int j = 0; j < BP_DIGIT_N_PIXELS; j++)
        negative[j] = 255 - digit[j];

      g_assert_true (bp_digit_image_from_picture (digit, 28, 28, 28, image));
      g_assert_cmpmem (image, sizeof image, digit, sizeof digit);
      g_assert_true (bp_digit_image_from_picture (negative, 28, 28, 28, image));
      g_assert_cmpmem (image, sizeof image, digit, sizeof digit);
    }
  gzclose (file);
}

static void
test_size_and_place_do_not_matter (void)
{
  const struct
  {
    guint zoom;
    guint margin;
    double background;
    double ink;
    int tolerance;
  } cases[] = {
    { 1, 9, 0, 255, 0 },   { 10, 0, 0, 255, 0 },    { 7, 131, 255, 0, 0 }, { 10, 37, 255, 0, 0 },
    { 3, 50, 200, 40, 3 }, { 16, 500, 90, 150, 8 }, { 5, 0, 30, 90, 8 },
  };
  guint8 digit[BP_DIGIT_N_PIXELS];

  make_digit (digit);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint size;
      g_autofree guint8 *picture =
          blow_up (digit, cases[i].zoom, cases[i].margin, cases[i].background, cases[i].ink, &size);
      guint8 image[BP_DIGIT_N_PIXELS];

      g_test_message ("case %u", i);
      g_assert_true (bp_digit_image_from_picture (picture, size, size, size, image));
      g_assert_cmpint (largest_difference (digit, image), <=, cases[i].tolerance);
    }
}

static void
find_centre (const guint8 image[BP_DIGIT_N_PIXELS], double *x, double *y)
{
  double total = 0.0;

  *x = 0.0;
  *y = 0.0;
  for (int i = 0; i < BP_DIGIT_N_PIXELS; i++)
    {
      int row = i / BP_DIGIT_SIZE;

      total += image[i];
      *x += (double) image[i] * (i - row * BP_DIGIT_SIZE);
      *y += (double) image[i] * row;
    }
  *x /= total;
  *y /= total;
}

/* A digit in MNIST's form whose ink is faint has full ink. */
static void
test_faint_mnist (void)
{
  guint8 picture[BP_DIGIT_N_PIXELS] = { 0 };
  guint8 image[BP_DIGIT_N_PIXELS];

  for (guint y = 4; y < 24; y++)
    for (guint x = 12; x < 16; x++)
      picture[y * BP_DIGIT_SIZE + x] = x == 12 ? 8 : 16;
  for (guint is_negative = 0; is_negative < 2; is_negative++)
    {
      for (guint i = 0; is_negative && i < BP_DIGIT_N_PIXELS; i++)
        picture[i] = (guint8) (255 - picture[i]);
      g_assert_true (bp_digit_image_from_picture (picture, BP_DIGIT_SIZE, BP_DIGIT_SIZE,
                                                  BP_DIGIT_SIZE, image));
      g_assert_cmpuint (image[10 * BP_DIGIT_SIZE + 11], ==, 0);
      g_assert_cmpuint (image[10 * BP_DIGIT_SIZE + 12], ==, 128);
      g_assert_cmpuint (image[10 * BP_DIGIT_SIZE + 13], ==, 255);
    }
}

/* A digit of the right size in a picture of MNIST's size is centred. */
static void
test_off_centre (void)
{
  guint8 digit[BP_DIGIT_N_PIXELS];
  double digit_x;
  double digit_y;

  make_digit (digit);
  find_centre (digit, &digit_x, &digit_y);
  for (int dy = -2; dy <= 2; dy++)
    for (int dx = -2; dx <= 2; dx++)
      {
        guint8 moved[BP_DIGIT_N_PIXELS] = { 0 };
        guint8 image[BP_DIGIT_N_PIXELS];
        double x;
        double y;

        for (int row = 2; row < BP_DIGIT_SIZE - 2; row++)
          for (int column = 2; column < BP_DIGIT_SIZE - 2; column++)
            moved[(row + dy) * BP_DIGIT_SIZE + column + dx] = digit[row * BP_DIGIT_SIZE + column];
        g_assert_true (bp_digit_image_from_picture (moved, 28, 28, 28, image));
        find_centre (image, &x, &y);
        g_assert_cmpfloat_with_epsilon (x, digit_x, 0.75);
        g_assert_cmpfloat_with_epsilon (y, digit_y, 0.75);
      }
}

/* A picture with a row stride, as a part of a wider picture. */
static void
test_row_stride (void)
{
  guint8 digit[BP_DIGIT_N_PIXELS];
  guint8 image[BP_DIGIT_N_PIXELS];
  guint8 wide[28 * 61];

  make_digit (digit);
  memset (wide, 0x5a, sizeof wide);
  for (int y = 0; y < 28; y++)
    memcpy (wide + (gsize) y * 61, digit + (gsize) y * 28, 28);
  g_assert_true (bp_digit_image_from_picture (wide, 28, 28, 61, image));
  g_assert_cmpmem (image, sizeof image, digit, sizeof digit);
}

/* Lines far thinner than a pixel of the result become 2 pixels wide; thick lines keep their
 * width. */
static void
test_line_width (void)
{
  const struct
  {
    guint size;
    double line_width;
    double expected;
  } cases[] = {
    { 60, 1.0, 2.0 },  { 200, 1.0, 2.0 },  { 1000, 1.5, 2.0 },
    { 300, 4.0, 2.0 }, { 300, 24.0, 2.1 }, { 300, 40.0, 3.3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *picture = draw_ring (cases[i].size, cases[i].line_width);
      guint8 image[BP_DIGIT_N_PIXELS];
      double line_width;

      g_assert_true (bp_digit_image_from_picture (picture, cases[i].size, cases[i].size,
                                                  cases[i].size, image));
      line_width = sum_ink (image) / (G_PI * (20.0 - cases[i].expected));
      g_test_message ("case %u: lines of %.2f pixels", i, line_width);
      g_assert_cmpfloat_with_epsilon (line_width, cases[i].expected, 0.25);
    }
}

static void
test_flat (void)
{
  enum
  {
    SIZE = 64
  };
  const guint8 blank[BP_DIGIT_N_PIXELS] = { 0 };
  guint8 picture[SIZE * SIZE];
  guint8 image[BP_DIGIT_N_PIXELS];
  BpRandom random;

  for (int level = 0; level < 256; level += 51)
    {
      memset (picture, level, sizeof picture);
      memset (image, 0xaa, sizeof image);
      g_assert_false (bp_digit_image_from_picture (picture, SIZE, SIZE, SIZE, image));
      g_assert_cmpmem (image, sizeof image, blank, sizeof blank);
      g_assert_false (bp_digit_image_from_picture (picture, 1, 1, 1, image));
      g_assert_false (bp_digit_image_from_picture (picture, 28, 28, 28, image));
    }

  /* The noise of a camera is not ink. */
  bp_random_init (&random, 1, 0);
  for (guint i = 0; i < sizeof picture; i++)
    picture[i] = (guint8) (200 + bp_random_below (&random, 11));
  g_assert_false (bp_digit_image_from_picture (picture, SIZE, SIZE, SIZE, image));
  g_assert_cmpmem (image, sizeof image, blank, sizeof blank);
}

/* Grey ink on noisy, unevenly lit paper, as in a photograph, gives the same as black ink on
 * white. */
static void
test_photograph (void)
{
  enum
  {
    SIZE = 400
  };
  const double line_widths[] = { 4.0, 12.0, 30.0 };
  BpRandom random;

  bp_random_init (&random, 2, 0);
  for (guint i = 0; i < G_N_ELEMENTS (line_widths); i++)
    {
      g_autofree guint8 *picture = draw_ring (SIZE, line_widths[i]);
      guint8 image_of_drawing[BP_DIGIT_N_PIXELS];
      guint8 image[BP_DIGIT_N_PIXELS];

      g_assert_true (bp_digit_image_from_picture (picture, SIZE, SIZE, SIZE, image_of_drawing));
      for (guint y = 0; y < SIZE; y++)
        for (guint x = 0; x < SIZE; x++)
          {
            guint8 *pixel = &picture[(gsize) y * SIZE + x];
            double light = 1.15 - 0.6 * x / SIZE + 0.1 * y / SIZE;
            double noise = 4.0 * bp_random_normal (&random);

            *pixel = (guint8) CLAMP ((60.0 + 0.55 * *pixel) * light + noise, 0.0, 255.0);
          }
      g_assert_true (bp_digit_image_from_picture (picture, SIZE, SIZE, SIZE, image));
      g_test_message ("lines of %g pixels: ink %.1f and %.1f", line_widths[i],
                      sum_ink (image_of_drawing), sum_ink (image));
      g_assert_cmpfloat_with_epsilon (sum_ink (image) / sum_ink (image_of_drawing), 1.0, 0.1);
    }
}

/* Dust far from the digit is removed; separate parts of the digit are kept. */
static void
test_specks (void)
{
  enum
  {
    SIZE = 300
  };
  const guint specks[][2] = { { 3, 3 }, { 3, 4 }, { 290, 10 }, { 150, 296 }, { 20, 280 } };
  g_autofree guint8 *clean = draw_ring (SIZE, 12.0);
  g_autofree guint8 *dusty = NULL;
  guint8 image_of_clean[BP_DIGIT_N_PIXELS];
  guint8 image[BP_DIGIT_N_PIXELS];

  /* A bar across the ring, apart from it: a slashed zero. */
  for (guint y = 145; y < 155; y++)
    for (guint x = 120; x < 180; x++)
      clean[y * SIZE + x] = 0;
  g_assert_true (bp_digit_image_from_picture (clean, SIZE, SIZE, SIZE, image_of_clean));
  g_assert_cmpint (image_of_clean[14 * BP_DIGIT_SIZE + 14], >, 128);

  dusty = g_memdup2 (clean, (gsize) SIZE * SIZE);
  for (guint i = 0; i < G_N_ELEMENTS (specks); i++)
    dusty[specks[i][1] * SIZE + specks[i][0]] = 0;
  g_assert_true (bp_digit_image_from_picture (dusty, SIZE, SIZE, SIZE, image));
  g_assert_cmpmem (image, sizeof image, image_of_clean, sizeof image_of_clean);
}

/* A picture that is reduced for its size gives the same digit as a smaller one. */
static void
test_large (void)
{
  enum
  {
    SIZE = 4000
  };
  const double line_widths[] = { 8.0, 300.0 };

  for (guint i = 0; i < G_N_ELEMENTS (line_widths); i++)
    {
      g_autofree guint8 *large = draw_ring (SIZE, line_widths[i]);
      g_autofree guint8 *small = draw_ring (SIZE / 10, line_widths[i] / 10.0);
      guint8 image_of_large[BP_DIGIT_N_PIXELS];
      guint8 image_of_small[BP_DIGIT_N_PIXELS];

      g_assert_true (bp_digit_image_from_picture (large, SIZE, SIZE, SIZE, image_of_large));
      g_assert_true (
          bp_digit_image_from_picture (small, SIZE / 10, SIZE / 10, SIZE / 10, image_of_small));
      g_assert_cmpfloat_with_epsilon (sum_ink (image_of_large) / sum_ink (image_of_small), 1.0,
                                      0.05);
    }
}

/* No shape of a picture leads to a read outside it. */
static void
test_odd_shapes (void)
{
  const guint widths[] = { 1, 2, 3, 28, 29, 400 };
  guint8 picture[400];
  guint8 image[BP_DIGIT_N_PIXELS];

  for (guint i = 0; i < G_N_ELEMENTS (picture); i++)
    picture[i] = i % 3 == 0 ? 250 : 10;
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      guint width = widths[i];

      bp_digit_image_from_picture (picture, width, 400 / width, width, image);
      bp_digit_image_from_picture (picture, 400 / width, width, 400 / width, image);
    }
}

BP_TEST_FILE (digit_picture)
{
  g_test_add_func ("/digit-picture/mnist-stays", test_mnist_stays);
  g_test_add_func ("/digit-picture/faint-mnist", test_faint_mnist);
  g_test_add_func ("/digit-picture/size-and-place-do-not-matter",
                   test_size_and_place_do_not_matter);
  g_test_add_func ("/digit-picture/off-centre", test_off_centre);
  g_test_add_func ("/digit-picture/row-stride", test_row_stride);
  g_test_add_func ("/digit-picture/line-width", test_line_width);
  g_test_add_func ("/digit-picture/flat", test_flat);
  g_test_add_func ("/digit-picture/photograph", test_photograph);
  g_test_add_func ("/digit-picture/specks", test_specks);
  g_test_add_func ("/digit-picture/large", test_large);
  g_test_add_func ("/digit-picture/odd-shapes", test_odd_shapes);
}
