/* SPDX-License-Identifier: MIT */
#include "weights.h"

#include "error.h"
#include "onnx-writer.h"
#include "test-file.h"
#include "weights-npz-writer.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static BpNetwork *
make_network (const guint *sizes, guint n_sizes)
{
  BpNetwork *network = bp_network_new (sizes, n_sizes, NULL);
  BpRandom random;

  bp_random_init (&random, 8, 0);
  bp_network_initialise (network, &random);
  for (guint l = 0; l < network->n_layers; l++)
    for (guint j = 0; j < network->layers[l].n_outputs; j++)
      network->layers[l].biases[j] = (float) bp_random_normal (&random);
  network->input_scale = 0.01f;
  network->input_offset = -0.5f;
  return network;
}

/* The bytes of a file, which a test may change. */
static GByteArray *
take_array (GBytes *bytes)
{
  g_assert_nonnull (bytes);
  return g_bytes_unref_to_array (bytes);
}

/* Loads bytes in memory as a file. */
static BpNetwork *
load_bytes (const GByteArray *array, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (array->data, length);

  return bp_weights_load_bytes (bytes, "bytes", NULL, error);
}

static void
test_onnx_round_trip (void)
{
  const guint sizes[][5] = { { 784, 10 }, { 784, 33, 10 }, { 9, 17, 5, 4, 3 } };
  const guint n_sizes[] = { 2, 3, 5 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) network = make_network (sizes[i], n_sizes[i]);
      g_autoptr (BpNetwork) again = NULL;
      g_autoptr (GByteArray) bytes = NULL;
      g_auto (BpWeightsInfo) info;

      bp_weights_info_init (&info);
      bytes = take_array (bp_onnx_write (network, &info, &error));
      g_assert_no_error (error);
      again = load_bytes (bytes, bytes->len, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                       again->parameters, again->n_parameters * sizeof (float));
      g_assert_cmpfloat (again->input_scale, ==, 0.01f);
      g_assert_cmpfloat (again->input_offset, ==, -0.5f);
    }
}

/* Every readable format keeps every activation. */
static void
test_activations (void)
{
  const guint sizes[] = { 12, 9, 7, 3 };
  static const char *const names[] = { "weights.safetensors", "weights.npz", "weights.onnx" };
  g_autofree char *folder = g_dir_make_tmp ("backprop-XXXXXX", NULL);

  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *path = g_build_filename (folder, names[i], NULL);
        g_autoptr (BpNetwork) network = make_network (sizes, G_N_ELEMENTS (sizes));
        g_autoptr (BpNetwork) again = NULL;
        g_auto (BpWeightsInfo) info;

        bp_weights_info_init (&info);
        network->activation = activation;
        g_assert_true (bp_weights_save (network, &info, path, &error));
        g_assert_no_error (error);
        again = bp_weights_load (path, NULL, &error);
        g_assert_no_error (error);
        g_assert_cmpint (again->activation, ==, activation);
        g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                         again->parameters, again->n_parameters * sizeof (float));
        g_assert_cmpint (g_unlink (path), ==, 0);
      }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static GByteArray *
write_onnx (const BpNetwork *network, const BpWeightsInfo *info)
{
  return g_bytes_unref_to_array (bp_onnx_write (network, info, NULL));
}

static BpNetwork *
load_onnx (const GByteArray *bytes, GError **error)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes->data, bytes->len);

  return bp_weights_load_bytes (copy, "altered.onnx", NULL, error);
}

/* Replaces every @from with @to of the same length, or only the first @most. */
static void
replace_bytes (GByteArray *bytes, const char *from, const char *to, gsize length, guint most)
{
  guint n_replaced = 0;

  for (gsize i = 0; i + length <= bytes->len && n_replaced < most; i++)
    if (memcmp (bytes->data + i, from, length) == 0)
      {
        memcpy (bytes->data + i, to, length);
        n_replaced++;
      }
  g_assert_cmpuint (n_replaced, >, 0);
}

/* Operators of other programs: Gelu of operator set 20 is known, so that only the check vector of
 * tanh does not match; an unknown operator is unsupported. */
