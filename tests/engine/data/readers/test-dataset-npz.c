/* SPDX-License-Identifier: MIT */

/* NumPy arrays of every type, alone and in archives, and damaged archives. */
#include "dataset-load.h"
#include "dataset-refusal.h"
#include "error.h"
#include "test-file.h"
#include "test-files.h"
#include "test-memory.h"
#include "weights.h"

#include <string.h>
#include <zip.h>

#define N_IMAGES 6
#define N_PIXELS 16

/* The limit on the peak memory of the whole test program, in bytes. */
#define MAX_PEAK_MEMORY 200000000

static guint
get_pixel (gsize image, gsize pixel)
{
  return (image * 50 + pixel * 3) % 256;
}

static guint
get_label (gsize image)
{
  return image * 3 % 10;
}

/* The bits of a small whole number as a half (IEEE 754 binary16). */
static guint64
half_from_uint (guint value)
{
  guint exponent = value > 0 ? g_bit_storage (value) - 1 : 0;

  return value == 0 ? 0 : (exponent + 15) << 10 | ((value << (10 - exponent)) & 0x3ff);
}

static guint64
bits_from_uint (guint value, char kind, guint size)
{
  float number = (float) value;
  double wide_number = value;
  guint32 bits;
  guint64 wide_bits;

  if (kind != 'f')
    return value;
  if (size == 2)
    return half_from_uint (value);
  memcpy (&bits, &number, sizeof bits);
  memcpy (&wide_bits, &wide_number, sizeof wide_bits);
  return size == 4 ? bits : wide_bits;
}

/* A number of a NumPy type such as ">f4". */
static void
append_number (GByteArray *bytes, const char *type, guint value)
{
  guint size = (guint) (type[2] - '0');
  guint64 bits = bits_from_uint (value, type[1], size);

  for (guint i = 0; i < size; i++)
    {
      guint shift = 8 * (type[0] == '>' ? size - 1 - i : i);
      guint8 byte = (guint8) (bits >> shift);

      g_byte_array_append (bytes, &byte, 1);
    }
}

static GByteArray *
begin_npy (guint version, const char *header)
{
  GByteArray *bytes = g_byte_array_new ();
  guint32 length = GUINT32_TO_LE ((guint32) strlen (header));

  g_byte_array_append (bytes, (const guint8 *) "\x93NUMPY", 6);
  g_byte_array_append (bytes, (guint8[]){ (guint8) version, 0 }, 2);
  g_byte_array_append (bytes, (const guint8 *) &length, version == 1 ? 2 : 4);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) strlen (header));
  return bytes;
}

typedef struct
{
  const char *name;
  guint version;
  gboolean is_fortran;
  const char *type;
  const char *shape;
} Spelling;

static GByteArray *
make_images (const Spelling *spelling)
{
  g_autofree char *header =
      g_strdup_printf ("{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n", spelling->type,
                       spelling->is_fortran ? "True" : "False", spelling->shape);
  GByteArray *bytes = begin_npy (spelling->version, header);

  if (!spelling->is_fortran)
    for (guint i = 0; i < N_IMAGES; i++)
      for (guint k = 0; k < N_PIXELS; k++)
        append_number (bytes, spelling->type, get_pixel (i, k));
  else
    for (guint k = 0; k < N_PIXELS; k++)
      for (guint i = 0; i < N_IMAGES; i++)
        append_number (bytes, spelling->type, get_pixel (i, k));
  return bytes;
}

static GByteArray *
make_labels (const char *type)
{
  g_autofree char *header =
      g_strdup_printf ("{'descr': '%s', 'fortran_order': False, 'shape': (6,), }", type);
  GByteArray *bytes = begin_npy (1, header);

  for (guint i = 0; i < N_IMAGES; i++)
    append_number (bytes, type, get_label (i));
  return bytes;
}

/* Packs members, whose bytes are taken, into an archive. */
typedef struct
{
  const char *name;
  GByteArray *bytes;
} Member;

