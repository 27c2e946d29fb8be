/* SPDX-License-Identifier: MIT */

/* Small files whose declared sizes would need endless time or all memory. */
#include "dataset-load.h"
#include "dataset-refusal.h"
#include "error.h"
#include "pickle-writer.h"
#include "test-file.h"
#include "test-files.h"
#include "test-memory.h"
#include "test-stride.h"

#include <string.h>
#include <unistd.h>

/* The limit on the peak memory of the whole test program, in bytes. */
#define MAX_PEAK_MEMORY 200000000

#define BYTES(bytes) bytes, sizeof (bytes) - 1

static void
assert_writer_refused (BpPickleWriter *writer, BpError code, const char *message)
{
  bp_assert_data_refused ("data.bin", writer->bytes->data, writer->bytes->len, code, message);
}

/* The sanitizers make a program several times slower, so a tenth of a long bomb has to do there. */
#define LONG_BOMB 10000

/* Makes a gzip stream of a start and @megabytes of a repeated pattern, without making the bytes. */
static GByteArray *
make_bomb (const char *start, gsize n_start, const char *pattern, gsize n_pattern, guint megabytes)
{
  gsize n_block = 1000000 / n_pattern * n_pattern;
  g_autofree guint8 *block = g_malloc (n_block);
  g_autoptr (GByteArray) member = NULL;
  GByteArray *bomb = bp_test_gzip (start, n_start);

  if (megabytes == LONG_BOMB && !bp_test_can_measure_memory ())
    megabytes /= 10;
  for (gsize i = 0; i < n_block; i += n_pattern)
    memcpy (block + i, pattern, n_pattern);
  member = bp_test_gzip (block, n_block);
  for (guint i = 0; i < megabytes; i++)
    g_byte_array_append (bomb, member->data, member->len);
  return bomb;
}

typedef struct
{
  const char *name;
  const char *start;
  gsize n_start;
  const char *pattern;
  gsize n_pattern;
  guint megabytes;
  BpError code;
} Bomb;

static const Bomb bombs[] = {
  { "zeros", BYTES ("\0"), BYTES ("\0"), LONG_BOMB, BP_ERROR_UNRECOGNISED },
  { "marks", BYTES ("\x80\x04"), BYTES ("("), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "lists", BYTES ("\x80\x04"), BYTES ("]"), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "nested-lists", BYTES ("\x80\x04"), BYTES ("](("), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "memo", BYTES ("\x80\x04N"), BYTES ("\x94"), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "same-memo", BYTES ("\x80\x04N"), BYTES ("q\0"), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "empty-appends", BYTES ("\x80\x04]"), BYTES ("(e"), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "appends", BYTES ("\x80\x04]"), BYTES ("Na"), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "numbers", BYTES ("\x80\x04]"), BYTES ("K\0a"), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "texts", BYTES ("\x80\x04]"), BYTES ("\x8c\0a"), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "frames", BYTES ("\x80\x04"), BYTES ("\x95\0\0\0\0\0\0\0\0"), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "pickles", BYTES ("\x80\x04N."), BYTES ("\x80\x04N."), LONG_BOMB, BP_ERROR_UNSUPPORTED },
  { "line", BYTES ("(I"), BYTES ("1"), LONG_BOMB, BP_ERROR_DAMAGED },
  { "string", BYTES ("(S'"), BYTES ("a"), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "unicode", BYTES ("(V"), BYTES ("a"), LONG_BOMB, BP_ERROR_TOO_LARGE },
  { "bytes", BYTES ("\x80\x04\x8e\0\0\0\0\x02\0\0\0"), BYTES ("\0"), LONG_BOMB, BP_ERROR_DAMAGED },
  { "bytes-that-fit", BYTES ("\x80\x04\x8e\0\0\0\x28\0\0\0\0"), BYTES ("\0"), LONG_BOMB,
    BP_ERROR_DAMAGED },
  { "small", BYTES ("\x80\x04N"), BYTES ("\x94"), 10, BP_ERROR_TOO_LARGE },
};

static void
test_bomb (gconstpointer data)
{
  const Bomb *bomb = data;
  g_autoptr (GByteArray) bytes =
      make_bomb (bomb->start, bomb->n_start, bomb->pattern, bomb->n_pattern, bomb->megabytes);
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "bomb.pkl.gz", bytes->data, bytes->len);
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_dataset_load (path, NULL, &error));
  g_test_message ("%u bytes: %s", bytes->len, error->message);
  g_assert_error (error, BP_ERROR, (int) bomb->code);
}

/* An IDX header with 10 GB of zeros. */
static void
test_idx_bomb (void)
{
  g_autoptr (GByteArray) bytes =
      make_bomb (BYTES ("\0\0\x08\x03\0\xb7\x1b\0\0\0\0\x1c\0\0\0\x1c"), BYTES ("\0"), LONG_BOMB);
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path =
      bp_test_folder_write (folder, "train-images-idx3-ubyte.gz", bytes->data, bytes->len);
  g_autofree char *labels = bp_test_folder_write (folder, "train-labels-idx1-ubyte.gz",
                                                  BYTES ("\0\0\x08\x01\0\0\0\x02\1\2"));

  bp_assert_dataset_refused (
      path, BP_ERROR_DAMAGED,
      "its header declares (12000000, 28, 28) numbers, more than the file can hold: "
      "it was not downloaded or copied whole");
}

