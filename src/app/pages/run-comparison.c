/* SPDX-License-Identifier: MIT */
#include "run-comparison.h"

#include "chart-panel.h"
#include "flow-box.h"
#include "format.h"
#include "run-columns.h"
#include "run-curves.h"
#include "run-legend-entry.h"
#include "run-settings-table.h"

#include <glib/gi18n.h>
#include <math.h>

/* The fewest points that the middle of the slider smooths the loss over. */
#define FEWEST_SMOOTHED 4.0

/* From this width on, in pixels, the charts are side by side. */
#define WIDE 640

/* A run that is compared. */
typedef struct
{
  BpRunItem *item;       /* owned */
  BpRunCurves *curves;   /* owned, nullable: until they were read */
  guint64 n_steps;       /* of the run when its curves were asked for */
  gboolean is_requested; /* the curves were asked for */
} Compared;

struct _BpRunComparison
{
  AdwBin parent_instance;

  /* owned */
  GPtrArray *runs;   /* of Compared, in the order of the curves */
  BpChartPair *pair; /* NULL once it is disposed of */
  GCancellable *cancellable;
  guint update_source; /* or 0 */
  guint layout_source; /* or 0 */
  guint table_source;  /* or 0 */

  /* template children */
  GtkLabel *left_out;
  GtkFlowBox *legend;
  GtkOrientable *charts;
  BpChartPanel *loss_panel;
  BpChartPanel *accuracy_panel;
  BpChart *loss_chart;
  BpChart *accuracy_chart;
  GtkMenuButton *loss_button;
  GtkMenuButton *accuracy_button;
  BpRunSettingsTable *table;
  GListStore *items;
};

enum
{
  SIGNAL_COLOR_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRunComparison, bp_run_comparison, ADW_TYPE_BIN)

static void
compared_free (gpointer data)
{
  Compared *run = data;

  g_object_unref (run->item);
  g_clear_pointer (&run->curves, bp_run_curves_free);
  g_free (run);
}

static Compared *
find_run (BpRunComparison *self, const BpRunItem *item)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      Compared *run = g_ptr_array_index (self->runs, i);

      if (run->item == item)
        return run;
    }
  return NULL;
}

static BpChartSeries *
create_series (BpRunItem *item, const char *name, BpChartSeriesFlags more_flags)
{
  BpRunLook look = { .flags = BP_CHART_SERIES_LINE };
  gboolean has_look = bp_run_item_get_look (item, &look);
  BpChartSeries *series = bp_chart_series_new (name, look.flags | more_flags);

  if (has_look)
    bp_chart_series_set_color (series, &look.color);
  return series;
}

static char *
describe_name (const Compared *run)
{
  return bp_run_column_describe (BP_RUN_COLUMN_NAME, bp_run_item_get_record (run->item));
}

/* What a curve of accuracies is called: the accuracy of a run without held-out images is that of
 * its training. */
static char *
describe_accuracies (const Compared *run)
{
  g_autofree char *name = describe_name (run);

  if (run->curves->is_held_out || run->curves->accuracies->len == 0)
    return g_steal_pointer (&name);
  /* Translators: %s is what a run is called; its curve is the accuracy on training images */
  return g_strdup_printf (_ ("%s (training)"), name);
}

/* The place of a point on the axis. */
static double
get_x (BpRunComparison *self, const BpRunPoint *point)
{
  switch (bp_chart_pair_get_x_axis (self->pair))
    {
    case BP_CHART_X_AXIS_STEP:
      return point->step;
    case BP_CHART_X_AXIS_SECONDS:
      return point->seconds;
    default:
      return point->epoch;
    }
}

static void
append_points (BpRunComparison *self, BpChartSeries *series, const GArray *points)
{
  for (guint i = 0; i < points->len; i++)
    {
      const BpRunPoint *point = &g_array_index (points, BpRunPoint, i);

      bp_chart_series_append_at (series, get_x (self, point), point->value);
    }
}

