/* SPDX-License-Identifier: MIT */
/* "backprop-cli learn-drawings": teaches a network the hand of one writer. */
#include "config.h"

#include "clean-text.h"
#include "command.h"
#include "data-option.h"
#include "drawing-collection.h"
#include "drawing-lesson.h"
#include "error.h"
#include "interrupt.h"
#include "json-line.h"
#include "options.h"
#include "progress-bar.h"
#include "train-save.h"
#include "weights-option.h"
#include "weights.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_THREADS 256

typedef struct
{
  char *weights;
  char *drawings;
  char **data;
  char *seed_text;
  char *threads_text;
  char *save_path;
  gboolean is_json;
  guint64 seed;
  guint n_threads;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->weights);
  g_free (options->drawings);
  g_strfreev (options->data);
  g_free (options->seed_text);
  g_free (options->threads_text);
  g_free (options->save_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "weights", 'w', 0, G_OPTION_ARG_FILENAME, &options->weights, BP_WEIGHTS_OPTION_HELP,
      N_ ("FILE") },
    { "drawings", 0, 0, G_OPTION_ARG_FILENAME, &options->drawings,
      N_ ("The drawings (those kept by the window)"), N_ ("FILE") },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, &options->data, BP_DATA_OPTION_HELP,
      N_ ("PATH") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &options->seed_text,
      N_ ("The start of the random numbers: the same seed gives the same weights (1)"), N_ ("N") },
    { "threads", 't', 0, G_OPTION_ARG_STRING, &options->threads_text,
      N_ ("Threads to share the work; the weights are the same for any number (all)"), N_ ("N") },
    { "save", 's', 0, G_OPTION_ARG_FILENAME, &options->save_path,
      N_ ("Save the weights as safetensors"), N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->is_json, N_ ("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  options->seed = 1;
  return bp_options_parse (
             entries, NULL, _ ("Teaches a network how one person writes."),
             _ ("A drawing is {\"label\": 7, \"strokes\": [[[x, y], …], …]} on a line of its own, "
                "in any unit, y down.\nEvery fifth drawing of a digit is held out, to measure the "
                "accuracy on drawings that were not learnt.\nImages of the data set are learnt "
                "again in between, so that the network does not forget them.\n\nWithout --data, "
                "the data set is searched as by “train”."),
             argc, argv, error) &&
         bp_options_read_unsigned ("--seed", options->seed_text, 0, G_MAXUINT64, &options->seed,
                                   error) &&
         bp_options_read_uint ("--threads", options->threads_text, 1, MAX_THREADS,
                               &options->n_threads, error) &&
         bp_train_check_save_path (options->save_path, error);
}

static GPtrArray *
load_drawings (const Options *options, GError **error)
{
  g_autofree char *own_path = bp_drawing_collection_get_path ();
  const char *path = options->drawings != NULL ? options->drawings : own_path;
  guint n_left_out;
  GPtrArray *drawings = bp_drawing_collection_load (path, &n_left_out, error);

  if (drawings == NULL)
    {
      g_autofree char *name = bp_clean_path (path);

      g_prefix_error (error, _ ("The drawings in “%s” could not be read: "), name);
      return NULL;
    }
  if (n_left_out > 0)
    {
      g_printerr (ngettext ("Note: %u line is no drawing with a label, and was left out.",
                            "Note: %u lines are no drawings with a label, and were left out.",
                            n_left_out),
                  n_left_out);
      g_printerr ("\n");
    }
  return drawings;
}

static void
print_as_json (const BpDrawingLesson *lesson)
{
  BpJsonLine line;

  bp_json_line_begin (&line);
  bp_json_line_add_unsigned (&line, "learnt", lesson->n_learnt);
  bp_json_line_add_unsigned (&line, "held_out", lesson->n_held_out);
  bp_json_line_add_number (&line, "own_accuracy_before", lesson->own_accuracy_before);
  bp_json_line_add_number (&line, "own_accuracy", lesson->own_accuracy_after);
  bp_json_line_add_number (&line, "test_accuracy_before", lesson->test_accuracy_before);
  bp_json_line_add_number (&line, "test_accuracy", lesson->test_accuracy_after);
  bp_json_line_add_number (&line, "seconds", lesson->seconds);
  bp_json_line_print (&line);
}

static void
print_for_people (const BpDrawingLesson *lesson)
{
  g_print (ngettext ("Learnt from %u drawing in %.1f s.", "Learnt from %u drawings in %.1f s.",
                     lesson->n_learnt),
           lesson->n_learnt, lesson->seconds);
  g_print ("\n");
  if (lesson->n_held_out > 0)
    g_print (ngettext ("Accuracy on %u held-out drawing: %.1f %%, before %.1f %%",
                       "Accuracy on %u held-out drawings: %.1f %%, before %.1f %%",
                       lesson->n_held_out),
             lesson->n_held_out, 100.0 * lesson->own_accuracy_after,
             100.0 * lesson->own_accuracy_before);
  else
    g_print (_ ("Accuracy on these drawings, as there are too few to hold some out: %.1f %%, "
                "before %.1f %%"),
             100.0 * lesson->own_accuracy_after, 100.0 * lesson->own_accuracy_before);
  g_print ("\n");
  if (isnan (lesson->test_accuracy_after))
    return;
  g_print (_ ("Test accuracy: %.2f %%, before %.2f %%"), 100.0 * lesson->test_accuracy_after,
           100.0 * lesson->test_accuracy_before);
  g_print ("\n");
}

/* The description of the taught network: the accuracy of the former one is not its own. */
static gboolean
save (const Options *options, const BpNetwork *network, BpWeightsInfo *info, GError **error)
{
  g_auto (BpWeightsInfo) saved = { NULL };
  g_autofree char *name = NULL;

  bp_weights_info_init (&saved);
  saved.class_names = g_strdupv (info->class_names);
  saved.dataset_name = g_strdup (info->dataset_name);
  saved.seed = options->seed;
  if (!bp_weights_save (network, &saved, options->save_path, error))
    return FALSE;
  if (options->is_json)
    return TRUE;

  name = bp_clean_path (options->save_path);
  g_print (_ ("Saved as “%s”."), name);
  g_print ("\n");
  return TRUE;
}

/**
 * bp_command_learn_drawings:
 * @argc: the number of arguments
 * @argv: (array length=argc): "learn-drawings" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether the drawings were learnt
 */
gboolean
bp_command_learn_drawings (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { NULL };
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (GPtrArray) drawings = NULL;
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (BpNetwork) taught = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  BpDrawingLesson lesson;
  BpProgress *progress;
  BpProgressBar *bar;

  if (!parse (&options, argc, argv, error))
    return FALSE;
  network = bp_weights_option_load (options.weights, NULL, &info, error);
  if (network == NULL)
    return FALSE;
  drawings = load_drawings (&options, error);
  if (drawings == NULL)
    return FALSE;
  progress = bp_interrupt_watch ();
  dataset = bp_data_option_load ((const char *const *) options.data, progress, error);
  if (dataset == NULL)
    return FALSE;

  bar = bp_progress_bar_start (_ ("Learning"), progress);
  taught = bp_learn_drawings (network, dataset, drawings, options.seed, options.n_threads, progress,
                              &lesson, error);
  bp_progress_bar_stop (bar);
  if (taught == NULL)
    return FALSE;

  if (options.is_json)
    print_as_json (&lesson);
  else
    print_for_people (&lesson);
  return options.save_path == NULL || save (&options, taught, &info, error);
}
