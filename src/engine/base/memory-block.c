/* SPDX-License-Identifier: MIT */

/* Memory for numbers that are read in random order or again and again. A page of 4 kB needs an
 * entry of the processor's address cache (TLB), which has one or two thousand: enough for 8 MB.
 * MNIST has 47 MB of pixels. With pages of 2 MB, an epoch of 784-128-10 takes 4 % less time.
 */
#include "memory-block.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE      4096
#define HUGE_PAGE (2 * 1024 * 1024)

/* The floats between two checks of the cancel flag: a few milliseconds for pages that are new. */
#define PIECE (1024 * 1024)

/**
 * bp_memory_block_use_huge_pages:
 * @block: (nullable): memory from malloc() that is not written yet
 * @n_bytes: its size
 *
 * Asks the kernel for huge pages where @block is large enough for some. The memory works in the
 * same way where the kernel has none.
 */
void
bp_memory_block_use_huge_pages (gpointer block, gsize n_bytes)
{
  uintptr_t begin = (uintptr_t) block / PAGE * PAGE;
  uintptr_t end = ((uintptr_t) block + n_bytes + PAGE - 1) / PAGE * PAGE;

  if (block == NULL || n_bytes < 2 * HUGE_PAGE)
    return;
  /* The advice is for the whole mapping, with malloc()'s header before the block: the kernel does
   * not move a mapping that is advised in parts, and realloc() would copy it. A failure only
   * changes the speed. */
  (void) madvise ((guint8 *) block - ((uintptr_t) block - begin), end - begin, MADV_HUGEPAGE);
}

/**
 * bp_memory_block_new:
 * @n_floats: the number of floats
 *
 * Allocates memory that is aligned for vectors, on huge pages where it is large enough for two.
 *
 * Returns: (transfer full) (nullable): (n_floats): undefined numbers, to be freed with free();
 *   %NULL when out of memory
 */
float *
bp_memory_block_new (gsize n_floats)
{
  gboolean is_large = n_floats >= 2 * HUGE_PAGE / sizeof (float);
  gpointer block;

  if (n_floats > G_MAXSIZE / sizeof (float) ||
      posix_memalign (&block, is_large ? HUGE_PAGE : BP_ALIGNMENT, n_floats * sizeof (float)) != 0)
    return NULL;
  bp_memory_block_use_huge_pages (block, n_floats * sizeof (float));
  return block;
}

/**
 * bp_memory_block_clear:
 * @block: (n_floats): a block
 * @n_floats: its length
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_CANCELLED
 *
 * Sets all numbers to 0. In a new block, the kernel makes the pages meanwhile, which takes a while
 * where they are many.
 *
 * Returns: whether all numbers were set
 */
gboolean
bp_memory_block_clear (float *block, gsize n_floats, BpProgress *progress, GError **error)
{
  for (gsize begin = 0; begin < n_floats; begin += PIECE)
    {
      if (!bp_progress_check (progress, error))
        return FALSE;
      memset (block + begin, 0, MIN (PIECE, n_floats - begin) * sizeof (float));
    }
  return TRUE;
}