static void
test_onnx_operators (void)
{
  const guint sizes[] = { 3, 4, 2 };
  const struct
  {
    const char *name;
    BpError code;
  } rows[] = { { "Gelu", BP_ERROR_MISMATCH }, { "Selu", BP_ERROR_UNSUPPORTED } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) network = make_network (sizes, 3);
      g_autoptr (GByteArray) bytes = NULL;
      g_auto (BpWeightsInfo) info;

      bp_weights_info_init (&info);
      network->activation = BP_ACTIVATION_TANH;
      bytes = write_onnx (network, &info);
      replace_bytes (bytes, "Tanh", rows[i].name, 4, G_MAXUINT);
      g_assert_null (load_onnx (bytes, &error));
      g_assert_error (error, BP_ERROR, (gint) rows[i].code);
    }
}

/* GELU's formula with another number, operator or order is refused. */
static void
test_onnx_other_formula (void)
{
  const guint sizes[] = { 3, 4, 2 };
  const struct
  {
    const char *from;
    const char *to;
    gsize length;
    guint most;
  } changes[] = {
    { "Erf", "Abs", 3, G_MAXUINT },
    { "scaled0", "scaledX", 7, 1 }, /* only where it is produced, not where it is consumed */
    { "\x00\x00\x00\x3f", "\x00\x00\x80\x3f", 4, G_MAXUINT }, /* 0.5 becomes 1 */
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) network = make_network (sizes, 3);
      g_autoptr (GByteArray) bytes = NULL;
      g_auto (BpWeightsInfo) info;

      bp_weights_info_init (&info);
      network->activation = BP_ACTIVATION_GELU;
      bytes = write_onnx (network, &info);
      replace_bytes (bytes, changes[i].from, changes[i].to, changes[i].length, changes[i].most);
      g_assert_null (load_onnx (bytes, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
    }
}

/* A file that is cut or changed at any byte is refused or read, without a crash. */
static void
test_onnx_damage (void)
{
  const guint sizes[] = { 3, 4, 2 };
  g_autoptr (BpNetwork) network = make_network (sizes, 3);
  g_autoptr (GByteArray) bytes = NULL;
  g_auto (BpWeightsInfo) info;
  guint n_refused = 0;

  bp_weights_info_init (&info);
  bytes = take_array (bp_onnx_write (network, &info, NULL));
  for (gsize length = 0; length < bytes->len; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) again = load_bytes (bytes, length, &error);

      g_assert_true ((again == NULL) == (error != NULL));
      n_refused += again == NULL;
    }
  g_assert_cmpuint (n_refused, >=, bytes->len - 40);

  for (gsize i = 0; i < bytes->len; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (BpNetwork) again = NULL;

        bytes->data[i] ^= 1 << bit;
        again = load_bytes (bytes, bytes->len, &error);
        g_assert_true ((again == NULL) == (error != NULL));
        bytes->data[i] ^= 1 << bit;
      }
}

/* Every readable format gives the same bytes back, from a file and from memory. */
static void
test_export_import (void)
{
  const guint sizes[] = { 784, 33, 10 };
  const char *const names[] = { "net.safetensors", "net.npz", "net.onnx" };
  g_autoptr (BpNetwork) network = make_network (sizes, 3);
  g_autofree char *folder = g_dir_make_tmp ("backprop-export-XXXXXX", NULL);
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) again = NULL;
      g_autoptr (BpNetwork) from_memory = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_auto (BpWeightsInfo) read_info = { 0 };
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *contents = NULL;
      gsize length;

      bp_weights_save (network, &info, path, &error);
      g_assert_no_error (error);
      again = bp_weights_load (path, &read_info, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                       again->parameters, again->n_parameters * sizeof (float));
      g_assert_cmpfloat (again->input_scale, ==, network->input_scale);
      g_assert_cmpfloat (again->input_offset, ==, network->input_offset);

      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      bytes = g_bytes_new (contents, length);
      from_memory = bp_weights_load_bytes (bytes, names[i], NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                       from_memory->parameters, from_memory->n_parameters * sizeof (float));
      g_assert_no_errno (g_unlink (path));
    }
  g_assert_no_errno (g_rmdir (folder));
}

