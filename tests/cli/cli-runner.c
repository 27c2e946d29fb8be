/* SPDX-License-Identifier: MIT */
#include "cli-runner.h"

#include <string.h>

void
bp_cli_result_clear (BpCliResult *result)
{
  g_clear_pointer (&result->output, g_free);
  g_clear_pointer (&result->errors, g_free);
}

static GSubprocess *
start (const char *const *arguments, GSubprocessFlags flags)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;
  const char *program = g_getenv ("BACKPROP_CLI");
  GSubprocess *process;

  g_assert_nonnull (program);
  g_strv_builder_add (builder, program);
  g_strv_builder_addv (builder, (const char **) arguments);
  command = g_strv_builder_end (builder);
  process = g_subprocess_newv ((const char *const *) command, flags, &error);
  g_assert_no_error (error);
  return process;
}

/* Starts the program with pipes for its input and its output. */
GSubprocess *
bp_cli_start (const char *const *arguments)
{
  return start (arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
}

/* Starts the program with pipes for its input, its output and its errors. */
GSubprocess *
bp_cli_start_piped (const char *const *arguments)
{
  return start (arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE);
}

static BpCliResult
run (const char *input, const char *const *arguments)
{
  g_autoptr (GSubprocess) process = bp_cli_start_piped (arguments);
  g_autoptr (GError) error = NULL;
  BpCliResult result = { 0 };

  g_subprocess_communicate_utf8 (process, input, NULL, &result.output, &result.errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result.exit_status = g_subprocess_get_exit_status (process);
  return result;
}

/* Runs the program to its end, with arguments that are terminated by NULL. */
BpCliResult
bp_cli_run (const char *input, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  const char *argument;
  va_list list;

  va_start (list, input);
  while ((argument = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  return run (input, (const char *const *) arguments->pdata);
}

/* The same with a command line, which is split like in a shell. */
BpCliResult
bp_cli_run_line (const char *command_line)
{
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;

  if (*command_line == '\0')
    return bp_cli_run (NULL, NULL);

  g_assert_true (g_shell_parse_argv (command_line, NULL, &arguments, &error));
  return run (NULL, (const char *const *) arguments);
}

void
bp_cli_assert_done (const BpCliResult *result)
{
  g_assert_cmpstr (result->errors, ==, "");
  g_assert_cmpint (result->exit_status, ==, 0);
}

/* Asserts that the program ended with @exit_status and one line of explanation that contains
 * @message. */
void
bp_cli_assert_failed (const BpCliResult *result, int exit_status, const char *message)
{
  g_assert_cmpint (result->exit_status, ==, exit_status);
  g_assert_true (g_str_has_prefix (result->errors, "backprop-cli: "));
  g_assert_true (strchr (result->errors, '\n') == result->errors + strlen (result->errors) - 1);
  if (strstr (result->errors, message) == NULL)
    g_error ("“%s” is not in: %s", message, result->errors);
}

/* Parses an output with one object in every line. */
GPtrArray *
bp_cli_parse_lines (const char *output)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  GPtrArray *objects = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  guint n_lines = g_strv_length (lines);

  g_assert_cmpuint (n_lines, >=, 1);
  g_assert_cmpstr (lines[n_lines - 1], ==, "");
  for (guint i = 0; i < n_lines - 1; i++)
    g_ptr_array_add (objects, bp_test_json_parse (lines[i]));
  return objects;
}
