/* SPDX-License-Identifier: MIT */
/* Networks in arrays of various names: the layers, their order and their direction. */
#include "weights-chain.h"

#include "error.h"
#include "test-file.h"
#include "weights-names.h"

#include <string.h>

/**
 * Case:
 * @arrays: "NAME:SHAPE" for each, with "i" before the shape for integers and "o" for objects
 * @layers: (nullable): the expected weights and biases of each layer
 * @direction: the expected direction of the weights
 * @said: (nullable): the expected note, or the error where the arrays are refused
 */
typedef struct
{
  const char *arrays;
  const char *layers;
  const char *direction;
  const char *said;
} Case;

#define OUT_IN "(out, in)"
#define IN_OUT "(in, out)"

/* clang-format off */
static const Case networks[] = {
  /* Numbered from 1 and from 0, as in textbooks; biases in every shape. */
  { "W1:16x784 b1:16x1 W2:10x16 b2:10x1", "W1+b1 W2+b2", OUT_IN, NULL },
  { "W0:16x784 b0:16 W1:10x16 b1:10", "W0+b0 W1+b1", OUT_IN, NULL },
  { "b2:1x10 b1:1x16 W2:16x10 W1:784x16", "W1+b1 W2+b2", IN_OUT, NULL },
  { "w_0:8x4 w_1:8x8 w_2:8x8 w_3:2x8", "w_0 w_1 w_2 w_3", OUT_IN, NULL },
  { "weights1:16x784 biases1:16 weights2:10x16 biases2:10", "weights1+biases1 weights2+biases2", OUT_IN, NULL },
  { "Weight1:16x784 Bias1:16 Weight2:10x16 Bias2:10", "Weight1+Bias1 Weight2+Bias2", OUT_IN, NULL },
  { "W1:16x784 B1:16 W2:10x16 B2:10", "W1+B1 W2+B2", OUT_IN, NULL },
  { "coefs_0:784x16 coefs_1:16x10 intercepts_0:16 intercepts_1:10", "coefs_0+intercepts_0 coefs_1+intercepts_1", IN_OUT, NULL },
  /* Any prefix; ten comes after two. */
  { "net.fc2.weight:16x784 net.fc2.bias:16 net.fc10.weight:10x16 net.fc10.bias:10", "net.fc2.weight+net.fc2.bias net.fc10.weight+net.fc10.bias", OUT_IN, NULL },
  { "dense/kernel:784x16 dense/bias:16 dense_1/kernel:16x10 dense_1/bias:10", "dense/kernel+dense/bias dense_1/kernel+dense_1/bias", IN_OUT, NULL },
  { "model/W1:16x784 model/b1:16 model/W2:10x16 model/b2:10", "model/W1+model/b1 model/W2+model/b2", OUT_IN, NULL },
  { "hiddenWeights:16x784 hiddenBias:16 outputWeights:10x16 outputBias:10", "hiddenWeights+hiddenBias outputWeights+outputBias", OUT_IN, NULL },
  /* Without names, as numbered by numpy.savez: alternating, or all weights first. */
  { "arr_0:16x784 arr_1:16 arr_2:16x16 arr_3:16 arr_4:10x16 arr_5:10", "arr_0+arr_1 arr_2+arr_3 arr_4+arr_5", OUT_IN, NULL },
  { "arr_0:784x16 arr_1:16x16 arr_2:16x10 arr_3:16 arr_4:16 arr_5:10", "arr_0+arr_3 arr_1+arr_4 arr_2+arr_5", IN_OUT, NULL },
  { "arr_0:16x784 arr_1:10x16", "arr_0 arr_1", OUT_IN, NULL },
  { "wih:16x784 who:10x16", "wih who", OUT_IN, "they were taken as (out, in), as PyTorch" },
  { "wih:784x16 who:16x10", "wih who", IN_OUT, "they were taken as (in, out), which takes images of 28 × 28" },
  { "fc1.weight:16x784 fc2.weight:16x16 fc3.weight:16x16 out.weight:10x16 fc1.bias:16 fc2.bias:16 fc3.bias:16 out.bias:10", "fc1.weight+fc1.bias fc2.weight+fc2.bias fc3.weight+fc3.bias out.weight+out.bias", OUT_IN, NULL },
  { "Wh:784x16 bh:16 Wo:16x10 bo:10", "Wh+bh Wo+bo", IN_OUT, NULL },
  /* Names that do not sort: the only chain that fits. */
  { "input.weight:16x784 input.bias:16 hidden.weight:16x16 hidden.bias:16 output.weight:10x16 output.bias:10", "input.weight+input.bias hidden.weight+hidden.bias output.weight+output.bias", OUT_IN, "Its layers' order was taken from their shapes: “input.weight”, “hidden.weight”, “output.weight”." },
  { "weights_input_hidden:16x784 weights_hidden_output:10x16 bias_hidden:16 bias_output:10", "weights_input_hidden+bias_hidden weights_hidden_output+bias_output", OUT_IN, "order was taken" },
  /* A square layer follows its neighbours. */
  { "W1:784x16 b1:16 W2:16x16 b2:16 W3:16x10 b3:10", "W1+b1 W2+b2 W3+b3", IN_OUT, NULL },
  { "W1:16x784 b1:16 W2:16x16 b2:16 W3:10x16 b3:10", "W1+b1 W2+b2 W3+b3", OUT_IN, NULL },
  /* Both directions fit: 784 inputs or PyTorch's direction decide. */
  { "W:784x10", "W", IN_OUT, "they were taken as (in, out), which takes images of 28 × 28" },
  { "W:10x784", "W", OUT_IN, "they were taken as (out, in), as PyTorch" },
  { "W1:8x8 b1:8 W2:8x8 b2:8", "W1+b1 W2+b2", OUT_IN, "they were taken as (out, in), as PyTorch" },
  { "W1:64x784 W2:784x64", "W1 W2", OUT_IN, "they were taken as (out, in), as PyTorch" },
  { "W1:784x64 W2:64x784", "W1 W2", IN_OUT, "they were taken as (in, out), which takes images of 28 × 28" },
  /* Unused arrays are named. */
  { "W1:16x784 b1:16 W2:10x16 b2:10 sizes:i3 loss:20 epochs:i", "W1+b1 W2+b2", OUT_IN, "Not used: “sizes”, “loss”, “epochs”." },
  { "W1:16x784 W2:10x16 a:i b_c:o d:2 e:3 f:4", NULL, NULL, "its array “b_c” of shape () holds no supported numbers" },
  { "W1:16x784 W2:10x16 p:i q:i r:2 s:3 t:4", "W1 W2", OUT_IN, "Not used: “p”, “q”, “r”, “s” and 1 more." },
};

