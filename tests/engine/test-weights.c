/* SPDX-License-Identifier: MIT */
#include "engine/weights.h"

#include "engine/error.h"
#include "engine/safetensors.h"
#include "engine/weights-layers.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("backprop-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "file.safetensors", NULL);
}

/* The files that are in @folder. */
static guint
count_files (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  guint n_files = 0;

  g_assert_nonnull (directory);
  while (g_dir_read_name (directory) != NULL)
    n_files++;
  return n_files;
}

/* A test cleans up behind itself but for the file that all of them use: a temporary file that was
 * left behind makes this fail. */
static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static BpNetwork *
make_network (const guint *sizes, guint n_sizes)
{
  g_autoptr (GError) error = NULL;
  BpNetwork *network = bp_network_new (sizes, n_sizes, &error);
  BpRandom random;

  g_assert_no_error (error);
  bp_random_init (&random, 5, 0);
  bp_network_init_he (network, &random);
  for (guint l = 0; l < network->n_layers; l++)
    for (guint j = 0; j < network->layers[l].n_outputs; j++)
      network->layers[l].biases[j] = (float) bp_random_normal (&random);
  return network;
}

static BpNetwork *
make_small_network (void)
{
  const guint sizes[] = { 6, 4, 3 };

  return make_network (sizes, G_N_ELEMENTS (sizes));
}

static void
save (const BpNetwork *network, const char *path)
{
  g_auto (BpWeightsInfo) info;
  g_autoptr (GError) error = NULL;
  gboolean is_saved;

  bp_weights_info_init (&info);
  is_saved = bp_weights_save (network, &info, path, &error);
  g_assert_no_error (error);
  g_assert_true (is_saved);
}

