/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "train-report.h"

#include "clean-text.h"
#include "data-option.h"
#include "json-line.h"
#include "table.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * bp_train_report_begin:
 * @report: (out caller-allocates): the report, to be cleared with bp_train_report_clear()
 * @is_json: print JSON
 * @dataset: the data set
 * @network: the network to train
 *
 * Begins a report; for people, it prints the data set and the network.
 */
void
bp_train_report_begin (BpTrainReport *report,
                       gboolean is_json,
                       const BpDataset *dataset,
                       const BpNetwork *network)
{
  g_autofree char *data_description = bp_dataset_describe_splits (dataset);
  g_autofree char *layers = bp_network_describe (network);

  report->is_json = is_json;
  report->is_flagged = FALSE;
  report->epochs = g_array_new (FALSE, FALSE, sizeof (BpEpoch));
  if (is_json)
    return;

  g_print ("%s\n", data_description);
  g_print (_ ("Network: %s, %u weights"), layers, (guint) bp_network_count_weights (network));
  g_print ("\n\n");
}

static void
print_epoch_as_json (const BpEpoch *epoch)
{
  BpJsonLine line;

  bp_json_line_begin (&line);
  bp_json_line_add_unsigned (&line, "epoch", epoch->epoch);
  bp_json_line_add_number (&line, "train_loss", epoch->train_loss);
  bp_json_line_add_number (&line, "train_accuracy", epoch->train_accuracy);
  bp_json_line_add_number (&line, "train_loss_varied", epoch->varied_loss);
  bp_json_line_add_number (&line, "train_accuracy_varied", epoch->varied_accuracy);
  bp_json_line_add_number (&line, "held_out_loss", epoch->held_out_loss);
  bp_json_line_add_number (&line, "held_out_accuracy", epoch->held_out_accuracy);
  bp_json_line_add_number (&line, "seconds", epoch->seconds);
  bp_json_line_add_number (&line, "images_per_second", epoch->images_per_second);
  bp_json_line_print (&line);
}

/**
 * bp_train_report_add_epoch:
 * @report: the report
 * @epoch: the figures of an epoch that has ended
 */
void
bp_train_report_add_epoch (BpTrainReport *report, const BpEpoch *epoch)
{
  g_array_append_val (report->epochs, *epoch);
  if (report->is_json)
    print_epoch_as_json (epoch);
}

/**
 * bp_train_report_print_diagnosis:
 * @report: the report
 * @diagnosis: why the network does not learn
 *
 * Prints it as JSON; people are told in words, by bp_diagnosis_describe().
 */
void
bp_train_report_print_diagnosis (BpTrainReport *report, const BpDiagnosis *diagnosis)
{
  BpJsonLine line;

  if (!report->is_json)
    return;

  bp_json_line_begin (&line);
  bp_json_line_add_string (&line, "diagnosis", bp_cause_get_name (diagnosis->cause));
  bp_json_line_add_number (&line, "learning_rate", (double) diagnosis->learning_rate);
  bp_json_line_add_number (&line, "found_learning_rate",
                           diagnosis->found_rate > 0.0F ? (double) diagnosis->found_rate
                                                        : (double) NAN);
  bp_json_line_add_number (&line, "loss_before", diagnosis->loss_before);
  bp_json_line_add_number (&line, "loss_after",
                           isfinite (diagnosis->loss_after) ? diagnosis->loss_after : (double) NAN);
  bp_json_line_add_number (&line, "idle_units", diagnosis->idle_share);
  bp_json_line_print (&line);
}

static void
add_loss (BpTable *table, double loss)
{
  if (isnan (loss))
    bp_table_add (table, "–");
  else
    bp_table_add_format (table, "%.4f", loss);
}

static void
add_accuracy (BpTable *table, double accuracy)
{
  if (isnan (accuracy))
    bp_table_add (table, "–");
  else
    bp_table_add_format (table, "%.2f %%", accuracy * 100.0);
}

