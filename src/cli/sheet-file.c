/* SPDX-License-Identifier: MIT */
/* A sheet of a data set's samples as a picture. */
#include "sheet-file.h"

#include "atomic-file.h"
#include "dataset-sheet.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

/* The sheet's bytes are not inverted: ink is white. */
static GdkPixbuf *
make_picture (const BpDatasetSheet *sheet)
{
  int width = (int) (sheet->cell_width * BP_SHEET_SIDE);
  int height = (int) (sheet->cell_height * BP_SHEET_SIDE);
  GdkPixbuf *picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (picture);
  int row_stride = gdk_pixbuf_get_rowstride (picture);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int channel = 0; channel < 3; channel++)
        pixels[y * row_stride + 3 * x + channel] = sheet->pixels[y * width + x];
  return picture;
}

/**
 * bp_sheet_file_write:
 * @dataset: a data set
 * @path: (type filename): the PNG to write, or to replace
 * @error: return location for a %G_FILE_ERROR, a #GdkPixbufError or %BP_ERROR_NO_MEMORY
 *
 * Writes a sheet of a hundred samples to train on, or to test with where there are no others.
 *
 * Returns: whether it was written
 */
gboolean
bp_sheet_file_write (const BpDataset *dataset, const char *path, GError **error)
{
  gboolean can_train = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count > 0;
  g_autoptr (BpDatasetSheet) sheet =
      bp_dataset_sheet_new (dataset, can_train ? BP_SPLIT_TRAIN : BP_SPLIT_TEST, error);
  g_autoptr (GdkPixbuf) picture = NULL;
  g_autoptr (BpAtomicFile) file = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  if (sheet == NULL)
    return FALSE;

  picture = make_picture (sheet);
  if (!gdk_pixbuf_save_to_buffer (picture, &bytes, &length, "png", error, NULL))
    return FALSE;
  file = bp_atomic_file_new (path, error);
  return file != NULL && bp_atomic_file_write (file, bytes, length, error) &&
         bp_atomic_file_commit (file, error);
}
