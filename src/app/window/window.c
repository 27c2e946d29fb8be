/* SPDX-License-Identifier: MIT */
#include "window-private.h"

#include "pad.h"
#include "settings.h"
#include "side-pane.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (BpWindow, bp_window, ADW_TYPE_APPLICATION_WINDOW)

/**
 * bp_window_add_commands:
 * @self: the window
 * @commands: (array length=n_commands): actions to add to it
 * @n_commands: how many
 */
void
bp_window_add_commands (BpWindow *self, const BpWindowCommand *commands, gsize n_commands)
{
  for (gsize i = 0; i < n_commands; i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (commands[i].name, NULL);

      g_signal_connect_swapped (action, "activate", G_CALLBACK (commands[i].run), self);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
}

/**
 * bp_window_set_action_enabled:
 * @self: the window
 * @name: one of its actions, without "win."
 * @is_enabled: whether it can be done now
 */
void
bp_window_set_action_enabled (BpWindow *self, const char *name, gboolean is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

/**
 * bp_window_update_actions:
 * @self: the window
 *
 * Enables what can be done now and disables the rest. Called after every change of the document,
 * the data set or the run's state.
 */
void
bp_window_update_actions (BpWindow *self)
{
  gboolean has_network = self->document->network != NULL;

  bp_window_set_action_enabled (self, "save-weights", has_network);
  bp_window_set_action_enabled (self, "save-weights-as", has_network);
  bp_window_set_action_enabled (self, "save-file-as", has_network);
  bp_window_set_action_enabled (self, "restore-previous",
                                self->previous_document != NULL &&
                                    self->previous_document->network != NULL);
  bp_window_update_training_actions (self);
}

static void
update_title (BpWindow *self)
{
  g_autofree char *subtitle = bp_document_get_subtitle (self->document);

  if (subtitle == NULL && self->dataset != NULL)
    subtitle = g_strdup (bp_dataset_get_name (self->dataset));
  adw_window_title_set_subtitle (self->window_title, subtitle != NULL ? subtitle : "");
}

static void
on_run_changed (BpWindow *self, BpTrainingRun *run)
{
  BpNetwork *network = bp_training_run_get_network (run);

  bp_window_update_training_actions (self);
  if (network == NULL || network == self->document->network)
    return;
  bp_document_set_network (self->document, network);
  bp_draw_pane_set_network (self->draw_pane, network);
  update_title (self);
}

/**
 * bp_window_show_document:
 * @self: the window
 *
 * Brings all parts of the window up to date with its document.
 */
void
bp_window_show_document (BpWindow *self)
{
  g_autofree char *origin = bp_document_describe_origin (self->document);

  g_signal_group_set_target (self->run_signals, self->document->run);
  bp_train_page_set_run (self->train_page, self->document->run, origin);
  bp_draw_pane_set_class_names (self->draw_pane,
                                (const char *const *) self->document->info.class_names);
  bp_draw_pane_set_network (self->draw_pane, self->document->network);
  update_title (self);
  bp_window_update_actions (self);
}

/**
 * bp_window_set_document:
 * @self: the window
 * @document: (transfer full): what the window is about from now on
 * @text: what was done, in a few words
 *
 * Sets the document that there was aside, and offers to bring it back if it has a network.
 */
void
bp_window_set_document (BpWindow *self, BpDocument *document, const char *text)
{
  gboolean had_network = self->document->network != NULL;

  g_clear_pointer (&self->previous_document, bp_document_free);
  self->previous_document = self->document;
  self->document = document;
  bp_window_show_document (self);
  if (had_network)
    bp_window_offer_undo (self, text);
}

static void
restore_previous (BpWindow *self)
{
  BpDocument *document = self->document;

  bp_window_stop (self);
  self->document = g_steal_pointer (&self->previous_document);
  bp_document_free (document);
  bp_window_keep_network (self);
  bp_window_show_document (self);
  bp_window_toast (self, _ ("Brought back the network from before"));
}

static const BpWindowCommand COMMANDS[] = {
  { "restore-previous", restore_previous },
};

/**
 * bp_window_hold:
 * @self: the window
 *
 * Keeps the window alive, hidden if need be, until bp_window_release(): for whatever ends in a
 * callback of it.
 */
void
bp_window_hold (BpWindow *self)
{
  self->n_pending++;
  g_object_ref (self);
}

/**
 * bp_window_release:
 * @self: the window; it may be gone when this returns
 */
void
bp_window_release (BpWindow *self)
{
  self->n_pending--;
  if (self->is_closing && self->n_pending == 0)
    gtk_window_destroy (GTK_WINDOW (self));
  g_object_unref (self);
}

static void
save_size (BpWindow *self)
{
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, BP_KEY_WINDOW_WIDTH, width);
  g_settings_set_int (self->settings, BP_KEY_WINDOW_HEIGHT, height);
  g_settings_set_boolean (self->settings, BP_KEY_IS_MAXIMIZED,
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

/* Closing asks nothing, because nothing is lost: the network is kept for the next start. The
 * window vanishes at once, and goes when the training thread has ended and the file is written. */
static gboolean
bp_window_close_request (GtkWindow *window)
{
  BpWindow *self = BP_WINDOW (window);

  if (self->is_closing)
    return GDK_EVENT_STOP;

  save_size (self);
  self->is_closing = TRUE;
  g_cancellable_cancel (self->data_cancellable);
  bp_window_stop (self);
  bp_window_close_sheets (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return self->n_pending > 0 ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
bp_window_dispose (GObject *object)
{
  BpWindow *self = BP_WINDOW (object);

  bp_window_end_toast (self);
  g_clear_weak_pointer (&self->data_window);
  g_clear_weak_pointer (&self->preview_window);
  g_clear_object (&self->settings);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->data_cancellable);
  g_clear_object (&self->run_cancellable);
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (bp_window_parent_class)->dispose (object);
}

static void
bp_window_finalize (GObject *object)
{
  BpWindow *self = BP_WINDOW (object);

  g_clear_pointer (&self->dataset, bp_dataset_unref);
  g_clear_pointer (&self->document, bp_document_free);
  g_clear_pointer (&self->previous_document, bp_document_free);

  G_OBJECT_CLASS (bp_window_parent_class)->finalize (object);
}

static void
bp_window_class_init (BpWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = bp_window_dispose;
  object_class->finalize = bp_window_finalize;
  window_class->close_request = bp_window_close_request;

  g_type_ensure (BP_TYPE_DRAW_PANE);
  g_type_ensure (BP_TYPE_MESSAGE_BAR);
  g_type_ensure (BP_TYPE_SETTINGS_PANE);
  g_type_ensure (BP_TYPE_SIDE_PANE);
  g_type_ensure (BP_TYPE_TRAIN_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/window.ui");
  gtk_widget_class_bind_template_child (widget_class, BpWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, train_button);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, train_content);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, train_menu_button);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, continue_section);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, message_bar);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, settings_pane);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, train_page);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, draw_pane);
}

