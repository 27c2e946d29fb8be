/* SPDX-License-Identifier: MIT */
#include "pickle-writer.h"

#include <string.h>

/**
 * bp_pickle_writer_new:
 * @protocol: 0 to 5
 *
 * Returns: (transfer full): a writer that has written the beginning of a pickle of @protocol
 */
BpPickleWriter *
bp_pickle_writer_new (guint protocol)
{
  BpPickleWriter *writer = g_new0 (BpPickleWriter, 1);

  writer->bytes = g_byte_array_new ();
  writer->protocol = protocol;
  if (protocol >= 2)
    {
      guint8 start[] = { 0x80, (guint8) protocol };

      bp_pickle_writer_raw (writer, start, sizeof start);
    }
  return writer;
}

/**
 * bp_pickle_writer_free:
 * @writer: (transfer full): a writer
 */
void
bp_pickle_writer_free (BpPickleWriter *writer)
{
  g_byte_array_unref (writer->bytes);
  g_free (writer);
}

/**
 * bp_pickle_writer_raw:
 * @writer: a writer
 * @bytes: (array length=length): anything
 * @length: of @bytes
 */
void
bp_pickle_writer_raw (BpPickleWriter *writer, gconstpointer bytes, gsize length)
{
  g_byte_array_append (writer->bytes, bytes, (guint) length);
}

/**
 * bp_pickle_writer_opcodes:
 * @writer: a writer
 * @opcodes: opcodes without arguments, such as "(" (MARK), "t" (TUPLE), "l" (LIST), "d" (DICT),
 *   "N" (NONE), "R" (REDUCE), "b" (BUILD) and "." (STOP), which all protocols share
 */
void
bp_pickle_writer_opcodes (BpPickleWriter *writer, const char *opcodes)
{
  bp_pickle_writer_raw (writer, opcodes, strlen (opcodes));
}

static void write_format (BpPickleWriter *writer, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
write_format (BpPickleWriter *writer, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  bp_pickle_writer_opcodes (writer, text);
}

static void
write_length (BpPickleWriter *writer, guint8 opcode, guint64 length, guint size)
{
  guint8 bytes[9] = { opcode };

  for (guint i = 0; i < size; i++)
    bytes[1 + i] = (guint8) (length >> (8 * i));
  bp_pickle_writer_raw (writer, bytes, 1 + size);
}

/**
 * bp_pickle_writer_integer:
 * @writer: a writer
 * @integer: a number
 */
void
bp_pickle_writer_integer (BpPickleWriter *writer, gint32 integer)
{
  if (writer->protocol == 0)
    write_format (writer, "I%d\n", integer);
  else if (integer >= 0 && integer < 256)
    write_length (writer, 'K', (guint64) integer, 1);
  else if (integer >= 0 && integer < 65536)
    write_length (writer, 'M', (guint64) integer, 2);
  else
    write_length (writer, 'J', (guint32) integer, 4);
}

/**
 * bp_pickle_writer_real:
 * @writer: a writer
 * @real: a number
 */
void
bp_pickle_writer_real (BpPickleWriter *writer, double real)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  guint64 bits;

  if (writer->protocol == 0)
    {
      write_format (writer, "F%s\n", g_ascii_dtostr (buffer, sizeof buffer, real));
      return;
    }
  memcpy (&bits, &real, sizeof bits);
  bits = GUINT64_TO_BE (bits);
  bp_pickle_writer_opcodes (writer, "G");
  bp_pickle_writer_raw (writer, &bits, sizeof bits);
}

/* A Python 2 string literal. */
static void
write_quoted (BpPickleWriter *writer, const guint8 *bytes, gsize length)
{
  bp_pickle_writer_opcodes (writer, "S'");
  for (gsize i = 0; i < length; i++)
    {
      if (bytes[i] == '\n')
        bp_pickle_writer_opcodes (writer, "\\n");
      else if (bytes[i] == '\t')
        bp_pickle_writer_opcodes (writer, "\\t");
      else if (bytes[i] == '\r')
        bp_pickle_writer_opcodes (writer, "\\r");
      else if (bytes[i] == '\\' || bytes[i] == '\'')
        write_format (writer, "\\%c", bytes[i]);
      else if (bytes[i] < 0x20 || bytes[i] >= 0x7f)
        write_format (writer, "\\x%02x", bytes[i]);
      else
        bp_pickle_writer_raw (writer, bytes + i, 1);
    }
  bp_pickle_writer_opcodes (writer, "'\n");
}

/**
 * bp_pickle_writer_text:
 * @writer: a writer
 * @text: an ASCII text of less than 256 characters
 */
void
bp_pickle_writer_text (BpPickleWriter *writer, const char *text)
{
  gsize length = strlen (text);

  if (writer->protocol == 0)
    {
      write_quoted (writer, (const guint8 *) text, length);
      return;
    }
  if (writer->protocol < 3)
    write_length (writer, 'U', length, 1);
  else if (writer->protocol == 3)
    write_length (writer, 'X', length, 4);
  else
    write_length (writer, 0x8c, length, 1);
  bp_pickle_writer_raw (writer, text, length);
}

