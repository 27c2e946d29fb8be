/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "file-recogniser.h"
#include "progress.h"
#include "weights.h"

#include <gio/gio.h>

/* Asynchronous versions of the engine's long calls. Each works on a separate thread; callbacks are
 * called in the main context of the call. A cancelled call ends within a few milliseconds with
 * %G_IO_ERROR_CANCELLED; every other error is the engine's, a sentence ready to be shown. */

/* The path of the built-in digits. */
#define BP_STORE_BUILTIN "builtin"

/* A prefix of another data set's path: built-in digits are mixed in. */
#define BP_STORE_MIXED_PREFIX "builtin+"

/* The number of digits to mix in. */
#define BP_STORE_N_MIXED 30000

/* The path of the network that comes with the program. */
#define BP_STORE_PRETRAINED "pretrained"

gboolean bp_store_path_is_mixed (const char *path);
const char *bp_store_path_get_base (const char *path);

void bp_store_find_dataset_async (const char *last_used,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *bp_store_find_dataset_finish (GAsyncResult *result, GError **error);

void bp_store_load_dataset_async (const char *path,
                                  BpProgressFunc progress_func,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
BpDataset *bp_store_load_dataset_finish (GAsyncResult *result, GError **error);

/**
 * BpStoreFinding:
 * @path: (type filename): a file or folder
 * @use: the use of the file, see bp_file_recognise()
 * @error: (nullable): why it cannot be opened, where @use is %BP_FILE_USE_NONE
 */
typedef struct
{
  char *path;
  BpFileUse use;
  GError *error;
} BpStoreFinding;

void bp_store_recognise_async (const char *const *paths,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *bp_store_recognise_finish (GAsyncResult *result, GError **error);

void bp_store_load_network_async (const char *path,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
BpNetwork *bp_store_load_network_finish (GAsyncResult *result, BpWeightsInfo *info, GError **error);

void bp_store_save_network_async (BpNetwork *network,
                                  const BpWeightsInfo *info,
                                  const char *path,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean bp_store_save_network_finish (GAsyncResult *result, GError **error);
