/* SPDX-License-Identifier: MIT */
#pragma once

#include "inflate.h"
#include "progress.h"

#include <zlib.h>

/* For inflate.c, which fills the window, and inflate-window.c, which hands out what is in it. */

struct _BpInflate
{
  int fd;
  gboolean is_packed;
  gboolean is_at_end; /* nothing more will come into the window */
  guint64 file_size;
  guint64 max_size;       /* unpacked */
  guint64 n_read;         /* bytes of the file */
  guint64 progress_start; /* added to n_read where progress is reported */
  guint64 progress_total;
  guint64 n_windowed; /* unpacked bytes that have come into the window */
  guint8 *next;       /* what is next in the window */
  gsize n_available;  /* bytes in the window from there on */
  z_stream stream;

  /* owned */
  char *path;
  guint8 *window; /* WINDOW_SIZE */
  guint8 *input;  /* INPUT_SIZE, where it is packed */

  /* borrowed */
  BpProgress *progress;
};

gboolean bp_inflate_refill (BpInflate *inflate, GError **error);
gboolean bp_inflate_set_cut_off_error (const BpInflate *inflate, GError **error);
