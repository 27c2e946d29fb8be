/* SPDX-License-Identifier: MIT */
#include "random.h"
#include "team.h"
#include "test-file.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

#define MAX_BLOCKS 3000

/* The number of times that each block was run. The numbers are not atomic, so that the thread
 * sanitizer and the counts find a block that runs twice or does not see earlier results. */
typedef struct
{
  guint counts[MAX_BLOCKS];
  guint work;
} Counter;

static void
count_block (gpointer data, guint thread G_GNUC_UNUSED, guint block)
{
  Counter *counter = data;
  volatile guint i = counter->work;

  while (i > 0)
    i--;
  counter->counts[block]++;
}

static void
test_every_block_once (gconstpointer data)
{
  guint n_threads = GPOINTER_TO_UINT (data);
  g_autoptr (BpTeam) team = bp_team_new (n_threads, NULL);
  g_autofree Counter *counter = g_new0 (Counter, 1);
  guint expected[MAX_BLOCKS] = { 0 };
  BpRandom random;

  g_assert_cmpuint (bp_team_get_n_threads (team), ==, n_threads);
  bp_random_init (&random, 4, n_threads);
  for (guint run = 0; run < 3000; run++)
    {
      guint n_blocks = bp_random_below (&random, run % 100 == 0 ? MAX_BLOCKS : 40);

      counter->work = bp_random_below (&random, 300);
      bp_team_run (team, n_blocks, count_block, counter);
      for (guint i = 0; i < n_blocks; i++)
        expected[i]++;
      if (run % 500 == 0)
        g_usleep (1000); /* long enough for the helpers to fall asleep */
    }

  g_assert_cmpmem (counter->counts, sizeof counter->counts, expected, sizeof expected);
}

/* Each run reads the results of all blocks of the run before it. */
typedef struct
{
  guint64 sums[2][64];
  guint n;
  guint from;
} Chain;

static void
sum_block (gpointer data, guint thread G_GNUC_UNUSED, guint block)
{
  Chain *chain = data;
  guint64 sum = block;

  for (guint i = 0; i < chain->n; i++)
    sum = sum * 31 + chain->sums[chain->from][i];
  chain->sums[1 - chain->from][block] = sum;
}

static void
test_runs_see_each_other (gconstpointer data)
{
  g_autoptr (BpTeam) team = bp_team_new (GPOINTER_TO_UINT (data), NULL);
  Chain chain = { .n = 64 };
  Chain expected = { .n = 64 };

  for (guint run = 0; run < 2000; run++)
    {
      chain.from = expected.from = run % 2;
      bp_team_run (team, 64, sum_block, &chain);
      for (guint block = 0; block < 64; block++)
        sum_block (&expected, 0, block);
    }

  g_assert_cmpmem (&chain, sizeof chain, &expected, sizeof expected);
}

typedef struct
{
  atomic_uint n_begun;
  atomic_uint n_ended;
} Slow;

static void
slow_block (gpointer data, guint thread G_GNUC_UNUSED, guint block)
{
  Slow *slow = data;

  atomic_fetch_add (&slow->n_begun, 1);
  if (block == 1)
    g_usleep (20000); /* as if another program used the core: the caller must sleep and be woken */
  atomic_fetch_add (&slow->n_ended, 1);
}

static void
test_waits_for_the_last (void)
{
  g_autoptr (BpTeam) team = bp_team_new (2, NULL);

  for (guint run = 0; run < 5; run++)
    {
      Slow slow = { 0 };

      bp_team_run (team, 2, slow_block, &slow);
      g_assert_cmpuint (atomic_load (&slow.n_begun), ==, 2);
      g_assert_cmpuint (atomic_load (&slow.n_ended), ==, 2);
    }
}

static gint64
get_processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* An idle team uses no processor time. */
static void
test_idle (void)
{
  g_autoptr (BpTeam) team = bp_team_new (4, NULL);
  Counter *counter = g_new0 (Counter, 1);
  gint64 begin;

  bp_team_run (team, 100, count_block, counter);
  g_usleep (50000);
  begin = get_processor_time ();
  g_usleep (300000);
  g_assert_cmpint (get_processor_time () - begin, <, 20000);

  bp_team_run (team, 100, count_block, counter);
  g_assert_cmpuint (counter->counts[99], ==, 2);
  g_free (counter);
}

/* Teams are made and freed repeatedly, with and without work. */
static void
test_come_and_go (void)
{
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (BpTeam) team = bp_team_new (1 + i % 4, NULL);
      g_autofree Counter *counter = g_new0 (Counter, 1);

      if (i % 3 > 0)
        bp_team_run (team, i, count_block, counter);
    }
}

static void
note_thread (gpointer data, guint thread, guint block G_GNUC_UNUSED)
{
  atomic_uint *n_blocks = data;

  atomic_fetch_add (&n_blocks[thread], 1);
}

/* No more threads take part than there are blocks, so that a block stays with its thread. */
static void
test_fewer_blocks_than_threads (void)
{
  g_autoptr (BpTeam) team = bp_team_new (4, NULL);
  atomic_uint n_blocks[4] = { 0 };

  for (guint run = 0; run < 2000; run++)
    bp_team_run (team, 2, note_thread, n_blocks);
  g_assert_cmpuint (n_blocks[0] + n_blocks[1], ==, 4000);
}

static void
test_choose_n_threads (void)
{
  g_assert_cmpuint (bp_team_choose_n_threads (0), >=, 1);
  g_assert_cmpuint (bp_team_choose_n_threads (0), <=, g_get_num_processors ());
  g_assert_cmpuint (bp_team_choose_n_threads (3), ==, 3);
  g_assert_cmpuint (bp_team_choose_n_threads (1000), ==, BP_TEAM_MAX_THREADS);
}

BP_TEST_FILE (team)
{
  for (guint n_threads = 1; n_threads <= 4; n_threads++)
    {
      g_autofree char *once = g_strdup_printf ("/team/every-block-once/%u", n_threads);
      g_autofree char *chain = g_strdup_printf ("/team/runs-see-each-other/%u", n_threads);

      g_test_add_data_func (once, GUINT_TO_POINTER (n_threads), test_every_block_once);
      g_test_add_data_func (chain, GUINT_TO_POINTER (n_threads), test_runs_see_each_other);
    }
  g_test_add_func ("/team/waits-for-the-last", test_waits_for_the_last);
  g_test_add_func ("/team/idle", test_idle);
  g_test_add_func ("/team/come-and-go", test_come_and_go);
  g_test_add_func ("/team/fewer-blocks-than-threads", test_fewer_blocks_than_threads);
  g_test_add_func ("/team/choose-n-threads", test_choose_n_threads);
}
