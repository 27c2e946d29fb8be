/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/network.h"

#include <glib.h>

GByteArray *bp_weights_npz_write (const BpNetwork *network, GError **error);
gboolean bp_weights_npz_recognise (const char *path);
BpNetwork *bp_weights_npz_read (const char *path, GError **error);
