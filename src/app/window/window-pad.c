/* SPDX-License-Identifier: MIT */
#include "window-pad.h"

#include "commands.h"
#include "dataset-builtin.h"
#include "sample-name.h"
#include "store-picture.h"
#include "store.h"

#include <glib/gi18n.h>

static const BpMessageButton NO_BUTTON = { NULL, NULL };

/* What was cleared is offered while the pad stays blank, so that Undo takes no new stroke away. */
static void
forget_cleared (BpWindow *self)
{
  bp_commands_set_enabled (G_ACTION_MAP (self), "restore-drawing", FALSE);
  bp_window_withdraw_undo (self, "win.restore-drawing");
}

static void
on_pad_changed (BpWindow *self)
{
  BpPad *pad = bp_window_get_pad (self);

  forget_cleared (self);
  bp_commands_set_enabled (G_ACTION_MAP (self), "undo", bp_pad_can_undo (pad));
  bp_commands_set_enabled (G_ACTION_MAP (self), "redo", bp_pad_can_redo (pad));
  bp_commands_set_enabled (G_ACTION_MAP (self), "clear-pad", !bp_pad_is_blank (pad));
}

static void
undo (BpWindow *self)
{
  bp_pad_undo (bp_window_get_pad (self));
}

static void
redo (BpWindow *self)
{
  bp_pad_redo (bp_window_get_pad (self));
}

static void
clear_pad (BpWindow *self)
{
  bp_pad_clear (bp_window_get_pad (self));
  bp_commands_set_enabled (G_ACTION_MAP (self), "restore-drawing", TRUE);
  bp_window_offer_undo (self, _ ("Drawing cleared"), "win.restore-drawing");
}

static void
show_failure (BpWindow *self, const char *text)
{
  bp_window_show_message (self, _ ("Could Not Read the Picture"), text, NO_BUTTON, NO_BUTTON);
}

/* Shows a picture on the pad, and the pad's page where the window shows one page only. */
static void
show_digit (BpWindow *self, const guint8 *image, const char *caption, guint label)
{
  g_autoptr (BpPicture) picture = bp_picture_new (image, caption, label);

  bp_pad_set_picture (bp_window_get_pad (self), picture);
  bp_window_show_pad (self);
}

static void
show_result (BpWindow *self, gboolean is_done, const guint8 *image, const GError *error)
{
  if (bp_window_is_closing (self))
    return;
  if (is_done)
    show_digit (self, image, NULL, BP_PICTURE_NO_LABEL);
  else
    show_failure (self, error->message);
}

static void
on_read (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  guint8 image[BP_DIGIT_N_PIXELS];
  gboolean is_read = bp_store_read_picture_finish (result, image, &error);

  show_result (self, is_read, image, error);
  bp_window_release (self);
}

/**
 * bp_window_open_picture:
 * @self: the window
 * @file: a picture of a digit
 *
 * Puts the digit on the pad. Where the picture cannot be read, a message says why, and the pad
 * stays unchanged.
 */
void
bp_window_open_picture (BpWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  bp_window_hide_message (self);
  if (path == NULL)
    {
      show_failure (self, _ ("The file is not on this computer. Copy it to a local folder first."));
      return;
    }

  bp_window_hold (self);
  bp_store_read_picture_async (path, NULL, on_read, self);
}

static void
on_converted (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  guint8 image[BP_DIGIT_N_PIXELS];
  gboolean is_converted = bp_store_convert_picture_finish (result, image, &error);

  show_result (self, is_converted, image, error);
  bp_window_release (self);
}

/**
 * bp_window_take_texture:
 * @self: the window
 * @texture: a picture of a digit
 *
 * Puts the digit on the pad, as bp_window_open_picture() does.
 */
void
bp_window_take_texture (BpWindow *self, GdkTexture *texture)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_get_from_texture (texture);

  bp_window_hide_message (self);
  if (picture == NULL)
    {
      show_failure (self, _ ("There is not enough memory for the picture"));
      return;
    }
  bp_window_hold (self);
  bp_store_convert_picture_async (picture, NULL, on_converted, self);
}

static void
on_texture_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture =
      gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, &error);

  if (texture != NULL)
    bp_window_take_texture (self, texture);
  else
    show_failure (self, error->message);
  bp_window_release (self);
}

static void
on_files_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr (GSList) files =
      value != NULL ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL;

  if (error != NULL)
    show_failure (self, error->message);
  else if (files != NULL)
    bp_window_open_picture (self, files->data);
  bp_window_release (self);
}

