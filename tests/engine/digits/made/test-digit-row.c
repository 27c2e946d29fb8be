/* SPDX-License-Identifier: MIT */
#include "digit-row.h"

#include "builtin-digits.h"
#include "test-file.h"

#define N_SINGLE 5000
#define N_ROWS   500

/* The gaps of rows, by the height of a digit, and the most digits of one. */
#define ROW_GAP  0.5
#define ROW_MOST 4
#define HEIGHT   1.0

typedef struct
{
  BpAllographs *allographs;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  fixture->allographs = bp_allographs_new (&error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_allographs_free (fixture->allographs);
}

typedef void (*Write) (const BpAllographs *, guint64, guint64, BpBuiltinDigit *);

/* Appends the strokes of a digit, which borrow its points. Returns: their number */
static guint
add_strokes (const BpBuiltinDigit *digit, BpStroke *strokes)
{
  const BpPoint *next = digit->points;

  for (guint i = 0; i < digit->n_strokes; i++)
    {
      strokes[i] = (BpStroke){ next, digit->stroke_lengths[i] };
      next += digit->stroke_lengths[i];
    }
  return digit->n_strokes;
}

static guint
count_split (const Fixture *fixture, Write write, guint64 seed)
{
  guint n_split = 0;

  for (guint i = 0; i < N_SINGLE; i++)
    {
      BpBuiltinDigit digit;
      BpStroke strokes[BP_ALLOGRAPH_MAX_STROKES];
      guint digits[BP_ALLOGRAPH_MAX_STROKES];

      write (fixture->allographs, seed, i, &digit);
      n_split += bp_digit_row_split (strokes, add_strokes (&digit, strokes), digits) != 1;
    }
  g_test_message ("%u of %u single digits are split", n_split, N_SINGLE);
  return n_split;
}

/* No single digit is split, neither a neat one nor one in a rare form. */
static void
test_single (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_cmpuint (count_split (fixture, bp_builtin_digit_write, 11), ==, 0);
  g_assert_cmpuint (count_split (fixture, bp_builtin_digit_write_rare, 12), ==, 0);
}

static void
find_edges (const BpBuiltinDigit *digit, float *left, float *right)
{
  guint n_points = 0;

  for (guint i = 0; i < digit->n_strokes; i++)
    n_points += digit->stroke_lengths[i];
  *left = G_MAXFLOAT;
  *right = -G_MAXFLOAT;
  for (guint i = 0; i < n_points; i++)
    {
      *left = MIN (*left, digit->points[i].x);
      *right = MAX (*right, digit->points[i].x);
    }
}

/* Moves a digit to the right of @x. Returns: its right edge */
static float
place (BpBuiltinDigit *digit, float x)
{
  float left;
  float right;
  guint point = 0;

  find_edges (digit, &left, &right);
  for (guint i = 0; i < digit->n_strokes; i++)
    for (guint j = 0; j < digit->stroke_lengths[i]; j++)
      digit->points[point++].x += x - left;
  return x + right - left;
}

/* Whether the row of digits is split into just these. */
static gboolean
is_row_split (const Fixture *fixture, guint64 row, guint n_digits, double gap)
{
  BpBuiltinDigit digits[ROW_MOST];
  BpStroke strokes[ROW_MOST * BP_ALLOGRAPH_MAX_STROKES];
  guint expected[G_N_ELEMENTS (strokes)];
  guint found[G_N_ELEMENTS (strokes)];
  guint n_strokes = 0;
  float x = 0.0F;

  for (guint i = 0; i < n_digits; i++)
    {
      guint n_more;

      bp_builtin_digit_write (fixture->allographs, 13, row * ROW_MOST + i, &digits[i]);
      x = place (&digits[i], x) + (float) (gap * HEIGHT);
      n_more = add_strokes (&digits[i], strokes + n_strokes);
      while (n_more-- > 0)
        expected[n_strokes++] = i;
    }
  if (bp_digit_row_split (strokes, n_strokes, found) != n_digits)
    return FALSE;
  for (guint i = 0; i < n_strokes; i++)
    if (found[i] != expected[i])
      return FALSE;
  return TRUE;
}

/* Rows of two to four digits with plain gaps are split: 97 % of them. The others are pairs of
 * narrow digits, which look like the corner and the stem of a 4, and rows with a very low digit. */
static void
test_rows (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  guint n_split = 0;

  for (guint row = 0; row < N_ROWS; row++)
    n_split += is_row_split (fixture, row, 2 + row % (ROW_MOST - 1), ROW_GAP);
  g_test_message ("%u of %u rows are split", n_split, N_ROWS);
  g_assert_cmpuint (n_split, >=, N_ROWS * 95 / 100);
}

/* A blank drawing, a dot, and digits without a plain gap are one. */
static void
test_one (Fixture *fixture G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
  const BpPoint dot[] = { { 3.0F, 4.0F } };
  const BpPoint bars[][2] = { { { 0.0F, 0.0F }, { 0.0F, 1.0F } },
                              { { 0.2F, 0.0F }, { 0.2F, 1.0F } },
                              { { 0.7F, 0.0F }, { 0.7F, 1.0F } },
                              { { 0.7F, 0.0F }, { 0.9F, 0.0F } } };
  const BpStroke strokes[] = { { dot, 1 }, { dot, 1 } };
  const BpStroke near[] = { { bars[0], 2 }, { bars[1], 2 } };
  const BpStroke apart[] = { { bars[2], 2 }, { bars[0], 2 }, { bars[3], 2 } };
  const BpStroke low[] = { { bars[0], 2 }, { bars[3], 2 } };
  guint digits[3];

  g_assert_cmpuint (bp_digit_row_split (NULL, 0, NULL), ==, 1);
  g_assert_cmpuint (bp_digit_row_split (strokes, 2, digits), ==, 1);
  g_assert_cmpuint (bp_digit_row_split (near, 2, digits), ==, 1);
  g_assert_cmpuint (bp_digit_row_split (low, 2, digits), ==, 1);
  g_assert_cmpuint (bp_digit_row_split (apart, 3, digits), ==, 2);
  g_assert_cmpuint (digits[0], ==, 1);
  g_assert_cmpuint (digits[1], ==, 0);
  g_assert_cmpuint (digits[2], ==, 1);
}

/* As many digits as a row can have are split, and a row of more is not. */
static void
test_longest (Fixture *fixture G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
  BpPoint bars[BP_DIGIT_ROW_MAX + 1][2];
  BpStroke strokes[BP_DIGIT_ROW_MAX + 1];
  guint digits[BP_DIGIT_ROW_MAX + 1];

  for (guint i = 0; i < G_N_ELEMENTS (strokes); i++)
    {
      bars[i][0] = (BpPoint){ (float) i, 0.0F };
      bars[i][1] = (BpPoint){ (float) i, 1.0F };
      strokes[i] = (BpStroke){ bars[i], 2 };
    }
  g_assert_cmpuint (bp_digit_row_split (strokes, BP_DIGIT_ROW_MAX, digits), ==, BP_DIGIT_ROW_MAX);
  for (guint i = 0; i < BP_DIGIT_ROW_MAX; i++)
    g_assert_cmpuint (digits[i], ==, i);
  g_assert_cmpuint (bp_digit_row_split (strokes, BP_DIGIT_ROW_MAX + 1, digits), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    g_assert_cmpuint (digits[i], ==, 0);
}

BP_TEST_FILE (digit_row)
{
  g_test_add ("/digit-row/single", Fixture, NULL, set_up, test_single, tear_down);
  g_test_add ("/digit-row/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/digit-row/one", Fixture, NULL, set_up, test_one, tear_down);
  g_test_add ("/digit-row/longest", Fixture, NULL, set_up, test_longest, tear_down);
}