static char *
write_npz (BpTestFolder *folder, const char *name, zip_int32_t method, Member *members, guint count)
{
  char *path = g_build_filename (folder->path, name, NULL);
  zip_t *archive = zip_open (path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

  for (guint i = 0; i < count; i++)
    {
      gsize length = members[i].bytes->len;
      zip_source_t *source =
          zip_source_buffer (archive, g_byte_array_free (members[i].bytes, FALSE), length, TRUE);
      zip_int64_t index = zip_file_add (archive, members[i].name, source, 0);

      g_assert_cmpint (index, >=, 0);
      g_assert_cmpint (zip_set_file_compression (archive, (zip_uint64_t) index, method, 0), ==, 0);
    }
  g_assert_cmpint (zip_close (archive), ==, 0);
  return path;
}

static char *
write_data_set (BpTestFolder *folder, const Spelling *spelling, zip_int32_t method)
{
  Member members[] = {
    { "x_test.npy", make_images (spelling) },
    { "x_train.npy", make_images (spelling) },
    { "y_train.npy", make_labels ("|u1") },
    { "y_test.npy", make_labels (">i8") },
  };

  return write_npz (folder, "data.npz", method, members, G_N_ELEMENTS (members));
}

static void
assert_samples (BpSamples samples, gsize first, gsize count)
{
  g_assert_cmpuint (samples.count, ==, count);
  for (gsize i = 0; i < count; i++)
    {
      g_assert_cmpuint (samples.labels[i], ==, get_label (first + i));
      for (gsize k = 0; k < N_PIXELS; k++)
        g_assert_cmpuint (samples.images[i * N_PIXELS + k], ==, get_pixel (first + i, k));
    }
}

static void
assert_loads (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_dataset_load (path, NULL, &error);

  g_assert_no_error (error);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN), 0, 5);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT), 5, 1);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_TEST), 0, N_IMAGES);
}

static const Spelling plain = { "plain", 1, FALSE, "|u1", "6, 4, 4" };

static const Spelling spellings[] = {
  { "u1", 1, FALSE, "|u1", "6, 16" },          { "version-2", 2, FALSE, "|u1", "6, 4, 4" },
  { "version-3", 3, FALSE, "|u1", "6, 4, 4" }, { "f2", 1, FALSE, "<f2", "6, 16" },
  { "f4", 1, FALSE, "<f4", "6, 4, 4, 1" },     { "f8", 1, FALSE, "<f8", "6, 16" },
  { "i8", 1, FALSE, "<i8", "6, 16" },          { "u2", 1, FALSE, "<u2", "6, 16" },
  { "big-f2", 1, FALSE, ">f2", "6, 16" },      { "big-f4", 1, FALSE, ">f4", "6, 16" },
  { "big-i4", 1, FALSE, ">i4", "6,16" },       { "big-f8", 2, FALSE, ">f8", "6, 1, 4, 4" },
  { "fortran", 1, TRUE, "|u1", "6, 16" },      { "fortran-f8", 1, TRUE, ">f8", "6, 16" },
};

static void
test_spelling (gconstpointer data)
{
  const Spelling *spelling = data;
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *stored = write_data_set (folder, spelling, ZIP_CM_STORE);

  assert_loads (stored);

  g_autofree char *deflated = write_data_set (folder, spelling, ZIP_CM_DEFLATE);

  assert_loads (deflated);
}

/* Archives with any name and with other members. */
static void
test_other_members (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  GByteArray *text = g_byte_array_new ();

  g_byte_array_append (text, (const guint8 *) "Read me", 7);

  Member members[] = {
    { "x_train.npy", make_images (&plain) },
    { "y_train.npy", make_labels ("|u1") },
    { "readme.txt", text },
    { "names.npy", begin_npy (1, "{'descr': '|O', 'fortran_order': False, 'shape': (6,), }") },
    { "x_test.npy", make_images (&plain) },
    { "y_test.npy", make_labels ("|u1") },
  };
  g_autofree char *path =
      write_npz (folder, "mnist.pkl", ZIP_CM_STORE, members, G_N_ELEMENTS (members));

  assert_loads (path);
}

