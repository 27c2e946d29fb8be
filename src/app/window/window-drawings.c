/* SPDX-License-Identifier: MIT */

/* Teaching by correction: drawings are kept with the digit that the user says they are, and the
 * shown network learns from them. */
#include "window-drawings.h"

#include "commands.h"
#include "drawing-jobs.h"
#include "format.h"
#include "window-collection.h"

#include <glib/gi18n.h>
#include <math.h>

/* The keys of the pane, of the cancellable of a lesson in progress, and of the line of the drawing
 * that was kept last, in the window's data. */
#define PANE   "bp-draw-pane"
#define LESSON "bp-drawing-lesson"
#define KEPT   "bp-kept-drawing"

static const BpMessageButton NO_BUTTON = { NULL, NULL };

static BpDrawPane *
get_pane (BpWindow *self)
{
  return g_object_get_data (G_OBJECT (self), PANE);
}

static const BpPadNetwork *
get_network (BpWindow *self)
{
  return bp_draw_pane_get_network (get_pane (self));
}

static gboolean
is_learning (BpWindow *self)
{
  return g_object_get_data (G_OBJECT (self), LESSON) != NULL;
}

/* What can be done with the drawing and with the network. */
static void
update_actions (BpWindow *self)
{
  BpDocument *document = bp_window_get_document (self);
  const BpStrokes *strokes = bp_pad_get_strokes (bp_window_get_pad (self));
  gboolean can_learn = bp_pad_network_reads_digits (get_network (self)) && !is_learning (self) &&
                       !bp_training_run_is_training (document->run);

  bp_commands_set_enabled (G_ACTION_MAP (self), "keep-drawing",
                           bp_strokes_get_length (strokes) > 0);
  bp_commands_set_enabled (G_ACTION_MAP (self), "learn-drawings", can_learn);
  bp_commands_set_enabled (G_ACTION_MAP (self), "stop-learning", is_learning (self));
}

/**
 * bp_window_drawings_make_line:
 * @self: the window
 * @label: what the drawing on the pad is: a digit, or the name of another class
 * @is_prompted: whether the program asked for it
 *
 * Of several digits in a row, it is the shown one, unless the program asked for it.
 *
 * Returns: (transfer full): the line of the drawing for the collection
 */
char *
bp_window_drawings_make_line (BpWindow *self, const char *label, gboolean is_prompted)
{
  BpStrokes *drawing = bp_pad_get_strokes (bp_window_get_pad (self));
  gsize n_strokes = bp_strokes_get_length (drawing);
  g_autofree BpStroke *strokes = g_new (BpStroke, n_strokes);
  g_autofree const gint64 **times = g_new (const gint64 *, n_strokes);
  BpDrawingRecord record = {
    .strokes = strokes,
    .times = times,
    .label = label,
    .is_prompted = is_prompted,
  };
  const char *const *names = bp_pad_network_get_class_names (get_network (self));
  BpAnswer answer;

  for (gsize i = 0; i < n_strokes; i++)
    {
      if (!is_prompted && !bp_draw_pane_shows_stroke (get_pane (self), i))
        continue;
      strokes[record.n_strokes] = bp_strokes_get (drawing, i);
      times[record.n_strokes++] = bp_strokes_get_times (drawing, i);
    }
  /* A network that has not learnt the class could not have answered with it. */
  if (bp_draw_pane_get_answer (get_pane (self), &answer, &record.probability) &&
      g_strv_contains (names, label))
    record.answer = names[answer.best];
  record.is_sure = answer.certainty == BP_CERTAINTY_SURE;
  return bp_drawing_record_to_line (&record);
}

static void
on_kept (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GError) error = NULL;

  if (bp_drawing_keep_finish (result, &error))
    bp_window_offer_undo (self, _ ("The drawing is kept to learn from"), "win.forget-drawing");
  else
    bp_window_show_message (self, _ ("Could Not Keep the Drawing"), error->message, NO_BUTTON,
                            NO_BUTTON);
  bp_window_collection_refresh (self);
  bp_window_release (self);
}

static void
keep_drawing (BpWindow *self, GVariant *label)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_autofree char *line =
      bp_window_drawings_make_line (self, g_variant_get_string (label, NULL), FALSE);

  bp_window_hold (self);
  bp_drawing_keep_async (path, line, on_kept, self);
  g_object_set_data_full (G_OBJECT (self), KEPT, g_steal_pointer (&line), g_free);
}

/* Undoes the keeping of a drawing, which takes no longer than writing a setting. */
static void
forget_drawing (BpWindow *self)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  const char *line = g_object_get_data (G_OBJECT (self), KEPT);
  g_autoptr (GError) error = NULL;

  if (line == NULL)
    return;
  if (bp_drawing_collection_take_back (path, line, &error))
    bp_window_toast (self, _ ("The drawing is not kept"));
  else
    bp_window_show_message (self, _ ("Could Not Remove the Drawing"), error->message, NO_BUTTON,
                            NO_BUTTON);
  g_object_set_data (G_OBJECT (self), KEPT, NULL);
  bp_window_collection_refresh (self);
}

/* The network that a lesson began with. */
typedef struct
{
  BpWindow *window;
  BpNetwork *network;
} Lesson;

