/* SPDX-License-Identifier: MIT */
/*
 * Threads that share pieces of work so small that a lock or a system call for each would cost more
 * than it gains, on a machine where other programs use the processors too.
 *
 * A run of blocks is published by storing one word, the call: the generation, a number that only
 * grows, the number of threads that take part, no more than there are blocks, and the number of
 * blocks. Each of these threads has a segment of the blocks. It takes blocks from
 * the front of its own segment, the same ones in every run, so that its core has their data in its
 * cache; then from the back of the other segments. A segment is one word as well: a generation, and
 * the range of blocks that are left. A segment of an older generation than the call's is implicitly
 * full, so that segments need no reset. A late thread, with a call that is over, finds a newer
 * generation or an empty range, and takes nothing.
 *
 * The caller waits until all blocks are counted as done. It does not wait for a helper that has
 * taken no block, such as one whose core is busy with another program.
 *
 * A thread that waits spins first, since a wake-up takes as long as a whole run, and then sleeps.
 * The caller sleeps too: its spinning could keep a helper from the core.
 *
 * Thread rule: one thread at a time calls; data shared with the helpers are atomic, or written
 * before a call and read only by threads that took a block of it.
 */
#include "team.h"

#include "clock.h"
#include "error.h"
#include "processors.h"

#include <glib/gi18n-lib.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A word of the team's: the generation, then two numbers of blocks. 44 bits of generations last for
 * years at a million runs a second. */
#define BLOCK_BITS 10
#define BLOCK_MASK ((1u << BLOCK_BITS) - 1)

/* How long to spin before sleeping: about what falling asleep and waking up cost together. */
#define SPIN_NANOSECONDS 50000

/* The checks for work between two readings of the clock. */
#define SPINS_PER_CLOCK 64

/* The most threads by default: a step of a small network has too few blocks for more. */
#define MAX_THREADS_BY_DEFAULT 8u

/* In bytes: two cache lines, as processors fetch pairs of them. Words that one thread writes often
 * share no pair with those of another. */
#define PADDING 128

#define NO_BLOCK G_MAXUINT

typedef struct
{
  _Alignas(PADDING) _Atomic guint64 segment; /* all threads take blocks from it */
  _Alignas(PADDING) _Atomic guint64 n_done;  /* blocks that the helper has made since it started */
  BpTeam *team;
  guint index;
  pthread_t thread;
} Member;

struct _BpTeam
{
  /* The fields after the call are written before it, and read by threads that took a block. They
   * share the call's cache line, and reach a helper's core together with it. */
  _Alignas(PADDING) _Atomic guint64 call;
  BpTeamFunction function;
  gpointer data;
  guint first_block;

  /* The caller's own. */
  _Alignas(PADDING) guint64 generation;
  guint64 n_published; /* blocks, ever */
  guint64 n_own;       /* blocks that the caller made, ever */

  /* Sleeping. A sleeping thread sets its flag and then checks for work; a waking thread publishes
   * work and then checks the flag. Both orders must be sequentially consistent, or each thread may
   * miss the other's store. */
  _Alignas(PADDING) atomic_uint n_sleeping_helpers;
  atomic_bool is_caller_sleeping;
  atomic_bool is_closing;
  pthread_mutex_t mutex;
  pthread_cond_t called;
  pthread_cond_t done;

  _Alignas(PADDING) guint n_threads;
  Member members[]; /* (n_threads) the caller is the first */
};

