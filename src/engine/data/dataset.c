/* SPDX-License-Identifier: MIT */

/* The data set. A BpDataset is a view that chooses the training and held-out samples. Views share a
 * storage with the pixels, which is reference-counted and immutable, so that any thread may read it
 * without a lock.
 */
#include "dataset.h"

#include "clean-text.h"
#include "dataset-known.h"
#include "digit-names.h"
#include "error.h"
#include "memory-block.h"
#include "sha256.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  guint width;
  guint height;
  guint n_classes;
  gsize n_pool; /* training and held-out samples */
  gsize n_test;
  double source_highest;

  /* owned */
  char *name;
  char *path;
  char *sha256;
  char **class_names;  /* (n_classes) */
  char **notes;        /* zero-terminated */
  guint8 *images;      /* (n_pool, width * height) */
  guint8 *labels;      /* (n_pool) */
  guint8 *test_images; /* (n_test, width * height) */
  guint8 *test_labels; /* (n_test) */
} Storage;

struct _BpDataset
{
  Storage *storage; /* owned, shared */
  gsize n_train;    /* from the start of the pool */
  gsize n_held_out; /* at the end of the pool */
};

static void
storage_clear (gpointer data)
{
  Storage *storage = data;

  g_free (storage->name);
  g_free (storage->path);
  g_free (storage->sha256);
  g_strfreev (storage->class_names);
  g_strfreev (storage->notes);
  g_free (storage->images);
  g_free (storage->labels);
  g_free (storage->test_images);
  g_free (storage->test_labels);
}

static void
dataset_clear (gpointer data)
{
  BpDataset *dataset = data;

  g_atomic_rc_box_release_full (dataset->storage, storage_clear);
}

static BpDataset *
dataset_new_view (Storage *storage, gsize n_train, gsize n_held_out)
{
  BpDataset *dataset = g_atomic_rc_box_new (BpDataset);

  dataset->storage = storage;
  dataset->n_train = n_train;
  dataset->n_held_out = n_held_out;
  return dataset;
}

/* @format: the message, with places for a sample, its label and the last class. */
G_GNUC_PRINTF (5, 0)
static gboolean
check_labels (const guint8 *labels,
              gsize count,
              const BpDatasetParts *parts,
              gboolean has_no_class,
              const char *format,
              GError **error)
{
  guint n_classes = parts->n_classes;

  for (gsize i = 0; i < count; i++)
    if (labels[i] >= n_classes && !(has_no_class && labels[i] == BP_LABEL_NONE))
      {
        g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE, format, i, labels[i], n_classes - 1);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_parts (const BpDatasetParts *parts, GError **error)
{
  gsize n_pool = parts->n_train + parts->n_held_out;

  g_assert (parts->width > 0 && parts->height > 0);
  g_assert (parts->n_classes > 0 && parts->n_classes <= BP_DATASET_MAX_CLASSES);
  g_assert (n_pool == 0 || (parts->images != NULL && parts->labels != NULL));
  g_assert (parts->n_test == 0 || (parts->test_images != NULL && parts->test_labels != NULL));

  if (n_pool + parts->n_test == 0)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED, _ ("The data set has no images"));
      return FALSE;
    }

  return check_labels (
             parts->labels, n_pool, parts, parts->has_no_class,
             _ ("Training sample %zu has the label %u, but the classes are numbered from 0 to %u"),
             error) &&
         check_labels (
             parts->test_labels, parts->n_test, parts, FALSE,
             _ ("Test sample %zu has the label %u, but the classes are numbered from 0 to %u"),
             error);
}

static char *
compute_sha256 (const Storage *storage)
{
  g_autoptr (BpSha256) sha256 = bp_sha256_new ();
  gsize n_pixels = (gsize) storage->width * storage->height;

  bp_sha256_update (sha256, storage->images, storage->n_pool * n_pixels);
  bp_sha256_update (sha256, storage->labels, storage->n_pool);
  bp_sha256_update (sha256, storage->test_images, storage->n_test * n_pixels);
  bp_sha256_update (sha256, storage->test_labels, storage->n_test);
  return bp_sha256_get_digest (sha256);
}

