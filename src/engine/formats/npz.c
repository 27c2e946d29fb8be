/* SPDX-License-Identifier: MIT */
/*
 * Reads members of a zip file as NumPy arrays, one at a time from front to back. libzip reads the
 * format and verifies the checksums. The content of the members is checked like that of any other
 * file.
 *
 * Thread rule: one thread at a time uses an archive.
 */
#include "npz.h"

#include "error.h"
#include "zip-open.h"

#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#define ENDING ".npy"

/* A data set has four arrays, and a network two for each layer. */
#define MAX_MEMBERS 4096

/* The highest compression ratio of deflate, which is that of zeros. */
#define MAX_PACKING 1032

/* A file of weights may need this many times its size in memory (16-bit floats, packed to half,
 * that become doubles), plus an allowance. */
#define MAX_MEMORY_RATIO 8
#define MEMORY_ALLOWANCE (64U << 20)

struct _BpNpz
{
  GBytes *bytes; /* nullable: the bytes of @archive */
  zip_t *archive;
  zip_file_t *file; /* the open member, or NULL */
  GArray *members;  /* of Member */
  BpByteSource source;
  guint64 n_read;      /* bytes read from the member */
  gsize memory_budget; /* the remaining budget, in bytes */
};

typedef struct
{
  char *name; /* owned, without ".npy" */
  zip_uint64_t index;
  zip_uint64_t size; /* as declared by the archive */
} Member;

static void
member_clear (gpointer member)
{
  g_free (((Member *) member)->name);
}

static gboolean
read_member (gpointer source, guint8 *buffer, gsize length, GError **error)
{
  BpNpz *self = source;

  while (length > 0)
    {
      zip_int64_t n_read = bp_libzip.zip_fread (self->file, buffer, length);

      if (n_read <= 0)
        {
          g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                       _ ("its data is damaged or cut off (%s): download or copy it again"),
                       n_read < 0 ? bp_libzip.zip_file_strerror (self->file)
                                  : _ ("it ends too early"));
          return FALSE;
        }
      buffer += n_read;
      length -= (gsize) n_read;
      self->n_read += (guint64) n_read;
    }

  return TRUE;
}

static gboolean
list_members (BpNpz *self, GError **error)
{
  zip_int64_t n_members = bp_libzip.zip_get_num_entries (self->archive, 0);

  if (n_members > MAX_MEMBERS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("it has %jd files packed in it, not the few arrays of images "
                      "or weights"),
                   (intmax_t) n_members);
      return FALSE;
    }
  for (zip_int64_t i = 0; i < n_members; i++)
    {
      zip_stat_t status;

      if (bp_libzip.zip_stat_index (self->archive, (zip_uint64_t) i, 0, &status) == 0 &&
          (status.valid & ZIP_STAT_NAME) != 0 && (status.valid & ZIP_STAT_SIZE) != 0 &&
          (status.valid & ZIP_STAT_COMP_SIZE) != 0 && g_str_has_suffix (status.name, ENDING))
        {
          Member member = { g_strndup (status.name, strlen (status.name) - strlen (ENDING)),
                            (zip_uint64_t) i, status.size };

          if (status.comp_size <= G_MAXUINT64 / MAX_PACKING)
            member.size = MIN (member.size, status.comp_size * MAX_PACKING);
          g_array_append_val (self->members, member);
        }
    }

  return TRUE;
}

static guint64
get_file_size (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0 ? (guint64) status.st_size : 0;
}

/* Takes ownership of an archive that libzip has opened. The memory budget depends on its real size,
 * not on sizes that it declares. */
