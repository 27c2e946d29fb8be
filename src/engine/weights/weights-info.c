/* SPDX-License-Identifier: MIT */
/*
 * The description of a network in a weight file, and its form as metadata. It does not change the
 * network's answers, so that invalid entries are ignored instead of refused.
 */
#include "weights-info.h"

#include "clean-text.h"
#include "json-reader.h"
#include "json-writer.h"

#include <math.h>
#include <string.h>

#define KEY_CLASSES           "classes"
#define KEY_COMMAND           "command"
#define KEY_DATASET           "dataset"
#define KEY_DATASET_SHA256    "dataset_sha256"
#define KEY_EDITED            "edited"
#define KEY_EPOCHS            "epochs"
#define KEY_HELD_OUT_ACCURACY "held_out_accuracy"
#define KEY_HELD_OUT_LOSS     "held_out_loss"
#define KEY_PROGRAM           "program"
#define KEY_SEED              "seed"
#define KEY_SETTINGS          "training_settings"

/* The value of KEY_EDITED. */
#define EDITED "true"

static const char *const keys[] = {
  KEY_CLASSES, KEY_COMMAND, KEY_DATASET,           KEY_DATASET_SHA256,
  KEY_EDITED,  KEY_EPOCHS,  KEY_HELD_OUT_ACCURACY, KEY_HELD_OUT_LOSS,
  KEY_PROGRAM, KEY_SEED,    KEY_SETTINGS,          NULL,
};

/**
 * bp_weights_info_owns_key:
 * @key: of a file's metadata
 *
 * Returns: whether bp_weights_info_write() writes it
 */
gboolean
bp_weights_info_owns_key (const char *key)
{
  return g_strv_contains (keys, key);
}

/**
 * bp_weights_info_init:
 * @info: (out caller-allocates): initialised to an empty description
 */
void
bp_weights_info_init (BpWeightsInfo *info)
{
  *info = (BpWeightsInfo){ .held_out_accuracy = NAN, .held_out_loss = NAN };
}

/**
 * bp_weights_info_copy:
 * @destination: (out caller-allocates): set to the copy; its old contents are not freed
 * @source: the description to copy
 */
void
bp_weights_info_copy (BpWeightsInfo *destination, const BpWeightsInfo *source)
{
  *destination = *source;
  destination->dataset_name = g_strdup (source->dataset_name);
  destination->dataset_sha256 = g_strdup (source->dataset_sha256);
  destination->class_names = g_strdupv (source->class_names);
  destination->program = g_strdup (source->program);
  destination->command = g_strdup (source->command);
  destination->settings = g_strdup (source->settings);
  if (source->notes != NULL)
    {
      destination->notes = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < source->notes->len; i++)
        g_ptr_array_add (destination->notes, g_strdup (g_ptr_array_index (source->notes, i)));
    }
}

/**
 * bp_weights_info_clear:
 * @info: the description, whose contents are freed; it is empty afterwards, as of
 *   bp_weights_info_init()
 */
void
bp_weights_info_clear (BpWeightsInfo *info)
{
  g_free (info->dataset_name);
  g_free (info->dataset_sha256);
  g_strfreev (info->class_names);
  g_free (info->program);
  g_free (info->command);
  g_free (info->settings);
  g_clear_pointer (&info->notes, g_ptr_array_unref);
  bp_weights_info_init (info);
}

/**
 * bp_weights_info_add_note:
 * @info: (nullable): the description of a network that is being read
 * @format: a whole sentence, as a format of printf()
 * @...: the arguments of @format
 */
void
bp_weights_info_add_note (BpWeightsInfo *info, const char *format, ...)
{
  va_list arguments;

  if (info == NULL)
    return;

  if (info->notes == NULL)
    info->notes = g_ptr_array_new_with_free_func (g_free);
  va_start (arguments, format);
  g_ptr_array_add (info->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* The class names as a JSON array of strings. */
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
          g_autofree char *clean_name = bp_clean_text (name, BP_CLEAN_LABEL);

          g_strv_builder_add (builder, clean_name);
          n_names++;
        }
    }
  if (!bp_json_reader_finish (&reader, NULL) || n_names != n_classes)
    return NULL;
  return g_strv_builder_end (builder);
}

/**
 * bp_weights_info_write:
 * @info: the description of a network
 * @metadata: gets the description, without unknown fields
 */
void
bp_weights_info_write (const BpWeightsInfo *info, BpMetadata *metadata)
{
  bp_metadata_set (metadata, KEY_PROGRAM, "Backprop " BP_VERSION);
  bp_metadata_set (metadata, KEY_DATASET, info->dataset_name);
  bp_metadata_set (metadata, KEY_DATASET_SHA256, info->dataset_sha256);
  if (info->class_names != NULL)
    {
      g_autofree char *class_names = format_class_names (info->class_names);

      bp_metadata_set (metadata, KEY_CLASSES, class_names);
    }
  if (info->command != NULL)
    bp_metadata_set (metadata, KEY_COMMAND, info->command);
  bp_metadata_set (metadata, KEY_SETTINGS, info->settings);
  bp_metadata_set_unsigned (metadata, KEY_SEED, info->seed);
  bp_metadata_set_unsigned (metadata, KEY_EPOCHS, info->n_epochs);
  if (info->is_edited)
    bp_metadata_set (metadata, KEY_EDITED, EDITED);
  bp_metadata_set_number (metadata, KEY_HELD_OUT_ACCURACY, info->held_out_accuracy);
  bp_metadata_set_number (metadata, KEY_HELD_OUT_LOSS, info->held_out_loss);
}

/**
 * bp_weights_info_read:
 * @info: (inout): set from the metadata; missing and invalid fields stay as of
 *   bp_weights_info_init()
 * @metadata: of the file
 * @n_classes: the number of classes of its network
 */
void
bp_weights_info_read (BpWeightsInfo *info, const BpMetadata *metadata, guint n_classes)
{
  double number;

  info->program = g_strdup (bp_metadata_get (metadata, KEY_PROGRAM));
  info->command = g_strdup (bp_metadata_get (metadata, KEY_COMMAND));
  info->settings = g_strdup (bp_metadata_get (metadata, KEY_SETTINGS));
  info->dataset_name = g_strdup (bp_metadata_get (metadata, KEY_DATASET));
  info->dataset_sha256 = g_strdup (bp_metadata_get (metadata, KEY_DATASET_SHA256));
  info->class_names = parse_class_names (bp_metadata_get (metadata, KEY_CLASSES), n_classes);
  info->is_edited = g_strcmp0 (bp_metadata_get (metadata, KEY_EDITED), EDITED) == 0;
  info->seed = bp_metadata_get_unsigned (metadata, KEY_SEED, G_MAXUINT64);
  info->n_epochs = (guint) bp_metadata_get_unsigned (metadata, KEY_EPOCHS, G_MAXUINT);
  if (bp_metadata_get_number (metadata, KEY_HELD_OUT_ACCURACY, &number) && number >= 0.0 &&
      number <= 1.0)
    info->held_out_accuracy = number;
  if (bp_metadata_get_number (metadata, KEY_HELD_OUT_LOSS, &number) && number >= 0.0)
    info->held_out_loss = number;
}
