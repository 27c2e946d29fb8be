/* SPDX-License-Identifier: MIT */
#pragma once

#include "answer.h"
#include "digit-image.h"
#include "weights.h"

/**
 * BpClassifier:
 *
 * Classifies images and prints one line for each, as JSON or for people. Failures are counted.
 */
typedef struct
{
  /*< private >*/
  BpNetwork *network;
  BpWorkspace *workspace;
  BpDetector *detector; /* NULL where the classes are not the digits, or are unknown */
  float *probabilities; /* (n_outputs) */
  char **class_names;   /* (n_outputs), or NULL */
  gboolean is_json;
  guint64 n_questions;
  guint64 n_failures;
  char *first_failure;
} BpClassifier;

gboolean bp_classifier_init (BpClassifier *classifier,
                             const char *weights_path,
                             const char *activation,
                             gboolean is_json,
                             GError **error);
void bp_classifier_clear (BpClassifier *classifier);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpClassifier, bp_classifier_clear)

void bp_classifier_answer (BpClassifier *classifier, const char *file, const guint8 *image);
void bp_classifier_answer_blank (BpClassifier *classifier, const char *file);
void bp_classifier_answer_error (BpClassifier *classifier,
                                 const char *file,
                                 const char *place,
                                 const GError *cause);
gboolean bp_classifier_finish (const BpClassifier *classifier, GError **error);
