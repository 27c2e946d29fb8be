/* SPDX-License-Identifier: MIT */
/*
 * What a weight file says about its network, and how that is written as metadata, which are pairs
 * of text. None of it changes what the network answers, so that what does not make sense is left
 * out rather than refused.
 */
#include "engine/weights-info.h"

#include "engine/json-reader.h"
#include "engine/json-text.h"

#include <math.h>
#include <string.h>

#define KEY_CLASSES           "classes"
#define KEY_DATASET           "dataset"
#define KEY_DATASET_SHA256    "dataset_sha256"
#define KEY_EPOCHS            "epochs"
#define KEY_HELD_OUT_ACCURACY "held_out_accuracy"
#define KEY_HELD_OUT_LOSS     "held_out_loss"
#define KEY_PROGRAM           "program"
#define KEY_SEED              "seed"

/**
 * bp_weights_info_init:
 * @info: (out caller-allocates): the information to set up, as of a network of which nothing is
 *   known
 */
void
bp_weights_info_init (BpWeightsInfo *info)
{
  *info = (BpWeightsInfo){ .held_out_accuracy = NAN, .held_out_loss = NAN };
}

/**
 * bp_weights_info_copy:
 * @destination: (out caller-allocates): where the copy goes; what it held is not freed
 * @source: the information to copy
 */
void
bp_weights_info_copy (BpWeightsInfo *destination, const BpWeightsInfo *source)
{
  *destination = *source;
  destination->dataset_name = g_strdup (source->dataset_name);
  destination->dataset_sha256 = g_strdup (source->dataset_sha256);
  destination->class_names = g_strdupv (source->class_names);
  destination->program = g_strdup (source->program);
}

/**
 * bp_weights_info_clear:
 * @info: the information to free the contents of; afterwards it is as bp_weights_info_init() leaves
 *   it
 */
void
bp_weights_info_clear (BpWeightsInfo *info)
{
  g_free (info->dataset_name);
  g_free (info->dataset_sha256);
  g_strfreev (info->class_names);
  g_free (info->program);
  bp_weights_info_init (info);
}

/**
 * bp_metadata_add_number:
 * @writer: where the metadata go
 * @key: what it is
 * @number: its value; one that is not finite is left out
 */
void
bp_metadata_add_number (BpSafetensorsWriter *writer, const char *key, double number)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!isfinite (number))
    return;

  bp_json_append_number (text, number);
  bp_safetensors_writer_add_metadata (writer, key, text->str);
}

/**
 * bp_metadata_parse_number:
 * @text: (nullable): what should be a number and nothing else
 * @number: (out): the number, which is finite
 *
 * Returns: whether it is one
 */
gboolean
bp_metadata_parse_number (const char *text, double *number)
{
  char *end;

  if (text == NULL)
    return FALSE;

  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number);
}

static guint64
parse_unsigned (const char *text, guint64 maximum)
{
  guint64 value;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, maximum, &value, NULL))
    return 0;
  return value;
}

/* Class names are a JSON array of strings. */
static char *
format_class_names (char **class_names)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; class_names[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      bp_json_append_string (text, class_names[i]);
    }
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static char **
parse_class_names (const char *text, guint n_classes)
{
  g_autofree char *copy = g_strdup (text);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_names = 0;
  BpJsonReader reader;

  if (copy == NULL)
    return NULL;

  bp_json_reader_init (&reader, copy, strlen (copy));
  bp_json_reader_begin_array (&reader);
  while (bp_json_reader_next_element (&reader) && n_names < n_classes)
    {
      const char *name = bp_json_reader_read_string (&reader);

      if (name != NULL)
        {
          g_strv_builder_add (builder, name);
          n_names++;
        }
    }
  if (!bp_json_reader_finish (&reader, NULL) || n_names != n_classes)
    return NULL;
  return g_strv_builder_end (builder);
}

static void
write_unsigned (BpSafetensorsWriter *writer, const char *key, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  bp_safetensors_writer_add_metadata (writer, key, text);
}

/**
 * bp_weights_info_write:
 * @info: what is known about a network
 * @writer: where its metadata go; what is not known is left out
 */
void
bp_weights_info_write (const BpWeightsInfo *info, BpSafetensorsWriter *writer)
{
  bp_safetensors_writer_add_metadata (writer, KEY_PROGRAM, "Backprop " BP_VERSION);
  if (info->dataset_name != NULL)
    bp_safetensors_writer_add_metadata (writer, KEY_DATASET, info->dataset_name);
  if (info->dataset_sha256 != NULL)
    bp_safetensors_writer_add_metadata (writer, KEY_DATASET_SHA256, info->dataset_sha256);
  if (info->class_names != NULL)
    {
      g_autofree char *class_names = format_class_names (info->class_names);

      bp_safetensors_writer_add_metadata (writer, KEY_CLASSES, class_names);
    }
  write_unsigned (writer, KEY_SEED, info->seed);
  write_unsigned (writer, KEY_EPOCHS, info->n_epochs);
  bp_metadata_add_number (writer, KEY_HELD_OUT_ACCURACY, info->held_out_accuracy);
  bp_metadata_add_number (writer, KEY_HELD_OUT_LOSS, info->held_out_loss);
}

/**
 * bp_weights_info_read:
 * @info: (out caller-allocates): what the file says; what it does not say, or not in a way that
 *   makes sense, is as bp_weights_info_init() leaves it
 * @safetensors: the file
 * @n_classes: how many classes the network in it tells apart
 */
void
bp_weights_info_read (BpWeightsInfo *info, const BpSafetensors *safetensors, guint n_classes)
{
  double number;

  bp_weights_info_init (info);
  info->program = g_strdup (bp_safetensors_get_metadata (safetensors, KEY_PROGRAM));
  info->dataset_name = g_strdup (bp_safetensors_get_metadata (safetensors, KEY_DATASET));
  info->dataset_sha256 = g_strdup (bp_safetensors_get_metadata (safetensors, KEY_DATASET_SHA256));
  info->class_names =
      parse_class_names (bp_safetensors_get_metadata (safetensors, KEY_CLASSES), n_classes);
  info->seed = parse_unsigned (bp_safetensors_get_metadata (safetensors, KEY_SEED), G_MAXUINT64);
  info->n_epochs =
      (guint) parse_unsigned (bp_safetensors_get_metadata (safetensors, KEY_EPOCHS), G_MAXUINT);
  if (bp_metadata_parse_number (bp_safetensors_get_metadata (safetensors, KEY_HELD_OUT_ACCURACY),
                                &number) &&
      number >= 0.0 && number <= 1.0)
    info->held_out_accuracy = number;
  if (bp_metadata_parse_number (bp_safetensors_get_metadata (safetensors, KEY_HELD_OUT_LOSS),
                                &number) &&
      number >= 0.0)
    info->held_out_loss = number;
}
