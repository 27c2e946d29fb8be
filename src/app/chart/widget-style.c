/* SPDX-License-Identifier: MIT */
#include "widget-style.h"

#include <adwaita.h>

/**
 * bp_chart_style_init_from_widget:
 * @style: (out caller-allocates): the style
 * @widget: a widget on a display
 *
 * Takes the colours of a chart from the theme, as @widget has them now.
 */
void
bp_chart_style_init_from_widget (BpChartStyle *style, GtkWidget *widget)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  GdkRGBA text;
  GdkRGBA ground;
  BpChartColor foreground;
  BpChartColor background;

  gtk_style_context_get_color (context, &text);
  if (!gtk_style_context_lookup_color (context, "view_bg_color", &ground))
    ground = (GdkRGBA){ 1.0F, 1.0F, 1.0F, 1.0F };
  foreground = (BpChartColor){ text.red, text.green, text.blue, text.alpha };
  background = (BpChartColor){ ground.red, ground.green, ground.blue, ground.alpha };
  bp_chart_style_init (style, &foreground, &background,
                       adw_style_manager_get_high_contrast (manager));
}
