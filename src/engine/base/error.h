/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"

#include <glib.h>

/**
 * BP_ERROR:
 *
 * The error domain of the engine. Every message is a sentence for users that tells what was found
 * and, where that helps, what to do. Errors of the operating system (no such file, no permission,
 * disk full) are %G_FILE_ERROR with the file's name in the message.
 */
#define BP_ERROR (bp_error_quark ())

/**
 * BpError:
 * @BP_ERROR_UNRECOGNISED: the file has no supported kind
 * @BP_ERROR_DAMAGED: the file is of a known kind, but cut off or inconsistent in itself
 * @BP_ERROR_UNSUPPORTED: the file is of a known kind and whole, but its content is not supported
 * @BP_ERROR_TOO_LARGE: a size that the file declares is over a limit of this program
 * @BP_ERROR_INVALID_VALUE: a value is out of its range: a label, a pixel, a weight, a setting
 * @BP_ERROR_MISMATCH: two valid things do not fit each other
 * @BP_ERROR_DIVERGED: the loss is not finite any more
 * @BP_ERROR_NO_MEMORY: not enough memory
 * @BP_ERROR_CANCELLED: stopped through #BpProgress
 */
typedef enum
{
  BP_ERROR_UNRECOGNISED,
  BP_ERROR_DAMAGED,
  BP_ERROR_UNSUPPORTED,
  BP_ERROR_TOO_LARGE,
  BP_ERROR_INVALID_VALUE,
  BP_ERROR_MISMATCH,
  BP_ERROR_DIVERGED,
  BP_ERROR_NO_MEMORY,
  BP_ERROR_CANCELLED,
} BpError;

GQuark bp_error_quark (void);

/* The formats are marked with N_() where they stand: these functions translate them, as a look-up
 * of a translation could change errno between its arguments. */
gboolean bp_set_errno_error (GError **error, int saved_errno, const char *format, const char *path)
    G_GNUC_PRINTF (3, 0);
void bp_error_prefix_name (GError **error, const char *path, const char *format)
    G_GNUC_PRINTF (3, 0);
char *bp_error_quote (const char *text);
