/* SPDX-License-Identifier: MIT */
/*
 * Lessons in the window: the menu of those that come with the program, the settings of a step,
 * which are the user's own again after the lesson, and the end of a run, which answers a question.
 */
#include "window-lesson.h"

#include "clean-text.h"
#include "error.h"
#include "settings.h"
#include "store.h"

#include <glib/gi18n.h>
#include <string.h>

#define FOLDER "/io/github/backprop/Backprop/lessons"
#define DATA   "backprop-lessons"
#define ENDING ".backprop-lesson"

/* A text file of a few steps. */
#define MAX_LENGTH (1024 * 1024)

/* The settings that a lesson can set, and that it gives back. */
static const char *const KEYS[] = {
  BP_KEY_HIDDEN_LAYERS,
  BP_KEY_ACTIVATION,
  BP_KEY_EPOCHS,
  BP_KEY_PATIENCE,
  BP_KEY_BATCH_SIZE,
  /* The optimizer before the learning rate, which follows it. */
  BP_KEY_OPTIMIZER,
  BP_KEY_LEARNING_RATE,
  BP_KEY_MOMENTUM,
  BP_KEY_WEIGHT_DECAY,
  BP_KEY_DROPOUT,
  BP_KEY_WARM_UP,
  BP_KEY_SCHEDULE,
  BP_KEY_VARIATION,
  BP_KEY_TRAIN_LIMIT,
  BP_KEY_SEED,
};

typedef struct
{
  BpWindow *window;              /* borrowed, as its data */
  BpLessonPane *pane;            /* borrowed */
  BpSettingsPane *settings_pane; /* borrowed */
  BpLesson *lesson;              /* owned, nullable */
  gboolean is_running;           /* a run of this step is in progress */
} Lessons;

static void
lessons_free (gpointer data)
{
  Lessons *lessons = data;

  g_clear_pointer (&lessons->lesson, bp_lesson_free);
  g_free (lessons);
}

static Lessons *
get_lessons (BpWindow *self)
{
  return g_object_get_data (G_OBJECT (self), DATA);
}

static gboolean
is_known (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (KEYS); i++)
    if (g_str_equal (key, KEYS[i]))
      return TRUE;
  return FALSE;
}

static GSettingsSchemaKey *
get_schema_key (GSettings *settings, const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  return g_settings_schema_get_key (schema, key);
}

/* Whether the schema allows the value, also of another version of the program. */
static gboolean
is_allowed (GSettings *settings, const char *key, GVariant *value)
{
  g_autoptr (GSettingsSchemaKey) schema_key = get_schema_key (settings, key);

  return g_variant_is_of_type (value, g_settings_schema_key_get_value_type (schema_key)) &&
         g_settings_schema_key_range_check (schema_key, value);
}

/* The value of a setting, or NULL where the text is none or the schema does not allow it. */
static GVariant *
parse_value (GSettings *settings, const char *key, const char *text)
{
  g_autoptr (GSettingsSchemaKey) schema_key = get_schema_key (settings, key);
  const GVariantType *type = g_settings_schema_key_get_value_type (schema_key);
  g_autoptr (GVariant) value = NULL;

  value = g_variant_type_equal (type, G_VARIANT_TYPE_STRING)
              ? g_variant_ref_sink (g_variant_new_string (text))
              : g_variant_parse (type, text, NULL, NULL, NULL);
  return value != NULL && is_allowed (settings, key, value) ? g_steal_pointer (&value) : NULL;
}

