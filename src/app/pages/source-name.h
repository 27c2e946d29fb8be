/* SPDX-License-Identifier: MIT */
#pragma once

char *bp_source_name_describe (const char *path);
char *bp_source_name_describe_mixed (const char *name);
char *bp_source_name_translate (const char *name);
