/* SPDX-License-Identifier: MIT */
#pragma once

/* Marks texts that a window shows and translates, for the tools that collect texts. The engine
 * itself does not translate. */
#define N_(String)           (String)
#define NC_(Context, String) (String)
