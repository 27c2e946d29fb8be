/* SPDX-License-Identifier: MIT */
/*
 * The main function of all test programs. A program holds the tests of a folder, file by file:
 *
 *   test-network                   runs all of them
 *   test-network layer             runs those of test-layer.c
 *   test-network layer -p /layer/blocks --verbose
 */
#include "test-runner.h"

#include <glib.h>

static void
add_all (void)
{
  for (const BpTestFile *file = bp_test_files; file->name != NULL; file++)
    file->add_tests ();
}

static gboolean
add_named (const char *name)
{
  for (const BpTestFile *file = bp_test_files; file->name != NULL; file++)
    if (g_str_equal (file->name, name))
      {
        file->add_tests ();
        return TRUE;
      }
  return FALSE;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  if (argc < 2)
    add_all ();
  else if (!add_named (argv[1]))
    {
      g_printerr ("There is no test file “%s” in this program\n", argv[1]);
      return 2;
    }
  return g_test_run ();
}
