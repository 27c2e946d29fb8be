/* SPDX-License-Identifier: MIT */

/* Lists of mirrors: every file of an accepted list has an address on every mirror, and a name that
 * stays in the folder. */
#include "fuzz-input.h"

#include "mirrors.h"

#include <stdlib.h>
#include <string.h>

static void
check_file (const BpMirrors *mirrors, const BpMirrorFile *file)
{
  if (strchr (file->name, '/') != NULL || file->name[0] == '.' || file->name[0] == '\0')
    abort ();
  for (guint i = 0; i < mirrors->base_uris->len; i++)
    {
      g_autoptr (GUri) uri = bp_mirrors_get_uri (mirrors, i, file);

      if (!bp_mirror_uri_is_safe (uri))
        abort ();
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  BpMirrors *mirrors = bp_mirrors_new_from_json ((const char *) data, size, &error);

  bp_fuzz_check_outcome (mirrors != NULL, error);
  if (mirrors == NULL)
    return 0;
  for (guint i = 0; i < mirrors->files->len; i++)
    check_file (mirrors, bp_mirrors_get_file (mirrors, i));
  bp_mirrors_unref (mirrors);
  return 0;
}
