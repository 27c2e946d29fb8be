/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpMetadata:
 *
 * The metadata of a weight file in any format: pairs of text with unique keys, in the order in
 * which they were set.
 */
typedef struct _BpMetadata BpMetadata;

BpMetadata *bp_metadata_new (void);
void bp_metadata_free (BpMetadata *metadata);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpMetadata, bp_metadata_free)

void bp_metadata_set (BpMetadata *metadata, const char *key, const char *value);
void bp_metadata_set_number (BpMetadata *metadata, const char *key, double number);
void bp_metadata_set_unsigned (BpMetadata *metadata, const char *key, guint64 number);
const char *bp_metadata_get (const BpMetadata *metadata, const char *key);
gboolean bp_metadata_get_number (const BpMetadata *metadata, const char *key, double *number);
guint64 bp_metadata_get_unsigned (const BpMetadata *metadata, const char *key, guint64 maximum);
guint bp_metadata_get_n_entries (const BpMetadata *metadata);
const char *bp_metadata_get_key (const BpMetadata *metadata, guint index);

char *bp_metadata_to_json (const BpMetadata *metadata);
BpMetadata *bp_metadata_from_json (const char *text, gsize length);
