/* SPDX-License-Identifier: MIT */
#include "weights-formats.h"

#include "error.h"
#include "onnx-reader.h"
#include "onnx-writer.h"
#include "test-file.h"
#include "weights-npz-writer.h"
#include "weights-npz.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static BpNetwork *
make_network (const guint *sizes, guint n_sizes)
{
  BpNetwork *network = bp_network_new (sizes, n_sizes, NULL);
  BpRandom random;

  bp_random_init (&random, 8, 0);
  bp_network_init_he (network, &random);
  for (guint l = 0; l < network->n_layers; l++)
    for (guint j = 0; j < network->layers[l].n_outputs; j++)
      network->layers[l].biases[j] = (float) bp_random_normal (&random);
  network->input_scale = 0.01f;
  network->input_offset = -0.5f;
  return network;
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
      bytes = bp_onnx_from_network (network, &info, &error);
      g_assert_no_error (error);
      again = bp_onnx_to_network (bytes->data, bytes->len, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                       again->parameters, again->n_parameters * sizeof (float));
      g_assert_cmpfloat (again->input_scale, ==, 0.01f);
      g_assert_cmpfloat (again->input_offset, ==, -0.5f);
    }
}

/* Cut anywhere, or with any byte changed, the file is refused or read, but nothing worse. */
static void
test_onnx_damage (void)
{
  const guint sizes[] = { 3, 4, 2 };
  g_autoptr (BpNetwork) network = make_network (sizes, 3);
  g_autoptr (GByteArray) bytes = NULL;
  g_auto (BpWeightsInfo) info;
  guint n_refused = 0;

  bp_weights_info_init (&info);
  bytes = bp_onnx_from_network (network, &info, NULL);
  for (gsize length = 0; length < bytes->len; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) again = bp_onnx_to_network (bytes->data, length, NULL, &error);

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
        again = bp_onnx_to_network (bytes->data, bytes->len, NULL, &error);
        g_assert_true ((again == NULL) == (error != NULL));
        bytes->data[i] ^= 1 << bit;
      }
}

/* Every format that can be read gives the same bytes back. */
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
      g_auto (BpWeightsInfo) read_info = { 0 };
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      BpWeightsFormat format;

      g_assert_true (bp_weights_format_from_path (path, &format, NULL));
      bp_weights_export (network, &info, format, path, &error);
      g_assert_no_error (error);
      again = bp_weights_import (path, &read_info, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float),
                       again->parameters, again->n_parameters * sizeof (float));
      g_assert_cmpfloat (again->input_scale, ==, network->input_scale);
      g_assert_cmpfloat (again->input_offset, ==, network->input_offset);
      g_assert_no_errno (g_unlink (path));
    }
  g_assert_no_errno (g_rmdir (folder));
}

/* Cut anywhere, an archive is refused, and the message says what it is about. */
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
  bytes = bp_weights_npz_write (network, &info, NULL);
  for (gsize length = 100; length < bytes->len; length += 7)
    {
      g_autoptr (GError) error = NULL;

      g_file_set_contents_full (path, (const char *) bytes->data, length, G_FILE_SET_CONTENTS_NONE,
                                0666, NULL);
      g_assert_null (bp_weights_npz_read (path, NULL, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
    }
  for (gsize i = 0; i < bytes->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) again = NULL;

      bytes->data[i] ^= 0x10;
      g_file_set_contents_full (path, (const char *) bytes->data, bytes->len,
                                G_FILE_SET_CONTENTS_NONE, 0666, NULL);
      again = bp_weights_npz_read (path, NULL, &error);
      g_assert_true ((again == NULL) == (error != NULL));
      bytes->data[i] ^= 0x10;
    }
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_rmdir (folder));
}

/* A million empty nodes, two bytes each, would take a hundred times their memory. */
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
  network = bp_onnx_to_network (bytes->data, bytes->len, NULL, &error);
  g_assert_null (network);
  g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==,
                   "it has far more parts than any network that is trained here");
}

