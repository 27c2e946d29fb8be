/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpSplit:
 * @BP_SPLIT_TRAIN: the samples that the network learns from
 * @BP_SPLIT_HELD_OUT: samples that are not trained on; the network is evaluated on them after each
 *   epoch, and choices such as the best epoch depend on them
 * @BP_SPLIT_TEST: samples that are used once, at the end of training
 */
typedef enum
{
  BP_SPLIT_TRAIN,
  BP_SPLIT_HELD_OUT,
  BP_SPLIT_TEST,
  BP_N_SPLITS,
} BpSplit;

/**
 * BpSamples:
 * @images: (count, width * height) one byte a pixel, 0 background to 255 full ink, rows from the
 * top
 * @labels: (count) class indices
 * @count: the number of samples
 *
 * A view into a #BpDataset, valid as long as the data set is.
 */
typedef struct
{
  const guint8 *images;
  const guint8 *labels;
  gsize count;
} BpSamples;

/**
 * BpDataset:
 *
 * Images with their labels in up to three splits. Immutable and reference-counted: any number of
 * threads may share one. Training and held-out samples are adjacent in the order of the file, so
 * that bp_dataset_resplit() shares the bytes of the original.
 */
typedef struct _BpDataset BpDataset;

/**
 * BpDatasetParts:
 * @name: (nullable): its name. %NULL recognises MNIST, Fashion-MNIST and KMNIST by their content
 *   and gives any other data set the base name of @path.
 * @path: (nullable) (type filename): the file or folder that it was read from
 * @class_names: (nullable) (array length=n_classes): %NULL gives the names of the recognised data
 *   set, or else the numbers from 0
 * @width: of an image, in pixels
 * @height: of an image, in pixels
 * @n_classes: 1 to %BP_DATASET_MAX_CLASSES; every label is below it
 * @images: (n_train + n_held_out, width * height) the training samples, then the held-out ones,
 *   from g_malloc() or its kin; %NULL where there are none
 * @labels: (n_train + n_held_out) their classes, likewise
 * @test_images: (n_test, width * height) the test samples, likewise
 * @test_labels: (n_test) their classes, likewise
 * @has_no_class: whether training samples may be labelled %BP_LABEL_NONE
 * @source_highest: the number in the file that became 255; 0 where pixels were not scaled
 * @notes: (nullable) (element-type utf8): notes about the data for users, one sentence each, such
 *   as what was left out
 *
 * The arguments of bp_dataset_new(). Begins as zeroed memory ("= { 0 }"). The strings are borrowed
 * for the call, the four arrays are owned.
 */
typedef struct
{
  const char *name;
  const char *path;
  const char *const *class_names;
  guint width;
  guint height;
  guint n_classes;
  guint8 *images;
  guint8 *labels;
  gsize n_train;
  gsize n_held_out;
  guint8 *test_images;
  guint8 *test_labels;
  gsize n_test;
  gboolean has_no_class;
  double source_highest;
  GPtrArray *notes;
} BpDatasetParts;

#define BP_DATASET_MAX_CLASSES 256

/* The label of a training sample of no class: the network learns to give all classes the same
 * probability. */
#define BP_LABEL_NONE 255

gboolean bp_dataset_parts_allocate (BpDatasetParts *parts);
void bp_dataset_parts_clear (BpDatasetParts *parts);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpDatasetParts, bp_dataset_parts_clear)

BpDataset *bp_dataset_new (BpDatasetParts *parts, GError **error);
BpDataset *
bp_dataset_resplit (BpDataset *dataset, gsize train_limit, gssize n_held_out, GError **error);
BpDataset *bp_dataset_ref (BpDataset *dataset);
void bp_dataset_unref (BpDataset *dataset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDataset, bp_dataset_unref)

BpSamples bp_dataset_get_samples (const BpDataset *dataset, BpSplit split);
guint bp_dataset_get_width (const BpDataset *dataset);
guint bp_dataset_get_height (const BpDataset *dataset);
guint bp_dataset_get_n_pixels (const BpDataset *dataset);
guint bp_dataset_get_n_classes (const BpDataset *dataset);
const char *bp_dataset_get_class_name (const BpDataset *dataset, guint label);
gboolean bp_dataset_has_digits (const BpDataset *dataset);
const char *bp_dataset_get_name (const BpDataset *dataset);
const char *bp_dataset_get_path (const BpDataset *dataset);
const char *bp_dataset_get_sha256 (const BpDataset *dataset);
double bp_dataset_get_source_highest (const BpDataset *dataset);
const char *const *bp_dataset_get_notes (const BpDataset *dataset);
