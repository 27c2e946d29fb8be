/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The environment variable that turns measuring on; the results are printed at the end. */
#define BP_TIMINGS_ENVIRONMENT "BACKPROP_TIMINGS"

/* Its value with which work is measured in processor time of the main thread, so that other
 * programs on a busy machine do not count. */
#define BP_TIMINGS_PROCESSOR "cpu"

/**
 * BpTiming:
 * @BP_TIMING_ANSWER: from the handling of a motion event on the pad to the new answer
 * @BP_TIMING_ANSWER_IN_TRAINING: the same while a network is being trained
 * @BP_TIMING_DEVICE: from the motion itself, by the clock of the display server, to the new answer;
 *   events are handled once a frame
 * @BP_TIMING_DEVICE_IN_TRAINING: the same while a network is being trained
 * @BP_TIMING_DRAWN: from the handling of a motion event on the pad to the end of the drawing of the
 *   frame that shows what it changed, the answer and the page beside the pad
 * @BP_TIMING_DRAWN_IN_TRAINING: the same while a network is being trained
 * @BP_TIMING_FRAME_WORK: the work of one frame of the window while a network is being trained: its
 *   layout and its drawing, charts and all
 * @BP_TIMING_FRAME_INTERVAL: from one such frame to the next
 * @BP_TIMING_FIRST_FRAME: from main() to the window's first frame
 * @BP_TIMING_GOOD_NETWORK: from a click on Train to 98 % on the held-out images
 *
 * The kinds of measurements, in microseconds.
 */
typedef enum
{
  BP_TIMING_ANSWER,
  BP_TIMING_ANSWER_IN_TRAINING,
  BP_TIMING_DEVICE,
  BP_TIMING_DEVICE_IN_TRAINING,
  BP_TIMING_DRAWN,
  BP_TIMING_DRAWN_IN_TRAINING,
  BP_TIMING_FRAME_WORK,
  BP_TIMING_FRAME_INTERVAL,
  BP_TIMING_FIRST_FRAME,
  BP_TIMING_GOOD_NETWORK,
  BP_N_TIMINGS,
} BpTiming;

/* The held-out accuracy for BP_TIMING_GOOD_NETWORK. */
#define BP_TIMINGS_GOOD_ACCURACY 0.98

/* Measures the delays that a user notices. Unless the environment variable is set, nothing is
 * measured and each function returns at once. For the main thread. */

void bp_timings_begin (void);
gboolean bp_timings_is_on (void);
gint64 bp_timings_get_time (void);
void bp_timings_set_is_training (gboolean is_training);
void bp_timings_add (BpTiming timing, gint64 microseconds);
void bp_timings_add_answer (gint64 begin, guint32 event_time);
void bp_timings_add_frame (void);
char *bp_timings_describe (void);
void bp_timings_end (void);