static void
lesson_free (Lesson *lesson)
{
  bp_network_unref (lesson->network);
  g_free (lesson);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lesson, lesson_free)

static char *
describe (const BpDrawingLesson *lesson)
{
  g_autofree char *own = bp_format_percent (lesson->own_accuracy_after);
  g_autofree char *own_before = bp_format_percent (lesson->own_accuracy_before);
  g_autofree char *test = NULL;
  g_autofree char *test_before = NULL;

  if (isnan (lesson->test_accuracy_after))
    /* Translators: accuracies in percent */
    return g_strdup_printf (_ ("Your digits %s, before %s"), own, own_before);

  test = bp_format_percent (lesson->test_accuracy_after);
  test_before = bp_format_percent (lesson->test_accuracy_before);
  /* Translators: accuracies in percent, on the user's own digits and on the test images */
  return g_strdup_printf (_ ("Your digits %s, before %s; test images %s, before %s"), own,
                          own_before, test, test_before);
}

static void
take_network (BpWindow *self, BpNetwork *taught, const BpDrawingLesson *lesson)
{
  g_autofree char *text = describe (lesson);
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpDocument) document = NULL;

  bp_weights_info_copy (&info, &bp_window_get_document (self)->info);
  info.held_out_accuracy = (double) NAN;
  info.held_out_loss = (double) NAN;
  document = bp_document_new_from_file (taught, &info, NULL);
  bp_window_set_document (self, document, text);
}

static void
show_failure (BpWindow *self, const GError *error)
{
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    bp_window_show_message (self, _ ("No Digits to Learn From Yet"),
                            _ ("Draw a digit, and choose “It Is a …” to keep it."), NO_BUTTON,
                            NO_BUTTON);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bp_window_show_message (self, _ ("Could Not Learn From Your Digits"), error->message, NO_BUTTON,
                            NO_BUTTON);
}

static void
on_learnt (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Lesson) lesson = user_data;
  BpWindow *self = lesson->window;
  g_autoptr (GError) error = NULL;
  BpDrawingLesson learnt;
  g_autoptr (BpNetwork) taught = bp_drawings_learn_finish (result, &learnt, &error);

  g_object_set_data (G_OBJECT (self), LESSON, NULL);
  if (!bp_window_is_closing (self))
    {
      bp_window_hide_message (self);
      if (taught == NULL)
        show_failure (self, error);
      else if (bp_window_get_document (self)->network == lesson->network)
        take_network (self, taught, &learnt);
      else
        bp_window_toast (self, _ ("Another network is shown now: it has not learnt your digits"));
      update_actions (self);
    }
  bp_window_release (self);
}

/* The data set of the window where it has digits to train on; else NULL. */
static BpDataset *
choose_dataset (BpWindow *self)
{
  BpDataset *dataset = bp_window_get_dataset (self);

  if (dataset == NULL || !bp_dataset_has_digits (dataset) ||
      bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count == 0)
    return NULL;
  return dataset;
}

static void
learn_drawings (BpWindow *self)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  BpNetwork *network = bp_window_get_document (self)->network;
  Lesson *lesson = g_new0 (Lesson, 1);

  lesson->window = self;
  lesson->network = bp_network_ref (network);
  bp_window_hold (self);
  g_object_set_data_full (G_OBJECT (self), LESSON, g_object_ref (cancellable), g_object_unref);
  bp_window_show_message (self, _ ("Learning From Your Digits"),
                          _ ("This takes some seconds. Images of the data set are repeated in "
                             "between, so that the network does not forget them."),
                          (BpMessageButton){ _ ("_Cancel"), "win.stop-learning" }, NO_BUTTON);
  update_actions (self);
  bp_drawings_learn_async (path, network, choose_dataset (self), cancellable, on_learnt, lesson);
}

static void
stop_learning (BpWindow *self)
{
  GCancellable *cancellable = g_object_get_data (G_OBJECT (self), LESSON);

  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
}

static gboolean
on_close_request (BpWindow *self)
{
  stop_learning (self);
  return GDK_EVENT_PROPAGATE;
}

static const BpCommand COMMANDS[] = {
  { "forget-drawing", G_CALLBACK (forget_drawing) },
  { "learn-drawings", G_CALLBACK (learn_drawings) },
  { "stop-learning", G_CALLBACK (stop_learning) },
};

/**
 * bp_window_drawings_attach:
 * @self: the window
 * @pane: its drawing pane
 *
 * Adds the actions "keep-drawing", whose parameter is the name of the class, "forget-drawing",
 * which undoes it, "learn-drawings" and "stop-learning".
 */
void
bp_window_drawings_attach (BpWindow *self, BpDrawPane *pane)
{
  g_autoptr (GSimpleAction) keep = g_simple_action_new ("keep-drawing", G_VARIANT_TYPE_STRING);

  g_object_set_data (G_OBJECT (self), PANE, pane);
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_signal_connect_object (keep, "activate", G_CALLBACK (keep_drawing), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (keep));
  g_signal_connect_object (bp_window_get_pad (self), "changed", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "document-changed", G_CALLBACK (update_actions), NULL);
  g_signal_connect (self, "close-request", G_CALLBACK (on_close_request), NULL);
  update_actions (self);
}
