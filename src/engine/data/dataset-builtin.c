/* SPDX-License-Identifier: MIT */

/* Generates a data set of digits, so that the program can train without any file. Threads share the
 * images in pieces. Each image has its own random stream, so that its bytes do not depend on the
 * thread. */
#include "dataset-builtin.h"

#include "builtin-digits.h"
#include "error.h"
#include "team.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

/* Images between two checks of the cancel flag: about a millisecond. */
#define PIECE 64

/* The streams of the test images are far from those of the training images, so that the test images
 * do not depend on the number of training images. */
#define FIRST_TEST_STREAM (G_GUINT64_CONSTANT (1) << 40)

/* The data that the threads share. */
typedef struct
{
  /* borrowed */
  const BpAllographs *allographs;
  const BpDatasetParts *parts;
  BpProgress *progress;

  guint64 seed;
  gsize n_pool;
  gsize n_images;
  _Atomic gsize n_done;
} Work;

static void
make_image (Work *work, gsize i)
{
  const BpDatasetParts *parts = work->parts;
  gboolean is_test = i >= work->n_pool;
  gsize place = is_test ? i - work->n_pool : i;
  guint8 *images = is_test ? parts->test_images : parts->images;
  guint8 *labels = is_test ? parts->test_labels : parts->labels;
  BpBuiltinDigit digit;

  bp_builtin_digit_write (work->allographs, work->seed, is_test ? FIRST_TEST_STREAM + place : place,
                          &digit);
  bp_builtin_digit_draw (&digit, images + place * BP_DIGIT_N_PIXELS);
  labels[place] = (guint8) digit.digit;
}

static void
make_piece (gpointer data, guint thread G_GNUC_UNUSED, guint piece)
{
  Work *work = data;
  gsize first = (gsize) piece * PIECE;
  gsize end = MIN (first + PIECE, work->n_images);
  gsize n_done;

  if (!bp_progress_check (work->progress, NULL))
    return;

  for (gsize i = first; i < end; i++)
    make_image (work, i);
  n_done = atomic_fetch_add (&work->n_done, end - first) + end - first;
  bp_progress_report (work->progress, n_done, work->n_images);
}

static gboolean
make_parts (BpDatasetParts *parts,
            guint64 seed,
            guint n_threads,
            BpProgress *progress,
            GError **error)
{
  g_autoptr (BpAllographs) allographs = bp_allographs_new (error);
  g_autoptr (BpTeam) team = NULL;
  gsize n_pool = parts->n_train + parts->n_held_out;
  Work work = {
    .allographs = allographs,
    .parts = parts,
    .progress = progress,
    .seed = seed,
    .n_pool = n_pool,
    .n_images = n_pool + parts->n_test,
  };

  if (allographs == NULL)
    return FALSE;
  if (!bp_dataset_parts_allocate (parts))
    {
      g_set_error (
          error, BP_ERROR, BP_ERROR_NO_MEMORY,
          _ ("There is not enough memory for %zu built-in digits: choose a smaller number"),
          work.n_images);
      return FALSE;
    }

  team = bp_team_new (bp_team_choose_n_threads (n_threads), error);
  if (team == NULL)
    return FALSE;
  bp_team_run (team, (guint) ((work.n_images + PIECE - 1) / PIECE), make_piece, &work);
  return bp_progress_check (progress, error);
}

/**
 * bp_dataset_new_builtin:
 * @seed: any number; the same one gives the same images
 * @n_train: the number of training images
 * @n_held_out: the number of held-out images
 * @n_test: the number of test images
 * @n_threads: the number of threads, or 0 for as many as the machine has; the images do not depend
 *   on it
 * @progress: (nullable): counts the images; cancels
 * @error: return location for %BP_ERROR_CANCELLED, %BP_ERROR_NO_MEMORY, or %BP_ERROR_UNSUPPORTED
 *   where all three numbers are 0
 *
 * Makes a data set of digits that resemble those of MNIST. Train on them with an augmentation,
 * which matters more than their number.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_new_builtin (guint64 seed,
                        gsize n_train,
                        gsize n_held_out,
                        gsize n_test,
                        guint n_threads,
                        BpProgress *progress,
                        GError **error)
{
  static const char *const class_names[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  BpDatasetParts parts = {
    .name = BP_BUILTIN_NAME,
    .class_names = class_names,
    .width = BP_DIGIT_SIZE,
    .height = BP_DIGIT_SIZE,
    .n_classes = G_N_ELEMENTS (class_names),
    .n_train = n_train,
    .n_held_out = n_held_out,
    .n_test = n_test,
  };

  g_return_val_if_fail (n_train <= G_MAXSIZE - n_held_out, NULL);

  if (!make_parts (&parts, seed, n_threads, progress, error))
    {
      bp_dataset_parts_clear (&parts);
      return NULL;
    }
  return bp_dataset_new (&parts, error);
}
