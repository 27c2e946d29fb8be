/* SPDX-License-Identifier: MIT */
/* Weight files in common formats: the expected network of each, or its error message. */
#include "weights.h"

#include "dataset-load.h"
#include "error.h"
#include "metrics.h"
#include "test-data.h"
#include "test-file.h"

#include <string.h>

/* The number of MNIST's 10,000 test images that the network of most cases classifies correctly. */
#define N_CORRECT 9197

#define SHAPE "784-16-16-10"

/**
 * Case:
 * @path: of the file, in the folder of cases
 * @shape: (nullable): of the network in it
 * @words: (nullable): a part of the error where it is refused
 */
typedef struct
{
  const char *path;
  const char *shape;
  const char *words;
} Case;

static const Case cases[] = {
  { "02-npz-numbered-from-0/w0.npz", SHAPE, NULL },
  { "06-onnx-of-other-programs/keras-matmul-add-softmax.onnx", SHAPE, NULL },
  { "06-onnx-of-other-programs/torch-gemm.onnx", SHAPE, NULL },
  { "12-weights-under-other-names/arr_0.npz", SHAPE, NULL },
  { "12-weights-under-other-names/input-hidden-output.safetensors", SHAPE, NULL },
  { "12-weights-under-other-names/torch-names.npz", SHAPE, NULL },
  { "16-npz-with-a-square-layer/784-16-16-10-in-out.npz", SHAPE, NULL },
  { "17-hostile/17-layers.npz", NULL, "it has more than 16 layers" },
  /* Its metadata name ReLU, and its check vector is that of a network with ReLU. */
  { "17-hostile/tanh-for-relu.onnx", NULL, "" },
  { "17-hostile/n-obj.npz", NULL, "it is a NumPy archive without a network" },
  { "17-hostile/n-struct.npz", NULL, "it is a NumPy archive without a network" },
  { "13-data-saved-by-torch-joblib-sklearn-matlab/training.pt", NULL, "it holds no network" },
};

static BpDataset *
load_mnist (void)
{
  static BpDataset *dataset; /* shared by all cases */
  g_autofree char *path = NULL;

  if (dataset == NULL && (path = bp_test_find_data ("mnist/mnist.pkl.gz")) != NULL)
    dataset = bp_dataset_load (path, NULL, NULL);
  return dataset;
}

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_autofree char *path = bp_test_find_case (expected->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = NULL;
  g_autofree char *shape = NULL;
  g_auto (BpWeightsInfo) info;
  g_auto (BpMetrics) metrics = { 0 };
  BpDataset *dataset;

  bp_weights_info_init (&info);
  if (path == NULL)
    return;

  network = bp_weights_load (path, &info, &error);
  if (expected->shape == NULL)
    {
      g_assert_null (network);
      g_assert_nonnull (strstr (error->message, expected->words));
      return;
    }

  g_assert_no_error (error);
  shape = bp_network_describe (network);
  g_assert_cmpstr (shape, ==, expected->shape);
  /* Only ONNX files name their activation. */
  g_assert_true (info.assumes_activation == !g_str_has_suffix (path, ".onnx"));

  dataset = load_mnist ();
  if (dataset == NULL)
    return;
  g_assert_true (bp_evaluate (network, bp_dataset_get_samples (dataset, BP_SPLIT_TEST), 1, NULL,
                              &metrics, &error));
  g_assert_cmpuint (metrics.n_correct, ==, N_CORRECT);
}

BP_TEST_FILE (weights_cases)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/weights-cases/", cases[i].path, NULL);

      g_test_add_data_func (name, &cases[i], test_case);
    }
}
