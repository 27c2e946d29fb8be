/* SPDX-License-Identifier: MIT */

/* A trained network gives the same answers after a conversion to every format. */
#include "cli-runner.h"
#include "sample-data.h"

#include <string.h>

static void
set_up (BpSample *sample, gconstpointer data)
{
  g_auto (BpCliResult) result = { 0 };

  bp_sample_set_up (sample, data);
  result = bp_cli_run (NULL, "train", "--data", sample->data, "--epochs", "2", "--layers", "16",
                       "--seed", "7", "--json", "--save", sample->weights, NULL);
  g_assert_cmpint (result.exit_status, ==, 0);
}

static char *
convert (BpSample *sample, const char *from, const char *name)
{
  char *to = g_build_filename (sample->folder, name, NULL);
  g_auto (BpCliResult) result = bp_cli_run (NULL, "convert", from, to, NULL);

  bp_cli_assert_done (&result);
  g_assert_true (g_str_has_prefix (result.output, "Wrote 784-16-10 to "));
  return to;
}

static char *
get_info_member (const char *path, const char *member)
{
  g_auto (BpCliResult) result = bp_cli_run (NULL, "info", "--json", path, NULL);
  g_autoptr (GVariant) object = NULL;

  bp_cli_assert_done (&result);
  object = bp_test_json_parse (result.output);
  g_assert_cmpstr (bp_test_json_get_string (object, "kind"), ==, "weights");
  return bp_test_json_has (object, member) ? g_strdup (bp_test_json_get_string (object, member))
                                           : NULL;
}

static gint64
count_correct (BpSample *sample, const char *weights)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "evaluate", "--weights", weights, "--data", sample->data, "--json", NULL);
  g_autoptr (GVariant) object = NULL;

  bp_cli_assert_done (&result);
  object = bp_test_json_parse (result.output);
  return bp_test_json_get_integer (object, "correct");
}

static void
test_round_trip (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *npz = convert (sample, sample->weights, "net.npz");
  g_autofree char *onnx = convert (sample, npz, "net.onnx");
  g_autofree char *again = convert (sample, onnx, "again.safetensors");
  g_autofree char *weights_sha256 = get_info_member (sample->weights, "weights_sha256");
  const char *const paths[] = { npz, onnx, again };
  gint64 n_correct = count_correct (sample, sample->weights);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *sha256 = get_info_member (paths[i], "weights_sha256");

      g_assert_cmpstr (sha256, ==, weights_sha256);
      g_assert_cmpint (count_correct (sample, paths[i]), ==, n_correct);
    }
}

/* The format of a file is found by its content, also with the ending of another format. */
static void
test_content_decides (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *npz = convert (sample, sample->weights, "net.npz");
  g_autofree char *misnamed = g_build_filename (sample->folder, "misnamed.onnx", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *weights_sha256 = get_info_member (sample->weights, "weights_sha256");
  gsize length;

  g_assert_true (g_file_get_contents (npz, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (misnamed, contents, (gssize) length, NULL));
  sha256 = get_info_member (misnamed, "weights_sha256");
  g_assert_cmpstr (sha256, ==, weights_sha256);
}

/* The description of a network is kept. */
static void
test_keeps_info (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const members[] = { "dataset", "dataset_sha256", "program" };
  g_autofree char *npz = convert (sample, sample->weights, "net.npz");
  g_autofree char *onnx = convert (sample, npz, "net.onnx");
  g_autofree char *copy = convert (sample, onnx, "copy.safetensors");
  g_autofree char *header = convert (sample, sample->weights, "net.h");
  g_autofree char *code = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *before = get_info_member (sample->weights, members[i]);
      g_autofree char *after = get_info_member (copy, members[i]);

      g_assert_nonnull (before);
      g_assert_cmpstr (after, ==, before);
    }
  g_assert_true (g_file_get_contents (header, &code, NULL, NULL));
  g_assert_nonnull (strstr (code, "#include"));
}

/* A message tells what a format cannot store. */
static void
test_says_what_is_lost (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *header = g_build_filename (sample->folder, "net.h", NULL);
  g_autofree char *npz = g_build_filename (sample->folder, "net.npz", NULL);
  g_autofree char *foreign = g_build_filename (sample->folder, "foreign.safetensors", NULL);
  g_autoptr (GString) bytes = g_string_new (NULL);
  const char *json = "{\"__metadata__\":{\"author\":\"me\",\"mood\":\"good\"},"
                     "\"0.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                     "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
  guint64 length = GUINT64_TO_LE (strlen (json));
  g_auto (BpCliResult) to_header = bp_cli_run (NULL, "convert", sample->weights, header, NULL);
  g_auto (BpCliResult) to_npz = bp_cli_run (NULL, "convert", sample->weights, npz, NULL);
  g_auto (BpCliResult) from_foreign = { 0 };

  bp_cli_assert_done (&to_header);
  g_assert_nonnull (strstr (to_header.output, "Not kept by the format C header: class names"));
  bp_cli_assert_done (&to_npz);
  g_assert_true (g_str_has_suffix (to_npz.output, "net.npz\n"));

  g_string_append_len (bytes, (const char *) &length, sizeof length);
  g_string_append (bytes, json);
  g_string_append_len (bytes, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
  g_assert_true (g_file_set_contents (foreign, bytes->str, (gssize) bytes->len, NULL));
  from_foreign = bp_cli_run (NULL, "convert", foreign, npz, NULL);
  bp_cli_assert_done (&from_foreign);
  g_assert_nonnull (strstr (from_foreign.output, "The file has no name of a data set"));
  g_assert_nonnull (strstr (from_foreign.output, "Left out: 2 unknown entries of the metadata"));
}

static void
test_bad_input (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *from = g_build_filename (sample->folder, "page.npz", NULL);
  g_autofree char *to = g_build_filename (sample->folder, "out.npz", NULL);
  g_auto (BpCliResult) result = { 0 };

  g_assert_true (g_file_set_contents (from, "<!DOCTYPE html><html></html>", -1, NULL));
  result = bp_cli_run (NULL, "convert", from, to, NULL);
  bp_cli_assert_failed (&result, 1, "web page");
  g_assert_false (g_file_test (to, G_FILE_TEST_EXISTS));
}

static void
test_bad_output (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "convert", sample->weights, "/no/such/folder/net.npz", NULL);

  bp_cli_assert_failed (&result, 1, "/no/such/folder/net.npz");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli/convert/round-trip", BpSample, NULL, set_up, test_round_trip,
              bp_sample_tear_down);
  g_test_add ("/cli/convert/content-decides", BpSample, NULL, set_up, test_content_decides,
              bp_sample_tear_down);
  g_test_add ("/cli/convert/keeps-info", BpSample, NULL, set_up, test_keeps_info,
              bp_sample_tear_down);
  g_test_add ("/cli/convert/says-what-is-lost", BpSample, NULL, set_up, test_says_what_is_lost,
              bp_sample_tear_down);
  g_test_add ("/cli/convert/bad-input", BpSample, NULL, set_up, test_bad_input,
              bp_sample_tear_down);
  g_test_add ("/cli/convert/bad-output", BpSample, NULL, set_up, test_bad_output,
              bp_sample_tear_down);

  return g_test_run ();
}
