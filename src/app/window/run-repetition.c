/* SPDX-License-Identifier: MIT */

/* Whether a run that was trained again has the same weights, and if not, why. */
#include "run-repetition.h"

#include "kernels.h"
#include "run-columns.h"
#include "run-log.h"
#include "weights-check.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many characters of a digest are shown. */
#define DIGEST_LENGTH 12

static gboolean
has_other_rate (const BpRunRecord *record)
{
  g_autoptr (BpRunLog) log = bp_run_log_load_epochs (record->folder, NULL);

  for (guint i = 0; log != NULL && i < log->events->len; i++)
    if (g_array_index (log->events, BpRunEvent, i).kind == BP_RUN_EVENT_LEARNING_RATE)
      return TRUE;
  return FALSE;
}

/* What the settings at the start of the run do not tell, or this computer does in another way. */
static char *
find_reason (const BpRunRecord *record)
{
  const BpRunSettings *settings = &record->settings;
  const char *instructions = bp_kernels_get ()->name;

  if (has_other_rate (record))
    return g_strdup (_ ("Its learning rate was changed during the run."));
  if (record->figures.n_epochs != settings->config.n_epochs && settings->config.patience == 0)
    return g_strdup (_ ("Its number of epochs was changed during the run."));
  if (g_strcmp0 (settings->instructions, instructions) != 0)
    return g_strdup_printf (_ ("It was trained with the instructions %s, and this run with %s, "
                               "whose results may differ in the last bits."),
                            settings->instructions, instructions);
  return g_strdup_printf (_ ("It was trained by %s."), settings->program);
}

/**
 * bp_run_repetition_is_same:
 * @record: a run that was trained to its end
 * @network: the network of a run with the same settings
 *
 * Returns: whether the weights are the same bytes
 */
gboolean
bp_run_repetition_is_same (const BpRunRecord *record, BpNetwork *network)
{
  g_autofree char *sha256 = bp_weights_sha256 (network);

  return g_strcmp0 (sha256, record->result.weights_sha256) == 0;
}

/**
 * bp_run_repetition_describe:
 * @record: a run that was trained again
 * @is_same: whether the weights are the same bytes
 *
 * Returns: (transfer full): a sentence on that, and why they are not, as far as can be told
 */
char *
bp_run_repetition_describe (const BpRunRecord *record, gboolean is_same)
{
  g_autofree char *name = bp_run_column_describe (BP_RUN_COLUMN_NAME, record);
  g_autofree char *digest = g_strndup (record->result.weights_sha256, DIGEST_LENGTH);
  g_autofree char *reason = NULL;

  if (is_same)
    /* Translators: what a run is called, and the beginning of a digest */
    return g_strdup_printf (_ ("The weights are those of “%s”, byte for byte (SHA-256 %s…)."), name,
                            digest);
  reason = find_reason (record);
  /* Translators: what a run is called, and a sentence with a reason */
  return g_strdup_printf (_ ("The weights are not those of “%s”. %s"), name, reason);
}