static gboolean
check_settings (GSettings *settings, char *const *keys, char *const *values, GError **error)
{
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = NULL;

      if (is_known (keys[i]))
        value = parse_value (settings, keys[i], values[i]);
      if (value == NULL)
        {
          g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                       _ ("“%s=%s” is no setting of a lesson; the guide lists the settings and "
                          "their values"),
                       keys[i], values[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_lesson (GSettings *settings, const BpLesson *lesson, GError **error)
{
  if (!check_settings (settings, lesson->keys, lesson->values, error))
    return FALSE;
  for (guint i = 0; i < lesson->steps->len; i++)
    {
      const BpLessonStep *step = g_ptr_array_index (lesson->steps, i);

      if (!check_settings (settings, step->keys, step->values, error))
        return FALSE;
      for (guint k = 0; step->locked[k] != NULL; k++)
        if (!is_known (step->locked[k]))
          {
            g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                         _ ("“%s” is no setting that a lesson can lock"), step->locked[k]);
            return FALSE;
          }
    }
  return TRUE;
}

static void
set_settings (GSettings *settings, char *const *keys, char *const *values)
{
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = parse_value (settings, keys[i], values[i]);

      g_settings_set_value (settings, keys[i], value);
    }
}

/* Every run of a step begins with the same settings: the defaults, then those of the lesson, then
 * those of the step. */
static void
apply_step (Lessons *lessons)
{
  GSettings *settings = bp_window_get_settings (lessons->window);
  const BpLessonStep *step = bp_lesson_pane_get_step (lessons->pane);

  for (guint i = 0; i < G_N_ELEMENTS (KEYS); i++)
    g_settings_reset (settings, KEYS[i]);
  set_settings (settings, lessons->lesson->keys, lessons->lesson->values);
  set_settings (settings, step->keys, step->values);
  bp_settings_pane_set_locked (lessons->settings_pane, (const char *const *) step->locked);
}

static void
on_step_changed (Lessons *lessons)
{
  lessons->is_running = FALSE;
  apply_step (lessons);
}

/* Keeps the user's settings among the settings, so that a lesson that is interrupted does not lose
 * them. */
static void
keep_settings (GSettings *settings)
{
  g_autoptr (GVariant) kept = g_settings_get_value (settings, BP_KEY_BEFORE_LESSON);
  GVariantDict before;

  if (g_variant_n_children (kept) > 0)
    return;
  g_variant_dict_init (&before, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (KEYS); i++)
    {
      g_autoptr (GVariant) value = g_settings_get_value (settings, KEYS[i]);

      g_variant_dict_insert_value (&before, KEYS[i], value);
    }
  g_settings_set_value (settings, BP_KEY_BEFORE_LESSON, g_variant_dict_end (&before));
}

/* Brings the user's settings back, where a lesson has changed them. */
static void
restore_settings (GSettings *settings)
{
  g_autoptr (GVariant) before = g_settings_get_value (settings, BP_KEY_BEFORE_LESSON);

  for (guint i = 0; i < G_N_ELEMENTS (KEYS); i++)
    {
      g_autoptr (GVariant) value = g_variant_lookup_value (before, KEYS[i], NULL);

      if (value != NULL && is_allowed (settings, KEYS[i], value))
        g_settings_set_value (settings, KEYS[i], value);
    }
  g_settings_reset (settings, BP_KEY_BEFORE_LESSON);
}

/* Ends the lesson: the settings are the user's own again. */
static void
end_lesson (Lessons *lessons)
{
  static const char *const NONE[] = { NULL };
  GSettings *settings = bp_window_get_settings (lessons->window);

  if (lessons->lesson == NULL)
    return;
  bp_settings_pane_set_locked (lessons->settings_pane, NONE);
  restore_settings (settings);
  bp_lesson_pane_set_lesson (lessons->pane, NULL);
  g_clear_pointer (&lessons->lesson, bp_lesson_free);
}

static void
begin_lesson (Lessons *lessons, BpLesson *lesson)
{
  BpLesson *before = lessons->lesson;

  keep_settings (bp_window_get_settings (lessons->window));
  lessons->lesson = lesson;
  if (lesson->needs_builtin)
    bp_window_load_data (lessons->window, BP_STORE_BUILTIN);
  g_action_group_activate_action (G_ACTION_GROUP (lessons->window), "show-page",
                                  g_variant_new_string ("train"));
  bp_lesson_pane_set_lesson (lessons->pane, lesson);
  g_clear_pointer (&before, bp_lesson_free);
}

static BpLesson *
load_lesson (GSettings *settings, GFile *file, GError **error)
{
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, error);
  g_autoptr (BpLesson) lesson = NULL;

  if (bytes == NULL)
    return NULL;
  if (g_bytes_get_size (bytes) > MAX_LENGTH)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE, _ ("the file is too long"));
      return NULL;
    }
  lesson = bp_lesson_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  return lesson != NULL && check_lesson (settings, lesson, error) ? g_steal_pointer (&lesson)
                                                                  : NULL;
}

/**
 * bp_window_lesson_is_lesson:
 * @file: a file
 *
 * Returns: whether its name is that of a lesson: a text file has no other mark
 */
gboolean
bp_window_lesson_is_lesson (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, ENDING);
}

/**
 * bp_window_lesson_open:
 * @self: the window
 * @file: a lesson
 *
 * Begins a lesson. Where the file cannot be read, a message says why.
 */
void
bp_window_lesson_open (BpWindow *self, GFile *file)
{
  Lessons *lessons = get_lessons (self);
  g_autoptr (GError) error = NULL;
  BpLesson *lesson = load_lesson (bp_window_get_settings (self), file, &error);

  if (lesson != NULL)
    {
      begin_lesson (lessons, lesson);
      return;
    }
  bp_window_show_message (self, _ ("Could Not Open the Lesson"), error->message,
                          (BpMessageButton){ NULL, NULL }, (BpMessageButton){ NULL, NULL });
}