/* Whether the images of any epoch were varied, or units dropped. */
static gboolean
has_varied_epoch (const BpTrainReport *report)
{
  for (guint i = 0; i < report->epochs->len; i++)
    if (g_array_index (report->epochs, BpEpoch, i).is_varied)
      return TRUE;
  return FALSE;
}

/**
 * bp_train_report_print_epochs:
 * @report: the report
 *
 * Prints the table of the epochs that have ended, for people.
 */
void
bp_train_report_print_epochs (BpTrainReport *report)
{
  gboolean is_varied = has_varied_epoch (report);
  /* Translators: headings of a table; “Varied images” is the training accuracy on varied images */
  const char *const headings[] = {
    _ ("Epoch"),         _ ("Train loss"), _ ("Accuracy"), is_varied ? _ ("Varied images") : NULL,
    _ ("Held-out loss"), _ ("Accuracy"),   _ ("Seconds"),  _ ("Images/s"),
  };
  BpTable table;

  if (report->is_json || report->epochs->len == 0)
    return;

  bp_table_begin (&table, G_N_ELEMENTS (headings) - (is_varied ? 0 : 1));
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    if (headings[i] != NULL)
      bp_table_add (&table, headings[i]);
  for (guint i = 0; i < report->epochs->len; i++)
    {
      const BpEpoch *epoch = &g_array_index (report->epochs, BpEpoch, i);

      bp_table_add_format (&table, "%5u", epoch->epoch);
      add_loss (&table, epoch->train_loss);
      add_accuracy (&table, epoch->train_accuracy);
      if (is_varied)
        add_accuracy (&table, epoch->varied_accuracy);
      add_loss (&table, epoch->held_out_loss);
      add_accuracy (&table, epoch->held_out_accuracy);
      bp_table_add_format (&table, "%.3f", epoch->seconds);
      bp_table_add_format (&table, "%.0f", epoch->images_per_second);
    }
  bp_table_print (&table);
  g_print ("\n");
}

static void
print_result_as_json (const BpTrainResult *result)
{
  gboolean is_tested = result->test->count > 0;
  BpJsonLine line;

  bp_json_line_begin (&line);
  bp_json_line_add_number (&line, "test_loss", is_tested ? result->test->loss : (double) NAN);
  bp_json_line_add_number (&line, "test_accuracy",
                           is_tested ? result->test->accuracy : (double) NAN);
  bp_json_line_add_string (&line, "weights_sha256", result->weights_sha256);
  bp_json_line_add_boolean (&line, "interrupted", result->is_interrupted);
  bp_json_line_add_boolean (&line, "stopped_early", result->is_stopped_early);
  bp_json_line_print (&line);
}

/**
 * bp_train_report_print_result:
 * @report: the report
 * @result: the result of the training
 */
void
bp_train_report_print_result (BpTrainReport *report, const BpTrainResult *result)
{
  if (report->is_json)
    {
      print_result_as_json (result);
      return;
    }

  if (result->is_interrupted)
    g_print ("%s\n", _ ("The training was ended early."));
  if (result->is_stopped_early)
    {
      g_print (ngettext ("Stopped early: the held-out loss has not become lower for %u epoch.",
                         "Stopped early: the held-out loss has not become lower for %u epochs.",
                         result->patience),
               result->patience);
      g_print ("\n");
    }
  if (result->test->count > 0)
    {
      g_print (ngettext ("Test accuracy: %.2f %%, loss %.4f, %u image",
                         "Test accuracy: %.2f %%, loss %.4f, %u images", result->test->count),
               result->test->accuracy * 100.0, result->test->loss, (guint) result->test->count);
      g_print ("\n");
    }
  g_print (_ ("SHA-256 of the weights: %s"), result->weights_sha256);
  g_print ("\n");
  if (result->save_path != NULL)
    {
      g_autofree char *display_name = bp_clean_path (result->save_path);

      g_print (_ ("Saved as “%s”."), display_name);
      g_print ("\n");
    }
}

/**
 * bp_train_report_clear:
 * @report: the report whose contents to free
 */
void
bp_train_report_clear (BpTrainReport *report)
{
  g_clear_pointer (&report->epochs, g_array_unref);
}
