/* SPDX-License-Identifier: MIT */
#include "loss-survey.h"

#include "error.h"
#include "kept-networks.h"
#include "test-file.h"

#include <glib/gstdio.h>

#define N_SIDE 7

typedef struct
{
  BpKeptNetworks kept;

  /* of the call */
  gboolean is_done;
  double fraction;
  BpLossPlane *plane;
  GError *error;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_kept_networks_init (&fixture->kept);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_clear_pointer (&fixture->plane, bp_loss_plane_unref);
  g_clear_error (&fixture->error);
  bp_kept_networks_clear (&fixture->kept);
}

static void
on_progress (double fraction, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_false (fixture->is_done);
  fixture->fraction = fraction;
}

static void
on_done (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->plane = bp_loss_survey_finish (result, &fixture->error);
  fixture->is_done = TRUE;
}

static void
survey (Fixture *fixture, GStrv paths, GCancellable *cancellable)
{
  const BpLossPlaneSettings settings = { .split = BP_SPLIT_HELD_OUT, .n_side = N_SIDE, .seed = 5 };

  bp_loss_survey_async (fixture->kept.networks[0], fixture->kept.dataset, &settings,
                        (const char *const *) paths, on_progress, fixture, cancellable, on_done,
                        fixture);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_losses (const Fixture *fixture, BpNetwork *const *path, guint n_path)
{
  const BpLossPlaneSettings settings = { .split = BP_SPLIT_HELD_OUT, .n_side = N_SIDE, .seed = 5 };
  g_autoptr (BpLossPlane) expected =
      bp_loss_plane_new (fixture->kept.networks[0], fixture->kept.dataset, &settings, path, n_path,
                         NULL, NULL);

  g_assert_no_error (fixture->error);
  g_assert_cmpmem (fixture->plane->losses, sizeof (double) * N_SIDE * N_SIDE, expected->losses,
                   sizeof (double) * N_SIDE * N_SIDE);
}

/* What the thread computed is what the engine computes. */
static void
test_random (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  survey (fixture, NULL, NULL);
  assert_losses (fixture, NULL, 0);
}

/* Networks that are gone, or of another shape, are left out of the path. */
static void
test_path (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpNetwork *const rest[] = { fixture->kept.networks[0], fixture->kept.networks[2],
                              fixture->kept.networks[3] };

  survey (fixture, fixture->kept.paths, NULL);
  assert_losses (fixture, fixture->kept.networks, BP_N_KEPT_NETWORKS);

  g_clear_pointer (&fixture->plane, bp_loss_plane_unref);
  fixture->is_done = FALSE;
  g_remove (fixture->kept.paths[1]);
  survey (fixture, fixture->kept.paths, NULL);
  assert_losses (fixture, rest, G_N_ELEMENTS (rest));

  g_clear_pointer (&fixture->plane, bp_loss_plane_unref);
  fixture->is_done = FALSE;
  g_remove (fixture->kept.paths[2]);
  survey (fixture, fixture->kept.paths, NULL);
  g_assert_error (fixture->error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_null (fixture->plane);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  survey (fixture, fixture->kept.paths, cancellable);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (fixture->plane);
}

#define ADD(path, test) g_test_add ("/loss-survey/" path, Fixture, NULL, set_up, test, tear_down)

BP_TEST_FILE (loss_survey)
{
  ADD ("random", test_random);
  ADD ("path", test_path);
  ADD ("cancelled", test_cancelled);
}
