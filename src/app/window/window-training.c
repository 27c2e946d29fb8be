/* SPDX-License-Identifier: MIT */
#include "settings.h"
#include "training-settings.h"
#include "window-private.h"

#include <glib/gi18n.h>

static gboolean
is_active (BpWindow *self)
{
  return bp_training_run_is_active (self->document->run);
}

static gboolean
can_be_asked (BpWindow *self)
{
  BpTrainingState state = bp_training_run_get_figures (self->document->run)->state;

  return state == BP_TRAINING_STATE_RUNNING || state == BP_TRAINING_STATE_PAUSED;
}

/* The document that a run belongs to; it may have been set aside, or thrown away, in between. */
static BpDocument *
find_document (BpWindow *self, BpTrainingRun *run)
{
  if (self->document->run == run)
    return self->document;
  if (self->previous_document != NULL && self->previous_document->run == run)
    return self->previous_document;
  return NULL;
}

static void
uninhibit (BpWindow *self)
{
  if (self->inhibit_cookie == 0)
    return;

  gtk_application_uninhibit (gtk_window_get_application (GTK_WINDOW (self)), self->inhibit_cookie);
  self->inhibit_cookie = 0;
}

static void
on_run_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  BpTrainingRun *run = BP_TRAINING_RUN (source);
  BpDocument *document = find_document (self, run);
  g_autoptr (GError) error = NULL;

  bp_training_run_start_finish (run, result, &error);
  if (document != NULL && bp_training_run_get_network (run) != NULL)
    bp_document_set_network (document, bp_training_run_get_network (run));
  if (document != NULL && error != NULL && bp_document_has_better (document))
    bp_document_restore_best (document);
  if (document == self->document)
    {
      uninhibit (self);
      bp_window_keep_network (self);
      if (!self->is_closing)
        {
          bp_window_show_document (self);
          bp_window_show_outcome (self, error);
        }
    }
  bp_window_release (self);
}

/* Starts a run: one that goes on from @initial in the same document, or, where that is %NULL, one
 * that begins a new document with fresh weights. */
static void
start_run (BpWindow *self, BpNetwork *initial)
{
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpTrainingRun) run = NULL;
  g_autoptr (GError) error = NULL;
  BpTrainerConfig config;

  if (bp_training_settings_read (self->settings, &config, &error))
    {
      if (initial != NULL)
        config.n_epochs_before = self->document->info.n_epochs;
      dataset = bp_training_settings_limit (self->settings, self->dataset, &error);
    }
  if (dataset != NULL)
    trainer = bp_trainer_new (&config, dataset, initial, &error);
  if (trainer == NULL)
    {
      bp_message_bar_show (self->message_bar, _ ("Training Cannot Start"), error->message,
                           (BpMessageButton){ NULL, NULL }, (BpMessageButton){ NULL, NULL });
      return;
    }

  bp_message_bar_hide (self->message_bar);
  if (initial == NULL)
    bp_window_set_document (self, bp_document_new (), _ ("Started with fresh weights"));
  if (bp_training_run_get_figures (self->document->run)->state == BP_TRAINING_STATE_IDLE)
    run = g_object_ref (self->document->run);
  else
    run = bp_training_run_new (bp_training_run_get_history (self->document->run));
  bp_document_begin_run (self->document, run, &config, dataset);

  g_clear_object (&self->run_cancellable);
  self->run_cancellable = g_cancellable_new ();
  self->inhibit_cookie =
      gtk_application_inhibit (gtk_window_get_application (GTK_WINDOW (self)), GTK_WINDOW (self),
                               GTK_APPLICATION_INHIBIT_SUSPEND, _ ("A network is being trained"));
  bp_window_hold (self);
  bp_training_run_start_async (run, g_steal_pointer (&trainer),
                               g_settings_get_int (self->settings, BP_KEY_EPOCHS),
                               self->run_cancellable, on_run_ended, self);
  bp_window_show_document (self);
}

/**
 * bp_window_stop:
 * @self: the window
 *
 * Stops the run in progress, if there is one. What it learnt stays.
 */
void
bp_window_stop (BpWindow *self)
{
  g_cancellable_cancel (self->run_cancellable);
  uninhibit (self);
}

static void
train (BpWindow *self)
{
  bp_window_time_training (self);
  start_run (self, NULL);
}

static void
train_on (BpWindow *self)
{
  start_run (self, self->document->network);
}

/* From the best weights that the run came by, or anew where it learnt nothing. */
static void
retry_at_half_rate (BpWindow *self)
{
  BpTrainingRun *run = self->document->run;

  g_settings_set_double (self->settings, BP_KEY_LEARNING_RATE,
                         bp_training_run_get_figures (run)->learning_rate / 2);
  start_run (self, bp_document_has_learnt (self->document) ? self->document->network : NULL);
}

