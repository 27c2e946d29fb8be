/* SPDX-License-Identifier: MIT */

/* Tensors of images and labels like those of torch.save(): a zip file with a pickle and a file for
 * the bytes of each storage. */
#include "dataset-load.h"
#include "error.h"
#include "pickle-writer.h"
#include "test-file.h"
#include "test-files.h"

#include <string.h>
#include <zip.h>

#define SIDE     4
#define N_PIXELS (SIDE * SIDE)
#define N_IMAGES 60

/* The last sixth. */
#define N_HELD_OUT 10

/* The images are not the first of their storage. */
#define N_BEFORE 3

typedef struct
{
  const char *name;
  gconstpointer bytes;
  gsize length;
} Member;

static guint8 images[(N_BEFORE + N_IMAGES) * N_PIXELS];
static guint8 labels[N_IMAGES * sizeof (gint64)];

static void
fill_samples (void)
{
  for (guint i = 0; i < sizeof images; i++)
    images[i] = (guint8) (i * i * 31 + i / 7);
  for (guint i = 0; i < N_IMAGES; i++)
    labels[i * sizeof (gint64)] = (guint8) (i * 7 % 10);
}

static char *
write_zip (BpTestFolder *folder, const char *name, const Member *members, guint n_members)
{
  char *path = g_build_filename (folder->path, name, NULL);
  zip_t *archive = zip_open (path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

  for (guint i = 0; i < n_members; i++)
    {
      zip_source_t *source =
          zip_source_buffer (archive, members[i].bytes, members[i].length, FALSE);
      zip_int64_t index = zip_file_add (archive, members[i].name, source, 0);

      g_assert_cmpint (index, >=, 0);
      g_assert_cmpint (zip_set_file_compression (archive, (zip_uint64_t) index, ZIP_CM_STORE, 0),
                       ==, 0);
    }
  g_assert_cmpint (zip_close (archive), ==, 0);
  return path;
}

/* A tensor of @count rows of @n_rest numbers, or of @count numbers where that is 0. */
static void
write_tensor (BpPickleWriter *writer,
              const char *storage,
              const char *key,
              gint32 first,
              gint32 count,
              gint32 n_rest)
{
  bp_pickle_writer_global (writer, "torch._utils", "_rebuild_tensor_v2");
  bp_pickle_writer_opcodes (writer, "((");
  bp_pickle_writer_text (writer, "storage");
  bp_pickle_writer_global (writer, "torch", storage);
  bp_pickle_writer_text (writer, key);
  bp_pickle_writer_text (writer, "cpu");
  bp_pickle_writer_integer (writer, first + count * MAX (n_rest, 1));
  bp_pickle_writer_opcodes (writer, "tQ");
  bp_pickle_writer_integer (writer, first);
  bp_pickle_writer_opcodes (writer, "(");
  bp_pickle_writer_integer (writer, count);
  if (n_rest > 0)
    {
      bp_pickle_writer_integer (writer, SIDE);
      bp_pickle_writer_integer (writer, n_rest / SIDE);
    }
  bp_pickle_writer_opcodes (writer, "t(");
  if (n_rest > 0)
    {
      bp_pickle_writer_integer (writer, n_rest);
      bp_pickle_writer_integer (writer, n_rest / SIDE);
    }
  bp_pickle_writer_integer (writer, 1);
  bp_pickle_writer_opcodes (writer, "t\x89");
  bp_pickle_writer_global (writer, "collections", "OrderedDict");
  bp_pickle_writer_opcodes (writer, ")RtR");
}

/* (images, labels), as in the processed files of torchvision. */
static char *
write_tensors (BpTestFolder *folder, const char *name, gint32 n_images, gsize n_bytes)
{
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (2);
  Member members[] = {
    { "x/data.pkl", NULL, 0 },       { "x/byteorder", "little", 6 },
    { "x/data/0", images, n_bytes }, { "x/data/1", labels, sizeof labels },
    { "x/version", "3\n", 2 },
  };

  bp_pickle_writer_opcodes (writer, "(");
  write_tensor (writer, "ByteStorage", "0", N_BEFORE * N_PIXELS, n_images, N_PIXELS);
  write_tensor (writer, "LongStorage", "1", 0, N_IMAGES, 0);
  bp_pickle_writer_opcodes (writer, "t.");
  members[0].bytes = writer->bytes->data;
  members[0].length = writer->bytes->len;
  return write_zip (folder, name, members, G_N_ELEMENTS (members));
}

static void
assert_samples (const BpDataset *dataset, BpSplit split, gsize first, gsize count)
{
  BpSamples samples = bp_dataset_get_samples (dataset, split);

  g_assert_cmpuint (samples.count, ==, count);
  g_assert_cmpmem (samples.images, count * N_PIXELS, images + (N_BEFORE + first) * N_PIXELS,
                   count * N_PIXELS);
  for (gsize i = 0; i < count; i++)
    g_assert_cmpuint (samples.labels[i], ==, labels[(first + i) * sizeof (gint64)]);
}

/* The training file with the test file beside it; either can be named. */
static void
test_pair (void)
{
  static const char *const names[] = { "training.pt", "test.pt" };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (write_tensors (folder, names[i], N_IMAGES, sizeof images));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder->path, names[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (BpDataset) dataset = bp_dataset_load (path, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (bp_dataset_get_width (dataset), ==, SIDE);
      assert_samples (dataset, BP_SPLIT_TRAIN, 0, N_IMAGES - N_HELD_OUT);
      assert_samples (dataset, BP_SPLIT_HELD_OUT, N_IMAGES - N_HELD_OUT, N_HELD_OUT);
      assert_samples (dataset, BP_SPLIT_TEST, 0, N_IMAGES);
    }
}

static void
assert_refused (const char *path, BpError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_dataset_load (path, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, BP_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
}

/* Fewer labels than images, fewer bytes than numbers, and a call of another function. */
static void
test_refused (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *few_labels = write_tensors (folder, "a.pt", N_IMAGES - 1, sizeof images);
  g_autofree char *few_bytes = write_tensors (folder, "b.pt", N_IMAGES, sizeof images / 2);
  g_autofree char *call = NULL;
  static const char system[] = "\x80\x02"
                               "cos\nsystem\n(U\x04trueRtR.";
  Member member = { "x/data.pkl", system, sizeof system - 1 };

  assert_refused (few_labels, BP_ERROR_MISMATCH, "59 images, but 60 labels");
  assert_refused (few_bytes, BP_ERROR_DAMAGED, "x/data/0");
  call = write_zip (folder, "c.pt", &member, 1);
  assert_refused (call, BP_ERROR_UNSUPPORTED, "system");
}

BP_TEST_FILE (dataset_torch)
{
  fill_samples ();
  g_test_add_func ("/dataset-torch/pair", test_pair);
  g_test_add_func ("/dataset-torch/refused", test_refused);
}
