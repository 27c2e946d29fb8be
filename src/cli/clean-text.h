/* SPDX-License-Identifier: MIT */
#pragma once

char *bp_clean_text (const char *text);
