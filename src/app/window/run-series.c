/* SPDX-License-Identifier: MIT */
#include "run-series.h"

#include "commands.h"
#include "seeds-dialog.h"
#include "training-settings.h"

#include <glib/gi18n.h>

struct _BpRunSeries
{
  GObject parent_instance;

  /* owned */
  GSettings *settings;
  char *group;          /* what the runs are called */
  GPtrArray *histories; /* of BpHistory: of the runs that have ended */

  /* borrowed */
  GtkWindow *window;
  BpRunController *controller;

  guint64 first_seed;
  guint n_seeds; /* 0: there is no series */
  guint n_begun;
  gboolean is_starting; /* the run that is being started is one of the series */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRunSeries, bp_run_series, G_TYPE_OBJECT)

static void
emit_changed (BpRunSeries *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
end (BpRunSeries *self)
{
  if (self->n_seeds == 0)
    return;
  self->n_seeds = 0;
  emit_changed (self);
}

static void
start_next (BpRunSeries *self)
{
  BpRunMember member = {
    .group = self->group,
    .seed = self->first_seed + self->n_begun,
    .histories = self->histories,
    .is_first = self->n_begun == 0,
  };

  self->n_begun++;
  self->is_starting = TRUE;
  if (!bp_run_controller_start_member (self->controller, &member))
    self->n_seeds = 0;
  self->is_starting = FALSE;
  emit_changed (self);
}

static void
begin (BpRunSeries *self, guint n_seeds, const char *group)
{
  g_free (self->group);
  self->group = g_strdup (group);
  g_clear_pointer (&self->histories, g_ptr_array_unref);
  self->histories = g_ptr_array_new_with_free_func (g_object_unref);
  self->first_seed = bp_training_settings_get_seed (self->settings);
  self->n_seeds = n_seeds;
  self->n_begun = 0;
  start_next (self);
}

/* The histories are in documents already, so that a longer list is another one. */
static void
add_history (BpRunSeries *self, BpHistory *history)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->histories);

  self->histories = g_ptr_array_copy (before, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  g_ptr_array_set_free_func (self->histories, g_object_unref);
  g_ptr_array_add (self->histories, g_object_ref (history));
}

static void
on_run_ended (BpRunSeries *self, BpDocument *document, gboolean is_stopped)
{
  if (self->n_seeds == 0)
    return;
  if (!is_stopped)
    {
      add_history (self, bp_training_run_get_history (document->run));
      bp_document_set_repetitions (document, self->histories);
    }
  if (is_stopped || self->n_begun == self->n_seeds)
    end (self);
  else
    start_next (self);
}

/* Something else than the series has stopped the run, or begins another one. */
static void
on_interrupted (BpRunSeries *self)
{
  if (!self->is_starting)
    end (self);
}

static void
on_response (BpSeedsDialog *dialog, const char *response, BpRunSeries *self)
{
  if (g_str_equal (response, "repeat") && bp_run_controller_can_start (self->controller))
    begin (self, bp_seeds_dialog_get_n_seeds (dialog), bp_seeds_dialog_get_name (dialog));
}

static void
repeat_activated (GSimpleAction *action G_GNUC_UNUSED,
                  GVariant *parameter G_GNUC_UNUSED,
                  gpointer user_data)
{
  BpRunSeries *self = user_data;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, _ ("%Y-%m-%d %H:%M"));
  /* Translators: what runs with several seeds are called; %s is a date and a time. */
  g_autofree char *name = g_strdup_printf (_ ("Seeds, %s"), time);
  BpSeedsDialog *dialog = bp_seeds_dialog_new (self->window, name);

  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
repeat_as_activated (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  BpRunSeries *self = user_data;
  guint n_seeds;
  const char *name;

  g_variant_get (parameter, "(u&s)", &n_seeds, &name);
  begin (self, CLAMP (n_seeds, BP_SEEDS_MIN, BP_SEEDS_MAX), name);
}

static const GActionEntry ACTIONS[] = {
  { .name = "repeat-seeds", .activate = repeat_activated },
  { .name = "repeat-seeds-as", .parameter_type = "(us)", .activate = repeat_as_activated },
};

static void
bp_run_series_finalize (GObject *object)
{
  BpRunSeries *self = BP_RUN_SERIES (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->histories, g_ptr_array_unref);
  g_free (self->group);

  G_OBJECT_CLASS (bp_run_series_parent_class)->finalize (object);
}

static void
bp_run_series_class_init (BpRunSeriesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bp_run_series_finalize;

  /**
   * BpRunSeries::changed:
   *
   * The series has begun, goes on with another run, or has ended.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_RUN_SERIES, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
bp_run_series_init (BpRunSeries *self G_GNUC_UNUSED)
{
}

/**
 * bp_run_series_new:
 * @window: the window of the actions
 * @settings: the settings of runs
 * @controller: starts them
 *
 * Returns: (transfer full): a series that has not begun; the window and the controller have to
 *   outlive it
 */
BpRunSeries *
bp_run_series_new (GtkWindow *window, GSettings *settings, BpRunController *controller)
{
  BpRunSeries *self = g_object_new (BP_TYPE_RUN_SERIES, NULL);

  self->window = window;
  self->settings = g_object_ref (settings);
  self->controller = controller;
  g_action_map_add_action_entries (G_ACTION_MAP (window), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  g_signal_connect_object (controller, "run-ended", G_CALLBACK (on_run_ended), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "starting", G_CALLBACK (on_interrupted), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "stopped", G_CALLBACK (on_interrupted), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * bp_run_series_update:
 * @self: the series
 *
 * Enables the actions where a run can be started.
 */
void
bp_run_series_update (BpRunSeries *self)
{
  gboolean can_start = bp_run_controller_can_start (self->controller);

  for (guint i = 0; i < G_N_ELEMENTS (ACTIONS); i++)
    bp_commands_set_enabled (G_ACTION_MAP (self->window), ACTIONS[i].name, can_start);
}

/**
 * bp_run_series_describe:
 * @self: the series
 *
 * Returns: (transfer full) (nullable): which of its runs is trained, or %NULL
 */
char *
bp_run_series_describe (BpRunSeries *self)
{
  if (self->n_seeds == 0)
    return NULL;
  return g_strdup_printf (_ ("Seed %u of %u"), self->n_begun, self->n_seeds);
}
