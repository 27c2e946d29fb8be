/* SPDX-License-Identifier: MIT */
#include "mirrors.h"

#include "error.h"
#include "test-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define SHA256 "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
#define FILES  "\"files\": [{\"name\": \"a\", \"size\": 1, \"sha256\": \"" SHA256 "\"}]"
#define MIRROR "\"mirrors\": [\"https://example.org\"]"

static void
test_own (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpMirrors) mirrors = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autofree char *text = NULL;

  g_unsetenv (BP_MIRRORS_ENVIRONMENT);
  mirrors = bp_mirrors_load (NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mirrors->name, ==, "MNIST");
  g_assert_cmpuint (mirrors->files->len, ==, 4);
  g_assert_cmpuint (mirrors->base_uris->len, >=, 2);
  g_assert_cmpuint (bp_mirrors_get_file (mirrors, 0)->size, ==, 9912422);

  uri = bp_mirrors_get_uri (mirrors, 0, bp_mirrors_get_file (mirrors, 3));
  text = g_uri_to_string (uri);
  g_assert_cmpstr (text, ==,
                   "https://storage.googleapis.com/cvdf-datasets/mnist/t10k-labels-idx1-ubyte.gz");
  for (guint i = 0; i < mirrors->base_uris->len; i++)
    g_assert_cmpstr (g_uri_get_scheme (g_ptr_array_index (mirrors->base_uris, i)), ==, "https");
}

static void
test_environment (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpMirrors) mirrors = NULL;
  g_autofree char *path = NULL;
  const char *text = "{\"name\": \"Mine\", " FILES ", " MIRROR ", \"note\": [1, {}]}";
  int fd = g_file_open_tmp ("mirrors-XXXXXX.json", &path, &error);
  g_autoptr (GUri) uri = NULL;
  g_autofree char *uri_text = NULL;

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_setenv (BP_MIRRORS_ENVIRONMENT, path, TRUE);
  mirrors = bp_mirrors_load (NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mirrors->name, ==, "Mine");
  uri = bp_mirrors_get_uri (mirrors, 0, bp_mirrors_get_file (mirrors, 0));
  uri_text = g_uri_to_string (uri);
  g_assert_cmpstr (uri_text, ==, "https://example.org/a");
  g_clear_pointer (&mirrors, bp_mirrors_unref);

  g_assert_true (g_file_set_contents (path, "<html>", -1, NULL));
  mirrors = bp_mirrors_load (NULL, &error);
  g_assert_null (mirrors);
  g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "cannot be read as a list of mirrors: an object is "
                                            "missing (byte 0)"));
  g_clear_error (&error);

  g_unlink (path);
  mirrors = bp_mirrors_load (NULL, &error);
  g_assert_null (mirrors);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_unsetenv (BP_MIRRORS_ENVIRONMENT);
}

typedef struct
{
  const char *text;
  const char *message;
} BadList;

static const BadList bad_lists[] = {
  { "", "an object is missing" },
  { "{}", "“name” is missing" },
  { "{\"name\": \"A\"}", "“files” is missing or empty" },
  { "{\"name\": \"A\", \"files\": []}", "“files” is missing or empty" },
  { "{\"name\": \"A\", " FILES "}", "“mirrors” is missing or empty" },
  { "{\"name\": \"A\", " FILES ", \"mirrors\": [\"http://example.org/\"]}",
    "does not begin with https://" },
  { "{\"name\": \"A\", " FILES ", \"mirrors\": [\"file:///etc/\"]}", "does not begin with" },
  { "{\"name\": \"A\", " FILES ", \"mirrors\": [\"here\"]}", "does not begin with https://" },
  { "{\"name\": \"A\", \"patience\": 0, " FILES ", " MIRROR "}", "from 1 to 3600 seconds" },
  { "{\"files\": [{\"name\": \"../a\"", "“,” or “}” is missing" },
  { "{\"files\": [{\"name\": \"../a\"}", "or an invalid one" },
  { "{\"files\": [{\"name\": \".a\"}", "or an invalid one" },
  { "{\"files\": [{\"size\": 1}", "a file has no name" },
  { "{\"files\": [{\"name\": \"a\\nb\"}", "or an invalid one" },
  { "{\"files\": [{\"name\": \"a\\u202eb\"}", "or an invalid one" },
  { "{\"files\": [{\"name\": \"a\", \"size\": 2000000000}", "over 1 GiB" },
  { "{\"files\": [{\"name\": \"a\", \"size\": -1}", "a whole number" },
  { "{\"files\": [{\"name\": \"a\", \"size\": 1, \"sha256\": \"12\"}", "not 64 digits" },
  { "{\"files\": [{\"name\": \"a\", \"size\": 1, \"sha256\": \"x40fcabf73cc546fa21475e81ea3702"
    "65605f56be210a4024d2ca8f203523609\"}",
    "not 64 digits" },
  { "{\"files\": [{\"name\": \"a\", \"size\": 1, \"sha256\": \"440FCABF73CC546FA21475E81EA3702"
    "65605F56BE210A4024D2CA8F203523609\"}",
    "not 64 digits" },
  { "{\"name\": \"A\", " FILES ", " MIRROR "} x", "something follows the end" },
};

