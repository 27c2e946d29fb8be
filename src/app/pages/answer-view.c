/* SPDX-License-Identifier: MIT */
#include "answer-view.h"

#include "answer-label.h"
#include "digit-row-bar.h"
#include "digit-row.h"

#include <string.h>

/* The scale of the class at the start of a sure answer: the shorter its name, the larger. */
#define DIGIT_SCALE 2.4
#define NAME_SCALE  1.4

/* Stands for a digit of a row whose answer is not sure. */
#define NOT_SURE "?"

struct _BpAnswerView
{
  GtkBox parent_instance;

  /* owned */
  char *sure_name; /* nullable: the class that a sure answer begins with */
  char *in_words;  /* the answer; empty where there is none */

  /* template children */
  BpAnswerLabel *answer_label;
  BpDigitRowBar *row_bar;
  GtkWidget *advice_label;
};

/* What the view shows: the label, the bar that covers it, or the advice. */
typedef enum
{
  PART_LABEL,
  PART_ROW,
  PART_ADVICE,
} Part;

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpAnswerView, bp_answer_view, GTK_TYPE_BOX)

static void
show_part (BpAnswerView *self, Part part)
{
  gtk_widget_set_visible (GTK_WIDGET (self->answer_label), part != PART_ADVICE);
  gtk_widget_set_visible (self->advice_label, part == PART_ADVICE);
  /* The label below the bar stays for screen readers. */
  gtk_widget_set_opacity (GTK_WIDGET (self->answer_label), part == PART_ROW ? 0.0 : 1.0);
  if (part != PART_ROW)
    bp_digit_row_bar_set (self->row_bar, NULL, 0, 0);
}

static void
set_text (BpAnswerView *self, const char *text, const char *in_words)
{
  g_free (self->in_words);
  self->in_words = g_strdup (in_words);
  bp_answer_label_set_text (self->answer_label, text, in_words);
}

/* The look of the beginning of a sure answer. */
static PangoAttrList *
make_attributes (const char *name)
{
  gboolean is_short = g_utf8_strlen (name, -1) == 1;
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoAttribute *scale = pango_attr_scale_new (is_short ? DIGIT_SCALE : NAME_SCALE);
  PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  scale->end_index = (guint) strlen (name);
  weight->end_index = scale->end_index;
  pango_attr_list_insert (attributes, scale);
  pango_attr_list_insert (attributes, weight);
  return attributes;
}

/* Another size of the letters starts a new layout of the window, so that the same look is not set
 * again. @sure_name: (nullable): the class that the answer begins with; %NULL where it is not sure
 */
static void
set_look (BpAnswerView *self, const char *sure_name)
{
  g_autoptr (PangoAttrList) attributes = NULL;

  if (g_strcmp0 (self->sure_name, sure_name) == 0)
    return;
  g_free (self->sure_name);
  self->sure_name = g_strdup (sure_name);
  if (sure_name != NULL)
    attributes = make_attributes (sure_name);
  bp_answer_label_set_attributes (self->answer_label, attributes);
  if (sure_name != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->answer_label), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->answer_label), "dim-label");
}

static void
on_digit_chosen (BpAnswerView *self, guint digit)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, digit);
}

static void
bp_answer_view_finalize (GObject *object)
{
  BpAnswerView *self = BP_ANSWER_VIEW (object);

  g_free (self->sure_name);
  g_free (self->in_words);

  G_OBJECT_CLASS (bp_answer_view_parent_class)->finalize (object);
}

static void
bp_answer_view_class_init (BpAnswerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_answer_view_finalize;

  /**
   * BpAnswerView::chosen:
   * @digit: of the row that is to be shown: 0 is the leftmost one
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", BP_TYPE_ANSWER_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  g_type_ensure (BP_TYPE_ANSWER_LABEL);
  g_type_ensure (BP_TYPE_DIGIT_ROW_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/answer-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BpAnswerView, answer_label);
  gtk_widget_class_bind_template_child (widget_class, BpAnswerView, row_bar);
  gtk_widget_class_bind_template_child (widget_class, BpAnswerView, advice_label);
  gtk_widget_class_bind_template_callback (widget_class, on_digit_chosen);
}

static void
bp_answer_view_init (BpAnswerView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bp_answer_view_show_nothing (self);
}

/**
 * bp_answer_view_show_answer:
 * @self: the view
 * @words: the answer to the drawing
 */
void
bp_answer_view_show_answer (BpAnswerView *self, const BpAnswerWords *words)
{
  g_autofree char *text = bp_format_answer (words);
  g_autofree char *description = bp_describe_answer (words);

  set_look (self, words->certainty == BP_CERTAINTY_SURE ? words->name : NULL);
  set_text (self, text, description);
  show_part (self, PART_LABEL);
}

/**
 * bp_answer_view_show_row:
 * @self: the view
 * @answers: (array length=n_digits): the answer to each digit, or %NULL where it is not sure
 * @n_digits: from 2 to %BP_DIGIT_ROW_MAX
 * @chosen: the digit that is shown: 0 is the leftmost one
 */
void
bp_answer_view_show_row (BpAnswerView *self,
                         const char *const *answers,
                         guint n_digits,
                         guint chosen)
{
  const char *labels[BP_DIGIT_ROW_MAX + 1] = { NULL };
  gboolean is_sure = TRUE;
  g_autofree char *text = NULL;

  g_return_if_fail (n_digits <= BP_DIGIT_ROW_MAX);

  for (guint i = 0; i < n_digits; i++)
    {
      labels[i] = answers[i] != NULL ? answers[i] : NOT_SURE;
      is_sure &= answers[i] != NULL;
    }
  text = g_strjoinv (" ", (GStrv) labels);
  set_look (self, is_sure ? text : NULL);
  set_text (self, text, text);
  bp_digit_row_bar_set (self->row_bar, labels, n_digits, chosen);
  show_part (self, PART_ROW);
}

/**
 * bp_answer_view_show_nothing:
 * @self: the view
 *
 * There is no drawing to answer to.
 */
void
bp_answer_view_show_nothing (BpAnswerView *self)
{
  set_text (self, "", "");
  show_part (self, PART_LABEL);
}

/**
 * bp_answer_view_show_advice:
 * @self: the view
 *
 * There is a drawing, but no network that could answer.
 */
void
bp_answer_view_show_advice (BpAnswerView *self)
{
  set_text (self, "", "");
  show_part (self, PART_ADVICE);
}

/**
 * bp_answer_view_get_in_words:
 * @self: the view
 *
 * Returns: (transfer none): the answer for screen readers, empty without one
 */
const char *
bp_answer_view_get_in_words (BpAnswerView *self)
{
  return self->in_words;
}
