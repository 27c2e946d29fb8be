/* SPDX-License-Identifier: MIT */
#pragma once

#include "explain-page.h"
#include "window.h"

/* The steps of the page that explains the network, as actions "explain-…" of the window. */

void bp_window_explain_attach (BpWindow *self, BpExplainPage *page);
