/* SPDX-License-Identifier: MIT */
/* The settings at the start of a run, and their form in run.json: one row for each setting. */
#include "run-settings.h"

#include "activation.h"
#include "clean-text.h"
#include "error.h"
#include "kernels.h"
#include "weights-check.h"
#include "weights.h"

#include <glib/gi18n.h>
#include <string.h>

#define FIELD(its_key, its_type, name)                                                \
  {                                                                                   \
    .key = its_key, .type = its_type, .offset = G_STRUCT_OFFSET (BpRunSettings, name) \
  }
#define CHOICE(its_key, name, its_choices)                                                    \
  {                                                                                           \
    .key = its_key, .type = BP_FIELD_CHOICE, .offset = G_STRUCT_OFFSET (BpRunSettings, name), \
    .choices = its_choices                                                                    \
  }

static const BpField data_fields[] = {
  FIELD ("name", BP_FIELD_TEXT, dataset_name),
  FIELD ("paths", BP_FIELD_TEXTS, dataset_paths),
  FIELD ("sha256", BP_FIELD_TEXT, dataset_sha256),
  FIELD ("train", BP_FIELD_UINT64, n_train),
  FIELD ("held_out", BP_FIELD_UINT64, n_held_out),
  FIELD ("test", BP_FIELD_UINT64, n_test),
  FIELD ("limit", BP_FIELD_UINT64, train_limit),
  FIELD ("mix_builtin", BP_FIELD_UINT, mix.n_builtin),
  FIELD ("mix_hasty", BP_FIELD_UINT, mix.n_hasty),
  FIELD ("mix_non_digits", BP_FIELD_UINT, mix.n_non_digits),
};

static const BpField network_fields[] = {
  FIELD ("layers", BP_FIELD_SIZES, layers),
  CHOICE ("activation", config.activation, &bp_activations),
  FIELD ("starts_from_network", BP_FIELD_BOOLEAN, starts_from_network),
};

static const BpField training_fields[] = {
  FIELD ("seed", BP_FIELD_UINT64, config.seed),
  FIELD ("epochs", BP_FIELD_UINT, config.n_epochs),
  FIELD ("epochs_before", BP_FIELD_UINT, config.n_epochs_before),
  FIELD ("patience", BP_FIELD_UINT, config.patience),
  FIELD ("batch_size", BP_FIELD_UINT, config.batch_size),
  CHOICE ("optimizer", config.optimizer.kind, &bp_optimizers),
  FIELD ("learning_rate", BP_FIELD_FLOAT, config.learning_rate),
  CHOICE ("schedule", config.schedule, &bp_schedules),
  FIELD ("warm_up", BP_FIELD_FLOAT, config.warm_up_epochs),
  FIELD ("momentum", BP_FIELD_FLOAT, config.optimizer.momentum),
  FIELD ("weight_decay", BP_FIELD_FLOAT, config.optimizer.weight_decay),
  FIELD ("dropout", BP_FIELD_FLOAT, config.dropout),
  CHOICE ("precision", config.precision, &bp_precisions),
  FIELD ("rotation", BP_FIELD_FLOAT, config.augmentation.rotation),
  FIELD ("scale", BP_FIELD_FLOAT, config.augmentation.scale),
  FIELD ("shear", BP_FIELD_FLOAT, config.augmentation.shear),
  FIELD ("shift", BP_FIELD_FLOAT, config.augmentation.shift),
  FIELD ("elastic", BP_FIELD_FLOAT, config.augmentation.elastic),
  FIELD ("teachers", BP_FIELD_TEXTS, teacher_paths),
  FIELD ("teacher_sha256", BP_FIELD_TEXTS, teacher_sha256),
  FIELD ("temperature", BP_FIELD_FLOAT, config.distillation.temperature),
  FIELD ("soft_weight", BP_FIELD_FLOAT, config.distillation.soft_weight),
};

static const BpField program_fields[] = {
  FIELD ("program", BP_FIELD_TEXT, program),
  FIELD ("instructions", BP_FIELD_TEXT, instructions),
  FIELD ("command", BP_FIELD_TEXT, command),
  FIELD ("group", BP_FIELD_TEXT, group),
};

