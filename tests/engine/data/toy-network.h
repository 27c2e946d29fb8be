/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"

BpNetwork *bp_toy_network_new (guint n_inputs, guint n_hidden, guint n_classes, guint64 seed);
BpNetwork *bp_toy_network_new_for_dataset (const BpDataset *dataset, guint n_hidden, guint64 seed);
