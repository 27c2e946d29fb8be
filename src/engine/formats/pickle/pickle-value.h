/* SPDX-License-Identifier: MIT */
#pragma once

#include "number-array.h"
#include "pickle-payload.h"

/* The values of a pickle, and the heap that owns them. */

typedef enum
{
  BP_PICKLE_MARK,
  BP_PICKLE_NONE,
  BP_PICKLE_INTEGER, /* and booleans */
  BP_PICKLE_REAL,
  BP_PICKLE_GLOBAL,
  BP_PICKLE_TEXT,
  BP_PICKLE_PAYLOAD,
  BP_PICKLE_TUPLE,
  BP_PICKLE_LIST,
  BP_PICKLE_DICT,
  BP_PICKLE_DTYPE,
  BP_PICKLE_ARRAY,
  BP_PICKLE_STORAGE,  /* numbers of PyTorch elsewhere in the archive */
  BP_PICKLE_TENSOR,   /* a view of a storage */
  BP_PICKLE_INSTANCE, /* an object of a known class */
} BpPickleType;

/**
 * BpPickleGlobal:
 *
 * The names in pickles of arrays. They are only compared; there is no code to call behind them.
 */
typedef enum
{
  BP_PICKLE_GLOBAL_RECONSTRUCT,
  BP_PICKLE_GLOBAL_NDARRAY,
  BP_PICKLE_GLOBAL_DTYPE,
  BP_PICKLE_GLOBAL_SCALAR,
  BP_PICKLE_GLOBAL_FROMBUFFER,
  BP_PICKLE_GLOBAL_ENCODE,
  BP_PICKLE_N_GLOBALS, /* the first name of other vocabularies */
} BpPickleGlobal;

typedef struct _BpPickleText BpPickleText;
typedef struct _BpPickleSequence BpPickleSequence;
typedef struct _BpPickleDtype BpPickleDtype;
typedef struct _BpPickleArray BpPickleArray;
typedef struct _BpPickleStorage BpPickleStorage;
typedef struct _BpPickleTensor BpPickleTensor;
typedef struct _BpPickleInstance BpPickleInstance;

/* Objects are borrowed from the heap. */
typedef struct
{
  BpPickleType type;
  union
  {
    gint64 integer;
    double real;
    guint global; /* a #BpPickleGlobal, or one of another vocabulary */
    BpPickleText *text;
    BpPicklePayload *payload;
    BpPickleSequence *sequence; /* tuple, list or dict */
    BpPickleDtype *dtype;
    BpPickleArray *array;
    BpPickleStorage *storage;
    BpPickleTensor *tensor;
    BpPickleInstance *instance;
    gpointer object;
  };
} BpPickleValue;

/* A short string or bytes, one byte for each character, terminated with NUL. */
struct _BpPickleText
{
  gsize length;
  char bytes[];
};

/* Either @items (of a dict: key, value, key, value, …) or, for more than a few numbers, @numbers.
 * In this way, rows of 784 numbers, which are images without NumPy, need one byte for each
 * number. */
struct _BpPickleSequence
{
  BpPickleValue *items;
  gsize n_items;
  gsize capacity;
  BpByteLevels numbers;
};

struct _BpPickleDtype
{
  gboolean is_number; /* of type @type */
  gboolean is_object; /* the data are a list */
  BpNumberType type;
};

struct _BpPickleArray
{
  gboolean has_state; /* the fields below are set */
  gboolean is_usable; /* its kind and shape are supported */
  gboolean is_fortran;
  gsize count; /* the product of its shape */
  BpNumberType type;
  BpNumberArray *numbers; /* owned */

  /* Whether its bytes come next in the file, and whether padding with its length comes before
   * them. */
  gboolean is_inline;
  gboolean is_aligned;

  /* Set where its bytes were skipped; borrowed from the heap. */
  BpPicklePayload *deferred_payload;
  BpPickleArray *next_deferred;
};

/* The storage of tensors in an archive, as the pickle declares it. */
struct _BpPickleStorage
{
  const BpPickleText *key;
  guint64 count;
  gboolean is_brain_float; /* bfloat16, with a @type of 2 bytes */
  BpNumberType type;
};

#define BP_PICKLE_TENSOR_MAX_DIMS 8

/* Number (i, j, …) of a tensor is at offset + i strides[0] + j strides[1] … of its storage. */
struct _BpPickleTensor
{
  const BpPickleStorage *storage;
  guint64 offset;
  guint n_dims;
  guint64 sizes[BP_PICKLE_TENSOR_MAX_DIMS];
  guint64 strides[BP_PICKLE_TENSOR_MAX_DIMS];
};

struct _BpPickleInstance
{
  guint class;         /* a global */
  BpPickleValue state; /* a mark until it is set */
};

/**
 * BpPickleHeap:
 * @used: the bytes that the values use
 * @budget: the most bytes that they may use
 *
 * All values of a pickle. They are freed as a list without recursion, so that cycles and deep
 * nesting are safe. Begins as zeroed memory with @budget set.
 */
typedef struct
{
  gsize used;
  gsize budget;
  struct _BpPickleObject *newest; /* owned */
} BpPickleHeap;

void bp_pickle_heap_clear (BpPickleHeap *heap);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpPickleHeap, bp_pickle_heap_clear)

gboolean bp_pickle_heap_charge (BpPickleHeap *heap, guint64 size, GError **error);
gboolean bp_pickle_heap_grow (BpPickleHeap *heap,
                              gpointer *buffer,
                              gsize *capacity,
                              gsize wanted,
                              gsize item_size,
                              GError **error);
gboolean bp_pickle_heap_reserve_levels (BpPickleHeap *heap,
                                        BpByteLevels *levels,
                                        gsize count,
                                        GError **error);

gboolean
bp_pickle_new_object (BpPickleHeap *heap, BpPickleType type, BpPickleValue *value, GError **error);
gboolean bp_pickle_new_text (BpPickleHeap *heap,
                             const guint8 *bytes,
                             gsize length,
                             BpPickleValue *value,
                             GError **error);

gboolean bp_pickle_sequence_append (BpPickleHeap *heap,
                                    BpPickleSequence *sequence,
                                    const BpPickleValue *items,
                                    gsize n_items,
                                    gboolean may_compact,
                                    GError **error);

gboolean bp_pickle_value_to_number (const BpPickleValue *value, double *number);
gboolean bp_pickle_value_is_text (const BpPickleValue *value, const char *text);
