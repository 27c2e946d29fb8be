/* SPDX-License-Identifier: MIT */
#include "probability-bars.h"

#include "probability-bar.h"

#include <glib/gi18n.h>

struct _BpProbabilityBars
{
  GtkWidget parent_instance;

  GPtrArray *rows; /* (element-type BpProbabilityBar): borrowed children */
};

G_DEFINE_FINAL_TYPE (BpProbabilityBars, bp_probability_bars, GTK_TYPE_WIDGET)

static BpProbabilityBar *
get_row (BpProbabilityBars *self, guint index)
{
  return g_ptr_array_index (self->rows, index);
}

/* Adds or removes rows at the end. */
static void
set_n_rows (BpProbabilityBars *self, guint n_rows)
{
  while (self->rows->len > n_rows)
    gtk_widget_unparent (g_ptr_array_steal_index (self->rows, self->rows->len - 1));
  while (self->rows->len < n_rows)
    {
      GtkWidget *row = g_object_new (BP_TYPE_PROBABILITY_BAR, NULL);

      gtk_widget_set_parent (row, GTK_WIDGET (self));
      g_ptr_array_add (self->rows, row);
    }
}

static void
bp_probability_bars_dispose (GObject *object)
{
  set_n_rows (BP_PROBABILITY_BARS (object), 0);

  G_OBJECT_CLASS (bp_probability_bars_parent_class)->dispose (object);
}

static void
bp_probability_bars_finalize (GObject *object)
{
  g_ptr_array_unref (BP_PROBABILITY_BARS (object)->rows);

  G_OBJECT_CLASS (bp_probability_bars_parent_class)->finalize (object);
}

static void
bp_probability_bars_class_init (BpProbabilityBarsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_probability_bars_dispose;
  G_OBJECT_CLASS (klass)->finalize = bp_probability_bars_finalize;

  gtk_widget_class_set_css_name (widget_class, "probabilitybars");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bp_probability_bars_init (BpProbabilityBars *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->rows = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
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
 * @names: (array zero-terminated=1): of the classes, at least one
 *
 * There is a row for each from now on.
 */
void
bp_probability_bars_set_names (BpProbabilityBars *self, const char *const *names)
{
  const char *widest = names[0];

  set_n_rows (self, g_strv_length ((GStrv) names));
  for (guint i = 1; i < self->rows->len; i++)
    if (measure_text (GTK_WIDGET (self), names[i]) > measure_text (GTK_WIDGET (self), widest))
      widest = names[i];
  for (guint i = 0; i < self->rows->len; i++)
    bp_probability_bar_set_name (get_row (self, i), names[i], widest);
}

/**
 * bp_probability_bars_set:
 * @self: the bars
 * @probabilities: (nullable): (n_names) from 0 to 1, or %NULL to clear the bars
 */
void
bp_probability_bars_set (BpProbabilityBars *self, const float *probabilities)
{
  guint winner = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (probabilities == NULL)
        {
          bp_probability_bar_set_empty (get_row (self, i));
          continue;
        }
      if (probabilities[i] > probabilities[winner])
        winner = i;
    }
  for (guint i = 0; probabilities != NULL && i < self->rows->len; i++)
    bp_probability_bar_set (get_row (self, i), (double) probabilities[i], i == winner);
}
