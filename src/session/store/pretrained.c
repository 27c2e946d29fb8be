/* SPDX-License-Identifier: MIT */
#include "pretrained.h"

#include "store-resources.h"

#include <glib/gstdio.h>

#define RESOURCE_PATH "/io/github/backprop/Backprop/store/pretrained.safetensors"
#define FILE_TEMPLATE "backprop-XXXXXX.safetensors"

/* Writes @bytes to a new file, which the caller is to remove: weights are read from files. */
static char *
write_temporary_file (GBytes *bytes, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp (FILE_TEMPLATE, &path, error);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (fd < 0)
    return NULL;

  g_close (fd, NULL);
  if (!g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, error))
    {
      g_unlink (path);
      return NULL;
    }
  return g_steal_pointer (&path);
}

/**
 * bp_pretrained_load:
 * @info: (out caller-allocates): what the file says about the network, to be cleared with
 *   bp_weights_info_clear(); initialised in any case
 * @error: return location for an error of bp_weights_load(), or a %G_FILE_ERROR
 *
 * Reads the network that comes with the program. It is checked as any weight file is.
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_pretrained_load (BpWeightsInfo *info, GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (bp_store_get_resource (), RESOURCE_PATH,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *path = NULL;
  BpNetwork *network;

  bp_weights_info_init (info);
  if (bytes == NULL)
    return NULL;
  path = write_temporary_file (bytes, error);
  if (path == NULL)
    return NULL;

  network = bp_weights_load (path, info, error);
  g_unlink (path);
  return network;
}
