/* SPDX-License-Identifier: MIT */
#include "error.h"

#include "test-file.h"

#include <errno.h>

static char *
prefix (GQuark domain, int code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "it is cut off");

  bp_error_prefix_name (&error, "/a/folder/digits.idx", "“%s” cannot be loaded: ");
  return g_strdup (error->message);
}

/* A reader says "it": the file's name comes before that, once. */
static void
test_prefix_name (void)
{
  g_autofree char *damaged = prefix (BP_ERROR, BP_ERROR_DAMAGED);
  g_autofree char *cancelled = prefix (BP_ERROR, BP_ERROR_CANCELLED);
  g_autofree char *not_there = prefix (G_FILE_ERROR, G_FILE_ERROR_NOENT);

  g_assert_cmpstr (damaged, ==, "“digits.idx” cannot be loaded: it is cut off");
  g_assert_cmpstr (cancelled, ==, "it is cut off");
  g_assert_cmpstr (not_there, ==, "it is cut off");
  bp_error_prefix_name (NULL, "digits.idx", "“%s” cannot be loaded: ");
}

static void
test_errno (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (bp_set_errno_error (&error, ENOENT, "Could not read “%s”: %s", "/a/digits.idx"));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_cmpstr (error->message, ==, "Could not read “/a/digits.idx”: No such file or directory");
}

BP_TEST_FILE (error)
{
  g_test_add_func ("/error/prefix-name", test_prefix_name);
  g_test_add_func ("/error/errno", test_errno);
}
