/* SPDX-License-Identifier: MIT */
#include "pad-drawing.h"
#include "test-file.h"

#include <gtk/gtk.h>

#define SIDE 560

typedef struct
{
  GtkWidget *widget; /* gives the style */
  BpStrokes *strokes;
  BpAttributionMap attributions;
  BpPadDrawing drawing;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->widget = g_object_ref_sink (gtk_label_new (NULL));
  fixture->strokes = bp_strokes_new ();
  fixture->attributions = (BpAttributionMap){ 0 };
  fixture->drawing = (BpPadDrawing){
    .strokes = fixture->strokes,
    .brush_size = 0.06,
    .attributions = &fixture->attributions,
    .x = 20,
    .side = SIDE,
  };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->widget);
  bp_strokes_free (fixture->strokes);
}

static cairo_surface_t *
draw (Fixture *fixture)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE + 40, SIDE);
  cairo_t *cr = cairo_create (surface);

  bp_pad_drawing_draw (&fixture->drawing, cr, gtk_widget_get_style_context (fixture->widget));
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* The opacity at a position in units of the pad's side. */
static guint
get_opacity (Fixture *fixture, cairo_surface_t *surface, double x, double y)
{
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  gsize row = (gsize) (y * SIDE + fixture->drawing.y);
  gsize column = (gsize) (x * SIDE + fixture->drawing.x);
  const guint32 *line =
      (const guint32 *) (gconstpointer) (pixels +
                                         row * (gsize) cairo_image_surface_get_stride (surface));

  return line[column] >> 24;
}

static void
draw_seven (Fixture *fixture)
{
  bp_strokes_begin (fixture->strokes, (BpPoint){ 0.1F, 0.1F }, 0.5F);
  bp_strokes_to (fixture->strokes, (BpPoint){ 0.5F, 0.1F }, 0.5F);
  bp_strokes_to (fixture->strokes, (BpPoint){ 0.3F, 0.6F }, 0.5F);
  bp_strokes_end (fixture->strokes);
}

static void
test_ink (Fixture *fixture, gconstpointer data)
{
  cairo_surface_t *surface;

  draw_seven (fixture);
  surface = draw (fixture);
  g_assert_cmpuint (get_opacity (fixture, surface, 0.3, 0.1), ==, 255);
  g_assert_cmpuint (get_opacity (fixture, surface, 0.3, 0.3), ==, 0);
  cairo_surface_destroy (surface);
}

/* The attribution of the pixel of a stroke's point is drawn at that point and nowhere else; the ink
 * under it is paler. */
static void
test_attribution_lies_on_the_strokes (Fixture *fixture, gconstpointer data)
{
  const double x = 0.3;
  const double y = 0.1;
  float attributions[BP_DIGIT_N_PIXELS] = { 0.0F };
  guint8 image[BP_DIGIT_N_PIXELS];
  BpDigitPlacement placement;
  gsize pixel;
  cairo_surface_t *surface;

  draw_seven (fixture);
  g_assert_true (bp_strokes_make_image (fixture->strokes, image, &placement));
  pixel = (gsize) (y * placement.scale + placement.y_offset) * BP_DIGIT_SIZE +
          (gsize) (x * placement.scale + placement.x_offset);
  g_assert_cmpuint (image[pixel], >, 150);
  attributions[pixel] = 3.0F;
  g_assert_true (bp_attribution_map_set (&fixture->attributions, attributions));
  fixture->drawing.attribution_placement = placement;

  surface = draw (fixture);
  g_assert_cmpuint (get_opacity (fixture, surface, x, y), ==, 255);
  g_assert_cmpuint (get_opacity (fixture, surface, x + 1.5 / placement.scale, y), <, 100);
  g_assert_cmpuint (get_opacity (fixture, surface, x - 1.5 / placement.scale, y), <, 100);
  g_assert_cmpuint (get_opacity (fixture, surface, x, y + 3.0 / placement.scale), ==, 0);
  cairo_surface_destroy (surface);
}

