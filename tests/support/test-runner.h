/* SPDX-License-Identifier: MIT */
#pragma once

/**
 * BpTestFile:
 * @name: "layer" for test-layer.c, or %NULL in the last row
 * @add_tests: adds its cases
 */
typedef struct
{
  const char *name;
  void (*add_tests) (void);
} BpTestFile;

/* The files of the program, one in each row. Meson writes the table from the list of the folder. */
extern const BpTestFile bp_test_files[];
