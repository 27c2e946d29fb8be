/* SPDX-License-Identifier: MIT */
/*
 * Reads a NumPy array file: a magic, the length of the header, the header as the text of a Python
 * dict, and the numbers. (NumPy Enhancement Proposal 1, versions 1 to 3.)
 *
 * Thread rule: pure functions of their arguments.
 */
#include "npy.h"

#include "clean-text.h"
#include "error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAGIC        "\x93NUMPY"
#define MAGIC_LENGTH 6

/* A header has about a hundred bytes; only that of a table with many columns has more. */
#define MAX_HEADER_LENGTH 16384

/* The bytes that one call reads: a multiple of all sizes of numbers up to 8. */
#define PIECE 65536

/* Labels are of at most so many classes. */
#define MAX_WORDS 256

/**
 * bp_npy_recognise:
 * @head: (array length=length): the first bytes of a file
 * @length: of @head, in bytes
 *
 * Returns: whether it is a NumPy array
 */
gboolean
bp_npy_recognise (const guint8 *head, gsize length)
{
  return length >= MAGIC_LENGTH && memcmp (head, MAGIC, MAGIC_LENGTH) == 0;
}

static gboolean
set_damaged_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                       _ ("its header is not that of a NumPy array: download or copy it again"));
  return FALSE;
}

static gboolean
set_no_memory_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       _ ("there is not enough memory for its images"));
  return FALSE;
}

static char *
match_one (const char *text, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, text, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/* Parses the items of a Python tuple: "60000, 784", "60000," or "" for a single number. */
static gboolean
parse_shape (const char *text, BpNpyHeader *header, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  header->n_dims = 0;
  header->count = 1;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      guint64 dim;

      if (*part == '\0')
        continue;
      if (header->n_dims == BP_NUMBER_ARRAY_MAX_DIMS)
        {
          g_set_error (
              error, BP_ERROR, BP_ERROR_UNSUPPORTED,
              _ ("it is an array of more than %d dimensions, which cannot be images or labels"),
              BP_NUMBER_ARRAY_MAX_DIMS);
          return FALSE;
        }
      if (!g_ascii_string_to_unsigned (part, 10, 0, G_MAXSIZE, &dim, NULL) ||
          !g_size_checked_mul (&header->count, header->count, dim))
        {
          g_autofree char *clean = bp_clean_text (text, BP_CLEAN_LABEL);

          g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
                       _ ("it declares the impossible shape (%s)"), clean);
          return FALSE;
        }
      header->dims[header->n_dims++] = dim;
    }

  return TRUE;
}

static gboolean
parse_header (const char *text, BpNpyHeader *header, GError **error)
{
  g_autofree char *type_name = match_one (text, "'descr'\\s*:\\s*'([^']*)'");
  g_autofree char *order = match_one (text, "'fortran_order'\\s*:\\s*(True|False)");
  g_autofree char *shape = match_one (text, "'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

  if (order == NULL || shape == NULL || strstr (text, "'descr'") == NULL)
    return set_damaged_error (error);
  if (type_name != NULL && g_str_equal (type_name, "|O"))
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_UNSUPPORTED,
          _ ("it holds Python objects (NumPy's type “|O”), of which nothing was run: "
             "save it as an array of numbers"));
      return FALSE;
    }
  if (type_name == NULL || !bp_number_type_parse (&header->type, type_name))
    {
      g_autofree char *quoted = bp_error_quote (type_name != NULL ? type_name : "a table");

      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   _ ("its numbers are of NumPy's type %s, which images and labels do not have"),
                   quoted);
      return FALSE;
    }

  header->is_fortran = g_str_equal (order, "True");
  return parse_shape (shape, header, error);
}

/**
 * bp_npy_read_header:
 * @source: an array at its beginning
 * @header: (out caller-allocates): the header
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_UNSUPPORTED, or the errors of @source
 *
 * Returns: whether @header was filled; @source is then at the first number
 */
gboolean
bp_npy_read_header (const BpByteSource *source, BpNpyHeader *header, GError **error)
{
  guint8 start[MAGIC_LENGTH + 2 + 4];
  g_autofree char *text = NULL;
  gsize length;

  if (!source->read (source->source, start, MAGIC_LENGTH + 4, error))
    return FALSE;
  if (!bp_npy_recognise (start, MAGIC_LENGTH) || start[MAGIC_LENGTH] < 1 || start[MAGIC_LENGTH] > 3)
    return set_damaged_error (error);

  length = start[MAGIC_LENGTH + 2] | (gsize) start[MAGIC_LENGTH + 3] << 8;
  if (start[MAGIC_LENGTH] > 1)
    {
      if (!source->read (source->source, start + MAGIC_LENGTH + 4, 2, error))
        return FALSE;
      length |= (gsize) start[MAGIC_LENGTH + 4] << 16 | (gsize) start[MAGIC_LENGTH + 5] << 24;
    }
  if (length > MAX_HEADER_LENGTH)
    return set_damaged_error (error);

  text = g_malloc0 (length + 1);
  return source->read (source->source, (guint8 *) text, length, error) &&
         (g_utf8_validate_len (text, length, NULL) || set_damaged_error (error)) &&
         parse_header (text, header, error);
}

