/* SPDX-License-Identifier: MIT */
#include "strokes.h"
#include "test-file.h"

#include <math.h>

static void
draw_line (BpStrokes *strokes, float x0, float y0, float x1, float y1)
{
  bp_strokes_begin (strokes, (BpPoint){ x0, y0 }, 0.5F);
  bp_strokes_to (strokes, (BpPoint){ x1, y1 }, 0.75F);
  bp_strokes_end (strokes);
}

static void
test_points_are_kept (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();
  BpStroke stroke;

  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 0);
  bp_strokes_begin (strokes, (BpPoint){ 0.1F, 0.2F }, 0.25F);
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 1);
  for (guint i = 1; i < 1000; i++)
    bp_strokes_to (strokes, (BpPoint){ 0.1F + (float) i, 0.2F }, 0.5F);
  bp_strokes_end (strokes);

  stroke = bp_strokes_get (strokes, 0);
  g_assert_cmpuint (stroke.n_points, ==, 1000);
  g_assert_cmpfloat (stroke.points[0].x, ==, 0.1F);
  g_assert_cmpfloat (stroke.points[999].x, ==, 0.1F + 999.0F);
  g_assert_cmpfloat (bp_strokes_get_pressures (strokes, 0)[0], ==, 0.25F);
  g_assert_cmpfloat (bp_strokes_get_pressures (strokes, 0)[999], ==, 0.5F);
}

static void
test_undo_and_redo (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();

  g_assert_false (bp_strokes_can_undo (strokes));
  g_assert_false (bp_strokes_undo (strokes));
  draw_line (strokes, 0, 0, 1, 1);
  draw_line (strokes, 1, 0, 0, 1);
  g_assert_true (bp_strokes_can_undo (strokes));
  g_assert_false (bp_strokes_can_redo (strokes));

  g_assert_true (bp_strokes_undo (strokes));
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 1);
  g_assert_true (bp_strokes_undo (strokes));
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 0);
  g_assert_false (bp_strokes_can_undo (strokes));

  g_assert_true (bp_strokes_redo (strokes));
  g_assert_true (bp_strokes_redo (strokes));
  g_assert_false (bp_strokes_redo (strokes));
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 2);
  g_assert_cmpfloat (bp_strokes_get (strokes, 1).points[0].x, ==, 1.0);
}

static void
test_a_new_stroke_forgets_what_was_undone (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();

  draw_line (strokes, 0, 0, 1, 1);
  bp_strokes_undo (strokes);
  draw_line (strokes, 2, 0, 3, 1);
  g_assert_false (bp_strokes_can_redo (strokes));
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 1);
  g_assert_cmpfloat (bp_strokes_get (strokes, 0).points[0].x, ==, 2.0);
}

static void
test_clear_is_undone (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();

  bp_strokes_clear (strokes);
  g_assert_false (bp_strokes_can_undo (strokes));

  draw_line (strokes, 0, 0, 1, 1);
  draw_line (strokes, 1, 0, 0, 1);
  bp_strokes_clear (strokes);
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 0);
  g_assert_true (bp_strokes_undo (strokes));
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 2);
  g_assert_true (bp_strokes_redo (strokes));
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 0);
}

static void
test_undo_in_the_middle_of_a_stroke (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();

  bp_strokes_begin (strokes, (BpPoint){ 0, 0 }, 0.5F);
  bp_strokes_to (strokes, (BpPoint){ 1, 0 }, 0.5F);
  g_assert_true (bp_strokes_undo (strokes));
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 0);
  g_assert_true (bp_strokes_redo (strokes));
  g_assert_cmpuint (bp_strokes_get (strokes, 0).n_points, ==, 2);
}

