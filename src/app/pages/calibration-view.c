/* SPDX-License-Identifier: MIT */
#include "calibration-view.h"

#include "chart-picture.h"
#include "chart.h"
#include "format.h"

#include <glib/gi18n.h>

struct _BpCalibrationView
{
  AdwBin parent_instance;

  /* owned */
  BpChartSeries *ideal;
  BpChartSeries *before;
  BpChartSeries *after; /* empty where the network has no temperature */

  /* template children */
  BpChart *chart;
  GtkLabel *errors;
};

G_DEFINE_FINAL_TYPE (BpCalibrationView, bp_calibration_view, ADW_TYPE_BIN)

static void
bp_calibration_view_dispose (GObject *object)
{
  BpCalibrationView *self = BP_CALIBRATION_VIEW (object);

  g_clear_pointer (&self->ideal, bp_chart_series_unref);
  g_clear_pointer (&self->before, bp_chart_series_unref);
  g_clear_pointer (&self->after, bp_chart_series_unref);

  G_OBJECT_CLASS (bp_calibration_view_parent_class)->dispose (object);
}

static void
bp_calibration_view_class_init (BpCalibrationViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_calibration_view_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/calibration-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BpCalibrationView, chart);
  gtk_widget_class_bind_template_child (widget_class, BpCalibrationView, errors);
}

static void
bp_calibration_view_init (BpCalibrationView *self)
{
  BpChartModel *model;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->before = bp_chart_series_new (_ ("Before"), BP_CHART_SERIES_POINTS);
  self->after = bp_chart_series_new (_ ("After"), BP_CHART_SERIES_POINTS | BP_CHART_SERIES_DASHED);
  /* Translators: the line of a reliability diagram on which a calibrated network would be */
  self->ideal = bp_chart_series_new (_ ("Calibrated"), BP_CHART_SERIES_LINE);
  model = bp_chart_get_model (self->chart);
  bp_chart_model_add_series (model, self->before);
  bp_chart_model_add_series (model, self->after);
  bp_chart_model_add_series (model, self->ideal);
  bp_chart_set_x_axis (self->chart, _ ("Confidence, %"), BP_CHART_SCALE_LINEAR);
  bp_chart_set_y_kind (self->chart, BP_CHART_Y_FROM_ZERO);
}

/* The bins that have answers. */
static void
fill (BpChartSeries *series, const BpReliabilityBin *bins)
{
  for (guint i = 0; i < BP_RELIABILITY_N_BINS; i++)
    if (bins[i].count > 0)
      bp_chart_series_append_at (series, 100.0 * bins[i].confidence, (float) bins[i].accuracy);
}

static gboolean
is_calibrated (const BpCalibration *calibration)
{
  return calibration->temperature != 1.0;
}

static char *
describe (const BpCalibration *calibration)
{
  g_autofree char *before = bp_format_percent (calibration->error_before);
  g_autofree char *after = bp_format_percent (calibration->error_after);

  if (!is_calibrated (calibration))
    /* Translators: %s is a percentage */
    return g_strdup_printf (_ ("Expected calibration error %s. The network is not calibrated yet: "
                               "its temperature is fitted when training ends."),
                            before);
  /* Translators: two percentages and a number */
  return g_strdup_printf (_ ("Expected calibration error %s before, %s after dividing by the "
                             "temperature, %.2f"),
                          before, after, calibration->temperature);
}

/**
 * bp_calibration_view_set_calibration:
 * @self: the view
 * @calibration: (nullable): the calibration to show, measured on some images
 */
void
bp_calibration_view_set_calibration (BpCalibrationView *self, const BpCalibration *calibration)
{
  g_autofree char *text = NULL;

  bp_chart_series_clear (self->ideal);
  bp_chart_series_clear (self->before);
  bp_chart_series_clear (self->after);
  if (calibration != NULL)
    {
      bp_chart_series_append_at (self->ideal, 0.0, 0.0F);
      bp_chart_series_append_at (self->ideal, 100.0, 1.0F);
      fill (self->before, calibration->bins_before);
      if (is_calibrated (calibration))
        fill (self->after, calibration->bins_after);
      text = describe (calibration);
    }
  gtk_label_set_text (self->errors, text != NULL ? text : "");
  bp_chart_set_summary (self->chart, text);
  bp_chart_relayout (self->chart);
}

/**
 * bp_calibration_view_save_picture:
 * @self: the view
 * @title: what stands over the diagram
 * @path: (type filename): where to, in the format that its ending stands for
 * @error: return location for an error of bp_chart_picture_save()
 *
 * Returns: whether the diagram was written
 */
gboolean
bp_calibration_view_save_picture (BpCalibrationView *self,
                                  const char *title,
                                  const char *path,
                                  GError **error)
{
  const BpChartPicture picture = {
    .title = title,
    .y_name = _ ("Right answers"),
    .width = BP_CHART_PICTURE_WIDTH,
    .height = BP_CHART_PICTURE_HEIGHT,
  };

  return bp_chart_picture_save (&picture, bp_chart_get_model (self->chart), path, error);
}
