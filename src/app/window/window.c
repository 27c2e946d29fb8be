/* SPDX-License-Identifier: MIT */
#include "window.h"

#include "commands.h"
#include "data-loader.h"
#include "document-trail.h"
#include "draw-pane.h"
#include "explain-page.h"
#include "format.h"
#include "frame-timings.h"
#include "help.h"
#include "inspect-page.h"
#include "memory.h"
#include "menu-tooltip.h"
#include "network-keeper.h"
#include "pages.h"
#include "run-continuer.h"
#include "run-controller.h"
#include "run-series.h"
#include "runs-page.h"
#include "settings-pane.h"
#include "settings.h"
#include "source-name.h"
#include "timings.h"
#include "toaster.h"
#include "train-button.h"
#include "train-page.h"
#include "training-settings.h"
#include "window-activation.h"
#include "window-announce.h"
#include "window-chart.h"
#include "window-classes.h"
#include "window-collection.h"
#include "window-compare.h"
#include "window-dnd.h"
#include "window-drawings.h"
#include "window-explain.h"
#include "window-files.h"
#include "window-inspect.h"
#include "window-lesson.h"
#include "window-message.h"
#include "window-open.h"
#include "window-pad.h"
#include "window-projector.h"
#include "window-prompts.h"
#include "window-recent.h"
#include "window-report.h"
#include "window-runs.h"
#include "window-save.h"
#include "window-sheets.h"
#include "window-tour.h"

#include <glib/gi18n.h>

struct _BpWindow
{
  AdwApplicationWindow parent_instance;

  /* owned */
  GSettings *settings;
  BpDocument *document;   /* of the pad and the charts */
  BpDocumentTrail *trail; /* of Undo and Redo */
  BpPending *pending;     /* the calls that the window waits for */
  BpDataLoader *data_loader;
  BpRunController *run_controller;
  BpRunDataLoader *run_data_loader;
  BpRunSeries *run_series;
  BpRunContinuer *run_continuer;
  BpNetworkKeeper *network_keeper;
  BpToaster *toaster;
  BpTimeTravel *time_travel;
  BpFrameTimings *frame_timings; /* nullable: only where measuring is on */

  BpNetwork *answering; /* nullable: a changed copy, which answers on the pad */
  char *run_heading;    /* nullable: of the newest message on a run */

  guint n_opening; /* weight files that are being read */
  gboolean is_started;
  gboolean is_closing;

  /* template children */
  GMenu *lesson_menu;
  GMenu *recent_menu;
  AdwToastOverlay *toast_overlay;
  GtkOverlay *message_overlay;
  GtkWidget *content;
  GtkWidget *header_bar;
  AdwWindowTitle *window_title;
  GtkWidget *page_buttons;
  GtkWidget *page_icons;
  BpTrainButton *train_button;
  BpAnnouncer *announcer;
  BpMessageBar *message_bar;
  BpLessonPane *lesson_pane;
  BpPages *pages;
  BpSettingsPane *settings_pane;
  BpTrainPage *train_page;
  BpInspectPage *inspect_page;
  BpExplainPage *explain_page;
  BpRunsPage *runs_page;
  BpDrawPane *draw_pane;
  AdwViewSwitcherBar *switcher_bar;
};

