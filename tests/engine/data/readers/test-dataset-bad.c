/* SPDX-License-Identifier: MIT */

/* Files that are not a data set, or a damaged one. Each is refused with a message that tells what
 * was found. */
#include "dataset-load.h"
#include "dataset-refusal.h"
#include "error.h"
#include "pickle-writer.h"
#include "test-file.h"
#include "test-files.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  const char *name;
  const char *bytes;
  gsize length;
  BpError code;
  const char *message;
} BadFile;

#define BYTES(bytes) bytes, sizeof (bytes) - 1

static void
assert_writer_refused (BpPickleWriter *writer, BpError code, const char *message)
{
  bp_assert_data_refused ("data.bin", writer->bytes->data, writer->bytes->len, code, message);
}

static const BadFile other_files[] = {
  { "empty", BYTES (""), BP_ERROR_UNRECOGNISED,
    "it is empty: it was not downloaded or copied whole" },
  { "html", BYTES ("\n<!DOCTYPE html>\n<html lang=\"en\"><head><title>mnist.pkl.gz</title>"),
    BP_ERROR_UNRECOGNISED,
    "it is a web page (HTML): download the file that the page is about, not the page" },
  { "lfs",
    BYTES ("version https://git-lfs.example/spec/v1\n"
           "oid sha256:0c66b22fbfd977a01005ad5c02363406bc02a29cc2bc8e3c99e0f2aa2550a9ed\n"
           "size 16168813\n"),
    BP_ERROR_UNRECOGNISED,
    "it is a Git LFS pointer, which only names the file that was meant: fetch that with “git lfs "
    "pull”, or download it from the repository's page" },
  { "text", BYTES ("Dear reader,\nthis is not a data set.\n"), BP_ERROR_UNRECOGNISED,
    "it is a text file: choose a file of images with labels, such as mnist.pkl.gz" },
  { "json", BYTES ("{\"message\": \"not found\"}"), BP_ERROR_UNRECOGNISED,
    "it is JSON text: choose a file of images with labels, such as mnist.pkl.gz" },
  { "png", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), BP_ERROR_UNRECOGNISED,
    "it is a picture: choose a file of images with labels, such as mnist.pkl.gz" },
  { "zip", BYTES ("PK\x03\x04\x14\0\0\0\x08\0readme.txt"), BP_ERROR_DAMAGED,
    "it is an archive that is damaged or cut off (Truncated ZIP file header): download or copy it "
    "again" },
  { "bzip2", BYTES ("BZh91AY&SY"), BP_ERROR_UNRECOGNISED,
    "it is packed with bzip2, xz, 7-Zip or Zstandard: unpack it first" },
  { "safetensors", BYTES ("\x40\0\0\0\0\0\0\0{\"0.weight\":{}}"), BP_ERROR_UNRECOGNISED,
    "it is a file of tensors (safetensors): choose a file of images with labels instead of a "
    "network" },
  { "torch", BYTES ("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."),
    BP_ERROR_UNRECOGNISED,
    "it is a pickle, as torch.save writes it: it is older than PyTorch 1.6, so load it with "
    "torch.load() and save it again with torch.save()" },
  { "noise", BYTES ("\x03\xff\x17\xee\x00\x91\x42\x07"), BP_ERROR_UNRECOGNISED,
    "it is of an unknown kind: choose a file of images with labels, such as "
    "mnist.pkl.gz" },
  { "start-of-gzip", BYTES ("\x1f\x8b"), BP_ERROR_DAMAGED,
    "its compressed data is cut off after 2 bytes: it was not downloaded or copied whole" },
  { "gzip-without-content", BYTES ("\x1f\x8b\x08\0\0\0\0\0\0\x03"), BP_ERROR_DAMAGED,
    "its compressed data is cut off after 10 bytes: it was not downloaded or copied whole" },
  { "gzip-of-another-method", BYTES ("\x1f\x8b\x09\0\0\0\0\0\0\x03"), BP_ERROR_DAMAGED,
    "its compressed data is damaged (unknown compression method): download or copy it again" },
};