static void
test_erase_what_is_crossed (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();

  draw_line (strokes, 0, 0, 1, 0);
  draw_line (strokes, 0, 1, 1, 1);
  draw_line (strokes, 0, 2, 1, 2);

  /* One sweep, far from any points, erases the first two strokes and keeps the third. */
  bp_strokes_begin_erasing (strokes);
  g_assert_false (
      bp_strokes_erase (strokes, (BpPoint){ 0.5F, -1.0F }, (BpPoint){ 0.5F, -0.5F }, 0.01F));
  g_assert_false (bp_strokes_can_redo (strokes));
  g_assert_true (
      bp_strokes_erase (strokes, (BpPoint){ 0.5F, -0.5F }, (BpPoint){ 0.5F, 0.5F }, 0.01F));
  g_assert_true (
      bp_strokes_erase (strokes, (BpPoint){ 0.5F, 0.5F }, (BpPoint){ 0.5F, 1.5F }, 0.01F));
  bp_strokes_end (strokes);
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 1);
  g_assert_cmpfloat (bp_strokes_get (strokes, 0).points[0].y, ==, 2.0);

  /* It is one step of undo. */
  g_assert_true (bp_strokes_undo (strokes));
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 3);
  g_assert_cmpfloat (bp_strokes_get (strokes, 0).points[0].y, ==, 0.0);
}

/* A sweep past the end of a stroke leaves it, also where it crosses the stroke's direction. */
static void
test_erase_beside (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();

  bp_strokes_begin (strokes, (BpPoint){ 0.2F, 0.5F }, 0.5F);
  bp_strokes_to (strokes, (BpPoint){ 0.6F, 0.5F }, 0.5F);
  bp_strokes_end (strokes);
  bp_strokes_begin_erasing (strokes);
  g_assert_false (
      bp_strokes_erase (strokes, (BpPoint){ 0.8F, 0.1F }, (BpPoint){ 0.8F, 0.9F }, 0.01F));
  g_assert_false (
      bp_strokes_erase (strokes, (BpPoint){ 0.4F, 0.7F }, (BpPoint){ 0.4F, 0.9F }, 0.01F));
  g_assert_true (
      bp_strokes_erase (strokes, (BpPoint){ 0.4F, 0.9F }, (BpPoint){ 0.4F, 0.1F }, 0.01F));
  bp_strokes_end (strokes);
}

static void
test_erase_reaches_its_radius (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();
  BpPoint dot = { 5.0F, 5.0F };

  bp_strokes_begin (strokes, dot, 0.5F);
  bp_strokes_end (strokes);
  bp_strokes_begin_erasing (strokes);
  g_assert_false (
      bp_strokes_erase (strokes, (BpPoint){ 5.0F, 5.6F }, (BpPoint){ 6.0F, 5.6F }, 0.5F));
  g_assert_true (
      bp_strokes_erase (strokes, (BpPoint){ 5.0F, 5.4F }, (BpPoint){ 6.0F, 5.4F }, 0.5F));
  bp_strokes_end (strokes);
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 0);
}

static void
test_erasing_nothing_is_no_step (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();

  draw_line (strokes, 0, 0, 1, 0);
  bp_strokes_undo (strokes);
  bp_strokes_begin_erasing (strokes);
  bp_strokes_erase (strokes, (BpPoint){ 0.5F, -0.5F }, (BpPoint){ 0.5F, 0.5F }, 0.01F);
  bp_strokes_end (strokes);
  g_assert_true (bp_strokes_can_redo (strokes));
  g_assert_false (bp_strokes_can_undo (strokes));
}

static BpPicture *
make_picture (guint8 ink)
{
  guint8 image[BP_DIGIT_N_PIXELS] = { 0 };

  image[14 * BP_DIGIT_SIZE + 14] = ink;
  return bp_picture_new (image, "a dot", BP_PICTURE_NO_LABEL);
}