/**
 * bp_pickle_writer_global:
 * @writer: a writer
 * @module: a module's name
 * @name: a name in it
 */
void
bp_pickle_writer_global (BpPickleWriter *writer, const char *module, const char *name)
{
  if (writer->protocol < 4)
    {
      write_format (writer, "c%s\n%s\n", module, name);
      return;
    }
  bp_pickle_writer_text (writer, module);
  bp_pickle_writer_text (writer, name);
  bp_pickle_writer_opcodes (writer, "\x93");
}

/**
 * bp_pickle_writer_bytes:
 * @writer: a writer
 * @bytes: (array length=length): the data of an array
 * @length: of @bytes
 */
void
bp_pickle_writer_bytes (BpPickleWriter *writer, const guint8 *bytes, gsize length)
{
  if (writer->protocol == 0)
    {
      write_quoted (writer, bytes, length);
      return;
    }
  if (writer->protocol < 3)
    write_length (writer, 'T', length, 4);
  else if (writer->protocol == 5)
    write_length (writer, 0x96, length, 8);
  else
    write_length (writer, 'B', length, 4);
  bp_pickle_writer_raw (writer, bytes, length);
}

static void
write_boolean (BpPickleWriter *writer, gboolean value)
{
  if (writer->protocol < 2)
    write_format (writer, "I0%d\n", value);
  else
    bp_pickle_writer_opcodes (writer, value ? "\x88" : "\x89");
}

/**
 * bp_pickle_writer_dtype:
 * @writer: a writer
 * @dtype: a type with its byte order, as in "<f4"
 */
void
bp_pickle_writer_dtype (BpPickleWriter *writer, const char *dtype)
{
  char order[] = { dtype[0], '\0' };

  bp_pickle_writer_global (writer, "numpy", "dtype");
  bp_pickle_writer_opcodes (writer, "(");
  bp_pickle_writer_text (writer, dtype + 1);
  write_boolean (writer, FALSE);
  write_boolean (writer, TRUE);
  bp_pickle_writer_opcodes (writer, "tR(");
  bp_pickle_writer_integer (writer, 3);
  bp_pickle_writer_text (writer, order);
  bp_pickle_writer_opcodes (writer, "NNN");
  bp_pickle_writer_integer (writer, -1);
  bp_pickle_writer_integer (writer, -1);
  bp_pickle_writer_integer (writer, 0);
  bp_pickle_writer_opcodes (writer, "tb");
}

static void
write_shape (BpPickleWriter *writer, const char *shape)
{
  g_auto (GStrv) dims = g_strsplit (shape, ",", -1);

  bp_pickle_writer_opcodes (writer, "(");
  for (guint i = 0; dims[i] != NULL; i++)
    if (*dims[i] != '\0')
      bp_pickle_writer_integer (writer, (gint32) g_ascii_strtoll (dims[i], NULL, 10));
  bp_pickle_writer_opcodes (writer, "t");
}

/**
 * bp_pickle_writer_array:
 * @writer: a writer
 * @dtype: the type of its numbers with their byte order, as in "<f4" or "|u1"
 * @shape: its dimensions, as in "200,28,28"
 * @is_fortran: whether the first dimension varies fastest
 * @data: (array length=size): the bytes of its numbers
 * @size: of @data
 */
void
bp_pickle_writer_array (BpPickleWriter *writer,
                        const char *dtype,
                        const char *shape,
                        gboolean is_fortran,
                        gconstpointer data,
                        gsize size)
{
  if (writer->protocol == 5)
    {
      bp_pickle_writer_global (writer, "numpy._core.numeric", "_frombuffer");
      bp_pickle_writer_opcodes (writer, "(");
      bp_pickle_writer_bytes (writer, data, size);
      bp_pickle_writer_dtype (writer, dtype);
      write_shape (writer, shape);
      bp_pickle_writer_text (writer, is_fortran ? "F" : "C");
      bp_pickle_writer_opcodes (writer, "tR");
      return;
    }

  bp_pickle_writer_global (writer, "numpy.core.multiarray", "_reconstruct");
  bp_pickle_writer_opcodes (writer, "(");
  bp_pickle_writer_global (writer, "numpy", "ndarray");
  write_shape (writer, "0");
  bp_pickle_writer_bytes (writer, (const guint8 *) "b", 1);
  bp_pickle_writer_opcodes (writer, "tR(");
  bp_pickle_writer_integer (writer, 1);
  write_shape (writer, shape);
  bp_pickle_writer_dtype (writer, dtype);
  write_boolean (writer, is_fortran);
  bp_pickle_writer_bytes (writer, data, size);
  bp_pickle_writer_opcodes (writer, "tb");
}
