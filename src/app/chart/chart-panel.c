/* SPDX-License-Identifier: MIT */
#include "chart-panel.h"

#include "chart-table.h"

/* From this width on, in pixels, chart and table are beside each other. */
#define WIDE    480
#define SPACING 12

struct _BpChartPanel
{
  GtkWidget parent_instance;

  /* owned, as children */
  GtkWidget *chart;
  GtkWidget *table;
};

enum
{
  PROP_CHART = 1,
  PROP_TABLE_LABEL,
  PROP_SHOWS_TABLE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpChartPanel, bp_chart_panel, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
bp_chart_panel_get_request_mode (GtkWidget *widget G_GNUC_UNUSED)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* The size of the panel does not depend on what it shows: the table takes its room from the
 * chart. */
static void
bp_chart_panel_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size G_GNUC_UNUSED,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline G_GNUC_UNUSED,
                        int *natural_baseline G_GNUC_UNUSED)
{
  BpChartPanel *self = BP_CHART_PANEL (widget);
  int of_table = 0;

  gtk_widget_measure (self->chart, orientation, -1, minimum, natural, NULL, NULL);
  if (gtk_widget_get_visible (self->table))
    gtk_widget_measure (self->table, orientation, -1, &of_table, NULL, NULL, NULL);
  *minimum = MAX (*minimum, of_table);
  *natural = MAX (*natural, of_table);
}

/* As the chart does. */
static void
bp_chart_panel_compute_expand (GtkWidget *widget, gboolean *hexpand, gboolean *vexpand)
{
  GtkWidget *chart = BP_CHART_PANEL (widget)->chart;

  *hexpand = chart != NULL && gtk_widget_compute_expand (chart, GTK_ORIENTATION_HORIZONTAL);
  *vexpand = chart != NULL && gtk_widget_compute_expand (chart, GTK_ORIENTATION_VERTICAL);
}

static void
place (GtkWidget *child, int x, int width, int height, int baseline)
{
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, width, height }, baseline);
}

static void
bp_chart_panel_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BpChartPanel *self = BP_CHART_PANEL (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean has_table = gtk_widget_get_visible (self->table);
  gboolean has_chart = !has_table || width >= WIDE;
  int table_width = has_table ? width : 0;
  int chart_width = width;

  gtk_widget_set_child_visible (self->chart, has_chart);
  if (has_table && has_chart)
    {
      int smallest;
      int preferred;

      gtk_widget_measure (self->table, GTK_ORIENTATION_HORIZONTAL, -1, &smallest, &preferred, NULL,
                          NULL);
      table_width = MAX (MIN (preferred, (width - SPACING) / 2), smallest);
      chart_width = width - SPACING - table_width;
    }
  if (has_chart)
    place (self->chart, is_rtl ? width - chart_width : 0, chart_width, height, baseline);
  if (has_table)
    place (self->table, is_rtl ? 0 : width - table_width, table_width, height, baseline);
}

static void
bp_chart_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpChartPanel *self = BP_CHART_PANEL (object);

  switch (id)
    {
    case PROP_CHART:
      g_value_set_object (value, self->chart);
      break;
    case PROP_SHOWS_TABLE:
      g_value_set_boolean (value, bp_chart_panel_get_shows_table (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_chart_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BpChartPanel *self = BP_CHART_PANEL (object);

  switch (id)
    {
    case PROP_CHART:
      self->chart = g_value_get_object (value);
      break;
    case PROP_TABLE_LABEL:
      bp_chart_table_set_label (BP_CHART_TABLE (self->table), g_value_get_string (value));
      break;
    case PROP_SHOWS_TABLE:
      bp_chart_panel_set_shows_table (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_chart_panel_constructed (GObject *object)
{
  BpChartPanel *self = BP_CHART_PANEL (object);

  G_OBJECT_CLASS (bp_chart_panel_parent_class)->constructed (object);

  gtk_widget_insert_before (self->chart, GTK_WIDGET (self), self->table);
  bp_chart_table_set_chart (BP_CHART_TABLE (self->table), BP_CHART (self->chart));
}

static void
bp_chart_panel_dispose (GObject *object)
{
  BpChartPanel *self = BP_CHART_PANEL (object);

  g_clear_pointer (&self->chart, gtk_widget_unparent);
  g_clear_pointer (&self->table, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_chart_panel_parent_class)->dispose (object);
}

static void
bp_chart_panel_class_init (BpChartPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = bp_chart_panel_constructed;
  object_class->dispose = bp_chart_panel_dispose;
  object_class->get_property = bp_chart_panel_get_property;
  object_class->set_property = bp_chart_panel_set_property;
  widget_class->compute_expand = bp_chart_panel_compute_expand;
  widget_class->get_request_mode = bp_chart_panel_get_request_mode;
  widget_class->measure = bp_chart_panel_measure;
  widget_class->size_allocate = bp_chart_panel_size_allocate;

  properties[PROP_CHART] =
      g_param_spec_object ("chart", NULL, NULL, BP_TYPE_CHART,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TABLE_LABEL] = g_param_spec_string ("table-label", NULL, NULL, NULL,
                                                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWS_TABLE] =
      g_param_spec_boolean ("shows-table", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_chart_panel_init (BpChartPanel *self)
{
  self->table = g_object_new (BP_TYPE_CHART_TABLE, "visible", FALSE, NULL);
  gtk_widget_set_parent (self->table, GTK_WIDGET (self));
}

/**
 * bp_chart_panel_get_chart:
 * @self: the panel
 *
 * Returns: (transfer none): its chart
 */
BpChart *
bp_chart_panel_get_chart (BpChartPanel *self)
{
  return BP_CHART (self->chart);
}

gboolean
bp_chart_panel_get_shows_table (BpChartPanel *self)
{
  return gtk_widget_get_visible (self->table);
}

/**
 * bp_chart_panel_set_shows_table:
 * @self: the panel
 * @shows_table: whether the table of the numbers is shown
 */
void
bp_chart_panel_set_shows_table (BpChartPanel *self, gboolean shows_table)
{
  if (gtk_widget_get_visible (self->table) == shows_table)
    return;
  gtk_widget_set_visible (self->table, shows_table);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWS_TABLE]);
}
