/* SPDX-License-Identifier: MIT */
#include "collection-jobs.h"

#include "job.h"
#include "own-classes.h"

/* The arguments and results of all jobs. */
typedef struct
{
  char *path;
  char *line;
  char *target;
  char *label;
  GStrv names;
  BpDrawingForm form;
  BpDrawingEdit *edit;
  GPtrArray *entries;
  guint n_left_out;
  guint n_drawings;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_free (job->line);
  g_free (job->target);
  g_free (job->label);
  g_strfreev (job->names);
  g_clear_pointer (&job->edit, bp_drawing_edit_free);
  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_free (job);
}

static Job *
job_new (const char *path)
{
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (path);
  return job;
}

/* Starts a change, which is not cancelled. */
static void
start_change (BpJobWork work,
              Job *job,
              gpointer source_tag,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  bp_job_start (&(BpJob){ .work = work, .data = job, .free_data = job_free, .is_lasting = TRUE },
                source_tag, NULL, callback, user_data);
}

static gboolean
browse (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Job *job = data;

  job->entries = bp_drawing_entries_load (job->path, &job->n_left_out, error);
  return job->entries != NULL;
}

/**
 * bp_drawings_browse_async:
 * @path: (type filename): the collection
 * @cancellable: (nullable): cancels
 * @callback: called when it is loaded, or not
 * @user_data: for @callback
 *
 * See bp_drawing_entries_load().
 */
void
bp_drawings_browse_async (const char *path,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  bp_job_start (&(BpJob){ .work = browse, .data = job_new (path), .free_data = job_free },
                bp_drawings_browse_async, cancellable, callback, user_data);
}

/**
 * bp_drawings_browse_finish:
 * @result: the result that the callback got
 * @n_left_out: (out): as of bp_drawing_entries_load()
 * @error: return location for an error of bp_drawing_entries_load()
 *
 * Returns: (transfer full) (element-type BpDrawingEntry): the drawings, or %NULL with @error set
 */
GPtrArray *
bp_drawings_browse_finish (GAsyncResult *result, guint *n_left_out, GError **error)
{
  Job *job = bp_job_finish (result, bp_drawings_browse_async, error);

  *n_left_out = job != NULL ? job->n_left_out : 0;
  return job != NULL ? g_steal_pointer (&job->entries) : NULL;
}

static gboolean
relabel (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Job *job = data;

  job->edit = bp_drawing_edit_relabel (job->path, job->line, job->label, error);
  return job->edit != NULL;
}

/**
 * bp_drawing_relabel_async:
 * @path: (type filename): the collection
 * @line: the line of a drawing
 * @label: its new label
 * @callback: called with a result for bp_drawing_edit_finish()
 * @user_data: for @callback
 *
 * See bp_drawing_edit_relabel().
 */
void
bp_drawing_relabel_async (const char *path,
                          const char *line,
                          const char *label,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Job *job = job_new (path);

  job->line = g_strdup (line);
  job->label = g_strdup (label);
  start_change (relabel, job, bp_drawing_edit_finish, callback, user_data);
}

static gboolean
remove_drawing (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Job *job = data;

  job->edit = bp_drawing_edit_remove (job->path, job->line, error);
  return job->edit != NULL;
}

/**
 * bp_drawing_remove_async:
 * @path: (type filename): the collection
 * @line: the line of a drawing
 * @callback: called with a result for bp_drawing_edit_finish()
 * @user_data: for @callback
 *
 * See bp_drawing_edit_remove().
 */
void
bp_drawing_remove_async (const char *path,
                         const char *line,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Job *job = job_new (path);

  job->line = g_strdup (line);
  start_change (remove_drawing, job, bp_drawing_edit_finish, callback, user_data);
}

static gboolean
clear (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Job *job = data;

  job->edit = bp_drawing_edit_clear (job->path, error);
  return job->edit != NULL;
}

