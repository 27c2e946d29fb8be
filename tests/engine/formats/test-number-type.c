/* SPDX-License-Identifier: MIT */
#include "number-type.h"
#include "test-file.h"

#include <math.h>

static void
test_parse (void)
{
  static const struct
  {
    const char *name;
    BpNumberType type;
  } cases[] = {
    { "u1", { BP_NUMBER_UNSIGNED, 1, FALSE } },     { "|u1", { BP_NUMBER_UNSIGNED, 1, FALSE } },
    { "|b1", { BP_NUMBER_UNSIGNED, 1, FALSE } },    { "<i8", { BP_NUMBER_SIGNED, 8, FALSE } },
    { ">i4", { BP_NUMBER_SIGNED, 4, TRUE } },       { "=f4", { BP_NUMBER_FLOAT, 4, FALSE } },
    { "<f2", { BP_NUMBER_FLOAT, 2, FALSE } },       { ">f8", { BP_NUMBER_FLOAT, 8, TRUE } },
    { "|S3", { BP_NUMBER_BYTE_TEXT, 3, FALSE } },   { "<U1", { BP_NUMBER_UNICODE_TEXT, 4, FALSE } },
    { ">U2", { BP_NUMBER_UNICODE_TEXT, 8, TRUE } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BpNumberType type;

      g_test_message ("%s", cases[i].name);
      g_assert_true (bp_number_type_parse (&type, cases[i].name));
      g_assert_cmpint (type.kind, ==, cases[i].type.kind);
      g_assert_cmpuint (type.size, ==, cases[i].type.size);
      g_assert_cmpint (type.is_big_endian, ==, cases[i].type.is_big_endian);
    }
}

static void
test_parse_unknown (void)
{
  static const char *const names[] = { "",    "<",   "O8", "f16", "c8",   "V4",   "M8[ns]", "i3",
                                       "f1",  "u",   "u0", "u-1", "<<u1", "u1u1", "U9999",  "S0",
                                       "u99", "f4 ", "4f", "U",   "U65",  "S257" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      BpNumberType type;

      g_test_message ("“%s”", names[i]);
      g_assert_false (bp_number_type_parse (&type, names[i]));
    }
}

static void
test_decode (void)
{
  static const struct
  {
    const char *name;
    const char *bytes;
    double number;
  } cases[] = {
    { "u1", "\xff", 255 },
    { "b1", "\x01", 1 },
    { "i1", "\xff", -1 },
    { "<u2", "\x34\x12", 0x1234 },
    { ">u2", "\x12\x34", 0x1234 },
    { "<i2", "\xfe\xff", -2 },
    { ">i4", "\x00\x00\x00\x07", 7 },
    { "<i4", "\x00\x00\x00\x80", -2147483648.0 },
    { "<i8", "\x09\x00\x00\x00\x00\x00\x00\x00", 9 },
    { ">i8", "\xff\xff\xff\xff\xff\xff\xff\xfe", -2 },
    { "<u8", "\x00\x00\x00\x00\x00\x00\x00\x80", 0x1p63 },
    { "<f2", "\x00\x3c", 1 },
    { "<f2", "\x01\x00", 0x1p-24 },
    { ">f2", "\xc4\x00", -4 },
    { "<f4", "\x00\x00\x7f\x3f", 0.99609375 },
    { ">f4", "\x3f\x7f\x00\x00", 0.99609375 },
    { "<f8", "\x00\x00\x00\x00\x00\x00\x04\x40", 2.5 },
    { ">f8", "\x40\x04\x00\x00\x00\x00\x00\x00", 2.5 },
    { "S1", "7", 7 },
    { "S3", "62\0", 62 },
    { "<U1", "5\0\0\0", 5 },
    { ">U2",
      "\0\0\0"
      "4\0\0\0"
      "2",
      42 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BpNumberType type;
      double number;

      g_test_message ("%s", cases[i].name);
      g_assert_true (bp_number_type_parse (&type, cases[i].name));
      bp_number_type_decode (&type, (const guint8 *) cases[i].bytes, 1, &number);
      g_assert_cmpfloat (number, ==, cases[i].number);
    }
}

static void
test_decode_no_number (void)
{
  static const struct
  {
    const char *name;
    const char *bytes;
  } cases[] = {
    { "<f4", "\x00\x00\xc0\x7f" },
    { "<f2", "\x01\x7c" },
    { "S1", "a" },
    { "S2", "-1" },
    { "S2", "\0\0" },
    { "S12", "123456789012" },
    { "<U1", "\x30\x01\0\0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BpNumberType type;
      double number;

      g_test_message ("%s", cases[i].name);
      g_assert_true (bp_number_type_parse (&type, cases[i].name));
      bp_number_type_decode (&type, (const guint8 *) cases[i].bytes, 1, &number);
      g_assert_true (isnan (number));
    }
}

/* Several numbers at an odd address. */
static void
test_decode_unaligned (void)
{
  static const char bytes[] = "?\x00\x00\x80\x3f\x00\x00\x00\x40\x00\x00\x40\x40";
  static const BpNumberType type = { BP_NUMBER_FLOAT, 4, FALSE };
  double numbers[3];

  bp_number_type_decode (&type, (const guint8 *) bytes + 1, 3, numbers);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (numbers[i], ==, i + 1.0);
}

BP_TEST_FILE (number_type)
{
  g_test_add_func ("/number-type/parse", test_parse);
  g_test_add_func ("/number-type/parse-unknown", test_parse_unknown);
  g_test_add_func ("/number-type/decode", test_decode);
  g_test_add_func ("/number-type/decode-no-number", test_decode_no_number);
  g_test_add_func ("/number-type/decode-unaligned", test_decode_unaligned);
}
