/* SPDX-License-Identifier: MIT */
#pragma once

#include "stored-run.h"
#include "training-run.h"
#include "weights.h"

#include <gio/gio.h>

/**
 * BpDocument:
 * @run: (owned): the past, present or future run of the network; never %NULL. Charts show its
 *   history.
 * @network: (owned) (nullable): the newest weights
 * @info: the description of @network
 * @file: (owned) (nullable): the weight file that Save writes to
 * @initial: (owned) (nullable): the network that the newest run began with; %NULL for new weights
 * @run_info: what @info says once the newest run has made a step
 * @repetitions: (owned) (nullable) (element-type BpHistory): runs with the same settings and other
 *   seeds, and perhaps this one; the array does not change any more
 * @n_steps_before: the steps in the history before the newest run
 * @has_begun_run: a run has begun with @network and not made a step yet, as far as is known here
 * @n_epochs_before: epochs that @network had been trained for when it was read from a file
 * @is_from_file: @network is, to the bit, what @file holds
 * @is_pretrained: @network is the one that comes with the program
 *
 * The subject of the window: a network with its run and its file. A new run or a weight file makes
 * a new document; the old one is kept whole, so that Undo can restore it. Reference-counted,
 * because both the window and the active run hold it. Used on the main thread.
 */
typedef struct
{
  BpTrainingRun *run;
  BpNetwork *network;
  BpNetwork *initial;
  BpWeightsInfo info;
  BpWeightsInfo run_info;
  GPtrArray *repetitions;
  gsize n_steps_before;
  gboolean has_begun_run;
  GFile *file;
  guint n_epochs_before;
  gboolean is_from_file;
  gboolean is_pretrained;
} BpDocument;

BpDocument *bp_document_new (void);
BpDocument *bp_document_new_from_file (BpNetwork *network, const BpWeightsInfo *info, GFile *file);
BpDocument *bp_document_new_for_other_data (const BpDocument *document);
BpDocument *bp_document_new_of_run (const BpStoredRun *stored);
BpDocument *bp_document_new_at_epoch (const BpDocument *document, guint epoch, BpNetwork *network);
BpDocument *bp_document_new_edited (const BpDocument *document, guint n_epochs, BpNetwork *network);
BpDocument *bp_document_ref (BpDocument *document);
void bp_document_unref (BpDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDocument, bp_document_unref)

void bp_document_begin_run (BpDocument *document,
                            BpTrainingRun *run,
                            const BpTrainingConfig *config,
                            BpDataset *dataset);
void bp_document_set_network (BpDocument *document, BpNetwork *network);
void bp_document_set_repetitions (BpDocument *document, GPtrArray *histories);
void bp_document_set_file (BpDocument *document, GFile *file);
gboolean bp_document_is_of_data (const BpDocument *document, const BpDataset *dataset);
gboolean bp_document_has_learnt (BpDocument *document);
gboolean bp_document_has_better (BpDocument *document);
void bp_document_restore_best (BpDocument *document);
guint bp_document_get_epoch (const BpDocument *document);
char *bp_document_describe_origin (const BpDocument *document);
char *bp_document_get_subtitle (const BpDocument *document);
char *bp_document_suggest_file_name (const BpDocument *document, const char *ending);
