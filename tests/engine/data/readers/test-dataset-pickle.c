/* SPDX-License-Identifier: MIT */

/* Common layouts of pickles of images and labels, which the test writes. Real files are in
 * test-dataset-load.c. */
#include "dataset-load.h"
#include "error.h"
#include "pickle-writer.h"
#include "test-file.h"
#include "test-files.h"

#include <math.h>
#include <string.h>

#define SIDE     4
#define N_PIXELS (SIDE * SIDE)
#define N_TRAIN  60
#define N_TEST   20
#define N_ALL    (N_TRAIN + N_TEST)

/* The last sixth of the training samples. */
#define N_HELD_OUT 10

/* All byte values, in an order without the period of a row or an image. */
static guint8 images[N_ALL * N_PIXELS];
static guint8 labels[N_ALL];

static void
fill_samples (void)
{
  for (guint i = 0; i < sizeof images; i++)
    images[i] = (guint8) (i * i * 31 + i / 7);
  for (guint i = 0; i < sizeof labels; i++)
    labels[i] = (guint8) (i * 7 % 10);
}

static BpDataset *
load (BpPickleWriter *writer, GError **error)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path =
      bp_test_folder_write (folder, "data.bin", writer->bytes->data, writer->bytes->len);

  return bp_dataset_load (path, NULL, error);
}

static void
assert_samples (BpSamples samples, gsize first, gsize count)
{
  g_assert_cmpuint (samples.count, ==, count);
  g_assert_cmpmem (samples.images, count * N_PIXELS, images + first * N_PIXELS, count * N_PIXELS);
  g_assert_cmpmem (samples.labels, count, labels + first, count);
}

/* Loads a training and a test set. */
static void
assert_loads_pair (BpPickleWriter *writer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = load (writer, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (bp_dataset_get_width (dataset), ==, SIDE);
  g_assert_cmpuint (bp_dataset_get_height (dataset), ==, SIDE);
  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, 10);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN), 0, N_TRAIN - N_HELD_OUT);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT), N_TRAIN - N_HELD_OUT,
                  N_HELD_OUT);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_TEST), N_TRAIN, N_TEST);
}

static void
write_images (BpPickleWriter *writer, gsize first, gsize count)
{
  g_autofree char *shape = g_strdup_printf ("%" G_GSIZE_FORMAT ",4,4", count);

  bp_pickle_writer_array (writer, "|u1", shape, FALSE, images + first * N_PIXELS, count * N_PIXELS);
}

static void
write_labels (BpPickleWriter *writer, gsize first, gsize count)
{
  g_autofree char *shape = g_strdup_printf ("%" G_GSIZE_FORMAT, count);

  bp_pickle_writer_array (writer, "|u1", shape, FALSE, labels + first, count);
}

/* ((images, labels), (images, labels)) in each protocol. */
static void
test_protocols (void)
{
  for (guint protocol = 0; protocol <= 5; protocol++)
    {
      g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (protocol);

      g_test_message ("protocol %u", protocol);
      bp_pickle_writer_opcodes (writer, "((");
      write_images (writer, 0, N_TRAIN);
      write_labels (writer, 0, N_TRAIN);
      bp_pickle_writer_opcodes (writer, "t(");
      write_images (writer, N_TRAIN, N_TEST);
      write_labels (writer, N_TRAIN, N_TEST);
      bp_pickle_writer_opcodes (writer, "tt.");
      assert_loads_pair (writer);
    }
}

/* [images, labels, images, labels], and the order of train_test_split(). */
static void
test_flat (void)
{
  static const gboolean is_split_order[] = { FALSE, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (is_split_order); i++)
    {
      g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (2);

      bp_pickle_writer_opcodes (writer, "(");
      write_images (writer, 0, N_TRAIN);
      if (is_split_order[i])
        write_images (writer, N_TRAIN, N_TEST);
      write_labels (writer, 0, N_TRAIN);
      if (!is_split_order[i])
        write_images (writer, N_TRAIN, N_TEST);
      write_labels (writer, N_TRAIN, N_TEST);
      bp_pickle_writer_opcodes (writer, "l.");
      assert_loads_pair (writer);
    }
}

