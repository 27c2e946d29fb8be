/* SPDX-License-Identifier: MIT */

/* Files that change or disappear while they are read: before the first call that reads, before the
 * second, and so on to the last. Each reader returns the original content or an error. The program
 * is linked so that those calls come here first. */
#include "dataset-load.h"
#include "error.h"
#include "pickle-writer.h"
#include "test-files.h"
#include "weights-fixture.h"
#include "weights.h"

#include <dlfcn.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

/* More than the readers hold in memory at a time. */
#define N_IMAGES 10000
#define N_PIXELS 16

typedef enum
{
  CHANGE_NONE,
  CHANGE_SHRINKS,
  CHANGE_GROWS,
  CHANGE_VANISHES,
  CHANGE_IS_OVERWRITTEN,
  N_CHANGES,
} Change;

static const char *const change_names[N_CHANGES] = { "none", "shrinks", "grows", "vanishes",
                                                     "is-overwritten" };

static struct
{
  const char *path;
  Change change;
  guint first; /* the call before which the file changes, from 1 on */
  guint n_calls;
} state;

static void
overwrite (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  FILE *file;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize i = 0; i < length; i++)
    bytes[i] ^= 0x55;
  file = g_fopen (path, "r+b");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
append (const char *path)
{
  FILE *file = g_fopen (path, "ab");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite ("0123456789", 1, 10, file), ==, 10);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
halve (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (truncate (path, status.st_size / 2), ==, 0);
}

static void
count_call (void)
{
  Change change = state.change;

  if (state.path == NULL || ++state.n_calls != state.first)
    return;

  /* The change itself makes calls. */
  state.change = CHANGE_NONE;
  switch (change)
    {
    case CHANGE_SHRINKS:
      halve (state.path);
      break;
    case CHANGE_GROWS:
      append (state.path);
      break;
    case CHANGE_VANISHES:
      g_assert_cmpint (g_unlink (state.path), ==, 0);
      break;
    case CHANGE_IS_OVERWRITTEN:
      overwrite (state.path);
      break;
    case CHANGE_NONE:
    case N_CHANGES:
    default:
      break;
    }
}

/* The linker's option --wrap=NAME sends calls of NAME to __wrap_NAME, and __real_NAME to NAME. */
#define WRAP(type, name, parameters, arguments) \
  type __real_##name parameters;                \
  type __wrap_##name parameters;                \
  type __wrap_##name parameters                 \
  {                                             \
    count_call ();                              \
    return __real_##name arguments;             \
  }

WRAP (ssize_t,
      pread,
      (int fd, void *buffer, size_t length, off_t offset),
      (fd, buffer, length, offset))
WRAP (ssize_t,
      pread64,
      (int fd, void *buffer, size_t length, off_t offset),
      (fd, buffer, length, offset))
WRAP (zip_file_t *,
      zip_fopen_index,
      (zip_t * archive, zip_uint64_t index, zip_flags_t flags),
      (archive, index, flags))
WRAP (zip_int64_t,
      zip_fread,
      (zip_file_t * file, void *buffer, zip_uint64_t length),
      (file, buffer, length))

/* zlib calls read() itself: the dynamic linker sends its calls here. */
ssize_t
read (int fd, void *buffer, size_t length)
{
  ssize_t (*real) (int, void *, size_t) = NULL;

  count_call ();
  *(void **) &real = dlsym (RTLD_NEXT, "read");
  return real (fd, buffer, length);
}

/* --- Files to read --- */

static guint8 pixels[N_IMAGES * N_PIXELS];
static guint8 labels[N_IMAGES];

static void
fill_samples (void)
{
  for (guint i = 0; i < sizeof pixels; i++)
    pixels[i] = (guint8) (i * i * 31 + i / 7);
  for (guint i = 0; i < N_IMAGES; i++)
    labels[i] = (guint8) (i % 10);
}

static char *
write_idx (BpTestFolder *folder)
{
  static const guint8 images_head[] = { 0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 4, 0, 0, 0, 4 };
  static const guint8 labels_head[] = { 0, 0, 8, 1, 0, 0, 0x27, 0x10 };
  g_autoptr (GByteArray) images = g_byte_array_new ();
  g_autoptr (GByteArray) classes = g_byte_array_new ();

  g_byte_array_append (images, images_head, sizeof images_head);
  g_byte_array_append (images, pixels, sizeof pixels);
  g_byte_array_append (classes, labels_head, sizeof labels_head);
  g_byte_array_append (classes, labels, sizeof labels);
  g_free (bp_test_folder_write (folder, "train-labels-idx1-ubyte", classes->data, classes->len));
  return bp_test_folder_write (folder, "train-images-idx3-ubyte", images->data, images->len);
}

static char *
write_csv (BpTestFolder *folder)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_string_append_printf (text, "%u", labels[i]);
      for (guint k = 0; k < N_PIXELS; k++)
        g_string_append_printf (text, ",%u", pixels[i * N_PIXELS + k]);
      g_string_append_c (text, '\n');
    }
  return bp_test_folder_write (folder, "table.csv", text->str, text->len);
}

static GByteArray *
make_pickle (guint protocol)
{
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (protocol);

  bp_pickle_writer_opcodes (writer, "(");
  bp_pickle_writer_array (writer, "|u1", "10000,16", FALSE, pixels, sizeof pixels);
  bp_pickle_writer_array (writer, "|u1", "10000", FALSE, labels, sizeof labels);
  bp_pickle_writer_opcodes (writer, "t.");
  return g_byte_array_ref (writer->bytes);
}

