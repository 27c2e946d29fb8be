/* SPDX-License-Identifier: MIT */

/* SHA-256 (FIPS 180-4) by nettle, which uses the processor's SHA instructions where it has them;
 * GLib's GChecksum does not, and takes several times as long.
 *
 * Thread rule: a digest belongs to one thread at a time.
 */
#include "sha256.h"

#include <nettle/sha2.h>

struct _BpSha256
{
  struct sha256_ctx context;
};

/**
 * bp_sha256_new:
 *
 * Returns: (transfer full): the digest of no bytes
 */
BpSha256 *
bp_sha256_new (void)
{
  BpSha256 *sha256 = g_new (BpSha256, 1);

  sha256_init (&sha256->context);
  return sha256;
}

/**
 * bp_sha256_free:
 * @sha256: (transfer full): the digest
 */
void
bp_sha256_free (BpSha256 *sha256)
{
  g_free (sha256);
}

/**
 * bp_sha256_update:
 * @sha256: a digest
 * @bytes: (array length=length) (nullable): the next bytes
 * @length: of @bytes
 */
void
bp_sha256_update (BpSha256 *sha256, const void *bytes, gsize length)
{
  sha256_update (&sha256->context, length, bytes);
}

/**
 * bp_sha256_get_digest:
 * @sha256: a digest
 *
 * Returns: (transfer full): the digest of the bytes so far, as 64 hexadecimal digits in lower case;
 *   more may follow
 */
char *
bp_sha256_get_digest (const BpSha256 *sha256)
{
  struct sha256_ctx context = sha256->context; /* nettle begins a new digest after reading one */
  guint8 digest[SHA256_DIGEST_SIZE];
  GString *text = g_string_sized_new (2 * sizeof digest);

  sha256_digest (&context, sizeof digest, digest);
  for (guint i = 0; i < sizeof digest; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  return g_string_free (text, FALSE);
}
