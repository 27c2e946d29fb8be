/* SPDX-License-Identifier: MIT */
/*
 * A lesson is a key file, as desktop entries are; data/lessons/README.md describes it. The group
 * "Lesson" has the title, and the groups "Step 1", "Step 2" and so on have what is read, set and
 * asked. Which answer is right is not written down: it is measured in the run.
 *
 * Thread rule: any thread.
 */
#include "lesson.h"

#include "error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define LESSON  "Lesson"
#define FORMAT  1
#define BUILTIN "builtin"

/* A run that diverged answers like a network that guesses one of ten classes. */
#define GUESSED_ACCURACY 0.1

static const struct
{
  const char *name;
  const char *title;
} measures[] = {
  [BP_LESSON_TRAIN_LOSS] = { "train-loss", N_ ("training loss") },
  [BP_LESSON_HELD_OUT_LOSS] = { "held-out-loss", N_ ("held-out loss") },
  [BP_LESSON_TRAIN_ACCURACY] = { "train-accuracy", N_ ("training accuracy") },
  [BP_LESSON_HELD_OUT_ACCURACY] = { "held-out-accuracy", N_ ("held-out accuracy") },
  [BP_LESSON_GAP] = { "gap", N_ ("training accuracy minus held-out accuracy") },
};

const BpChoices bp_lesson_measures =
    BP_CHOICES ("measure", NULL, measures, __typeof__ (measures[0]));

static void
step_free (gpointer data)
{
  BpLessonStep *step = data;

  g_free (step->title);
  g_free (step->text);
  g_strfreev (step->keys);
  g_strfreev (step->values);
  g_strfreev (step->locked);
  g_free (step->question);
  g_strfreev (step->choices);
  g_free (step->bounds);
  g_free (step->explanation);
  g_free (step);
}

/* Sets an error on a group of the file. */
static gboolean
refuse (const char *group, const char *fault, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE, _ ("“%s” of the lesson: %s"), group, fault);
  return FALSE;
}

/* A text in the user's language, or NULL. */
static char *
get_text (GKeyFile *file, const char *group, const char *key)
{
  return g_key_file_get_locale_string (file, group, key, NULL, NULL);
}

static gboolean
require_text (GKeyFile *file, const char *group, const char *key, char **text, GError **error)
{
  g_autofree char *fault = NULL;

  *text = get_text (file, group, key);
  if (*text != NULL && **text != '\0')
    return TRUE;

  fault = g_strdup_printf (_ ("it needs “%s=”, with a text behind it"), key);
  return refuse (group, fault, error);
}

static char **
get_list (GKeyFile *file, const char *group, const char *key)
{
  char **list = g_key_file_get_locale_string_list (file, group, key, NULL, NULL, NULL);

  return list != NULL ? list : g_new0 (char *, 1);
}

/* "learning-rate=0.1;epochs=5" */
static gboolean
read_settings (GKeyFile *file, const char *group, char ***keys, char ***values, GError **error)
{
  g_auto (GStrv) pairs = get_list (file, group, "Settings");
  guint n_pairs = g_strv_length (pairs);

  *keys = g_new0 (char *, n_pairs + 1);
  *values = g_new0 (char *, n_pairs + 1);
  for (guint i = 0; i < n_pairs; i++)
    {
      const char *equals = strchr (pairs[i], '=');

      if (equals == NULL)
        {
          g_autofree char *fault =
              g_strdup_printf (_ ("“%s” is no setting; write it as in “epochs=5”"), pairs[i]);

          return refuse (group, fault, error);
        }
      (*keys)[i] = g_strndup (pairs[i], (gsize) (equals - pairs[i]));
      (*values)[i] = g_strdup (equals + 1);
    }
  return TRUE;
}

static gboolean
are_ascending (const double *numbers, gsize n)
{
  for (gsize i = 1; i < n; i++)
    if (!(numbers[i - 1] < numbers[i]))
      return FALSE;
  return TRUE;
}

/* A question has choices, a measure, and the bounds between the choices. */
static gboolean
read_question (GKeyFile *file, const char *group, BpLessonStep *step, GError **error)
{
  g_autofree char *measure = g_key_file_get_string (file, group, "Measure", NULL);
  gsize n_bounds = 0;
  guint n_choices;
  guint row = 0;

  step->question = get_text (file, group, "Question");
  step->choices = get_list (file, group, "Choices");
  step->explanation = get_text (file, group, "Explanation");
  if (step->question == NULL)
    return TRUE;

  n_choices = g_strv_length (step->choices);
  if (n_choices < 2)
    return refuse (group, _ ("a question needs two choices or more, as in “Choices=yes;no”"),
                   error);
  if (measure == NULL || !bp_choices_find (&bp_lesson_measures, measure, &row, NULL))
    return refuse (group,
                   _ ("a question needs “Measure=”, which is train-loss, held-out-loss, "
                      "train-accuracy, held-out-accuracy or gap"),
                   error);
  step->measure = (BpLessonMeasure) row;
  step->bounds = g_key_file_get_double_list (file, group, "Bounds", &n_bounds, NULL);
  if (n_bounds + 1 != n_choices || !are_ascending (step->bounds, n_bounds))
    return refuse (
        group, _ ("“Bounds=” needs one number fewer than there are choices, the smallest first"),
        error);
  return TRUE;
}

