/* SPDX-License-Identifier: MIT */
#include "weights-view.h"

#include "accuracy-meter.h"
#include "classify.h"
#include "digit-image.h"
#include "format.h"
#include "metrics.h"
#include "unit-summary.h"
#include "weight-tiles.h"

#include <glib/gi18n.h>
#include <string.h>

struct _BpWeightsView
{
  GtkWidget parent_instance;

  /* owned */
  BpNetwork *network;     /* nullable */
  BpNetwork *edited;      /* nullable: the same without the silenced units */
  BpDataset *dataset;     /* nullable */
  GArray *units;          /* nullable, of BpUnitSummary: those of the network, in their order */
  GArray *silenced;       /* of guint: in the order in which they were silenced */
  BpAccuracyMeter *meter; /* of the edited network */

  BpSplit split;
  gboolean is_stale;
  gboolean has_pad_image;
  guint8 pad_image[BP_DIGIT_N_PIXELS];

  /* template children */
  GtkWidget *box;
  GtkDropDown *order_choice; /* its items are those of BpUnitOrder */
  BpWeightTiles *tiles;
  GtkLabel *caption;
  GtkLabel *unit_label;
  GtkLabel *effect_label;
  GtkButton *silence_button;
  GtkButton *undo_button;
};

G_DEFINE_FINAL_TYPE (BpWeightsView, bp_weights_view, GTK_TYPE_WIDGET)

static gboolean
fits (BpWeightsView *self)
{
  return self->network != NULL && self->dataset != NULL &&
         bp_network_check_fits (self->network, self->dataset, NULL);
}

static const BpUnitSummary *
find_unit (BpWeightsView *self, int unit)
{
  for (guint i = 0; self->units != NULL && i < self->units->len; i++)
    {
      const BpUnitSummary *summary = &g_array_index (self->units, BpUnitSummary, i);

      if ((int) summary->unit == unit)
        return summary;
    }
  return NULL;
}

static gboolean
is_silenced (BpWeightsView *self, guint unit)
{
  for (guint i = 0; i < self->silenced->len; i++)
    if (g_array_index (self->silenced, guint, i) == unit)
      return TRUE;
  return FALSE;
}

static void
show_unit (BpWeightsView *self)
{
  const BpUnitSummary *summary = find_unit (self, bp_weight_tiles_get_chosen (self->tiles));
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->silence_button),
                            summary != NULL && self->network != NULL &&
                                self->network->n_layers > 1 && !is_silenced (self, summary->unit));
  gtk_widget_set_sensitive (GTK_WIDGET (self->undo_button), self->silenced->len > 0);
  if (summary == NULL)
    text = g_strdup (_ ("Choose a unit to see what it does."));
  else
    text = g_strdup_printf (_ ("Unit %u: norm of its weights %.2f, speaks most for “%s”"),
                            summary->unit, summary->norm,
                            bp_dataset_get_class_name (self->dataset, summary->label));
  gtk_label_set_text (self->unit_label, text);
  bp_weight_tiles_set_description (self->tiles, text);
}

/* The answer of the edited network to the drawing, as in "7 (98 %)". */
static char *
describe_answer (BpWeightsView *self)
{
  g_autoptr (BpWorkspace) workspace = NULL;
  g_autofree float *probabilities = NULL;
  g_autofree char *percent = NULL;
  guint answer;

  if (!self->has_pad_image || bp_network_get_n_inputs (self->edited) != BP_DIGIT_N_PIXELS)
    return NULL;
  workspace = bp_workspace_new (self->edited, 1, NULL);
  if (workspace == NULL)
    return NULL;
  probabilities = g_new (float, bp_network_get_n_outputs (self->edited));
  answer = bp_classify (self->edited, workspace, self->pad_image, probabilities);
  percent = bp_format_percent ((double) probabilities[answer]);
  return g_strdup_printf ("%s (%s)", bp_dataset_get_class_name (self->dataset, answer), percent);
}

