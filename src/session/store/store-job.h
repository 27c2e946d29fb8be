/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"
#include "inspection.h"
#include "progress.h"
#include "store.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

typedef struct _BpStoreJob BpStoreJob;

/* Does the job on its own thread; ends early when the job's progress is cancelled, where
 * possible. */
typedef gboolean (*BpStoreWork) (BpStoreJob *job, GError **error);

/**
 * BpStoreJob:
 * @work: the function that does the work
 * @progress_func: (nullable): called with the progress
 * @progress_data: for @progress_func
 * @is_lasting: the work cannot be undone, so that it succeeds even where it was cancelled meanwhile
 * @path: (owned): an argument or a result of @work, like all fields below
 * @dataset: (owned):
 * @network: (owned):
 * @info: (owned):
 * @findings: (owned) (element-type BpStoreFinding):
 * @picture: (owned):
 * @image: (28, 28)
 * @split: of @dataset
 * @inspection: (owned):
 * @progress: (borrowed): of @work, while that runs
 *
 * One asynchronous call of the store: the data of its task. It belongs to the caller's thread
 * except while @work runs.
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
  BpSplit split;
  BpInspection *inspection;

  BpProgress *progress;
};

BpStoreJob *bp_store_job_new (BpStoreWork work);
void bp_store_job_start (BpStoreJob *job,
                         gpointer source_tag,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