static void
name_storage (Storage *storage, const BpDatasetParts *parts)
{
  const BpKnownDataset *known = NULL;
  const char *const *class_names = parts->class_names;

  if (parts->name == NULL)
    {
      BpSamples test = { storage->test_images, storage->test_labels, storage->n_test };

      known = bp_known_dataset_find (test, storage->width * storage->height);
    }

  if (parts->name != NULL)
    storage->name = g_strdup (parts->name);
  else if (known != NULL)
    storage->name = g_strdup (known->name);
  else if (parts->path != NULL)
    storage->name = bp_clean_name (parts->path);
  else
    storage->name = g_strdup ("Images");

  if (class_names == NULL && known != NULL && known->n_classes == storage->n_classes)
    class_names = known->class_names;

  storage->class_names = g_new0 (char *, storage->n_classes + 1);
  for (guint i = 0; i < storage->n_classes; i++)
    storage->class_names[i] = class_names != NULL ? bp_clean_text (class_names[i], BP_CLEAN_LABEL)
                                                  : g_strdup_printf ("%u", i);
}

static gboolean
allocate_samples (gsize count, gsize n_pixels, guint8 **images, guint8 **labels)
{
  if (count == 0)
    return TRUE;

  *images = g_try_malloc_n (count, n_pixels);
  if (*images == NULL)
    return FALSE;
  bp_memory_block_use_huge_pages (*images, count * n_pixels);
  *labels = g_try_malloc (count);
  return *labels != NULL;
}

/**
 * bp_dataset_parts_allocate:
 * @parts: parts with the size of an image and the three counts, and without arrays
 *
 * Allocates the four arrays, whose content is undefined.
 *
 * Returns: whether there is enough memory. The caller says what it is not enough for, and frees
 *   @parts in either case.
 */
gboolean
bp_dataset_parts_allocate (BpDatasetParts *parts)
{
  gsize n_pixels = (gsize) parts->width * parts->height;

  return allocate_samples (parts->n_train + parts->n_held_out, n_pixels, &parts->images,
                           &parts->labels) &&
         allocate_samples (parts->n_test, n_pixels, &parts->test_images, &parts->test_labels);
}

/**
 * bp_dataset_parts_clear:
 * @parts: parts that were not given to bp_dataset_new()
 *
 * Frees the arrays and zeroes the rest.
 */
void
bp_dataset_parts_clear (BpDatasetParts *parts)
{
  g_free (parts->images);
  g_free (parts->labels);
  g_free (parts->test_images);
  g_free (parts->test_labels);
  memset (parts, 0, sizeof *parts);
}