static const BadFile pickle_files[] = {
  { "system-0", BYTES ("cos\nsystem\n(S'touch /tmp/backprop-was-here'\ntR."), BP_ERROR_UNSUPPORTED,
    "its pickle asks for “os.system” at byte 0, which no images and labels need; nothing of it was "
    "run" },
  { "system-2",
    BYTES ("\x80\x02"
           "cposix\nsystem\nU\x04trueR."),
    BP_ERROR_UNSUPPORTED,
    "its pickle asks for “posix.system” at byte 2, which no images and labels need; nothing of it "
    "was run" },
  { "system-4", BYTES ("\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04true\x85R."),
    BP_ERROR_UNSUPPORTED,
    "its pickle asks for “os.system” at byte 14, which no images and labels need; nothing of it "
    "was "
    "run" },
  { "eval",
    BYTES ("\x80\x03"
           "cbuiltins\neval\nX\x01\0\0\0"
           "1\x85R."),
    BP_ERROR_UNSUPPORTED,
    "its pickle asks for “builtins.eval” at byte 2, which no images and labels need; nothing of it "
    "was run" },
  { "codecs",
    BYTES ("\x80\x02"
           "c_codecs\ndecode\n."),
    BP_ERROR_UNSUPPORTED,
    "its pickle asks for “_codecs.decode” at byte 2, which no images and labels need; nothing of "
    "it "
    "was run" },
  { "strange-name",
    BYTES ("\x80\x02"
           "cos\x1b[2J\n\xff\n."),
    BP_ERROR_UNSUPPORTED,
    "its pickle asks for “os�[2J.�” at byte 2, which no images and labels need; nothing of "
    "it was run" },
  { "inst", BYTES ("(S'true'\nios\nsystem\n."), BP_ERROR_UNSUPPORTED,
    "its pickle has the opcode INST at byte 9, which no images and labels need; nothing of it was "
    "run" },
  { "newobj",
    BYTES ("\x80\x02"
           "cnumpy\nndarray\n)\x81."),
    BP_ERROR_DAMAGED,
    "its pickle is damaged: by byte 18 it has an object of a class that is neither a dictionary "
    "nor an array" },
  { "out-of-band", BYTES ("\x80\x05\x97."), BP_ERROR_UNSUPPORTED,
    "its pickle has the opcode NEXT_BUFFER at byte 2, which no images and labels need; nothing of "
    "it was run" },
  { "no-opcode", BYTES ("\x80\x04]\xff."), BP_ERROR_DAMAGED,
    "its pickle is damaged: there is no opcode 0xff, which is at byte 3" },
  { "protocol-6", BYTES ("\x80\x06N."), BP_ERROR_UNSUPPORTED,
    "it is a pickle of protocol 6, but 0 to 5 are supported: save it with protocol=5" },
  { "nothing", BYTES ("\x80\x04N."), BP_ERROR_UNSUPPORTED,
    "it holds no arrays of numbers, so neither images nor labels" },
  { "stop-alone", BYTES ("\x80\x04."), BP_ERROR_DAMAGED,
    "its pickle is damaged: a value is missing at byte 2" },
  { "cut-off", BYTES ("\x80\x04]\x94("), BP_ERROR_DAMAGED,
    "its data is cut off after 5 bytes: it was not downloaded or copied whole" },
  { "mark-as-value", BYTES ("\x80\x04(\x85."), BP_ERROR_DAMAGED,
    "its pickle is damaged: a value is missing at byte 3" },
  { "no-mark", BYTES ("\x80\x04Nt."), BP_ERROR_DAMAGED,
    "its pickle is damaged: a mark is missing at byte 3" },
  { "append-to-none", BYTES ("\x80\x04NNa."), BP_ERROR_DAMAGED,
    "its pickle is damaged: a value is added to something that is not its container at byte 4" },
  { "append-to-dict", BYTES ("\x80\x04}(Ne."), BP_ERROR_DAMAGED,
    "its pickle is damaged: a value is added to something that is not its container at byte 5" },
  { "odd-dict", BYTES ("\x80\x04(NNNd."), BP_ERROR_DAMAGED,
    "its pickle is damaged: a key has no value at byte 6" },
  { "not-in-memo", BYTES ("\x80\x04h\x07."), BP_ERROR_DAMAGED,
    "its pickle is damaged: an index has no value in the memo at byte 2" },
  { "far-in-memo", BYTES ("\x80\x04Nr\xff\xff\xff\xff."), BP_ERROR_DAMAGED,
    "its pickle is damaged: a value has an impossible index in the memo at byte 3" },
  { "long-integer", BYTES ("\x80\x02\x8a\x09\1\2\3\4\5\6\7\x08\x09."), BP_ERROR_DAMAGED,
    "its pickle is damaged: an integer has more than 64 bits at byte 2" },
  { "bad-integer", BYTES ("(I7 7\nt."), BP_ERROR_DAMAGED,
    "its pickle is damaged: an integer is not a number at byte 1" },
  { "bad-real", BYTES ("(F0.5.5\nt."), BP_ERROR_DAMAGED,
    "its pickle is damaged: a number is invalid at byte 1" },
  { "bad-escape", BYTES ("(S'\\q'\nt."), BP_ERROR_DAMAGED,
    "it has a string with an unknown escape near byte 3" },
  { "no-quotes", BYTES ("(Sabc\nt."), BP_ERROR_DAMAGED,
    "it has a string without quotes near byte 3" },
  { "no-end-quote", BYTES ("(S'abc\nt."), BP_ERROR_DAMAGED,
    "it has a quoted string without its end near byte 3" },
  { "bad-utf8", BYTES ("\x80\x04\x8c\x02\xc3\x28."), BP_ERROR_DAMAGED,
    "it has a text that is not UTF-8 near byte 4" },
  { "long-bytes",
    BYTES ("\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\xff"
           "abc."),
    BP_ERROR_DAMAGED,
    "its pickle is damaged: data is declared to be longer than the file at byte 2" },
  { "negative-length",
    BYTES ("\x80\x02T\xff\xff\xff\xff"
           "abc."),
    BP_ERROR_DAMAGED,
    "its pickle is damaged: data is declared to be longer than the file at byte 2" },
  { "call-of-number", BYTES ("\x80\x02K\x01)R."), BP_ERROR_DAMAGED,
    "its pickle is damaged: by byte 5 it has a call of something that cannot be called" },
  { "call-of-class",
    BYTES ("\x80\x02"
           "cnumpy\nndarray\n)R."),
    BP_ERROR_DAMAGED,
    "its pickle is damaged: by byte 18 it has a call of a name that cannot be called" },
  { "state-of-list", BYTES ("\x80\x02])b."), BP_ERROR_DAMAGED,
    "its pickle is damaged: by byte 4 it has an object with a state that is neither an array nor "
    "its type" },
  { "mixed-list", BYTES ("\x80\x02](K\1K\1K\1K\1K\1K\1K\1K\1K\1K\1K\1K\1K\1K\1K\1K\1K\1e(Ne."),
    BP_ERROR_UNSUPPORTED,
    "it holds a list that begins with numbers and goes on with something else, which no image data "
    "needs" },
  { "second-is-noise", BYTES ("\x80\x02N.\xff\xff"), BP_ERROR_DAMAGED,
    "its pickle is damaged: there is no opcode 0xff, which is at byte 4" },
  { "itself", BYTES ("\x80\x04]\x94h\0a."), BP_ERROR_UNSUPPORTED,
    "it holds no arrays of numbers, so neither images nor labels" },
};

