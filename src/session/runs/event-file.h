/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpEventFile:
 *
 * An event file of TensorBoard that is being written: scalars with a tag, a step and a time.
 * bp_event_file_commit() gives it its final name.
 */
typedef struct _BpEventFile BpEventFile;

BpEventFile *bp_event_file_new (const char *path, double wall_time, GError **error);
void bp_event_file_free (BpEventFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpEventFile, bp_event_file_free)

gboolean bp_event_file_add_scalar (BpEventFile *file,
                                   const char *tag,
                                   gint64 step,
                                   double wall_time,
                                   float value,
                                   GError **error);
gboolean bp_event_file_commit (BpEventFile *file, GError **error);
