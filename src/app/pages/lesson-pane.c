/* SPDX-License-Identifier: MIT */
#include "lesson-pane.h"

#include "check-button.h"
#include "format.h"

#include <glib/gi18n.h>
#include <math.h>

struct _BpLessonPane
{
  AdwBin parent_instance;

  /* borrowed */
  const BpLesson *lesson; /* nullable */

  guint position; /* of the step */

  /* template children */
  GtkRevealer *revealer;
  GtkLabel *lesson_title;
  GtkLabel *text_label;
  GtkLabel *question_label;
  GtkBox *choices;
  GtkLabel *lesson_answer;
  GtkWidget *back_button;
  GtkWidget *next_button;
};

enum
{
  SIGNAL_STEP_CHANGED,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpLessonPane, bp_lesson_pane, ADW_TYPE_BIN)

static void
clear_choices (BpLessonPane *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))) != NULL)
    gtk_box_remove (self->choices, child);
}

/* One button for each choice, of which one can be chosen. */
static void
add_choices (BpLessonPane *self, const BpLessonStep *step)
{
  GtkCheckButton *first = NULL;

  clear_choices (self);
  for (guint i = 0; step->choices[i] != NULL; i++)
    {
      GtkWidget *button = bp_check_button_new (step->choices[i]);

      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), first);
      if (first == NULL)
        first = GTK_CHECK_BUTTON (button);
      gtk_box_append (self->choices, button);
    }
}

/* The choice of the user, or G_MAXUINT. */
static guint
get_prediction (BpLessonPane *self)
{
  guint position = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->choices)); child != NULL;
       child = gtk_widget_get_next_sibling (child), position++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (child)))
      return position;
  return G_MAXUINT;
}

static void
show_step (BpLessonPane *self)
{
  const BpLessonStep *step = bp_lesson_pane_get_step (self);
  /* Translators: the title of a lesson, which of its steps, of how many, and the step's title */
  g_autofree char *title =
      g_strdup_printf (_ ("%s · %u of %u · %s"), self->lesson->title, self->position + 1,
                       self->lesson->steps->len, step->title);

  gtk_label_set_text (self->lesson_title, title);
  gtk_label_set_text (self->text_label, step->text);
  gtk_label_set_text (self->question_label, step->question != NULL ? step->question : "");
  gtk_widget_set_visible (GTK_WIDGET (self->question_label), step->question != NULL);
  add_choices (self, step);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), step->question != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choices), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->lesson_answer), FALSE);
  gtk_widget_set_sensitive (self->back_button, self->position > 0);
  gtk_widget_set_sensitive (self->next_button, self->position + 1 < self->lesson->steps->len);
  g_signal_emit (self, signals[SIGNAL_STEP_CHANGED], 0);
}

/* The menu that opened the lesson leaves the focus nowhere. */
static void
take_focus (BpLessonPane *self)
{
  GtkWidget *choice = gtk_widget_get_first_child (GTK_WIDGET (self->choices));

  gtk_widget_grab_focus (choice != NULL ? choice : self->next_button);
}

static void
on_back (BpLessonPane *self)
{
  if (self->position > 0)
    self->position--;
  show_step (self);
}

static void
on_next (BpLessonPane *self)
{
  if (self->position + 1 < self->lesson->steps->len)
    self->position++;
  show_step (self);
}