static const Case refused[] = {
  { "x_train:i60000x28x28 y_train:i60000", NULL, NULL, "none of its arrays has a name or a shape of weights" },
  { "x_train:60000x784 y_train:i60000", NULL, NULL, "an unsupported number of units" },
  { "images:100x784 labels:i100 more:30x784", NULL, NULL, "do not fit together" },
  { "W1:16x784 b1:16 W2:10x15 b2:10", NULL, NULL, "“W2” takes 15 inputs, but “W1”, the one before it by name, has 16 outputs" },
  { "W1:16x784 b1:17 W2:10x16 b2:10", NULL, NULL, "“W1” is of shape (16, 784), but “b1” are 17 biases" },
  { "W1:784x16 b1:16 W2:10x16 b2:10", NULL, NULL, "neither as (out, in) nor as (in, out)" },
  { "W1:i16x784 b1:16 W2:10x16 b2:10", NULL, NULL, "its array “W1” of shape (16, 784) holds whole numbers" },
  { "fc.weight:16x784 bn.weight:16 out.weight:10x16", NULL, NULL, "its array “bn.weight” of shape (16) is neither" },
  { "W1:16x784 b1:16 gamma1:16 W2:10x16 b2:10", NULL, NULL, "its array “gamma1” of shape (16) belongs to no fully connected layer" },
  { "W1:16x784 b1:16 mean:784 W2:10x16 b2:10", NULL, NULL, "its array “mean” of shape (784) belongs to no" },
  { "one.W:16x784 one.b:16 two.W:16x16 two.b:16 three.W:16x16 three.b:16 out.W:10x16 out.b:10", NULL, NULL, "fit in more than one" },
  { "z.weight:16x784 b.weight:16x16 c.weight:16x16 a.weight:10x16", NULL, NULL, "fit in more than one" },
  { "W1:16x784 W2:10x16 b7:16 b8:3", NULL, NULL, "its array “b7” of shape (16) seems to be biases" },
  { "W1:2x2 W2:2x2 W3:2x2 W4:2x2 W5:2x2 W6:2x2 W7:2x2 W8:2x2 W9:2x2 W10:2x2 W11:2x2 W12:2x2 W13:2x2 W14:2x2 W15:2x2 W16:2x2 W17:2x2", NULL, NULL, "it has more than 16 layers" },
  { "W1:16385x1", NULL, NULL, "an unsupported number of units: a layer has 1 to 16384 units" },
  { "a.W1:16x784 a.w1:16x784", NULL, NULL, "is not the only one of its layer" },
};
/* clang-format on */

/* Reads @spec; the names are in @words. */
static GArray *
parse_arrays (const char *spec, char ***words)
{
  GArray *arrays = g_array_new (FALSE, TRUE, sizeof (BpWeightsArray));

  *words = g_strsplit (spec, " ", -1);
  for (guint i = 0; (*words)[i] != NULL; i++)
    {
      BpWeightsArray array = { .name = (*words)[i] };
      char *shape = strchr ((*words)[i], ':');
      g_auto (GStrv) dims = NULL;

      *shape++ = '\0';
      if (*shape == 'i' || *shape == 'o')
        array.kind = *shape++ == 'i' ? BP_WEIGHTS_ARRAY_INTEGER : BP_WEIGHTS_ARRAY_OTHER;
      dims = g_strsplit (shape, "x", -1);
      for (guint k = 0; dims[k] != NULL && *dims[k] != '\0'; k++)
        array.dims[array.n_dims++] = g_ascii_strtoull (dims[k], NULL, 10);
      g_array_append_val (arrays, array);
    }
  return arrays;
}

