/* SPDX-License-Identifier: MIT */
#include "picture.h"

#include <string.h>

static void
picture_clear (gpointer data)
{
  BpPicture *picture = data;

  g_free (picture->caption);
}

/**
 * bp_picture_new:
 * @image: (28, 28) 0 is paper, 255 is ink; copied
 * @caption: (nullable): a short description; copied
 * @label: its class, or %BP_PICTURE_NO_LABEL
 *
 * Returns: (transfer full): the picture
 */
BpPicture *
bp_picture_new (const guint8 image[BP_DIGIT_N_PIXELS], const char *caption, guint label)
{
  BpPicture *picture = g_rc_box_new0 (BpPicture);

  memcpy (picture->image, image, BP_DIGIT_N_PIXELS);
  picture->caption = g_strdup (caption);
  picture->label = label;
  return picture;
}

/**
 * bp_picture_ref:
 * @picture: a picture
 *
 * Returns: (transfer full): @picture
 */
BpPicture *
bp_picture_ref (BpPicture *picture)
{
  return g_rc_box_acquire (picture);
}

/**
 * bp_picture_unref:
 * @picture: (transfer full): a picture
 */
void
bp_picture_unref (BpPicture *picture)
{
  g_rc_box_release_full (picture, picture_clear);
}
