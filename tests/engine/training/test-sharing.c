/* SPDX-License-Identifier: MIT */
#include "sharing.h"
#include "test-file.h"

/* Simulated steps of a machine: the clock only advances with the steps. */
#define LONE 66000 /* ns */

typedef struct
{
  BpSharing sharing;
  gint64 now;
  guint n_shared;
  guint n_steps;
} Machine;

typedef gint64 (*StepTime) (gboolean is_shared, gint64 now);

static void
run (Machine *machine, gint64 duration, StepTime step_time)
{
  gint64 end = machine->now + duration;

  while (machine->now < end)
    {
      gboolean is_shared = bp_sharing_should_share (&machine->sharing, machine->now);
      gint64 time = step_time (is_shared, machine->now);

      bp_sharing_note_step (&machine->sharing, is_shared, machine->now, machine->now + time);
      machine->now += time;
      machine->n_steps++;
      machine->n_shared += is_shared;
    }
}

/* The ratio of the time of all steps to the time without sharing. */
static double
get_slowdown (const Machine *machine)
{
  return (double) machine->now / ((double) machine->n_steps * LONE);
}

static gint64
quiet (gboolean is_shared, gint64 now G_GNUC_UNUSED)
{
  return is_shared ? LONE / 2 : LONE;
}

/* Another program uses a core: every shared step waits for a time slice. */
static gint64
busy (gboolean is_shared, gint64 now G_GNUC_UNUSED)
{
  return is_shared ? 4000000 : LONE;
}

/* The threads hinder each other a little in every step. */
static gint64
crowded (gboolean is_shared, gint64 now G_GNUC_UNUSED)
{
  return is_shared ? LONE * 3 / 2 : LONE;
}

/* Busy for 6 of each 16.7 ms, as a window that draws. */
static gint64
drawing (gboolean is_shared, gint64 now)
{
  return now % 16700000 < 6000000 ? (is_shared ? 300000 : LONE) : quiet (is_shared, now);
}

/* A window draws for 2 of each 16.7 ms, and a thread waits meanwhile. */
static gint64
interrupted (gboolean is_shared, gint64 now)
{
  gint64 phase = now % 16700000;

  return is_shared && phase < 2000000 ? 2000000 - phase + LONE / 2 : quiet (is_shared, now);
}

/* The processor has become slower by half. */
static gint64
throttled (gboolean is_shared, gint64 now)
{
  return quiet (is_shared, now) * 3 / 2;
}

static void
test_quiet (void)
{
  Machine machine = { 0 };

  run (&machine, 1000000000, quiet);
  g_assert_cmpfloat (machine.n_shared, >, 0.98 * machine.n_steps);
  g_assert_cmpfloat (get_slowdown (&machine), <, 0.52);
}

static void
test_busy (void)
{
  Machine machine = { 0 };

  run (&machine, 10000000000, busy);
  g_assert_cmpfloat (get_slowdown (&machine), <, 1.05);
}

static void
test_crowded (void)
{
  Machine machine = { 0 };

  run (&machine, 1000000000, crowded);
  g_assert_cmpfloat (get_slowdown (&machine), <, 1.05);
}

static void
test_drawing (void)
{
  Machine machine = { 0 };

  run (&machine, 10000000000, drawing);
  g_assert_cmpfloat (get_slowdown (&machine), <, 0.85);
}

/* The time lost in a frame is regained before the next one. */
static void
test_interrupted (void)
{
  Machine machine = { 0 };

  run (&machine, 10000000000, interrupted);
  g_assert_cmpfloat (get_slowdown (&machine), <, 0.6);
}

/* After a busy time, sharing resumes, and soon at its usual rate. */
static void
test_comes_back (void)
{
  Machine machine = { 0 };
  gint64 begin;
  guint n_steps;
  guint n_shared;

  run (&machine, 1000000000, busy);
  n_steps = machine.n_steps;
  n_shared = machine.n_shared;
  begin = machine.now;
  run (&machine, 1000000000, quiet);
  g_assert_cmpint (machine.now - begin, >=, 1000000000);
  g_assert_cmpfloat (machine.n_shared - n_shared, >, 0.7 * (machine.n_steps - n_steps));
}

/* A slower processor is not mistaken for another program for long. */
static void
test_throttled (void)
{
  Machine machine = { 0 };

  run (&machine, 100000000, quiet);
  machine.n_shared = machine.n_steps = 0;
  run (&machine, 1000000000, throttled);
  g_assert_cmpfloat (machine.n_shared, >, 0.95 * machine.n_steps);
}

BP_TEST_FILE (sharing)
{
  g_test_add_func ("/sharing/quiet", test_quiet);
  g_test_add_func ("/sharing/busy", test_busy);
  g_test_add_func ("/sharing/crowded", test_crowded);
  g_test_add_func ("/sharing/drawing", test_drawing);
  g_test_add_func ("/sharing/interrupted", test_interrupted);
  g_test_add_func ("/sharing/comes-back", test_comes_back);
  g_test_add_func ("/sharing/throttled", test_throttled);
}
