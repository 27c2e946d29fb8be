/* SPDX-License-Identifier: MIT */
/*
 * Measures how long a cache line takes from one core to another. Cores of one cluster take 20 to 60
 * ns, cores that are far apart over 200. Threads that share a small step wait for several such
 * journeys, so that they decide what a second thread gains.
 *
 * Thread rule: the calling thread measures with one helper, which ends before it returns.
 */
#include "core-latency.h"

#include "clock.h"
#include "processors.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

/* Journeys there and back in one measurement of a few microseconds, and measurements. The
 * shortest one counts: other programs only make them longer. */
#define N_EXCHANGES    10
#define N_MEASUREMENTS 500

/* Looks at the line until the thread lets others run: its partner may be waiting for the core. */
#define LOOKS_PER_YIELD 2000

typedef struct
{
  _Alignas(128) atomic_uint line;
} Ball;

static void
wait_for (Ball *ball, guint value)
{
  for (guint looks = 1; atomic_load_explicit (&ball->line, memory_order_acquire) != value; looks++)
    if (looks % LOOKS_PER_YIELD == 0)
      sched_yield ();
}

static void *
send_back (void *data)
{
  Ball *ball = data;

  for (guint i = 0; i < N_MEASUREMENTS * N_EXCHANGES; i++)
    {
      wait_for (ball, 2 * i + 1);
      atomic_store_explicit (&ball->line, 2 * i + 2, memory_order_release);
    }
  return NULL;
}

/* Keeps the calling thread on the processor that it runs on and the helper away from it: on one
 * processor, they would only take turns. Gives back where the calling thread may run. */
static gboolean
part (pthread_t helper, cpu_set_t *usable)
{
  cpu_set_t here;
  cpu_set_t elsewhere;
  int processor = sched_getcpu ();

  if (processor < 0 || processor >= CPU_SETSIZE ||
      pthread_getaffinity_np (pthread_self (), sizeof *usable, usable) != 0)
    return FALSE;

  CPU_ZERO (&here);
  CPU_SET (processor, &here);
  elsewhere = *usable;
  CPU_CLR (processor, &elsewhere);
  return pthread_setaffinity_np (helper, sizeof elsewhere, &elsewhere) == 0 &&
         pthread_setaffinity_np (pthread_self (), sizeof here, &here) == 0;
}

/**
 * bp_core_latency_measure:
 *
 * Takes some milliseconds. The system chooses the two cores. Beside other programs that use all
 * cores, the result is too long.
 *
 * Returns: the seconds that a cache line takes from one core to another, one way; 0 where there is
 *   only one core
 */
double
bp_core_latency_measure (void)
{
  Ball ball = { 0 };
  BpProcessors processors;
  pthread_t helper;
  cpu_set_t usable;
  gboolean is_parted;
  gint64 shortest = G_MAXINT64;

  bp_processors_read ("/", &processors);
  if (processors.n_cores < 2 || pthread_create (&helper, NULL, send_back, &ball) != 0)
    return 0.0;

  is_parted = part (helper, &usable);
  for (guint i = 0; i < N_MEASUREMENTS; i++)
    {
      gint64 begin = bp_clock_now ();

      for (guint j = i * N_EXCHANGES; j < (i + 1) * N_EXCHANGES; j++)
        {
          atomic_store_explicit (&ball.line, 2 * j + 1, memory_order_release);
          wait_for (&ball, 2 * j + 2);
        }
      shortest = MIN (shortest, bp_clock_now () - begin);
    }
  pthread_join (helper, NULL);
  if (is_parted)
    pthread_setaffinity_np (pthread_self (), sizeof usable, &usable);

  return (double) shortest / (2.0 * N_EXCHANGES * (double) BP_CLOCK_SECOND);
}
