/* SPDX-License-Identifier: MIT */
/*
 * The main function of all test programs. A program has the tests of one folder:
 *
 *     test-network                               all of them
 *     test-network layer                         the tests of test-layer.c
 *     test-network layer -p /layer/blocks        one of these
 */
#include "test-runner.h"

#include <glib.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>

/* GLib allocates its first table of quarks when it is loaded and, by design, leaks it when a
 * program makes more than 2048 of them. The leak sanitizer therefore ignores what libraries
 * allocate before main(). */
__attribute__ ((section (".preinit_array"),
                used)) static void (*const ignore_leaks_of_loading) (void) = __lsan_disable;
#endif

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
#ifdef __SANITIZE_ADDRESS__
  __lsan_enable ();
#endif
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
