/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

/**
 * BpWeightsFormat:
 * @name: what people call it, as in "safetensors"
 * @endings: what the names of its files end in, as in ".safetensors"; %NULL after the last
 * @is_read: whether bp_weights_load() reads it
 * @is_written: whether bp_weights_save() writes it
 * @beside: (nullable): the ending of the file that bp_weights_save() writes beside it, with the
 *   weights: that of "net.py" is "net.safetensors"
 * @keeps_info: whether it has a place for all of #BpWeightsInfo and for when an answer is sure
 *
 * One of the formats that networks are kept in.
 */
typedef struct
{
  const char *name;
  const char *endings[3];
  gboolean is_read;
  gboolean is_written;
  gboolean keeps_info;
  const char *beside;
} BpWeightsFormat;

const BpWeightsFormat *bp_weights_get_format (guint index);
const BpWeightsFormat *bp_weights_find_format (const char *path, GError **error);

gboolean bp_weights_recognise (const char *path);
BpNetwork *bp_weights_load (const char *path, BpWeightsInfo *info, GError **error);
BpNetwork *
bp_weights_load_bytes (GBytes *bytes, const char *name, BpWeightsInfo *info, GError **error);
gboolean bp_weights_choose_activation (BpNetwork *network,
                                       const BpWeightsInfo *info,
                                       const char *name,
                                       GError **error);
gboolean bp_weights_save (const BpNetwork *network,
                          const BpWeightsInfo *info,
                          const char *path,
                          GError **error);
