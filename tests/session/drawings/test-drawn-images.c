/* SPDX-License-Identifier: MIT */
#include "drawn-images.h"

#include "dataset-drawn.h"
#include "digit-names.h"
#include "drawing-collection.h"
#include "test-file.h"
#include "test-files.h"

static const BpPoint points[] = { { 0.25F, 0.5F }, { 0.75F, 0.5F } };

static void
append (const char *path, guint digit)
{
  g_autofree char *label = g_strdup_printf ("%u", digit);
  const BpStroke strokes[] = { { points, G_N_ELEMENTS (points) } };
  const BpDrawingRecord record = { .strokes = strokes, .n_strokes = 1, .label = label };
  g_autofree char *line = bp_drawing_record_to_line (&record);

  g_assert_true (bp_drawing_collection_append (path, line, NULL));
}

static void
load (BpDrawnImages *images, const char *path)
{
  bp_drawn_images_load (images, path);
  g_assert_true (bp_drawn_images_is_loading (images));
  while (bp_drawn_images_is_loading (images))
    g_main_context_iteration (NULL, TRUE);
}

/* What was added is there after the next loading; the newest loading is the one that counts. */
static void
test_load (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "drawings.jsonl", NULL);
  g_autoptr (BpDrawnImages) images = bp_drawn_images_new ();

  append (path, 7);
  load (images, path);
  g_assert_cmpuint (
      bp_dataset_get_samples (bp_drawn_images_get_dataset (images), BP_SPLIT_TEST).count, ==, 1);
  append (path, 4);
  bp_drawn_images_load (images, path);
  load (images, path);
  g_assert_cmpuint (
      bp_dataset_get_samples (bp_drawn_images_get_dataset (images), BP_SPLIT_TEST).count, ==, 2);
  g_assert_null (bp_drawn_images_get_failure (images));
}

/* No collection is no failure; one that cannot be read is. */
static void
test_none (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "drawings.jsonl", NULL);
  g_autoptr (BpDrawnImages) images = bp_drawn_images_new ();

  load (images, path);
  g_assert_null (bp_drawn_images_get_dataset (images));
  g_assert_null (bp_drawn_images_get_failure (images));
  load (images, folder->path);
  g_assert_null (bp_drawn_images_get_dataset (images));
  g_assert_nonnull (bp_drawn_images_get_failure (images));
}

/* The collection that was asked for last counts, also where the one before is still being read. */
static void
test_newest (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *first = g_build_filename (folder->path, "first.jsonl", NULL);
  g_autofree char *second = g_build_filename (folder->path, "second.jsonl", NULL);
  g_autoptr (BpDrawnImages) images = bp_drawn_images_new ();

  append (first, 1);
  for (guint i = 0; i < 3; i++)
    append (second, 2);
  bp_drawn_images_load (images, first);
  load (images, second);
  g_assert_cmpuint (
      bp_dataset_get_samples (bp_drawn_images_get_dataset (images), BP_SPLIT_TEST).count, ==, 3);
}

/* A collection that holds no digits is as good as none. */
static void
test_no_digits (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "drawings.jsonl", NULL);
  g_autoptr (BpDrawnImages) images = bp_drawn_images_new ();

  append (path, BP_N_DIGITS);
  load (images, path);
  g_assert_null (bp_drawn_images_get_dataset (images));
  g_assert_null (bp_drawn_images_get_failure (images));
}

BP_TEST_FILE (drawn_images)
{
  g_test_add_func ("/drawn-images/load", test_load);
  g_test_add_func ("/drawn-images/none", test_none);
  g_test_add_func ("/drawn-images/newest", test_newest);
  g_test_add_func ("/drawn-images/no-digits", test_no_digits);
}
