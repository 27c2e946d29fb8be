/* SPDX-License-Identifier: MIT */

/* Which stored runs the window can train: those whose data it can load. */
#include "run-source.h"

#include "store.h"

/**
 * bp_run_source_get_path:
 * @settings: of a run
 *
 * Returns: (transfer full) (nullable) (type filename): the run's data for
 *   bp_store_load_dataset_async(), or %NULL where the window cannot load it, such as a mix that
 *   only the command line makes
 */
char *
bp_run_source_get_path (const BpRunSettings *settings)
{
  g_auto (GStrv) paths = bp_run_settings_get_paths (settings);
  const BpDatasetMix *mix = &settings->mix;

  if (mix->n_hasty > 0 || mix->n_non_digits > 0 ||
      (mix->n_builtin > 0 && mix->n_builtin != BP_STORE_N_MIXED))
    return NULL;
  if (paths == NULL)
    return mix->n_builtin == 0 ? g_strdup (BP_STORE_BUILTIN) : NULL;
  if (paths[0] == NULL || paths[1] != NULL)
    return NULL;
  return g_strconcat (mix->n_builtin > 0 ? BP_STORE_MIXED_PREFIX : "", paths[0], NULL);
}

/**
 * bp_run_source_can_continue:
 * @record: a run
 *
 * Returns: whether the window can continue it: it is not at its end, nobody trains it, and its data
 *   is of a kind that the window loads
 */
gboolean
bp_run_source_can_continue (const BpRunRecord *record)
{
  g_autofree char *path = bp_run_source_get_path (&record->settings);

  return path != NULL && bp_run_record_can_continue (record);
}

/**
 * bp_run_source_can_repeat:
 * @record: a run
 *
 * Returns: whether the window can train it again and compare the weights: it began with new
 *   weights, which depend on its settings alone, it learned from no teachers, it was trained to its
 *   end, and its data is of a kind that the window loads
 */
gboolean
bp_run_source_can_repeat (const BpRunRecord *record)
{
  g_autofree char *path = bp_run_source_get_path (&record->settings);

  return path != NULL && record->state == BP_RUN_STATE_FINISHED &&
         record->result.weights_sha256 != NULL && !record->settings.starts_from_network &&
         record->settings.teacher_paths == NULL;
}
