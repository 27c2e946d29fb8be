/* SPDX-License-Identifier: MIT */
#include "cli-runner.h"
#include "test-stride.h"

#include <string.h>

typedef struct
{
  const char *command_line;
  const char *message;
} WrongUsage;

static const WrongUsage wrong_usages[] = {
  { "", "A command is missing" },
  { "fly", "There is no command “fly”" },
  { "--json", "There is no command “--json”" },
  { "conv", "There is no command “conv”" },
  { "train --fly", "Unknown option --fly" },
  { "train digits", "“digits” is an unexpected argument" },
  { "train --epochs", "Missing argument for --epochs" },
  { "train --epochs 0", "--epochs 0 only calibrates the network of --initial" },
  { "train --epochs 1.5", "--epochs takes a whole number" },
  { "train --epochs ''", "--epochs takes a whole number" },
  { "train --batch-size 0", "--batch-size takes a whole number from 1 to 4096, not “0”" },
  { "train --batch-size 5000", "--batch-size takes a whole number" },
  { "train --learning-rate fast", "--learning-rate takes a number, not “fast”" },
  { "train --learning-rate 0,1", "--learning-rate takes a number, not “0,1”" },
  { "train --learning-rate 0", "The learning rate is a number over 0" },
  { "train --learning-rate -0.1", "The learning rate is a number over 0" },
  { "train --learning-rate nan", "--learning-rate takes a number" },
  { "train --momentum 1", "The momentum is from 0 to less than 1" },
  { "train --nesterov", "--nesterov is a kind of momentum" },
  { "train --optimizer nesterov", "--nesterov is a kind of momentum" },
  { "train --optimizer newton", "“newton” is not a valid optimizer: choose sgd, nesterov or adam" },
  { "train --optimizer adam --nesterov", "--nesterov and --optimizer adam exclude each other" },
  { "train --optimizer adam --momentum 0.9", "The optimizer “adam” uses no momentum" },
  { "train --precision half", "“half” is not a valid precision: choose float32 or bf16" },
#if defined(__x86_64__)
  { "train --precision bf16 --instructions x86-64",
    "The instruction set x86-64 has no products in bf16: choose the precision float32" },
#endif
  { "train --schedule step", "“step” is not a valid schedule: choose constant, linear or cosine" },
  { "train --preset fast",
    "“fast” is not a valid preset: choose classroom, quick, standard or best" },
  { "train --seed -1", "--seed takes a whole number" },
  { "train --seed 18446744073709551616", "--seed takes a whole number" },
  { "train --threads 0", "--threads takes a whole number from 1 to 256" },
  { "train --layers x", "“x” is not a number of units" },
  { "train --layers 0", "“0” is not a number of units" },
  { "train --layers 10,,10", "“” is not a number of units" },
  { "train --activation step",
    "“step” is not a valid activation: choose relu, leaky-relu, tanh, sigmoid or gelu" },
  { "train --limit 0", "--limit takes a whole number" },
  { "train --held-out -1", "--held-out takes a whole number" },
  { "train --resume x --seed 2", "--resume and --seed exclude each other" },
  { "train --checkpoint-every 1", "--checkpoint-every needs a run that is kept" },
  { "train --run x --checkpoint-every -1", "--checkpoint-every takes seconds from 0" },
  { "runs", "is missing" },
  { "runs show", "Name a run" },
  { "runs show a b", "“b” is an unexpected argument" },
  { "runs compare a", "Name two runs or more" },
  { "runs export a", "Say what to write" },
  { "evaluate", "--weights is missing" },
  { "evaluate --weights x --split some", "--split takes all, train, held-out or test, not “some”" },
  { "evaluate --weights x y", "“y” is an unexpected argument" },
  { "classify --weights x", "Name either pictures or, with --strokes, a file of drawings" },
  { "classify --weights x --strokes - a.png", "Name either pictures or" },
  { "classify a.png", "--weights is missing" },
  { "explain --weights x", "Name one image" },
  { "explain --weights x a.png b.png", "Name one image" },
  { "explain --weights x a.png --index 3", "Name one image" },
  { "explain --weights x --strokes - --data y --index 3", "Name one image" },
  { "explain --weights x --data y", "--index is missing" },
  { "explain --weights x a.png --learning-rate 0", "--learning-rate takes a number over 0" },
  { "explain a.png", "--weights is missing" },
  { "find-learning-rate --save x", "--save is an option of “train”" },
  { "find-learning-rate --resume x", "--resume is an option of “train”" },
  { "convert", "Name the file to read and the file to write" },
  { "convert a", "Name the file to read and the file to write" },
  { "convert a b.npz c.npz", "Name the file to read and the file to write" },
  { "convert a b.txt", "The ending of “b.txt” is not that of a writable format" },
  { "info a b", "Name one file of weights" },
  { "info --instructions z80", "“z80” is not an instruction set of this processor" },
  { "bench --seconds 0", "--seconds takes a number over 0" },
  { "bench --threads 0", "--threads takes a whole number from 1 to 64" },
  { "bench --precision half", "“half” is not a valid precision: choose float32 or bf16" },
  { "bench --layers x", "“x” is not a number of units" },
  { "data", "“download” or “info” is missing" },
  { "data fly", "“fly” is an unexpected argument" },
  { "data download now", "“now” is an unexpected argument" },
  { "data info", "Name a data set or “builtin”" },
};

static void
test_wrong_usage (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong_usages); i += bp_test_get_stride ())
    {
      g_auto (BpCliResult) result = bp_cli_run_line (wrong_usages[i].command_line);

      g_test_message ("backprop-cli %s: %s", wrong_usages[i].command_line, result.errors);
      bp_cli_assert_failed (&result, 2, wrong_usages[i].message);
      g_assert_cmpstr (result.output, ==, "");
    }
}

