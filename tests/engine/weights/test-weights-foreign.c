/* SPDX-License-Identifier: MIT */
/* Weight files of other programs, and other files. */
#include "weights.h"

#include "test-file.h"
#include "weights-fixture.h"

#include <math.h>
#include <string.h>

/* Writes a file of the tensors in @json with the data @values. */
static void
write_foreign (const char *path, const char *json, const void *values, gsize length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 length_field = GUINT64_TO_LE (strlen (json));

  g_byte_array_append (bytes, (const guint8 *) &length_field, sizeof length_field);
  g_byte_array_append (bytes, (const guint8 *) json, (guint) strlen (json));
  g_byte_array_append (bytes, values, (guint) length);
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
}

/* A file like those of PyTorch's save_file: a prefix, tensors sorted by name, so that "fc10" comes
 * before "fc2", a layer without biases, two types, and only the format as metadata. */
static void
test_foreign_file (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char json[] =
      "{\"__metadata__\":{\"format\":\"pt\"},"
      "\"net.fc10.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
      "\"net.fc10.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[4,12]},"
      "\"net.fc2.weight\":{\"dtype\":\"BF16\",\"shape\":[2,3],\"data_offsets\":[12,24]}}";
  static const guint16 values[] = {
    0x0000, 0x4120,                 /* fc10.bias: 10 */
    0x0000, 0x3f80, 0x0000, 0x4000, /* fc10.weight: 1 2 */
    0x3f80, 0x4000, 0x4040,         /* fc2.weight: 1 2 3 */
    0x4080, 0x40a0, 0x40c0,         /* 4 5 6 */
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = NULL;
  g_auto (BpWeightsInfo) info;
  const BpLayer *layer;

  write_foreign (fixture->path, json, values, sizeof values);
  network = bp_weights_load (fixture->path, &info, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (network->n_layers, ==, 2);
  layer = &network->layers[0];
  g_assert_cmpuint (layer->n_inputs, ==, 3);
  g_assert_cmpuint (layer->n_outputs, ==, 2);
  for (guint j = 0; j < 2; j++)
    {
      for (guint i = 0; i < 3; i++)
        g_assert_cmpfloat (*bp_layer_get_weight (layer, i, j), ==, (float) (3 * j + i + 1));
      g_assert_cmpfloat (layer->biases[j], ==, 0.0F);
    }
  layer = &network->layers[1];
  g_assert_cmpfloat (layer->weights[0], ==, 1.0F);
  g_assert_cmpfloat (*bp_layer_get_weight (layer, 1, 0), ==, 2.0F);
  g_assert_cmpfloat (layer->biases[0], ==, 10.0F);
  g_assert_cmpfloat_with_epsilon (network->input_scale, 1.0F / 255.0F, 1e-9F);
  g_assert_cmpfloat (network->input_offset, ==, 0.0F);

  g_assert_null (info.program);
  g_assert_null (info.class_names);
  g_assert_true (isnan (info.held_out_accuracy));
}

#define TENSOR(name, dtype, shape, begin, end)                                                   \
  "\"" name "\":{\"dtype\":\"" dtype "\",\"shape\":[" shape "],\"data_offsets\":[" begin "," end \
  "]}"

typedef struct
{
  const char *json;
  gsize length;
  BpError code;
  const char *message;
} BadFile;

static const BadFile bad_files[] = {
  { "{}", 0, BP_ERROR_UNRECOGNISED, "none of its arrays has a name or a shape of weights" },
  { "{" TENSOR ("conv.weight", "F32", "1,1,2,2", "0", "16") "}", 16, BP_ERROR_UNSUPPORTED,
    "its array “conv.weight” of shape (1, 1, 2, 2) is neither the weights nor the biases of a "
    "fully connected layer" },
  { "{" TENSOR ("norm.weight", "F32", "4", "0", "16") "}", 16, BP_ERROR_UNSUPPORTED,
    "its array “norm.weight” of shape (4) is neither the weights nor the biases of a fully "
    "connected layer" },
  { "{" TENSOR ("0.bias", "F32", "4", "0", "16") "}", 16, BP_ERROR_UNRECOGNISED,
    "none of its arrays has a name or a shape of weights" },
  { "{" TENSOR ("0.bias", "F32", "3", "0", "12") "," TENSOR ("0.weight",
                                                             "F32",
                                                             "2,2",
                                                             "12",
                                                             "28") "}",
    28, BP_ERROR_MISMATCH,
    "its layers do not fit together, neither as (out, in) nor as (in, out): “0.weight” is of shape "
    "(2, 2), but “0.bias” are 3 biases" },
  { "{" TENSOR ("0.weight", "F32", "2,2", "0", "16") "," TENSOR ("2.weight",
                                                                 "F32",
                                                                 "1,3",
                                                                 "16",
                                                                 "28") "}",
    28, BP_ERROR_MISMATCH,
    "its layers do not fit together, neither as (out, in) nor as (in, out): “2.weight” takes 3 "
    "inputs, but “0.weight”, the one before it by name, has 2 outputs" },
  { "{" TENSOR ("weight", "F32", "0,2", "0", "0") "}", 0, BP_ERROR_TOO_LARGE,
    "its array “weight” of shape (0, 2) has an unsupported number of units: a layer has 1 to 16384 "
    "units" },
  { "{" TENSOR ("0.weight", "F16", "16385,1", "0", "32770") "}", 32770, BP_ERROR_TOO_LARGE,
    "its array “0.weight” of shape (16385, 1) has an unsupported number of units: a layer has 1 to "
    "16384 units" },
  { "{" TENSOR ("0.weight", "I32", "2,2", "0", "16") "}", 16, BP_ERROR_UNSUPPORTED,
    "its array “0.weight” of shape (2, 2) holds whole numbers, but trained weights are fractions: "
    "quantised weights are not supported" },
  { "{" TENSOR ("0.weight", "F32", "2,2", "0", "16") "," TENSOR ("slopes",
                                                                 "F32",
                                                                 "1",
                                                                 "16",
                                                                 "20") "}",
    20, BP_ERROR_UNSUPPORTED,
    "its array “slopes” of shape (1) belongs to no fully connected layer, and the network may do "
    "something else with it" },
  { "{" TENSOR ("0.weight", "F32", "2,2", "0", "16") "}", 12, BP_ERROR_DAMAGED,
    "it is cut off: its tensors take 16 bytes, of which 12 are there" },
};

static void
test_refuses_other_networks (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree guint8 *zeros = g_malloc0 (40000);
  g_autoptr (GString) json = g_string_new ("{");

  for (guint i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      write_foreign (fixture->path, bad_files[i].json, zeros, bad_files[i].length);
      bp_assert_weights_refused (fixture->path, bad_files[i].code, bad_files[i].message);
    }

  for (guint l = 0; l <= BP_NETWORK_MAX_LAYERS; l++)
    g_string_append_printf (
        json, "%s\"%u.weight\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[%u,%u]}",
        l > 0 ? "," : "", l, 4 * l, 4 * l + 4);
  g_string_append_c (json, '}');
  write_foreign (fixture->path, json->str, zeros, (gsize) 4 * (BP_NETWORK_MAX_LAYERS + 1));
  bp_assert_weights_refused (fixture->path, BP_ERROR_TOO_LARGE,
                             "it has more than 16 layers, the maximum of this program");
}

static void
test_refuses_weights_that_are_not_finite (BpWeightsFixture *fixture,
                                          gconstpointer data G_GNUC_UNUSED)
{
  static const char json[] = "{" TENSOR ("0.weight", "F32", "1,2", "0", "8") "}";
  float values[] = { 1.0F, NAN };

  write_foreign (fixture->path, json, values, sizeof values);
  bp_assert_weights_refused (fixture->path, BP_ERROR_INVALID_VALUE,
                             "its array “0.weight” holds a number that is not finite (NaN): its "
                             "training probably diverged");
  values[1] = -INFINITY;
  write_foreign (fixture->path, json, values, sizeof values);
  bp_assert_weights_refused (fixture->path, BP_ERROR_INVALID_VALUE,
                             "its array “0.weight” holds a number that is not finite (infinity): "
                             "its training probably diverged");
}

BP_TEST_FILE (weights_foreign)
{
  BP_WEIGHTS_TEST_ADD ("/weights-foreign/foreign-file", test_foreign_file);
  BP_WEIGHTS_TEST_ADD ("/weights-foreign/refuses-other-networks", test_refuses_other_networks);
  BP_WEIGHTS_TEST_ADD ("/weights-foreign/refuses-weights-that-are-not-finite",
                       test_refuses_weights_that_are_not_finite);
}
