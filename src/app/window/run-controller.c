/* SPDX-License-Identifier: MIT */
#include "run-controller.h"

#include "commands.h"
#include "diagnosis.h"
#include "error.h"
#include "run-repetition.h"
#include "run-text.h"
#include "settings.h"
#include "store.h"
#include "training-settings.h"

#include <glib/gi18n.h>

#define NOTIFICATION_ID "training-ended"

struct _BpRunController
{
  GObject parent_instance;

  /* owned */
  GSettings *settings;
  BpPending *pending;
  BpDocument *document;      /* the document of the actions */
  BpDataset *dataset;        /* nullable: the data set of the next run */
  BpDataset *own;            /* nullable: the user's own digits, see bp_training_run_set_own() */
  char *dataset_path;        /* nullable: see bp_store_load_dataset_async() */
  GSignalGroup *run_signals; /* of the document's run */
  GCancellable *cancellable; /* nullable: of the newest run */
  GPtrArray *runs;           /* of BpTrainingRun: those that have not ended, in their order */

  /* borrowed */
  GtkWindow *window; /* it waits for pending calls, and so outlives the run */

  BpTrainingState state;        /* of the document's run, as announced last */
  const BpDiagnosis *diagnosis; /* of the document's run, as announced last */
  double step_time;             /* seconds: slow motion */
  guint inhibit_cookie;
  const BpRunMember *member; /* nullable: while a run of a series is started */
  gboolean goes_back;        /* once the run in progress has ended */
  gboolean is_closed;
};

enum
{
  SIGNAL_STARTING,
  SIGNAL_FRESH_DOCUMENT,
  SIGNAL_CHANGED,
  SIGNAL_SETTLED,
  SIGNAL_MESSAGE,
  SIGNAL_RESTORED_BEST,
  SIGNAL_STOPPED,
  SIGNAL_RUN_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRunController, bp_run_controller, G_TYPE_OBJECT)

/* A run with its document. */
typedef struct
{
  BpRunController *controller; /* owned */
  BpDocument *document;        /* owned */
  BpRunRecord *repeated;       /* owned, nullable: the run that this one repeats */
} Job;

static Job *
job_new (BpRunController *self)
{
  Job *job = g_new0 (Job, 1);

  bp_pending_begin (self->pending);
  job->controller = g_object_ref (self);
  job->document = bp_document_ref (self->document);
  return job;
}

static void
job_free (Job *job)
{
  bp_pending_end (job->controller->pending);
  g_object_unref (job->controller);
  bp_document_unref (job->document);
  g_clear_pointer (&job->repeated, bp_run_record_unref);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

/* How a run begins: at once, or with one batch or one epoch, after which it is paused. */
typedef enum
{
  BP_RUN_START_AT_ONCE,
  BP_RUN_START_BATCH,
  BP_RUN_START_EPOCH,
} RunStart;

static gboolean start_run (BpRunController *self, BpNetwork *initial, RunStart start);

static const BpTrainingFigures *
get_figures (BpRunController *self)
{
  return bp_training_run_get_figures (self->document->run);
}

static gboolean
is_active (BpRunController *self)
{
  return bp_training_run_is_training (self->document->run);
}

static gboolean
can_be_asked (BpRunController *self)
{
  BpTrainingState state = get_figures (self)->state;

  return state == BP_TRAINING_STATE_RUNNING || state == BP_TRAINING_STATE_PAUSED;
}

static void
update_actions (BpRunController *self)
{
  GActionMap *map = G_ACTION_MAP (self->window);
  gboolean can_start = bp_run_controller_can_start (self);
  BpTrainingState state = get_figures (self)->state;

  bp_commands_set_enabled (map, "train", can_start);
  bp_commands_set_enabled (map, "continue-run",
                           can_start && !is_active (self) && self->document->network != NULL);
  bp_commands_set_enabled (map, "go-back",
                           self->dataset != NULL && get_figures (self)->diagnosis != NULL);
  bp_commands_set_enabled (map, "pause", can_be_asked (self));
  bp_commands_set_enabled (map, "step-batch", can_start || can_be_asked (self));
  bp_commands_set_enabled (map, "step-epoch", can_start || can_be_asked (self));
  bp_commands_set_enabled (map, "stop", can_be_asked (self) || state == BP_TRAINING_STATE_TESTING);
  bp_commands_set_enabled (map, "toggle-training", can_start || can_be_asked (self));
  /* The end of a run brings its last network. */
  bp_commands_set_enabled (map, "restore-best",
                           !bp_training_run_is_active (self->document->run) &&
                               bp_document_has_better (self->document));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "pause")),
                             g_variant_new_boolean (state == BP_TRAINING_STATE_PAUSED));
}

