/* SPDX-License-Identifier: MIT */
#include "run-row.h"

#include "chart-marker.h"
#include "list-item.h"
#include "run-curves.h"

#include <float.h>
#include <math.h>

/* Above and below the two lines of a row. */
#define PADDING 6

/* The swatch of a run, or the empty box of one that is not compared. */
#define SWATCH_X      12.0F
#define SWATCH_WIDTH  28.0F
#define SWATCH_HEIGHT 16.0F
#define BOX           14.0F
#define BOX_RADIUS    3.0F
#define BOX_LINE      1.5F

#define PIN_SIZE 16.0
#define PIN_GAP  4.0

#define CURVE_LINE 1.5
#define CURVE_DOT  2.0

/* The opacity of less important texts, as in the style class "dim-label". */
#define DIM_ALPHA 0.55F

#define DETAILS_SCALE 0.85

struct _BpRunRow
{
  GtkWidget parent_instance;

  const BpRunLayout *layout; /* borrowed, from the list */
  BpRunItem *item;           /* owned, nullable */
  gulong changed_handler;    /* of the item, or 0 */
};

enum
{
  SIGNAL_TOGGLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRunRow, bp_run_row, GTK_TYPE_WIDGET)

static GdkRGBA
get_color (BpRunRow *self, gboolean is_dim)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  if (is_dim)
    color.alpha *= DIM_ALPHA;
  return color;
}

/* Where something of a width lies: from the right in a text that is read from right to left. */
static float
mirror (BpRunRow *self, double x, double width)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return (float) (is_rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x - width : x);
}

static PangoLayout *
create_layout (BpRunRow *self, const char *text, double width, double scale)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (scale != 1.0)
    pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  return layout;
}