enum
{
  SIGNAL_DOCUMENT_CHANGED,
  SIGNAL_DATASET_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpWindow, bp_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_title (BpWindow *self)
{
  BpDataset *dataset = bp_window_get_dataset (self);
  guint epoch = bp_time_travel_get_shown (self->time_travel);
  g_autofree char *of_document = bp_document_get_subtitle (self->document);
  g_autofree char *series = bp_run_series_describe (self->run_series);
  g_autofree char *subtitle = NULL;

  if (of_document != NULL && epoch > 0)
    /* Translators: the network of the window, and the epoch of it that is shown. */
    subtitle = g_strdup_printf (_ ("%s · epoch %u"), of_document, epoch);
  else if (of_document != NULL && series != NULL)
    subtitle = g_strdup_printf ("%s · %s", of_document, series);
  else
    subtitle = g_steal_pointer (&of_document);
  if (subtitle == NULL && dataset != NULL)
    subtitle = bp_source_name_translate (bp_dataset_get_name (dataset));
  adw_window_title_set_subtitle (self->window_title, subtitle != NULL ? subtitle : "");
}

/* Enables Undo and Redo, and what concerns an older
 * network where one is shown. A run in progress has its network in use. */
static void
update_actions (BpWindow *self)
{
  gboolean is_back = bp_time_travel_get_wanted (self->time_travel) > 0;

  bp_commands_set_enabled (G_ACTION_MAP (self), "show-newest", is_back);
  bp_commands_set_enabled (G_ACTION_MAP (self), "use-shown-network",
                           bp_time_travel_get_network (self->time_travel) != NULL &&
                               !bp_training_run_is_active (self->document->run));
  bp_commands_set_enabled (G_ACTION_MAP (self), "restore-previous",
                           bp_document_trail_can_undo (self->trail));
  bp_commands_set_enabled (G_ACTION_MAP (self), "restore-next",
                           bp_document_trail_can_redo (self->trail));
}

static void
update_train_button (BpWindow *self)
{
  bp_train_button_set_state (self->train_button,
                             bp_training_run_get_figures (self->document->run)->state,
                             bp_run_controller_can_start (self->run_controller));
  bp_run_series_update (self->run_series);
}

/* The network that a person looks at: the document's, or that of another epoch of its run. */
static BpNetwork *
get_shown_network (BpWindow *self)
{
  BpNetwork *of_epoch = bp_time_travel_get_network (self->time_travel);

  return of_epoch != NULL ? of_epoch : self->document->network;
}

/**
 * bp_window_count_shown_epochs:
 * @self: the window
 *
 * Returns: the number of epochs that the shown network was trained for
 */
guint
bp_window_count_shown_epochs (BpWindow *self)
{
  guint epoch = bp_time_travel_get_shown (self->time_travel);

  return epoch > 0 ? self->document->n_epochs_before + epoch : self->document->info.n_epochs;
}

/* Shows @network (nullable) on the pad and on every page that looks into it. */
static void
show_network (BpWindow *self, BpNetwork *network)
{
  bp_draw_pane_set_network (self->draw_pane, self->answering != NULL ? self->answering : network);
  bp_inspect_page_set_network (self->inspect_page, network, bp_window_count_shown_epochs (self));
  bp_explain_page_set_network (self->explain_page, network);
}

/**
 * bp_window_set_answering:
 * @self: the window
 * @network: (nullable): a changed copy, which answers on the pad; %NULL for the shown network
 *
 * The other pages stay as they are.
 */
void
bp_window_set_answering (BpWindow *self, BpNetwork *network)
{
  g_clear_pointer (&self->answering, bp_network_unref);
  self->answering = network != NULL ? bp_network_ref (network) : NULL;
  bp_draw_pane_set_is_copy (self->draw_pane, network != NULL);
  bp_draw_pane_set_network (self->draw_pane, network != NULL ? network : get_shown_network (self));
}

/* Shows @dataset, from @path (nullable), on every page that uses the images. */
static void
show_dataset (BpWindow *self, BpDataset *dataset, const char *path)
{
  bp_settings_pane_set_dataset (self->settings_pane, dataset, path);
  bp_inspect_page_set_dataset (self->inspect_page, dataset);
  bp_explain_page_set_dataset (self->explain_page, dataset);
}

/**
 * bp_window_update_document:
 * @self: the window
 *
 * Updates all parts of the window for its document, and emits "document-changed".
 */
void
bp_window_update_document (BpWindow *self)
{
  BpDocument *document = self->document;
  g_autofree char *origin = bp_document_describe_origin (document);

  bp_train_page_set_run (self->train_page, document->run, document->network, origin);
  bp_run_charts_set_repetitions (bp_window_get_charts (self), document->repetitions);
  if (self->frame_timings != NULL)
    bp_frame_timings_set_run (self->frame_timings, document->run);
  bp_draw_pane_set_class_names (self->draw_pane, (const char *const *) document->info.class_names);
  bp_explain_page_set_class_names (self->explain_page,
                                   (const char *const *) document->info.class_names);
  bp_time_travel_set_history (self->time_travel, bp_training_run_get_history (document->run),
                              bp_document_get_epoch (document));
  show_network (self, get_shown_network (self));
  update_title (self);
  update_train_button (self);
  bp_settings_pane_set_is_training (self->settings_pane,
                                    bp_training_run_is_training (document->run));
  update_actions (self);
  g_signal_emit (self, signals[SIGNAL_DOCUMENT_CHANGED], 0);
}

static void
turn_to_document (BpWindow *self, BpDocument *document)
{
  self->document = document;
  bp_run_controller_set_document (self->run_controller, document);
  bp_network_keeper_keep (self->network_keeper, document);
  bp_window_update_document (self);
}

static void
restore_previous (BpWindow *self)
{
  bp_run_controller_stop (self->run_controller);
  turn_to_document (self, bp_document_trail_undo (self->trail, self->document));
  bp_toaster_offer (self->toaster, _ ("The previous network is back"), _ ("_Redo"),
                    "win.restore-next");
}

static void
restore_next (BpWindow *self)
{
  bp_run_controller_stop (self->run_controller);
  turn_to_document (self, bp_document_trail_redo (self->trail, self->document));
  bp_toaster_offer (self->toaster, _ ("The next network is back"), _ ("_Undo"),
                    "win.restore-previous");
}

static void
on_time_travelled (BpWindow *self)
{
  show_network (self, get_shown_network (self));
  update_title (self);
  update_actions (self);
}

static void
on_time_travel_failed (BpWindow *self, const char *text)
{
  bp_window_show_message (self, _ ("The Network of the Epoch Cannot Be Read"), text,
                          (BpMessageButton){ NULL, NULL }, (BpMessageButton){ NULL, NULL });
}

static void
show_newest (BpWindow *self)
{
  bp_time_travel_go_back (self->time_travel);
}

/* The network that is shown becomes that of a document of its own, so that Undo brings back the
 * other one. */
static void
use_shown_network (BpWindow *self)
{
  guint epoch = bp_time_travel_get_shown (self->time_travel);
  g_autoptr (BpDocument) document =
      bp_document_new_at_epoch (self->document, epoch,
                                bp_time_travel_get_network (self->time_travel));
  g_autofree char *text = g_strdup_printf (_ ("The network of epoch %u is in use"), epoch);

  bp_time_travel_go_back (self->time_travel);
  bp_window_set_document (self, document, text);
}

static void
restore_run (BpWindow *self)
{
  if (bp_runs_page_restore (self->runs_page))
    bp_window_toast (self, _ ("The run is back"));
}

static const BpCommand COMMANDS[] = {
  { "restore-previous", G_CALLBACK (restore_previous) },
  { "restore-next", G_CALLBACK (restore_next) },
  { "restore-run", G_CALLBACK (restore_run) },
  { "show-newest", G_CALLBACK (show_newest) },
  { "use-shown-network", G_CALLBACK (use_shown_network) },
};

/* Whether the window still waits for its first network. */
static gboolean
is_waiting_for_network (BpWindow *self)
{
  return self->is_started && !self->is_closing && self->n_opening == 0 &&
         self->document->network == NULL &&
         bp_training_run_get_figures (self->document->run)->state == BP_TRAINING_STATE_IDLE;
}

static void
on_restored (BpWindow *self, BpDocument *document)
{
  if (is_waiting_for_network (self))
    bp_window_set_document (self, document, NULL);
}

static void
on_loading_started (BpWindow *self,
                    const char *text,
                    const char *path,
                    const char *name,
                    gboolean is_choice)
{
  if (is_choice)
    bp_window_hide_message (self);
  bp_train_page_begin_loading (self->train_page, text);
  if (path != NULL)
    bp_settings_pane_show_source (self->settings_pane, path, name);
}

static void
on_loading_progress (BpWindow *self, double fraction)
{
  bp_train_page_set_loading_fraction (self->train_page, fraction);
}

static void
on_loading_stopped (BpWindow *self)
{
  bp_train_page_end_loading (self->train_page);
  bp_settings_pane_reset_source (self->settings_pane);
}

static void
on_loading_failed (BpWindow *self,
                   const char *heading,
                   const char *text,
                   const char *button_label,
                   const char *action_name)
{
  bp_window_show_message (self, heading, text, (BpMessageButton){ button_label, action_name },
                          (BpMessageButton){ _ ("Use _Built-in Digits"), "win.use-builtin-data" });
}

/* Shows the notes about new data, for example on images that were left out. */
static void
show_notes (BpWindow *self, const BpDataset *dataset)
{
  const char *const *notes = bp_dataset_get_notes (dataset);
  g_autofree char *text = notes != NULL ? g_strjoinv ("\n", (char **) notes) : NULL;

  if (text != NULL && *text != '\0')
    bp_window_show_message (self, _ ("About the Data Set"), text, (BpMessageButton){ NULL, NULL },
                            (BpMessageButton){ NULL, NULL });
}

/* Built-in digits, also mixed in, are no file. */
static void
add_recent_data (BpWindow *self, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (g_path_is_absolute (path))
    bp_window_recent_add (self, file);
}

static void
on_loaded (BpWindow *self, BpDataset *dataset, const char *path, gboolean is_choice)
{
  bp_train_page_end_loading (self->train_page);
  show_dataset (self, dataset, path);
  bp_run_controller_set_dataset (self->run_controller, dataset, path);
  if (is_choice)
    {
      show_notes (self, dataset);
      add_recent_data (self, path);
    }
  update_title (self);
  update_train_button (self);
  g_signal_emit (self, signals[SIGNAL_DATASET_CHANGED], 0);
}

static void
on_data_found (BpWindow *self, const char *path, const char *name)
{
  bp_settings_pane_add_source (self->settings_pane, path, name);
}

static void
on_run_starting (BpWindow *self)
{
  bp_window_hide_message (self);
  if (self->frame_timings != NULL)
    bp_frame_timings_begin_training (self->frame_timings);
}

/* Without a text, nothing is lost: the run before is in the list of runs. */
static void
on_fresh_document (BpWindow *self, BpDocument *document, const char *text)
{
  g_autoptr (BpDocument) before = NULL;

  if (text != NULL)
    {
      bp_window_set_document (self, document, text);
      return;
    }
  bp_run_controller_stop (self->run_controller);
  before = self->document;
  turn_to_document (self, bp_document_ref (document));
}

/* Says which weights are there now. */
static void
on_restored_best (BpWindow *self)
{
  BpHistory *history = bp_training_run_get_history (self->document->run);
  const BpEpoch *best = &bp_history_get_best_epoch (history)->values;
  g_autofree char *percent = bp_format_percent (best->held_out_accuracy);
  /* Translators: %s is the held-out accuracy of that epoch */
  g_autofree char *text = g_strdup_printf (_ ("The weights of epoch %u are back, the best one: "
                                              "held-out accuracy %s"),
                                           best->epoch, percent);

  bp_window_toast (self, text);
}

static void
on_step_time_changed (BpWindow *self, double seconds)
{
  bp_run_controller_set_step_time (self->run_controller, seconds);
}

static void
on_runs_deleted (BpWindow *self, const char *text)
{
  bp_toaster_offer (self->toaster, text, _ ("_Undo"), "win.restore-run");
}

static void
on_runs_selected (BpWindow *self)
{
  bp_window_compare_follow (self, bp_runs_page_get_selected (self->runs_page));
}

static void
on_runs_failed (BpWindow *self, const char *text)
{
  bp_window_show_message (self, _ ("Runs"), text, (BpMessageButton){ NULL, NULL },
                          (BpMessageButton){ NULL, NULL });
}

static void
on_settled (BpWindow *self, BpDocument *document)
{
  bp_runs_page_refresh (self->runs_page);
  bp_time_travel_refresh (self->time_travel);
  bp_network_keeper_keep (self->network_keeper, document);
}

static void
on_run_message (BpWindow *self,
                const char *heading,
                const char *text,
                const char *button_label,
                const char *action_name)
{
  g_free (self->run_heading);
  self->run_heading = g_strdup (heading);
  bp_window_show_message (self, heading, text, (BpMessageButton){ button_label, action_name },
                          (BpMessageButton){ NULL, NULL });
}

/* Withdraws a message about a run with other layers. */
static void
on_hidden_layers_changed (BpWindow *self)
{
  if (self->run_heading != NULL)
    bp_message_bar_withdraw (self->message_bar, self->run_heading);
}

static void
on_epochs_changed (BpWindow *self)
{
  int n_epochs = g_settings_get_int (self->settings, BP_KEY_EPOCHS);

  bp_train_button_set_n_epochs (self->train_button, n_epochs);
  bp_train_page_set_n_epochs (self->train_page, n_epochs);
}

static void
on_idle (BpWindow *self)
{
  bp_memory_trim_later ();
  if (self->is_closing)
    gtk_window_destroy (GTK_WINDOW (self));
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

/* Closing needs no question, because the network is kept for the next start. The window is hidden
 * at once and destroyed when the training thread has ended and the file is written. */
static gboolean
bp_window_close_request (GtkWindow *window)
{
  BpWindow *self = BP_WINDOW (window);

  if (self->is_closing)
    return GDK_EVENT_STOP;

  save_size (self);
  self->is_closing = TRUE;
  bp_data_loader_close (self->data_loader);
  bp_run_data_loader_close (self->run_data_loader);
  bp_run_continuer_close (self->run_continuer);
  bp_run_controller_close (self->run_controller);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return bp_window_is_busy (self) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* GTK 4.8 leaves its handler of "compute-size" on the surface, which the display keeps until the
 * server has confirmed its end: an event in between would reach a window that is gone. */
static void
bp_window_unrealize (GtkWidget *widget)
{
  g_signal_handlers_disconnect_matched (gtk_native_get_surface (GTK_NATIVE (widget)),
                                        G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA,
                                        g_signal_lookup ("compute-size", GDK_TYPE_TOPLEVEL), 0,
                                        NULL, NULL, widget);

  GTK_WIDGET_CLASS (bp_window_parent_class)->unrealize (widget);
}

static void
bp_window_dispose (GObject *object)
{
  BpWindow *self = BP_WINDOW (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->pending);
  g_clear_object (&self->data_loader);
  g_clear_object (&self->run_data_loader);
  g_clear_object (&self->run_continuer);
  g_clear_object (&self->run_series);
  g_clear_object (&self->run_controller);
  g_clear_object (&self->network_keeper);
  g_clear_object (&self->toaster);
  g_clear_object (&self->time_travel);
  g_clear_object (&self->frame_timings);

  G_OBJECT_CLASS (bp_window_parent_class)->dispose (object);
}

static void
bp_window_finalize (GObject *object)
{
  BpWindow *self = BP_WINDOW (object);

  g_clear_pointer (&self->document, bp_document_unref);
  g_clear_pointer (&self->trail, bp_document_trail_free);
  g_clear_pointer (&self->answering, bp_network_unref);
  g_free (self->run_heading);

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
  widget_class->unrealize = bp_window_unrealize;
  window_class->close_request = bp_window_close_request;

  /**
   * BpWindow::document-changed:
   *
   * The document, its network or its state has changed.
   */
  signals[SIGNAL_DOCUMENT_CHANGED] =
      g_signal_new ("document-changed", BP_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

  /**
   * BpWindow::dataset-changed:
   *
   * The data set has changed.
   */
  signals[SIGNAL_DATASET_CHANGED] =
      g_signal_new ("dataset-changed", BP_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/window/window.ui");
  gtk_widget_class_bind_template_child (widget_class, BpWindow, lesson_menu);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, recent_menu);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, content);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, header_bar);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, page_buttons);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, page_icons);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, train_button);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, announcer);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, message_bar);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, message_overlay);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, lesson_pane);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, settings_pane);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, train_page);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, inspect_page);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, explain_page);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, runs_page);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, draw_pane);
  gtk_widget_class_bind_template_child (widget_class, BpWindow, switcher_bar);
}

