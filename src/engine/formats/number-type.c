/* SPDX-License-Identifier: MIT */
#include "number-type.h"

#include "float-bits.h"

#include <math.h>
#include <string.h>

static gboolean
is_size_of_kind (BpNumberKind kind, guint size)
{
  switch (kind)
    {
    case BP_NUMBER_UNSIGNED:
    case BP_NUMBER_SIGNED:
      return size == 1 || size == 2 || size == 4 || size == 8;
    case BP_NUMBER_FLOAT:
      return size == 2 || size == 4 || size == 8;
    case BP_NUMBER_BYTE_TEXT:
    case BP_NUMBER_UNICODE_TEXT:
    default:
      return size > 0 && size <= BP_NUMBER_MAX_SIZE;
    }
}

/**
 * bp_number_type_parse:
 * @type: (out caller-allocates): the type
 * @name: NumPy's name for it, as in "u1", "<f4", ">i8", "|b1" or "<U2"
 *
 * Returns: %FALSE where the type is not supported
 */
gboolean
bp_number_type_parse (BpNumberType *type, const char *name)
{
  static const struct
  {
    char letter;
    BpNumberKind kind;
    guint bytes_per_unit;
  } kinds[] = {
    { 'b', BP_NUMBER_UNSIGNED, 1 },     { 'u', BP_NUMBER_UNSIGNED, 1 },
    { 'i', BP_NUMBER_SIGNED, 1 },       { 'f', BP_NUMBER_FLOAT, 1 },
    { 'S', BP_NUMBER_BYTE_TEXT, 1 },    { 'a', BP_NUMBER_BYTE_TEXT, 1 },
    { 'U', BP_NUMBER_UNICODE_TEXT, 4 },
  };
  gboolean is_big_endian = G_BYTE_ORDER == G_BIG_ENDIAN;

  if (strchr ("<>=|", name[0]) != NULL && name[0] != '\0')
    {
      if (name[0] == '<' || name[0] == '>')
        is_big_endian = name[0] == '>';
      name++;
    }

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      guint64 n_units;

      if (name[0] != kinds[i].letter ||
          !g_ascii_string_to_unsigned (name + 1, 10, 1, BP_NUMBER_MAX_SIZE, &n_units, NULL))
        continue;

      type->kind = kinds[i].kind;
      type->size = (guint) n_units * kinds[i].bytes_per_unit;
      type->is_big_endian = is_big_endian;
      return is_size_of_kind (type->kind, type->size);
    }
  return FALSE;
}

static guint64
load_bits (const guint8 *bytes, guint size, gboolean is_big_endian)
{
  guint64 bits = 0;

  for (guint i = 0; i < size; i++)
    bits = bits << 8 | bytes[is_big_endian ? i : size - 1 - i];
  return bits;
}

static double
float_to_double (guint64 bits, guint size)
{
  double wide;

  if (size == 2)
    return (double) bp_float_from_half ((guint16) bits);
  if (size == 4)
    return (double) bp_float_from_bits ((guint32) bits);

  memcpy (&wide, &bits, sizeof wide);
  return wide;
}

static double
signed_to_double (guint64 bits, guint size)
{
  switch (size)
    {
    case 1:
      return (double) (gint8) bits;
    case 2:
      return (double) (gint16) bits;
    case 4:
      return (double) (gint32) bits;
    default:
      return (double) (gint64) bits;
    }
}

/* Parses a text of at most nine digits; any other text gives NaN. */
static double
text_to_double (const BpNumberType *type, const guint8 *bytes)
{
  guint unit = type->kind == BP_NUMBER_UNICODE_TEXT ? 4 : 1;
  guint n_digits = 0;
  guint value = 0;

  for (guint i = 0; i < type->size; i += unit)
    {
      guint64 character = load_bits (bytes + i, unit, type->is_big_endian);

      if (character == 0)
        break;
      if (character < '0' || character > '9' || ++n_digits > 9)
        return (double) NAN;
      value = value * 10 + (guint) (character - '0');
    }
  return n_digits > 0 ? (double) value : (double) NAN;
}

static double
decode_one (const BpNumberType *type, const guint8 *bytes)
{
  if (type->kind == BP_NUMBER_BYTE_TEXT || type->kind == BP_NUMBER_UNICODE_TEXT)
    return text_to_double (type, bytes);

  guint64 bits = load_bits (bytes, type->size, type->is_big_endian);

  if (type->kind == BP_NUMBER_FLOAT)
    return float_to_double (bits, type->size);
  if (type->kind == BP_NUMBER_UNSIGNED)
    return (double) bits;
  return signed_to_double (bits, type->size);
}

/**
 * bp_number_type_decode:
 * @type: of the numbers
 * @bytes: (count * type->size) of any alignment
 * @count: the number of numbers
 * @numbers: (out) (count): their values; NaN for text that is not a number
 */
void
bp_number_type_decode (const BpNumberType *type, const guint8 *bytes, gsize count, double *numbers)
{
  gboolean is_native = type->is_big_endian == (G_BYTE_ORDER == G_BIG_ENDIAN);

  /* The two types of large files; the compiler vectorises these loops. */
  if (type->kind == BP_NUMBER_UNSIGNED && type->size == 1)
    {
      for (gsize i = 0; i < count; i++)
        numbers[i] = bytes[i];
    }
  else if (type->kind == BP_NUMBER_FLOAT && type->size == 4 && is_native)
    {
      for (gsize i = 0; i < count; i++)
        {
          float number;

          memcpy (&number, bytes + i * sizeof number, sizeof number);
          numbers[i] = (double) number;
        }
    }
  else
    {
      for (gsize i = 0; i < count; i++)
        numbers[i] = decode_one (type, bytes + i * type->size);
    }
}
