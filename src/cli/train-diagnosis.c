/* SPDX-License-Identifier: MIT */
/* What "train" says of a network that does not learn. */
#include "config.h"

#include "train-diagnosis.h"

#include "diagnosis.h"

#include <glib/gi18n.h>

/* Finds out why the network does not learn. The last good network is the initial one: the best one
 * is not kept here. */
static gboolean
diagnose (BpTrainer *trainer, BpProgress *progress, BpDiagnosis *diagnosis)
{
  return bp_diagnose (bp_trainer_get_config (trainer), bp_trainer_get_dataset (trainer),
                      bp_trainer_get_network (trainer), NULL, progress, diagnosis, NULL);
}

/**
 * bp_train_explain_divergence:
 * @trainer: a trainer that has diverged
 * @progress: cancels
 * @report: the report, which prints the diagnosis
 * @error: the divergence: the likely cause and the remedy are added to its message
 */
void
bp_train_explain_divergence (BpTrainer *trainer,
                             BpProgress *progress,
                             BpTrainReport *report,
                             GError *error)
{
  g_autofree char *text = NULL;
  char *message = error->message;
  BpDiagnosis diagnosis;

  if (!diagnose (trainer, progress, &diagnosis))
    return;

  bp_train_report_print_diagnosis (report, &diagnosis);
  text = bp_diagnosis_describe (&diagnosis);
  if (diagnosis.found_rate > 0.0F)
    error->message = g_strdup_printf (_ ("%s. %s Train again with --learning-rate %g"), message,
                                      text, (double) diagnosis.found_rate);
  else
    error->message = g_strdup_printf ("%s. %s", message, text);
  g_free (message);
}

/**
 * bp_train_warn_at_chance:
 * @trainer: the trainer
 * @epoch: the epoch that it has just made
 * @progress: cancels
 * @report: the report
 *
 * Warns, once in a training, of a network that answers no better than chance after an epoch.
 */
void
bp_train_warn_at_chance (BpTrainer *trainer,
                         const BpEpoch *epoch,
                         BpProgress *progress,
                         BpTrainReport *report)
{
  g_autofree char *text = NULL;
  BpDiagnosis diagnosis;

  if (!epoch->is_at_chance || report->is_flagged)
    return;
  report->is_flagged = TRUE;
  if (!diagnose (trainer, progress, &diagnosis))
    return;

  bp_train_report_print_diagnosis (report, &diagnosis);
  text = bp_diagnosis_describe (&diagnosis);
  g_printerr (_ ("After epoch %u the answers are no better than guesses. %s"), epoch->epoch, text);
  g_printerr ("\n");
}
