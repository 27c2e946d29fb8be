/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"
#include "weights-info.h"

#include <glib.h>

/**
 * BpWeightsFormat:
 * @name: for users, as in "safetensors", to be translated
 * @endings: of its file names, as in ".safetensors"; %NULL after the last
 * @is_read: whether bp_weights_load() reads it
 * @is_written: whether bp_weights_save() writes it
 * @beside: (nullable): the ending of the file with the weights that bp_weights_save() writes beside
 *   it: for "net.py", it is "net.safetensors"
 * @keeps_info: whether it stores all of #BpWeightsInfo and the threshold of sure answers
 *
 * A format of weight files.
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
