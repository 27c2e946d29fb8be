/* SPDX-License-Identifier: MIT */
#include "drawing-lesson.h"

#include "dataset-builtin.h"
#include "error.h"
#include "test-file.h"
#include "test-stride.h"
#include "toy-data.h"

#include <math.h>
#include <string.h>

typedef struct
{
  BpDataset *dataset;
  BpNetwork *network;
  GPtrArray *drawings;
} Fixture;

static void
free_drawing (gpointer data)
{
  bp_drawing_clear (data);
  g_free (data);
}

/* A hand that writes each digit as a hook, whose direction alone tells which it is. */
static void
add_drawing (GPtrArray *drawings, guint label, guint index)
{
  double angle = 2.0 * G_PI * (label + 0.02 * index) / 10.0;
  g_autofree char *text =
      g_strdup_printf ("{\"label\": %u, \"strokes\": [[[0, 0], [%d, %d], [%d, %d]]]}", label,
                       (int) (100.0 * cos (angle)), (int) (100.0 * sin (angle)),
                       (int) (60.0 * cos (angle + 0.8)), (int) (60.0 * sin (angle + 0.8)));
  BpDrawing *drawing = g_new0 (BpDrawing, 1);

  bp_drawing_init (drawing);
  g_assert_true (bp_drawing_read_json (drawing, text, strlen (text), NULL));
  g_ptr_array_add (drawings, drawing);
}

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const guint sizes[] = { BP_DIGIT_N_PIXELS, 32, BP_N_DIGITS };
  BpRandom random;

  fixture->dataset = bp_dataset_new_builtin (1, 6000, 100, 300, 1, NULL, NULL);
  fixture->network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  bp_random_init (&random, 1, 0);
  bp_network_initialise (fixture->network, &random);
  fixture->drawings = g_ptr_array_new_with_free_func (free_drawing);
  for (guint i = 0; i < 5; i++)
    for (guint label = 0; label < BP_N_DIGITS; label++)
      add_drawing (fixture->drawings, label, i);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_dataset_unref (fixture->dataset);
  bp_network_unref (fixture->network);
  g_ptr_array_unref (fixture->drawings);
}

static BpNetwork *
learn (Fixture *fixture, guint n_threads, BpDrawingLesson *lesson)
{
  g_autoptr (GError) error = NULL;
  BpNetwork *taught = bp_learn_drawings (fixture->network, fixture->dataset, fixture->drawings, 3,
                                         n_threads, NULL, lesson, &error);

  g_assert_no_error (error);
  return taught;
}

/* Drawings that were held out are read right afterwards, and so are digits of the data set; the
 * network that was given stays as it is; threads change nothing. */
static void
test_learns (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) before = bp_network_copy (fixture->network, NULL);
  gsize size = before->n_parameters * sizeof (float);
  BpDrawingLesson lesson;
  BpDrawingLesson again;
  g_autoptr (BpNetwork) taught = learn (fixture, 1, &lesson);
  g_autoptr (BpNetwork) same = learn (fixture, 2, &again);

  g_assert_cmpuint (lesson.n_learnt + lesson.n_held_out, ==, 50);
  g_assert_cmpuint (lesson.n_held_out, >=, 8);
  g_assert_cmpuint (lesson.n_held_out, <=, 10);
  g_assert_cmpfloat (lesson.own_accuracy_before, <, 0.5);
  g_assert_cmpfloat (lesson.own_accuracy_after, >, 0.8);
  g_assert_cmpfloat (lesson.test_accuracy_before, <, 0.5);
  g_assert_cmpfloat (lesson.test_accuracy_after, >, lesson.test_accuracy_before + 0.2);
  g_assert_cmpmem (fixture->network->parameters, size, before->parameters, size);
  g_assert_cmpmem (taught->parameters, size, same->parameters, size);
  g_assert_cmpfloat (taught->sure_threshold, >, 0.0F);
}

