/* SPDX-License-Identifier: MIT */
#pragma once

#include "allographs.h"
#include "sketch.h"

/* What is drawn where no figure was drawn up by hand: see non-digits.c. Each adds to a sketch. */

void bp_add_to_and_fro (BpSketch *sketch, BpRandom *random);
void bp_add_scribble (BpSketch *sketch, BpRandom *random);
void bp_add_pattern (BpSketch *sketch, BpRandom *random);
void bp_add_lines (BpSketch *sketch, BpRandom *random);
void bp_add_blob (BpSketch *sketch, BpRandom *random);
void bp_add_polygon (BpSketch *sketch, BpRandom *random);
void bp_add_arrow (BpSketch *sketch, BpRandom *random);
void bp_add_sign (BpSketch *sketch, BpRandom *random);
void bp_add_pieces (BpSketch *sketch, const BpAllographs *allographs, BpRandom *random);
void bp_add_spoiled_digit (BpSketch *sketch, const BpAllographs *allographs, BpRandom *random);