static void
say_changed (BpRunController *self)
{
  self->state = get_figures (self)->state;
  update_actions (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
say (BpRunController *self,
     const char *heading,
     const char *text,
     const char *button_label,
     const char *action_name)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, heading, text, button_label, action_name);
}

/* The training continues, but the run cannot be continued later. */
static void
on_run_not_kept (BpRunController *self, const char *problem)
{
  g_autofree char *text =
      g_strdup_printf (_ ("%s. The training goes on, but the run cannot be continued later."),
                       problem);

  say (self, _ ("The Run Cannot Be Saved"), text, NULL, NULL);
}

static void
notify_if_away (BpRunController *self, const char *title, const char *body)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (self->window));
  g_autoptr (GNotification) notification = NULL;

  if (gtk_window_is_active (self->window))
    return;

  notification = g_notification_new (title);
  g_notification_set_body (notification, body);
  g_application_send_notification (application, NOTIFICATION_ID, notification);
}

/* Shows a message, and sends it as a notification while another window is active. */
static void
report (BpRunController *self,
        const char *heading,
        const char *text,
        const char *button_label,
        const char *action_name)
{
  say (self, heading, text, button_label, action_name);
  notify_if_away (self, heading, text);
}

/* Says that the network does not learn, and why, and offers to go back to the last good one at a
 * learning rate that was found to work. */
static void
say_diagnosis (BpRunController *self, const char *heading, const char *what)
{
  const BpDiagnosis *diagnosis = get_figures (self)->diagnosis;
  g_autofree char *why = diagnosis != NULL ? bp_diagnosis_describe (diagnosis) : NULL;
  g_autofree char *text = why != NULL ? g_strdup_printf ("%s %s", what, why) : g_strdup (what);
  g_autofree char *button = NULL;

  if (diagnosis != NULL && diagnosis->found_rate > 0.0F)
    button = g_strdup_printf (_ ("_Go Back at %g"), (double) diagnosis->found_rate);
  report (self, heading, text, button, button != NULL ? "win.go-back" : NULL);
}

/* The run goes on; going back is offered. */
static void
say_at_chance (BpRunController *self)
{
  g_autofree char *text =
      g_strdup_printf (_ ("After epoch %u the answers are no better than guesses."),
                       bp_history_get_n_epochs (bp_training_run_get_history (self->document->run)));

  say_diagnosis (self, _ ("Nothing Is Learnt"), text);
}

/* Reports a failure with the engine's sentence, which says what was seen and where. */
static void
say_diverged (BpRunController *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (bp_document_has_learnt (self->document))
    text = g_strdup_printf (_ ("%s. The weights of epoch %u, the best one, are restored."),
                            error->message, get_figures (self)->best_epoch);
  else
    text = g_strdup_printf ("%s.", error->message);
  say_diagnosis (self, _ ("Training Diverged"), text);
}

/* Follows the run. Most of its changes concern figures only, which the charts follow themselves. */
static void
on_run_changed (BpRunController *self, BpTrainingRun *run)
{
  BpNetwork *network = bp_training_run_get_network (run);
  gboolean has_new_network = network != NULL && network != self->document->network;

  if (has_new_network)
    bp_document_set_network (self->document, network);
  if (has_new_network || self->state != get_figures (self)->state)
    say_changed (self);
  if (self->diagnosis != get_figures (self)->diagnosis)
    {
      self->diagnosis = get_figures (self)->diagnosis;
      /* A run that has diverged says so at its end. */
      if (is_active (self))
        say_at_chance (self);
    }
}

