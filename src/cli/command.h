/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpCommandFunc:
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's name and what follows it on the command line
 * @error: return location; %G_OPTION_ERROR means that the command line is wrong, anything else that
 *   the command failed
 *
 * Carries out a command and prints its results to the standard output.
 *
 * Returns: whether the command succeeded
 */
typedef gboolean (*BpCommandFunc) (int argc, char **argv, GError **error);

gboolean bp_command_bench (int argc, char **argv, GError **error);
gboolean bp_command_classify (int argc, char **argv, GError **error);
gboolean bp_command_convert (int argc, char **argv, GError **error);
gboolean bp_command_data (int argc, char **argv, GError **error);
gboolean bp_command_drawings (int argc, char **argv, GError **error);
gboolean bp_command_evaluate (int argc, char **argv, GError **error);
gboolean bp_command_explain (int argc, char **argv, GError **error);
gboolean bp_command_find_learning_rate (int argc, char **argv, GError **error);
gboolean bp_command_info (int argc, char **argv, GError **error);
gboolean bp_command_learn_drawings (int argc, char **argv, GError **error);
gboolean bp_command_runs (int argc, char **argv, GError **error);
gboolean bp_command_train (int argc, char **argv, GError **error);