/* Asserts that @path is refused with "“NAME” cannot be read as weights: MESSAGE". */
static void
assert_refused (const char *path, BpError code, const char *message)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *whole_message =
      g_strdup_printf ("“%s” cannot be read as weights: %s", name, message);
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;
  BpNetwork *network = bp_weights_load (path, &info, &error);

  g_assert_null (network);
  g_assert_error (error, BP_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, whole_message);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const guint shapes[][5] = {
    { 784, 128, 10 },   { 784, 10 },  { 1, 1 },     { 3, 17, 1, 2 },
    { 785, 33, 16, 7 }, { 16384, 2 }, { 2, 16384 }, { 5, 4, 3, 4, 26 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      guint n_sizes = 0;
      g_autoptr (BpNetwork) network = NULL;
      g_autoptr (BpNetwork) loaded = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *sha256 = NULL;
      g_autofree char *loaded_sha256 = NULL;

      while (n_sizes < 5 && shapes[i][n_sizes] > 0)
        n_sizes++;
      network = make_network (shapes[i], n_sizes);
      network->input_scale = 1.0F / 128.0F;
      network->input_offset = -0.1F;
      save (network, fixture->path);

      loaded = bp_weights_load (fixture->path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (loaded->n_layers, ==, network->n_layers);
      g_assert_cmpmem (loaded->parameters, loaded->n_parameters * sizeof (float),
                       network->parameters, network->n_parameters * sizeof (float));
      g_assert_cmpfloat (loaded->input_scale, ==, network->input_scale);
      g_assert_cmpfloat (loaded->input_offset, ==, network->input_offset);
      sha256 = bp_weights_sha256 (network);
      loaded_sha256 = bp_weights_sha256 (loaded);
      g_assert_cmpstr (sha256, ==, loaded_sha256);
    }
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_info_round_trip (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const class_names[] = { "ki", "a \"b\", \\c", "つ", NULL };
  g_autoptr (BpNetwork) network = make_small_network ();
  g_autoptr (BpNetwork) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;
  g_auto (BpWeightsInfo) copy;
  g_auto (BpWeightsInfo) loaded_info;

  bp_weights_info_init (&info);
  info.dataset_name = g_strdup ("Kuzushiji-MNIST");
  info.dataset_sha256 = g_strdup ("0123456789abcdef");
  info.class_names = g_strdupv ((char **) class_names);
  info.seed = G_MAXUINT64;
  info.n_epochs = 12;
  info.held_out_accuracy = 0.9811;
  info.held_out_loss = 1.0 / 15.0;
  bp_weights_info_copy (&copy, &info);
  g_assert_true (bp_weights_save (network, &copy, fixture->path, &error));
  g_assert_no_error (error);

  loaded = bp_weights_load (fixture->path, &loaded_info, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (loaded_info.dataset_name, ==, "Kuzushiji-MNIST");
  g_assert_cmpstr (loaded_info.dataset_sha256, ==, "0123456789abcdef");
  g_assert_cmpstrv (loaded_info.class_names, class_names);
  g_assert_cmpuint (loaded_info.seed, ==, G_MAXUINT64);
  g_assert_cmpuint (loaded_info.n_epochs, ==, 12);
  g_assert_cmpfloat (loaded_info.held_out_accuracy, ==, 0.9811);
  g_assert_cmpfloat (loaded_info.held_out_loss, ==, 1.0 / 15.0);
  g_assert_true (g_str_has_prefix (loaded_info.program, "Backprop "));
}

static void
test_unknown_info (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = make_small_network ();
  g_autoptr (BpNetwork) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  save (network, fixture->path);
  loaded = bp_weights_load (fixture->path, &info, &error);
  g_assert_no_error (error);
  g_assert_null (info.dataset_name);
  g_assert_null (info.dataset_sha256);
  g_assert_null (info.class_names);
  g_assert_true (isnan (info.held_out_accuracy));
  g_assert_true (isnan (info.held_out_loss));
}

/* The digest is of what follows the header, in the order of the file. */
static void
test_sha256_is_of_the_data (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = make_small_network ();
  g_autofree char *sha256 = bp_weights_sha256 (network);
  g_autofree char *expected = NULL;
  g_autofree char *bytes = NULL;
  gsize length;
  guint64 header_length;

  save (network, fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  memcpy (&header_length, bytes, sizeof header_length);
  header_length = GUINT64_FROM_LE (header_length) + 8;
  g_assert_cmpuint (header_length % 8, ==, 0);
  g_assert_cmpuint (length - header_length, ==, (4 * 7 + 3 * 5) * sizeof (float));
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes + header_length,
                                          length - header_length);
  g_assert_cmpstr (sha256, ==, expected);

  network->layers[1].biases[2] = nextafterf (network->layers[1].biases[2], 9.0F);
  g_free (sha256);
  sha256 = bp_weights_sha256 (network);
  g_assert_cmpstr (sha256, !=, expected);
}

/* g_file_set_contents() is too careful to be called a thousand times. */
static void
overwrite (const char *path, const char *bytes, gsize length)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Whatever byte of a file is lost or changed, loading it does not crash, and a change of the
 * weights is always noticed. */
static void
test_every_cut_and_every_change (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = make_small_network ();
  g_autofree char *sha256 = bp_weights_sha256 (network);
  g_autofree char *bytes = NULL;
  gsize length;
  guint n_accepted = 0;

  save (network, fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));

  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr (GError) error = NULL;

      overwrite (fixture->path, bytes, cut);
      g_assert_null (bp_weights_load (fixture->path, NULL, &error));
      g_assert_error (error, BP_ERROR, (int) (cut <= 8 ? BP_ERROR_UNRECOGNISED : BP_ERROR_DAMAGED));
    }

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (BpNetwork) loaded = NULL;
      char original = bytes[i];

      bytes[i] = (char) (original ^ (1 << (i % 8)));
      overwrite (fixture->path, bytes, length);
      bytes[i] = original;
      loaded = bp_weights_load (fixture->path, NULL, NULL);
      if (loaded != NULL)
        {
          g_autofree char *loaded_sha256 = bp_weights_sha256 (loaded);

          g_assert_cmpstr (loaded_sha256, ==, sha256);
          n_accepted++;
        }
    }
  /* Bits in the values of metadata and in keys that mean nothing are free to change. */
  g_test_message ("%u of %" G_GSIZE_FORMAT " changes are harmless", n_accepted, length);
  g_assert_cmpuint (n_accepted, <, length / 2);
}

