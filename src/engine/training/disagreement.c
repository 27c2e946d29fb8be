/* SPDX-License-Identifier: MIT */
/*
 * Compares two networks by their answers to the same images. Equal accuracies say little: two
 * networks of 97 % may be wrong on quite different images.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "disagreement.h"

/* Which of two networks reads an image rightly. */
typedef enum
{
  SECOND_IS_RIGHT,
  FIRST_IS_RIGHT,
  NEITHER_IS_RIGHT,
  N_KINDS,
} Kind;

static Kind
get_kind (const BpDisagreement *disagreement, gsize index)
{
  guint8 label = disagreement->first->samples.labels[index];

  if (disagreement->second->answers[index].classes[0] == label)
    return SECOND_IS_RIGHT;
  return disagreement->first->answers[index].classes[0] == label ? FIRST_IS_RIGHT
                                                                 : NEITHER_IS_RIGHT;
}

static gboolean
is_disagreement (const BpDisagreement *disagreement, gsize index)
{
  return disagreement->first->answers[index].classes[0] !=
         disagreement->second->answers[index].classes[0];
}

static void
collect (BpDisagreement *disagreement)
{
  gsize n_images = disagreement->first->samples.count;
  gsize counts[N_KINDS] = { 0 };
  gsize next[N_KINDS] = { 0 };

  for (gsize i = 0; i < n_images; i++)
    if (is_disagreement (disagreement, i))
      counts[get_kind (disagreement, i)]++;
  for (guint kind = 1; kind < N_KINDS; kind++)
    next[kind] = next[kind - 1] + counts[kind - 1];

  disagreement->n_second_right = counts[SECOND_IS_RIGHT];
  disagreement->n_first_right = counts[FIRST_IS_RIGHT];
  disagreement->count = next[N_KINDS - 1] + counts[N_KINDS - 1];
  disagreement->indices = g_new (guint32, disagreement->count);
  for (gsize i = 0; i < n_images; i++)
    if (is_disagreement (disagreement, i))
      disagreement->indices[next[get_kind (disagreement, i)]++] = (guint32) i;
}

/**
 * bp_disagreement_new:
 * @first: a network
 * @second: another one
 * @dataset: images of the size of their inputs, with as many classes as they have
 * @split: which of the images; there is at least one
 * @progress: (nullable): cancels
 * @error: return location for an error of bp_inspection_new()
 *
 * Returns: (transfer full): the images on which the networks disagree, or %NULL with @error set
 */
BpDisagreement *
bp_disagreement_new (const BpNetwork *first,
                     const BpNetwork *second,
                     BpDataset *dataset,
                     BpSplit split,
                     BpProgress *progress,
                     GError **error)
{
  g_autoptr (BpDisagreement) disagreement = g_atomic_rc_box_new0 (BpDisagreement);

  disagreement->first = bp_inspection_new (first, dataset, split, progress, error);
  if (disagreement->first == NULL)
    return NULL;
  disagreement->second = bp_inspection_new (second, dataset, split, progress, error);
  if (disagreement->second == NULL)
    return NULL;

  collect (disagreement);
  return g_steal_pointer (&disagreement);
}

/**
 * bp_disagreement_ref:
 * @disagreement: the comparison
 *
 * Returns: (transfer full): @disagreement with one reference more
 */
BpDisagreement *
bp_disagreement_ref (BpDisagreement *disagreement)
{
  return g_atomic_rc_box_acquire (disagreement);
}

static void
clear (gpointer data)
{
  BpDisagreement *disagreement = data;

  g_clear_pointer (&disagreement->first, bp_inspection_unref);
  g_clear_pointer (&disagreement->second, bp_inspection_unref);
  g_free (disagreement->indices);
}

/**
 * bp_disagreement_unref:
 * @disagreement: (transfer full): the comparison
 */
void
bp_disagreement_unref (BpDisagreement *disagreement)
{
  g_atomic_rc_box_release_full (disagreement, clear);
}
