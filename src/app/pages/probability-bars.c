/* SPDX-License-Identifier: MIT */
#include "probability-bars.h"

#include "probability-bar.h"

#include <glib/gi18n.h>

struct _BpProbabilityBars
{
  GtkWidget parent_instance;

  BpProbabilityBar *rows[BP_PROBABILITY_BARS_N_ROWS]; /* borrowed: children */
};

G_DEFINE_FINAL_TYPE (BpProbabilityBars, bp_probability_bars, GTK_TYPE_WIDGET)

static void
bp_probability_bars_dispose (GObject *object)
{
  BpProbabilityBars *self = BP_PROBABILITY_BARS (object);

  for (guint i = 0; i < BP_PROBABILITY_BARS_N_ROWS; i++)
    {
      GtkWidget *row = GTK_WIDGET (g_steal_pointer (&self->rows[i]));

      if (row != NULL)
        gtk_widget_unparent (row);
    }

  G_OBJECT_CLASS (bp_probability_bars_parent_class)->dispose (object);
}

static void
bp_probability_bars_class_init (BpProbabilityBarsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_probability_bars_dispose;

  gtk_widget_class_set_css_name (widget_class, "probabilitybars");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bp_probability_bars_init (BpProbabilityBars *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  for (guint i = 0; i < BP_PROBABILITY_BARS_N_ROWS; i++)
    {
      self->rows[i] = g_object_new (BP_TYPE_PROBABILITY_BAR, NULL);
      gtk_widget_set_parent (GTK_WIDGET (self->rows[i]), GTK_WIDGET (self));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Probabilities"), -1);
}

static int
measure_text (GtkWidget *widget, const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/**
 * bp_probability_bars_set_names:
 * @self: the bars
 * @names: (array length=10): of the classes
 */
void
bp_probability_bars_set_names (BpProbabilityBars *self, const char *const *names)
{
  guint widest = 0;

  for (guint i = 1; i < BP_PROBABILITY_BARS_N_ROWS; i++)
    if (measure_text (GTK_WIDGET (self), names[i]) >
        measure_text (GTK_WIDGET (self), names[widest]))
      widest = i;
  for (guint i = 0; i < BP_PROBABILITY_BARS_N_ROWS; i++)
    bp_probability_bar_set_name (self->rows[i], names[i], names[widest]);
}

/**
 * bp_probability_bars_set:
 * @self: the bars
 * @probabilities: (nullable): (10) from 0 to 1, or %NULL to clear the bars
 */
void
bp_probability_bars_set (BpProbabilityBars *self, const float *probabilities)
{
  guint winner = 0;

  for (guint i = 0; i < BP_PROBABILITY_BARS_N_ROWS; i++)
    {
      if (probabilities == NULL)
        {
          bp_probability_bar_set_empty (self->rows[i]);
          continue;
        }
      if (probabilities[i] > probabilities[winner])
        winner = i;
    }
  for (guint i = 0; probabilities != NULL && i < BP_PROBABILITY_BARS_N_ROWS; i++)
    bp_probability_bar_set (self->rows[i], (double) probabilities[i], i == winner);
}