/* A dict names the splits, so that their order does not matter, even for equal sizes. */
static void
test_dict (void)
{
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (4);

  bp_pickle_writer_opcodes (writer, "(");
  bp_pickle_writer_text (writer, "y_test");
  write_labels (writer, N_TRAIN, N_TEST);
  bp_pickle_writer_text (writer, "x_test");
  write_images (writer, N_TRAIN, N_TEST);
  bp_pickle_writer_text (writer, "note");
  bp_pickle_writer_text (writer, "made for a test");
  bp_pickle_writer_text (writer, "y_train");
  write_labels (writer, 0, N_TRAIN);
  bp_pickle_writer_text (writer, "x_train");
  write_images (writer, 0, N_TRAIN);
  bp_pickle_writer_opcodes (writer, "d.");
  assert_loads_pair (writer);
}

static void
test_dict_of_equal_sizes (void)
{
  static const char *const names[] = { "test", "valid", "train" };
  static const gsize firsts[] = { 40, 20, 0 };
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (4);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;

  bp_pickle_writer_opcodes (writer, "(");
  for (guint i = 0; i < 3; i++)
    {
      bp_pickle_writer_text (writer, names[i]);
      bp_pickle_writer_opcodes (writer, "(");
      bp_pickle_writer_text (writer, "labels");
      write_labels (writer, firsts[i], 20);
      bp_pickle_writer_text (writer, "images");
      write_images (writer, firsts[i], 20);
      bp_pickle_writer_opcodes (writer, "d");
    }
  bp_pickle_writer_opcodes (writer, "d.");

  dataset = load (writer, &error);
  g_assert_no_error (error);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN), 0, 20);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT), 20, 20);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_TEST), 40, 20);
}

/* The same in one dict, where only the names pair labels with images. */
static void
test_flat_dict_of_equal_sizes (void)
{
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (4);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;

  bp_pickle_writer_opcodes (writer, "(");
  bp_pickle_writer_text (writer, "y_test");
  write_labels (writer, 40, 20);
  bp_pickle_writer_text (writer, "y_val");
  write_labels (writer, 20, 20);
  bp_pickle_writer_text (writer, "y_train");
  write_labels (writer, 0, 20);
  bp_pickle_writer_text (writer, "X_train");
  write_images (writer, 0, 20);
  bp_pickle_writer_text (writer, "X_val");
  write_images (writer, 20, 20);
  bp_pickle_writer_text (writer, "X_test");
  write_images (writer, 40, 20);
  bp_pickle_writer_opcodes (writer, "d.");

  dataset = load (writer, &error);
  g_assert_no_error (error);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN), 0, 20);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT), 20, 20);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_TEST), 40, 20);
}

/* Several calls of pickle.dump() on one file. */
static void
test_several_pickles (void)
{
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (2);

  write_images (writer, 0, N_TRAIN);
  bp_pickle_writer_opcodes (writer, ".\x80\x02");
  write_labels (writer, 0, N_TRAIN);
  bp_pickle_writer_opcodes (writer, ".\x80\x02");
  write_images (writer, N_TRAIN, N_TEST);
  bp_pickle_writer_opcodes (writer, ".\x80\x02");
  write_labels (writer, N_TRAIN, N_TEST);
  bp_pickle_writer_opcodes (writer, ".");
  assert_loads_pair (writer);
}

typedef enum
{
  ROWS_OF_INTEGERS,
  ROWS_OF_REALS,
  GRIDS_OF_INTEGERS,
  ARRAYS,
  N_LIST_FORMS,
} ListForm;

static void
write_list_image (BpPickleWriter *writer, ListForm form, gsize index)
{
  const guint8 *pixels = images + index * N_PIXELS;

  if (form == ARRAYS)
    {
      bp_pickle_writer_array (writer, "|u1", "4,4", FALSE, pixels, N_PIXELS);
      return;
    }

  bp_pickle_writer_opcodes (writer, "(");
  for (guint i = 0; i < N_PIXELS; i++)
    {
      if (form == GRIDS_OF_INTEGERS && i % SIDE == 0)
        bp_pickle_writer_opcodes (writer, i == 0 ? "(" : "l(");
      if (form == ROWS_OF_REALS)
        bp_pickle_writer_real (writer, pixels[i] / 255.0);
      else
        bp_pickle_writer_integer (writer, pixels[i]);
    }
  bp_pickle_writer_opcodes (writer, form == GRIDS_OF_INTEGERS ? "ll" : "l");
}

