/* SPDX-License-Identifier: MIT */
#pragma once

#include "error.h"
#include "network.h"

/**
 * BpWeightsFixture:
 * @folder: a folder of the test's own
 * @path: where in it the test's weight file is to be
 *
 * What tests of weight files begin with. The tear-down fails where anything but the weight file was
 * left behind in the folder.
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
