/* SPDX-License-Identifier: MIT */

/* Lists and reads the files of folders and archives. libarchive reads zip, and tar in any packing,
 * where libzip reads only zip. It reads from front to back, so that reading the files in the order
 * of the list reads the archive once. A file that is opened as a stream is unpacked to an unnamed
 * temporary file, so that it can be read twice and needs no memory. A file that is read as a whole
 * stays in memory. No file is written under a name from an archive.
 *
 * Thread rule: one thread at a time uses a tree.
 */
#include "file-tree.h"

#include "error.h"
#include "late-library.h"
#include "regular-file.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* More than three times the pictures of MNIST. */
#define MAX_FILES 250000

/* The most folders that are listed. */
#define MAX_FOLDERS 4096

/* The limits on the unpacked size of an archive, as for a single packed file. */
#define MAX_RATIO       72
#define RATIO_ALLOWANCE (G_GUINT64_CONSTANT (128) << 20)
#define MAX_UNPACKED    (G_GUINT64_CONSTANT (4) << 30)

/* The bytes of an archive that one call reads. */
#define BLOCK_LENGTH 65536

/* The most bytes of an archive that are searched for its next file. A file full of holes may be any
 * length. */
#define MAX_SEARCHED (G_GUINT64_CONSTANT (256) << 20)

#define ARCHIVE_FUNCTIONS(F)            \
  F (archive_entry_filetype)            \
  F (archive_entry_is_encrypted)        \
  F (archive_entry_pathname)            \
  F (archive_entry_pathname_utf8)       \
  F (archive_entry_size)                \
  F (archive_entry_size_is_set)         \
  F (archive_error_string)              \
  F (archive_filter_bytes)              \
  F (archive_format)                    \
  F (archive_read_data_block)           \
  F (archive_read_free)                 \
  F (archive_read_new)                  \
  F (archive_read_next_header)          \
  F (archive_read_open1)                \
  F (archive_read_set_callback_data)    \
  F (archive_read_set_read_callback)    \
  F (archive_read_set_seek_callback)    \
  F (archive_read_set_skip_callback)    \
  F (archive_read_support_filter_bzip2) \
  F (archive_read_support_filter_gzip)  \
  F (archive_read_support_filter_xz)    \
  F (archive_read_support_format_tar)   \
  F (archive_read_support_format_zip)   \
  F (archive_set_error)

/* The functions of libarchive, which is opened when it is first needed. */
static struct
{
  ARCHIVE_FUNCTIONS (BP_LATE_FUNCTION)
} libarchive;

static BpLateLibrary libarchive_library = {
  .file_name = LIBARCHIVE,
  .names = (const char *const[]){ ARCHIVE_FUNCTIONS (BP_LATE_NAME) NULL },
  .functions = &libarchive,
};

typedef struct
{
  char *name;   /* owned, with slashes between its parts */
  guint place;  /* in an archive: the number of entries before it */
  guint64 size; /* as declared by the archive */
} File;

struct _BpFileTree
{
  char *path;
  GArray *files; /* of File */

  /* Of an archive: */
  int fd; /* -1 for a folder */
  guint64 length;
  BpProgress *progress; /* borrowed while it is opened */
  struct archive *reader;
  guint n_entries_read; /* since the reader was opened */
  guint64 n_unpacked;   /* likewise, in bytes */
  guint64 n_searched;   /* the bytes that were read since the last file or piece of a file */
  guint8 *block;        /* (BLOCK_LENGTH) */
};

static void
file_clear (gpointer data)
{
  g_free (((File *) data)->name);
}

static BpFileTree *
tree_new (const char *path)
{
  BpFileTree *self = g_new0 (BpFileTree, 1);

  self->path = g_strdup (path);
  self->fd = -1;
  self->files = g_array_new (FALSE, FALSE, sizeof (File));
  g_array_set_clear_func (self->files, file_clear);
  return self;
}

static const File *
get_file (const BpFileTree *self, guint index)
{
  return &g_array_index (self->files, File, index);
}

/* "2" comes before "10", in any locale. */
static int
compare_files (gconstpointer a, gconstpointer b)
{
  return strverscmp (((const File *) a)->name, ((const File *) b)->name);
}

/* The state of listing folders. */
typedef struct
{
  BpFileTree *tree;
  GHashTable *seen; /* (utf8): device and inode of the listed folders */
  guint max_depth;
} Lister;

/* Whether a folder was not listed before: links can lead to it twice. */
static gboolean
is_new_folder (Lister *lister, int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 && g_hash_table_size (lister->seen) < MAX_FOLDERS &&
         g_hash_table_add (lister->seen,
                           g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                                            (guint64) status.st_dev, (guint64) status.st_ino));
}

