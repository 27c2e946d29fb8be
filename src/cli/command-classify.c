/* SPDX-License-Identifier: MIT */
/* "backprop-cli classify": classifies pictures or pen strokes. */
#include "config.h"

#include "classifier.h"
#include "clean-text.h"
#include "command.h"
#include "drawing.h"
#include "error.h"
#include "file-recogniser.h"
#include "line-reader.h"
#include "options.h"
#include "picture-file.h"
#include "weights-option.h"

#include <glib/gi18n.h>

typedef struct
{
  char *weights;
  char *activation;
  char *strokes;
  char **pictures;
  gboolean is_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->weights);
  g_free (options->activation);
  g_free (options->strokes);
  g_strfreev (options->pictures);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
answer_picture (BpClassifier *classifier, const char *path)
{
  guint8 image[BP_DIGIT_N_PIXELS];
  g_autoptr (GError) error = NULL;
  gboolean is_blank;

  if (!bp_picture_file_read (path, BP_PICTURE_MAX_PIXELS, image, &is_blank, &error))
    {
      bp_file_explain (path, BP_FILE_USE_PICTURE, NULL, &error);

      /* The system's messages name the file themselves. */
      g_autofree char *name = error->domain == BP_ERROR ? bp_clean_name (path) : NULL;

      bp_classifier_answer_error (classifier, path, name, error);
    }
  else if (is_blank)
    bp_classifier_answer_blank (classifier, path);
  else
    bp_classifier_answer (classifier, path, image);
}

static void
answer_line (BpClassifier *classifier, BpDrawing *drawing, const BpLine *line)
{
  guint8 image[BP_DIGIT_N_PIXELS];
  g_autoptr (GError) error = NULL;

  if (!bp_drawing_read_json (drawing, line->text, line->length, &error))
    {
      g_autofree char *place = g_strdup_printf (_ ("Line %u"), (guint) line->number);

      bp_classifier_answer_error (classifier, NULL, place, error);
    }
  else if (!bp_digit_image_from_strokes (drawing->strokes, drawing->n_strokes, image))
    bp_classifier_answer_blank (classifier, NULL);
  else
    bp_classifier_answer (classifier, NULL, image);
}

/* Answers every line as soon as it is read. */
static gboolean
answer_lines (BpClassifier *classifier, const char *path, GError **error)
{
  g_autoptr (BpLineReader) reader = bp_line_reader_open (path, error);
  GError *read_error = NULL;
  g_auto (BpDrawing) drawing = { NULL };
  BpLine line;

  if (reader == NULL)
    return FALSE;

  bp_drawing_init (&drawing);
  while (bp_line_reader_next (reader, &line, &read_error))
    answer_line (classifier, &drawing, &line);
  if (read_error == NULL)
    return TRUE;

  g_propagate_error (error, read_error);
  return FALSE;
}

/**
 * bp_command_classify:
 * @argc: the number of arguments
 * @argv: (array length=argc): "classify" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether everything was answered
 */
gboolean
bp_command_classify (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { NULL };
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.pictures, NULL, NULL },
    { "weights", 'w', 0, G_OPTION_ARG_FILENAME, &options.weights, BP_WEIGHTS_OPTION_HELP,
      N_ ("FILE") },
    { "activation", 0, 0, G_OPTION_ARG_STRING, &options.activation, BP_ACTIVATION_OPTION_HELP,
      N_ ("NAME") },
    { "strokes", 0, 0, G_OPTION_ARG_FILENAME, &options.strokes,
      N_ ("Answer drawings, a JSON object in each line, from a file or the standard input (-)"),
      N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json,
      N_ ("Answer in JSON, an object in each line"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (BpClassifier) classifier = { NULL };

  if (!bp_options_parse (
          entries, _ ("IMAGE… | --strokes FILE"),
          _ ("Recognises the digit in a picture or in a drawing."),
          _ ("A drawing is {\"strokes\": [[[x, y], …], …]} on a line of its own, in any unit, y "
             "down. Each line is\nanswered at once.\n\nWith --json an answer is {\"digit\": 7, "
             "\"sure\": true, \"probabilities\": […]}, after \"file\" where\na picture is "
             "answered. \"sure\" is false where the network is not sure, and then \"reason\" is "
             "\"ambiguous\", between\ntwo classes, or \"unfamiliar\", nothing like what it has "
             "learnt. \"digit\" and \"probabilities\" are null\nwhere nothing is drawn; "
             "{\"error\": \"…\"} says why there is no answer."),
          argc, argv, error))
    return FALSE;
  if ((options.strokes != NULL) == (options.pictures != NULL))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("Name either pictures or, with --strokes, a file of drawings"));
      return FALSE;
    }

  if (!bp_classifier_init (&classifier, options.weights, options.activation, options.is_json,
                           error))
    return FALSE;
  if (options.strokes != NULL && !answer_lines (&classifier, options.strokes, error))
    return FALSE;
  for (guint i = 0; options.pictures != NULL && options.pictures[i] != NULL; i++)
    answer_picture (&classifier, options.pictures[i]);
  return bp_classifier_finish (&classifier, error);
}
