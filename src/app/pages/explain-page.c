/* SPDX-License-Identifier: MIT */
#include "explain-page.h"

#include "changed-copy.h"
#include "digit-image.h"
#include "favourite-finder.h"
#include "formula.h"
#include "image-chooser.h"
#include "metrics.h"
#include "network-layout.h"
#include "network-view.h"
#include "numbers-pane.h"
#include "step-pane.h"

#include <glib/gi18n.h>
#include <math.h>

/* How long a network has to stay the same until its favourite images are looked up, which takes a
 * core for up to some seconds. */
#define SEARCH_MILLISECONDS 600

struct _BpExplainPage
{
  BpPage parent_instance;

  /* owned */
  BpFavouriteFinder *finder;
  BpNetwork *network;         /* nullable: of the window */
  BpNetwork *shown_network;   /* nullable: the one that the walkthrough began with */
  BpDataset *dataset;         /* nullable: of the window */
  GStrv class_names;          /* nullable */
  BpWalkthrough *walkthrough; /* nullable: without a network */
  char *update_formula;       /* nullable: of the last update */

  guint8 drawing[BP_DIGIT_N_PIXELS];
  gboolean has_drawing;
  gboolean is_labelled; /* the drawing is a picture whose class is known */
  guint drawing_label;  /* that class, or what the user says that the drawing is */
  BpUnitNames names;    /* of class_names, and of pictures of this width */
  guint picture_height;
  gboolean has_other_data; /* since the walkthrough began */
  gboolean is_fitting;     /* the data set fits the network */
  gboolean is_stale;       /* something has changed while the page was not on the screen */
  gboolean has_choice;     /* the user has chosen a unit; until then it is the answer */
  gboolean is_updating;    /* the widgets are being set, not used */
  gboolean is_answering;   /* the changed copy answers on the pad */
  guint layer;             /* of the chosen unit */
  guint unit;
  guint search_timer; /* until the favourite images are looked up, or 0 */

  /* template children */
  GtkStack *stack;
  BpImageChooser *chooser;
  GtkDropDown *label_row;
  GtkAdjustment *learning_rate;
  BpNetworkView *network_view;
  GtkLabel *sampling;
  GtkLabel *status;
  BpChangedCopy *changed_copy;
  BpStepPane *steps;
  BpNumbersPane *numbers;
};

enum
{
  SIGNAL_STEPS_CHANGED,
  SIGNAL_NETWORK_CHOSEN,
  SIGNAL_ANSWERING_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpExplainPage, bp_explain_page, BP_TYPE_PAGE)

static const BpExplanation *
get_explanation (BpExplainPage *self)
{
  return bp_walkthrough_get_explanation (self->walkthrough);
}

static gboolean
is_on_screen (BpExplainPage *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self));
}

