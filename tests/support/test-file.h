/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BP_TEST_FILE:
 * @name: the name of the file without "test-" and with underscores: layer for test-layer.c
 *
 * The head of the function that adds the cases of a test file. tests/meson.build makes one program
 * from the files of each folder; see test-runner.c.
 */
#define BP_TEST_FILE(name)            \
  void bp_add_tests_of_##name (void); \
  void bp_add_tests_of_##name (void)