/* Of few drawings none is held out. Drawings without a digit are left out. */
static void
test_few (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpDrawingLesson lesson;
  g_autoptr (BpNetwork) taught = NULL;

  g_ptr_array_set_size (fixture->drawings, 4);
  ((BpDrawing *) g_ptr_array_index (fixture->drawings, 3))->label = 10;
  taught = learn (fixture, 1, &lesson);
  g_assert_cmpuint (lesson.n_learnt, ==, 3);
  g_assert_cmpuint (lesson.n_held_out, ==, 0);
  g_assert_cmpfloat (lesson.own_accuracy_after, ==, 1.0);
}

static void
test_refuses (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (BpDataset) toy = bp_toy_dataset_new (100, 0, 0, 1);
  g_autoptr (GError) error = NULL;
  BpDrawingLesson lesson;
  BpProgress progress = { 0 };

  g_assert_null (
      bp_learn_drawings (fixture->network, fixture->dataset, nothing, 1, 1, NULL, &lesson, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_null (
      bp_learn_drawings (fixture->network, toy, fixture->drawings, 1, 1, NULL, &lesson, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_clear_error (&error);
  bp_progress_cancel (&progress);
  g_assert_null (bp_learn_drawings (fixture->network, fixture->dataset, fixture->drawings, 1, 1,
                                    &progress, &lesson, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

/* Takes fewer images, where nothing depends on how well they are learnt. */
static void
set_dataset (Fixture *fixture, guint n_test)
{
  bp_dataset_unref (fixture->dataset);
  fixture->dataset = bp_dataset_new_builtin (1, 300, 100, n_test, 1, NULL, NULL);
}

/* The first drawing of each digit is always learnt. */
static void
test_one_of_each (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpDrawingLesson lesson;
  g_autoptr (BpNetwork) taught = NULL;

  set_dataset (fixture, 10);
  g_ptr_array_set_size (fixture->drawings, BP_N_DIGITS);
  taught = learn (fixture, 1, &lesson);
  g_assert_cmpuint (lesson.n_learnt, ==, BP_N_DIGITS);
  g_assert_cmpuint (lesson.n_held_out, ==, 0);
}

/* Of very many drawings, the newest count: the older ones change nothing. */
static void
test_newest (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  gsize size = fixture->network->n_parameters * sizeof (float);
  BpDrawingLesson lesson;
  g_autoptr (BpNetwork) of_all = NULL;
  g_autoptr (BpNetwork) of_newest = NULL;

  set_dataset (fixture, 10);
  while (fixture->drawings->len < BP_DRAWING_LESSON_MOST + 20)
    add_drawing (fixture->drawings, 7, fixture->drawings->len);
  of_all = learn (fixture, 1, &lesson);
  g_assert_cmpuint (lesson.n_learnt + lesson.n_held_out, ==, BP_DRAWING_LESSON_MOST);
  g_ptr_array_remove_range (fixture->drawings, 0, 20);
  of_newest = learn (fixture, 1, &lesson);
  g_assert_cmpmem (of_all->parameters, size, of_newest->parameters, size);
}

/* Without test images there is no accuracy on them. */
static void
test_no_test_images (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpDrawingLesson lesson;
  g_autoptr (BpNetwork) taught = NULL;

  set_dataset (fixture, 0);
  taught = learn (fixture, 1, &lesson);
  g_assert_true (isnan (lesson.test_accuracy_after));
  g_assert_cmpfloat (lesson.own_accuracy_after, >, 0.0);
}

BP_TEST_FILE (drawing_lesson)
{
  g_test_add ("/drawing-lesson/learns", Fixture, NULL, set_up, test_learns, tear_down);
  g_test_add ("/drawing-lesson/refuses", Fixture, NULL, set_up, test_refuses, tear_down);
  /* The others learn with one thread. */
  if (BP_TEST_IS_FOR_THREADS)
    return;
  g_test_add ("/drawing-lesson/few", Fixture, NULL, set_up, test_few, tear_down);
  g_test_add ("/drawing-lesson/one-of-each", Fixture, NULL, set_up, test_one_of_each, tear_down);
  g_test_add ("/drawing-lesson/newest", Fixture, NULL, set_up, test_newest, tear_down);
  g_test_add ("/drawing-lesson/no-test-images", Fixture, NULL, set_up, test_no_test_images,
              tear_down);
}
