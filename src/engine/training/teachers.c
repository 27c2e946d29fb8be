/* SPDX-License-Identifier: MIT */
/*
 * The soft targets of distillation: the mean of what several trained networks answer at a
 * temperature (Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network", 2015).
 * Teachers see the same augmented images as the network that learns from them.
 *
 * Thread rule: bp_teachers_answer() is called from blocks of a phase, with samples of that block
 * only; one thread at a time calls everything else. The teachers are only read.
 */
#include "teachers.h"

#include "error.h"
#include "memory-block.h"

#include <glib/gi18n-lib.h>

struct _BpTeachers
{
  GPtrArray *networks;      /* owned, of BpNetwork */
  BpWorkspace **workspaces; /* (networks->len) owned */
  float *answers;           /* (max_batch, stride) owned: the mean of the softened answers */
  BpSoftTargets targets;
};

static gboolean
allocate (BpTeachers *self, guint max_batch, GError **error)
{
  const BpNetwork *first = g_ptr_array_index (self->networks, 0);

  self->workspaces = g_new0 (BpWorkspace *, self->networks->len);
  for (guint i = 0; i < self->networks->len; i++)
    {
      self->workspaces[i] =
          bp_workspace_new (g_ptr_array_index (self->networks, i), max_batch, error);
      if (self->workspaces[i] == NULL)
        return FALSE;
    }

  self->targets.stride = self->workspaces[0]->strides[first->n_layers];
  self->answers = bp_memory_block_new (max_batch * self->targets.stride);
  if (self->answers != NULL)
    return TRUE;

  g_set_error_literal (
      error, BP_ERROR, BP_ERROR_NO_MEMORY,
      _ ("There is no memory for the answers of the teachers: choose a smaller batch "
         "size"));
  return FALSE;
}

/**
 * bp_teachers_new:
 * @distillation: the settings, with at least one teacher; all have as many inputs and outputs as
 *   the network that learns
 * @max_batch: the largest batch, at least 1
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the teachers, or %NULL with @error set
 */
BpTeachers *
bp_teachers_new (const BpDistillation *distillation, guint max_batch, GError **error)
{
  g_autoptr (BpTeachers) self = g_new0 (BpTeachers, 1);

  self->networks = g_ptr_array_ref (distillation->teachers);
  if (!allocate (self, max_batch, error))
    return NULL;

  self->targets.probabilities = self->answers;
  self->targets.temperature = distillation->temperature;
  self->targets.weight = distillation->soft_weight;
  return g_steal_pointer (&self);
}

/**
 * bp_teachers_free:
 * @self: (transfer full): the teachers
 */
void
bp_teachers_free (BpTeachers *self)
{
  for (guint i = 0; self->workspaces != NULL && i < self->networks->len; i++)
    g_clear_pointer (&self->workspaces[i], bp_workspace_free);
  g_free (self->workspaces);
  bp_memory_block_free (self->answers);
  g_ptr_array_unref (self->networks);
  g_free (self);
}

/* Adds a share of the softened answers of one teacher to those of the others. */
static void
add_answers (BpTeachers *self, guint teacher, BpRange samples)
{
  const BpNetwork *network = g_ptr_array_index (self->networks, teacher);
  BpWorkspace *workspace = self->workspaces[teacher];
  guint n_outputs = bp_network_get_n_outputs (network);
  gsize stride = self->targets.stride;
  float share = 1.0f / (float) self->networks->len;

  for (guint i = samples.begin; i < samples.end; i++)
    {
      float *softened = workspace->probabilities + i * stride;
      float *answer = self->answers + i * stride;

      bp_soften (softened, workspace->activations[network->n_layers] + i * stride, n_outputs,
                 self->targets.temperature);
      for (guint j = 0; j < n_outputs; j++)
        answer[j] = (teacher > 0 ? answer[j] : 0.0f) + share * softened[j];
    }
}

/**
 * bp_teachers_answer:
 * @self: the teachers
 * @inputs: the present batch
 * @samples: of it
 *
 * Fills the soft targets of the samples.
 */
void
bp_teachers_answer (BpTeachers *self, const BpBatchInputs *inputs, BpRange samples)
{
  for (guint teacher = 0; teacher < self->networks->len; teacher++)
    {
      const BpNetwork *network = g_ptr_array_index (self->networks, teacher);
      BpWorkspace *workspace = self->workspaces[teacher];

      for (guint i = samples.begin; i < samples.end; i++)
        bp_batch_inputs_convert (inputs, i, network,
                                 workspace->activations[0] + i * workspace->strides[0]);
      for (guint l = 0; l < network->n_layers; l++)
        bp_layer_forward (network, workspace, l, samples,
                          (BpRange){ 0, network->layers[l].n_outputs });
      add_answers (self, teacher, samples);
    }
}

/**
 * bp_teachers_get_targets:
 * @self: the teachers
 *
 * Returns: (transfer none): the soft targets: those samples of the present batch that
 *   bp_teachers_answer() was called for
 */
const BpSoftTargets *
bp_teachers_get_targets (const BpTeachers *self)
{
  return &self->targets;
}
