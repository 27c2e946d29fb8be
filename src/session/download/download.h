/* SPDX-License-Identifier: MIT */
#pragma once

#include "mirrors.h"
#include "progress.h"

/* Downloads of files that a user requested, which are verified. */

#define BP_DOWNLOAD_ERROR (bp_download_error_quark ())

/**
 * BpDownloadError:
 * @BP_DOWNLOAD_ERROR_OFFLINE: no mirror could be reached
 * @BP_DOWNLOAD_ERROR_NO_MIRROR: no mirror gave the file; the message names the fault of each
 * @BP_DOWNLOAD_ERROR_OCCUPIED: another file has the name of one of the files
 */
typedef enum
{
  BP_DOWNLOAD_ERROR_OFFLINE,
  BP_DOWNLOAD_ERROR_NO_MIRROR,
  BP_DOWNLOAD_ERROR_OCCUPIED,
} BpDownloadError;

GQuark bp_download_error_quark (void);

char *bp_download_get_folder (void);

void bp_download_async (BpMirrors *mirrors,
                        const char *folder,
                        BpProgressFunc progress_func,
                        gpointer progress_data,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean bp_download_finish (GAsyncResult *result, GError **error);
