/* SPDX-License-Identifier: MIT */
#include "application.h"

#include "memory.h"
#include "program.h"
#include "timings.h"

int
main (int argc, char *argv[])
{
  g_autoptr (BpApplication) application = NULL;
  g_autofree char *timings = NULL;
  int status;

  bp_memory_set_up ();
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
