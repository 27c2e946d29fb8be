/* SPDX-License-Identifier: MIT */
#include "network-layout.h"

#include "test-file.h"

#define LINE_HEIGHT 18.0

static void
compute (BpNetworkLayout *layout, const guint *sizes, guint n_sizes, double width)
{
  g_autoptr (BpNetwork) network = bp_network_new (sizes, n_sizes, NULL);

  g_assert_nonnull (network);
  bp_network_layout_compute (layout, network, 1.0, width, LINE_HEIGHT);
}

static void
compute_usual (BpNetworkLayout *layout, double width)
{
  const guint sizes[] = { 784, 512, 10 };

  compute (layout, sizes, G_N_ELEMENTS (sizes), width);
}

static void
assert_apart (const BpBox *a, const BpBox *b)
{
  g_assert_true (a->x + a->width <= b->x || b->x + b->width <= a->x || a->y + a->height <= b->y ||
                 b->y + b->height <= a->y);
}

static void
assert_places (const BpNetworkLayout *layout, double width)
{
  for (guint l = 0; l < layout->n_layers; l++)
    {
      const BpNetworkLayoutLayer *layer = &layout->layers[l];

      g_assert_cmpfloat (layer->box.x, >=, 0.0);
      g_assert_cmpfloat (layer->box.x + layer->box.width, <=, width);
      g_assert_cmpfloat (layer->box.y + layer->box.height, <=, layout->height);
      assert_apart (&layer->box, &layer->caption);
      assert_apart (&layer->box, &layout->picture);
      for (guint other = 0; other < l; other++)
        assert_apart (&layer->box, &layout->layers[other].box);
    }
}

/* Nothing overlaps, and nothing is outside the width, for any usual width and depth. */
static void
test_places (void)
{
  const guint sizes[] = { 784, 900, 3, 512, 40, 128, 128, 50 };

  for (guint n_sizes = 2; n_sizes <= G_N_ELEMENTS (sizes); n_sizes++)
    {
      g_autoptr (BpNetwork) network = bp_network_new (sizes, n_sizes, NULL);
      BpNetworkLayout layout;

      for (guint width = 320; width <= 3800; width += 60)
        {
          bp_network_layout_compute (&layout, network, 1.0, width, LINE_HEIGHT);
          assert_places (&layout, width);
        }
    }
}

static void
test_wide_and_narrow (void)
{
  BpNetworkLayout layout;

  compute_usual (&layout, 800.0);
  g_assert_true (layout.is_wide);
  compute_usual (&layout, 340.0);
  g_assert_false (layout.is_wide);
}

/* With many classes, the picture and the hidden layers stand beside the first of them, where they
 * are seen together, and all classes are below each other. */
static void
test_many_classes (void)
{
  const guint sizes[] = { 784, 128, 50 };
  BpNetworkLayout usual;
  BpNetworkLayout layout;

  compute_usual (&usual, 800.0);
  compute (&layout, sizes, G_N_ELEMENTS (sizes), 800.0);
  g_assert_cmpfloat (layout.height, >, 3.0 * usual.height);
  g_assert_cmpfloat (layout.picture.y + layout.picture.height, <, usual.height * 1.25);
  g_assert_cmpfloat (layout.layers[0].box.y + layout.layers[0].box.height, <, usual.height * 1.25);
}

/* In a place of any width, the tiles of a layer use its room: they are as large as the height of
 * the layer allows, in a block of several rows. */
static void
test_blocks (void)
{
  static const guint N_UNITS[] = { 16, 32, 128, 512 };
  static const double WIDTHS[] = { 340.0, 800.0, 1500.0, 3400.0 };

  for (guint n = 0; n < G_N_ELEMENTS (N_UNITS); n++)
    {
      const guint sizes[] = { 784, N_UNITS[n], 10 };
      double pitch = 0.0;

      for (guint i = 0; i < G_N_ELEMENTS (WIDTHS); i++)
        {
          BpNetworkLayout layout;
          const BpNetworkLayoutLayer *layer = &layout.layers[0];

          compute (&layout, sizes, G_N_ELEMENTS (sizes), WIDTHS[i]);
          g_test_message ("%u units in %g: %u columns, %g pixels, %g high beside %g", N_UNITS[n],
                          WIDTHS[i], layer->n_columns, layer->pitch_x, layer->box.height,
                          layout.picture.height);
          g_assert_cmpfloat (layer->box.width, <=, 6.0 * layer->box.height);
          if (layout.is_wide)
            {
              g_assert_cmpfloat (layer->pitch_x, >=, pitch);
              pitch = layer->pitch_x;
            }
        }
      g_assert_cmpfloat (pitch, >=, 24.0);
    }
}

