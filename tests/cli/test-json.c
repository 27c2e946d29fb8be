/* SPDX-License-Identifier: MIT */
#include "test-json.h"

/* GLib's scanner gives the tokens; this file has the grammar. */

static GVariant *parse_value (GScanner *scanner);

static void
expect (GScanner *scanner, guint token)
{
  g_assert_cmpuint (g_scanner_get_next_token (scanner), ==, token);
}

/* Consumes the next token if it is @token; returns whether it was. */
static gboolean
accept (GScanner *scanner, guint token)
{
  if (g_scanner_peek_next_token (scanner) != token)
    return FALSE;

  g_scanner_get_next_token (scanner);
  return TRUE;
}

static GVariant *
parse_object (GScanner *scanner)
{
  g_auto (GVariantDict) dict;

  g_variant_dict_init (&dict, NULL);
  if (!accept (scanner, '}'))
    {
      do
        {
          g_autofree char *key = NULL;

          expect (scanner, G_TOKEN_STRING);
          key = g_strdup (scanner->value.v_string);
          expect (scanner, ':');
          g_assert_false (g_variant_dict_contains (&dict, key));
          g_variant_dict_insert_value (&dict, key, parse_value (scanner));
        }
      while (accept (scanner, ','));
      expect (scanner, '}');
    }
  return g_variant_dict_end (&dict);
}

static GVariant *
parse_array (GScanner *scanner)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  if (!accept (scanner, ']'))
    {
      do
        g_variant_builder_add (&builder, "v", parse_value (scanner));
      while (accept (scanner, ','));
      expect (scanner, ']');
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
parse_number (GScanner *scanner, guint token, int sign)
{
  g_assert_true (token == G_TOKEN_INT || token == G_TOKEN_FLOAT);
  return token == G_TOKEN_INT ? g_variant_new_int64 (sign * (gint64) scanner->value.v_int64)
                              : g_variant_new_double (sign * scanner->value.v_float);
}

static GVariant *
parse_word (const char *word)
{
  if (g_str_equal (word, "null"))
    return g_variant_new ("()");

  g_assert_true (g_str_equal (word, "true") || g_str_equal (word, "false"));
  return g_variant_new_boolean (g_str_equal (word, "true"));
}

static GVariant *
parse_value (GScanner *scanner)
{
  guint token = g_scanner_get_next_token (scanner);

  switch (token)
    {
    case '{':
      return parse_object (scanner);
    case '[':
      return parse_array (scanner);
    case '-':
      return parse_number (scanner, g_scanner_get_next_token (scanner), -1);
    case G_TOKEN_STRING:
      g_assert_true (g_utf8_validate (scanner->value.v_string, -1, NULL));
      return g_variant_new_string (scanner->value.v_string);
    case G_TOKEN_IDENTIFIER:
      return parse_word (scanner->value.v_identifier);
    default:
      return parse_number (scanner, token, 1);
    }
}

/* Parses an object that is the whole text; the caller owns it. */
GVariant *
bp_test_json_parse (const char *text)
{
  GScanner *scanner = g_scanner_new (NULL);
  GVariant *value;

  scanner->config->scan_identifier_1char = TRUE;
  scanner->config->scan_identifier_NULL = FALSE;
  scanner->config->scan_octal = FALSE;
  scanner->config->scan_string_sq = FALSE;
  scanner->config->skip_comment_multi = FALSE;
  scanner->config->cpair_comment_single = (char *) "";
  scanner->config->store_int64 = TRUE;
  scanner->input_name = text;
  g_scanner_input_text (scanner, text, (guint) strlen (text));

  value = g_variant_ref_sink (parse_value (scanner));
  expect (scanner, G_TOKEN_EOF);
  g_scanner_destroy (scanner);
  g_assert_true (g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT));
  return value;
}

gboolean
bp_test_json_has (GVariant *object, const char *key)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (object, key, NULL);

  return value != NULL;
}

gboolean
bp_test_json_is_null (GVariant *object, const char *key)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (object, key, G_VARIANT_TYPE_UNIT);

  return value != NULL;
}

gboolean
bp_test_json_get_boolean (GVariant *object, const char *key)
{
  gboolean value = FALSE;

  g_assert_true (g_variant_lookup (object, key, "b", &value));
  return value;
}

gint64
bp_test_json_get_integer (GVariant *object, const char *key)
{
  gint64 value = 0;

  g_assert_true (g_variant_lookup (object, key, "x", &value));
  return value;
}

static double
get_double (GVariant *value)
{
  return g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) ? (double) g_variant_get_int64 (value)
                                                            : g_variant_get_double (value);
}

double
bp_test_json_get_number (GVariant *object, const char *key)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (object, key, NULL);

  g_assert_nonnull (value);
  return get_double (value);
}

/* Belongs to @object. */
const char *
bp_test_json_get_string (GVariant *object, const char *key)
{
  const char *value = NULL;

  g_assert_true (g_variant_lookup (object, key, "&s", &value));
  return value;
}

/* The caller owns it. */
GVariant *
bp_test_json_get_array (GVariant *object, const char *key)
{
  GVariant *array = g_variant_lookup_value (object, key, G_VARIANT_TYPE ("av"));

  g_assert_nonnull (array);
  return array;
}

static GVariant *
get_element (GVariant *array, gsize index)
{
  g_autoptr (GVariant) boxed = g_variant_get_child_value (array, index);

  return g_variant_get_variant (boxed);
}

/* An array in an array; the caller owns it. */
GVariant *
bp_test_json_get_row (GVariant *array, gsize index)
{
  GVariant *row = get_element (array, index);

  g_assert_true (g_variant_is_of_type (row, G_VARIANT_TYPE ("av")));
  return row;
}

/* An object in an array; the caller owns it. */
GVariant *
bp_test_json_get_object (GVariant *array, gsize index)
{
  GVariant *object = get_element (array, index);

  g_assert_true (g_variant_is_of_type (object, G_VARIANT_TYPE_VARDICT));
  return object;
}

gint64
bp_test_json_get_count (GVariant *array, gsize index)
{
  g_autoptr (GVariant) value = get_element (array, index);

  return g_variant_get_int64 (value);
}

double
bp_test_json_get_share (GVariant *array, gsize index)
{
  g_autoptr (GVariant) value = get_element (array, index);

  return get_double (value);
}
