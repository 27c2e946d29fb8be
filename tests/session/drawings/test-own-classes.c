/* SPDX-License-Identifier: MIT */
#include "own-classes.h"

#include "answer.h"
#include "dataset-classes.h"
#include "dataset-load.h"
#include "drawing-entry.h"
#include "error.h"
#include "non-digits.h"
#include "random.h"
#include "test-file.h"
#include "test-files.h"
#include "test-stride.h"
#include "trainer.h"

#include <math.h>
#include <string.h>

#define N_SHAPES 3

static const char *const shapes[N_SHAPES + 1] = { "circle", "cross", "line", NULL };

static void
add_stroke (GString *json, const double *points, guint n_points)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < n_points; i++)
    g_string_append_printf (json, "%s[%d, %d]", i > 0 ? ", " : "", (int) points[2 * i],
                            (int) points[2 * i + 1]);
  g_string_append_c (json, ']');
}

/* A shape as a person might draw it: turned, stretched and moved a little, the line more or less
 * upright. @label: JSON. Returns: its line in a collection */
static char *
make_line (guint shape, const char *label, BpRandom *random)
{
  double turn = 0.2 * bp_random_normal (random);
  double wide = 40.0 * exp (0.15 * bp_random_normal (random));
  double high = 40.0 * exp (0.15 * bp_random_normal (random));
  g_autoptr (GString) json = g_string_new (NULL);
  double points[2 * 25];

  g_string_append_printf (json, "{\"label\": %s, \"strokes\": [", label);
  if (shape == 0)
    {
      for (guint i = 0; i < 25; i++)
        {
          double angle = turn + 2.0 * G_PI * i / 24.0;

          points[2 * i] = wide * cos (angle);
          points[2 * i + 1] = high * sin (angle);
        }
      add_stroke (json, points, 25);
    }
  else
    for (guint i = 0; i < (shape == 1 ? 2 : 1); i++)
      {
        double angle = turn + G_PI / (shape == 1 ? 4.0 : 2.0) + G_PI / 2.0 * i;

        points[0] = -wide * cos (angle);
        points[1] = -high * sin (angle);
        points[2] = wide * cos (angle);
        points[3] = high * sin (angle);
        if (i > 0)
          g_string_append (json, ", ");
        add_stroke (json, points, 2);
      }
  g_string_append (json, "]}\n");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

/* A collection with some drawings of each shape, and a digit between them. */
static char *
write_collection (BpTestFolder *folder, guint n_each)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BpRandom random;

  bp_random_init (&random, 1, 0);
  for (guint i = 0; i < n_each; i++)
    {
      g_string_append (text, "{\"label\": 7, \"strokes\": [[[0, 0], [60, 0], [20, 100]]]}\n");
      for (guint shape = 0; shape < N_SHAPES; shape++)
        {
          g_autofree char *label = g_strdup_printf ("\"%s\"", shapes[shape]);
          g_autofree char *line = make_line (shape, label, &random);

          g_string_append (text, line);
        }
    }
  return bp_test_folder_write (folder, "drawings.jsonl", text->str, text->len);
}

static BpDataset *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  BpDataset *dataset = bp_dataset_load (path, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

/* The data set of the shapes of a collection. */
static BpDataset *
load_shapes (BpTestFolder *folder, guint n_each)
{
  g_autofree char *path = write_collection (folder, n_each);
  g_autoptr (GError) error = NULL;
  g_autofree char *target = bp_own_classes_write (path, shapes, &error);

  g_assert_no_error (error);
  return load (target);
}

/* The classes are those of the names, in their order; every class has as many images; the digits of
 * the collection stay out, and so do the classes out of the digits. */
static void
test_dataset (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (BpDataset) dataset = load_shapes (folder, 8);
  g_autoptr (BpDataset) again = load_shapes (folder, 8);
  BpSamples held_out = bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT);
  guint n_of_class[N_SHAPES] = { 0 };

  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, N_SHAPES);
  for (guint i = 0; i < N_SHAPES; i++)
    g_assert_cmpstr (bp_dataset_get_class_name (dataset, i), ==, shapes[i]);
  for (gsize i = 0; i < held_out.count; i++)
    n_of_class[held_out.labels[i]]++;
  for (guint i = 0; i < N_SHAPES; i++)
    g_assert_cmpuint (n_of_class[i], ==, held_out.count / N_SHAPES);
  g_assert_cmpstr (bp_dataset_get_notes (dataset)[0], ==,
                   "18 drawings of 3 classes and their variations are the training images, and 6 "
                   "others and theirs the held-out images.");
  g_assert_cmpstr (bp_dataset_get_sha256 (again), ==, bp_dataset_get_sha256 (dataset));
}

