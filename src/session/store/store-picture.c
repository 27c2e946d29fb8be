/* SPDX-License-Identifier: MIT */
#include "store-picture.h"

#include "clean-text.h"
#include "error.h"
#include "job.h"
#include "picture-file.h"
#include "store-job.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
check_is_drawn (gboolean is_blank, GError **error)
{
  if (is_blank)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_MISMATCH,
                         _ ("Nothing is drawn on the picture: choose one with a digit, dark on a "
                            "light ground or light on a dark one"));
  return !is_blank;
}

static gboolean
read_picture (BpStoreJob *job, GError **error)
{
  gboolean is_blank;

  if (bp_picture_file_read (job->path, BP_PICTURE_MAX_PIXELS, job->image, &is_blank, error))
    return check_is_drawn (is_blank, error);

  /* The system's messages name the file themselves. */
  if (error != NULL && (*error)->domain == BP_ERROR)
    {
      g_autofree char *name = bp_clean_name (job->path);

      /* Translators: what follows is why */
      g_prefix_error (error, _ ("“%s” cannot be used: "), name);
    }
  return FALSE;
}

static gboolean
convert_picture (BpStoreJob *job, GError **error)
{
  gboolean is_blank;

  if (bp_picture_make_digit (gdk_pixbuf_read_pixels (job->picture),
                             (guint) gdk_pixbuf_get_width (job->picture),
                             (guint) gdk_pixbuf_get_height (job->picture),
                             (gsize) gdk_pixbuf_get_rowstride (job->picture),
                             gdk_pixbuf_get_has_alpha (job->picture), job->image, &is_blank, error))
    return check_is_drawn (is_blank, error);
  /* Translators: what follows is why */
  g_prefix_error (error, "%s", _ ("The picture cannot be used: "));
  return FALSE;
}

static gboolean
finish (GAsyncResult *result, gpointer source_tag, guint8 *image, GError **error)
{
  BpStoreJob *job = bp_job_finish (result, source_tag, error);

  if (job == NULL)
    return FALSE;
  memcpy (image, job->image, BP_DIGIT_N_PIXELS);
  return TRUE;
}

/**
 * bp_store_read_picture_async:
 * @path: (type filename): a picture of one digit
 * @cancellable: (nullable): cancels
 * @callback: called when the picture was read, or could not be
 * @user_data: for @callback
 */
void
bp_store_read_picture_async (const char *path,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  BpStoreJob *job = bp_store_job_new (read_picture);

  job->path = g_strdup (path);
  bp_store_job_start (job, bp_store_read_picture_async, cancellable, callback, user_data);
}

/**
 * bp_store_read_picture_finish:
 * @result: the result that the callback got
 * @image: (out caller-allocates): (28, 28) the digit as the network wants it
 * @error: return location for an error of bp_picture_file_read(), %BP_ERROR_MISMATCH where nothing
 *   is drawn on the picture, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether there is an @image
 */
gboolean
bp_store_read_picture_finish (GAsyncResult *result, guint8 image[BP_DIGIT_N_PIXELS], GError **error)
{
  return finish (result, bp_store_read_picture_async, image, error);
}

/**
 * bp_store_convert_picture_async:
 * @picture: a picture of one digit, which must not change until the callback
 * @cancellable: (nullable): cancels
 * @callback: called when it is converted, or could not be
 * @user_data: for @callback
 */
void
bp_store_convert_picture_async (GdkPixbuf *picture,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  BpStoreJob *job = bp_store_job_new (convert_picture);

  job->picture = g_object_ref (picture);
  bp_store_job_start (job, bp_store_convert_picture_async, cancellable, callback, user_data);
}

/**
 * bp_store_convert_picture_finish:
 * @result: the result that the callback got
 * @image: (out caller-allocates): (28, 28) the digit as the network wants it
 * @error: return location, as for bp_store_read_picture_finish()
 *
 * Returns: whether there is an @image
 */
gboolean
bp_store_convert_picture_finish (GAsyncResult *result,
                                 guint8 image[BP_DIGIT_N_PIXELS],
                                 GError **error)
{
  return finish (result, bp_store_convert_picture_async, image, error);
}
