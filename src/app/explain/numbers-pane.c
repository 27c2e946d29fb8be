/* SPDX-License-Identifier: MIT */
#include "numbers-pane.h"

#include "contribution-list.h"
#include "formula.h"

#include <glib/gi18n.h>

struct _BpNumbersPane
{
  AdwBin parent_instance;

  /* borrowed */
  const BpWalkthrough *walkthrough; /* nullable */
  BpUnitNames names;

  float learning_rate;
  guint layer; /* of the chosen unit */
  guint unit;

  /* The chosen weight; where none is chosen, the strongest one into the unit. */
  gboolean has_weight;
  guint weight_layer;
  guint weight_row;
  guint weight_output;

  /* template children */
  GtkWidget *content;
  GtkLabel *unit_heading;
  GtkLabel *sum;
  GtkLabel *activation;
  GtkLabel *delta;
  GtkWidget *inputs_box;
  BpContributionList *inputs;
  GtkWidget *outputs_box;
  BpContributionList *outputs;
  GtkWidget *weight_box;
  GtkLabel *weight_heading;
  GtkLabel *weight_value;
  GtkLabel *gradient;
  GtkLabel *measured;
  GtkLabel *updated;
};

G_DEFINE_FINAL_TYPE (BpNumbersPane, bp_numbers_pane, ADW_TYPE_BIN)

static const BpExplanation *
get_explanation (BpNumbersPane *self)
{
  return bp_walkthrough_get_explanation (self->walkthrough);
}

static const BpNetwork *
get_network (BpNumbersPane *self)
{
  return bp_explanation_get_network (get_explanation (self));
}

/* Sets a text, which is freed; %NULL hides the label. */
static void
take_text (GtkLabel *label, char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  if (text != NULL && !g_str_equal (gtk_label_get_text (label), text))
    gtk_label_set_text (label, text);
  g_free (text);
}

static gboolean
is_known (BpNumbersPane *self)
{
  return self->walkthrough != NULL &&
         bp_walkthrough_shows_activations (self->walkthrough, self->layer);
}

/* The formulas of the unit that may be shown, each on a line of its own where they are copied. */
static char *
make_sum (BpNumbersPane *self, BpFormulaStyle style)
{
  return is_known (self) ? bp_formula_sum (get_explanation (self), self->layer, self->unit, style)
                         : NULL;
}

static char *
make_activation (BpNumbersPane *self, BpFormulaStyle style)
{
  return is_known (self)
             ? bp_formula_activation (get_explanation (self), self->layer, self->unit, style)
             : NULL;
}

static char *
make_delta (BpNumbersPane *self, BpFormulaStyle style)
{
  return is_known (self) && bp_walkthrough_shows_deltas (self->walkthrough, self->layer)
             ? bp_formula_delta (get_explanation (self), self->layer, self->unit, style)
             : NULL;
}

static void
update_unit (BpNumbersPane *self)
{
  take_text (self->unit_heading,
             bp_unit_text_name (get_network (self), &self->names, self->layer, self->unit));
  take_text (self->sum, make_sum (self, BP_FORMULA_TEXT));
  take_text (self->activation, make_activation (self, BP_FORMULA_TEXT));
  take_text (self->delta, make_delta (self, BP_FORMULA_TEXT));
}

static void
update_lists (BpNumbersPane *self)
{
  BpContribution strongest[BP_CONTRIBUTION_LIST_N_ROWS];
  gboolean is_last = self->layer + 1 == get_network (self)->n_layers;
  gboolean shows_outputs =
      !is_last && bp_walkthrough_shows_activations (self->walkthrough, self->layer + 1);
  guint n = 0;

  gtk_widget_set_visible (self->inputs_box, is_known (self));
  gtk_widget_set_visible (self->outputs_box, shows_outputs);
  if (is_known (self))
    n = bp_find_contributions_into (get_explanation (self), self->layer, self->unit, strongest,
                                    BP_CONTRIBUTION_LIST_N_ROWS);
  bp_contribution_list_set (self->inputs, get_network (self), &self->names, self->layer, TRUE,
                            strongest, n);
  if (!self->has_weight)
    {
      self->weight_layer = self->layer;
      self->weight_row =
          n > 0 ? strongest[0].unit : get_network (self)->layers[self->layer].n_inputs;
      self->weight_output = self->unit;
    }
  if (!shows_outputs)
    return;
  n = bp_find_contributions_from (get_explanation (self), self->layer, self->unit, strongest,
                                  BP_CONTRIBUTION_LIST_N_ROWS);
  bp_contribution_list_set (self->outputs, get_network (self), &self->names, self->layer, FALSE,
                            strongest, n);
}

static char *
describe_weight (BpNumbersPane *self)
{
  const BpNetwork *network = get_network (self);
  g_autofree char *from =
      bp_unit_text_input (network, &self->names, self->weight_layer, self->weight_row);
  g_autofree char *to =
      bp_unit_text_name (network, &self->names, self->weight_layer, self->weight_output);

  if (self->weight_row == network->layers[self->weight_layer].n_inputs)
    /* Translators: %s is a unit */
    return g_strdup_printf (_ ("Bias: %s"), to);
  /* Translators: the two ends of a weight */
  return g_strdup_printf (_ ("Weight: %s → %s"), from, to);
}

static char *
describe_weight_value (BpNumbersPane *self)
{
  const BpNetwork *network = get_network (self);
  gsize at = bp_network_find_parameter (network, self->weight_layer, self->weight_row,
                                        self->weight_output);
  g_autofree char *value = bp_format_value ((double) network->parameters[at]);

  return g_strdup_printf ("w = %s", value);
}

