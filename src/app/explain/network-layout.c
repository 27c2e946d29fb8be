/* SPDX-License-Identifier: MIT */
/* The geometry of a drawn network, in numbers only, so that it can be tested without a display. */
#include "network-layout.h"

#include <math.h>

/* Between two parts, where the lines can be seen. */
#define GAP 32.0

/* The largest and the smallest tile. Beside a high picture a tile may be larger: this part of its
 * height. */
#define LARGEST_PITCH  20.0
#define SMALLEST_PITCH 6.0
#define PITCH_SHARE    0.14

/* The shape of a layer whose tiles have the same size in several shapes. */
#define COLUMNS_PER_ROW 2.0

/* In a narrow place, tiles are large enough for a finger to aim at, and layers no higher than this
 * where that is possible. */
#define NARROW_PITCH  10.0
#define NARROW_HEIGHT 200.0

/* The picture, in a wide place: its share of the width, its limits, and its share of the width of a
 * place so wide that this is more than the largest. */
#define PICTURE_SHARE      0.22
#define SMALLEST_PICTURE   112.0
#define LARGEST_PICTURE    224.0
#define SHARE_OF_WIDE_ROOM 0.12

/* The output, in a wide place: its share of the width, and its limits in lines of text. */
#define OUTPUT_SHARE   0.28
#define OUTPUT_LEAST   9.0
#define OUTPUT_MOST    17.0
#define ROW_HEIGHT     1.25
#define CAPTION_HEIGHT 2.9

/* The picture and the hidden layers stand beside the first rows of a longer output, so that they
 * are in view together. */
#define ROWS_IN_VIEW 12.0

/* The least room for a hidden layer beside the others. */
#define LEAST_LAYER 96.0

static double
clamp (double value, double least, double most)
{
  return fmin (fmax (value, least), most);
}

/* The size, in whole pixels, of tiles with which a layer of so many columns has a given size. */
static double
get_pitch (guint n_tiles, guint n_columns, double width, double height)
{
  guint n_rows = (n_tiles + n_columns - 1) / n_columns;

  return floor (fmin (width / n_columns, height / n_rows));
}

/* Makes a layer of the largest tiles with which it is not larger than @width and @height; with the
 * least ones it may be higher. */
static void
fit_tiles (BpNetworkLayoutLayer *layer, double width, double height, double least, double largest)
{
  double usual = ceil (sqrt (COLUMNS_PER_ROW * layer->n_tiles));
  double best = 0.0;
  guint n_rows;

  for (guint n_columns = 1; n_columns <= layer->n_tiles; n_columns++)
    {
      double pitch = fmin (get_pitch (layer->n_tiles, n_columns, width, height), largest);

      if (pitch < best || (pitch == best && n_columns > usual))
        continue;
      best = pitch;
      layer->n_columns = n_columns;
    }
  if (best < least)
    {
      best = least;
      layer->n_columns = (guint) clamp (floor (width / least), 1.0, layer->n_tiles);
    }
  n_rows = (layer->n_tiles + layer->n_columns - 1) / layer->n_columns;
  layer->pitch_x = best;
  layer->pitch_y = best;
  layer->box.width = layer->n_columns * best;
  layer->box.height = n_rows * best;
}

static void
fit_rows (BpNetworkLayoutLayer *layer, double width, double line_height)
{
  layer->n_columns = 1;
  layer->pitch_x = width;
  layer->pitch_y = ceil (ROW_HEIGHT * line_height);
  layer->box.width = width;
  layer->box.height = layer->n_tiles * layer->pitch_y;
}

static double
get_caption_height (double line_height)
{
  return ceil (CAPTION_HEIGHT * line_height);
}

/* Puts a part of the given width at @x and its caption above it, the part in the middle of a row of
 * parts, or at its top where it is higher. */
static void
place (BpBox *box, BpBox *caption, double x, double width, double row_height, double caption_height)
{
  *caption = (BpBox){ x, 0.0, width, caption_height };
  box->x = floor (x + (width - box->width) / 2.0);
  box->y = caption_height + floor (fmax (row_height - box->height, 0.0) / 2.0);
}

