/* SPDX-License-Identifier: MIT */
#include "byte-stream.h"
#include "error.h"
#include "test-file.h"
#include "test-files.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Several times the window, without a period that fits it. */
#define LENGTH 500001

typedef struct
{
  BpTestFolder *folder;
  guint8 *bytes;
  GByteArray *packed;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->folder = bp_test_folder_new ();
  fixture->bytes = g_malloc (LENGTH);
  for (guint i = 0; i < LENGTH; i++)
    fixture->bytes[i] = (guint8) (i * 11 + i / 1000);
  fixture->packed = bp_test_gzip (fixture->bytes, LENGTH);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_test_folder_free (fixture->folder);
  g_free (fixture->bytes);
  g_byte_array_unref (fixture->packed);
}

static BpByteStream *
open_bytes (Fixture *fixture, gconstpointer bytes, gsize length)
{
  g_autofree char *path = bp_test_folder_write (fixture->folder, "file", bytes, length);
  g_autoptr (GError) error = NULL;
  BpByteStream *stream = bp_byte_stream_open (path, NULL, &error);

  g_assert_no_error (error);
  return stream;
}

/* Reads to the end in pieces of all sizes with all functions. */
static void
assert_content (Fixture *fixture, BpByteStream *stream)
{
  g_autoptr (GError) error = NULL;
  gsize offset = 0;

  for (gsize step = 1; offset < LENGTH; step = step * 3 % 30011)
    {
      gsize n_next = MIN (step, LENGTH - offset);
      g_autofree guint8 *copy = g_malloc (n_next);

      if (step % 4 == 0)
        g_assert_true (bp_byte_stream_skip (stream, n_next, &error));
      else if (step % 4 == 1 && n_next <= BP_BYTE_STREAM_MAX_PIECE)
        {
          const guint8 *bytes = bp_byte_stream_take (stream, n_next, &error);

          g_assert_no_error (error);
          g_assert_cmpmem (bytes, n_next, fixture->bytes + offset, n_next);
        }
      else
        {
          g_assert_true (bp_byte_stream_read (stream, copy, n_next, &error));
          g_assert_cmpmem (copy, n_next, fixture->bytes + offset, n_next);
        }
      g_assert_no_error (error);
      offset += n_next;
      g_assert_cmpuint (bp_byte_stream_get_offset (stream), ==, offset);
    }
}

static void
assert_at_end (BpByteStream *stream)
{
  g_autoptr (GError) error = NULL;
  const guint8 *bytes;
  gsize length;

  g_assert_true (bp_byte_stream_peek (stream, 1, &bytes, &length, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (length, ==, 0);
}

static void
test_plain (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpByteStream) stream = open_bytes (fixture, fixture->bytes, LENGTH);

  g_assert_false (bp_byte_stream_is_packed (stream));
  g_assert_cmpuint (bp_byte_stream_get_remaining (stream), ==, LENGTH);
  assert_content (fixture, stream);
  g_assert_cmpuint (bp_byte_stream_get_remaining (stream), ==, 0);
  assert_at_end (stream);
}

static void
test_packed (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpByteStream) stream =
      open_bytes (fixture, fixture->packed->data, fixture->packed->len);

  g_assert_true (bp_byte_stream_is_packed (stream));
  g_assert_cmpuint (bp_byte_stream_get_remaining (stream), >=, LENGTH);
  assert_content (fixture, stream);
  assert_at_end (stream);
}

static void
test_rewind (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint is_packed = 0; is_packed < 2; is_packed++)
    {
      g_autoptr (BpByteStream) stream =
          is_packed ? open_bytes (fixture, fixture->packed->data, fixture->packed->len)
                    : open_bytes (fixture, fixture->bytes, LENGTH);
      g_autoptr (GError) error = NULL;

      g_assert_true (bp_byte_stream_skip (stream, 123456, &error));
      g_assert_true (bp_byte_stream_rewind (stream, &error));
      g_assert_cmpuint (bp_byte_stream_get_offset (stream), ==, 0);
      assert_content (fixture, stream);
      g_assert_true (bp_byte_stream_rewind (stream, &error));
      assert_content (fixture, stream);
      assert_at_end (stream);
    }
}

/* Concatenated gzip streams are one stream; trailing zeros, as on tapes, are ignored. */
static void
test_members (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GByteArray) members = g_byte_array_new ();
  g_autoptr (GByteArray) nothing = bp_test_gzip ("", 0);
  gsize start = 0;

  for (gsize step = 1; start < LENGTH; step *= 7)
    {
      gsize n_next = MIN (step, LENGTH - start);
      g_autoptr (GByteArray) member = bp_test_gzip (fixture->bytes + start, n_next);

      g_byte_array_append (members, member->data, member->len);
      g_byte_array_append (members, nothing->data, nothing->len);
      start += n_next;
    }
  g_byte_array_append (members, (const guint8 *) "\0\0\0\0\0", 5);

  g_autoptr (BpByteStream) stream = open_bytes (fixture, members->data, members->len);

  assert_content (fixture, stream);
  assert_at_end (stream);
}

/* Reads to the end; returns whether that succeeded. */
static gboolean
read_all (BpByteStream *stream, GError **error)
{
  const guint8 *bytes;
  gsize length;

  do
    {
      if (!bp_byte_stream_peek (stream, 1, &bytes, &length, error))
        return FALSE;
      bp_byte_stream_consume (stream, length);
    }
  while (length > 0);
  return TRUE;
}

