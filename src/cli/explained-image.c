/* SPDX-License-Identifier: MIT */
/* The options of "explain" that say which image, and reading it. */
#include "config.h"

#include "explained-image.h"

#include "clean-text.h"
#include "data-option.h"
#include "drawing.h"
#include "error.h"
#include "file-recogniser.h"
#include "line-reader.h"
#include "metrics.h"
#include "options.h"
#include "picture-file.h"
#include "split-option.h"
#include "weights-option.h"

#include <glib/gi18n.h>

/**
 * bp_explained_image_clear:
 * @image: the image whose contents to free
 */
void
bp_explained_image_clear (BpExplainedImage *image)
{
  g_clear_pointer (&image->data, g_strfreev);
  g_clear_pointer (&image->split, g_free);
  g_clear_pointer (&image->index, g_free);
  g_clear_pointer (&image->strokes, g_free);
  g_clear_pointer (&image->pictures, g_strfreev);
  g_clear_pointer (&image->pixels, g_free);
  g_clear_pointer (&image->class_names, g_strfreev);
}

/**
 * bp_explained_image_check:
 * @image: the options, before anything is read
 * @error: return location for %G_OPTION_ERROR_BAD_VALUE
 *
 * Returns: whether exactly one image is named
 */
gboolean
bp_explained_image_check (const BpExplainedImage *image, GError **error)
{
  gboolean is_of_data = image->data != NULL || image->split != NULL || image->index != NULL;
  guint n_pictures = image->pictures != NULL ? g_strv_length (image->pictures) : 0;

  if (is_of_data + (image->strokes != NULL) + n_pictures != 1)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Name one image: a picture, with --strokes a drawing, or with --data "
                            "and --index one of a data set"));
  else if (is_of_data && image->index == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("--index is missing: it says which image of the data set, from 0"));
  else
    return TRUE;
  return FALSE;
}

/* Reads the picture or drawing into the pixels. */
static gboolean
read_picture (BpExplainedImage *self, gboolean *is_blank, GError **error)
{
  const char *path = self->pictures[0];

  if (bp_picture_file_read (path, BP_PICTURE_MAX_PIXELS, self->pixels, is_blank, error))
    return TRUE;

  bp_file_explain (path, BP_FILE_USE_PICTURE, N_ ("“%s” cannot be read as a picture: "), error);
  return FALSE;
}

static gboolean
read_drawing (BpExplainedImage *self, gboolean *is_blank, GError **error)
{
  g_autoptr (BpLineReader) reader = bp_line_reader_open (self->strokes, error);
  g_autoptr (GError) read_error = NULL;
  g_auto (BpDrawing) drawing = { NULL };
  BpLine line;

  bp_drawing_init (&drawing);
  if (reader == NULL)
    return FALSE;
  if (!bp_line_reader_next (reader, &line, &read_error))
    {
      if (read_error != NULL)
        g_propagate_error (error, g_steal_pointer (&read_error));
      else
        g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                             _ ("There is no drawing to explain: the input is empty"));
      return FALSE;
    }
  if (!bp_drawing_read_json (&drawing, line.text, line.length, error))
    return FALSE;
  *is_blank = !bp_digit_image_from_strokes (drawing.strokes, drawing.n_strokes, self->pixels);

  if (!bp_line_reader_next (reader, &line, &read_error) && read_error == NULL)
    return TRUE;
  if (read_error != NULL)
    g_propagate_error (error, g_steal_pointer (&read_error));
  else
    g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                         _ ("There is more than one drawing, and one is explained at a time: give "
                            "one line"));
  return FALSE;
}

static gboolean
read_ink (BpExplainedImage *self, const BpNetwork *network, GError **error)
{
  gboolean is_blank = FALSE;

  self->label = -1;
  if (!bp_weights_option_check_reads_pictures (network, error))
    return FALSE;

  self->pixels = g_malloc0 (BP_DIGIT_N_PIXELS);
  if (!(self->strokes != NULL ? read_drawing (self, &is_blank, error)
                              : read_picture (self, &is_blank, error)))
    return FALSE;
  if (!is_blank)
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                       _ ("The image is blank: there is nothing to explain"));
  return FALSE;
}

static void
take_class_names (BpExplainedImage *self, const BpDataset *dataset)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < bp_dataset_get_n_classes (dataset); i++)
    g_strv_builder_add (names, bp_dataset_get_class_name (dataset, i));
  self->class_names = g_strv_builder_end (names);
}

static gboolean
read_sample (BpExplainedImage *self,
             const BpNetwork *network,
             BpSplit split,
             BpProgress *progress,
             GError **error)
{
  g_autoptr (BpDataset) dataset =
      bp_data_option_load ((const char *const *) self->data, progress, error);
  guint64 index = 0;
  BpSamples samples;
  gsize n_pixels;

  if (dataset == NULL)
    return FALSE;
  bp_dataset_print_notes (dataset);
  if (!bp_network_check_fits (network, dataset, error))
    return FALSE;
  samples = bp_split_option_get_samples (dataset, split, error);
  if (samples.count == 0 ||
      !bp_options_read_unsigned ("--index", self->index, 0, samples.count - 1, &index, error))
    return FALSE;

  n_pixels = bp_dataset_get_n_pixels (dataset);
  self->pixels = g_memdup2 (samples.images + index * n_pixels, n_pixels);
  self->label = samples.labels[index];
  take_class_names (self, dataset);
  return TRUE;
}

/**
 * bp_explained_image_read:
 * @image: the options, checked
 * @network: the network that is to be explained
 * @progress: cancels the loading of a data set
 * @error: return location for %G_OPTION_ERROR_BAD_VALUE, an error of the readers, or
 *   %BP_ERROR_MISMATCH where the image does not fit @network
 *
 * Returns: whether the image was read
 */
gboolean
bp_explained_image_read (BpExplainedImage *image,
                         const BpNetwork *network,
                         BpProgress *progress,
                         GError **error)
{
  BpSplit split;

  if (image->index == NULL)
    return read_ink (image, network, error);

  return bp_split_option_read (image->split, FALSE, &split, error) &&
         read_sample (image, network, split, progress, error);
}
