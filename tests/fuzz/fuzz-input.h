/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"

#include <stddef.h>
#include <stdint.h>

/**
 * LLVMFuzzerTestOneInput:
 * @data: (array length=size): anything at all
 * @size: how much
 *
 * What every target defines: it hands @data to a reader, which may refuse it, but nothing worse.
 * The name is libFuzzer's.
 *
 * Returns: 0
 */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

const char *bp_fuzz_file_put (const uint8_t *data, size_t size);
BpByteStream *bp_fuzz_stream_new (const uint8_t *data, size_t size);
void bp_fuzz_check_outcome (gboolean is_done, const GError *error);
