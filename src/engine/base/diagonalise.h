/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

void bp_diagonalise (double *matrix, double *vectors, guint n);
