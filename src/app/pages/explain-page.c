/* SPDX-License-Identifier: MIT */
#include "explain-page.h"

#include "changed-copy.h"
#include "class-chooser.h"
#include "explain-subject.h"
#include "favourite-search.h"
#include "formula.h"
#include "image-chooser.h"
#include "network-note.h"
#include "network-view.h"
#include "numbers-pane.h"
#include "step-pane.h"
#include "unit-at-work.h"

struct _BpExplainPage
{
  BpPage parent_instance;

  /* owned */
  BpExplainSubject *subject;
  BpFavouriteSearch *search;
  char *update_formula; /* nullable: of the last update */

  BpLabelledDrawing drawing;
  gboolean is_stale;   /* something has changed while the page was not on the screen */
  gboolean has_choice; /* the user has chosen a unit; until then it is the answer */
  guint layer;         /* of the chosen unit */
  guint unit;

  /* template children */
  GtkStack *stack;
  BpImageChooser *chooser;
  BpClassChooser *class_chooser;
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

static BpWalkthrough *
get_walkthrough (BpExplainPage *self)
{
  return bp_explain_subject_get_walkthrough (self->subject);
}

/* Of the walkthrough, which there is. */
static const BpNetwork *
get_network (BpExplainPage *self)
{
  return bp_explanation_get_network (bp_walkthrough_get_explanation (get_walkthrough (self)));
}

static gboolean
is_on_screen (BpExplainPage *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self));
}