static void
say_nothing_learnt (BpRunController *self)
{
  say_diagnosis (self, _ ("Nothing Was Learnt"), _ ("The answers are no better than guesses."));
}

/* Reports the end of the document's run where the page's line is not enough, and sends a
 * notification if the window is not active. */
static void
say_outcome (BpRunController *self, const GError *error)
{
  BpHistory *history = bp_training_run_get_history (self->document->run);

  if (error != NULL && g_error_matches (error, BP_ERROR, BP_ERROR_DIVERGED))
    say_diverged (self, error);
  else if (error != NULL)
    report (self, _ ("Training Ended Early"), error->message, NULL, NULL);
  else if (bp_history_get_n_epochs (history) > 0 && !bp_document_has_learnt (self->document))
    say_nothing_learnt (self);
  else
    {
      g_autofree char *result = bp_run_text_describe_result (get_figures (self));

      notify_if_away (self, _ ("Training Ended"), result);
    }
}

/* Says whether a run that was trained again to its end has the same weights. */
static void
say_repetition (BpRunController *self, const BpRunRecord *record)
{
  BpNetwork *network = self->document->network;
  gboolean is_same = network != NULL && bp_run_repetition_is_same (record, network);
  g_autofree char *text = bp_run_repetition_describe (record, is_same);

  report (self, is_same ? _ ("The Same Weights Again") : _ ("Other Weights Than Before"), text,
          NULL, NULL);
}

/* Whether all epochs were made, or all that early stopping left. */
static gboolean
is_at_its_end (BpRunController *self)
{
  const BpTrainingFigures *figures = get_figures (self);

  return figures->fraction >= 1.0 || figures->is_stopped_early;
}

static void
uninhibit (BpRunController *self)
{
  if (self->inhibit_cookie == 0)
    return;

  gtk_application_uninhibit (gtk_window_get_application (self->window), self->inhibit_cookie);
  self->inhibit_cookie = 0;
}

static void
inhibit (BpRunController *self)
{
  /* The run before may still be in its tests. */
  uninhibit (self);
  self->inhibit_cookie =
      gtk_application_inhibit (gtk_window_get_application (self->window), self->window,
                               GTK_APPLICATION_INHIBIT_SUSPEND, _ ("A network is being trained"));
}

/* Goes on from the last good network, which the document has or began with, or with new weights, at
 * the learning rate that was found to work. */
static void
start_from_last_good (BpRunController *self)
{
  const BpDiagnosis *diagnosis = get_figures (self)->diagnosis;
  BpDocument *document = self->document;
  BpNetwork *good = document->initial;

  self->goes_back = FALSE;
  if (diagnosis != NULL && diagnosis->found_rate > 0.0F)
    bp_training_settings_set_learning_rate (self->settings, diagnosis->found_rate);
  if (bp_document_has_learnt (document))
    {
      if (bp_document_has_better (document))
        bp_document_restore_best (document);
      good = document->network;
    }
  start_run (self, good, BP_RUN_START_AT_ONCE);
}

static void
on_run_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  BpRunController *self = job->controller;
  BpTrainingRun *run = BP_TRAINING_RUN (source);
  g_autoptr (GError) error = NULL;

  bp_training_run_start_finish (run, result, &error);
  g_ptr_array_remove (self->runs, run);
  /* Another run may have begun while the network of this one was tested. */
  if (run != job->document->run)
    return;
  if (bp_training_run_get_network (run) != NULL)
    bp_document_set_network (job->document, bp_training_run_get_network (run));
  if (error != NULL && bp_document_has_better (job->document))
    bp_document_restore_best (job->document);
  if (job->document != self->document)
    return;

  uninhibit (self);
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0, self->document);
  if (self->is_closed)
    return;
  say_changed (self);
  if (self->goes_back)
    start_from_last_good (self);
  else if (job->repeated != NULL && error == NULL && is_at_its_end (self))
    say_repetition (self, job->repeated);
  else
    {
      say_outcome (self, error);
      g_signal_emit (self, signals[SIGNAL_RUN_ENDED], 0, self->document,
                     g_cancellable_is_cancelled (self->cancellable));
    }
}