static void
append_layout (BpRunRow *self,
               GtkSnapshot *snapshot,
               PangoLayout *layout,
               double x,
               double y,
               gboolean is_dim)
{
  GdkRGBA color = get_color (self, is_dim);
  double width = (double) pango_layout_get_width (layout) / PANGO_SCALE;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (mirror (self, x, width), roundf ((float) y)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* Puts a text to where a line of the window's language begins, or to the other side. Pango takes
 * left for the side where the window's language begins, except in a text of the direction right to
 * left. */
static void
align_layout (PangoLayout *layout, gboolean is_at_end)
{
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  gboolean is_rtl = pango_layout_line_get_resolved_direction (line) == PANGO_DIRECTION_RTL;

  pango_layout_set_alignment (layout, is_at_end != is_rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

/* The text of a column, in the middle of the row's height. */
static void
append_text (BpRunRow *self, GtkSnapshot *snapshot, BpRunColumn column)
{
  const BpRunPlace *place = &self->layout->places[column];
  g_autofree char *text = bp_run_column_describe (column, bp_run_item_get_record (self->item));
  g_autoptr (PangoLayout) layout = create_layout (self, text, place->width, 1.0);
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  align_layout (layout, bp_run_column_is_number (column));
  append_layout (self, snapshot, layout, place->x,
                 (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2.0, FALSE);
}

static void
append_pin (BpRunRow *self, GtkSnapshot *snapshot, double x, double middle)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon =
      gtk_icon_theme_lookup_icon (theme, "view-pin-symbolic", NULL, (int) PIN_SIZE,
                                  gtk_widget_get_scale_factor (widget),
                                  gtk_widget_get_direction (widget), 0);
  GdkRGBA color = get_color (self, FALSE);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (mirror (self, x, PIN_SIZE),
                                                          (float) (middle - PIN_SIZE / 2.0)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, PIN_SIZE,
                                            PIN_SIZE, &color, 1);
  gtk_snapshot_restore (snapshot);
}

/* What stands below the name: the details, and the accuracy where its column is hidden as well. */
static char *
describe_details (BpRunRow *self, const BpRunRecord *record)
{
  g_autofree char *details = bp_run_describe_details (record);
  g_autofree char *best = NULL;

  if (self->layout->places[BP_RUN_COLUMN_BEST].width > 0.0)
    return g_steal_pointer (&details);
  best = bp_run_column_describe (BP_RUN_COLUMN_BEST, record);
  return g_strjoin (" · ", best, details, NULL);
}

/* The name, with the details below it where their columns are hidden. */
static void
append_name (BpRunRow *self, GtkSnapshot *snapshot)
{
  const BpRunRecord *record = bp_run_item_get_record (self->item);
  const BpRunPlace *place = &self->layout->places[BP_RUN_COLUMN_NAME];
  g_autofree char *name = bp_run_column_describe (BP_RUN_COLUMN_NAME, record);
  g_autofree char *details = describe_details (self, record);
  double indent = record->is_pinned ? PIN_SIZE + PIN_GAP : 0.0;
  g_autoptr (PangoLayout) first = create_layout (self, name, MAX (place->width - indent, 1.0), 1.0);
  g_autoptr (PangoLayout) second = create_layout (self, details, place->width, DETAILS_SCALE);
  int first_height;
  int second_height;
  double top;

  align_layout (first, FALSE);
  align_layout (second, FALSE);
  pango_layout_get_pixel_size (first, NULL, &first_height);
  pango_layout_get_pixel_size (second, NULL, &second_height);
  if (!self->layout->has_details)
    second_height = 0;
  top = (gtk_widget_get_height (GTK_WIDGET (self)) - first_height - second_height) / 2.0;
  if (record->is_pinned)
    append_pin (self, snapshot, place->x, top + first_height / 2.0);
  append_layout (self, snapshot, first, place->x + indent, top, FALSE);
  if (self->layout->has_details)
    append_layout (self, snapshot, second, place->x, top + first_height, TRUE);
}

static void
append_box (BpRunRow *self, GtkSnapshot *snapshot)
{
  float y = ((float) gtk_widget_get_height (GTK_WIDGET (self)) - BOX) / 2.0F;
  float x = mirror (self, (double) SWATCH_X, (double) BOX);
  GdkRGBA color = get_color (self, TRUE);
  GskRoundedRect box;

  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT (x, y, BOX, BOX), BOX_RADIUS);
  gtk_snapshot_append_border (snapshot, &box, (float[4]){ BOX_LINE, BOX_LINE, BOX_LINE, BOX_LINE },
                              (GdkRGBA[4]){ color, color, color, color });
}

/* A piece of the run's curves, or an empty box. */
static void
append_swatch (BpRunRow *self, GtkSnapshot *snapshot)
{
  float y = ((float) gtk_widget_get_height (GTK_WIDGET (self)) - SWATCH_HEIGHT) / 2.0F;
  float x = mirror (self, (double) SWATCH_X, (double) SWATCH_WIDTH);
  BpChartStyle style;
  BpRunLook look;
  cairo_t *cr;

  if (!bp_run_item_get_look (self->item, &look))
    {
      append_box (self, snapshot);
      return;
    }
  bp_chart_style_init_for_paper (&style);
  cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, SWATCH_WIDTH, SWATCH_HEIGHT));
  bp_chart_draw_swatch (cr, &style, look.color, look.flags, (double) x,
                        (double) (y + SWATCH_HEIGHT / 2.0F), (double) SWATCH_WIDTH);
  cairo_destroy (cr);
}

static BpChartRange
get_range (const GArray *points)
{
  BpChartRange range = BP_CHART_RANGE_EMPTY;

  for (guint i = 0; i < points->len; i++)
    {
      float value = g_array_index (points, BpRunPoint, i).value;

      if (isfinite (value))
        range = bp_chart_range_add (range, value);
    }
  return range;
}

/* Draws the curve from 0 to 1 on both axes; the caller has scaled them. */
static void
draw_curve (cairo_t *cr, const graphene_rect_t *bounds, const GArray *points, GdkRGBA color)
{
  BpChartRange range = get_range (points);
  double height = MAX ((double) (range.max - range.min), DBL_EPSILON);
  double n_gaps = MAX (points->len - 1.0, 1.0);
  double inner_width = (double) bounds->size.width - 2.0 * CURVE_DOT;
  double inner_height = (double) bounds->size.height - 2.0 * CURVE_DOT;
  double x = 0.0;
  double y = 0.0;

  for (guint i = 0; i < points->len; i++)
    {
      float value = g_array_index (points, BpRunPoint, i).value;

      if (!isfinite (value))
        continue;
      x = (double) bounds->origin.x + CURVE_DOT + inner_width * i / n_gaps;
      y = (double) bounds->origin.y + CURVE_DOT +
          inner_height * (1.0 - (double) (value - range.min) / height);
      cairo_line_to (cr, x, y);
    }
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, CURVE_LINE);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_arc (cr, x, y, CURVE_DOT, 0.0, 2.0 * G_PI);
  cairo_fill (cr);
}