static void
show_effect (BpWeightsView *self)
{
  guint n_silenced = self->silenced->len;
  GString *text = g_string_new (NULL);
  g_autofree char *answer = NULL;
  double accuracy;

  if (self->edited != NULL)
    {
      g_string_append_printf (text,
                              ngettext ("With %u unit silenced", "With %u units silenced",
                                        n_silenced),
                              n_silenced);
      answer = describe_answer (self);
      if (answer != NULL)
        /* Translators: follows "With 2 units silenced"; %s is an answer, as in 7 (98 %) */
        g_string_append_printf (text, _ (" · the drawing is %s"), answer);
      if (bp_accuracy_meter_get (self->meter, &accuracy))
        {
          g_autofree char *percent = bp_format_percent (accuracy);

          /* Translators: follows "With 2 units silenced" */
          g_string_append_printf (text, _ (" · %s of the images right"), percent);
        }
    }
  gtk_label_set_text (self->effect_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->effect_label), text->len > 0);
  g_string_free (text, TRUE);
}

static void
evaluate (BpWeightsView *self)
{
  if (self->edited != NULL)
    bp_accuracy_meter_measure (self->meter, self->edited, self->dataset, self->split);
  else
    bp_accuracy_meter_forget (self->meter);
}

/* Makes the edited network anew. */
static void
update_edited (BpWeightsView *self)
{
  const guint *units = (const guint *) (gpointer) self->silenced->data;

  g_clear_pointer (&self->edited, bp_network_unref);
  if (self->silenced->len > 0)
    self->edited = bp_silence_units (self->network, units, self->silenced->len, NULL);
  bp_weight_tiles_set_silenced (self->tiles, units, self->silenced->len);
  evaluate (self);
  show_unit (self);
  show_effect (self);
}

static void
on_silence_clicked (BpWeightsView *self)
{
  guint unit = (guint) bp_weight_tiles_get_chosen (self->tiles);

  g_array_append_val (self->silenced, unit);
  update_edited (self);
}

static void
on_undo_clicked (BpWeightsView *self)
{
  g_array_set_size (self->silenced, self->silenced->len - 1);
  update_edited (self);
}

static void
show_caption (BpWeightsView *self, guint n_shown)
{
  guint n_units = self->network->layers[0].n_outputs;
  g_autofree char *shown = bp_format_count (n_shown);
  g_autofree char *all = bp_format_count (n_units);
  g_autofree char *text = NULL;

  if (n_shown < n_units)
    text = g_strdup_printf (_ ("Each tile is a unit of the first layer, as a picture of its "
                               "weights: the first %s of %s. Ink on a blue pixel excites the unit, "
                               "ink on an orange one inhibits it."),
                            shown, all);
  else
    text = g_strdup_printf (_ ("Each tile is a unit of the first layer, as a picture of its "
                               "weights: all %s. Ink on a blue pixel excites the unit, ink on an "
                               "orange one inhibits it."),
                            shown);
  gtk_label_set_text (self->caption, text);
}

/* Draws the weights of the units, in the order that they have. */
static void
show_tiles (BpWeightsView *self)
{
  guint n_shown = MIN (self->units->len, BP_WEIGHT_TILES_MOST);
  guint shown[BP_WEIGHT_TILES_MOST];

  for (guint i = 0; i < n_shown; i++)
    shown[i] = g_array_index (self->units, BpUnitSummary, i).unit;
  bp_weight_tiles_set_units (self->tiles, self->network, shown, n_shown,
                             bp_dataset_get_width (self->dataset),
                             bp_dataset_get_height (self->dataset));
  show_caption (self, n_shown);
  show_unit (self);
}

static void
sort (BpWeightsView *self)
{
  BpUnitOrder order = (BpUnitOrder) gtk_drop_down_get_selected (self->order_choice);

  self->units = bp_summarise_units (self->network, order);
}

/* Sorts the units of the network and draws them, as long as the view is on the screen. */
static void
update (BpWeightsView *self)
{
  g_clear_pointer (&self->units, g_array_unref);
  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_stale)
    return;
  if (fits (self))
    {
      sort (self);
      show_tiles (self);
      return;
    }
  bp_weight_tiles_set_units (self->tiles, NULL, NULL, 0, 1, 1);
  gtk_label_set_text (self->caption,
                      _ ("Train a network or open weights to see pictures of its weights."));
  show_unit (self);
}

