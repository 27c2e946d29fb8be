/* SPDX-License-Identifier: MIT */
/*
 * The CRC-32C of Castagnoli, as in iSCSI (RFC 3720, appendix B.4): another polynomial than that of
 * zlib's crc32().
 *
 * Thread rule: pure function of its arguments.
 */
#include "crc32c.h"

/* The polynomial 0x1EDC6F41 with its bits in reverse. */
#define POLYNOMIAL 0x82F63B78U

/**
 * bp_crc32c:
 * @bytes: (array length=length): the bytes
 * @length: of @bytes
 *
 * Returns: their CRC-32C
 */
guint32
bp_crc32c (const void *bytes, gsize length)
{
  const guint8 *next = bytes;
  guint32 crc = ~0U;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= next[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ (POLYNOMIAL & (0U - (crc & 1)));
    }
  return ~crc;
}