/* Replaces @from, which must be there, by @to of the same length in the file at @path. */
static void
patch (const char *path, const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes = strlen (from);
  char *found;
  gsize length;

  g_assert_cmpuint (strlen (to), ==, n_bytes);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  found = memmem (bytes, length, from, n_bytes);
  g_assert_nonnull (found);
  memcpy (found, to, n_bytes);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

static void
test_check_vector (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char message[] = "its network does not give the answers that it gave when it was "
                                "saved, so that the file was damaged or changed since";
  g_autoptr (BpNetwork) network = make_small_network ();
  g_autoptr (BpNetwork) loaded = NULL;

  /* Another scale of the input changes the answers without changing a weight. */
  network->input_scale = 0.5F;
  save (network, fixture->path);
  patch (fixture->path, "\"input_scale\":\"0.5\"", "\"input_scale\":\"0.4\"");
  assert_refused (fixture->path, BP_ERROR_MISMATCH, message);

  save (network, fixture->path);
  patch (fixture->path, "\"check_logits\":\"[", "\"check_logits\":\"!");
  assert_refused (fixture->path, BP_ERROR_MISMATCH, message);

  save (network, fixture->path);
  patch (fixture->path, "\"0.weight\"", "\"9.weight\"");
  patch (fixture->path, "\"0.bias\"", "\"9.bias\"");
  assert_refused (
      fixture->path, BP_ERROR_MISMATCH,
      "its layer “9” takes 6 inputs, but “2”, the one before it by name, has 3 outputs");

  /* A file without a check vector, or with one of an input that is not known here, passes. */
  save (network, fixture->path);
  patch (fixture->path, "\"check_input\":\"byte", "\"check_input\":\"bite");
  loaded = bp_weights_load (fixture->path, NULL, NULL);
  g_assert_nonnull (loaded);
}

static void
test_digest (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = make_small_network ();
  g_autofree char *bytes = NULL;
  gsize length;

  /* The lowest bit of the last bias: far under the tolerance of the check vector. */
  save (network, fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  bytes[length - 4] ^= 1;
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) length, NULL));
  assert_refused (fixture->path, BP_ERROR_MISMATCH,
                  "its weights are not those that were saved, so that the file was damaged or "
                  "changed since");
}

static void
test_input_transform (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char message[] =
      "its input_scale and input_offset are not numbers to scale pixels with";
  g_autoptr (BpNetwork) network = make_small_network ();

  network->input_scale = 0.5F;
  save (network, fixture->path);
  patch (fixture->path, "\"input_scale\":\"0.5\"", "\"input_scale\":\"0.0\"");
  assert_refused (fixture->path, BP_ERROR_DAMAGED, message);
  save (network, fixture->path);
  patch (fixture->path, "\"input_scale\":\"0.5\"", "\"input_scale\":\"nan\"");
  assert_refused (fixture->path, BP_ERROR_DAMAGED, message);
  save (network, fixture->path);
  patch (fixture->path, "\"input_scale\":\"0.5\"", "\"input_scale\":\"0,5\"");
  assert_refused (fixture->path, BP_ERROR_DAMAGED, message);
  save (network, fixture->path);
  patch (fixture->path, "\"input_offset\":\"0\"", "\"input_offset\":\"x\"");
  assert_refused (fixture->path, BP_ERROR_DAMAGED, message);
  save (network, fixture->path);
  patch (fixture->path, "\"relu\"", "\"tanh\"");
  assert_refused (fixture->path, BP_ERROR_UNSUPPORTED,
                  "its activation is “tanh”, and networks have ReLU here");
}

/* Writes a file of the tensors in @json, whose numbers are those of @values. */
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

/* A file as PyTorch's save_file leaves it: a prefix, tensors sorted by name, so that "fc10" comes
 * before "fc2", a layer without biases, two types, and no metadata but the format. */
