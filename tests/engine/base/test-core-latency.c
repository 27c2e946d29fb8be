/* SPDX-License-Identifier: MIT */
#include "core-latency.h"

#include "processors.h"
#include "test-file.h"

/* A time where there are two cores, and none where there is one. Its length is the machine's. */
static void
test_measure (void)
{
  BpProcessors processors;
  double latency = bp_core_latency_measure ();

  bp_processors_read ("/", &processors);
  if (processors.n_cores > 1)
    g_assert_cmpfloat (latency, >, 0.0);
  else
    g_assert_cmpfloat (latency, ==, 0.0);
}

BP_TEST_FILE (core_latency)
{
  g_test_add_func ("/core-latency/measure", test_measure);
}
