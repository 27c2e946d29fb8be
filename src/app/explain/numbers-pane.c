/* SPDX-License-Identifier: MIT */
#include "numbers-pane.h"

#include "contribution-list.h"
#include "formula-label.h"
#include "formula.h"
#include "image-grid.h"
#include "number-input.h"
#include "weight-picture.h"

#include <glib/gi18n.h>

/* The largest weight that can be set by hand, in size. */
#define MOST_WEIGHT 1e6

struct _BpNumbersPane
{
  AdwBin parent_instance;

  /* borrowed */
  const BpWalkthrough *walkthrough; /* nullable */
  BpUnitNames names;
  const BpFavourites *favourites; /* nullable */
  const BpDataset *dataset;       /* nullable: of the favourites */

  guint update_source;    /* until the rest of the numbers is updated, or 0 */
  gboolean is_other_unit; /* the rest of the numbers is that of another unit */

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
  BpFormulaLabel *unit_heading;
  BpFormulaLabel *sum;
  BpFormulaLabel *activation;
  BpFormulaLabel *delta;
  GtkWidget *picture_box;
  BpWeightPicture *picture;
  GtkWidget *favourites_box;
  BpImageGrid *favourites_grid;
  GtkLabel *favourites_note;
  GtkWidget *inputs_box;
  BpContributionList *inputs;
  GtkWidget *outputs_box;
  BpContributionList *outputs;
  GtkWidget *weight_box;
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
  bp_formula_label_take_text (self->unit_heading,
                              bp_unit_text_name (get_network (self), &self->names, self->layer,
                                                 self->unit));
  bp_formula_label_take_text (self->sum, make_sum (self, BP_FORMULA_TEXT));
  bp_formula_label_take_text (self->activation, make_activation (self, BP_FORMULA_TEXT));
  bp_formula_label_take_text (self->delta, make_delta (self, BP_FORMULA_TEXT));
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
  n = 0;
  if (shows_outputs)
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

/* Why there are no images yet, or none at all. */
static const char *
describe_favourites (BpNumbersPane *self, guint n)
{
  if (self->favourites == NULL)
    return _ ("They are looked up as soon as the network stays the same.");
  return n == 0 ? _ ("No training image excites this unit: it is dead.") : NULL;
}

static void
update_favourites (BpNumbersPane *self)
{
  const BpFavourite *images = NULL;
  const char *note;
  guint n = 0;

  gtk_widget_set_visible (self->favourites_box, self->dataset != NULL);
  if (self->dataset == NULL)
    return;
  if (self->favourites != NULL)
    images = bp_favourites_get (self->favourites, self->layer, self->unit, &n);
  note = describe_favourites (self, n);
  gtk_widget_set_visible (GTK_WIDGET (self->favourites_grid), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->favourites_note), note != NULL);
  gtk_label_set_label (self->favourites_note, note != NULL ? note : "");
  if (n > 0)
    bp_image_grid_set (self->favourites_grid, self->dataset, images, n);
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

/* Marks the pixel of the weight in the picture. */
static void
mark_pixel (BpNumbersPane *self)
{
  gboolean is_pixel = self->weight_layer == 0 && self->weight_output == self->unit &&
                      self->weight_row < bp_network_get_n_inputs (get_network (self));
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  g_autofree char *text = NULL;

  if (self->layer != 0)
    return;
  if (is_pixel)
    {
      name = bp_unit_text_input (get_network (self), &self->names, 0, self->weight_row);
      value = describe_weight_value (self);
      /* Translators: a pixel and its weight */
      text = g_strdup_printf (_ ("%s: %s"), name, value);
    }
  bp_weight_picture_choose (self->picture, is_pixel ? self->weight_row : G_MAXUINT, text);
}

/* What was typed belongs to the weight of before. */
static void
clear_entry (BpNumbersPane *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->weight_refusal), FALSE);
  if (*gtk_editable_get_text (self->weight_entry) != '\0')
    gtk_editable_set_text (self->weight_entry, "");
}

static void
update_weight (BpNumbersPane *self)
{
  BpExplainedWeight weight;
  gboolean has_gradient = bp_numbers_pane_get_weight (self, &weight);

  bp_formula_label_take_text (self->weight_heading, describe_weight (self));
  bp_formula_label_take_text (self->weight_value, describe_weight_value (self));
  bp_formula_label_take_text (self->gradient,
                              has_gradient ? bp_formula_gradient (&weight, BP_FORMULA_TEXT) : NULL);
  bp_formula_label_take_text (self->measured,
                              has_gradient ? bp_formula_measured (&weight, BP_FORMULA_TEXT) : NULL);
  bp_formula_label_take_text (self->updated,
                              has_gradient ? bp_formula_update (&weight, BP_FORMULA_TEXT) : NULL);
  mark_pixel (self);
}

/* What update_unit() leaves out. */
static void
update_rest (BpNumbersPane *self)
{
  g_clear_handle_id (&self->update_source, g_source_remove);
  self->is_other_unit = FALSE;
  update_lists (self);
  update_picture (self);
  update_weight (self);
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

/* Chooses another weight. */
static void
choose_weight (BpNumbersPane *self, guint layer, guint row, guint output)
{
  self->has_weight = TRUE;
  self->weight_layer = layer;
  self->weight_row = row;
  self->weight_output = output;
  clear_entry (self);
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

static void
on_pixel_chosen (BpNumbersPane *self, guint pixel)
{
  choose_weight (self, 0, pixel, self->unit);
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

/* The weight that a person is about to set stays, whatever feeds the unit most. */
static void
on_entry_entered (BpNumbersPane *self)
{
  self->has_weight = TRUE;
}

static void
on_weight_typed (BpNumbersPane *self)
{
  const char *text = gtk_editable_get_text (self->weight_entry);
  double value;
  g_autofree char *refusal = bp_number_input_check (text, FALSE, -MOST_WEIGHT, MOST_WEIGHT, &value);

  gtk_widget_set_visible (GTK_WIDGET (self->weight_refusal), refusal != NULL);
  gtk_label_set_label (self->weight_refusal, refusal != NULL ? refusal : "");
  if (refusal != NULL || self->walkthrough == NULL)
    return;
  finish_update (self);
  self->has_weight = TRUE;
  g_signal_emit (self, signals[SIGNAL_WEIGHT_SET], 0, self->weight_layer, self->weight_row,
                 self->weight_output, value);
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
  g_type_ensure (BP_TYPE_FORMULA_LABEL);
  g_type_ensure (BP_TYPE_IMAGE_GRID);
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
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, favourites_box);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, favourites_grid);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, favourites_note);
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
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, weight_entry);
  gtk_widget_class_bind_template_child (widget_class, BpNumbersPane, weight_refusal);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_weight_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_input_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_output_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_pixel_chosen);
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
  self->has_weight = FALSE;
  clear_entry (self);
  self->favourites = NULL;
  self->dataset = NULL;
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
  self->is_other_unit = TRUE;
  self->has_weight = FALSE;
  clear_entry (self);
  update_favourites (self);
}

/**
 * bp_numbers_pane_set_favourites:
 * @self: the pane, with a walkthrough
 * @favourites: (nullable): the images that excite the units of the network most, which have to stay
 *   until the next call; %NULL where they are not known yet
 * @dataset: (nullable): the data set of the images, which has to stay likewise; %NULL where there
 * is none
 */
void
bp_numbers_pane_set_favourites (BpNumbersPane *self,
                                const BpFavourites *favourites,
                                const BpDataset *dataset)
{
  self->favourites = favourites;
  self->dataset = dataset;
  update_favourites (self);
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
