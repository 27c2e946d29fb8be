/* SPDX-License-Identifier: MIT */
#include "dataset-sheet.h"

#include "dataset-builtin.h"
#include "preset.h"
#include "test-file.h"
#include "toy-data.h"
#include "trainer.h"

#include <math.h>
#include <string.h>

#define N_TRAIN 400
#define SEED    11
#define EPOCH   3

static BpDataset *
make_digits (gsize n_train)
{
  g_autoptr (GError) error = NULL;
  BpDataset *dataset = bp_dataset_new_builtin (1, n_train, 20, 150, 1, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

static BpDatasetSheet *
make_sheet (const BpDataset *dataset, BpSplit split)
{
  g_autoptr (GError) error = NULL;
  BpDatasetSheet *sheet = bp_dataset_sheet_new (dataset, split, &error);

  g_assert_no_error (error);
  g_assert_nonnull (sheet);
  return sheet;
}

/* Copies the pixels of a cell. */
static void
read_cell (const BpDatasetSheet *sheet, guint cell, guint8 *image)
{
  gsize row_stride = (gsize) sheet->cell_width * BP_SHEET_SIDE;

  for (gsize y = 0; y < sheet->cell_height; y++)
    memcpy (image + y * sheet->cell_width,
            sheet->pixels + (cell / BP_SHEET_SIDE * (gsize) sheet->cell_height + y) * row_stride +
                cell % BP_SHEET_SIDE * (gsize) sheet->cell_width,
            sheet->cell_width);
}

static void
assert_shows_samples (const BpDatasetSheet *sheet, const BpDataset *dataset)
{
  BpSamples samples = bp_dataset_get_samples (dataset, sheet->split);
  gsize n_pixels = bp_dataset_get_n_pixels (dataset);
  g_autofree guint8 *shown = g_malloc (n_pixels);

  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    {
      guint32 index = sheet->indices[cell];

      if (index == BP_SHEET_BLANK)
        continue;
      g_assert_cmpuint (index, <, samples.count);
      g_assert_cmpuint (samples.labels[index], ==, sheet->labels[cell]);
      read_cell (sheet, cell, shown);
      g_assert_cmpmem (shown, n_pixels, samples.images + index * n_pixels, n_pixels);
    }
}

/* Ten samples of each class, one class in each row, and no sample twice. */
static void
test_ten_classes (void)
{
  g_autoptr (BpDataset) dataset = make_digits (N_TRAIN);
  g_autoptr (BpDatasetSheet) sheet = make_sheet (dataset, BP_SPLIT_TRAIN);
  g_autoptr (BpDatasetSheet) test_sheet = make_sheet (dataset, BP_SPLIT_TEST);

  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    {
      g_assert_cmpuint (sheet->labels[cell], ==, cell / BP_SHEET_SIDE);
      g_assert_cmpuint (sheet->indices[cell], !=, BP_SHEET_BLANK);
      if (cell % BP_SHEET_SIDE > 0)
        g_assert_cmpuint (sheet->indices[cell], >, sheet->indices[cell - 1]);
    }
  assert_shows_samples (sheet, dataset);
  assert_shows_samples (test_sheet, dataset);
}

/* Other numbers of classes and pixels. */
static void
test_four_classes (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (300, 0, 0, 1);
  g_autoptr (BpDatasetSheet) sheet = make_sheet (dataset, BP_SPLIT_TRAIN);
  guint n_cells[4] = { 0 };

  g_assert_cmpuint (sheet->cell_width, ==, 6);
  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    {
      g_assert_cmpuint (sheet->indices[cell], !=, BP_SHEET_BLANK);
      n_cells[sheet->labels[cell]]++;
    }
  for (guint label = 0; label < 4; label++)
    g_assert_cmpuint (n_cells[label], ==, 25);
  assert_shows_samples (sheet, dataset);
}

/* Each sample has another class, as many as a data set can have. */
static void
test_many_classes (void)
{
  g_autoptr (GError) error = NULL;
  const guint n_classes = BP_DATASET_MAX_CLASSES;
  BpDatasetParts parts = {
    .name = "Many",
    .width = 1,
    .height = 1,
    .n_classes = n_classes,
    .images = g_malloc (n_classes),
    .labels = g_malloc (n_classes),
    .n_train = n_classes,
  };
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (BpDatasetSheet) sheet = NULL;

  for (guint i = 0; i < n_classes; i++)
    parts.images[i] = parts.labels[i] = (guint8) i;
  dataset = bp_dataset_new (&parts, &error);
  g_assert_no_error (error);

  sheet = make_sheet (dataset, BP_SPLIT_TRAIN);
  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    g_assert_cmpuint (sheet->indices[cell], ==, sheet->labels[cell]);
  for (guint cell = 1; cell < BP_SHEET_N_CELLS; cell++)
    g_assert_cmpuint (sheet->labels[cell], >, sheet->labels[cell - 1]);
  assert_shows_samples (sheet, dataset);
}

/* Two samples, and an empty split: the other cells stay blank. */
static void
test_few_samples (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (2, 0, 0, 1);
  g_autoptr (BpDatasetSheet) train = make_sheet (dataset, BP_SPLIT_TRAIN);
  g_autoptr (BpDatasetSheet) test = make_sheet (dataset, BP_SPLIT_TEST);
  guint n_shown = 0;

  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    {
      n_shown += train->indices[cell] != BP_SHEET_BLANK;
      g_assert_cmpuint (test->indices[cell], ==, BP_SHEET_BLANK);
    }
  g_assert_cmpuint (n_shown, ==, 2);
  assert_shows_samples (train, dataset);
  for (gsize i = 0; i < (gsize) BP_SHEET_N_CELLS * 36; i++)
    g_assert_cmpuint (test->pixels[i], ==, 0);
}

/* Non-digits are in no row. */
static void
test_no_class (void)
{
  g_autoptr (GError) error = NULL;
  BpDatasetParts parts = {
    .name = "Two",
    .width = 1,
    .height = 1,
    .n_classes = 1,
    .images = g_malloc0 (2),
    .labels = g_malloc0 (2),
    .n_train = 2,
    .has_no_class = TRUE,
  };
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (BpDatasetSheet) sheet = NULL;

  parts.labels[0] = BP_LABEL_NONE;
  dataset = bp_dataset_new (&parts, &error);
  g_assert_no_error (error);
  sheet = make_sheet (dataset, BP_SPLIT_TRAIN);
  g_assert_cmpuint (sheet->indices[0], ==, 1);
  g_assert_cmpuint (sheet->indices[1], ==, BP_SHEET_BLANK);
}

/* The bytes of each preset's augmentation depend only on seed, epoch and index, not on earlier
 * calls. */
static void
test_augmented (void)
{
  g_autoptr (BpDataset) dataset = make_digits (N_TRAIN);
  g_autoptr (BpDatasetSheet) sheet = make_sheet (dataset, BP_SPLIT_TRAIN);
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  guint n_presets;
  const BpPreset *presets = bp_preset_list (&n_presets);

  for (guint i = 0; i < n_presets; i++)
    {
      const BpAugmentation *augmentation = &presets[i].config.augmentation;

      bp_dataset_sheet_augment (sheet, dataset, augmentation, SEED, EPOCH + 1);
      bp_dataset_sheet_augment (sheet, dataset, augmentation, SEED, EPOCH);
      for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
        {
          guint32 index = sheet->indices[cell];
          guint8 expected[BP_DIGIT_N_PIXELS];
          guint8 shown[BP_DIGIT_N_PIXELS];

          bp_augment_image (augmentation, SEED, EPOCH, index,
                            samples.images + (gsize) index * BP_DIGIT_N_PIXELS, expected);
          read_cell (sheet, cell, shown);
          g_assert_cmpmem (shown, sizeof shown, expected, sizeof expected);
        }
    }
  bp_dataset_sheet_augment (sheet, dataset, &(BpAugmentation){ 0 }, SEED, EPOCH);
  assert_shows_samples (sheet, dataset);
}

/* A network without hidden layers that begins with zeros and trains on one image: its weights to
 * the image's class are a multiple of the bytes that the trainer used. */
static void
test_trainer_sees_it (void)
{
  const guint sizes[] = { BP_DIGIT_N_PIXELS, 10 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = make_digits (1);
  g_autoptr (BpDatasetSheet) sheet = make_sheet (dataset, BP_SPLIT_TRAIN);
  g_autoptr (BpNetwork) blank = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  guint label = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).labels[0];
  g_autoptr (BpTrainer) trainer = NULL;
  const BpLayer *layer;
  guint8 shown[BP_DIGIT_N_PIXELS];
  BpTrainingConfig config;
  BpStep step;

  memset (blank->parameters, 0, blank->n_parameters * sizeof (float));
  bp_training_config_init (&config);
  config.n_hidden = 0;
  config.batch_size = 1;
  config.learning_rate = 1.0F;
  config.augmentation = bp_preset_find ("best", NULL)->config.augmentation;
  config.seed = SEED;
  trainer = bp_trainer_new (&config, dataset, blank, &error);
  g_assert_no_error (error);
  g_assert_true (bp_trainer_step (trainer, &step, &error));

  bp_dataset_sheet_augment (sheet, dataset, &config.augmentation, SEED, step.epoch);
  read_cell (sheet, label * BP_SHEET_SIDE, shown);
  layer = &bp_trainer_get_network (trainer)->layers[0];
  for (gsize i = 0; i < BP_DIGIT_N_PIXELS; i++)
    {
      float weight = *bp_layer_get_weight (layer, i, label);

      g_assert_cmpint (lroundf (weight / 0.9F * 255.0F), ==, shown[i]);
    }
}

BP_TEST_FILE (dataset_sheet)
{
  g_test_add_func ("/dataset-sheet/ten-classes", test_ten_classes);
  g_test_add_func ("/dataset-sheet/four-classes", test_four_classes);
  g_test_add_func ("/dataset-sheet/many-classes", test_many_classes);
  g_test_add_func ("/dataset-sheet/few-samples", test_few_samples);
  g_test_add_func ("/dataset-sheet/no-class", test_no_class);
  g_test_add_func ("/dataset-sheet/augmented", test_augmented);
  g_test_add_func ("/dataset-sheet/trainer-sees-it", test_trainer_sees_it);
}
