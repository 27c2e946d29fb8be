/* SPDX-License-Identifier: MIT */
#include "draw-pane.h"

#include "answer-label.h"
#include "answer-text.h"
#include "class-buttons.h"
#include "dataset.h"
#include "digit-names.h"
#include "digit-row-bar.h"
#include "digit-row.h"
#include "digit-view.h"
#include "error.h"
#include "integrated-gradients.h"
#include "metrics.h"
#include "pad-input.h"
#include "pad-keys.h"
#include "probability-bars.h"

#include <glib/gi18n.h>
#include <string.h>

struct _BpDrawPane
{
  BpPage parent_instance;

  /* owned */
  BpNetwork *network;     /* NULL: the pad gets no answers */
  BpWorkspace *workspace; /* in the shape of network, or NULL with it */
  BpDetector *detector;   /* NULL: none is asked */
  GStrv given_names;      /* nullable: what was given as the names of the classes */
  GStrv class_names;      /* as many as the network has classes */
  char *asked_for;        /* nullable: the class that the program asks for */
  char *sure_name;        /* nullable: the class that a sure answer begins with */
  char *answer_in_words;  /* empty where there is none */

  GArray *digit_of_stroke; /* (element-type guint): the digit of the row that a stroke belongs to */
  guint n_digits;          /* of the row: 1 unless there are several plainly apart */
  guint shown_digit;       /* of the row: the one whose answer and bars are shown */
  BpAnswer answer;
  double probability;           /* of answer; 0 where there is none */
  gboolean has_wanted_detector; /* the signal "detector-wanted" was emitted */

  /* template children */
  BpPromptBar *prompt_bar;
  BpPad *pad;
  BpDigitView *digit_view;
  BpAnswerLabel *answer_label;
  GtkLabel *advice_label;
  GtkWidget *copy_note;
  GtkToggleButton *why_button;
  GtkMenuButton *teach_button;
  BpClassButtons *teach_classes;
  GtkWidget *teach_digits; /* what can be done with digits */
  GtkWidget *teach_own;    /* with other classes */
  BpDigitRowBar *row_bar;
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

/* The scale of the class at the start of a sure answer: the shorter its name, the larger. */
#define DIGIT_SCALE 2.4
#define NAME_SCALE  1.4

/* How many classes a blank pad names. */
#define N_NAMED 3

static void
set_answer (BpDrawPane *self, const char *answer, const char *description)
{
  g_free (self->answer_in_words);
  self->answer_in_words = g_strdup (description);
  bp_answer_label_set_text (self->answer_label, answer, description);
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

/* Another size of the letters starts a new layout of the window. */
static void
set_is_sure (BpDrawPane *self, gboolean is_sure, const char *name)
{
  g_autoptr (PangoAttrList) attributes = NULL;

  if (g_strcmp0 (self->sure_name, is_sure ? name : NULL) == 0)
    return;
  g_free (self->sure_name);
  self->sure_name = is_sure ? g_strdup (name) : NULL;
  if (is_sure)
    attributes = make_attributes (name);
  bp_answer_label_set_attributes (self->answer_label, attributes);
  if (is_sure)
    gtk_widget_remove_css_class (GTK_WIDGET (self->answer_label), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->answer_label), "dim-label");
}

static void
show_silence (BpDrawPane *self)
{
  self->probability = 0.0;
  set_answer (self, "", "");
  bp_digit_view_set_attributions (self->digit_view, NULL);
  bp_pad_set_attributions (self->pad, NULL, &(BpDigitPlacement){ 0 });
  bp_probability_bars_set (self->bars, NULL);
}

static void
show_why (BpDrawPane *self, const guint8 *image, guint digit, const BpDigitPlacement *placement)
{
  gboolean is_asked = gtk_toggle_button_get_active (self->why_button);
  float attributions[BP_DIGIT_N_PIXELS];

  if (is_asked)
    bp_integrated_gradients (self->network, self->workspace, image, digit, attributions);
  bp_digit_view_set_attributions (self->digit_view, is_asked ? attributions : NULL);
  bp_pad_set_attributions (self->pad, is_asked ? attributions : NULL, placement);
}

/* The strokes of a digit of the row, which borrow their points. */
static GArray *
get_strokes (BpDrawPane *self, guint digit)
{
  const BpStrokes *strokes = bp_pad_get_strokes (self->pad);
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (BpStroke));

  for (guint i = 0; i < self->digit_of_stroke->len; i++)
    if (g_array_index (self->digit_of_stroke, guint, i) == digit)
      {
        BpStroke stroke = bp_strokes_get (strokes, i);

        g_array_append_val (chosen, stroke);
      }
  return g_steal_pointer (&chosen);
}

