/* SPDX-License-Identifier: MIT */

/* Names of classes beside a data set: as shown, and as written to JSON.
 */
#include "fuzz-input.h"

#include "clean-text.h"
#include "dataset-finish.h"
#include "json-reader.h"
#include "json-writer.h"

#include <stdlib.h>

/* Aborts the program where a shown name has harmful characters. */
static void
check_shown (const char *name)
{
  g_autofree char *clean = bp_clean_text (name, BP_CLEAN_LABEL);

  if (g_utf8_strlen (clean, -1) > BP_CLEAN_LABEL + 1)
    abort ();
  for (const char *p = clean; *p != '\0'; p = g_utf8_next_char (p))
    if (!bp_character_is_clean (g_utf8_get_char (p)))
      abort ();
}

/* Aborts the program where a name changes on its way through JSON. */
static void
check_written (const char *name)
{
  g_autoptr (GString) json = g_string_new (NULL);
  const char *read_back;
  BpJsonReader reader;

  bp_json_append_string (json, name);
  bp_json_reader_init (&reader, json->str, json->len);
  read_back = bp_json_reader_read_string (&reader);
  if (!bp_json_reader_finish (&reader, NULL) || !g_str_equal (read_back, name))
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) names = bp_class_names_parse ((const char *) data, size);

  check_shown (text);
  if (names == NULL)
    return 0;
  if (names[0] == NULL || g_strv_length (names) > BP_DATASET_MAX_CLASSES)
    abort ();
  for (guint i = 0; names[i] != NULL; i++)
    {
      check_shown (names[i]);
      check_written (names[i]);
    }
  return 0;
}
