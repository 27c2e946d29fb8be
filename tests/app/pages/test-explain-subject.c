/* SPDX-License-Identifier: MIT */
#include "explain-subject.h"

#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

#include <string.h>

typedef struct
{
  BpExplainSubject *subject; /* owned */
  BpNetwork *network;        /* owned */
  GString *events;           /* owned: a letter for each signal */
} Fixture;

static void
on_begun (Fixture *fixture)
{
  g_assert_nonnull (bp_explain_subject_get_walkthrough (fixture->subject));
  g_string_append_c (fixture->events, 'b');
}

/* What borrows the walkthrough still can. */
static void
on_ending (Fixture *fixture)
{
  g_assert_nonnull (bp_explain_subject_get_walkthrough (fixture->subject));
  g_string_append_c (fixture->events, 'e');
}

static void
on_followed (Fixture *fixture)
{
  g_string_append_c (fixture->events, 'f');
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->subject = bp_explain_subject_new ();
  fixture->network = bp_toy_network_new (36, 9, 4, 1);
  fixture->events = g_string_new (NULL);
  g_signal_connect_swapped (fixture->subject, "begun", G_CALLBACK (on_begun), fixture);
  g_signal_connect_swapped (fixture->subject, "ending", G_CALLBACK (on_ending), fixture);
  g_signal_connect_swapped (fixture->subject, "followed", G_CALLBACK (on_followed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->subject);
  bp_network_unref (fixture->network);
  g_string_free (fixture->events, TRUE);
}

/* Updates, and compares the signals of that. */
static void
update (Fixture *fixture, const char *events)
{
  g_autoptr (GError) error = NULL;

  g_string_truncate (fixture->events, 0);
  g_assert_true (bp_explain_subject_update (fixture->subject, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->events->str, ==, events);
}

/* A network of the same shape leaves the walkthrough at its step, another shape ends it. */
static void
test_network (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpNetwork) later = bp_toy_network_new (36, 9, 4, 2);
  g_autoptr (BpNetwork) larger = bp_toy_network_new (36, 12, 4, 2);
  BpWalkthrough *walkthrough;
  const guint8 image[36] = { 255 };

  update (fixture, "");
  g_assert_true (bp_explain_subject_set_network (fixture->subject, fixture->network));
  g_assert_null (bp_explain_subject_get_walkthrough (fixture->subject));
  update (fixture, "b");
  walkthrough = bp_explain_subject_get_walkthrough (fixture->subject);
  g_assert_true (bp_walkthrough_set_image (walkthrough, image, 1, NULL));
  g_assert_true (bp_walkthrough_take (walkthrough, BP_WALK_FORWARD, 0.1F, NULL));

  g_assert_false (bp_explain_subject_set_network (fixture->subject, fixture->network));
  update (fixture, "");
  g_assert_true (bp_explain_subject_set_network (fixture->subject, later));
  update (fixture, "f");
  g_assert_true (bp_explain_subject_get_walkthrough (fixture->subject) == walkthrough);
  g_assert_cmpint (bp_walkthrough_get_phase (walkthrough), ==, BP_WALK_PHASE_FORWARD);
  g_assert_true (bp_explain_subject_get_network (fixture->subject) == later);

  (void) bp_explain_subject_set_network (fixture->subject, larger);
  update (fixture, "eb");
  (void) bp_explain_subject_set_network (fixture->subject, NULL);
  update (fixture, "e");
  g_assert_null (bp_explain_subject_get_walkthrough (fixture->subject));
}

/* Data count where they fit, and then the pictures have their width; else they are squares. */
static void
test_dataset (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (4, 0, 0, 1);
  g_autoptr (BpNetwork) other = bp_toy_network_new (50, 9, 4, 1);

  (void) bp_explain_subject_set_network (fixture->subject, fixture->network);
  g_assert_true (bp_explain_subject_set_dataset (fixture->subject, dataset));
  g_assert_null (bp_explain_subject_get_dataset (fixture->subject));
  update (fixture, "b");
  g_assert_true (bp_explain_subject_get_dataset (fixture->subject) == dataset);
  g_assert_cmpuint (bp_explain_subject_get_names (fixture->subject)->width, ==, 6);

  (void) bp_explain_subject_set_network (fixture->subject, other);
  update (fixture, "eb");
  g_assert_null (bp_explain_subject_get_dataset (fixture->subject));
  g_assert_cmpuint (bp_explain_subject_get_names (fixture->subject)->width, ==, 50);
}

/* Names that are equal change nothing; others end the walkthrough that borrows them. */
static void
test_class_names (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "a", "b", "c", "d", NULL };
  const char *const others[] = { "e", "f", "g", "h", NULL };

  (void) bp_explain_subject_set_network (fixture->subject, fixture->network);
  g_assert_true (bp_explain_subject_set_class_names (fixture->subject, names));
  update (fixture, "b");
  g_assert_false (bp_explain_subject_set_class_names (fixture->subject, names));
  g_assert_true (bp_explain_subject_set_class_names (fixture->subject, others));
  g_assert_null (bp_explain_subject_get_walkthrough (fixture->subject));
  update (fixture, "b");
  g_assert_cmpstr (bp_explain_subject_get_names (fixture->subject)->class_names[0], ==, "e");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (explain_subject)
{
  ADD ("/explain-subject/network", test_network);
  ADD ("/explain-subject/dataset", test_dataset);
  ADD ("/explain-subject/class-names", test_class_names);
}
