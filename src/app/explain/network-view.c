/* SPDX-License-Identifier: MIT */
#include "network-view.h"

#include "network-layout.h"
#include "network-numbers.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

/* The narrowest view, and the width that it prefers. */
#define LEAST_WIDTH   240
#define NATURAL_WIDTH 640

/* The opacity of tiles and bars: of the ground, and of the ground of what is not computed yet. */
#define GROUND_ALPHA  0.10F
#define UNKNOWN_ALPHA 0.04F
#define WORK_ALPHA    0.14F

/* The side of a negative tile, as a share of a positive one: its shape tells the sign too. */
#define NEGATIVE_SIDE 0.55F

/* Below this strength, a tile is as good as 0. */
#define WEAKEST 0.02F

/* Around a layer at work. */
#define WORK_MARGIN 8.0

#define LEAST_LINE  0.6
#define LINE_GROWTH 2.4

/* In an output row: between its parts, and the longest name as a share of the row. */
#define SPACING    6.0
#define BAR_HEIGHT 8.0
#define NAME_SHARE 0.42

/* A text that is laid out once, as long as it stays the same. */
typedef struct
{
  char *text;
  PangoLayout *layout;
  int width;
  gboolean is_bold;
} Text;

struct _BpNetworkView
{
  GtkWidget parent_instance;

  /* borrowed */
  const BpWalkthrough *walkthrough; /* nullable */
  BpUnitNames names;

  /* owned */
  cairo_surface_t *ink; /* nullable; the picture, of CAIRO_FORMAT_A8 */
  BpNetworkNumbers numbers;
  guint *shown[BP_NETWORK_MAX_LAYERS]; /* (n_layers) of (n_tiles): the unit that each tile shows */
  GArray *captions;                    /* of Text: of the picture, then of each layer */
  GArray *rows;                        /* of Text: the name and the number of each output */
  int name_width; /* of the widest name in bold, in pixels; -1 where it is not measured yet */

  guint picture_width;
  guint picture_height;
  BpNetworkLayout layout; /* for the present width */
  double line_height;
  guint layer; /* chosen */
  guint unit;
  guint cursor_layer;
  guint cursor_tile;
};

enum
{
  SIGNAL_UNIT_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpNetworkView, bp_network_view, GTK_TYPE_WIDGET)

static const BpNetwork *
get_network (BpNetworkView *self)
{
  return bp_explanation_get_network (bp_walkthrough_get_explanation (self->walkthrough));
}

static void
drop_numbers (BpNetworkView *self)
{
  for (guint l = 0; l < self->numbers.n_layers; l++)
    g_clear_pointer (&self->shown[l], g_free);
  bp_network_numbers_clear (&self->numbers);
}

static guint
find_tile (BpNetworkView *self, guint layer, guint unit)
{
  return bp_network_layout_find_tile (&self->layout.layers[layer], unit);
}

/* A tile that stands for several units shows the first of them, but the one at which a line begins,
 * and above all the chosen one. */
static void
choose_shown (BpNetworkView *self)
{
  for (guint l = 0; l < self->numbers.n_layers; l++)
    for (guint tile = 0; tile < self->layout.layers[l].n_tiles; tile++)
      self->shown[l][tile] = bp_network_layout_find_unit (&self->layout.layers[l], tile);
  for (guint i = self->layer > 0 ? self->numbers.n_lines : 0; i-- > 0;)
    self->shown[self->layer - 1][find_tile (self, self->layer - 1, self->numbers.lines[i].input)] =
        self->numbers.lines[i].input;
  self->shown[self->layer][find_tile (self, self->layer, self->unit)] = self->unit;
}

static void
clear_text (gpointer data)
{
  Text *text = data;

  g_clear_pointer (&text->text, g_free);
  g_clear_object (&text->layout);
}

static void
drop_texts (BpNetworkView *self)
{
  guint n_captions = self->walkthrough != NULL ? self->numbers.n_layers + 1 : 0;
  guint n_rows = 0;

  if (n_captions > 0)
    n_rows = 2 * get_network (self)->layers[self->numbers.n_layers - 1].n_outputs;
  g_array_set_size (self->captions, 0);
  g_array_set_size (self->captions, n_captions);
  g_array_set_size (self->rows, 0);
  g_array_set_size (self->rows, n_rows);
  self->name_width = -1;
}

