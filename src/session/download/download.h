/* SPDX-License-Identifier: MIT */
#pragma once

#include "mirrors.h"
#include "progress.h"

/* Files from the network, where they are wanted by a person and checked by this program. */

#define BP_DOWNLOAD_ERROR (bp_download_error_quark ())

/**
 * BpDownloadError:
 * @BP_DOWNLOAD_ERROR_OFFLINE: no mirror could be reached
 * @BP_DOWNLOAD_ERROR_NO_MIRROR: none had the file; the message says what each did
 * @BP_DOWNLOAD_ERROR_OCCUPIED: something else lies where a file belongs
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
