/* SPDX-License-Identifier: MIT */
/*
 * The product of matrices whose elements are rounded to bfloat16, for x86-64. The build compiles
 * this source twice: with the instructions AVX512-BF16, and with AVX2 for processors without them.
 * Both give the same bytes. See also kernel-tile.h.
 *
 * The instruction VDPBF16PS makes two products a lane. Its operands are pairs of bfloat16 in words
 * of 32 bits, and both matrices are first packed into such words: the pair k of a sum holds the
 * terms 2 k, in the lower half, and 2 k + 1. Intel's manual defines the order of a sum: for each
 * pair, first the product of the upper halves is added, then that of the lower ones. Each addition
 * rounds once, to the nearest; numbers below the smallest normal one count as 0.
 *
 * A is packed a few rows at a time, so that they stay in the nearest cache for all columns of B.
 */
#include "bf16-bits.h"
#include "kernel-tile.h"

#include <immintrin.h>

/* Rows of A that are packed together: whole tiles and whole vectors. */
#define CHUNK_ROWS 48

#define TERMS_OF_A_PAIR 2

typedef guint32 Words __attribute__ ((vector_size (VECTOR_BYTES)));
typedef guint32 WordsInMemory
    __attribute__ ((vector_size (VECTOR_BYTES), aligned (sizeof (guint32)), may_alias));

struct Operands
{
  const guint32 *a; /* the pairs of some rows */
  gsize a_first_row;
  gsize a_row_stride;
  gsize a_pair_stride;
  const guint32 *b; /* (n_pairs, b_stride) */
  gsize b_stride;
  guint n_pairs;
};

INLINE Words
load_words (const guint32 *from)
{
  return *(const WordsInMemory *) from;
}

#ifdef __AVX512BF16__

INLINE Vector
add_pairs (Vector sums, Words a, Words b)
{
  return (Vector) _mm512_dpbf16_ps ((__m512) sums, (__m512bh) a, (__m512bh) b);
}

/* The instruction needs no mode. */
#define BEGIN_SUMS()
#define END_SUMS()

/* Packs columns of pairs of rows of @in: n_vectors vectors, of the last of which only the lanes of
 * the mask are read. */
INLINE void
pack_vectors (guint32 *out,
              gsize out_stride,
              const float *in,
              gsize stride,
              guint n_rows,
              const guint n_vectors,
              __mmask16 last)
{
  /* The lower half of the words of VCVTNE2PS2BF16 is one row, the upper half the other. */
  static const guint16 interleaved[] = { 0,  16, 1,  17, 2,  18, 3,  19, 4,  20, 5,
                                         21, 6,  22, 7,  23, 8,  24, 9,  25, 10, 26,
                                         11, 27, 12, 28, 13, 29, 14, 30, 15, 31 };
  const __m512i order = _mm512_loadu_si512 (interleaved);

  for (guint row = 0; row < n_rows; row += TERMS_OF_A_PAIR)
    {
      gboolean has_upper = row + 1 < n_rows;

      UNROLL
      for (guint j = 0; j < n_vectors; j++)
        {
          const float *column = in + j * LANES;
          __mmask16 mask = j + 1 < n_vectors ? 0xFFFF : last;
          __m512 lower = _mm512_maskz_loadu_ps (mask, column);
          __m512 upper = _mm512_maskz_loadu_ps (has_upper ? mask : 0, column + stride);
          __m512i both = (__m512i) _mm512_cvtne2ps_pbh (upper, lower);

          _mm512_storeu_si512 (out + j * LANES, _mm512_permutexvar_epi16 (order, both));
        }
      in += TERMS_OF_A_PAIR * stride;
      out += out_stride;
    }
}

