/* SPDX-License-Identifier: MIT */
#include "error.h"
#include "pad-network.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

#define N_PIXELS 784

static const char *const LETTERS[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", NULL };

/* A network that answers @label to everything, with 97 %. */
static BpNetwork *
make_network (guint n_inputs, guint n_classes, guint label)
{
  const guint sizes[] = { n_inputs, n_classes };
  BpNetwork *network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);

  g_assert_nonnull (network);
  memset (network->parameters, 0, network->n_parameters * sizeof (float));
  network->layers[0].biases[label] = (float) log (0.97 * (n_classes - 1) / 0.03);
  return network;
}

static void
assert_names (const BpPadNetwork *pad_network, guint n_names, const char *first, const char *last)
{
  const char *const *names = bp_pad_network_get_class_names (pad_network);

  g_assert_cmpuint (g_strv_length ((GStrv) names), ==, n_names);
  g_assert_cmpstr (names[0], ==, first);
  g_assert_cmpstr (names[n_names - 1], ==, last);
}

/* Given names are those of the classes where they are as many; else they are digits or numbers. */
static void
test_class_names (void)
{
  g_autoptr (BpPadNetwork) pad_network = bp_pad_network_new ();
  g_autoptr (BpNetwork) ten = make_network (N_PIXELS, 10, 7);
  g_autoptr (BpNetwork) many = make_network (N_PIXELS, 26, 7);

  assert_names (pad_network, 10, "0", "9");
  g_assert_false (bp_pad_network_set_network (pad_network, ten));
  g_assert_true (bp_pad_network_set_network (pad_network, many));
  assert_names (pad_network, 26, "0", "25");
  g_assert_false (bp_pad_network_set_class_names (pad_network, LETTERS));
  assert_names (pad_network, 26, "0", "25");
  g_assert_true (bp_pad_network_set_network (pad_network, ten));
  assert_names (pad_network, 10, "a", "j");
  g_assert_false (bp_pad_network_set_class_names (pad_network, LETTERS));
  g_assert_true (bp_pad_network_set_class_names (pad_network, NULL));
  assert_names (pad_network, 10, "0", "9");
}

static void
test_what_it_reads (void)
{
  g_autoptr (BpPadNetwork) pad_network = bp_pad_network_new ();
  g_autoptr (BpNetwork) network = make_network (N_PIXELS, 10, 7);

  g_assert_false (bp_pad_network_can_answer (pad_network));
  g_assert_true (bp_pad_network_has_digits (pad_network));
  g_assert_false (bp_pad_network_reads_digits (pad_network));
  bp_pad_network_set_network (pad_network, network);
  g_assert_true (bp_pad_network_can_answer (pad_network));
  g_assert_true (bp_pad_network_reads_digits (pad_network));
  bp_pad_network_set_class_names (pad_network, LETTERS);
  g_assert_true (bp_pad_network_can_answer (pad_network));
  g_assert_false (bp_pad_network_reads_digits (pad_network));
  bp_pad_network_set_network (pad_network, NULL);
  g_assert_false (bp_pad_network_can_answer (pad_network));
}

static void
assert_refused (guint n_inputs, guint n_classes, const char *shape)
{
  g_autoptr (BpPadNetwork) pad_network = bp_pad_network_new ();
  g_autoptr (BpNetwork) network = make_network (n_inputs, n_classes, 7);
  g_autoptr (GError) error = NULL;

  g_assert_false (bp_pad_network_check (network, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, shape));
  bp_pad_network_set_network (pad_network, network);
  g_assert_false (bp_pad_network_can_answer (pad_network));
}

static void
test_networks_that_do_not_fit (void)
{
  g_autoptr (BpNetwork) network = make_network (N_PIXELS, 256, 7);
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_pad_network_check (network, &error));
  g_assert_no_error (error);
  assert_refused (1024, 10, "1024");
  assert_refused (N_PIXELS, 257, "257");
}

static BpCertainty
answer (BpPadNetwork *pad_network)
{
  static const guint8 blank[N_PIXELS];
  float probabilities[256];
  BpAnswer answer = bp_pad_network_answer (pad_network, blank, probabilities);

  g_assert_cmpuint (answer.best, ==, 7);
  g_assert_cmpfloat_with_epsilon (probabilities[7], 0.97F, 1e-4F);
  return answer.certainty;
}

/* A detector that finds no digit makes a certain answer unsure, unless the classes are not the
 * digits. */
static void
test_detector (void)
{
  g_autoptr (BpPadNetwork) pad_network = bp_pad_network_new ();
  g_autoptr (BpNetwork) network = make_network (N_PIXELS, 10, 7);
  g_autoptr (BpNetwork) never_sure = make_network (N_PIXELS, 10, 7);

  never_sure->sure_threshold = 10.0F;
  bp_pad_network_set_network (pad_network, network);
  g_assert_cmpint (answer (pad_network), ==, BP_CERTAINTY_SURE);
  bp_pad_network_set_detector (pad_network, bp_detector_new (never_sure, NULL));
  g_assert_cmpint (answer (pad_network), ==, BP_CERTAINTY_UNFAMILIAR);
  bp_pad_network_set_class_names (pad_network, LETTERS);
  g_assert_cmpint (answer (pad_network), ==, BP_CERTAINTY_SURE);
}

/* Only a network of digits that has not learnt what no digit is wants a detector. */
static void
test_wants_detector (void)
{
  g_autoptr (BpPadNetwork) pad_network = bp_pad_network_new ();
  g_autoptr (BpNetwork) knowing = make_network (N_PIXELS, 10, 7);
  g_autoptr (BpNetwork) network = make_network (N_PIXELS, 10, 7);

  knowing->non_digits_found = 1.0F;
  g_assert_false (bp_pad_network_wants_detector (pad_network));
  bp_pad_network_set_network (pad_network, knowing);
  g_assert_false (bp_pad_network_wants_detector (pad_network));
  bp_pad_network_set_network (pad_network, network);
  g_assert_true (bp_pad_network_wants_detector (pad_network));
  bp_pad_network_set_class_names (pad_network, LETTERS);
  g_assert_false (bp_pad_network_wants_detector (pad_network));
}

BP_TEST_FILE (pad_network)
{
  g_test_add_func ("/pad-network/class-names", test_class_names);
  g_test_add_func ("/pad-network/what-it-reads", test_what_it_reads);
  g_test_add_func ("/pad-network/networks-that-do-not-fit", test_networks_that_do_not_fit);
  g_test_add_func ("/pad-network/detector", test_detector);
  g_test_add_func ("/pad-network/wants-detector", test_wants_detector);
}