static void
bp_weights_view_map (GtkWidget *widget)
{
  BpWeightsView *self = BP_WEIGHTS_VIEW (widget);

  GTK_WIDGET_CLASS (bp_weights_view_parent_class)->map (widget);

  if (self->is_stale)
    update (self);
}

static void
bp_weights_view_dispose (GObject *object)
{
  BpWeightsView *self = BP_WEIGHTS_VIEW (object);

  if (self->meter != NULL)
    bp_accuracy_meter_forget (self->meter);
  g_clear_object (&self->meter);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->edited, bp_network_unref);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  g_clear_pointer (&self->units, g_array_unref);
  g_clear_pointer (&self->silenced, g_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_weights_view_parent_class)->dispose (object);
}

static void
bp_weights_view_class_init (BpWeightsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_weights_view_dispose;
  widget_class->map = bp_weights_view_map;

  g_type_ensure (BP_TYPE_WEIGHT_TILES);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/weights-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BpWeightsView, box);
  gtk_widget_class_bind_template_child (widget_class, BpWeightsView, order_choice);
  gtk_widget_class_bind_template_child (widget_class, BpWeightsView, tiles);
  gtk_widget_class_bind_template_child (widget_class, BpWeightsView, caption);
  gtk_widget_class_bind_template_child (widget_class, BpWeightsView, unit_label);
  gtk_widget_class_bind_template_child (widget_class, BpWeightsView, effect_label);
  gtk_widget_class_bind_template_child (widget_class, BpWeightsView, silence_button);
  gtk_widget_class_bind_template_child (widget_class, BpWeightsView, undo_button);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, show_unit);
  gtk_widget_class_bind_template_callback (widget_class, on_silence_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_undo_clicked);
  gtk_widget_class_set_css_name (widget_class, "weightsview");
}

static void
bp_weights_view_init (BpWeightsView *self)
{
  self->silenced = g_array_new (FALSE, FALSE, sizeof (guint));
  self->meter = bp_accuracy_meter_new ();
  g_signal_connect_object (self->meter, "measured", G_CALLBACK (show_effect), self,
                           G_CONNECT_SWAPPED);
  self->is_stale = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
forget_edits (BpWeightsView *self)
{
  if (self->silenced->len == 0)
    return;
  g_array_set_size (self->silenced, 0);
  update_edited (self);
}

/**
 * bp_weights_view_set_dataset:
 * @self: the view
 * @dataset: (nullable): the data set, which has the names of the classes
 * @split: the images on which the effect of a change is measured; there is at least one
 */
void
bp_weights_view_set_dataset (BpWeightsView *self, BpDataset *dataset, BpSplit split)
{
  if (self->dataset == dataset && self->split == split)
    return;
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset != NULL ? bp_dataset_ref (dataset) : NULL;
  self->split = split;
  g_array_set_size (self->silenced, 0);
  update (self);
  update_edited (self);
}

/**
 * bp_weights_view_set_network:
 * @self: the view
 * @network: (nullable): the network to show; it must not change any more
 *
 * Shows other weights. Fast enough to be called many times a second during training: units of a
 * network of the same shape keep their places until bp_weights_view_sort().
 */
void
bp_weights_view_set_network (BpWeightsView *self, BpNetwork *network)
{
  gboolean has_same_shape;

  if (self->network == network)
    return;
  has_same_shape =
      self->network != NULL && network != NULL && bp_network_has_shape_of (self->network, network);
  forget_edits (self);
  g_clear_pointer (&self->network, bp_network_unref);
  self->network = network != NULL ? bp_network_ref (network) : NULL;
  if (has_same_shape && self->units != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_tiles (self);
  else
    update (self);
}

/**
 * bp_weights_view_sort:
 * @self: the view
 *
 * Puts the units in the chosen order again, as at the end of an epoch.
 */
void
bp_weights_view_sort (BpWeightsView *self)
{
  update (self);
}

/**
 * bp_weights_view_set_pad_image:
 * @self: the view
 * @image: (28, 28) (nullable): what is on the pad; %NULL for nothing
 */
void
bp_weights_view_set_pad_image (BpWeightsView *self, const guint8 *image)
{
  self->has_pad_image = image != NULL;
  if (image != NULL)
    memcpy (self->pad_image, image, sizeof self->pad_image);
  if (self->edited != NULL)
    show_effect (self);
}
