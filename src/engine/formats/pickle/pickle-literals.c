/* SPDX-License-Identifier: MIT */

/* Reads the arguments of opcodes, and implements the opcodes that push numbers, strings and bytes.
 */
#include "pickle-machine.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Strings and bytes up to this length are pushed unchanged. */
#define MAX_TEXT 512

/**
 * bp_pickle_machine_take_unsigned:
 * @self: the machine
 * @size: its size, 1 to 8 bytes
 * @number: (out): the number
 * @error: return location for the error
 *
 * Takes a little-endian number from the stream.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_take_unsigned (BpPickleMachine *self, guint size, guint64 *number, GError **error)
{
  const guint8 *bytes = bp_byte_stream_take (self->stream, size, error);

  if (bytes == NULL)
    return FALSE;
  *number = 0;
  for (guint i = 0; i < size; i++)
    *number |= (guint64) bytes[i] << (8 * i);
  return TRUE;
}

static gboolean
take_signed (BpPickleMachine *self, guint size, gint64 *number, GError **error)
{
  guint64 bits = 0;

  if (size > 0 && !bp_pickle_machine_take_unsigned (self, size, &bits, error))
    return FALSE;

  guint n_unused = 64 - 8 * size;

  *number = size > 0 ? (gint64) (bits << n_unused) >> n_unused : 0;
  return TRUE;
}

/**
 * bp_pickle_machine_take_line:
 * @self: the machine
 * @line: (out caller-allocates) (array fixed-size=%BP_PICKLE_MAX_LINE): the line without its end
 * @error: return location for the error
 *
 * Takes a line from the stream.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_take_line (BpPickleMachine *self, char *line, GError **error)
{
  const guint8 *bytes;
  gsize n_available;
  gsize wanted = 1;

  for (;;)
    {
      if (!bp_byte_stream_peek (self->stream, wanted, &bytes, &n_available, error))
        return FALSE;

      const guint8 *end = memchr (bytes, '\n', MIN (n_available, BP_PICKLE_MAX_LINE));

      if (end != NULL)
        {
          gsize length = (gsize) (end - bytes);

          memcpy (line, bytes, length);
          bp_byte_stream_consume (self->stream, length + 1);
          if (length > 0 && line[length - 1] == '\r')
            length--;
          line[length] = '\0';
          return TRUE;
        }
      if (n_available >= BP_PICKLE_MAX_LINE)
        return bp_pickle_machine_set_damaged_error (self, _ ("a line has no end"), error);
      if (n_available < wanted)
        return bp_byte_stream_take (self->stream, wanted, error) != NULL;
      wanted = n_available + 1;
    }
}

/**
 * bp_pickle_machine_take_index_line:
 * @self: the machine
 * @index: (out): the index
 * @error: return location for the error
 *
 * Takes a line that is an index of the memo.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_take_index_line (BpPickleMachine *self, guint64 *index, GError **error)
{
  char line[BP_PICKLE_MAX_LINE];

  if (!bp_pickle_machine_take_line (self, line, error))
    return FALSE;
  return g_ascii_string_to_unsigned (line, 10, 0, G_MAXUINT32, index, NULL) ||
         bp_pickle_machine_set_damaged_error (self, _ ("an index is not a number"), error);
}

/**
 * bp_pickle_machine_push_integer_line:
 * @self: the machine
 * @error: return location for the error
 *
 * INT and LONG: booleans are "00" and "01", long integers end in "L".
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push_integer_line (BpPickleMachine *self, GError **error)
{
  char line[BP_PICKLE_MAX_LINE];
  gint64 integer;

  if (!bp_pickle_machine_take_line (self, line, error))
    return FALSE;

  gsize length = strlen (line);

  if (length > 0 && line[length - 1] == 'L')
    line[length - 1] = '\0';
  if (!g_ascii_string_to_signed (line, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return bp_pickle_machine_set_damaged_error (self, _ ("an integer is not a number"), error);
  return bp_pickle_machine_push_integer (self, integer, error);
}

/**
 * bp_pickle_machine_push_real_line:
 * @self: the machine
 * @error: return location for the error
 *
 * FLOAT.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push_real_line (BpPickleMachine *self, GError **error)
{
  char line[BP_PICKLE_MAX_LINE];
  char *end;

  if (!bp_pickle_machine_take_line (self, line, error))
    return FALSE;

  double real = g_ascii_strtod (line, &end);

  if (end == line || *end != '\0')
    return bp_pickle_machine_set_damaged_error (self, _ ("a number is invalid"), error);
  return bp_pickle_machine_push (self, (BpPickleValue){ .type = BP_PICKLE_REAL, .real = real },
                                 error);
}

/**
 * bp_pickle_machine_push_binary_real:
 * @self: the machine
 * @error: return location for the error
 *
 * BINFLOAT.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push_binary_real (BpPickleMachine *self, GError **error)
{
  static const BpNumberType type = { BP_NUMBER_FLOAT, 8, TRUE };
  BpPickleValue value = { .type = BP_PICKLE_REAL };
  const guint8 *bytes = bp_byte_stream_take (self->stream, type.size, error);

  if (bytes == NULL)
    return FALSE;
  bp_number_type_decode (&type, bytes, 1, &value.real);
  return bp_pickle_machine_push (self, value, error);
}

/**
 * bp_pickle_machine_push_binary_integer:
 * @self: the machine
 * @size: its size in bytes
 * @error: return location for the error
 *
 * BININT1 and BININT2.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push_binary_integer (BpPickleMachine *self, guint size, GError **error)
{
  guint64 integer;

  return bp_pickle_machine_take_unsigned (self, size, &integer, error) &&
         bp_pickle_machine_push_integer (self, (gint64) integer, error);
}

/**
 * bp_pickle_machine_push_signed_integer:
 * @self: the machine
 * @size: its size, 0 to 8 bytes
 * @error: return location for the error
 *
 * BININT, and LONG1 after its size.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push_signed_integer (BpPickleMachine *self, guint size, GError **error)
{
  gint64 integer;

  return take_signed (self, size, &integer, error) &&
         bp_pickle_machine_push_integer (self, integer, error);
}

/**
 * bp_pickle_machine_push_long:
 * @self: the machine
 * @error: return location for the error
 *
 * LONG1.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push_long (BpPickleMachine *self, GError **error)
{
  guint64 size;

  if (!bp_pickle_machine_take_unsigned (self, 1, &size, error))
    return FALSE;
  if (size > 8)
    return bp_pickle_machine_set_damaged_error (self, _ ("an integer has more than 64 bits"),
                                                error);
  return bp_pickle_machine_push_signed_integer (self, (guint) size, error);
}

/* Converts the next bytes, which are @count numbers, to levels. Their declared length is checked
 * before the allocation. */