/* Tiles stand for units evenly, and each unit has the tile that stands for it. */
static void
test_sampling (void)
{
  BpNetworkLayout layout;
  const BpNetworkLayoutLayer *layer;

  compute_usual (&layout, 800.0);
  layer = &layout.layers[0];
  g_assert_cmpuint (layer->n_tiles, ==, BP_NETWORK_LAYOUT_MAX_TILES);
  for (guint tile = 0; tile < layer->n_tiles; tile++)
    {
      guint unit = bp_network_layout_find_unit (layer, tile);

      g_assert_cmpuint (unit, ==, 2 * tile);
      g_assert_cmpuint (bp_network_layout_find_tile (layer, unit), ==, tile);
      g_assert_cmpuint (bp_network_layout_find_tile (layer, unit + 1), ==, tile);
    }
  g_assert_cmpuint (layout.layers[1].n_tiles, ==, 10);
}

static void
test_hit (void)
{
  BpNetworkLayout layout;
  guint layer;
  guint tile;

  compute_usual (&layout, 800.0);
  for (guint l = 0; l < layout.n_layers; l++)
    for (guint i = 0; i < layout.layers[l].n_tiles; i++)
      {
        BpBox box = bp_network_layout_get_tile (&layout.layers[l], i);

        g_assert_true (bp_network_layout_hit (&layout, box.x + 0.5 * box.width,
                                              box.y + 0.5 * box.height, &layer, &tile));
        g_assert_cmpuint (layer, ==, l);
        g_assert_cmpuint (tile, ==, i);
      }
  g_assert_false (bp_network_layout_hit (&layout, layout.picture.x + 1.0, layout.picture.y + 1.0,
                                         &layer, &tile));
}

/* The arrow keys reach the output from the first unit, and stop there. */
static void
test_move (void)
{
  BpNetworkLayout layout;
  guint layer = 0;
  guint tile = 0;

  compute_usual (&layout, 800.0);
  bp_network_layout_move (&layout, -1, 0, &layer, &tile);
  bp_network_layout_move (&layout, 0, -1, &layer, &tile);
  g_assert_cmpuint (tile, ==, 0);
  bp_network_layout_move (&layout, 0, 1, &layer, &tile);
  g_assert_cmpuint (tile, ==, layout.layers[0].n_columns);
  for (guint i = 0; i < 100; i++)
    bp_network_layout_move (&layout, 1, 0, &layer, &tile);
  g_assert_cmpuint (layer, ==, 1);
  bp_network_layout_move (&layout, -1, 0, &layer, &tile);
  g_assert_cmpuint (layer, ==, 0);
  g_assert_cmpuint (tile % layout.layers[0].n_columns, ==, layout.layers[0].n_columns - 1);

  compute_usual (&layout, 340.0);
  for (guint i = 0; i < 100; i++)
    bp_network_layout_move (&layout, 0, 1, &layer, &tile);
  g_assert_cmpuint (layer, ==, 1);
  g_assert_cmpuint (tile, ==, 9);
}

/* Each tile stands for a unit of its own, also where there are more units than tiles by a part. */
static void
test_units_of_tiles (void)
{
  for (guint n_units = 257; n_units < 1300; n_units += 61)
    {
      const guint sizes[] = { 784, n_units, 10 };
      BpNetworkLayout layout;
      const BpNetworkLayoutLayer *layer = &layout.layers[0];

      compute (&layout, sizes, G_N_ELEMENTS (sizes), 800.0);
      for (guint tile = 0; tile < layer->n_tiles; tile++)
        {
          guint unit = bp_network_layout_find_unit (layer, tile);

          g_assert_cmpuint (unit, <, n_units);
          g_assert_cmpuint (bp_network_layout_find_tile (layer, unit), ==, tile);
        }
    }
}

/* Beside the last tile of a row that is not full there is none. */
static void
test_hit_beside_last (void)
{
  const guint sizes[] = { 784, 251, 10 };
  BpNetworkLayout layout;
  const BpNetworkLayoutLayer *hidden = &layout.layers[0];
  guint layer;
  guint tile;
  BpBox last;

  compute (&layout, sizes, G_N_ELEMENTS (sizes), 800.0);
  g_assert_cmpuint (hidden->n_tiles % hidden->n_columns, !=, 0);
  last = bp_network_layout_get_tile (hidden, hidden->n_tiles - 1);
  g_assert_true (bp_network_layout_hit (&layout, last.x + last.width / 2.0,
                                        last.y + last.height / 2.0, &layer, &tile));
  g_assert_cmpuint (tile, ==, hidden->n_tiles - 1);
  g_assert_false (bp_network_layout_hit (&layout, last.x + 1.5 * last.width,
                                         last.y + last.height / 2.0, &layer, &tile));
}

BP_TEST_FILE (network_layout)
{
  g_test_add_func ("/network-layout/places", test_places);
  g_test_add_func ("/network-layout/wide-and-narrow", test_wide_and_narrow);
  g_test_add_func ("/network-layout/many-classes", test_many_classes);
  g_test_add_func ("/network-layout/blocks", test_blocks);
  g_test_add_func ("/network-layout/sampling", test_sampling);
  g_test_add_func ("/network-layout/hit", test_hit);
  g_test_add_func ("/network-layout/move", test_move);
  g_test_add_func ("/network-layout/units-of-tiles", test_units_of_tiles);
  g_test_add_func ("/network-layout/hit-beside-last", test_hit_beside_last);
}