/* Packs a matrix whose pairs lie one below the other: out (pairs, n_columns). */
static void
pack_columns (guint32 *out,
              gsize out_stride,
              const float *in,
              gsize stride,
              guint n_rows,
              guint n_columns)
{
  for (guint column = 0; column < n_columns; column += TILE_VECTORS * LANES)
    {
      guint n = MIN (n_columns - column, TILE_VECTORS * LANES);
      __mmask16 last = (__mmask16) (0xFFFF >> ((LANES - n % LANES) % LANES));
      guint32 *to = out + column;
      const float *from = in + column;

      switch ((n + LANES - 1) / LANES)
        {
        case 1:
          pack_vectors (to, out_stride, from, stride, n_rows, 1, last);
          break;
        case 2:
          pack_vectors (to, out_stride, from, stride, n_rows, 2, last);
          break;
        case 3:
          pack_vectors (to, out_stride, from, stride, n_rows, 3, last);
          break;
        default:
          pack_vectors (to, out_stride, from, stride, n_rows, TILE_VECTORS, last);
          break;
        }
    }
}

/* Packs a matrix whose pairs lie side by side: out (n_rows, pairs). */
static void
pack_rows (guint32 *out,
           gsize out_stride,
           const float *in,
           gsize stride,
           guint n_rows,
           guint n_columns)
{
  guint n_whole = n_columns / (2 * LANES) * (2 * LANES);
  guint32 rest = (guint32) ((G_GUINT64_CONSTANT (1) << (n_columns - n_whole)) - 1);
  __mmask16 lower_mask = (__mmask16) rest;
  __mmask16 upper_mask = (__mmask16) (rest >> LANES);

  for (guint row = 0; row < n_rows; row++)
    {
      for (guint k = 0; k < n_whole; k += 2 * LANES)
        {
          __m512 lower = _mm512_loadu_ps (in + k);
          __m512 upper = _mm512_loadu_ps (in + k + LANES);

          _mm512_storeu_si512 (out + k / 2, (__m512i) _mm512_cvtne2ps_pbh (upper, lower));
        }
      if (n_whole < n_columns)
        {
          __m512 lower = _mm512_maskz_loadu_ps (lower_mask, in + n_whole);
          __m512 upper = _mm512_maskz_loadu_ps (upper_mask, in + n_whole + LANES);

          _mm512_storeu_si512 (out + n_whole / 2, (__m512i) _mm512_cvtne2ps_pbh (upper, lower));
        }
      in += stride;
      out += out_stride;
    }
}

#else

/* The product of two bfloat16 is exact in a float, so that only the addition rounds. */
INLINE Vector
add_pairs (Vector sums, Words a, Words b)
{
  sums += (Vector) (a & 0xFFFF0000) * (Vector) (b & 0xFFFF0000);
  sums += (Vector) (a << 16) * (Vector) (b << 16);
  return sums;
}

/* Numbers below the smallest normal one count as 0, and become 0: the bits FTZ and DAZ. */
#define ZERO_FOR_SUBNORMAL 0x8040

#define BEGIN_SUMS()                        \
  unsigned int old_control = _mm_getcsr (); \
  _mm_setcsr (old_control | ZERO_FOR_SUBNORMAL)
#define END_SUMS() _mm_setcsr (old_control)

INLINE guint32
pack_pair (float lower, float upper)
{
  return bp_bf16_round (upper) | bp_bf16_round (lower) >> 16;
}

/* Packs a matrix whose pairs lie one below the other: out (pairs, n_columns). */
static void
pack_columns (guint32 *out,
              gsize out_stride,
              const float *in,
              gsize stride,
              guint n_rows,
              guint n_columns)
{
  for (guint row = 0; row < n_rows; row += TERMS_OF_A_PAIR)
    {
      if (row + 1 < n_rows)
        for (guint j = 0; j < n_columns; j++)
          out[j] = pack_pair (in[j], in[stride + j]);
      else
        for (guint j = 0; j < n_columns; j++)
          out[j] = pack_pair (in[j], 0.0f);
      in += TERMS_OF_A_PAIR * stride;
      out += out_stride;
    }
}

/* Packs a matrix whose pairs lie side by side: out (n_rows, pairs). */
static void
pack_rows (guint32 *out,
           gsize out_stride,
           const float *in,
           gsize stride,
           guint n_rows,
           guint n_columns)
{
  for (guint row = 0; row < n_rows; row++)
    {
      for (guint k = 0; k < n_columns / 2; k++)
        out[k] = pack_pair (in[2 * k], in[2 * k + 1]);
      if (n_columns % 2 == 1)
        out[n_columns / 2] = pack_pair (in[n_columns - 1], 0.0f);
      in += stride;
      out += out_stride;
    }
}

