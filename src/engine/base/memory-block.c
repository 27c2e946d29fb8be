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

/* Blocks of at least so many bytes have a mapping of their own. */
#define LEAST_MAPPED (2 * HUGE_PAGE)

/* What bp_memory_block_free() has to know of a block; right before it. */
typedef struct
{
  gpointer begin; /* of its mapping, or of its memory from malloc() */
  gsize n_mapped; /* the bytes of its mapping, or 0 */
} Header;

_Static_assert(sizeof (Header) <= BP_ALIGNMENT, "The header is in the alignment of a block");

/* The floats between two checks of the cancel flag: a few milliseconds for pages that are new. */
#define PIECE (1024 * 1024)

static Header *
get_header (gpointer block)
{
  return (Header *) block - 1;
}

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

/* A block that is aligned for huge pages, in a mapping of its own, so that freeing it returns its
 * memory to the system at once: the networks of a run come and go, and a heap would keep the pages
 * of all of them. The pages are 0, and are made when they are first used. */
static gpointer
map_block (gsize n_bytes)
{
  gsize length = (n_bytes + PAGE - 1) / PAGE * PAGE;
  guint8 *mapping =
      mmap (NULL, length + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  gsize n_before; /* the bytes before the page of the header */
  guint8 *block;

  if (mapping == MAP_FAILED)
    return NULL;

  /* The first place for the block that has a page before it. */
  n_before = HUGE_PAGE - 1 - ((uintptr_t) mapping + PAGE - 1) % HUGE_PAGE;
  block = mapping + n_before + PAGE;
  if (n_before > 0)
    munmap (mapping, n_before);
  if (n_before < HUGE_PAGE - PAGE)
    munmap (block + length, HUGE_PAGE - PAGE - n_before);
  bp_memory_block_use_huge_pages (block, length);
  *get_header (block) = (Header){ .begin = block - PAGE, .n_mapped = PAGE + length };
  return block;
}

static gpointer
allocate_block (gsize n_bytes)
{
  guint8 *begin =
      aligned_alloc (BP_ALIGNMENT, (n_bytes + 2 * BP_ALIGNMENT - 1) / BP_ALIGNMENT * BP_ALIGNMENT);

  if (begin == NULL)
    return NULL;
  *get_header (begin + BP_ALIGNMENT) = (Header){ .begin = begin };
  return begin + BP_ALIGNMENT;
}

/**
 * bp_memory_block_new:
 * @n_floats: the number of floats
 *
 * Allocates memory that is aligned for vectors, on huge pages where it is large enough for two.
 *
 * Returns: (transfer full) (nullable): (n_floats): undefined numbers, to be freed with
 *   bp_memory_block_free(); %NULL when out of memory
 */
float *
bp_memory_block_new (gsize n_floats)
{
  gsize n_bytes = n_floats * sizeof (float);

  if (n_floats > G_MAXSIZE / 2 / sizeof (float))
    return NULL;
  return n_bytes >= LEAST_MAPPED ? map_block (n_bytes) : allocate_block (n_bytes);
}

/**
 * bp_memory_block_new0:
 * @n_floats: the number of floats
 *
 * Allocates as bp_memory_block_new() does. Large blocks take no memory before they are used.
 *
 * Returns: (transfer full) (nullable): (n_floats): zeros, to be freed with bp_memory_block_free();
 *   %NULL when out of memory
 */
float *
bp_memory_block_new0 (gsize n_floats)
{
  float *block = bp_memory_block_new (n_floats);

  if (block != NULL && get_header (block)->n_mapped == 0)
    memset (block, 0, n_floats * sizeof (float));
  return block;
}

/**
 * bp_memory_block_free:
 * @block: (nullable) (transfer full): a block of bp_memory_block_new()
 */
void
bp_memory_block_free (float *block)
{
  Header header;

  if (block == NULL)
    return;
  header = *get_header (block);
  if (header.n_mapped > 0)
    munmap (header.begin, header.n_mapped);
  else
    free (header.begin);
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