static void
test_bad_lists (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_lists); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
          bp_mirrors_new_from_json (bad_lists[i].text, strlen (bad_lists[i].text), &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
      g_test_message ("%s: %s", bad_lists[i].text, error->message);
      g_assert_nonnull (strstr (error->message, bad_lists[i].message));
    }
}

/* Oversized lists are refused before their end. */
static void
test_limits (void)
{
  g_autoptr (GString) files = g_string_new ("{\"files\": [");
  g_autoptr (GString) servers = g_string_new ("{\"mirrors\": [");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = g_strnfill (201, 'a');
  g_autofree char *long_name = g_strdup_printf ("{\"files\": [{\"name\": \"%s\"}", name);
  int fd;

  for (guint i = 0; i <= 100; i++)
    g_string_append (files, "{\"name\": \"a\", \"size\": 1, \"sha256\": \"" SHA256 "\"},");
  g_assert_null (bp_mirrors_new_from_json (files->str, files->len, &error));
  g_assert_nonnull (strstr (error->message, "it lists more than 100 files"));
  g_clear_error (&error);

  for (guint i = 0; i <= 20; i++)
    g_string_append (servers, "\"https://example.org\",");
  g_assert_null (bp_mirrors_new_from_json (servers->str, servers->len, &error));
  g_assert_nonnull (strstr (error->message, "it lists more than 20 mirrors"));
  g_clear_error (&error);

  g_assert_null (bp_mirrors_new_from_json (long_name, strlen (long_name), &error));
  g_assert_nonnull (strstr (error->message, "or an invalid one"));
  g_clear_error (&error);

  g_assert_null (bp_mirrors_load ("/dev/zero", &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
  g_assert_cmpstr (error->message, ==,
                   "“/dev/zero” cannot be read as a list of mirrors: it is a pipe or a device, not "
                   "a file");
  g_clear_error (&error);

  fd = g_file_open_tmp ("mirrors-XXXXXX.json", &path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ftruncate (fd, 1000000000000), ==, 0);
  g_close (fd, NULL);
  g_assert_null (bp_mirrors_load (path, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
  g_unlink (path);
}

/* The name of the data set is shown, so it is cleaned. */
static void
test_clean_name (void)
{
  static const char text[] = "{\"name\": \"A\\u001b[31m\\u202e\", " FILES ", " MIRROR "}";
  g_autoptr (GError) error = NULL;
  g_autoptr (BpMirrors) mirrors = bp_mirrors_new_from_json (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (mirrors->name, ==, "A\357\277\275[31m\357\277\275");
}

typedef struct
{
  const char *uri;
  gboolean is_safe;
} Address;

static const Address addresses[] = {
  { "https://example.org/", TRUE },
  { "http://example.org/", FALSE },
  { "http://127.0.0.1:8080/a", TRUE },
  { "http://[::1]/", TRUE },
  { "http://localhost:80/", TRUE },
  { "http://localhost.example.org/", FALSE },
  { "http://127.0.0.1.nip.io/", FALSE },
  { "ftp://127.0.0.1/", FALSE },
  { "https:///a", FALSE },
};

static void
test_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GUri) uri = g_uri_parse (addresses[i].uri, G_URI_FLAGS_ENCODED, NULL);

      g_test_message ("%s", addresses[i].uri);
      g_assert_nonnull (uri);
      g_assert_cmpint (bp_mirror_uri_is_safe (uri), ==, addresses[i].is_safe);
    }
}

BP_TEST_FILE (mirrors)
{
  g_test_add_func ("/mirrors/own", test_own);
  g_test_add_func ("/mirrors/environment", test_environment);
  g_test_add_func ("/mirrors/bad-lists", test_bad_lists);
  g_test_add_func ("/mirrors/limits", test_limits);
  g_test_add_func ("/mirrors/clean-name", test_clean_name);
  g_test_add_func ("/mirrors/addresses", test_addresses);
}
