/* SPDX-License-Identifier: MIT */
#include "json-writer.h"

#include "json-reader.h"
#include "test-file.h"

#include <float.h>

typedef struct
{
  const char *string;
  const char *json;
} Case;

static const Case cases[] = {
  { "", "\"\"" },
  { "Größe “7” 数字", "\"Größe “7” 数字\"" },
  { "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
  { "a\nb\tc\033[31m", "\"a\\u000ab\\u0009c\\u001b[31m\"" },
  /* Characters that JSON allows and that control a terminal. */
  { "\177\302\233\342\200\250\342\200\256", "\"\\u007f\\u009b\\u2028\\u202e\"" },
  { "\363\240\201\201", "\"\\udb40\\udc41\"" },
};

/* Written strings contain no control characters, and read back unchanged. */
static void
test_strings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      BpJsonReader reader;

      bp_json_append_string (json, cases[i].string);
      g_assert_cmpstr (json->str, ==, cases[i].json);

      bp_json_reader_init (&reader, json->str, json->len);
      g_assert_cmpstr (bp_json_reader_read_string (&reader), ==, cases[i].string);
      g_assert_true (bp_json_reader_finish (&reader, NULL));
    }
}

/* Numbers have the fewest digits that read back as the same number. */
static void
test_numbers (void)
{
  static const double numbers[] = { 0.0, 1.0, -0.1, 1.0 / 3.0, 1e300, 5e-324, DBL_MAX };
  g_autoptr (GString) third = g_string_new (NULL);
  g_autoptr (GString) tenth = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (GString) short_json = g_string_new (NULL);

      bp_json_append_number (json, numbers[i]);
      g_assert_cmpfloat (g_ascii_strtod (json->str, NULL), ==, numbers[i]);

      bp_json_append_float (short_json, (float) numbers[i] + 0.1f);
      if (numbers[i] <= 1.0)
        g_assert_true ((float) g_ascii_strtod (short_json->str, NULL) == (float) numbers[i] + 0.1f);
    }

  bp_json_append_float (third, 1.0f / 3.0f);
  g_assert_cmpstr (third->str, ==, "0.33333334");
  bp_json_append_number (tenth, 0.1);
  g_assert_cmpstr (tenth->str, ==, "0.1");
}

BP_TEST_FILE (json_writer)
{
  g_test_add_func ("/json-writer/strings", test_strings);
  g_test_add_func ("/json-writer/numbers", test_numbers);
}
