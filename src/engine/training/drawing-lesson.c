/* SPDX-License-Identifier: MIT */
/*
 * Teaches a network the hand of one writer. Each drawing is varied many times, and images that the
 * network has learnt from before are mixed in, without which it would forget them (McCloskey and
 * Cohen, "Catastrophic interference in connectionist networks", 1989; rehearsal as in Robins,
 * 1995). What the network answered before has a small share of the loss, so that it moves no
 * further from it than the drawings ask for (Li and Hoiem, "Learning without forgetting", 2016).
 * Every fifth drawing is held out, as a whole with all its variations, so that the reported
 * accuracy is that of drawings that the network has not seen.
 *
 * Thread rule: pure functions of their arguments; the network and the data set are only read.
 */
#include "drawing-lesson.h"

#include "calibration.h"
#include "clock.h"
#include "error.h"
#include "metrics.h"
#include "non-digits.h"
#include "trainer.h"
#include "varied-drawing.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The training images of a lesson: of the data set, varied drawings, and drawings of no digit. With
 * two epochs, a network of 1.3 million weights learns them in 5 s on two cores. With fewer replayed
 * images, or twice as many varied ones, small networks lose half a percent of the test images. */
#define N_REPLAYED   40000
#define N_VARIED     4000
#define N_NON_DIGITS 3000
#define N_EPOCHS     2

#define LEARNING_RATE 0.02F
#define BATCH_SIZE    128

/* The network before the lesson is its own teacher. The preset "standard" lost 0.2 % of the test
 * images without that, and loses 0.05 % with it; with a share of 0.2, the hand is learnt less well.
 * At a higher temperature, what the network gets wrong weighs more. */
#define FORMER_WEIGHT      0.1F
#define FORMER_TEMPERATURE 2.0F

/* Every so many drawings, one is held out. */
#define HELD_OUT_EVERY 5

/* A network that calls this share of the non-digits unsure has learnt from some, and would forget
 * them too. */
#define NON_DIGITS_KNOWN 0.9

/* The seed of the non-digits: neither that of calibration nor that of mixtures. */
#define NON_DIGITS_SEED 5

/* The drawings as images. */
typedef struct
{
  GPtrArray *learnt; /* (element-type BpDrawing), borrowed drawings */
  guint8 *images;    /* (count, 28, 28): the held-out drawings, or else those that are learnt */
  guint8 *labels;    /* (count) */
  guint count;
} Drawings;

static void
drawings_clear (Drawings *drawings)
{
  g_clear_pointer (&drawings->learnt, g_ptr_array_unref);
  g_free (drawings->images);
  g_free (drawings->labels);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Drawings, drawings_clear)

static gboolean
check (const BpNetwork *network,
       const BpDataset *dataset,
       const GPtrArray *drawings,
       GError **error)
{
  g_autofree char *shape = NULL;

  if (drawings->len == 0)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_MISMATCH,
                           _ ("There are no drawings with a digit to learn from: draw some first"));
      return FALSE;
    }
  if (!bp_network_reads_digits (network))
    {
      shape = bp_network_describe (network);
      g_set_error (
          error, BP_ERROR, BP_ERROR_MISMATCH,
          _ ("Drawings of digits can be learnt by a network of %d pixels and %d classes, and "
             "this one has the shape %s"),
          BP_DIGIT_N_PIXELS, BP_N_DIGITS, shape);
      return FALSE;
    }
  if (!bp_dataset_has_digits (dataset))
    {
      g_set_error (
          error, BP_ERROR, BP_ERROR_MISMATCH,
          _ ("The images that a network repeats while it learns drawings have to be of the "
             "ten digits in 28 x 28 pixels, and %s has others"),
          bp_dataset_get_name (dataset));
      return FALSE;
    }
  return bp_network_check_fits (network, dataset, error);
}

static gboolean
has_ink (const BpDrawing *drawing)
{
  return drawing->n_strokes > 0 && drawing->label >= 0 && drawing->label < BP_N_DIGITS;
}

