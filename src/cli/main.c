/* SPDX-License-Identifier: MIT */
/*
 * backprop-cli: the functions of the app without a window, for scripts and measurements. Each
 * command is a function; this file finds it and turns its result into an exit code.
 */
#include "config.h"

#include "clean-text.h"
#include "command.h"
#include "program.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

/* The exit codes, which --help documents. */
#define EXIT_DONE   0
#define EXIT_FAILED 1
#define EXIT_USAGE  2

typedef struct
{
  const char *name;
  BpCommandFunc function;
  const char *summary;
} Command;

static const Command commands[] = {
  { "train", bp_command_train, N_ ("Train a network, and save its weights") },
  { "evaluate", bp_command_evaluate, N_ ("Measure saved weights on a data set") },
  { "classify", bp_command_classify, N_ ("Recognise pictures, or strokes of a pen") },
  { "explain", bp_command_explain, N_ ("Follow one image through a network, and its error back") },
  { "find-learning-rate", bp_command_find_learning_rate,
    N_ ("Suggest a learning rate for the options of “train”") },
  { "drawings", bp_command_drawings, N_ ("List or export the drawings that were kept") },
  { "learn-drawings", bp_command_learn_drawings, N_ ("Teach a network how one person writes") },
  { "convert", bp_command_convert, N_ ("Write saved weights in another format") },
  { "runs", bp_command_runs, N_ ("Show, compare, export or delete runs that were kept") },
  { "data", bp_command_data, N_ ("Download MNIST, or describe a data set") },
  { "bench", bp_command_bench, N_ ("Measure how fast networks train on this computer") },
  { "info", bp_command_info, N_ ("Describe a file of weights or a data set") },
};

static void
print_help (void)
{
  g_print ("%s\n  backprop-cli %s\n\n%s\n\n%s\n", _ ("Usage:"), _ ("COMMAND [OPTION…]"),
           _ ("Trains fully connected networks on handwritten digits, and uses them."),
           _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-18s %s\n", commands[i].name, _ (commands[i].summary));
  g_print ("\n%s\n\n%s\n", _ ("“backprop-cli COMMAND --help” explains a command."),
           _ ("Exit codes: 0 done, 1 failed, 2 wrong usage."));
}

/* Prints a failure as exactly one line, even where file names and other texts contain line
 * breaks. */
static void
print_error (const char *message)
{
  g_autofree char *line = bp_clean_text (message, 0);

  g_printerr ("backprop-cli: %s\n", line);
}

static int
fail (const GError *error)
{
  print_error (error->message);
  return error->domain == G_OPTION_ERROR ? EXIT_USAGE : EXIT_FAILED;
}

static int
run (const Command *command, int argc, char **argv)
{
  g_autofree char *name = g_strconcat ("backprop-cli ", command->name, NULL);
  g_autoptr (GError) error = NULL;

  /* The beginning of the usage line in the command's --help. */
  g_set_prgname (name);
  if (!command->function (argc, argv, &error))
    return fail (error);

  /* Output that could not be written, as on a full disk, is a failure. */
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      print_error (_ ("The standard output could not be written"));
      return EXIT_FAILED;
    }
  return EXIT_DONE;
}

int
main (int argc, char *argv[])
{
  g_autofree char *message = NULL;

  bp_program_init ();
  /* Programs that read JSON get the same words in every language. */
  if (g_strv_contains ((const char *const *) argv, "--json"))
    setlocale (LC_MESSAGES, "C");

  if (argc < 2)
    {
      print_error (_ ("A command is missing; --help lists them"));
      return EXIT_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    {
      print_help ();
      return EXIT_DONE;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("backprop-cli %s\n", PACKAGE_VERSION);
      return EXIT_DONE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      return run (&commands[i], argc - 1, argv + 1);

  message = g_strdup_printf (_ ("There is no command “%s”; --help lists them"), argv[1]);
  print_error (message);
  return EXIT_USAGE;
}
