/* SPDX-License-Identifier: MIT */

/* Charts as files. Cairo and Pango draw them without a display and without a main loop, so that the
 * command line can have them too. */
#include "chart-picture.h"

#include "atomic-file.h"
#include "chart-contents.h"
#include "error.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>
#include <math.h>

#define FONT "Sans 11"

/* Device pixels in a unit of length: of a bitmap, and of the columns that a long curve is reduced
 * to in lines. */
#define SCALE 2

/* Draws a picture on a surface that is filled with the style's background; the unit of cr is 1/96
 * inch. */
typedef void (*Draw) (PangoContext *context, const BpChartStyle *style, cairo_t *cr, gpointer data);

/* A unit of length, 1/96 inch, in points. */
#define POINTS 0.75

/* Of a title over a drawing: lengths, in units of 1/96 inch, and its size by that of the text. */
#define MARGIN     12.0
#define TITLE_GAP  8.0
#define TITLE_SIZE 1.2

static const char *const ENDINGS[BP_CHART_PICTURE_N_KINDS] = {
  [BP_CHART_PICTURE_PNG] = ".png",
  [BP_CHART_PICTURE_SVG] = ".svg",
  [BP_CHART_PICTURE_PDF] = ".pdf",
};

/**
 * bp_chart_picture_get_ending:
 * @kind: a format
 *
 * Returns: the ending of its files, as in ".png"
 */
const char *
bp_chart_picture_get_ending (BpChartPictureKind kind)
{
  return ENDINGS[kind];
}

/**
 * bp_chart_picture_find_kind:
 * @path: (type filename): where a picture is to be written
 * @kind: (out): the format that its ending stands for
 * @error: return location for %BP_ERROR_UNRECOGNISED
 *
 * Returns: whether the ending stands for one
 */
gboolean
bp_chart_picture_find_kind (const char *path, BpChartPictureKind *kind, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ENDINGS); i++)
    if (g_str_has_suffix (lower, ENDINGS[i]))
      {
        *kind = (BpChartPictureKind) i;
        return TRUE;
      }
  name = g_filename_display_basename (path);
  g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
               _ ("“%s” does not say what kind of picture it is: choose a name that ends in .png, "
                  ".svg or .pdf"),
               name);
  return FALSE;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (closure, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
create_surface (const char *title,
                double width,
                double height,
                BpChartPictureKind kind,
                GByteArray *bytes)
{
  cairo_surface_t *surface;

  switch (kind)
    {
    case BP_CHART_PICTURE_SVG:
      surface = cairo_svg_surface_create_for_stream (append_bytes, bytes, width, height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    case BP_CHART_PICTURE_PDF:
      surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, width * POINTS,
                                                     height * POINTS);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
      cairo_surface_set_device_scale (surface, POINTS, POINTS);
      return surface;
    case BP_CHART_PICTURE_PNG:
    default:
      surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (SCALE * width),
                                            (int) (SCALE * height));
      cairo_surface_set_device_scale (surface, SCALE, SCALE);
      return surface;
    }
}

/**
 * bp_chart_picture_create_context:
 *
 * Returns: (transfer full): a context with the font of pictures, to measure texts with
 */
PangoContext *
bp_chart_picture_create_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (FONT);

  pango_context_set_font_description (context, font);
  return context;
}

static void
draw_on_paper (cairo_surface_t *surface, Draw draw, gpointer data)
{
  cairo_t *cr = cairo_create (surface);
  PangoContext *context = bp_chart_picture_create_context ();
  BpChartStyle style;

  pango_cairo_update_context (cr, context);
  bp_chart_style_init_for_paper (&style);
  style.scale = SCALE;
  bp_chart_color_set_source (style.background, cr);
  cairo_paint (cr);
  draw (context, &style, cr, data);
  g_object_unref (context);
  cairo_destroy (cr);
}

