/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What both executables need at their start, be they installed or run from the folder that they
 * were built in: where the files around them lie, and which language they speak.
 */

const char *bp_program_get_build_folder (void);
void bp_program_init (void);

G_END_DECLS
