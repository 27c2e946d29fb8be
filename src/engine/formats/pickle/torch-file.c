/* SPDX-License-Identifier: MIT */
/*
 * Reads files of torch.save(). The archive has one folder of any name with a pickle, "data.pkl",
 * and the storages of the tensors, "data/0", "data/1" and so on. Declared sizes and offsets are
 * checked: a tensor must be inside its storage, and a storage inside its member.
 *
 * Thread rule: one thread at a time uses a file.
 */
#include "torch-file.h"

#include "error.h"
#include "float-bits.h"
#include "pickle-torch.h"
#include "zip-open.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PICKLE_NAME   "/data.pkl"
#define ORDER_NAME    "byteorder"
#define SCRIPT_FOLDER "code/"

/* The most members of an archive: two for each layer, and some for the state of an optimiser. */
#define MAX_MEMBERS 65536

/* The largest pickle, in bytes; one of a thousand tensors has a hundred kilobytes. */
#define MAX_PICKLE (G_GUINT64_CONSTANT (16) << 20)

/* The limits on the unpacked size of a member. PyTorch stores members unpacked. */
#define MAX_PACKING 32
#define ALLOWANCE   (G_GUINT64_CONSTANT (16) << 20)

/* The bytes of a tensor that one call reads: a multiple of all sizes of numbers. */
#define PIECE_LENGTH 16384

struct _BpTorchFile
{
  GBytes *bytes; /* nullable: the bytes of @archive */
  zip_t *archive;
  char *folder; /* the name of the archive's folder, with its "/" */
  gboolean is_big_endian;
  BpPickle *pickle;
};

static gboolean
set_damaged_error (GError **error, const char *name)
{
  g_autofree char *quoted = bp_error_quote (name);

  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               _ ("its member %s is missing, damaged or cut off: download or copy it again"),
               quoted);
  return FALSE;
}

/* Finds the length of the member at @path, which must be at least @min_length. */
static gboolean
look_at (BpTorchFile *self,
         const char *path,
         guint64 min_length,
         guint64 max_length,
         guint64 *length,
         GError **error)
{
  zip_stat_t status;

  if (bp_libzip.zip_stat (self->archive, path, 0, &status) != 0 ||
      (status.valid & ZIP_STAT_SIZE) == 0 || (status.valid & ZIP_STAT_COMP_SIZE) == 0 ||
      status.size < min_length)
    return set_damaged_error (error, path);
  if (status.size > max_length ||
      status.size / MAX_PACKING > status.comp_size + ALLOWANCE / MAX_PACKING)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("it unpacks to far more than a file of its size holds"));
      return FALSE;
    }
  *length = status.size;
  return TRUE;
}