static void
update_weight (BpNumbersPane *self)
{
  BpExplainedWeight weight;
  gboolean has_gradient = bp_numbers_pane_get_weight (self, &weight);

  take_text (self->weight_heading, describe_weight (self));
  take_text (self->weight_value, describe_weight_value (self));
  take_text (self->gradient, has_gradient ? bp_formula_gradient (&weight, BP_FORMULA_TEXT) : NULL);
  take_text (self->measured, has_gradient ? bp_formula_measured (&weight, BP_FORMULA_TEXT) : NULL);
  take_text (self->updated, has_gradient ? bp_formula_update (&weight, BP_FORMULA_TEXT) : NULL);
}

/* Chooses another weight. */
static void
choose_weight (BpNumbersPane *self, guint layer, guint row, guint output)
{
  self->has_weight = TRUE;
  self->weight_layer = layer;
  self->weight_row = row;
  self->weight_output = output;
  update_weight (self);
}

static void
on_input_chosen (BpNumbersPane *self, guint input)
{
  choose_weight (self, self->layer, input, self->unit);
}

static void
on_output_chosen (BpNumbersPane *self, guint output)
{
  choose_weight (self, self->layer + 1, self->unit, output);
}

/* Adds a formula to the text, which is freed. */
static void
append_formula (GString *text, char *formula)
{
  if (formula != NULL)
    g_string_append_printf (text, "%s\n", formula);
  g_free (formula);
}

static void
copy (BpNumbersPane *self, BpFormulaStyle style)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BpExplainedWeight weight;

  if (self->walkthrough == NULL)
    return;
  append_formula (text, make_sum (self, style));
  append_formula (text, make_activation (self, style));
  if (bp_walkthrough_shows_loss (self->walkthrough))
    append_formula (text, bp_formula_loss (get_explanation (self), style));
  append_formula (text, make_delta (self, style));
  if (bp_numbers_pane_get_weight (self, &weight))
    {
      append_formula (text, bp_formula_gradient (&weight, style));
      append_formula (text, bp_formula_measured (&weight, style));
      append_formula (text, bp_formula_update (&weight, style));
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
}

static void
copy_text (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  copy (BP_NUMBERS_PANE (widget), BP_FORMULA_TEXT);
}

static void
copy_latex (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  copy (BP_NUMBERS_PANE (widget), BP_FORMULA_LATEX);
}

static void
bp_numbers_pane_class_init (BpNumbersPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BP_TYPE_CONTRIBUTION_LIST);
  gtk_widget_class_install_action (widget_class, "numbers.copy-text", NULL, copy_text);
  gtk_widget_class_install_action (widget_class, "numbers.copy-latex", NULL, copy_latex);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/explain/numbers-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, content);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, unit_heading);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, sum);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, activation);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, delta);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, inputs_box);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, inputs);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, outputs_box);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, outputs);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, weight_box);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, weight_heading);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, weight_value);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, gradient);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, measured);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, updated);
  gtk_widget_class_bind_template_callback (widget_class, on_input_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_output_chosen);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bp_numbers_pane_init (BpNumbersPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->content, FALSE);
}

/**
 * bp_numbers_pane_set_walkthrough:
 * @self: the pane
 * @walkthrough: (nullable): the walkthrough, which has to stay until the next call
 * @names: what its units are called, which has to stay likewise
 */
void
bp_numbers_pane_set_walkthrough (BpNumbersPane *self,
                                 const BpWalkthrough *walkthrough,
                                 const BpUnitNames *names)
{
  self->walkthrough = walkthrough;
  self->names = *names;
  self->layer = 0;
  self->unit = 0;
  self->has_weight = FALSE;
  gtk_widget_set_visible (self->content, walkthrough != NULL);
}

/**
 * bp_numbers_pane_set_learning_rate:
 * @self: the pane
 * @learning_rate: over 0, of the update that is shown
 */
void
bp_numbers_pane_set_learning_rate (BpNumbersPane *self, float learning_rate)
{
  self->learning_rate = learning_rate;
}

/**
 * bp_numbers_pane_choose_unit:
 * @self: the pane
 * @layer: from 0
 * @unit: of the layer, from 0
 *
 * Shows another unit from the next bp_numbers_pane_update() on, and the strongest weight into it.
 */
void
bp_numbers_pane_choose_unit (BpNumbersPane *self, guint layer, guint unit)
{
  if (self->layer == layer && self->unit == unit)
    return;

  self->layer = layer;
  self->unit = unit;
  self->has_weight = FALSE;
}

/**
 * bp_numbers_pane_get_weight:
 * @self: the pane
 * @weight: (out caller-allocates): the weight that it shows
 *
 * Returns: whether the gradient of the weight is known now
 */
gboolean
bp_numbers_pane_get_weight (BpNumbersPane *self, BpExplainedWeight *weight)
{
  if (self->walkthrough == NULL ||
      !bp_walkthrough_shows_deltas (self->walkthrough, self->weight_layer))
    return FALSE;

  bp_explanation_get_weight (get_explanation (self), self->weight_layer, self->weight_row,
                             self->weight_output, self->learning_rate, weight);
  return TRUE;
}

/**
 * bp_numbers_pane_update:
 * @self: the pane
 *
 * Shows the numbers of the walkthrough as they are now.
 */
void
bp_numbers_pane_update (BpNumbersPane *self)
{
  if (self->walkthrough == NULL)
    return;

  update_unit (self);
  update_lists (self);
  update_weight (self);
}