/* Any array of a folder gives the data set of all. */
static void
test_single_arrays (void)
{
  static const char *const names[] = { "x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy" };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GByteArray) bytes = i % 2 == 0 ? make_images (&plain) : make_labels ("|u1");
      g_autofree char *path = bp_test_folder_write (folder, names[i], bytes->data, bytes->len);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder->path, names[i], NULL);

      assert_loads (path);
    }
}

/* --- Refused files --- */

typedef struct
{
  const char *name;
  const char *header;
  BpError code;
  const char *message;
} BadHeader;

#define HEADER(type, order, shape) \
  "{'descr': '" type "', 'fortran_order': " order ", 'shape': (" shape "), }"

static const BadHeader bad_headers[] = {
  { "objects", HEADER ("|O", "False", "6,"), BP_ERROR_UNSUPPORTED,
    "in its array “x_train”, it holds Python objects (NumPy's type “|O”), of which nothing was "
    "run: save it as an array of numbers" },
  { "complex", HEADER ("<c16", "False", "6,"), BP_ERROR_UNSUPPORTED,
    "in its array “x_train”, its numbers are of NumPy's type “<c16”, which images and labels do "
    "not have" },
  { "table", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,), }",
    BP_ERROR_UNSUPPORTED,
    "in its array “x_train”, its numbers are of NumPy's type “a table”, which images and labels do "
    "not have" },
  { "half-of-a-byte", HEADER ("|u0", "False", "6,"), BP_ERROR_UNSUPPORTED,
    "in its array “x_train”, its numbers are of NumPy's type “|u0”, which images and labels do not "
    "have" },
  { "wide", HEADER ("<f9", "False", "6,"), BP_ERROR_UNSUPPORTED,
    "in its array “x_train”, its numbers are of NumPy's type “<f9”, which images and labels do not "
    "have" },
  { "overflow", HEADER ("|u1", "False", "4294967296, 4294967296"), BP_ERROR_DAMAGED,
    "in its array “x_train”, it declares the impossible shape (4294967296, 4294967296)" },
  { "huge-number", HEADER ("|u1", "False", "18446744073709551616,"), BP_ERROR_DAMAGED,
    "in its array “x_train”, it declares the impossible shape (18446744073709551616,)" },
  { "negative", HEADER ("|u1", "False", "-6, 16"), BP_ERROR_DAMAGED,
    "in its array “x_train”, its header is not that of a NumPy array: download or copy it again" },
  { "more-than-there-is", HEADER ("|u1", "False", "1000000, 28, 28"), BP_ERROR_DAMAGED,
    "its array “x_train” declares more numbers than there are" },
  { "wide-more-than-there-is", HEADER ("<f8", "False", "7,"), BP_ERROR_DAMAGED,
    "its array “x_train” declares more numbers than there are" },
  { "dimensions", HEADER ("|u1", "False", "1, 1, 1, 1, 1"), BP_ERROR_UNSUPPORTED,
    "in its array “x_train”, it is an array of more than 4 dimensions, which cannot be images or "
    "labels" },
  { "no-order", "{'descr': '|u1', 'shape': (6,), }", BP_ERROR_DAMAGED,
    "in its array “x_train”, its header is not that of a NumPy array: download or copy it again" },
  { "html", "<!DOCTYPE html>", BP_ERROR_DAMAGED,
    "in its array “x_train”, its header is not that of a NumPy array: download or copy it again" },
  { "no-header", "", BP_ERROR_DAMAGED,
    "in its array “x_train”, its header is not that of a NumPy array: download or copy it again" },
  { "fewer-than-there-are", HEADER ("|u1", "False", "3,"), BP_ERROR_DAMAGED,
    "its data is damaged: download or copy it again" },
  { "empty", HEADER ("|u1", "False", "0, 18446744073709551615"), BP_ERROR_DAMAGED,
    "its data is damaged: download or copy it again" },
};

static void
test_bad_header (gconstpointer data)
{
  const BadHeader *bad = data;
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  Member member = { "x_train.npy", begin_npy (1, bad->header) };
  g_autofree char *path = NULL;

  g_byte_array_append (member.bytes, (const guint8 *) "\1\2\3\4\5\6", 6);
  path = write_npz (folder, "bad.npz", ZIP_CM_STORE, &member, 1);
  bp_assert_dataset_refused (path, bad->code, bad->message);
}

