/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "distributions.h"
#include "network.h"
#include "time-travel.h"

#include <gio/gio.h>

#define BP_TYPE_DISTRIBUTION_COUNTER (bp_distribution_counter_get_type ())

/**
 * BpDistributionCounter:
 *
 * Counts how the weights, activations and gradients of a run's networks are distributed: those of
 * the kept epochs, or without any, those that it was given since it became active. It counts on a
 * thread, from the networks on the disk, so that training pays nothing, and only while it is
 * active; then it catches up. Each network is counted once.
 *
 * The signal "changed" tells that there are other epochs, results or messages, and "progressed"
 * that the progress is another one.
 */
G_DECLARE_FINAL_TYPE (BpDistributionCounter,
                      bp_distribution_counter,
                      BP,
                      DISTRIBUTION_COUNTER,
                      GObject)

BpDistributionCounter *bp_distribution_counter_new (void);
void bp_distribution_counter_set_dataset (BpDistributionCounter *self,
                                          BpDataset *dataset,
                                          BpSplit split);
void bp_distribution_counter_set_network (BpDistributionCounter *self,
                                          BpNetwork *network,
                                          guint n_epochs);
void bp_distribution_counter_set_time_travel (BpDistributionCounter *self,
                                              BpTimeTravel *time_travel);
void bp_distribution_counter_set_is_active (BpDistributionCounter *self, gboolean is_active);
void bp_distribution_counter_cancel (BpDistributionCounter *self);
gboolean bp_distribution_counter_has_files (BpDistributionCounter *self);
GArray *bp_distribution_counter_list_epochs (BpDistributionCounter *self);
guint bp_distribution_counter_get_current (BpDistributionCounter *self);
const BpDistributions *bp_distribution_counter_get (BpDistributionCounter *self, guint epoch);
double bp_distribution_counter_get_progress (BpDistributionCounter *self);
const char *bp_distribution_counter_get_message (BpDistributionCounter *self);
char *bp_distribution_counter_describe (BpDistributionCounter *self);
