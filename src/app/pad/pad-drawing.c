/* SPDX-License-Identifier: MIT */
#include "pad-drawing.h"

#include "stroke-drawing.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The opacity of the text on the pad. */
#define TEXT_ALPHA 0.55F

/* Of a picture's caption: its size relative to the text around the pad, and its margin in
 * pixels. */
#define CAPTION_SCALE  0.82
#define CAPTION_MARGIN 10

/* With so many pixels of room beside a picture, its caption goes there. */
#define ROOM_FOR_CAPTION 70

/* The cursor of the keyboard: a ring where the pen is up, a disc where it is down, and the arms of
 * a cross, in pixels. */
#define CURSOR_RADIUS 6.0
#define CURSOR_ARM    12.0
#define CURSOR_LINE   2.0

/* The share of a picture on either side in which hardly any digit has ink. */
#define BLANK_SHARE (4.0 / BP_DIGIT_SIZE)

/* Paints a picture in the present source colour, scaled to the square. */
static void
draw_picture (cairo_t *cr, const BpPicture *picture)
{
  cairo_surface_t *ink = cairo_image_surface_create (CAIRO_FORMAT_A8, BP_DIGIT_SIZE, BP_DIGIT_SIZE);
  guint8 *pixels = cairo_image_surface_get_data (ink);
  gsize row_stride = (gsize) cairo_image_surface_get_stride (ink);

  for (gsize row = 0; row < BP_DIGIT_SIZE; row++)
    memcpy (pixels + row * row_stride, picture->image + row * BP_DIGIT_SIZE, BP_DIGIT_SIZE);
  cairo_surface_mark_dirty (ink);
  cairo_save (cr);
  cairo_scale (cr, 1.0 / BP_DIGIT_SIZE, 1.0 / BP_DIGIT_SIZE);
  cairo_mask_surface (cr, ink, 0.0, 0.0);
  cairo_restore (cr);
  cairo_surface_destroy (ink);
}

static void
draw_ink (const BpPadDrawing *drawing, cairo_t *cr)
{
  const BpStrokes *strokes = drawing->strokes;
  const BpPicture *picture = bp_strokes_get_picture (strokes);

  if (picture != NULL)
    draw_picture (cr, picture);
  for (gsize i = 0; i < bp_strokes_get_length (strokes); i++)
    bp_stroke_draw (cr, bp_strokes_get (strokes, i), bp_strokes_get_pressures (strokes, i),
                    drawing->brush_size);
}

/* Draws the attributions: each pixel of the network's input over the part of the pad that it shows.
 * A single dot has no size and so no attributions. */
static void
draw_attributions (const BpPadDrawing *drawing, cairo_t *cr, GtkStyleContext *context)
{
  BpDigitPlacement placement = drawing->attribution_placement;

  if (placement.scale <= 0.0)
    return;
  cairo_scale (cr, 1.0 / placement.scale, 1.0 / placement.scale);
  cairo_translate (cr, -placement.x_offset, -placement.y_offset);
  bp_attribution_map_draw (drawing->attributions, cr, context);
}

/* Ink is opaque, so that crossing strokes are no darker. */
static void
set_ink (cairo_t *cr, GtkStyleContext *context)
{
  GdkRGBA color;

  gtk_style_context_get_color (context, &color);
  color.alpha = 1.0F;
  gdk_cairo_set_source_rgba (cr, &color);
}

/**
 * bp_pad_drawing_draw:
 * @drawing: the content of the pad
 * @cr: the context to draw to, in the widget's coordinates
 * @context: the style of the widget
 *
 * Draws the ink and, over it, the attributions.
 */
void
bp_pad_drawing_draw (const BpPadDrawing *drawing, cairo_t *cr, GtkStyleContext *context)
{
  set_ink (cr, context);
  cairo_translate (cr, drawing->x, drawing->y);
  cairo_scale (cr, drawing->side, drawing->side);
  if (!drawing->attributions->is_shown)
    {
      draw_ink (drawing, cr);
      return;
    }

  cairo_push_group (cr);
  draw_ink (drawing, cr);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, (double) BP_INK_UNDER_ATTRIBUTIONS);
  draw_attributions (drawing, cr, context);
}

