/* SPDX-License-Identifier: MIT */
#include "drawing-details.h"

#include "class-buttons.h"
#include "drawing-view.h"

#include <glib/gi18n.h>

struct _BpDrawingDetails
{
  GtkBox parent_instance;

  /* template children */
  BpDrawingView *selected_view;
  GtkLabel *selected_label;
  GtkMenuButton *label_button;
  GtkEditable *class_name;
};

G_DEFINE_FINAL_TYPE (BpDrawingDetails, bp_drawing_details, GTK_TYPE_BOX)

/* What is known about the drawing, in a sentence for each. */
static char *
describe (BpDrawingItem *item)
{
  const BpDrawingEntry *entry = bp_drawing_item_get_entry (item);
  g_autofree char *answer = NULL;
  g_autofree char *time = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *verdict = NULL;
  const char *format = _ ("It is a %s. Answer: %s");

  g_object_get (item, "answer", &answer, "time", &time, NULL);
  if (entry->answer != NULL)
    /* Translators: a digit or the name of a class, and the answer to a drawing of it as in "✗ 1 ·
     * 93 %". */
    format = entry->is_sure ? _ ("It is a %s. Answer: %s, sure")
                            : _ ("It is a %s. Answer: %s, not sure");
  verdict = g_strdup_printf (format, entry->label, answer);
  if (entry->is_prompted)
    /* Translators: the time of a drawing. */
    origin = g_strdup_printf (_ ("%s, asked for by the program"), time);
  return g_strdup_printf ("%s\n%s", verdict, origin != NULL ? origin : time);
}

/* The button of a class was clicked. */
static void
on_chosen (BpDrawingDetails *self)
{
  gtk_menu_button_popdown (self->label_button);
}

/* The name of a class was typed under the digits. */
static void
on_class_entered (BpDrawingDetails *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (self->class_name));

  gtk_menu_button_popdown (self->label_button);
  gtk_editable_set_text (self->class_name, "");
  gtk_widget_activate_action (GTK_WIDGET (self), "drawings.set-label", "s", name);
}

static void
bp_drawing_details_class_init (BpDrawingDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BP_TYPE_CLASS_BUTTONS);
  g_type_ensure (BP_TYPE_DRAWING_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/drawing-details.ui");
  gtk_widget_class_bind_template_child (widget_class, BpDrawingDetails, selected_view);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingDetails, selected_label);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingDetails, label_button);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingDetails, class_name);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_class_entered);
}

static void
bp_drawing_details_init (BpDrawingDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bp_drawing_details_set_item (self, NULL);
}

/**
 * bp_drawing_details_set_item:
 * @self: the details
 * @item: (nullable): the drawing
 */
void
bp_drawing_details_set_item (BpDrawingDetails *self, BpDrawingItem *item)
{
  g_autofree char *text = item != NULL ? describe (item) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), item != NULL);
  g_object_set (self->selected_view, "item", item, NULL);
  gtk_label_set_text (self->selected_label, text != NULL ? g_strchomp (text) : "");
}