static gboolean
has_image (BpExplainPage *self)
{
  return self->walkthrough != NULL && bp_walkthrough_shows_activations (self->walkthrough, 0);
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

/* Shows the images that excite the units most, or has them looked up. */
static void
show_favourites (BpExplainPage *self)
{
  g_autoptr (BpNetwork) network = NULL;

  if (self->walkthrough == NULL || !self->is_fitting)
    return;
  network = bp_network_copy (bp_explanation_get_network (get_explanation (self)), NULL);
  if (network != NULL)
    bp_numbers_pane_set_favourites (self->numbers,
                                    bp_favourite_finder_find (self->finder, network, self->dataset),
                                    self->dataset);
}

static gboolean
on_search_timer (gpointer user_data)
{
  BpExplainPage *self = user_data;

  self->search_timer = 0;
  show_favourites (self);
  return G_SOURCE_REMOVE;
}

static void
stop_search (BpExplainPage *self)
{
  g_clear_handle_id (&self->search_timer, g_source_remove);
  bp_favourite_finder_cancel (self->finder);
}

/* The network of the walkthrough has changed: its favourite images are no longer known, and are
 * looked up once it stays the same. */
static void
restart_search (BpExplainPage *self)
{
  stop_search (self);
  if (self->walkthrough == NULL)
    return;
  bp_numbers_pane_set_favourites (self->numbers, NULL, self->is_fitting ? self->dataset : NULL);
  if (self->is_fitting)
    self->search_timer = g_timeout_add (SEARCH_MILLISECONDS, on_search_timer, self);
}

static BpNetwork *
copy_network (BpExplainPage *self)
{
  g_autoptr (GError) error = NULL;
  BpNetwork *copy = bp_network_copy (bp_explanation_get_network (get_explanation (self)), &error);

  if (copy == NULL)
    take_text (self->status, g_strdup (error->message));
  return copy;
}

/* Tells which network answers on the pad: @copy, or %NULL for that of the window. */
static void
set_answering (BpExplainPage *self, BpNetwork *copy)
{
  if (copy == NULL && !self->is_answering)
    return;
  self->is_answering = copy != NULL;
  bp_changed_copy_set_is_answering (self->changed_copy, self->is_answering);
  g_signal_emit (self, signals[SIGNAL_ANSWERING_CHANGED], 0, copy);
}

/* The private copy has been changed, or a change has been undone. */
static void
show_changes (BpExplainPage *self)
{
  gboolean is_changed = bp_walkthrough_is_changed (self->walkthrough);
  g_autoptr (BpNetwork) copy = is_changed ? copy_network (self) : NULL;

  restart_search (self);
  bp_changed_copy_set_network (self->changed_copy, copy);
  set_answering (self, self->is_answering ? copy : NULL);
}

/* The private copy is that of another network, or there is none. */
static void
begin_copy (BpExplainPage *self)
{
  set_answering (self, NULL);
  bp_changed_copy_set_original (self->changed_copy, self->shown_network,
                                self->is_fitting ? self->dataset : NULL);
}

static void
choose_unit (BpExplainPage *self, guint layer, guint unit)
{
  self->layer = layer;
  self->unit = unit;
  bp_network_view_choose_unit (self->network_view, layer, unit);
  bp_numbers_pane_choose_unit (self->numbers, layer, unit);
}

static void
show_steps (BpExplainPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->steps), has_image (self));
  if (has_image (self))
    bp_step_pane_update (self->steps, self->walkthrough, self->layer, self->unit,
                         self->update_formula);
  g_signal_emit (self, signals[SIGNAL_STEPS_CHANGED], 0);
}

/* The image that is chosen, and its class. */
static const guint8 *
get_image (BpExplainPage *self, guint *label)
{
  guint n_outputs = bp_network_get_n_outputs (self->network);
  guint n_inputs = bp_network_get_n_inputs (self->network);
  const guint8 *image = NULL;

  *label = BP_WALKTHROUGH_NO_LABEL;
  if (bp_image_chooser_get_source (self->chooser) != BP_IMAGE_SOURCE_PAD)
    image = bp_image_chooser_get_sample (self->chooser, label);
  else if (self->has_drawing && n_inputs == BP_DIGIT_N_PIXELS)
    {
      image = self->drawing;
      *label = self->drawing_label;
    }
  if (*label >= MIN (n_outputs, BP_DATASET_MAX_CLASSES))
    *label = BP_WALKTHROUGH_NO_LABEL;
  return image;
}

/* Draws what the walkthrough has computed, with the numbers of the unit by @update_numbers. */
static void
draw (BpExplainPage *self, void (*update_numbers) (BpNumbersPane *))
{
  guint label;
  const guint8 *image = get_image (self, &label);

  if (has_image (self) && !self->has_choice)
    choose_unit (self, self->network->n_layers - 1,
                 bp_explanation_get_answer (get_explanation (self)));
  bp_network_view_update (self->network_view, image);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers), has_image (self));
  if (has_image (self))
    update_numbers (self->numbers);
  show_steps (self);
}

static void
show_numbers (BpExplainPage *self)
{
  draw (self, bp_numbers_pane_update);
}

