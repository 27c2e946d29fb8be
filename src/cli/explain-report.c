/* SPDX-License-Identifier: MIT */
/* What "explain" prints: all numbers as one JSON object, or the formulas of some for people. */
#include "config.h"

#include "explain-report.h"

#include "field.h"
#include "json-line.h"

#include <glib/gi18n.h>
#include <math.h>

static void
add_layers (BpJsonLine *line, const BpExplanation *explanation)
{
  const BpNetwork *network = bp_explanation_get_network (explanation);

  bp_json_line_open_array (line, "layers");
  for (guint l = 0; l < network->n_layers; l++)
    {
      guint n = network->layers[l].n_outputs;

      bp_json_line_open_object (line);
      bp_json_line_add_floats (line, "z", bp_explanation_get_sums (explanation, l), n);
      bp_json_line_add_floats (line, "a", bp_explanation_get_activations (explanation, l), n);
      bp_json_line_add_floats (line, "delta", bp_explanation_get_deltas (explanation, l), n);
      bp_json_line_close_object (line);
    }
  bp_json_line_close_array (line);
}

static void
add_weights (BpJsonLine *line, const GArray *weights)
{
  bp_json_line_open_array (line, "weights");
  for (guint i = 0; i < weights->len; i++)
    {
      const BpExplainedWeight *weight = &g_array_index (weights, BpExplainedWeight, i);

      bp_json_line_open_object (line);
      bp_json_line_add_unsigned (line, "layer", weight->layer + 1);
      bp_json_line_add_unsigned (line, "input", weight->row);
      bp_json_line_add_unsigned (line, "output", weight->output);
      bp_json_line_add_number (line, "value", (double) weight->value);
      bp_json_line_add_number (line, "gradient", (double) weight->gradient);
      bp_json_line_add_number (line, "measured", weight->measured);
      bp_json_line_add_number (line, "updated", (double) weight->updated);
      bp_json_line_close_object (line);
    }
  bp_json_line_close_array (line);
}

/**
 * bp_explain_report_print_json:
 * @explanation: an explanation at %BP_EXPLANATION_BACKWARD
 * @weights: (element-type BpExplainedWeight): weights that were asked for
 *
 * Prints one JSON object. Layers count from 1, units from 0.
 */
void
bp_explain_report_print_json (const BpExplanation *explanation, const GArray *weights)
{
  const BpNetwork *network = bp_explanation_get_network (explanation);
  BpJsonLine line;

  bp_json_line_begin (&line);
  bp_json_line_add_floats (&line, "inputs", bp_explanation_get_inputs (explanation, 0),
                           bp_network_get_n_inputs (network));
  add_layers (&line, explanation);
  bp_json_line_add_floats (&line, "probabilities", bp_explanation_get_probabilities (explanation),
                           bp_network_get_n_outputs (network));
  bp_json_line_add_unsigned (&line, "label", bp_explanation_get_label (explanation));
  bp_json_line_add_number (&line, "loss", bp_explanation_get_loss (explanation));
  add_weights (&line, weights);
  bp_json_line_print (&line);
}

static void
print_formula (char *formula)
{
  g_print ("  %s\n", formula);
  g_free (formula);
}

/* The unit of a layer with the largest delta: the one that the image teaches most. */
static guint
find_unit (const BpExplanation *explanation, guint layer)
{
  const float *deltas = bp_explanation_get_deltas (explanation, layer);
  guint n = bp_explanation_get_network (explanation)->layers[layer].n_outputs;
  guint largest = 0;

  for (guint j = 1; j < n; j++)
    largest = fabsf (deltas[j]) > fabsf (deltas[largest]) ? j : largest;
  return largest;
}

static void
print_unit (const BpExplanation *explanation, guint layer, BpFormulaStyle style)
{
  guint unit = find_unit (explanation, layer);

  g_print ("\n");
  g_print (_ ("Layer %u, unit %u of %u, the one with the largest delta:"), layer + 1, unit,
           bp_explanation_get_network (explanation)->layers[layer].n_outputs);
  g_print ("\n");
  print_formula (bp_formula_sum (explanation, layer, unit, style));
  print_formula (bp_formula_activation (explanation, layer, unit, style));
  print_formula (bp_formula_delta (explanation, layer, unit, style));
}

static void
print_weight (const BpExplainedWeight *weight, BpFormulaStyle style)
{
  g_print ("\n");
  g_print (_ ("Layer %u, the weight from input %u to unit %u:"), weight->layer + 1, weight->row,
           weight->output);
  g_print ("\n");
  print_formula (bp_formula_gradient (weight, style));
  print_formula (bp_formula_measured (weight, style));
  print_formula (bp_formula_update (weight, style));
}

/* The name of a class, or its number where names are unknown. */
static char *
get_class_name (const char *const *class_names, guint class)
{
  return class_names != NULL ? g_strdup (class_names[class]) : g_strdup_printf ("%u", class);
}

/**
 * bp_explain_report_print:
 * @explanation: an explanation at %BP_EXPLANATION_BACKWARD
 * @weights: (element-type BpExplainedWeight): weights that were asked for
 * @class_names: (nullable): (n_outputs) names of the classes
 * @style: how to write the formulas
 *
 * Prints for people: the answer, the loss, a unit of every layer, and the weights.
 */
void
bp_explain_report_print (const BpExplanation *explanation,
                         const GArray *weights,
                         const char *const *class_names,
                         BpFormulaStyle style)
{
  const BpNetwork *network = bp_explanation_get_network (explanation);
  guint answer = bp_explanation_get_answer (explanation);
  g_autofree char *answer_name = get_class_name (class_names, answer);
  g_autofree char *label_name =
      get_class_name (class_names, bp_explanation_get_label (explanation));
  g_autofree char *description = bp_network_describe (network);

  bp_print_field (_ ("Network"), description);
  bp_print_field_format (_ ("Answer"), "%s, %.1f %%", answer_name,
                         (double) bp_explanation_get_probabilities (explanation)[answer] * 100.0);
  bp_print_field (_ ("Label"), label_name);
  print_formula (bp_formula_loss (explanation, style));

  for (guint l = 0; l < network->n_layers; l++)
    print_unit (explanation, l, style);
  for (guint i = 0; i < weights->len; i++)
    print_weight (&g_array_index (weights, BpExplainedWeight, i), style);
}
