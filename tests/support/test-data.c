/* SPDX-License-Identifier: MIT */
#include "test-data.h"

/* Looks in the folder that @variable names, then in "../shared/FOLDER"; skips the test where
 * neither has it. */
static char *
find (const char *relative_path, const char *variable, const char *folder)
{
  g_autofree char *shared = g_build_filename (TEST_SOURCE_ROOT, "..", "shared", folder, NULL);
  const char *folders[] = { g_getenv (variable), shared };
  g_autofree char *message = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = NULL;

      if (folders[i] == NULL)
        continue;
      path = g_build_filename (folders[i], relative_path, NULL);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  message = g_strdup_printf ("%s is neither in the folder that %s names nor in ../shared/%s",
                             relative_path, variable, folder);
  g_test_skip (message);
  return NULL;
}

/**
 * bp_test_find_data:
 * @relative_path: a file or folder below the folder of real data sets, as in "mnist/mnist.pkl.gz"
 *
 * Looks in the folder that the environment's BACKPROP_DATA names, then in the folder "shared/data"
 * beside the project's own. Where neither has it, the running test is marked as skipped.
 *
 * Returns: (transfer full) (nullable): the path, or %NULL, and then the test should return
 */
char *
bp_test_find_data (const char *relative_path)
{
  return find (relative_path, "BACKPROP_DATA", "data");
}

/**
 * bp_test_find_case:
 * @relative_path: a file or folder below the folder of cases, as in "02-npz-numbered-from-0/w0.npz"
 *
 * Cases are files in common formats with known contents. Looks in the folder that the environment's
 * BACKPROP_CASES names, then in the folder "shared/cases" beside the project's own. Where neither
 * has it, the running test is marked as skipped.
 *
 * Returns: (transfer full) (nullable): the path, or %NULL, and then the test should return
 */
char *
bp_test_find_case (const char *relative_path)
{
  return find (relative_path, "BACKPROP_CASES", "cases");
}