/* Lists instead of arrays. */
static void
test_lists (void)
{
  for (guint protocol = 0; protocol <= 4; protocol += 2)
    for (ListForm form = 0; form < N_LIST_FORMS; form++)
      {
        g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (protocol);

        g_test_message ("protocol %u, form %u", protocol, form);
        bp_pickle_writer_opcodes (writer, "(");
        for (guint is_test = 0; is_test < 2; is_test++)
          {
            gsize first = is_test ? N_TRAIN : 0;
            gsize end = is_test ? N_ALL : N_TRAIN;

            bp_pickle_writer_opcodes (writer, "((");
            for (gsize i = first; i < end; i++)
              write_list_image (writer, form, i);
            bp_pickle_writer_opcodes (writer, "l(");
            for (gsize i = first; i < end; i++)
              bp_pickle_writer_integer (writer, labels[i]);
            bp_pickle_writer_opcodes (writer, "lt");
          }
        bp_pickle_writer_opcodes (writer, "t.");
        assert_loads_pair (writer);
      }
}

/* [(image, label), …]; the label is an integer, a NumPy scalar or a one-hot column. */
static void
test_list_of_pairs (void)
{
  for (guint form = 0; form < 3; form++)
    {
      g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (4);

      bp_pickle_writer_opcodes (writer, "(");
      for (guint is_test = 0; is_test < 2; is_test++)
        {
          gsize end = is_test ? N_ALL : N_TRAIN;

          bp_pickle_writer_opcodes (writer, "(");
          for (gsize i = is_test ? N_TRAIN : 0; i < end; i++)
            {
              float column[10] = { 0 };

              column[labels[i]] = 1;
              bp_pickle_writer_opcodes (writer, "(");
              bp_pickle_writer_array (writer, "|u1", "16,1", FALSE, images + i * N_PIXELS, 16);
              if (form == 0)
                bp_pickle_writer_integer (writer, labels[i]);
              else if (form == 1)
                {
                  bp_pickle_writer_global (writer, "numpy.core.multiarray", "scalar");
                  bp_pickle_writer_opcodes (writer, "(");
                  bp_pickle_writer_dtype (writer, "|u1");
                  bp_pickle_writer_bytes (writer, &labels[i], 1);
                  bp_pickle_writer_opcodes (writer, "tR");
                }
              else
                bp_pickle_writer_array (writer, "<f4", "10,1", FALSE, column, sizeof column);
              bp_pickle_writer_opcodes (writer, "t");
            }
          bp_pickle_writer_opcodes (writer, "l");
        }
      bp_pickle_writer_opcodes (writer, "t.");
      assert_loads_pair (writer);
    }
}

typedef enum
{
  LABELS_INT64,
  LABELS_BIG_ENDIAN,
  LABELS_FLOAT64,
  LABELS_ONE_HOT,
  LABELS_COLUMN,
  LABELS_BYTE_TEXT,
  LABELS_UNICODE_TEXT,
  LABELS_LIST_OF_TEXT,
  LABELS_OBJECTS,
  N_LABEL_FORMS,
} LabelForm;

