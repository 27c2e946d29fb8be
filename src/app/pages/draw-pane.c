/* SPDX-License-Identifier: MIT */
#include "draw-pane.h"

#include "answer-view.h"
#include "dataset.h"
#include "digit-row.h"
#include "digit-view.h"
#include "drawn-row.h"
#include "pad-input.h"
#include "pad-keys.h"
#include "probability-bars.h"
#include "teach-popover.h"

struct _BpDrawPane
{
  BpPage parent_instance;

  /* owned */
  BpPadNetwork *network;
  BpDrawnRow *row; /* of the drawing on the pad */
  char *asked_for; /* nullable: the class that the program asks for */

  BpAnswer answer;              /* to the shown digit of the row */
  double probability;           /* of answer; 0 where there is none */
  gboolean has_wanted_detector; /* the signal "detector-wanted" was emitted */

  /* template children */
  BpPromptBar *prompt_bar;
  BpPad *pad;
  BpTeachPopover *teach_popover;
  BpDigitView *digit_view;
  BpAnswerView *answer_view;
  GtkToggleButton *why_button;
  GtkWidget *copy_note;
  BpProbabilityBars *bars;
};

enum
{
  SIGNAL_IMAGE_CHANGED,
  SIGNAL_DETECTOR_WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpDrawPane, bp_draw_pane, BP_TYPE_PAGE)

/* How many classes a blank pad names. */
#define N_NAMED 3

/* Without an answer. */
static void
show_silence (BpDrawPane *self, gboolean has_ink)
{
  self->probability = 0.0;
  if (has_ink && !bp_pad_network_can_answer (self->network))
    bp_answer_view_show_advice (self->answer_view);
  else
    bp_answer_view_show_nothing (self->answer_view);
  bp_digit_view_set_attributions (self->digit_view, NULL);
  bp_pad_set_attributions (self->pad, NULL, &(BpDigitPlacement){ 0 });
  bp_probability_bars_set (self->bars, NULL);
}

static void
show_why (BpDrawPane *self, const guint8 *image, const BpDigitPlacement *placement)
{
  gboolean is_asked = gtk_toggle_button_get_active (self->why_button);
  float attributions[BP_DIGIT_N_PIXELS];

  if (is_asked)
    bp_pad_network_explain (self->network, image, self->answer.best, attributions);
  bp_digit_view_set_attributions (self->digit_view, is_asked ? attributions : NULL);
  bp_pad_set_attributions (self->pad, is_asked ? attributions : NULL, placement);
}

/* Shows the answers to all digits of the row beside each other. */
static void
show_row (BpDrawPane *self)
{
  const char *const *names = bp_pad_network_get_class_names (self->network);
  guint n_digits = bp_drawn_row_get_n_digits (self->row);
  const char *answers[BP_DIGIT_ROW_MAX];

  for (guint i = 0; i < n_digits; i++)
    {
      float probabilities[BP_DATASET_MAX_CLASSES];
      BpDigitPlacement placement;
      guint8 image[BP_DIGIT_N_PIXELS];
      BpAnswer answer;

      bp_drawn_row_make_image (self->row, bp_pad_get_strokes (self->pad), i, image, &placement);
      answer = bp_pad_network_answer (self->network, image, probabilities);
      answers[i] = answer.certainty == BP_CERTAINTY_SURE ? names[answer.best] : NULL;
    }
  bp_answer_view_show_row (self->answer_view, answers, n_digits,
                           bp_drawn_row_get_shown (self->row));
}

/* Shows the answer in words. */
static void
show_words (BpDrawPane *self)
{
  const char *const *names = bp_pad_network_get_class_names (self->network);
  BpAnswerWords words = {
    .name = names[self->answer.best],
    .second_name = names[self->answer.second],
    .probability = self->probability,
    .certainty = self->answer.certainty,
  };

  bp_answer_view_show_answer (self->answer_view, &words);
}

static void
show_answer (BpDrawPane *self, const guint8 *image, const BpDigitPlacement *placement)
{
  float probabilities[BP_DATASET_MAX_CLASSES];

  self->answer = bp_pad_network_answer (self->network, image, probabilities);
  self->probability = (double) probabilities[self->answer.best];
  if (bp_drawn_row_get_n_digits (self->row) > 1)
    show_row (self);
  else
    show_words (self);
  show_why (self, image, placement);
  bp_probability_bars_set (self->bars, probabilities);
}

/* Shows the shown digit of the row. Returns: whether there is ink; @image (28, 28) is what the
 * network sees of it */
