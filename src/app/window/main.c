/* SPDX-License-Identifier: MIT */
#include "application.h"

#include "program.h"
#include "timings.h"

#include <malloc.h>

/* With the GNU C library, freed blocks of at least this many bytes, such as those of data sets, are
 * returned to the system at once. By default the library raises the limit to the largest block so
 * far, and keeps smaller freed blocks. The pixels of a frame, which GTK allocates and frees for
 * each one, are smaller in windows of up to 2,000,000 pixels: new pages for them took from a fifth
 * of the time of a frame to four fifths, on a busy machine. */
#define LARGE_BLOCK (8 * 1024 * 1024)

/* So much free memory at the end of the heap is kept, so that a frame finds that of the one before.
 */
#define KEPT_BYTES (16 * 1024 * 1024)

/* Sets the allocator up: one heap for all threads, since few of them allocate and can reuse each
 * other's freed blocks. */
static void
limit_memory (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
  mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
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