static double
choose_smoothing (BpRunComparison *self, const GArray *points)
{
  const BpRunPoint *first = &g_array_index (points, BpRunPoint, 0);
  const BpRunPoint *last = &g_array_index (points, BpRunPoint, points->len - 1);
  double n_epochs = last->epoch - first->epoch;
  double points_per_epoch = n_epochs > 0.0 ? points->len / n_epochs : 1.0;

  return 1.0 - 1.0 / bp_chart_pair_get_n_smoothed (self->pair, points_per_epoch, FEWEST_SMOOTHED);
}

static void
add_losses (BpRunComparison *self, const Compared *run)
{
  g_autofree char *name = describe_name (run);
  g_autoptr (BpChartSeries) series = create_series (run->item, name, BP_CHART_SERIES_LINE);
  const GArray *points = run->curves->losses;

  if (points->len > 0)
    bp_chart_series_set_smoothing (series, choose_smoothing (self, points));
  append_points (self, series, points);
  bp_chart_model_add_series (bp_chart_get_model (self->loss_chart), series);
}

static void
add_accuracies (BpRunComparison *self, const Compared *run)
{
  g_autofree char *name = describe_accuracies (run);
  g_autoptr (BpChartSeries) series = create_series (run->item, name, BP_CHART_SERIES_POINTS);

  append_points (self, series, run->curves->accuracies);
  bp_chart_model_add_series (bp_chart_get_model (self->accuracy_chart), series);
}

/* The run with the best held-out accuracy, for the line above its chart and for screen readers. */
static char *
describe_best (BpRunComparison *self)
{
  const BpRunRecord *best = NULL;
  g_autofree char *name = NULL;
  g_autofree char *percent = NULL;

  for (guint i = 0; i < self->runs->len; i++)
    {
      const Compared *run = g_ptr_array_index (self->runs, i);
      const BpRunRecord *record = bp_run_item_get_record (run->item);
      double accuracy = record->figures.best_held_out_accuracy;

      if (isfinite (accuracy) && (best == NULL || accuracy > best->figures.best_held_out_accuracy))
        best = record;
    }
  if (best == NULL)
    return NULL;
  name = bp_run_column_describe (BP_RUN_COLUMN_NAME, best);
  percent = bp_format_percent (best->figures.best_held_out_accuracy);
  /* Translators: the best accuracy of several runs, and the name of its run */
  return g_strdup_printf (_ ("Best %s: %s"), percent, name);
}

static void
update_charts (BpRunComparison *self)
{
  g_autofree char *count =
      g_strdup_printf (ngettext ("%u run", "%u runs", self->runs->len), self->runs->len);
  g_autofree char *best = describe_best (self);

  bp_chart_model_remove_all_series (bp_chart_get_model (self->loss_chart));
  bp_chart_model_remove_all_series (bp_chart_get_model (self->accuracy_chart));
  for (guint i = 0; i < self->runs->len; i++)
    {
      const Compared *run = g_ptr_array_index (self->runs, i);

      if (run->curves == NULL)
        continue;
      add_losses (self, run);
      add_accuracies (self, run);
    }
  bp_chart_pair_set_subject (self->pair, count);
  bp_chart_set_summary (self->loss_chart, count);
  bp_chart_set_summary (self->accuracy_chart, best);
  bp_chart_relayout (self->loss_chart);
  bp_chart_relayout (self->accuracy_chart);
}

static gboolean
update (gpointer user_data)
{
  BpRunComparison *self = BP_RUN_COMPARISON (user_data);

  self->update_source = 0;
  update_charts (self);
  return G_SOURCE_REMOVE;
}

/* Updates the charts once for all news of a frame. */
static void
update_later (BpRunComparison *self)
{
  if (self->update_source == 0)
    self->update_source = g_idle_add (update, self);
}

/* The arguments of a request for curves. */
typedef struct
{
  BpRunComparison *comparison; /* owned */
  BpRunItem *item;             /* owned */
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->comparison);
  g_object_unref (request->item);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* The curves of a run are there; one that cannot be read has none. */