static void
bp_window_init (BpWindow *self)
{
  self->document = bp_document_new ();
  self->run_signals = g_signal_group_new (BP_TYPE_TRAINING_RUN);
  g_signal_group_connect_object (self->run_signals, "changed", G_CALLBACK (on_run_changed), self,
                                 G_CONNECT_SWAPPED);

  bp_window_add_commands (self, COMMANDS, G_N_ELEMENTS (COMMANDS));
  bp_window_add_data_actions (self);
  bp_window_add_pad_actions (self);
  bp_window_add_sheet_actions (self);
  bp_window_add_training_actions (self);
  bp_window_add_file_actions (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  bp_window_add_drop_target (self);
  adw_leaflet_set_visible_child_name (self->leaflet, "train");
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (bp_draw_pane_get_pad (self->draw_pane)));
  bp_window_follow_pad (self);
  bp_window_begin_timings (self);
}

/**
 * bp_window_new:
 * @application: the application
 * @settings: what is remembered from one start to the next
 *
 * Returns: (transfer none): a window that shows neither data nor a network yet; the application
 *   owns it
 */
BpWindow *
bp_window_new (GtkApplication *application, GSettings *settings)
{
  BpWindow *self = g_object_new (BP_TYPE_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (settings);
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, BP_KEY_WINDOW_WIDTH),
                               g_settings_get_int (settings, BP_KEY_WINDOW_HEIGHT));
  if (g_settings_get_boolean (settings, BP_KEY_IS_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
  bp_settings_pane_set_settings (self->settings_pane, settings);
  bp_window_follow_settings (self);
  bp_window_show_document (self);
  bp_window_update_sheets (self);
  return self;
}

/**
 * bp_window_start:
 * @self: a new window
 *
 * Looks for a data set, unless one is being loaded already, and brings back the network of the
 * last time, unless another is being opened. Does nothing the second time.
 */
void
bp_window_start (BpWindow *self)
{
  if (self->is_started)
    return;

  self->is_started = TRUE;
  if (self->data_cancellable == NULL)
    bp_window_find_data (self);
  bp_window_restore_network (self);
}
