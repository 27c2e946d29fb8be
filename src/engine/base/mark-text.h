/* SPDX-License-Identifier: MIT */
#pragma once

/* Marks texts that a window shows and translates, so that the tools find them that collect texts.
 * The engine translates nothing. */
#define N_(String)           (String)
#define NC_(Context, String) (String)
