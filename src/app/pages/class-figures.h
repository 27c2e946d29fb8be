/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection.h"

#include <glib-object.h>

#define BP_TYPE_CLASS_FIGURES (bp_class_figures_get_type ())

/**
 * BpClassFigures:
 *
 * The figures of one class in a table of them.
 *
 * Properties, read-only: "name" (string), "label" (guint); "images", "answers" and "right"
 * (guint64): the images of the class, the answers that name it, and those of them that are right;
 * "precision", "recall" and "f1" (doubles from 0 to 1, or -1 where there is none, to sort by);
 * "precision-text", "recall-text" and "f1-text", "images-text", "answers-text" and "right-text"
 * (strings as a person reads them).
 */
G_DECLARE_FINAL_TYPE (BpClassFigures, bp_class_figures, BP, CLASS_FIGURES, GObject)

BpClassFigures *bp_class_figures_new (const BpInspection *inspection, guint label);
