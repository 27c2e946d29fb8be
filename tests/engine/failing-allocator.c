/* SPDX-License-Identifier: MIT */
#include "failing-allocator.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <zlib.h>

static struct
{
  gboolean is_counting;
  guint n_calls;
  guint first; /* the first call that fails, from 1 on; 0 for none */
  guint n_failures;
} state;

/**
 * bp_failing_allocator_begin:
 * @first: the first call that fails, from 1 on; 0 lets all succeed
 * @n_failures: the number of consecutive failures
 */
void
bp_failing_allocator_begin (guint first, guint n_failures)
{
  state.is_counting = TRUE;
  state.n_calls = 0;
  state.first = first;
  state.n_failures = n_failures;
}

/**
 * bp_failing_allocator_end:
 *
 * Lets all calls succeed again.
 *
 * Returns: the number of calls
 */
guint
bp_failing_allocator_end (void)
{
  state.is_counting = FALSE;
  return state.n_calls;
}

static gboolean
fails (void)
{
  if (!state.is_counting)
    return FALSE;

  state.n_calls++;
  return state.first > 0 && state.n_calls >= state.first &&
         state.n_calls - state.first < state.n_failures;
}

/* The linker's option --wrap=NAME sends calls of NAME to __wrap_NAME, and __real_NAME to NAME. */
#define WRAP(type, name, parameters, arguments, failure)   \
  type __real_##name parameters;                           \
  type __wrap_##name parameters;                           \
  type __wrap_##name parameters                            \
  {                                                        \
    return fails () ? (failure) : __real_##name arguments; \
  }

WRAP (gpointer, g_try_malloc, (gsize size), (size), NULL)
WRAP (gpointer, g_try_malloc0, (gsize size), (size), NULL)
WRAP (gpointer, g_try_realloc, (gpointer old, gsize size), (old, size), NULL)
WRAP (gpointer, g_try_malloc_n, (gsize count, gsize size), (count, size), NULL)
WRAP (gpointer, g_try_malloc0_n, (gsize count, gsize size), (count, size), NULL)
WRAP (gpointer, g_try_realloc_n, (gpointer old, gsize count, gsize size), (old, count, size), NULL)
WRAP (void *, aligned_alloc, (size_t alignment, size_t size), (alignment, size), NULL)

/* zlib calls its own function when it reads gzip files; the dynamic linker finds this one first. So
 * do libpng and libzip, with fewer window bits and errors of their own. */
int
inflateInit2_ (z_streamp stream, int window_bits, const char *version, int stream_size)
{
  int (*real) (z_streamp, int, const char *, int) = NULL;

  *(void **) &real = dlsym (RTLD_NEXT, "inflateInit2_");
  if (window_bits > MAX_WBITS && fails ())
    return Z_MEM_ERROR;
  return real (stream, window_bits, version, stream_size);
}
