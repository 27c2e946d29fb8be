/* SPDX-License-Identifier: MIT */
#pragma once

#include "contributions.h"
#include "unit-text.h"

#include <gtk/gtk.h>

#define BP_CONTRIBUTION_LIST_N_ROWS 6

#define BP_TYPE_CONTRIBUTION_LIST (bp_contribution_list_get_type ())

/**
 * BpContributionList:
 *
 * The strongest contributions into or from a unit, a button for each with its product. The signal
 * "chosen" has the unit or pixel at the other end of the weight.
 */
G_DECLARE_FINAL_TYPE (BpContributionList, bp_contribution_list, BP, CONTRIBUTION_LIST, GtkWidget)

void bp_contribution_list_set (BpContributionList *self,
                               const BpNetwork *network,
                               const BpUnitNames *names,
                               guint layer,
                               gboolean is_into,
                               const BpContribution *contributions,
                               guint n);
