/* SPDX-License-Identifier: MIT */
#include "batch-inputs.h"
#include "test-file.h"

#include <math.h>

#define N_SAMPLES 20
#define BATCH     6
#define N_THREADS 3

typedef struct
{
  guint8 images[N_SAMPLES * BP_DIGIT_N_PIXELS];
  guint8 labels[N_SAMPLES];
  BpNetwork *network;
  BpWorkspace *workspace;
} Fixture;

static const guint32 order[] = { 7, 3, 19, 0, 4, 11, 2, 9 };

static void
set_up (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const guint sizes[] = { BP_DIGIT_N_PIXELS, 10 };
  BpRandom random;

  bp_random_init (&random, 3, 0);
  for (gsize i = 0; i < sizeof fixture->images; i++)
    fixture->images[i] = (guint8) bp_random_below (&random, 256);
  fixture->network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  fixture->network->input_offset = -0.25f;
  fixture->workspace = bp_workspace_new (fixture->network, BATCH, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  bp_workspace_free (fixture->workspace);
  bp_network_unref (fixture->network);
}

static BpBatchInputs *
make_inputs (const Fixture *fixture, const BpAugmentation *augmentation)
{
  BpSamples samples = { fixture->images, fixture->labels, N_SAMPLES };
  GError *error = NULL;
  BpBatchInputs *inputs = bp_batch_inputs_new (fixture->network, fixture->workspace, samples,
                                               augmentation, 5, N_THREADS, &error);

  g_assert_no_error (error);
  return inputs;
}

static void
assert_row (const Fixture *fixture, const BpWorkspace *workspace, gsize row, const guint8 *image)
{
  const BpNetwork *network = fixture->network;
  const float *inputs = workspace->activations[0] + row * workspace->strides[0];

  for (gsize i = 0; i < BP_DIGIT_N_PIXELS; i++)
    {
      float expected = (float) image[i] * network->input_scale + network->input_offset;

      g_assert_cmpfloat (fabsf (inputs[i] - expected), <, 1e-6f);
    }
}

/* Each thread gets the rows of the present batch that it requests, independent of the other
 * threads. */
static void
test_threads (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BpBatchInputs) inputs = make_inputs (fixture, &(BpAugmentation){ 0 });
  const BpWorkspace *views[N_THREADS];

  for (guint first = 0; first <= 2; first++)
    {
      bp_batch_inputs_set (inputs, BP_BATCH_NEXT, (BpBatch){ order + first, BATCH });
      bp_batch_inputs_prefetch (inputs, BP_BATCH_NEXT, 1, 3);
      bp_batch_inputs_advance (inputs);
      g_assert_cmpuint (bp_batch_inputs_find (inputs, BP_BATCH_PRESENT).n, ==, BATCH);
      g_assert_cmpuint (bp_batch_inputs_find (inputs, BP_BATCH_NEXT).n, ==, 0);

      for (guint thread = 0; thread < N_THREADS; thread++)
        {
          guint begin = 2 * thread;

          views[thread] =
              bp_batch_inputs_get (inputs, thread, BP_BATCH_PRESENT, (BpRange){ begin, begin + 2 });
          assert_row (fixture, views[thread], begin,
                      fixture->images + order[first + begin] * (gsize) BP_DIGIT_N_PIXELS);
        }
      g_assert_true (views[0]->activations[0] != views[1]->activations[0]);
      g_assert_true (views[0]->deltas[0] == fixture->workspace->deltas[0]);

      views[1] = bp_batch_inputs_get (inputs, 1, BP_BATCH_PRESENT, (BpRange){ 0, BATCH + 9 });
      for (guint row = 0; row < BATCH; row++)
        assert_row (fixture, views[1], row,
                    fixture->images + order[first + row] * (gsize) BP_DIGIT_N_PIXELS);
    }
}

/* Augmented images depend on the seed, the epoch and their indices alone, and the next batch's do
 * not disturb the present one's. */
