/* SPDX-License-Identifier: MIT */
#include "epoch-network.h"

#include "weights.h"

/**
 * bp_epoch_network_load:
 * @path: (type filename): the network of an epoch of a run
 * @like: another network of the run
 *
 * Loads a network that is to be compared with others. A run removes surplus networks while it
 * trains, so that the file may be gone.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL where it cannot be read, or has not
 *   the shape of @like
 */
BpNetwork *
bp_epoch_network_load (const char *path, const BpNetwork *like)
{
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpNetwork) network = NULL;

  bp_weights_info_init (&info);
  network = bp_weights_load (path, &info, NULL);
  return network != NULL && bp_network_has_shape_of (network, like) ? g_steal_pointer (&network)
                                                                    : NULL;
}