static void
add_image (Drawings *to, const BpDrawing *drawing)
{
  bp_digit_image_from_strokes (drawing->strokes, drawing->n_strokes,
                               to->images + (gsize) to->count * BP_DIGIT_N_PIXELS);
  to->labels[to->count++] = (guint8) drawing->label;
}

static GPtrArray *
choose (const GPtrArray *drawings)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();

  for (guint i = 0; i < drawings->len; i++)
    if (has_ink (g_ptr_array_index (drawings, i)))
      g_ptr_array_add (chosen, g_ptr_array_index (drawings, i));
  if (chosen->len > BP_DRAWING_LESSON_MOST)
    g_ptr_array_remove_range (chosen, 0, chosen->len - BP_DRAWING_LESSON_MOST);
  return g_steal_pointer (&chosen);
}

/* Holds every fifth drawing of each digit out, so that a writer who draws the digits in turn does
 * not keep all of one digit from the network. */
static void
split (Drawings *to, const GPtrArray *chosen)
{
  guint n_of_label[BP_N_DIGITS] = { 0 };

  to->learnt = g_ptr_array_new ();
  to->images = g_new (guint8, (gsize) MAX (chosen->len, 1) * BP_DIGIT_N_PIXELS);
  to->labels = g_new (guint8, MAX (chosen->len, 1));
  for (guint i = 0; i < chosen->len; i++)
    {
      const BpDrawing *drawing = g_ptr_array_index (chosen, i);
      guint n_before = n_of_label[drawing->label]++;

      /* The offset spreads the held-out drawings of few over the digits. */
      if (chosen->len >= HELD_OUT_EVERY && n_before > 0 &&
          (n_before + (guint) drawing->label) % HELD_OUT_EVERY == HELD_OUT_EVERY - 1)
        add_image (to, drawing);
      else
        g_ptr_array_add (to->learnt, (gpointer) drawing);
    }
}

/* The next sample of the data set under construction. */
typedef struct
{
  guint8 *image;
  guint8 *label;
} Next;

static void
advance (Next *next)
{
  next->image += BP_DIGIT_N_PIXELS;
  next->label++;
}

/* Adds @count of @samples, spread evenly over them. */
static void
add_samples (Next *next, BpSamples samples, gsize count)
{
  for (gsize i = 0; i < count; i++)
    {
      gsize index = i * samples.count / count;

      memcpy (next->image, samples.images + index * BP_DIGIT_N_PIXELS, BP_DIGIT_N_PIXELS);
      *next->label = samples.labels[index];
      advance (next);
    }
}

static gboolean
add_varied (Next *next,
            const GPtrArray *drawings,
            guint64 seed,
            BpProgress *progress,
            GError **error)
{
  for (guint i = 0; i < N_VARIED; i++)
    {
      const BpDrawing *drawing = g_ptr_array_index (drawings, i % drawings->len);

      if (i % BATCH_SIZE == 0 && !bp_progress_check (progress, error))
        return FALSE;
      bp_varied_drawing_draw (drawing->strokes, drawing->n_strokes, seed, i, next->image);
      *next->label = (guint8) drawing->label;
      advance (next);
    }
  return TRUE;
}

static gboolean
add_non_digits (Next *next, guint count, BpProgress *progress, GError **error)
{
  g_autofree guint8 *images =
      count > 0 ? bp_non_digits_new (NON_DIGITS_SEED, count, progress, error) : NULL;

  if (count > 0 && images == NULL)
    return FALSE;
  for (guint i = 0; i < count; i++)
    {
      memcpy (next->image, images + (gsize) i * BP_DIGIT_N_PIXELS, BP_DIGIT_N_PIXELS);
      *next->label = BP_LABEL_NONE;
      advance (next);
    }
  return TRUE;
}

/* Puts the training images together; the held-out images, for calibration, are those of
 * @dataset. */