static const WrongUsage failures[] = {
  { "train --data /no/such/file", "Could not open “/no/such/file”" },
  { "train --data /dev/null", "“null” cannot be loaded: it is a pipe or a device" },
  { "train --save /no/such/folder/file", "Could not write to “/no/such/folder/file”" },
  { "evaluate --weights /no/such/file", "Could not open “/no/such/file”" },
  { "evaluate --weights /", "“/” cannot be read as weights: it is a folder" },
  { "classify --weights /no/such/file a.png", "Could not open “/no/such/file”" },
  { "convert /no/such/file x.npz", "Could not open “/no/such/file”" },
  { "convert / x.npz", "“/” cannot be read as weights: it is a folder" },
  { "info /no/such/file", "Could not open “/no/such/file”" },
  { "info '/no/such\nfile'", "Could not open" },
  { "data info /no/such/file", "Could not open “/no/such/file”" },
  { "data download --mirrors /no/such/file", "/no/such/file" },
  { "data download --mirrors /proc/version",
    "“/proc/version” cannot be read as a list of mirrors" },
  { "data download --folder /proc/no/such", "Could not make the folder “/proc/no/such”" },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_auto (BpCliResult) result = bp_cli_run_line (failures[i].command_line);

      g_test_message ("backprop-cli %s: %s", failures[i].command_line, result.errors);
      bp_cli_assert_failed (&result, 1, failures[i].message);
      g_assert_cmpstr (result.output, ==, "");
    }
}

/* A refusal of the engine, in each language that the program speaks. */
static const struct
{
  const char *language;
  const char *message;
} refusals[] = {
  { "de", "„step“ ist kein gültiger Verlauf: Wählen Sie constant, linear oder cosine" },
  { "fr", "« step » n’est pas une planification valable : choisissez constant, linear ou cosine" },
  { "es", "«step» no es una planificación válida: elija constant, linear o cosine" },
  { "ja", "「step」は有効なスケジュールではありません。constant, linear" },
  { "ar", "«step» ليس جدول معدل صالحًا: اختر constant" },
};

static void
test_languages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_auto (BpCliResult) result = { 0 };

      g_setenv ("LANGUAGE", refusals[i].language, TRUE);
      result = bp_cli_run_line ("train --schedule step");
      g_setenv ("LANGUAGE", "en", TRUE);
      bp_cli_assert_failed (&result, 2, refusals[i].message);
    }
}

/* What a program reads is the same in every language, the reason of a failure included. */
static void
test_language_of_json (void)
{
  g_auto (BpCliResult) result = { 0 };

  g_setenv ("LANGUAGE", "de", TRUE);
  result = bp_cli_run_line ("train --json --schedule step");
  g_setenv ("LANGUAGE", "en", TRUE);
  bp_cli_assert_failed (&result, 2, "“step” is not a valid schedule");
}

/* The name of a file and the reasons of two readers, in one sentence. */
static void
test_language_of_file (void)
{
  g_auto (BpCliResult) result = { 0 };

  g_setenv ("LANGUAGE", "de", TRUE);
  result = bp_cli_run (NULL, "evaluate", "--weights", "/dev/null", "--data", "builtin", NULL);
  g_setenv ("LANGUAGE", "en", TRUE);
  bp_cli_assert_failed (&result, 1,
                        "„null“ kann nicht als Gewichte gelesen werden: Es ist eine Pipe oder ein "
                        "Gerät, keine Datei");
}

typedef struct
{
  const char *command_line;
  const char *text;
} Help;

static const Help helps[] = {
  { "--help", "  classify " },
  { "-h", "Exit codes: 0 done, 1 failed, 2 wrong usage." },
  { "--version", "backprop-cli " },
  { "train --help", "  backprop-cli train [OPTION…]" },
  { "train --help", "--learning-rate=R" },
  { "evaluate --help", "  backprop-cli evaluate [OPTION…]" },
  { "classify --help", "  backprop-cli classify [OPTION…] IMAGE… | --strokes FILE" },
  { "classify --help", "{\"digit\": 7, \"sure\": true, \"probabilities\": […]}" },
  { "bench --help", "  backprop-cli bench [OPTION…]" },
  { "convert --help", "  backprop-cli convert [OPTION…] IN OUT" },
  { "info --help", "  backprop-cli info [OPTION…] [FILE]" },
  { "info", "Instruction set: " },
  { "info --json", "\"available_instructions\": [" },
  { "info --instructions plain", "Instruction set: plain" },
  { "data --help", "  backprop-cli data [OPTION…] download | info PATH" },
  { "data download --help", "  backprop-cli data download [OPTION…]" },
  { "data info --help", "  backprop-cli data info [OPTION…] PATH" },
};

static void
test_help (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (helps); i++)
    {
      g_auto (BpCliResult) result = bp_cli_run_line (helps[i].command_line);

      bp_cli_assert_done (&result);
      if (strstr (result.output, helps[i].text) == NULL)
        g_error ("“%s” is not in: %s", helps[i].text, result.output);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/usage/wrong-usage", test_wrong_usage);
  g_test_add_func ("/cli/usage/failures", test_failures);
  g_test_add_func ("/cli/usage/help", test_help);
  g_test_add_func ("/cli/usage/languages", test_languages);
  g_test_add_func ("/cli/usage/language-of-file", test_language_of_file);
  g_test_add_func ("/cli/usage/language-of-json", test_language_of_json);

  return g_test_run ();
}