static BpNpz *
npz_new (zip_t *archive, guint64 size, GError **error)
{
  g_autoptr (BpNpz) self = g_new0 (BpNpz, 1);

  self->archive = archive;
  self->source = (BpByteSource){ read_member, self };
  self->memory_budget = (gsize) (MEMORY_ALLOWANCE + MIN (size, G_MAXUINT32) * MAX_MEMORY_RATIO);
  self->members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_array_set_clear_func (self->members, member_clear);
  return list_members (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * bp_npz_open:
 * @path: (type filename): a zip file
 * @error: return location for a %G_FILE_ERROR, %BP_ERROR_DAMAGED or %BP_ERROR_TOO_LARGE
 *
 * Returns: (transfer full): the archive, or %NULL with @error set
 */
BpNpz *
bp_npz_open (const char *path, GError **error)
{
  zip_t *archive = bp_zip_open (path, error);

  return archive != NULL ? npz_new (archive, get_file_size (path), error) : NULL;
}

/**
 * bp_npz_open_fd:
 * @fd: (transfer full): a zip file that is open for reading, closed also where this fails
 * @error: return location for a %G_FILE_ERROR, %BP_ERROR_DAMAGED or %BP_ERROR_TOO_LARGE
 *
 * Returns: (transfer full): the archive, or %NULL with @error set
 */
BpNpz *
bp_npz_open_fd (int fd, GError **error)
{
  struct stat status;
  guint64 size = fstat (fd, &status) == 0 ? (guint64) status.st_size : 0;
  zip_t *archive = bp_zip_open_fd (fd, error);

  return archive != NULL ? npz_new (archive, size, error) : NULL;
}

/**
 * bp_npz_open_bytes:
 * @bytes: the bytes of a zip file, which are referenced and not copied
 * @error: return location for %BP_ERROR_DAMAGED or %BP_ERROR_TOO_LARGE
 *
 * Returns: (transfer full): the archive, or %NULL with @error set
 */
BpNpz *
bp_npz_open_bytes (GBytes *bytes, GError **error)
{
  zip_t *archive = bp_zip_open_bytes (bytes, error);
  BpNpz *self = archive != NULL ? npz_new (archive, g_bytes_get_size (bytes), error) : NULL;

  if (self != NULL)
    self->bytes = g_bytes_ref (bytes);
  return self;
}

/**
 * bp_npz_close:
 * @npz: (transfer full): the archive
 */
void
bp_npz_close (BpNpz *npz)
{
  if (npz->file != NULL)
    bp_libzip.zip_fclose (npz->file);
  if (npz->archive != NULL)
    bp_libzip.zip_discard (npz->archive);
  g_array_unref (npz->members);
  g_clear_pointer (&npz->bytes, g_bytes_unref);
  g_free (npz);
}

/**
 * bp_npz_get_n_arrays:
 * @npz: the archive
 *
 * Returns: the number of arrays
 */
guint
bp_npz_get_n_arrays (const BpNpz *npz)
{
  return npz->members->len;
}

/**
 * bp_npz_get_name:
 * @npz: the archive
 * @index: of an array
 *
 * Returns: (transfer none): its name, as in "x_train"
 */
const char *
bp_npz_get_name (const BpNpz *npz, guint index)
{
  g_return_val_if_fail (index < npz->members->len, NULL);

  return g_array_index (npz->members, Member, index).name;
}

/**
 * bp_npz_begin:
 * @npz: the archive
 * @index: of the array to read; the previous array must be ended
 * @header: (out caller-allocates): its header, whose count is at most the declared size of the
 *   member allows
 * @error: return location for %BP_ERROR_DAMAGED or %BP_ERROR_UNSUPPORTED
 *
 * Returns: whether bp_npz_get_source() is at the array's first number; otherwise no array is begun
 */
gboolean
bp_npz_begin (BpNpz *npz, guint index, BpNpyHeader *header, GError **error)
{
  g_return_val_if_fail (npz->file == NULL && index < npz->members->len, FALSE);

  const Member *member = &g_array_index (npz->members, Member, index);
  g_autofree char *name = bp_error_quote (member->name);

  npz->n_read = 0;
  npz->file = bp_libzip.zip_fopen_index (npz->archive, member->index, 0);
  if (npz->file == NULL)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   _ ("its array %s cannot be unpacked (%s): save it again without a password"),
                   name, bp_libzip.zip_strerror (npz->archive));
      return FALSE;
    }

  if (bp_npy_read_header (&npz->source, header, error))
    {
      guint64 n_left = member->size - MIN (npz->n_read, member->size);

      if (header->count <= n_left / header->type.size)
        return TRUE;
      g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                   _ ("its array %s declares more numbers than there are"), name);
    }
  else
    g_prefix_error (error, _ ("in its array %s, "), name);
  g_clear_pointer (&npz->file, bp_libzip.zip_fclose);
  return FALSE;
}

/**
 * bp_npz_take_memory:
 * @npz: the archive
 * @n_bytes: the memory that a part of the archive needs
 * @error: return location for %BP_ERROR_TOO_LARGE
 *
 * Returns: whether the total is within the budget for a file of this size
 */
gboolean
bp_npz_take_memory (BpNpz *npz, gsize n_bytes, GError **error)
{
  if (n_bytes > npz->memory_budget)
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_TOO_LARGE,
          _ ("its arrays have far more numbers than weights in a file of its size"));
      return FALSE;
    }

  npz->memory_budget -= n_bytes;
  return TRUE;
}

/**
 * bp_npz_get_source:
 * @npz: the archive
 *
 * Returns: (transfer none): the source of the numbers of the open array
 */
const BpByteSource *
bp_npz_get_source (BpNpz *npz)
{
  return &npz->source;
}

/**
 * bp_npz_end:
 * @npz: an archive with an array whose numbers have been read
 * @error: return location for %BP_ERROR_DAMAGED, where there are more numbers, or the checksum does
 *   not match
 *
 * Returns: whether the array was sound; it is ended in either case
 */
gboolean
bp_npz_end (BpNpz *npz, GError **error)
{
  guint8 byte;
  gboolean is_at_end = bp_libzip.zip_fread (npz->file, &byte, 1) == 0;
  gboolean is_sound = bp_libzip.zip_fclose (npz->file) == 0;

  npz->file = NULL;
  if (!is_at_end || !is_sound)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           _ ("its data is damaged: download or copy it again"));
      return FALSE;
    }
  return TRUE;
}

/**
 * bp_npz_leave:
 * @npz: an archive with an open array
 *
 * Ends the array without reading the rest of it.
 */
void
bp_npz_leave (BpNpz *npz)
{
  g_clear_pointer (&npz->file, bp_libzip.zip_fclose);
}