/* What is known of a network comes back from every format that is read, calibration and all. */
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
  info.held_out_accuracy = 0.1;
  info.held_out_loss = 1.0 / 3.0;
  network->temperature = 1.7f;
  network->sure_threshold = 0.61f;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (BpNetwork) again = NULL;
      g_auto (BpWeightsInfo) read_back = { NULL };
      BpWeightsFormat format;

      g_assert_true (bp_weights_format_from_path (path, &format, NULL));
      g_assert_true (bp_weights_export (network, &info, format, path, &error));
      again = bp_weights_import (path, &read_back, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (again->temperature, ==, network->temperature);
      g_assert_cmpfloat (again->sure_threshold, ==, network->sure_threshold);
      g_assert_cmpstr (read_back.dataset_name, ==, info.dataset_name);
      g_assert_cmpstr (read_back.dataset_sha256, ==, info.dataset_sha256);
      g_assert_cmpstrv (read_back.class_names, class_names);
      g_assert_cmpuint (read_back.seed, ==, info.seed);
      g_assert_cmpuint (read_back.n_epochs, ==, info.n_epochs);
      g_assert_cmpfloat (read_back.held_out_accuracy, ==, info.held_out_accuracy);
      g_assert_cmpfloat (read_back.held_out_loss, ==, info.held_out_loss);
      g_assert_cmpuint (read_back.n_unknown, ==, 0);
      g_assert_no_errno (g_unlink (path));
    }
  g_assert_no_errno (g_rmdir (folder));
}

/* Weights that were changed after they were saved are refused, in formats without sums of their
 * own, too. */
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
  bytes = bp_onnx_from_network (network, &info, NULL);
  weight = network->layers[1].biases[0];
  found = memmem (bytes->data, bytes->len, &weight, sizeof weight);
  g_assert_nonnull (found);
  found[1] ^= 1;
  again = bp_onnx_to_network (bytes->data, bytes->len, NULL, &error);
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
      BpWeightsFormat format;

      g_assert_true (bp_weights_format_from_path (path, &format, NULL));
      g_assert_false (bp_weights_export (network, &info, format, path, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  g_assert_no_errno (g_rmdir (folder));
}

/* Whatever a data set is called, its name stays in the header's first comment. */
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
  g_assert_true (bp_weights_export (network, &info, BP_WEIGHTS_FORMAT_C_HEADER, path, &error));
  g_assert_true (g_file_get_contents (path, &code, NULL, NULL));
  g_assert_true (g_str_has_prefix (
      code, "/* A 3-4-2 network trained on digits __ int evil; __ __#error, written by "));
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_rmdir (folder));
}

static void
test_unknown_ending (void)
{
  g_autoptr (GError) error = NULL;
  BpWeightsFormat format;

  g_assert_false (bp_weights_format_from_path ("/tmp/digits.pt", &format, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
  g_assert_cmpstr (error->message, ==,
                   "The ending of “digits.pt” stands for no format that can be written: choose a "
                   "name that ends in .safetensors, .npz, .onnx or .h");
}

BP_TEST_FILE (weights_formats)
{
  g_test_add_func ("/weights-formats/onnx-bomb", test_onnx_bomb);
  g_test_add_func ("/weights-formats/metadata", test_metadata);
  g_test_add_func ("/weights-formats/check-vector", test_check_vector);
  g_test_add_func ("/weights-formats/onnx-round-trip", test_onnx_round_trip);
  g_test_add_func ("/weights-formats/onnx-damage", test_onnx_damage);
  g_test_add_func ("/weights-formats/export-import", test_export_import);
  g_test_add_func ("/weights-formats/npz-damage", test_npz_damage);
  g_test_add_func ("/weights-formats/not-finite", test_not_finite);
  g_test_add_func ("/weights-formats/c-header-name", test_c_header_name);
  g_test_add_func ("/weights-formats/unknown-ending", test_unknown_ending);
}