static inline void
relax (void)
{
#if defined(__x86_64__)
  __builtin_ia32_pause ();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static inline guint64
make_word (guint64 generation, guint first, guint second)
{
  return generation << (2 * BLOCK_BITS) | (guint64) first << BLOCK_BITS | second;
}

/* The threads that take part in a call. */
static inline guint
get_n_threads (guint64 call)
{
  return (call >> BLOCK_BITS) & BLOCK_MASK;
}

/* Takes a block of the call from a member's segment, or returns NO_BLOCK. An untouched segment, of
 * an older generation, is implicitly full. */
static guint
take_block (BpTeam *team, guint64 call, guint index, gboolean from_front)
{
  _Atomic guint64 *segment = &team->members[index].segment;
  guint64 generation = call >> (2 * BLOCK_BITS);
  guint n_threads = get_n_threads (call);
  guint n_blocks = call & BLOCK_MASK;
  guint64 word = atomic_load_explicit (segment, memory_order_relaxed);

  for (;;)
    {
      guint begin = (word >> BLOCK_BITS) & BLOCK_MASK;
      guint end = word & BLOCK_MASK;

      if (word >> (2 * BLOCK_BITS) > generation)
        return NO_BLOCK;
      if (word >> (2 * BLOCK_BITS) < generation)
        {
          begin = n_blocks * index / n_threads;
          end = n_blocks * (index + 1) / n_threads;
        }
      if (begin == end)
        return NO_BLOCK;

      if (atomic_compare_exchange_weak_explicit (segment, &word,
                                                 from_front
                                                     ? make_word (generation, begin + 1, end)
                                                     : make_word (generation, begin, end - 1),
                                                 memory_order_relaxed, memory_order_relaxed))
        return from_front ? begin : end - 1;
    }
}

static void
note_done (BpTeam *team, Member *member)
{
  /* Only this thread writes the count, so that it needs no atomic addition. */
  guint64 n_done = atomic_load_explicit (&member->n_done, memory_order_relaxed) + 1;

  atomic_store (&member->n_done, n_done);
  if (atomic_load (&team->is_caller_sleeping))
    {
      pthread_mutex_lock (&team->mutex);
      pthread_cond_signal (&team->done);
      pthread_mutex_unlock (&team->mutex);
    }
}

static guint
make_blocks (BpTeam *team, Member *member, guint64 call)
{
  guint n_threads = get_n_threads (call);
  guint n_made = 0;

  if (member->index >= n_threads)
    return 0;

  for (guint i = 0; i < n_threads; i++)
    {
      guint victim = (member->index + i) % n_threads;
      guint block;

      while ((block = take_block (team, call, victim, i == 0)) != NO_BLOCK)
        {
          team->function (team->data, member->index, team->first_block + block);
          n_made++;
          if (member->index > 0)
            note_done (team, member);
        }
    }

  return n_made;
}

/* Waits until there is another call than the one that was seen last. */
static guint64
wait_for_call (BpTeam *team, guint64 seen)
{
  gint64 begin = bp_clock_now ();
  guint64 call;

  do
    for (guint i = 0; i < SPINS_PER_CLOCK; i++)
      {
        call = atomic_load_explicit (&team->call, memory_order_acquire);
        if (call != seen)
          return call;
        relax ();
      }
  while (bp_clock_now () - begin < SPIN_NANOSECONDS);

  pthread_mutex_lock (&team->mutex);
  atomic_fetch_add (&team->n_sleeping_helpers, 1);
  while ((call = atomic_load (&team->call)) == seen)
    pthread_cond_wait (&team->called, &team->mutex);
  atomic_fetch_sub (&team->n_sleeping_helpers, 1);
  pthread_mutex_unlock (&team->mutex);

  return call;
}

static void *
help (void *data)
{
  Member *member = data;
  BpTeam *team = member->team;
  guint64 call = 0;

  for (;;)
    {
      call = wait_for_call (team, call);
      if (atomic_load_explicit (&team->is_closing, memory_order_relaxed))
        return NULL;
      make_blocks (team, member, call);
    }
}

static void
publish (BpTeam *team, guint n_blocks)
{
  team->generation++;
  atomic_store (&team->call,
                make_word (team->generation, MIN (team->n_threads, n_blocks), n_blocks));

  if (atomic_load (&team->n_sleeping_helpers) > 0)
    {
      pthread_mutex_lock (&team->mutex);
      pthread_cond_broadcast (&team->called);
      pthread_mutex_unlock (&team->mutex);
    }
}

static gboolean
is_done (BpTeam *team)
{
  guint64 n_done = team->n_own;

  for (guint i = 1; i < team->n_threads; i++)
    n_done += atomic_load (&team->members[i].n_done);

  return n_done == team->n_published;
}

static void
wait_until_done (BpTeam *team)
{
  gint64 begin;

  if (is_done (team))
    return;

  begin = bp_clock_now ();
  do
    for (guint i = 0; i < SPINS_PER_CLOCK; i++)
      {
        if (is_done (team))
          return;
        relax ();
      }
  while (bp_clock_now () - begin < SPIN_NANOSECONDS);

  pthread_mutex_lock (&team->mutex);
  atomic_store (&team->is_caller_sleeping, TRUE);
  while (!is_done (team))
    pthread_cond_wait (&team->done, &team->mutex);
  atomic_store (&team->is_caller_sleeping, FALSE);
  pthread_mutex_unlock (&team->mutex);
}

/* Reads the processors once: that takes a file or two for each. */
static gpointer
count_threads (G_GNUC_UNUSED gpointer data)
{
  BpProcessors processors;

  bp_processors_read ("/", &processors);
  return GUINT_TO_POINTER (bp_processors_choose_n_threads (&processors));
}

/**
 * bp_team_choose_n_threads:
 * @n_wanted: the requested number of threads, or 0 for one on each core that is worth it: see
 *   bp_processors_choose_n_threads()
 *
 * Returns: from 1 to %BP_TEAM_MAX_THREADS
 */
guint
bp_team_choose_n_threads (guint n_wanted)
{
  static GOnce once = G_ONCE_INIT;

  if (n_wanted == 0)
    return MIN (GPOINTER_TO_UINT (g_once (&once, count_threads, NULL)), MAX_THREADS_BY_DEFAULT);

  return MIN (n_wanted, BP_TEAM_MAX_THREADS);
}

/* Starts a thread with all signals blocked: signals are for the program's own threads. */
static gboolean
start_helper (Member *member)
{
  sigset_t all;
  sigset_t previous;
  gboolean is_started;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &previous);
  is_started = pthread_create (&member->thread, NULL, help, member) == 0;
  pthread_sigmask (SIG_SETMASK, &previous, NULL);
  return is_started;
}

