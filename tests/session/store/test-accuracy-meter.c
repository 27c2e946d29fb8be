/* SPDX-License-Identifier: MIT */
#include "accuracy-meter.h"

#include "inspection.h"
#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

typedef struct
{
  BpAccuracyMeter *meter;
  BpDataset *dataset;
  guint n_measured;
} Fixture;

static void
on_measured (Fixture *fixture)
{
  fixture->n_measured++;
}

static void
set_up (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  fixture->meter = bp_accuracy_meter_new ();
  fixture->dataset = bp_toy_dataset_new (0, 300, 200, 3);
  g_signal_connect_swapped (fixture->meter, "measured", G_CALLBACK (on_measured), fixture);
}

/* The thread of a cancelled measurement holds the meter until it has ended. */
static void
tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->meter), (gpointer *) &fixture->meter);
  bp_accuracy_meter_forget (fixture->meter);
  g_object_unref (fixture->meter);
  while (fixture->meter != NULL)
    g_main_context_iteration (NULL, TRUE);
  bp_dataset_unref (fixture->dataset);
}

static double
wait_for_accuracy (Fixture *fixture)
{
  double accuracy;

  while (!bp_accuracy_meter_get (fixture->meter, &accuracy))
    g_main_context_iteration (NULL, TRUE);
  return accuracy;
}

/* The accuracy is that of the engine. */
static void
test_measured (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 4, 1);
  g_autoptr (BpInspection) expected =
      bp_inspection_new (network, fixture->dataset, BP_SPLIT_TEST, NULL, NULL);

  bp_accuracy_meter_measure (fixture->meter, network, fixture->dataset, BP_SPLIT_TEST);
  g_assert_cmpfloat (wait_for_accuracy (fixture), ==, expected->metrics.accuracy);
  g_assert_cmpuint (fixture->n_measured, ==, 1);
}

/* Only the newest network is told of. */
static void
test_newest (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) first = bp_toy_network_new (36, 5, 4, 1);
  g_autoptr (BpNetwork) second = bp_toy_network_new (36, 5, 4, 2);
  g_autoptr (BpInspection) expected =
      bp_inspection_new (second, fixture->dataset, BP_SPLIT_HELD_OUT, NULL, NULL);

  bp_accuracy_meter_measure (fixture->meter, first, fixture->dataset, BP_SPLIT_HELD_OUT);
  bp_accuracy_meter_measure (fixture->meter, second, fixture->dataset, BP_SPLIT_HELD_OUT);
  g_assert_cmpfloat (wait_for_accuracy (fixture), ==, expected->metrics.accuracy);
  g_assert_cmpuint (fixture->n_measured, ==, 1);
}

static void
test_forget (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 4, 1);
  double accuracy;

  bp_accuracy_meter_measure (fixture->meter, network, fixture->dataset, BP_SPLIT_HELD_OUT);
  wait_for_accuracy (fixture);
  bp_accuracy_meter_forget (fixture->meter);
  g_assert_false (bp_accuracy_meter_get (fixture->meter, &accuracy));
}

BP_TEST_FILE (accuracy_meter)
{
  g_test_add ("/accuracy-meter/measured", Fixture, NULL, set_up, test_measured, tear_down);
  g_test_add ("/accuracy-meter/newest", Fixture, NULL, set_up, test_newest, tear_down);
  g_test_add ("/accuracy-meter/forget", Fixture, NULL, set_up, test_forget, tear_down);
}
