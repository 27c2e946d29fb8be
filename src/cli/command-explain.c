/* SPDX-License-Identifier: MIT */
/* "backprop-cli explain": follows one image through a network and its error back. */
#include "config.h"

#include "command.h"
#include "data-option.h"
#include "dataset.h"
#include "error.h"
#include "explain-report.h"
#include "explained-image.h"
#include "explanation.h"
#include "interrupt.h"
#include "options.h"
#include "weights-option.h"

#include <glib/gi18n.h>

/* Of the update that is shown. */
#define LEARNING_RATE 0.1f

typedef struct
{
  char *weights;
  char *activation;
  BpExplainedImage image;
  char *label;
  char *learning_rate_text;
  char **weight;
  gboolean is_latex;
  gboolean is_json;
  float learning_rate;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->weights);
  g_free (options->activation);
  bp_explained_image_clear (&options->image);
  g_free (options->label);
  g_free (options->learning_rate_text);
  g_strfreev (options->weight);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_learning_rate (Options *options, GError **error)
{
  const char *text = options->learning_rate_text;

  options->learning_rate = LEARNING_RATE;
  if (!bp_options_read_float ("--learning-rate", text, &options->learning_rate, error))
    return FALSE;
  if (options->learning_rate > 0.0f)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("--learning-rate takes a number over 0, not “%s”"), text);
  return FALSE;
}

static gboolean
parse (Options *options, int argc, char **argv, GError **error)
{
  BpExplainedImage *image = &options->image;
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &image->pictures, NULL, NULL },
    { "weights", 'w', 0, G_OPTION_ARG_FILENAME, &options->weights, BP_WEIGHTS_OPTION_HELP,
      N_ ("FILE") },
    { "activation", 0, 0, G_OPTION_ARG_STRING, &options->activation, BP_ACTIVATION_OPTION_HELP,
      N_ ("NAME") },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, &image->data, BP_DATA_OPTION_HELP, N_ ("PATH") },
    { "split", 0, 0, G_OPTION_ARG_STRING, &image->split,
      N_ ("Which images of the data set: train, held-out or test (test)"), N_ ("SPLIT") },
    { "index", 'i', 0, G_OPTION_ARG_STRING, &image->index, N_ ("Which of them, from 0"), N_ ("N") },
    { "strokes", 0, 0, G_OPTION_ARG_FILENAME, &image->strokes,
      N_ ("A drawing, as one JSON object, from a file or the standard input (-)"), N_ ("FILE") },
    { "label", 0, 0, G_OPTION_ARG_STRING, &options->label,
      N_ ("The right class, from 0 (that of the data set, or else the network’s answer)"),
      N_ ("N") },
    { "learning-rate", 'r', 0, G_OPTION_ARG_STRING, &options->learning_rate_text,
      N_ ("Size of the step that is shown (0.1)"), N_ ("R") },
    { "weight", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->weight,
      N_ ("Explain a weight as well, as in 1,406,7; can be given several times"),
      N_ ("LAYER,INPUT,OUTPUT") },
    { "latex", 0, 0, G_OPTION_ARG_NONE, &options->is_latex, N_ ("Print the formulas as LaTeX"),
      NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->is_json,
      N_ ("Print one JSON object with all numbers"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return bp_options_parse (
             entries, _ ("IMAGE | --strokes FILE | --data PATH --index N"),
             _ ("Follows one image forward through a network and its error backward, number by "
                "number."),
             _ ("Layers count from 1, units and inputs from 0. z is a unit’s sum, a what the "
                "activation makes of it\n(softmax in the last layer), delta the derivative of this "
                "image’s loss by z. The gradient of a weight\nis its input times delta; it is also "
                "measured, as the loss with a slightly larger weight minus the\nloss with a "
                "slightly smaller one. “updated” is the weight after a step of plain gradient "
                "descent.\n\nThe probabilities are those that training sees, without the "
                "temperature of a calibrated network."),
             argc, argv, error) &&
         bp_explained_image_check (image, error) && read_learning_rate (options, error);
}

/* Sets the image with the label that was given, or the data set's, or the network's answer. */
static gboolean
set_image (BpExplanation *explanation, const Options *options, GError **error)
{
  guint n_classes = bp_network_get_n_outputs (bp_explanation_get_network (explanation));
  guint n_labels = MIN (n_classes, BP_DATASET_MAX_CLASSES);
  guint label = options->image.label >= 0 ? (guint) options->image.label : 0;

  if (!bp_options_read_uint ("--label", options->label, 0, n_labels - 1, &label, error))
    return FALSE;
  bp_explanation_set_image (explanation, options->image.pixels, label);
  if (!bp_explanation_advance (explanation, BP_EXPLANATION_FORWARD, error))
    return FALSE;
  if (options->label != NULL || options->image.label >= 0)
    return TRUE;

  label = bp_explanation_get_answer (explanation);
  if (label < n_labels)
    {
      bp_explanation_set_label (explanation, label);
      return TRUE;
    }
  g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
               _ ("The network answers with class %u of %u: name the right one with --label, up "
                  "to %u"),
               label, n_classes, n_labels - 1);
  return FALSE;
}

