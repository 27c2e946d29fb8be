/* SPDX-License-Identifier: MIT */
#include "walkthrough.h"

#include "reference-network.h"
#include "test-file.h"

#define N_INPUTS      12
#define N_CLASSES     4
#define LABEL         2
#define LEARNING_RATE 0.05f

typedef struct
{
  BpNetwork *network;
  BpWalkthrough *walkthrough;
  guint8 image[N_INPUTS];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  const guint sizes[] = { N_INPUTS, 9, 7, N_CLASSES };
  g_autoptr (GError) error = NULL;
  BpRandom random;

  bp_random_init (&random, 3, 0);
  fixture->network =
      bp_reference_network_new (sizes, G_N_ELEMENTS (sizes), GPOINTER_TO_UINT (user_data), &random);
  for (guint i = 0; i < N_INPUTS; i++)
    fixture->image[i] = bp_random_below (&random, 256);
  fixture->walkthrough = bp_walkthrough_new (fixture->network, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  bp_walkthrough_free (fixture->walkthrough);
  bp_network_unref (fixture->network);
}

static void
set_image (Fixture *fixture, guint label)
{
  g_autoptr (GError) error = NULL;

  bp_walkthrough_set_image (fixture->walkthrough, fixture->image, label, &error);
  g_assert_no_error (error);
}

static void
take (Fixture *fixture, BpWalkStep step)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_walkthrough_can (fixture->walkthrough, step));
  g_assert_true (bp_walkthrough_take (fixture->walkthrough, step, LEARNING_RATE, &error));
  g_assert_no_error (error);
}

/* The steps that are possible, as a letter each: Forward, Loss, Backward, Update, Repeat, undO,
 * reStart. */
static void
assert_possible (Fixture *fixture, const char *expected)
{
  static const char letters[BP_N_WALK_STEPS + 1] = "SFLBURO";
  g_autoptr (GString) possible = g_string_new (NULL);

  for (guint step = 0; step < BP_N_WALK_STEPS; step++)
    if (bp_walkthrough_can (fixture->walkthrough, (BpWalkStep) step))
      g_string_append_c (possible, letters[step]);
  g_assert_cmpstr (possible->str, ==, expected);
}

static void
assert_at (Fixture *fixture, BpWalkPhase phase, guint layer)
{
  g_assert_cmpint (bp_walkthrough_get_phase (fixture->walkthrough), ==, phase);
  g_assert_cmpuint (bp_walkthrough_get_layer (fixture->walkthrough), ==, layer);
}

/* Of each layer, whether its activations and deltas are shown, as in "ad ad -d". */
static void
assert_shown (Fixture *fixture, const char *expected)
{
  g_autoptr (GString) shown = g_string_new (NULL);

  for (guint l = 0; l < fixture->network->n_layers; l++)
    g_string_append_printf (shown, "%s%c%c", l > 0 ? " " : "",
                            bp_walkthrough_shows_activations (fixture->walkthrough, l) ? 'a' : '-',
                            bp_walkthrough_shows_deltas (fixture->walkthrough, l) ? 'd' : '-');
  g_assert_cmpstr (shown->str, ==, expected);
}

static void
test_no_image (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  assert_possible (fixture, "");
  assert_shown (fixture, "-- -- --");
}

static void
test_layer_by_layer (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  set_image (fixture, LABEL);
  assert_possible (fixture, "FR");
  assert_shown (fixture, "ad ad ad");

  take (fixture, BP_WALK_FORWARD);
  assert_at (fixture, BP_WALK_PHASE_FORWARD, 0);
  assert_shown (fixture, "a- -- --");
  assert_possible (fixture, "SFLR");
  take (fixture, BP_WALK_FORWARD);
  take (fixture, BP_WALK_FORWARD);
  assert_at (fixture, BP_WALK_PHASE_FORWARD, 2);
  assert_possible (fixture, "SLR");
  g_assert_false (bp_walkthrough_shows_loss (fixture->walkthrough));

  take (fixture, BP_WALK_LOSS);
  assert_at (fixture, BP_WALK_PHASE_LOSS, 0);
  g_assert_true (bp_walkthrough_shows_loss (fixture->walkthrough));
  assert_shown (fixture, "a- a- a-");
  assert_possible (fixture, "SBR");

  take (fixture, BP_WALK_BACKWARD);
  assert_at (fixture, BP_WALK_PHASE_BACKWARD, 2);
  assert_shown (fixture, "a- a- ad");
  assert_possible (fixture, "SBUR");
  take (fixture, BP_WALK_BACKWARD);
  take (fixture, BP_WALK_BACKWARD);
  assert_at (fixture, BP_WALK_PHASE_BACKWARD, 0);
  assert_shown (fixture, "ad ad ad");
  assert_possible (fixture, "SUR");

  take (fixture, BP_WALK_UPDATE);
  assert_at (fixture, BP_WALK_PHASE_UPDATE, 0);
  assert_possible (fixture, "SFRO");
  take (fixture, BP_WALK_UNDO);
  assert_at (fixture, BP_WALK_PHASE_ANSWER, 0);
  assert_possible (fixture, "FR");
}