static mode_t
find_type (int folder, const struct dirent *entry)
{
  struct stat status;

  if (entry->d_type == DT_REG)
    return S_IFREG;
  if (entry->d_type == DT_DIR)
    return S_IFDIR;
  return fstatat (folder, entry->d_name, &status, 0) == 0 ? status.st_mode & S_IFMT : 0;
}

static void
list_folder (Lister *lister, const char *name, guint depth)
{
  g_autofree char *path = g_build_filename (lister->tree->path, name, NULL);
  DIR *folder = opendir (path);
  const struct dirent *entry;

  if (folder == NULL)
    return;
  if (!is_new_folder (lister, dirfd (folder)))
    {
      closedir (folder);
      return;
    }

  while (lister->tree->files->len < MAX_FILES && (entry = readdir (folder)) != NULL)
    {
      mode_t type = entry->d_name[0] != '.' ? find_type (dirfd (folder), entry) : 0;
      g_autofree char *inner =
          *name == '\0' ? g_strdup (entry->d_name) : g_strconcat (name, "/", entry->d_name, NULL);

      if (type == S_IFREG)
        {
          File file = { .name = g_steal_pointer (&inner) };

          g_array_append_val (lister->tree->files, file);
        }
      else if (type == S_IFDIR && depth < lister->max_depth)
        list_folder (lister, inner, depth + 1);
    }
  closedir (folder);
}

/**
 * bp_file_tree_new_for_folder:
 * @path: (type filename): a folder
 * @max_depth: the deepest nesting of subfolders that are listed; 0 for none
 *
 * Returns: (transfer full): its files, in natural order of their names; empty where it cannot be
 *   listed
 */
BpFileTree *
bp_file_tree_new_for_folder (const char *path, guint max_depth)
{
  BpFileTree *self = tree_new (path);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Lister lister = { self, seen, max_depth };

  list_folder (&lister, "", 0);
  g_array_sort (self->files, compare_files);
  return self;
}

static gboolean
set_archive_error (const BpFileTree *self, GError **error)
{
  const char *reason = libarchive.archive_error_string (self->reader);
  g_autofree char *readable = g_utf8_make_valid (reason != NULL ? reason : _ ("inconsistent"), -1);

  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               _ ("it is an archive that is damaged or cut off (%s): download or copy it again"),
               readable);
  return FALSE;
}

/* libarchive's callbacks for the file of an archive. */

static la_ssize_t
read_file (struct archive *reader, void *data, const void **bytes)
{
  BpFileTree *self = data;
  ssize_t n_read;

  if (self->n_searched > MAX_SEARCHED)
    {
      libarchive.archive_set_error (reader, ERANGE, _ ("%ju MB of it have no beginning of a file"),
                                    (uintmax_t) (MAX_SEARCHED / 1000000));
      return ARCHIVE_FATAL;
    }
  do
    n_read = read (self->fd, self->block, BLOCK_LENGTH);
  while (n_read < 0 && errno == EINTR);
  if (n_read < 0)
    libarchive.archive_set_error (reader, errno, "%s", g_strerror (errno));
  else
    self->n_searched += (guint64) n_read;
  *bytes = self->block;
  return n_read;
}

static la_int64_t
seek_file (struct archive *reader, void *data, la_int64_t offset, int whence)
{
  off_t place = lseek (((BpFileTree *) data)->fd, offset, whence);

  if (place < 0)
    libarchive.archive_set_error (reader, errno, "%s", g_strerror (errno));
  return place < 0 ? ARCHIVE_FATAL : place;
}

static la_int64_t
skip_in_file (struct archive *reader G_GNUC_UNUSED, void *data, la_int64_t n_bytes)
{
  /* Where nothing is skipped, libarchive reads on. */
  return lseek (((BpFileTree *) data)->fd, n_bytes, SEEK_CUR) >= 0 ? n_bytes : 0;
}

/* A zip file that is packed once more would be searched for its files as it is unpacked, without an
 * end. */
static void
choose_formats (BpFileTree *self)
{
  char head[2];

  if (pread (self->fd, head, sizeof head, 0) == sizeof head && memcmp (head, "PK", 2) == 0)
    {
      libarchive.archive_read_support_format_zip (self->reader);
      return;
    }
  libarchive.archive_read_support_format_tar (self->reader);
  libarchive.archive_read_support_filter_bzip2 (self->reader);
  libarchive.archive_read_support_filter_gzip (self->reader);
  libarchive.archive_read_support_filter_xz (self->reader);
}

