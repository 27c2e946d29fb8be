/* SPDX-License-Identifier: MIT */

/* A pickle is a program for a small stack machine, and Python runs it: it can call anything. The
 * machine here runs the same program and can call nothing: a name is looked up in a list of nine,
 * what NumPy would do for these is done by pickle-numpy.c, and any other name or opcode ends it.
 * What it builds is bounded by the heap's budget, how long it runs by MAX_OPCODES, and nothing in
 * it recurses. The bytes of arrays never come onto the stack; see read_bytes().
 *
 * The opcodes are those of Python's pickletools.py, which documents each.
 */
#include "engine/pickle.h"

#include "engine/error.h"
#include "engine/pickle-numpy.h"

#include <string.h>

/* 60,000 images as lists of numbers in protocol 0 take two opcodes a pixel, 110 million. */
#define MAX_OPCODES (G_GUINT64_CONSTANT (1) << 27)

/* Lines that are numbers, names or indices. */
#define MAX_LINE 512

/* Strings and bytes up to this length stay on the stack as they are. */
#define MAX_TEXT 512

/* How far an index of the memo may be ahead of what is in it. Python counts up from 0 or 1. */
#define MAX_MEMO_GAP 1024

enum
{
  OP_MARK = '(',
  OP_STOP = '.',
  OP_FLOAT = 'F',
  OP_BINFLOAT = 'G',
  OP_INT = 'I',
  OP_BININT = 'J',
  OP_BININT1 = 'K',
  OP_LONG = 'L',
  OP_BININT2 = 'M',
  OP_NONE = 'N',
  OP_REDUCE = 'R',
  OP_STRING = 'S',
  OP_BINSTRING = 'T',
  OP_SHORT_BINSTRING = 'U',
  OP_UNICODE = 'V',
  OP_BINUNICODE = 'X',
  OP_APPEND = 'a',
  OP_BUILD = 'b',
  OP_GLOBAL = 'c',
  OP_DICT = 'd',
  OP_EMPTY_DICT = '}',
  OP_APPENDS = 'e',
  OP_GET = 'g',
  OP_BINGET = 'h',
  OP_LONG_BINGET = 'j',
  OP_LIST = 'l',
  OP_EMPTY_LIST = ']',
  OP_PUT = 'p',
  OP_BINPUT = 'q',
  OP_LONG_BINPUT = 'r',
  OP_SETITEM = 's',
  OP_TUPLE = 't',
  OP_EMPTY_TUPLE = ')',
  OP_SETITEMS = 'u',
  OP_BINBYTES = 'B',
  OP_SHORT_BINBYTES = 'C',
  OP_PROTO = 0x80,
  OP_TUPLE1 = 0x85,
  OP_TUPLE2 = 0x86,
  OP_TUPLE3 = 0x87,
  OP_NEWTRUE = 0x88,
  OP_NEWFALSE = 0x89,
  OP_LONG1 = 0x8a,
  OP_SHORT_BINUNICODE = 0x8c,
  OP_BINUNICODE8 = 0x8d,
  OP_BINBYTES8 = 0x8e,
  OP_STACK_GLOBAL = 0x93,
  OP_MEMOIZE = 0x94,
  OP_FRAME = 0x95,
  OP_BYTEARRAY8 = 0x96,
};

#define HIGHEST_PROTOCOL 5

typedef struct
{
  BpInflate *inflate;        /* borrowed */
  BpPickleHeap *heap;        /* borrowed */
  BpPickleDeferred deferred; /* over all pickles of the file */
  guint64 n_opcodes;         /* likewise */
  guint64 opcode_offset;
  gsize n_stack;
  gsize stack_capacity;
  gsize n_memo; /* one over the highest index in use */
  gsize memo_capacity;
  BpPayloadReader reader;

  /* owned */
  BpPickleValue *stack;
  BpPickleValue *memo; /* BP_PICKLE_MARK where there is nothing */
} Machine;

static void
machine_clear (Machine *self)
{
  g_clear_pointer (&self->stack, g_free);
  g_clear_pointer (&self->memo, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Machine, machine_clear)

static gboolean
set_damaged_error (const Machine *self, const char *what, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               "its pickle is damaged: %s at byte %" G_GUINT64_FORMAT, what, self->opcode_offset);
  return FALSE;
}