/* Says why there is nothing to follow, or that something went wrong. */
static char *
describe_status (BpExplainPage *self, const guint8 *image, const GError *error)
{
  if (error != NULL)
    return g_strdup (error->message);
  if (image != NULL)
    return NULL;
  if (bp_image_chooser_get_source (self->chooser) != BP_IMAGE_SOURCE_PAD)
    return g_strdup (_ ("This part of the data set has no images."));
  if (bp_network_get_n_inputs (self->network) != BP_DIGIT_N_PIXELS)
    return g_strdup_printf (_ ("The network takes %u pixels, and the pad has 28 × 28. Choose an "
                               "image of the data set."),
                            bp_network_get_n_inputs (self->network));
  return g_strdup (_ ("Draw on the pad, or choose an image of the data set."));
}

static void
show_label (BpExplainPage *self, guint label)
{
  self->is_updating = TRUE;
  gtk_drop_down_set_selected (self->label_row, label == BP_WALKTHROUGH_NO_LABEL ? 0 : label + 1);
  self->is_updating = FALSE;
}

static void
set_image (BpExplainPage *self, void (*update_numbers) (BpNumbersPane *))
{
  g_autoptr (GError) error = NULL;
  guint label;
  const guint8 *image;

  if (self->walkthrough == NULL)
    return;

  image = get_image (self, &label);
  bp_walkthrough_set_image (self->walkthrough, image, label, &error);
  gtk_widget_set_sensitive (GTK_WIDGET (self->label_row), image != NULL);
  show_label (self, label);
  take_text (self->status, describe_status (self, image, error));
  draw (self, update_numbers);
}

static void
show_image (BpExplainPage *self)
{
  set_image (self, bp_numbers_pane_update);
}

/* The labels: first none, then the classes. */
static void
fill_label_row (BpExplainPage *self)
{
  guint n_outputs = bp_network_get_n_outputs (self->network);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  /* Translators: the first of the classes to choose from: none of them is chosen */
  gtk_string_list_append (labels, _ ("Choose…"));
  for (guint i = 0; i < n_outputs && i < BP_DATASET_MAX_CLASSES; i++)
    {
      g_autofree char *name = bp_class_text_name (&self->names, n_outputs, i);

      gtk_string_list_append (labels, name);
    }
  self->is_updating = TRUE;
  gtk_drop_down_set_model (self->label_row, G_LIST_MODEL (labels));
  self->is_updating = FALSE;
}

