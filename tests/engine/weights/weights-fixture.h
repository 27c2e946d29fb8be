/* SPDX-License-Identifier: MIT */
#pragma once

#include "error.h"
#include "network.h"

/**
 * BpWeightsFixture:
 * @folder: the folder of the test
 * @path: of the test's weight file in it
 *
 * The fixture of tests of weight files. The tear-down fails where the folder has any other file
 * than the weight file.
 */
typedef struct
{
  char *folder;
  char *path;
} BpWeightsFixture;

void bp_weights_fixture_set_up (BpWeightsFixture *fixture, gconstpointer data);
void bp_weights_fixture_tear_down (BpWeightsFixture *fixture, gconstpointer data);

#define BP_WEIGHTS_TEST_ADD(path, function)                                      \
  g_test_add (path, BpWeightsFixture, NULL, bp_weights_fixture_set_up, function, \
              bp_weights_fixture_tear_down)

BpNetwork *bp_sample_network_new (const guint *sizes, guint n_sizes);
BpNetwork *bp_small_network_new (void);
void bp_save_weights (const BpNetwork *network, const char *path);
void bp_assert_weights_refused (const char *path, BpError code, const char *message);
