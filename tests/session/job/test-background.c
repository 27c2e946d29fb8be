/* SPDX-License-Identifier: MIT */
#include "background.h"

#include "test-file.h"

#include <sys/resource.h>
#include <sys/types.h>
#include <unistd.h>

/* What the program documents: see bp_background_begin(). */
#define NICENESS 5

#define LOWEST 12

static int
get_niceness (void)
{
  return getpriority (PRIO_PROCESS, (id_t) gettid ());
}

/* Returns the niceness of the thread afterwards; lowers its priority to @data before. */
static gpointer
run (gpointer data)
{
  int before = GPOINTER_TO_INT (data);

  if (before > 0)
    g_assert_cmpint (setpriority (PRIO_PROCESS, (id_t) gettid (), before), ==, 0);
  bp_background_begin ();
  return GINT_TO_POINTER (get_niceness ());
}

static int
run_in_thread (int before)
{
  return GPOINTER_TO_INT (g_thread_join (g_thread_new ("test", run, GINT_TO_POINTER (before))));
}

/* The thread yields to others, and no other thread of the program does. */
static void
test_lowers (void)
{
  int before = get_niceness ();

  g_assert_cmpint (run_in_thread (0), ==, MAX (before, NICENESS));
  g_assert_cmpint (get_niceness (), ==, before);
}

/* A priority that was lowered further stays. */
static void
test_stays_low (void)
{
  int low = MAX (get_niceness (), LOWEST);

  g_assert_cmpint (run_in_thread (low), ==, low);
}

BP_TEST_FILE (background)
{
  g_test_add_func ("/background/lowers", test_lowers);
  g_test_add_func ("/background/stays-low", test_stays_low);
}
