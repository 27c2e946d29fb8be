/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Cleans text from outside for display: names, labels, headers of files, answers of servers. Clean
 * text stays on its line, cannot control a terminal, and does not change the direction of the text
 * around it. */

/* In characters: enough to recognise a label, or a text that a message quotes. */
#define BP_CLEAN_LABEL 60

gboolean bp_character_is_clean (gunichar character);
char *bp_clean_text (const char *text, guint max_characters);
char *bp_clean_path (const char *path);
char *bp_clean_name (const char *path);
