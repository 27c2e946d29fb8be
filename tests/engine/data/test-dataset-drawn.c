/* SPDX-License-Identifier: MIT */
#include "dataset-drawn.h"

#include "drawing.h"
#include "error.h"
#include "test-file.h"
#include "toy-data.h"

static const BpPoint points[] = { { 0.25F, 0.5F }, { 0.75F, 0.5F }, { 0.5F, 1.0F } };
static const BpStroke strokes[] = { { points, G_N_ELEMENTS (points) } };

static BpDrawing
make_drawing (int label, gsize n_strokes)
{
  return (BpDrawing){ .strokes = strokes, .n_strokes = n_strokes, .label = label };
}

static BpDataset *
load (BpDrawing *drawings, guint n, GError **error)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (array, &drawings[i]);
  return bp_dataset_new_drawn (array, error);
}

/* The images are those that a network sees, in the order of the drawings; what is blank or no digit
 * is left out. */
static void
test_images (void)
{
  BpDrawing drawings[] = { make_drawing (7, 1), make_drawing (3, 0), make_drawing (12, 1),
                           make_drawing (BP_DRAWING_NO_LABEL, 1), make_drawing (0, 1) };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = load (drawings, G_N_ELEMENTS (drawings), &error);
  BpSamples test;
  guint8 expected[BP_DIGIT_N_PIXELS];

  g_assert_no_error (error);
  test = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  g_assert_cmpuint (test.count, ==, 2);
  g_assert_cmpuint (test.labels[0], ==, 7);
  g_assert_cmpuint (test.labels[1], ==, 0);
  bp_digit_image_from_strokes (strokes, 1, expected);
  g_assert_cmpmem (test.images + BP_DIGIT_N_PIXELS, BP_DIGIT_N_PIXELS, expected, BP_DIGIT_N_PIXELS);
  g_assert_true (bp_dataset_has_digits (dataset));
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count, ==, 0);
}

static void
test_none (void)
{
  BpDrawing blank = make_drawing (3, 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (load (&blank, 1, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
}

static void
test_is_drawn (void)
{
  BpDrawing drawing = make_drawing (3, 1);
  g_autoptr (BpDataset) drawn = load (&drawing, 1, NULL);
  g_autoptr (BpDataset) other = bp_toy_dataset_new (10, 5, 5, 1);

  g_assert_true (bp_dataset_is_drawn (drawn));
  g_assert_false (bp_dataset_is_drawn (other));
}

BP_TEST_FILE (dataset_drawn)
{
  g_test_add_func ("/dataset-drawn/images", test_images);
  g_test_add_func ("/dataset-drawn/none", test_none);
  g_test_add_func ("/dataset-drawn/is-drawn", test_is_drawn);
}
