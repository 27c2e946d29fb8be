/* SPDX-License-Identifier: MIT */
#include "document.h"

#include "format.h"
#include "source-name.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * bp_document_new:
 *
 * Returns: (transfer full): a document without a network, with a run that waits to be started
 */
BpDocument *
bp_document_new (void)
{
  g_autoptr (BpHistory) history = bp_history_new ();
  BpDocument *document = g_rc_box_new0 (BpDocument);

  document->run = bp_training_run_new (history);
  bp_weights_info_init (&document->info);
  bp_weights_info_init (&document->run_info);
  return document;
}

/**
 * bp_document_new_from_file:
 * @network: the network that was read
 * @info: the file's description of it
 * @file: (nullable): the file that it was read from and that Save writes to; %NULL for the
 *   program's own file
 *
 * Returns: (transfer full): a document with a trained network
 */
BpDocument *
bp_document_new_from_file (BpNetwork *network, const BpWeightsInfo *info, GFile *file)
{
  BpDocument *document = bp_document_new ();

  document->network = bp_network_ref (network);
  bp_weights_info_copy (&document->info, info);
  document->n_epochs_before = info->n_epochs;
  bp_document_set_file (document, file);
  return document;
}

/**
 * bp_document_new_for_other_data:
 * @document: a document that has a network
 *
 * For a run that continues from @document's network on other data: the history, the best epoch, the
 * file and the count of epochs are new. The description of the network stays until the run has
 * changed it.
 *
 * Returns: (transfer full): a document with the same network
 */
BpDocument *
bp_document_new_for_other_data (const BpDocument *document)
{
  BpDocument *other = bp_document_new ();

  other->network = bp_network_ref (document->network);
  bp_weights_info_copy (&other->info, &document->info);
  return other;
}

/**
 * bp_document_new_of_run:
 * @stored: a run that was read
 *
 * Returns: (transfer full): a document with its best network and its history, which a further run
 *   would continue
 */
BpDocument *
bp_document_new_of_run (const BpStoredRun *stored)
{
  BpDocument *document = bp_document_new_from_file (stored->network, &stored->info, NULL);
  g_autoptr (BpHistory) history =
      bp_stored_run_create_history (stored->record, stored->log,
                                    bp_stored_run_is_at_best (stored) ? stored->network : NULL);

  g_object_unref (document->run);
  document->run = bp_training_run_new (history);
  document->n_epochs_before = stored->record->settings.config.n_epochs_before;
  return document;
}

/**
 * bp_document_new_edited:
 * @document: a document that has a network
 * @n_epochs: the number of epochs after which the network was edited
 * @network: an edited copy of it
 *
 * The file, the history and the held-out figures are those of the network before, so that the new
 * document has none.
 *
 * Returns: (transfer full): a document with the edited network, whose description says so
 */
BpDocument *
bp_document_new_edited (const BpDocument *document, guint n_epochs, BpNetwork *network)
{
  BpDocument *other = bp_document_new_for_other_data (document);

  bp_network_unref (other->network);
  other->network = bp_network_ref (network);
  g_clear_pointer (&other->info.command, g_free);
  other->info.is_edited = TRUE;
  other->info.n_epochs = n_epochs;
  other->info.held_out_accuracy = (double) NAN;
  other->info.held_out_loss = (double) NAN;
  other->n_epochs_before = n_epochs;
  return other;
}

/* The description of the network of an epoch of the history. */
static void
describe_epoch (BpDocument *document, guint epoch)
{
  const BpHistoryEpoch *epochs =
      bp_history_get_epochs (bp_training_run_get_history (document->run), NULL);

  document->info.n_epochs = document->n_epochs_before + epoch;
  document->info.held_out_accuracy = epochs[epoch - 1].values.held_out_accuracy;
  document->info.held_out_loss = epochs[epoch - 1].values.held_out_loss;
}

/**
 * bp_document_new_at_epoch:
 * @document: a document
 * @epoch: an epoch of the history of its run
 * @network: the network of that epoch
 *
 * Returns: (transfer full): a document with the same run, whose network is @network
 */