static const struct
{
  const char *key;
  const BpField *fields;
  guint n_fields;
} sections[] = {
  { "data", data_fields, G_N_ELEMENTS (data_fields) },
  { "network", network_fields, G_N_ELEMENTS (network_fields) },
  { "training", training_fields, G_N_ELEMENTS (training_fields) },
  { "made_by", program_fields, G_N_ELEMENTS (program_fields) },
};

/**
 * bp_run_settings_init:
 * @settings: (out caller-allocates): the defaults of a trainer, without data
 */
void
bp_run_settings_init (BpRunSettings *settings)
{
  *settings = (BpRunSettings){ 0 };
  bp_training_config_init (&settings->config);
}

/**
 * bp_run_settings_init_from_trainer:
 * @settings: (out caller-allocates): the settings of @trainer; the caller adds the source, the
 *   limits and the mix of the data, the teachers, the command, and whether the run starts from a
 *   network
 * @trainer: a trainer before its first step
 */
void
bp_run_settings_init_from_trainer (BpRunSettings *settings, const BpTrainer *trainer)
{
  const BpDataset *dataset = bp_trainer_get_dataset (trainer);
  const BpNetwork *network = bp_trainer_get_network (trainer);

  *settings = (BpRunSettings){
    .dataset_name = g_strdup (bp_dataset_get_name (dataset)),
    .dataset_sha256 = g_strdup (bp_dataset_get_sha256 (dataset)),
    .n_train = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count,
    .n_held_out = bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count,
    .n_test = bp_dataset_get_samples (dataset, BP_SPLIT_TEST).count,
    .config = *bp_trainer_get_config (trainer),
    .program = g_strdup ("Backprop " BP_VERSION),
    .instructions = g_strdup (bp_kernels_get ()->name),
  };
  /* The trainer owns them. */
  settings->config.distillation.teachers = NULL;
  settings->config.activation = network->activation;
  settings->config.n_hidden = network->n_layers - 1;
  settings->layers.n_sizes = network->n_layers + 1;
  settings->layers.sizes[0] = bp_network_get_n_inputs (network);
  for (guint l = 0; l < network->n_layers; l++)
    {
      settings->layers.sizes[l + 1] = network->layers[l].n_outputs;
      if (l + 1 < network->n_layers)
        settings->config.hidden[l] = network->layers[l].n_outputs;
    }
}

/**
 * bp_run_settings_copy:
 * @destination: (out caller-allocates): the copy, to be cleared with bp_run_settings_clear()
 * @source: the settings
 */
void
bp_run_settings_copy (BpRunSettings *destination, const BpRunSettings *source)
{
  *destination = *source;
  destination->dataset_name = g_strdup (source->dataset_name);
  destination->dataset_paths = g_strdupv (source->dataset_paths);
  destination->dataset_sha256 = g_strdup (source->dataset_sha256);
  destination->teacher_paths = g_strdupv (source->teacher_paths);
  destination->teacher_sha256 = g_strdupv (source->teacher_sha256);
  destination->program = g_strdup (source->program);
  destination->instructions = g_strdup (source->instructions);
  destination->command = g_strdup (source->command);
  destination->group = g_strdup (source->group);
}

/**
 * bp_run_settings_clear:
 * @settings: the settings, whose strings are freed
 */
void
bp_run_settings_clear (BpRunSettings *settings)
{
  g_clear_pointer (&settings->dataset_name, g_free);
  g_clear_pointer (&settings->dataset_paths, g_strfreev);
  g_clear_pointer (&settings->dataset_sha256, g_free);
  g_clear_pointer (&settings->teacher_paths, g_strfreev);
  g_clear_pointer (&settings->teacher_sha256, g_strfreev);
  g_clear_pointer (&settings->program, g_free);
  g_clear_pointer (&settings->instructions, g_free);
  g_clear_pointer (&settings->command, g_free);
  g_clear_pointer (&settings->group, g_free);
}

/* Returns: (transfer full) (nullable): the paths as absolute ones; a name that is not UTF-8 as a
 * URI */