/* A picture is one step of undo, and is the image for the network. */
static void
test_picture_is_a_step (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();
  g_autoptr (BpPicture) picture = make_picture (200);
  guint8 image[BP_DIGIT_N_PIXELS];
  BpDigitPlacement placement;

  draw_line (strokes, 0, 0, 1, 1);
  bp_strokes_set_picture (strokes, picture);
  g_assert_true (bp_strokes_get_picture (strokes) == picture);
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 0);
  g_assert_false (bp_strokes_is_blank (strokes));
  g_assert_true (bp_strokes_make_image (strokes, image, &placement));
  g_assert_cmpmem (image, sizeof image, picture->image, sizeof picture->image);
  g_assert_cmpfloat (placement.scale, ==, 28.0);

  bp_strokes_undo (strokes);
  g_assert_null (bp_strokes_get_picture (strokes));
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 1);
  bp_strokes_redo (strokes);
  g_assert_true (bp_strokes_get_picture (strokes) == picture);
  bp_strokes_clear (strokes);
  g_assert_true (bp_strokes_is_blank (strokes));
  bp_strokes_undo (strokes);
  g_assert_true (bp_strokes_get_picture (strokes) == picture);
}

/* The first point of a stroke replaces a picture, and so does another picture. */
static void
test_picture_makes_room (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();
  g_autoptr (BpPicture) first = make_picture (200);
  g_autoptr (BpPicture) second = make_picture (100);

  bp_strokes_set_picture (strokes, first);
  bp_strokes_set_picture (strokes, second);
  bp_strokes_begin (strokes, (BpPoint){ 0.5F, 0.5F }, 0.5F);
  g_assert_null (bp_strokes_get_picture (strokes));
  g_assert_cmpuint (bp_strokes_get_length (strokes), ==, 1);
  bp_strokes_end (strokes);

  bp_strokes_undo (strokes);
  g_assert_true (bp_strokes_get_picture (strokes) == second);
  bp_strokes_undo (strokes);
  g_assert_true (bp_strokes_get_picture (strokes) == first);
  bp_strokes_undo (strokes);
  g_assert_true (bp_strokes_is_blank (strokes));
  g_assert_false (bp_strokes_can_undo (strokes));
}

static void
test_picture_is_erased (void)
{
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();
  g_autoptr (BpPicture) picture = make_picture (200);
  const BpPoint place = { 0.1F, 0.1F };

  bp_strokes_set_picture (strokes, picture);
  bp_strokes_begin_erasing (strokes);
  g_assert_true (bp_strokes_erase (strokes, place, place, 0.03F));
  g_assert_false (bp_strokes_erase (strokes, place, place, 0.03F));
  bp_strokes_end (strokes);
  g_assert_true (bp_strokes_is_blank (strokes));
  bp_strokes_undo (strokes);
  g_assert_true (bp_strokes_get_picture (strokes) == picture);
}

BP_TEST_FILE (strokes)
{
  g_test_add_func ("/strokes/points-are-kept", test_points_are_kept);
  g_test_add_func ("/strokes/undo-and-redo", test_undo_and_redo);
  g_test_add_func ("/strokes/a-new-stroke-forgets-what-was-undone",
                   test_a_new_stroke_forgets_what_was_undone);
  g_test_add_func ("/strokes/clear-is-undone", test_clear_is_undone);
  g_test_add_func ("/strokes/undo-in-the-middle-of-a-stroke", test_undo_in_the_middle_of_a_stroke);
  g_test_add_func ("/strokes/erase-what-is-crossed", test_erase_what_is_crossed);
  g_test_add_func ("/strokes/erase-beside", test_erase_beside);
  g_test_add_func ("/strokes/erase-reaches-its-radius", test_erase_reaches_its_radius);
  g_test_add_func ("/strokes/erasing-nothing-is-no-step", test_erasing_nothing_is_no_step);
  g_test_add_func ("/strokes/picture-is-a-step", test_picture_is_a_step);
  g_test_add_func ("/strokes/picture-makes-room", test_picture_makes_room);
  g_test_add_func ("/strokes/picture-is-erased", test_picture_is_erased);
}