/* A cut at any byte is an error, also within the checksum at the end. */
static void
test_cut_off (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint length = 3; length < fixture->packed->len; length += 1 + length / 9)
    {
      g_autofree char *path =
          bp_test_folder_write (fixture->folder, "cut", fixture->packed->data, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (BpByteStream) stream = bp_byte_stream_open (path, NULL, &error);
      g_autofree char *expected = g_strdup_printf (
          "its compressed data is cut off after %u bytes: it was not downloaded or "
          "copied whole",
          length);

      g_assert_no_error (error);
      g_assert_false (read_all (stream, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
      g_assert_cmpstr (error->message, ==, expected);
    }
}

/* A flipped bit in the data or in the checksum is an error when it is reached. */
static void
test_damaged (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  guint offsets[] = { fixture->packed->len / 2, fixture->packed->len - 6,
                      fixture->packed->len - 2 };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_autoptr (BpByteStream) stream = NULL;
      g_autoptr (GError) error = NULL;

      fixture->packed->data[offsets[i]] ^= 4;
      stream = open_bytes (fixture, fixture->packed->data, fixture->packed->len);
      fixture->packed->data[offsets[i]] ^= 4;
      g_assert_false (read_all (stream, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
      g_assert_true (g_str_has_prefix (error->message, "its compressed data is damaged ("));
      g_clear_error (&error);

      /* The bytes before the damage can be read again. */
      g_assert_true (bp_byte_stream_rewind (stream, &error));
      g_assert_true (bp_byte_stream_skip (stream, 1000, &error));
      g_assert_no_error (error);
    }
}

static void
test_ends_early (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  guint8 buffer[8];

  for (guint way = 0; way < 3; way++)
    {
      g_autoptr (BpByteStream) stream = open_bytes (fixture, "abcde", 5);
      g_autoptr (GError) error = NULL;

      if (way == 0)
        g_assert_null (bp_byte_stream_take (stream, 6, &error));
      else if (way == 1)
        g_assert_false (bp_byte_stream_read (stream, buffer, 6, &error));
      else
        g_assert_false (bp_byte_stream_skip (stream, 6, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
      g_assert_cmpstr (error->message, ==,
                       "its data is cut off after 5 bytes: it was not downloaded or copied whole");
    }
}

/* 65 MB of zeros in 65 kB are accepted, 1.3 GB in 1.3 MB are refused. */
static void
test_bomb (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const guint counts[] = { 1, 20 };
  g_autofree guint8 *zeros = g_malloc0 (65 << 20);
  g_autoptr (GByteArray) member = bp_test_gzip (zeros, 65 << 20);
  g_autoptr (GByteArray) members = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (BpByteStream) stream = NULL;
      g_autoptr (GError) error = NULL;

      g_byte_array_set_size (members, 0);
      for (guint k = 0; k < counts[i]; k++)
        g_byte_array_append (members, member->data, member->len);
      stream = open_bytes (fixture, members->data, members->len);
      g_assert_cmpuint (bp_byte_stream_get_memory_budget (stream), <, 200000000);

      if (counts[i] == 1)
        {
          g_assert_true (read_all (stream, &error));
          g_assert_no_error (error);
          continue;
        }
      g_assert_false (read_all (stream, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
      g_assert_cmpuint (bp_byte_stream_get_offset (stream), <, 400000000);
    }
}

/* The memory for the content of a file is limited to 1 GiB, whatever the size of the file. */
static void
test_budget_of_a_large_file (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = bp_test_folder_write (fixture->folder, "large", "large", 5);
  int fd = g_open (path, O_WRONLY, 0);
  g_autoptr (BpByteStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  /* Holes do not count. */
  for (gsize n_written = 0; n_written < 110000000; n_written += LENGTH)
    g_assert_cmpint (write (fd, fixture->bytes, LENGTH), ==, LENGTH);
  close (fd);
  stream = bp_byte_stream_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bp_byte_stream_get_memory_budget (stream), ==, 1U << 30);
}

static void
test_no_file (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *missing = g_build_filename (fixture->folder->path, "missing", NULL);
  g_autofree char *fifo = g_build_filename (fixture->folder->path, "fifo", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_byte_stream_open (missing, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  g_assert_null (bp_byte_stream_open (fixture->folder->path, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
  g_assert_cmpstr (error->message, ==, "it is a folder, not a file");
  g_clear_error (&error);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_null (bp_byte_stream_open (fifo, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
  g_assert_cmpstr (error->message, ==, "it is a pipe or a device, not a file");
}

static void
test_progress (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = bp_test_folder_write (fixture->folder, "file", fixture->bytes, LENGTH);
  g_autoptr (GError) error = NULL;
  BpProgress progress = { 0 };
  g_autoptr (BpByteStream) stream = bp_byte_stream_open (path, &progress, &error);

  bp_byte_stream_set_progress_range (stream, LENGTH, 4 * LENGTH);
  g_assert_true (bp_byte_stream_skip (stream, LENGTH, &error));
  g_assert_cmpfloat (bp_progress_get_fraction (&progress), ==, 0.5);

  g_assert_true (bp_byte_stream_rewind (stream, &error));
  bp_progress_cancel (&progress);
  g_assert_false (bp_byte_stream_skip (stream, LENGTH, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (byte_stream)
{
  ADD ("/byte-stream/plain", test_plain);
  ADD ("/byte-stream/packed", test_packed);
  ADD ("/byte-stream/rewind", test_rewind);
  ADD ("/byte-stream/members", test_members);
  ADD ("/byte-stream/cut-off", test_cut_off);
  ADD ("/byte-stream/damaged", test_damaged);
  ADD ("/byte-stream/ends-early", test_ends_early);
  ADD ("/byte-stream/bomb", test_bomb);
  ADD ("/byte-stream/budget-of-a-large-file", test_budget_of_a_large_file);
  ADD ("/byte-stream/no-file", test_no_file);
  ADD ("/byte-stream/progress", test_progress);
}
