/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What both executables need at their start, whether they were installed or run in the folder that
 * they were built in: where their files lie, their language, and their signals.
 */

const char *bp_program_get_build_folder (void);
void bp_program_init (void);

G_END_DECLS