/* An archive that is cut at any byte is refused with a clear message. */
static void
test_npz_damage (void)
{
  const guint sizes[] = { 3, 4, 2 };
  g_autoptr (BpNetwork) network = make_network (sizes, 3);
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *folder = g_dir_make_tmp ("backprop-export-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cut.npz", NULL);
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  bytes = take_array (bp_weights_npz_write (network, &info, NULL));
  for (gsize length = 100; length < bytes->len; length += 7)
    {
      g_autoptr (GError) error = NULL;

      g_file_set_contents_full (path, (const char *) bytes->data, length, G_FILE_SET_CONTENTS_NONE,
                                0666, NULL);
      g_assert_null (bp_weights_load (path, NULL, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
    }
  for (gsize i = 0; i < bytes->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) again = NULL;

      bytes->data[i] ^= 0x10;
      g_file_set_contents_full (path, (const char *) bytes->data, bytes->len,
                                G_FILE_SET_CONTENTS_NONE, 0666, NULL);
      again = bp_weights_load (path, NULL, &error);
      g_assert_true ((again == NULL) == (error != NULL));
      bytes->data[i] ^= 0x10;
    }
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_rmdir (folder));
}

/* A million empty nodes of two bytes each would need a hundred times their size in memory. */
static void
test_onnx_bomb (void)
{
  const guint n_nodes = 1000 * 1000;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  /* The graph, field 7, has 2,000,000 bytes. */
  static const guint8 head[] = { 0x08, 0x07, 0x3a, 0x80, 0x89, 0x7a };

  g_byte_array_append (bytes, head, sizeof head);
  for (guint i = 0; i < n_nodes; i++)
    g_byte_array_append (bytes, (const guint8 *) "\x0a\x00", 2);
  network = load_bytes (bytes, bytes->len, &error);
  g_assert_null (network);
  g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==,
                   "“bytes” cannot be read as weights: it has far more parts than any network that "
                   "is trained here");
}

/* Every readable format keeps the description and the calibration of a network. */
static void
test_metadata (void)
{
  const guint sizes[] = { 3, 4, 2 };
  const char *const names[] = { "net.onnx", "net.npz", "net.safetensors" };
  const char *class_names[] = { "a, \"b\"", "ü", NULL };
  g_autoptr (BpNetwork) network = make_network (sizes, 3);
  g_autofree char *folder = g_dir_make_tmp ("backprop-export-XXXXXX", NULL);
  BpWeightsInfo info;

  bp_weights_info_init (&info);
  info.dataset_name = (char *) "Two things";
  info.dataset_sha256 = (char *) "0123";
  info.class_names = (char **) class_names;
  info.seed = G_MAXUINT64;
  info.n_epochs = 12;
  info.is_edited = TRUE;
  info.held_out_accuracy = 0.1;
  info.held_out_loss = 1.0 / 3.0;
  info.settings = (char *) "--optimizer sgd";
  network->temperature = 1.7f;
  network->sure_threshold = 0.61f;
  network->non_digits_found = 0.83f;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (BpNetwork) again = NULL;
      g_auto (BpWeightsInfo) read_back = { NULL };

      g_assert_true (bp_weights_save (network, &info, path, &error));
      again = bp_weights_load (path, &read_back, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (again->temperature, ==, network->temperature);
      g_assert_cmpfloat (again->sure_threshold, ==, network->sure_threshold);
      g_assert_cmpfloat (again->non_digits_found, ==, network->non_digits_found);
      g_assert_cmpstr (read_back.dataset_name, ==, info.dataset_name);
      g_assert_cmpstr (read_back.dataset_sha256, ==, info.dataset_sha256);
      g_assert_cmpstrv (read_back.class_names, class_names);
      g_assert_cmpuint (read_back.seed, ==, info.seed);
      g_assert_cmpuint (read_back.n_epochs, ==, info.n_epochs);
      g_assert_true (read_back.is_edited);
      g_assert_cmpfloat (read_back.held_out_accuracy, ==, info.held_out_accuracy);
      g_assert_cmpfloat (read_back.held_out_loss, ==, info.held_out_loss);
      g_assert_cmpstr (read_back.settings, ==, info.settings);
      g_assert_cmpuint (read_back.n_unknown, ==, 0);
      g_assert_no_errno (g_unlink (path));
    }
  g_assert_no_errno (g_rmdir (folder));
}