/* Splits the drawing into the digits of a row. Other classes may consist of parts beside each
 * other, and are not split. */
static void
split_row (BpDrawPane *self)
{
  const BpStrokes *strokes = bp_pad_get_strokes (self->pad);
  gsize n_strokes = bp_strokes_get_length (strokes);
  g_autofree BpStroke *views = g_new (BpStroke, n_strokes);

  for (gsize i = 0; i < n_strokes; i++)
    views[i] = bp_strokes_get (strokes, i);
  g_array_set_size (self->digit_of_stroke, (guint) n_strokes);
  self->n_digits = 1;
  if (bp_are_digit_names ((const char *const *) self->class_names))
    self->n_digits =
        bp_digit_row_split (views, n_strokes, (guint *) (gpointer) self->digit_of_stroke->data);
  else
    for (guint i = 0; i < n_strokes; i++)
      g_array_index (self->digit_of_stroke, guint, i) = 0;
  self->shown_digit = MIN (self->shown_digit, self->n_digits - 1);
}

/* Makes the image of a digit of the row. Returns: whether there is ink */
static gboolean
make_image (BpDrawPane *self,
            guint digit,
            guint8 image[BP_DIGIT_N_PIXELS],
            BpDigitPlacement *placement)
{
  g_autoptr (GArray) strokes = NULL;

  if (self->n_digits == 1)
    return bp_strokes_make_image (bp_pad_get_strokes (self->pad), image, placement);
  strokes = get_strokes (self, digit);
  return bp_digit_image_place_strokes ((const BpStroke *) (gpointer) strokes->data, strokes->len,
                                       image, placement);
}

static gboolean
has_digits (BpDrawPane *self)
{
  return bp_are_digit_names ((const char *const *) self->class_names);
}

/* A detector is a network of its own, which is not read before it has something to tell. */
static void
want_detector (BpDrawPane *self)
{
  if (self->has_wanted_detector || self->workspace == NULL || !has_digits (self) ||
      !bp_answer_wants_detector (self->network))
    return;
  self->has_wanted_detector = TRUE;
  g_signal_emit (self, signals[SIGNAL_DETECTOR_WANTED], 0);
}

static BpAnswer
answer_image (BpDrawPane *self, const guint8 *image, float *probabilities)
{
  return bp_answer (self->network, self->workspace, has_digits (self) ? self->detector : NULL,
                    image, probabilities);
}

/* Shows the answers to all digits of the row beside each other: "?" where one is not sure. */
static void
show_row (BpDrawPane *self)
{
  const char *answers[BP_DIGIT_ROW_MAX + 1] = { NULL };
  gboolean is_sure = TRUE;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->n_digits; i++)
    {
      float probabilities[BP_DATASET_MAX_CLASSES];
      BpDigitPlacement placement;
      guint8 image[BP_DIGIT_N_PIXELS];
      BpAnswer answer;

      make_image (self, i, image, &placement);
      answer = answer_image (self, image, probabilities);
      answers[i] = answer.certainty == BP_CERTAINTY_SURE ? self->class_names[answer.best] : "?";
      is_sure &= answer.certainty == BP_CERTAINTY_SURE;
    }
  text = g_strjoinv (" ", (GStrv) answers);
  set_is_sure (self, is_sure, text);
  set_answer (self, text, text);
  /* The label below the bar stays for screen readers. */
  gtk_widget_set_opacity (GTK_WIDGET (self->answer_label), 0.0);
  bp_digit_row_bar_set (self->row_bar, answers, self->n_digits, self->shown_digit);
}

static void
show_answer (BpDrawPane *self, const guint8 *image, const BpDigitPlacement *placement)
{
  float probabilities[BP_DATASET_MAX_CLASSES];
  BpAnswer answer = answer_image (self, image, probabilities);
  BpAnswerWords words = {
    .name = self->class_names[answer.best],
    .second_name = self->class_names[answer.second],
    .probability = (double) probabilities[answer.best],
    .certainty = answer.certainty,
  };
  g_autofree char *text = bp_format_answer (&words);
  g_autofree char *description = bp_describe_answer (&words);

  self->answer = answer;
  self->probability = words.probability;
  set_is_sure (self, answer.certainty == BP_CERTAINTY_SURE, words.name);
  set_answer (self, text, description);
  show_why (self, image, answer.best, placement);
  bp_probability_bars_set (self->bars, probabilities);
  if (self->n_digits > 1)
    show_row (self);
}