static gboolean
start_reader (BpFileTree *self, GError **error)
{
  g_clear_pointer (&self->reader, libarchive.archive_read_free);
  self->n_entries_read = 0;
  self->n_unpacked = 0;
  self->n_searched = 0;
  if (lseek (self->fd, 0, SEEK_SET) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not go back in “%s”: %s"), self->path);

  self->reader = libarchive.archive_read_new ();
  choose_formats (self);
  libarchive.archive_read_set_read_callback (self->reader, read_file);
  libarchive.archive_read_set_seek_callback (self->reader, seek_file);
  libarchive.archive_read_set_skip_callback (self->reader, skip_in_file);
  libarchive.archive_read_set_callback_data (self->reader, self);
  if (libarchive.archive_read_open1 (self->reader) != ARCHIVE_OK)
    return set_archive_error (self, error);
  return TRUE;
}

static gboolean
count_unpacked (BpFileTree *self, gsize n_bytes, GError **error)
{
  guint64 most = MIN (RATIO_ALLOWANCE + self->length * MAX_RATIO, MAX_UNPACKED);

  self->n_unpacked += n_bytes;
  if (self->n_unpacked <= most)
    return bp_progress_check (self->progress, error);

  g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
               _ ("it unpacks to more than %ju MB, far more than a data set of its kind takes"),
               (uintmax_t) (most / 1000000));
  return FALSE;
}

/* Reads the next piece of the entry; @length is 0 at its end. */
static gboolean
read_block (BpFileTree *self, const void **bytes, gsize *length, gint64 *offset, GError **error)
{
  int status = libarchive.archive_read_data_block (self->reader, bytes, length, offset);

  self->n_searched = 0;

  if (status == ARCHIVE_EOF)
    *length = 0;
  else if (status < ARCHIVE_WARN)
    return set_archive_error (self, error);
  return count_unpacked (self, *length, error);
}

/* Skips the rest of an entry. In a zip file, this needs no unpacking. */
static gboolean
skip_entry (BpFileTree *self, GError **error)
{
  const void *bytes;
  gint64 offset;
  gsize length = 1;

  if ((libarchive.archive_format (self->reader) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP)
    return TRUE;
  while (length > 0)
    if (!read_block (self, &bytes, &length, &offset, error))
      return FALSE;
  return TRUE;
}

/* Advances to the next entry, which is %NULL after the last. */
static gboolean
read_entry (BpFileTree *self, struct archive_entry **entry, GError **error)
{
  int status;

  if (self->n_entries_read > 0 && !skip_entry (self, error))
    return FALSE;
  if (!bp_progress_check (self->progress, error))
    return FALSE;

  status = libarchive.archive_read_next_header (self->reader, entry);
  if (status == ARCHIVE_EOF)
    {
      *entry = NULL;
      return TRUE;
    }
  if (status < ARCHIVE_WARN)
    return set_archive_error (self, error);
  self->n_entries_read++;
  self->n_searched = 0;
  return TRUE;
}

/* Returns the name without a leading "./", or %NULL for a hidden file. */
static char *
find_entry_name (struct archive_entry *entry)
{
  const char *name = libarchive.archive_entry_pathname_utf8 (entry);

  if (name == NULL)
    name = libarchive.archive_entry_pathname (entry);
  if (name == NULL)
    return NULL;
  while (g_str_has_prefix (name, "./"))
    name += 2;
  if (name[0] == '.' || strstr (name, "/.") != NULL || g_str_has_prefix (name, "__MACOSX/"))
    return NULL;
  return g_strdup (name);
}

static gboolean
list_entries (BpFileTree *self, GError **error)
{
  struct archive_entry *entry;

  for (;;)
    {
      File file = { .place = self->n_entries_read };

      if (!read_entry (self, &entry, error))
        return FALSE;
      if (entry == NULL)
        return TRUE;
      if (libarchive.archive_entry_is_encrypted (entry))
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                               _ ("it is an archive with a password: unpack it first"));
          return FALSE;
        }
      if (libarchive.archive_entry_filetype (entry) != AE_IFREG || self->files->len == MAX_FILES)
        continue;
      file.name = find_entry_name (entry);
      file.size = libarchive.archive_entry_size_is_set (entry)
                      ? (guint64) libarchive.archive_entry_size (entry)
                      : 0;
      if (file.name != NULL)
        g_array_append_val (self->files, file);
      bp_progress_report (self->progress,
                          (guint64) libarchive.archive_filter_bytes (self->reader, -1),
                          self->length);
    }
}

