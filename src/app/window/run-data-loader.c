/* SPDX-License-Identifier: MIT */
#include "run-data-loader.h"

#include "run-source.h"

struct _BpRunDataLoader
{
  GObject parent_instance;

  /* owned */
  BpDataset *dataset;  /* nullable: the loaded data set */
  char *dataset_path;  /* nullable: where it was loaded from */
  BpRunRecord *record; /* nullable: the run of the request */
  char *expected_path; /* the data that the request waits for */

  /* borrowed */
  BpDataLoader *loader; /* the window's */
  BpRunDataFunc function;
  gpointer object;
};

G_DEFINE_FINAL_TYPE (BpRunDataLoader, bp_run_data_loader, G_TYPE_OBJECT)

static void
drop_request (BpRunDataLoader *self)
{
  g_clear_pointer (&self->record, bp_run_record_unref);
  g_clear_pointer (&self->expected_path, g_free);
}

static void
answer (BpRunDataLoader *self)
{
  g_autoptr (BpRunRecord) record = g_steal_pointer (&self->record);

  drop_request (self);
  self->function (self->object, record, self->dataset);
}

/* Other data end the request: a person has chosen them meanwhile. */
static void
on_loaded (BpRunDataLoader *self, BpDataset *dataset, const char *path)
{
  bp_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset;
  g_free (self->dataset_path);
  self->dataset_path = g_strdup (path);
  if (self->record == NULL)
    return;
  if (g_strcmp0 (path, self->expected_path) == 0)
    answer (self);
  else
    drop_request (self);
}

static void
bp_run_data_loader_dispose (GObject *object)
{
  BpRunDataLoader *self = BP_RUN_DATA_LOADER (object);

  drop_request (self);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  g_clear_pointer (&self->dataset_path, g_free);

  G_OBJECT_CLASS (bp_run_data_loader_parent_class)->dispose (object);
}

static void
bp_run_data_loader_class_init (BpRunDataLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_run_data_loader_dispose;
}

static void
bp_run_data_loader_init (BpRunDataLoader *self G_GNUC_UNUSED)
{
}

/**
 * bp_run_data_loader_new:
 * @loader: the window's loader, which says itself why data cannot be loaded; it has to outlive the
 *   new object
 *
 * Returns: (transfer full): a loader
 */
BpRunDataLoader *
bp_run_data_loader_new (BpDataLoader *loader)
{
  BpRunDataLoader *self = g_object_new (BP_TYPE_RUN_DATA_LOADER, NULL);

  self->loader = loader;
  g_signal_connect_object (loader, "loaded", G_CALLBACK (on_loaded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (loader, "failed", G_CALLBACK (drop_request), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * bp_run_data_loader_load:
 * @self: the loader
 * @record: a run with a path, see bp_run_source_get_path()
 * @function: called when the window has the run's data, perhaps at once
 * @object: for @function; it has to outlive the loader
 *
 * Replaces the request before. Where the data cannot be loaded, @function is not called.
 */
void
bp_run_data_loader_load (BpRunDataLoader *self,
                         BpRunRecord *record,
                         BpRunDataFunc function,
                         gpointer object)
{
  drop_request (self);
  self->record = bp_run_record_ref (record);
  self->expected_path = bp_run_source_get_path (&record->settings);
  self->function = function;
  self->object = object;
  if (g_strcmp0 (self->expected_path, self->dataset_path) == 0)
    answer (self);
  else
    bp_data_loader_load (self->loader, self->expected_path);
}

/**
 * bp_run_data_loader_close:
 * @self: the loader
 *
 * Drops the request, if there is one.
 */
void
bp_run_data_loader_close (BpRunDataLoader *self)
{
  drop_request (self);
}

/**
 * bp_run_data_loader_cut:
 * @record: a run
 * @dataset: its whole data set
 * @error: return location for an error of bp_dataset_resplit()
 *
 * Returns: (transfer full): the images that the run was trained with, or %NULL with @error set
 */
BpDataset *
bp_run_data_loader_cut (const BpRunRecord *record, BpDataset *dataset, GError **error)
{
  const BpRunSettings *settings = &record->settings;
  gsize n_held_out = bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count;

  return bp_dataset_resplit (dataset, settings->train_limit,
                             settings->n_held_out == n_held_out ? -1
                                                                : (gssize) settings->n_held_out,
                             error);
}
