/* SPDX-License-Identifier: MIT */
#include "answer-label.h"

#include <glib/gi18n.h>

/* The width that it has at least, in letters. */
#define LEAST_LETTERS 6

struct _BpAnswerLabel
{
  GtkWidget parent_instance;

  GtkInscription *inscription; /* a child: the text */
};

G_DEFINE_FINAL_TYPE (BpAnswerLabel, bp_answer_label, GTK_TYPE_WIDGET)

/* The height of the text in lines of a width. */
static int
measure_text (BpAnswerLabel *self, int width)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (GTK_WIDGET (self->inscription),
                                      gtk_inscription_get_text (self->inscription));
  int height;

  pango_layout_set_attributes (layout, gtk_inscription_get_attributes (self->inscription));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static GtkSizeRequestMode
bp_answer_label_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bp_answer_label_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  BpAnswerLabel *self = BP_ANSWER_LABEL (widget);
  int width;

  gtk_widget_measure (GTK_WIDGET (self->inscription), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL,
                      NULL, NULL);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? width
                                                       : measure_text (self, MAX (for_size, width));
  *natural = *minimum;
}

static void
bp_answer_label_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (GTK_WIDGET (BP_ANSWER_LABEL (widget)->inscription), width, height, baseline,
                       NULL);
}

static void
bp_answer_label_dispose (GObject *object)
{
  BpAnswerLabel *self = BP_ANSWER_LABEL (object);

  if (self->inscription != NULL)
    {
      /* GTK 4.8 does not free the attributes of an inscription with it. */
      gtk_inscription_set_attributes (self->inscription, NULL);
      gtk_widget_unparent (GTK_WIDGET (self->inscription));
    }
  self->inscription = NULL;

  G_OBJECT_CLASS (bp_answer_label_parent_class)->dispose (object);
}

static void
bp_answer_label_class_init (BpAnswerLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_answer_label_dispose;
  widget_class->get_request_mode = bp_answer_label_get_request_mode;
  widget_class->measure = bp_answer_label_measure;
  widget_class->size_allocate = bp_answer_label_size_allocate;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* An inscription takes its text as its accessible name, so that the fixed name for scripts and
 * screen readers has to be restored. */
static void
tell (BpAnswerLabel *self, const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->inscription), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Prediction"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

static void
bp_answer_label_init (BpAnswerLabel *self)
{
  self->inscription = GTK_INSCRIPTION (gtk_inscription_new (""));
  gtk_inscription_set_min_chars (self->inscription, LEAST_LETTERS);
  gtk_inscription_set_wrap_mode (self->inscription, PANGO_WRAP_WORD_CHAR);
  gtk_inscription_set_xalign (self->inscription, 0.5F);
  gtk_widget_set_parent (GTK_WIDGET (self->inscription), GTK_WIDGET (self));
  tell (self, "");
}

/**
 * bp_answer_label_get_text:
 * @self: the label
 *
 * Returns: (transfer none): its text
 */
const char *
bp_answer_label_get_text (BpAnswerLabel *self)
{
  return gtk_inscription_get_text (self->inscription);
}

/**
 * bp_answer_label_set_text:
 * @self: the label
 * @text: the answer, or an empty text
 * @description: the answer in words, for screen readers
 */
void
bp_answer_label_set_text (BpAnswerLabel *self, const char *text, const char *description)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (g_strcmp0 (gtk_inscription_get_text (self->inscription), text) == 0)
    return;

  gtk_inscription_set_text (self->inscription, text);
  tell (self, description);
  /* Without a text, the room for a long one is given back. */
  if (*text == '\0' ||
      measure_text (self, gtk_widget_get_width (widget)) > gtk_widget_get_height (widget))
    gtk_widget_queue_resize (widget);
}

/**
 * bp_answer_label_get_attributes:
 * @self: the label
 *
 * Returns: (transfer none) (nullable): the look of its text
 */
PangoAttrList *
bp_answer_label_get_attributes (BpAnswerLabel *self)
{
  return gtk_inscription_get_attributes (self->inscription);
}

/**
 * bp_answer_label_set_attributes:
 * @self: the label
 * @attributes: (nullable): the look of the text that is set next
 */
void
bp_answer_label_set_attributes (BpAnswerLabel *self, PangoAttrList *attributes)
{
  gtk_inscription_set_attributes (self->inscription, attributes);
}
