/* SPDX-License-Identifier: MIT */

/* SHA-256 (FIPS 180-4). On x86 processors with the SHA extensions four rounds are two instructions;
 * elsewhere GLib does it.
 *
 * Thread rule: an object belongs to one thread at a time.
 */
#include "sha256.h"

#include <string.h>

#define BLOCK 64

struct _BpSha256
{
  GChecksum *checksum; /* owned; NULL where the processor does it */
  guint32 state[8];
  guint8 block[BLOCK]; /* the bytes after the last whole block */
  guint64 length;      /* of all bytes so far */
};

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const guint32 round_constants[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static gboolean
has_instructions (void)
{
  guint a;
  guint b;
  guint c;
  guint d;

  return __get_cpuid (1, &a, &b, &c, &d) != 0 && (c & bit_SSE4_1) != 0 &&
         __get_cpuid_count (7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

/* The instructions want the state as (A, B, E, F) and (C, D, G, H), the highest first. */
__attribute__ ((target ("sha,sse4.1"))) static void
compress (guint32 state[8], const guint8 *bytes, gsize n_blocks)
{
  const __m128i big_endian = _mm_set_epi64x (0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i abcd = _mm_shuffle_epi32 (_mm_loadu_si128 ((const __m128i *) (void *) state), 0xb1);
  __m128i efgh = _mm_shuffle_epi32 (_mm_loadu_si128 ((const __m128i *) (void *) (state + 4)), 0x1b);
  __m128i abef = _mm_alignr_epi8 (abcd, efgh, 8);
  __m128i cdgh = _mm_blend_epi16 (efgh, abcd, 0xf0);

  for (; n_blocks > 0; n_blocks--, bytes += BLOCK)
    {
      const __m128i old_abef = abef;
      const __m128i old_cdgh = cdgh;
      __m128i words[4]; /* the last 16 of the message schedule, in turn */

#pragma GCC unroll 16
      for (guint i = 0; i < 16; i++)
        {
          __m128i sum;

          if (i < 4)
            words[i] =
                _mm_shuffle_epi8 (_mm_loadu_si128 (
                                      (const __m128i *) (const void *) (bytes + (gsize) 16 * i)),
                                  big_endian);
          else
            words[i % 4] =
                _mm_sha256msg2_epu32 (_mm_add_epi32 (_mm_sha256msg1_epu32 (words[i % 4],
                                                                           words[(i + 1) % 4]),
                                                     _mm_alignr_epi8 (words[(i + 3) % 4],
                                                                      words[(i + 2) % 4], 4)),
                                      words[(i + 3) % 4]);

          sum = _mm_add_epi32 (words[i % 4],
                               _mm_loadu_si128 ((const __m128i *) (const void *) (round_constants +
                                                                                  (gsize) 4 * i)));
          cdgh = _mm_sha256rnds2_epu32 (cdgh, abef, sum);
          abef = _mm_sha256rnds2_epu32 (abef, cdgh, _mm_shuffle_epi32 (sum, 0x0e));
        }
      abef = _mm_add_epi32 (abef, old_abef);
      cdgh = _mm_add_epi32 (cdgh, old_cdgh);
    }

  abcd = _mm_shuffle_epi32 (abef, 0x1b);
  efgh = _mm_shuffle_epi32 (cdgh, 0xb1);
  _mm_storeu_si128 ((__m128i *) (void *) state, _mm_blend_epi16 (abcd, efgh, 0xf0));
  _mm_storeu_si128 ((__m128i *) (void *) (state + 4), _mm_alignr_epi8 (efgh, abcd, 8));
}

#else

static gboolean
has_instructions (void)
{
  return FALSE;
}

static void
compress (guint32 state[8] G_GNUC_UNUSED,
          const guint8 *bytes G_GNUC_UNUSED,
          gsize n_blocks G_GNUC_UNUSED)
{
  g_assert_not_reached ();
}

#endif

/**
 * bp_sha256_new:
 *
 * Returns: (transfer full): the digest of no bytes
 */
BpSha256 *
bp_sha256_new (void)
{
  /* The first 32 bits of the fractional parts of the square roots of the first 8 primes. */
  static const guint32 start[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
  BpSha256 *sha256 = g_new0 (BpSha256, 1);

  memcpy (sha256->state, start, sizeof start);
  if (!has_instructions ())
    sha256->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return sha256;
}

/**
 * bp_sha256_free:
 * @sha256: (transfer full): the digest
 */
void
bp_sha256_free (BpSha256 *sha256)
{
  g_clear_pointer (&sha256->checksum, g_checksum_free);
  g_free (sha256);
}

/**
 * bp_sha256_update:
 * @sha256: a digest that is not finished
 * @bytes: (array length=length) (nullable): what comes next
 * @length: how many bytes
 */
void
bp_sha256_update (BpSha256 *sha256, const guint8 *bytes, gsize length)
{
  gsize n_waiting = sha256->length % BLOCK;

  if (length == 0)
    return;
  sha256->length += length;
  if (sha256->checksum != NULL)
    {
      g_checksum_update (sha256->checksum, bytes, (gssize) length);
      return;
    }

  if (n_waiting > 0)
    {
      gsize n_taken = MIN (length, BLOCK - n_waiting);

      memcpy (sha256->block + n_waiting, bytes, n_taken);
      bytes += n_taken;
      length -= n_taken;
      if (n_waiting + n_taken < BLOCK)
        return;
      compress (sha256->state, sha256->block, 1);
    }
  compress (sha256->state, bytes, length / BLOCK);
  memcpy (sha256->block, bytes + length / BLOCK * BLOCK, length % BLOCK);
}

/* Appends a one, zeros, and the length in bits, to whole blocks. */
static void
pad (BpSha256 *sha256)
{
  gsize n_waiting = sha256->length % BLOCK;
  guint64 n_bits = GUINT64_TO_BE (sha256->length * 8);

  sha256->block[n_waiting++] = 0x80;
  memset (sha256->block + n_waiting, 0, BLOCK - n_waiting);
  if (n_waiting > BLOCK - sizeof n_bits)
    {
      compress (sha256->state, sha256->block, 1);
      memset (sha256->block, 0, BLOCK);
    }
  memcpy (sha256->block + BLOCK - sizeof n_bits, &n_bits, sizeof n_bits);
  compress (sha256->state, sha256->block, 1);
}

/**
 * bp_sha256_finish:
 * @sha256: a digest that is not finished
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
bp_sha256_finish (BpSha256 *sha256)
{
  GString *text;

  if (sha256->checksum != NULL)
    return g_strdup (g_checksum_get_string (sha256->checksum));

  pad (sha256);
  text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sha256->state); i++)
    g_string_append_printf (text, "%08x", sha256->state[i]);
  return g_string_free (text, FALSE);
}
