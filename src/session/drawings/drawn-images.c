/* SPDX-License-Identifier: MIT */
#include "drawn-images.h"

#include "dataset-drawn.h"
#include "drawing-collection.h"
#include "error.h"
#include "job.h"

struct _BpDrawnImages
{
  GObject parent_instance;

  /* owned */
  BpDataset *dataset;        /* nullable */
  char *failure;             /* nullable: why the collection could not be read */
  GCancellable *cancellable; /* nullable: of the loading in progress */
};

/* The argument and the result of a loading. */
typedef struct
{
  char *path;         /* owned */
  BpDataset *dataset; /* owned, nullable */
} Loading;

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpDrawnImages, bp_drawn_images, G_TYPE_OBJECT)

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_free (loading->path);
  g_clear_pointer (&loading->dataset, bp_dataset_unref);
  g_free (loading);
}

static gboolean
load (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Loading *loading = data;
  guint n_left_out;
  g_autoptr (GPtrArray) drawings = bp_drawing_collection_load (loading->path, &n_left_out, error);

  if (drawings == NULL)
    return FALSE;
  loading->dataset = bp_dataset_new_drawn (drawings, error);
  return loading->dataset != NULL;
}

/* A collection without a digit is no failure, and one that does not exist is not either. */
static gboolean
is_empty (const GError *error)
{
  return g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
         g_error_matches (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
}

static void
on_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpDrawnImages) self = user_data;
  g_autoptr (GError) error = NULL;
  Loading *loading = bp_job_finish (result, bp_drawn_images_load, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  g_clear_pointer (&self->failure, g_free);
  if (loading != NULL)
    self->dataset = g_steal_pointer (&loading->dataset);
  else if (!is_empty (error))
    self->failure = g_strdup (error->message);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
bp_drawn_images_dispose (GObject *object)
{
  BpDrawnImages *self = BP_DRAWN_IMAGES (object);

  bp_drawn_images_cancel (self);
  g_clear_pointer (&self->dataset, bp_dataset_unref);

  G_OBJECT_CLASS (bp_drawn_images_parent_class)->dispose (object);
}

static void
bp_drawn_images_finalize (GObject *object)
{
  g_free (BP_DRAWN_IMAGES (object)->failure);

  G_OBJECT_CLASS (bp_drawn_images_parent_class)->finalize (object);
}

static void
bp_drawn_images_class_init (BpDrawnImagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bp_drawn_images_dispose;
  object_class->finalize = bp_drawn_images_finalize;

  /**
   * BpDrawnImages::changed:
   *
   * The collection has been read.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_DRAWN_IMAGES, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bp_drawn_images_init (BpDrawnImages *self G_GNUC_UNUSED)
{
}

/**
 * bp_drawn_images_new:
 *
 * Returns: (transfer full): an object that has loaded nothing
 */
BpDrawnImages *
bp_drawn_images_new (void)
{
  return g_object_new (BP_TYPE_DRAWN_IMAGES, NULL);
}

/**
 * bp_drawn_images_load:
 * @self: the images
 * @path: (type filename): the collection
 *
 * Reads the collection again, in place of a loading in progress. The images of before stay until
 * it has ended.
 */
void
bp_drawn_images_load (BpDrawnImages *self, const char *path)
{
  Loading *loading = g_new0 (Loading, 1);

  bp_drawn_images_cancel (self);
  loading->path = g_strdup (path);
  self->cancellable = g_cancellable_new ();
  bp_job_start (&(BpJob){ .work = load, .data = loading, .free_data = loading_free },
                bp_drawn_images_load, self->cancellable, on_loaded, g_object_ref (self));
}

/**
 * bp_drawn_images_cancel:
 * @self: the images
 *
 * Ends the loading in progress, if there is one.
 */
void
bp_drawn_images_cancel (BpDrawnImages *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/**
 * bp_drawn_images_is_loading:
 * @self: the images
 *
 * Returns: whether the collection is being read
 */
gboolean
bp_drawn_images_is_loading (BpDrawnImages *self)
{
  return self->cancellable != NULL;
}

/**
 * bp_drawn_images_get_dataset:
 * @self: the images
 *
 * Returns: (transfer none) (nullable): the drawings of digits as test images, or %NULL where there
 *   are none
 */
BpDataset *
bp_drawn_images_get_dataset (BpDrawnImages *self)
{
  return self->dataset;
}

/**
 * bp_drawn_images_get_failure:
 * @self: the images
 *
 * Returns: (transfer none) (nullable): why the collection could not be read
 */
const char *
bp_drawn_images_get_failure (BpDrawnImages *self)
{
  return self->failure;
}