static void
arrange_wide (BpNetworkLayout *self, double aspect, double width, double line_height)
{
  BpNetworkLayoutLayer *output = &self->layers[self->n_layers - 1];
  guint n_hidden = self->n_layers - 1;
  double largest_picture = fmax (LARGEST_PICTURE, SHARE_OF_WIDE_ROOM * width);
  double picture = clamp (PICTURE_SHARE * width, SMALLEST_PICTURE, largest_picture);
  double answers =
      clamp (OUTPUT_SHARE * width, OUTPUT_LEAST * line_height, OUTPUT_MOST * line_height);
  double caption_height = get_caption_height (line_height);
  double room = (width - picture - answers - (n_hidden + 1) * GAP) / MAX (n_hidden, 1);
  double height;
  double largest;
  double x = picture + GAP;

  self->picture.width = picture;
  self->picture.height = picture * aspect;
  fit_rows (output, answers, line_height);
  height = fmax (self->picture.height, fmin (output->box.height, ROWS_IN_VIEW * output->pitch_y));
  largest = fmax (LARGEST_PITCH, floor (PITCH_SHARE * height));
  for (guint l = 0; l < n_hidden; l++)
    fit_tiles (&self->layers[l], room, height, SMALLEST_PITCH, largest);
  for (guint l = 0; l < n_hidden; l++)
    height = fmax (height, self->layers[l].box.height);

  place (&self->picture, &self->picture_caption, 0.0, picture, height, caption_height);
  for (guint l = 0; l < n_hidden; l++, x += room + GAP)
    place (&self->layers[l].box, &self->layers[l].caption, x, room, height, caption_height);
  place (&output->box, &output->caption, width - answers, answers, height, caption_height);
  self->height = caption_height + fmax (height, output->box.height);
}

static void
arrange_narrow (BpNetworkLayout *self, double aspect, double width, double line_height)
{
  double picture = clamp (width * 0.5, SMALLEST_PICTURE, LARGEST_PICTURE);
  double caption_height = get_caption_height (line_height);
  double y = 0.0;

  self->picture.width = picture;
  self->picture.height = picture * aspect;
  place (&self->picture, &self->picture_caption, 0.0, width, 0.0, caption_height);
  y = caption_height + self->picture.height + GAP;
  for (guint l = 0; l < self->n_layers; l++)
    {
      BpNetworkLayoutLayer *layer = &self->layers[l];

      if (l + 1 < self->n_layers)
        fit_tiles (layer, width, NARROW_HEIGHT, NARROW_PITCH, LARGEST_PITCH);
      else
        fit_rows (layer, width, line_height);
      place (&layer->box, &layer->caption, 0.0, width, 0.0, caption_height);
      layer->box.y += y;
      layer->caption.y += y;
      y = layer->box.y + layer->box.height + GAP;
    }
  self->height = y - GAP;
}

/**
 * bp_network_layout_count_tiles:
 * @network: the network
 * @layer: from 0
 *
 * Returns: how many units of the layer are shown: all of the output, and of a hidden layer
 *   %BP_NETWORK_LAYOUT_MAX_TILES at most
 */
guint
bp_network_layout_count_tiles (const BpNetwork *network, guint layer)
{
  guint n_units = network->layers[layer].n_outputs;

  return layer + 1 < network->n_layers ? MIN (n_units, BP_NETWORK_LAYOUT_MAX_TILES) : n_units;
}

/**
 * bp_network_layout_compute:
 * @layout: (out caller-allocates): the layout
 * @network: the network
 * @aspect: the height of its pictures over their width
 * @width: the width that there is
 * @line_height: the height of a line of text
 *
 * Arranges the picture, the hidden layers and the output side by side where there is room, and else
 * one below the other.
 */
void
bp_network_layout_compute (BpNetworkLayout *layout,
                           const BpNetwork *network,
                           double aspect,
                           double width,
                           double line_height)
{
  guint n_hidden = network->n_layers - 1;
  double least =
      SMALLEST_PICTURE + OUTPUT_LEAST * line_height + GAP + n_hidden * (LEAST_LAYER + GAP);

  *layout = (BpNetworkLayout){ .n_layers = network->n_layers, .is_wide = width >= least };
  for (guint l = 0; l < network->n_layers; l++)
    {
      layout->layers[l].n_units = network->layers[l].n_outputs;
      layout->layers[l].n_tiles = bp_network_layout_count_tiles (network, l);
    }
  if (layout->is_wide)
    arrange_wide (layout, aspect, width, line_height);
  else
    arrange_narrow (layout, aspect, width, line_height);
}

/**
 * bp_network_layout_find_unit:
 * @layer: a layer
 * @tile: one of its tiles
 *
 * Returns: the unit of the tile: the first of those that it stands for
 */
