/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

#define BP_WEIGHTS_ARRAY_MAX_DIMS 8

/**
 * BpWeightsArrayKind:
 * @BP_WEIGHTS_ARRAY_FLOAT: numbers that can be weights
 * @BP_WEIGHTS_ARRAY_INTEGER: integers, which cannot be trained weights
 * @BP_WEIGHTS_ARRAY_OTHER: text, objects or tables
 */
typedef enum
{
  BP_WEIGHTS_ARRAY_FLOAT,
  BP_WEIGHTS_ARRAY_INTEGER,
  BP_WEIGHTS_ARRAY_OTHER,
} BpWeightsArrayKind;

/**
 * BpWeightsArray:
 * @name: (not owned): as in "fc1.weight", "W1" or "arr_0"
 * @kind: the kind of its elements
 * @n_dims: 0 is a single number
 * @dims: (n_dims): the shape, in C order
 *
 * An array of a file, which may or may not belong to a network.
 */
typedef struct
{
  const char *name;
  BpWeightsArrayKind kind;
  guint n_dims;
  guint64 dims[BP_WEIGHTS_ARRAY_MAX_DIMS];
} BpWeightsArray;

/**
 * BpWeightsLayer:
 * @weights: the index of the array of weights
 * @biases: the index of the array of biases, or -1 where the layer has none
 */
typedef struct
{
  int weights;
  int biases;
} BpWeightsLayer;

/**
 * BpWeightsChain:
 * @layers: (n_layers): from the inputs to the outputs
 * @n_layers: the number of layers
 * @sizes: (n_layers + 1): the number of inputs, and of the outputs of each layer
 * @is_in_out: whether the weights in the file are (in, out) instead of (out, in)
 *
 * The network that the arrays of a file make.
 */
typedef struct
{
  BpWeightsLayer layers[BP_NETWORK_MAX_LAYERS];
  guint n_layers;
  guint sizes[BP_NETWORK_MAX_LAYERS + 1];
  gboolean is_in_out;
} BpWeightsChain;

/**
 * BpWeightsChainFlags:
 * @BP_WEIGHTS_CHAIN_ALL: the file holds only a network, so that unused arrays are an error
 * @BP_WEIGHTS_CHAIN_OUT_IN: its weights are known to be (out, in)
 */
typedef enum
{
  BP_WEIGHTS_CHAIN_ALL = 1 << 0,
  BP_WEIGHTS_CHAIN_OUT_IN = 1 << 1,
} BpWeightsChainFlags;

/**
 * BpWeightsReadFunc:
 * @file: the argument of bp_weights_chain_make_network()
 * @index: the index of the array
 * @values: (out): its elements in C order
 * @error: return location for a #BpError whose message begins with "it" or "its", or a
 *   %G_FILE_ERROR
 *
 * Returns: whether @values is filled
 */
typedef gboolean (*BpWeightsReadFunc) (gpointer file, guint index, float *values, GError **error);

gboolean bp_weights_arrays_recognise (const BpWeightsArray *arrays, guint n_arrays);
gboolean bp_weights_chain_find (BpWeightsChain *chain,
                                const BpWeightsArray *arrays,
                                guint n_arrays,
                                BpWeightsChainFlags flags,
                                BpWeightsInfo *info,
                                GError **error);
BpNetwork *bp_weights_chain_make_network (const BpWeightsChain *chain,
                                          const BpWeightsArray *arrays,
                                          BpWeightsReadFunc read,
                                          gpointer file,
                                          GError **error);