/* Weights that were changed after saving are refused, also in formats without checksums. */
static void
test_check_vector (void)
{
  const guint sizes[] = { 3, 4, 2 };
  g_autoptr (BpNetwork) network = make_network (sizes, 3);
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (BpNetwork) again = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;
  float weight;
  char *found;

  bp_weights_info_init (&info);
  network->layers[1].biases[0] = 123.25f;
  bytes = take_array (bp_onnx_write (network, &info, NULL));
  weight = network->layers[1].biases[0];
  found = memmem (bytes->data, bytes->len, &weight, sizeof weight);
  g_assert_nonnull (found);
  found[1] ^= 1;
  again = load_bytes (bytes, bytes->len, &error);
  g_assert_null (again);
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
}

static void
test_not_finite (void)
{
  const guint sizes[] = { 3, 4, 2 };
  const char *const names[] = { "bad.onnx", "bad.h", "bad.npz", "bad.safetensors" };
  g_autoptr (BpNetwork) network = make_network (sizes, 3);
  g_autofree char *folder = g_dir_make_tmp ("backprop-export-XXXXXX", NULL);
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  network->layers[1].weights[0] = NAN;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_false (bp_weights_save (network, &info, path, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  g_assert_no_errno (g_rmdir (folder));
}

/* Any name of a data set stays in the first comment of the header. */
static void
test_c_header_name (void)
{
  const guint sizes[] = { 3, 4, 2 };
  g_autoptr (BpNetwork) network = make_network (sizes, 3);
  g_autofree char *folder = g_dir_make_tmp ("backprop-export-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "net.h", NULL);
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  BpWeightsInfo info;

  bp_weights_info_init (&info);
  info.dataset_name = (char *) "digits */ int evil; /* \\\n#error";
  g_assert_true (bp_weights_save (network, &info, path, &error));
  g_assert_true (g_file_get_contents (path, &code, NULL, NULL));
  g_assert_true (g_str_has_prefix (
      code, "/* A 3-4-2 network trained on digits __ int evil; __ __#error, written by "));
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_rmdir (folder));
}

/* The longest ending decides, and the format of a script names the file of its weights. */
static void
test_endings (void)
{
  static const struct
  {
    const char *path;
    const char *name;
    const char *beside;
  } names[] = {
    { "a.npz/net.safetensors", "safetensors", NULL },
    { "net.py", "PyTorch script", ".safetensors" },
    { "net-numpy.py", "NumPy script", ".npz" },
    { "net.onnx.h", "C header", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const BpWeightsFormat *format = bp_weights_find_format (names[i].path, NULL);

      g_assert_nonnull (format);
      g_assert_cmpstr (format->name, ==, names[i].name);
      g_assert_cmpstr (format->beside, ==, names[i].beside);
    }
}

static void
test_unknown_ending (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_weights_find_format ("/tmp/digits.pt", &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
  g_assert_cmpstr (error->message, ==,
                   "The ending of “digits.pt” is not that of a writable format: choose a name that "
                   "ends in .safetensors, .npz, .onnx, .h, -numpy.py or .py");
}

/* Files without weights, and their first bytes. */
typedef struct
{
  const char *bytes;
  gsize length;
  const char *message;
} OtherKind;

#define BYTES(literal) literal, sizeof (literal) - 1

static const OtherKind other_kinds[] = {
  { BYTES (""), "it is empty" },
  { BYTES ("PK\x03\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0b\0\0\0config.json"),
    "it is a zip file; if Keras wrote it, save its weights as NumPy's, with numpy.savez (path, "
    "*model.get_weights ()); if it is a TorchScript module, save its weights alone, with "
    "torch.save "
    "(model.state_dict (), path)" },
  { BYTES ("\x80\x02\x8a\nl\xfc\x9c\x46\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."),
    "it is a pickle, as torch.save writes it; it has the format of PyTorch before version 1.6: "
    "load "
    "it with a newer one and save it again, with torch.save (torch.load (path), path)" },
  { BYTES ("\x80\x04\x95\x10\0\0\0\0\0\0\0}\x94."),
    "it is a Python pickle; if it is of scikit-learn, save its weights as NumPy's, with "
    "numpy.savez "
    "(path, *model.coefs_, *model.intercepts_); other weights are read as safetensors" },
  { BYTES ("\x93NUMPY\x01\0"), "it is a NumPy array (NPY)" },
  { BYTES ("\x1f\x8b\x08\0\0\0\0\0\0\x03"),
    "it is a gzip file; if it holds a data set, open it as data" },
  { BYTES ("\0\0\x08\x03\0\0\xea\x60\0\0\0\x1c\0\0\0\x1c"),
    "it is a data set in the IDX form; open it as data" },
  { BYTES ("\x89HDF\r\n\x1a\n\0\0"),
    "it is an HDF5 file, as Keras writes it; save its weights as NumPy's, with numpy.savez (path, "
    "*model.get_weights ())" },
  { BYTES ("GGUF\x03\0\0\0"), "it is a GGUF model" },
  { BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "it is a picture" },
  { BYTES ("\n<!DOCTYPE html>\n<html>"), "it is a web page (HTML)" },
  { BYTES ("<HTML lang=\"en\"><head>"), "it is a web page (HTML)" },
  { BYTES ("version https://git-lfs.example/spec/v1\noid sha256:12"),
    "it is a Git LFS pointer, which only names the file that was meant" },
  { BYTES ("{\"weights\": [1, 2]}"),
    "it is JSON text; if its arrays are a network, save them as NumPy's, with numpy.savez (path, "
    "*arrays)" },
  { BYTES ("5,0,0,0\n3,0,0,1\n"), "it is a text file" },
  { BYTES ("\x01\x02\x03"), "it does not begin like any known format of weights" },
  { BYTES ("\x02\0\0\0\0\0\0\0[]"), "it does not begin like any known format of weights" },
};

static void
test_names_other_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_kinds); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (other_kinds[i].bytes, other_kinds[i].length);
      g_autofree char *message =
          g_strdup_printf ("“file” cannot be read as weights: %s", other_kinds[i].message);
      /* A known kind with advice is "unsupported". */
      BpError code = strchr (message, ';') != NULL ? BP_ERROR_UNSUPPORTED : BP_ERROR_UNRECOGNISED;
      g_autoptr (GError) error = NULL;

      g_assert_null (bp_weights_load_bytes (bytes, "file", NULL, &error));
      g_assert_error (error, BP_ERROR, (gint) code);
      g_assert_cmpstr (error->message, ==, message);
    }
}

BP_TEST_FILE (weights_formats)
{
  g_test_add_func ("/weights-formats/names-other-kinds", test_names_other_kinds);
  g_test_add_func ("/weights-formats/onnx-bomb", test_onnx_bomb);
  g_test_add_func ("/weights-formats/activations", test_activations);
  g_test_add_func ("/weights-formats/onnx-operators", test_onnx_operators);
  g_test_add_func ("/weights-formats/onnx-other-formula", test_onnx_other_formula);
  g_test_add_func ("/weights-formats/metadata", test_metadata);
  g_test_add_func ("/weights-formats/check-vector", test_check_vector);
  g_test_add_func ("/weights-formats/onnx-round-trip", test_onnx_round_trip);
  g_test_add_func ("/weights-formats/onnx-damage", test_onnx_damage);
  g_test_add_func ("/weights-formats/export-import", test_export_import);
  g_test_add_func ("/weights-formats/npz-damage", test_npz_damage);
  g_test_add_func ("/weights-formats/not-finite", test_not_finite);
  g_test_add_func ("/weights-formats/c-header-name", test_c_header_name);
  g_test_add_func ("/weights-formats/endings", test_endings);
  g_test_add_func ("/weights-formats/unknown-ending", test_unknown_ending);
}
