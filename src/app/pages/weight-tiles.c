/* SPDX-License-Identifier: MIT */
#include "weight-tiles.h"

#include <math.h>

/* The side of a tile, and the distance of neighbours. */
#define TILE 56
#define GAP  6

/* A weight of this many times the root mean square of all is opaque. */
#define OPAQUE 3.0

/* The opacity of a silenced unit. */
#define SILENCED 0.3

#define NOTHING (-1)

struct _BpWeightTiles
{
  GtkWidget parent_instance;

  /* owned */
  guint *units;              /* (n_units) */
  GHashTable *silenced;      /* of units */
  cairo_surface_t *positive; /* nullable: the weights over 0, one tile under the other, in A8 */
  cairo_surface_t *negative; /* nullable: likewise, those under 0 */

  guint n_units;
  guint width; /* of a picture */
  guint height;
  int chosen; /* the position of a tile, or NOTHING */
};

enum
{
  SIGNAL_UNIT_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpWeightTiles, bp_weight_tiles, GTK_TYPE_WIDGET)

static guint
count_columns (int width)
{
  return (guint) MAX ((width + GAP) / (TILE + GAP), 1);
}

static guint
get_columns (BpWeightTiles *self)
{
  return count_columns (gtk_widget_get_width (GTK_WIDGET (self)));
}

static void
bp_weight_tiles_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  BpWeightTiles *self = BP_WEIGHT_TILES (widget);
  guint n_columns = for_size > 0 ? count_columns (for_size) : 1;
  int n_rows = (int) ((self->n_units + n_columns - 1) / n_columns);

  *minimum_baseline = -1;
  *natural_baseline = -1;
  *minimum = TILE;
  *natural = 8 * (TILE + GAP);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *minimum = MAX (n_rows * (TILE + GAP), TILE);
  *natural = *minimum;
}

static GtkSizeRequestMode
bp_weight_tiles_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
draw_tile (BpWeightTiles *self, cairo_t *cr, guint position, double zoom, const GdkRGBA colors[2])
{
  cairo_surface_t *const masks[] = { self->positive, self->negative };

  cairo_save (cr);
  cairo_scale (cr, zoom, zoom);
  cairo_rectangle (cr, 0.0, 0.0, self->width, self->height);
  cairo_clip (cr);
  for (guint sign = 0; sign < 2; sign++)
    {
      cairo_pattern_t *pattern = cairo_pattern_create_for_surface (masks[sign]);
      cairo_matrix_t matrix;

      cairo_matrix_init_translate (&matrix, 0.0, (double) position * self->height);
      cairo_pattern_set_matrix (pattern, &matrix);
      cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
      gdk_cairo_set_source_rgba (cr, &colors[sign]);
      cairo_mask (cr, pattern);
      cairo_pattern_destroy (pattern);
    }
  cairo_restore (cr);
}

static void
draw_marks (BpWeightTiles *self, cairo_t *cr, guint position, const GdkRGBA *color)
{
  gboolean is_silenced =
      g_hash_table_contains (self->silenced, GUINT_TO_POINTER (self->units[position]));
  gboolean is_chosen = (int) position == self->chosen;

  cairo_set_source_rgba (cr, (double) color->red, (double) color->green, (double) color->blue,
                         is_chosen ? 1.0 : 0.15);
  cairo_set_line_width (cr, is_chosen ? 2.0 : 1.0);
  cairo_rectangle (cr, 0.5, 0.5, TILE - 1.0, TILE - 1.0);
  cairo_stroke (cr);
  if (!is_silenced)
    return;
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, 2.0);
  cairo_move_to (cr, 4.0, 4.0);
  cairo_line_to (cr, TILE - 4.0, TILE - 4.0);
  cairo_move_to (cr, TILE - 4.0, 4.0);
  cairo_line_to (cr, 4.0, TILE - 4.0);
  cairo_stroke (cr);
}

static void
bp_weight_tiles_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpWeightTiles *self = BP_WEIGHT_TILES (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  guint n_columns = get_columns (self);
  GdkRGBA colors[2];
  GdkRGBA color;
  double zoom;
  cairo_t *cr;

  if (self->positive == NULL)
    return;
  zoom = (double) TILE / MAX (self->width, self->height);
  gtk_style_context_get_color (context, &color);
  color.alpha = 1.0F;
  colors[0] = color;
  colors[1] = color;
  gtk_style_context_lookup_color (context, "why_for_color", &colors[0]);
  gtk_style_context_lookup_color (context, "why_against_color", &colors[1]);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  for (guint i = 0; i < self->n_units; i++)
    {
      gboolean is_silenced =
          g_hash_table_contains (self->silenced, GUINT_TO_POINTER (self->units[i]));
      guint column = i % n_columns;
      guint row = i / n_columns;

      for (guint sign = 0; sign < 2; sign++)
        colors[sign].alpha = is_silenced ? (float) SILENCED : 1.0F;
      cairo_save (cr);
      cairo_translate (cr, column * (TILE + GAP), row * (TILE + GAP));
      draw_tile (self, cr, i, zoom, colors);
      draw_marks (self, cr, i, &color);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
}

static void
choose (BpWeightTiles *self, int position)
{
  if (position < 0 || position >= (int) self->n_units || position == self->chosen)
    return;
  self->chosen = position;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_UNIT_CHOSEN], 0);
}

static void
on_pressed (BpWeightTiles *self, int n_pressed, double x, double y)
{
  guint column = (guint) x / (TILE + GAP);
  guint row = (guint) y / (TILE + GAP);

  (void) n_pressed;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (column < get_columns (self))
    choose (self, (int) (row * get_columns (self) + column));
}

