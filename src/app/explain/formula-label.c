/* SPDX-License-Identifier: MIT */
#include "formula-label.h"

/* Narrower, a text would have a letter in each line. */
#define LEAST_WIDTH 60

struct _BpFormulaLabel
{
  GtkWidget parent_instance;

  /* owned */
  char *text;
  PangoLayout *layout; /* NULL until it is needed */

  int widest; /* of the texts so far, in one line: its room stays, so that layouts do too */
};

G_DEFINE_FINAL_TYPE (BpFormulaLabel, bp_formula_label, GTK_TYPE_WIDGET)

/* The text in lines of a width, or in one line for -1. */
static PangoLayout *
get_layout (BpFormulaLabel *self, int width)
{
  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
      pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
    }
  pango_layout_set_width (self->layout, width < 0 ? -1 : width * PANGO_SCALE);
  return self->layout;
}

static GtkSizeRequestMode
bp_formula_label_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bp_formula_label_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  BpFormulaLabel *self = BP_FORMULA_LABEL (widget);
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;
  PangoLayout *layout = get_layout (self, is_width ? -1 : for_size);

  if (is_width)
    {
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      self->widest = MAX (self->widest, width);
      *natural = self->widest;
      *minimum = MIN (*natural, LEAST_WIDTH);
      return;
    }
  pango_layout_get_pixel_size (layout, NULL, natural);
  *minimum = *natural;
}

static void
bp_formula_label_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpFormulaLabel *self = BP_FORMULA_LABEL (widget);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gtk_snapshot_append_layout (snapshot, get_layout (self, gtk_widget_get_width (widget)), &color);
}

static void
bp_formula_label_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bp_formula_label_parent_class)->css_changed (widget, change);

  g_clear_object (&BP_FORMULA_LABEL (widget)->layout);
  BP_FORMULA_LABEL (widget)->widest = 0;
}

static void
bp_formula_label_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_formula_label_parent_class)->root (widget);

  g_clear_object (&BP_FORMULA_LABEL (widget)->layout);
}

static void
bp_formula_label_finalize (GObject *object)
{
  BpFormulaLabel *self = BP_FORMULA_LABEL (object);

  g_clear_object (&self->layout);
  g_free (self->text);

  G_OBJECT_CLASS (bp_formula_label_parent_class)->finalize (object);
}

static void
bp_formula_label_class_init (BpFormulaLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_formula_label_finalize;
  widget_class->css_changed = bp_formula_label_css_changed;
  widget_class->get_request_mode = bp_formula_label_get_request_mode;
  widget_class->measure = bp_formula_label_measure;
  widget_class->root = bp_formula_label_root;
  widget_class->snapshot = bp_formula_label_snapshot;

  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
bp_formula_label_init (BpFormulaLabel *self)
{
  self->text = g_strdup ("");
}

/**
 * bp_formula_label_get_text:
 * @self: the label
 *
 * Returns: (transfer none): its text
 */
const char *
bp_formula_label_get_text (BpFormulaLabel *self)
{
  return self->text;
}

static int
measure_height (BpFormulaLabel *self)
{
  int height;

  pango_layout_get_pixel_size (get_layout (self, gtk_widget_get_width (GTK_WIDGET (self))), NULL,
                               &height);
  return height;
}

/**
 * bp_formula_label_take_text:
 * @self: the label
 * @text: (transfer full) (nullable): its new text; %NULL hides it
 */
void
bp_formula_label_take_text (BpFormulaLabel *self, char *text)
{
  int height;

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (text == NULL || g_str_equal (self->text, text))
    {
      g_free (text);
      return;
    }

  height = measure_height (self);
  g_free (self->text);
  self->text = text;
  g_clear_object (&self->layout);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (measure_height (self) == height)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    gtk_widget_queue_resize (GTK_WIDGET (self));
}