/* Shows the drawing as it is now. Returns: whether there is ink; @image (28, 28) is what the
 * network sees of it, or of the chosen digit of a row. */
static gboolean
show_drawing (BpDrawPane *self, guint8 *image)
{
  BpDigitPlacement placement;
  gboolean has_ink;

  split_row (self);
  has_ink = make_image (self, self->shown_digit, image, &placement);
  bp_digit_view_set_image (self->digit_view, image);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_label), self->workspace != NULL || !has_ink);
  gtk_widget_set_visible (GTK_WIDGET (self->advice_label), self->workspace == NULL && has_ink);
  gtk_widget_set_sensitive (GTK_WIDGET (self->why_button), self->workspace != NULL);
  bp_digit_row_bar_set (self->row_bar, NULL, 0, 0);
  gtk_widget_set_opacity (GTK_WIDGET (self->answer_label), 1.0);
  if (has_ink && self->workspace != NULL)
    show_answer (self, image, &placement);
  else
    show_silence (self);
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

/* The digit of a row that is being drawn is the one that is shown. */
static void
on_pad_changed (BpDrawPane *self)
{
  guint n_strokes;

  split_row (self);
  n_strokes = self->digit_of_stroke->len;
  self->shown_digit =
      n_strokes > 0 ? g_array_index (self->digit_of_stroke, guint, n_strokes - 1) : 0;
  show_and_tell (self);
}

static void
on_digit_chosen (BpDrawPane *self, guint digit)
{
  self->shown_digit = digit;
  show_and_tell (self);
}

static void
on_why_toggled (BpDrawPane *self)
{
  update (self);
}

static void
on_taught (BpDrawPane *self)
{
  gtk_menu_button_popdown (self->teach_button);
}

/* The digits where nothing else is known, and the numbers of the classes for another number of
 * them. */
static GStrv
make_names (guint n_classes)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (n_classes == BP_N_DIGITS)
    return g_strdupv ((GStrv) bp_digit_names);
  for (guint i = 0; i < n_classes; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

/* A blank pad asks for the class that the program asks for, else for what the network knows, of
 * which the first classes are named. */
static void
show_wanted (BpDrawPane *self)
{
  g_autoptr (GString) wanted = g_string_new (self->asked_for);

  if (self->asked_for == NULL && !has_digits (self))
    for (guint i = 0; self->class_names[i] != NULL && i <= N_NAMED; i++)
      g_string_append_printf (wanted, "%s%s", i > 0 ? ", " : "",
                              i < N_NAMED ? self->class_names[i] : "…");
  bp_pad_set_wanted (self->pad, wanted->len > 0 ? wanted->str : NULL);
}

/* Chooses the names of the classes of the network: the given ones where they are as many. */
static void
choose_names (BpDrawPane *self)
{
  guint n_classes =
      self->workspace != NULL ? bp_network_get_n_outputs (self->network) : BP_N_DIGITS;
  g_auto (GStrv) names = NULL;

  if (self->given_names != NULL && g_strv_length (self->given_names) == n_classes)
    names = g_strdupv (self->given_names);
  else
    names = make_names (n_classes);
  if (self->class_names != NULL &&
      g_strv_equal ((const char *const *) self->class_names, (const char *const *) names))
    return;

  g_strfreev (self->class_names);
  self->class_names = g_steal_pointer (&names);
  bp_probability_bars_set_names (self->bars, (const char *const *) self->class_names);
  bp_class_buttons_set_names (self->teach_classes, (const char *const *) self->class_names);
  gtk_widget_set_visible (self->teach_digits, has_digits (self));
  gtk_widget_set_visible (self->teach_own, !has_digits (self));
  show_wanted (self);
}

static void
bp_draw_pane_finalize (GObject *object)
{
  BpDrawPane *self = BP_DRAW_PANE (object);

  g_clear_pointer (&self->workspace, bp_workspace_free);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->detector, bp_detector_free);
  g_array_unref (self->digit_of_stroke);
  g_free (self->answer_in_words);
  g_strfreev (self->given_names);
  g_strfreev (self->class_names);
  g_free (self->asked_for);
  g_free (self->sure_name);

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

  g_type_ensure (BP_TYPE_ANSWER_LABEL);
  g_type_ensure (BP_TYPE_CLASS_BUTTONS);
  g_type_ensure (BP_TYPE_DIGIT_ROW_BAR);
  g_type_ensure (BP_TYPE_PROMPT_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/draw-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, prompt_bar);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, pad);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, digit_view);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, answer_label);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, advice_label);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, copy_note);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, why_button);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, teach_button);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, teach_classes);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, teach_digits);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, teach_own);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, row_bar);
  gtk_widget_class_bind_template_child (widget_class, BpDrawPane, bars);
  gtk_widget_class_bind_template_callback (widget_class, on_pad_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_digit_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_why_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_taught);
  gtk_widget_class_set_css_name (widget_class, "drawpane");
}