/* Without a label, the way ends at the output. */
static void
test_no_label (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  set_image (fixture, BP_WALKTHROUGH_NO_LABEL);
  assert_possible (fixture, "F");
  assert_shown (fixture, "a- a- a-");
  take (fixture, BP_WALK_FORWARD);
  assert_possible (fixture, "SF");

  bp_walkthrough_set_label (fixture->walkthrough, LABEL, &error);
  g_assert_no_error (error);
  assert_at (fixture, BP_WALK_PHASE_FORWARD, 0);
  take (fixture, BP_WALK_LOSS);
  bp_walkthrough_set_label (fixture->walkthrough, BP_WALKTHROUGH_NO_LABEL, &error);
  assert_at (fixture, BP_WALK_PHASE_ANSWER, 0);
  assert_possible (fixture, "F");
}

/* Ten updates make the loss fall; each is undone on its own. */
static void
test_repeat (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const double *losses;
  guint n;
  double first;

  set_image (fixture, LABEL);
  bp_walkthrough_get_losses (fixture->walkthrough, &n);
  g_assert_cmpuint (n, ==, 0);
  take (fixture, BP_WALK_REPEAT);
  losses = bp_walkthrough_get_losses (fixture->walkthrough, &n);
  g_assert_cmpuint (n, ==, BP_WALKTHROUGH_N_REPEATS + 1);
  for (guint i = 1; i < n; i++)
    g_assert_cmpfloat (losses[i], <, losses[i - 1]);
  g_assert_true (bp_walkthrough_is_changed (fixture->walkthrough));

  first = losses[0];
  for (guint i = 0; i < BP_WALKTHROUGH_N_REPEATS; i++)
    take (fixture, BP_WALK_UNDO);
  bp_walkthrough_get_losses (fixture->walkthrough, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_false (bp_walkthrough_is_changed (fixture->walkthrough));
  g_assert_cmpfloat (bp_explanation_get_loss (
                         bp_walkthrough_get_explanation (fixture->walkthrough)),
                     ==, first);
}

/* The weights of a later network change the numbers and leave the step. */
static void
test_set_network (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const BpExplanation *explanation = bp_walkthrough_get_explanation (fixture->walkthrough);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) later = bp_network_copy (fixture->network, &error);
  float before;

  set_image (fixture, LABEL);
  take (fixture, BP_WALK_FORWARD);
  take (fixture, BP_WALK_FORWARD);
  before = bp_explanation_get_sums (explanation, 1)[0];
  later->layers[1].biases[0] += 1.0f;
  bp_walkthrough_set_network (fixture->walkthrough, later, &error);
  g_assert_no_error (error);
  assert_at (fixture, BP_WALK_PHASE_FORWARD, 1);
  g_assert_cmpfloat_with_epsilon (bp_explanation_get_sums (explanation, 1)[0], before + 1.0f,
                                  1e-5f);
}