static void
test_bad_single_array (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GByteArray) objects = begin_npy (1, HEADER ("|O", "False", "6,"));
  g_autoptr (GByteArray) lie = begin_npy (1, HEADER ("<f8", "False", "60000, 784"));
  g_autoptr (GByteArray) version = begin_npy (9, HEADER ("|u1", "False", "6,"));
  g_autofree char *path = bp_test_folder_write (folder, "a.dat", objects->data, objects->len);

  bp_assert_dataset_refused (
      path, BP_ERROR_UNSUPPORTED,
      "it holds Python objects (NumPy's type “|O”), of which nothing was run: save it "
      "as an array of numbers");

  g_free (bp_test_folder_write (folder, "a.dat", lie->data, lie->len));
  bp_assert_dataset_refused (
      path, BP_ERROR_DAMAGED,
      "it declares more numbers than it has: it was not downloaded or copied whole");

  g_free (bp_test_folder_write (folder, "a.dat", version->data, version->len));
  bp_assert_dataset_refused (path, BP_ERROR_DAMAGED,
                             "its header is not that of a NumPy array: download or copy it again");

  /* The error names another file that belongs to it. */
  g_autoptr (GByteArray) labels = make_labels ("|u1");
  g_autofree char *labels_path = bp_test_folder_write (folder, "y.npy", labels->data, labels->len);

  g_free (bp_test_folder_write (folder, "x.npy", lie->data, lie->len));
  bp_assert_dataset_refused (
      labels_path, BP_ERROR_DAMAGED,
      "in “x.npy” beside it, it declares more numbers than it has: it was not downloaded "
      "or copied whole");
}