static void
test_foreign_file (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
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
        g_assert_cmpfloat (layer->weights[i * layer->stride + j], ==, (float) (3 * j + i + 1));
      g_assert_cmpfloat (layer->biases[j], ==, 0.0F);
    }
  layer = &network->layers[1];
  g_assert_cmpfloat (layer->weights[0], ==, 1.0F);
  g_assert_cmpfloat (layer->weights[layer->stride], ==, 2.0F);
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
  { "{}", 0, BP_ERROR_UNSUPPORTED, "it holds no tensors" },
  { "{" TENSOR ("conv.weight", "F32", "1,1,2,2", "0", "16") "}", 16, BP_ERROR_UNSUPPORTED,
    "its tensor “conv.weight” of shape (1, 1, 2, 2) is neither the weights nor the biases of a "
    "fully connected layer" },
  { "{" TENSOR ("norm.weight", "F32", "4", "0", "16") "}", 16, BP_ERROR_UNSUPPORTED,
    "its tensor “norm.weight” of shape (4) is neither the weights nor the biases of a fully "
    "connected layer" },
  { "{" TENSOR ("W1", "F32", "2,2", "0", "16") "}", 16, BP_ERROR_UNSUPPORTED,
    "its tensor “W1” of shape (2, 2) is neither the weights nor the biases of a fully connected "
    "layer" },
  { "{" TENSOR ("0.bias", "F32", "4", "0", "16") "}", 16, BP_ERROR_DAMAGED,
    "its layer “0” has biases, but no weights" },
  { "{" TENSOR ("0.bias", "F32", "3", "0", "12") "," TENSOR ("0.weight",
                                                             "F32",
                                                             "2,2",
                                                             "12",
                                                             "28") "}",
    28, BP_ERROR_MISMATCH, "its layer “0” has 2 units, but 3 biases" },
  { "{" TENSOR ("0.weight", "F32", "2,2", "0", "16") "," TENSOR ("2.weight",
                                                                 "F32",
                                                                 "1,3",
                                                                 "16",
                                                                 "28") "}",
    28, BP_ERROR_MISMATCH,
    "its layer “2” takes 3 inputs, but “0”, the one before it by name, has 2 outputs" },
  { "{" TENSOR ("weight", "F32", "0,2", "0", "0") "}", 0, BP_ERROR_TOO_LARGE,
    "its layer “” has weights of shape (0, 2), and a layer has 1 to 16384 units here" },
  { "{" TENSOR ("0.weight", "F16", "16385,1", "0", "32770") "}", 32770, BP_ERROR_TOO_LARGE,
    "its layer “0” has weights of shape (16385, 1), and a layer has 1 to 16384 units here" },
  { "{" TENSOR ("0.weight", "I32", "2,2", "0", "16") "}", 16, BP_ERROR_UNSUPPORTED,
    "its tensor “0.weight” is of the type I32, and only F32, F16 and BF16 are read here" },
  { "{" TENSOR ("0.weight", "F32", "2,2", "0", "16") "}", 12, BP_ERROR_DAMAGED,
    "it is cut off: its tensors take 16 bytes, of which 12 are there" },
};

static void
test_refuses_other_networks (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree guint8 *zeros = g_malloc0 (40000);
  g_autoptr (GString) json = g_string_new ("{");

  for (guint i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      write_foreign (fixture->path, bad_files[i].json, zeros, bad_files[i].length);
      assert_refused (fixture->path, bad_files[i].code, bad_files[i].message);
    }

  for (guint l = 0; l <= BP_NETWORK_MAX_LAYERS; l++)
    g_string_append_printf (
        json, "%s\"%u.weight\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[%u,%u]}",
        l > 0 ? "," : "", l, 4 * l, 4 * l + 4);
  g_string_append_c (json, '}');
  write_foreign (fixture->path, json->str, zeros, (gsize) 4 * (BP_NETWORK_MAX_LAYERS + 1));
  assert_refused (fixture->path, BP_ERROR_TOO_LARGE,
                  "it has more than 16 layers, the most that a network has here");
}

static void
test_refuses_weights_that_are_not_finite (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char json[] = "{" TENSOR ("0.weight", "F32", "1,2", "0", "8") "}";
  float values[] = { 1.0F, NAN };

  write_foreign (fixture->path, json, values, sizeof values);
  assert_refused (fixture->path, BP_ERROR_INVALID_VALUE,
                  "its tensor “0.weight” holds a number that is not finite (NaN), as a training "
                  "that diverged leaves it");
  values[1] = -INFINITY;
  write_foreign (fixture->path, json, values, sizeof values);
  assert_refused (fixture->path, BP_ERROR_INVALID_VALUE,
                  "its tensor “0.weight” holds a number that is not finite (infinity), as a "
                  "training that diverged leaves it");
}

