/* SPDX-License-Identifier: MIT */
#pragma once

#include "download.h"
#include "mirror-server.h"

/**
 * BpDownloadWatch:
 * @result: (owned): set when the download has ended
 * @cancellable: (nullable): cancelled when @cancel_at is reached
 * @cancel_at: a fraction
 * @fraction: the last reported fraction
 * @n_calls: the number of reports
 *
 * The result and the progress of a download.
 */
typedef struct
{
  GAsyncResult *result;
  GCancellable *cancellable;
  double cancel_at;
  double fraction;
  guint n_calls;
} BpDownloadWatch;

void bp_test_download_init (void);
gboolean
bp_test_download (BpMirrors *mirrors, const char *folder, BpDownloadWatch *watch, GError **error);
gboolean bp_test_download_from (BpMirrorServer *server, const char *paths, GError **error);
void bp_test_assert_message (const GError *error, const char *part);
