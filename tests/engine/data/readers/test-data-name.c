/* SPDX-License-Identifier: MIT */

/* Parsing of the names of files, arrays and pictures. */
#include "data-name.h"
#include "test-file.h"

typedef struct
{
  const char *path;
  const char *family;
  BpSplit split;
  BpDataKind kind;
} Name;

static const Name names[] = {
  { "train-images-idx3-ubyte", "", BP_SPLIT_TRAIN, BP_DATA_KIND_IMAGES },
  { "train-labels-idx1-ubyte.gz", "", BP_SPLIT_TRAIN, BP_DATA_KIND_LABELS },
  { "t10k-images.idx3-ubyte", "", BP_SPLIT_TEST, BP_DATA_KIND_IMAGES },
  { "emnist-letters-test-labels-idx1-ubyte.gz", "emnist letters", BP_SPLIT_TEST,
    BP_DATA_KIND_LABELS },
  { "kmnist-train-imgs.npz", "kmnist", BP_SPLIT_TRAIN, BP_DATA_KIND_IMAGES },
  { "MNIST/raw/t10k-labels-idx1-ubyte", "mnist raw", BP_SPLIT_TEST, BP_DATA_KIND_LABELS },
  { "X_train", "", BP_SPLIT_TRAIN, BP_DATA_KIND_IMAGES },
  { "y_test.npy", "", BP_SPLIT_TEST, BP_DATA_KIND_LABELS },
  { "xtrain", "", BP_SPLIT_TRAIN, BP_DATA_KIND_IMAGES },
  { "trainImages", "", BP_SPLIT_TRAIN, BP_DATA_KIND_IMAGES },
  { "TRAIN_LABELS", "", BP_SPLIT_TRAIN, BP_DATA_KIND_LABELS },
  { "validation_images", "", BP_SPLIT_HELD_OUT, BP_DATA_KIND_IMAGES },
  { "x_val", "", BP_SPLIT_HELD_OUT, BP_DATA_KIND_IMAGES },
  { "mnist_train.csv", "mnist", BP_SPLIT_TRAIN, BP_DATA_KIND_ANY },
  { "mnist_test.csv.gz", "mnist", BP_SPLIT_TEST, BP_DATA_KIND_ANY },
  { "testset.pkl", "", BP_SPLIT_TEST, BP_DATA_KIND_ANY },
  { "train/images.npy", "", BP_SPLIT_TRAIN, BP_DATA_KIND_IMAGES },
  { "training.pt", "", BP_SPLIT_TRAIN, BP_DATA_KIND_ANY },
  { "data", "", BP_N_SPLITS, BP_DATA_KIND_ANY },
  { "target", "", BP_N_SPLITS, BP_DATA_KIND_LABELS },
  { "digits.csv", "digits", BP_N_SPLITS, BP_DATA_KIND_ANY },
  /* Words that only contain a word for a split, and an unknown ending. */
  { "latest-digits.npz", "latest digits", BP_N_SPLITS, BP_DATA_KIND_ANY },
  { "contest", "contest", BP_N_SPLITS, BP_DATA_KIND_ANY },
  { "trained.csv", "trained", BP_N_SPLITS, BP_DATA_KIND_ANY },
  { "interval", "interval", BP_N_SPLITS, BP_DATA_KIND_ANY },
  { "", "", BP_N_SPLITS, BP_DATA_KIND_ANY },
  { "///", "", BP_N_SPLITS, BP_DATA_KIND_ANY },
  { ".gz", "gz", BP_N_SPLITS, BP_DATA_KIND_ANY },
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (BpDataName) name = { NULL };

      g_test_message ("%s", names[i].path);
      bp_data_name_parse (&name, names[i].path);
      g_assert_cmpstr (name.family, ==, names[i].family);
      g_assert_cmpint (name.split, ==, names[i].split);
      g_assert_cmpint (name.kind, ==, names[i].kind);
      g_assert_cmpint (bp_data_name_find_split (names[i].path), ==, names[i].split);
    }
  g_assert_cmpint (bp_data_name_find_split (NULL), ==, BP_N_SPLITS);
}

static void
test_pictures (void)
{
  static const struct
  {
    const char *path;
    const char *base;
    const char *class_name;
    BpSplit split;
  } pictures[] = {
    { "7/2.png", "", "7", BP_N_SPLITS },
    { "train/7/2.png", "", "7", BP_SPLIT_TRAIN },
    { "mnist_png/testing/7/2.png", "mnist_png", "7", BP_SPLIT_TEST },
    { "a/b/c/2.png", "a/b", "c", BP_N_SPLITS },
    { "test/2.png", "", "test", BP_N_SPLITS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_auto (BpPictureName) name = { NULL };

      g_test_message ("%s", pictures[i].path);
      g_assert_true (bp_picture_name_parse (&name, pictures[i].path));
      g_assert_cmpstr (name.base, ==, pictures[i].base);
      g_assert_cmpstr (name.class_name, ==, pictures[i].class_name);
      g_assert_cmpint (name.split, ==, pictures[i].split);
    }
  g_assert_false (bp_picture_name_parse (&(BpPictureName){ NULL }, "2.png"));
}

static void
test_picture_endings (void)
{
  static const char *const pictures[] = {
    "a.png", "a.PNG", "a.b.jpeg", "a.Tif", "x/y.webp", "a.svg"
  };
  static const char *const others[] = { "a", ".png", "png", "a.png.gz", "labels.txt", "a.pngx" };

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    g_assert_true (bp_picture_name_recognise (pictures[i]));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (bp_picture_name_recognise (others[i]));
}

BP_TEST_FILE (data_name)
{
  g_test_add_func ("/data-name/names", test_names);
  g_test_add_func ("/data-name/pictures", test_pictures);
  g_test_add_func ("/data-name/picture-endings", test_picture_endings);
}