BpDocument *
bp_document_new_at_epoch (const BpDocument *document, guint epoch, BpNetwork *network)
{
  BpDocument *other = g_rc_box_new0 (BpDocument);

  other->run = g_object_ref (document->run);
  other->network = bp_network_ref (network);
  bp_weights_info_copy (&other->info, &document->info);
  bp_weights_info_copy (&other->run_info, &document->run_info);
  other->n_steps_before = document->n_steps_before;
  other->n_epochs_before = document->n_epochs_before;
  describe_epoch (other, epoch);
  return other;
}

/**
 * bp_document_ref:
 * @document: a document
 *
 * Returns: (transfer full): @document with one reference more
 */
BpDocument *
bp_document_ref (BpDocument *document)
{
  return g_rc_box_acquire (document);
}

static void
clear (gpointer data)
{
  BpDocument *document = data;

  g_clear_object (&document->run);
  g_clear_pointer (&document->network, bp_network_unref);
  g_clear_pointer (&document->initial, bp_network_unref);
  bp_weights_info_clear (&document->info);
  bp_weights_info_clear (&document->run_info);
  g_clear_pointer (&document->repetitions, g_ptr_array_unref);
  g_clear_object (&document->file);
}

/**
 * bp_document_unref:
 * @document: (transfer full): a document
 *
 * Drops one reference; the last one frees the document.
 */
void
bp_document_unref (BpDocument *document)
{
  g_rc_box_release_full (document, clear);
}

static char **
dup_class_names (const BpDataset *dataset)
{
  guint n_classes = bp_dataset_get_n_classes (dataset);
  char **names = g_new0 (char *, n_classes + 1);

  for (guint i = 0; i < n_classes; i++)
    names[i] = g_strdup (bp_dataset_get_class_name (dataset, i));
  return names;
}

/* The description of the network that a run makes. */
static void
describe_run (BpWeightsInfo *info, const BpTrainingConfig *config, const BpDataset *dataset)
{
  bp_weights_info_clear (info);
  bp_weights_info_init (info);
  info->dataset_name = g_strdup (bp_dataset_get_name (dataset));
  info->dataset_sha256 = g_strdup (bp_dataset_get_sha256 (dataset));
  info->class_names = dup_class_names (dataset);
  info->seed = config->seed;
  info->settings = bp_training_config_describe (config);
}

/* After the first step of the newest run, the description of the network is that of the run.
 * Returns: whether it has made one. */
static gboolean
take_run_info (BpDocument *document)
{
  BpHistory *history = bp_training_run_get_history (document->run);

  if (bp_history_get_n_steps (history) == document->n_steps_before)
    return FALSE;

  document->has_begun_run = FALSE;
  bp_weights_info_clear (&document->info);
  bp_weights_info_copy (&document->info, &document->run_info);
  return TRUE;
}

/**
 * bp_document_begin_run:
 * @document: the document
 * @run: a run that continues from @document's network, or begins with new weights
 * @config: its configuration
 * @dataset: its data set, which is that of @document's network where there is a history: see
 *   bp_document_is_of_data()
 *
 * The description of the network stays until the run has made a step.
 */
void
bp_document_begin_run (BpDocument *document,
                       BpTrainingRun *run,
                       const BpTrainingConfig *config,
                       BpDataset *dataset)
{
  g_set_object (&document->run, run);
  document->n_steps_before = bp_history_get_n_steps (bp_training_run_get_history (run));
  g_clear_pointer (&document->initial, bp_network_unref);
  if (document->network != NULL)
    document->initial = bp_network_ref (document->network);

  describe_run (&document->run_info, config, dataset);
  document->has_begun_run = document->network != NULL;
  if (document->has_begun_run)
    return;

  bp_weights_info_clear (&document->info);
  bp_weights_info_copy (&document->info, &document->run_info);
}

/**
 * bp_document_is_of_data:
 * @document: the document
 * @dataset: a data set
 *
 * Returns: whether the network of @document was trained on that data last, so that its figures can
 *   be continued; %TRUE where it is not known that it was trained on any
 */
gboolean
bp_document_is_of_data (const BpDocument *document, const BpDataset *dataset)
{
  const BpWeightsInfo *info = &document->info;

  if (document->network == NULL || (info->dataset_sha256 == NULL && info->dataset_name == NULL))
    return TRUE;
  return g_strcmp0 (info->dataset_sha256, bp_dataset_get_sha256 (dataset)) == 0 &&
         g_strcmp0 (info->dataset_name, bp_dataset_get_name (dataset)) == 0;
}

