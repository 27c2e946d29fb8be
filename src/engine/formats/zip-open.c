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

BpLibzip bp_libzip;

static BpLateLibrary library = {
  .file_name = LIBZIP,
  .names = (const char *const[]){ BP_ZIP_FUNCTIONS (BP_LATE_NAME) NULL },
  .functions = &bp_libzip,
};

/**
 * bp_libzip_load:
 * @error: return location for %BP_ERROR_UNSUPPORTED, where libzip is not installed
 *
 * Returns: whether @bp_libzip is set
 */
gboolean
bp_libzip_load (GError **error)
{
  return bp_late_library_open (&library, error);
}

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

  bp_libzip.zip_error_init_with_code (&reason, code);
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               _ ("its zip archive is damaged or cut off (%s): download or copy it again"),
               bp_libzip.zip_error_strerror (&reason));
  bp_libzip.zip_error_fini (&reason);
  return FALSE;
}

/**
 * bp_zip_open:
 * @path: (type filename): a zip file
 * @error: return location for a %G_FILE_ERROR, %BP_ERROR_DAMAGED or
 *   %BP_ERROR_UNSUPPORTED, where libzip is not installed
 *
 * Returns: (transfer full): the archive, to be freed with zip_discard(), or %NULL with @error set
 */
zip_t *
bp_zip_open (const char *path, GError **error)
{
  zip_t *archive;
  int code;

  if (!bp_libzip_load (error))
    return NULL;
  archive = bp_libzip.zip_open (path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
  if (archive == NULL && (code == ZIP_ER_NOENT || code == ZIP_ER_OPEN))
    bp_set_errno_error (error, errno, N_ ("Could not open “%s”: %s"), path);
  else if (archive == NULL)
    set_open_error (code, error);
  return archive;
}

/**
 * bp_zip_open_fd:
 * @fd: (transfer full): a zip file that is open for reading, closed also where this fails
 * @error: return location f%BP_ERROR_DAMAGED or
 *   %BP_ERROR_UNSUPPORTED, where libzip is not installed
 *
 * Returns: (transfer full): the archive, to be freed with zip_discard(), or %NULL with @error set
 */
zip_t *
bp_zip_open_fd (int fd, GError **error)
{
  zip_t *archive = NULL;
  int code;

  if (bp_libzip_load (error))
    {
      archive = bp_libzip.zip_fdopen (fd, ZIP_CHECKCONS, &code);
      if (archive == NULL)
        set_open_error (code, error);
    }
  if (archive == NULL)
    close (fd);
  return archive;
}

/**
 * bp_zip_open_bytes:
 * @bytes: the bytes of a zip file, which must outlive the archive
 * @error: return location f%BP_ERROR_DAMAGED or
 *   %BP_ERROR_UNSUPPORTED, where libzip is not installed
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

  if (!bp_libzip_load (error))
    return NULL;
  bp_libzip.zip_error_init (&reason);
  source = bp_libzip.zip_source_buffer_create (data, size, 0, &reason);
  if (source != NULL)
    archive = bp_libzip.zip_open_from_source (source, ZIP_RDONLY | ZIP_CHECKCONS, &reason);
  if (archive == NULL)
    {
      set_open_error (bp_libzip.zip_error_code_zip (&reason), error);
      if (source != NULL)
        bp_libzip.zip_source_free (source);
    }
  bp_libzip.zip_error_fini (&reason);
  return archive;
}