/**
 * bp_team_new:
 * @n_threads: from 1 to %BP_TEAM_MAX_THREADS, the caller included: see bp_team_choose_n_threads()
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Starts the helpers, which soon sleep. Where the system starts fewer, the team is smaller.
 *
 * Returns: (transfer full): the team, or %NULL with @error set
 */
BpTeam *
bp_team_new (guint n_threads, GError **error)
{
  g_return_val_if_fail (n_threads >= 1 && n_threads <= BP_TEAM_MAX_THREADS, NULL);

  BpTeam *team = aligned_alloc (PADDING, sizeof (BpTeam) + n_threads * sizeof (Member));

  if (team == NULL)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_NO_MEMORY, _ ("There is no memory for %u threads"),
                   n_threads);
      return NULL;
    }

  *team = (BpTeam){ .n_threads = n_threads };
  pthread_mutex_init (&team->mutex, NULL);
  pthread_cond_init (&team->called, NULL);
  pthread_cond_init (&team->done, NULL);
  for (guint i = 0; i < n_threads; i++)
    team->members[i] = (Member){ .team = team, .index = i };

  /* The helpers read n_threads only after the first call. */
  for (guint i = 1; i < n_threads; i++)
    if (!start_helper (&team->members[i]))
      {
        team->n_threads = i;
        break;
      }

  return team;
}

/**
 * bp_team_free:
 * @team: (transfer full): the team, which is not running anything
 */
void
bp_team_free (BpTeam *team)
{
  atomic_store (&team->is_closing, TRUE);
  publish (team, 0);
  for (guint i = 1; i < team->n_threads; i++)
    pthread_join (team->members[i].thread, NULL);

  pthread_cond_destroy (&team->done);
  pthread_cond_destroy (&team->called);
  pthread_mutex_destroy (&team->mutex);
  free (team);
}

/**
 * bp_team_get_n_threads:
 * @team: the team
 *
 * Returns: the number of its threads, including the caller
 */
guint
bp_team_get_n_threads (const BpTeam *team)
{
  return team->n_threads;
}

/**
 * bp_team_run:
 * @team: the team
 * @n_blocks: the number of blocks
 * @function: runs one block
 * @data: for @function
 *
 * Runs all blocks, in any order and on any threads of the team, and returns when they are done.
 */
void
bp_team_run (BpTeam *team, guint n_blocks, BpTeamFunction function, gpointer data)
{
  if (team->n_threads == 1 || n_blocks == 1)
    {
      for (guint block = 0; block < n_blocks; block++)
        function (data, 0, block);
      return;
    }

  /* A call's word has room for BLOCK_MASK blocks. */
  for (guint first = 0; first < n_blocks; first += BLOCK_MASK)
    {
      guint n = MIN (n_blocks - first, BLOCK_MASK);

      team->function = function;
      team->data = data;
      team->first_block = first;
      team->n_published += n;
      publish (team, n);
      team->n_own += make_blocks (team, &team->members[0], team->call);
      wait_until_done (team);
    }
}