static char *
write_pickle_0 (BpTestFolder *folder)
{
  g_autoptr (GByteArray) bytes = make_pickle (0);

  return bp_test_folder_write (folder, "data.pkl", bytes->data, bytes->len);
}

/* Is read twice: the type of its arrays comes after their bytes. */
static char *
write_pickle_5 (BpTestFolder *folder)
{
  g_autoptr (GByteArray) bytes = make_pickle (5);

  return bp_test_folder_write (folder, "data.pkl", bytes->data, bytes->len);
}

static char *
write_packed_pickle (BpTestFolder *folder)
{
  g_autoptr (GByteArray) bytes = make_pickle (4);
  g_autoptr (GByteArray) packed = bp_test_gzip (bytes->data, bytes->len);

  return bp_test_folder_write (folder, "data.pkl.gz", packed->data, packed->len);
}

/* From the corpora of the fuzz targets. */
static char *
write_npz (BpTestFolder *folder)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", "numpy", "data-deflated.npz", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return bp_test_folder_write (folder, "data.npz", bytes, length);
}

static char *
write_array (BpTestFolder *folder,
             const char *name,
             const char *shape,
             const guint8 *bytes,
             guint n)
{
  g_autofree char *header =
      g_strdup_printf ("{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }\n", shape);
  const guint8 head[] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (guint8) strlen (header), 0 };
  g_autoptr (GByteArray) array = g_byte_array_new ();

  g_byte_array_append (array, head, sizeof head);
  g_byte_array_append (array, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_append (array, bytes, n);
  return bp_test_folder_write (folder, name, array->data, array->len);
}

static char *
write_npy (BpTestFolder *folder)
{
  g_free (write_array (folder, "y_train.npy", "10000,", labels, sizeof labels));
  return write_array (folder, "x_train.npy", "10000, 16", pixels, sizeof pixels);
}

static char *
write_weights (BpTestFolder *folder, const char *name)
{
  const guint sizes[] = { 784, 30, 10 };
  g_autoptr (BpNetwork) network = bp_sample_network_new (sizes, G_N_ELEMENTS (sizes));
  char *path = g_build_filename (folder->path, name, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  bp_weights_save (network, &info, path, &error);
  g_assert_no_error (error);
  return path;
}

static char *
write_safetensors (BpTestFolder *folder)
{
  return write_weights (folder, "net.safetensors");
}

static char *
write_weights_npz (BpTestFolder *folder)
{
  return write_weights (folder, "net.npz");
}

static char *
write_onnx (BpTestFolder *folder)
{
  return write_weights (folder, "net.onnx");
}

/* --- Reading them --- */

typedef struct
{
  const char *name;
  char *(*write) (BpTestFolder *folder); /* returns the path of the file that changes */
  gboolean is_data;
} Kind;

static const Kind kinds[] = {
  { "idx", write_idx, TRUE },
  { "csv", write_csv, TRUE },
  { "pickle-0", write_pickle_0, TRUE },
  { "pickle-5", write_pickle_5, TRUE },
  { "packed-pickle", write_packed_pickle, TRUE },
  { "npz", write_npz, TRUE },
  { "npy", write_npy, TRUE },
  { "safetensors", write_safetensors, FALSE },
  { "weights-npz", write_weights_npz, FALSE },
  { "onnx", write_onnx, FALSE },
};

static gboolean
read_file (const Kind *kind, const char *path, GError **error)
{
  if (kind->is_data)
    {
      g_autoptr (BpDataset) dataset = bp_dataset_load (path, NULL, error);

      return dataset != NULL;
    }

  g_autoptr (BpNetwork) network = bp_weights_load (path, NULL, error);

  return network != NULL;
}

/* Returns the number of calls. */
static guint
read_changing_file (const Kind *kind, Change change, guint first)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = kind->write (folder);
  g_autoptr (GError) error = NULL;
  gboolean is_read;

  state.change = change;
  state.first = first;
  state.n_calls = 0;
  state.path = path;
  is_read = read_file (kind, path, &error);
  state.path = NULL;

  if (error != NULL)
    g_test_message ("%s %s before call %u: %s", kind->name, change_names[change], first,
                    error->message);
  if (change == CHANGE_NONE)
    g_assert_no_error (error);
  g_assert_true (is_read == (error == NULL));
  if (error != NULL && error->domain == G_FILE_ERROR)
    {
      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
      g_assert_true (g_str_has_prefix (error->message, "Could not open “"));
    }
  else if (error != NULL)
    {
      g_assert_true (error->domain == BP_ERROR && error->code != BP_ERROR_NO_MEMORY);
      g_assert_true (g_str_has_prefix (error->message, "“"));
      g_assert_nonnull (strstr (error->message, "” cannot be "));
    }
  return state.n_calls;
}

static void
test_kind (gconstpointer data)
{
  const Kind *kind = data;
  guint n_calls = read_changing_file (kind, CHANGE_NONE, 0);

  g_assert_cmpuint (n_calls, >, 0);
  for (Change change = CHANGE_NONE + 1; change < N_CHANGES; change++)
    for (guint first = 1; first <= n_calls; first++)
      read_changing_file (kind, change, first);
}

int
main (int argc, char **argv)
{
  fill_samples ();
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/changing-files/", kinds[i].name, NULL);

      g_test_add_data_func (path, &kinds[i], test_kind);
    }
  return g_test_run ();
}
