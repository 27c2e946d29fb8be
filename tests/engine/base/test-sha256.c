/* SPDX-License-Identifier: MIT */
#include "sha256.h"

#include "random.h"
#include "test-file.h"

#include <string.h>

/* For every length around whole blocks, in pieces of any size, the digest equals GLib's, also where
 * it is read in between. */
static void
test_lengths (void)
{
  guint8 bytes[400];
  BpRandom random;

  bp_random_init (&random, 1, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    bytes[i] = (guint8) bp_random_below (&random, 256);

  for (gsize length = 0; length <= G_N_ELEMENTS (bytes); length++)
    {
      g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length);
      g_autoptr (BpSha256) whole = bp_sha256_new ();
      g_autoptr (BpSha256) pieces = bp_sha256_new ();
      g_autofree char *of_whole = NULL;
      g_autofree char *of_pieces = NULL;

      bp_sha256_update (whole, bytes, length);
      of_whole = bp_sha256_get_digest (whole);
      g_assert_cmpstr (of_whole, ==, expected);

      for (gsize done = 0; done < length;)
        {
          gsize piece = bp_random_below (&random, 150);

          g_autofree char *of_beginning = bp_sha256_get_digest (pieces);

          g_assert_cmpuint (strlen (of_beginning), ==, 64);
          piece = MIN (piece, length - done);
          bp_sha256_update (pieces, bytes + done, piece);
          done += piece;
        }
      of_pieces = bp_sha256_get_digest (pieces);
      g_assert_cmpstr (of_pieces, ==, expected);
    }
}

/* The example of FIPS 180-2, appendix B.3. */
static void
test_million (void)
{
  g_autoptr (BpSha256) sha256 = bp_sha256_new ();
  g_autofree char *digest = NULL;

  for (guint i = 0; i < 1000000; i++)
    bp_sha256_update (sha256, "a", 1);
  digest = bp_sha256_get_digest (sha256);
  g_assert_cmpstr (digest, ==, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

BP_TEST_FILE (sha256)
{
  g_test_add_func ("/sha256/lengths", test_lengths);
  g_test_add_func ("/sha256/million", test_million);
}