static void
bp_window_init (BpWindow *self)
{
  self->document = bp_document_new ();
  self->trail = bp_document_trail_new ();
  self->pending = bp_pending_new ();
  g_signal_connect_object (self->pending, "idle", G_CALLBACK (on_idle), self, G_CONNECT_SWAPPED);
  self->network_keeper = bp_network_keeper_new (self->pending);
  g_signal_connect_object (self->network_keeper, "restored", G_CALLBACK (on_restored), self,
                           G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->time_travel = bp_time_travel_new ();
  bp_train_page_set_time_travel (self->train_page, self->time_travel);
  bp_inspect_page_set_time_travel (self->inspect_page, self->time_travel);
  g_signal_connect_object (self->time_travel, "changed", G_CALLBACK (on_time_travelled), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->time_travel, "failed", G_CALLBACK (on_time_travel_failed), self,
                           G_CONNECT_SWAPPED);
  bp_menu_tooltip_hide_beneath_menus (GTK_WIDGET (self));
  self->toaster = bp_toaster_new (self->toast_overlay, self->announcer);
  if (bp_timings_is_on ())
    self->frame_timings = bp_frame_timings_new (GTK_WIDGET (self));
  bp_pages_show (self->pages, BP_PAGE (self->train_page));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (bp_window_get_pad (self)));
}

