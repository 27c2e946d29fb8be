/* SPDX-License-Identifier: MIT */
#include "drawing-jobs.h"

#include "dataset-builtin.h"
#include "job.h"

/* The seed of all lessons, so that the same drawings give the same network. */
#define SEED 1

/* The built-in digits that are repeated where there is no data set. */
#define BUILTIN_SEED       4
#define N_BUILTIN          40000
#define N_BUILTIN_HELD_OUT 4000
#define N_BUILTIN_TEST     4000

/* The arguments and results of either job. */
typedef struct
{
  char *path;
  char *line;
  BpNetwork *network;
  BpDataset *dataset; /* NULL: built-in digits */
  BpNetwork *taught;
  BpDrawingLesson lesson;
} DrawingJob;

static void
drawing_job_free (gpointer data)
{
  DrawingJob *job = data;

  g_free (job->path);
  g_free (job->line);
  g_clear_pointer (&job->network, bp_network_unref);
  g_clear_pointer (&job->dataset, bp_dataset_unref);
  g_clear_pointer (&job->taught, bp_network_unref);
  g_free (job);
}

static gboolean
keep (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  DrawingJob *job = data;

  return bp_drawing_collection_append (job->path, job->line, error);
}

/**
 * bp_drawing_keep_async:
 * @path: (type filename): the collection
 * @line: the drawing, from bp_drawing_record_to_line()
 * @callback: called when it is on the disk, or not
 * @user_data: for @callback
 *
 * See bp_drawing_collection_append().
 */
void
bp_drawing_keep_async (const char *path,
                       const char *line,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  DrawingJob *data = g_new0 (DrawingJob, 1);

  data->path = g_strdup (path);
  data->line = g_strdup (line);
  bp_job_start (&(BpJob){ .work = keep,
                          .data = data,
                          .free_data = drawing_job_free,
                          .is_lasting = TRUE },
                bp_drawing_keep_async, NULL, callback, user_data);
}

/**
 * bp_drawing_keep_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_drawing_collection_append()
 *
 * Returns: whether the drawing was kept
 */
gboolean
bp_drawing_keep_finish (GAsyncResult *result, GError **error)
{
  return bp_job_finish (result, bp_drawing_keep_async, error) != NULL;
}

static gboolean
learn (gpointer data, BpProgress *progress, GError **error)
{
  DrawingJob *job = data;
  guint n_left_out;
  g_autoptr (GPtrArray) drawings = bp_drawing_collection_load (job->path, &n_left_out, error);

  if (drawings == NULL)
    return FALSE;
  if (job->dataset == NULL)
    job->dataset = bp_dataset_new_builtin (BUILTIN_SEED, N_BUILTIN, N_BUILTIN_HELD_OUT,
                                           N_BUILTIN_TEST, 0, progress, error);
  if (job->dataset == NULL)
    return FALSE;

  job->taught = bp_learn_drawings (job->network, job->dataset, drawings, SEED, 0, progress,
                                   &job->lesson, error);
  return job->taught != NULL;
}

/**
 * bp_drawings_learn_async:
 * @path: (type filename): the collection
 * @network: the network to teach, which must not change any more; a reference is taken
 * @dataset: (nullable): the images to repeat; a reference is taken; %NULL means built-in digits
 * @cancellable: (nullable): cancels
 * @callback: called when the drawings are learnt, or not
 * @user_data: for @callback
 *
 * Teaches a copy of a network all drawings of a collection: see bp_learn_drawings().
 */
void
bp_drawings_learn_async (const char *path,
                         BpNetwork *network,
                         BpDataset *dataset,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  DrawingJob *data = g_new0 (DrawingJob, 1);

  data->path = g_strdup (path);
  data->network = bp_network_ref (network);
  data->dataset = dataset != NULL ? bp_dataset_ref (dataset) : NULL;
  bp_job_start (&(BpJob){ .work = learn, .data = data, .free_data = drawing_job_free },
                bp_drawings_learn_async, cancellable, callback, user_data);
}

/**
 * bp_drawings_learn_finish:
 * @result: the result that the callback got
 * @lesson: (out caller-allocates): what was learnt
 * @error: return location for an error of bp_drawing_collection_load() or bp_learn_drawings(), or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the taught network, or %NULL with @error set
 */
BpNetwork *
bp_drawings_learn_finish (GAsyncResult *result, BpDrawingLesson *lesson, GError **error)
{
  DrawingJob *job = bp_job_finish (result, bp_drawings_learn_async, error);

  if (job == NULL)
    return NULL;
  *lesson = job->lesson;
  return g_steal_pointer (&job->taught);
}