/**
 * bp_file_tree_open_archive:
 * @path: (type filename): a zip file or a tar file, packed or not
 * @progress: (nullable): cancels; borrowed for as long as the tree
 * @error: return location for a %G_FILE_ERROR, %BP_ERROR_DAMAGED, %BP_ERROR_TOO_LARGE where its
 *   unpacked size is over the limits, %BP_ERROR_UNSUPPORTED, also where libarchive is not
 *   installed, %BP_ERROR_CANCELLED
 *
 * Returns: (transfer full): its files, in its order, or %NULL with @error set
 */
BpFileTree *
bp_file_tree_open_archive (const char *path, BpProgress *progress, GError **error)
{
  g_autoptr (BpFileTree) self = tree_new (path);

  if (!bp_late_library_open (&libarchive_library, error))
    return NULL;
  self->progress = progress;
  self->block = g_malloc (BLOCK_LENGTH);
  self->fd = bp_regular_file_open (path, &self->length, error);
  if (self->fd < 0 || !start_reader (self, error) || !list_entries (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * bp_file_tree_free:
 * @tree: (transfer full): a tree
 */
void
bp_file_tree_free (BpFileTree *tree)
{
  g_clear_pointer (&tree->reader, libarchive.archive_read_free);
  if (tree->fd >= 0)
    close (tree->fd);
  g_array_unref (tree->files);
  g_free (tree->block);
  g_free (tree->path);
  g_free (tree);
}

/**
 * bp_file_tree_get_path:
 * @tree: a tree
 *
 * Returns: (type filename): the folder or the archive
 */
const char *
bp_file_tree_get_path (const BpFileTree *tree)
{
  return tree->path;
}

/**
 * bp_file_tree_get_n_files:
 * @tree: a tree
 *
 * Returns: the number of listed files
 */
guint
bp_file_tree_get_n_files (const BpFileTree *tree)
{
  return tree->files->len;
}

/**
 * bp_file_tree_get_name:
 * @tree: a tree
 * @index: of a file
 *
 * Returns: (type filename): the path of the file in the tree, with slashes: "train/3/18.png"
 */
const char *
bp_file_tree_get_name (const BpFileTree *tree, guint index)
{
  return get_file (tree, index)->name;
}

/**
 * bp_file_tree_get_size:
 * @tree: a tree
 * @index: of a file
 *
 * Returns: the size of the file in bytes; 0 where it is unknown
 */
guint64
bp_file_tree_get_size (const BpFileTree *tree, guint index)
{
  g_autofree char *path = NULL;
  struct stat status;

  if (tree->fd >= 0)
    return get_file (tree, index)->size;
  path = g_build_filename (tree->path, get_file (tree, index)->name, NULL);
  return stat (path, &status) == 0 ? (guint64) status.st_size : 0;
}

/**
 * bp_file_tree_find:
 * @tree: a tree
 * @name: (type filename): a file's name as of bp_file_tree_get_name()
 * @index: (out): of the file
 *
 * Returns: whether it was found
 */
gboolean
bp_file_tree_find (const BpFileTree *tree, const char *name, guint *index)
{
  for (guint i = 0; i < tree->files->len; i++)
    if (g_str_equal (get_file (tree, i)->name, name))
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

/* Advances to a file's entry; reopens the archive where the entry was passed. */
static gboolean
go_to_entry (BpFileTree *self, guint index, GError **error)
{
  guint place = get_file (self, index)->place;
  struct archive_entry *entry;

  if (place < self->n_entries_read && !start_reader (self, error))
    return FALSE;
  while (self->n_entries_read <= place)
    {
      if (!read_entry (self, &entry, error))
        return FALSE;
      if (entry == NULL)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                               _ ("it became shorter while it was being read"));
          return FALSE;
        }
    }
  return TRUE;
}

/* Returns the folder for large temporary files. Unlike /tmp, it is never in memory. */
static const char *
find_temporary_folder (void)
{
  static const char folder[] = "/var/tmp";

  return g_getenv ("TMPDIR") == NULL && g_access (folder, W_OK) == 0 ? folder : g_get_tmp_dir ();
}

/* Makes a temporary file without a name: no other process can open it, and closing it removes
 * it. */
static int
make_temporary_file (GError **error)
{
  int fd = open (find_temporary_folder (), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  g_autofree char *path = NULL;

  if (fd >= 0)
    return fd;
  fd = g_file_open_tmp ("backprop-XXXXXX", &path, error);
  if (fd >= 0)
    unlink (path);
  return fd;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize length, gint64 offset, GError **error)
{
  while (length > 0)
    {
      gssize n_written = pwrite (fd, bytes, length, offset);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return bp_set_errno_error (error, errno, N_ ("Could not unpack to a file in “%s”: %s"),
                                   find_temporary_folder ());
      bytes += n_written;
      offset += n_written;
      length -= (gsize) n_written;
    }
  return TRUE;
}

static gboolean
unpack_to_file (BpFileTree *self, int fd, GError **error)
{
  const void *bytes;
  gint64 offset;
  gsize length;

  for (;;)
    {
      if (!read_block (self, &bytes, &length, &offset, error))
        return FALSE;
      if (length == 0)
        return TRUE;
      /* The limit includes holes. */
      if (offset < 0 || (guint64) offset > MAX_UNPACKED)
        return set_archive_error (self, error);
      if (!write_all (fd, bytes, length, offset, error))
        return FALSE;
    }
}

/**
 * bp_file_tree_open_file:
 * @tree: a tree
 * @index: of a file
 * @progress: (nullable): as of bp_byte_stream_open()
 * @error: return location for an error of bp_byte_stream_open() or bp_file_tree_open_archive()
 *
 * Returns: (transfer full): the file as a stream, which may outlive the tree, or %NULL with @error
 *   set
 */
BpByteStream *
bp_file_tree_open_file (BpFileTree *tree, guint index, BpProgress *progress, GError **error)
{
  const char *name = get_file (tree, index)->name;
  g_autofree char *path = g_build_filename (tree->path, name, NULL);
  int fd;

  if (tree->fd < 0)
    return bp_byte_stream_open (path, progress, error);

  if (!go_to_entry (tree, index, error))
    return NULL;
  fd = make_temporary_file (error);
  if (fd < 0)
    return NULL;
  if (!unpack_to_file (tree, fd, error))
    {
      close (fd);
      return NULL;
    }
  return bp_byte_stream_open_fd (fd, path, progress, error);
}

static gboolean
set_length_error (gsize max_length, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
               _ ("it has more than %zu MB, far more than it needs"), max_length / 1000000);
  return FALSE;
}

static gboolean
unpack_to_memory (BpFileTree *self, GByteArray *content, gsize max_length, GError **error)
{
  const void *bytes;
  gint64 offset;
  gsize length;

  for (;;)
    {
      if (!read_block (self, &bytes, &length, &offset, error))
        return FALSE;
      if (length == 0)
        return TRUE;
      if ((guint64) offset + length > max_length)
        return set_length_error (max_length, error);
      /* A hole reads as zeros. */
      if (content->len < (guint64) offset)
        {
          guint n_before = content->len;

          g_byte_array_set_size (content, (guint) offset);
          memset (content->data + n_before, 0, (gsize) offset - n_before);
        }
      g_byte_array_append (content, bytes, (guint) length);
    }
}

static guint8 *
read_plain_file (const char *path, gsize max_length, gsize *length, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  guint64 file_length;
  gboolean is_read = FALSE;
  int fd = bp_regular_file_open (path, &file_length, error);

  if (fd < 0)
    return NULL;

  if (file_length > max_length)
    set_length_error (max_length, error);
  else
    {
      bytes = g_malloc (MAX (file_length, 1));
      is_read = bp_regular_file_read_at (fd, path, bytes, file_length, 0, error);
    }
  close (fd);
  *length = file_length;
  return is_read ? g_steal_pointer (&bytes) : NULL;
}

/**
 * bp_file_tree_read_file:
 * @tree: a tree
 * @index: of a file
 * @max_length: the largest accepted size, in bytes
 * @length: (out): its size, in bytes
 * @error: return location for an error of bp_file_tree_open_file(), or %BP_ERROR_TOO_LARGE
 *
 * Returns: (transfer full): the bytes of the file, not unpacked, or %NULL with @error set
 */
guint8 *
bp_file_tree_read_file (BpFileTree *tree,
                        guint index,
                        gsize max_length,
                        gsize *length,
                        GError **error)
{
  g_autoptr (GByteArray) content = NULL;
  g_autofree char *path = g_build_filename (tree->path, get_file (tree, index)->name, NULL);

  if (tree->fd < 0)
    return read_plain_file (path, max_length, length, error);

  content = g_byte_array_new ();
  if (!go_to_entry (tree, index, error) ||
      !unpack_to_memory (tree, content, MIN (max_length, G_MAXINT), error))
    return NULL;
  *length = content->len;
  /* The result is not %NULL even for an empty file. */
  g_byte_array_append (content, (const guint8 *) "", 1);
  return g_byte_array_free (g_steal_pointer (&content), FALSE);
}
