/* SPDX-License-Identifier: MIT */
/*
 * A data set of classes that a person has named and drawn a few times each, such as letters and
 * signs. So few drawings are too few to train on: each is varied many times, and every fourth of a
 * class is held out as a whole, with all its variations, so that the accuracy is that of drawings
 * that the network has not seen. Drawings of nothing in particular are added, from which the
 * network learns to be unsure.
 *
 * Thread rule: the functions have no state.
 */
#include "dataset-classes.h"

#include "drawing.h"
#include "error.h"
#include "non-digits.h"
#include "varied-drawing.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The seed of the variations: constant, so that the same drawings always give the same data set. */
#define SEED 6

/* The training images: with the settings that the program begins with, a network of 128 units
 * learns them in a second or two. Many classes get as many more as each needs. */
#define N_TRAIN             12000
#define LEAST_OF_CLASS      400
#define NON_DIGITS_EVERY    6
#define NON_DIGITS_SEED     6
#define N_HELD_OUT          1200
#define FIRST_HELD_OUT_PLAN (G_GUINT64_CONSTANT (1) << 32)

/* One in so many drawings of a class is held out, and at least one. */
#define HELD_OUT_SHARE 4

/* A drawing of nothing in particular is left out where it is more alike to one of so many images of
 * the classes: other drawings of one class are by 0.5 to 0.9. */
#define N_COMPARED 600
#define MOST_ALIKE 0.6

/* Images between two checks of the cancel flag. */
#define PIECE 64

/* The drawings of a class, borrowed. */
typedef struct
{
  const char *name;
  GPtrArray *learnt;   /* (element-type BpDrawing) */
  GPtrArray *held_out; /* (element-type BpDrawing) */
} Class;

static void
class_free (gpointer data)
{
  Class *class = data;

  g_ptr_array_unref (class->learnt);
  g_ptr_array_unref (class->held_out);
  g_free (class);
}

static Class *
find_class (GPtrArray *classes, const char *name)
{
  Class *class;

  for (guint i = 0; i < classes->len; i++)
    {
      class = g_ptr_array_index (classes, i);
      if (g_str_equal (class->name, name))
        return class;
    }
  class = g_new0 (Class, 1);
  class->name = name;
  class->learnt = g_ptr_array_new ();
  class->held_out = g_ptr_array_new ();
  g_ptr_array_add (classes, class);
  return class;
}

/* Holds out some of the drawings of a class, spread evenly over them. */
static void
hold_out (Class *class)
{
  g_autoptr (GPtrArray) all = g_steal_pointer (&class->learnt);
  guint n_held_out = MAX (all->len / HELD_OUT_SHARE, 1);

  class->learnt = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++)
    {
      gboolean is_held_out = (i + 1) * n_held_out / all->len > i * n_held_out / all->len;

      g_ptr_array_add (is_held_out ? class->held_out : class->learnt, g_ptr_array_index (all, i));
    }
}

static gboolean
check (const GPtrArray *classes, GError **error)
{
  if (classes->len < 2)
    {
      g_set_error (
          error, BP_ERROR, BP_ERROR_UNSUPPORTED,
          _ ("all its drawings are of “%s”, and a network needs at least 2 classes to tell "
             "apart"),
          ((const Class *) g_ptr_array_index (classes, 0))->name);
      return FALSE;
    }
  if (classes->len > BP_CLASSES_MOST)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   _ ("it has drawings of %u classes, and at most %d can be told apart"),
                   classes->len, BP_CLASSES_MOST);
      return FALSE;
    }
  for (guint i = 0; i < classes->len; i++)
    {
      const Class *class = g_ptr_array_index (classes, i);

      if (class->learnt->len >= BP_CLASS_MIN_DRAWINGS)
        continue;
      g_set_error (
          error, BP_ERROR, BP_ERROR_UNSUPPORTED,
          _ ("it has only one drawing of “%s”, and a class needs at least %d: one to learn "
             "from, and one to measure the accuracy"),
          class->name, BP_CLASS_MIN_DRAWINGS);
      return FALSE;
    }
  return TRUE;
}

/* Draws images of all classes in turn: first each drawing as it is, then its variations. */
static gboolean
draw (const GPtrArray *classes,
      gboolean is_held_out,
      guint64 first_variation,
      gsize count,
      guint8 *images,
      guint8 *labels,
      BpProgress *progress,
      GError **error)
{
  for (gsize i = 0; i < count; i++)
    {
      const Class *class = g_ptr_array_index (classes, i % classes->len);
      const GPtrArray *drawings = is_held_out ? class->held_out : class->learnt;
      gsize turn = i / classes->len;
      const BpDrawing *drawing = g_ptr_array_index (drawings, turn % drawings->len);
      guint8 *image = images + i * BP_DIGIT_N_PIXELS;

      if (i % PIECE == 0 && !bp_progress_check (progress, error))
        return FALSE;
      if (turn < drawings->len)
        bp_digit_image_from_strokes (drawing->strokes, drawing->n_strokes, image);
      else
        bp_varied_drawing_draw (drawing->strokes, drawing->n_strokes, SEED, first_variation + i,
                                image);
      labels[i] = (guint8) (i % classes->len);
    }
  return TRUE;
}