static gboolean
show_drawing (BpDrawPane *self, guint8 *image)
{
  gboolean can_answer = bp_pad_network_can_answer (self->network);
  BpDigitPlacement placement;
  gboolean has_ink =
      bp_drawn_row_make_image (self->row, bp_pad_get_strokes (self->pad),
                               bp_drawn_row_get_shown (self->row), image, &placement);

  bp_digit_view_set_image (self->digit_view, image);
  gtk_widget_set_sensitive (GTK_WIDGET (self->why_button), can_answer);
  if (has_ink && can_answer)
    show_answer (self, image, &placement);
  else
    show_silence (self, has_ink);
  return has_ink;
}

static void
update (BpDrawPane *self)
{
  guint8 image[BP_DIGIT_N_PIXELS];

  show_drawing (self, image);
}

static void
show_and_tell (BpDrawPane *self)
{
  guint8 image[BP_DIGIT_N_PIXELS];
  gboolean has_ink = show_drawing (self, image);

  g_signal_emit (self, signals[SIGNAL_IMAGE_CHANGED], 0, has_ink ? image : NULL);
}

static void
split_row (BpDrawPane *self)
{
  bp_drawn_row_split (self->row, bp_pad_get_strokes (self->pad),
                      bp_pad_network_has_digits (self->network));
}

/* The digit of a row that is being drawn is the one that is shown. */
static void
on_pad_changed (BpDrawPane *self)
{
  split_row (self);
  bp_drawn_row_show_last (self->row);
  show_and_tell (self);
}

static void
on_digit_chosen (BpDrawPane *self, guint digit)
{
  bp_drawn_row_show (self->row, digit);
  show_and_tell (self);
}

static void
on_why_toggled (BpDrawPane *self)
{
  update (self);
}

/* A blank pad asks for the class that the program asks for, else for what the network knows, of
 * which the first classes are named. */
static void
show_wanted (BpDrawPane *self)
{
  const char *const *names = bp_pad_network_get_class_names (self->network);
  g_autoptr (GString) wanted = g_string_new (self->asked_for);

  if (self->asked_for == NULL && !bp_pad_network_has_digits (self->network))
    for (guint i = 0; names[i] != NULL && i <= N_NAMED; i++)
      g_string_append_printf (wanted, "%s%s", i > 0 ? ", " : "", i < N_NAMED ? names[i] : "…");
  bp_pad_set_wanted (self->pad, wanted->len > 0 ? wanted->str : NULL);
}

static void
show_names (BpDrawPane *self)
{
  const char *const *names = bp_pad_network_get_class_names (self->network);

  bp_probability_bars_set_names (self->bars, names);
  bp_teach_popover_set_class_names (self->teach_popover, names);
  show_wanted (self);
}

/* A detector is a network of its own, which is not read before it has something to tell. */
static void
want_detector (BpDrawPane *self)
{
  if (self->has_wanted_detector || !bp_pad_network_wants_detector (self->network))
    return;
  self->has_wanted_detector = TRUE;
  g_signal_emit (self, signals[SIGNAL_DETECTOR_WANTED], 0);
}

/* After a change of the network. @has_other_names: whether its classes have other names */
static void
follow_network (BpDrawPane *self, gboolean has_other_names)
{
  if (has_other_names)
    {
      show_names (self);
      split_row (self);
    }
  want_detector (self);
  update (self);
}

static void
bp_draw_pane_finalize (GObject *object)
{
  BpDrawPane *self = BP_DRAW_PANE (object);

  bp_pad_network_free (self->network);
  bp_drawn_row_free (self->row);
  g_free (self->asked_for);

  G_OBJECT_CLASS (bp_draw_pane_parent_class)->finalize (object);
}

static void
bp_draw_pane_class_init (BpDrawPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = bp_draw_pane_finalize;

  /**
   * BpDrawPane::image-changed:
   * @image: (nullable) (type gpointer): (28, 28) the drawing as the network sees it, valid during
   *   the call; %NULL where the pad is blank
   */
  signals[SIGNAL_IMAGE_CHANGED] =
      g_signal_new ("image-changed", BP_TYPE_DRAW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * BpDrawPane::detector-wanted:
   *
   * The answers of the network need a detector, for the first time: see
   * bp_draw_pane_set_detector().
   */
  signals[SIGNAL_DETECTOR_WANTED] =
      g_signal_new ("detector-wanted", BP_TYPE_DRAW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

  g_type_ensure (BP_TYPE_ANSWER_VIEW);
  g_type_ensure (BP_TYPE_PROMPT_BAR);
  g_type_ensure (BP_TYPE_TEACH_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/draw-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, prompt_bar);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, pad);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, teach_popover);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, digit_view);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, answer_view);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, why_button);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, copy_note);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, bars);
  gtk_widget_class_bind_template_callback (widget_class, on_pad_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_digit_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_why_toggled);
  gtk_widget_class_set_css_name (widget_class, "drawpane");
}

