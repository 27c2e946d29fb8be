/* SPDX-License-Identifier: MIT */
#include "step-pane.h"

#include "formula-label.h"
#include "formula.h"
#include "loss-curve.h"
#include "step-text.h"

struct _BpStepPane
{
  AdwBin parent_instance;

  /* template children */
  GtkLabel *step_heading;
  GtkLabel *step_explanation;
  BpFormulaLabel *step_formula;
  GtkLabel *losses;
  BpLossCurve *loss_curve;
};

G_DEFINE_FINAL_TYPE (BpStepPane, bp_step_pane, ADW_TYPE_BIN)

static void
bp_step_pane_class_init (BpStepPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BP_TYPE_FORMULA_LABEL);
  g_type_ensure (BP_TYPE_LOSS_CURVE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/explain/step-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BpStepPane, step_heading);
  gtk_widget_class_bind_template_child (widget_class, BpStepPane, step_explanation);
  gtk_widget_class_bind_template_child (widget_class, BpStepPane, step_formula);
  gtk_widget_class_bind_template_child (widget_class, BpStepPane, losses);
  gtk_widget_class_bind_template_child (widget_class, BpStepPane, loss_curve);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bp_step_pane_init (BpStepPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The formula of the step that is at work, with the numbers of the unit. */
static char *
make_formula (const BpWalkthrough *walkthrough, guint layer, guint unit, const char *update_formula)
{
  const BpExplanation *explanation = bp_walkthrough_get_explanation (walkthrough);
  g_autofree char *sum = NULL;
  g_autofree char *activation = NULL;

  switch (bp_walkthrough_get_phase (walkthrough))
    {
    case BP_WALK_PHASE_FORWARD:
      sum = bp_formula_sum (explanation, layer, unit, BP_FORMULA_TEXT);
      activation = bp_formula_activation (explanation, layer, unit, BP_FORMULA_TEXT);
      return g_strdup_printf ("%s\n%s", sum, activation);
    case BP_WALK_PHASE_LOSS:
      return bp_formula_loss (explanation, BP_FORMULA_TEXT);
    case BP_WALK_PHASE_BACKWARD:
      return bp_formula_delta (explanation, layer, unit, BP_FORMULA_TEXT);
    case BP_WALK_PHASE_UPDATE:
      return g_strdup (update_formula);
    default:
      return NULL;
    }
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  if (text != NULL && !g_str_equal (gtk_label_get_text (label), text))
    gtk_label_set_text (label, text);
}

static void
show_losses (BpStepPane *self, const BpWalkthrough *walkthrough)
{
  guint n;
  const double *losses = bp_walkthrough_get_losses (walkthrough, &n);
  g_autofree char *text = bp_step_text_losses (walkthrough);

  set_text (self->losses, text);
  if (n > 0 || gtk_widget_get_visible (GTK_WIDGET (self->loss_curve)))
    bp_loss_curve_set (self->loss_curve, losses, n, text);
}

/**
 * bp_step_pane_update:
 * @self: the pane
 * @walkthrough: a walkthrough with an image
 * @layer: of the unit whose numbers are shown
 * @unit: the unit
 * @update_formula: (nullable): the formula of the last update
 *
 * Shows the step as it is now.
 */
void
bp_step_pane_update (BpStepPane *self,
                     const BpWalkthrough *walkthrough,
                     guint layer,
                     guint unit,
                     const char *update_formula)
{
  g_autofree char *heading = bp_step_text_heading (walkthrough);

  set_text (self->step_heading, heading);
  set_text (self->step_explanation, bp_step_text_explanation (walkthrough));
  bp_formula_label_take_text (self->step_formula,
                              make_formula (walkthrough, layer, unit, update_formula));
  show_losses (self, walkthrough);
}