static gboolean
on_key_pressed (BpWeightTiles *self, guint key)
{
  int row = (int) get_columns (self);

  switch (key)
    {
    case GDK_KEY_Left:
      choose (self, self->chosen - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      choose (self, self->chosen + 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      choose (self, self->chosen - row);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
      choose (self, self->chosen == NOTHING ? 0 : self->chosen + row);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
clear_pictures (BpWeightTiles *self)
{
  g_clear_pointer (&self->positive, cairo_surface_destroy);
  g_clear_pointer (&self->negative, cairo_surface_destroy);
}

static void
bp_weight_tiles_finalize (GObject *object)
{
  BpWeightTiles *self = BP_WEIGHT_TILES (object);

  clear_pictures (self);
  g_free (self->units);
  g_hash_table_unref (self->silenced);

  G_OBJECT_CLASS (bp_weight_tiles_parent_class)->finalize (object);
}

static void
bp_weight_tiles_class_init (BpWeightTilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_weight_tiles_finalize;
  widget_class->measure = bp_weight_tiles_measure;
  widget_class->get_request_mode = bp_weight_tiles_get_request_mode;
  widget_class->snapshot = bp_weight_tiles_snapshot;

  /**
   * BpWeightTiles::unit-chosen:
   *
   * Another tile is chosen: see bp_weight_tiles_get_chosen().
   */
  signals[SIGNAL_UNIT_CHOSEN] =
      g_signal_new ("unit-chosen", BP_TYPE_WEIGHT_TILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_weight_tiles_init (BpWeightTiles *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->chosen = NOTHING;
  self->silenced = g_hash_table_new (NULL, NULL);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static double
find_root_mean_square (const BpLayer *layer, const guint *units, guint n_units)
{
  double sum = 0.0;

  for (guint n = 0; n < n_units; n++)
    for (guint i = 0; i < layer->n_inputs; i++)
      {
        double weight = (double) *bp_layer_get_weight (layer, i, units[n]);

        sum += weight * weight;
      }
  return sqrt (sum / MAX ((double) n_units * layer->n_inputs, 1.0));
}

/* Fills both masks with the weights of all tiles. */
static void
fill (BpWeightTiles *self, const BpLayer *layer)
{
  guint8 *positive = cairo_image_surface_get_data (self->positive);
  guint8 *negative = cairo_image_surface_get_data (self->negative);
  gsize stride = (gsize) cairo_image_surface_get_stride (self->positive);
  double opaque = OPAQUE * find_root_mean_square (layer, self->units, self->n_units);

  for (guint n = 0; n < self->n_units; n++)
    for (guint i = 0; i < layer->n_inputs; i++)
      {
        double weight = (double) *bp_layer_get_weight (layer, i, self->units[n]);
        gsize at = ((gsize) n * self->height + i / self->width) * stride + i % self->width;
        guint8 opacity = (guint8) lround (255.0 * MIN (fabs (weight) / MAX (opaque, 1e-12), 1.0));

        (weight > 0.0 ? positive : negative)[at] = opacity;
      }
  cairo_surface_mark_dirty (self->positive);
  cairo_surface_mark_dirty (self->negative);
}

/**
 * bp_weight_tiles_set_units:
 * @self: the tiles
 * @network: (nullable): the network; %NULL for no tiles
 * @units: (n_units) units of its first layer, in the order of their tiles
 * @n_units: at most %BP_WEIGHT_TILES_MOST
 * @width: of the images that the network reads
 * @height: likewise; @width * @height inputs
 *
 * Shows the weights. The tile of the unit that was chosen stays chosen, where there is one.
 */
void
bp_weight_tiles_set_units (BpWeightTiles *self,
                           const BpNetwork *network,
                           const guint *units,
                           guint n_units,
                           guint width,
                           guint height)
{
  guint chosen_unit = self->chosen != NOTHING ? self->units[self->chosen] : G_MAXUINT;

  g_return_if_fail (n_units <= BP_WEIGHT_TILES_MOST);

  clear_pictures (self);
  g_free (self->units);
  self->units = g_memdup2 (units, n_units * sizeof *units);
  self->n_units = n_units;
  self->width = width;
  self->height = height;
  self->chosen = NOTHING;
  for (guint n = 0; n < n_units; n++)
    if (units[n] == chosen_unit)
      self->chosen = (int) n;
  if (network != NULL && n_units > 0)
    {
      self->positive =
          cairo_image_surface_create (CAIRO_FORMAT_A8, (int) width, (int) (height * n_units));
      self->negative =
          cairo_image_surface_create (CAIRO_FORMAT_A8, (int) width, (int) (height * n_units));
      if (cairo_surface_status (self->positive) == CAIRO_STATUS_SUCCESS &&
          cairo_surface_status (self->negative) == CAIRO_STATUS_SUCCESS)
        fill (self, &network->layers[0]);
      else
        clear_pictures (self);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * bp_weight_tiles_set_silenced:
 * @self: the tiles
 * @units: (n_units) the units to cross out
 * @n_units: how many
 */
void
bp_weight_tiles_set_silenced (BpWeightTiles *self, const guint *units, guint n_units)
{
  g_hash_table_remove_all (self->silenced);
  for (guint n = 0; n < n_units; n++)
    g_hash_table_add (self->silenced, GUINT_TO_POINTER (units[n]));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * bp_weight_tiles_get_chosen:
 * @self: the tiles
 *
 * Returns: the unit that is chosen, or -1
 */
int
bp_weight_tiles_get_chosen (BpWeightTiles *self)
{
  return self->chosen != NOTHING ? (int) self->units[self->chosen] : NOTHING;
}

/**
 * bp_weight_tiles_set_description:
 * @self: the tiles
 * @text: the chosen unit in words, for screen readers
 */
void
bp_weight_tiles_set_description (BpWeightTiles *self, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}
