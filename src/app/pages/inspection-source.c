/* SPDX-License-Identifier: MIT */
#include "inspection-source.h"

#include "drawing-collection.h"

#include <glib/gi18n.h>

/* The splits that can be inspected. */
static const struct
{
  BpSplit split;
  const char *name;
} SPLITS[] = {
  { BP_SPLIT_HELD_OUT, N_ ("Held-out images") },
  { BP_SPLIT_TEST, N_ ("Test images") },
};

struct _BpInspectionSource
{
  GObject parent_instance;

  /* owned */
  BpDataset *dataset; /* nullable: of the window */
  BpDrawnImages *drawn;

  guint splits[G_N_ELEMENTS (SPLITS)]; /* (n_splits) of @SPLITS, which have images: the choices */
  guint n_splits;
  BpSplit split;     /* of the data set; chosen, where it has images */
  gboolean is_drawn; /* the drawings are chosen, which are the last choice */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_CHOICES_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpInspectionSource, bp_inspection_source, G_TYPE_OBJECT)

static void
emit_changed (BpInspectionSource *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_drawings_changed (BpInspectionSource *self)
{
  if (self->is_drawn)
    emit_changed (self);
}

/* Drawings are of digits. */
static gboolean
offers_drawings (BpInspectionSource *self)
{
  return self->dataset != NULL && bp_dataset_has_digits (self->dataset);
}

/* The split stays as long as it has images. */
static void
update_splits (BpInspectionSource *self)
{
  gboolean has_split = FALSE;

  self->n_splits = 0;
  for (guint i = 0; self->dataset != NULL && i < G_N_ELEMENTS (SPLITS); i++)
    if (bp_dataset_get_samples (self->dataset, SPLITS[i].split).count > 0)
      {
        has_split |= SPLITS[i].split == self->split;
        self->splits[self->n_splits++] = i;
      }
  if (!has_split && self->n_splits > 0)
    self->split = SPLITS[self->splits[0]].split;
}

static void
bp_inspection_source_dispose (GObject *object)
{
  BpInspectionSource *self = BP_INSPECTION_SOURCE (object);

  if (self->drawn != NULL)
    bp_drawn_images_cancel (self->drawn);
  g_clear_object (&self->drawn);
  g_clear_pointer (&self->dataset, bp_dataset_unref);

  G_OBJECT_CLASS (bp_inspection_source_parent_class)->dispose (object);
}

static void
bp_inspection_source_class_init (BpInspectionSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_inspection_source_dispose;

  /**
   * BpInspectionSource::changed:
   *
   * There are other images to inspect, or the drawings could not be read.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_INSPECTION_SOURCE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BpInspectionSource::choices-changed:
   *
   * There are other choices, of other data.
   */
  signals[SIGNAL_CHOICES_CHANGED] =
      g_signal_new ("choices-changed", BP_TYPE_INSPECTION_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
bp_inspection_source_init (BpInspectionSource *self)
{
  self->split = BP_SPLIT_HELD_OUT;
  self->drawn = bp_drawn_images_new ();
  g_signal_connect_object (self->drawn, "changed", G_CALLBACK (on_drawings_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * bp_inspection_source_new:
 *
 * Returns: (transfer full): a source without images, that prefers the held-out ones
 */
BpInspectionSource *
bp_inspection_source_new (void)
{
  return g_object_new (BP_TYPE_INSPECTION_SOURCE, NULL);
}

/**
 * bp_inspection_source_set_dataset:
 * @self: the source
 * @dataset: (nullable): the data of the window; a reference is taken
 *
 * Offers the images of other data. The choice stays where it is still offered.
 */
void
bp_inspection_source_set_dataset (BpInspectionSource *self, BpDataset *dataset)
{
  if (dataset == self->dataset)
    return;
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset != NULL ? bp_dataset_ref (dataset) : NULL;
  self->is_drawn = self->is_drawn && offers_drawings (self);
  update_splits (self);
  g_signal_emit (self, signals[SIGNAL_CHOICES_CHANGED], 0);
  emit_changed (self);
}

/**
 * bp_inspection_source_load_drawings:
 * @self: the source
 *
 * Reads the user's collection again, where it is what is chosen. The drawings of before stay until
 * the signal "changed".
 */
void
bp_inspection_source_load_drawings (BpInspectionSource *self)
{
  g_autofree char *path = bp_drawing_collection_get_path ();

  if (self->is_drawn)
    bp_drawn_images_load (self->drawn, path);
}

/**
 * bp_inspection_source_list_choices:
 * @self: the source
 *
 * Returns: (transfer full) (array zero-terminated=1): the choices in words, perhaps none
 */
GStrv
bp_inspection_source_list_choices (BpInspectionSource *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->n_splits; i++)
    g_strv_builder_add (builder, _ (SPLITS[self->splits[i]].name));
  if (offers_drawings (self))
    g_strv_builder_add (builder, _ ("What was drawn"));
  return g_strv_builder_end (builder);
}

/**
 * bp_inspection_source_get_choice:
 * @self: the source
 *
 * Returns: the number of what is chosen, from 0; 0 without choices
 */
guint
bp_inspection_source_get_choice (BpInspectionSource *self)
{
  if (self->is_drawn)
    return self->n_splits;
  for (guint i = 0; i < self->n_splits; i++)
    if (SPLITS[self->splits[i]].split == self->split)
      return i;
  return 0;
}

/**
 * bp_inspection_source_choose:
 * @self: the source
 * @choice: the number of a choice
 *
 * Chooses other images, and reads the drawings where it is those.
 */
void
bp_inspection_source_choose (BpInspectionSource *self, guint choice)
{
  g_return_if_fail (choice < self->n_splits + (offers_drawings (self) ? 1 : 0));

  if (choice == bp_inspection_source_get_choice (self) &&
      self->is_drawn == (choice == self->n_splits))
    return;
  self->is_drawn = choice == self->n_splits;
  if (!self->is_drawn)
    self->split = SPLITS[self->splits[choice]].split;
  bp_inspection_source_load_drawings (self);
  emit_changed (self);
}

/**
 * bp_inspection_source_get_dataset:
 * @self: the source
 *
 * Returns: (transfer none) (nullable): the data whose images are chosen: those of the window, or
 *   the drawings, where there are some
 */
BpDataset *
bp_inspection_source_get_dataset (BpInspectionSource *self)
{
  return self->is_drawn ? bp_drawn_images_get_dataset (self->drawn) : self->dataset;
}

/**
 * bp_inspection_source_get_split:
 * @self: the source
 *
 * Returns: the split of bp_inspection_source_get_dataset() that is chosen
 */
BpSplit
bp_inspection_source_get_split (BpInspectionSource *self)
{
  return self->is_drawn ? BP_SPLIT_TEST : self->split;
}

/**
 * bp_inspection_source_is_drawn:
 * @self: the source
 *
 * Returns: whether the drawings of the collection are chosen, even if there are none
 */
gboolean
bp_inspection_source_is_drawn (BpInspectionSource *self)
{
  return self->is_drawn;
}

/**
 * bp_inspection_source_get_drawn_images:
 * @self: the source
 *
 * Returns: (transfer none): the drawings of the collection, which know why there are none
 */
BpDrawnImages *
bp_inspection_source_get_drawn_images (BpInspectionSource *self)
{
  return self->drawn;
}
