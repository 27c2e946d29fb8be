/* SPDX-License-Identifier: MIT */
#include "builtin-digits.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

enum
{
  N_DIGITS = 3000,
};

typedef struct
{
  BpAllographs *allographs;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  fixture->allographs = bp_allographs_new (&error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  (void) data;
  bp_allographs_free (fixture->allographs);
}

static void
draw (const BpAllographs *allographs, guint64 seed, guint64 index, guint8 image[BP_DIGIT_N_PIXELS])
{
  BpBuiltinDigit digit;

  bp_builtin_digit_write (allographs, seed, index, &digit);
  bp_builtin_digit_draw (&digit, image);
}

/* All points of the table are in the resource. */
static void
test_points (Fixture *fixture, gconstpointer data)
{
  guint n_allographs = 0;
  guint n_keyframes = 0;
  guint n_points = 0;
  guint n_corners = 0;

  (void) data;
  for (guint i = 0; i < 10; i++)
    for (guint j = 0; j < fixture->allographs->digits[i].n_allographs; j++)
      {
        const BpAllograph *allograph = &fixture->allographs->digits[i].allographs[j];

        g_assert_cmpfloat (allograph->weight, >, 0.0);
        n_allographs++;
        n_keyframes += allograph->n_keyframes;
        n_points += allograph->n_keyframes * allograph->n_points;
        for (guint k = 0; k < allograph->n_keyframes; k++)
          for (guint l = 0; l < allograph->n_points; l++)
            {
              g_assert_cmpfloat_with_epsilon (allograph->keyframes[k][l].x, 0.5, 1.0);
              g_assert_cmpfloat_with_epsilon (allograph->keyframes[k][l].y, 0.5, 0.75);
              n_corners += allograph->keyframes[k][l].corner == 1.0;
            }
      }
  g_assert_cmpuint (n_allographs, ==, 115);
  g_assert_cmpuint (n_keyframes, ==, 328);
  g_assert_cmpuint (n_points, ==, 3355);
  g_assert_cmpuint (n_corners, ==, 216);
  g_assert_cmpfloat_with_epsilon (fixture->allographs->gain, 0.9374, 1e-9);
  g_assert_cmpfloat_with_epsilon ((double) fixture->allographs->on_the_fly.shift, 1.4, 1e-6);
}

static void
test_same_seed_same_digit (Fixture *fixture, gconstpointer data)
{
  guint n_alike = 0;

  (void) data;
  for (guint64 i = 0; i < 100; i++)
    {
      guint8 image[BP_DIGIT_N_PIXELS];
      guint8 again[BP_DIGIT_N_PIXELS];
      guint8 other_seed[BP_DIGIT_N_PIXELS];
      guint8 next[BP_DIGIT_N_PIXELS];

      draw (fixture->allographs, 7, i, image);
      draw (fixture->allographs, 7, i, again);
      draw (fixture->allographs, 8, i, other_seed);
      draw (fixture->allographs, 7, i + 1, next);
      g_assert_cmpmem (image, sizeof image, again, sizeof again);
      n_alike += memcmp (image, other_seed, sizeof image) == 0;
      n_alike += memcmp (image, next, sizeof image) == 0;
    }
  g_assert_cmpuint (n_alike, ==, 0);
}

static void
test_all_digits_come (Fixture *fixture, gconstpointer data)
{
  guint counts[10] = { 0 };

  (void) data;
  for (guint64 i = 0; i < N_DIGITS; i++)
    {
      BpBuiltinDigit digit;

      bp_builtin_digit_write (fixture->allographs, 1, i, &digit);
      g_assert_cmpuint (digit.digit, <, 10);
      counts[digit.digit]++;
    }
  /* Five standard deviations of a binomial count. */
  for (guint i = 0; i < 10; i++)
    g_assert_cmpfloat_with_epsilon (counts[i], N_DIGITS / 10.0, 5.0 * sqrt (N_DIGITS * 0.09));
}

/* The allographs of a digit have the right frequencies. Those with two strokes are distinguished
 * from those with one. @data: whether rare ones are more frequent. */
static void
test_allographs_come_by_weight (Fixture *fixture, gconstpointer data)
{
  gboolean is_rare_welcome = GPOINTER_TO_INT (data);
  guint counts[10] = { 0 };
  guint in_two_strokes[10] = { 0 };

  for (guint64 i = 0; i < 10 * N_DIGITS; i++)
    {
      BpBuiltinDigit digit;

      if (is_rare_welcome)
        bp_builtin_digit_write_rare (fixture->allographs, 1, i, &digit);
      else
        bp_builtin_digit_write (fixture->allographs, 1, i, &digit);
      counts[digit.digit]++;
      in_two_strokes[digit.digit] += digit.n_strokes > 1;
    }

  for (guint i = 0; i < 10; i++)
    {
      const BpDigitAllographs *digit = &fixture->allographs->digits[i];
      double weight_of_two_strokes = 0.0;
      double total_weight = 0.0;
      double share;

      for (guint j = 0; j < digit->n_allographs; j++)
        {
          double weight = digit->allographs[j].weight;

          weight = is_rare_welcome ? sqrt (weight) : weight;
          total_weight += weight;
          if (digit->allographs[j].n_strokes > 1)
            weight_of_two_strokes += weight;
        }
      share = weight_of_two_strokes / total_weight;

      /* Five standard deviations of a binomial share. */
      g_assert_cmpfloat_with_epsilon ((double) in_two_strokes[i] / counts[i], share,
                                      5.0 * sqrt (share * (1.0 - share) / counts[i]) + 1e-9);
    }
}

/* Like MNIST's, the digits lean to the right: the highest point of a one, behind its flag where it
 * has one, is to the right of the lowest. */
static void
test_lean (Fixture *fixture, gconstpointer data)
{
  guint n_ones = 0;
  double lean = 0.0;

  (void) data;
  for (guint64 i = 0; i < N_DIGITS; i++)
    {
      BpBuiltinDigit digit;
      guint highest = 0;
      guint lowest = 0;

      bp_builtin_digit_write (fixture->allographs, 1, i, &digit);
      if (digit.digit != 1 || digit.n_strokes > 1)
        continue;

      for (guint j = 1; j < digit.stroke_lengths[0]; j++)
        {
          highest = digit.points[j].y < digit.points[highest].y ? j : highest;
          lowest = digit.points[j].y > digit.points[lowest].y ? j : lowest;
        }
      n_ones++;
      lean += (double) (digit.points[highest].x - digit.points[lowest].x);
    }
  g_assert_cmpfloat (lean / n_ones, >, 0.02);
}

/* The points of a digit lie around the origin, on which a caller may build. */
static void
test_centred (Fixture *fixture, gconstpointer data)
{
  double mean_x = 0.0;
  double mean_y = 0.0;
  gsize n_points = 0;

  (void) data;
  for (guint64 i = 0; i < 200; i++)
    {
      BpBuiltinDigit digit;
      guint n_of_digit = 0;

      bp_builtin_digit_write (fixture->allographs, 1, i, &digit);
      for (guint stroke = 0; stroke < digit.n_strokes; stroke++)
        n_of_digit += digit.stroke_lengths[stroke];
      for (guint point = 0; point < n_of_digit; point++)
        {
          mean_x += (double) digit.points[point].x;
          mean_y += (double) digit.points[point].y;
        }
      n_points += n_of_digit;
    }
  g_assert_cmpfloat_with_epsilon (mean_x / (double) n_points, 0.0, 0.05);
  g_assert_cmpfloat_with_epsilon (mean_y / (double) n_points, 0.0, 0.05);
}

static int
compare_doubles (const void *a, const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0.0) - (difference < 0.0);
}

