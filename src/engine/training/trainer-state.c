/* SPDX-License-Identifier: MIT */
/*
 * The state of a trainer for a checkpoint.
 *
 * Thread rule: a state belongs to one thread at a time, and may be handed from thread to thread.
 */
#include "trainer-state.h"

#include <string.h>

/**
 * bp_trainer_state_clear:
 * @state: the state whose networks to free; it can be filled again
 */
void
bp_trainer_state_clear (BpTrainerState *state)
{
  g_clear_pointer (&state->network, bp_network_unref);
  for (guint i = 0; i < BP_OPTIMIZER_MAX_MOMENTS; i++)
    g_clear_pointer (&state->moments[i], bp_network_unref);
}

/**
 * bp_trainer_state_take_optimizer:
 * @state: a state with a network and without moments
 * @optimizer: the optimiser of that network, whose state to copy
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: whether it was copied
 */
gboolean
bp_trainer_state_take_optimizer (BpTrainerState *state,
                                 const BpOptimizer *optimizer,
                                 GError **error)
{
  state->n_optimizer_steps = optimizer->n_steps;
  for (guint i = 0; i < BP_OPTIMIZER_MAX_MOMENTS; i++)
    {
      if (optimizer->moments[i] == NULL)
        continue;
      state->moments[i] = bp_network_copy (state->network, error);
      if (state->moments[i] == NULL)
        return FALSE;
      memcpy (state->moments[i]->parameters, optimizer->moments[i],
              state->network->n_parameters * sizeof (float));
    }
  return TRUE;
}

/**
 * bp_trainer_state_fits:
 * @state: a state, from anywhere
 * @network: the network that continues from it
 * @optimizer: its optimiser
 *
 * Returns: whether the state has those layers, and the moments that the optimiser needs
 */
gboolean
bp_trainer_state_fits (const BpTrainerState *state,
                       const BpNetwork *network,
                       const BpOptimizer *optimizer)
{
  if (state->network == NULL || !bp_network_has_shape_of (state->network, network))
    return FALSE;

  for (guint i = 0; i < BP_OPTIMIZER_MAX_MOMENTS; i++)
    if ((state->moments[i] != NULL) != (optimizer->moments[i] != NULL) ||
        (state->moments[i] != NULL && !bp_network_has_shape_of (state->moments[i], network)))
      return FALSE;
  return TRUE;
}

/**
 * bp_trainer_state_put_optimizer:
 * @state: a state that fits
 * @optimizer: the optimiser that continues from it
 */
void
bp_trainer_state_put_optimizer (const BpTrainerState *state, BpOptimizer *optimizer)
{
  optimizer->n_steps = state->n_optimizer_steps;
  for (guint i = 0; i < BP_OPTIMIZER_MAX_MOMENTS; i++)
    if (optimizer->moments[i] != NULL)
      memcpy (optimizer->moments[i], state->moments[i]->parameters,
              state->network->n_parameters * sizeof (float));
}