/* Reads all bytes of the member @name in the archive's folder. */
static guint8 *
read_member (BpTorchFile *self,
             const char *name,
             guint64 min_length,
             guint64 max_length,
             guint64 *length,
             GError **error)
{
  g_autofree char *path = g_strconcat (self->folder, name, NULL);
  g_autofree guint8 *bytes = NULL;
  zip_file_t *member;
  guint8 more;
  gboolean is_read;

  if (!look_at (self, path, min_length, max_length, length, error))
    return NULL;
  bytes = g_try_malloc (MAX (*length, 1));
  if (bytes == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is no memory to read it"));
      return NULL;
    }

  member = bp_libzip.zip_fopen (self->archive, path, 0);
  /* Reading at the end of a member verifies its checksum. */
  is_read = member != NULL &&
            bp_libzip.zip_fread (member, bytes, *length) == (zip_int64_t) *length &&
            bp_libzip.zip_fread (member, &more, 1) == 0;
  if (member != NULL)
    bp_libzip.zip_fclose (member);
  if (!is_read)
    {
      set_damaged_error (error, path);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

/* Finds the archive's folder by its pickle. */
static gboolean
find_folder (BpTorchFile *self, GError **error)
{
  zip_int64_t n_members = bp_libzip.zip_get_num_entries (self->archive, 0);

  for (zip_int64_t i = 0; i < MIN (n_members, MAX_MEMBERS); i++)
    {
      const char *name = bp_libzip.zip_get_name (self->archive, (zip_uint64_t) i, 0);

      if (name == NULL || !g_str_has_suffix (name, PICKLE_NAME) ||
          strchr (name, '/') != name + strlen (name) - strlen (PICKLE_NAME))
        continue;
      if (self->folder != NULL)
        break;
      self->folder = g_strndup (name, strlen (name) - strlen (PICKLE_NAME) + 1);
    }
  if (self->folder != NULL)
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                       _ ("it is a zip file without the pickle that torch.save writes"));
  return FALSE;
}

/* Refuses a compiled module (TorchScript), which contains a program. */
static gboolean
check_script (BpTorchFile *self, GError **error)
{
  g_autofree char *folder = g_strconcat (self->folder, SCRIPT_FOLDER, NULL);
  zip_int64_t n_members = bp_libzip.zip_get_num_entries (self->archive, 0);

  for (zip_int64_t i = 0; i < MIN (n_members, MAX_MEMBERS); i++)
    {
      const char *name = bp_libzip.zip_get_name (self->archive, (zip_uint64_t) i, 0);

      if (name != NULL && g_str_has_prefix (name, folder))
        {
          g_set_error_literal (
              error, BP_ERROR, BP_ERROR_UNSUPPORTED,
              _ ("it is a TorchScript module, which is a program: save the weights "
                 "alone, with torch.save (model.state_dict (), …)"));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_order (BpTorchFile *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->folder, ORDER_NAME, NULL);
  g_autofree guint8 *order = NULL;
  guint64 length;

  /* Older files have no byte order member and are little-endian. */
  if (bp_libzip.zip_name_locate (self->archive, path, 0) < 0)
    return TRUE;
  order = read_member (self, ORDER_NAME, 3, 6, &length, error);
  if (order == NULL)
    return FALSE;
  self->is_big_endian = length == 3 && memcmp (order, "big", 3) == 0;
  return TRUE;
}

static gboolean
read_pickle (BpTorchFile *self, GError **error)
{
  guint64 length;
  guint8 *text = read_member (self, PICKLE_NAME + 1, 1, MAX_PICKLE, &length, error);
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new_take (text, length) : NULL;
  g_autoptr (BpByteStream) stream =
      bytes != NULL ? bp_byte_stream_new_from_bytes (bytes, error) : NULL;

  if (stream != NULL)
    self->pickle = bp_pickle_read (stream, &bp_pickle_torch_vocabulary, error);
  return self->pickle != NULL;
}

static BpTorchFile *
torch_file_new (zip_t *archive, GBytes *bytes, GError **error)
{
  g_autoptr (BpTorchFile) self = NULL;

  if (archive == NULL)
    return NULL;

  self = g_new0 (BpTorchFile, 1);
  self->archive = archive;
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  return find_folder (self, error) && check_script (self, error) && read_order (self, error) &&
                 read_pickle (self, error)
             ? g_steal_pointer (&self)
             : NULL;
}

/**
 * bp_torch_file_open:
 * @path: (type filename): a zip file
 * @error: return location for a %G_FILE_ERROR, or a #BpError whose message begins with "it" or
 *   "its"
 *
 * Opens a file and reads its pickle. No code in it is run.
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
BpTorchFile *
bp_torch_file_open (const char *path, GError **error)
{
  return torch_file_new (bp_zip_open (path, error), NULL, error);
}

/**
 * bp_torch_file_open_fd:
 * @fd: (transfer full): a zip file that is open for reading, closed also where this fails
 * @error: as of bp_torch_file_open()
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
BpTorchFile *
bp_torch_file_open_fd (int fd, GError **error)
{
  return torch_file_new (bp_zip_open_fd (fd, error), NULL, error);
}

/**
 * bp_torch_file_open_bytes:
 * @bytes: the bytes of a zip file, which are referenced and not copied
 * @error: as of bp_torch_file_open()
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
BpTorchFile *
bp_torch_file_open_bytes (GBytes *bytes, GError **error)
{
  return torch_file_new (bp_zip_open_bytes (bytes, error), bytes, error);
}

/**
 * bp_torch_file_close:
 * @file: (transfer full): the file
 */
void
bp_torch_file_close (BpTorchFile *file)
{
  g_clear_pointer (&file->pickle, bp_pickle_free);
  bp_libzip.zip_discard (file->archive);
  g_clear_pointer (&file->bytes, g_bytes_unref);
  g_free (file->folder);
  g_free (file);
}

/**
 * bp_torch_file_get_root:
 * @file: the file
 *
 * Returns: (transfer none): the saved value
 */
const BpPickleValue *
bp_torch_file_get_root (const BpTorchFile *file)
{
  return &file->pickle->roots[0];
}

/**
 * bp_pickle_tensor_count:
 * @tensor: a tensor
 *
 * Returns: the number of its elements; %G_MAXUINT64 on overflow
 */
guint64
bp_pickle_tensor_count (const BpPickleTensor *tensor)
{
  guint64 count = 1;

  for (guint i = 0; i < tensor->n_dims; i++)
    if (!g_uint64_checked_mul (&count, count, tensor->sizes[i]))
      return G_MAXUINT64;
  return count;
}

static double
decode (const BpPickleStorage *storage, gboolean is_big_endian, const guint8 *bytes)
{
  BpNumberType type = storage->type;
  double number;

  if (storage->is_brain_float)
    {
      guint32 bits =
          is_big_endian ? (guint32) bytes[0] << 8 | bytes[1] : (guint32) bytes[1] << 8 | bytes[0];

      return (double) bp_float_from_bits (bits << 16);
    }
  type.is_big_endian = is_big_endian;
  bp_number_type_decode (&type, bytes, 1, &number);
  return number;
}

static char *
get_storage_name (const BpPickleStorage *storage)
{
  return g_strdup_printf ("data/%s", storage->key->bytes);
}

/**
 * bp_torch_file_check:
 * @file: the file
 * @tensor: one of its tensors
 * @error: return location for %BP_ERROR_DAMAGED or %BP_ERROR_TOO_LARGE
 *
 * Returns: whether the file has all numbers of @tensor's storage, so that memory can be allocated
 *   for them
 */
gboolean
bp_torch_file_check (BpTorchFile *file, const BpPickleTensor *tensor, GError **error)
{
  const BpPickleStorage *storage = tensor->storage;
  g_autofree char *name = get_storage_name (storage);
  g_autofree char *path = g_strconcat (file->folder, name, NULL);
  guint64 n_bytes;
  guint64 length;

  return (g_uint64_checked_mul (&n_bytes, storage->count, storage->type.size) ||
          set_damaged_error (error, path)) &&
         look_at (file, path, n_bytes, G_MAXSSIZE, &length, error);
}

/* Advances to the next number of a tensor in C order. @index begins as zeros, @place as the
 * tensor's offset. */
static void
go_to_next (const BpPickleTensor *tensor, guint64 *index, guint64 *place)
{
  for (guint i = tensor->n_dims; i > 0; i--)
    {
      *place += tensor->strides[i - 1];
      if (++index[i - 1] < tensor->sizes[i - 1])
        break;
      *place -= tensor->strides[i - 1] * tensor->sizes[i - 1];
      index[i - 1] = 0;
    }
}

/* Reads the bytes of a tensor's storage. */
static guint8 *
read_storage (BpTorchFile *self, const BpPickleTensor *tensor, GError **error)
{
  const BpPickleStorage *storage = tensor->storage;
  g_autofree char *name = get_storage_name (storage);
  guint64 length;

  if (!bp_torch_file_check (self, tensor, error))
    return NULL;
  return read_member (self, name, storage->count * storage->type.size, G_MAXSSIZE, &length, error);
}

/**
 * bp_torch_file_read_numbers:
 * @file: the file
 * @tensor: one of its tensors
 * @numbers: (out): (bp_pickle_tensor_count()) its numbers in C order, for any strides
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_TOO_LARGE or %BP_ERROR_NO_MEMORY
 *
 * Returns: whether @numbers is filled
 */
gboolean
bp_torch_file_read_numbers (BpTorchFile *file,
                            const BpPickleTensor *tensor,
                            double *numbers,
                            GError **error)
{
  const BpPickleStorage *storage = tensor->storage;
  guint64 count = bp_pickle_tensor_count (tensor);
  guint64 index[BP_PICKLE_TENSOR_MAX_DIMS] = { 0 };
  guint64 place = tensor->offset;
  g_autofree guint8 *bytes = NULL;

  if (count == 0)
    return TRUE;
  bytes = read_storage (file, tensor, error);
  if (bytes == NULL)
    return FALSE;

  for (guint64 k = 0; k < count; k++)
    {
      numbers[k] = decode (storage, file->is_big_endian, bytes + place * storage->type.size);
      go_to_next (tensor, index, &place);
    }
  return TRUE;
}

/* Whether the numbers of a tensor are contiguous in C order. */
static gboolean
is_contiguous (const BpPickleTensor *tensor)
{
  guint64 expected = 1;

  for (guint i = tensor->n_dims; i > 0; i--)
    {
      if (tensor->sizes[i - 1] != 1 && tensor->strides[i - 1] != expected)
        return FALSE;
      expected *= tensor->sizes[i - 1];
    }
  return TRUE;
}

/* Appends numbers to the levels; a bfloat16 is the upper half of a float. */
static void
append_bytes (const BpTorchFile *self,
              const BpPickleStorage *storage,
              const guint8 *bytes,
              gsize count,
              BpByteLevels *levels)
{
  BpNumberType type = storage->type;

  type.is_big_endian = self->is_big_endian;
  if (!storage->is_brain_float)
    {
      bp_byte_levels_append_bytes (levels, &type, bytes, count);
      return;
    }
  for (gsize i = 0; i < count; i++)
    {
      double number = decode (storage, self->is_big_endian, bytes + i * type.size);

      bp_byte_levels_append_numbers (levels, &number, 1);
    }
}

/* Reads a contiguous tensor in pieces from the archive. */
static gboolean
read_contiguous (BpTorchFile *self,
                 const BpPickleTensor *tensor,
                 zip_file_t *member,
                 BpByteLevels *levels)
{
  guint size = tensor->storage->type.size;
  guint64 n_passed = tensor->offset * size;
  guint64 n_left = bp_pickle_tensor_count (tensor) * size;
  guint8 piece[PIECE_LENGTH];

  while (n_passed > 0)
    {
      guint64 n_read = MIN (n_passed, sizeof piece);

      if (bp_libzip.zip_fread (member, piece, n_read) != (zip_int64_t) n_read)
        return FALSE;
      n_passed -= n_read;
    }
  while (n_left > 0)
    {
      guint64 n_read = MIN (n_left, sizeof piece);

      if (bp_libzip.zip_fread (member, piece, n_read) != (zip_int64_t) n_read)
        return FALSE;
      append_bytes (self, tensor->storage, piece, n_read / size, levels);
      n_left -= n_read;
    }
  /* Reading at the end of a member verifies its checksum; a part of a member cannot be verified. */
  return bp_libzip.zip_fread (member, piece, 1) >= 0;
}

/* Reads a tensor with other strides. */
static gboolean
read_strided (BpTorchFile *self, const BpPickleTensor *tensor, BpByteLevels *levels, GError **error)
{
  const BpPickleStorage *storage = tensor->storage;
  guint64 count = bp_pickle_tensor_count (tensor);
  guint64 index[BP_PICKLE_TENSOR_MAX_DIMS] = { 0 };
  guint64 place = tensor->offset;
  g_autofree guint8 *bytes = read_storage (self, tensor, error);

  if (bytes == NULL)
    return FALSE;
  for (guint64 k = 0; k < count; k++)
    {
      append_bytes (self, storage, bytes + place * storage->type.size, 1, levels);
      go_to_next (tensor, index, &place);
    }
  return TRUE;
}

/**
 * bp_torch_file_read_levels:
 * @file: the file
 * @tensor: one of its tensors, of at least one number
 * @levels: levels with capacity for its numbers, which are appended in C order
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_TOO_LARGE or %BP_ERROR_NO_MEMORY
 *
 * Appends the numbers of a tensor to levels, which store one byte for each.
 *
 * Returns: whether they were appended
 */
gboolean
bp_torch_file_read_levels (BpTorchFile *file,
                           const BpPickleTensor *tensor,
                           BpByteLevels *levels,
                           GError **error)
{
  g_autofree char *name = get_storage_name (tensor->storage);
  g_autofree char *path = g_strconcat (file->folder, name, NULL);
  zip_file_t *member;
  gboolean is_read;

  if (!is_contiguous (tensor))
    return read_strided (file, tensor, levels, error);
  if (!bp_torch_file_check (file, tensor, error))
    return FALSE;

  member = bp_libzip.zip_fopen (file->archive, path, 0);
  is_read = member != NULL && read_contiguous (file, tensor, member, levels);
  if (member != NULL)
    bp_libzip.zip_fclose (member);
  return is_read || set_damaged_error (error, path);
}
