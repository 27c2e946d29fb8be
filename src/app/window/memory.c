/* SPDX-License-Identifier: MIT */
/*
 * What the C library does with freed memory. GTK allocates and frees the pixels of each frame: with
 * new pages for them, a frame takes a fifth longer, and several times as long on a busy machine. So
 * freed blocks of their size stay with the program. But loading data and networks frees such
 * blocks, too, which nothing uses again: they go back to the system when the work is over.
 *
 * Thread rule: main thread.
 */
#include "memory.h"

#include <glib.h>
#include <malloc.h>

/* With the GNU C library, freed blocks of at least this many bytes, such as those of data sets, are
 * returned to the system at once. By default the library raises the limit to the largest block so
 * far. The pixels of a frame are fewer in windows of up to 2,000,000 pixels. */
#define LARGE_BLOCK (8 * 1024 * 1024)

/* So much free memory at the end of the heap is kept while the program works, so that a frame finds
 * that of the one before, and so much when work is over: the pixels of a usual window. */
#define KEPT_IN_WORK (12 * 1024 * 1024)
#define KEPT_AFTER   (4 * 1024 * 1024)

/* How long after the end of work: its results are shown by then, and often other work begins. */
#define TRIM_MILLISECONDS 700

/* The timer until memory is given back, or 0. */
static guint trim_timer;

/**
 * bp_memory_set_up:
 *
 * Sets the allocator up, first of all in main(): one heap for all threads, since few of them
 * allocate and can reuse each other's freed blocks.
 */
void
bp_memory_set_up (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
  mallopt (M_TRIM_THRESHOLD, KEPT_IN_WORK);
  mallopt (M_ARENA_MAX, 1);
#endif
}

static gboolean
trim (gpointer data G_GNUC_UNUSED)
{
  trim_timer = 0;
#ifdef __GLIBC__
  malloc_trim (KEPT_AFTER);
#endif
  return G_SOURCE_REMOVE;
}

/**
 * bp_memory_trim_later:
 *
 * Gives freed memory back to the system, a moment after work that has freed much of it.
 */
void
bp_memory_trim_later (void)
{
  g_clear_handle_id (&trim_timer, g_source_remove);
  trim_timer = g_timeout_add (TRIM_MILLISECONDS, trim, NULL);
}