/* Beside 24 digits, the drawings of classes with a name are left out. */
static void
test_digits_beside (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_collection (folder, 24);
  g_autoptr (BpDataset) digits = load (path);

  g_assert_true (bp_dataset_has_digits (digits));
  g_assert_cmpuint (bp_dataset_get_samples (digits, BP_SPLIT_TRAIN).count, ==, 16);
  g_assert_cmpstr (bp_dataset_get_notes (digits)[0], ==,
                   "72 drawings are of classes with a name and were left out.");
}

/* A digit may be a class beside others. */
static void
test_digit_as_class (void)
{
  static const char *const names[] = { "7", "cross", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_collection (folder, 4);
  g_autofree char *target = bp_own_classes_write (path, names, NULL);
  g_autoptr (BpDataset) dataset = load (target);

  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, 2);
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 0), ==, "7");
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 1), ==, "cross");
}

/* Other classes, and other drawings of the same ones, are written into another file; the names of
 * the files tell which classes they hold. */
static void
test_sets_are_kept (void)
{
  static const char *const names[] = { "7", "cross", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_collection (folder, 4);
  g_autofree char *first = bp_own_classes_write (path, names, NULL);
  g_autofree char *other = bp_own_classes_write (path, shapes, NULL);
  g_autofree char *again = bp_own_classes_write (path, names, NULL);
  g_autofree char *name = g_path_get_basename (first);
  g_autofree char *more = NULL;

  g_assert_cmpstr (again, ==, first);
  g_assert_cmpstr (other, !=, first);
  g_assert_true (g_str_has_prefix (name, "own-classes-7-cross-"));
  g_free (path);
  path = write_collection (folder, 5);
  more = bp_own_classes_write (path, names, NULL);
  g_assert_cmpstr (more, !=, first);
  g_assert_true (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (more, G_FILE_TEST_EXISTS));
}

static BpNetwork *
train (BpDataset *dataset)
{
  BpTrainingConfig config;
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;

  bp_training_config_init (&config);
  config.n_hidden = 1;
  config.hidden[0] = 32;
  config.n_epochs = 2;
  trainer = bp_trainer_new (&config, dataset, NULL, &error);
  g_assert_no_error (error);
  for (guint epoch = 0; epoch < config.n_epochs; epoch++)
    {
      BpEpoch figures;
      BpStep step;

      while (!bp_trainer_is_at_epoch_end (trainer))
        g_assert_true (bp_trainer_step (trainer, &step, NULL));
      if (epoch + 1 < config.n_epochs)
        g_assert_true (bp_trainer_end_epoch (trainer, NULL, &figures, NULL));
    }
  g_assert_true (bp_trainer_finish (trainer, NULL, NULL));
  return bp_network_copy (bp_trainer_get_network (trainer), NULL);
}

/* Eight drawings of each of three shapes suffice to tell 60 others apart, and to be unsure of most
 * drawings of none of them. */
static void
test_learns (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (BpDataset) dataset = load_shapes (folder, 8);
  g_autoptr (BpNetwork) network = train (dataset);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, NULL);
  g_autofree guint8 *others = bp_non_digits_new (77, 200, NULL, NULL);
  guint n_right = 0;
  guint n_sure = 0;
  guint n_unsure = 0;
  BpRandom random;

  bp_random_init (&random, 2, 0);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *line = make_line (i % N_SHAPES, "0", &random);
      g_autoptr (BpDrawingEntry) entry = bp_drawing_entry_parse (line, strlen (line) - 1);
      guint8 image[BP_DIGIT_N_PIXELS];
      float probabilities[N_SHAPES];
      BpAnswer answer;

      bp_digit_image_from_strokes (entry->drawing.strokes, entry->drawing.n_strokes, image);
      answer = bp_answer (network, workspace, NULL, image, probabilities);
      n_right += answer.best == i % N_SHAPES;
      n_sure += answer.certainty == BP_CERTAINTY_SURE;
    }
  for (guint i = 0; i < 200; i++)
    {
      float probabilities[N_SHAPES];

      n_unsure += bp_answer (network, workspace, NULL, others + (gsize) i * BP_DIGIT_N_PIXELS,
                             probabilities)
                      .certainty != BP_CERTAINTY_SURE;
    }
  g_test_message ("%u of 60 right, %u sure; %u of 200 others unsure", n_right, n_sure, n_unsure);
  g_assert_cmpuint (n_right, >=, 58);
  g_assert_cmpuint (n_sure, >=, 57);
  g_assert_cmpuint (n_unsure, >, 100);
}