static GBytes *
render (const char *title,
        double width,
        double height,
        Draw draw,
        gpointer data,
        BpChartPictureKind kind,
        GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = create_surface (title, width, height, kind, bytes);
  cairo_status_t status;

  draw_on_paper (surface, draw, data);
  if (kind == BP_CHART_PICTURE_PNG)
    status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  else
    {
      cairo_surface_finish (surface);
      status = cairo_surface_status (surface);
    }
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_NO_MEMORY, _ ("The picture could not be drawn: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* A chart and its texts. */
typedef struct
{
  const BpChartPicture *picture;
  const BpChartModel *model;
} Chart;

static void
draw_chart (PangoContext *context, const BpChartStyle *style, cairo_t *cr, gpointer data)
{
  const Chart *chart = data;
  const BpChartPicture *picture = chart->picture;
  g_autoptr (BpChartFrame) frame =
      bp_chart_frame_new_for_paper (chart->model, context, picture->title, picture->y_name,
                                    picture->width, picture->height);

  bp_chart_frame_draw (frame, chart->model, style, cr);
  bp_chart_contents_draw (frame, chart->model, style, cr);
}

/**
 * bp_chart_picture_render:
 * @picture: its texts and its size
 * @model: the chart, fitted or zoomed; it may be empty
 * @kind: the format
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Draws the part of the chart that its axes show, with the range of all points that share a column
 * of pixels. The text is laid out with the fonts of this computer; SVG and PDF carry the shapes of
 * their letters.
 *
 * Returns: (transfer full): the file's content, or %NULL with @error set
 */
GBytes *
bp_chart_picture_render (const BpChartPicture *picture,
                         const BpChartModel *model,
                         BpChartPictureKind kind,
                         GError **error)
{
  Chart chart = { picture, model };

  return render (picture->title, picture->width, picture->height, draw_chart, &chart, kind, error);
}

/* Writes a picture whole or not at all. */
static gboolean
save_drawing (const char *title,
              double width,
              double height,
              Draw draw,
              gpointer data,
              const char *path,
              GError **error)
{
  g_autoptr (BpAtomicFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  BpChartPictureKind kind;

  if (!bp_chart_picture_find_kind (path, &kind, error))
    return FALSE;
  bytes = render (title, width, height, draw, data, kind, error);
  if (bytes == NULL)
    return FALSE;

  file = bp_atomic_file_new (path, error);
  return file != NULL &&
         bp_atomic_file_write (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                               error) &&
         bp_atomic_file_commit (file, error);
}

/**
 * bp_chart_picture_save:
 * @picture: its texts and its size
 * @model: the chart
 * @path: (type filename): where to, in the format that its ending stands for
 * @error: return location for the errors of bp_chart_picture_find_kind(), of
 *   bp_chart_picture_render(), or a %G_FILE_ERROR
 *
 * Writes the picture whole or not at all.
 *
 * Returns: whether it was written
 */
gboolean
bp_chart_picture_save (const BpChartPicture *picture,
                       const BpChartModel *model,
                       const char *path,
                       GError **error)
{
  Chart chart = { picture, model };

  return save_drawing (picture->title, picture->width, picture->height, draw_chart, &chart, path,
                       error);
}

typedef struct
{
  PangoLayout *title;
  double title_height;
  double width; /* below the title */
  double height;
  BpChartPictureDraw draw;
  gpointer data;
} TitledPicture;

static void
draw_titled (PangoContext *context, const BpChartStyle *style, cairo_t *cr, gpointer data)
{
  const TitledPicture *picture = data;

  bp_chart_color_set_source (style->foreground, cr);
  cairo_move_to (cr, MARGIN, MARGIN);
  pango_cairo_update_layout (cr, picture->title);
  pango_cairo_show_layout (cr, picture->title);
  cairo_translate (cr, MARGIN, MARGIN + picture->title_height + TITLE_GAP);
  picture->draw (context, style, picture->width, picture->height, cr, picture->data);
}

/* The title, broken into lines where it is wider than what is below. */
static PangoLayout *
create_title (PangoContext *context, const char *text, double width)
{
  PangoLayout *title = pango_layout_new (context);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (TITLE_SIZE));
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (title, attributes);
  pango_layout_set_width (title, (int) (width * PANGO_SCALE));
  pango_layout_set_text (title, text, -1);
  pango_attr_list_unref (attributes);
  return title;
}

/**
 * bp_chart_picture_save_titled:
 * @title: of the document, and written at its top
 * @width: of what is below the title, in units of 1/96 inch
 * @height: likewise
 * @draw: draws that
 * @data: for @draw
 * @path: (type filename): where to, in the format that its ending stands for
 * @error: return location for the errors of bp_chart_picture_save()
 *
 * Writes a picture whole or not at all.
 *
 * Returns: whether it was written
 */
gboolean
bp_chart_picture_save_titled (const char *title,
                              double width,
                              double height,
                              BpChartPictureDraw draw,
                              gpointer data,
                              const char *path,
                              GError **error)
{
  PangoContext *context = bp_chart_picture_create_context ();
  g_autoptr (PangoLayout) layout = create_title (context, title, width);
  TitledPicture picture = {
    .title = layout,
    .width = width,
    .height = height,
    .draw = draw,
    .data = data,
  };
  int title_height;

  pango_layout_get_pixel_size (layout, NULL, &title_height);
  g_object_unref (context);
  picture.title_height = title_height;
  return save_drawing (title, ceil (width + 2.0 * MARGIN),
                       ceil (height + title_height + TITLE_GAP + 2.0 * MARGIN), draw_titled,
                       &picture, path, error);
}