static void
write_labels_as (BpPickleWriter *writer, LabelForm form, gsize first, gsize count)
{
  static const char *const dtypes[N_LABEL_FORMS] = {
    [LABELS_INT64] = "<i8",        [LABELS_BIG_ENDIAN] = ">i4", [LABELS_FLOAT64] = "<f8",
    [LABELS_ONE_HOT] = "|u1",      [LABELS_COLUMN] = "|u1",     [LABELS_BYTE_TEXT] = "|S1",
    [LABELS_UNICODE_TEXT] = "<U1",
  };
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree char *shape = g_strdup_printf (form == LABELS_ONE_HOT  ? "%" G_GSIZE_FORMAT ",10"
                                            : form == LABELS_COLUMN ? "%" G_GSIZE_FORMAT ",1"
                                                                    : "%" G_GSIZE_FORMAT,
                                            count);

  if (form == LABELS_OBJECTS)
    {
      bp_pickle_writer_global (writer, "numpy.core.multiarray", "_reconstruct");
      bp_pickle_writer_opcodes (writer, "(");
      bp_pickle_writer_global (writer, "numpy", "ndarray");
      bp_pickle_writer_opcodes (writer, "(tNtR(");
      bp_pickle_writer_integer (writer, 1);
      bp_pickle_writer_opcodes (writer, "(");
      bp_pickle_writer_integer (writer, (gint32) count);
      bp_pickle_writer_opcodes (writer, "t");
      bp_pickle_writer_dtype (writer, "|O8");
      bp_pickle_writer_integer (writer, 0);
    }
  if (form == LABELS_OBJECTS || form == LABELS_LIST_OF_TEXT)
    {
      bp_pickle_writer_opcodes (writer, "(");
      for (gsize i = first; i < first + count; i++)
        {
          char text[] = { (char) ('0' + labels[i]), '\0' };

          bp_pickle_writer_text (writer, text);
        }
      bp_pickle_writer_opcodes (writer, form == LABELS_OBJECTS ? "ltb" : "l");
      return;
    }

  for (gsize i = first; i < first + count; i++)
    {
      guint8 one_hot[10] = { 0 };
      gint64 integer = GINT64_TO_LE (labels[i]);
      gint32 big_endian = GINT32_TO_BE (labels[i]);
      guint32 character = GUINT32_TO_LE ('0' + labels[i]);
      guint8 digit = (guint8) ('0' + labels[i]);
      double real = labels[i];

      one_hot[labels[i]] = 1;
      if (form == LABELS_INT64)
        g_byte_array_append (data, (guint8 *) &integer, sizeof integer);
      else if (form == LABELS_BIG_ENDIAN)
        g_byte_array_append (data, (guint8 *) &big_endian, sizeof big_endian);
      else if (form == LABELS_FLOAT64)
        g_byte_array_append (data, (guint8 *) &real, sizeof real);
      else if (form == LABELS_ONE_HOT)
        g_byte_array_append (data, one_hot, sizeof one_hot);
      else if (form == LABELS_BYTE_TEXT)
        g_byte_array_append (data, &digit, 1);
      else if (form == LABELS_UNICODE_TEXT)
        g_byte_array_append (data, (guint8 *) &character, sizeof character);
      else
        g_byte_array_append (data, &labels[i], 1);
    }
  bp_pickle_writer_array (writer, dtypes[form], shape, FALSE, data->data, data->len);
}

static void
test_label_forms (void)
{
  for (guint protocol = 2; protocol <= 5; protocol++)
    for (LabelForm form = 0; form < N_LABEL_FORMS; form++)
      {
        g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (protocol);

        g_test_message ("protocol %u, form %u", protocol, form);
        bp_pickle_writer_opcodes (writer, "((");
        write_images (writer, 0, N_TRAIN);
        write_labels_as (writer, form, 0, N_TRAIN);
        bp_pickle_writer_opcodes (writer, "t(");
        write_images (writer, N_TRAIN, N_TEST);
        write_labels_as (writer, form, N_TRAIN, N_TEST);
        bp_pickle_writer_opcodes (writer, "tt.");
        assert_loads_pair (writer);
      }
}

