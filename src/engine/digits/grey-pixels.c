/* SPDX-License-Identifier: MIT */
/* Converts coloured pictures, with or without transparency, to the grey levels in which a digit is
 * found. */
#include "grey-pixels.h"

/* The edge of a picture counts as visible where its mean opacity reaches this share. In a picture
 * without paper, ink touches the edge in a few places only. */
#define EDGE_OPACITY 0.625

/* A card with a digit on it is opaque to at least this share, and its ink differs from it by at
 * least so many grey levels. A picture of ink alone has one colour only. */
#define CARD_OPACITY  0.5
#define CARD_CONTRAST 96

/* A card is opaque to at least this level: pixels that are less so are its rim or its shadow. */
#define CARD_LEVEL 230

/* The least share of a card that its ink takes. */
#define INK_SHARE 0.03

/* How bright a pixel looks: the luma of Rec. 601, in 256ths. */
static guint
get_luma (const guint8 *pixel)
{
  return (77U * pixel[0] + 150U * pixel[1] + 29U * pixel[2] + 128U) >> 8;
}

/* A histogram of the grey levels, with pixels weighted by their opacity. */
typedef struct
{
  guint64 opacities[256];
  guint64 total;
  gsize n_pixels;
  gsize n_opaque; /* pixels of at least CARD_LEVEL */
} Histogram;

/* The grey level behind transparent parts. */
typedef struct
{
  guint level;
  guint least_opacity; /* pixels that are less opaque are not seen */
} Backdrop;

static void
add_pixel (Histogram *histogram, const guint8 *pixel)
{
  histogram->opacities[get_luma (pixel)] += pixel[3];
  histogram->total += pixel[3];
  histogram->n_pixels++;
  histogram->n_opaque += pixel[3] >= CARD_LEVEL;
}

/* The grey level below which @share of the histogram lies. */
static guint
find_quantile (const Histogram *histogram, double share)
{
  double wanted = share * (double) histogram->total;
  guint64 sum = 0;
  guint level = 0;

  while (level < 255 && (double) (sum += histogram->opacities[level]) <= wanted)
    level++;
  return level;
}

static gboolean
is_seen (const Histogram *histogram, double least_opacity)
{
  return (double) histogram->total > least_opacity * 255.0 * (double) histogram->n_pixels;
}

/* Chooses the grey level behind transparent parts.
 *
 *  - Where the edge of the picture is to be seen, the paper that is there: an edge that is half
 *    transparent then stays paper.
 *  - Where the edge is cut away, but there are light and dark levels inside of it: the level that
 *    most of the picture has, which is paper again. Where most of it is opaque, less opaque
 *    pixels do not count.
 *  - Else there is nothing but ink: white for dark ink and black for light ink, so that it does not
 *    disappear. */
static Backdrop
choose_backdrop (const guint8 *pixels, guint width, guint height, gsize row_stride)
{
  Histogram edge = { .total = 0 };
  Histogram all = { .total = 0 };
  guint dark;
  guint light;

  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      {
        const guint8 *pixel = pixels + y * row_stride + 4 * x;

        add_pixel (&all, pixel);
        if (x == 0 || y == 0 || x == width - 1U || y == height - 1U)
          add_pixel (&edge, pixel);
      }

  if (is_seen (&edge, EDGE_OPACITY))
    return (Backdrop){ find_quantile (&edge, 0.5), 0 };

  dark = find_quantile (&all, INK_SHARE);
  light = find_quantile (&all, 1.0 - INK_SHARE);
  if (is_seen (&all, CARD_OPACITY) && light - dark >= CARD_CONTRAST)
    return (Backdrop){ find_quantile (&all, 0.5),
                       2 * all.n_opaque > all.n_pixels ? CARD_LEVEL : 0 };
  return (Backdrop){ dark + light > 255 ? 0 : 255, 0 };
}

/**
 * bp_grey_pixels_from_rgb:
 * @pixels: (height, row_stride) red, green, blue and, where @has_alpha, opacity, a byte each; rows
 *   from the top
 * @width: in pixels
 * @height: in pixels
 * @row_stride: bytes from one row to the next
 * @has_alpha: a pixel has four bytes rather than three
 * @grey: (out): (height, width) the grey levels, 0 black to 255 white
 */
void
bp_grey_pixels_from_rgb (const guint8 *pixels,
                         guint width,
                         guint height,
                         gsize row_stride,
                         gboolean has_alpha,
                         guint8 *grey)
{
  Backdrop backdrop = { 0 };
  guint n_channels = has_alpha ? 4 : 3;

  if (has_alpha)
    backdrop = choose_backdrop (pixels, width, height, row_stride);
  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      {
        const guint8 *pixel = pixels + y * row_stride + n_channels * x;
        guint luma = get_luma (pixel);

        if (has_alpha && pixel[3] < backdrop.least_opacity)
          luma = backdrop.level;
        else if (has_alpha)
          luma = (luma * pixel[3] + backdrop.level * (255U - pixel[3]) + 127U) / 255U;
        grey[y * width + x] = (guint8) luma;
      }
}

/**
 * bp_grey_pixels_turn:
 * @stored: (height, width) grey levels as a camera stored them
 * @width: in pixels, as stored
 * @height: in pixels, as stored
 * @orientation: how the picture has to be turned or mirrored to stand upright, 1 to 8 as the Exif
 *   standard counts; from 5 on the sides change places
 * @upright: (out): (height, width), or (width, height) from 5 on
 */
void
bp_grey_pixels_turn (const guint8 *stored,
                     guint width,
                     guint height,
                     guint orientation,
                     guint8 *upright)
{
  gboolean is_sideways = orientation >= 5;
  /* Whether the stored columns and rows run in the opposite direction. */
  gboolean from_right =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  gboolean from_bottom =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;

  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      {
        gsize across = from_right ? width - 1 - x : x;
        gsize down = from_bottom ? height - 1 - y : y;

        upright[is_sideways ? across * height + down : down * width + across] =
            stored[y * width + x];
      }
}