/* The cosine of the angle between two images: 1 for the same ink in the same places, 0 where no ink
 * of one lies on the other. */
static double
compare_images (const guint8 *a, const guint8 *b)
{
  guint32 product = 0;
  guint32 a_square = 0;
  guint32 b_square = 0;

  for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
    {
      product += (guint32) a[i] * b[i];
      a_square += (guint32) a[i] * a[i];
      b_square += (guint32) b[i] * b[i];
    }
  return product > 0 ? product / sqrt ((double) a_square * b_square) : 0.0;
}

/* Whether a drawing of nothing in particular looks like one of the first training images. */
static gboolean
is_like_class (const BpDatasetParts *parts, const guint8 *image)
{
  for (gsize i = 0; i < N_COMPARED; i++)
    if (compare_images (parts->images + i * BP_DIGIT_N_PIXELS, image) > MOST_ALIKE)
      return TRUE;
  return FALSE;
}

/* Adds drawings of nothing in particular after the @n_varied others, without those that look like a
 * class: a person may have named a line or a heart. Where these are many, there are fewer than
 * planned. */
static gboolean
add_non_digits (BpDatasetParts *parts, gsize n_varied, BpProgress *progress, GError **error)
{
  gsize n_planned = parts->n_train - n_varied;
  g_autofree guint8 *images = bp_non_digits_new (NON_DIGITS_SEED, 2 * n_planned, progress, error);
  gsize end = n_varied;

  if (images == NULL)
    return FALSE;
  for (gsize i = 0; i < 2 * n_planned && end < parts->n_train; i++)
    {
      const guint8 *image = images + i * BP_DIGIT_N_PIXELS;

      if (i % PIECE == 0 && !bp_progress_check (progress, error))
        return FALSE;
      if (is_like_class (parts, image))
        continue;
      memcpy (parts->images + end * BP_DIGIT_N_PIXELS, image, BP_DIGIT_N_PIXELS);
      parts->labels[end++] = BP_LABEL_NONE;
    }
  parts->n_train = end;
  return TRUE;
}

static gboolean
fill (BpDatasetParts *parts,
      const GPtrArray *classes,
      gsize n_varied,
      BpProgress *progress,
      GError **error)
{
  if (!bp_dataset_parts_allocate (parts))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is not enough memory for its images"));
      return FALSE;
    }
  return draw (classes, FALSE, 0, n_varied, parts->images, parts->labels, progress, error) &&
         add_non_digits (parts, n_varied, progress, error) &&
         draw (classes, TRUE, FIRST_HELD_OUT_PLAN, parts->n_held_out,
               parts->images + parts->n_train * BP_DIGIT_N_PIXELS, parts->labels + parts->n_train,
               progress, error);
}

/**
 * bp_dataset_new_of_classes:
 * @drawings: (element-type BpDrawing): drawings with strokes and the name of a class
 * @path: (nullable) (type filename): the file of the drawings
 * @notes: (element-type utf8): notes about the data for users; one on the variations is added
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_UNSUPPORTED where there are fewer than two classes, too
 *   many, or too few drawings of one; %BP_ERROR_CANCELLED or %BP_ERROR_NO_MEMORY
 *
 * Makes images of 28 x 28 of the drawings and of their variations. The classes are in the order of
 * their first drawings. The same drawings give the same bytes. There are no test samples.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_new_of_classes (const GPtrArray *drawings,
                           const char *path,
                           GPtrArray *notes,
                           BpProgress *progress,
                           GError **error)
{
  g_autoptr (GPtrArray) classes = g_ptr_array_new_with_free_func (class_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_auto (BpDatasetParts) parts = { 0 };
  guint n_held_out = 0;
  gsize n_varied;

  for (guint i = 0; i < drawings->len; i++)
    {
      BpDrawing *drawing = g_ptr_array_index (drawings, i);

      g_ptr_array_add (find_class (classes, drawing->name)->learnt, drawing);
    }
  if (!check (classes, error))
    return NULL;
  for (guint i = 0; i < classes->len; i++)
    {
      Class *class = g_ptr_array_index (classes, i);

      hold_out (class);
      n_held_out += class->held_out->len;
      g_ptr_array_add (names, (gpointer) class->name);
    }

  g_ptr_array_add (
      notes,
      g_strdup_printf (_ ("%u drawings of %u classes and their variations are the training images, "
                          "and %u others and theirs the held-out images."),
                       drawings->len - n_held_out, classes->len, n_held_out));
  n_varied = MAX (N_TRAIN, (gsize) classes->len * LEAST_OF_CLASS);
  parts = (BpDatasetParts){
    .path = path,
    .class_names = (const char *const *) names->pdata,
    .width = BP_DIGIT_SIZE,
    .height = BP_DIGIT_SIZE,
    .n_classes = classes->len,
    .n_train = n_varied + n_varied / NON_DIGITS_EVERY,
    .n_held_out = N_HELD_OUT,
    .has_no_class = TRUE,
    .notes = notes,
  };
  if (!fill (&parts, classes, n_varied, progress, error))
    return NULL;
  return bp_dataset_new (&parts, error);
}
