/* SPDX-License-Identifier: MIT */
#include "loss-survey.h"

#include "error.h"
#include "test-file.h"
#include "test-files.h"
#include "toy-data.h"
#include "weights.h"

#include <glib/gstdio.h>

#define N_SIDE     7
#define N_NETWORKS 4

typedef struct
{
  BpTestFolder *folder;
  BpDataset *dataset;
  BpNetwork *networks[N_NETWORKS];
  GStrv paths;

  /* of the call */
  gboolean is_done;
  double fraction;
  BpLossPlane *plane;
  GError *error;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  bp_weights_info_init (&info);
  fixture->folder = bp_test_folder_new ();
  fixture->dataset = bp_toy_dataset_new (20, 200, 0, 3);
  for (guint i = 0; i < N_NETWORKS; i++)
    {
      const guint sizes[] = { bp_dataset_get_n_pixels (fixture->dataset), 6,
                              bp_dataset_get_n_classes (fixture->dataset) };
      g_autofree char *name = g_strdup_printf ("%u.safetensors", i);
      g_autofree char *path = g_build_filename (fixture->folder->path, name, NULL);
      g_autoptr (GError) error = NULL;
      BpRandom random;

      bp_random_init (&random, i, 0);
      fixture->networks[i] = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
      bp_network_initialise (fixture->networks[i], &random);
      bp_weights_save (fixture->networks[i], &info, path, &error);
      g_assert_no_error (error);
      g_strv_builder_add (paths, path);
    }
  fixture->paths = g_strv_builder_end (paths);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_clear_pointer (&fixture->plane, bp_loss_plane_unref);
  g_clear_error (&fixture->error);
  for (guint i = 0; i < N_NETWORKS; i++)
    bp_network_unref (fixture->networks[i]);
  bp_dataset_unref (fixture->dataset);
  g_strfreev (fixture->paths);
  bp_test_folder_free (fixture->folder);
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

  bp_loss_survey_async (fixture->networks[0], fixture->dataset, &settings,
                        (const char *const *) paths, on_progress, fixture, cancellable, on_done,
                        fixture);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_losses (const Fixture *fixture, BpNetwork *const *path, guint n_path)
{
  const BpLossPlaneSettings settings = { .split = BP_SPLIT_HELD_OUT, .n_side = N_SIDE, .seed = 5 };
  g_autoptr (BpLossPlane) expected = bp_loss_plane_new (fixture->networks[0], fixture->dataset,
                                                        &settings, path, n_path, NULL, NULL);

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
  BpNetwork *const rest[] = { fixture->networks[0], fixture->networks[2], fixture->networks[3] };

  survey (fixture, fixture->paths, NULL);
  assert_losses (fixture, fixture->networks, N_NETWORKS);

  g_clear_pointer (&fixture->plane, bp_loss_plane_unref);
  fixture->is_done = FALSE;
  g_remove (fixture->paths[1]);
  survey (fixture, fixture->paths, NULL);
  assert_losses (fixture, rest, G_N_ELEMENTS (rest));

  g_clear_pointer (&fixture->plane, bp_loss_plane_unref);
  fixture->is_done = FALSE;
  g_remove (fixture->paths[2]);
  survey (fixture, fixture->paths, NULL);
  g_assert_error (fixture->error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_null (fixture->plane);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  survey (fixture, fixture->paths, cancellable);
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
