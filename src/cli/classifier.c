/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "classifier.h"

#include "clean-text.h"
#include "digit-names.h"
#include "error.h"
#include "json-line.h"
#include "metrics.h"
#include "pretrained.h"
#include "weights-option.h"

#include <glib/gi18n.h>
#include <stdio.h>

/**
 * bp_classifier_init:
 * @classifier: (out caller-allocates): the classifier, to be cleared in either case
 * @weights_path: (nullable) (type filename): the value of --weights
 * @activation: (nullable): the value of --activation
 * @is_json: answer in JSON
 * @error: return location for an error of bp_weights_option_load(), or %BP_ERROR_MISMATCH
 *
 * Returns: whether there is a network for images of 28 x 28
 */
gboolean
bp_classifier_init (BpClassifier *classifier,
                    const char *weights_path,
                    const char *activation,
                    gboolean is_json,
                    GError **error)
{
  g_auto (BpWeightsInfo) info = { NULL };

  *classifier = (BpClassifier){ .is_json = is_json };
  classifier->network = bp_weights_option_load (weights_path, activation, &info, error);
  if (classifier->network == NULL ||
      !bp_weights_option_check_reads_pictures (classifier->network, error))
    return FALSE;

  classifier->class_names = g_steal_pointer (&info.class_names);
  classifier->probabilities = g_new (float, bp_network_get_n_outputs (classifier->network));
  classifier->workspace = bp_workspace_new (classifier->network, 1, error);
  if (classifier->workspace == NULL)
    return FALSE;
  if (!bp_network_reads_digits (classifier->network) ||
      !bp_are_digit_names ((const char *const *) classifier->class_names))
    return TRUE;

  classifier->detector = bp_pretrained_new_detector (error);
  return classifier->detector != NULL;
}

/**
 * bp_classifier_clear:
 * @classifier: the classifier whose contents to free
 */
void
bp_classifier_clear (BpClassifier *classifier)
{
  g_clear_pointer (&classifier->detector, bp_detector_free);
  g_clear_pointer (&classifier->workspace, bp_workspace_free);
  g_clear_pointer (&classifier->network, bp_network_unref);
  g_clear_pointer (&classifier->class_names, g_strfreev);
  g_clear_pointer (&classifier->probabilities, g_free);
  g_clear_pointer (&classifier->first_failure, g_free);
}

static void
begin_json (BpJsonLine *line, const char *file)
{
  bp_json_line_begin (line);
  if (file != NULL)
    {
      g_autofree char *display_name = g_filename_display_name (file);

      bp_json_line_add_string (line, "file", display_name);
    }
}

/* Prints "FILE: TEXT", or TEXT alone, and flushes the output. */
static void
print_for_people (const char *file, const char *text)
{
  g_autofree char *clean_text = bp_clean_text (text, 0);

  if (file != NULL)
    {
      g_autofree char *name = bp_clean_path (file);

      g_print ("%s: ", name);
    }
  g_print ("%s\n", clean_text);
  fflush (stdout);
}

/* The name of a class, or its number where names are unknown. */
static char *
get_class_name (const BpClassifier *classifier, guint digit)
{
  return classifier->class_names != NULL ? g_strdup (classifier->class_names[digit])
                                         : g_strdup_printf ("%u", digit);
}

/**
 * bp_classifier_answer:
 * @classifier: the classifier
 * @file: (nullable) (type filename): where the image is from
 * @image: (28, 28) the image to classify
 *
 * Prints the network's answer for an image.
 */
void
bp_classifier_answer (BpClassifier *classifier, const char *file, const guint8 *image)
{
  guint n_classes = bp_network_get_n_outputs (classifier->network);
  BpAnswer answer = bp_answer (classifier->network, classifier->workspace, classifier->detector,
                               image, classifier->probabilities);
  gboolean is_sure = answer.certainty == BP_CERTAINTY_SURE;

  classifier->n_questions++;
  if (classifier->is_json)
    {
      BpJsonLine line;

      begin_json (&line, file);
      bp_json_line_add_unsigned (&line, "digit", answer.best);
      bp_json_line_add_boolean (&line, "sure", is_sure);
      if (!is_sure)
        bp_json_line_add_string (&line, "reason", bp_certainty_get_name (answer.certainty));
      bp_json_line_add_floats (&line, "probabilities", classifier->probabilities, n_classes);
      bp_json_line_print (&line);
    }
  else
    {
      g_autofree char *name = get_class_name (classifier, answer.best);
      g_autofree char *text =
          g_strdup_printf (is_sure ? "%s, %.1f %%" : _ ("not sure; %s, %.1f %%"), name,
                           (double) classifier->probabilities[answer.best] * 100.0);

      print_for_people (file, text);
    }
}

/**
 * bp_classifier_answer_blank:
 * @classifier: the classifier
 * @file: (nullable) (type filename): where the drawing is from
 *
 * Prints that nothing is drawn. The network is not asked, because it would find a digit in an empty
 * image too.
 */
void
bp_classifier_answer_blank (BpClassifier *classifier, const char *file)
{
  classifier->n_questions++;
  if (classifier->is_json)
    {
      BpJsonLine line;

      begin_json (&line, file);
      bp_json_line_add_null (&line, "digit");
      bp_json_line_add_null (&line, "probabilities");
      bp_json_line_print (&line);
    }
  else
    print_for_people (file, _ ("blank"));
}

/**
 * bp_classifier_answer_error:
 * @classifier: the classifier
 * @file: (nullable) (type filename): where the question is from
 * @place: (nullable): the position in it, as in "Line 3"
 * @cause: the error
 *
 * Prints an error instead of an answer.
 */
void
bp_classifier_answer_error (BpClassifier *classifier,
                            const char *file,
                            const char *place,
                            const GError *cause)
{
  classifier->n_questions++;
  if (classifier->n_failures++ == 0)
    classifier->first_failure = place != NULL ? g_strdup_printf ("%s: %s", place, cause->message)
                                              : g_strdup (cause->message);
  if (classifier->is_json)
    {
      BpJsonLine line;

      begin_json (&line, file);
      bp_json_line_add_string (&line, "error", cause->message);
      bp_json_line_print (&line);
    }
  else
    print_for_people (file, cause->message);
}

/**
 * bp_classifier_finish:
 * @classifier: a classifier that has answered everything
 * @error: return location for %BP_ERROR_INVALID_VALUE
 *
 * Returns: whether all images were classified
 */
gboolean
bp_classifier_finish (const BpClassifier *classifier, GError **error)
{
  if (classifier->n_failures == 0)
    return TRUE;

  if (classifier->n_questions == 1)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE, classifier->first_failure);
  else
    g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                 _ ("%u of %u could not be read; the first: %s"), (guint) classifier->n_failures,
                 (guint) classifier->n_questions, classifier->first_failure);
  return FALSE;
}