/**
 * bp_dataset_new:
 * @parts: the parts; the data set takes its arrays, and @parts is cleared, also where this fails
 * @error: return location for %BP_ERROR_INVALID_VALUE where a label is not below the number of
 *   classes, or %BP_ERROR_UNSUPPORTED where there are no samples
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_new (BpDatasetParts *parts, GError **error)
{
  g_auto (BpDatasetParts) owned = *parts;

  memset (parts, 0, sizeof *parts);
  if (!check_parts (&owned, error))
    return NULL;

  Storage *storage = g_atomic_rc_box_new0 (Storage);

  storage->width = owned.width;
  storage->height = owned.height;
  storage->n_classes = owned.n_classes;
  storage->n_pool = owned.n_train + owned.n_held_out;
  storage->n_test = owned.n_test;
  storage->path = g_strdup (owned.path);
  storage->images = g_steal_pointer (&owned.images);
  storage->labels = g_steal_pointer (&owned.labels);
  storage->test_images = g_steal_pointer (&owned.test_images);
  storage->test_labels = g_steal_pointer (&owned.test_labels);
  storage->source_highest = owned.source_highest;
  storage->notes = g_new0 (char *, owned.notes != NULL ? owned.notes->len + 1 : 1);
  for (guint i = 0; owned.notes != NULL && i < owned.notes->len; i++)
    storage->notes[i] = g_strdup (g_ptr_array_index (owned.notes, i));
  storage->sha256 = compute_sha256 (storage);
  name_storage (storage, &owned);

  return dataset_new_view (storage, owned.n_train, owned.n_held_out);
}

/**
 * bp_dataset_resplit:
 * @dataset: a data set
 * @train_limit: the number of training samples to use, from the first on, or 0 for all of them
 * @n_held_out: the number of samples to hold out, the last of all training and held-out samples, or
 *   -1 to keep the held-out samples
 * @error: return location for %BP_ERROR_INVALID_VALUE where there are too few samples
 *
 * Makes a view with other training and held-out samples, and the same test samples, name and hash.
 * First the held-out samples are set apart, then the rest is limited. (10000, -1) trains on the
 * first 10,000 samples and keeps the held-out samples of the file; (0, 0) trains on all samples but
 * the test samples. The new data set shares the bytes of the old one.
 *
 * Returns: (transfer full): the new data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_resplit (BpDataset *dataset, gsize train_limit, gssize n_held_out, GError **error)
{
  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (n_held_out >= -1, NULL);

  Storage *storage = dataset->storage;
  gsize held_out = n_held_out < 0 ? dataset->n_held_out : (gsize) n_held_out;
  gsize n_train =
      n_held_out < 0 ? dataset->n_train : storage->n_pool - MIN (held_out, storage->n_pool);

  if (n_held_out > 0 && n_train == 0)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("%zu images cannot be held out of the %zu that there are to train on: choose "
                      "a smaller number"),
                   held_out, storage->n_pool);
      return NULL;
    }
  if (train_limit > n_train)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("Training cannot be limited to the first %zu images: there are only %zu"),
                   train_limit, n_train);
      return NULL;
    }

  return dataset_new_view (g_atomic_rc_box_acquire (storage),
                           train_limit > 0 ? train_limit : n_train, held_out);
}

/**
 * bp_dataset_ref:
 * @dataset: a data set
 *
 * Returns: (transfer full): @dataset
 */
BpDataset *
bp_dataset_ref (BpDataset *dataset)
{
  g_return_val_if_fail (dataset != NULL, NULL);

  return g_atomic_rc_box_acquire (dataset);
}

/**
 * bp_dataset_unref:
 * @dataset: (transfer full): a data set
 */
void
bp_dataset_unref (BpDataset *dataset)
{
  g_return_if_fail (dataset != NULL);

  g_atomic_rc_box_release_full (dataset, dataset_clear);
}

/**
 * bp_dataset_get_samples:
 * @dataset: a data set
 * @split: the split
 *
 * Returns: the samples, valid as long as @dataset is; their count may be 0
 */
BpSamples
bp_dataset_get_samples (const BpDataset *dataset, BpSplit split)
{
  const Storage *storage = dataset->storage;
  gsize start = storage->n_pool - dataset->n_held_out;

  switch (split)
    {
    case BP_SPLIT_TRAIN:
      return (BpSamples){ storage->images, storage->labels, dataset->n_train };
    case BP_SPLIT_HELD_OUT:
      if (dataset->n_held_out == 0)
        return (BpSamples){ 0 };
      return (BpSamples){ storage->images + start * storage->width * storage->height,
                          storage->labels + start, dataset->n_held_out };
    case BP_SPLIT_TEST:
      return (BpSamples){ storage->test_images, storage->test_labels, storage->n_test };
    case BP_N_SPLITS:
    default:
      g_return_val_if_reached ((BpSamples){ 0 });
    }
}