/* The state follows when the run says that it is so. */
static void
pause_changed (GSimpleAction *action G_GNUC_UNUSED, GVariant *value, gpointer user_data)
{
  BpTrainingRun *run = BP_WINDOW (user_data)->document->run;

  if (g_variant_get_boolean (value))
    bp_training_run_pause (run);
  else
    bp_training_run_resume (run);
}

static void
toggle_training (BpWindow *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), is_active (self) ? "pause" : "train",
                                  NULL);
}

static void
restore_best (BpWindow *self)
{
  bp_document_restore_best (self->document);
  bp_window_keep_network (self);
  bp_window_show_document (self);
}

static const BpWindowCommand COMMANDS[] = {
  { "train", train },
  { "continue", train_on },
  { "retry-at-half-rate", retry_at_half_rate },
  { "stop", bp_window_stop },
  { "toggle-training", toggle_training },
  { "restore-best", restore_best },
};

static const GActionEntry ACTIONS[] = {
  { .name = "pause", .state = "false", .change_state = pause_changed },
};

/**
 * bp_window_add_training_actions:
 * @self: the window, not yet set up
 */
void
bp_window_add_training_actions (BpWindow *self)
{
  bp_window_add_commands (self, COMMANDS, G_N_ELEMENTS (COMMANDS));
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
}

static void
set_suggested (GtkWidget *button, gboolean is_suggested)
{
  if (is_suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

/* What the one button is for in each state. The accessible name is set as well, because a button
 * whose child is not a plain label has none of its own. */
static void
update_train_button (BpWindow *self)
{
  BpTrainingState state = bp_training_run_get_figures (self->document->run)->state;
  const char *label = _ ("Train");
  const char *icon_name = "media-playback-start-symbolic";

  if (state == BP_TRAINING_STATE_PAUSED)
    label = _ ("Resume");
  else if (is_active (self))
    {
      label = _ ("Pause");
      icon_name = "media-playback-pause-symbolic";
    }

  adw_button_content_set_icon_name (self->train_content, icon_name);
  adw_button_content_set_label (self->train_content, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->train_button),
                                  is_active (self) ? "win.pause" : "win.train");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->train_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  set_suggested (GTK_WIDGET (self->train_button), !is_active (self));
  set_suggested (GTK_WIDGET (self->train_menu_button), !is_active (self));
}

static void
update_continue_menu (BpWindow *self)
{
  int n_epochs = g_settings_get_int (self->settings, BP_KEY_EPOCHS);
  g_autofree char *label = g_strdup_printf (ngettext ("_Continue for %d More Epoch",
                                                      "_Continue for %d More Epochs", n_epochs),
                                            n_epochs);

  g_menu_remove_all (self->continue_section);
  g_menu_append (self->continue_section, label, "win.continue");
  g_menu_append (self->continue_section, _ ("_Restore Best Epoch"), "win.restore-best");
}

/**
 * bp_window_update_training_actions:
 * @self: the window
 *
 * Enables what can be done in the run's state, and shows it on the buttons.
 */
void
bp_window_update_training_actions (BpWindow *self)
{
  gboolean can_start = self->dataset != NULL && !is_active (self);
  BpTrainingState state = bp_training_run_get_figures (self->document->run)->state;

  bp_window_set_action_enabled (self, "train", can_start);
  bp_window_set_action_enabled (self, "continue", can_start && self->document->network != NULL);
  bp_window_set_action_enabled (self, "retry-at-half-rate",
                                can_start && state != BP_TRAINING_STATE_IDLE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->train_menu_button), can_start);
  bp_window_set_action_enabled (self, "pause", can_be_asked (self));
  bp_window_set_action_enabled (self, "stop", can_be_asked (self));
  bp_window_set_action_enabled (self, "toggle-training", can_start || can_be_asked (self));
  bp_window_set_action_enabled (self, "restore-best",
                                !is_active (self) && bp_document_has_better (self->document));
  g_simple_action_set_state (G_SIMPLE_ACTION (
                                 g_action_map_lookup_action (G_ACTION_MAP (self), "pause")),
                             g_variant_new_boolean (state == BP_TRAINING_STATE_PAUSED));
  update_train_button (self);
}

/* Menu labels and the run in progress follow the settings as they are changed, and what was said
 * about the layers is out of date. */
static void
on_settings_changed (BpWindow *self, const char *key)
{
  if (g_str_equal (key, BP_KEY_EPOCHS))
    update_continue_menu (self);
  else if (g_str_equal (key, BP_KEY_HIDDEN_LAYERS))
    bp_message_bar_hide (self->message_bar);
  else if (g_str_equal (key, BP_KEY_LEARNING_RATE) && is_active (self))
    bp_training_run_set_learning_rate (self->document->run,
                                       g_settings_get_double (self->settings, key));
}

/**
 * bp_window_follow_settings:
 * @self: the window, with its settings
 *
 * Lets a change of the learning rate take effect in the run in progress.
 */
void
bp_window_follow_settings (BpWindow *self)
{
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (on_settings_changed), self,
                           G_CONNECT_SWAPPED);
  update_continue_menu (self);
}
