/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"

#include <stddef.h>
#include <stdint.h>

/**
 * LLVMFuzzerTestOneInput:
 * @data: (array length=size): any bytes
 * @size: of @data
 *
 * Every target defines this function, which libFuzzer calls. It gives @data to a reader, which may
 * refuse them but must not crash.
 *
 * Returns: 0
 */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

const char *bp_fuzz_file_put (const uint8_t *data, size_t size);
BpByteStream *bp_fuzz_stream_new (const uint8_t *data, size_t size);
void bp_fuzz_check_outcome (gboolean is_done, const GError *error);