/* Pixels as wider numbers, in either byte order and in both orders of the dimensions. */
static void
test_pixel_forms (void)
{
  static const struct
  {
    const char *dtype;
    double divisor;
    gboolean is_fortran;
  } forms[] = {
    { "<f4", 256, FALSE }, { "<f4", 255, FALSE }, { ">f4", 256, TRUE }, { "<f8", 1, FALSE },
    { ">f8", 255, TRUE },  { "<i8", 1, FALSE },   { ">i2", 1, TRUE },   { "|u1", 1, TRUE },
  };

  for (guint protocol = 0; protocol <= 5; protocol++)
    for (guint form = 0; form < G_N_ELEMENTS (forms); form++)
      {
        g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (protocol);

        g_test_message ("protocol %u, %s", protocol, forms[form].dtype);
        bp_pickle_writer_opcodes (writer, "(");
        for (guint is_test = 0; is_test < 2; is_test++)
          {
            gsize first = is_test ? N_TRAIN : 0;
            gsize count = is_test ? N_TEST : N_TRAIN;
            g_autofree char *shape = g_strdup_printf ("%" G_GSIZE_FORMAT ",16", count);
            g_autoptr (GByteArray) data = g_byte_array_new ();

            for (gsize k = 0; k < count * N_PIXELS; k++)
              {
                gsize index = forms[form].is_fortran ? k % count * N_PIXELS + k / count : k;
                double number = images[first * N_PIXELS + index] / forms[form].divisor;
                gboolean is_swapped = forms[form].dtype[0] == '>';
                guint size = (guint) (forms[form].dtype[2] - '0');
                guint8 bytes[8];

                if (forms[form].dtype[1] == 'f' && size == 4)
                  memcpy (bytes, &(float){ (float) number }, 4);
                else if (forms[form].dtype[1] == 'f')
                  memcpy (bytes, &number, 8);
                else
                  memcpy (bytes, &(gint64){ GINT64_TO_LE ((gint64) number) }, 8);
                for (guint i = 0; i < size / 2 && is_swapped; i++)
                  {
                    guint8 byte = bytes[i];

                    bytes[i] = bytes[size - 1 - i];
                    bytes[size - 1 - i] = byte;
                  }
                g_byte_array_append (data, bytes, size);
              }
            bp_pickle_writer_opcodes (writer, "(");
            bp_pickle_writer_array (writer, forms[form].dtype, shape, forms[form].is_fortran,
                                    data->data, data->len);
            write_labels (writer, first, count);
            bp_pickle_writer_opcodes (writer, "t");
          }
        bp_pickle_writer_opcodes (writer, "t.");
        assert_loads_pair (writer);
      }
}

/* Begins an object of a dictionary class in each protocol; write_dict_end() comes after its keys
 * and values. */
static void
write_dict_begin (BpPickleWriter *writer, const char *module, const char *name)
{
  if (writer->protocol < 2)
    {
      bp_pickle_writer_global (writer, "copy_reg", "_reconstructor");
      bp_pickle_writer_opcodes (writer, "(");
      bp_pickle_writer_global (writer, module, name);
      bp_pickle_writer_global (writer, "__builtin__", "dict");
      bp_pickle_writer_opcodes (writer, "(");
      return;
    }
  bp_pickle_writer_global (writer, module, name);
  bp_pickle_writer_opcodes (writer, ")\x81(");
}

static void
write_dict_end (BpPickleWriter *writer)
{
  /* The attributes of the object beside the items. */
  bp_pickle_writer_opcodes (writer, writer->protocol < 2 ? "dtR(" : "u}(");
  bp_pickle_writer_text (writer, "version");
  bp_pickle_writer_integer (writer, 1);
  bp_pickle_writer_opcodes (writer, writer->protocol < 2 ? "db" : "ub");
}

/* scikit-learn's Bunch and similar classes. */
static void
test_kinds_of_dicts (void)
{
  static const char *const classes[][2] = {
    { "sklearn.utils", "Bunch" },
    { "sklearn.utils._bunch", "Bunch" },
    { "sklearn.datasets.base", "Bunch" },
    { "collections", "OrderedDict" },
  };

  for (guint protocol = 0; protocol <= 5; protocol++)
    for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
      {
        g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (protocol);

        g_test_message ("protocol %u, %s", protocol, classes[i][0]);
        bp_pickle_writer_opcodes (writer, "(");
        for (guint is_test = 0; is_test < 2; is_test++)
          {
            gsize first = is_test ? N_TRAIN : 0;
            gsize count = is_test ? N_TEST : N_TRAIN;

            bp_pickle_writer_text (writer, is_test ? "test" : "train");
            write_dict_begin (writer, classes[i][0], classes[i][1]);
            bp_pickle_writer_text (writer, "data");
            write_images (writer, first, count);
            bp_pickle_writer_text (writer, "target");
            write_labels (writer, first, count);
            bp_pickle_writer_text (writer, "DESCR");
            bp_pickle_writer_text (writer, "made for a test");
            write_dict_end (writer);
          }
        bp_pickle_writer_opcodes (writer, "d.");
        assert_loads_pair (writer);
      }
}