static PangoLayout *
create_layout (BpNetworkView *self, const char *text, gboolean is_bold)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

  if (is_bold)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (layout, attributes);
    }
  return layout;
}

/* Lays a text out, or takes the layout of before where it is the same. */
static PangoLayout *
get_layout (BpNetworkView *self,
            GArray *texts,
            guint i,
            const char *text,
            double width,
            gboolean is_bold)
{
  Text *slot = &g_array_index (texts, Text, i);

  if (slot->layout != NULL && slot->width == (int) width && slot->is_bold == is_bold &&
      g_str_equal (slot->text, text))
    return slot->layout;

  clear_text (slot);
  slot->text = g_strdup (text);
  slot->width = (int) width;
  slot->is_bold = is_bold;
  slot->layout = create_layout (self, text, is_bold);
  if (width > 0.0)
    {
      pango_layout_set_width (slot->layout, (int) width * PANGO_SCALE);
      pango_layout_set_ellipsize (slot->layout, PANGO_ELLIPSIZE_END);
    }
  return slot->layout;
}

static void
arrange (BpNetworkView *self, double width)
{
  if (self->line_height == 0.0)
    {
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
      int height;

      pango_layout_get_pixel_size (layout, NULL, &height);
      self->line_height = height;
    }
  bp_network_layout_compute (&self->layout, get_network (self),
                             (double) self->picture_height / self->picture_width, width,
                             self->line_height);
}

static GtkSizeRequestMode
bp_network_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bp_network_view_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  BpNetworkView *self = BP_NETWORK_VIEW (widget);

  *minimum = LEAST_WIDTH;
  *natural = NATURAL_WIDTH;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || self->walkthrough == NULL)
    return;
  arrange (self, for_size > 0 ? for_size : LEAST_WIDTH);
  *minimum = (int) ceil (self->layout.height);
  *natural = *minimum;
}

static void
bp_network_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BpNetworkView *self = BP_NETWORK_VIEW (widget);

  if (self->walkthrough != NULL)
    arrange (self, width);
}

/* The colours of a drawing. */
typedef struct
{
  GdkRGBA foreground;
  GdkRGBA accent;
  GdkRGBA positive;
  GdkRGBA negative;
} Colors;

static void
look_up (GtkStyleContext *context, const char *name, const GdkRGBA *otherwise, GdkRGBA *color)
{
  if (!gtk_style_context_lookup_color (context, name, color))
    *color = *otherwise;
}

static void
find_colors (BpNetworkView *self, Colors *colors)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  gtk_style_context_get_color (context, &colors->foreground);
  look_up (context, "accent_color", &colors->foreground, &colors->accent);
  look_up (context, "why_for_color", &colors->foreground, &colors->positive);
  look_up (context, "why_against_color", &colors->foreground, &colors->negative);
}

static GdkRGBA
fade (GdkRGBA color, float alpha)
{
  color.alpha *= alpha;
  return color;
}

static graphene_rect_t
to_rect (BpBox box)
{
  return GRAPHENE_RECT_INIT ((float) box.x, (float) box.y, (float) box.width, (float) box.height);
}

