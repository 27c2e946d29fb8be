/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpProcessors:
 * @n_usable: the processors on which this process may run, at least 1
 * @n_cores: the cores that these belong to: two processors of one core share its arithmetic units
 * @n_fast_cores: the cores of these that are not made to save energy; all where none are
 * @quota: the processor time that the control group may use, in seconds a second; infinite without
 *   a limit
 */
typedef struct
{
  guint n_usable;
  guint n_cores;
  guint n_fast_cores;
  double quota;
} BpProcessors;

void bp_processors_read (const char *root, BpProcessors *processors);
guint bp_processors_choose_n_threads (const BpProcessors *processors);
