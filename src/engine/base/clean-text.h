/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Text from outside on its way to a person: names, labels, headers of files, answers of servers. It
 * stays on its line, commands a terminal nothing, and does not change the order in which the text
 * around it is read. */

/* In characters: enough to recognise a label, or a text that a message quotes. */
#define BP_CLEAN_LABEL 60

gboolean bp_character_is_clean (gunichar character);
char *bp_clean_text (const char *text, guint max_characters);
char *bp_clean_path (const char *path);
char *bp_clean_name (const char *path);
