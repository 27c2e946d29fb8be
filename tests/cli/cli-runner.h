/* SPDX-License-Identifier: MIT */
#pragma once

#include "test-json.h"

#include <gio/gio.h>

/**
 * BpCliResult:
 * @exit_status: of the process
 * @output: its standard output
 * @errors: its standard error
 *
 * The result of a run of backprop-cli.
 */
typedef struct
{
  int exit_status;
  char *output;
  char *errors;
} BpCliResult;

void bp_cli_result_clear (BpCliResult *result);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpCliResult, bp_cli_result_clear)

GSubprocess *bp_cli_start (const char *const *arguments);
GSubprocess *bp_cli_start_piped (const char *const *arguments);
BpCliResult bp_cli_run (const char *input, ...) G_GNUC_NULL_TERMINATED;
BpCliResult bp_cli_run_line (const char *command_line);

void bp_cli_assert_done (const BpCliResult *result);
void bp_cli_assert_failed (const BpCliResult *result, int exit_status, const char *message);

GPtrArray *bp_cli_parse_lines (const char *output);
