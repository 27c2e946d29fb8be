/* SPDX-License-Identifier: MIT */
#pragma once

#include "answer.h"

/**
 * BpPadNetwork:
 *
 * The network that answers to the drawings on the pad, with what its answers take: scratch space,
 * the names of its classes, and a detector of digits. It belongs to one thread; an answer takes a
 * fraction of a millisecond.
 */
typedef struct _BpPadNetwork BpPadNetwork;

BpPadNetwork *bp_pad_network_new (void);
void bp_pad_network_free (BpPadNetwork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpPadNetwork, bp_pad_network_free)

gboolean bp_pad_network_check (const BpNetwork *network, GError **error);
gboolean bp_pad_network_set_network (BpPadNetwork *self, BpNetwork *network);
gboolean bp_pad_network_set_class_names (BpPadNetwork *self, const char *const *names);
void bp_pad_network_set_detector (BpPadNetwork *self, BpDetector *detector);

BpNetwork *bp_pad_network_get_network (const BpPadNetwork *self);
const char *const *bp_pad_network_get_class_names (const BpPadNetwork *self);
gboolean bp_pad_network_has_digits (const BpPadNetwork *self);
gboolean bp_pad_network_can_answer (const BpPadNetwork *self);
gboolean bp_pad_network_reads_digits (const BpPadNetwork *self);
gboolean bp_pad_network_wants_detector (const BpPadNetwork *self);

BpAnswer bp_pad_network_answer (BpPadNetwork *self, const guint8 *image, float *probabilities);
void
bp_pad_network_explain (BpPadNetwork *self, const guint8 *image, guint label, float *attributions);
