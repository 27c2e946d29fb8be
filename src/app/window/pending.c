/* SPDX-License-Identifier: MIT */
#include "pending.h"

struct _BpPending
{
  GObject parent_instance;

  guint n_calls;
};

enum
{
  SIGNAL_IDLE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpPending, bp_pending, G_TYPE_OBJECT)

static void
bp_pending_class_init (BpPendingClass *klass)
{
  signals[SIGNAL_IDLE] = g_signal_new ("idle", BP_TYPE_PENDING, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
}

static void
bp_pending_init (BpPending *self)
{
}

/**
 * bp_pending_new:
 *
 * Returns: (transfer full): a count of 0
 */
BpPending *
bp_pending_new (void)
{
  return g_object_new (BP_TYPE_PENDING, NULL);
}

/**
 * bp_pending_begin:
 * @self: the count
 *
 * Counts a call that has begun.
 */
void
bp_pending_begin (BpPending *self)
{
  self->n_calls++;
}

/**
 * bp_pending_end:
 * @self: the count
 *
 * Counts a call that has returned.
 */
void
bp_pending_end (BpPending *self)
{
  g_return_if_fail (self->n_calls > 0);

  self->n_calls--;
  if (self->n_calls == 0)
    g_signal_emit (self, signals[SIGNAL_IDLE], 0);
}

/**
 * bp_pending_is_idle:
 * @self: the count
 *
 * Returns: whether no call is in progress
 */
gboolean
bp_pending_is_idle (BpPending *self)
{
  return self->n_calls == 0;
}
