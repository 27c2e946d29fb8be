/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BP_TEST_FILE:
 * @name: the file's own, without "test-" and with underscores: layer for test-layer.c
 *
 * The head of the function that adds the cases of a test file. The programs are made in
 * tests/meson.build, one from the files of a folder; see test-runner.c.
 */
#define BP_TEST_FILE(name)            \
  void bp_add_tests_of_##name (void); \
  void bp_add_tests_of_##name (void)