/* @document: (nullable): the document that the run continues */
static BpTrainer *
make_trainer (BpRunController *self,
              BpNetwork *initial,
              const BpDocument *document,
              BpDataset **dataset,
              GError **error)
{
  BpTrainingConfig config;

  if (!bp_training_settings_read (self->settings, &config, error))
    return NULL;
  if (document != NULL)
    config.n_epochs_before = document->info.n_epochs;
  if (self->member != NULL)
    config.seed = self->member->seed;
  *dataset = bp_training_settings_limit (self->settings, self->dataset, error);
  return *dataset != NULL ? bp_trainer_plan (&config, *dataset, initial, error) : NULL;
}

/* What the trainer of the next run does not tell of its settings. */
static void
init_settings (BpRunController *self,
               BpRunSettings *settings,
               const BpDataset *dataset,
               gboolean starts_from_network)
{
  const char *base = bp_store_path_get_base (self->dataset_path);
  const char *const paths[] = { base, NULL };

  bp_run_settings_init (settings);
  bp_run_settings_set_paths (settings, g_str_equal (base, BP_STORE_BUILTIN) ? NULL : paths);
  if (bp_store_path_is_mixed (self->dataset_path))
    settings->mix.n_builtin = BP_STORE_N_MIXED;
  if (dataset != self->dataset)
    settings->train_limit = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count;
  settings->starts_from_network = starts_from_network;
  if (self->member != NULL)
    settings->group = g_strdup (self->member->group);
}

/* The document of a run that continues from @initial: the present one, unless its history and its
 * figures are of other data. */
static gboolean
continues_document (BpRunController *self, BpNetwork *initial)
{
  return initial != NULL && bp_document_is_of_data (self->document, self->dataset);
}

static void
turn_to_new_document (BpRunController *self, BpNetwork *initial)
{
  g_autoptr (BpDocument) document =
      initial != NULL ? bp_document_new_for_other_data (self->document) : bp_document_new ();
  const char *text = initial == NULL ? _ ("Started with fresh weights")
                                     : _ ("A new run begins, as the data set is another one");

  if (self->member != NULL)
    bp_document_set_repetitions (document, self->member->histories);
  /* The run before in a series is in the list of runs. */
  if (self->member != NULL && !self->member->is_first)
    text = NULL;
  g_signal_emit (self, signals[SIGNAL_FRESH_DOCUMENT], 0, document, text);
  bp_run_controller_set_document (self, document);
}

static void
abandon_runs (BpRunController *self, guint n_runs)
{
  for (guint i = 0; i < n_runs; i++)
    bp_training_run_abandon (g_ptr_array_index (self->runs, i));
}

/* The run before, which is about to end, is calibrated, tested and stored beside the new one. Older
 * ones are only stored: large networks take much memory. */
static void
add_run (BpRunController *self, BpTrainingRun *run)
{
  abandon_runs (self, MAX (self->runs->len, 1) - 1);
  g_ptr_array_add (self->runs, g_object_ref (run));
  g_signal_connect_object (run, "not-kept", G_CALLBACK (on_run_not_kept), self, G_CONNECT_SWAPPED);
}

/* Begins a run in the document, which was turned to before, and has it stored among those of the
 * user. @trainer: (transfer full) */