static void
append_frame (GtkSnapshot *snapshot, graphene_rect_t rect, float width, GdkRGBA color)
{
  const float widths[] = { width, width, width, width };
  const GdkRGBA colors[] = { color, color, color, color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &rect, 3.0F);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

static void
append_layout (GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, GdkRGBA color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) floor (x), (float) floor (y)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static gboolean
is_at_work (BpNetworkView *self, guint layer)
{
  switch (bp_walkthrough_get_phase (self->walkthrough))
    {
    case BP_WALK_PHASE_FORWARD:
    case BP_WALK_PHASE_BACKWARD:
      return layer == bp_walkthrough_get_layer (self->walkthrough);
    case BP_WALK_PHASE_LOSS:
      return layer + 1 == self->numbers.n_layers;
    case BP_WALK_PHASE_UPDATE:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
append_caption (BpNetworkView *self,
                GtkSnapshot *snapshot,
                guint i,
                const BpBox *place,
                const char *text,
                gboolean is_bold,
                GdkRGBA color)
{
  PangoLayout *layout = get_layout (self, self->captions, i, text, place->width, is_bold);
  int height;

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_height (layout, -2);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_get_pixel_size (layout, NULL, &height);
  append_layout (snapshot, layout, place->x,
                 place->y + MAX (place->height - height - WORK_MARGIN - SPACING, 0.0), color);
}

/* The name of a layer, and the letter of the numbers that it shows. */
static char *
describe_layer (BpNetworkView *self, guint layer)
{
  g_autofree char *name = bp_unit_text_layer (get_network (self), layer);

  switch (self->numbers.kinds[layer])
    {
    case BP_NETWORK_ACTIVATIONS:
      return g_strdup_printf ("%s: a", name);
    case BP_NETWORK_DELTAS:
      return g_strdup_printf ("%s: δ", name);
    default:
      return g_steal_pointer (&name);
    }
}

static void
append_work (BpNetworkView *self, GtkSnapshot *snapshot, guint layer, const Colors *colors)
{
  graphene_rect_t rect = to_rect (self->layout.layers[layer].box);
  GdkRGBA ground = fade (colors->accent, WORK_ALPHA);

  if (!is_at_work (self, layer))
    return;
  graphene_rect_inset (&rect, (float) -WORK_MARGIN, (float) -WORK_MARGIN);
  gtk_snapshot_append_color (snapshot, &ground, &rect);
  append_frame (snapshot, rect, 2.0F, colors->accent);
}

static void
append_tile (GtkSnapshot *snapshot, graphene_rect_t rect, float strength, const Colors *colors)
{
  GdkRGBA color = fade (strength > 0.0F ? colors->positive : colors->negative, fabsf (strength));
  float inset = (1.0F - NEGATIVE_SIDE) / 2.0F * rect.size.width;

  if (fabsf (strength) < WEAKEST)
    return;
  if (strength < 0.0F)
    graphene_rect_inset (&rect, inset, inset);
  gtk_snapshot_append_color (snapshot, &color, &rect);
}

/* The ground of tiles that fill @box, as one node for all of them. */
static void
append_ground (GtkSnapshot *snapshot, BpBox box, double pitch, const GdkRGBA *color)
{
  graphene_rect_t bounds = to_rect (box);
  graphene_rect_t cell = to_rect ((BpBox){ box.x, box.y, pitch, pitch });
  graphene_rect_t tile = cell;

  if (box.width == 0.0 || box.height == 0.0)
    return;
  graphene_rect_inset (&tile, 0.5F, 0.5F);
  gtk_snapshot_push_repeat (snapshot, &bounds, &cell);
  gtk_snapshot_append_color (snapshot, color, &tile);
  gtk_snapshot_pop (snapshot);
}

static void
append_grounds (const BpNetworkLayoutLayer *place, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  guint n_full_rows = place->n_tiles / place->n_columns;
  double full_height = n_full_rows * place->pitch_y;
  double rest_width = place->n_tiles % place->n_columns * place->pitch_x;

  append_ground (snapshot, (BpBox){ place->box.x, place->box.y, place->box.width, full_height },
                 place->pitch_x, color);
  append_ground (snapshot,
                 (BpBox){ place->box.x, place->box.y + full_height, rest_width, place->pitch_y },
                 place->pitch_x, color);
}

static void
append_tiles (BpNetworkView *self, GtkSnapshot *snapshot, guint layer, const Colors *colors)
{
  const BpNetworkLayoutLayer *place = &self->layout.layers[layer];
  gboolean is_known = self->numbers.kinds[layer] != BP_NETWORK_UNKNOWN;
  GdkRGBA ground = fade (colors->foreground, is_known ? GROUND_ALPHA : UNKNOWN_ALPHA);

  append_grounds (place, snapshot, &ground);
  for (guint tile = 0; tile < place->n_tiles; tile++)
    {
      graphene_rect_t rect = to_rect (bp_network_layout_get_tile (place, tile));

      graphene_rect_inset (&rect, 0.5F, 0.5F);
      append_tile (snapshot, rect, self->numbers.strengths[layer][self->shown[layer][tile]],
                   colors);
    }
}

static int
get_name_width (BpNetworkView *self, guint n_classes)
{
  if (self->name_width >= 0)
    return self->name_width;

  self->name_width = 0;
  for (guint i = 0; i < n_classes; i++)
    {
      g_autofree char *name = bp_class_text_name (&self->names, n_classes, i);
      g_autoptr (PangoLayout) layout = create_layout (self, name, TRUE);
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      self->name_width = MAX (self->name_width, width);
    }
  return self->name_width;
}

/* The number of an output: its probability, or its delta. */
static char *
describe_output (BpNetworkView *self, guint layer, guint unit)
{
  const BpExplanation *explanation = bp_walkthrough_get_explanation (self->walkthrough);

  switch (self->numbers.kinds[layer])
    {
    case BP_NETWORK_ACTIVATIONS:
      return g_strdup_printf ("%.3f",
                              (double) bp_explanation_get_probabilities (explanation)[unit]);
    case BP_NETWORK_DELTAS:
      return g_strdup_printf ("%+.3f",
                              (double) bp_explanation_get_deltas (explanation, layer)[unit]);
    default:
      return g_strdup ("");
    }
}

static void
append_row (BpNetworkView *self,
            GtkSnapshot *snapshot,
            guint layer,
            guint unit,
            double name_width,
            double number_width,
            const Colors *colors)
{
  const BpNetworkLayoutLayer *place = &self->layout.layers[layer];
  BpBox row = bp_network_layout_get_tile (place, unit);
  float strength = self->numbers.strengths[layer][unit];
  gboolean is_label = unit == bp_walkthrough_get_label (self->walkthrough);
  g_autofree char *name = bp_class_text_name (&self->names, place->n_units, unit);
  g_autofree char *number = describe_output (self, layer, unit);
  PangoLayout *name_layout = get_layout (self, self->rows, 2 * unit, name, name_width, is_label);
  PangoLayout *number_layout = get_layout (self, self->rows, 2 * unit + 1, number, 0.0, is_label);
  double text_y = row.y + (row.height - self->line_height) / 2.0;
  double bar_x = row.x + name_width + SPACING;
  double bar_width = row.width - name_width - number_width - 2.0 * SPACING;
  BpBox bar = { bar_x, floor (row.y + (row.height - BAR_HEIGHT) / 2.0), bar_width, BAR_HEIGHT };
  graphene_rect_t rect = to_rect (bar);
  GdkRGBA ground = fade (colors->foreground, GROUND_ALPHA);
  int width;

  pango_layout_get_pixel_size (number_layout, &width, NULL);
  append_layout (snapshot, name_layout, row.x, text_y, colors->foreground);
  append_layout (snapshot, number_layout, row.x + row.width - width, text_y, colors->foreground);
  gtk_snapshot_append_color (snapshot, &ground, &rect);
  rect.size.width *= fabsf (strength);
  if (strength < 0.0F)
    graphene_rect_inset (&rect, 0.0F, 0.25F * rect.size.height);
  gtk_snapshot_append_color (snapshot, strength < 0.0F ? &colors->negative : &colors->positive,
                             &rect);
}

static void
append_rows (BpNetworkView *self, GtkSnapshot *snapshot, guint layer, const Colors *colors)
{
  const BpNetworkLayoutLayer *place = &self->layout.layers[layer];
  g_autoptr (PangoLayout) widest = create_layout (self, "+0.000", TRUE);
  double name_width = MIN (get_name_width (self, place->n_units), NAME_SHARE * place->box.width);
  int number_width;

  pango_layout_get_pixel_size (widest, &number_width, NULL);
  for (guint unit = 0; unit < place->n_tiles; unit++)
    append_row (self, snapshot, layer, unit, name_width, number_width, colors);
}

static void
append_picture (BpNetworkView *self, GtkSnapshot *snapshot, const Colors *colors)
{
  const BpBox *place = &self->layout.picture;
  graphene_rect_t rect = to_rect (*place);
  cairo_pattern_t *ink;
  cairo_t *cr;

  append_frame (snapshot, rect, 1.0F, fade (colors->foreground, 0.3F));
  if (self->ink == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &rect);
  ink = cairo_pattern_create_for_surface (self->ink);
  cairo_pattern_set_filter (ink, CAIRO_FILTER_NEAREST);
  cairo_translate (cr, place->x, place->y);
  cairo_scale (cr, place->width / self->picture_width, place->height / self->picture_height);
  gdk_cairo_set_source_rgba (cr, &colors->foreground);
  cairo_mask (cr, ink);
  cairo_pattern_destroy (ink);
  cairo_destroy (cr);
}

/* The middle of what a line begins at: a pixel, or the right or lower edge of a tile. */
static void
find_line_begin (BpNetworkView *self, guint input, double *x, double *y)
{
  const BpNetworkLayoutLayer *place;
  BpBox tile;

  if (self->layer == 0)
    {
      guint column = input % self->picture_width;
      guint row = input / self->picture_width;

      *x = self->layout.picture.x +
           (column + 0.5) * self->layout.picture.width / self->picture_width;
      *y =
          self->layout.picture.y + (row + 0.5) * self->layout.picture.height / self->picture_height;
      return;
    }
  place = &self->layout.layers[self->layer - 1];
  tile = bp_network_layout_get_tile (place, find_tile (self, self->layer - 1, input));
  *x = tile.x + tile.width / 2.0;
  *y = tile.y + tile.height / 2.0;
}

/* Where the lines end: in the middle of the chosen tile, or at the left of the chosen output. */
static void
find_lines_end (BpNetworkView *self, double *x, double *y)
{
  const BpNetworkLayoutLayer *place = &self->layout.layers[self->layer];
  BpBox tile = bp_network_layout_get_tile (place, find_tile (self, self->layer, self->unit));

  *x = place->n_columns == 1 && self->layout.is_wide ? tile.x : tile.x + tile.width / 2.0;
  *y = tile.y + tile.height / 2.0;
}

/* The part of the view that has lines, so that no more is drawn again. */
static graphene_rect_t
find_lines_bounds (BpNetworkView *self, double end_x, double end_y)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) end_x, (float) end_y, 0.0F, 0.0F);
  float margin = (float) ceil (LEAST_LINE + LINE_GROWTH);

  for (guint i = 0; i < self->numbers.n_lines; i++)
    {
      double x;
      double y;

      find_line_begin (self, self->numbers.lines[i].input, &x, &y);
      graphene_rect_expand (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y), &bounds);
    }
  graphene_rect_inset (&bounds, -margin, -margin);
  return bounds;
}