/* Writes an array like joblib: its bytes follow its description in the file, from 1.1.0 on after
 * padding. */
static void
write_joblib_array (BpPickleWriter *writer,
                    const char *shape,
                    gboolean is_aligned,
                    gboolean is_fortran,
                    const guint8 *bytes,
                    gsize size)
{
  static const guint8 padding[] = { 5, 0xff, 0xff, 0xff, 0xff, 0xff };
  g_auto (GStrv) dims = g_strsplit (shape, ",", -1);

  bp_pickle_writer_global (writer, "joblib.numpy_pickle", "NumpyArrayWrapper");
  bp_pickle_writer_opcodes (writer, ")\x81}(");
  bp_pickle_writer_text (writer, "subclass");
  bp_pickle_writer_global (writer, "numpy", "ndarray");
  bp_pickle_writer_text (writer, "shape");
  bp_pickle_writer_opcodes (writer, "(");
  for (guint i = 0; dims[i] != NULL; i++)
    bp_pickle_writer_integer (writer, (gint32) g_ascii_strtoll (dims[i], NULL, 10));
  bp_pickle_writer_opcodes (writer, "t");
  bp_pickle_writer_text (writer, "order");
  bp_pickle_writer_text (writer, is_fortran ? "F" : "C");
  bp_pickle_writer_text (writer, "dtype");
  bp_pickle_writer_dtype (writer, "|u1");
  if (is_aligned)
    {
      bp_pickle_writer_text (writer, "numpy_array_alignment_bytes");
      bp_pickle_writer_integer (writer, 16);
    }
  bp_pickle_writer_opcodes (writer, "ub");
  if (is_aligned)
    bp_pickle_writer_raw (writer, padding, sizeof padding);
  bp_pickle_writer_raw (writer, bytes, size);
}

static void
write_joblib_images (BpPickleWriter *writer, gboolean is_aligned, gsize first, gsize count)
{
  g_autofree char *shape = g_strdup_printf ("%" G_GSIZE_FORMAT ",16", count);
  g_autofree guint8 *turned = g_malloc (count * N_PIXELS);

  for (gsize k = 0; k < count * N_PIXELS; k++)
    turned[k] = images[(first + k % count) * N_PIXELS + k / count];
  if (is_aligned)
    write_joblib_array (writer, shape, TRUE, FALSE, images + first * N_PIXELS, count * N_PIXELS);
  else
    write_joblib_array (writer, shape, FALSE, TRUE, turned, count * N_PIXELS);
}

static void
test_joblib (void)
{
  for (guint protocol = 2; protocol <= 5; protocol++)
    for (guint is_aligned = 0; is_aligned < 2; is_aligned++)
      {
        g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (protocol);

        bp_pickle_writer_opcodes (writer, "(");
        for (guint is_test = 0; is_test < 2; is_test++)
          {
            gsize first = is_test ? N_TRAIN : 0;
            gsize count = is_test ? N_TEST : N_TRAIN;
            g_autofree char *shape = g_strdup_printf ("%" G_GSIZE_FORMAT, count);

            bp_pickle_writer_opcodes (writer, "(");
            write_joblib_images (writer, is_aligned, first, count);
            write_joblib_array (writer, shape, is_aligned, FALSE, labels + first, count);
            bp_pickle_writer_opcodes (writer, "t");
          }
        bp_pickle_writer_opcodes (writer, "t.");
        assert_loads_pair (writer);
      }
}