/* --- The stack and the memo --- */

static gboolean
push (Machine *self, BpPickleValue value, GError **error)
{
  if (self->n_stack == self->stack_capacity)
    {
      gpointer buffer = self->stack;

      if (!bp_pickle_heap_grow (self->heap, &buffer, &self->stack_capacity, self->n_stack + 64,
                                sizeof (BpPickleValue), error))
        return FALSE;
      self->stack = buffer;
    }
  self->stack[self->n_stack++] = value;
  return TRUE;
}

static gboolean
push_integer (Machine *self, gint64 integer, GError **error)
{
  return push (self, (BpPickleValue){ .type = BP_PICKLE_INTEGER, .integer = integer }, error);
}

/* Checks that the @count topmost values are there and are values. */
static gboolean
require (const Machine *self, gsize count, GError **error)
{
  if (self->n_stack < count)
    return set_damaged_error (self, "a value is missing", error);
  for (gsize i = self->n_stack - count; i < self->n_stack; i++)
    if (self->stack[i].type == BP_PICKLE_MARK)
      return set_damaged_error (self, "a value is missing", error);
  return TRUE;
}

/* Finds the topmost mark; the values above it are its. */
static gboolean
find_mark (const Machine *self, gsize *mark, GError **error)
{
  for (gsize i = self->n_stack; i > 0; i--)
    if (self->stack[i - 1].type == BP_PICKLE_MARK)
      {
        *mark = i - 1;
        return TRUE;
      }
  return set_damaged_error (self, "a mark is missing", error);
}

static gboolean
put (Machine *self, guint64 index, GError **error)
{
  if (!require (self, 1, error))
    return FALSE;
  if (index > self->n_memo + MAX_MEMO_GAP)
    return set_damaged_error (self, "a value is to be kept in an impossible place", error);

  gpointer buffer = self->memo;

  if (!bp_pickle_heap_grow (self->heap, &buffer, &self->memo_capacity, (gsize) index + 1,
                            sizeof (BpPickleValue), error))
    return FALSE;
  self->memo = buffer;
  while (self->n_memo <= index)
    self->memo[self->n_memo++].type = BP_PICKLE_MARK;
  self->memo[index] = self->stack[self->n_stack - 1];
  return TRUE;
}

static gboolean
get (Machine *self, guint64 index, GError **error)
{
  if (index >= self->n_memo || self->memo[index].type == BP_PICKLE_MARK)
    return set_damaged_error (self, "a value is fetched that was not kept", error);
  return push (self, self->memo[index], error);
}

/* --- Arguments in the stream --- */

static gboolean
take_unsigned (Machine *self, guint size, guint64 *number, GError **error)
{
  const guint8 *bytes = bp_inflate_take (self->inflate, size, error);

  if (bytes == NULL)
    return FALSE;
  *number = 0;
  for (guint i = 0; i < size; i++)
    *number |= (guint64) bytes[i] << (8 * i);
  return TRUE;
}

static gboolean
take_signed (Machine *self, guint size, gint64 *number, GError **error)
{
  guint64 bits = 0;

  if (size > 0 && !take_unsigned (self, size, &bits, error))
    return FALSE;

  guint n_unused = 64 - 8 * size;

  *number = size > 0 ? (gint64) (bits << n_unused) >> n_unused : 0;
  return TRUE;
}

/* Takes a line without its end; @line has room for MAX_LINE bytes. */
static gboolean
take_line (Machine *self, char *line, GError **error)
{
  const guint8 *bytes;
  gsize n_available;
  gsize wanted = 1;

  for (;;)
    {
      if (!bp_inflate_peek (self->inflate, wanted, &bytes, &n_available, error))
        return FALSE;

      const guint8 *end = memchr (bytes, '\n', MIN (n_available, MAX_LINE));

      if (end != NULL)
        {
          gsize length = (gsize) (end - bytes);

          memcpy (line, bytes, length);
          bp_inflate_consume (self->inflate, length + 1);
          if (length > 0 && line[length - 1] == '\r')
            length--;
          line[length] = '\0';
          return TRUE;
        }
      if (n_available >= MAX_LINE)
        return set_damaged_error (self, "a line does not end", error);
      if (n_available < wanted)
        return bp_inflate_take (self->inflate, wanted, error) != NULL;
      wanted = n_available + 1;
    }
}