/* The figures of the last epoch of the document's run. */
static BpLessonFigures
get_figures (BpWindow *self)
{
  BpTrainingRun *run = bp_window_get_document (self)->run;
  gsize n_epochs = 0;
  const BpHistoryEpoch *epochs =
      bp_history_get_epochs (bp_training_run_get_history (run), &n_epochs);
  BpLessonFigures figures = {
    .has_diverged = bp_training_run_get_figures (run)->state == BP_TRAINING_STATE_FAILED,
  };

  if (n_epochs > 0)
    {
      const BpEpoch *last = &epochs[n_epochs - 1].values;

      figures.train_loss = last->train_loss;
      figures.train_accuracy = last->train_accuracy;
      figures.held_out_loss = last->held_out_loss;
      figures.held_out_accuracy = last->held_out_accuracy;
    }
  else
    figures.has_diverged = TRUE;
  return figures;
}

static void
on_document_changed (Lessons *lessons)
{
  BpTrainingRun *run = bp_window_get_document (lessons->window)->run;
  BpTrainingState state = bp_training_run_get_figures (run)->state;
  gboolean has_ended = state == BP_TRAINING_STATE_FINISHED || state == BP_TRAINING_STATE_FAILED;

  if (lessons->lesson == NULL)
    return;
  if (!lessons->is_running && bp_training_run_is_training (run))
    {
      lessons->is_running = TRUE;
      bp_lesson_pane_begin_run (lessons->pane);
    }
  else if (lessons->is_running && has_ended)
    {
      BpLessonFigures figures = get_figures (lessons->window);

      lessons->is_running = FALSE;
      bp_lesson_pane_end_run (lessons->pane, &figures);
    }
}

/* Presets follow the data; a lesson's settings stay. */
static void
on_dataset_changed (Lessons *lessons)
{
  if (lessons->lesson != NULL)
    apply_step (lessons);
}

/* Before the settings are kept for the next start. */
static gboolean
on_close_request (Lessons *lessons)
{
  end_lesson (lessons);
  return GDK_EVENT_PROPAGATE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The lessons of the program, in the order of their files' names. */
static void
fill_menu (GSettings *settings, GMenu *menu)
{
  g_auto (GStrv) names =
      g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (names == NULL)
    return;
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *uri = g_strdup_printf ("resource://" FOLDER "/%s", names[i]);
      g_autoptr (GFile) file = g_file_new_for_uri (uri);
      g_autoptr (BpLesson) lesson = load_lesson (settings, file, NULL);
      g_autoptr (GMenuItem) item = NULL;

      if (lesson == NULL)
        {
          g_warning ("The lesson %s is not valid", names[i]);
          continue;
        }
      item = g_menu_item_new (lesson->title, NULL);
      g_menu_item_set_action_and_target (item, "win.open-lesson", "s", uri);
      g_menu_append_item (menu, item);
    }
}

static void
open_lesson_activated (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  bp_window_lesson_open (BP_WINDOW (user_data), file);
}

static const GActionEntry ACTIONS[] = {
  { .name = "open-lesson", .parameter_type = "s", .activate = open_lesson_activated },
};

/**
 * bp_window_lesson_attach:
 * @self: the window
 * @pane: shows the steps
 * @settings_pane: whose controls a step can lock
 * @menu: gets the lessons of the program
 *
 * Adds the lessons, and the action "open-lesson" with the URI of one. Brings back the settings of
 * the user where the last lesson was interrupted.
 */
void
bp_window_lesson_attach (BpWindow *self,
                         BpLessonPane *pane,
                         BpSettingsPane *settings_pane,
                         GMenu *menu)
{
  Lessons *lessons = g_new0 (Lessons, 1);

  lessons->window = self;
  lessons->pane = pane;
  lessons->settings_pane = settings_pane;
  g_object_set_data_full (G_OBJECT (self), DATA, lessons, lessons_free);
  restore_settings (bp_window_get_settings (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  g_signal_connect_swapped (pane, "step-changed", G_CALLBACK (on_step_changed), lessons);
  g_signal_connect_swapped (pane, "closed", G_CALLBACK (end_lesson), lessons);
  g_signal_connect_swapped (self, "document-changed", G_CALLBACK (on_document_changed), lessons);
  g_signal_connect_swapped (self, "dataset-changed", G_CALLBACK (on_dataset_changed), lessons);
  g_signal_connect_swapped (self, "close-request", G_CALLBACK (on_close_request), lessons);
  fill_menu (bp_window_get_settings (self), menu);
}