/* Replaces some bytes of the file, everywhere or at one position. */
static void
patch (const char *path, gconstpointer from, gconstpointer to, gsize length, guint first)
{
  g_autofree char *contents = NULL;
  gsize size;
  char *next;
  guint n_found = 0;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  next = contents;
  while ((next = memmem (next, size - (gsize) (next - contents), from, length)) != NULL)
    {
      if (n_found++ >= first)
        memcpy (next, to, length);
      next += length;
    }
  g_assert_cmpuint (n_found, >, first);
  g_assert_true (g_file_set_contents_full (path, contents, (gssize) size, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
}

/* An archive may have two members of one name, which zip tools refuse to write. */
static void
test_duplicate_names (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  Member members[] = {
    { "x_train.npy", make_images (&plain) },
    { "y_train.npy", make_labels ("|u1") },
    { "z_train.npy", make_images (&plain) },
    { "w_train.npy", make_labels ("|u1") },
  };
  g_autofree char *path =
      write_npz (folder, "twice.npz", ZIP_CM_STORE, members, G_N_ELEMENTS (members));

  patch (path, "z_train.npy", "x_train.npy", 11, 0);
  patch (path, "w_train.npy", "y_train.npy", 11, 0);
  bp_assert_dataset_refused (
      path, BP_ERROR_DAMAGED,
      "it has two members of one name, so that it is unclear which to use: save it "
      "again");
}

static void
test_encrypted (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  Member member = { "x_train.npy", make_labels ("|u1") };
  g_autofree char *path = write_npz (folder, "secret.npz", ZIP_CM_STORE, &member, 1);

  /* Version 1.0 or 2.0, then the flags, of the local and of the central header. */
  patch (path, "PK\x03\x04\x0a\0\0", "PK\x03\x04\x0a\0\1", 7, 0);
  patch (path, "\x0a\0\0\0\0\0", "\x0a\0\1\0\0\0", 6, 0);
  bp_assert_dataset_refused (
      path, BP_ERROR_UNSUPPORTED,
      "its array “x_train” cannot be unpacked (No password provided): save it again "
      "without a password");
}

static void
test_wrong_sum (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_data_set (folder, &plain, ZIP_CM_STORE);

  patch (path, "\x32\x35\x38\x3b", "\x32\x35\x38\x3c", 4, 0);
  bp_assert_dataset_refused (path, BP_ERROR_DAMAGED,
                             "its data is damaged: download or copy it again");
}

/* 128 MB of zeros in 128 kB. */
static char *
write_bomb (BpTestFolder *folder, const char *member_name, const char *header)
{
  g_autoptr (GByteArray) start = begin_npy (1, header);
  g_autofree char *path = g_build_filename (folder->path, "bomb.npz", NULL);
  zip_t *archive = zip_open (path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
  gsize length = start->len + (128U << 20);
  guint8 *bytes = g_malloc0 (length);

  memcpy (bytes, start->data, start->len);
  zip_file_add (archive, member_name, zip_source_buffer (archive, bytes, length, TRUE), 0);
  zip_set_file_compression (archive, 0, ZIP_CM_DEFLATE, 1);
  g_assert_cmpint (zip_close (archive), ==, 0);
  return g_steal_pointer (&path);
}

static void
test_bomb (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *data_path =
      write_bomb (folder, "x_train.npy", HEADER ("|u1", "False", "134217728,"));

  bp_assert_dataset_refused (data_path, BP_ERROR_TOO_LARGE,
                             "its arrays have far more numbers than images in a file of its size");

  g_autofree char *weights_path =
      write_bomb (folder, "W1.npy", HEADER ("<f4", "False", "4096, 8192"));

  g_assert_null (bp_weights_load (weights_path, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
  g_assert_true (g_str_has_suffix (error->message,
                                   "bomb.npz” cannot be read as weights: its arrays have far "
                                   "more numbers than weights in a file of its size"));
}

/* An archive that is cut or changed at any byte is refused with an error, or read. */
static void
test_damage (void)
{
  static const zip_int32_t methods[] = { ZIP_CM_STORE, ZIP_CM_DEFLATE };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
      g_autofree char *path = write_data_set (folder, &plain, methods[i]);
      g_autofree char *contents = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
      for (gsize length = 0; length < size; length++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (BpDataset) dataset = NULL;

          g_free (bp_test_folder_write (folder, "data.npz", contents, length));
          dataset = bp_dataset_load (path, NULL, &error);

          if (dataset != NULL)
            g_error ("cut off after %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bytes, it loads",
                     length, size);
          g_assert_true (error->domain == BP_ERROR);
        }
      for (gsize k = 0; k < size; k++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (BpDataset) dataset = NULL;

          contents[k] ^= 0x11;
          g_free (bp_test_folder_write (folder, "data.npz", contents, size));
          contents[k] ^= 0x11;
          dataset = bp_dataset_load (path, NULL, &error);
          g_assert_true ((dataset == NULL) == (error != NULL));
        }
    }
}

/* Must be the last test: no file above needed much memory. */
static void
test_peak_memory (void)
{
  if (bp_test_can_measure_memory ())
    g_assert_cmpuint (bp_test_get_peak_memory (), <, MAX_PEAK_MEMORY);
}

BP_TEST_FILE (dataset_npz)
{
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autofree char *name = g_strconcat ("/dataset-npz/spelling/", spellings[i].name, NULL);

      g_test_add_data_func (name, &spellings[i], test_spelling);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad_headers); i++)
    {
      g_autofree char *name = g_strconcat ("/dataset-npz/bad-header/", bad_headers[i].name, NULL);

      g_test_add_data_func (name, &bad_headers[i], test_bad_header);
    }
  g_test_add_func ("/dataset-npz/other-members", test_other_members);
  g_test_add_func ("/dataset-npz/single-arrays", test_single_arrays);
  g_test_add_func ("/dataset-npz/bad-single-array", test_bad_single_array);
  g_test_add_func ("/dataset-npz/duplicate-names", test_duplicate_names);
  g_test_add_func ("/dataset-npz/encrypted", test_encrypted);
  g_test_add_func ("/dataset-npz/wrong-sum", test_wrong_sum);
  g_test_add_func ("/dataset-npz/bomb", test_bomb);
  g_test_add_func ("/dataset-npz/damage", test_damage);
  g_test_add_func ("/dataset-npz/peak-memory", test_peak_memory);
}
