/* SPDX-License-Identifier: MIT */

/* A pickle is a program for a small stack machine. In Python, it can call any function. The machine
 * here runs the same program and calls nothing: names are looked up in a vocabulary, pickle-numpy.c
 * builds the arrays of NumPy, and any other name or opcode is an error. The heap's budget limits
 * the memory, MAX_OPCODES limits the time, and nothing recurses. The bytes of arrays are not pushed
 * on the stack; see bp_pickle_machine_push_bytes().
 *
 * The opcodes are those of Python's pickletools.py, which documents each.
 */
#include "pickle.h"

#include "error.h"
#include "pickle-machine.h"

#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <string.h>

/* The most opcodes of a file. 70,000 images as lists of numbers in protocol 0 have two for each
 * pixel, 110 million. */
#define MAX_OPCODES G_GUINT64_CONSTANT (115000000)

#define HIGHEST_PROTOCOL 5

enum
{
  OP_BINPERSID = 'Q',
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
  OP_NEWOBJ = 0x81,
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

static gboolean
push_global (BpPickleMachine *self, const char *module, const char *name, GError **error)
{
  BpPickleValue value = { .type = BP_PICKLE_GLOBAL };

  if (self->vocabulary->find_global (module, name, &value.global))
    return bp_pickle_machine_push (self, value, error);

  g_autofree char *full_name = g_strdup_printf ("%s.%s", module, name);
  g_autofree char *quoted = bp_error_quote (full_name);
  const char *advice = self->vocabulary->advise (module);

  g_autofree char *message =
      g_strdup_printf (_ (self->vocabulary->unknown_name), quoted, (uintmax_t) self->opcode_offset);

  if (advice != NULL)
    /* Translators: what is wrong, and what to do about it. */
    g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED, _ ("%s: %s"), message, advice);
  else
    g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED, message);
  return FALSE;
}

static gboolean
push_global_lines (BpPickleMachine *self, GError **error)
{
  char module[BP_PICKLE_MAX_LINE];
  char name[BP_PICKLE_MAX_LINE];

  return bp_pickle_machine_take_line (self, module, error) &&
         bp_pickle_machine_take_line (self, name, error) && push_global (self, module, name, error);
}

static gboolean
push_stack_global (BpPickleMachine *self, GError **error)
{
  const BpPickleValue *top = bp_pickle_machine_top (self, 2, error);

  if (top == NULL)
    return FALSE;
  if (top[0].type != BP_PICKLE_TEXT || top[1].type != BP_PICKLE_TEXT)
    return bp_pickle_machine_set_damaged_error (self, _ ("a name is not text"), error);
  self->n_stack -= 2;
  return push_global (self, top[0].text->bytes, top[1].text->bytes, error);
}

/* Prefixes an error of a vocabulary with the offset in the file. */
static gboolean
prefix_offset (const BpPickleMachine *self, GError **error)
{
  if (error != NULL && *error != NULL && (*error)->code == BP_ERROR_DAMAGED)
    g_prefix_error (error, _ ("its pickle is damaged: by byte %ju "),
                    (uintmax_t) self->opcode_offset);
  return FALSE;
}

static gboolean
reduce (BpPickleMachine *self, GError **error)
{
  const BpPickleValue *top = bp_pickle_machine_top (self, 2, error);
  BpPickleValue result;

  if (top == NULL)
    return FALSE;
  if (!self->vocabulary->reduce (self->heap, &self->deferred, &top[0], &top[1], &result, error))
    return prefix_offset (self, error);
  self->n_stack -= 2;
  return bp_pickle_machine_push (self, result, error);
}

static gboolean
build (BpPickleMachine *self, GError **error)
{
  const BpPickleValue *top = bp_pickle_machine_top (self, 2, error);

  if (top == NULL)
    return FALSE;
  if (!self->vocabulary->build (self->heap, &self->deferred, &top[0], &top[1], error))
    return prefix_offset (self, error);
  if (top[0].type == BP_PICKLE_ARRAY && top[0].array->is_inline &&
      !bp_pickle_array_read_inline (top[0].array, self->stream, error))
    return FALSE;
  self->n_stack--;
  return TRUE;
}

/* Makes an object: its class and arguments are on the stack. */
static gboolean
make_instance (BpPickleMachine *self, GError **error)
{
  const BpPickleValue *top = bp_pickle_machine_top (self, 2, error);
  BpPickleValue result;

  if (top == NULL)
    return FALSE;
  if (!self->vocabulary->instantiate (self->heap, &top[0], &result, error))
    return prefix_offset (self, error);
  self->n_stack -= 2;
  return bp_pickle_machine_push (self, result, error);
}

/* Loads a value from outside the pickle, by its identifier on the stack. */
static gboolean
load_value (BpPickleMachine *self, GError **error)
{
  const BpPickleValue *top = bp_pickle_machine_top (self, 1, error);
  BpPickleValue result;

  if (top == NULL)
    return FALSE;
  if (!self->vocabulary->load (self->heap, top, &result, error))
    return prefix_offset (self, error);
  self->n_stack--;
  return bp_pickle_machine_push (self, result, error);
}

