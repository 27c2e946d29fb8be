/* SPDX-License-Identifier: MIT */
#pragma once

#include "window-fixture.h"

/* Looks at a window that is shown, which has a name for messages. */
typedef void (*BpTestDialogFunc) (GtkWidget *window, const char *name, gpointer data);

void
bp_test_show_dialog (GtkWindow *window, const char *name, BpTestDialogFunc function, gpointer data);
void bp_test_show_dialogs (BpTestWindow *fixture, BpTestDialogFunc function, gpointer data);