static void
append_lines (BpNetworkView *self, GtkSnapshot *snapshot, const Colors *colors)
{
  static const double dashes[] = { 4.0, 3.0 };
  graphene_rect_t bounds;
  double end_x;
  double end_y;
  cairo_t *cr;

  if (self->numbers.n_lines == 0)
    return;
  find_lines_end (self, &end_x, &end_y);
  bounds = find_lines_bounds (self, end_x, end_y);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  for (guint i = self->numbers.n_lines; i-- > 0;)
    {
      const BpNetworkLine *line = &self->numbers.lines[i];
      GdkRGBA color = fade (line->strength > 0.0F ? colors->positive : colors->negative, 0.8F);
      double x;
      double y;

      find_line_begin (self, line->input, &x, &y);
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_set_line_width (cr, LEAST_LINE + LINE_GROWTH * fabs ((double) line->strength));
      cairo_set_dash (cr, dashes, line->strength < 0.0F ? G_N_ELEMENTS (dashes) : 0, 0.0);
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, end_x, end_y);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
append_cursor (BpNetworkView *self, GtkSnapshot *snapshot, const Colors *colors)
{
  const BpNetworkLayoutLayer *chosen = &self->layout.layers[self->layer];
  graphene_rect_t rect =
      to_rect (bp_network_layout_get_tile (chosen, find_tile (self, self->layer, self->unit)));

  graphene_rect_inset (&rect, -1.5F, -1.5F);
  append_frame (snapshot, rect, 2.0F, colors->foreground);
  if (!gtk_widget_has_visible_focus (GTK_WIDGET (self)))
    return;
  rect = to_rect (
      bp_network_layout_get_tile (&self->layout.layers[self->cursor_layer], self->cursor_tile));
  graphene_rect_inset (&rect, -4.0F, -4.0F);
  append_frame (snapshot, rect, 2.0F, colors->accent);
}

static void
append_captions (BpNetworkView *self, GtkSnapshot *snapshot, const Colors *colors)
{
  g_autofree char *picture =
      g_strdup_printf (_ ("Picture, %u × %u"), self->picture_width, self->picture_height);

  append_caption (self, snapshot, 0, &self->layout.picture_caption, picture, FALSE,
                  colors->foreground);
  for (guint l = 0; l < self->numbers.n_layers; l++)
    {
      g_autofree char *text = describe_layer (self, l);

      append_caption (self, snapshot, l + 1, &self->layout.layers[l].caption, text,
                      is_at_work (self, l), colors->foreground);
    }
}

static void
bp_network_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpNetworkView *self = BP_NETWORK_VIEW (widget);
  Colors colors;

  if (self->walkthrough == NULL)
    return;

  find_colors (self, &colors);
  append_captions (self, snapshot, &colors);
  append_picture (self, snapshot, &colors);
  for (guint l = 0; l < self->numbers.n_layers; l++)
    {
      append_work (self, snapshot, l, &colors);
      if (l + 1 < self->numbers.n_layers)
        append_tiles (self, snapshot, l, &colors);
      else
        append_rows (self, snapshot, l, &colors);
    }
  append_lines (self, snapshot, &colors);
  append_cursor (self, snapshot, &colors);
}

