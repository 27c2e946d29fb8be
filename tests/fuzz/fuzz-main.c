/* SPDX-License-Identifier: MIT */

/* Runs a target on the files of a folder, its corpus, without libFuzzer, which generates inputs. It
 * is a test of every build. The corpus has the inputs that broke a reader before. */
#include "fuzz-input.h"

#include <stdlib.h>

/* Like libFuzzer, gives the target an exact copy, so that a sanitizer finds a read past the end. */
static void
run_bytes (const char *contents, gsize length)
{
  uint8_t *copy = malloc (length > 0 ? length : 1);

  if (copy == NULL)
    abort ();
  for (gsize i = 0; i < length; i++)
    copy[i] = (uint8_t) contents[i];
  LLVMFuzzerTestOneInput (copy, length);
  free (copy);
}

static gboolean
run_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }

  /* The name is printed before a possible crash. */
  g_print ("%s\n", name);
  run_bytes (contents, length);
  /* The first half alone, too. */
  run_bytes (contents, length / 2);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = NULL;
  const char *name;
  guint n_files = 0;

  if (argc != 2)
    {
      g_printerr ("Usage: %s FOLDER\n", argv[0]);
      return EXIT_FAILURE;
    }

  folder = g_dir_open (argv[1], 0, &error);
  if (folder == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  for (; (name = g_dir_read_name (folder)) != NULL; n_files++)
    if (!run_file (argv[1], name))
      return EXIT_FAILURE;
  return n_files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
