/* SPDX-License-Identifier: MIT */
/*
 * Draws a network: the picture, the hidden layers as tiles, the output as bars, and the lines into
 * the chosen unit. What does not change is a node of its own, which GTK does not draw again; tiles
 * and pixels are images, and lines of one look one path, since a drawing follows the pen.
 */
#include "network-drawing.h"

#include "cell-image.h"

#include <adwaita.h>
#include <float.h>
#include <glib/gi18n.h>
#include <math.h>

/* The opacity of tiles and bars: of the ground, and of the ground of what is not computed yet. */
#define GROUND_ALPHA  0.10F
#define UNKNOWN_ALPHA 0.04F
#define WORK_ALPHA    0.14F

/* The opacity of the outlines of tiles and bars with high contrast. */
#define OUTLINE_ALPHA 0.6F

/* The side of a tile that has room for an outline, in pixels. */
#define SMALLEST_OUTLINED 5.0

/* The side of a negative tile, as a share of a positive one: its shape tells the sign too. */
#define NEGATIVE_SIDE 0.55

/* Below this strength, a tile is as good as 0. */
#define WEAKEST 0.02F

/* Around a layer at work. */
#define WORK_MARGIN 8.0

/* Between tiles, in pixels. */
#define TILE_GAP 1.0

/* The widths of lines, from the least on, and how many there are. */
#define LEAST_LINE    0.6
#define LINE_GROWTH   2.4
#define N_LINE_WIDTHS 4
#define LINE_ALPHA    0.8F

/* In an output row: between its parts, and the longest name as a share of the row. */
#define SPACING    6.0
#define BAR_HEIGHT 8.0
#define NAME_SHARE 0.42

/* The places of the texts: a line of text, the widest number, captions, then three for each output.
 */
enum
{
  LINE,
  NUMBER,
  CAPTIONS,
  ROWS = CAPTIONS + BP_NETWORK_MAX_LAYERS + 1,
};

enum
{
  ROW_NAME,
  ROW_NUMBER,
  ROW_WHOLE_NAME,
  N_ROW_TEXTS,
};

/* A drawing in progress. */
typedef struct
{
  /* borrowed */
  const BpNetworkScene *scene;
  BpNetworkTexts *texts;
  GtkWidget *widget;
  GtkSnapshot *snapshot;

  GdkRGBA foreground;
  GdkRGBA accent;
  GdkRGBA positive;
  GdkRGBA negative;
  int scale; /* device pixels in a pixel */
  gboolean is_high_contrast;
} Drawing;

static guint
get_place (guint row, guint text)
{
  return ROWS + N_ROW_TEXTS * row + text;
}

static void
look_up (GtkStyleContext *context, const char *name, const GdkRGBA *otherwise, GdkRGBA *color)
{
  if (!gtk_style_context_lookup_color (context, name, color))
    *color = *otherwise;
}

static void
find_colors (Drawing *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (self->widget);

  gtk_style_context_get_color (context, &self->foreground);
  look_up (context, "accent_color", &self->foreground, &self->accent);
  look_up (context, "why_for_color", &self->foreground, &self->positive);
  look_up (context, "why_against_color", &self->foreground, &self->negative);
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
append_frame (const Drawing *self, graphene_rect_t rect, float width, GdkRGBA color)
{
  const float widths[] = { width, width, width, width };
  const GdkRGBA colors[] = { color, color, color, color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &rect, 3.0F);
  gtk_snapshot_append_border (self->snapshot, &outline, widths, colors);
}

static void
append_layout (const Drawing *self, PangoLayout *layout, double x, double y, GdkRGBA color)
{
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot,
                          &GRAPHENE_POINT_INIT ((float) floor (x), (float) floor (y)));
  gtk_snapshot_append_layout (self->snapshot, layout, &color);
  gtk_snapshot_restore (self->snapshot);
}