/* Says of which layers only some units are drawn, and why the percentages of the pad are others. */
static char *
describe_drawing (const BpNetwork *network)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint l = 0; l < network->n_layers; l++)
    {
      guint n_tiles = bp_network_layout_count_tiles (network, l);
      g_autofree char *name = bp_unit_text_layer (network, l);

      if (n_tiles == network->layers[l].n_outputs)
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Translators: %s is a layer */
      g_string_append_printf (text, _ ("%s: %u of its %u units are shown, evenly chosen."), name,
                              n_tiles, network->layers[l].n_outputs);
    }
  if (network->temperature != 1.0F)
    {
      g_autofree char *temperature = bp_format_value ((double) network->temperature);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Translators: %s is a number */
      g_string_append_printf (
          text,
          _ ("The probabilities are those of training. Beside the pad, the sums "
             "z are divided by the temperature %s first, so that its "
             "percentages are honest."),
          temperature);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* The pictures have the size of the data set, where it fits, or that of the pad, or are squares. */
static void
choose_picture_size (BpExplainPage *self)
{
  guint n_inputs = bp_network_get_n_inputs (self->network);
  guint side = (guint) lround (sqrt (n_inputs));

  if (self->is_fitting)
    self->names.width = bp_dataset_get_width (self->dataset);
  else
    self->names.width = side * side == n_inputs ? side : n_inputs;
  self->picture_height = n_inputs / self->names.width;
}

static void
drop_walkthrough (BpExplainPage *self)
{
  stop_search (self);
  bp_network_view_set_walkthrough (self->network_view, NULL, &self->names, 1, 1);
  bp_numbers_pane_set_walkthrough (self->numbers, NULL, &self->names);
  g_clear_pointer (&self->walkthrough, bp_walkthrough_free);
  g_clear_pointer (&self->shown_network, bp_network_unref);
  begin_copy (self);
  self->has_choice = FALSE;
}

static void
add_walkthrough (BpExplainPage *self)
{
  g_autoptr (GError) error = NULL;

  self->walkthrough = bp_walkthrough_new (self->network, &error);
  gtk_stack_set_visible_child_name (self->stack, self->walkthrough != NULL ? "network" : "empty");
  if (self->walkthrough == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }

  self->shown_network = bp_network_ref (self->network);
  choose_picture_size (self);
  fill_label_row (self);
  take_text (self->sampling, describe_drawing (self->network));
  bp_network_view_set_walkthrough (self->network_view, self->walkthrough, &self->names,
                                   self->names.width, self->picture_height);
  bp_numbers_pane_set_walkthrough (self->numbers, self->walkthrough, &self->names);
  choose_unit (self, self->network->n_layers - 1, 0);
  begin_copy (self);
  restart_search (self);
}

static void
follow_network (BpExplainPage *self)
{
  g_autoptr (GError) error = NULL;

  if (self->shown_network == self->network)
    return;

  g_clear_pointer (&self->shown_network, bp_network_unref);
  self->shown_network = bp_network_ref (self->network);
  if (!bp_walkthrough_set_network (self->walkthrough, self->network, &error))
    take_text (self->status, g_strdup (error->message));
  begin_copy (self);
  restart_search (self);
}

/* Shows the network, the data set and the image as they are now. */
static void
refresh (BpExplainPage *self)
{
  gboolean is_fitting;

  if (!is_on_screen (self))
    {
      self->is_stale = TRUE;
      return;
    }

  self->is_stale = FALSE;
  is_fitting = self->network != NULL && self->dataset != NULL &&
               bp_network_check_fits (self->network, self->dataset, NULL);
  if (self->walkthrough != NULL &&
      (self->network == NULL || is_fitting != self->is_fitting || self->has_other_data ||
       !bp_network_has_shape_of (self->network, self->shown_network)))
    drop_walkthrough (self);
  self->is_fitting = is_fitting;
  self->has_other_data = FALSE;
  if (self->network == NULL)
    gtk_stack_set_visible_child_name (self->stack, "empty");
  else if (self->walkthrough == NULL)
    add_walkthrough (self);
  else
    follow_network (self);
  bp_image_chooser_set_dataset (self->chooser, is_fitting ? self->dataset : NULL);
  show_image (self);
  g_signal_emit (self, signals[SIGNAL_STEPS_CHANGED], 0);
}

static void
on_image_chosen (BpExplainPage *self)
{
  show_image (self);
}

static void
on_label_chosen (BpExplainPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->label_row);
  guint label = selected == 0 || selected == GTK_INVALID_LIST_POSITION ? BP_WALKTHROUGH_NO_LABEL
                                                                       : selected - 1;
  g_autoptr (GError) error = NULL;

  if (self->is_updating || self->walkthrough == NULL)
    return;
  if (bp_image_chooser_get_source (self->chooser) == BP_IMAGE_SOURCE_PAD)
    self->drawing_label = label;
  if (!bp_walkthrough_set_label (self->walkthrough, label, &error))
    take_text (self->status, g_strdup (error->message));
  show_numbers (self);
}

static void
on_rate_changed (BpExplainPage *self)
{
  bp_numbers_pane_set_learning_rate (self->numbers,
                                     (float) gtk_adjustment_get_value (self->learning_rate));
  if (has_image (self))
    bp_numbers_pane_update (self->numbers);
}

static void
on_unit_chosen (BpExplainPage *self, guint layer, guint unit)
{
  self->has_choice = TRUE;
  choose_unit (self, layer, unit);
  show_numbers (self);
}