/* Pastes a copied picture, or a copied picture file. */
static void
paste_picture (BpWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  g_autoptr (GdkContentFormats) formats = gdk_content_formats_union_deserialize_gtypes (
      gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    {
      bp_window_hold (self);
      gdk_clipboard_read_texture_async (clipboard, NULL, on_texture_pasted, self);
    }
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    {
      bp_window_hold (self);
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                      on_files_pasted, self);
    }
  else
    show_failure (self, _ ("The clipboard holds no picture. Copy a picture of a digit first."));
}

/* The split for samples: one that the network has not learnt from, if possible. */
static BpSplit
choose_split (const BpDataset *dataset)
{
  static const BpSplit order[] = { BP_SPLIT_TEST, BP_SPLIT_HELD_OUT };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (bp_dataset_get_samples (dataset, order[i]).count > 0)
      return order[i];
  return BP_SPLIT_TRAIN;
}

/**
 * bp_window_show_image:
 * @self: the window
 * @pixels: (height, width) 0 is paper, 255 is ink
 * @width: in pixels
 * @height: likewise
 * @caption: what the image is
 * @label: its class, or %BP_PICTURE_NO_LABEL
 *
 * Shows an image of a data set on the pad: one of 28 x 28 as it is, others are converted.
 */
void
bp_window_show_image (BpWindow *self,
                      const guint8 *pixels,
                      guint width,
                      guint height,
                      const char *caption,
                      guint label)
{
  guint8 image[BP_DIGIT_N_PIXELS] = { 0 };

  if (width == BP_DIGIT_SIZE && height == BP_DIGIT_SIZE)
    memcpy (image, pixels, BP_DIGIT_N_PIXELS);
  else
    bp_digit_image_from_picture (pixels, width, height, width, image);
  show_digit (self, image, caption, label);
}

static void
show_sample_of_data (BpWindow *self)
{
  const BpDataset *dataset = bp_window_get_dataset (self);
  BpSplit split = choose_split (dataset);
  BpSamples samples = bp_dataset_get_samples (dataset, split);
  gsize index = (gsize) g_random_int_range (0, (gint32) MIN (samples.count, G_MAXINT32));
  g_autofree char *caption = bp_describe_sample (dataset, split, index);

  bp_window_show_image (self, samples.images + index * bp_dataset_get_n_pixels (dataset),
                        bp_dataset_get_width (dataset), bp_dataset_get_height (dataset), caption,
                        samples.labels[index]);
}

static void
show_builtin_digit (BpWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) one = bp_dataset_new_builtin (g_random_int (), 1, 0, 0, 1, NULL, &error);
  g_autofree char *caption = NULL;
  BpSamples samples;

  if (one == NULL)
    {
      show_failure (self, error->message);
      return;
    }
  samples = bp_dataset_get_samples (one, BP_SPLIT_TRAIN);
  caption = g_strdup_printf (_ ("Built-in digit: %u"), samples.labels[0]);
  show_digit (self, samples.images, caption, samples.labels[0]);
}

/* Loads a sample; without a data set, a built-in digit. */
static void
load_sample (BpWindow *self)
{
  bp_window_hide_message (self);
  if (bp_window_get_dataset (self) != NULL)
    show_sample_of_data (self);
  else
    show_builtin_digit (self);
}

/* Without a detector, which only fails for lack of memory, networks judge by their own evidence. */
static void
on_detector_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (BpNetwork) network = bp_store_load_network_finish (result, NULL, NULL);
  BpDetector *detector = network != NULL ? bp_detector_new (network, NULL) : NULL;

  if (detector != NULL)
    bp_window_set_detector (self, detector);
  bp_window_release (self);
}

static void
load_detector (BpWindow *self)
{
  bp_window_hold (self);
  bp_store_load_network_async (BP_STORE_PRETRAINED, NULL, on_detector_loaded, self);
}

static const BpCommand COMMANDS[] = {
  { "undo", G_CALLBACK (undo) },
  { "redo", G_CALLBACK (redo) },
  { "clear-pad", G_CALLBACK (clear_pad) },
  { "restore-drawing", G_CALLBACK (undo) },
  { "paste-picture", G_CALLBACK (paste_picture) },
  { "load-sample", G_CALLBACK (load_sample) },
};

/**
 * bp_window_pad_attach:
 * @self: the window
 * @pane: the pane of its pad
 *
 * Adds the actions of the pad, and enables them as the pad changes. Loads the detector of the pad
 * when a network needs it.
 */
void
bp_window_pad_attach (BpWindow *self, BpDrawPane *pane)
{
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_signal_connect_object (bp_window_get_pad (self), "changed", G_CALLBACK (on_pad_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (pane, "detector-wanted", G_CALLBACK (load_detector), self,
                           G_CONNECT_SWAPPED);
  on_pad_changed (self);
}