/* Its bytes end before the array does. */
static void
test_short_joblib (void)
{
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (4);
  g_autoptr (GError) error = NULL;

  bp_pickle_writer_opcodes (writer, "(");
  write_joblib_array (writer, "60,16", FALSE, FALSE, images, N_PIXELS);
  write_labels (writer, 0, N_TRAIN);
  bp_pickle_writer_opcodes (writer, "t.");
  g_assert_null (load (writer, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
}

/* Images of another split without labels, and an unrelated array, are left out. */
static void
test_more_than_needed (void)
{
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (2);
  float mean[3] = { -1.5F, (float) NAN, 400 };

  bp_pickle_writer_opcodes (writer, "(");
  bp_pickle_writer_text (writer, "mean");
  bp_pickle_writer_array (writer, "<f4", "1,3", FALSE, mean, sizeof mean);
  bp_pickle_writer_text (writer, "train");
  bp_pickle_writer_opcodes (writer, "(");
  write_images (writer, 0, N_TRAIN);
  write_labels (writer, 0, N_TRAIN);
  bp_pickle_writer_opcodes (writer, "t");
  bp_pickle_writer_text (writer, "contest");
  write_images (writer, 0, 7);
  bp_pickle_writer_text (writer, "test");
  bp_pickle_writer_opcodes (writer, "(");
  write_images (writer, N_TRAIN, N_TEST);
  write_labels (writer, N_TRAIN, N_TEST);
  bp_pickle_writer_opcodes (writer, "td.");
  assert_loads_pair (writer);
}

/* Data that neither the stack nor the length describes: read in the second pass. */
static void
test_large_deferred (void)
{
  enum
  {
    N_LARGE = 6000
  };
  g_autofree guint8 *large_images = g_malloc (N_LARGE * N_PIXELS);
  g_autofree guint8 *large_labels = g_malloc (N_LARGE);
  g_autoptr (BpPickleWriter) writer = bp_pickle_writer_new (5);
  g_autoptr (GByteArray) packed = NULL;
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  BpSamples samples;

  for (guint i = 0; i < N_LARGE * N_PIXELS; i++)
    large_images[i] = (guint8) (i * 13 + i / 300);
  for (guint i = 0; i < N_LARGE; i++)
    large_labels[i] = (guint8) (i * 3 % 10);

  bp_pickle_writer_opcodes (writer, "((");
  bp_pickle_writer_array (writer, "|u1", "6000,16", FALSE, large_images, N_LARGE * N_PIXELS);
  bp_pickle_writer_array (writer, "|u1", "6000", FALSE, large_labels, N_LARGE);
  bp_pickle_writer_opcodes (writer, "t(");
  write_images (writer, 0, 6);
  write_labels (writer, 0, 6);
  bp_pickle_writer_opcodes (writer, "tt.");

  packed = bp_test_gzip (writer->bytes->data, writer->bytes->len);
  path = bp_test_folder_write (folder, "data", packed->data, packed->len);
  dataset = bp_dataset_load (path, NULL, &error);
  g_assert_no_error (error);
  samples = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  g_assert_cmpuint (samples.count, ==, 5000);
  g_assert_cmpmem (samples.images, 5000 * N_PIXELS, large_images, 5000 * N_PIXELS);
  g_assert_cmpmem (samples.labels, 5000, large_labels, 5000);
}

BP_TEST_FILE (dataset_pickle)
{
  fill_samples ();
  g_test_add_func ("/dataset-pickle/protocols", test_protocols);
  g_test_add_func ("/dataset-pickle/flat", test_flat);
  g_test_add_func ("/dataset-pickle/dict", test_dict);
  g_test_add_func ("/dataset-pickle/dict-of-equal-sizes", test_dict_of_equal_sizes);
  g_test_add_func ("/dataset-pickle/flat-dict-of-equal-sizes", test_flat_dict_of_equal_sizes);
  g_test_add_func ("/dataset-pickle/several-pickles", test_several_pickles);
  g_test_add_func ("/dataset-pickle/lists", test_lists);
  g_test_add_func ("/dataset-pickle/list-of-pairs", test_list_of_pairs);
  g_test_add_func ("/dataset-pickle/label-forms", test_label_forms);
  g_test_add_func ("/dataset-pickle/pixel-forms", test_pixel_forms);
  g_test_add_func ("/dataset-pickle/kinds-of-dicts", test_kinds_of_dicts);
  g_test_add_func ("/dataset-pickle/joblib", test_joblib);
  g_test_add_func ("/dataset-pickle/short-joblib", test_short_joblib);
  g_test_add_func ("/dataset-pickle/more-than-needed", test_more_than_needed);
  g_test_add_func ("/dataset-pickle/large-deferred", test_large_deferred);
}
