/* SPDX-License-Identifier: MIT */
#include "json-reader.h"

#include "error.h"
#include "test-file.h"

#include <string.h>

static void
test_walks_through_everything (void)
{
  char text[] =
      " { \"name\" : \"a\\\"b\\\\c\\/\\n\\u00e9\\u20ac\\ud83d\\ude00\" , \"sizes\":[784,0 ,"
      "18446744073709551615],\"numbers\":[-1.5e2,0.25,-0],\n\t\"empty\":{},\"none\":[]}\r\n";
  g_autoptr (GError) error = NULL;
  BpJsonReader reader;

  bp_json_reader_init (&reader, text, strlen (text));
  bp_json_reader_begin_object (&reader);

  g_assert_cmpstr (bp_json_reader_next_member (&reader), ==, "name");
  g_assert_cmpstr (bp_json_reader_read_string (&reader), ==, "a\"b\\c/\né€😀");

  g_assert_cmpstr (bp_json_reader_next_member (&reader), ==, "sizes");
  bp_json_reader_begin_array (&reader);
  g_assert_true (bp_json_reader_next_element (&reader));
  g_assert_cmpuint (bp_json_reader_read_unsigned (&reader), ==, 784);
  g_assert_true (bp_json_reader_next_element (&reader));
  g_assert_cmpuint (bp_json_reader_read_unsigned (&reader), ==, 0);
  g_assert_true (bp_json_reader_next_element (&reader));
  g_assert_cmpuint (bp_json_reader_read_unsigned (&reader), ==, G_MAXUINT64);
  g_assert_false (bp_json_reader_next_element (&reader));

  g_assert_cmpstr (bp_json_reader_next_member (&reader), ==, "numbers");
  bp_json_reader_begin_array (&reader);
  g_assert_true (bp_json_reader_next_element (&reader));
  g_assert_cmpfloat (bp_json_reader_read_number (&reader), ==, -150.0);
  g_assert_true (bp_json_reader_next_element (&reader));
  g_assert_cmpfloat (bp_json_reader_read_number (&reader), ==, 0.25);
  g_assert_true (bp_json_reader_next_element (&reader));
  g_assert_cmpfloat (bp_json_reader_read_number (&reader), ==, 0.0);
  g_assert_false (bp_json_reader_next_element (&reader));

  g_assert_cmpstr (bp_json_reader_next_member (&reader), ==, "empty");
  bp_json_reader_begin_object (&reader);
  g_assert_null (bp_json_reader_next_member (&reader));
  g_assert_cmpstr (bp_json_reader_next_member (&reader), ==, "none");
  bp_json_reader_begin_array (&reader);
  g_assert_false (bp_json_reader_next_element (&reader));

  g_assert_null (bp_json_reader_next_member (&reader));
  g_assert_true (bp_json_reader_finish (&reader, &error));
  g_assert_no_error (error);
}

static void
test_skips_any_value (void)
{
  char text[] = "[\"a\", 1.5, true, false, null, [], {}, [[1, {\"a\": [2, 3]}], 4], "
                "{\"b\": {\"c\": null}, \"d\": \"e\"}, 7]";
  g_autoptr (GError) error = NULL;
  BpJsonReader reader;

  bp_json_reader_init (&reader, text, strlen (text));
  bp_json_reader_begin_array (&reader);
  for (guint i = 0; i < 9; i++)
    {
      g_assert_true (bp_json_reader_next_element (&reader));
      bp_json_reader_skip_value (&reader);
    }
  g_assert_true (bp_json_reader_next_element (&reader));
  g_assert_cmpuint (bp_json_reader_read_unsigned (&reader), ==, 7);
  g_assert_false (bp_json_reader_next_element (&reader));
  g_assert_true (bp_json_reader_finish (&reader, &error));
  g_assert_no_error (error);
}

static void
test_sees_equal_keys (void)
{
  char text[] = "{\"a\":1,\"\\u0061\":2}";
  BpJsonReader reader;

  bp_json_reader_init (&reader, text, strlen (text));
  bp_json_reader_begin_object (&reader);
  g_assert_cmpstr (bp_json_reader_next_member (&reader), ==, "a");
  g_assert_cmpuint (bp_json_reader_read_unsigned (&reader), ==, 1);
  g_assert_cmpstr (bp_json_reader_next_member (&reader), ==, "a");
  g_assert_cmpuint (bp_json_reader_read_unsigned (&reader), ==, 2);
  g_assert_null (bp_json_reader_next_member (&reader));
  g_assert_true (bp_json_reader_finish (&reader, NULL));
}

typedef struct
{
  const char *text;
  const char *message;
} BadText;

