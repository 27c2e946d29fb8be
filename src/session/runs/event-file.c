/* SPDX-License-Identifier: MIT */
/*
 * Event files of TensorBoard: records of TFRecord, each of which is a protocol buffer "Event".
 *
 *   record   length (8 bytes), masked CRC-32C of the length (4), the event, its masked CRC (4);
 *            numbers have their least significant byte first
 *   Event    1: wall_time (double), 2: step (int64), 3: file_version (string), 5: summary
 *   Summary  1: value, repeated
 *   Value    1: tag (string), 2: simple_value (float)
 *
 * The first event only has the version. (tensorflow/core/util/event.proto and
 * core/framework/summary.proto; core/lib/io/record_writer.cc.) Each message has only a few bytes,
 * so that they are encoded here without a library.
 *
 * Thread rule: one thread at a time uses a file.
 */
#include "event-file.h"

#include "atomic-file.h"
#include "crc32c.h"
#include "float-bits.h"

#include <string.h>

#define FILE_VERSION "brain.Event:2"

/* The constant that record_writer.cc adds to a rotated CRC, so that a CRC of bytes with CRCs in
 * them is not a special case. */
#define CRC_MASK 0xA282EAD8U

/* The bytes of one write. */
#define CHUNK_LENGTH (64 * 1024)

/* The wire types of protocol buffers: the encoding of the value after a field's number. */
#define WIRE_VARINT  0
#define WIRE_64_BITS 1
#define WIRE_BYTES   2
#define WIRE_32_BITS 5

struct _BpEventFile
{
  BpAtomicFile *file;
  GString *pending;
};

static void
append_varint (GString *bytes, guint64 value)
{
  for (; value >= 0x80; value >>= 7)
    g_string_append_c (bytes, (char) (value | 0x80));
  g_string_append_c (bytes, (char) value);
}

static void
append_key (GString *bytes, guint field, guint wire_type)
{
  append_varint (bytes, field << 3 | wire_type);
}

static void
append_bytes (GString *bytes, guint field, const char *content, gsize length)
{
  append_key (bytes, field, WIRE_BYTES);
  append_varint (bytes, length);
  g_string_append_len (bytes, content, (gssize) length);
}

static void
append_fixed_32 (GString *bytes, guint32 value)
{
  value = GUINT32_TO_LE (value);
  g_string_append_len (bytes, (const char *) &value, sizeof value);
}

static void
append_fixed_64 (GString *bytes, guint64 value)
{
  value = GUINT64_TO_LE (value);
  g_string_append_len (bytes, (const char *) &value, sizeof value);
}

static void
append_wall_time (GString *bytes, double wall_time)
{
  guint64 bits;

  memcpy (&bits, &wall_time, sizeof bits);
  append_key (bytes, 1, WIRE_64_BITS);
  append_fixed_64 (bytes, bits);
}

static guint32
mask_crc (const char *bytes, gsize length)
{
  guint32 crc = bp_crc32c (bytes, length);

  return ((crc >> 15) | (crc << 17)) + CRC_MASK;
}

static gboolean
flush (BpEventFile *self, GError **error)
{
  if (!bp_atomic_file_write (self->file, self->pending->str, self->pending->len, error))
    return FALSE;
  g_string_truncate (self->pending, 0);
  return TRUE;
}

static gboolean
add_record (BpEventFile *self, const GString *event, GError **error)
{
  gsize begin = self->pending->len;

  append_fixed_64 (self->pending, event->len);
  append_fixed_32 (self->pending, mask_crc (self->pending->str + begin, sizeof (guint64)));
  g_string_append_len (self->pending, event->str, (gssize) event->len);
  append_fixed_32 (self->pending, mask_crc (event->str, event->len));
  return self->pending->len < CHUNK_LENGTH || flush (self, error);
}

/**
 * bp_event_file_new:
 * @path: (type filename): the file; TensorBoard reads those with "tfevents" in their name
 * @wall_time: of the beginning, in seconds since 1970
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: (transfer full): the file, without scalars, or %NULL with @error set
 */
BpEventFile *
bp_event_file_new (const char *path, double wall_time, GError **error)
{
  BpAtomicFile *file = bp_atomic_file_new (path, error);
  g_autoptr (GString) event = g_string_new (NULL);
  BpEventFile *self;

  if (file == NULL)
    return NULL;

  self = g_new (BpEventFile, 1);
  *self = (BpEventFile){ .file = file, .pending = g_string_new (NULL) };
  append_wall_time (event, wall_time);
  append_bytes (event, 3, FILE_VERSION, strlen (FILE_VERSION));
  (void) add_record (self, event, NULL); /* too short to be written at once */
  return self;
}

/**
 * bp_event_file_free:
 * @file: (transfer full): the file, which is discarded unless it was committed
 */
void
bp_event_file_free (BpEventFile *file)
{
  bp_atomic_file_free (file->file);
  g_string_free (file->pending, TRUE);
  g_free (file);
}

/**
 * bp_event_file_add_scalar:
 * @file: the file
 * @tag: the name of the curve, as in "loss/train"
 * @step: the step on its axis
 * @wall_time: in seconds since 1970
 * @value: the value
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: whether it was added
 */
gboolean
bp_event_file_add_scalar (BpEventFile *file,
                          const char *tag,
                          gint64 step,
                          double wall_time,
                          float value,
                          GError **error)
{
  g_autoptr (GString) scalar = g_string_new (NULL);
  g_autoptr (GString) summary = g_string_new (NULL);
  g_autoptr (GString) event = g_string_new (NULL);

  append_bytes (scalar, 1, tag, strlen (tag));
  append_key (scalar, 2, WIRE_32_BITS);
  append_fixed_32 (scalar, bp_float_to_bits (value));
  append_bytes (summary, 1, scalar->str, scalar->len);

  append_wall_time (event, wall_time);
  append_key (event, 2, WIRE_VARINT);
  append_varint (event, (guint64) step);
  append_bytes (event, 5, summary->str, summary->len);
  return add_record (file, event, error);
}

/**
 * bp_event_file_commit:
 * @file: the file, with all its scalars
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: whether the file was written
 */
gboolean
bp_event_file_commit (BpEventFile *file, GError **error)
{
  return flush (file, error) && bp_atomic_file_commit (file->file, error);
}
