/* SPDX-License-Identifier: MIT */
#include "run-legend-entry.h"

#include "chart-marker.h"
#include "run-columns.h"

#include <glib/gi18n.h>
#include <math.h>

#define CHANNEL_MAX 255.0F

struct _BpRunLegendEntry
{
  AdwBin parent_instance;

  BpRunItem *item; /* owned */

  /* template children */
  GtkWidget *button;
  GtkDrawingArea *line;
  GtkLabel *name;
};

enum
{
  SIGNAL_COLOR_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRunLegendEntry, bp_run_legend_entry, ADW_TYPE_BIN)

static void
draw_line (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  BpRunLegendEntry *self = user_data;
  BpChartStyle style;
  BpRunLook look;

  if (!bp_run_item_get_look (self->item, &look))
    return;
  bp_chart_style_init_for_paper (&style);
  bp_chart_draw_swatch (cr, &style, look.color, look.flags, 0.0, height / 2.0, width);
}

static void
follow_item (BpRunLegendEntry *self)
{
  g_autofree char *name =
      bp_run_column_describe (BP_RUN_COLUMN_NAME, bp_run_item_get_record (self->item));
  /* Translators: %s is what a run is called */
  g_autofree char *label = g_strdup_printf (_ ("Colour of %s"), name);

  gtk_label_set_text (self->name, name);
  gtk_widget_set_tooltip_text (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self->line));
}

static guint
to_byte (float channel)
{
  return (guint) lroundf (CLAMP (channel, 0.0F, 1.0F) * CHANNEL_MAX);
}

static void
on_response (BpRunLegendEntry *self, int response, GtkDialog *dialog)
{
  g_autofree char *text = NULL;
  GdkRGBA color;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (dialog), &color);
  gtk_window_destroy (GTK_WINDOW (dialog));
  if (response != GTK_RESPONSE_OK)
    return;
  text = g_strdup_printf ("#%02x%02x%02x", to_byte (color.red), to_byte (color.green),
                          to_byte (color.blue));
  g_signal_emit (self, signals[SIGNAL_COLOR_CHOSEN], 0, text);
}

/* A dialog is made on a click only: a GtkColorButton in each entry would take longer to make than
 * the charts of fifty runs. */
static void
on_clicked (BpRunLegendEntry *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = gtk_color_chooser_dialog_new (_ ("Colour of the Run"), GTK_WINDOW (root));
  BpRunLook look;

  if (bp_run_item_get_look (self->item, &look))
    gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (dialog),
                                &(GdkRGBA){ look.color.red, look.color.green, look.color.blue,
                                            1.0F });
  gtk_color_chooser_set_use_alpha (GTK_COLOR_CHOOSER (dialog), FALSE);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
bp_run_legend_entry_dispose (GObject *object)
{
  g_clear_object (&BP_RUN_LEGEND_ENTRY (object)->item);

  G_OBJECT_CLASS (bp_run_legend_entry_parent_class)->dispose (object);
}

static void
bp_run_legend_entry_class_init (BpRunLegendEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_run_legend_entry_dispose;

  /**
   * BpRunLegendEntry::color-chosen:
   * @color: as in "#1c71d8"
   */
  signals[SIGNAL_COLOR_CHOSEN] =
      g_signal_new ("color-chosen", BP_TYPE_RUN_LEGEND_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/run-legend-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, BpRunLegendEntry, button);
  gtk_widget_class_bind_template_child (widget_class, BpRunLegendEntry, line);
  gtk_widget_class_bind_template_child (widget_class, BpRunLegendEntry, name);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
bp_run_legend_entry_init (BpRunLegendEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->line, draw_line, self, NULL);
}

/**
 * bp_run_legend_entry_new:
 * @item: a run that is compared
 *
 * Returns: (transfer full): its entry
 */
BpRunLegendEntry *
bp_run_legend_entry_new (BpRunItem *item)
{
  BpRunLegendEntry *self = g_object_new (BP_TYPE_RUN_LEGEND_ENTRY, NULL);

  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (follow_item), self, G_CONNECT_SWAPPED);
  follow_item (self);
  return self;
}

/**
 * bp_run_legend_entry_get_item:
 * @self: the entry
 *
 * Returns: (transfer none): its run
 */
BpRunItem *
bp_run_legend_entry_get_item (BpRunLegendEntry *self)
{
  return self->item;
}
