/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-log.h"

/**
 * BpRunLogWriter:
 *
 * The two files of a #BpRunLog during a run. Data that could not be written are written with the
 * next ones, so that a disk that is full for a while loses nothing.
 */
typedef struct _BpRunLogWriter BpRunLogWriter;

BpRunLogWriter *bp_run_log_writer_new (const char *folder, const BpRunLog *log, GError **error);
void bp_run_log_writer_free (BpRunLogWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpRunLogWriter, bp_run_log_writer_free)

void bp_run_log_writer_add (BpRunLogWriter *writer,
                            const float *losses,
                            gsize n_losses,
                            const GString *lines);
gboolean bp_run_log_writer_flush (BpRunLogWriter *writer, GError **error);