static char *
describe (const BpWeightsChain *chain, const BpWeightsArray *arrays)
{
  GString *text = g_string_new (NULL);

  for (guint l = 0; l < chain->n_layers; l++)
    {
      g_string_append_printf (text, "%s%s", l > 0 ? " " : "",
                              arrays[chain->layers[l].weights].name);
      if (chain->layers[l].biases >= 0)
        g_string_append_printf (text, "+%s", arrays[chain->layers[l].biases].name);
    }
  return g_string_free (text, FALSE);
}

static void
check (const Case *expected)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GArray) list = parse_arrays (expected->arrays, &words);
  const BpWeightsArray *arrays = (const BpWeightsArray *) (const void *) list->data;
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *layers = NULL;
  BpWeightsChain chain;
  gboolean is_found = bp_weights_chain_find (&chain, arrays, list->len, 0, &info, &error);
  const char *said =
      is_found ? (info.notes != NULL ? g_ptr_array_index (info.notes, 0) : NULL) : error->message;

  if (is_found != (expected->layers != NULL))
    g_error ("%s: %s", expected->arrays, is_found ? "is read" : error->message);
  if (expected->said == NULL ? (is_found && said != NULL)
                             : (said == NULL || strstr (said, expected->said) == NULL))
    g_error ("%s: %s", expected->arrays, said != NULL ? said : "nothing is said");
  if (!is_found)
    return;

  layers = describe (&chain, arrays);
  g_assert_cmpstr (layers, ==, expected->layers);
  g_assert_cmpstr (chain.is_in_out ? IN_OUT : OUT_IN, ==, expected->direction);
  g_assert_true (bp_weights_arrays_recognise (arrays, list->len));
}

static void
test_networks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    check (&networks[i]);
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    check (&refused[i]);
}

/* In a file that must be only a network, an unused array is an error. */
static void
test_all_network (void)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GArray) list = parse_arrays ("0.weight:4x3 0.bias:4 tracked:i", &words);
  g_autoptr (GError) error = NULL;
  BpWeightsChain chain;

  g_assert_false (bp_weights_chain_find (&chain, (const BpWeightsArray *) (const void *) list->data,
                                         list->len, BP_WEIGHTS_CHAIN_ALL, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "its array “tracked” of shape () belongs to no"));
}

static gboolean
read_counting (gpointer file, guint index, float *values, GError **error G_GNUC_UNUSED)
{
  const GArray *list = file;
  const BpWeightsArray *array = &g_array_index (list, BpWeightsArray, index);

  for (guint i = 0; i < array->dims[0] * (array->n_dims > 1 ? array->dims[1] : 1); i++)
    values[i] = (float) (100 * index + i);
  return TRUE;
}

/* The direction determines the position of the weight from input i to output j. */
static void
test_directions (void)
{
  static const char *const specs[] = { "W1:2x3 b1:2", "W1:3x2 b1:2" };

  for (guint k = 0; k < G_N_ELEMENTS (specs); k++)
    {
      g_auto (GStrv) words = NULL;
      g_autoptr (GArray) list = parse_arrays (specs[k], &words);
      const BpWeightsArray *arrays = (const BpWeightsArray *) (const void *) list->data;
      g_autoptr (BpNetwork) network = NULL;
      BpWeightsChain chain;

      g_assert_true (
          bp_weights_chain_find (&chain, arrays, list->len, BP_WEIGHTS_CHAIN_ALL, NULL, NULL));
      network = bp_weights_chain_make_network (&chain, arrays, read_counting, list, NULL);
      g_assert_nonnull (network);
      for (guint i = 0; i < 3; i++)
        for (guint j = 0; j < 2; j++)
          g_assert_cmpfloat (*bp_layer_get_weight (&network->layers[0], i, j), ==,
                             k == 0 ? (float) (3 * j + i) : (float) (2 * i + j));
      g_assert_cmpfloat (network->layers[0].biases[1], ==, 101.0F);
    }
}

static void
test_natural_order (void)
{
  static const char *const names[] = { "fc1",    "fc2",     "fc10",
                                       "fc10.a", "fc10.b2", "fc10.b10",
                                       "net.0",  "net.2",   "net.18446744073709551616" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      {
        int order = bp_compare_naturally (names[i], names[j]);

        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
      }
  g_assert_cmpint (bp_compare_naturally ("", "0"), <, 0);
  g_assert_cmpint (bp_compare_naturally ("01", "1"), !=, 0);
  g_assert_cmpint (bp_compare_naturally ("01", "2"), <, 0);
  g_assert_cmpint (bp_compare_naturally ("00", "0"), !=, 0);
}

BP_TEST_FILE (weights_chain)
{
  g_test_add_func ("/weights-chain/networks", test_networks);
  g_test_add_func ("/weights-chain/refused", test_refused);
  g_test_add_func ("/weights-chain/all-network", test_all_network);
  g_test_add_func ("/weights-chain/directions", test_directions);
  g_test_add_func ("/weights-chain/natural-order", test_natural_order);
}