/* A picture fills the pad, and so do the attributions over it. */
static void
test_picture (Fixture *fixture, gconstpointer data)
{
  guint8 image[BP_DIGIT_N_PIXELS] = { 0 };
  float attributions[BP_DIGIT_N_PIXELS] = { 0.0F };
  g_autoptr (BpPicture) picture = NULL;
  BpDigitPlacement placement;
  cairo_surface_t *surface;

  for (gsize row = 5; row < 8; row++)
    for (gsize column = 20; column < 23; column++)
      image[row * BP_DIGIT_SIZE + column] = 255;
  picture = bp_picture_new (image, NULL, BP_PICTURE_NO_LABEL);
  bp_strokes_set_picture (fixture->strokes, picture);
  surface = draw (fixture);
  g_assert_cmpuint (get_opacity (fixture, surface, 21.5 / 28, 6.5 / 28), ==, 255);
  g_assert_cmpuint (get_opacity (fixture, surface, 21.5 / 28, 9.5 / 28), ==, 0);
  cairo_surface_destroy (surface);

  attributions[25 * BP_DIGIT_SIZE + 3] = 1.0F;
  bp_attribution_map_set (&fixture->attributions, attributions);
  bp_strokes_make_image (fixture->strokes, image, &placement);
  fixture->drawing.attribution_placement = placement;
  surface = draw (fixture);
  g_assert_cmpuint (get_opacity (fixture, surface, 3.5 / 28, 25.5 / 28), ==, 255);
  g_assert_cmpuint (get_opacity (fixture, surface, 21.5 / 28, 6.5 / 28), <, 100);
  cairo_surface_destroy (surface);
}

static guint32
get_map_pixel (cairo_surface_t *surface, double x, double y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  return (
      (const guint32 *) (gconstpointer) (data + (gsize) (10.0 * y) * stride))[(gsize) (10.0 * x)];
}

/* A positive attribution fills its pixel; a negative one is a smaller square of another colour. */
static void
test_for_and_against (Fixture *fixture, gconstpointer data)
{
  static const char colors[] = "@define-color why_for_color #0000ff;"
                               "@define-color why_against_color #ff0000;";
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  GtkStyleContext *context = gtk_widget_get_style_context (fixture->widget);
  float attributions[BP_DIGIT_N_PIXELS] = { [0] = 2.0F, [1] = -2.0F };
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 10 * BP_DIGIT_SIZE, 10 * BP_DIGIT_SIZE);
  cairo_t *cr = cairo_create (surface);

  gtk_css_provider_load_from_data (provider, colors, -1);
  gtk_style_context_add_provider (context, GTK_STYLE_PROVIDER (provider),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  bp_attribution_map_set (&fixture->attributions, attributions);
  cairo_scale (cr, 10.0, 10.0);
  bp_attribution_map_draw (&fixture->attributions, cr, context);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmphex (get_map_pixel (surface, 0.5, 0.5), ==, 0xff0000ff);
  g_assert_cmphex (get_map_pixel (surface, 0.05, 0.05), ==, 0xff0000ff);
  g_assert_cmphex (get_map_pixel (surface, 1.5, 0.5), ==, 0xffff0000);
  g_assert_cmphex (get_map_pixel (surface, 1.05, 0.05), ==, 0x00000000);
  g_assert_cmphex (get_map_pixel (surface, 1.95, 0.95), ==, 0x00000000);
  cairo_surface_destroy (surface);
}

/* A dot has no size to scale attributions with. */
static void
test_dot (Fixture *fixture, gconstpointer data)
{
  float attributions[BP_DIGIT_N_PIXELS] = { [0] = 1.0F };
  guint8 image[BP_DIGIT_N_PIXELS];
  cairo_surface_t *surface;

  bp_strokes_begin (fixture->strokes, (BpPoint){ 0.5F, 0.5F }, 0.5F);
  bp_attribution_map_set (&fixture->attributions, attributions);
  bp_strokes_make_image (fixture->strokes, image, &fixture->drawing.attribution_placement);
  surface = draw (fixture);
  g_assert_cmpuint (get_opacity (fixture, surface, 0.01, 0.01), ==, 0);
  g_assert_cmpuint (get_opacity (fixture, surface, 0.5, 0.5), >, 50);
  cairo_surface_destroy (surface);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (pad_drawing)
{
  gtk_init ();
  ADD ("/pad-drawing/ink", test_ink);
  ADD ("/pad-drawing/attribution-lies-on-the-strokes", test_attribution_lies_on_the_strokes);
  ADD ("/pad-drawing/picture", test_picture);
  ADD ("/pad-drawing/for-and-against", test_for_and_against);
  ADD ("/pad-drawing/dot", test_dot);
}
