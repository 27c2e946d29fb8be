/* SPDX-License-Identifier: MIT */
#include "weights.h"

#include "weights-check.h"

#include "test-file.h"
#include "weights-fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void
test_round_trip (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
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
      network = bp_sample_network_new (shapes[i], n_sizes);
      network->input_scale = 1.0F / 128.0F;
      network->input_offset = -0.1F;
      bp_save_weights (network, fixture->path);

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
}

static void
test_info_round_trip (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const class_names[] = { "ki", "a \"b\", \\c", "つ", NULL };
  g_autoptr (BpNetwork) network = bp_small_network_new ();
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
test_unknown_info (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  g_autoptr (BpNetwork) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  bp_save_weights (network, fixture->path);
  loaded = bp_weights_load (fixture->path, &info, &error);
  g_assert_no_error (error);
  g_assert_null (info.dataset_name);
  g_assert_null (info.dataset_sha256);
  g_assert_null (info.class_names);
  g_assert_true (isnan (info.held_out_accuracy));
  g_assert_true (isnan (info.held_out_loss));
}

/* The digest is that of the data after the header. */
static void
test_sha256_is_of_the_data (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  g_autofree char *sha256 = bp_weights_sha256 (network);
  g_autofree char *expected = NULL;
  g_autofree char *bytes = NULL;
  gsize length;
  guint64 header_length;

  bp_save_weights (network, fixture->path);
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

/* g_file_set_contents() is too slow for a thousand calls. */
static void
overwrite (const char *path, const char *bytes, gsize length)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* A file that is cut or changed at any byte does not crash the loader, and every change of the
 * weights is an error. */
static void
test_every_cut_and_every_change (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  g_autofree char *sha256 = bp_weights_sha256 (network);
  g_autofree char *bytes = NULL;
  gsize length;
  guint n_accepted = 0;

  bp_save_weights (network, fixture->path);
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
  /* Changes in values of metadata and in unknown keys are accepted. */
  g_test_message ("%u of %" G_GSIZE_FORMAT " changes are harmless", n_accepted, length);
  g_assert_cmpuint (n_accepted, <, length / 2);
}

/* Replaces @from, which must occur, with @to of the same length in the file at @path. */
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
test_check_vector (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char message[] =
      "its network does not give the saved answers: the file was damaged or changed";
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  g_autoptr (BpNetwork) loaded = NULL;

  /* Another input scale changes the logits but no weight. */
  network->input_scale = 0.5F;
  bp_save_weights (network, fixture->path);
  patch (fixture->path, "\"input_scale\":\"0.5\"", "\"input_scale\":\"0.4\"");
  bp_assert_weights_refused (fixture->path, BP_ERROR_MISMATCH, message);

  bp_save_weights (network, fixture->path);
  patch (fixture->path, "\"check_logits\":\"[", "\"check_logits\":\"!");
  bp_assert_weights_refused (fixture->path, BP_ERROR_MISMATCH, message);

  /* A file without a check vector, or with one for an unknown input, passes. */
  bp_save_weights (network, fixture->path);
  patch (fixture->path, "\"check_input\":\"byte", "\"check_input\":\"bite");
  loaded = bp_weights_load (fixture->path, NULL, NULL);
  g_assert_nonnull (loaded);
}

static void
test_digest (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  g_autofree char *bytes = NULL;
  gsize length;

  /* The lowest bit of the last bias, which is far below the tolerance of the check vector. */
  bp_save_weights (network, fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  bytes[length - 4] ^= 1;
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) length, NULL));
  bp_assert_weights_refused (fixture->path, BP_ERROR_MISMATCH,
                             "its weights are not the saved ones: the file was damaged or changed");
}

static void
test_input_transform (BpWeightsFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char message[] =
      "its input_scale and input_offset are not numbers to scale pixels with";
  g_autoptr (BpNetwork) network = bp_small_network_new ();
  g_autoptr (GError) error = NULL;

  network->input_scale = 0.5F;
  bp_save_weights (network, fixture->path);
  patch (fixture->path, "\"input_scale\":\"0.5\"", "\"input_scale\":\"0.0\"");
  bp_assert_weights_refused (fixture->path, BP_ERROR_DAMAGED, message);
  bp_save_weights (network, fixture->path);
  patch (fixture->path, "\"input_scale\":\"0.5\"", "\"input_scale\":\"nan\"");
  bp_assert_weights_refused (fixture->path, BP_ERROR_DAMAGED, message);
  bp_save_weights (network, fixture->path);
  patch (fixture->path, "\"input_scale\":\"0.5\"", "\"input_scale\":\"0,5\"");
  bp_assert_weights_refused (fixture->path, BP_ERROR_DAMAGED, message);
  bp_save_weights (network, fixture->path);
  patch (fixture->path, "\"input_offset\":\"0\"", "\"input_offset\":\"x\"");
  bp_assert_weights_refused (fixture->path, BP_ERROR_DAMAGED, message);
  bp_save_weights (network, fixture->path);
  patch (fixture->path, "\"relu\"", "\"step\"");
  bp_assert_weights_refused (fixture->path, BP_ERROR_UNSUPPORTED,
                             "its activation is “step”, but hidden units support relu, leaky-relu, "
                             "tanh, sigmoid or gelu");
  bp_save_weights (network, fixture->path);
  patch (fixture->path, "\"relu\"", "\"tanh\"");
  g_assert_null (bp_weights_load (fixture->path, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
}

BP_TEST_FILE (weights)
{
  BP_WEIGHTS_TEST_ADD ("/weights/round-trip", test_round_trip);
  BP_WEIGHTS_TEST_ADD ("/weights/info-round-trip", test_info_round_trip);
  BP_WEIGHTS_TEST_ADD ("/weights/unknown-info", test_unknown_info);
  BP_WEIGHTS_TEST_ADD ("/weights/sha256-is-of-the-data", test_sha256_is_of_the_data);
  BP_WEIGHTS_TEST_ADD ("/weights/every-cut-and-every-change", test_every_cut_and_every_change);
  BP_WEIGHTS_TEST_ADD ("/weights/check-vector", test_check_vector);
  BP_WEIGHTS_TEST_ADD ("/weights/digest", test_digest);
  BP_WEIGHTS_TEST_ADD ("/weights/input-transform", test_input_transform);
}
