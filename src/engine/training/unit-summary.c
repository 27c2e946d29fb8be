/* SPDX-License-Identifier: MIT */
/*
 * Finds what each unit of the first layer does: how large its weights are, and which class it
 * speaks for.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "unit-summary.h"

#include <math.h>

/* The effect of each unit of the first layer on each class: (n_units, n_classes), the product of
 * the weights of all later layers. Without later layers, a unit is a class. */
static double *
compute_effects (const BpNetwork *network)
{
  guint n_classes = bp_network_get_n_outputs (network);
  double *effects = g_new0 (double, (gsize) n_classes *n_classes);

  for (guint k = 0; k < n_classes; k++)
    effects[k * n_classes + k] = 1.0;
  for (guint l = network->n_layers - 1; l > 0; l--)
    {
      const BpLayer *layer = &network->layers[l];
      g_autofree double *above = effects;

      effects = g_new0 (double, (gsize) layer->n_inputs *n_classes);
      for (guint i = 0; i < layer->n_inputs; i++)
        for (guint j = 0; j < layer->n_outputs; j++)
          {
            double weight = (double) *bp_layer_get_weight (layer, i, j);

            for (guint k = 0; k < n_classes; k++)
              effects[(gsize) i * n_classes + k] += weight * above[(gsize) j * n_classes + k];
          }
    }
  return effects;
}

static double
find_norm (const BpLayer *layer, guint unit)
{
  double sum = 0.0;

  for (guint i = 0; i < layer->n_inputs; i++)
    {
      double weight = (double) *bp_layer_get_weight (layer, i, unit);

      sum += weight * weight;
    }
  return sqrt (sum);
}

static int
compare_norms (gconstpointer a, gconstpointer b)
{
  const BpUnitSummary *first = a;
  const BpUnitSummary *second = b;

  if (first->norm != second->norm)
    return first->norm > second->norm ? -1 : 1;
  return first->unit < second->unit ? -1 : 1;
}

static int
compare_classes (gconstpointer a, gconstpointer b)
{
  const BpUnitSummary *first = a;
  const BpUnitSummary *second = b;

  if (first->label != second->label)
    return first->label < second->label ? -1 : 1;
  if (first->effect != second->effect)
    return first->effect > second->effect ? -1 : 1;
  return first->unit < second->unit ? -1 : 1;
}

/**
 * bp_summarise_units:
 * @network: a network
 * @order: of the result
 *
 * Returns: (transfer full) (element-type BpUnitSummary): all units of the first layer
 */
GArray *
bp_summarise_units (const BpNetwork *network, BpUnitOrder order)
{
  const BpLayer *first = &network->layers[0];
  guint n_classes = bp_network_get_n_outputs (network);
  g_autofree double *effects = compute_effects (network);
  GArray *units = g_array_sized_new (FALSE, FALSE, sizeof (BpUnitSummary), first->n_outputs);

  for (guint unit = 0; unit < first->n_outputs; unit++)
    {
      const double *of_unit = effects + (gsize) unit * n_classes;
      BpUnitSummary summary = { .unit = unit, .norm = find_norm (first, unit) };

      for (guint k = 1; k < n_classes; k++)
        if (of_unit[k] > of_unit[summary.label])
          summary.label = k;
      summary.effect = of_unit[summary.label];
      g_array_append_val (units, summary);
    }
  g_array_sort (units, order == BP_UNIT_ORDER_NORM ? compare_norms : compare_classes);
  return units;
}

/**
 * bp_silence_units:
 * @network: a network with a hidden layer
 * @units: (n_units) units of the first layer
 * @n_units: how many
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): a copy in which these units feed nothing, or %NULL with @error set
 */
BpNetwork *
bp_silence_units (const BpNetwork *network, const guint *units, guint n_units, GError **error)
{
  BpNetwork *copy;

  g_return_val_if_fail (network->n_layers > 1, NULL);

  copy = bp_network_copy (network, error);
  for (guint u = 0; copy != NULL && u < n_units; u++)
    for (guint j = 0; j < copy->layers[1].n_outputs; j++)
      *bp_layer_get_weight (&copy->layers[1], units[u], j) = 0.0f;
  return copy;
}
