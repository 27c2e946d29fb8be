/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection.h"

/* The figures of an inspection as tables for other programs: comma-separated values with a heading
 * row (RFC 4180), points in decimals. */

char *bp_inspection_format_confusion (const BpInspection *inspection);
char *bp_inspection_format_classes (const BpInspection *inspection);
char *bp_inspection_format_reliability (const BpInspection *inspection);