static gboolean
has_image (BpExplainPage *self)
{
  return get_walkthrough (self) != NULL &&
         bp_walkthrough_shows_activations (get_walkthrough (self), 0);
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

static void
on_favourites_found (BpExplainPage *self, const BpFavourites *favourites)
{
  bp_numbers_pane_set_favourites (self->numbers, favourites,
                                  bp_explain_subject_get_dataset (self->subject));
}

/* The network of the walkthrough has changed: its favourite images are no longer known, and are
 * looked up once it stays the same. */
static void
restart_search (BpExplainPage *self)
{
  BpDataset *dataset = bp_explain_subject_get_dataset (self->subject);

  if (get_walkthrough (self) == NULL)
    return;
  bp_numbers_pane_set_favourites (self->numbers, NULL, dataset);
  if (dataset != NULL)
    bp_favourite_search_restart (self->search, get_walkthrough (self), dataset);
}

static BpNetwork *
copy_network (BpExplainPage *self)
{
  g_autoptr (GError) error = NULL;
  BpNetwork *copy = bp_network_copy (get_network (self), &error);

  if (copy == NULL)
    take_text (self->status, g_strdup (error->message));
  return copy;
}

/* The private copy has been changed, or a change has been undone. */
static void
show_changes (BpExplainPage *self)
{
  gboolean is_changed = bp_walkthrough_is_changed (get_walkthrough (self));
  g_autoptr (BpNetwork) copy = is_changed ? copy_network (self) : NULL;

  restart_search (self);
  bp_changed_copy_set_network (self->changed_copy, copy);
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
    bp_step_pane_update (self->steps, get_walkthrough (self), self->layer, self->unit,
                         self->update_formula);
  g_signal_emit (self, signals[SIGNAL_STEPS_CHANGED], 0);
}

/* The image that is chosen, and its class among those of the network. */
static const guint8 *
get_image (BpExplainPage *self, guint *label)
{
  guint n_classes = MIN (bp_network_get_n_outputs (get_network (self)), BP_DATASET_MAX_CLASSES);
  const guint8 *image =
      bp_image_chooser_get_image (self->chooser, &self->drawing,
                                  bp_network_get_n_inputs (get_network (self)), label);

  if (*label >= n_classes)
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
    choose_unit (self, get_network (self)->n_layers - 1,
                 bp_explanation_get_answer (
                     bp_walkthrough_get_explanation (get_walkthrough (self))));
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
  return bp_image_chooser_describe_missing (self->chooser,
                                            bp_network_get_n_inputs (get_network (self)));
}

static void
set_image (BpExplainPage *self, void (*update_numbers) (BpNumbersPane *))
{
  g_autoptr (GError) error = NULL;
  guint label;
  const guint8 *image;

  if (get_walkthrough (self) == NULL)
    return;

  image = get_image (self, &label);
  bp_walkthrough_set_image (get_walkthrough (self), image, label, &error);
  gtk_widget_set_sensitive (GTK_WIDGET (self->class_chooser), image != NULL);
  bp_class_chooser_set_label (self->class_chooser, label);
  take_text (self->status, describe_status (self, image, error));
  draw (self, update_numbers);
}

static void
show_image (BpExplainPage *self)
{
  set_image (self, bp_numbers_pane_update);
}

/* The private copy is that of another network, or there is none. */
static void
begin_copy (BpExplainPage *self)
{
  bp_changed_copy_set_original (self->changed_copy, bp_explain_subject_get_network (self->subject),
                                bp_explain_subject_get_dataset (self->subject));
}

static void
on_walkthrough_ending (BpExplainPage *self)
{
  const BpUnitNames *names = bp_explain_subject_get_names (self->subject);

  bp_favourite_search_stop (self->search);
  bp_network_view_set_walkthrough (self->network_view, NULL, names, 1, 1);
  bp_numbers_pane_set_walkthrough (self->numbers, NULL, names);
  bp_changed_copy_set_original (self->changed_copy, NULL, NULL);
  self->has_choice = FALSE;
}

static void
on_walkthrough_begun (BpExplainPage *self)
{
  const BpUnitNames *names = bp_explain_subject_get_names (self->subject);
  const BpNetwork *network = bp_explain_subject_get_network (self->subject);

  bp_class_chooser_set_classes (self->class_chooser, names, bp_network_get_n_outputs (network));
  take_text (self->sampling, bp_network_note_describe (network));
  bp_network_view_set_walkthrough (self->network_view, get_walkthrough (self), names, names->width,
                                   bp_network_get_n_inputs (network) / names->width);
  bp_numbers_pane_set_walkthrough (self->numbers, get_walkthrough (self), names);
  choose_unit (self, network->n_layers - 1, 0);
  begin_copy (self);
  restart_search (self);
}

static void
on_network_followed (BpExplainPage *self)
{
  begin_copy (self);
  restart_search (self);
}

/* Shows the network, the data set and the image as they are now. */
static void
refresh (BpExplainPage *self)
{
  g_autoptr (GError) error = NULL;

  if (!is_on_screen (self))
    {
      self->is_stale = TRUE;
      return;
    }

  self->is_stale = FALSE;
  if (!bp_explain_subject_update (self->subject, &error) && get_walkthrough (self) == NULL)
    g_warning ("%s", error->message);
  gtk_stack_set_visible_child_name (self->stack,
                                    get_walkthrough (self) != NULL ? "network" : "empty");
  bp_image_chooser_set_dataset (self->chooser, bp_explain_subject_get_dataset (self->subject));
  show_image (self);
  if (error != NULL)
    take_text (self->status, g_strdup (error->message));
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
  guint label = bp_class_chooser_get_label (self->class_chooser);
  g_autoptr (GError) error = NULL;

  if (get_walkthrough (self) == NULL)
    return;
  if (bp_image_chooser_get_source (self->chooser) == BP_IMAGE_SOURCE_PAD)
    self->drawing.label = label;
  if (!bp_walkthrough_set_label (get_walkthrough (self), label, &error))
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
      bp_walkthrough_set_weight (get_walkthrough (self), layer, row, output, (float) value, &error);

  self->has_choice = TRUE;
  g_clear_pointer (&self->update_formula, g_free);
  if (is_set)
    show_changes (self);
  show_numbers (self);
  take_text (self->status, is_set ? NULL : g_strdup (error->message));
}

static void
on_answering_changed (BpExplainPage *self, BpNetwork *copy)
{
  g_signal_emit (self, signals[SIGNAL_ANSWERING_CHANGED], 0, copy);
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

  bp_favourite_search_stop (BP_EXPLAIN_PAGE (widget)->search);
  g_signal_emit (widget, signals[SIGNAL_STEPS_CHANGED], 0);
}

static void
bp_explain_page_dispose (GObject *object)
{
  BpExplainPage *self = BP_EXPLAIN_PAGE (object);

  /* Its parts let go of the walkthrough while they are there. */
  (void) bp_explain_subject_set_network (self->subject, NULL);
  (void) bp_explain_subject_set_dataset (self->subject, NULL);
  (void) bp_explain_subject_update (self->subject, NULL);
  bp_favourite_search_stop (self->search);

  G_OBJECT_CLASS (bp_explain_page_parent_class)->dispose (object);
}

static void
bp_explain_page_finalize (GObject *object)
{
  BpExplainPage *self = BP_EXPLAIN_PAGE (object);

  g_signal_handlers_disconnect_by_data (self->subject, self);
  g_object_unref (self->subject);
  g_signal_handlers_disconnect_by_data (self->search, self);
  g_object_unref (self->search);
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
  g_type_ensure (BP_TYPE_CLASS_CHOOSER);
  g_type_ensure (BP_TYPE_IMAGE_CHOOSER);
  g_type_ensure (BP_TYPE_NETWORK_VIEW);
  g_type_ensure (BP_TYPE_NUMBERS_PANE);
  g_type_ensure (BP_TYPE_STEP_PANE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/explain-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, chooser);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, class_chooser);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, network_view);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, sampling);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, status);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, changed_copy);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, steps);
  gtk_widget_class_bind_template_child (widget_class, BpExplainPage, numbers);
  gtk_widget_class_bind_template_callback (widget_class, on_answering_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_image_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_label_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_rate_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_unit_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_weight_set);
}