static char **
keep_paths (const char *const *paths)
{
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  if (paths == NULL)
    return NULL;
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *absolute = g_canonicalize_filename (paths[i], NULL);
      g_autofree char *uri =
          g_utf8_validate (absolute, -1, NULL) ? NULL : g_filename_to_uri (absolute, NULL, NULL);

      g_strv_builder_add (kept, uri != NULL ? uri : absolute);
    }
  return g_strv_builder_end (kept);
}

/* Returns: (transfer full) (nullable): the paths that keep_paths() was given */
static char **
restore_paths (char **kept)
{
  char **paths = g_strdupv (kept);

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      char *path = g_str_has_prefix (paths[i], "file://")
                       ? g_filename_from_uri (paths[i], NULL, NULL)
                       : NULL;

      if (path != NULL)
        {
          g_free (paths[i]);
          paths[i] = path;
        }
    }
  return paths;
}

/**
 * bp_run_settings_set_paths:
 * @settings: the settings
 * @paths: (nullable) (array zero-terminated=1) (element-type filename): the files or folders of the
 *   data; %NULL for the built-in digits
 *
 * Stores the paths as absolute ones. A name that is not UTF-8 becomes a URI.
 */
void
bp_run_settings_set_paths (BpRunSettings *settings, const char *const *paths)
{
  g_strfreev (settings->dataset_paths);
  settings->dataset_paths = keep_paths (paths);
}

/**
 * bp_run_settings_get_paths:
 * @settings: the settings
 *
 * Returns: (nullable) (transfer full) (array zero-terminated=1) (element-type filename): the paths
 *   of bp_run_settings_set_paths(), absolute
 */
char **
bp_run_settings_get_paths (const BpRunSettings *settings)
{
  return restore_paths (settings->dataset_paths);
}

/**
 * bp_run_settings_set_teachers:
 * @settings: the settings
 * @paths: (nullable) (array zero-terminated=1) (element-type filename): the files of the teachers
 * @teachers: (nullable) (element-type BpNetwork): the networks in them, in the same order
 *
 * Stores the paths as absolute ones, and the digests of the weights.
 */
void
bp_run_settings_set_teachers (BpRunSettings *settings,
                              const char *const *paths,
                              const GPtrArray *teachers)
{
  g_autoptr (GStrvBuilder) digests = g_strv_builder_new ();

  g_clear_pointer (&settings->teacher_paths, g_strfreev);
  g_clear_pointer (&settings->teacher_sha256, g_strfreev);
  if (paths == NULL)
    return;
  for (guint i = 0; i < teachers->len; i++)
    {
      g_autofree char *sha256 = bp_weights_sha256 (g_ptr_array_index (teachers, i));

      g_strv_builder_add (digests, sha256);
    }
  settings->teacher_paths = keep_paths (paths);
  settings->teacher_sha256 = g_strv_builder_end (digests);
}

static BpNetwork *
load_teacher (const char *path, const char *sha256, GError **error)
{
  g_autoptr (BpNetwork) teacher = bp_weights_load (path, NULL, error);
  g_autofree char *found = teacher != NULL ? bp_weights_sha256 (teacher) : NULL;
  g_autofree char *name = NULL;

  if (teacher == NULL)
    {
      g_prefix_error_literal (error, _ ("A teacher of the run cannot be read: "));
      return NULL;
    }
  if (strcmp (found, sha256) == 0)
    return g_steal_pointer (&teacher);

  name = bp_clean_path (path);
  g_set_error (
      error, BP_ERROR, BP_ERROR_MISMATCH,
      _ ("“%s” is not the teacher that the run learned from: its weights have changed since"),
      name);
  return NULL;
}

/**
 * bp_run_settings_load_teachers:
 * @settings: settings that were checked
 * @error: return location for an error of bp_weights_load(), or %BP_ERROR_MISMATCH, where a file
 *   has other weights than at the start of the run
 *
 * Returns: (transfer full) (element-type BpNetwork): the teachers, which may be none; or %NULL with
 *   @error set
 */
GPtrArray *
bp_run_settings_load_teachers (const BpRunSettings *settings, GError **error)
{
  g_autoptr (GPtrArray) teachers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_network_unref);
  g_auto (GStrv) paths = restore_paths (settings->teacher_paths);

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      BpNetwork *teacher = load_teacher (paths[i], settings->teacher_sha256[i], error);

      if (teacher == NULL)
        return NULL;
      g_ptr_array_add (teachers, teacher);
    }
  return g_steal_pointer (&teachers);
}

