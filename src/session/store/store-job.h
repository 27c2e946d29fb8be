/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"
#include "progress.h"
#include "store.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

typedef struct _BpStoreJob BpStoreJob;

/* Does the job, on its own thread; gives up when the job's progress is cancelled, where it can. */
typedef gboolean (*BpStoreWork) (BpStoreJob *job, GError **error);

/**
 * BpStoreJob:
 * @work: what is to be done
 * @progress_func: (nullable): who wants to know how far it is
 * @progress_data: for @progress_func
 * @is_lasting: what it did cannot be undone, so that it counts although it was cancelled meanwhile
 * @path: (owned): an argument or a result of @work, as all that follow
 * @dataset: (owned):
 * @network: (owned):
 * @info: (owned):
 * @findings: (owned) (element-type BpStoreFinding):
 * @picture: (owned):
 * @image: (28, 28)
 *
 * One asynchronous call of the store: the data of its task. It belongs to the caller's thread, but
 * for the time of @work.
 */
struct _BpStoreJob
{
  BpStoreWork work;
  BpProgressFunc progress_func;
  gpointer progress_data;
  gboolean is_lasting;

  char *path;
  BpDataset *dataset;
  BpNetwork *network;
  BpWeightsInfo info;
  GPtrArray *findings;
  GdkPixbuf *picture;
  guint8 image[BP_DIGIT_N_PIXELS];

  BpProgress progress;

  /*< private >*/
  GThread *thread;
  gulong cancelled_handler;
  atomic_bool has_ended; /* what follows is settled */
  gboolean is_done;
  GError *error;
};

BpStoreJob *bp_store_job_new (BpStoreWork work);
void bp_store_job_start (BpStoreJob *job,
                         gpointer source_tag,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
BpStoreJob *bp_store_job_finish (GAsyncResult *result, gpointer source_tag, GError **error);
