/* SPDX-License-Identifier: MIT */
#include "window-runs.h"

#include "run-columns.h"
#include "run-source.h"
#include "training-settings.h"

#include <glib/gi18n.h>

/* A closure's data: the window and its parts that train stored runs. */
typedef struct
{
  BpWindow *window;
  BpWindowRuns parts;
} Context;

static void
context_free (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  g_free (data);
}

static void
on_continue (BpRunsPage *page G_GNUC_UNUSED, BpRunRecord *record, gpointer user_data)
{
  const Context *context = user_data;

  bp_run_continuer_continue (context->parts.continuer, record);
}

/* Trains a run again, now that its data is there. */
static void
repeat_run (gpointer object, BpRunRecord *record, BpDataset *loaded)
{
  const Context *context = object;
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_run_data_loader_cut (record, loaded, &error);

  if (dataset == NULL)
    bp_window_show_message (context->window, _ ("Training Cannot Start"), error->message,
                            (BpMessageButton){ NULL, NULL }, (BpMessageButton){ NULL, NULL });
  else if (bp_run_controller_repeat_run (context->parts.controller, record, dataset))
    g_action_group_activate_action (G_ACTION_GROUP (context->window), "show-page",
                                    g_variant_new_string ("train"));
}

static void
on_repeat (BpRunsPage *page G_GNUC_UNUSED, BpRunRecord *record, gpointer user_data)
{
  Context *context = user_data;

  bp_run_data_loader_load (context->parts.data_loader, record, repeat_run, context);
}

/* Appends a name to a list of names. */
static void
append_name (GString *names, const char *name)
{
  if (names->len > 0)
    g_string_append (names, ", ");
  g_string_append (names, name);
}

/* Takes over the settings of a run. @dataset: (nullable): its whole data set */
static void
take_settings (const Context *context, const BpRunRecord *record, const BpDataset *dataset)
{
  const BpRunSettings *settings = &record->settings;
  GSettings *stored = bp_window_get_settings (context->window);
  g_autoptr (GString) missing = g_string_new (NULL);
  g_autofree char *name = bp_run_column_describe (BP_RUN_COLUMN_NAME, record);
  g_autofree char *text = NULL;

  if (dataset == NULL)
    append_name (missing, _ ("the data"));
  else if (settings->n_held_out != bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count)
    append_name (missing, _ ("the number of held-out images"));
  if (!bp_training_settings_set_config (stored, &settings->config, settings->train_limit))
    append_name (missing, _ ("settings that the page of training does not offer"));
  if (!bp_training_settings_set_seed (stored, settings->config.seed))
    append_name (missing, _ ("the seed"));
  if (settings->starts_from_network)
    append_name (missing, _ ("the network that it began with"));

  g_action_group_activate_action (G_ACTION_GROUP (context->window), "show-page",
                                  g_variant_new_string ("train"));
  if (missing->len == 0)
    {
      /* Translators: %s is what a run is called */
      text = g_strdup_printf (_ ("The next run has the settings of “%s”"), name);
      bp_window_toast (context->window, text);
      return;
    }
  /* Translators: what a run is called, and a list as in "the data, the seed" */
  text = g_strdup_printf (_ ("The next run has the settings of “%s”, but for: %s."), name,
                          missing->str);
  bp_window_show_message (context->window, _ ("Not All Settings Could Be Taken Over"), text,
                          (BpMessageButton){ NULL, NULL }, (BpMessageButton){ NULL, NULL });
}

static void
on_data_of_settings (gpointer object, BpRunRecord *record, BpDataset *dataset)
{
  take_settings (object, record, dataset);
}

static void
on_copy_settings (BpRunsPage *page G_GNUC_UNUSED, BpRunRecord *record, gpointer user_data)
{
  Context *context = user_data;
  g_autofree char *path = bp_run_source_get_path (&record->settings);

  if (path != NULL)
    bp_run_data_loader_load (context->parts.data_loader, record, on_data_of_settings, context);
  else
    take_settings (context, record, NULL);
}

static void
connect_page (BpWindow *self, const BpWindowRuns *parts, const char *signal, GCallback callback)
{
  Context *context = g_new (Context, 1);

  *context = (Context){ .window = self, .parts = *parts };
  g_signal_connect_data (parts->page, signal, callback, context, context_free, 0);
}

/**
 * bp_window_runs_attach:
 * @self: the window
 * @parts: parts of the window, which live as long as its page of runs
 *
 * Has the runs of the page continued and trained again, and their settings taken over.
 */
void
bp_window_runs_attach (BpWindow *self, const BpWindowRuns *parts)
{
  connect_page (self, parts, "continue", G_CALLBACK (on_continue));
  connect_page (self, parts, "repeat", G_CALLBACK (on_repeat));
  connect_page (self, parts, "copy-settings", G_CALLBACK (on_copy_settings));
}
