/* SPDX-License-Identifier: MIT */
#include "numbers-pane.h"

#include "contribution-list.h"
#include "favourites-view.h"
#include "formula-label.h"
#include "shown-formulas.h"
#include "weight-pane.h"
#include "weight-picture.h"

#include <glib/gi18n.h>

struct _BpNumbersPane
{
  AdwBin parent_instance;

  /* borrowed */
  const BpWalkthrough *walkthrough; /* nullable */
  BpUnitNames names;

  guint layer; /* of the chosen unit */
  guint unit;

  guint update_source;    /* until the rest of the numbers is updated, or 0 */
  gboolean is_other_unit; /* the rest of the numbers is that of another unit */

  /* template children */
  GtkWidget *content;
  BpFormulaLabel *unit_heading;
  BpFormulaLabel *sum;
  BpFormulaLabel *activation;
  BpFormulaLabel *delta;
  GtkWidget *picture_box;
  BpWeightPicture *picture;
  BpFavouritesView *favourites;
  GtkWidget *inputs_box;
  BpContributionList *inputs;
  GtkWidget *outputs_box;
  BpContributionList *outputs;
  BpWeightPane *weight; /* the chosen one, else the strongest one into the unit */
};

enum
{
  SIGNAL_WEIGHT_SET,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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

static void
update_unit (BpNumbersPane *self)
{
  bp_formula_label_take_text (self->unit_heading,
                              bp_unit_text_name (get_network (self), &self->names, self->layer,
                                                 self->unit));
  bp_formula_label_take_text (self->sum, bp_shown_formula_sum (self->walkthrough, self->layer,
                                                               self->unit, BP_FORMULA_TEXT));
  bp_formula_label_take_text (self->activation,
                              bp_shown_formula_activation (self->walkthrough, self->layer,
                                                           self->unit, BP_FORMULA_TEXT));
  bp_formula_label_take_text (self->delta, bp_shown_formula_delta (self->walkthrough, self->layer,
                                                                   self->unit, BP_FORMULA_TEXT));
}

/* Shows what feeds the unit, whose strongest weight is shown unless the user has chosen another. */
static void
update_inputs (BpNumbersPane *self)
{
  BpContribution strongest[BP_CONTRIBUTION_LIST_N_ROWS];
  guint bias_row = get_network (self)->layers[self->layer].n_inputs;
  gboolean is_known = bp_walkthrough_shows_activations (self->walkthrough, self->layer);
  guint n = 0;

  if (is_known)
    n = bp_find_contributions_into (get_explanation (self), self->layer, self->unit, strongest,
                                    BP_CONTRIBUTION_LIST_N_ROWS);
  gtk_widget_set_visible (self->inputs_box, is_known);
  bp_contribution_list_set (self->inputs, get_network (self), &self->names, self->layer, TRUE,
                            strongest, n);
  bp_weight_pane_propose (self->weight,
                          (BpWeightPlace){ self->layer, n > 0 ? strongest[0].unit : bias_row,
                                           self->unit });
}

/* Shows what the unit feeds. */
static void
update_outputs (BpNumbersPane *self)
{
  BpContribution strongest[BP_CONTRIBUTION_LIST_N_ROWS];
  gboolean is_last = self->layer + 1 == get_network (self)->n_layers;
  guint n = 0;

  if (!is_last && bp_walkthrough_shows_activations (self->walkthrough, self->layer + 1))
    n = bp_find_contributions_from (get_explanation (self), self->layer, self->unit, strongest,
                                    BP_CONTRIBUTION_LIST_N_ROWS);
  gtk_widget_set_visible (self->outputs_box, n > 0);
  bp_contribution_list_set (self->outputs, get_network (self), &self->names, self->layer, FALSE,
                            strongest, n);
}

/* The picture of the weights of a unit that sees the pixels. */
static void
update_picture (BpNumbersPane *self)
{
  const BpLayer *layer = &get_network (self)->layers[0];
  gboolean is_shown = self->layer == 0 && self->names.width > 0;
  g_autofree float *weights = NULL;

  gtk_widget_set_visible (self->picture_box, is_shown);
  if (!is_shown)
    return;
  weights = g_new (float, layer->n_inputs);
  for (guint i = 0; i < layer->n_inputs; i++)
    weights[i] = *bp_layer_get_weight (layer, i, self->unit);
  bp_weight_picture_set (self->picture, weights, self->names.width,
                         layer->n_inputs / self->names.width);
}

/* Marks the pixel of the weight in the picture. */
static void
mark_pixel (BpNumbersPane *self)
{
  BpWeightPlace place = bp_weight_pane_get_place (self->weight);
  gboolean is_pixel = place.layer == 0 && place.output == self->unit &&
                      place.row < bp_network_get_n_inputs (get_network (self));
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  g_autofree char *text = NULL;

  if (self->layer != 0)
    return;
  if (is_pixel)
    {
      name = bp_unit_text_input (get_network (self), &self->names, 0, place.row);
      value = bp_weight_pane_describe_value (self->weight);
      /* Translators: a pixel and its weight */
      text = g_strdup_printf (_ ("%s: %s"), name, value);
    }
  bp_weight_picture_choose (self->picture, is_pixel ? place.row : G_MAXUINT, text);
}

/* What update_unit() leaves out. */
static void
update_rest (BpNumbersPane *self)
{
  g_clear_handle_id (&self->update_source, g_source_remove);
  self->is_other_unit = FALSE;
  update_inputs (self);
  update_outputs (self);
  update_picture (self);
  bp_weight_pane_update (self->weight);
  mark_pixel (self);
}

static gboolean
on_update (gpointer user_data)
{
  BpNumbersPane *self = user_data;

  self->update_source = 0;
  update_rest (self);
  return G_SOURCE_REMOVE;
}

/* Before numbers are used. */
static void
finish_update (BpNumbersPane *self)
{
  if (self->update_source != 0)
    update_rest (self);
}

static void
choose_weight (BpNumbersPane *self, guint layer, guint row, guint output)
{
  bp_weight_pane_choose (self->weight, (BpWeightPlace){ layer, row, output });
  mark_pixel (self);
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

static void
on_pixel_chosen (BpNumbersPane *self, guint pixel)
{
  choose_weight (self, 0, pixel, self->unit);
}

static void
on_weight_set (BpNumbersPane *self, guint layer, guint row, guint output, double value)
{
  g_signal_emit (self, signals[SIGNAL_WEIGHT_SET], 0, layer, row, output, value);
}

static void
copy (BpNumbersPane *self, BpFormulaStyle style)
{
  BpExplainedWeight weight;
  gboolean has_gradient = bp_numbers_pane_get_weight (self, &weight);
  g_autofree char *text = NULL;

  if (self->walkthrough == NULL)
    return;
  text = bp_shown_formulas_list (self->walkthrough, self->layer, self->unit,
                                 has_gradient ? &weight : NULL, style);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
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
bp_numbers_pane_dispose (GObject *object)
{
  g_clear_handle_id (&BP_NUMBERS_PANE (object)->update_source, g_source_remove);

  G_OBJECT_CLASS (bp_numbers_pane_parent_class)->dispose (object);
}

static void
bp_numbers_pane_class_init (BpNumbersPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_numbers_pane_dispose;

  /**
   * BpNumbersPane::weight-set:
   * @layer: from 0
   * @row: the input of the weight, or the layer's n_inputs for a bias
   * @output: the unit that it feeds
   * @value: a finite number, which the user has typed
   */
  signals[SIGNAL_WEIGHT_SET] =
      g_signal_new ("weight-set", BP_TYPE_NUMBERS_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_DOUBLE);

  g_type_ensure (BP_TYPE_CONTRIBUTION_LIST);
  g_type_ensure (BP_TYPE_FAVOURITES_VIEW);
  g_type_ensure (BP_TYPE_FORMULA_LABEL);
  g_type_ensure (BP_TYPE_WEIGHT_PANE);
  g_type_ensure (BP_TYPE_WEIGHT_PICTURE);
  gtk_widget_class_install_action (widget_class, "numbers.copy-text", NULL, copy_text);
  gtk_widget_class_install_action (widget_class, "numbers.copy-latex", NULL, copy_latex);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/explain/numbers-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, content);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, unit_heading);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, sum);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, activation);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, delta);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, picture_box);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, picture);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, favourites);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, inputs_box);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, inputs);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, outputs_box);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, outputs);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, weight);
  gtk_widget_class_bind_template_callback (widget_class, on_input_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_output_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_pixel_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_weight_set);
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
  g_clear_handle_id (&self->update_source, g_source_remove);
  self->walkthrough = walkthrough;
  self->names = *names;
  self->layer = 0;
  self->unit = 0;
  self->is_other_unit = TRUE;
  bp_weight_pane_set_walkthrough (self->weight, walkthrough, names);
  bp_favourites_view_set_images (self->favourites, NULL, NULL);
  bp_favourites_view_choose_unit (self->favourites, 0, 0);
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
  bp_weight_pane_set_learning_rate (self->weight, learning_rate);
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
  self->is_other_unit = TRUE;
  bp_weight_pane_forget_choice (self->weight);
  bp_favourites_view_choose_unit (self->favourites, layer, unit);
}

/**
 * bp_numbers_pane_set_favourites:
 * @self: the pane, with a walkthrough
 * @favourites: (nullable): see bp_favourites_view_set_images()
 * @dataset: (nullable): likewise
 */
void
bp_numbers_pane_set_favourites (BpNumbersPane *self,
                                const BpFavourites *favourites,
                                const BpDataset *dataset)
{
  bp_favourites_view_set_images (self->favourites, favourites, dataset);
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
  finish_update (self);
  return bp_weight_pane_get_weight (self->weight, weight);
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
  update_rest (self);
}

/**
 * bp_numbers_pane_follow:
 * @self: the pane
 *
 * Shows the numbers of the unit now, and after the next frame what feeds it, what it feeds and its
 * weight: for a picture that is being drawn, whose answer is not to wait for them. Those of another
 * unit never stand beside them.
 */
void
bp_numbers_pane_follow (BpNumbersPane *self)
{
  if (self->walkthrough == NULL)
    return;

  update_unit (self);
  if (self->is_other_unit)
    update_rest (self);
  else if (self->update_source == 0)
    self->update_source = g_idle_add (on_update, self);
}