static gboolean
check_protocol (BpPickleMachine *self, GError **error)
{
  guint64 protocol;

  if (!bp_pickle_machine_take_unsigned (self, 1, &protocol, error))
    return FALSE;
  if (protocol <= HIGHEST_PROTOCOL)
    return TRUE;

  g_set_error (
      error, BP_ERROR, BP_ERROR_UNSUPPORTED,
      _ ("it is a pickle of protocol %ju, but 0 to %d are supported: save it with protocol=%d"),
      (uintmax_t) protocol, HIGHEST_PROTOCOL, HIGHEST_PROTOCOL);
  return FALSE;
}

static gboolean
set_opcode_error (const BpPickleMachine *self, guint8 opcode, GError **error)
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
        g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED, _ (self->vocabulary->unknown_opcode),
                     names[i].name, (uintmax_t) self->opcode_offset);
        return FALSE;
      }

  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               _ ("its pickle is damaged: there is no opcode 0x%02x, which is at byte %ju"), opcode,
               (uintmax_t) self->opcode_offset);
  return FALSE;
}

static gboolean
run_memo_opcode (BpPickleMachine *self, guint8 opcode, GError **error)
{
  guint64 index = self->n_memo;

  switch (opcode)
    {
    case OP_PUT:
      return bp_pickle_machine_take_index_line (self, &index, error) &&
             bp_pickle_machine_put (self, index, error);
    case OP_BINPUT:
      return bp_pickle_machine_take_unsigned (self, 1, &index, error) &&
             bp_pickle_machine_put (self, index, error);
    case OP_LONG_BINPUT:
      return bp_pickle_machine_take_unsigned (self, 4, &index, error) &&
             bp_pickle_machine_put (self, index, error);
    case OP_MEMOIZE:
      return bp_pickle_machine_put (self, index, error);
    case OP_GET:
      return bp_pickle_machine_take_index_line (self, &index, error) &&
             bp_pickle_machine_get (self, index, error);
    case OP_BINGET:
      return bp_pickle_machine_take_unsigned (self, 1, &index, error) &&
             bp_pickle_machine_get (self, index, error);
    case OP_LONG_BINGET:
    default:
      return bp_pickle_machine_take_unsigned (self, 4, &index, error) &&
             bp_pickle_machine_get (self, index, error);
    }
}

static gboolean
run_opcode (BpPickleMachine *self, guint8 opcode, GError **error)
{
  switch (opcode)
    {
    case OP_PROTO:
      return check_protocol (self, error);
    case OP_FRAME:
      return bp_byte_stream_skip (self->stream, 8, error);

    case OP_MARK:
      return bp_pickle_machine_push (self, (BpPickleValue){ .type = BP_PICKLE_MARK }, error);
    case OP_NONE:
      return bp_pickle_machine_push (self, (BpPickleValue){ .type = BP_PICKLE_NONE }, error);
    case OP_NEWTRUE:
      return bp_pickle_machine_push_integer (self, 1, error);
    case OP_NEWFALSE:
      return bp_pickle_machine_push_integer (self, 0, error);
    case OP_BININT1:
      return bp_pickle_machine_push_binary_integer (self, 1, error);
    case OP_BININT2:
      return bp_pickle_machine_push_binary_integer (self, 2, error);
    case OP_BININT:
      return bp_pickle_machine_push_signed_integer (self, 4, error);
    case OP_LONG1:
      return bp_pickle_machine_push_long (self, error);
    case OP_INT:
    case OP_LONG:
      return bp_pickle_machine_push_integer_line (self, error);
    case OP_FLOAT:
      return bp_pickle_machine_push_real_line (self, error);
    case OP_BINFLOAT:
      return bp_pickle_machine_push_binary_real (self, error);

    case OP_STRING:
      return bp_pickle_machine_push_bytes (self, BP_PAYLOAD_QUOTED_LINE, 0, error);
    case OP_UNICODE:
      return bp_pickle_machine_push_bytes (self, BP_PAYLOAD_UNICODE_LINE, 0, error);
    case OP_SHORT_BINSTRING:
    case OP_SHORT_BINBYTES:
      return bp_pickle_machine_push_counted_bytes (self, BP_PAYLOAD_RAW, 1, error);
    case OP_BINSTRING:
    case OP_BINBYTES:
      return bp_pickle_machine_push_counted_bytes (self, BP_PAYLOAD_RAW, 4, error);
    case OP_BINBYTES8:
    case OP_BYTEARRAY8:
      return bp_pickle_machine_push_counted_bytes (self, BP_PAYLOAD_RAW, 8, error);
    case OP_SHORT_BINUNICODE:
      return bp_pickle_machine_push_counted_bytes (self, BP_PAYLOAD_UTF8, 1, error);
    case OP_BINUNICODE:
      return bp_pickle_machine_push_counted_bytes (self, BP_PAYLOAD_UTF8, 4, error);
    case OP_BINUNICODE8:
      return bp_pickle_machine_push_counted_bytes (self, BP_PAYLOAD_UTF8, 8, error);

    case OP_EMPTY_TUPLE:
      return bp_pickle_machine_push_empty (self, BP_PICKLE_TUPLE, error);
    case OP_EMPTY_LIST:
      return bp_pickle_machine_push_empty (self, BP_PICKLE_LIST, error);
    case OP_EMPTY_DICT:
      return bp_pickle_machine_push_empty (self, BP_PICKLE_DICT, error);
    case OP_TUPLE:
      return bp_pickle_machine_fold_to_mark (self, BP_PICKLE_TUPLE, error);
    case OP_LIST:
      return bp_pickle_machine_fold_to_mark (self, BP_PICKLE_LIST, error);
    case OP_DICT:
      return bp_pickle_machine_fold_to_mark (self, BP_PICKLE_DICT, error);
    case OP_TUPLE1:
      return bp_pickle_machine_fold_tuple (self, 1, error);
    case OP_TUPLE2:
      return bp_pickle_machine_fold_tuple (self, 2, error);
    case OP_TUPLE3:
      return bp_pickle_machine_fold_tuple (self, 3, error);
    case OP_APPEND:
      return bp_pickle_machine_append_top (self, BP_PICKLE_LIST, 1, error);
    case OP_APPENDS:
      return bp_pickle_machine_append_to_mark (self, BP_PICKLE_LIST, error);
    case OP_SETITEM:
      return bp_pickle_machine_append_top (self, BP_PICKLE_DICT, 2, error);
    case OP_SETITEMS:
      return bp_pickle_machine_append_to_mark (self, BP_PICKLE_DICT, error);

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
    case OP_NEWOBJ:
      return self->vocabulary->instantiate != NULL ? make_instance (self, error)
                                                   : set_opcode_error (self, opcode, error);
    case OP_BINPERSID:
      return self->vocabulary->load != NULL ? load_value (self, error)
                                            : set_opcode_error (self, opcode, error);

    default:
      return set_opcode_error (self, opcode, error);
    }
}