static BpDataset *
make_dataset (BpDataset *dataset,
              const GPtrArray *drawings,
              guint n_non_digits,
              guint64 seed,
              BpProgress *progress,
              GError **error)
{
  BpSamples train = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  BpSamples held_out = bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT);
  gsize n_replayed = MIN (train.count, N_REPLAYED);
  g_auto (BpDatasetParts) parts = {
    .name = bp_dataset_get_name (dataset),
    .width = BP_DIGIT_SIZE,
    .height = BP_DIGIT_SIZE,
    .n_classes = BP_N_DIGITS,
    .n_train = n_replayed + N_VARIED + n_non_digits,
    .n_held_out = held_out.count,
    .has_no_class = TRUE,
  };
  Next next;

  if (!bp_dataset_parts_allocate (&parts))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory to learn drawings: close other programs"));
      return NULL;
    }

  next = (Next){ parts.images, parts.labels };
  add_samples (&next, train, n_replayed);
  if (!add_varied (&next, drawings, seed, progress, error) ||
      !add_non_digits (&next, n_non_digits, progress, error))
    return NULL;
  add_samples (&next, held_out, held_out.count);
  return bp_dataset_new (&parts, error);
}

/* All images are varied a little: between the presets "quick" and "standard". */
static void
fill_config (BpTrainingConfig *config, guint64 seed, guint n_threads)
{
  bp_training_config_init (config);
  config->batch_size = BATCH_SIZE;
  config->learning_rate = LEARNING_RATE;
  config->optimizer = (BpOptimizerConfig){ .kind = BP_OPTIMIZER_NESTEROV, .momentum = 0.9F };
  config->schedule = BP_SCHEDULE_LINEAR;
  config->n_epochs = N_EPOCHS;
  config->augmentation = (BpAugmentation){
    .rotation = 0.07F,
    .scale = 0.05F,
    .shear = 0.07F,
    .shift = 0.5F,
    .elastic = 0.35F,
  };
  config->seed = seed;
  config->n_threads = n_threads;
}

static BpNetwork *
train (BpNetwork *network,
       BpDataset *dataset,
       guint64 seed,
       guint n_threads,
       BpProgress *progress,
       GError **error)
{
  g_autoptr (GPtrArray) former = g_ptr_array_new ();
  g_autoptr (BpTrainer) trainer = NULL;
  BpTrainingConfig config;
  guint64 n_steps;
  guint64 n_done = 0;
  BpStep step;

  fill_config (&config, seed, n_threads);
  g_ptr_array_add (former, network);
  config.distillation = (BpDistillation){
    .teachers = former,
    .temperature = FORMER_TEMPERATURE,
    .soft_weight = FORMER_WEIGHT,
  };
  trainer = bp_trainer_new (&config, dataset, network, error);
  if (trainer == NULL)
    return NULL;

  n_steps = N_EPOCHS * bp_trainer_get_steps_per_epoch (trainer);
  bp_trainer_set_progress (trainer, progress);
  for (guint epoch = 0; epoch < N_EPOCHS; epoch++)
    {
      BpEpoch figures;

      while (!bp_trainer_is_at_epoch_end (trainer))
        {
          if (!bp_progress_check (progress, error) || !bp_trainer_step (trainer, &step, error))
            return NULL;
          bp_progress_report (progress, ++n_done, n_steps);
        }
      if (epoch + 1 < N_EPOCHS && !bp_trainer_end_epoch (trainer, progress, &figures, error))
        return NULL;
    }
  if (!bp_trainer_finish (trainer, progress, error))
    return NULL;
  return bp_network_copy (bp_trainer_get_network (trainer), error);
}

/* Whether the network is unsure of drawings of no digit. */
static gboolean
find_non_digits_known (const BpNetwork *network,
                       const BpDataset *dataset,
                       BpProgress *progress,
                       gboolean *are_known,
                       GError **error)
{
  g_autofree guint8 *images =
      bp_non_digits_new (NON_DIGITS_SEED, N_NON_DIGITS / 4, progress, error);
  BpSamples non_digits = { .images = images, .count = N_NON_DIGITS / 4 };
  BpCalibration calibration;

  if (images == NULL || !bp_calibrate (network, bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT),
                                       non_digits, progress, &calibration, error))
    return FALSE;

  *are_known = calibration.unsure_non_digits >= NON_DIGITS_KNOWN;
  return TRUE;
}

