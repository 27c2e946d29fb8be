/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

guint32 bp_crc32c (const void *bytes, gsize length);
