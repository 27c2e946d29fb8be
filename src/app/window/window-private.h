/* SPDX-License-Identifier: MIT */
#pragma once

#include "data-window.h"
#include "document.h"
#include "draw-pane.h"
#include "message-bar.h"
#include "preview-window.h"
#include "settings-pane.h"
#include "train-page.h"
#include "training-run.h"
#include "window.h"

/* What the files window*.c share: the window's parts, and the functions of each concern. */

struct _BpWindow
{
  AdwApplicationWindow parent_instance;

  /* owned */
  GSettings *settings;
  BpDataset *dataset;             /* nullable: what the next run learns from */
  BpDocument *document;           /* what is on the pad and the charts */
  BpDocument *previous_document;  /* nullable: what Undo brings back */
  GCancellable *data_cancellable; /* nullable: of the loading or download in progress */
  GCancellable *run_cancellable;  /* nullable: of the run in progress */
  GtkFileChooserNative *chooser;  /* nullable: the dialog that is open */
  GSignalGroup *run_signals;      /* of the document's run */

  /* borrowed */
  AdwToast *toast;                 /* nullable: the one that is on the screen */
  BpDataWindow *data_window;       /* nullable, weak: as long as it is open */
  BpPreviewWindow *preview_window; /* nullable, weak: likewise */

  gint64 frame_begin;     /* of the frame in progress, where frames are timed */
  gint64 last_frame_time; /* likewise, of the frame before */
  gint64 train_begin;     /* likewise, of the run that is to become good */
  guint toast_timeout;
  guint n_pending; /* things under way that the window stays alive for */
  guint inhibit_cookie;
  guint n_opening; /* weight files that are being read */
  gboolean is_started;
  gboolean is_keeping;
  gboolean needs_keeping; /* once more, when the keeping in progress is done */
  gboolean is_closing;

  /* template children */
  AdwToastOverlay *toast_overlay;
  AdwWindowTitle *window_title;
  AdwLeaflet *leaflet;
  GtkButton *train_button;
  AdwButtonContent *train_content;
  GtkMenuButton *train_menu_button;
  GMenu *continue_section;
  BpMessageBar *message_bar;
  BpSettingsPane *settings_pane;
  BpTrainPage *train_page;
  BpDrawPane *draw_pane;
};

/**
 * BpWindowCommand:
 * @name: an action of the window, without "win."
 * @run: what it does
 *
 * An action that takes no parameter and has no state.
 */
typedef struct
{
  const char *name;
  void (*run) (BpWindow *self);
} BpWindowCommand;

/* window.c */
void bp_window_add_commands (BpWindow *self, const BpWindowCommand *commands, gsize n_commands);
void bp_window_set_document (BpWindow *self, BpDocument *document, const char *text);
void bp_window_show_document (BpWindow *self);
void bp_window_set_action_enabled (BpWindow *self, const char *name, gboolean is_enabled);
void bp_window_update_actions (BpWindow *self);
void bp_window_hold (BpWindow *self);
void bp_window_release (BpWindow *self);

/* window-toast.c */
void bp_window_toast (BpWindow *self, const char *text);
void bp_window_offer_undo (BpWindow *self, const char *text);
void bp_window_end_toast (BpWindow *self);

/* window-data.c */
void bp_window_add_data_actions (BpWindow *self);
void bp_window_find_data (BpWindow *self);
void bp_window_load_data (BpWindow *self, const char *path);
GCancellable *bp_window_begin_data (BpWindow *self);

/* window-sheets.c */
void bp_window_add_sheet_actions (BpWindow *self);
void bp_window_update_sheets (BpWindow *self);
void bp_window_close_sheets (BpWindow *self);

/* window-download.c */
void bp_window_download_data (BpWindow *self);

/* window-training.c */
void bp_window_add_training_actions (BpWindow *self);
void bp_window_update_training_actions (BpWindow *self);
void bp_window_follow_settings (BpWindow *self);
void bp_window_stop (BpWindow *self);

/* window-outcome.c */
void bp_window_show_outcome (BpWindow *self, const GError *error);

/* window-files.c */
typedef void (*BpWindowOpenFunc) (BpWindow *self, GFile *file);

void bp_window_add_file_actions (BpWindow *self);
gboolean bp_window_check_fits_pad (const BpNetwork *network, GError **error);
void bp_window_choose_file (BpWindow *self,
                            const char *title,
                            GtkFileFilter *filter,
                            BpWindowOpenFunc open);

/* window-pad.c */
void bp_window_add_pad_actions (BpWindow *self);
void bp_window_follow_pad (BpWindow *self);
void bp_window_open_picture (BpWindow *self, GFile *file, BpWindowOpenFunc open_other);
void bp_window_take_texture (BpWindow *self, GdkTexture *texture);

/* window-timings.c */
void bp_window_begin_timings (BpWindow *self);
void bp_window_time_training (BpWindow *self);

/* window-keep.c */
void bp_window_keep_network (BpWindow *self);
void bp_window_restore_network (BpWindow *self);

/* window-dnd.c */
void bp_window_add_drop_target (BpWindow *self);