static void
on_curves_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (BpRunCurves) curves = bp_run_curves_load_finish (result, NULL);
  Compared *run = find_run (request->comparison, request->item);

  if (run == NULL || curves == NULL)
    return;
  g_clear_pointer (&run->curves, bp_run_curves_free);
  run->curves = g_steal_pointer (&curves);
  update_later (request->comparison);
}

/* Reads the curves of a run that are not there, or that have grown. */
static void
request_curves (BpRunComparison *self, Compared *run)
{
  BpRunRecord *record = bp_run_item_get_record (run->item);
  Request *request;

  if (run->is_requested && run->n_steps == record->figures.n_steps)
    return;
  run->is_requested = TRUE;
  run->n_steps = record->figures.n_steps;
  request = g_new (Request, 1);
  *request = (Request){ .comparison = g_object_ref (self), .item = g_object_ref (run->item) };
  bp_run_curves_load_async (record, BP_RUN_CURVES_ALL, self->cancellable, on_curves_loaded,
                            request);
}

static void
on_color_chosen (BpRunLegendEntry *entry, const char *color, BpRunComparison *self)
{
  g_signal_emit (self, signals[SIGNAL_COLOR_CHOSEN], 0, bp_run_legend_entry_get_item (entry),
                 color);
}

static GtkWidget *
create_entry (gpointer item, gpointer user_data)
{
  BpRunLegendEntry *entry = bp_run_legend_entry_new (BP_RUN_ITEM (item));

  g_signal_connect_object (entry, "color-chosen", G_CALLBACK (on_color_chosen), user_data, 0);
  return g_object_new (BP_TYPE_FLOW_BOX_CHILD, "child", entry, NULL);
}

static gboolean
lay_out (gpointer user_data)
{
  BpRunComparison *self = BP_RUN_COMPARISON (user_data);
  gboolean is_wide = gtk_widget_get_width (GTK_WIDGET (self)) >= WIDE;

  self->layout_source = 0;
  gtk_orientable_set_orientation (self->charts,
                                  is_wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  return G_SOURCE_REMOVE;
}

/* The charts turn around after the layout, which would not notice it now. */
static void
on_width_changed (BpRunComparison *self)
{
  if (self->layout_source == 0)
    self->layout_source = g_idle_add (lay_out, self);
}

static void
bp_run_comparison_dispose (GObject *object)
{
  BpRunComparison *self = BP_RUN_COMPARISON (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_handle_id (&self->layout_source, g_source_remove);
  g_clear_handle_id (&self->table_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->runs, 0);
  g_clear_object (&self->pair);

  G_OBJECT_CLASS (bp_run_comparison_parent_class)->dispose (object);
}

static void
bp_run_comparison_finalize (GObject *object)
{
  BpRunComparison *self = BP_RUN_COMPARISON (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->runs);

  G_OBJECT_CLASS (bp_run_comparison_parent_class)->finalize (object);
}

static void
bp_run_comparison_class_init (BpRunComparisonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_run_comparison_dispose;
  G_OBJECT_CLASS (klass)->finalize = bp_run_comparison_finalize;

  /**
   * BpRunComparison::color-chosen:
   * @item: (type BpRunItem): a run
   * @color: the colour of its curves, as in "#1c71d8"
   */
  signals[SIGNAL_COLOR_CHOSEN] =
      g_signal_new ("color-chosen", BP_TYPE_RUN_COMPARISON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, BP_TYPE_RUN_ITEM, G_TYPE_STRING);

  g_type_ensure (BP_TYPE_CHART_PANEL);
  g_type_ensure (BP_TYPE_RUN_ITEM);
  g_type_ensure (BP_TYPE_RUN_SETTINGS_TABLE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/run-comparison.ui");
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, left_out);
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, legend);
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, charts);
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, loss_panel);
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, accuracy_panel);
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, loss_chart);
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, accuracy_chart);
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, loss_button);
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, accuracy_button);
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, table);
  gtk_widget_class_bind_template_child (widget_class, BpRunComparison, items);
  gtk_widget_class_bind_template_callback (widget_class, on_width_changed);
}