/**
 * bp_dataset_get_width:
 * @dataset: a data set
 *
 * Returns: the width of an image, in pixels
 */
guint
bp_dataset_get_width (const BpDataset *dataset)
{
  return dataset->storage->width;
}

/**
 * bp_dataset_get_height:
 * @dataset: a data set
 *
 * Returns: the height of an image, in pixels
 */
guint
bp_dataset_get_height (const BpDataset *dataset)
{
  return dataset->storage->height;
}

/**
 * bp_dataset_get_n_pixels:
 * @dataset: a data set
 *
 * Returns: the pixels of an image, width times height: the number of inputs of a network
 */
guint
bp_dataset_get_n_pixels (const BpDataset *dataset)
{
  return dataset->storage->width * dataset->storage->height;
}

/**
 * bp_dataset_get_n_classes:
 * @dataset: a data set
 *
 * Returns: the number of classes: the outputs of a network. Every label is below it.
 */
guint
bp_dataset_get_n_classes (const BpDataset *dataset)
{
  return dataset->storage->n_classes;
}

/**
 * bp_dataset_get_class_name:
 * @dataset: a data set
 * @label: a class
 *
 * Returns: the name of the class for users, as in "7" or "Ankle boot"
 */
const char *
bp_dataset_get_class_name (const BpDataset *dataset, guint label)
{
  g_return_val_if_fail (label < dataset->storage->n_classes, NULL);

  return dataset->storage->class_names[label];
}

/**
 * bp_dataset_has_digits:
 * @dataset: a data set
 *
 * Returns: whether its classes are the ten digits, in images of 28 x 28 pixels
 */
gboolean
bp_dataset_has_digits (const BpDataset *dataset)
{
  return bp_dataset_get_width (dataset) == BP_DIGIT_SIZE &&
         bp_dataset_get_height (dataset) == BP_DIGIT_SIZE &&
         bp_are_digit_names ((const char *const *) dataset->storage->class_names);
}

/**
 * bp_dataset_get_name:
 * @dataset: a data set
 *
 * Returns: "MNIST", "Fashion-MNIST" or "KMNIST" where the test samples are theirs, with any file
 *   name and format; else the base name of the file
 */
const char *
bp_dataset_get_name (const BpDataset *dataset)
{
  return dataset->storage->name;
}

/**
 * bp_dataset_get_path:
 * @dataset: a data set
 *
 * Returns: (nullable) (type filename): the file or folder that it was read from
 */
const char *
bp_dataset_get_path (const BpDataset *dataset)
{
  return dataset->storage->path;
}

/**
 * bp_dataset_get_sha256:
 * @dataset: a data set
 *
 * The hash depends neither on the file format nor on the split of the training samples. It covers
 * the bytes of all training and held-out images, then their labels, one byte each, then the test
 * images and their labels. It equals the sha256sum of the four IDX files without their headers,
 * concatenated.
 *
 * Returns: the SHA-256 of the content, in hexadecimal
 */
const char *
bp_dataset_get_sha256 (const BpDataset *dataset)
{
  return dataset->storage->sha256;
}

/**
 * bp_dataset_get_source_highest:
 * @dataset: a data set
 *
 * Pixels in another range were scaled to 0 to 255: from 0 to 16 in tables of 8 x 8 digits, from 0
 * to 1 where they were divided by 255.
 *
 * Returns: the number in the file that became 255, or 0 where pixels were not scaled
 */
double
bp_dataset_get_source_highest (const BpDataset *dataset)
{
  return dataset->storage->source_highest;
}

/**
 * bp_dataset_get_notes:
 * @dataset: a data set
 *
 * Returns: (array zero-terminated=1): notes about the data for users, one sentence each: what was
 *   left out and why; mostly empty
 */
const char *const *
bp_dataset_get_notes (const BpDataset *dataset)
{
  return (const char *const *) dataset->storage->notes;
}
