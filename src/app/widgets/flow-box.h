/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_FLOW_BOX       (bp_flow_box_get_type ())
#define BP_TYPE_FLOW_BOX_CHILD (bp_flow_box_child_get_type ())

/**
 * BpFlowBox:
 *
 * A #GtkFlowBox of controls that wrap into lines, with children of #BpFlowBoxChild. It is no list
 * of things to choose from: Tab goes through the controls, and screen readers see no table.
 */
GType bp_flow_box_get_type (void);

G_DECLARE_FINAL_TYPE (BpFlowBoxChild, bp_flow_box_child, BP, FLOW_BOX_CHILD, GtkFlowBoxChild)
