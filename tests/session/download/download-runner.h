/* SPDX-License-Identifier: MIT */
#pragma once

#include "download.h"
#include "mirror-server.h"

/**
 * BpDownloadWatch:
 * @result: owned; set when it has ended
 * @cancellable: (nullable): cancelled when @cancel_at is reached
 * @cancel_at: a fraction
 * @fraction: how far it came
 * @n_calls: how often that was told
 *
 * What becomes of a download, and what is seen of it.
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
