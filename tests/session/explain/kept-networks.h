/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "test-files.h"

#define BP_N_KEPT_NETWORKS 4

/**
 * BpKeptNetworks:
 * @dataset: what they learn
 * @networks: with different weights
 * @paths: (array zero-terminated=1): the file of each
 *
 * Networks as a run keeps them, in a folder of the test. All is owned.
 */
typedef struct
{
  BpTestFolder *folder;
  BpDataset *dataset;
  BpNetwork *networks[BP_N_KEPT_NETWORKS];
  GStrv paths;
} BpKeptNetworks;

void bp_kept_networks_init (BpKeptNetworks *kept);
void bp_kept_networks_clear (BpKeptNetworks *kept);
