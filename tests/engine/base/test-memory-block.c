/* SPDX-License-Identifier: MIT */
#include "memory-block.h"

#include "error.h"
#include "test-file.h"

#include <stdint.h>
#include <string.h>

/* Blocks of every size are aligned, and all of their floats can be used. */
static void
test_alignment (void)
{
  static const gsize sizes[] = { 1, 16, 1000, 1000 * 1000, 3 * 1000 * 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      float *block = bp_memory_block_new (sizes[i]);

      g_assert_nonnull (block);
      g_assert_cmpuint ((uintptr_t) block % BP_ALIGNMENT, ==, 0);
      memset (block, 1, sizes[i] * sizeof (float));
      bp_memory_block_free (block);
    }
}

/* Blocks of zeros are that also where freed memory is used again. */
static void
test_zeros (void)
{
  static const gsize sizes[] = { 1000, 1000 * 1000, 3 * 1000 * 1000 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (sizes); i++)
    {
      gsize n_floats = sizes[i / 2];
      float *block = bp_memory_block_new0 (n_floats);

      for (gsize k = 0; k < n_floats; k++)
        g_assert_true (block[k] == 0.0f);
      memset (block, 1, n_floats * sizeof (float));
      bp_memory_block_free (block);
    }
  bp_memory_block_free (NULL);
}

static void
test_too_large (void)
{
  g_assert_null (bp_memory_block_new (G_MAXSIZE / 8));

  g_assert_null (bp_memory_block_new (G_MAXSIZE / 2));
}

/* Huge pages do not change what malloc() gives, wherever it begins. */
static void
test_content (void)
{
  gsize n_bytes = 5 * 1024 * 1024;

  for (guint n_skipped = 0; n_skipped < 3; n_skipped++)
    {
      g_autofree guint8 *bytes = g_malloc (n_bytes);

      bp_memory_block_use_huge_pages (bytes + n_skipped, n_bytes - n_skipped);
      memset (bytes, 7, n_bytes);
      g_assert_cmpuint (bytes[0], ==, 7);
      g_assert_cmpuint (bytes[n_bytes - 1], ==, 7);
    }
  bp_memory_block_use_huge_pages (NULL, n_bytes);
}

static void
test_clear (void)
{
  gsize n_floats = 3 * 1024 * 1024 + 5;
  float *block = bp_memory_block_new (n_floats);
  g_autoptr (GError) error = NULL;
  BpProgress progress = { 0 };

  for (gsize i = 0; i < n_floats; i++)
    block[i] = 1.0f;
  g_assert_true (bp_memory_block_clear (block, n_floats - 1, &progress, &error));
  for (gsize i = 0; i + 1 < n_floats; i++)
    g_assert_true (block[i] == 0.0f);
  g_assert_true (block[n_floats - 1] == 1.0f);

  bp_progress_cancel (&progress);
  g_assert_false (bp_memory_block_clear (block, n_floats, &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
  g_assert_true (block[n_floats - 1] == 1.0f);
  bp_memory_block_free (block);
}

BP_TEST_FILE (memory_block)
{
  g_test_add_func ("/memory-block/clear", test_clear);
  g_test_add_func ("/memory-block/alignment", test_alignment);
  g_test_add_func ("/memory-block/zeros", test_zeros);
  g_test_add_func ("/memory-block/too-large", test_too_large);
  g_test_add_func ("/memory-block/content", test_content);
}
