/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_APPLICATION (bp_application_get_type ())

/**
 * BpApplication:
 *
 * The program: one process with one window for each user. A second start passes its arguments to
 * the first and ends.
 */
G_DECLARE_FINAL_TYPE (BpApplication, bp_application, BP, APPLICATION, AdwApplication)

BpApplication *bp_application_new (void);
