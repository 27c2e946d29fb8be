/* SPDX-License-Identifier: MIT */
/*
 * Parses the names of a network's arrays for their role (weights or biases), their layer and the
 * order of the layers. A name is split into words ("hiddenWeights_2" is hidden, Weights, 2). One
 * word gives the role; the others identify the layer.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "weights-names.h"

#include <string.h>

/* Replaces the word for the role of an array. */
#define ROLE_MARK '*'

static const char *const weights_words[] = {
  "w", "weight", "weights", "kernel", "kernels", "coef", "coefs", NULL,
};

static const char *const biases_words[] = {
  "b", "bias", "biases", "intercept", "intercepts", NULL,
};

/* The length of the word of letters at @text. "hiddenWeights" has two words, "WEIGHTS" one. */
static gsize
get_word_length (const char *text)
{
  gsize length = 1;

  while (g_ascii_isalpha (text[length]) &&
         !(g_ascii_islower (text[length - 1]) && g_ascii_isupper (text[length])))
    length++;
  return length;
}

/**
 * bp_weights_name_get_role:
 * @name: the name of an array, as in "fc1.weight", "W1", "layer_2/kernel:0"
 * @key: (out) (transfer full): the name without the word for the role: equal for the weights and
 *   the biases of a layer
 *
 * Returns: the role of the array, by the last word in its name for a role
 */
BpWeightsRole
bp_weights_name_get_role (const char *name, char **key)
{
  BpWeightsRole role = BP_WEIGHTS_ROLE_NONE;
  GString *rest = g_string_new (NULL);

  while (*name != '\0')
    {
      gsize length = g_ascii_isalpha (*name) ? get_word_length (name) : 1;
      g_autofree char *word = g_ascii_strdown (name, (gssize) length);
      gboolean is_weights = g_strv_contains (weights_words, word);

      if (is_weights || g_strv_contains (biases_words, word))
        {
          role = is_weights ? BP_WEIGHTS_ROLE_WEIGHTS : BP_WEIGHTS_ROLE_BIASES;
          g_string_append_c (rest, ROLE_MARK);
        }
      else
        g_string_append_len (rest, name, (gssize) length);
      name += length;
    }

  *key = g_string_free (rest, FALSE);
  return role;
}

/**
 * bp_weights_name_is_numbered:
 * @name: the name of an array
 *
 * Returns: whether it is a name that NumPy gives to arrays without one, as in "arr_0"
 */
gboolean
bp_weights_name_is_numbered (const char *name)
{
  return g_str_has_prefix (name, "arr_") && name[4] != '\0' &&
         name[4 + strspn (name + 4, "0123456789")] == '\0';
}

/* Skips digits and the separators around them. */
static const char *
skip_number (const char *text)
{
  while (*text != '\0' && strchr ("0123456789_-. ", *text) != NULL)
    text++;
  return text;
}

/**
 * bp_weights_names_differ_in_numbers:
 * @a: a name
 * @b: another name
 *
 * Returns: whether they differ only in numbers, like "fc2.weight" and "fc10.weight", or
 *   "dense/kernel" and "dense_1/kernel"
 */
gboolean
bp_weights_names_differ_in_numbers (const char *a, const char *b)
{
  a = skip_number (a);
  b = skip_number (b);
  while (*a != '\0' && *a == *b)
    {
      a = skip_number (a + 1);
      b = skip_number (b + 1);
    }
  return *a == *b;
}

/* Compares the numbers at *a and *b like strcmp(), and advances both over the digits. */
static int
compare_numbers (const char **a, const char **b)
{
  gsize a_length;
  gsize b_length;
  int order;

  while (**a == '0')
    (*a)++;
  while (**b == '0')
    (*b)++;
  a_length = strspn (*a, "0123456789");
  b_length = strspn (*b, "0123456789");
  if (a_length != b_length)
    return a_length < b_length ? -1 : 1;

  order = memcmp (*a, *b, a_length);
  *a += a_length;
  *b += b_length;
  return order;
}

/**
 * bp_compare_naturally:
 * @a: a string
 * @b: a string
 *
 * Compares strings so that "fc2" comes before "fc10".
 *
 * Returns: a negative number, 0 or a positive number as @a comes before @b, with it, or after it
 */
int
bp_compare_naturally (const char *a, const char *b)
{
  const char *p = a;
  const char *q = b;

  while (*p != '\0' && *q != '\0')
    {
      if (g_ascii_isdigit (*p) && g_ascii_isdigit (*q))
        {
          int order = compare_numbers (&p, &q);

          if (order != 0)
            return order;
        }
      else if (*p != *q)
        return (guchar) *p < (guchar) *q ? -1 : 1;
      else
        {
          p++;
          q++;
        }
    }

  if (*p != *q)
    return *p == '\0' ? -1 : 1;
  return strcmp (a, b); /* "01" and "1" */
}
