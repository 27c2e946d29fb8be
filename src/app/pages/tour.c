/* SPDX-License-Identifier: MIT */
#include "tour.h"

#include <glib/gi18n.h>

struct _BpTour
{
  GtkPopover parent_instance;

  BpTourStep step;

  /* template children */
  GtkLabel *tour_title;
  GtkLabel *tour_text;
  GtkLabel *tour_position;
  GtkWidget *tour_skip;
  GtkWidget *tour_back;
  GtkStack *onward;
  GtkWidget *tour_next;
  GtkWidget *tour_end;
};

enum
{
  SIGNAL_STEP_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpTour, bp_tour, GTK_TYPE_POPOVER)

/* What each step says, by BpTourStep. */
static const struct
{
  const char *title;
  const char *text;
} STEPS[] = {
  { N_ ("Train a Network"),
    N_ ("This button trains a network on handwritten digits, and the charts show how it learns.") },
  { N_ ("Draw a Digit"),
    N_ ("Draw here with a mouse, a pen, a finger or the keys: the network reads the digit at "
        "once.") },
  { N_ ("Look Inside"),
    N_ ("Inspect shows the misread images, Explain how an answer comes about, and Runs what was "
        "trained.") },
};

static void
show_step (BpTour *self, BpTourStep step)
{
  const char *title = _ (STEPS[step].title);
  const char *text = _ (STEPS[step].text);
  guint n_steps = G_N_ELEMENTS (STEPS);
  gboolean is_last = step + 1U == n_steps;
  /* Translators: the number of a step, and the number of all steps */
  g_autofree char *position = g_strdup_printf (_ ("Step %u of %u"), step + 1U, n_steps);

  self->step = step;
  gtk_label_set_text (self->tour_title, title);
  gtk_label_set_text (self->tour_text, text);
  gtk_label_set_text (self->tour_position, position);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_set_sensitive (self->tour_skip, !is_last);
  gtk_widget_set_sensitive (self->tour_back, step != BP_TOUR_TRAIN);
  gtk_stack_set_visible_child_name (self->onward, is_last ? "end" : "next");
  /* Of the buttons that another step has, only Back keeps the focus. */
  if (step == BP_TOUR_TRAIN || is_last)
    gtk_widget_grab_focus (is_last ? self->tour_end : self->tour_next);
  g_signal_emit (self, signals[SIGNAL_STEP_CHANGED], 0);
}

static void
on_back (BpTour *self)
{
  show_step (self, self->step - 1);
}

static void
on_next (BpTour *self)
{
  show_step (self, self->step + 1);
}

static void
bp_tour_class_init (BpTourClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * BpTour::step-changed:
   *
   * Another step is shown, which has another part of the window.
   */
  signals[SIGNAL_STEP_CHANGED] = g_signal_new ("step-changed", BP_TYPE_TOUR, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/tour.ui");
  gtk_widget_class_bind_template_child (widget_class, BpTour, tour_title);
  gtk_widget_class_bind_template_child (widget_class, BpTour, tour_text);
  gtk_widget_class_bind_template_child (widget_class, BpTour, tour_position);
  gtk_widget_class_bind_template_child (widget_class, BpTour, tour_skip);
  gtk_widget_class_bind_template_child (widget_class, BpTour, tour_back);
  gtk_widget_class_bind_template_child (widget_class, BpTour, onward);
  gtk_widget_class_bind_template_child (widget_class, BpTour, tour_next);
  gtk_widget_class_bind_template_child (widget_class, BpTour, tour_end);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
}

static void
bp_tour_init (BpTour *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_tour_new:
 *
 * Returns: (transfer floating): a tour that points at nothing yet
 */
GtkWidget *
bp_tour_new (void)
{
  return g_object_new (BP_TYPE_TOUR, NULL);
}

/**
 * bp_tour_begin:
 * @self: the tour
 *
 * Goes to the first step, which takes the focus, and emits "step-changed".
 */
void
bp_tour_begin (BpTour *self)
{
  show_step (self, BP_TOUR_TRAIN);
}

/**
 * bp_tour_get_step:
 * @self: the tour
 *
 * Returns: the step that is shown
 */
BpTourStep
bp_tour_get_step (BpTour *self)
{
  return self->step;
}