static void
append_caption (const Drawing *self,
                guint i,
                const BpBox *place,
                const char *text,
                gboolean is_bold,
                GdkRGBA color)
{
  PangoLayout *layout =
      bp_network_texts_get (self->texts, CAPTIONS + i, text, place->width, is_bold);
  int height;

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_height (layout, -2);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_get_pixel_size (layout, NULL, &height);
  append_layout (self, layout, place->x,
                 place->y + MAX (place->height - height - WORK_MARGIN - SPACING, 0.0), color);
}

/* The name of a layer, and the letter of the numbers that it shows. */
static char *
describe_layer (const Drawing *self, guint layer)
{
  g_autofree char *name = bp_unit_text_layer (bp_network_scene_get_network (self->scene), layer);

  switch (self->scene->numbers.kinds[layer])
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
append_work (const Drawing *self, guint layer)
{
  graphene_rect_t rect = to_rect (self->scene->layout.layers[layer].box);
  GdkRGBA ground = fade (self->accent, WORK_ALPHA);

  if (!bp_network_scene_is_at_work (self->scene, layer))
    return;
  graphene_rect_inset (&rect, (float) -WORK_MARGIN, (float) -WORK_MARGIN);
  gtk_snapshot_append_color (self->snapshot, &ground, &rect);
  append_frame (self, rect, 2.0F, self->accent);
}

/* A colour over another one. */
static GdkRGBA
blend (GdkRGBA below, GdkRGBA above)
{
  float rest = below.alpha * (1.0F - above.alpha);
  float alpha = above.alpha + rest;

  if (alpha <= 0.0F)
    return below;
  return (GdkRGBA){ (above.red * above.alpha + below.red * rest) / alpha,
                    (above.green * above.alpha + below.green * rest) / alpha,
                    (above.blue * above.alpha + below.blue * rest) / alpha, alpha };
}

static void
append_image (const Drawing *self, const BpBox *place, cairo_surface_t *image)
{
  graphene_rect_t bounds =
      GRAPHENE_RECT_INIT ((float) floor (place->x), (float) floor (place->y),
                          (float) ceil (place->width) + 1.0F, (float) ceil (place->height) + 1.0F);
  cairo_t *cr = gtk_snapshot_append_cairo (self->snapshot, &bounds);

  cairo_set_source_surface (cr, image, floor (place->x), floor (place->y));
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
}

static BpBox
inset_box (BpBox box, double distance)
{
  return (BpBox){ box.x + distance, box.y + distance, box.width - 2.0 * distance,
                  box.height - 2.0 * distance };
}

/* A tile: its ground, and on it its strength, where there is any. */
static void
fill_tile (const Drawing *self, cairo_surface_t *image, BpBox tile, float strength, GdkRGBA ground)
{
  GdkRGBA outline = fade (self->foreground, OUTLINE_ALPHA);
  GdkRGBA color = fade (strength > 0.0F ? self->positive : self->negative, fabsf (strength));

  tile.width -= TILE_GAP;
  tile.height -= TILE_GAP;
  if (self->is_high_contrast && tile.width >= SMALLEST_OUTLINED)
    {
      bp_cell_image_fill (image, &tile, &outline);
      tile = inset_box (tile, 1.0);
    }
  bp_cell_image_fill (image, &tile, &ground);
  if (fabsf (strength) < WEAKEST)
    return;
  if (strength < 0.0F)
    tile = inset_box (tile, round ((1.0 - NEGATIVE_SIDE) / 2.0 * tile.width));
  color = blend (ground, color);
  bp_cell_image_fill (image, &tile, &color);
}

static void
append_tiles (const Drawing *self, guint layer)
{
  const BpNetworkScene *scene = self->scene;
  const BpNetworkLayoutLayer *place = &scene->layout.layers[layer];
  gboolean is_known = scene->numbers.kinds[layer] != BP_NETWORK_UNKNOWN;
  GdkRGBA ground = fade (self->foreground, is_known ? GROUND_ALPHA : UNKNOWN_ALPHA);
  cairo_surface_t *image = bp_cell_image_new (&place->box, self->scale);

  for (guint tile = 0; tile < place->n_tiles; tile++)
    {
      BpBox box = bp_network_layout_get_tile (place, tile);

      box.x -= floor (place->box.x);
      box.y -= floor (place->box.y);
      fill_tile (self, image, box, scene->numbers.strengths[layer][scene->shown[layer][tile]],
                 ground);
    }
  append_image (self, &place->box, image);
}

static void
append_picture (const Drawing *self)
{
  const BpNetworkScene *scene = self->scene;
  const BpBox *place = &scene->layout.picture;
  double width = place->width / scene->picture_width;
  double height = place->height / scene->picture_height;
  cairo_surface_t *image;

  append_frame (self, to_rect (*place), 1.0F, fade (self->foreground, 0.3F));
  if (scene->ink == NULL)
    return;
  image = bp_cell_image_new (place, self->scale);
  for (guint i = 0; i < scene->picture_width * scene->picture_height; i++)
    {
      guint column = i % scene->picture_width;
      guint row = i / scene->picture_width;
      BpBox cell = { column * width + place->x - floor (place->x),
                     row * height + place->y - floor (place->y), width, height };
      GdkRGBA color = fade (self->foreground, (float) scene->ink[i] / 255.0F);

      if (scene->ink[i] > 0)
        bp_cell_image_fill (image, &cell, &color);
    }
  append_image (self, place, image);
}

/* The width of a text in bold, which the name and the number of the right class are. */
static double
measure_width (const Drawing *self, guint place, const char *text)
{
  int width;

  pango_layout_get_pixel_size (bp_network_texts_get (self->texts, place, text, 0.0, TRUE), &width,
                               NULL);
  return width;
}

static double
get_name_width (const Drawing *self, guint n_classes)
{
  double widest = 0.0;

  for (guint i = 0; i < n_classes; i++)
    {
      g_autofree char *name = bp_class_text_name (&self->scene->names, n_classes, i);

      widest = MAX (widest, measure_width (self, get_place (i, ROW_WHOLE_NAME), name));
    }
  return widest;
}

/* The number of an output: its probability, or its delta. */
static char *
describe_output (const Drawing *self, guint layer, guint unit)
{
  const BpExplanation *explanation = bp_walkthrough_get_explanation (self->scene->walkthrough);

  switch (self->scene->numbers.kinds[layer])
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
append_row (const Drawing *self, guint layer, guint unit, double name_width, double number_width)
{
  const BpNetworkLayoutLayer *place = &self->scene->layout.layers[layer];
  BpBox row = bp_network_layout_get_tile (place, unit);
  float strength = self->scene->numbers.strengths[layer][unit];
  gboolean is_label = unit == bp_walkthrough_get_label (self->scene->walkthrough);
  g_autofree char *name = bp_class_text_name (&self->scene->names, place->n_units, unit);
  g_autofree char *number = describe_output (self, layer, unit);
  PangoLayout *name_layout =
      bp_network_texts_get (self->texts, get_place (unit, ROW_NAME), name, name_width, is_label);
  PangoLayout *number_layout =
      bp_network_texts_get (self->texts, get_place (unit, ROW_NUMBER), number, 0.0, is_label);
  double text_y = row.y + (row.height - bp_network_drawing_get_line_height (self->texts)) / 2.0;
  double bar_x = row.x + name_width + SPACING;
  double bar_width = row.width - name_width - number_width - 2.0 * SPACING;
  BpBox bar = { bar_x, floor (row.y + (row.height - BAR_HEIGHT) / 2.0), bar_width, BAR_HEIGHT };
  graphene_rect_t rect = to_rect (bar);
  GdkRGBA ground = fade (self->foreground, GROUND_ALPHA);
  int width;

  pango_layout_get_pixel_size (number_layout, &width, NULL);
  append_layout (self, name_layout, row.x, text_y, self->foreground);
  append_layout (self, number_layout, row.x + row.width - width, text_y, self->foreground);
  gtk_snapshot_append_color (self->snapshot, &ground, &rect);
  rect.size.width *= fabsf (strength);
  if (strength < 0.0F)
    graphene_rect_inset (&rect, 0.0F, 0.25F * rect.size.height);
  gtk_snapshot_append_color (self->snapshot, strength < 0.0F ? &self->negative : &self->positive,
                             &rect);
  if (self->is_high_contrast)
    append_frame (self, to_rect (bar), 1.0F, fade (self->foreground, OUTLINE_ALPHA));
}

static void
append_rows (const Drawing *self, guint layer)
{
  const BpNetworkLayoutLayer *place = &self->scene->layout.layers[layer];
  double name_width = MIN (get_name_width (self, place->n_units), NAME_SHARE * place->box.width);
  double number_width = measure_width (self, NUMBER, "+0.000");

  for (guint unit = 0; unit < place->n_tiles; unit++)
    append_row (self, layer, unit, name_width, number_width);
}

/* The middle of what a line begins at: a pixel, or the right or lower edge of a tile. */
static void
find_line_begin (const Drawing *self, guint input, double *x, double *y)
{
  const BpNetworkLayoutLayer *place;
  BpBox tile;

  if (self->scene->layer == 0)
    {
      guint column = input % self->scene->picture_width;
      guint row = input / self->scene->picture_width;

      *x = self->scene->layout.picture.x +
           (column + 0.5) * self->scene->layout.picture.width / self->scene->picture_width;
      *y = self->scene->layout.picture.y +
           (row + 0.5) * self->scene->layout.picture.height / self->scene->picture_height;
      return;
    }
  place = &self->scene->layout.layers[self->scene->layer - 1];
  tile = bp_network_layout_get_tile (place,
                                     bp_network_scene_find_tile (self->scene,
                                                                 self->scene->layer - 1, input));
  *x = tile.x + tile.width / 2.0;
  *y = tile.y + tile.height / 2.0;
}

/* Where the lines end: in the middle of the chosen tile, or at the left of the chosen output. */
static void
find_lines_end (const Drawing *self, double *x, double *y)
{
  const BpNetworkLayoutLayer *place = &self->scene->layout.layers[self->scene->layer];
  BpBox tile = bp_network_layout_get_tile (place, bp_network_scene_find_tile (self->scene,
                                                                              self->scene->layer,
                                                                              self->scene->unit));

  *x = place->n_columns == 1 && self->scene->layout.is_wide ? tile.x : tile.x + tile.width / 2.0;
  *y = tile.y + tile.height / 2.0;
}

/* The part of the view that has lines, so that no more is drawn again. */
static graphene_rect_t
find_lines_bounds (const Drawing *self, double end_x, double end_y)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) end_x, (float) end_y, 0.0F, 0.0F);
  float margin = (float) ceil (LEAST_LINE + LINE_GROWTH);

  for (guint i = 0; i < self->scene->numbers.n_lines; i++)
    {
      double x;
      double y;

      find_line_begin (self, self->scene->numbers.lines[i].input, &x, &y);
      graphene_rect_expand (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y), &bounds);
    }
  graphene_rect_inset (&bounds, -margin, -margin);
  return bounds;
}