/* Sparse files of the declared length: holes read as zeros. */
static const Bomb holes[] = {
  { "idx", BYTES ("\0\0\x08\x03\0\x16\xe3\x60\0\0\0\x1c\0\0\0\x1c"), BYTES (""), 1176,
    BP_ERROR_DAMAGED },
  { "small-idx", BYTES ("\0\0\x08\x03\0\x01\xd4\xc0\0\0\0\x1c\0\0\0\x1c"), BYTES (""), 95,
    BP_ERROR_TOO_LARGE },
  { "bytes", BYTES ("\x80\x04\x8e\0\0\0\x46\0\0\0\0"), BYTES (""), 1200, BP_ERROR_DAMAGED },
  { "npy",
    BYTES ("\x93NUMPY\1\0B\0{'descr': '|u1', 'fortran_order': False, "
           "'shape': (1500000, 784)}\n"),
    BYTES (""), 1200, BP_ERROR_DAMAGED },
};

static void
test_holes (gconstpointer data)
{
  const Bomb *bomb = data;
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path =
      bp_test_folder_write (folder, "train-images-idx3-ubyte", bomb->start, bomb->n_start);
  g_autofree char *labels = bp_test_folder_write (folder, "train-labels-idx1-ubyte",
                                                  BYTES ("\0\0\x08\x01\0\0\0\x02\1\2"));
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (truncate (path, (off_t) bomb->megabytes * 1000000), ==, 0);
  g_assert_null (bp_dataset_load (path, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, BP_ERROR, (int) bomb->code);
}

/* Nested lists, deeper than any call stack: unterminated, terminated, and of dicts. */
static void
test_depth (void)
{
  static const struct
  {
    const char *opening;
    const char *closing;
    BpError code;
    const char *message;
  } cases[] = {
    { "]", "", BP_ERROR_UNSUPPORTED,
      "it holds no arrays of numbers, so neither images nor labels" },
    { "]", "a", BP_ERROR_UNSUPPORTED,
      "it holds no arrays of numbers, so neither images nor labels" },
    { "(", "l", BP_ERROR_UNSUPPORTED,
      "it holds no arrays of numbers, so neither images nor labels" },
    { "}N", "s", BP_ERROR_UNSUPPORTED,
      "it holds no arrays of numbers, so neither images nor labels" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new ("\x80\x02");

      for (guint k = 0; k < 100000; k++)
        g_string_append (text, cases[i].opening);
      if (*cases[i].closing == 's')
        g_string_append_c (text, 'N');
      for (guint k = 0; k < 100000 - (*cases[i].closing == 'a'); k++)
        g_string_append (text, cases[i].closing);
      g_string_append_c (text, '.');
      bp_assert_data_refused ("data.bin", text->str, text->len, cases[i].code, cases[i].message);
    }
}

/* Ten lists, each of ten times the one before: 10^10 numbers in a few hundred bytes. */
static void
test_memo_bomb (void)
{
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (4);

  bp_pickle_writer_opcodes (writer, "](");
  for (guint i = 0; i < 100; i++)
    bp_pickle_writer_integer (writer, 7);
  bp_pickle_writer_opcodes (writer, "e\x94");
  for (guint8 level = 0; level < 10; level++)
    {
      bp_pickle_writer_opcodes (writer, "](");
      for (guint i = 0; i < 10; i++)
        bp_pickle_writer_raw (writer, (guint8[]){ 'h', level }, 2);
      bp_pickle_writer_opcodes (writer, "e\x94");
    }
  bp_pickle_writer_opcodes (writer, ".");
  assert_writer_refused (writer, BP_ERROR_UNSUPPORTED,
                         "it holds no arrays of numbers, so neither images nor labels");
}

/* The same as rows of an array: 1000 x 1000 x 1000 numbers. */
static void
test_row_bomb (void)
{
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (4);

  for (guint8 level = 0; level < 3; level++)
    {
      bp_pickle_writer_opcodes (writer, "](");
      for (guint i = 0; i < 1000; i++)
        if (level == 0)
          bp_pickle_writer_integer (writer, 7);
        else
          bp_pickle_writer_raw (writer, (guint8[]){ 'h', (guint8) (level - 1) }, 2);
      bp_pickle_writer_opcodes (writer, "e\x94");
    }
  bp_pickle_writer_opcodes (writer, ".");
  assert_writer_refused (writer, BP_ERROR_TOO_LARGE,
                         "its lists have far more numbers than images in a file of its size");
}

/* Must be the last test: no file above needed much memory. */
static void
test_peak_memory (void)
{
  if (bp_test_can_measure_memory ())
    g_assert_cmpuint (bp_test_get_peak_memory (), <, MAX_PEAK_MEMORY);
}

BP_TEST_FILE (dataset_bombs)
{
  for (guint i = 0; i < G_N_ELEMENTS (bombs); i += bp_test_get_stride ())
    {
      g_autofree char *path = g_strdup_printf ("/dataset-bombs/packed/%s", bombs[i].name);

      g_test_add_data_func (path, &bombs[i], test_bomb);
    }
  for (guint i = 0; i < G_N_ELEMENTS (holes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/dataset-bombs/holes/%s", holes[i].name);

      g_test_add_data_func (path, &holes[i], test_holes);
    }
  g_test_add_func ("/dataset-bombs/idx", test_idx_bomb);
  g_test_add_func ("/dataset-bombs/depth", test_depth);
  g_test_add_func ("/dataset-bombs/memo", test_memo_bomb);
  g_test_add_func ("/dataset-bombs/rows", test_row_bomb);
  g_test_add_func ("/dataset-bombs/peak-memory", test_peak_memory);
}