static void
add_data_loader (BpWindow *self)
{
  BpDataLoader *loader = bp_data_loader_new (G_ACTION_MAP (self), self->settings, self->pending);

  g_signal_connect_object (loader, "started", G_CALLBACK (on_loading_started), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (loader, "progress", G_CALLBACK (on_loading_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (loader, "stopped", G_CALLBACK (on_loading_stopped), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (loader, "failed", G_CALLBACK (on_loading_failed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (loader, "loaded", G_CALLBACK (on_loaded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (loader, "found", G_CALLBACK (on_data_found), self, G_CONNECT_SWAPPED);
  self->data_loader = loader;
}

static void
add_run_controller (BpWindow *self)
{
  BpRunController *controller =
      bp_run_controller_new (GTK_WINDOW (self), self->settings, self->pending);

  g_signal_connect_object (controller, "starting", G_CALLBACK (on_run_starting), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "fresh-document", G_CALLBACK (on_fresh_document), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "changed", G_CALLBACK (bp_window_update_document), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "settled", G_CALLBACK (on_settled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "message", G_CALLBACK (on_run_message), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "restored-best", G_CALLBACK (on_restored_best), self,
                           G_CONNECT_SWAPPED);
  bp_run_controller_set_document (controller, self->document);
  self->run_controller = controller;
  self->run_series = bp_run_series_new (GTK_WINDOW (self), self->settings, controller);
  g_signal_connect_object (self->run_series, "changed", G_CALLBACK (bp_window_update_document),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->train_page, "step-time-changed", G_CALLBACK (on_step_time_changed),
                           self, G_CONNECT_SWAPPED);
}

/* Offers to continue the run that was interrupted. */
static void
on_run_found (BpWindow *self, const BpRunRecord *record)
{
  g_autofree char *data = bp_source_name_translate (record->settings.dataset_name);
  g_autofree char *text =
      g_strdup_printf (_ ("A run on %s was interrupted after epoch %u of %u."), data,
                       record->figures.n_epochs, record->settings.config.n_epochs);

  bp_window_show_message (self, _ ("Training Was Interrupted"), text,
                          (BpMessageButton){ _ ("_Continue"), "win.continue-interrupted" },
                          (BpMessageButton){ NULL, NULL });
}

static void
on_continue_failed (BpWindow *self, const char *message)
{
  bp_window_show_message (self, _ ("The Run Cannot Be Continued"), message,
                          (BpMessageButton){ NULL, NULL }, (BpMessageButton){ NULL, NULL });
}

static void
add_run_continuer (BpWindow *self)
{
  BpRunDataLoader *loader = bp_run_data_loader_new (self->data_loader);
  BpRunContinuer *continuer = bp_run_continuer_new (G_ACTION_MAP (self), self->settings,
                                                    self->pending, loader, self->run_controller);

  g_signal_connect_object (continuer, "found", G_CALLBACK (on_run_found), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (continuer, "failed", G_CALLBACK (on_continue_failed), self,
                           G_CONNECT_SWAPPED);
  self->run_data_loader = loader;
  self->run_continuer = continuer;
  bp_window_runs_attach (self, &(BpWindowRuns){ .page = self->runs_page,
                                                .data_loader = loader,
                                                .continuer = continuer,
                                                .controller = self->run_controller });
}

/* A page that does not exist leaves the present one. */
static void
show_page (GSimpleAction *action, GVariant *name, gpointer user_data)
{
  BpWindow *self = BP_WINDOW (user_data);

  if (!bp_pages_show_named (self->pages, g_variant_get_string (name, NULL)))
    g_message ("There is no page “%s”", g_variant_get_string (name, NULL));
}

static void
on_group_changed (BpWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "show-page");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (bp_pages_get_group (self->pages)));
}

static void
on_drawing_changed (BpWindow *self, const guint8 *image)
{
  const BpPicture *picture = bp_strokes_get_picture (bp_pad_get_strokes (bp_window_get_pad (self)));

  bp_explain_page_set_drawing (self->explain_page, image,
                               picture != NULL ? picture->label : BP_WALKTHROUGH_NO_LABEL);
  bp_inspect_page_set_drawing (self->inspect_page, image);
}

static void
add_pages (BpWindow *self)
{
  g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful ("show-page", G_VARIANT_TYPE_STRING,
                                    g_variant_new_string (bp_pages_get_group (self->pages)));

  g_signal_connect_object (action, "activate", G_CALLBACK (show_page), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (self->pages, "notify::group", G_CALLBACK (on_group_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->draw_pane, "image-changed", G_CALLBACK (on_drawing_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs_page, "opened", G_CALLBACK (bp_window_open_run), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs_page, "selection-changed", G_CALLBACK (on_runs_selected),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs_page, "deleted", G_CALLBACK (on_runs_deleted), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs_page, "failed", G_CALLBACK (on_runs_failed), self,
                           G_CONNECT_SWAPPED);
}

static void
follow_settings (BpWindow *self)
{
  bp_settings_pane_set_settings (self->settings_pane, self->settings);
  bp_run_charts_set_settings (bp_train_page_get_charts (self->train_page), self->settings);
  bp_runs_page_set_settings (self->runs_page, self->settings);
  g_signal_connect_object (self->settings, "changed::" BP_KEY_HIDDEN_LAYERS,
                           G_CALLBACK (on_hidden_layers_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" BP_KEY_EPOCHS,
                           G_CALLBACK (on_epochs_changed), self, G_CONNECT_SWAPPED);
  on_epochs_changed (self);
}

/**
 * bp_window_new:
 * @application: the application
 * @settings: the settings
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

  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  bp_help_attach_keys (GTK_APPLICATION_WINDOW (self));
  add_pages (self);
  add_data_loader (self);
  add_run_controller (self);
  add_run_continuer (self);
  follow_settings (self);
  bp_window_open_attach (self);
  bp_window_save_attach (self);
  bp_window_activation_attach (self);
  bp_window_announce_attach (self->announcer, self->draw_pane, self->run_controller);
  bp_window_chart_attach (self, self->runs_page);
  bp_window_compare_attach (self);
  bp_window_inspect_attach (self, self->inspect_page);
  bp_window_lesson_attach (self, self->lesson_pane, self->settings_pane, self->lesson_menu);
  bp_window_message_attach (self->message_overlay, self->message_bar, self->pages, self->draw_pane);
  bp_window_pad_attach (self, self->draw_pane);
  bp_window_drawings_attach (self, self->draw_pane);
  bp_window_classes_attach (self);
  bp_window_prompts_attach (self, self->draw_pane);
  bp_window_collection_attach (self);
  bp_window_projector_attach (self);
  bp_window_recent_attach (self, self->recent_menu);
  bp_window_report_attach (self, self->runs_page);
  bp_window_sheets_attach (self);
  bp_window_tour_attach (self, &(BpTourTargets){ .content = self->content,
                                                 .header_bar = self->header_bar,
                                                 .train_button = GTK_WIDGET (self->train_button),
                                                 .page_buttons = self->page_buttons,
                                                 .page_icons = self->page_icons,
                                                 .switcher_bar = self->switcher_bar });
  bp_window_dnd_attach (self);
  bp_window_explain_attach (self, self->explain_page);
  bp_window_update_document (self);
  return self;
}

/**
 * bp_window_start:
 * @self: a new window
 *
 * Looks for a data set, unless one is being loaded already, and restores the kept network, unless
 * another is being opened. Only the first call has an effect.
 */
void
bp_window_start (BpWindow *self)
{
  if (self->is_started)
    return;

  self->is_started = TRUE;
  bp_run_continuer_find (self->run_continuer);
  if (!bp_data_loader_is_busy (self->data_loader))
    bp_data_loader_find (self->data_loader);
  if (is_waiting_for_network (self))
    bp_network_keeper_restore (self->network_keeper);
}

/**
 * bp_window_get_settings:
 * @self: the window
 *
 * Returns: (transfer none): the settings
 */
GSettings *
bp_window_get_settings (BpWindow *self)
{
  return self->settings;
}

/**
 * bp_window_get_pad:
 * @self: the window
 *
 * Returns: (transfer none): the pad
 */
BpPad *
bp_window_get_pad (BpWindow *self)
{
  return bp_draw_pane_get_pad (self->draw_pane);
}

/**
 * bp_window_set_detector:
 * @self: the window
 * @detector: (transfer full): see bp_draw_pane_set_detector()
 */
void
bp_window_set_detector (BpWindow *self, BpDetector *detector)
{
  bp_draw_pane_set_detector (self->draw_pane, detector);
}

/**
 * bp_window_set_own_digits:
 * @self: the window
 * @own: (nullable): digits that the user has written, as test samples: the accuracy on them is
 *   measured in the next runs
 */
void
bp_window_set_own_digits (BpWindow *self, BpDataset *own)
{
  bp_run_controller_set_own (self->run_controller, own);
}

/**
 * bp_window_show_pad:
 * @self: the window
 *
 * Shows the page of the pad, where there is room for one page only.
 */
void
bp_window_show_pad (BpWindow *self)
{
  bp_pages_show (self->pages, BP_PAGE (self->draw_pane));
}

/**
 * bp_window_get_charts:
 * @self: the window
 *
 * Returns: (transfer none): the charts of the present run
 */
BpRunCharts *
bp_window_get_charts (BpWindow *self)
{
  return bp_train_page_get_charts (self->train_page);
}

/**
 * bp_window_get_document:
 * @self: the window
 *
 * Returns: (transfer none): its document
 */
BpDocument *
bp_window_get_document (BpWindow *self)
{
  return self->document;
}

/**
 * bp_window_set_document:
 * @self: the window
 * @document: the new document
 * @text: (nullable): a short message on the action; %NULL where there was no network before
 *
 * Stops the run in progress and replaces the document. Where the old one has a network, shows @text
 * and offers to restore it.
 */
void
bp_window_set_document (BpWindow *self, BpDocument *document, const char *text)
{
  gboolean had_network = self->document->network != NULL;

  bp_run_controller_stop (self->run_controller);
  bp_document_trail_leave (self->trail, self->document);
  turn_to_document (self, bp_document_ref (document));
  if (had_network)
    bp_toaster_offer (self->toaster, text, _ ("_Undo"), "win.restore-previous");
}

/**
 * bp_window_begin_opening:
 * @self: the window
 *
 * Announces that a weight file is being read, so that the window does not restore another network
 * meanwhile.
 */
void
bp_window_begin_opening (BpWindow *self)
{
  self->n_opening++;
}

/**
 * bp_window_end_opening:
 * @self: the window
 *
 * Ends bp_window_begin_opening(). Where the window still has no network, the kept one is restored.
 */
void
bp_window_end_opening (BpWindow *self)
{
  g_return_if_fail (self->n_opening > 0);

  self->n_opening--;
  if (is_waiting_for_network (self))
    bp_network_keeper_restore (self->network_keeper);
}

/**
 * bp_window_get_dataset:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the data set of the next run
 */
BpDataset *
bp_window_get_dataset (BpWindow *self)
{
  return bp_data_loader_get_dataset (self->data_loader);
}

/**
 * bp_window_load_data:
 * @self: the window
 * @path: (type filename): a file or folder, or %BP_STORE_BUILTIN
 *
 * Loads a data set that the user chose. The present one stays until the new one is loaded.
 */
void
bp_window_load_data (BpWindow *self, const char *path)
{
  bp_data_loader_load (self->data_loader, path);
}

/**
 * bp_window_toast:
 * @self: the window
 * @text: a short message on the action
 */
void
bp_window_toast (BpWindow *self, const char *text)
{
  bp_toaster_show (self->toaster, text);
}

/**
 * bp_window_offer_undo:
 * @self: the window
 * @text: what was done
 * @action_name: the action that undoes it, as in "win.restore-run"
 *
 * Shows @text for some seconds, with a button to undo it.
 */
void
bp_window_offer_undo (BpWindow *self, const char *text, const char *action_name)
{
  bp_toaster_offer (self->toaster, text, _ ("_Undo"), action_name);
}

/**
 * bp_window_withdraw_undo:
 * @self: the window
 * @action_name: the action of bp_window_offer_undo() that is no longer possible
 *
 * Removes the offer, if it is still shown.
 */
void
bp_window_withdraw_undo (BpWindow *self, const char *action_name)
{
  bp_toaster_withdraw (self->toaster, action_name);
}

/**
 * bp_window_show_message:
 * @self: the window
 * @heading: the failure, in a few words
 * @text: the reason and the remedy
 * @first: the first button, or one without a label
 * @second: likewise
 *
 * Shows a message over the pages, and has it said to screen readers.
 */
void
bp_window_show_message (BpWindow *self,
                        const char *heading,
                        const char *text,
                        BpMessageButton first,
                        BpMessageButton second)
{
  g_autofree char *whole = g_strdup_printf ("%s. %s", heading, text);

  bp_message_bar_show (self->message_bar, heading, text, first, second);
  bp_announcer_say (self->announcer, whole);
}

/**
 * bp_window_hide_message:
 * @self: the window
 *
 * Hides the message, which is out of date.
 */
void
bp_window_hide_message (BpWindow *self)
{
  bp_message_bar_hide (self->message_bar);
}

/**
 * bp_window_hold:
 * @self: the window
 *
 * Keeps the window alive, perhaps hidden, until bp_window_release(): for calls whose callback needs
 * the window.
 */
void
bp_window_hold (BpWindow *self)
{
  g_object_ref (self);
  bp_pending_begin (self->pending);
}

/**
 * bp_window_release:
 * @self: the window; it may be gone when this returns
 */
void
bp_window_release (BpWindow *self)
{
  bp_pending_end (self->pending);
  g_object_unref (self);
}

/**
 * bp_window_is_busy:
 * @self: the window
 *
 * Returns: whether calls are in progress that the window waits for
 */
gboolean
bp_window_is_busy (BpWindow *self)
{
  return !bp_pending_is_idle (self->pending);
}

/**
 * bp_window_is_closing:
 * @self: the window
 *
 * Returns: whether it is hidden and waits for calls in progress
 */
gboolean
bp_window_is_closing (BpWindow *self)
{
  return self->is_closing;
}
