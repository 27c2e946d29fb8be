/* SPDX-License-Identifier: MIT */
#pragma once

#include "backprop.h"
#include "batch-inputs.h"

#include <glib.h>

#define BP_DISTILLATION_LEAST_TEMPERATURE 0.1f
#define BP_DISTILLATION_MOST_TEMPERATURE  1000.0f

/**
 * BpDistillation:
 * @teachers: (nullable) (element-type BpNetwork): trained networks, which must not
 *   change any more; a trainer takes a reference. They are needed where @soft_weight is over 0.
 * @temperature: divides the logits of the teachers and of the network that learns: from
 *   %BP_DISTILLATION_LEAST_TEMPERATURE to %BP_DISTILLATION_MOST_TEMPERATURE
 * @soft_weight: the share of the loss that is about the teachers' answers, from 0 to 1; the labels
 *   have the rest. 0 is training without teachers.
 *
 * The settings of distillation: a network learns the mean of the softened answers of its teachers
 * beside the labels. See bp_output_delta().
 */
typedef struct
{
  GPtrArray *teachers;
  float temperature;
  float soft_weight;
} BpDistillation;

/**
 * BpTeachers:
 *
 * The teachers of a run and their answers on the present batch. The threads of a step share the
 * samples.
 */
typedef struct _BpTeachers BpTeachers;

BpTeachers *bp_teachers_new (const BpDistillation *distillation, guint max_batch, GError **error);
void bp_teachers_free (BpTeachers *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpTeachers, bp_teachers_free)

void bp_teachers_answer (BpTeachers *self, const BpBatchInputs *inputs, BpRange samples);
const BpSoftTargets *bp_teachers_get_targets (const BpTeachers *self);