/**
 * bp_drawings_clear_async:
 * @path: (type filename): the collection
 * @callback: called with a result for bp_drawing_edit_finish()
 * @user_data: for @callback
 *
 * See bp_drawing_edit_clear().
 */
void
bp_drawings_clear_async (const char *path, GAsyncReadyCallback callback, gpointer user_data)
{
  start_change (clear, job_new (path), bp_drawing_edit_finish, callback, user_data);
}

/**
 * bp_drawing_edit_finish:
 * @result: the result that the callback got
 * @error: return location for an error of the change
 *
 * Returns: (transfer full): the change, or %NULL with @error set
 */
BpDrawingEdit *
bp_drawing_edit_finish (GAsyncResult *result, GError **error)
{
  Job *job = bp_job_finish (result, bp_drawing_edit_finish, error);

  return job != NULL ? g_steal_pointer (&job->edit) : NULL;
}

static gboolean
undo (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Job *job = data;

  return bp_drawing_edit_undo (job->edit, job->path, error);
}

/**
 * bp_drawing_undo_async:
 * @edit: (transfer full): the change to undo
 * @path: (type filename): the collection
 * @callback: called when it is undone, or not
 * @user_data: for @callback
 *
 * See bp_drawing_edit_undo().
 */
void
bp_drawing_undo_async (BpDrawingEdit *edit,
                       const char *path,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Job *job = job_new (path);

  job->edit = edit;
  start_change (undo, job, bp_drawing_undo_async, callback, user_data);
}

/**
 * bp_drawing_undo_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_drawing_edit_undo()
 *
 * Returns: whether the change was undone
 */
gboolean
bp_drawing_undo_finish (GAsyncResult *result, GError **error)
{
  return bp_job_finish (result, bp_drawing_undo_async, error) != NULL;
}

static gboolean
write_classes (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Job *job = data;

  job->target = bp_own_classes_write (job->path, (const char *const *) job->names, error);
  return job->target != NULL;
}

/**
 * bp_own_classes_write_async:
 * @path: (type filename): the collection
 * @names: (array zero-terminated=1): of the classes
 * @callback: called when it is written, or not
 * @user_data: for @callback
 *
 * See bp_own_classes_write().
 */
void
bp_own_classes_write_async (const char *path,
                            const char *const *names,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Job *job = job_new (path);

  job->names = g_strdupv ((GStrv) names);
  start_change (write_classes, job, bp_own_classes_write_async, callback, user_data);
}

/**
 * bp_own_classes_write_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_own_classes_write()
 *
 * Returns: (transfer full) (type filename): the file, or %NULL with @error set
 */
char *
bp_own_classes_write_finish (GAsyncResult *result, GError **error)
{
  Job *job = bp_job_finish (result, bp_own_classes_write_async, error);

  return job != NULL ? g_steal_pointer (&job->target) : NULL;
}

static gboolean export(gpointer data, BpProgress *progress, GError **error)
{
  Job *job = data;

  return bp_drawings_export (job->path, job->form, job->target, progress, &job->n_drawings, error);
}

/**
 * bp_drawings_export_async:
 * @path: (type filename): the collection
 * @form: the form
 * @target: (type filename): the folder or file to write
 * @callback: called when it is written, or not
 * @user_data: for @callback
 *
 * See bp_drawings_export().
 */
void
bp_drawings_export_async (const char *path,
                          BpDrawingForm form,
                          const char *target,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Job *job = job_new (path);

  job->form = form;
  job->target = g_strdup (target);
  start_change (export, job, bp_drawings_export_async, callback, user_data);
}

/**
 * bp_drawings_export_finish:
 * @result: the result that the callback got
 * @n_drawings: (out): how many were exported
 * @error: return location for an error of bp_drawings_export()
 *
 * Returns: whether they were
 */
gboolean
bp_drawings_export_finish (GAsyncResult *result, guint *n_drawings, GError **error)
{
  Job *job = bp_job_finish (result, bp_drawings_export_async, error);

  *n_drawings = job != NULL ? job->n_drawings : 0;
  return job != NULL;
}
