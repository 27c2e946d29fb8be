/* SPDX-License-Identifier: MIT */
#include "inspection-source.h"

#include "digit-image.h"
#include "digit-names.h"
#include "drawing-collection.h"
#include "test-file.h"
#include "toy-data.h"

#include <glib/gstdio.h>

typedef struct
{
  BpInspectionSource *source; /* owned */
  guint n_changes;
} Fixture;

static void
on_changed (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->source = bp_inspection_source_new ();
  g_signal_connect_swapped (fixture->source, "changed", G_CALLBACK (on_changed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->source);
}

/* Digits of 28 x 28 pixels, all of them held out. */
static BpDataset *
make_digits (void)
{
  g_autoptr (GError) error = NULL;
  BpDatasetParts parts = {
    .name = "Digits",
    .width = BP_DIGIT_SIZE,
    .height = BP_DIGIT_SIZE,
    .n_classes = 10,
    .n_held_out = 1,
    .images = g_malloc0 (BP_DIGIT_N_PIXELS),
    .labels = g_malloc0 (1),
  };
  BpDataset *dataset = bp_dataset_new (&parts, &error);

  g_assert_no_error (error);
  return dataset;
}

static void
set_dataset (Fixture *fixture, BpDataset *dataset)
{
  bp_inspection_source_set_dataset (fixture->source, dataset);
}

static void
assert_choices (Fixture *fixture, const char *names)
{
  g_auto (GStrv) choices = bp_inspection_source_list_choices (fixture->source);
  g_autofree char *joined = g_strjoinv (", ", choices);

  g_assert_cmpstr (joined, ==, names);
}

/* Splits without images are left out, and drawings are offered beside digits. */
static void
test_choices (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpDataset) both = bp_toy_dataset_new (0, 4, 3, 1);
  g_autoptr (BpDataset) only_test = bp_toy_dataset_new (4, 0, 3, 1);
  g_autoptr (BpDataset) only_train = bp_toy_dataset_new (4, 0, 0, 1);
  g_autoptr (BpDataset) digits = make_digits ();

  assert_choices (fixture, "");
  set_dataset (fixture, both);
  assert_choices (fixture, "Held-out images, Test images");
  set_dataset (fixture, only_test);
  assert_choices (fixture, "Test images");
  set_dataset (fixture, only_train);
  assert_choices (fixture, "");
  set_dataset (fixture, digits);
  assert_choices (fixture, "Held-out images, What was drawn");
  set_dataset (fixture, NULL);
  assert_choices (fixture, "");
  g_assert_null (bp_inspection_source_get_dataset (fixture->source));
}

/* The split stays where other data have it, or else is the one that they have. */
static void
test_split (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpDataset) first = bp_toy_dataset_new (0, 4, 3, 1);
  g_autoptr (BpDataset) second = bp_toy_dataset_new (0, 4, 3, 2);
  g_autoptr (BpDataset) only_held_out = bp_toy_dataset_new (0, 4, 0, 1);

  set_dataset (fixture, first);
  g_assert_cmpint (bp_inspection_source_get_split (fixture->source), ==, BP_SPLIT_HELD_OUT);
  fixture->n_changes = 0;
  bp_inspection_source_choose (fixture->source, 1);
  g_assert_cmpint (bp_inspection_source_get_split (fixture->source), ==, BP_SPLIT_TEST);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  bp_inspection_source_choose (fixture->source, 1);
  g_assert_cmpuint (fixture->n_changes, ==, 1);

  set_dataset (fixture, second);
  g_assert_cmpint (bp_inspection_source_get_split (fixture->source), ==, BP_SPLIT_TEST);
  g_assert_cmpuint (bp_inspection_source_get_choice (fixture->source), ==, 1);
  set_dataset (fixture, only_held_out);
  g_assert_cmpint (bp_inspection_source_get_split (fixture->source), ==, BP_SPLIT_HELD_OUT);
  g_assert_cmpuint (bp_inspection_source_get_choice (fixture->source), ==, 0);
  g_assert_true (bp_inspection_source_get_dataset (fixture->source) == only_held_out);
}

static void
wait_for_drawings (Fixture *fixture)
{
  while (bp_drawn_images_is_loading (bp_inspection_source_get_drawn_images (fixture->source)))
    g_main_context_iteration (NULL, TRUE);
}

static void
keep_drawing (const char *path)
{
  static const BpPoint points[] = { { 0.25F, 0.5F }, { 0.75F, 0.5F } };
  const BpStroke strokes[] = { { points, G_N_ELEMENTS (points) } };
  const BpDrawingRecord record = { .strokes = strokes, .n_strokes = 1, .label = bp_digit_names[7] };
  g_autofree char *line = bp_drawing_record_to_line (&record);

  g_assert_true (bp_drawing_collection_append (path, line, NULL));
}

/* Drawings are read when they are chosen, and are no choice beside data without digits. */
static void
test_drawings (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_autoptr (BpDataset) digits = make_digits ();
  g_autoptr (BpDataset) quarters = bp_toy_dataset_new (0, 4, 3, 1);
  BpDataset *drawings;

  (void) g_remove (path);
  set_dataset (fixture, digits);
  bp_inspection_source_choose (fixture->source, 1);
  g_assert_true (bp_inspection_source_is_drawn (fixture->source));
  wait_for_drawings (fixture);
  g_assert_null (bp_inspection_source_get_dataset (fixture->source));

  keep_drawing (path);
  fixture->n_changes = 0;
  bp_inspection_source_load_drawings (fixture->source);
  wait_for_drawings (fixture);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  drawings = bp_inspection_source_get_dataset (fixture->source);
  g_assert_cmpuint (
      bp_dataset_get_samples (drawings, bp_inspection_source_get_split (fixture->source)).count, ==,
      1);

  set_dataset (fixture, quarters);
  g_assert_false (bp_inspection_source_is_drawn (fixture->source));
  g_assert_true (bp_inspection_source_get_dataset (fixture->source) == quarters);
  (void) g_remove (path);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (inspection_source)
{
  ADD ("/inspection-source/choices", test_choices);
  ADD ("/inspection-source/split", test_split);
  ADD ("/inspection-source/drawings", test_drawings);
}
