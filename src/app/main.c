/* SPDX-License-Identifier: MIT */
#include "app/application.h"

#include "app/timings.h"
#include "program.h"

int
main (int argc, char *argv[])
{
  g_autoptr (BpApplication) application = NULL;
  g_autofree char *timings = NULL;
  int status;

  bp_timings_begin ();
  bp_program_init_translations ();
  application = bp_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  timings = bp_timings_describe ();
  if (timings != NULL)
    g_printerr ("%s", timings);
  bp_timings_end ();
  return status;
}
