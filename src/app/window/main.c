/* SPDX-License-Identifier: MIT */
#include "application.h"

#include "program.h"
#include "timings.h"

#include <malloc.h>

/* Where the C library is GNU's, blocks of this many bytes and more go back to the system as soon as
 * they are freed, those of the data, of networks and of evaluations among them. Left to itself the
 * library raises the limit to the largest block so far, and keeps what lies below it. */
#define LARGE_BLOCK 65536

/* One heap for all threads: few of them allocate, and what one has freed serves the others. */
static void
limit_memory (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
  mallopt (M_ARENA_MAX, 1);
#endif
}

int
main (int argc, char *argv[])
{
  g_autoptr (BpApplication) application = NULL;
  g_autofree char *timings = NULL;
  int status;

  limit_memory ();
  bp_timings_begin ();
  bp_program_init ();
  application = bp_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  timings = bp_timings_describe ();
  if (timings != NULL)
    g_printerr ("%s", timings);
  bp_timings_end ();
  return status;
}