/* Held-out figures belong only to the network at the end of an epoch. */
static void
update_info (BpDocument *document)
{
  BpHistory *history = bp_training_run_get_history (document->run);
  gsize n_epochs;
  const BpHistoryEpoch *epochs = bp_history_get_epochs (history, &n_epochs);
  const BpHistoryEpoch *last = n_epochs > 0 ? &epochs[n_epochs - 1] : NULL;
  gboolean is_at_epoch_end = last != NULL && last->n_steps == bp_history_get_n_steps (history);

  document->info.n_epochs = document->n_epochs_before + (guint) n_epochs;
  document->info.held_out_accuracy =
      is_at_epoch_end ? last->values.held_out_accuracy : (double) NAN;
  document->info.held_out_loss = is_at_epoch_end ? last->values.held_out_loss : (double) NAN;
}

/**
 * bp_document_set_network:
 * @document: the document
 * @network: the newest network of its run
 */
void
bp_document_set_network (BpDocument *document, BpNetwork *network)
{
  bp_network_ref (network);
  g_clear_pointer (&document->network, bp_network_unref);
  document->network = network;
  if (document->has_begun_run && !take_run_info (document))
    return;

  document->is_from_file = FALSE;
  document->is_pretrained = FALSE;
  document->info.assumes_activation = FALSE;
  update_info (document);
}

/**
 * bp_document_set_repetitions:
 * @document: the document
 * @histories: (element-type BpHistory): runs with the same settings and other seeds; the array does
 *   not change any more
 */
void
bp_document_set_repetitions (BpDocument *document, GPtrArray *histories)
{
  g_ptr_array_ref (histories);
  g_clear_pointer (&document->repetitions, g_ptr_array_unref);
  document->repetitions = histories;
}

/**
 * bp_document_set_file:
 * @document: the document
 * @file: (nullable): a file with exactly the network of @document
 */
void
bp_document_set_file (BpDocument *document, GFile *file)
{
  g_set_object (&document->file, file);
  document->is_from_file = file != NULL;
}

/**
 * bp_document_get_subtitle:
 * @document: the document
 *
 * Returns: (transfer full) (nullable): the network and its origin, as in "784-128-10 · MNIST",
 *   "784-128-10 · from digits.safetensors" or "784-128-10 · pre-trained"; %NULL without a network
 */
char *
bp_document_get_subtitle (const BpDocument *document)
{
  g_autofree char *shape = NULL;
  g_autofree char *origin = NULL;

  if (document->network == NULL)
    return NULL;

  shape = bp_network_describe (document->network);
  if (document->is_from_file)
    {
      g_autofree char *name = g_file_get_basename (document->file);

      /* Translators: where the weights come from; %s is a file's name */
      origin = g_strdup_printf (_ ("from %s"), name);
    }
  else if (document->is_pretrained)
    origin = g_strdup (_ ("pre-trained"));
  else
    origin = bp_source_name_translate (document->info.dataset_name);
  if (origin == NULL && document->info.is_edited)
    /* Translators: follows the shape of a network, as in "784-128-10 · edited by hand" */
    return g_strdup_printf (_ ("%s · edited by hand"), shape);
  if (document->info.is_edited)
    /* Translators: a network and its origin, as in "784-128-10 · MNIST · edited by hand" */
    return g_strdup_printf (_ ("%s · %s · edited by hand"), shape, origin);
  return origin == NULL ? g_steal_pointer (&shape) : g_strdup_printf ("%s · %s", shape, origin);
}

/**
 * bp_document_describe_origin:
 * @document: a document whose run has not been started
 *
 * Returns: (transfer full): one line on the origin of its network, as in "Trained for 5 epochs ·
 *   held-out accuracy 97.8 %"
 */
