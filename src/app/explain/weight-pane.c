/* SPDX-License-Identifier: MIT */
#include "weight-pane.h"

#include "formula-label.h"
#include "formula.h"
#include "number-input.h"

#include <glib/gi18n.h>

/* The largest weight that can be set by hand, in size. */
#define MOST_WEIGHT 1e6

struct _BpWeightPane
{
  GtkBox parent_instance;

  /* borrowed */
  const BpWalkthrough *walkthrough; /* nullable */
  BpUnitNames names;

  BpWeightPlace place;
  gboolean is_chosen; /* by the user */
  float learning_rate;

  /* template children */
  BpFormulaLabel *weight_heading;
  BpFormulaLabel *weight_value;
  BpFormulaLabel *gradient;
  BpFormulaLabel *measured;
  BpFormulaLabel *updated;
  GtkEditable *weight_entry;
  GtkLabel *weight_refusal;
};

enum
{
  SIGNAL_WEIGHT_SET,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpWeightPane, bp_weight_pane, GTK_TYPE_BOX)

static const BpNetwork *
get_network (BpWeightPane *self)
{
  return bp_explanation_get_network (bp_walkthrough_get_explanation (self->walkthrough));
}

static char *
describe (BpWeightPane *self)
{
  const BpNetwork *network = get_network (self);
  const BpWeightPlace *place = &self->place;
  g_autofree char *from = bp_unit_text_input (network, &self->names, place->layer, place->row);
  g_autofree char *to = bp_unit_text_name (network, &self->names, place->layer, place->output);

  if (place->row == network->layers[place->layer].n_inputs)
    /* Translators: %s is a unit */
    return g_strdup_printf (_ ("Bias: %s"), to);
  /* Translators: the two ends of a weight */
  return g_strdup_printf (_ ("Weight: %s → %s"), from, to);
}

/* What was typed belongs to the weight of before. */
static void
clear_entry (BpWeightPane *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->weight_refusal), FALSE);
  if (*gtk_editable_get_text (self->weight_entry) != '\0')
    gtk_editable_set_text (self->weight_entry, "");
}

/* The weight that a person is about to set stays, whatever is proposed. */
static void
on_entry_entered (BpWeightPane *self)
{
  self->is_chosen = TRUE;
}

static void
on_weight_typed (BpWeightPane *self)
{
  const char *text = gtk_editable_get_text (self->weight_entry);
  double value;
  g_autofree char *refusal = bp_number_input_check (text, FALSE, -MOST_WEIGHT, MOST_WEIGHT, &value);

  gtk_widget_set_visible (GTK_WIDGET (self->weight_refusal), refusal != NULL);
  gtk_label_set_label (self->weight_refusal, refusal != NULL ? refusal : "");
  if (refusal != NULL || self->walkthrough == NULL)
    return;
  self->is_chosen = TRUE;
  g_signal_emit (self, signals[SIGNAL_WEIGHT_SET], 0, self->place.layer, self->place.row,
                 self->place.output, value);
}

static void
bp_weight_pane_class_init (BpWeightPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * BpWeightPane::weight-set:
   * @layer: from 0
   * @row: the input of the weight, or the layer's n_inputs for a bias
   * @output: the unit that it feeds
   * @value: a finite number, which the user has typed
   */
  signals[SIGNAL_WEIGHT_SET] =
      g_signal_new ("weight-set", BP_TYPE_WEIGHT_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_DOUBLE);

  g_type_ensure (BP_TYPE_FORMULA_LABEL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/explain/weight-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BpWeightPane, weight_heading);
  gtk_widget_class_bind_template_child (widget_class, BpWeightPane, weight_value);
  gtk_widget_class_bind_template_child (widget_class, BpWeightPane, gradient);
  gtk_widget_class_bind_template_child (widget_class, BpWeightPane, measured);
  gtk_widget_class_bind_template_child (widget_class, BpWeightPane, updated);
  gtk_widget_class_bind_template_child (widget_class, BpWeightPane, weight_entry);
  gtk_widget_class_bind_template_child (widget_class, BpWeightPane, weight_refusal);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_weight_typed);
}