static void
on_weight_set (BpExplainPage *self, guint layer, guint row, guint output, double value)
{
  g_autoptr (GError) error = NULL;
  gboolean is_set =
      bp_walkthrough_set_weight (self->walkthrough, layer, row, output, (float) value, &error);

  self->has_choice = TRUE;
  g_clear_pointer (&self->update_formula, g_free);
  if (is_set)
    show_changes (self);
  show_numbers (self);
  take_text (self->status, is_set ? NULL : g_strdup (error->message));
}

static void
bp_explain_page_map (GtkWidget *widget)
{
  BpExplainPage *self = BP_EXPLAIN_PAGE (widget);

  GTK_WIDGET_CLASS (bp_explain_page_parent_class)->map (widget);

  if (self->is_stale)
    refresh (self);
  else
    restart_search (self);
  g_signal_emit (self, signals[SIGNAL_STEPS_CHANGED], 0);
}

static void
bp_explain_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_explain_page_parent_class)->unmap (widget);

  stop_search (BP_EXPLAIN_PAGE (widget));
  g_signal_emit (widget, signals[SIGNAL_STEPS_CHANGED], 0);
}

static void
bp_explain_page_dispose (GObject *object)
{
  BpExplainPage *self = BP_EXPLAIN_PAGE (object);

  if (self->walkthrough != NULL)
    drop_walkthrough (self);
  g_clear_object (&self->finder);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->dataset, bp_dataset_unref);

  G_OBJECT_CLASS (bp_explain_page_parent_class)->dispose (object);
}

static void
bp_explain_page_finalize (GObject *object)
{
  BpExplainPage *self = BP_EXPLAIN_PAGE (object);

  g_strfreev (self->class_names);
  g_free (self->update_formula);

  G_OBJECT_CLASS (bp_explain_page_parent_class)->finalize (object);
}

static void
bp_explain_page_fill (BpPage *page)
{
  BpExplainPage *self = BP_EXPLAIN_PAGE (page);

  gtk_widget_init_template (GTK_WIDGET (self));
  on_rate_changed (self);
}

static void
bp_explain_page_class_init (BpExplainPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bp_explain_page_dispose;
  object_class->finalize = bp_explain_page_finalize;
  widget_class->map = bp_explain_page_map;
  widget_class->unmap = bp_explain_page_unmap;
  BP_PAGE_CLASS (klass)->fill = bp_explain_page_fill;

  /**
   * BpExplainPage::steps-changed:
   *
   * Other steps may be possible: see bp_explain_page_can().
   */
  signals[SIGNAL_STEPS_CHANGED] =
      g_signal_new ("steps-changed", BP_TYPE_EXPLAIN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

  /**
   * BpExplainPage::network-chosen:
   * @network: (type gpointer): a #BpNetwork, which stays as it is
   */
  signals[SIGNAL_NETWORK_CHOSEN] =
      g_signal_new ("network-chosen", BP_TYPE_EXPLAIN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * BpExplainPage::answering-changed:
   * @network: (nullable) (type gpointer): the #BpNetwork that answers on the pad from now on, a
   *   changed copy, which stays as it is; %NULL for the network of the window
   */
  signals[SIGNAL_ANSWERING_CHANGED] =
      g_signal_new ("answering-changed", BP_TYPE_EXPLAIN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (BP_TYPE_CHANGED_COPY);
  g_type_ensure (BP_TYPE_IMAGE_CHOOSER);
  g_type_ensure (BP_TYPE_NETWORK_VIEW);
  g_type_ensure (BP_TYPE_NUMBERS_PANE);
  g_type_ensure (BP_TYPE_STEP_PANE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/explain-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, chooser);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, label_row);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, network_view);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, sampling);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, status);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, changed_copy);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, steps);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, numbers);
  gtk_widget_class_bind_template_callback (widget_class, on_image_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_label_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_rate_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_unit_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_weight_set);
}

