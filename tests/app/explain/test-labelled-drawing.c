/* SPDX-License-Identifier: MIT */
#include "labelled-drawing.h"

#include "test-file.h"
#include "walkthrough.h"

static const guint8 INK[BP_DIGIT_N_PIXELS] = { 255 };

static void
draw (BpLabelledDrawing *drawing, const guint8 *pixels, guint label)
{
  bp_labelled_drawing_set_pixels (drawing, pixels, label);
}

/* What the user says stays while the drawing grows, and a blank pad forgets it. */
static void
test_told (void)
{
  BpLabelledDrawing drawing;

  bp_labelled_drawing_init (&drawing);
  g_assert_false (drawing.has_pixels);
  draw (&drawing, INK, BP_WALKTHROUGH_NO_LABEL);
  g_assert_true (drawing.has_pixels);
  g_assert_cmpmem (drawing.pixels, sizeof drawing.pixels, INK, sizeof INK);
  g_assert_cmpuint (drawing.label, ==, BP_WALKTHROUGH_NO_LABEL);
  drawing.label = 3;
  draw (&drawing, INK, BP_WALKTHROUGH_NO_LABEL);
  g_assert_cmpuint (drawing.label, ==, 3);
  draw (&drawing, NULL, BP_WALKTHROUGH_NO_LABEL);
  g_assert_false (drawing.has_pixels);
  g_assert_cmpuint (drawing.label, ==, BP_WALKTHROUGH_NO_LABEL);
}

/* A picture brings its class, which a drawing after it does not have. */
static void
test_picture (void)
{
  BpLabelledDrawing drawing;

  bp_labelled_drawing_init (&drawing);
  draw (&drawing, INK, BP_WALKTHROUGH_NO_LABEL);
  drawing.label = 3;
  draw (&drawing, INK, 4);
  g_assert_cmpuint (drawing.label, ==, 4);
  draw (&drawing, INK, BP_WALKTHROUGH_NO_LABEL);
  g_assert_cmpuint (drawing.label, ==, BP_WALKTHROUGH_NO_LABEL);
}

BP_TEST_FILE (labelled_drawing)
{
  g_test_add_func ("/labelled-drawing/told", test_told);
  g_test_add_func ("/labelled-drawing/picture", test_picture);
}
