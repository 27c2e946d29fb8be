/* SPDX-License-Identifier: MIT */

/* Lines of strokes in JSON, and the digit that is drawn from them. */
#include "fuzz-input.h"

#include "drawing.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_auto (BpDrawing) drawing = { NULL };
  guint8 image[BP_DIGIT_N_PIXELS];
  gboolean is_read;

  bp_drawing_init (&drawing);
  is_read = bp_drawing_read_json (&drawing, text, size, &error);
  bp_fuzz_check_outcome (is_read, error);
  if (is_read)
    bp_digit_image_from_strokes (drawing.strokes, drawing.n_strokes, image);
  return 0;
}