#endif

INLINE void
add_products (const Operands *operands,
              gsize row,
              gsize column,
              const guint n_rows,
              const guint n_vectors,
              Vector sums[MAX_ROWS][TILE_VECTORS])
{
  const gsize a_row_stride = operands->a_row_stride;
  const gsize a_pair_stride = operands->a_pair_stride;
  const gsize b_stride = operands->b_stride;
  const guint32 *a = operands->a + (row - operands->a_first_row) * a_row_stride;
  const guint32 *b = operands->b + column;

  BEGIN_SUMS ();
  for (guint k = 0; k < operands->n_pairs; k++)
    {
      Words b_row[TILE_VECTORS];

      UNROLL
      for (guint j = 0; j < n_vectors; j++)
        b_row[j] = load_words (b + j * LANES);
      UNROLL
      for (guint i = 0; i < n_rows; i++)
        {
          Words pair = (Words){ 0 } + a[i * a_row_stride];

          UNROLL
          for (guint j = 0; j < n_vectors; j++)
            sums[i][j] = add_pairs (sums[i][j], pair, b_row[j]);
        }

      a += a_pair_stride;
      b += b_stride;
    }
  END_SUMS ();
}

typedef struct
{
  guint32 *words;
  gsize n_words;
} Scratch;

static void
scratch_free (gpointer data)
{
  Scratch *scratch = data;

  g_aligned_free (scratch->words);
  g_free (scratch);
}

/* The memory of the calling thread for packed matrices, which grows as needed. */
static guint32 *
get_scratch (gsize n_words)
{
  static GPrivate key = G_PRIVATE_INIT (scratch_free);
  Scratch *scratch = g_private_get (&key);

  if (scratch == NULL)
    {
      scratch = g_new0 (Scratch, 1);
      g_private_set (&key, scratch);
    }
  if (scratch->n_words < n_words)
    {
      g_aligned_free (scratch->words);
      scratch->words = g_aligned_alloc (n_words, sizeof (guint32), CACHE_LINE * sizeof (guint32));
      scratch->n_words = n_words;
    }
  return scratch->words;
}

/* Packs some rows of A. */
static void
pack_chunk (Operands *operands, const BpProduct *product, guint32 *words, gsize row, guint n_rows)
{
  const BpMatrix *a = &product->a;
  const float *first = a->data + row * a->row_stride;

  operands->a = words;
  operands->a_first_row = row;
  if (a->column_stride == 1)
    {
      /* An odd number of cache lines, so that the rows of a tile lie in different sets. */
      gsize n_lines = (operands->n_pairs + CACHE_LINE - 1) / CACHE_LINE;

      operands->a_row_stride = (n_lines | 1) * CACHE_LINE;
      operands->a_pair_stride = 1;
      pack_rows (words, operands->a_row_stride, first, a->row_stride, n_rows, product->depth);
      return;
    }

  operands->a_row_stride = 1;
  operands->a_pair_stride = CHUNK_ROWS;
  pack_columns (words, CHUNK_ROWS, first, a->column_stride, product->depth, n_rows);
}

void
BP_OF_SET (bp_multiply_bf16) (const BpProduct *product, const BpResult *result)
{
  guint n_pairs = (product->depth + 1) / TERMS_OF_A_PAIR;
  gsize n_words_of_b = (gsize) n_pairs * product->n_columns;
  gsize n_words_of_a = (gsize) CHUNK_ROWS * (n_pairs + 2 * CACHE_LINE);
  guint32 *words = get_scratch (n_words_of_b + n_words_of_a);
  Operands operands = { .b = words, .b_stride = product->n_columns, .n_pairs = n_pairs };

  pack_columns (words, operands.b_stride, product->b, product->b_stride, product->depth,
                product->n_columns);
  for (gsize row = 0; row < product->n_rows; row += CHUNK_ROWS)
    {
      guint n_rows = (guint) MIN (product->n_rows - row, CHUNK_ROWS);

      pack_chunk (&operands, product, words + n_words_of_b, row, n_rows);
      multiply_rows (product, &operands, result, row, n_rows);
    }
}