/* The little curve of the accuracy, between its least and its largest value. */
static void
append_curve (BpRunRow *self, GtkSnapshot *snapshot)
{
  const BpRunPlace *place = &self->layout->places[BP_RUN_COLUMN_CURVE];
  const GArray *points = bp_run_item_get_accuracies (self->item);
  float height = (float) (gtk_widget_get_height (GTK_WIDGET (self)) - 2 * PADDING);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (mirror (self, place->x, place->width), PADDING,
                                               (float) place->width, height);
  cairo_t *cr;

  if (points == NULL || bp_chart_range_is_empty (get_range (points)))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  draw_curve (cr, &bounds, points, get_color (self, FALSE));
  cairo_destroy (cr);
}

static void
bp_run_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpRunRow *self = BP_RUN_ROW (widget);

  if (self->item == NULL)
    return;
  append_swatch (self, snapshot);
  append_name (self, snapshot);
  for (BpRunColumn column = BP_RUN_COLUMN_CURVE; column < BP_RUN_N_COLUMNS; column++)
    if (self->layout->places[column].width > 0.0)
      {
        if (column == BP_RUN_COLUMN_CURVE)
          append_curve (self, snapshot);
        else
          append_text (self, snapshot, column);
      }
}

/* Two lines of text, whether there are details or not. */
static void
bp_run_row_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  *minimum = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      PangoContext *context = gtk_widget_get_pango_context (widget);
      PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
      double line = (double) pango_font_metrics_get_height (metrics) / PANGO_SCALE;

      *minimum = (int) ceil (line * (1.0 + DETAILS_SCALE)) + 2 * PADDING;
      pango_font_metrics_unref (metrics);
    }
  *natural = *minimum;
}

static void
toggle (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_TOGGLED], 0);
}

static void
open_run (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bp_list_item_activate (widget);
}

static void
bp_run_row_dispose (GObject *object)
{
  bp_run_row_set_item (BP_RUN_ROW (object), NULL);

  G_OBJECT_CLASS (bp_run_row_parent_class)->dispose (object);
}

static void
bp_run_row_class_init (BpRunRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_run_row_dispose;
  widget_class->snapshot = bp_run_row_snapshot;
  widget_class->measure = bp_run_row_measure;

  /**
   * BpRunRow::toggled:
   *
   * A screen reader selects the run, or no longer.
   */
  signals[SIGNAL_TOGGLED] = g_signal_new ("toggled", BP_TYPE_RUN_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "run.toggle", NULL, toggle);
  gtk_widget_class_install_action (widget_class, "run.open", NULL, open_run);
  gtk_widget_class_set_css_name (widget_class, "run");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
bp_run_row_init (BpRunRow *self G_GNUC_UNUSED)
{
}

/* Draws the run as it is now, and says it to screen readers. */
static void
follow_item (BpRunRow *self)
{
  g_autofree char *text = bp_run_item_describe (self->item);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  bp_list_item_set_name (GTK_WIDGET (self), text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * bp_run_row_new:
 * @layout: where the columns are, which lives longer than the row
 *
 * Returns: (transfer full): an empty row
 */
BpRunRow *
bp_run_row_new (const BpRunLayout *layout)
{
  BpRunRow *self = g_object_new (BP_TYPE_RUN_ROW, NULL);

  self->layout = layout;
  return self;
}

/**
 * bp_run_row_set_item:
 * @self: the row
 * @item: (nullable): the run that it shows from now on
 */
void
bp_run_row_set_item (BpRunRow *self, BpRunItem *item)
{
  if (self->item == item)
    return;
  g_clear_signal_handler (&self->changed_handler, self->item);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  self->changed_handler =
      g_signal_connect_swapped (item, "changed", G_CALLBACK (follow_item), self);
  follow_item (self);
}

/**
 * bp_run_row_get_item:
 * @self: the row
 *
 * Returns: (transfer none) (nullable): the run that it shows
 */
BpRunItem *
bp_run_row_get_item (BpRunRow *self)
{
  return self->item;
}

/**
 * bp_run_row_is_on_swatch:
 * @self: the row
 * @x: a coordinate of it
 *
 * Returns: whether the swatch, or its margin, is there
 */
gboolean
bp_run_row_is_on_swatch (BpRunRow *self, double x)
{
  const double end = self->layout->places[BP_RUN_COLUMN_NAME].x;
  double left = (double) mirror (self, 0.0, end);

  return x >= left && x < left + end;
}