static void
test_file (gconstpointer data)
{
  const BadFile *file = data;
  g_autoptr (GByteArray) packed = bp_test_gzip (file->bytes, file->length);
  gboolean is_packed = g_str_has_prefix (file->bytes, "\x1f\x8b");

  bp_assert_data_refused ("data.bin", file->bytes, file->length, file->code, file->message);
  if (!is_packed && strstr (file->message, "cut off") == NULL &&
      strstr (file->message, "longer than") == NULL)
    bp_assert_data_refused ("data.bin", packed->data, packed->len, file->code, file->message);
}

/* --- Paths that are not files --- */

static void
test_no_file (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *missing = g_build_filename (folder->path, "missing.pkl", NULL);
  g_autofree char *empty_folder = g_build_filename (folder->path, "nothing", NULL);
  g_autofree char *fifo = g_build_filename (folder->path, "fifo", NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_dataset_load (missing, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  expected = g_strdup_printf ("Could not open “%s”: No such file or directory", missing);
  g_assert_cmpstr (error->message, ==, expected);

  g_assert_cmpint (g_mkdir_with_parents (empty_folder, 0700), ==, 0);
  bp_assert_dataset_refused (
      empty_folder, BP_ERROR_UNRECOGNISED,
      "there is no data set in it: neither a file such as mnist.pkl.gz, nor IDX "
      "files such as train-images-idx3-ubyte.gz, nor tables or NumPy arrays, nor a folder of "
      "pictures for each class");

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  bp_assert_dataset_refused (fifo, BP_ERROR_UNRECOGNISED, "it is a pipe or a device, not a file");
  bp_assert_dataset_refused ("/dev/zero", BP_ERROR_UNRECOGNISED,
                             "it is a pipe or a device, not a file");
}

/* --- IDX files whose headers and counts lie --- */

static void
write_idx (BpTestFolder *folder, const char *name, const char *header, gsize length, gsize n_zeros)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = NULL;

  g_byte_array_append (bytes, (const guint8 *) header, (guint) length);
  g_byte_array_set_size (bytes, (guint) (length + n_zeros));
  memset (bytes->data + length, 0, n_zeros);
  path = bp_test_folder_write (folder, name, bytes->data, bytes->len);
}

static void
test_idx (void)
{
  static const struct
  {
    const char *images;
    gsize n_images_header;
    gsize n_pixels;
    const char *labels;
    gsize n_labels_header;
    BpError code;
    const char *message;
  } cases[] = {
    /* One more image than there are bytes for. */
    { BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\0\x04\0\0\0\x04"), 31,
      BYTES ("\0\0\x08\x01\0\0\0\x02\1\2"), BP_ERROR_DAMAGED,
      "its header declares (2, 4, 4) numbers, more than the file can hold: it was not downloaded "
      "or "
      "copied whole" },
    { BYTES ("\0\0\x08\x03\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), 32,
      BYTES ("\0\0\x08\x01\0\0\0\x02\1\2"), BP_ERROR_DAMAGED,
      "its header declares (4294967295, 4294967295, 4294967295) numbers, more than the file can "
      "hold: it was not downloaded or copied whole" },
    { BYTES ("\0\0\x08\x03\0\0\0\0\0\0\0\x04\0\0\0\x04"), 0, BYTES ("\0\0\x08\x01\0\0\0\0"),
      BP_ERROR_UNSUPPORTED, "it is empty: its header declares (0, 4, 4)" },
    { BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\0\x04"), 0, BYTES ("\0\0\x08\x01\0\0\0\x02\1\2"),
      BP_ERROR_DAMAGED,
      "its data is cut off after 12 bytes: it was not downloaded or copied whole" },
    { BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\0\x04\0\0\0\x04"), 33,
      BYTES ("\0\0\x08\x01\0\0\0\x02\1\2"), BP_ERROR_DAMAGED,
      "it has more bytes than its header declares" },
    { BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\0\x04\0\0\0\x04"), 32,
      BYTES ("\0\0\x08\x01\0\0\0\x03\1\2\3"), BP_ERROR_MISMATCH,
      "it has 2 images, but 3 labels for them" },
    { BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\0\x04\0\0\0\x04"), 32,
      BYTES ("\0\0\x08\x01\0\0\0\x02\1\xff"), BP_ERROR_INVALID_VALUE,
      "it has the label 255, but only 2 different labels in all: they cannot be the numbers of "
      "classes" },
    { BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\0\x04\0\0\0\x04"), 32,
      BYTES ("\0\0\x0b\x01\0\0\0\x02\0\1\1\0"), BP_ERROR_INVALID_VALUE,
      "training label 1 is 256, but labels are whole numbers from 0 to 255" },
    { BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\0\x04\0\0\0\x04"), 32,
      BYTES ("\0\0\x09\x01\0\0\0\x02\xff\1"), BP_ERROR_INVALID_VALUE,
      "training label 0 is -1, but labels are whole numbers from 0 to 255" },
    { BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\0\x02\0\0\0\x08"), 32,
      BYTES ("\0\0\x08\x01\0\0\0\x02\1\2"), BP_ERROR_UNSUPPORTED,
      "it holds no grey images with their labels, which are arrays of a shape such as (60000, 784) "
      "or (60000, 28, 28) and (60000,), but train-images-idx3-ubyte "
      "(2, 2, 8), train-labels-idx1-ubyte (2,)" },
    { BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\x10\0\0\0\0\x04"), 32768,
      BYTES ("\0\0\x08\x01\0\0\0\x02\1\2"), BP_ERROR_UNSUPPORTED,
      "it holds no grey images with their labels, which are arrays of a shape such as (60000, 784) "
      "or (60000, 28, 28) and (60000,), but train-images-idx3-ubyte "
      "(2, 4096, 4), train-labels-idx1-ubyte (2,)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
      g_autofree char *path = g_build_filename (folder->path, "train-images-idx3-ubyte", NULL);

      g_test_message ("case %u", i);
      write_idx (folder, "train-images-idx3-ubyte", cases[i].images, cases[i].n_images_header,
                 cases[i].n_pixels);
      write_idx (folder, "train-labels-idx1-ubyte", cases[i].labels, cases[i].n_labels_header, 0);
      bp_assert_dataset_refused (path, cases[i].code, cases[i].message);
    }
}

static void
test_idx_files (void)
{
  static const char labels[] = "\0\0\x08\x01\0\0\0\x02\1\2";
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *images = g_build_filename (folder->path, "train-images-idx3-ubyte", NULL);
  g_autofree char *path = NULL;

  write_idx (folder, "train-images-idx3-ubyte",
             BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\0\x04\0\0\0\x04"), 32);
  bp_assert_dataset_refused (
      images, BP_ERROR_UNSUPPORTED,
      "the file of labels that belongs to “train-images-idx3-ubyte” is not beside "
      "it: put it into the same folder");

  write_idx (folder, "train-labels-idx1-ubyte", BYTES (labels), 1);
  bp_assert_dataset_refused (
      images, BP_ERROR_DAMAGED,
      "in “train-labels-idx1-ubyte” beside it, it has more bytes than its header declares");

  write_idx (folder, "train-labels-idx1-ubyte",
             BYTES ("\0\0\x08\x03\0\0\0\x02\0\0\0\x04\0\0\0\x04"), 32);
  bp_assert_dataset_refused (images, BP_ERROR_UNSUPPORTED,
                             "in “train-labels-idx1-ubyte” beside it, it holds images, not labels");

  write_idx (folder, "train-images-idx3-ubyte", BYTES (labels), 0);
  bp_assert_dataset_refused (images, BP_ERROR_UNSUPPORTED, "it holds labels, not images");

  write_idx (folder, "digits.idx", BYTES (labels), 0);
  path = g_build_filename (folder->path, "digits.idx", NULL);
  bp_assert_dataset_refused (
      path, BP_ERROR_UNSUPPORTED,
      "it is an IDX file, but its name does not tell the file that belongs to it: "
      "name them like train-images-idx3-ubyte and train-labels-idx1-ubyte");
}

/* --- Valid pickles of invalid arrays --- */

#define N_IMAGES 12
#define N_PIXELS 16

typedef struct
{
  const char *name;
  const char *image_shape;
  const char *label_shape;
  const char *label_dtype;
  gsize n_image_numbers;
  gsize n_label_numbers;
  double odd_pixel;
  double odd_label;
  BpError code;
  const char *message;
} BadArrays;

static const BadArrays bad_arrays[] = {
  { "nan", "12,16", "12", "<f4", 192, 12, (double) NAN, 0, BP_ERROR_INVALID_VALUE,
    "pixel 3 of training image 2 is not a finite number" },
  { "infinity", "12,16", "12", "<f4", 192, 12, (double) INFINITY, 0, BP_ERROR_INVALID_VALUE,
    "pixel 3 of training image 2 is not a finite number" },
  { "standardised", "12,16", "12", "<f4", 192, 12, -0.4242, 0, BP_ERROR_INVALID_VALUE,
    "pixel 3 of training image 2 is -0.4242, but pixels run from 0 to 255 or from 0 to 1: save the "
    "images as they were before they were standardised" },
  { "wide", "12,16", "12", "<f4", 192, 12, 65535, 0, BP_ERROR_INVALID_VALUE,
    "pixel 3 of training image 2 is 65535, but pixels run from 0 to 255 or from 0 to 1: save the "
    "images as they were before they were standardised" },
  { "label-nan", "12,16", "12", "<f4", 192, 12, 0, (double) NAN, BP_ERROR_INVALID_VALUE,
    "training label 5 is nan, but labels are whole numbers from 0 to 255" },
  { "label-negative", "12,16", "12", "<f4", 192, 12, 0, -1, BP_ERROR_INVALID_VALUE,
    "training label 5 is -1, but labels are whole numbers from 0 to 255" },
  { "label-large", "12,16", "12", "<f4", 192, 12, 0, 1000, BP_ERROR_INVALID_VALUE,
    "training label 5 is 1000, but labels are whole numbers from 0 to 255" },
  { "label-far", "12,16", "12", "<f4", 192, 12, 0, 200, BP_ERROR_INVALID_VALUE,
    "it has the label 200, but only 3 different labels in all: they cannot be the numbers of "
    "classes" },
  { "label-fraction", "12,16", "12", "<f4", 192, 12, 0, 4.5, BP_ERROR_INVALID_VALUE,
    "its training labels are not whole numbers, so that they cannot be classes" },
  { "counts", "12,16", "11", "<f4", 192, 11, 0, 0, BP_ERROR_MISMATCH,
    "it has 12 images, but 11 labels for them" },
  { "no-labels", "12,16", "3,4", "<f4", 192, 12, 0, 0, BP_ERROR_UNSUPPORTED,
    "it has 12 images of 4 × 4 = 16 pixels, but no label for them: add the class of each image, in "
    "a table as a column called “label”" },
  { "no-square", "8,24", "12", "<f4", 192, 12, 0, 0, BP_ERROR_UNSUPPORTED,
    "it holds no grey images with their labels, which are arrays of a shape such as (60000, 784) "
    "or "
    "(60000, 28, 28) and (60000,), but 0 (8, 24), 1 (12,)" },
  { "colour", "4,4,4,3", "4", "<f4", 192, 4, 0, 0, BP_ERROR_UNSUPPORTED,
    "it holds no grey images with their labels, which are arrays of a shape such as (60000, 784) "
    "or "
    "(60000, 28, 28) and (60000,), but 0 (4, 4, 4, 3), 1 (4,)" },
  { "five-dimensions", "1,12,4,4,1", "12", "<f4", 192, 12, 0, 0, BP_ERROR_UNSUPPORTED,
    "its array “0” has an unsupported type or shape" },
  { "complex", "12,16", "12", "<c8", 192, 6, 0, 0, BP_ERROR_UNSUPPORTED,
    "its array “1” has an unsupported type or shape" },
  { "huge-shape", "2000000000,2000000000,2000000000", "12", "<f4", 192, 12, 0, 0, BP_ERROR_DAMAGED,
    NULL },
  { "negative-shape", "-12,-16", "12", "<f4", 192, 12, 0, 0, BP_ERROR_DAMAGED, NULL },
  { "too-little-data", "12,16", "12", "<f4", 191, 12, 0, 0, BP_ERROR_DAMAGED, NULL },
  { "too-much-data", "12,16", "12", "<f4", 193, 12, 0, 0, BP_ERROR_DAMAGED, NULL },
  { "shape-of-gigabytes", "1000000,784", "12", "<f4", 192, 12, 0, 0, BP_ERROR_DAMAGED, NULL },
};

static void
test_arrays (gconstpointer data)
{
  const BadArrays *bad = data;

  for (guint protocol = 0; protocol <= 5; protocol++)
    {
      g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (protocol);
      float pixels[N_IMAGES * N_PIXELS + 8] = { 0 };
      float labels[N_IMAGES] = { 0 };

      g_test_message ("protocol %u", protocol);
      pixels[2 * N_PIXELS + 3] = (float) bad->odd_pixel;
      pixels[0] = 17;
      labels[1] = 1;
      labels[5] = (float) bad->odd_label;
      bp_pickle_writer_opcodes (writer, "(");
      bp_pickle_writer_array (writer, "<f4", bad->image_shape, FALSE, pixels,
                              bad->n_image_numbers * sizeof (float));
      bp_pickle_writer_array (writer, bad->label_dtype, bad->label_shape, FALSE, labels,
                              bad->n_label_numbers * sizeof (float));
      bp_pickle_writer_opcodes (writer, "t.");

      if (bad->message != NULL)
        assert_writer_refused (writer, bad->code, bad->message);
      else
        {
          g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
          g_autofree char *path =
              bp_test_folder_write (folder, "data", writer->bytes->data, writer->bytes->len);
          g_autoptr (GError) error = NULL;

          g_assert_null (bp_dataset_load (path, NULL, &error));
          g_test_message ("%s", error->message);
          g_assert_error (error, BP_ERROR, (int) bad->code);
        }
    }
}

/* Two arrays that share their data are refused: the first takes the data when it converts them. */
static void
test_shared_data (void)
{
  static const char head[] = "\x80\x04\x8c\x13numpy._core.numeric\x8c\x0b_frombuffer\x93\x94";
  static const char shape[] = "M\x00\x10K\x10\x86\x8c\x01"
                              "CtR";
  static const guint8 pixels[16] = { 9, 8, 7 };
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (4);

  g_byte_array_set_size (writer->bytes, 0);
  bp_pickle_writer_raw (writer, BYTES (head));
  bp_pickle_writer_opcodes (writer, "(");
  bp_pickle_writer_raw (writer, BYTES ("B\x00\x00\x01\x00"));
  for (guint i = 0; i < 4096; i++)
    bp_pickle_writer_raw (writer, pixels, sizeof pixels);
  bp_pickle_writer_opcodes (writer, "\x94");
  bp_pickle_writer_dtype (writer, "|u1");
  bp_pickle_writer_raw (writer, BYTES (shape));
  bp_pickle_writer_raw (writer, BYTES ("h\x00(h\x01"));
  bp_pickle_writer_dtype (writer, "|u1");
  bp_pickle_writer_raw (writer, BYTES (shape));
  bp_pickle_writer_opcodes (writer, "\x86.");
  assert_writer_refused (writer, BP_ERROR_UNSUPPORTED, "it has two arrays that share their data");
}

/* A valid file that is cut at any byte is an error, and no byte after the cut is read.
 */
static void
test_cut_everywhere (void)
{
  for (guint protocol = 0; protocol <= 5; protocol++)
    {
      g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (protocol);
      g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
      guint8 pixels[N_IMAGES * N_PIXELS];
      guint8 labels[N_IMAGES] = { 0, 1, 2, 3, 4 };

      for (guint i = 0; i < sizeof pixels; i++)
        pixels[i] = (guint8) (i * 5);
      bp_pickle_writer_opcodes (writer, "(");
      bp_pickle_writer_array (writer, "|u1", "12,16", FALSE, pixels, sizeof pixels);
      bp_pickle_writer_array (writer, "|u1", "12", FALSE, labels, sizeof labels);
      bp_pickle_writer_opcodes (writer, "t.");

      for (guint length = 1; length < writer->bytes->len; length++)
        {
          g_autofree char *path =
              bp_test_folder_write (folder, "data", writer->bytes->data, length);
          g_autoptr (GError) error = NULL;

          g_assert_null (bp_dataset_load (path, NULL, &error));
          g_assert_true (error->domain == BP_ERROR);
        }
    }
}

static void
add_case (const char *group, const char *name, gconstpointer data, GTestDataFunc function)
{
  g_autofree char *path = g_strdup_printf ("/dataset-bad/%s/%s", group, name);

  g_test_add_data_func (path, data, function);
}

BP_TEST_FILE (dataset_bad)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_files); i++)
    add_case ("other", other_files[i].name, &other_files[i], test_file);
  for (guint i = 0; i < G_N_ELEMENTS (pickle_files); i++)
    add_case ("pickle", pickle_files[i].name, &pickle_files[i], test_file);
  for (guint i = 0; i < G_N_ELEMENTS (bad_arrays); i++)
    add_case ("arrays", bad_arrays[i].name, &bad_arrays[i], test_arrays);
  g_test_add_func ("/dataset-bad/no-file", test_no_file);
  g_test_add_func ("/dataset-bad/idx", test_idx);
  g_test_add_func ("/dataset-bad/idx-files", test_idx_files);
  g_test_add_func ("/dataset-bad/shared-data", test_shared_data);
  g_test_add_func ("/dataset-bad/cut-everywhere", test_cut_everywhere);
}
