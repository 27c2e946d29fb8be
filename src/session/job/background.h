/* SPDX-License-Identifier: MIT */
#pragma once

void bp_background_begin (void);