static void
begin_run (BpRunController *self,
           BpTrainer *trainer,
           BpDataset *dataset,
           const BpRunSettings *settings,
           guint n_epochs,
           RunStart start,
           Job *job)
{
  g_autoptr (BpTrainingRun) run = NULL;

  if (get_figures (self)->state == BP_TRAINING_STATE_IDLE)
    run = g_object_ref (self->document->run);
  else
    run = bp_training_run_new (bp_training_run_get_history (self->document->run));
  bp_document_begin_run (self->document, run, bp_trainer_get_config (trainer), dataset);
  g_signal_group_set_target (self->run_signals, run);
  self->diagnosis = NULL;
  bp_training_run_set_step_time (run, self->step_time);
  if (start == BP_RUN_START_BATCH)
    bp_training_run_step_batch (run);
  else if (start == BP_RUN_START_EPOCH)
    bp_training_run_step_epoch (run);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  inhibit (self);
  add_run (self, run);
  bp_training_run_keep (run, NULL, settings);
  bp_training_run_set_budget (run, bp_settings_get_run_budget (self->settings));
  if (self->own != NULL)
    bp_training_run_set_own (run, self->own);
  bp_training_run_start_async (run, trainer, n_epochs, self->cancellable, on_run_ended, job);
}

/* Starts a run: one that continues from @initial, or, where that is %NULL, one with new weights in
 * a new document. Returns: whether it was started */
static gboolean
start_run (BpRunController *self, BpNetwork *initial, RunStart start)
{
  gboolean is_continued = continues_document (self, initial);
  g_auto (BpRunSettings) settings = { 0 };
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  BpTrainer *trainer;

  g_signal_emit (self, signals[SIGNAL_STARTING], 0);
  trainer = make_trainer (self, initial, is_continued ? self->document : NULL, &dataset, &error);
  if (trainer == NULL)
    {
      say (self, _ ("Training Cannot Start"), error->message, NULL, NULL);
      return FALSE;
    }

  if (!is_continued)
    turn_to_new_document (self, initial);
  init_settings (self, &settings, dataset, initial != NULL);
  begin_run (self, trainer, dataset, &settings, g_settings_get_int (self->settings, BP_KEY_EPOCHS),
             start, job_new (self));
  return TRUE;
}

static void
train (BpRunController *self)
{
  start_run (self, NULL, BP_RUN_START_AT_ONCE);
}

static void
train_on (BpRunController *self)
{
  start_run (self, self->document->network, BP_RUN_START_AT_ONCE);
}

/* Makes one batch, also of a run that it starts. */
static void
step_batch (BpRunController *self)
{
  if (can_be_asked (self))
    bp_training_run_step_batch (self->document->run);
  else
    start_run (self, NULL, BP_RUN_START_BATCH);
}

static void
step_epoch (BpRunController *self)
{
  if (can_be_asked (self))
    bp_training_run_step_epoch (self->document->run);
  else
    start_run (self, NULL, BP_RUN_START_EPOCH);
}

/* A second stop ends the tests of the network, too. */
static void
stop (BpRunController *self)
{
  if (get_figures (self)->state == BP_TRAINING_STATE_TESTING)
    bp_training_run_abandon (self->document->run);
  bp_run_controller_stop (self);
}

/* A run that goes on though it learns nothing is ended first. */
static void
go_back (BpRunController *self)
{
  if (bp_training_run_is_active (self->document->run))
    {
      self->goes_back = TRUE;
      g_cancellable_cancel (self->cancellable);
      bp_training_run_abandon (self->document->run);
    }
  else
    start_from_last_good (self);
}

/* Requests a pause; the action's state changes when the run confirms it. */
static void
pause_changed (GSimpleAction *action G_GNUC_UNUSED, GVariant *value, gpointer user_data)
{
  BpTrainingRun *run = BP_RUN_CONTROLLER (user_data)->document->run;

  if (g_variant_get_boolean (value))
    bp_training_run_pause (run);
  else
    bp_training_run_resume (run);
}

static void
toggle_training (BpRunController *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window),
                                  can_be_asked (self) ? "pause" : "train", NULL);
}

static void
restore_best (BpRunController *self)
{
  bp_document_restore_best (self->document);
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0, self->document);
  say_changed (self);
  g_signal_emit (self, signals[SIGNAL_RESTORED_BEST], 0);
}

