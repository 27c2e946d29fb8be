/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The keys of the settings, which persist from one start to the next. Their ranges and meanings are
 * in the schema, data/io.github.backprop.Backprop.gschema.xml.
 */

#define BP_KEY_WINDOW_WIDTH  "window-width"
#define BP_KEY_WINDOW_HEIGHT "window-height"
#define BP_KEY_IS_MAXIMIZED  "is-maximized"
#define BP_KEY_HAS_SEEN_TOUR "has-seen-tour"
#define BP_KEY_COLOR_SCHEME  "color-scheme"
#define BP_KEY_LAST_DATA     "last-data"
#define BP_KEY_PRESET        "preset"
#define BP_KEY_HIDDEN_LAYERS "hidden-layers"
#define BP_KEY_ACTIVATION    "activation"
#define BP_KEY_EPOCHS        "epochs"
#define BP_KEY_PATIENCE      "patience"
#define BP_KEY_BATCH_SIZE    "batch-size"
#define BP_KEY_LEARNING_RATE "learning-rate"
#define BP_KEY_OPTIMIZER     "optimizer"
#define BP_KEY_MOMENTUM      "momentum"
#define BP_KEY_WEIGHT_DECAY  "weight-decay"
#define BP_KEY_DROPOUT       "dropout"
#define BP_KEY_WARM_UP       "warm-up"
#define BP_KEY_SCHEDULE      "schedule"
#define BP_KEY_VARIATION     "variation"
#define BP_KEY_TRAIN_LIMIT   "train-limit"
#define BP_KEY_SEED          "seed"
#define BP_KEY_THREADS       "threads"

#define BP_KEY_RUNS_MEGABYTES   "runs-megabytes"
#define BP_KEY_RUNS_LIST_HEIGHT "runs-list-height"

#define BP_KEY_BEFORE_LESSON "before-lesson"

#define BP_KEY_OWN_CLASSES        "own-classes"
#define BP_KEY_DRAWINGS_PER_CLASS "drawings-per-class"

#define BP_KEY_CHART_X_AXIS           "chart-x-axis"
#define BP_KEY_CHART_X_IS_LOGARITHMIC "chart-x-is-logarithmic"
#define BP_KEY_CHART_LOSS_AXIS        "chart-loss-axis"
#define BP_KEY_CHART_ACCURACY_AXIS    "chart-accuracy-axis"
#define BP_KEY_CHART_SHOWS_RATE       "chart-shows-rate"
#define BP_KEY_CHART_SHOWS_HEALTH     "chart-shows-health"
#define BP_KEY_CHART_SHOWS_TABLE      "chart-shows-table"
#define BP_KEY_CHART_SMOOTHING        "chart-smoothing"

GSettings *bp_settings_new (void);
guint64 bp_settings_get_run_budget (GSettings *settings);
void bp_settings_bind_choices (GSettings *settings,
                               const char *key,
                               GObject *row,
                               const BpChoices *choices);

G_END_DECLS
