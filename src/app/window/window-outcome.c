/* SPDX-License-Identifier: MIT */
#include "error.h"
#include "run-text.h"
#include "window-private.h"

#include <glib/gi18n.h>

/* What a run came to, for whoever looks at the window and for whoever does not. */

#define NOTIFICATION_ID "training-ended"

static const BpMessageButton NO_BUTTON = { NULL, NULL };

static void
notify_if_away (BpWindow *self, const char *title, const char *body)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autoptr (GNotification) notification = NULL;

  if (gtk_window_is_active (GTK_WINDOW (self)))
    return;

  notification = g_notification_new (title);
  g_notification_set_body (notification, body);
  g_application_send_notification (application, NOTIFICATION_ID, notification);
}

static void
offer_half_rate (BpWindow *self, const char *heading, const char *text)
{
  double half_rate = bp_training_run_get_figures (self->document->run)->learning_rate / 2;
  g_autofree char *retry = g_strdup_printf (_ ("_Try Again at %g"), half_rate);

  bp_message_bar_show (self->message_bar, heading, text,
                       (BpMessageButton){ retry, "win.retry-at-half-rate" }, NO_BUTTON);
  notify_if_away (self, heading, text);
}

/* The engine's sentence names the cause. */
static void
show_divergence (BpWindow *self, const GError *error)
{
  BpTrainingRun *run = self->document->run;
  g_autofree char *text = NULL;

  if (bp_document_has_learnt (self->document))
    text = g_strdup_printf (_ ("%s. The weights of the best epoch, %u, are back."), error->message,
                            bp_training_run_get_figures (run)->best_epoch);
  else
    text = g_strdup_printf ("%s.", error->message);
  offer_half_rate (self, _ ("Training Diverged"), text);
}

static void
show_failure_to_learn (BpWindow *self)
{
  g_autofree char *text =
      g_strdup_printf (_ ("The answers are no better than guesses. A learning rate of %g is "
                          "probably too large for this network."),
                       bp_training_run_get_figures (self->document->run)->learning_rate);

  offer_half_rate (self, _ ("Nothing Was Learnt"), text);
}

static void
show_result (BpWindow *self)
{
  g_autofree char *result =
      bp_run_text_describe_result (bp_training_run_get_figures (self->document->run));

  notify_if_away (self, _ ("Training Ended"), result);
}

/**
 * bp_window_show_outcome:
 * @self: a window whose document's run is over
 * @error: (nullable): what ended it early
 *
 * Says what came of the run where the line on the page does not say enough, and tells a person who
 * has turned to something else.
 */
void
bp_window_show_outcome (BpWindow *self, const GError *error)
{
  if (g_error_matches (error, BP_ERROR, BP_ERROR_DIVERGED))
    show_divergence (self, error);
  else if (error != NULL)
    {
      bp_message_bar_show (self->message_bar, _ ("Training Ended Early"), error->message, NO_BUTTON,
                           NO_BUTTON);
      notify_if_away (self, _ ("Training Ended Early"), error->message);
    }
  else if (bp_history_get_n_epochs (bp_training_run_get_history (self->document->run)) > 0 &&
           !bp_document_has_learnt (self->document))
    show_failure_to_learn (self);
  else
    show_result (self);
}
