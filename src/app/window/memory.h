/* SPDX-License-Identifier: MIT */
#pragma once

void bp_memory_set_up (void);
void bp_memory_trim_later (void);