static const BpCommand COMMANDS[] = {
  { "train", G_CALLBACK (train) },
  { "continue-run", G_CALLBACK (train_on) },
  { "step-batch", G_CALLBACK (step_batch) },
  { "step-epoch", G_CALLBACK (step_epoch) },
  { "go-back", G_CALLBACK (go_back) },
  { "stop", G_CALLBACK (stop) },
  { "toggle-training", G_CALLBACK (toggle_training) },
  { "restore-best", G_CALLBACK (restore_best) },
};

static void
add_actions (BpRunController *self)
{
  GActionMap *map = G_ACTION_MAP (self->window);
  g_autoptr (GSimpleAction) pause =
      g_simple_action_new_stateful ("pause", NULL, g_variant_new_boolean (FALSE));

  bp_commands_add (map, COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_signal_connect_object (pause, "change-state", G_CALLBACK (pause_changed), self, 0);
  g_action_map_add_action (map, G_ACTION (pause));
}

/* Passes changes of the learning rate on to a run in progress. */
static void
on_learning_rate_changed (BpRunController *self)
{
  if (is_active (self))
    bp_training_run_set_learning_rate (self->document->run,
                                       g_settings_get_double (self->settings,
                                                              BP_KEY_LEARNING_RATE));
}

static void
on_epochs_changed (BpRunController *self)
{
  bp_training_run_set_n_epochs (self->document->run,
                                (guint) g_settings_get_int (self->settings, BP_KEY_EPOCHS));
}

static void
bp_run_controller_dispose (GObject *object)
{
  BpRunController *self = BP_RUN_CONTROLLER (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->pending);
  g_clear_pointer (&self->document, bp_document_unref);
  g_clear_pointer (&self->own, bp_dataset_unref);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  g_clear_pointer (&self->dataset_path, g_free);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->runs, g_ptr_array_unref);

  G_OBJECT_CLASS (bp_run_controller_parent_class)->dispose (object);
}

