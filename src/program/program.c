/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "program.h"

#include <libintl.h>
#include <locale.h>
#include <signal.h>

/* Executables are in src, those of tests in tests/LAYER. */
#define MAX_DEPTH 2

/* The folder above the executable's own where Meson left its marks, or NULL. */
static char *
find_build_folder (void)
{
  g_autofree char *executable = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;

  if (executable == NULL)
    return NULL;

  folder = g_path_get_dirname (executable);
  for (guint depth = 1; depth <= MAX_DEPTH; depth++)
    {
      char *parent = g_path_get_dirname (folder);
      g_autofree char *marks = g_build_filename (parent, "meson-private", NULL);

      g_free (folder);
      folder = parent;
      if (g_file_test (marks, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&folder);
    }
  return NULL;
}

/**
 * bp_program_get_build_folder:
 *
 * The folder that Meson built the running executable in. It is found from the path of the
 * executable, so that the executable has no paths of the build machine.
 *
 * Returns: (nullable): the folder, or %NULL where the executable was installed
 */
const char *
bp_program_get_build_folder (void)
{
  static gsize is_known = 0;
  static char *build_folder = NULL;

  if (g_once_init_enter (&is_known))
    {
      build_folder = find_build_folder ();
      g_once_init_leave (&is_known, 1);
    }
  return build_folder;
}

/* The C library looks for a changed time zone at each conversion where TZ is not set, with a call
 * of the system: libarchive converts a time for each file of an archive. */
static void
init_time_zone (void)
{
  g_setenv ("TZ", ":/etc/localtime", FALSE);
}

static void
init_translations (void)
{
  const char *build_folder = bp_program_get_build_folder ();
  g_autofree char *folder =
      build_folder != NULL ? g_build_filename (build_folder, "po", NULL) : g_strdup (LOCALE_DIR);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/**
 * bp_program_init:
 *
 * Makes the program speak the language of the environment, as far as there are translations: those
 * of the build where it runs from there, else the installed ones. A file beyond the system's limit
 * is then a write error, like a full disk, and does not end the program. Another time zone of the
 * system counts from the next start on.
 *
 * Call it first of all in main().
 */
void
bp_program_init (void)
{
  init_translations ();
  init_time_zone ();
  signal (SIGXFSZ, SIG_IGN);
}