/* The losses of an earlier network are no course of the later one. */
static void
test_set_network_after_update (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) later = bp_network_copy (fixture->network, &error);
  guint n;

  set_image (fixture, LABEL);
  take (fixture, BP_WALK_REPEAT);
  bp_walkthrough_get_losses (fixture->walkthrough, &n);
  g_assert_cmpuint (n, >, 1);
  later->layers[1].biases[0] += 1.0f;
  bp_walkthrough_set_network (fixture->walkthrough, later, &error);
  g_assert_no_error (error);
  bp_walkthrough_get_losses (fixture->walkthrough, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* An update after which the loss would be infinite is not made. */
static void
test_diverging_update (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  double loss;

  set_image (fixture, LABEL);
  loss = bp_explanation_get_loss (bp_walkthrough_get_explanation (fixture->walkthrough));
  g_assert_false (bp_walkthrough_take (fixture->walkthrough, BP_WALK_REPEAT, 1e38f, &error));
  g_assert_nonnull (error);
  g_assert_false (bp_walkthrough_is_changed (fixture->walkthrough));
  g_assert_cmpfloat (bp_explanation_get_loss (
                         bp_walkthrough_get_explanation (fixture->walkthrough)),
                     ==, loss);
}

static float
get_parameter (Fixture *fixture, guint layer, guint row, guint output)
{
  const BpNetwork *network =
      bp_explanation_get_network (bp_walkthrough_get_explanation (fixture->walkthrough));

  return network->parameters[bp_network_find_parameter (network, layer, row, output)];
}

/* A weight that is set by hand changes the answer and the loss at once; each one is undone on its
 * own. */
static void
test_set_weight (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  float before = get_parameter (fixture, 2, 7, LABEL);
  const BpExplanation *explanation = bp_walkthrough_get_explanation (fixture->walkthrough);
  const double *losses;
  guint n;
  float sum;

  set_image (fixture, LABEL);
  take (fixture, BP_WALK_FORWARD);
  sum = bp_explanation_get_sums (explanation, 2)[LABEL];
  g_assert_true (
      bp_walkthrough_set_weight (fixture->walkthrough, 2, 7, LABEL, before + 2.0f, NULL));
  assert_at (fixture, BP_WALK_PHASE_ANSWER, 0);
  g_assert_cmpfloat_with_epsilon (bp_explanation_get_sums (explanation, 2)[LABEL], sum + 2.0f,
                                  1e-5f);
  losses = bp_walkthrough_get_losses (fixture->walkthrough, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (losses[1], <, losses[0]);
  g_assert_true (bp_walkthrough_set_weight (fixture->walkthrough, 0, 3, 1, -1.0f, NULL));

  take (fixture, BP_WALK_UNDO);
  g_assert_cmpfloat (get_parameter (fixture, 2, 7, LABEL), ==, before + 2.0f);
  take (fixture, BP_WALK_UNDO);
  g_assert_cmpfloat (get_parameter (fixture, 2, 7, LABEL), ==, before);
  g_assert_false (bp_walkthrough_is_changed (fixture->walkthrough));
}

/* Without a class, and without an image, a weight can be set as well. */
static void
test_set_weight_without_label (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  guint n;

  g_assert_true (bp_walkthrough_set_weight (fixture->walkthrough, 0, 0, 0, 0.5f, NULL));
  set_image (fixture, BP_WALKTHROUGH_NO_LABEL);
  g_assert_true (bp_walkthrough_set_weight (fixture->walkthrough, 0, 0, 1, 0.5f, NULL));
  bp_walkthrough_get_losses (fixture->walkthrough, &n);
  g_assert_cmpuint (n, ==, 0);
  assert_possible (fixture, "FO");
}

/* A weight with which the sums would be too large for floats is not set. */
static void
test_set_diverging_weight (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  float before = get_parameter (fixture, 1, 9, 0);

  set_image (fixture, LABEL);
  g_assert_true (bp_walkthrough_set_weight (fixture->walkthrough, 1, 9, 0, 1e30f, &error));
  g_assert_no_error (error);
  g_assert_false (bp_walkthrough_set_weight (fixture->walkthrough, 2, 0, 0, 1e30f, &error));
  g_assert_nonnull (error);
  take (fixture, BP_WALK_UNDO);
  g_assert_cmpfloat (get_parameter (fixture, 1, 9, 0), ==, before);
  g_assert_false (bp_walkthrough_is_changed (fixture->walkthrough));
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer user_data))
{
  g_test_add (path, Fixture, GUINT_TO_POINTER (BP_ACTIVATION_TANH), set_up, test, tear_down);
}

BP_TEST_FILE (walkthrough)
{
  add ("/walkthrough/no-image", test_no_image);
  add ("/walkthrough/layer-by-layer", test_layer_by_layer);
  add ("/walkthrough/no-label", test_no_label);
  add ("/walkthrough/repeat", test_repeat);
  add ("/walkthrough/set-network", test_set_network);
  add ("/walkthrough/set-network-after-update", test_set_network_after_update);
  g_test_add ("/walkthrough/diverging-update", Fixture, GUINT_TO_POINTER (BP_ACTIVATION_RELU),
              set_up, test_diverging_update, tear_down);
  add ("/walkthrough/set-weight", test_set_weight);
  add ("/walkthrough/set-weight-without-label", test_set_weight_without_label);
  g_test_add ("/walkthrough/set-diverging-weight", Fixture, GUINT_TO_POINTER (BP_ACTIVATION_RELU),
              set_up, test_set_diverging_weight, tear_down);
}
