/* SPDX-License-Identifier: MIT */
#include "toy-data.h"

#include "random.h"

#define SIDE    6
#define CLASSES 4

static void
fill (guint8 *images, guint8 *labels, gsize count, BpRandom *random)
{
  for (gsize i = 0; i < count; i++)
    {
      guint8 *image = images + i * SIDE * SIDE;
      guint label = bp_random_below (random, CLASSES);

      labels[i] = label;
      for (guint pixel = 0; pixel < SIDE * SIDE; pixel++)
        {
          guint x = pixel % SIDE;
          guint y = pixel / SIDE;
          gboolean is_ink = (label & 1) == (x >= SIDE / 2) && (label >> 1) == (y >= SIDE / 2);

          image[pixel] = bp_random_below (random, 120) + (is_ink ? 90 : 0);
        }
    }
}

/**
 * bp_toy_dataset_new:
 * @n_train: training samples
 * @n_held_out: held-out samples
 * @n_test: test samples
 * @seed: of the noise
 *
 * Makes images of 6 x 6 noisy pixels whose class is the brighter quarter. A network learns them
 * within a few epochs. The label of the first held-out sample is wrong: a network whose answers are
 * all right has no temperature to be found.
 *
 * Returns: (transfer full): the data set
 */
BpDataset *
bp_toy_dataset_new (gsize n_train, gsize n_held_out, gsize n_test, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  BpDatasetParts parts = {
    .name = "Quarters",
    .width = SIDE,
    .height = SIDE,
    .n_classes = CLASSES,
    .n_train = n_train,
    .n_held_out = n_held_out,
    .n_test = n_test,
  };
  gsize n_pool = n_train + n_held_out;
  BpDataset *dataset;
  BpRandom random;

  bp_random_init (&random, seed, 0);
  parts.images = g_malloc (n_pool * SIDE * SIDE + 1);
  parts.labels = g_malloc (n_pool + 1);
  fill (parts.images, parts.labels, n_pool, &random);
  if (n_held_out > 0)
    parts.labels[n_train] = (parts.labels[n_train] + 1) % CLASSES;
  parts.test_images = g_malloc (n_test * SIDE * SIDE + 1);
  parts.test_labels = g_malloc (n_test + 1);
  fill (parts.test_images, parts.test_labels, n_test, &random);

  dataset = bp_dataset_new (&parts, &error);
  g_assert_no_error (error);
  return dataset;
}