static void
bp_draw_pane_init (BpDrawPane *self)
{
  self->digit_of_stroke = g_array_new (FALSE, FALSE, sizeof (guint));
  self->n_digits = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
  bp_pad_input_attach (self->pad);
  bp_pad_keys_attach (self->pad);
  choose_names (self);
  show_silence (self);
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
  return self->answer_in_words;
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
 * bp_draw_pane_set_class_names:
 * @self: the pane
 * @names: (nullable) (array zero-terminated=1): the names of the network's classes; for %NULL, or
 *   another number of names than it has classes, they are the digits or numbers
 */
void
bp_draw_pane_set_class_names (BpDrawPane *self, const char *const *names)
{
  if (self->given_names != NULL && names != NULL &&
      g_strv_equal ((const char *const *) self->given_names, names))
    return;

  g_strfreev (self->given_names);
  self->given_names = g_strdupv ((GStrv) names);
  choose_names (self);
  want_detector (self);
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
 * bp_draw_pane_get_class_names:
 * @self: the pane
 *
 * Returns: (transfer none) (array zero-terminated=1): the names of the classes that it answers with
 */
const char *const *
bp_draw_pane_get_class_names (BpDrawPane *self)
{
  return (const char *const *) self->class_names;
}

/* Whether the pad can ask a network: the images are its inputs, and its classes few enough. */
static gboolean
can_ask (const BpNetwork *network)
{
  return bp_network_get_n_inputs (network) == BP_DIGIT_N_PIXELS &&
         bp_network_get_n_outputs (network) <= BP_DATASET_MAX_CLASSES;
}

/**
 * bp_draw_pane_check_network:
 * @network: a network
 * @error: return location for %BP_ERROR_MISMATCH
 *
 * Returns: whether the inputs of @network fit the pad, and its classes the bars
 */
gboolean
bp_draw_pane_check_network (const BpNetwork *network, GError **error)
{
  g_autofree char *shape = NULL;

  if (can_ask (network))
    return TRUE;

  shape = bp_network_describe (network);
  g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
               _ ("The network in this file has the shape %s, but the pad needs one that takes %d "
                  "pixels and tells at most %d classes apart"),
               shape, BP_DIGIT_N_PIXELS, BP_DATASET_MAX_CLASSES);
  return FALSE;
}

/**
 * bp_draw_pane_set_network:
 * @self: the pane
 * @network: (nullable): the network that answers from now on; it must not change any more
 *
 * Classifies the drawing again. Fast enough to be called many times a second during training. A
 * network for other than 28 x 28 images gives no answer.
 */
void
bp_draw_pane_set_network (BpDrawPane *self, BpNetwork *network)
{
  if (self->network == network)
    return;

  if (self->network == NULL || network == NULL || !bp_network_has_shape_of (self->network, network))
    {
      g_clear_pointer (&self->workspace, bp_workspace_free);
      if (network != NULL && can_ask (network))
        self->workspace = bp_workspace_new (network, BP_INTEGRATED_GRADIENTS_N_STEPS, NULL);
    }
  g_clear_pointer (&self->network, bp_network_unref);
  if (network != NULL)
    self->network = bp_network_ref (network);

  choose_names (self);
  want_detector (self);
  update (self);
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
 * bp_draw_pane_get_network:
 * @self: the pane
 *
 * Returns: (transfer none) (nullable): the network that answers
 */
BpNetwork *
bp_draw_pane_get_network (BpDrawPane *self)
{
  return self->network;
}

/**
 * bp_draw_pane_reads_digits:
 * @self: the pane
 *
 * Returns: whether its network answers with the ten digits
 */
gboolean
bp_draw_pane_reads_digits (BpDrawPane *self)
{
  return self->workspace != NULL && bp_are_digit_names ((const char *const *) self->class_names);
}

/**
 * bp_draw_pane_set_detector:
 * @self: the pane
 * @detector: (transfer full): tells digits from other drawings, for networks that have not learnt
 *   to: see bp_answer()
 */
void
bp_draw_pane_set_detector (BpDrawPane *self, BpDetector *detector)
{
  g_clear_pointer (&self->detector, bp_detector_free);
  self->detector = detector;
  update (self);
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
  return index < self->digit_of_stroke->len &&
         g_array_index (self->digit_of_stroke, guint, index) == self->shown_digit;
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