static void
bp_run_controller_class_init (BpRunControllerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_run_controller_dispose;

  /**
   * BpRunController::starting:
   *
   * The user has requested a run.
   */
  signals[SIGNAL_STARTING] = g_signal_new ("starting", BP_TYPE_RUN_CONTROLLER, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BpRunController::fresh-document:
   * @document: (type BpDocument): the new document, which replaces the present one
   * @text: what was done, for a toast
   *
   * A run begins with new weights, or a stored run is continued.
   */
  signals[SIGNAL_FRESH_DOCUMENT] =
      g_signal_new ("fresh-document", BP_TYPE_RUN_CONTROLLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);

  /**
   * BpRunController::changed:
   *
   * The document's run, the state of the run or the document's network has changed.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_RUN_CONTROLLER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BpRunController::settled:
   * @document: (type BpDocument): the document
   *
   * The document's network will not change for now: a run has ended, or the best network was
   * restored.
   */
  signals[SIGNAL_SETTLED] = g_signal_new ("settled", BP_TYPE_RUN_CONTROLLER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * BpRunController::restored-best:
   *
   * A person has restored the network of the best epoch.
   */
  signals[SIGNAL_RESTORED_BEST] =
      g_signal_new ("restored-best", BP_TYPE_RUN_CONTROLLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

  /**
   * BpRunController::stopped:
   *
   * The run in progress, if any, is to end.
   */
  signals[SIGNAL_STOPPED] = g_signal_new ("stopped", BP_TYPE_RUN_CONTROLLER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BpRunController::run-ended:
   * @document: (type BpDocument): the document, whose run has ended
   * @is_stopped: a person ended it
   *
   * Emitted after everything else on the end of a run, so that another one can be started.
   */
  signals[SIGNAL_RUN_ENDED] =
      g_signal_new ("run-ended", BP_TYPE_RUN_CONTROLLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_BOOLEAN);

  /**
   * BpRunController::message:
   * @heading: the result of a run, or the reason why it cannot start
   * @text: the explanation
   * @button_label: (nullable): of a remedy, with a mnemonic
   * @action_name: (nullable): the action of the remedy
   */
  signals[SIGNAL_MESSAGE] =
      g_signal_new ("message", BP_TYPE_RUN_CONTROLLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
bp_run_controller_init (BpRunController *self)
{
  self->document = bp_document_new ();
  self->run_signals = g_signal_group_new (BP_TYPE_TRAINING_RUN);
  g_signal_group_connect_object (self->run_signals, "changed", G_CALLBACK (on_run_changed), self,
                                 G_CONNECT_SWAPPED);
  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * bp_run_controller_new:
 * @window: the window of the actions, which waits for @pending before it is destroyed
 * @settings: the settings of runs
 * @pending: counts the runs in progress
 *
 * Returns: (transfer full): a controller, for bp_run_controller_set_document() and
 *   bp_run_controller_set_dataset()
 */
BpRunController *
bp_run_controller_new (GtkWindow *window, GSettings *settings, BpPending *pending)
{
  BpRunController *self = g_object_new (BP_TYPE_RUN_CONTROLLER, NULL);

  self->window = window;
  self->settings = g_object_ref (settings);
  self->pending = g_object_ref (pending);
  add_actions (self);
  g_signal_connect_object (settings, "changed::" BP_KEY_LEARNING_RATE,
                           G_CALLBACK (on_learning_rate_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" BP_KEY_EPOCHS, G_CALLBACK (on_epochs_changed),
                           self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * bp_run_controller_set_document:
 * @self: the controller
 * @document: the document of its actions from now on
 */
void
bp_run_controller_set_document (BpRunController *self, BpDocument *document)
{
  bp_document_ref (document);
  bp_document_unref (self->document);
  self->document = document;
  self->state = get_figures (self)->state;
  self->diagnosis = get_figures (self)->diagnosis;
  g_signal_group_set_target (self->run_signals, document->run);
  update_actions (self);
}

/**
 * bp_run_controller_set_dataset:
 * @self: the controller
 * @dataset: the data set of the next run
 * @path: (type filename): where it was loaded from, see bp_store_load_dataset_async()
 */
void
bp_run_controller_set_dataset (BpRunController *self, BpDataset *dataset, const char *path)
{
  bp_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset;
  g_free (self->dataset_path);
  self->dataset_path = g_strdup (path);
  update_actions (self);
}

/**
 * bp_run_controller_start_member:
 * @self: the controller
 * @member: what makes the run one of a series
 *
 * Starts a run with new weights.
 *
 * Returns: whether it was started; if not, a message says why
 */
gboolean
bp_run_controller_start_member (BpRunController *self, const BpRunMember *member)
{
  gboolean is_started;

  self->member = member;
  is_started = start_run (self, NULL, BP_RUN_START_AT_ONCE);
  self->member = NULL;
  return is_started;
}

/**
 * bp_run_controller_continue_run:
 * @self: the controller
 * @continuation: (transfer full): a stored run
 * @dataset: its data set
 *
 * Trains a stored run to its end, in a new document. A run in progress is stopped.
 */
void
bp_run_controller_continue_run (BpRunController *self,
                                BpRunContinuation *continuation,
                                BpDataset *dataset)
{
  g_autoptr (BpRunContinuation) owned = continuation;
  g_autoptr (BpDocument) document = bp_document_new ();
  BpTrainingRun *run = bp_run_continuation_get_run (owned);

  bp_run_controller_stop (self);
  g_signal_emit (self, signals[SIGNAL_STARTING], 0);
  g_signal_emit (self, signals[SIGNAL_FRESH_DOCUMENT], 0, document, _ ("Run continued"));
  bp_run_controller_set_document (self, document);
  bp_document_begin_run (document, run, bp_run_continuation_get_config (owned), dataset);
  g_signal_group_set_target (self->run_signals, run);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  inhibit (self);
  add_run (self, run);
  if (self->own != NULL)
    bp_training_run_set_own (run, self->own);
  bp_run_continuation_start (owned, self->cancellable, on_run_ended, job_new (self));
}

/* The trainer of a run that repeats another one, or NULL where the data is not the same. */
static BpTrainer *
make_trainer_again (BpRunController *self,
                    const BpRunRecord *record,
                    BpDataset *dataset,
                    GError **error)
{
  BpTrainingConfig config = record->settings.config;

  config.n_threads = g_settings_get_int (self->settings, BP_KEY_THREADS);
  if (g_strcmp0 (bp_dataset_get_sha256 (dataset), record->settings.dataset_sha256) != 0)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                   _ ("The data set “%s” is not the one of the run: its images are others now"),
                   bp_dataset_get_name (dataset));
      return NULL;
    }
  return bp_trainer_plan (&config, dataset, NULL, error);
}

/**
 * bp_run_controller_repeat_run:
 * @self: the controller
 * @record: a stored run, see bp_run_source_can_repeat()
 * @dataset: its data, cut as its settings say
 *
 * Trains a run again with its own settings and seed, in a new document, and says at the end whether
 * the weights are the same bytes. A run in progress is stopped.
 *
 * Returns: whether the run has begun; if not, the signal "message" says why
 */
gboolean
bp_run_controller_repeat_run (BpRunController *self, BpRunRecord *record, BpDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  BpTrainer *trainer = make_trainer_again (self, record, dataset, &error);
  g_auto (BpRunSettings) settings = { 0 };
  Job *job;

  if (trainer == NULL)
    {
      say (self, _ ("Training Cannot Start"), error->message, NULL, NULL);
      return FALSE;
    }
  bp_run_controller_stop (self);
  g_signal_emit (self, signals[SIGNAL_STARTING], 0);
  turn_to_new_document (self, NULL);
  init_settings (self, &settings, dataset, FALSE);
  settings.train_limit = record->settings.train_limit;
  job = job_new (self);
  job->repeated = bp_run_record_ref (record);
  begin_run (self, trainer, dataset, &settings, record->settings.config.n_epochs,
             BP_RUN_START_AT_ONCE, job);
  return TRUE;
}

/**
 * bp_run_controller_can_start:
 * @self: the controller
 *
 * Returns: whether a run with new weights can be started: there is a data set, and no run in
 *   progress but one that is about to stop
 */
gboolean
bp_run_controller_can_start (BpRunController *self)
{
  return self->dataset != NULL && !can_be_asked (self);
}

/**
 * bp_run_controller_set_own:
 * @self: the controller
 * @own: (nullable): digits that the user has written, as test samples: the accuracy on them is
 *   measured in later runs
 */
void
bp_run_controller_set_own (BpRunController *self, BpDataset *own)
{
  g_clear_pointer (&self->own, bp_dataset_unref);
  if (own != NULL)
    self->own = bp_dataset_ref (own);
}

/**
 * bp_run_controller_set_step_time:
 * @self: the controller
 * @seconds: how long a step takes at least, in this run and in later ones: slow motion; 0 is full
 *   speed
 */
void
bp_run_controller_set_step_time (BpRunController *self, double seconds)
{
  self->step_time = seconds;
  bp_training_run_set_step_time (self->document->run, seconds);
}

/**
 * bp_run_controller_stop:
 * @self: the controller
 *
 * Stops the run in progress, if any. Its network stays, and is calibrated, tested and stored.
 */
void
bp_run_controller_stop (BpRunController *self)
{
  g_cancellable_cancel (self->cancellable);
  uninhibit (self);
  g_signal_emit (self, signals[SIGNAL_STOPPED], 0);
}

/**
 * bp_run_controller_close:
 * @self: the controller
 *
 * Stops the run in progress, and all others that have not ended, without testing their networks.
 * The last signal of the controller is then "settled".
 */
void
bp_run_controller_close (BpRunController *self)
{
  self->is_closed = TRUE;
  bp_run_controller_stop (self);
  abandon_runs (self, self->runs->len);
}
