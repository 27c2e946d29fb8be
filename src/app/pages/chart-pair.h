/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_CHART_PAIR (bp_chart_pair_get_type ())

/* See chart-panel.h. */
typedef struct _BpChartPanel BpChartPanel;

/**
 * BpRunChart:
 * @BP_RUN_CHART_LOSS: the loss of steps and epochs
 * @BP_RUN_CHART_ACCURACY: the accuracy of epochs
 */
typedef enum
{
  BP_RUN_CHART_LOSS,
  BP_RUN_CHART_ACCURACY,
} BpRunChart;

/**
 * BpChartXAxis:
 * @BP_CHART_X_AXIS_STEP: steps from 0
 * @BP_CHART_X_AXIS_EPOCH: epochs, 0 at the start of the first one
 * @BP_CHART_X_AXIS_SECONDS: seconds of training
 *
 * What the charts are drawn over: the values of the settings' key.
 */
typedef enum
{
  BP_CHART_X_AXIS_STEP,
  BP_CHART_X_AXIS_EPOCH,
  BP_CHART_X_AXIS_SECONDS,
} BpChartXAxis;

/**
 * BpChartPair:
 *
 * What a loss chart and an accuracy chart over the same axis have in common, whatever their curves
 * are: the axes and the smoothing, which the settings keep, the menus that change them, and
 * pictures.
 *
 * Its menus activate "win.chart-shows-table" and "win.export-chart", and actions of the group
 * "charts" of the widget that owns the charts. Items without an action there are hidden.
 *
 * Signals: "x-axis-changed": all points have another place; "smoothing-changed".
 */
G_DECLARE_FINAL_TYPE (BpChartPair, bp_chart_pair, BP, CHART_PAIR, GObject)

BpChartPair *bp_chart_pair_new (GtkWidget *owner,
                                BpChartPanel *loss_panel,
                                BpChartPanel *accuracy_panel,
                                GtkMenuButton *loss_button,
                                GtkMenuButton *accuracy_button);
void bp_chart_pair_set_settings (BpChartPair *self, GSettings *settings);
void bp_chart_pair_add_setting (BpChartPair *self, const char *key);
void bp_chart_pair_set_subject (BpChartPair *self, const char *subject);

BpChartXAxis bp_chart_pair_get_x_axis (BpChartPair *self);
double
bp_chart_pair_get_n_smoothed (BpChartPair *self, double points_per_epoch, double fewest_points);
void bp_chart_pair_describe_smoothing (BpChartPair *self, const char *text);

BpRunChart bp_chart_pair_get_current (BpChartPair *self);
gboolean
bp_chart_pair_save_picture (BpChartPair *self, BpRunChart which, const char *path, GError **error);