static gboolean
take_index_line (Machine *self, guint64 *index, GError **error)
{
  char line[MAX_LINE];

  if (!take_line (self, line, error))
    return FALSE;
  return g_ascii_string_to_unsigned (line, 10, 0, G_MAXUINT32, index, NULL) ||
         set_damaged_error (self, "an index is not a number", error);
}

/* --- Numbers --- */

/* INT and LONG: booleans are "00" and "01", long integers end in "L". */
static gboolean
push_integer_line (Machine *self, GError **error)
{
  char line[MAX_LINE];
  gint64 integer;

  if (!take_line (self, line, error))
    return FALSE;

  gsize length = strlen (line);

  if (length > 0 && line[length - 1] == 'L')
    line[length - 1] = '\0';
  if (!g_ascii_string_to_signed (line, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return set_damaged_error (self, "an integer is not a number", error);
  return push_integer (self, integer, error);
}

static gboolean
push_real_line (Machine *self, GError **error)
{
  char line[MAX_LINE];
  char *end;

  if (!take_line (self, line, error))
    return FALSE;

  double real = g_ascii_strtod (line, &end);

  if (end == line || *end != '\0')
    return set_damaged_error (self, "a number is none", error);
  return push (self, (BpPickleValue){ .type = BP_PICKLE_REAL, .real = real }, error);
}

static gboolean
push_binary_real (Machine *self, GError **error)
{
  static const BpNumberType type = { BP_NUMBER_FLOAT, 8, TRUE };
  BpPickleValue value = { .type = BP_PICKLE_REAL };
  const guint8 *bytes = bp_inflate_take (self->inflate, type.size, error);

  if (bytes == NULL)
    return FALSE;
  bp_number_type_decode (&type, bytes, 1, &value.real);
  return push (self, value, error);
}

static gboolean
push_binary_integer (Machine *self, guint size, GError **error)
{
  guint64 integer;

  return take_unsigned (self, size, &integer, error) &&
         push_integer (self, (gint64) integer, error);
}

static gboolean
push_signed_integer (Machine *self, guint size, GError **error)
{
  gint64 integer;

  return take_signed (self, size, &integer, error) && push_integer (self, integer, error);
}

static gboolean
push_long (Machine *self, GError **error)
{
  guint64 size;

  if (!take_unsigned (self, 1, &size, error))
    return FALSE;
  if (size > 8)
    return set_damaged_error (self, "an integer has more than 64 bits", error);
  return push_signed_integer (self, (guint) size, error);
}

/* --- Strings and bytes --- */

/* Strings and bytes are the same here. Short ones come onto the stack. Long ones are the data of an
 * array: they become levels at once where the stack says what they are, and else are passed over,
 * to be read again when that is known. */
static gboolean
push_payload (Machine *self,
              const BpPicklePayload *payload,
              const guint8 *first_bytes,
              gsize n_first_bytes,
              GError **error)
{
  BpPickleValue value;
  gsize count;

  if (!bp_pickle_new_object (self->heap, BP_PICKLE_PAYLOAD, &value, error))
    return FALSE;
  *value.payload = *payload;

  if (bp_pickle_find_expected_numbers (self->stack, self->n_stack, &value.payload->type, &count))
    {
      value.payload->is_converted = TRUE;
      if (!bp_pickle_heap_reserve_levels (self->heap, &value.payload->levels, count, error) ||
          !bp_payload_reader_convert (&self->reader, first_bytes, n_first_bytes,
                                      &value.payload->type, count, &value.payload->levels, error))
        return FALSE;
    }
  else if (!bp_payload_reader_skip (&self->reader, error))
    return FALSE;

  return push (self, value, error);
}

static gboolean
push_bytes (Machine *self, BpPayloadEncoding encoding, guint64 encoded_length, GError **error)
{
  BpPicklePayload payload = {
    .encoding = encoding,
    .offset = bp_inflate_get_offset (self->inflate),
    .encoded_length = encoded_length,
  };
  BpPickleValue value;
  guint8 text[MAX_TEXT + BP_PAYLOAD_PIECE];
  gsize n_text = 0;

  if (encoded_length > bp_inflate_get_remaining (self->inflate))
    return set_damaged_error (self, "data is declared to be longer than the file", error);

  bp_payload_reader_init (&self->reader, self->inflate, encoding, encoded_length);
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
  return bp_pickle_new_text (self->heap, text, n_text, &value, error) && push (self, value, error);
}

static gboolean
push_counted_bytes (Machine *self, BpPayloadEncoding encoding, guint size_of_length, GError **error)
{
  guint64 length;

  return take_unsigned (self, size_of_length, &length, error) &&
         push_bytes (self, encoding, length, error);
}

/* --- Containers --- */

static gboolean
push_empty (Machine *self, BpPickleType type, GError **error)
{
  BpPickleValue value;

  return bp_pickle_new_object (self->heap, type, &value, error) && push (self, value, error);
}

/* Replaces what is on the stack from @first on by a container of the values after @n_dropped. */
static gboolean
fold (Machine *self, BpPickleType type, gsize first, gsize n_dropped, GError **error)
{
  BpPickleValue value;
  gsize n_items = self->n_stack - first - n_dropped;

  if (type == BP_PICKLE_DICT && n_items % 2 != 0)
    return set_damaged_error (self, "a key has no value", error);
  if (!bp_pickle_new_object (self->heap, type, &value, error) ||
      !bp_pickle_sequence_append (self->heap, value.sequence, self->stack + first + n_dropped,
                                  n_items, type != BP_PICKLE_DICT, error))
    return FALSE;
  self->n_stack = first;
  return push (self, value, error);
}

static gboolean
fold_to_mark (Machine *self, BpPickleType type, GError **error)
{
  gsize mark;

  return find_mark (self, &mark, error) && fold (self, type, mark, 1, error);
}

static gboolean
fold_tuple (Machine *self, gsize n_items, GError **error)
{
  return require (self, n_items, error) &&
         fold (self, BP_PICKLE_TUPLE, self->n_stack - n_items, 0, error);
}

/* Appends the values from @first on to the container below them, or below the mark below them. */
static gboolean
append (Machine *self, BpPickleType type, gsize first, gsize n_marks, GError **error)
{
  gsize n_items = self->n_stack - first;
  gsize below = first - n_marks;

  if (below == 0 || self->stack[below - 1].type != type)
    return set_damaged_error (self, "something is added to what is no container for it", error);
  if (type == BP_PICKLE_DICT && n_items % 2 != 0)
    return set_damaged_error (self, "a key has no value", error);
  if (!bp_pickle_sequence_append (self->heap, self->stack[below - 1].sequence, self->stack + first,
                                  n_items, type == BP_PICKLE_LIST, error))
    return FALSE;
  self->n_stack = below;
  return TRUE;
}

static gboolean
append_to_mark (Machine *self, BpPickleType type, GError **error)
{
  gsize mark;

  return find_mark (self, &mark, error) && append (self, type, mark + 1, 1, error);
}

static gboolean
append_top (Machine *self, BpPickleType type, gsize n_items, GError **error)
{
  return require (self, n_items, error) && append (self, type, self->n_stack - n_items, 0, error);
}

/* --- Names and what is done with them --- */

static gboolean
push_global (Machine *self, const char *module, const char *name, GError **error)
{
  BpPickleValue value = { .type = BP_PICKLE_GLOBAL };

  if (bp_pickle_global_find (module, name, &value.global))
    return push (self, value, error);

  g_autofree char *full_name = g_strdup_printf ("%.60s.%.60s", module, name);
  g_autofree char *readable = g_strescape (full_name, NULL);

  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
               "its pickle asks for “%s” at byte %" G_GUINT64_FORMAT
               ", which no images and labels need; nothing of it was run",
               readable, self->opcode_offset);
  return FALSE;
}

static gboolean
push_global_lines (Machine *self, GError **error)
{
  char module[MAX_LINE];
  char name[MAX_LINE];

  return take_line (self, module, error) && take_line (self, name, error) &&
         push_global (self, module, name, error);
}

static gboolean
push_stack_global (Machine *self, GError **error)
{
  if (!require (self, 2, error))
    return FALSE;

  const BpPickleValue *top = self->stack + self->n_stack;

  if (top[-2].type != BP_PICKLE_TEXT || top[-1].type != BP_PICKLE_TEXT)
    return set_damaged_error (self, "a name is no text", error);
  self->n_stack -= 2;
  return push_global (self, top[-2].text->bytes, top[-1].text->bytes, error);
}

/* What pickle-numpy.c finds wrong does not know where in the file it is. */
static gboolean
prefix_offset (const Machine *self, GError **error)
{
  if (error != NULL && *error != NULL && (*error)->code == BP_ERROR_DAMAGED)
    g_prefix_error (error, "its pickle is damaged: by byte %" G_GUINT64_FORMAT " ",
                    self->opcode_offset);
  return FALSE;
}

static gboolean
reduce (Machine *self, GError **error)
{
  BpPickleValue result;

  if (!require (self, 2, error))
    return FALSE;

  const BpPickleValue *top = self->stack + self->n_stack;

  if (!bp_pickle_reduce (self->heap, &self->deferred, &top[-2], &top[-1], &result, error))
    return prefix_offset (self, error);
  self->n_stack -= 2;
  return push (self, result, error);
}

static gboolean
build (Machine *self, GError **error)
{
  if (!require (self, 2, error))
    return FALSE;

  const BpPickleValue *top = self->stack + self->n_stack;

  if (!bp_pickle_build (self->heap, &self->deferred, &top[-2], &top[-1], error))
    return prefix_offset (self, error);
  self->n_stack--;
  return TRUE;
}

/* --- The machine --- */

static gboolean
check_protocol (Machine *self, GError **error)
{
  guint64 protocol;

  if (!take_unsigned (self, 1, &protocol, error))
    return FALSE;
  if (protocol <= HIGHEST_PROTOCOL)
    return TRUE;

  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
               "it is a pickle of protocol %" G_GUINT64_FORMAT
               "; what is read here is 0 to %d: save it with protocol=%d",
               protocol, HIGHEST_PROTOCOL, HIGHEST_PROTOCOL);
  return FALSE;
}