static void
on_close (BpLessonPane *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
bp_lesson_pane_class_init (BpLessonPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * BpLessonPane::step-changed:
   *
   * Another step is shown, of this or of another lesson.
   */
  signals[SIGNAL_STEP_CHANGED] =
      g_signal_new ("step-changed", BP_TYPE_LESSON_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

  /**
   * BpLessonPane::closed:
   *
   * The user ends the lesson.
   */
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", BP_TYPE_LESSON_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/lesson-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BpLessonPane, revealer);
  gtk_widget_class_bind_template_child (widget_class, BpLessonPane, lesson_title);
  gtk_widget_class_bind_template_child (widget_class, BpLessonPane, text_label);
  gtk_widget_class_bind_template_child (widget_class, BpLessonPane, question_label);
  gtk_widget_class_bind_template_child (widget_class, BpLessonPane, choices);
  gtk_widget_class_bind_template_child (widget_class, BpLessonPane, lesson_answer);
  gtk_widget_class_bind_template_child (widget_class, BpLessonPane, back_button);
  gtk_widget_class_bind_template_child (widget_class, BpLessonPane, next_button);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
bp_lesson_pane_init (BpLessonPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_lesson_pane_set_lesson:
 * @self: the pane
 * @lesson: (transfer none) (nullable): the lesson, which lives until another is set; %NULL hides
 * the pane
 *
 * Shows the first step of a lesson, which takes the focus.
 */
void
bp_lesson_pane_set_lesson (BpLessonPane *self, const BpLesson *lesson)
{
  self->lesson = lesson;
  self->position = 0;
  if (lesson != NULL)
    show_step (self);
  gtk_revealer_set_reveal_child (self->revealer, lesson != NULL);
  if (lesson != NULL)
    take_focus (self);
}

/**
 * bp_lesson_pane_get_step:
 * @self: the pane
 *
 * Returns: (transfer none) (nullable): the step that is shown, or %NULL without a lesson
 */
const BpLessonStep *
bp_lesson_pane_get_step (BpLessonPane *self)
{
  return self->lesson != NULL ? g_ptr_array_index (self->lesson->steps, self->position) : NULL;
}

/**
 * bp_lesson_pane_begin_run:
 * @self: the pane
 *
 * A run begins: from now on the prediction stays as it is.
 */
void
bp_lesson_pane_begin_run (BpLessonPane *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->choices), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->lesson_answer), FALSE);
}

/* The measure as it is written on the screen. */
static char *
describe_measure (const BpLessonStep *step, const BpLessonFigures *figures)
{
  double measure = bp_lesson_step_measure (step, figures);
  const char *name = _ (bp_choices_get_title (&bp_lesson_measures, step->measure));
  gboolean is_loss =
      step->measure == BP_LESSON_TRAIN_LOSS || step->measure == BP_LESSON_HELD_OUT_LOSS;
  g_autofree char *value = NULL;

  if (isinf (measure))
    value = g_strdup (_ ("no finite number"));
  else
    value = is_loss ? g_strdup_printf ("%.3f", measure) : bp_format_percent (measure / 100.0);
  /* Translators: a figure and its value, as in "held-out accuracy: 93.4 %" */
  return g_strdup_printf (_ ("%s: %s"), name, value);
}

/**
 * bp_lesson_pane_end_run:
 * @self: the pane
 * @figures: the end of the run
 *
 * Compares the prediction with what was measured, where the step has a question.
 */
void
bp_lesson_pane_end_run (BpLessonPane *self, const BpLessonFigures *figures)
{
  const BpLessonStep *step = bp_lesson_pane_get_step (self);
  g_autofree char *measure = NULL;
  g_autofree char *verdict = NULL;
  g_autofree char *text = NULL;
  guint prediction;
  guint answer;

  if (step == NULL || step->question == NULL)
    return;

  prediction = get_prediction (self);
  answer = bp_lesson_step_judge (step, figures);
  measure = describe_measure (step, figures);
  if (prediction == answer)
    verdict = g_strdup (_ ("Your prediction was right"));
  else
    /* Translators: %s is the right one of several answers to a question */
    verdict = g_strdup_printf (_ ("The answer is: %s"), step->choices[answer]);
  text = g_strdup_printf ("%s (%s). %s", verdict, measure,
                          step->explanation != NULL ? step->explanation : "");
  gtk_label_set_text (self->lesson_answer, text);
  gtk_widget_set_visible (GTK_WIDGET (self->lesson_answer), TRUE);
}