static void
bp_run_comparison_init (BpRunComparison *self)
{
  self->runs = g_ptr_array_new_with_free_func (compared_free);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pair = bp_chart_pair_new (GTK_WIDGET (self), self->loss_panel, self->accuracy_panel,
                                  self->loss_button, self->accuracy_button);
  g_signal_connect_object (self->pair, "x-axis-changed", G_CALLBACK (update_charts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pair, "smoothing-changed", G_CALLBACK (update_later), self,
                           G_CONNECT_SWAPPED);
  bp_chart_set_x_axis (self->loss_chart, _ ("Epoch"), BP_CHART_SCALE_LINEAR);
  bp_chart_set_x_axis (self->accuracy_chart, _ ("Epoch"), BP_CHART_SCALE_LINEAR);
  gtk_flow_box_bind_model (self->legend, G_LIST_MODEL (self->items), create_entry, self, NULL);
}

/* A run that is compared, with its curves where it was compared before. */
static Compared *
take_run (BpRunComparison *self, BpRunItem *item)
{
  Compared *known = find_run (self, item);
  Compared *run = g_new0 (Compared, 1);

  if (known != NULL)
    {
      *run = *known;
      known->curves = NULL;
    }
  run->item = g_object_ref (item);
  return run;
}

/* The legend keeps its entries where its runs are the same: one may be in use. */
static void
update_legend (BpRunComparison *self, const GPtrArray *items)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  gboolean are_same = n_before == items->len;

  for (guint i = 0; i < n_before && are_same; i++)
    {
      g_autoptr (BpRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      are_same = item == g_ptr_array_index (items, i);
    }
  if (!are_same)
    g_list_store_splice (self->items, 0, n_before, items->pdata, items->len);
}

/* Says that not all runs are compared. */
static void
update_left_out (BpRunComparison *self, guint n_items, guint n_left_out)
{
  g_autofree char *shown = bp_format_count (n_items);
  g_autofree char *all = bp_format_count (n_items + n_left_out);
  /* Translators: %s are numbers, as in "50" and "1,000" */
  g_autofree char *text = g_strdup_printf (_ ("The first %s of %s runs are compared."), shown, all);

  gtk_label_set_text (self->left_out, text);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out), n_left_out > 0);
}

static gboolean
update_table (gpointer user_data)
{
  BpRunComparison *self = BP_RUN_COMPARISON (user_data);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_run_record_unref);

  self->table_source = 0;
  for (guint i = 0; i < self->runs->len; i++)
    {
      const Compared *run = g_ptr_array_index (self->runs, i);

      g_ptr_array_add (records, bp_run_record_ref (bp_run_item_get_record (run->item)));
    }
  bp_run_settings_table_set_records (self->table, records);
  return G_SOURCE_REMOVE;
}

/* The table of fifty runs takes a while to make: after the charts, and once for several keys that
 * select one run more each. */
static void
update_table_later (BpRunComparison *self)
{
  if (self->table_source == 0)
    self->table_source = g_idle_add_full (G_PRIORITY_LOW, update_table, self, NULL);
}

/**
 * bp_run_comparison_set_items:
 * @self: the comparison
 * @items: (element-type BpRunItem): the runs, each with a slot of its own
 * @n_left_out: the number of further runs, which are too many
 *
 * Compares these runs from now on, as they are stored now.
 */
void
bp_run_comparison_set_items (BpRunComparison *self, const GPtrArray *items, guint n_left_out)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (compared_free);

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (runs, take_run (self, g_ptr_array_index (items, i)));
  g_ptr_array_unref (self->runs);
  self->runs = g_steal_pointer (&runs);
  for (guint i = 0; i < self->runs->len; i++)
    request_curves (self, g_ptr_array_index (self->runs, i));
  update_left_out (self, items->len, n_left_out);
  update_legend (self, items);
  update_table_later (self);
  update_charts (self);
}

/**
 * bp_run_comparison_get_pair:
 * @self: the comparison
 *
 * Returns: (transfer none): the axes, menus and pictures of its charts
 */
BpChartPair *
bp_run_comparison_get_pair (BpRunComparison *self)
{
  return self->pair;
}