static gboolean
set_opcode_error (const Machine *self, guint8 opcode, GError **error)
{
  static const struct
  {
    guint8 opcode;
    const char *name;
  } names[] = {
    { '0', "POP" },        { '1', "POP_MARK" },     { '2', "DUP" },
    { 'P', "PERSID" },     { 'Q', "BINPERSID" },    { 'i', "INST" },
    { 'o', "OBJ" },        { 0x81, "NEWOBJ" },      { 0x82, "EXT1" },
    { 0x83, "EXT2" },      { 0x84, "EXT4" },        { 0x8b, "LONG4" },
    { 0x8f, "EMPTY_SET" }, { 0x90, "ADDITEMS" },    { 0x91, "FROZENSET" },
    { 0x92, "NEWOBJ_EX" }, { 0x97, "NEXT_BUFFER" }, { 0x98, "READONLY_BUFFER" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].opcode == opcode)
      {
        g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                     "its pickle has the opcode %s at byte %" G_GUINT64_FORMAT
                     ", which no images and labels need; nothing of it was run",
                     names[i].name, self->opcode_offset);
        return FALSE;
      }

  g_set_error (
      error, BP_ERROR, BP_ERROR_DAMAGED,
      "its pickle is damaged: there is no opcode 0x%02x, which is at byte %" G_GUINT64_FORMAT,
      opcode, self->opcode_offset);
  return FALSE;
}