static void
bp_draw_pane_init (BpDrawPane *self)
{
  self->network = bp_pad_network_new ();
  self->row = bp_drawn_row_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  bp_pad_input_attach (self->pad);
  bp_pad_keys_attach (self->pad);
  show_names (self);
  show_silence (self, FALSE);
}

/**
 * bp_draw_pane_get_pad:
 * @self: the pane
 *
 * Returns: (transfer none): its pad
 */
BpPad *
bp_draw_pane_get_pad (BpDrawPane *self)
{
  return self->pad;
}

/**
 * bp_draw_pane_get_answer_in_words:
 * @self: the pane
 *
 * Returns: (transfer none): the answer to the drawing in words, empty without one
 */
const char *
bp_draw_pane_get_answer_in_words (BpDrawPane *self)
{
  return bp_answer_view_get_in_words (self->answer_view);
}

/**
 * bp_draw_pane_get_prompt_bar:
 * @self: the pane
 *
 * Returns: (transfer none): the bar above its pad that asks for digits, hidden at first
 */
BpPromptBar *
bp_draw_pane_get_prompt_bar (BpDrawPane *self)
{
  return self->prompt_bar;
}

/**
 * bp_draw_pane_get_network:
 * @self: the pane
 *
 * Returns: (transfer none): the network that answers, with the names of its classes
 */
const BpPadNetwork *
bp_draw_pane_get_network (BpDrawPane *self)
{
  return self->network;
}

/**
 * bp_draw_pane_set_network:
 * @self: the pane
 * @network: (nullable): the network that answers from now on: see bp_pad_network_set_network()
 *
 * Classifies the drawing again. Fast enough to be called many times a second during training.
 */
void
bp_draw_pane_set_network (BpDrawPane *self, BpNetwork *network)
{
  if (bp_pad_network_get_network (self->network) != network)
    follow_network (self, bp_pad_network_set_network (self->network, network));
}

/**
 * bp_draw_pane_set_class_names:
 * @self: the pane
 * @names: (nullable) (array zero-terminated=1): the names of the network's classes: see
 *   bp_pad_network_set_class_names()
 */
void
bp_draw_pane_set_class_names (BpDrawPane *self, const char *const *names)
{
  if (bp_pad_network_set_class_names (self->network, names))
    follow_network (self, TRUE);
}

/**
 * bp_draw_pane_set_detector:
 * @self: the pane
 * @detector: (transfer full): tells digits from other drawings: see bp_pad_network_set_detector()
 */
void
bp_draw_pane_set_detector (BpDrawPane *self, BpDetector *detector)
{
  bp_pad_network_set_detector (self->network, detector);
  update (self);
}

/**
 * bp_draw_pane_ask_for:
 * @self: the pane
 * @name: (nullable): the class that the program asks for; %NULL for none, or for a digit
 *
 * The blank pad asks for it, instead of for what the network knows.
 */
void
bp_draw_pane_ask_for (BpDrawPane *self, const char *name)
{
  g_free (self->asked_for);
  self->asked_for = g_strdup (name);
  show_wanted (self);
}

/**
 * bp_draw_pane_set_is_copy:
 * @self: the pane
 * @is_copy: whether its network is the changed copy of the page Explain, which a note says
 */
void
bp_draw_pane_set_is_copy (BpDrawPane *self, gboolean is_copy)
{
  gtk_widget_set_visible (self->copy_note, is_copy);
}

/**
 * bp_draw_pane_shows_stroke:
 * @self: the pane
 * @index: of a stroke on the pad
 *
 * Returns: whether it belongs to the digit whose answer is shown: all do but where there are
 *   several digits in a row
 */
gboolean
bp_draw_pane_shows_stroke (BpDrawPane *self, gsize index)
{
  return bp_drawn_row_shows_stroke (self->row, index);
}

/**
 * bp_draw_pane_get_answer:
 * @self: the pane
 * @answer: (out): the network's answer to the drawing, or to the shown digit of a row
 * @probability: (out): of its best class
 *
 * Returns: whether there is an answer
 */
gboolean
bp_draw_pane_get_answer (BpDrawPane *self, BpAnswer *answer, double *probability)
{
  *answer = self->answer;
  *probability = self->probability;
  return self->probability > 0.0;
}
