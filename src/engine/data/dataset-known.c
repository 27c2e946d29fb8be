/* SPDX-License-Identifier: MIT */

/* Recognises known data sets by their content. Only the test samples decide: results are compared
 * on them, and the training samples are in circulation with many cuts and splits. */
#include "dataset-known.h"

#include "sha256.h"

static const BpKnownDataset known_datasets[] = {
  {
      .name = "MNIST",
      .test_sha256 = "c3f9adf9c66efb572b1f9326c3a511b45910c7173b97be66ceceeeeaef6b802b",
      .n_classes = 10,
      .class_names = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" },
  },
  {
      .name = "Fashion-MNIST",
      .test_sha256 = "9f1ec356a747bfe4ebab3cfb722d3694c9ca737e2570f6f90cf31d7b6fd689d4",
      .n_classes = 10,
      .class_names = { "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt",
                       "Sneaker", "Bag", "Ankle boot" },
  },
  {
      .name = "KMNIST",
      .test_sha256 = "b261a157ded5e2973938c34468741461b8ce1e598bcbab78df91503860f977f1",
      .n_classes = 10,
      .class_names = { "o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo" },
  },
};

/* The size of all known test sets. Data sets of another size are not hashed. */
#define KNOWN_N_TEST   10000
#define KNOWN_N_PIXELS (28 * 28)

/**
 * bp_known_dataset_find:
 * @test: the test samples of a data set
 * @n_pixels: pixels of each
 *
 * Returns: (nullable): the known data set that these are the test samples of
 */
const BpKnownDataset *
bp_known_dataset_find (BpSamples test, guint n_pixels)
{
  if (test.count != KNOWN_N_TEST || n_pixels != KNOWN_N_PIXELS)
    return NULL;

  g_autoptr (BpSha256) sha256 = bp_sha256_new ();
  g_autofree char *digest = NULL;

  bp_sha256_update (sha256, test.images, KNOWN_N_TEST * KNOWN_N_PIXELS);
  bp_sha256_update (sha256, test.labels, KNOWN_N_TEST);
  digest = bp_sha256_get_digest (sha256);

  for (guint i = 0; i < G_N_ELEMENTS (known_datasets); i++)
    if (g_str_equal (digest, known_datasets[i].test_sha256))
      return &known_datasets[i];

  return NULL;
}
