/* SPDX-License-Identifier: MIT */
#include "image-list.h"

#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

static BpInspection *
inspect (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 40, 0, 3);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 9, 4, 4);
  g_autoptr (GError) error = NULL;
  BpInspection *inspection = bp_inspection_new (network, dataset, BP_SPLIT_HELD_OUT, NULL, &error);

  g_assert_no_error (error);
  return inspection;
}

static void
assert_list (const BpImageList *list, BpInspection *inspection, gsize count, const char *title)
{
  g_autoptr (BpInspectedImages) images = bp_image_list_get_images (list, inspection);
  g_autofree char *text = bp_image_list_describe (list, inspection);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (images)), ==, count);
  g_assert_cmpstr (text, ==, title);
}

static void
test_errors (void)
{
  g_autoptr (BpInspection) inspection = inspect ();
  g_autofree char *errors = g_strdup_printf ("All errors: %u of 40", (guint) inspection->n_errors);
  g_autofree char *sure =
      g_strdup_printf ("Sure but wrong: %u of %u errors, with a probability of at least 90 %%",
                       (guint) inspection->n_sure_errors, (guint) inspection->n_errors);

  g_assert_cmpuint (inspection->n_errors, >, 0);
  assert_list (&(BpImageList){ .kind = BP_IMAGE_LIST_ERRORS }, inspection, inspection->n_errors,
               errors);
  assert_list (&(BpImageList){ .kind = BP_IMAGE_LIST_SURE_ERRORS }, inspection,
               inspection->n_sure_errors, sure);
}

static void
assert_cell (BpInspection *inspection, guint label, guint answer, guint n_found)
{
  const BpImageList list = { BP_IMAGE_LIST_CELL, label, answer };
  guint found_label = MIN (label, n_found - 1);
  guint found_answer = MIN (answer, n_found - 1);
  guint count = inspection->metrics.confusion[found_label * n_found + found_answer];
  g_autofree char *title =
      g_strdup_printf ("Label %u answered %u: %u of %u", found_label, found_answer, count,
                       (guint) bp_metrics_get_class (&inspection->metrics, found_label).support);

  assert_list (&list, inspection, count, title);
}

/* Every cell, and one of an inspection with more classes. */
static void
test_cells (void)
{
  g_autoptr (BpInspection) inspection = inspect ();

  for (guint label = 0; label < 4; label++)
    for (guint answer = 0; answer < 4; answer++)
      assert_cell (inspection, label, answer, 4);
  assert_cell (inspection, 2, 9, 4);
  assert_cell (inspection, 9, 1, 4);
}

BP_TEST_FILE (image_list)
{
  g_test_add_func ("/image-list/errors", test_errors);
  g_test_add_func ("/image-list/cells", test_cells);
}
