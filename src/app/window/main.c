/* SPDX-License-Identifier: MIT */
#include "application.h"

#include "program.h"
#include "timings.h"

#include <malloc.h>

/* With the GNU C library, freed blocks of at least this many bytes, such as those of data sets,
 * networks and evaluations, are returned to the system at once. By default the library raises the
 * limit to the largest block so far, and keeps smaller freed blocks. */
#define LARGE_BLOCK 65536

/* Sets the allocator up: one heap for all threads, since few of them allocate and can reuse each
 * other's freed blocks. */
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