static guint
count_texts (char **texts)
{
  return texts != NULL ? g_strv_length (texts) : 0;
}

/**
 * bp_run_settings_check:
 * @settings: settings that were read from a file
 * @error: return location for %BP_ERROR_DAMAGED or %BP_ERROR_INVALID_VALUE
 *
 * Returns: whether a trainer can be made from them
 */
gboolean
bp_run_settings_check (const BpRunSettings *settings, GError **error)
{
  const BpFieldSizes *layers = &settings->layers;

  if (layers->n_sizes < 2 || layers->n_sizes > BP_NETWORK_MAX_LAYERS + 1 ||
      settings->dataset_name == NULL || settings->dataset_sha256 == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           _ ("its data or its layers are missing"));
      return FALSE;
    }
  if (count_texts (settings->teacher_paths) != count_texts (settings->teacher_sha256) ||
      (settings->config.distillation.soft_weight > 0.0f &&
       count_texts (settings->teacher_paths) == 0))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED, _ ("its teachers are missing"));
      return FALSE;
    }
  return bp_training_config_check (&settings->config, error);
}

/* The field of a row, counted over all sections. */
static const BpField *
find_row (guint row, guint *section)
{
  for (*section = 0; *section < G_N_ELEMENTS (sections); (*section)++)
    {
      if (row < sections[*section].n_fields)
        return &sections[*section].fields[row];
      row -= sections[*section].n_fields;
    }
  g_return_val_if_reached (NULL);
}

/**
 * bp_run_settings_get_n_rows:
 *
 * Returns: the number of settings, for a table of them
 */
guint
bp_run_settings_get_n_rows (void)
{
  guint n_rows = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    n_rows += sections[i].n_fields;
  return n_rows;
}

/**
 * bp_run_settings_get_row_key:
 * @row: from 0
 *
 * Returns: (transfer full): the setting's key in run.json, as in "training.learning_rate"
 */
char *
bp_run_settings_get_row_key (guint row)
{
  guint section;
  const BpField *field = find_row (row, &section);

  return g_strdup_printf ("%s.%s", sections[section].key, field->key);
}

/**
 * bp_run_settings_get_row_text:
 * @settings: the settings
 * @row: from 0
 *
 * Returns: (transfer full): the setting's value as JSON, or an empty text
 */
char *
bp_run_settings_get_row_text (const BpRunSettings *settings, guint row)
{
  guint section;
  const BpField *field = find_row (row, &section);
  g_autoptr (GString) json = g_string_new (NULL);
  const char *value;

  bp_fields_write (field, 1, settings, json);
  value = strstr (json->str, ": ");
  return g_strdup (value != NULL ? value + 2 : "");
}

/**
 * bp_run_settings_write:
 * @settings: the settings
 * @json: the text to append to
 *
 * Appends members of an object, one line with a comma for each section.
 */
void
bp_run_settings_write (const BpRunSettings *settings, GString *json)
{
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      g_string_append_printf (json, "  \"%s\": {", sections[i].key);
      bp_fields_write (sections[i].fields, sections[i].n_fields, settings, json);
      g_string_append (json, "},\n");
    }
}

/* The hidden layers are only stored among the layers. */
static void
derive_hidden (BpRunSettings *settings)
{
  const BpFieldSizes *layers = &settings->layers;

  settings->config.n_hidden = 0;
  for (guint i = 1; i + 1 < layers->n_sizes && i <= G_N_ELEMENTS (settings->config.hidden); i++)
    settings->config.hidden[settings->config.n_hidden++] = layers->sizes[i];
}

/**
 * bp_run_settings_read_member:
 * @settings: (inout): the settings
 * @key: the key of a member
 * @reader: a reader before its value
 *
 * Returns: whether the member is a setting; if not, nothing was read
 */
gboolean
bp_run_settings_read_member (BpRunSettings *settings, const char *key, BpJsonReader *reader)
{
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (strcmp (sections[i].key, key) == 0)
      {
        bp_fields_read (sections[i].fields, sections[i].n_fields, settings, reader);
        derive_hidden (settings);
        return TRUE;
      }
  return FALSE;
}
