/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

#include <glib.h>

const char *bp_weights_activation_find (const char *name);
gboolean bp_weights_activation_set (BpNetwork *network, const char *name, GError **error);
