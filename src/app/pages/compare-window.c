/* SPDX-License-Identifier: MIT */
#include "compare-window.h"

#include "child-window.h"
#include "disagreement-item.h"
#include "format.h"
#include "image-view.h"
#include "source-name.h"
#include "store-comparison.h"

#include <glib/gi18n.h>

struct _BpCompareWindow
{
  AdwWindow parent_instance;

  /* owned */
  BpDataset *dataset;           /* nullable */
  BpDisagreement *disagreement; /* nullable */
  char *names[2];
  GCancellable *cancellable; /* nullable: of the comparison in progress */

  /* template children */
  AdwWindowTitle *window_title;
  GtkStack *stack;
  GtkLabel *summary;
  GListStore *images;
  GtkColumnViewColumn *first_column;
  GtkColumnViewColumn *second_column;
  AdwStatusPage *failure;
};

enum
{
  SIGNAL_IMAGE_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpCompareWindow, bp_compare_window, ADW_TYPE_WINDOW)

static void
on_activated (BpCompareWindow *self, guint position)
{
  g_autoptr (BpDisagreementItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->images), position);

  g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0,
                 (guint) bp_disagreement_item_get_index (item));
}

/* How often each network is right where they disagree. */
static char *
describe (BpCompareWindow *self)
{
  const BpDisagreement *found = self->disagreement;
  gsize n_neither = found->count - found->n_first_right - found->n_second_right;
  g_autofree char *count = bp_format_count (found->count);
  g_autofree char *n_images = bp_format_count (found->first->samples.count);
  g_autofree char *n_first = bp_format_count (found->n_first_right);
  g_autofree char *n_second = bp_format_count (found->n_second_right);
  g_autofree char *neither = bp_format_count (n_neither);

  /* Translators: two numbers of images; then the name of a run and a number of images, twice; then
   * a number of images. */
  return g_strdup_printf (_ ("The networks disagree on %s of %s test images. %s is right on %s, %s "
                             "on %s, and neither on %s."),
                          count, n_images, self->names[0], n_first, self->names[1], n_second,
                          neither);
}

static void
clear_images (BpCompareWindow *self)
{
  g_list_store_remove_all (self->images);
  g_clear_pointer (&self->disagreement, bp_disagreement_unref);
}

static void
show_images (BpCompareWindow *self)
{
  BpDisagreement *found = self->disagreement;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *summary = describe (self);

  for (gsize i = 0; i < found->count; i++)
    g_ptr_array_add (items, bp_disagreement_item_new (found, found->indices[i]));
  g_list_store_splice (self->images, 0, 0, items->pdata, items->len);
  gtk_label_set_text (self->summary, summary);
  gtk_stack_set_visible_child_name (self->stack, found->count > 0 ? "images" : "same");
}

static void
on_compared (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpCompareWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  BpDisagreement *disagreement = bp_store_compare_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (disagreement == NULL)
    {
      adw_status_page_set_description (self->failure, error->message);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  self->disagreement = disagreement;
  show_images (self);
}

static void
cancel (BpCompareWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Nobody waits for the result in a window that is closed. */
static void
bp_compare_window_unmap (GtkWidget *widget)
{
  cancel (BP_COMPARE_WINDOW (widget));

  GTK_WIDGET_CLASS (bp_compare_window_parent_class)->unmap (widget);
}

static void
bp_compare_window_dispose (GObject *object)
{
  BpCompareWindow *self = BP_COMPARE_WINDOW (object);

  cancel (self);
  if (self->images != NULL)
    clear_images (self);

  G_OBJECT_CLASS (bp_compare_window_parent_class)->dispose (object);
}

static void
bp_compare_window_finalize (GObject *object)
{
  BpCompareWindow *self = BP_COMPARE_WINDOW (object);

  g_clear_pointer (&self->dataset, bp_dataset_unref);
  g_free (self->names[0]);
  g_free (self->names[1]);

  G_OBJECT_CLASS (bp_compare_window_parent_class)->finalize (object);
}

static void
bp_compare_window_class_init (BpCompareWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bp_compare_window_dispose;
  object_class->finalize = bp_compare_window_finalize;
  widget_class->unmap = bp_compare_window_unmap;

  /**
   * BpCompareWindow::image-chosen:
   * @index: of a test image of the data set
   */
  signals[SIGNAL_IMAGE_CHOSEN] =
      g_signal_new ("image-chosen", BP_TYPE_COMPARE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_UINT);

  g_type_ensure (BP_TYPE_DISAGREEMENT_ITEM);
  g_type_ensure (BP_TYPE_IMAGE_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/compare-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BpCompareWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, BpCompareWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BpCompareWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, BpCompareWindow, images);
  gtk_widget_class_bind_template_child (widget_class, BpCompareWindow, first_column);
  gtk_widget_class_bind_template_child (widget_class, BpCompareWindow, second_column);
  gtk_widget_class_bind_template_child (widget_class, BpCompareWindow, failure);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
bp_compare_window_init (BpCompareWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_compare_window_new:
 * @parent: its parent window, with which it is closed
 *
 * Returns: (transfer none): a window, not shown yet, for bp_compare_window_compare(); GTK owns it
 */
BpCompareWindow *
bp_compare_window_new (GtkWindow *parent)
{
  BpCompareWindow *self = g_object_new (BP_TYPE_COMPARE_WINDOW, NULL);

  bp_child_window_set_parent (GTK_WINDOW (self), parent);
  return self;
}

/**
 * bp_compare_window_compare:
 * @self: the window
 * @dataset: a data set that has test images
 * @paths: (type filename): the weight file of the best network of each run
 * @names: of the runs
 *
 * Compares two networks on another thread, and shows the result.
 */
void
bp_compare_window_compare (BpCompareWindow *self,
                           BpDataset *dataset,
                           const char *const paths[2],
                           const char *const names[2])
{
  g_autofree char *data = bp_source_name_translate (bp_dataset_get_name (dataset));

  cancel (self);
  clear_images (self);
  bp_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset;
  for (guint i = 0; i < 2; i++)
    {
      g_free (self->names[i]);
      self->names[i] = g_strdup (names[i]);
    }

  adw_window_title_set_subtitle (self->window_title, data);
  gtk_column_view_column_set_title (self->first_column, names[0]);
  gtk_column_view_column_set_title (self->second_column, names[1]);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  self->cancellable = g_cancellable_new ();
  bp_store_compare_async (paths[0], paths[1], dataset, self->cancellable, on_compared,
                          g_object_ref (self));
}

/**
 * bp_compare_window_get_dataset:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the data set of the images
 */
BpDataset *
bp_compare_window_get_dataset (BpCompareWindow *self)
{
  return self->dataset;
}