/* Adds the lines of a strength from @least to below @most as one path. Returns: whether there are
 * any. */
static gboolean
add_lines (const Drawing *self, cairo_t *cr, float least, float most, double end_x, double end_y)
{
  gboolean has_lines = FALSE;

  for (guint i = 0; i < self->scene->numbers.n_lines; i++)
    {
      const BpNetworkLine *line = &self->scene->numbers.lines[i];
      double x;
      double y;

      if (line->strength < least || line->strength >= most)
        continue;
      find_line_begin (self, line->input, &x, &y);
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, end_x, end_y);
      has_lines = TRUE;
    }
  return has_lines;
}

/* Draws the lines of each width and sign at once. */
static void
append_lines (const Drawing *self)
{
  static const double dashes[] = { 4.0, 3.0 };
  const float step = 1.0F / N_LINE_WIDTHS;
  graphene_rect_t bounds;
  double end_x;
  double end_y;
  cairo_t *cr;

  if (self->scene->numbers.n_lines == 0)
    return;
  find_lines_end (self, &end_x, &end_y);
  bounds = find_lines_bounds (self, end_x, end_y);
  cr = gtk_snapshot_append_cairo (self->snapshot, &bounds);
  /* Half the time of the usual way, and as good to the eye. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  for (int class = -N_LINE_WIDTHS; class < N_LINE_WIDTHS; class ++)
    {
      gboolean is_positive = class >= 0;
      int rank = is_positive ? class + 1 : -class;
      GdkRGBA color = fade (is_positive ? self->positive : self->negative, LINE_ALPHA);
      float least = (float) class * step;
      float most = class + 1 == N_LINE_WIDTHS ? FLT_MAX : least + step;

      if (class == -N_LINE_WIDTHS)
        least = -FLT_MAX;
      if (!add_lines (self, cr, least, most, end_x, end_y))
        continue;
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_set_line_width (cr, LEAST_LINE + LINE_GROWTH * rank * (double) step);
      cairo_set_dash (cr, dashes, is_positive ? 0 : G_N_ELEMENTS (dashes), 0.0);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
append_cursor (const Drawing *self)
{
  const BpNetworkLayoutLayer *chosen = &self->scene->layout.layers[self->scene->layer];
  graphene_rect_t rect =
      to_rect (bp_network_layout_get_tile (chosen, bp_network_scene_find_tile (self->scene,
                                                                               self->scene->layer,
                                                                               self->scene->unit)));

  graphene_rect_inset (&rect, -1.5F, -1.5F);
  append_frame (self, rect, 2.0F, self->foreground);
  if (!gtk_widget_has_visible_focus (self->widget))
    return;
  rect =
      to_rect (bp_network_layout_get_tile (&self->scene->layout.layers[self->scene->cursor_layer],
                                           self->scene->cursor_tile));
  graphene_rect_inset (&rect, -4.0F, -4.0F);
  append_frame (self, rect, 2.0F, self->accent);
}

static void
append_captions (const Drawing *self)
{
  g_autofree char *picture = g_strdup_printf (_ ("Picture, %u × %u"), self->scene->picture_width,
                                              self->scene->picture_height);

  append_caption (self, 0, &self->scene->layout.picture_caption, picture, FALSE, self->foreground);
  for (guint l = 0; l < self->scene->numbers.n_layers; l++)
    {
      g_autofree char *text = describe_layer (self, l);

      append_caption (self, l + 1, &self->scene->layout.layers[l].caption, text,
                      bp_network_scene_is_at_work (self->scene, l), self->foreground);
    }
}

/**
 * bp_network_drawing_get_line_height:
 * @texts: the texts of the drawing
 *
 * Returns: the height of a line of text, in pixels
 */
double
bp_network_drawing_get_line_height (BpNetworkTexts *texts)
{
  int height;

  pango_layout_get_pixel_size (bp_network_texts_get (texts, LINE, "0", 0.0, FALSE), NULL, &height);
  return height;
}

/**
 * bp_network_drawing_snapshot:
 * @scene: a scene with a walkthrough, arranged
 * @texts: the texts of the drawing, kept from one drawing to the next
 * @widget: the widget that is drawn, whose colours it has
 * @snapshot: gets the drawing
 */
void
bp_network_drawing_snapshot (const BpNetworkScene *scene,
                             BpNetworkTexts *texts,
                             GtkWidget *widget,
                             GtkSnapshot *snapshot)
{
  Drawing self = {
    .scene = scene,
    .texts = texts,
    .widget = widget,
    .snapshot = snapshot,
    .scale = gtk_widget_get_scale_factor (widget),
    .is_high_contrast = adw_style_manager_get_high_contrast (
        adw_style_manager_get_for_display (gtk_widget_get_display (widget))),
  };

  find_colors (&self);
  append_captions (&self);
  append_picture (&self);
  for (guint l = 0; l < scene->numbers.n_layers; l++)
    {
      append_work (&self, l);
      if (l + 1 < scene->numbers.n_layers)
        append_tiles (&self, l);
      else
        append_rows (&self, l);
    }
  append_lines (&self);
  append_cursor (&self);
}