guint
bp_network_layout_find_unit (const BpNetworkLayoutLayer *layer, guint tile)
{
  return (guint) (((guint64) tile * layer->n_units + layer->n_tiles - 1) / layer->n_tiles);
}

/**
 * bp_network_layout_find_tile:
 * @layer: a layer
 * @unit: one of its units, also one that is not shown
 *
 * Returns: the tile that stands for the unit
 */
guint
bp_network_layout_find_tile (const BpNetworkLayoutLayer *layer, guint unit)
{
  return (guint) ((guint64) unit * layer->n_tiles / layer->n_units);
}

/**
 * bp_network_layout_get_tile:
 * @layer: a layer
 * @tile: one of its tiles
 *
 * Returns: where it is
 */
BpBox
bp_network_layout_get_tile (const BpNetworkLayoutLayer *layer, guint tile)
{
  guint column = tile % layer->n_columns;
  guint row = tile / layer->n_columns;

  return (BpBox){ layer->box.x + column * layer->pitch_x, layer->box.y + row * layer->pitch_y,
                  layer->pitch_x, layer->pitch_y };
}

/**
 * bp_network_layout_hit:
 * @layout: the layout
 * @x: a position
 * @y: likewise
 * @layer: (out): the layer there, from 0
 * @tile: (out): its tile there
 *
 * Returns: whether there is a tile
 */
gboolean
bp_network_layout_hit (const BpNetworkLayout *layout, double x, double y, guint *layer, guint *tile)
{
  for (guint l = 0; l < layout->n_layers; l++)
    {
      const BpNetworkLayoutLayer *self = &layout->layers[l];
      double column = floor ((x - self->box.x) / self->pitch_x);
      double row = floor ((y - self->box.y) / self->pitch_y);

      if (column < 0.0 || column >= self->n_columns || row < 0.0 ||
          row * self->n_columns + column >= self->n_tiles)
        continue;
      *layer = l;
      *tile = (guint) (row * self->n_columns + column);
      return TRUE;
    }
  return FALSE;
}

/* The tile of another layer in the same row, or in the same column of a narrow layout, at the edge
 * that is entered. */
static guint
enter_layer (const BpNetworkLayout *self, guint from, guint tile, guint to)
{
  const BpNetworkLayoutLayer *entered = &self->layers[to];
  BpBox old = bp_network_layout_get_tile (&self->layers[from], tile);
  guint n_rows = (entered->n_tiles + entered->n_columns - 1) / entered->n_columns;
  double column = to > from ? 0.0 : entered->n_columns - 1;
  double row = to > from ? 0.0 : n_rows - 1;

  if (self->is_wide)
    row = clamp (floor ((old.y + old.height / 2.0 - entered->box.y) / entered->pitch_y), 0.0,
                 n_rows - 1);
  else
    column = clamp (floor ((old.x + old.width / 2.0 - entered->box.x) / entered->pitch_x), 0.0,
                    entered->n_columns - 1);
  return MIN ((guint) (row * entered->n_columns + column), entered->n_tiles - 1);
}

/**
 * bp_network_layout_move:
 * @layout: the layout
 * @dx: -1, 0 or 1: a tile to the left or right
 * @dy: -1, 0 or 1: a tile up or down
 * @layer: (inout): a layer
 * @tile: (inout): one of its tiles
 *
 * Moves to the neighbouring tile. At the edge of a layer that faces another layer, moves to that
 * one.
 */
void
bp_network_layout_move (const BpNetworkLayout *layout, int dx, int dy, guint *layer, guint *tile)
{
  const BpNetworkLayoutLayer *self = &layout->layers[*layer];
  int column = (int) (*tile % self->n_columns) + dx;
  int row = (int) (*tile / self->n_columns) + dy;
  int n_rows = (int) ((self->n_tiles + self->n_columns - 1) / self->n_columns);
  gboolean is_inside = column >= 0 && column < (int) self->n_columns && row >= 0 && row < n_rows &&
                       (guint) row * self->n_columns + (guint) column < self->n_tiles;
  int along = layout->is_wide ? dx : dy;
  guint next = *layer + (guint) along;

  if (is_inside)
    *tile = (guint) row * self->n_columns + (guint) column;
  else if (along != 0 && next < layout->n_layers)
    {
      *tile = enter_layer (layout, *layer, *tile, next);
      *layer = next;
    }
}
