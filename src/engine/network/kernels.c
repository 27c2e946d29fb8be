/* SPDX-License-Identifier: MIT */
/*
 * Chooses among the compiled instruction sets: the best that the processor has, unless the user
 * names another.
 *
 * Thread rule: bp_kernels_get() from any thread; bp_kernels_select() while nothing computes.
 */
#include "kernels.h"

#include "error.h"
#include "kernels-sets.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>
#include <string.h>

/* Names an instruction set, as in BACKPROP_INSTRUCTIONS=x86-64-v3. */
#define ENVIRONMENT_VARIABLE "BACKPROP_INSTRUCTIONS"

/* The best first. The processor has every feature that the compiler flags of these sets use. */
static const BpKernels *available[5];

static const BpKernels *_Atomic selected;

#if defined(__x86_64__)
/* What the vectors of 512 bits use. */
static BpMultiply multiply_bf16_of_v4 = bp_multiply_bf16_avx2;
#endif

static void
find_available (void)
{
  guint n = 0;

#if defined(__x86_64__)
  __builtin_cpu_init ();
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw") &&
      __builtin_cpu_supports ("avx512cd") && __builtin_cpu_supports ("avx512dq") &&
      __builtin_cpu_supports ("avx512vl"))
    available[n++] = &bp_kernels_x86_64_v4;
  if (__builtin_cpu_supports ("avx512bf16"))
    multiply_bf16_of_v4 = bp_multiply_bf16_avx512;
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma") &&
      __builtin_cpu_supports ("bmi2"))
    available[n++] = &bp_kernels_x86_64_v3;
#endif
  available[n++] = &bp_kernels_native;
  available[n++] = &bp_kernels_plain;
}

/**
 * bp_kernels_list:
 *
 * Returns: (transfer none) (array zero-terminated=1): the kernels that this processor can run, the
 *   best first, the plain loops last
 */
const BpKernels *const *
bp_kernels_list (void)
{
  static gsize is_initialised = 0;

  if (g_once_init_enter (&is_initialised))
    {
      find_available ();
      g_once_init_leave (&is_initialised, 1);
    }
  return available;
}

static const BpKernels *
find_by_name (const char *name)
{
  for (const BpKernels *const *kernels = bp_kernels_list (); *kernels != NULL; kernels++)
    if (g_str_equal ((*kernels)->name, name))
      return *kernels;

  return NULL;
}

/**
 * bp_kernels_select:
 * @name: (nullable): an instruction set's name; %NULL takes the one that the environment variable
 *   BACKPROP_INSTRUCTIONS names, or the best where it is not set
 * @error: return location for %BP_ERROR_INVALID_VALUE where @name is unknown or cannot run on this
 *   processor
 *
 * Sets the kernels for all computations from now on. Results of different instruction sets may
 * differ in their last bits.
 *
 * Returns: whether they were chosen
 */
gboolean
bp_kernels_select (const char *name, GError **error)
{
  const BpKernels *kernels;

  if (name == NULL)
    name = g_getenv (ENVIRONMENT_VARIABLE);
  kernels = name == NULL || *name == '\0' ? bp_kernels_list ()[0] : find_by_name (name);

  if (kernels == NULL)
    {
      g_autoptr (GString) names = g_string_new (NULL);

      for (const BpKernels *const *other = bp_kernels_list (); *other != NULL; other++)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", (*other)->name);
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("“%s” is not an instruction set of this processor: choose one of %s"), name,
                   names->str);
      return FALSE;
    }

  atomic_store (&selected, kernels);
  return TRUE;
}

/**
 * bp_kernels_get:
 *
 * Returns: (transfer none): the kernels to compute with. Before any bp_kernels_select(), these are
 *   the ones that the environment variable names, if this processor can run them, else the best.
 */
const BpKernels *
bp_kernels_get (void)
{
  const BpKernels *kernels = atomic_load_explicit (&selected, memory_order_acquire);

  if (kernels != NULL)
    return kernels;

  if (!bp_kernels_select (NULL, NULL))
    atomic_store (&selected, bp_kernels_list ()[0]);
  return atomic_load (&selected);
}

/**
 * bp_kernels_find_multiply:
 * @kernels: kernels that this processor can run
 * @precision: a precision
 *
 * Returns: (nullable): the product of these kernels in that precision, or %NULL where there is none
 */
BpMultiply
bp_kernels_find_multiply (const BpKernels *kernels, BpPrecision precision)
{
  if (precision == BP_PRECISION_FLOAT32)
    return kernels->multiply;

#if defined(__x86_64__)
  if (kernels == &bp_kernels_x86_64_v4)
    return multiply_bf16_of_v4;
  if (kernels == &bp_kernels_x86_64_v3)
    return bp_multiply_bf16_avx2;
#endif
  return kernels == &bp_kernels_plain ? bp_multiply_bf16_plain : NULL;
}

/**
 * bp_kernels_check_precision:
 * @precision: a precision
 * @error: return location for %BP_ERROR_UNSUPPORTED
 *
 * Returns: whether the selected kernels have products of that precision
 */
gboolean
bp_kernels_check_precision (BpPrecision precision, GError **error)
{
  const BpKernels *kernels = bp_kernels_get ();

  if (bp_kernels_find_multiply (kernels, precision) != NULL)
    return TRUE;

  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
               _ ("The instruction set %s has no products in %s: choose the precision float32, or "
                  "a processor with AVX2"),
               kernels->name, bp_choices_get_name (&bp_precisions, precision));
  return FALSE;
}
