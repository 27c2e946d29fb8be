/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

char *
bp_confusion_text_cell (const char *label, const char *answer, guint64 count, guint64 n_of_label);