/* The pictures have the statistics of MNIST. The ink of MNIST is 51, 100 and 162 pixels at the 5th,
 * 50th and 95th percentile; that of the pictures is a little thinner. */
static void
test_statistics (Fixture *fixture, gconstpointer data)
{
  static double inks[N_DIGITS];
  guint n_off_centre = 0;
  guint n_exact = 0;

  (void) data;
  for (guint64 i = 0; i < N_DIGITS; i++)
    {
      guint8 image[BP_DIGIT_N_PIXELS];
      double centre_x = 0.0;
      double centre_y = 0.0;
      int left = BP_DIGIT_SIZE;
      int right = 0;
      int top = BP_DIGIT_SIZE;
      int bottom = 0;
      int longer;

      draw (fixture->allographs, 3, i, image);
      inks[i] = 0.0;
      for (int y = 0; y < BP_DIGIT_SIZE; y++)
        for (int x = 0; x < BP_DIGIT_SIZE; x++)
          if (image[y * BP_DIGIT_SIZE + x] > 0)
            {
              double ink = image[y * BP_DIGIT_SIZE + x] / 255.0;

              inks[i] += ink;
              centre_x += ink * x;
              centre_y += ink * y;
              left = MIN (left, x);
              right = MAX (right, x);
              top = MIN (top, y);
              bottom = MAX (bottom, y);
            }
      /* The box is a little off for a pen of other than usual pressure. */
      longer = MAX (right - left, bottom - top) + 1;
      g_assert_cmpint (longer, >=, 18);
      g_assert_cmpint (longer, <=, 22);
      n_exact += longer == 20;
      n_off_centre +=
          fabs (centre_x / inks[i] - 14.0) > 0.501 || fabs (centre_y / inks[i] - 14.0) > 0.501;
    }
  g_assert_cmpuint (n_exact, >=, N_DIGITS * 97 / 100);
  /* Ink is kept in the picture rather than centred. */
  g_assert_cmpuint (n_off_centre, <=, N_DIGITS / 500);

  qsort (inks, N_DIGITS, sizeof inks[0], compare_doubles);
  g_test_message ("ink: %.1f, %.1f, %.1f", inks[N_DIGITS / 20], inks[N_DIGITS / 2],
                  inks[N_DIGITS * 19 / 20]);
  g_assert_cmpfloat_with_epsilon (inks[N_DIGITS / 20], 37.0, 4.0);
  g_assert_cmpfloat_with_epsilon (inks[N_DIGITS / 2], 76.0, 4.0);
  g_assert_cmpfloat_with_epsilon (inks[N_DIGITS * 19 / 20], 142.0, 7.0);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (builtin_digits)
{
  add ("/builtin-digits/points", test_points);
  add ("/builtin-digits/same-seed-same-digit", test_same_seed_same_digit);
  add ("/builtin-digits/all-digits-come", test_all_digits_come);
  add ("/builtin-digits/allographs-come-by-weight", test_allographs_come_by_weight);
  g_test_add ("/builtin-digits/rare-allographs", Fixture, GINT_TO_POINTER (TRUE), set_up,
              test_allographs_come_by_weight, tear_down);
  add ("/builtin-digits/lean", test_lean);
  add ("/builtin-digits/centred", test_centred);
  add ("/builtin-digits/statistics", test_statistics);
}
