/* SPDX-License-Identifier: MIT */
#include "window-activation.h"

#include "commands.h"
#include "training-settings.h"
#include "weights.h"

#include <glib/gi18n.h>

#define CANCEL "cancel"

static const char *
get_title (guint activation)
{
  return g_dpgettext2 (NULL, bp_activations.kind,
                       bp_choices_get_title (&bp_activations, activation));
}

/* A copy of the document's network with another activation. */
static BpNetwork *
make_network (const BpDocument *document, const char *name, GError **error)
{
  g_autoptr (BpNetwork) network = bp_network_copy (document->network, error);

  if (network == NULL || !bp_weights_choose_activation (network, &document->info, name, error))
    return NULL;
  return g_steal_pointer (&network);
}

static void
set_activation (BpWindow *self, const char *name)
{
  BpDocument *document = bp_window_get_document (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = make_network (document, name, &error);
  g_autoptr (BpDocument) changed = NULL;
  g_autofree char *text = NULL;

  if (network == NULL)
    {
      bp_window_show_message (self, _ ("Could Not Choose the Activation"), error->message,
                              (BpMessageButton){ NULL, NULL }, (BpMessageButton){ NULL, NULL });
      return;
    }

  changed = bp_document_new_from_file (network, &document->info, document->file);
  /* Translators: %s is an activation, as in "tanh" */
  text = g_strdup_printf (_ ("The activation is %s now"), get_title (network->activation));
  bp_window_set_document (self, changed, text);
  bp_training_settings_set_hidden_layers (bp_window_get_settings (self), network);
}

static void
on_answered (BpWindow *self, const char *response)
{
  if (!g_str_equal (response, CANCEL) && bp_window_get_document (self)->info.assumes_activation)
    set_activation (self, response);
}

/* Asks which activation the network was trained with. */
static void
choose_activation (BpWindow *self)
{
  BpActivation current = bp_window_get_document (self)->network->activation;
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("Choose the Activation"),
      _ ("The file does not say which activation the hidden layers have. With another one than the "
         "network was trained with, its answers are wrong."));

  /* Where they are stacked, the last is at the top. */
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), CANCEL, _ ("_Cancel"));
  for (guint i = bp_activations.n_rows; i-- > 0;)
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog),
                                     bp_choices_get_name (&bp_activations, i), get_title (i));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog),
                                           bp_choices_get_name (&bp_activations, current));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), CANCEL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answered), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
set_activation_activated (GSimpleAction *action G_GNUC_UNUSED,
                          GVariant *parameter,
                          gpointer user_data)
{
  set_activation (BP_WINDOW (user_data), g_variant_get_string (parameter, NULL));
}

static const BpCommand COMMANDS[] = {
  { "choose-activation", G_CALLBACK (choose_activation) },
};

static const GActionEntry ACTIONS[] = {
  { .name = "set-activation", .parameter_type = "s", .activate = set_activation_activated },
};

static void
on_document_changed (BpWindow *self)
{
  const BpDocument *document = bp_window_get_document (self);
  gboolean is_open = document->network != NULL && document->info.assumes_activation;

  bp_commands_set_enabled (G_ACTION_MAP (self), "choose-activation", is_open);
  bp_commands_set_enabled (G_ACTION_MAP (self), "set-activation", is_open);
}

/**
 * bp_window_activation_attach:
 * @self: the window
 *
 * Adds the choice of an activation, and enables it as the document changes.
 */
void
bp_window_activation_attach (BpWindow *self)
{
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  g_signal_connect (self, "document-changed", G_CALLBACK (on_document_changed), NULL);
}