static gboolean
run_memo_opcode (Machine *self, guint8 opcode, GError **error)
{
  guint64 index = self->n_memo;

  switch (opcode)
    {
    case OP_PUT:
      return take_index_line (self, &index, error) && put (self, index, error);
    case OP_BINPUT:
      return take_unsigned (self, 1, &index, error) && put (self, index, error);
    case OP_LONG_BINPUT:
      return take_unsigned (self, 4, &index, error) && put (self, index, error);
    case OP_MEMOIZE:
      return put (self, index, error);
    case OP_GET:
      return take_index_line (self, &index, error) && get (self, index, error);
    case OP_BINGET:
      return take_unsigned (self, 1, &index, error) && get (self, index, error);
    case OP_LONG_BINGET:
    default:
      return take_unsigned (self, 4, &index, error) && get (self, index, error);
    }
}

static gboolean
run_opcode (Machine *self, guint8 opcode, GError **error)
{
  switch (opcode)
    {
    case OP_PROTO:
      return check_protocol (self, error);
    case OP_FRAME:
      return bp_inflate_skip (self->inflate, 8, error);

    case OP_MARK:
      return push (self, (BpPickleValue){ .type = BP_PICKLE_MARK }, error);
    case OP_NONE:
      return push (self, (BpPickleValue){ .type = BP_PICKLE_NONE }, error);
    case OP_NEWTRUE:
      return push_integer (self, 1, error);
    case OP_NEWFALSE:
      return push_integer (self, 0, error);
    case OP_BININT1:
      return push_binary_integer (self, 1, error);
    case OP_BININT2:
      return push_binary_integer (self, 2, error);
    case OP_BININT:
      return push_signed_integer (self, 4, error);
    case OP_LONG1:
      return push_long (self, error);
    case OP_INT:
    case OP_LONG:
      return push_integer_line (self, error);
    case OP_FLOAT:
      return push_real_line (self, error);
    case OP_BINFLOAT:
      return push_binary_real (self, error);

    case OP_STRING:
      return push_bytes (self, BP_PAYLOAD_QUOTED_LINE, 0, error);
    case OP_UNICODE:
      return push_bytes (self, BP_PAYLOAD_UNICODE_LINE, 0, error);
    case OP_SHORT_BINSTRING:
    case OP_SHORT_BINBYTES:
      return push_counted_bytes (self, BP_PAYLOAD_RAW, 1, error);
    case OP_BINSTRING:
    case OP_BINBYTES:
      return push_counted_bytes (self, BP_PAYLOAD_RAW, 4, error);
    case OP_BINBYTES8:
    case OP_BYTEARRAY8:
      return push_counted_bytes (self, BP_PAYLOAD_RAW, 8, error);
    case OP_SHORT_BINUNICODE:
      return push_counted_bytes (self, BP_PAYLOAD_UTF8, 1, error);
    case OP_BINUNICODE:
      return push_counted_bytes (self, BP_PAYLOAD_UTF8, 4, error);
    case OP_BINUNICODE8:
      return push_counted_bytes (self, BP_PAYLOAD_UTF8, 8, error);

    case OP_EMPTY_TUPLE:
      return push_empty (self, BP_PICKLE_TUPLE, error);
    case OP_EMPTY_LIST:
      return push_empty (self, BP_PICKLE_LIST, error);
    case OP_EMPTY_DICT:
      return push_empty (self, BP_PICKLE_DICT, error);
    case OP_TUPLE:
      return fold_to_mark (self, BP_PICKLE_TUPLE, error);
    case OP_LIST:
      return fold_to_mark (self, BP_PICKLE_LIST, error);
    case OP_DICT:
      return fold_to_mark (self, BP_PICKLE_DICT, error);
    case OP_TUPLE1:
      return fold_tuple (self, 1, error);
    case OP_TUPLE2:
      return fold_tuple (self, 2, error);
    case OP_TUPLE3:
      return fold_tuple (self, 3, error);
    case OP_APPEND:
      return append_top (self, BP_PICKLE_LIST, 1, error);
    case OP_APPENDS:
      return append_to_mark (self, BP_PICKLE_LIST, error);
    case OP_SETITEM:
      return append_top (self, BP_PICKLE_DICT, 2, error);
    case OP_SETITEMS:
      return append_to_mark (self, BP_PICKLE_DICT, error);

    case OP_PUT:
    case OP_BINPUT:
    case OP_LONG_BINPUT:
    case OP_MEMOIZE:
    case OP_GET:
    case OP_BINGET:
    case OP_LONG_BINGET:
      return run_memo_opcode (self, opcode, error);

    case OP_GLOBAL:
      return push_global_lines (self, error);
    case OP_STACK_GLOBAL:
      return push_stack_global (self, error);
    case OP_REDUCE:
      return reduce (self, error);
    case OP_BUILD:
      return build (self, error);

    default:
      return set_opcode_error (self, opcode, error);
    }
}