static void
test_augmentation (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const BpAugmentation augmentation = { .rotation = 0.2f, .shift = 1.0f };
  g_autoptr (BpBatchInputs) inputs = make_inputs (fixture, &augmentation);

  bp_batch_inputs_begin_epoch (inputs, 4);
  bp_batch_inputs_set (inputs, BP_BATCH_NEXT, (BpBatch){ order, BATCH });
  bp_batch_inputs_augment (inputs, BP_BATCH_NEXT, (BpRange){ 0, 2 });
  bp_batch_inputs_augment (inputs, BP_BATCH_NEXT, (BpRange){ 2, BATCH + 3 });

  for (guint first = 0; first <= 1; first++)
    {
      const BpWorkspace *view;

      bp_batch_inputs_advance (inputs);
      bp_batch_inputs_set (inputs, BP_BATCH_NEXT, (BpBatch){ order + first + 1, BATCH });
      bp_batch_inputs_augment (inputs, BP_BATCH_NEXT, (BpRange){ 0, BATCH });

      view = bp_batch_inputs_get (inputs, 0, BP_BATCH_PRESENT, (BpRange){ 0, BATCH });
      for (guint row = 0; row < BATCH; row++)
        {
          guint32 index = order[first + row];
          guint8 image[BP_DIGIT_N_PIXELS];

          bp_augment_image (&augmentation, 5, 4, index,
                            fixture->images + index * (gsize) BP_DIGIT_N_PIXELS, image);
          assert_row (fixture, view, row, image);
        }
    }
}

/* The rows of another batch take the place of the present one's, and are converted again when they
 * are requested again. */
static void
test_places (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BpBatchInputs) inputs = make_inputs (fixture, &(BpAugmentation){ 0 });
  const BpBatchPlace places[] = { BP_BATCH_PRESENT, BP_BATCH_NEXT, BP_BATCH_PRESENT };

  bp_batch_inputs_set (inputs, BP_BATCH_NEXT, (BpBatch){ order, 4 });
  bp_batch_inputs_set (inputs, BP_BATCH_AFTER_NEXT, (BpBatch){ order + 4, 3 });
  bp_batch_inputs_advance (inputs);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      BpBatch batch = bp_batch_inputs_find (inputs, places[i]);
      const BpWorkspace *view = bp_batch_inputs_get (inputs, 0, places[i], (BpRange){ 0, batch.n });

      g_assert_true (batch.indices == (places[i] == BP_BATCH_PRESENT ? order : order + 4));
      for (guint row = 0; row < batch.n; row++)
        assert_row (fixture, view, row,
                    fixture->images + batch.indices[row] * (gsize) BP_DIGIT_N_PIXELS);
    }
}

/* What was converted for a batch that is dropped is not taken for another one's. */
static void
test_drop (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BpBatchInputs) inputs = make_inputs (fixture, &(BpAugmentation){ 0 });

  bp_batch_inputs_set (inputs, BP_BATCH_NEXT, (BpBatch){ order, BATCH });
  bp_batch_inputs_get (inputs, 0, BP_BATCH_NEXT, (BpRange){ 0, BATCH });
  bp_batch_inputs_drop (inputs);
  g_assert_cmpuint (bp_batch_inputs_find (inputs, BP_BATCH_NEXT).n, ==, 0);

  bp_batch_inputs_set (inputs, BP_BATCH_NEXT, (BpBatch){ order + 1, BATCH });
  bp_batch_inputs_advance (inputs);
  assert_row (fixture, bp_batch_inputs_get (inputs, 0, BP_BATCH_PRESENT, (BpRange){ 0, 1 }), 0,
              fixture->images + order[1] * (gsize) BP_DIGIT_N_PIXELS);
}

BP_TEST_FILE (batch_inputs)
{
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/batch-inputs/threads", test_threads);
  ADD ("/batch-inputs/augmentation", test_augmentation);
  ADD ("/batch-inputs/places", test_places);
  ADD ("/batch-inputs/drop", test_drop);
#undef ADD
}