/* Runs one pickle, from its first opcode to STOP. */
static gboolean
run (BpPickleMachine *self, BpPickleValue *root, GError **error)
{
  self->n_stack = 0;
  self->n_memo = 0;

  for (;;)
    {
      self->opcode_offset = bp_byte_stream_get_offset (self->stream);

      const guint8 *opcode = bp_byte_stream_take (self->stream, 1, error);

      if (opcode == NULL)
        return FALSE;
      if (*opcode == OP_STOP)
        break;
      if (++self->n_opcodes > MAX_OPCODES)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                               _ ("its pickle is far longer than its content needs"));
          return FALSE;
        }
      if (!run_opcode (self, *opcode, error))
        return FALSE;
    }

  const BpPickleValue *top = bp_pickle_machine_top (self, 1, error);

  if (top == NULL)
    return FALSE;
  *root = *top;
  return TRUE;
}

/**
 * bp_pickle_recognise:
 * @head: (array length=length): the first bytes of a file, unpacked
 * @length: of @head, in bytes
 *
 * From protocol 2 on, a pickle begins with its protocol. An older one begins with an opcode that
 * makes a container or names a function, and an opcode that can follow it.
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
 * @stream: a stream at its beginning; its position afterwards is undefined
 * @vocabulary: the names that the pickle may use
 * @error: return location for a #BpError or a %G_FILE_ERROR
 *
 * Reads all pickles of a file to its end, so that a checksum at the end is verified too.
 *
 * Returns: (transfer full): the values, or %NULL with @error set
 */
BpPickle *
bp_pickle_read (BpByteStream *stream, const BpPickleVocabulary *vocabulary, GError **error)
{
  g_autoptr (BpPickle) pickle = g_new0 (BpPickle, 1);
  g_auto (BpPickleMachine)
      machine = { .stream = stream, .vocabulary = vocabulary, .heap = &pickle->heap };
  const guint8 *bytes;
  gsize n_available;

  pickle->heap.budget = bp_byte_stream_get_memory_budget (stream);
  do
    {
      if (pickle->n_roots == BP_PICKLE_MAX_ROOTS)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                               _ ("it holds more pickles than its content needs"));
          return NULL;
        }
      if (!run (&machine, &pickle->roots[pickle->n_roots], error))
        return NULL;
      pickle->n_roots++;
      if (!bp_byte_stream_peek (stream, 1, &bytes, &n_available, error))
        return NULL;
    }
  while (n_available > 0);

  if (!bp_pickle_deferred_convert (&machine.deferred, &pickle->heap, stream, error))
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
