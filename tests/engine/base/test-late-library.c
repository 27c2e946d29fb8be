/* SPDX-License-Identifier: MIT */
#include "late-library.h"

#include "error.h"
#include "test-file.h"

#include <string.h>
#include <zlib.h>

#define FUNCTIONS(F) F (crc32) F (zlibVersion)

static struct
{
  FUNCTIONS (BP_LATE_FUNCTION)
} zlib;

static BpLateLibrary library = {
  .file_name = "libz.so.1",
  .names = (const char *const[]){ FUNCTIONS (BP_LATE_NAME) NULL },
  .functions = &zlib,
};

static void
test_functions (void)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (bp_late_library_open (&library, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (zlib.crc32 (0, (const guint8 *) "123456789", 9), ==, 0xcbf43926);
      g_assert_cmpstr (zlib.zlibVersion (), ==, zlibVersion ());
    }
}

/* Opens a library twice: a failure must not be taken for a success the second time. */
static void
check_missing (BpLateLibrary *wanted)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (bp_late_library_open (wanted, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, wanted->file_name));
    }
}

static void
test_missing_library (void)
{
  BpLateLibrary missing = {
    .file_name = "libnowhere.so.7",
    .names = library.names,
    .functions = &zlib,
  };

  check_missing (&missing);
}

static void
test_missing_function (void)
{
  gpointer functions[2];
  BpLateLibrary old = {
    .file_name = "libz.so.1",
    .names = (const char *const[]){ "crc32", "crc33", NULL },
    .functions = functions,
  };

  check_missing (&old);
}

BP_TEST_FILE (late_library)
{
  g_test_add_func ("/late-library/functions", test_functions);
  g_test_add_func ("/late-library/missing-library", test_missing_library);
  g_test_add_func ("/late-library/missing-function", test_missing_function);
}