/* GTK 4.8 gives screen readers the value of its own widgets only, so that the description has it
 * too. */
static void
describe_cursor (BpNetworkView *self)
{
  g_autofree char *text = NULL;

  if (self->walkthrough != NULL)
    text = bp_unit_text_value (self->walkthrough, &self->names, self->cursor_layer,
                               self->shown[self->cursor_layer][self->cursor_tile]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text != NULL ? text : "", GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

static void
choose_cursor (BpNetworkView *self)
{
  g_signal_emit (self, signals[SIGNAL_UNIT_CHOSEN], 0, self->cursor_layer,
                 self->shown[self->cursor_layer][self->cursor_tile]);
}

static void
on_pressed (BpNetworkView *self, int n_press, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->walkthrough == NULL ||
      !bp_network_layout_hit (&self->layout, x, y, &self->cursor_layer, &self->cursor_tile))
    return;
  choose_cursor (self);
}

static void
move_cursor (BpNetworkView *self, int dx, int dy)
{
  bp_network_layout_move (&self->layout, dx, dy, &self->cursor_layer, &self->cursor_tile);
  describe_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_key_pressed (BpNetworkView *self, guint key)
{
  if (self->walkthrough == NULL)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_cursor (self, -1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_cursor (self, 1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_cursor (self, 0, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_cursor (self, 0, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      choose_cursor (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
on_query_tooltip (BpNetworkView *self, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  guint layer;
  guint tile;
  g_autofree char *text = NULL;

  if (self->walkthrough == NULL || is_keyboard ||
      !bp_network_layout_hit (&self->layout, x, y, &layer, &tile))
    return FALSE;
  text = bp_unit_text_value (self->walkthrough, &self->names, layer, self->shown[layer][tile]);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
drop_line_height (BpNetworkView *self)
{
  self->line_height = 0.0;
  drop_texts (self);
}

static void
bp_network_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bp_network_view_parent_class)->css_changed (widget, change);

  drop_line_height (BP_NETWORK_VIEW (widget));
}

static void
bp_network_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_network_view_parent_class)->root (widget);

  drop_line_height (BP_NETWORK_VIEW (widget));
}

static void
bp_network_view_finalize (GObject *object)
{
  BpNetworkView *self = BP_NETWORK_VIEW (object);

  g_clear_pointer (&self->ink, cairo_surface_destroy);
  drop_numbers (self);
  g_array_unref (self->captions);
  g_array_unref (self->rows);

  G_OBJECT_CLASS (bp_network_view_parent_class)->finalize (object);
}

static void
bp_network_view_class_init (BpNetworkViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_network_view_finalize;
  widget_class->css_changed = bp_network_view_css_changed;
  widget_class->get_request_mode = bp_network_view_get_request_mode;
  widget_class->measure = bp_network_view_measure;
  widget_class->root = bp_network_view_root;
  widget_class->size_allocate = bp_network_view_size_allocate;
  widget_class->snapshot = bp_network_view_snapshot;

  /**
   * BpNetworkView::unit-chosen:
   * @layer: from 0
   * @unit: of the layer, from 0
   */
  signals[SIGNAL_UNIT_CHOSEN] =
      g_signal_new ("unit-chosen", BP_TYPE_NETWORK_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "networkview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_network_view_init (BpNetworkView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->captions = g_array_new (FALSE, TRUE, sizeof (Text));
  self->rows = g_array_new (FALSE, TRUE, sizeof (Text));
  g_array_set_clear_func (self->captions, clear_text);
  g_array_set_clear_func (self->rows, clear_text);
  self->name_width = -1;

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, keys);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Network"), -1);
}

/**
 * bp_network_view_set_walkthrough:
 * @self: the view
 * @walkthrough: (nullable): the walkthrough, which has to stay until the next call; %NULL for none
 * @names: the names of the outputs, which have to stay likewise
 * @width: of its pictures, in pixels, over 0
 * @height: likewise
 */
void
bp_network_view_set_walkthrough (BpNetworkView *self,
                                 const BpWalkthrough *walkthrough,
                                 const BpUnitNames *names,
                                 guint width,
                                 guint height)
{
  self->walkthrough = walkthrough;
  self->names = *names;
  self->picture_width = width;
  self->picture_height = height;
  self->layer = 0;
  self->unit = 0;
  self->cursor_layer = 0;
  self->cursor_tile = 0;
  g_clear_pointer (&self->ink, cairo_surface_destroy);
  drop_numbers (self);
  if (walkthrough != NULL)
    {
      bp_network_numbers_set_shape (&self->numbers, get_network (self));
      arrange (self, MAX (gtk_widget_get_width (GTK_WIDGET (self)), LEAST_WIDTH));
      for (guint l = 0; l < self->numbers.n_layers; l++)
        self->shown[l] = g_new (guint, self->layout.layers[l].n_tiles);
      choose_shown (self);
    }
  drop_texts (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * bp_network_view_choose_unit:
 * @self: the view, with a walkthrough
 * @layer: from 0
 * @unit: of the layer, from 0
 *
 * Marks a unit as the chosen one and moves the cursor there. Draw it with
 * bp_network_view_update().
 */
void
bp_network_view_choose_unit (BpNetworkView *self, guint layer, guint unit)
{
  self->layer = layer;
  self->unit = unit;
  self->cursor_layer = layer;
  self->cursor_tile = find_tile (self, layer, unit);
  /* The lines are those of the unit before. */
  self->numbers.n_lines = 0;
  choose_shown (self);
}

static void
set_ink (BpNetworkView *self, const guint8 *image)
{
  int width = (int) self->picture_width;
  gsize stride;

  if (image == NULL)
    {
      g_clear_pointer (&self->ink, cairo_surface_destroy);
      return;
    }
  if (self->ink == NULL)
    self->ink = cairo_image_surface_create (CAIRO_FORMAT_A8, width, (int) self->picture_height);
  cairo_surface_flush (self->ink);
  stride = (gsize) cairo_image_surface_get_stride (self->ink);
  for (gsize row = 0; row < self->picture_height; row++)
    memcpy (cairo_image_surface_get_data (self->ink) + row * stride,
            image + row * self->picture_width, self->picture_width);
  cairo_surface_mark_dirty (self->ink);
}

/**
 * bp_network_view_update:
 * @self: the view, with a walkthrough
 * @image: (nullable): (height, width) the picture of the walkthrough; copied
 *
 * Draws the numbers of the walkthrough as they are now.
 */
void
bp_network_view_update (BpNetworkView *self, const guint8 *image)
{
  set_ink (self, image);
  bp_network_numbers_update (&self->numbers, self->walkthrough, self->layer, self->unit);
  choose_shown (self);
  describe_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