/* Parses LAYER,INPUT,OUTPUT and explains that weight. */
static gboolean
explain_weight (const BpExplanation *explanation,
                const char *text,
                float learning_rate,
                GArray *weights,
                GError **error)
{
  const BpNetwork *network = bp_explanation_get_network (explanation);
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  BpExplainedWeight weight;
  const BpLayer *layer;
  guint number = 0;
  guint input = 0;
  guint output = 0;

  if (g_strv_length (parts) != 3)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--weight takes three numbers, LAYER,INPUT,OUTPUT, as in 1,406,7, not “%s”"),
                   text);
      return FALSE;
    }
  if (!bp_options_read_uint (_ ("The layer of --weight"), parts[0], 1, network->n_layers, &number,
                             error))
    return FALSE;
  layer = &network->layers[number - 1];
  if (!bp_options_read_uint (_ ("The input of --weight"), parts[1], 0, layer->n_inputs - 1, &input,
                             error) ||
      !bp_options_read_uint (_ ("The output of --weight"), parts[2], 0, layer->n_outputs - 1,
                             &output, error))
    return FALSE;

  bp_explanation_get_weight (explanation, number - 1, input, output, learning_rate, &weight);
  g_array_append_val (weights, weight);
  return TRUE;
}

static gboolean
explain (const BpNetwork *network, const Options *options, char **class_names, GError **error)
{
  g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (BpExplainedWeight));
  g_autoptr (BpExplanation) explanation = bp_explanation_new (network, error);
  char **names = options->image.class_names != NULL ? options->image.class_names : class_names;

  if (explanation == NULL || !set_image (explanation, options, error) ||
      !bp_explanation_advance (explanation, BP_EXPLANATION_BACKWARD, error))
    return FALSE;
  for (guint i = 0; options->weight != NULL && options->weight[i] != NULL; i++)
    if (!explain_weight (explanation, options->weight[i], options->learning_rate, weights, error))
      return FALSE;

  if (options->is_json)
    bp_explain_report_print_json (explanation, weights);
  else
    bp_explain_report_print (explanation, weights, (const char *const *) names,
                             options->is_latex ? BP_FORMULA_LATEX : BP_FORMULA_TEXT);
  return TRUE;
}

/**
 * bp_command_explain:
 * @argc: the number of arguments
 * @argv: (array length=argc): "explain" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether the image was explained
 */
gboolean
bp_command_explain (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { NULL };
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (BpNetwork) network = NULL;

  if (!parse (&options, argc, argv, error))
    return FALSE;
  network = bp_weights_option_load (options.weights, options.activation, &info, error);
  return network != NULL &&
         bp_explained_image_read (&options.image, network, bp_interrupt_watch (), error) &&
         explain (network, &options, info.class_names, error);
}