static void
bp_explain_page_init (BpExplainPage *self)
{
  self->drawing_label = BP_WALKTHROUGH_NO_LABEL;
  self->finder = bp_favourite_finder_new ();
  g_signal_connect_object (self->finder, "found", G_CALLBACK (show_favourites), self,
                           G_CONNECT_SWAPPED);
}

/**
 * bp_explain_page_set_class_names:
 * @self: the page
 * @names: (nullable) (array zero-terminated=1): the names of the network's classes
 */
void
bp_explain_page_set_class_names (BpExplainPage *self, const char *const *names)
{
  const char *const *present = (const char *const *) self->class_names;

  if (names == present || (names != NULL && present != NULL && g_strv_equal (names, present)))
    return;

  if (self->walkthrough != NULL)
    drop_walkthrough (self);
  g_strfreev (self->class_names);
  self->class_names = g_strdupv ((GStrv) names);
  self->names.class_names = (const char *const *) self->class_names;
  refresh (self);
}

/**
 * bp_explain_page_set_network:
 * @self: the page
 * @network: (nullable): the network to explain from now on; it must not change any more
 *
 * Copies the network. Changes of the private copy are dropped, and it no longer answers on the pad;
 * the step stays where the shape is the same, so that it can be called many times a second during
 * training.
 */
void
bp_explain_page_set_network (BpExplainPage *self, BpNetwork *network)
{
  if (self->network == network)
    return;

  set_answering (self, NULL);
  g_clear_pointer (&self->network, bp_network_unref);
  if (network != NULL)
    self->network = bp_network_ref (network);
  refresh (self);
}

/**
 * bp_explain_page_set_dataset:
 * @self: the page
 * @dataset: (nullable): the data set whose images can be chosen
 */
void
bp_explain_page_set_dataset (BpExplainPage *self, BpDataset *dataset)
{
  if (self->dataset == dataset)
    return;

  if (self->walkthrough != NULL)
    bp_numbers_pane_set_favourites (self->numbers, NULL, NULL);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  if (dataset != NULL)
    self->dataset = bp_dataset_ref (dataset);
  self->has_other_data = TRUE;
  refresh (self);
}

/**
 * bp_explain_page_set_drawing:
 * @self: the page
 * @image: (28, 28) (nullable): what is on the pad as the network sees it; %NULL where it is blank;
 *   copied
 * @label: its class, where it is a picture whose class is known, or else %BP_WALKTHROUGH_NO_LABEL
 *
 * What the user says that a drawing is stays while it grows. A blank pad forgets it, and a drawing
 * has nothing of the picture before it.
 */
void
bp_explain_page_set_drawing (BpExplainPage *self, const guint8 *image, guint label)
{
  self->has_drawing = image != NULL;
  if (image != NULL)
    memcpy (self->drawing, image, sizeof self->drawing);
  if (image == NULL || self->is_labelled || label != BP_WALKTHROUGH_NO_LABEL)
    self->drawing_label = image != NULL ? label : BP_WALKTHROUGH_NO_LABEL;
  self->is_labelled = image != NULL && label != BP_WALKTHROUGH_NO_LABEL;

  if (!is_on_screen (self))
    self->is_stale = TRUE;
  else if (bp_image_chooser_get_source (self->chooser) == BP_IMAGE_SOURCE_PAD)
    set_image (self, bp_numbers_pane_follow);
}

/**
 * bp_explain_page_can:
 * @self: the page
 * @step: a step
 *
 * Returns: whether it is possible now
 */
gboolean
bp_explain_page_can (BpExplainPage *self, BpWalkStep step)
{
  return is_on_screen (self) && self->walkthrough != NULL &&
         bp_walkthrough_can (self->walkthrough, step);
}

static guint
find_strongest (const float *values, guint n)
{
  guint strongest = 0;

  for (guint i = 1; i < n; i++)
    if (fabsf (values[i]) > fabsf (values[strongest]))
      strongest = i;
  return strongest;
}

