/* SPDX-License-Identifier: MIT */
/*
 * Finds, in one pass over the samples, the images that excite each unit of a network most. Forward
 * propagation computes all units of a batch anyway, so that all of them take hardly longer than
 * one.
 *
 * Thread rule: callable from any thread; the network and the samples are only read.
 */
#include "favourites.h"

#include "backprop.h"

/* Samples between two checks of the cancel flag: about a millisecond of work. */
#define BATCH 128

struct _BpFavourites
{
  guint n_layers;
  guint n_units[BP_NETWORK_MAX_LAYERS];
  guint8 *counts[BP_NETWORK_MAX_LAYERS];      /* (n_units) */
  BpFavourite *images[BP_NETWORK_MAX_LAYERS]; /* (n_units, BP_FAVOURITES_PER_UNIT) */
};

/* Inserts an image where it belongs among those of a unit. Of equal ones, the first stays first. */
static void
insert (BpFavourite *images, guint8 *count, BpFavourite new)
{
  guint place = *count;

  while (place > 0 && images[place - 1].value < new.value)
    place--;
  if (place == BP_FAVOURITES_PER_UNIT)
    return;

  *count = MIN (*count + 1, BP_FAVOURITES_PER_UNIT);
  for (guint i = *count - 1; i > place; i--)
    images[i] = images[i - 1];
  images[place] = new;
}

/* A hidden unit at 0 is not excited; for an output, any sum counts. */
static void
add_batch (BpFavourites *self, const BpWorkspace *workspace, guint32 first)
{
  for (guint l = 0; l < self->n_layers; l++)
    for (guint row = 0; row < workspace->batch; row++)
      {
        const float *values = workspace->activations[l + 1] + row * workspace->strides[l + 1];

        for (guint j = 0; j < self->n_units[l]; j++)
          if (values[j] != 0.0f || l + 1 == self->n_layers)
            insert (self->images[l] + (gsize) j * BP_FAVOURITES_PER_UNIT, &self->counts[l][j],
                    (BpFavourite){ first + row, values[j] });
      }
}

/**
 * bp_favourites_new:
 * @network: the network
 * @samples: images of n_inputs pixels
 * @progress: (nullable): reports the samples that are done, and cancels
 * @error: return location for %BP_ERROR_NO_MEMORY or %BP_ERROR_CANCELLED
 *
 * Returns: (transfer full): the images, or %NULL with @error set
 */
BpFavourites *
bp_favourites_new (const BpNetwork *network,
                   BpSamples samples,
                   BpProgress *progress,
                   GError **error)
{
  g_autoptr (BpFavourites) self = NULL;
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, BATCH, error);
  gsize n_inputs = bp_network_get_n_inputs (network);

  if (workspace == NULL)
    return NULL;

  self = g_new0 (BpFavourites, 1);
  self->n_layers = network->n_layers;
  for (guint l = 0; l < self->n_layers; l++)
    {
      self->n_units[l] = network->layers[l].n_outputs;
      self->counts[l] = g_new0 (guint8, self->n_units[l]);
      self->images[l] = g_new0 (BpFavourite, (gsize) self->n_units[l] * BP_FAVOURITES_PER_UNIT);
    }
  for (gsize first = 0; first < samples.count; first += BATCH)
    {
      guint batch = MIN (BATCH, samples.count - first);

      if (!bp_progress_check (progress, error))
        return NULL;
      bp_workspace_gather (workspace, network, samples.images + first * n_inputs, NULL, batch);
      bp_forward_propagation (network, workspace);
      add_batch (self, workspace, (guint32) first);
      bp_progress_report (progress, first + batch, samples.count);
    }
  return g_steal_pointer (&self);
}

/**
 * bp_favourites_free:
 * @favourites: (transfer full): the images
 */
void
bp_favourites_free (BpFavourites *favourites)
{
  for (guint l = 0; l < favourites->n_layers; l++)
    {
      g_free (favourites->counts[l]);
      g_free (favourites->images[l]);
    }
  g_free (favourites);
}

/**
 * bp_favourites_get:
 * @favourites: the images
 * @layer: from 0
 * @unit: of the layer, from 0
 * @n: (out): how many: fewer than %BP_FAVOURITES_PER_UNIT where fewer images excite the unit
 *
 * Returns: (transfer none) (array length=n): the images, the most exciting one first
 */
const BpFavourite *
bp_favourites_get (const BpFavourites *favourites, guint layer, guint unit, guint *n)
{
  *n = 0;
  g_return_val_if_fail (layer < favourites->n_layers, NULL);
  g_return_val_if_fail (unit < favourites->n_units[layer], NULL);

  *n = favourites->counts[layer][unit];
  return favourites->images[layer] + (gsize) unit * BP_FAVOURITES_PER_UNIT;
}