static gboolean
convert_payload (BpPickleMachine *self,
                 BpPicklePayload *payload,
                 gsize count,
                 const guint8 *first_bytes,
                 gsize n_first_bytes,
                 GError **error)
{
  gboolean is_raw = payload->encoding == BP_PAYLOAD_RAW;
  guint64 n_available = is_raw ? payload->encoded_length
                               : n_first_bytes + bp_byte_stream_get_remaining (self->stream);
  guint size = payload->type.size;

  if (count > n_available / size || (is_raw && count * size != payload->encoded_length))
    return bp_pickle_machine_set_damaged_error (self,
                                                _ ("an array has another size than its shape"),
                                                error);

  payload->is_converted = TRUE;
  return bp_pickle_heap_reserve_levels (self->heap, &payload->levels, count, error) &&
         bp_payload_reader_convert (&self->reader, first_bytes, n_first_bytes, &payload->type,
                                    count, &payload->levels, error);
}

/* Pushes a payload, for bytes that are too many for the stack; @first_bytes have been read. */
static gboolean
push_payload (BpPickleMachine *self,
              const BpPicklePayload *payload,
              const guint8 *first_bytes,
              gsize n_first_bytes,
              GError **error)
{
  BpPickleValue value;
  gsize count;
  gboolean is_done;

  if (!bp_pickle_new_object (self->heap, BP_PICKLE_PAYLOAD, &value, error))
    return FALSE;
  *value.payload = *payload;

  if (bp_pickle_find_expected_numbers (self->stack, self->n_stack, &value.payload->type, &count))
    is_done = convert_payload (self, value.payload, count, first_bytes, n_first_bytes, error);
  else
    is_done = bp_payload_reader_skip (&self->reader, error);

  return is_done && bp_pickle_machine_push (self, value, error);
}

/**
 * bp_pickle_machine_push_bytes:
 * @self: the machine
 * @encoding: of the bytes
 * @encoded_length: in bytes, for the encodings that declare it, else 0
 * @error: return location for the error
 *
 * Pushes a string or bytes, which are treated alike. Short ones are pushed unchanged. Long ones are
 * the data of an array: they are converted to levels at once where the stack describes them, and
 * are else skipped, to be read in a second pass.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push_bytes (BpPickleMachine *self,
                              BpPayloadEncoding encoding,
                              guint64 encoded_length,
                              GError **error)
{
  BpPicklePayload payload = {
    .encoding = encoding,
    .offset = bp_byte_stream_get_offset (self->stream),
    .encoded_length = encoded_length,
  };
  BpPickleValue value;
  guint8 text[MAX_TEXT + BP_PAYLOAD_PIECE];
  gsize n_text = 0;

  if (encoded_length > bp_byte_stream_get_remaining (self->stream))
    return bp_pickle_machine_set_damaged_error (self,
                                                _ ("data is declared to be longer than the file"),
                                                error);

  bp_payload_reader_init (&self->reader, self->stream, encoding, encoded_length);
  while (encoded_length <= MAX_TEXT && n_text <= MAX_TEXT && !self->reader.is_done)
    {
      const guint8 *bytes;
      gsize length;

      if (!bp_payload_reader_next (&self->reader, &bytes, &length, error))
        return FALSE;
      memcpy (text + n_text, bytes, length);
      n_text += length;
    }

  if (!self->reader.is_done)
    return push_payload (self, &payload, text, n_text, error);
  return bp_pickle_new_text (self->heap, text, n_text, &value, error) &&
         bp_pickle_machine_push (self, value, error);
}

/**
 * bp_pickle_machine_push_counted_bytes:
 * @self: the machine
 * @encoding: of the bytes
 * @size_of_length: of the length before the bytes, in bytes
 * @error: return location for the error
 *
 * Like bp_pickle_machine_push_bytes(), with the length before the bytes.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_pickle_machine_push_counted_bytes (BpPickleMachine *self,
                                      BpPayloadEncoding encoding,
                                      guint size_of_length,
                                      GError **error)
{
  guint64 length;

  return bp_pickle_machine_take_unsigned (self, size_of_length, &length, error) &&
         bp_pickle_machine_push_bytes (self, encoding, length, error);
}