/* Shows a unit of the layer at work: the chosen one, or the strongest one. */
static void
choose_unit_at_work (BpExplainPage *self)
{
  const BpExplanation *explanation = get_explanation (self);
  guint layer = bp_walkthrough_get_layer (self->walkthrough);
  guint n = self->network->layers[layer].n_outputs;

  switch (bp_walkthrough_get_phase (self->walkthrough))
    {
    case BP_WALK_PHASE_FORWARD:
      if (self->layer != layer)
        choose_unit (self, layer,
                     find_strongest (bp_explanation_get_activations (explanation, layer), n));
      break;
    case BP_WALK_PHASE_LOSS:
      choose_unit (self, self->network->n_layers - 1, bp_walkthrough_get_label (self->walkthrough));
      break;
    case BP_WALK_PHASE_BACKWARD:
      if (self->layer != layer)
        choose_unit (self, layer,
                     find_strongest (bp_explanation_get_deltas (explanation, layer), n));
      break;
    default:
      break;
    }
}

/* Keeps the update of the weight that is shown, as it is before the update. */
static void
remember_update (BpExplainPage *self)
{
  BpExplainedWeight weight;

  g_clear_pointer (&self->update_formula, g_free);
  if (bp_numbers_pane_get_weight (self->numbers, &weight))
    self->update_formula = bp_formula_update (&weight, BP_FORMULA_TEXT);
}

/**
 * bp_explain_page_take:
 * @self: the page
 * @step: a step that is possible
 *
 * Takes the step and shows it.
 */
void
bp_explain_page_take (BpExplainPage *self, BpWalkStep step)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (bp_explain_page_can (self, step));

  if (step == BP_WALK_UPDATE)
    remember_update (self);
  else if (step == BP_WALK_REPEAT)
    g_clear_pointer (&self->update_formula, g_free);
  bp_walkthrough_take (self->walkthrough, step,
                       (float) gtk_adjustment_get_value (self->learning_rate), &error);
  self->has_choice = TRUE;
  choose_unit_at_work (self);
  if (step == BP_WALK_UPDATE || step == BP_WALK_REPEAT || step == BP_WALK_UNDO)
    show_changes (self);
  show_numbers (self);
  take_text (self->status, error != NULL ? g_strdup (error->message) : NULL);
}

/**
 * bp_explain_page_can_use:
 * @self: the page
 *
 * Returns: whether the private copy differs from the network of the window
 */
gboolean
bp_explain_page_can_use (BpExplainPage *self)
{
  return is_on_screen (self) && self->walkthrough != NULL &&
         bp_walkthrough_is_changed (self->walkthrough);
}

/**
 * bp_explain_page_use:
 * @self: the page, whose private copy has been changed
 *
 * Offers a copy of the private network to the window, by the signal "network-chosen". What it finds
 * of non-digits has not been measured.
 */
void
bp_explain_page_use (BpExplainPage *self)
{
  g_autoptr (BpNetwork) network = NULL;

  g_return_if_fail (bp_explain_page_can_use (self));

  network = copy_network (self);
  if (network == NULL)
    return;
  network->non_digits_found = 0.0F;
  g_signal_emit (self, signals[SIGNAL_NETWORK_CHOSEN], 0, network);
}

/**
 * bp_explain_page_can_answer:
 * @self: the page
 *
 * Returns: whether there is a changed copy that could answer on the pad, or one that does
 */
gboolean
bp_explain_page_can_answer (BpExplainPage *self)
{
  return self->is_answering || bp_explain_page_can_use (self);
}

/**
 * bp_explain_page_set_is_answering:
 * @self: the page
 * @is_answering: whether its changed copy answers on the pad; without changes, it does not
 *
 * The signal "answering-changed" tells the network.
 */
void
bp_explain_page_set_is_answering (BpExplainPage *self, gboolean is_answering)
{
  g_autoptr (BpNetwork) copy = NULL;

  if (is_answering && bp_explain_page_can_use (self))
    copy = copy_network (self);
  set_answering (self, copy);
}