static void
bp_explain_page_init (BpExplainPage *self)
{
  bp_labelled_drawing_init (&self->drawing);
  self->subject = bp_explain_subject_new ();
  g_signal_connect_swapped (self->subject, "begun", G_CALLBACK (on_walkthrough_begun), self);
  g_signal_connect_swapped (self->subject, "ending", G_CALLBACK (on_walkthrough_ending), self);
  g_signal_connect_swapped (self->subject, "followed", G_CALLBACK (on_network_followed), self);
  self->search = bp_favourite_search_new ();
  g_signal_connect_swapped (self->search, "found", G_CALLBACK (on_favourites_found), self);
}

/**
 * bp_explain_page_set_class_names:
 * @self: the page
 * @names: (nullable) (array zero-terminated=1): the names of the network's classes
 */
void
bp_explain_page_set_class_names (BpExplainPage *self, const char *const *names)
{
  if (bp_explain_subject_set_class_names (self->subject, names))
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
  if (!bp_explain_subject_set_network (self->subject, network))
    return;
  if (bp_page_is_filled (BP_PAGE (self)))
    bp_changed_copy_set_is_answering (self->changed_copy, FALSE);
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
  if (!bp_explain_subject_set_dataset (self->subject, dataset))
    return;
  if (get_walkthrough (self) != NULL)
    bp_numbers_pane_set_favourites (self->numbers, NULL, NULL);
  refresh (self);
}

/**
 * bp_explain_page_set_drawing:
 * @self: the page
 * @image: (28, 28) (nullable): what is on the pad as the network sees it; %NULL where it is blank;
 *   copied
 * @label: its class, where it is a picture whose class is known, or else %BP_WALKTHROUGH_NO_LABEL
 *
 * Explains what is on the pad from now on, where the pad is what is chosen. See
 * bp_labelled_drawing_set_pixels() for how long a class stays that the user has told.
 */
void
bp_explain_page_set_drawing (BpExplainPage *self, const guint8 *image, guint label)
{
  bp_labelled_drawing_set_pixels (&self->drawing, image, label);
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
  return is_on_screen (self) && get_walkthrough (self) != NULL &&
         bp_walkthrough_can (get_walkthrough (self), step);
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
  guint layer = self->layer;
  guint unit = self->unit;

  g_return_if_fail (bp_explain_page_can (self, step));

  if (step == BP_WALK_UPDATE)
    remember_update (self);
  else if (step == BP_WALK_REPEAT)
    g_clear_pointer (&self->update_formula, g_free);
  bp_walkthrough_take (get_walkthrough (self), step,
                       (float) gtk_adjustment_get_value (self->learning_rate), &error);
  self->has_choice = TRUE;
  bp_unit_at_work_find (get_walkthrough (self), &layer, &unit);
  choose_unit (self, layer, unit);
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
  return is_on_screen (self) && get_walkthrough (self) != NULL &&
         bp_walkthrough_is_changed (get_walkthrough (self));
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
  return bp_page_is_filled (BP_PAGE (self)) &&
         (bp_changed_copy_get_is_answering (self->changed_copy) || bp_explain_page_can_use (self));
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
  if (bp_page_is_filled (BP_PAGE (self)))
    bp_changed_copy_set_is_answering (self->changed_copy,
                                      is_answering && bp_explain_page_can_use (self));
}