static void
test_refuses_to_save_what_diverged (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = make_small_network ();
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  network->layers[0].weights[1] = NAN;
  g_assert_false (bp_weights_save (network, &info, fixture->path, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (error->message, ==,
                   "“file.safetensors” was not saved: a weight is not finite: its training has "
                   "diverged");
  g_clear_error (&error);

  /* Finite weights whose answers are not. */
  for (guint j = 0; j < 4; j++)
    network->layers[0].biases[j] = 3e38F;
  network->layers[0].weights[1] = 0.0F;
  network->layers[1].weights[0] = 3e38F;
  g_assert_false (bp_weights_save (network, &info, fixture->path, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

static guint
get_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
test_permissions (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = make_small_network ();
  mode_t old_mask = umask (027);

  save (network, fixture->path);
  umask (old_mask);
  g_assert_cmphex (get_mode (fixture->path), ==, 0640);

  g_assert_cmpint (g_chmod (fixture->path, 0604), ==, 0);
  save (network, fixture->path);
  g_assert_cmphex (get_mode (fixture->path), ==, 0604);
}

static void
test_symbolic_links_stay (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *link_to_link = g_build_filename (fixture->folder, "link-to-link", NULL);
  g_autofree char *loop = g_build_filename (fixture->folder, "loop", NULL);
  g_autoptr (BpNetwork) network = make_small_network ();
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  /* What the links lead to is not there yet. */
  g_assert_cmpint (symlink ("file.safetensors", link), ==, 0);
  g_assert_cmpint (symlink (link, link_to_link), ==, 0);
  save (network, link_to_link);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (link_to_link, G_FILE_TEST_IS_SYMLINK));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));

  save (network, link_to_link);
  g_assert_true (g_file_test (link_to_link, G_FILE_TEST_IS_SYMLINK));

  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  bp_weights_info_init (&info);
  g_assert_false (bp_weights_save (network, &info, loop, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_LOOP);

  g_unlink (loop);
  g_unlink (link);
  g_unlink (link_to_link);
}

static void
assert_not_saved (const char *path, GFileError code)
{
  g_autoptr (BpNetwork) network = make_small_network ();
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  g_assert_false (bp_weights_save (network, &info, path, &error));
  g_assert_error (error, G_FILE_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, "Could not write to “"));
}

/* Neither a file that must not be written nor one in a folder that must not is replaced. */
static void
assert_permissions_count (const Fixture *fixture)
{
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  assert_not_saved (fixture->path, G_FILE_ERROR_ACCES);
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  assert_not_saved (fixture->path, G_FILE_ERROR_ACCES);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
}

/* Runs @check in a process of its own, as a user whom permissions stop. */
static void
run_without_privileges (const Fixture *fixture, void (*check) (const Fixture *fixture))
{
  const uid_t nobody = 65534;
  pid_t child;
  int status;

  if (geteuid () == 0)
    {
      g_assert_cmpint (chown (fixture->folder, nobody, nobody), ==, 0);
      g_assert_cmpint (chown (fixture->path, nobody, nobody), ==, 0);
    }

  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (geteuid () == 0 && (setgid (nobody) != 0 || setuid (nobody) != 0))
        _exit (1);
      check (fixture);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

static void
test_places_that_cannot_be_written (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "none", "file", NULL);

  assert_not_saved (nowhere, G_FILE_ERROR_NOENT);
  assert_not_saved (fixture->folder, G_FILE_ERROR_ISDIR);
  assert_not_saved ("/dev/null", G_FILE_ERROR_INVAL);

  g_assert_true (g_file_set_contents (fixture->path, "old", 3, NULL));
  run_without_privileges (fixture, assert_permissions_count);
}

/* Asserts that the fixture's file still holds the network of @sha256. */
static void
assert_old_file_is_whole (const Fixture *fixture, const char *sha256)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = bp_weights_load (fixture->path, NULL, &error);
  g_autofree char *loaded_sha256 = NULL;

  g_assert_no_error (error);
  loaded_sha256 = bp_weights_sha256 (network);
  g_assert_cmpstr (loaded_sha256, ==, sha256);
}

/* A limit on the size of files ends a write in the middle, as a full disk does. */
static void
test_full_disk (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const guint sizes[] = { 784, 30, 10 };
  g_autoptr (BpNetwork) old = make_small_network ();
  g_autoptr (BpNetwork) network = make_network (sizes, G_N_ELEMENTS (sizes));
  g_autofree char *sha256 = bp_weights_sha256 (old);
  const rlim_t limits[] = { 0, 5, 1000, 4096, 90000 };

  save (old, fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      pid_t child = fork ();
      int status;

      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        {
          const struct rlimit limit = { limits[i], limits[i] };
          g_autoptr (GError) error = NULL;
          g_auto (BpWeightsInfo) info;

          bp_weights_info_init (&info);
          signal (SIGXFSZ, SIG_IGN);
          if (setrlimit (RLIMIT_FSIZE, &limit) != 0 ||
              bp_weights_save (network, &info, fixture->path, &error))
            _exit (1);
          _exit (g_error_matches (error, G_FILE_ERROR, g_file_error_from_errno (EFBIG)) ? 0 : 2);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_cmpint (status, ==, 0);
      assert_old_file_is_whole (fixture, sha256);
      g_assert_cmpuint (count_files (fixture->folder), ==, 1);
    }
}

/* Removes what a killed process could not. */
static void
remove_temporary_files (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, ".tmp"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
}

/* Kills a process that saves two networks in turn, at many moments, and looks at what is there. */
static void
test_killed_saves (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const guint sizes[] = { 300, 30, 10 };
  g_autoptr (BpNetwork) first = make_small_network ();
  g_autoptr (BpNetwork) second = make_network (sizes, G_N_ELEMENTS (sizes));
  g_autofree char *first_sha256 = bp_weights_sha256 (first);
  g_autofree char *second_sha256 = bp_weights_sha256 (second);
  guint n_rounds = g_test_slow () ? 200 : 40;

  save (first, fixture->path);
  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpNetwork) loaded = NULL;
      g_autofree char *sha256 = NULL;
      pid_t child = fork ();

      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        {
          g_auto (BpWeightsInfo) info;

          bp_weights_info_init (&info);
          while (bp_weights_save (second, &info, fixture->path, NULL) &&
                 bp_weights_save (first, &info, fixture->path, NULL))
            ;
          _exit (1);
        }
      g_usleep (500 + (gulong) g_test_rand_int_range (0, 10000));
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);

      loaded = bp_weights_load (fixture->path, NULL, &error);
      g_assert_no_error (error);
      sha256 = bp_weights_sha256 (loaded);
      g_assert_true (g_str_equal (sha256, first_sha256) || g_str_equal (sha256, second_sha256));
      remove_temporary_files (fixture->folder);
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

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/weights/round-trip", test_round_trip);
  ADD ("/weights/info-round-trip", test_info_round_trip);
  ADD ("/weights/unknown-info", test_unknown_info);
  ADD ("/weights/sha256-is-of-the-data", test_sha256_is_of_the_data);
  ADD ("/weights/every-cut-and-every-change", test_every_cut_and_every_change);
  ADD ("/weights/check-vector", test_check_vector);
  ADD ("/weights/digest", test_digest);
  ADD ("/weights/input-transform", test_input_transform);
  ADD ("/weights/foreign-file", test_foreign_file);
  ADD ("/weights/refuses-other-networks", test_refuses_other_networks);
  ADD ("/weights/refuses-weights-that-are-not-finite", test_refuses_weights_that_are_not_finite);
  ADD ("/weights/refuses-to-save-what-diverged", test_refuses_to_save_what_diverged);
  ADD ("/weights/permissions", test_permissions);
  ADD ("/weights/symbolic-links-stay", test_symbolic_links_stay);
  ADD ("/weights/places-that-cannot-be-written", test_places_that_cannot_be_written);
  ADD ("/weights/full-disk", test_full_disk);
  ADD ("/weights/killed-saves", test_killed_saves);
  g_test_add_func ("/weights/natural-order", test_natural_order);

  return g_test_run ();
}