char *
bp_document_describe_origin (const BpDocument *document)
{
  const BpWeightsInfo *info = &document->info;
  g_autofree char *epochs = NULL;
  g_autofree char *percent = NULL;

  if (document->network == NULL)
    return g_strdup (_ ("Not trained yet"));
  if (info->n_epochs == 0 && info->is_edited)
    return g_strdup (_ ("Edited by hand"));
  if (info->n_epochs == 0 && info->dataset_name != NULL)
    return g_strdup (_ ("Trained for less than an epoch"));
  if (info->n_epochs == 0)
    return g_strdup (_ ("Trained elsewhere"));

  epochs =
      g_strdup_printf (ngettext ("Trained for %u epoch", "Trained for %u epochs", info->n_epochs),
                       info->n_epochs);
  if (info->is_edited)
    /* Translators: %s is as in "Trained for 5 epochs" */
    return g_strdup_printf (_ ("%s, then edited by hand"), epochs);
  if (isnan (info->held_out_accuracy))
    return g_steal_pointer (&epochs);

  percent = bp_format_percent (info->held_out_accuracy);
  /* Translators: "Trained for 5 epochs", then a percentage */
  return g_strdup_printf (_ ("%s · held-out accuracy %s"), epochs, percent);
}

/**
 * bp_document_suggest_file_name:
 * @document: a document that has a network
 * @ending: of the format to write, as in ".safetensors"
 *
 * Returns: (transfer full): a name for a weight file, as in "mnist-784-128-10.safetensors"
 */
char *
bp_document_suggest_file_name (const BpDocument *document, const char *ending)
{
  g_autofree char *shape = bp_network_describe (document->network);
  g_autofree char *dataset = NULL;

  if (document->info.dataset_name == NULL)
    return g_strconcat (shape, ending, NULL);

  dataset = g_utf8_strdown (document->info.dataset_name, -1);
  return g_strconcat (g_strdelimit (dataset, " /", '-'), "-", shape,
                      document->info.is_edited ? "-edited" : "", ending, NULL);
}

/**
 * bp_document_has_learnt:
 * @document: the document
 *
 * Returns: whether the loss of any epoch was better than that of guessing, the logarithm of the
 *   number of classes
 */
gboolean
bp_document_has_learnt (BpDocument *document)
{
  gsize n_epochs;
  const BpHistoryEpoch *epochs =
      bp_history_get_epochs (bp_training_run_get_history (document->run), &n_epochs);

  for (gsize i = 0; i < n_epochs; i++)
    {
      const BpEpoch *epoch = &epochs[i].values;
      double loss = isnan (epoch->held_out_loss) ? epoch->train_loss : epoch->held_out_loss;

      if (loss < log (bp_network_get_n_outputs (document->network)))
        return TRUE;
    }
  return FALSE;
}

/**
 * bp_document_has_better:
 * @document: the document
 *
 * Returns: whether an earlier epoch of the run was better on the held-out samples than the current
 *   network
 */
gboolean
bp_document_has_better (BpDocument *document)
{
  BpHistory *history = bp_training_run_get_history (document->run);
  BpNetwork *best = bp_history_get_best_network (history);

  return best != NULL && best != document->network &&
         bp_history_get_best_epoch (history)->n_steps < bp_history_get_n_steps (history);
}

/**
 * bp_document_restore_best:
 * @document: a document for which bp_document_has_better() is true
 *
 * Restores the network of the epoch that was best on the held-out samples.
 */
void
bp_document_restore_best (BpDocument *document)
{
  BpHistory *history = bp_training_run_get_history (document->run);
  const BpHistoryEpoch *best = bp_history_get_best_epoch (history);

  g_return_if_fail (bp_document_has_better (document));

  bp_document_set_network (document, bp_history_get_best_network (history));
  document->is_from_file = FALSE;
  describe_epoch (document, best->values.epoch);
}

/**
 * bp_document_get_epoch:
 * @document: the document
 *
 * Returns: the epoch of its history after which it has its network, or one more where further steps
 *   were made; 0 where the network is not of the history
 */
guint
bp_document_get_epoch (const BpDocument *document)
{
  BpHistory *history = bp_training_run_get_history (document->run);
  gsize n_steps = bp_history_get_n_steps (history);
  guint n_before = document->n_epochs_before;
  guint epoch = document->info.n_epochs > n_before ? document->info.n_epochs - n_before : 0;
  gsize n_epochs;
  const BpHistoryEpoch *epochs = bp_history_get_epochs (history, &n_epochs);

  if (document->network == NULL || n_steps == 0)
    return 0;
  if (epoch < n_epochs)
    return epoch;
  if (n_epochs > 0 &&
      (epochs[n_epochs - 1].n_steps == n_steps || !isnan (document->info.held_out_accuracy)))
    return (guint) n_epochs;
  return (guint) n_epochs + 1;
}
