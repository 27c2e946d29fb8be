/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Vectors of floats as wide as the registers of the instruction set that the including file is
 * compiled for. The build compiles such a file once for each set, with
 *
 *   BP_SET         suffix of the names of its tables, such as x86_64_v4
 *   VECTOR_BYTES   the width of the set's registers; 4, one float, for the plain loops
 */

#include <glib.h>

/* The name of a table of this instruction set. */
#define BP_PASTE_(name, set) name##_##set
#define BP_PASTE(name, set)  BP_PASTE_ (name, set)
#define BP_OF_SET(name)      BP_PASTE (name, BP_SET)

#define LANES ((guint) (VECTOR_BYTES / sizeof (float)))

typedef float Vector __attribute__ ((vector_size (VECTOR_BYTES)));
typedef gint32 IntVector __attribute__ ((vector_size (VECTOR_BYTES)));

/* Vectors in memory need no alignment. They are faster where they do not cross a cache line. */
typedef float VectorInMemory
    __attribute__ ((vector_size (VECTOR_BYTES), aligned (sizeof (float)), may_alias));

#define INLINE static inline __attribute__ ((always_inline))
#ifdef __clang__
#define UNROLL _Pragma ("unroll")
#else
#define UNROLL _Pragma ("GCC unroll 64")
#endif

INLINE Vector
load (const float *from)
{
  return *(const VectorInMemory *) from;
}

INLINE void
store (float *to, Vector value)
{
  *(VectorInMemory *) to = value;
}

/* Lanes of value where the mask is true (all bits set), 0 elsewhere. */
INLINE Vector
keep_where (IntVector mask, Vector value)
{
  return (Vector) (mask & (IntVector) value);
}

/* Lanes of one where the mask is true, of other elsewhere. */
INLINE Vector
choose_where (IntVector mask, Vector one, Vector other)
{
  return (Vector) ((mask & (IntVector) one) | (~mask & (IntVector) other));
}