/* Runs one pickle, from its first opcode to STOP. */
static gboolean
run (Machine *self, BpPickleValue *root, GError **error)
{
  self->n_stack = 0;
  self->n_memo = 0;

  for (;;)
    {
      self->opcode_offset = bp_inflate_get_offset (self->inflate);

      const guint8 *opcode = bp_inflate_take (self->inflate, 1, error);

      if (opcode == NULL)
        return FALSE;
      if (*opcode == OP_STOP)
        break;
      if (++self->n_opcodes > MAX_OPCODES)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                               "its pickle is far longer than images and labels need");
          return FALSE;
        }
      if (!run_opcode (self, *opcode, error))
        return FALSE;
    }

  if (!require (self, 1, error))
    return FALSE;
  *root = self->stack[self->n_stack - 1];
  return TRUE;
}

/**
 * bp_pickle_recognise:
 * @head: (array length=length): how a file begins, unpacked
 * @length: how many bytes of it there are
 *
 * From protocol 2 on, a pickle says so; before, it begins with an opcode that makes a container or
 * names what is to be called, and with one that goes on from there.
 *
 * Returns: whether it is likely a pickle
 */
gboolean
bp_pickle_recognise (const guint8 *head, gsize length)
{
  if (length < 2)
    return FALSE;
  if (head[0] == OP_PROTO)
    return head[1] > 0 && head[1] < 0x20;
  if (head[0] == OP_MARK)
    return strchr ("(]})dltcIJKLMNSUVXFGB", head[1]) != NULL && head[1] != '\0';
  if (head[0] == OP_EMPTY_LIST || head[0] == OP_EMPTY_DICT)
    return strchr ("(pqr.", head[1]) != NULL && head[1] != '\0';
  if (head[0] != OP_GLOBAL)
    return FALSE;

  /* Two lines of dotted names. */
  guint n_lines = 0;

  for (gsize i = 1; i < length && n_lines < 2; i++)
    if (head[i] == '\n')
      n_lines++;
    else if (!g_ascii_isalnum (head[i]) && strchr ("._", head[i]) == NULL)
      return FALSE;
  return n_lines == 2;
}

