/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"
#include "json-reader.h"
#include "layer-health.h"

#include <glib.h>

/* The most sizes in a #BpFieldSizes. */
#define BP_FIELD_MAX_SIZES 32

/**
 * BpFieldSizes:
 * @sizes: (n_sizes)
 * @n_sizes: the number of sizes
 *
 * A list of sizes, such as units of layers.
 */
typedef struct
{
  guint sizes[BP_FIELD_MAX_SIZES];
  guint n_sizes;
} BpFieldSizes;

/**
 * BpFieldType:
 * @BP_FIELD_BOOLEAN: a #gboolean
 * @BP_FIELD_UINT: a #guint
 * @BP_FIELD_UINT64: a #guint64
 * @BP_FIELD_FLOAT: a float; not written where it is NaN
 * @BP_FIELD_DOUBLE: a double; not written where it is NaN
 * @BP_FIELD_CHOICE: an enumeration, written as its name in the field's choices
 * @BP_FIELD_TIME: a #gint64, microseconds since 1970, written as in "2026-11-27T15:12:03Z"
 * @BP_FIELD_TEXT: (owned) a string; not written where it is %NULL
 * @BP_FIELD_TEXTS: (owned) a %NULL-terminated array of strings, likewise
 * @BP_FIELD_SIZES: a #BpFieldSizes
 * @BP_FIELD_LAYERS: a #BpLayerFigures, written as an array; not written where it is unknown, or a
 *   value is not finite
 *
 * The type of a field of a struct, and its form in JSON.
 */
typedef enum
{
  BP_FIELD_BOOLEAN,
  BP_FIELD_UINT,
  BP_FIELD_UINT64,
  BP_FIELD_FLOAT,
  BP_FIELD_DOUBLE,
  BP_FIELD_CHOICE,
  BP_FIELD_TIME,
  BP_FIELD_TEXT,
  BP_FIELD_TEXTS,
  BP_FIELD_SIZES,
  BP_FIELD_LAYERS,
} BpFieldType;

/**
 * BpField:
 * @key: its key
 * @type: its type
 * @offset: in the struct, in bytes
 * @choices: of a %BP_FIELD_CHOICE
 *
 * A field of a struct that is stored as a member of a JSON object.
 */
typedef struct
{
  const char *key;
  BpFieldType type;
  gsize offset;
  const BpChoices *choices;
} BpField;

void bp_fields_write (const BpField *fields, guint n_fields, gconstpointer object, GString *json);
gboolean bp_fields_read_member (const BpField *fields,
                                guint n_fields,
                                gpointer object,
                                const char *key,
                                BpJsonReader *reader);
void bp_fields_read (const BpField *fields, guint n_fields, gpointer object, BpJsonReader *reader);