static void
bp_weight_pane_init (BpWeightPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_weight_pane_set_walkthrough:
 * @self: the pane
 * @walkthrough: (nullable): the walkthrough, which has to stay until the next call
 * @names: what its units are called, which has to stay likewise
 *
 * A weight has to be proposed or chosen before the next bp_weight_pane_update().
 */
void
bp_weight_pane_set_walkthrough (BpWeightPane *self,
                                const BpWalkthrough *walkthrough,
                                const BpUnitNames *names)
{
  self->walkthrough = walkthrough;
  self->names = *names;
  self->place = (BpWeightPlace){ 0 };
  bp_weight_pane_forget_choice (self);
}

/**
 * bp_weight_pane_set_learning_rate:
 * @self: the pane
 * @learning_rate: over 0, of the update that is shown
 */
void
bp_weight_pane_set_learning_rate (BpWeightPane *self, float learning_rate)
{
  self->learning_rate = learning_rate;
}

/**
 * bp_weight_pane_choose:
 * @self: the pane, with a walkthrough
 * @place: of the weight that the user has chosen
 */
void
bp_weight_pane_choose (BpWeightPane *self, BpWeightPlace place)
{
  self->is_chosen = TRUE;
  self->place = place;
  clear_entry (self);
  bp_weight_pane_update (self);
}

/**
 * bp_weight_pane_forget_choice:
 * @self: the pane
 *
 * The weight is the proposed one again, from the next bp_weight_pane_propose() on.
 */
void
bp_weight_pane_forget_choice (BpWeightPane *self)
{
  self->is_chosen = FALSE;
  clear_entry (self);
}

/**
 * bp_weight_pane_propose:
 * @self: the pane
 * @place: of the weight that is shown from the next bp_weight_pane_update() on, unless the user has
 *   chosen one
 */
void
bp_weight_pane_propose (BpWeightPane *self, BpWeightPlace place)
{
  if (!self->is_chosen)
    self->place = place;
}

/**
 * bp_weight_pane_update:
 * @self: the pane, with a walkthrough
 *
 * Shows the numbers of the walkthrough as they are now.
 */
void
bp_weight_pane_update (BpWeightPane *self)
{
  BpExplainedWeight weight;
  gboolean has_gradient = bp_weight_pane_get_weight (self, &weight);

  bp_formula_label_take_text (self->weight_heading, describe (self));
  bp_formula_label_take_text (self->weight_value, bp_weight_pane_describe_value (self));
  bp_formula_label_take_text (self->gradient,
                              has_gradient ? bp_formula_gradient (&weight, BP_FORMULA_TEXT) : NULL);
  bp_formula_label_take_text (self->measured,
                              has_gradient ? bp_formula_measured (&weight, BP_FORMULA_TEXT) : NULL);
  bp_formula_label_take_text (self->updated,
                              has_gradient ? bp_formula_update (&weight, BP_FORMULA_TEXT) : NULL);
}

/**
 * bp_weight_pane_get_place:
 * @self: the pane
 *
 * Returns: where its weight is
 */
BpWeightPlace
bp_weight_pane_get_place (BpWeightPane *self)
{
  return self->place;
}

/**
 * bp_weight_pane_describe_value:
 * @self: the pane, with a walkthrough
 *
 * Returns: (transfer full): the value of its weight, as in "w = 0.5"
 */
char *
bp_weight_pane_describe_value (BpWeightPane *self)
{
  const BpNetwork *network = get_network (self);
  gsize at =
      bp_network_find_parameter (network, self->place.layer, self->place.row, self->place.output);
  g_autofree char *value = bp_format_value ((double) network->parameters[at]);

  return g_strdup_printf ("w = %s", value);
}

/**
 * bp_weight_pane_get_weight:
 * @self: the pane
 * @weight: (out caller-allocates): the weight that it shows
 *
 * Returns: whether the gradient of the weight is known now
 */
gboolean
bp_weight_pane_get_weight (BpWeightPane *self, BpExplainedWeight *weight)
{
  if (self->walkthrough == NULL ||
      !bp_walkthrough_shows_deltas (self->walkthrough, self->place.layer))
    return FALSE;

  bp_explanation_get_weight (bp_walkthrough_get_explanation (self->walkthrough), self->place.layer,
                             self->place.row, self->place.output, self->learning_rate, weight);
  return TRUE;
}