static const BadText bad_texts[] = {
  { "", "a number is missing (byte 0)" },
  { "  ", "a number is missing (byte 2)" },
  { "x", "a number is missing (byte 0)" },
  { "nul", "a number is missing (byte 0)" },
  { "[1 2]", "“,” or “]” is missing (byte 3)" },
  { "[1,]", "a number is missing (byte 3)" },
  { "[,1]", "a number is missing (byte 1)" },
  { "[1}", "“,” or “]” is missing (byte 2)" },
  { "[1", "“,” or “]” is missing (byte 2)" },
  { "{\"a\" 1}", "“:” is missing (byte 5)" },
  { "{\"a\":1", "“,” or “}” is missing (byte 6)" },
  { "{a:1}", "a string is missing (byte 1)" },
  { "{\"a\":1,}", "a string is missing (byte 7)" },
  { "\"abc", "a string has no end (byte 1)" },
  { "\"a\nb\"", "a string holds an invalid escape or control character (byte 2)" },
  { "\"a\\", "a string holds an invalid escape or control character (byte 2)" },
  { "\"a\\x\"", "a string holds an invalid escape or control character (byte 2)" },
  { "\"\\u0000\"", "a string holds an invalid escape or control character (byte 1)" },
  { "\"\\u12\"", "a string holds an invalid escape or control character (byte 1)" },
  { "\"\\ud800\"", "a string holds an invalid escape or control character (byte 1)" },
  { "\"\\ud800\\u0041\"", "a string holds an invalid escape or control character (byte 1)" },
  { "\"\\udc00\"", "a string holds an invalid escape or control character (byte 1)" },
  { "\"a\xff\"", "it is not UTF-8 text (byte 2)" },
  { "-", "a number is missing (byte 0)" },
  { "1.", "a number is missing (byte 0)" },
  { "1e", "a number is missing (byte 0)" },
  { "01", "something follows the end (byte 1)" },
  { "0x10", "something follows the end (byte 1)" },
  { "1e999", "a number is too large (byte 0)" },
  { "{} {}", "something follows the end (byte 3)" },
};

static void
test_refuses_what_is_not_json (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_texts); i++)
    {
      g_autofree char *text = g_strdup (bad_texts[i].text);
      g_autoptr (GError) error = NULL;
      BpJsonReader reader;

      bp_json_reader_init (&reader, text, strlen (text));
      bp_json_reader_skip_value (&reader);
      g_assert_false (bp_json_reader_finish (&reader, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
      g_assert_cmpstr (error->message, ==, bad_texts[i].message);
    }
}

static void
test_refuses_what_is_no_unsigned (void)
{
  static const char *const texts[] = { "-1", "1.0", "1e3", "18446744073709551616", "\"1\"", "" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = g_strdup (texts[i]);
      BpJsonReader reader;

      bp_json_reader_init (&reader, text, strlen (text));
      g_assert_cmpuint (bp_json_reader_read_unsigned (&reader), ==, 0);
      g_assert_true (bp_json_reader_has_failed (&reader));
    }
}

/* A recursive reader would overflow the stack here. */
static void
test_reads_booleans (void)
{
  char text[] = "[ true, false, 1 ]";
  BpJsonReader reader;

  bp_json_reader_init (&reader, text, strlen (text));
  bp_json_reader_begin_array (&reader);
  g_assert_true (bp_json_reader_next_element (&reader));
  g_assert_true (bp_json_reader_read_boolean (&reader));
  g_assert_true (bp_json_reader_next_element (&reader));
  g_assert_false (bp_json_reader_read_boolean (&reader));
  g_assert_false (bp_json_reader_has_failed (&reader));
  g_assert_true (bp_json_reader_next_element (&reader));
  g_assert_false (bp_json_reader_read_boolean (&reader));
  g_assert_true (bp_json_reader_has_failed (&reader));
}

static void
test_refuses_deep_nesting (void)
{
  enum
  {
    DEPTH = 1000000
  };
  g_autofree char *text = g_malloc (DEPTH + 1);
  g_autoptr (GError) error = NULL;
  BpJsonReader reader;

  memset (text, '[', DEPTH);
  text[DEPTH] = '\0';
  bp_json_reader_init (&reader, text, DEPTH);
  bp_json_reader_skip_value (&reader);
  g_assert_false (bp_json_reader_finish (&reader, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
  g_assert_cmpstr (error->message, ==, "it is nested too deeply (byte 33)");
}

static void
test_first_problem_sticks (void)
{
  char text[] = "{\"a\": oops, \"b\": 1}";
  g_autoptr (GError) error = NULL;
  BpJsonReader reader;

  bp_json_reader_init (&reader, text, strlen (text));
  bp_json_reader_begin_object (&reader);
  g_assert_cmpstr (bp_json_reader_next_member (&reader), ==, "a");
  g_assert_cmpuint (bp_json_reader_read_unsigned (&reader), ==, 0);
  g_assert_null (bp_json_reader_next_member (&reader));
  g_assert_null (bp_json_reader_read_string (&reader));
  bp_json_reader_fail (&reader, "something else");
  g_assert_false (bp_json_reader_finish (&reader, &error));
  g_assert_cmpstr (error->message, ==, "a number is missing (byte 6)");
}

BP_TEST_FILE (json_reader)
{
  g_test_add_func ("/json-reader/walks-through-everything", test_walks_through_everything);
  g_test_add_func ("/json-reader/skips-any-value", test_skips_any_value);
  g_test_add_func ("/json-reader/sees-equal-keys", test_sees_equal_keys);
  g_test_add_func ("/json-reader/refuses-what-is-not-json", test_refuses_what_is_not_json);
  g_test_add_func ("/json-reader/refuses-what-is-no-unsigned", test_refuses_what_is_no_unsigned);
  g_test_add_func ("/json-reader/reads-booleans", test_reads_booleans);
  g_test_add_func ("/json-reader/refuses-deep-nesting", test_refuses_deep_nesting);
  g_test_add_func ("/json-reader/first-problem-sticks", test_first_problem_sticks);
}