static gboolean
measure (const BpNetwork *network,
         const BpDataset *dataset,
         const Drawings *own,
         guint n_threads,
         BpProgress *progress,
         double *own_accuracy,
         double *test_accuracy,
         GError **error)
{
  BpSamples test = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  BpSamples drawings = { .images = own->images, .labels = own->labels, .count = own->count };
  g_auto (BpMetrics) of_own = { 0 };
  g_auto (BpMetrics) of_test = { 0 };

  if (!bp_evaluate (network, drawings, n_threads, progress, &of_own, error) ||
      !bp_evaluate (network, test, n_threads, progress, &of_test, error))
    return FALSE;

  *own_accuracy = of_own.accuracy;
  *test_accuracy = test.count > 0 ? of_test.accuracy : (double) NAN;
  return TRUE;
}

/**
 * bp_learn_drawings:
 * @network: the network to teach, which stays as it is
 * @dataset: images of digits, best those that @network has learnt from: its training images are
 *   repeated, its held-out images calibrate the result
 * @drawings: (element-type BpDrawing): the drawings of a writer, the newest last; those without a
 *   digit as their label, or without strokes, are left out
 * @seed: of the variations and of the order; equal arguments give equal bytes
 * @n_threads: the number of threads, or 0 for as many as the machine has
 * @progress: (nullable): counts steps; cancels
 * @lesson: (out caller-allocates): what was learnt
 * @error: return location for %BP_ERROR_MISMATCH, %BP_ERROR_CANCELLED, %BP_ERROR_DIVERGED or
 *   %BP_ERROR_NO_MEMORY
 *
 * Fine-tunes a copy of @network with the drawings.
 *
 * Returns: (transfer full): the copy, calibrated, or %NULL with @error set
 */
BpNetwork *
bp_learn_drawings (BpNetwork *network,
                   BpDataset *dataset,
                   const GPtrArray *drawings,
                   guint64 seed,
                   guint n_threads,
                   BpProgress *progress,
                   BpDrawingLesson *lesson,
                   GError **error)
{
  gint64 begin = bp_clock_now ();
  g_autoptr (GPtrArray) chosen = choose (drawings);
  g_autoptr (BpDataset) mixed = NULL;
  g_autoptr (BpNetwork) taught = NULL;
  g_auto (Drawings) own = { NULL };
  gboolean are_known;

  if (!check (network, dataset, chosen, error))
    return NULL;
  split (&own, chosen);
  g_assert (own.learnt->len > 0); /* the first of each digit is never held out */
  *lesson = (BpDrawingLesson){ .n_learnt = own.learnt->len, .n_held_out = own.count };
  if (own.count == 0)
    for (guint i = 0; i < own.learnt->len; i++)
      add_image (&own, g_ptr_array_index (own.learnt, i));

  if (!measure (network, dataset, &own, n_threads, progress, &lesson->own_accuracy_before,
                &lesson->test_accuracy_before, error) ||
      !find_non_digits_known (network, dataset, progress, &are_known, error))
    return NULL;
  mixed = make_dataset (dataset, own.learnt, are_known ? N_NON_DIGITS : 0, seed, progress, error);
  if (mixed == NULL)
    return NULL;
  taught = train (network, mixed, seed, n_threads, progress, error);
  if (taught == NULL || !measure (taught, dataset, &own, n_threads, progress,
                                  &lesson->own_accuracy_after, &lesson->test_accuracy_after, error))
    return NULL;

  lesson->seconds = (double) (bp_clock_now () - begin) / (double) BP_CLOCK_SECOND;
  return g_steal_pointer (&taught);
}
