/* SPDX-License-Identifier: MIT */
#include "window-compare.h"

#include "commands.h"
#include "compare-window.h"
#include "run-networks.h"
#include "sample-name.h"
#include "window-pad.h"

#include <glib/gi18n.h>

#define N_COMPARED 2

/* The key of the selected runs in the data of a window. */
#define SELECTED "bp-window-compare-selected"

static GPtrArray *
get_selected (BpWindow *self)
{
  return g_object_get_data (G_OBJECT (self), SELECTED);
}

static gboolean
can_compare (BpWindow *self)
{
  const GPtrArray *selected = get_selected (self);
  const BpDataset *dataset = bp_window_get_dataset (self);

  return selected != NULL && selected->len == N_COMPARED && dataset != NULL &&
         bp_dataset_get_samples (dataset, BP_SPLIT_TEST).count > 0;
}

static void
update (BpWindow *self)
{
  bp_commands_set_enabled (G_ACTION_MAP (self), "compare-two", can_compare (self));
}

/* A digit on the pad is what the pages explain. */
static void
on_image_chosen (BpWindow *self, guint index, BpCompareWindow *compare_window)
{
  const BpDataset *dataset = bp_compare_window_get_dataset (compare_window);
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  g_autofree char *caption = bp_describe_sample (dataset, BP_SPLIT_TEST, index);

  bp_window_show_image (self, samples.images + index * bp_dataset_get_n_pixels (dataset),
                        bp_dataset_get_width (dataset), bp_dataset_get_height (dataset), caption,
                        samples.labels[index]);
}

static void
say_no_network (BpWindow *self)
{
  bp_window_show_message (self, _ ("The Runs Cannot Be Compared"),
                          _ ("One of them has no network yet: it ended before its first epoch was "
                             "over."),
                          (BpMessageButton){ NULL, NULL }, (BpMessageButton){ NULL, NULL });
}

static void
compare_two (BpWindow *self)
{
  const GPtrArray *selected = get_selected (self);
  char *paths[N_COMPARED];
  char *names[N_COMPARED];

  for (guint i = 0; i < N_COMPARED; i++)
    {
      const BpRunRecord *record = g_ptr_array_index (selected, i);

      paths[i] = bp_run_networks_find_best (record->folder, record->figures.best_epoch);
      names[i] = record->name != NULL ? g_strdup (record->name) : bp_run_record_get_id (record);
    }
  if (paths[0] == NULL || paths[1] == NULL)
    say_no_network (self);
  else
    {
      BpCompareWindow *compare_window = bp_compare_window_new (GTK_WINDOW (self));

      g_signal_connect_object (compare_window, "image-chosen", G_CALLBACK (on_image_chosen), self,
                               G_CONNECT_SWAPPED);
      bp_compare_window_compare (compare_window, bp_window_get_dataset (self),
                                 (const char *const *) paths, (const char *const *) names);
      gtk_window_present (GTK_WINDOW (compare_window));
    }
  for (guint i = 0; i < N_COMPARED; i++)
    {
      g_free (paths[i]);
      g_free (names[i]);
    }
}

static const BpCommand COMMANDS[] = {
  { "compare-two", G_CALLBACK (compare_two) },
};

/**
 * bp_window_compare_attach:
 * @self: the window
 */
void
bp_window_compare_attach (BpWindow *self)
{
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_signal_connect (self, "dataset-changed", G_CALLBACK (update), NULL);
  update (self);
}

/**
 * bp_window_compare_follow:
 * @self: the window
 * @selected: (transfer full) (element-type BpRunRecord): the runs that are selected
 *
 * The action is enabled where they are two.
 */
void
bp_window_compare_follow (BpWindow *self, GPtrArray *selected)
{
  g_object_set_data_full (G_OBJECT (self), SELECTED, selected, (GDestroyNotify) g_ptr_array_unref);
  update (self);
}
