/* SPDX-License-Identifier: MIT */
#include "network-scene.h"

#include <string.h>

/**
 * bp_network_scene_clear:
 * @scene: the scene, which is empty afterwards
 */
void
bp_network_scene_clear (BpNetworkScene *scene)
{
  for (guint l = 0; l < scene->numbers.n_layers; l++)
    g_clear_pointer (&scene->shown[l], g_free);
  bp_network_numbers_clear (&scene->numbers);
  g_clear_pointer (&scene->ink, g_free);
  memset (scene, 0, sizeof *scene);
}

/**
 * bp_network_scene_get_network:
 * @scene: a scene with a walkthrough
 *
 * Returns: (transfer none): the network of its walkthrough
 */
const BpNetwork *
bp_network_scene_get_network (const BpNetworkScene *scene)
{
  return bp_explanation_get_network (bp_walkthrough_get_explanation (scene->walkthrough));
}

/**
 * bp_network_scene_find_tile:
 * @scene: a scene with a walkthrough
 * @layer: from 0
 * @unit: of the layer, from 0
 *
 * Returns: the tile that stands for the unit
 */
guint
bp_network_scene_find_tile (const BpNetworkScene *scene, guint layer, guint unit)
{
  return bp_network_layout_find_tile (&scene->layout.layers[layer], unit);
}

/* A tile that stands for several units shows the first of them, but the one at which a line begins,
 * and above all the chosen one. */
static void
choose_shown (BpNetworkScene *self)
{
  for (guint l = 0; l < self->numbers.n_layers; l++)
    for (guint tile = 0; tile < self->layout.layers[l].n_tiles; tile++)
      self->shown[l][tile] = bp_network_layout_find_unit (&self->layout.layers[l], tile);
  for (guint i = self->layer > 0 ? self->numbers.n_lines : 0; i-- > 0;)
    {
      guint input = self->numbers.lines[i].input;

      self->shown[self->layer - 1][bp_network_scene_find_tile (self, self->layer - 1, input)] =
          input;
    }
  self->shown[self->layer][bp_network_scene_find_tile (self, self->layer, self->unit)] = self->unit;
}

/**
 * bp_network_scene_begin:
 * @scene: the scene, whose contents are dropped
 * @walkthrough: (nullable): the walkthrough, which has to stay as long as the scene shows it
 * @names: the names of the outputs, which have to stay likewise
 * @picture_width: of its pictures, in pixels, over 0
 * @picture_height: likewise
 *
 * Begins with another walkthrough. Arrange it before it is used.
 */
void
bp_network_scene_begin (BpNetworkScene *scene,
                        const BpWalkthrough *walkthrough,
                        const BpUnitNames *names,
                        guint picture_width,
                        guint picture_height)
{
  bp_network_scene_clear (scene);
  scene->walkthrough = walkthrough;
  scene->names = *names;
  scene->picture_width = picture_width;
  scene->picture_height = picture_height;
  if (walkthrough == NULL)
    return;

  bp_network_numbers_set_shape (&scene->numbers, bp_network_scene_get_network (scene));
  for (guint l = 0; l < scene->numbers.n_layers; l++)
    scene->shown[l] =
        g_new0 (guint, bp_network_layout_count_tiles (bp_network_scene_get_network (scene), l));
}

/**
 * bp_network_scene_arrange:
 * @scene: a scene with a walkthrough
 * @width: the width that there is
 * @line_height: the height of a line of text
 */
void
bp_network_scene_arrange (BpNetworkScene *scene, double width, double line_height)
{
  bp_network_layout_compute (&scene->layout, bp_network_scene_get_network (scene),
                             (double) scene->picture_height / scene->picture_width, width,
                             line_height);
  choose_shown (scene);
}

/**
 * bp_network_scene_choose_unit:
 * @scene: a scene with a walkthrough
 * @layer: from 0
 * @unit: of the layer, from 0
 *
 * Chooses a unit and moves the cursor there. The lines are those of the unit before, so that there
 * are none until bp_network_scene_update().
 */
void
bp_network_scene_choose_unit (BpNetworkScene *scene, guint layer, guint unit)
{
  scene->layer = layer;
  scene->unit = unit;
  scene->cursor_layer = layer;
  scene->cursor_tile = bp_network_scene_find_tile (scene, layer, unit);
  scene->numbers.n_lines = 0;
  choose_shown (scene);
}

static void
set_ink (BpNetworkScene *self, const guint8 *image)
{
  gsize n_pixels = (gsize) self->picture_width * self->picture_height;

  if (image == NULL)
    {
      g_clear_pointer (&self->ink, g_free);
      return;
    }
  if (self->ink == NULL)
    self->ink = g_malloc (n_pixels);
  memcpy (self->ink, image, n_pixels);
}

/**
 * bp_network_scene_update:
 * @scene: a scene with a walkthrough
 * @image: (nullable): (picture_height, picture_width) the picture of the walkthrough; copied
 *
 * Takes the numbers of the walkthrough as they are now.
 */
void
bp_network_scene_update (BpNetworkScene *scene, const guint8 *image)
{
  set_ink (scene, image);
  bp_network_numbers_update (&scene->numbers, scene->walkthrough, scene->layer, scene->unit);
  choose_shown (scene);
}

/**
 * bp_network_scene_is_at_work:
 * @scene: a scene with a walkthrough
 * @layer: from 0
 *
 * Returns: whether the present step computes the layer
 */
gboolean
bp_network_scene_is_at_work (const BpNetworkScene *scene, guint layer)
{
  switch (bp_walkthrough_get_phase (scene->walkthrough))
    {
    case BP_WALK_PHASE_FORWARD:
    case BP_WALK_PHASE_BACKWARD:
      return layer == bp_walkthrough_get_layer (scene->walkthrough);
    case BP_WALK_PHASE_LOSS:
      return layer + 1 == scene->numbers.n_layers;
    case BP_WALK_PHASE_UPDATE:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * bp_network_scene_describe_cursor:
 * @scene: a scene with a walkthrough
 *
 * Returns: (transfer full): the unit under the cursor and its number
 */
char *
bp_network_scene_describe_cursor (const BpNetworkScene *scene)
{
  return bp_unit_text_value (scene->walkthrough, &scene->names, scene->cursor_layer,
                             scene->shown[scene->cursor_layer][scene->cursor_tile]);
}
