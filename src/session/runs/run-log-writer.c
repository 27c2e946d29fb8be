/* SPDX-License-Identifier: MIT */
/*
 * Writes a run's log. Each write begins at the end of the last complete one, so that a partial
 * write is overwritten.
 *
 * Thread rule: one thread at a time uses a writer.
 */
#include "run-log-writer.h"

#include "error.h"
#include "float-bits.h"
#include "run-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* One file that only grows. */
typedef struct
{
  char *path;
  int fd;
  gint64 length;       /* of the complete writes */
  GByteArray *pending; /* the bytes to append */
} GrowingFile;

struct _BpRunLogWriter
{
  GrowingFile losses;
  GrowingFile lines;
};

static gboolean
open_file (GrowingFile *file, const char *folder, const char *name, GError **error)
{
  file->path = g_build_filename (folder, name, NULL);
  file->pending = g_byte_array_new ();
  file->fd = g_open (file->path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (file->fd < 0)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->path);
  return TRUE;
}

static void
clear_file (GrowingFile *file)
{
  if (file->fd >= 0)
    close (file->fd);
  g_clear_pointer (&file->pending, g_byte_array_unref);
  g_free (file->path);
}

static gboolean
write_pending (GrowingFile *file, GError **error)
{
  gsize n_written = 0;

  while (n_written < file->pending->len)
    {
      ssize_t n = pwrite (file->fd, file->pending->data + n_written, file->pending->len - n_written,
                          file->length + (gint64) n_written);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->path);
      n_written += (gsize) n;
    }
  if (fdatasync (file->fd) != 0 && errno != EINVAL)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"), file->path);

  file->length += (gint64) n_written;
  g_byte_array_set_size (file->pending, 0);
  return TRUE;
}

/* Cuts the files to @log, which may be shorter. */
static gboolean
begin (BpRunLogWriter *writer, const BpRunLog *log, GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint next_event = 0;

  for (guint i = 0; i <= log->epochs->len; i++)
    {
      const BpHistoryEpoch *epoch =
          i < log->epochs->len ? &g_array_index (log->epochs, BpHistoryEpoch, i) : NULL;

      for (; next_event < log->events->len; next_event++)
        {
          const BpRunEvent *event = &g_array_index (log->events, BpRunEvent, next_event);

          if (epoch != NULL && event->step >= epoch->n_steps)
            break;
          bp_run_log_append_event (event, lines);
        }
      if (epoch != NULL)
        bp_run_log_append_epoch (epoch, lines);
    }
  bp_run_log_writer_add (writer, (const float *) log->losses->data, log->losses->len, lines);
  if (!bp_run_log_writer_flush (writer, error))
    return FALSE;

  if (ftruncate (writer->losses.fd, writer->losses.length) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"),
                               writer->losses.path);
  if (ftruncate (writer->lines.fd, writer->lines.length) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not write to “%s”: %s"),
                               writer->lines.path);
  return TRUE;
}

/**
 * bp_run_log_writer_new:
 * @folder: (type filename): a run's folder, whose lock the caller has
 * @log: the first content of the log: that of a continued run, cut to its checkpoint, or an empty
 *   one
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: (transfer full): the writer, or %NULL with @error set
 */
BpRunLogWriter *
bp_run_log_writer_new (const char *folder, const BpRunLog *log, GError **error)
{
  g_autoptr (BpRunLogWriter) writer = g_new (BpRunLogWriter, 1);

  *writer = (BpRunLogWriter){ .losses = { .fd = -1 }, .lines = { .fd = -1 } };
  if (!open_file (&writer->losses, folder, BP_RUN_FILE_LOSSES, error) ||
      !open_file (&writer->lines, folder, BP_RUN_FILE_LOG, error) || !begin (writer, log, error))
    return NULL;
  return g_steal_pointer (&writer);
}

/**
 * bp_run_log_writer_free:
 * @writer: (transfer full): the writer; data that were not flushed are lost
 */
void
bp_run_log_writer_free (BpRunLogWriter *writer)
{
  clear_file (&writer->losses);
  clear_file (&writer->lines);
  g_free (writer);
}

/**
 * bp_run_log_writer_add:
 * @writer: the writer
 * @losses: (n_losses) of the next steps
 * @n_losses: the number of losses
 * @lines: lines of bp_run_log_append_epoch() and bp_run_log_append_event()
 */
void
bp_run_log_writer_add (BpRunLogWriter *writer,
                       const float *losses,
                       gsize n_losses,
                       const GString *lines)
{
  GByteArray *pending = writer->losses.pending;
  guint begin = pending->len;

  g_byte_array_set_size (pending, begin + (guint) (n_losses * sizeof *losses));
  bp_float_copy_little_endian (pending->data + begin, losses, n_losses);
  g_byte_array_append (writer->lines.pending, (const guint8 *) lines->str, (guint) lines->len);
}

/**
 * bp_run_log_writer_flush:
 * @writer: the writer
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: whether all added data are durably in the files; if not, the next flush tries again
 */
gboolean
bp_run_log_writer_flush (BpRunLogWriter *writer, GError **error)
{
  return write_pending (&writer->losses, error) && write_pending (&writer->lines, error);
}
