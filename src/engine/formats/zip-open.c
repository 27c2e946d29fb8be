/* SPDX-License-Identifier: MIT */
/*
 * Opens zip archives. libzip compares the central directory with the local headers.
 *
 * Thread rule: any thread.
 */
#include "zip-open.h"

#include "error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

static gboolean
set_open_error (int code, GError **error)
{
  zip_error_t reason;

  if (code == ZIP_ER_EXISTS)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           _ ("it has two members of one name, so that it is unclear which to use: "
                              "save it again"));
      return FALSE;
    }

  zip_error_init_with_code (&reason, code);
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               _ ("its zip archive is damaged or cut off (%s): download or copy it again"),
               zip_error_strerror (&reason));
  zip_error_fini (&reason);
  return FALSE;
}

/**
 * bp_zip_open:
 * @path: (type filename): a zip file
 * @error: return location for a %G_FILE_ERROR or %BP_ERROR_DAMAGED
 *
 * Returns: (transfer full): the archive, to be freed with zip_discard(), or %NULL with @error set
 */
zip_t *
bp_zip_open (const char *path, GError **error)
{
  int code;
  zip_t *archive = zip_open (path, ZIP_RDONLY | ZIP_CHECKCONS, &code);

  if (archive == NULL && (code == ZIP_ER_NOENT || code == ZIP_ER_OPEN))
    bp_set_errno_error (error, errno, N_ ("Could not open “%s”: %s"), path);
  else if (archive == NULL)
    set_open_error (code, error);
  return archive;
}

/**
 * bp_zip_open_fd:
 * @fd: (transfer full): a zip file that is open for reading, closed also where this fails
 * @error: return location for %BP_ERROR_DAMAGED
 *
 * Returns: (transfer full): the archive, to be freed with zip_discard(), or %NULL with @error set
 */
zip_t *
bp_zip_open_fd (int fd, GError **error)
{
  int code;
  zip_t *archive = zip_fdopen (fd, ZIP_CHECKCONS, &code);

  if (archive == NULL)
    {
      set_open_error (code, error);
      close (fd);
    }
  return archive;
}

/**
 * bp_zip_open_bytes:
 * @bytes: the bytes of a zip file, which must outlive the archive
 * @error: return location for %BP_ERROR_DAMAGED
 *
 * Returns: (transfer full): the archive, to be freed with zip_discard(), or %NULL with @error set
 */
zip_t *
bp_zip_open_bytes (GBytes *bytes, GError **error)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  zip_error_t reason;
  zip_source_t *source;
  zip_t *archive = NULL;

  zip_error_init (&reason);
  source = zip_source_buffer_create (data, size, 0, &reason);
  if (source != NULL)
    archive = zip_open_from_source (source, ZIP_RDONLY | ZIP_CHECKCONS, &reason);
  if (archive == NULL)
    {
      set_open_error (zip_error_code_zip (&reason), error);
      if (source != NULL)
        zip_source_free (source);
    }
  zip_error_fini (&reason);
  return archive;
}
