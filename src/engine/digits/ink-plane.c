/* SPDX-License-Identifier: MIT */

/* Extracts the ink of a picture: each pixel's share of ink, without the specks of dust and folds. A
 * single speck far from the digit would make the digit small. */
#include "ink-plane.h"

#include "ink-threshold.h"

/* Pictures with a longer side than this are reduced: a digit needs 20 pixels. It bounds the memory
 * that a photograph takes. */
#define MOST_PIXELS 1024

/* A piece that holds less than this share of the ink of the largest piece is a speck. The shortest
 * stroke of a digit, the bar of a 7, holds a sixth. */
#define SPECK_SHARE 0.03

/* A piece: pixels that touch each other. */
typedef struct
{
  gsize first; /* in the list of pixels */
  gsize end;
  guint64 ink;
} Piece;

/* The mean ink of a square of the picture, which the right and lower edges may cut off. */
static guint8
average_ink (const BpInkThreshold *levels, guint left, guint top, guint size)
{
  guint right = MIN (left + size, levels->width);
  guint bottom = MIN (top + size, levels->height);
  guint64 count = (guint64) (right - left) * (bottom - top);
  guint64 sum = 0;

  g_assert (count > 0);
  for (guint y = top; y < bottom; y++)
    for (guint x = left; x < right; x++)
      sum += bp_ink_threshold_get_ink (levels, x, y);
  return (guint8) ((sum + count / 2) / count);
}

/* Lists a pixel, once, if it has ink. */
static void
visit (const BpInkPlane *plane, guint x, guint y, guint8 *is_listed, guint32 *list, gsize *n_listed)
{
  gsize pixel = (gsize) y * plane->width + x;

  if (plane->ink[pixel] == 0 || is_listed[pixel])
    return;

  is_listed[pixel] = TRUE;
  list[(*n_listed)++] = (guint32) pixel;
}

/* Lists the pixels that are connected with the last one of the list, diagonals included. */
static void
follow (const BpInkPlane *plane, guint8 *is_listed, guint32 *list, gsize *n_listed)
{
  for (gsize i = *n_listed - 1; i < *n_listed; i++)
    {
      guint x = list[i] % plane->width;
      guint y = list[i] / plane->width;

      for (guint near_y = MAX (y, 1) - 1; near_y < MIN (y + 2, plane->height); near_y++)
        for (guint near_x = MAX (x, 1) - 1; near_x < MIN (x + 2, plane->width); near_x++)
          visit (plane, near_x, near_y, is_listed, list, n_listed);
    }
}

static void
remove_specks (BpInkPlane *plane)
{
  gsize n_pixels = (gsize) plane->width * plane->height;
  g_autofree guint8 *is_listed = g_new0 (guint8, n_pixels);
  g_autofree guint32 *list = g_new (guint32, n_pixels);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  guint64 most_ink = 0;
  gsize n_listed = 0;

  for (guint y = 0; y < plane->height; y++)
    for (guint x = 0; x < plane->width; x++)
      {
        Piece piece = { .first = n_listed };

        visit (plane, x, y, is_listed, list, &n_listed);
        if (n_listed == piece.first)
          continue;

        follow (plane, is_listed, list, &n_listed);
        piece.end = n_listed;
        for (gsize i = piece.first; i < piece.end; i++)
          piece.ink += plane->ink[list[i]];
        most_ink = MAX (most_ink, piece.ink);
        g_array_append_val (pieces, piece);
      }

  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);

      if ((double) piece->ink < SPECK_SHARE * (double) most_ink)
        for (gsize j = piece->first; j < piece->end; j++)
          plane->ink[list[j]] = 0;
    }
}

/**
 * bp_ink_plane_new:
 * @pixels: (height, row_stride) grey levels, rows from the top
 * @width: in pixels, at least 1
 * @height: in pixels, at least 1
 * @row_stride: bytes from one row to the next, at least @width
 *
 * Returns: (transfer full) (nullable): the ink of the picture, or %NULL where it is flat
 */
BpInkPlane *
bp_ink_plane_new (const guint8 *pixels, guint width, guint height, gsize row_stride)
{
  guint reduction = 1 + (MAX (width, height) - 1) / MOST_PIXELS;
  BpInkThreshold levels;
  BpInkPlane *plane;

  if (!bp_ink_threshold_init (&levels, pixels, width, height, row_stride))
    return NULL;

  plane = g_new (BpInkPlane, 1);
  plane->width = 1 + (width - 1) / reduction;
  plane->height = 1 + (height - 1) / reduction;
  plane->ink = g_new (guint8, (gsize) plane->width * plane->height);
  for (guint y = 0; y < plane->height; y++)
    for (guint x = 0; x < plane->width; x++)
      plane->ink[(gsize) y * plane->width + x] =
          average_ink (&levels, x * reduction, y * reduction, reduction);

  remove_specks (plane);
  return plane;
}

/**
 * bp_ink_plane_free:
 * @plane: (transfer full): what bp_ink_plane_new() gave
 */
void
bp_ink_plane_free (BpInkPlane *plane)
{
  g_free (plane->ink);
  g_free (plane);
}