static void
draw_text (GtkWidget *widget, GtkSnapshot *snapshot, PangoLayout *layout, float x, float y)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha = TEXT_ALPHA;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (floorf (x), floorf (y)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* Asks for what can be drawn, in the middle of the pad. */
static void
draw_hint (const char *wanted, GtkWidget *widget, GtkSnapshot *snapshot)
{
  /* Translators: the name that the user gave a class, as in "heart" */
  g_autofree char *text = wanted != NULL ? g_strdup_printf (_ ("Please draw: %s"), wanted) : NULL;
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (widget, text != NULL ? text : _ ("Draw a digit"));
  int height;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_width (layout,
                          PANGO_SCALE * (gtk_widget_get_width (widget) - 2 * CAPTION_MARGIN));
  pango_layout_get_pixel_size (layout, NULL, &height);
  draw_text (widget, snapshot, layout, CAPTION_MARGIN,
             (float) (gtk_widget_get_height (widget) - height) / 2.0F);
}

/* The width of a caption that does not cover the ink: below it in a square pad, beside it in a wide
 * one. */
static int
get_caption_width (const BpPadDrawing *drawing, GtkWidget *widget)
{
  int beside = (int) (drawing->x + BLANK_SHARE * drawing->side) - CAPTION_MARGIN;

  return beside >= ROOM_FOR_CAPTION ? beside : gtk_widget_get_width (widget) - 2 * CAPTION_MARGIN;
}

static void
draw_caption (const BpPadDrawing *drawing,
              const char *caption,
              GtkWidget *widget,
              GtkSnapshot *snapshot)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, caption);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (CAPTION_SCALE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, PANGO_SCALE * get_caption_width (drawing, widget));
  pango_layout_get_pixel_size (layout, NULL, &height);
  draw_text (widget, snapshot, layout, CAPTION_MARGIN,
             (float) (gtk_widget_get_height (widget) - CAPTION_MARGIN - height));
}

/* Draws the strokes without anything over them, as while the pen moves. */
static void
draw_strokes (const BpPadDrawing *drawing, GtkWidget *widget, cairo_t *cr)
{
  const BpInkPlace place = {
    .x = drawing->x,
    .y = drawing->y,
    .side = drawing->side,
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
    .scale = gtk_widget_get_scale_factor (widget),
    .brush_size = drawing->brush_size,
  };

  set_ink (cr, gtk_widget_get_style_context (widget));
  bp_ink_layer_draw (drawing->ink, drawing->strokes, &place, cr);
}

/**
 * bp_pad_drawing_snapshot:
 * @drawing: the content of the pad
 * @widget: the pad
 * @snapshot: where to
 *
 * Draws the whole pad: a hint while it is blank, else its content.
 */
void
bp_pad_drawing_snapshot (const BpPadDrawing *drawing, GtkWidget *widget, GtkSnapshot *snapshot)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  const BpPicture *picture = bp_strokes_get_picture (drawing->strokes);
  cairo_t *cr;

  if (bp_strokes_is_blank (drawing->strokes))
    {
      draw_hint (drawing->wanted, widget, snapshot);
      return;
    }

  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  if (picture == NULL && !drawing->attributions->is_shown)
    draw_strokes (drawing, widget, cr);
  else
    bp_pad_drawing_draw (drawing, cr, gtk_widget_get_style_context (widget));
  cairo_destroy (cr);
  if (picture != NULL && picture->caption != NULL)
    draw_caption (drawing, picture->caption, widget, snapshot);
}

/**
 * bp_pad_drawing_snapshot_cursor:
 * @drawing: the content of the pad
 * @cursor: in units of the pad's side
 * @is_down: whether its pen is down
 * @widget: the pad
 * @snapshot: where to
 *
 * Draws the cursor of the keyboard: a cross around a ring, which is filled while the pen is down.
 */
void
bp_pad_drawing_snapshot_cursor (const BpPadDrawing *drawing,
                                BpPoint cursor,
                                gboolean is_down,
                                GtkWidget *widget,
                                GtkSnapshot *snapshot)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_color",
                                       &color))
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, CURSOR_LINE);
  cairo_translate (cr, drawing->x + (double) cursor.x * drawing->side,
                   drawing->y + (double) cursor.y * drawing->side);
  for (int i = 0; i < 4; i++)
    {
      cairo_move_to (cr, CURSOR_RADIUS, 0.0);
      cairo_line_to (cr, CURSOR_ARM, 0.0);
      cairo_rotate (cr, G_PI / 2.0);
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, 0.0, 0.0, CURSOR_RADIUS, 0.0, 2.0 * G_PI);
  if (is_down)
    cairo_fill_preserve (cr);
  cairo_stroke (cr);
  cairo_destroy (cr);
}
