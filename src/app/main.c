/* SPDX-License-Identifier: MIT */
#include "app/application.h"

#include "program.h"

int
main (int argc, char *argv[])
{
  g_autoptr (BpApplication) application = NULL;

  bp_program_init_translations ();
  application = bp_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
