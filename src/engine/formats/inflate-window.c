/* SPDX-License-Identifier: MIT */
#include "inflate-private.h"

#include <string.h>

/**
 * bp_inflate_peek:
 * @inflate: a stream
 * @wanted: 1 to %BP_INFLATE_MAX_PIECE
 * @bytes: (out) (array length=length) (transfer none): what comes next, valid until the next call
 * @length: (out): how much of it there is to see: at least @wanted unless the end is nearer
 * @error: return location for a %G_FILE_ERROR; for %BP_ERROR_DAMAGED where the gzip stream is cut
 * off or does not agree with its checksum; %BP_ERROR_TOO_LARGE; %BP_ERROR_CANCELLED
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_inflate_peek (BpInflate *inflate,
                 gsize wanted,
                 const guint8 **bytes,
                 gsize *length,
                 GError **error)
{
  g_assert (wanted > 0 && wanted <= BP_INFLATE_MAX_PIECE);

  while (inflate->n_available < wanted && !inflate->is_at_end)
    if (!bp_inflate_refill (inflate, error))
      return FALSE;

  *bytes = inflate->next;
  *length = inflate->n_available;
  return TRUE;
}

/**
 * bp_inflate_consume:
 * @inflate: a stream
 * @length: how many of the bytes that bp_inflate_peek() showed are done with
 */
void
bp_inflate_consume (BpInflate *inflate, gsize length)
{
  g_assert (length <= inflate->n_available);

  inflate->next += length;
  inflate->n_available -= length;
}

/**
 * bp_inflate_take:
 * @inflate: a stream
 * @length: 1 to %BP_INFLATE_MAX_PIECE
 * @error: as of bp_inflate_peek(), and %BP_ERROR_DAMAGED where fewer bytes are left
 *
 * Returns: (transfer none) (array length=length): the next bytes, valid until the next call, or
 *   %NULL with @error set
 */
const guint8 *
bp_inflate_take (BpInflate *inflate, gsize length, GError **error)
{
  const guint8 *bytes = inflate->next;
  gsize n_available = inflate->n_available;

  if (n_available < length)
    {
      if (!bp_inflate_peek (inflate, length, &bytes, &n_available, error))
        return NULL;
      if (n_available < length)
        {
          bp_inflate_consume (inflate, n_available);
          bp_inflate_set_cut_off_error (inflate, error);
          return NULL;
        }
    }

  inflate->next += length;
  inflate->n_available -= length;
  return bytes;
}

/**
 * bp_inflate_read:
 * @inflate: a stream
 * @buffer: (out caller-allocates) (array length=length): where to put it
 * @length: how many bytes, any number
 * @error: as of bp_inflate_take()
 *
 * Returns: %FALSE with @error set where there were not as many
 */
gboolean
bp_inflate_read (BpInflate *inflate, void *buffer, gsize length, GError **error)
{
  guint8 *next = buffer;

  while (length > 0)
    {
      const guint8 *bytes;
      gsize n_available;

      if (!bp_inflate_peek (inflate, 1, &bytes, &n_available, error))
        return FALSE;
      if (n_available == 0)
        return bp_inflate_set_cut_off_error (inflate, error);

      gsize n_copied = MIN (n_available, length);

      memcpy (next, bytes, n_copied);
      bp_inflate_consume (inflate, n_copied);
      next += n_copied;
      length -= n_copied;
    }
  return TRUE;
}

/**
 * bp_inflate_skip:
 * @inflate: a stream
 * @length: how many bytes to pass over
 * @error: as of bp_inflate_take()
 *
 * Returns: %FALSE with @error set where there were not as many
 */
gboolean
bp_inflate_skip (BpInflate *inflate, guint64 length, GError **error)
{
  while (length > 0)
    {
      const guint8 *bytes;
      gsize n_available;

      if (!bp_inflate_peek (inflate, 1, &bytes, &n_available, error))
        return FALSE;
      if (n_available == 0)
        return bp_inflate_set_cut_off_error (inflate, error);

      gsize n_skipped = MIN (n_available, length);

      bp_inflate_consume (inflate, n_skipped);
      length -= n_skipped;
    }
  return TRUE;
}