/* The text that an element spells, as UTF-8. */
static char *
decode_text (const BpNumberType *type, const guint8 *bytes)
{
  gboolean is_wide = type->kind == BP_NUMBER_UNICODE_TEXT;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < type->size; i += is_wide ? 4 : 1)
    {
      guint32 character = bytes[i];

      if (is_wide)
        {
          memcpy (&character, bytes + i, sizeof character);
          character =
              type->is_big_endian ? GUINT32_FROM_BE (character) : GUINT32_FROM_LE (character);
        }
      if (character == 0)
        break;
      if (is_wide)
        g_string_append_unichar (text, g_unichar_validate (character) ? character : 0xfffd);
      else
        g_string_append_c (text, (char) character);
    }
  return g_utf8_make_valid (text->str, (gssize) text->len);
}

/* The words of an array of text, each once. */
typedef struct
{
  GHashTable *numbers; /* (utf8 → number) */
  GPtrArray *words;    /* (element-type utf8): the keys of @numbers, borrowed */
} Words;

static void
words_clear (Words *self)
{
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->words, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* Takes @word, and returns the number of it or of the same one before. */
static double
number_word (Words *self, char *word)
{
  gpointer value;

  if (g_hash_table_lookup_extended (self->numbers, word, NULL, &value))
    {
      g_free (word);
      return GPOINTER_TO_UINT (value);
    }
  g_hash_table_insert (self->numbers, word, GUINT_TO_POINTER (self->words->len));
  g_ptr_array_add (self->words, word);
  return self->words->len - 1;
}

/* Reads an array of text as words, unless all of it spells numbers. Text of more different words
 * than there can be labels, such as the names of files, is no labels, and stays not a number. */
static gboolean
read_text (const BpByteSource *source,
           const BpNpyHeader *header,
           BpNumberArray *array,
           GError **error)
{
  g_auto (Words) words = {
    .numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .words = g_ptr_array_new (),
  };
  g_autofree double *numbers = g_try_new (double, header->count);
  guint8 element[BP_NUMBER_MAX_SIZE];

  if (numbers == NULL || !bp_byte_levels_reserve (&array->levels, header->count))
    return set_no_memory_error (error);

  for (gsize i = 0; i < header->count; i++)
    {
      double number;

      if (!source->read (source->source, element, header->type.size, error))
        return FALSE;
      bp_number_type_decode (&header->type, element, 1, &number);
      bp_byte_levels_append_numbers (&array->levels, &number, 1);
      if (words.words->len <= MAX_WORDS)
        numbers[i] = number_word (&words, decode_text (&header->type, element));
    }
  if (!array->levels.has_bad || words.words->len > MAX_WORDS)
    return TRUE;

  bp_byte_levels_clear (&array->levels);
  if (!bp_byte_levels_reserve (&array->levels, header->count))
    return set_no_memory_error (error);
  bp_byte_levels_append_numbers (&array->levels, numbers, header->count);
  array->words = g_new0 (char *, words.words->len + 1);
  for (guint i = 0; i < words.words->len; i++)
    array->words[i] = g_strdup (g_ptr_array_index (words.words, i));
  return TRUE;
}

/* Reads an array of numbers, piece by piece. */
static gboolean
read_numbers (const BpByteSource *source,
              const BpNpyHeader *header,
              BpNumberArray *array,
              GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  gsize remaining = header->count;

  if (!bp_byte_levels_reserve (&array->levels, header->count))
    return set_no_memory_error (error);
  while (remaining > 0)
    {
      gsize n = MIN (remaining, PIECE / header->type.size);

      if (!source->read (source->source, piece, n * header->type.size, error))
        return FALSE;
      bp_byte_levels_append_bytes (&array->levels, &header->type, piece, n);
      remaining -= n;
    }
  return TRUE;
}

/**
 * bp_npy_read_levels:
 * @source: an array at its first number
 * @header: its header; the caller has checked that the file can hold so many numbers
 * @name: (nullable): of the array
 * @error: return location for %BP_ERROR_NO_MEMORY, or the errors of @source
 *
 * Text that spells no numbers is read as words.
 *
 * Returns: (transfer full): the array in C order, or %NULL with @error set
 */
BpNumberArray *
bp_npy_read_levels (const BpByteSource *source,
                    const BpNpyHeader *header,
                    const char *name,
                    GError **error)
{
  g_autoptr (BpNumberArray) array = bp_number_array_new (name);
  gboolean is_text =
      header->type.kind == BP_NUMBER_BYTE_TEXT || header->type.kind == BP_NUMBER_UNICODE_TEXT;

  array->n_dims = header->n_dims;
  memcpy (array->dims, header->dims, sizeof array->dims);
  if (!(is_text ? read_text (source, header, array, error)
                : read_numbers (source, header, array, error)))
    return NULL;
  if (header->is_fortran && !bp_number_array_reorder_fortran (array))
    {
      set_no_memory_error (error);
      return NULL;
    }
  return g_steal_pointer (&array);
}

/**
 * bp_npy_read_numbers:
 * @source: an array at its first number
 * @header: its header
 * @numbers: (out): (header->count) the numbers in the order of the file
 * @error: return location for the errors of @source
 *
 * Returns: whether @numbers was filled
 */
gboolean
bp_npy_read_numbers (const BpByteSource *source,
                     const BpNpyHeader *header,
                     double *numbers,
                     GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  gsize done = 0;

  while (done < header->count)
    {
      gsize n = MIN (header->count - done, PIECE / header->type.size);

      if (!source->read (source->source, piece, n * header->type.size, error))
        return FALSE;
      bp_number_type_decode (&header->type, piece, n, numbers + done);
      done += n;
    }

  return TRUE;
}
