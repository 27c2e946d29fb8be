/* SPDX-License-Identifier: MIT */
#include "window-announce.h"

#include "run-text.h"

#include <glib/gi18n.h>

/* The answer is said when the drawing has not changed for this long, in milliseconds: not during a
 * stroke. */
#define REST 700

/* The key of the waiting for that, in the data of the pane. */
#define WAITING "bp-waiting-for-rest"

typedef struct
{
  BpAnnouncer *announcer; /* borrowed */
  BpDrawPane *draw_pane;  /* borrowed: it owns this */
  guint source;           /* or 0 */
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_clear_handle_id (&waiting->source, g_source_remove);
  g_free (waiting);
}

/* The description of the pad is read where the pad has the focus, as it has at first; the announcer
 * is for readers that take note of notifications. */
static void
say (BpAnnouncer *announcer, BpDrawPane *draw_pane, const char *text)
{
  BpPad *pad = bp_draw_pane_get_pad (draw_pane);

  bp_announcer_say (announcer, text);
  if (gtk_widget_has_focus (GTK_WIDGET (pad)))
    bp_pad_add_description (pad, text);
}

static gboolean
say_answer (gpointer data)
{
  Waiting *waiting = data;
  const char *answer = bp_draw_pane_get_answer_in_words (waiting->draw_pane);

  waiting->source = 0;
  if (*answer != '\0')
    say (waiting->announcer, waiting->draw_pane, answer);
  return G_SOURCE_REMOVE;
}

static void
on_drawing_changed (BpDrawPane *draw_pane, const guint8 *image G_GNUC_UNUSED, gpointer data)
{
  Waiting *waiting = data;

  g_clear_handle_id (&waiting->source, g_source_remove);
  waiting->source = g_timeout_add (REST, say_answer, waiting);
}

static void
on_run_ended (BpDrawPane *draw_pane, const BpDocument *document)
{
  const Waiting *waiting = g_object_get_data (G_OBJECT (draw_pane), WAITING);
  const BpTrainingFigures *figures = bp_training_run_get_figures (document->run);
  g_autofree char *course = bp_run_text_describe (figures);
  g_autofree char *text = g_strdup_printf ("%s. %s", _ ("Training Ended"), course);

  say (waiting->announcer, draw_pane, text);
}

/**
 * bp_window_announce_attach:
 * @announcer: a part of the window
 * @draw_pane: likewise
 * @controller: the window's
 *
 * Has the answer to the drawing and the end of a run said to screen readers, wherever the focus is.
 */
void
bp_window_announce_attach (BpAnnouncer *announcer,
                           BpDrawPane *draw_pane,
                           BpRunController *controller)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->announcer = announcer;
  waiting->draw_pane = draw_pane;
  g_object_set_data_full (G_OBJECT (draw_pane), WAITING, waiting, waiting_free);
  g_signal_connect (draw_pane, "image-changed", G_CALLBACK (on_drawing_changed), waiting);
  g_signal_connect_object (controller, "run-ended", G_CALLBACK (on_run_ended), draw_pane,
                           G_CONNECT_SWAPPED);
}