static BpLessonStep *
read_step (GKeyFile *file, const char *group, GError **error)
{
  BpLessonStep *step = g_new0 (BpLessonStep, 1);

  step->locked = get_list (file, group, "Locked");
  if (require_text (file, group, "Title", &step->title, error) &&
      require_text (file, group, "Text", &step->text, error) &&
      read_settings (file, group, &step->keys, &step->values, error) &&
      read_question (file, group, step, error))
    return step;

  step_free (step);
  return NULL;
}

static gboolean
read_steps (GKeyFile *file, BpLesson *lesson, GError **error)
{
  for (guint number = 1;; number++)
    {
      g_autofree char *group = g_strdup_printf ("Step %u", number);
      BpLessonStep *step;

      if (!g_key_file_has_group (file, group))
        break;
      step = read_step (file, group, error);
      if (step == NULL)
        return FALSE;
      g_ptr_array_add (lesson->steps, step);
    }
  return lesson->steps->len > 0 ||
         refuse (LESSON, _ ("there is no step: add a group “[Step 1]”"), error);
}

static gboolean
read_lesson (GKeyFile *file, BpLesson *lesson, GError **error)
{
  g_autofree char *data = g_key_file_get_string (file, LESSON, "Data", NULL);

  if (g_key_file_get_integer (file, LESSON, "Format", NULL) != FORMAT)
    return refuse (LESSON, _ ("it needs “Format=1”; other formats are not known"), error);
  if (data != NULL && !g_str_equal (data, BUILTIN))
    return refuse (LESSON, _ ("“Data=” can only be “builtin”, for the built-in digits"), error);

  lesson->needs_builtin = data != NULL;
  return require_text (file, LESSON, "Title", &lesson->title, error) &&
         read_settings (file, LESSON, &lesson->keys, &lesson->values, error) &&
         read_steps (file, lesson, error);
}

/**
 * bp_lesson_parse:
 * @text: (array length=length): the content of a file
 * @length: of @text, in bytes
 * @error: return location for a %G_KEY_FILE_ERROR or %BP_ERROR_INVALID_VALUE, with what is wrong
 * and where
 *
 * The names and values of settings are not checked here, as the settings are not known here.
 *
 * Returns: (transfer full): the lesson, or %NULL
 */
BpLesson *
bp_lesson_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (BpLesson) lesson = g_new0 (BpLesson, 1);

  lesson->steps = g_ptr_array_new_with_free_func (step_free);
  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, error) ||
      !read_lesson (file, lesson, error))
    return NULL;
  return g_steal_pointer (&lesson);
}

/**
 * bp_lesson_free:
 * @lesson: (transfer full): a lesson
 */
void
bp_lesson_free (BpLesson *lesson)
{
  g_free (lesson->title);
  g_strfreev (lesson->keys);
  g_strfreev (lesson->values);
  g_ptr_array_unref (lesson->steps);
  g_free (lesson);
}

static double
get_percent (double accuracy, gboolean has_diverged)
{
  return 100.0 * (has_diverged ? GUESSED_ACCURACY : accuracy);
}

/**
 * bp_lesson_step_measure:
 * @step: a step with a question
 * @figures: the end of its run
 *
 * Returns: what the question is about: a loss in nats, which is infinite after a divergence, or
 *   percent
 */
double
bp_lesson_step_measure (const BpLessonStep *step, const BpLessonFigures *figures)
{
  double train = get_percent (figures->train_accuracy, figures->has_diverged);
  double held_out = get_percent (figures->held_out_accuracy, figures->has_diverged);

  switch (step->measure)
    {
    case BP_LESSON_TRAIN_LOSS:
      return figures->has_diverged ? (double) INFINITY : figures->train_loss;
    case BP_LESSON_HELD_OUT_LOSS:
      return figures->has_diverged ? (double) INFINITY : figures->held_out_loss;
    case BP_LESSON_TRAIN_ACCURACY:
      return train;
    case BP_LESSON_GAP:
      return train - held_out;
    default:
      return held_out;
    }
}

/**
 * bp_lesson_step_judge:
 * @step: a step with a question
 * @figures: the end of its run
 *
 * Returns: the choice that is right, from 0: the number of bounds that the measure reaches
 */
guint
bp_lesson_step_judge (const BpLessonStep *step, const BpLessonFigures *figures)
{
  double measure = bp_lesson_step_measure (step, figures);
  guint n_choices = g_strv_length (step->choices);
  guint choice = 0;

  while (choice + 1 < n_choices && measure >= step->bounds[choice])
    choice++;
  return choice;
}