/**
 * bp_pickle_read:
 * @inflate: a stream at its beginning; afterwards it is somewhere else
 * @error: return location for %BP_ERROR_UNSUPPORTED where it asks for what is not done here,
 *   %BP_ERROR_DAMAGED, %BP_ERROR_TOO_LARGE, %BP_ERROR_NO_MEMORY and what bp_inflate_take() sets
 *
 * Reads all pickles of a file to its end, so that a checksum at the end is verified too.
 *
 * Returns: (transfer full): the values, or %NULL with @error set
 */
BpPickle *
bp_pickle_read (BpInflate *inflate, GError **error)
{
  g_autoptr (BpPickle) pickle = g_new0 (BpPickle, 1);
  g_auto (Machine) machine = { .inflate = inflate, .heap = &pickle->heap };
  const guint8 *bytes;
  gsize n_available;

  pickle->heap.budget = bp_inflate_get_memory_budget (inflate);
  do
    {
      if (pickle->n_roots == BP_PICKLE_MAX_ROOTS)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                               "it holds more pickles than images and labels need");
          return NULL;
        }
      if (!run (&machine, &pickle->roots[pickle->n_roots], error))
        return NULL;
      pickle->n_roots++;
      if (!bp_inflate_peek (inflate, 1, &bytes, &n_available, error))
        return NULL;
    }
  while (n_available > 0);

  if (!bp_pickle_deferred_convert (&machine.deferred, &pickle->heap, inflate, error))
    return NULL;
  return g_steal_pointer (&pickle);
}

/**
 * bp_pickle_free:
 * @pickle: (transfer full): a pickle
 */
void
bp_pickle_free (BpPickle *pickle)
{
  bp_pickle_heap_clear (&pickle->heap);
  g_free (pickle);
}
