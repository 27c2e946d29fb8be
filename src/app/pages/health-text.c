/* SPDX-License-Identifier: MIT */
#include "health-text.h"

#include "format.h"

#include <glib/gi18n.h>

/* The gradient of the first layer over that of the last one, from which on it vanishes, and from
 * which on it explodes. */
#define VANISHED 0.01
#define EXPLODED 100.0

/* Updates of more than this share of the weights make training unstable, and smaller ones than the
 * other change nothing. About 0.001 is usual. */
#define LARGE_UPDATE 0.03
#define SMALL_UPDATE 1e-5

/* Where more units are dead, the text advises. */
#define MANY_DEAD 0.5

/**
 * bp_health_get_figures:
 * @health: the health of the layers
 * @figure: one of its figures
 *
 * Returns: (transfer none): the figure of each layer
 */
const BpLayerFigures *
bp_health_get_figures (const BpLayerHealth *health, BpHealthFigure figure)
{
  switch (figure)
    {
    case BP_HEALTH_GRADIENT_NORM:
      return &health->gradient_norms;
    case BP_HEALTH_UPDATE_RATIO:
      return &health->update_ratios;
    default:
      return &health->dead_shares;
    }
}

/**
 * bp_health_name_layer:
 * @layer: a layer, from 0
 * @n_layers: the layers of the network, the output layer included
 *
 * Returns: (transfer full): what the layer is called
 */
char *
bp_health_name_layer (guint layer, guint n_layers)
{
  if (layer + 1 == n_layers)
    return g_strdup (_ ("Output layer"));
  /* Translators: hidden layers count from 1 */
  return g_strdup_printf (_ ("Hidden layer %u"), layer + 1);
}

static void
describe_gradients (const BpLayerFigures *norms, GString *text)
{
  double first = norms->values[0];
  double last = norms->values[norms->n_values - 1];
  double ratio = last > 0.0 ? first / last : 1.0;

  g_string_append (text, _ ("How strongly the loss pulls at the weights of each layer."));
  if (ratio < VANISHED)
    g_string_append (text, _ (" The gradient vanishes on its way back: the first layer gets less "
                              "than a hundredth of the last one’s, and hardly learns."));
  else if (ratio > EXPLODED)
    g_string_append (text, _ (" The gradient explodes on its way back: the first layer gets over a "
                              "hundred times the last one’s."));
}

static void
describe_updates (const BpLayerFigures *ratios, GString *text)
{
  double largest = 0.0;

  for (guint l = 0; l < ratios->n_values; l++)
    largest = MAX (largest, ratios->values[l]);
  g_string_append (text, _ ("How much one step changes the weights of each layer, as a share of "
                            "their size. About 0.001 is usual."));
  if (largest > LARGE_UPDATE)
    g_string_append (text, _ (" A step changes a layer by over 3 %: training may become unstable, "
                              "and a lower learning rate helps."));
  else if (largest < SMALL_UPDATE)
    g_string_append (text, _ (" Hardly anything changes any more."));
}

static void
describe_dead_units (const BpLayerFigures *shares, GString *text)
{
  gboolean has_dead = FALSE;
  double largest = 0.0;

  g_string_append (text, _ ("Units that no image moves: their output is always 0, or saturated at "
                            "its limit. A dead unit does not learn any more."));
  for (guint l = 0; l < shares->n_values; l++)
    {
      g_autofree char *percent = bp_format_percent (shares->values[l]);

      largest = MAX (largest, shares->values[l]);
      if (shares->values[l] == 0.0)
        continue;
      has_dead = TRUE;
      /* Translators: follows a sentence; %u is the number of the layer, %s a share such as 12.5 %
       */
      g_string_append_printf (text, _ (" Hidden layer %u: %s of the units are dead."), l + 1,
                              percent);
    }
  if (!has_dead)
    g_string_append (text, _ (" No unit is dead."));
  else if (largest > MANY_DEAD)
    g_string_append (text, _ (" A lower learning rate, or fresh weights, keeps units alive."));
}

/**
 * bp_health_describe:
 * @health: the health of the layers after an epoch
 * @figure: one of its figures
 *
 * Returns: (transfer full): what the figure means, and what stands out
 */
char *
bp_health_describe (const BpLayerHealth *health, BpHealthFigure figure)
{
  static void (*const describe[]) (const BpLayerFigures *, GString *) = {
    [BP_HEALTH_GRADIENT_NORM] = describe_gradients,
    [BP_HEALTH_UPDATE_RATIO] = describe_updates,
    [BP_HEALTH_DEAD_UNITS] = describe_dead_units,
  };
  const BpLayerFigures *figures = bp_health_get_figures (health, figure);
  GString *text = g_string_new (NULL);

  if (figures->n_values > 0)
    describe[figure](figures, text);
  else
    g_string_append (text, figure == BP_HEALTH_DEAD_UNITS && health->gradient_norms.n_values == 1
                               ? _ ("The network has no hidden layer.")
                               : _ ("Nothing was measured in this epoch."));
  return g_string_free (text, FALSE);
}
