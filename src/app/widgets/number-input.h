/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

void bp_number_inputs_attach (GtkWidget *root);
void bp_number_input_set_zero_text (GtkSpinButton *spin, const char *text);

char *bp_number_input_format (double value, gboolean is_whole);
char *bp_number_input_check (const char *text,
                             gboolean is_whole,
                             double least,
                             double most,
                             double *value);