static void
assert_names (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = bp_own_classes_parse (text, &error);
  g_autofree char *joined = names != NULL ? g_strjoinv ("|", names) : NULL;

  if (names != NULL)
    g_assert_cmpstr (joined, ==, expected);
  else
    g_assert_cmpstr (error->message, ==, expected);
}

static void
test_names (void)
{
  g_autoptr (GString) many = g_string_new ("0");

  assert_names ("A, B ,big heart", "A|B|big heart");
  assert_names ("あ、い、う", "あ|い|う");
  assert_names ("A, B, A", "The name “A” is there twice");
  assert_names ("A,, B", "A name is empty: write one between any two commas");
  assert_names ("A, B,", "A name is empty: write one between any two commas");
  assert_names ("A, B\tb", "A name has a character that cannot be shown: type it again");
  assert_names ("A, 1234567890123456789012345678901",
                "The name “1234567890123456789012345678901” is longer than 30 characters");
  assert_names ("A, 123456789012345678901234567890", "A|123456789012345678901234567890");
  assert_names ("A", "Name 2 to 50 classes, with commas between them");
  assert_names ("", "Name 2 to 50 classes, with commas between them");
  for (guint i = 1; i <= BP_CLASSES_MOST; i++)
    g_string_append_printf (many, ", %u", i);
  assert_names (many->str, "Name 2 to 50 classes, with commas between them");
}

static void
assert_not_written (const char *path, const char *const *names, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_own_classes_write (path, names, &error));
  g_assert_cmpstr (error->message, ==, message);
}

static void
assert_not_loaded (BpTestFolder *folder, const char *text, const char *message)
{
  g_autofree char *path = bp_test_folder_write (folder, "bad.jsonl", text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_dataset_load (path, NULL, &error));
  g_assert_nonnull (strstr (error->message, message));
}

/* Too few drawings or classes: the message names the class. */
static void
test_too_few (void)
{
  static const char *const missing[] = { "circle", "heart", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *once = write_collection (folder, 1);

  assert_not_written (once, shapes,
                      "“circle” has 1 drawing, and a class needs at least 2 to learn from: draw "
                      "more");
  g_free (once);
  once = write_collection (folder, 2);
  assert_not_written (once, missing,
                      "“heart” has 0 drawings, and a class needs at least 2 to learn from: draw "
                      "more");
  assert_not_loaded (folder, "{\"label\": \"A\", \"strokes\": [[[0, 0], [1, 1]]]}\n",
                     "all its drawings are of “A”, and a network needs at least 2");
  assert_not_loaded (folder,
                     "{\"label\": \"A\", \"strokes\": [[[0, 0], [1, 1]]]}\n"
                     "{\"label\": \"B\", \"strokes\": [[[0, 0], [1, 1]]]}\n",
                     "it has only one drawing of “A”");
}

BP_TEST_FILE (own_classes)
{
  g_test_add_func ("/own-classes/names", test_names);
  g_test_add_func ("/own-classes/too-few", test_too_few);
  g_test_add_func ("/own-classes/sets-are-kept", test_sets_are_kept);
  if (BP_TEST_IS_FOR_THREADS)
    return;
  g_test_add_func ("/own-classes/learns", test_learns);
  g_test_add_func ("/own-classes/dataset", test_dataset);
  g_test_add_func ("/own-classes/digits-beside", test_digits_beside);
  g_test_add_func ("/own-classes/digit-as-class", test_digit_as_class);
}
