/* SPDX-License-Identifier: MIT */
#include "test-data.h"

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
  const char *from_environment = g_getenv ("BACKPROP_DATA");
  const char *folders[] = { from_environment, TEST_SOURCE_ROOT "/../shared/data" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = NULL;

      if (folders[i] == NULL)
        continue;
      path = g_build_filename (folders[i], relative_path, NULL);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  g_autofree char *message =
      g_strdup_printf ("%s is neither in the folder that BACKPROP_DATA names nor in ../shared/data",
                       relative_path);

  g_test_skip (message);
  return NULL;
}
