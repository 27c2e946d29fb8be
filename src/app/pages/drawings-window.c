/* SPDX-License-Identifier: MIT */
#include "drawings-window.h"

#include "child-window.h"
#include "collection-editor.h"
#include "collection-jobs.h"
#include "digit-names.h"
#include "drawing-details.h"
#include "drawing-list.h"
#include "message-bar.h"
#include "own-classes.h"

#include <glib/gi18n.h>

struct _BpDrawingsWindow
{
  AdwWindow parent_instance;

  /* owned */
  char *path;
  BpCollectionEditor *editor;
  GCancellable *cancellable; /* nullable: of the newest loading, until its end */
  AdwToast *toast;           /* nullable */

  guint n_left_out; /* lines that are no drawing */

  /* template children */
  AdwWindowTitle *window_title;
  BpMessageBar *message_bar;
  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  AdwStatusPage *failure;
  BpDrawingList *list;
  BpDrawingDetails *details;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_IMAGE_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpDrawingsWindow, bp_drawings_window, ADW_TYPE_WINDOW)

static void
update_actions (BpDrawingsWindow *self)
{
  gboolean is_busy = bp_collection_editor_is_busy (self->editor);
  gboolean has_drawings = bp_drawing_list_get_n_drawings (self->list) > 0;
  gboolean has_selected = bp_drawing_list_get_selected (self->list) != NULL;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "drawings.set-label", has_selected && !is_busy);
  gtk_widget_action_set_enabled (widget, "drawings.delete", has_selected && !is_busy);
  gtk_widget_action_set_enabled (widget, "drawings.show", has_selected);
  gtk_widget_action_set_enabled (widget, "drawings.delete-all", has_drawings && !is_busy);
  gtk_widget_action_set_enabled (widget, "drawings.undo",
                                 bp_collection_editor_can_undo (self->editor));
}

static void
show_selected (BpDrawingsWindow *self)
{
  bp_drawing_details_set_item (self->details, bp_drawing_list_get_selected (self->list));
  update_actions (self);
}

static void
show_title (BpDrawingsWindow *self)
{
  guint n_drawings = bp_drawing_list_get_n_drawings (self->list);
  g_autofree char *count =
      g_strdup_printf (ngettext ("%u drawing", "%u drawings", n_drawings), n_drawings);
  g_autofree char *left_out = NULL;

  if (self->n_left_out > 0)
    left_out = g_strdup_printf (
        /* Translators: "42 drawings", and the number of lines of the file that cannot be read */
        ngettext ("%s; %u line is no drawing", "%s; %u lines are no drawings", self->n_left_out),
        count, self->n_left_out);
  adw_window_title_set_subtitle (self->window_title, left_out != NULL ? left_out : count);
}

static void
show_drawings (BpDrawingsWindow *self, GPtrArray *entries)
{
  bp_drawing_list_set_entries (self->list, entries);
  gtk_stack_set_visible_child_name (self->stack, entries->len > 0 ? "drawings" : "empty");
  show_title (self);
  show_selected (self);
}

static void
on_browsed (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpDrawingsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_left_out;
  g_autoptr (GPtrArray) entries = bp_drawings_browse_finish (result, &n_left_out, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    entries = g_ptr_array_new ();
  self->n_left_out = n_left_out;
  if (entries != NULL)
    {
      show_drawings (self, entries);
      return;
    }
  adw_status_page_set_description (self->failure, error->message);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
cancel_loading (BpDrawingsWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
hide_toast (BpDrawingsWindow *self)
{
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
}

static void
show_toast (BpDrawingsWindow *self, const char *text, gboolean has_undo)
{
  hide_toast (self);
  self->toast = g_object_ref_sink (adw_toast_new (text));
  if (has_undo)
    {
      adw_toast_set_button_label (self->toast, _ ("_Undo"));
      adw_toast_set_action_name (self->toast, "drawings.undo");
    }
  adw_toast_overlay_add_toast (self->toast_overlay, g_object_ref (self->toast));
}

/* What a change is called when it is done. */
static const char *
get_done_text (BpCollectionChange change)
{
  switch (change)
    {
    case BP_COLLECTION_RELABEL:
      return _ ("The label is corrected");
    case BP_COLLECTION_REMOVE:
      return _ ("The drawing is deleted");
    case BP_COLLECTION_CLEAR:
      return _ ("All drawings are deleted");
    case BP_COLLECTION_UNDO:
    default:
      return _ ("The change is undone");
    }
}

static void
on_change_ended (BpDrawingsWindow *self, BpCollectionChange change, const GError *error)
{
  gboolean is_undo = change == BP_COLLECTION_UNDO;

  if (error == NULL)
    show_toast (self, get_done_text (change), !is_undo);
  else
    bp_drawings_window_say_failed (self,
                                   is_undo ? _ ("Could Not Undo the Change")
                                           : _ ("Could Not Change the Drawings"),
                                   error->message);
  bp_drawings_window_refresh (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
relabel (BpDrawingsWindow *self, const char *label)
{
  const BpDrawingEntry *entry =
      bp_drawing_item_get_entry (bp_drawing_list_get_selected (self->list));

  if (g_str_equal (entry->label, label))
    return;
  bp_collection_editor_relabel (self->editor, entry->line, label);
  update_actions (self);
}

static void
set_label (GtkWidget *widget, const char *action_name G_GNUC_UNUSED, GVariant *name)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (widget);
  g_autofree char *label = g_strstrip (g_variant_dup_string (name, NULL));
  g_autoptr (GError) error = NULL;

  if (bp_own_class_check (label, &error))
    relabel (self, label);
  else
    bp_drawings_window_say_failed (self, _ ("Could Not Change the Drawings"), error->message);
}

static void
delete_drawing (GtkWidget *widget,
                const char *action_name G_GNUC_UNUSED,
                GVariant *parameter G_GNUC_UNUSED)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (widget);
  BpDrawingItem *item = bp_drawing_list_get_selected (self->list);

  bp_collection_editor_remove (self->editor, bp_drawing_item_get_entry (item)->line);
  update_actions (self);
}

static void
delete_all (GtkWidget *widget,
            const char *action_name G_GNUC_UNUSED,
            GVariant *parameter G_GNUC_UNUSED)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (widget);

  bp_collection_editor_clear (self->editor);
  update_actions (self);
}

static void
undo (GtkWidget *widget, const char *action_name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (widget);

  bp_collection_editor_undo (self->editor);
  update_actions (self);
}

static void
show_on_pad (GtkWidget *widget,
             const char *action_name G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (widget);
  const BpDrawingEntry *entry =
      bp_drawing_item_get_entry (bp_drawing_list_get_selected (self->list));
  const BpDrawing *drawing = &entry->drawing;
  g_autofree char *name = g_strdup_printf (_ ("My drawing: %s"), entry->label);
  guint8 image[BP_DIGIT_N_PIXELS];

  bp_digit_image_from_strokes (drawing->strokes, drawing->n_strokes, image);
  g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0, image, name, (guint) drawing->label);
}

static void
on_activated (BpDrawingsWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "drawings.show", NULL);
}

static void
bp_drawings_window_dispose (GObject *object)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (object);

  cancel_loading (self);
  g_clear_object (&self->toast);

  G_OBJECT_CLASS (bp_drawings_window_parent_class)->dispose (object);
}

static void
bp_drawings_window_finalize (GObject *object)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (object);

  g_clear_object (&self->editor);
  g_free (self->path);

  G_OBJECT_CLASS (bp_drawings_window_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "drawings.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "drawings.undo",
                                       NULL);
  for (guint digit = 0; digit < BP_N_DIGITS; digit++)
    {
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + digit, 0, "drawings.set-label",
                                           "s", bp_digit_names[digit]);
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_0 + digit, 0,
                                           "drawings.set-label", "s", bp_digit_names[digit]);
    }
}

static void
bp_drawings_window_class_init (BpDrawingsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bp_drawings_window_dispose;
  object_class->finalize = bp_drawings_window_finalize;

  /**
   * BpDrawingsWindow::changed:
   *
   * The collection was changed here.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_DRAWINGS_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BpDrawingsWindow::image-chosen:
   * @pixels: (28, 28): the drawing as the network sees it, valid during the call
   * @name: what it is
   * @label: the digit that it is, or another number
   */
  signals[SIGNAL_IMAGE_CHOSEN] =
      g_signal_new ("image-chosen", BP_TYPE_DRAWINGS_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_STRING, G_TYPE_UINT);

  g_type_ensure (BP_TYPE_DRAWING_DETAILS);
  g_type_ensure (BP_TYPE_DRAWING_LIST);
  gtk_widget_class_install_action (widget_class, "drawings.set-label", "s", set_label);
  gtk_widget_class_install_action (widget_class, "drawings.delete", NULL, delete_drawing);
  gtk_widget_class_install_action (widget_class, "drawings.delete-all", NULL, delete_all);
  gtk_widget_class_install_action (widget_class, "drawings.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "drawings.show", NULL, show_on_pad);
  add_keys (widget_class);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/drawings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, message_bar);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, details);
  gtk_widget_class_bind_template_callback (widget_class, show_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
bp_drawings_window_init (BpDrawingsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_drawings_window_new:
 * @parent: the window that it belongs to, with its actions
 * @path: (type filename): the collection
 *
 * Returns: (transfer none): a window that loads the drawings; GTK owns it
 */
BpDrawingsWindow *
bp_drawings_window_new (GtkWindow *parent, const char *path)
{
  BpDrawingsWindow *self = g_object_new (BP_TYPE_DRAWINGS_WINDOW, NULL);

  bp_child_window_set_parent (GTK_WINDOW (self), parent);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (parent));
  self->path = g_strdup (path);
  self->editor = bp_collection_editor_new (path);
  g_signal_connect_object (self->editor, "ended", G_CALLBACK (on_change_ended), self,
                           G_CONNECT_SWAPPED);
  show_selected (self);
  bp_drawings_window_refresh (self);
  return self;
}

/**
 * bp_drawings_window_refresh:
 * @self: the window
 *
 * Loads the drawings, which may have changed.
 */
void
bp_drawings_window_refresh (BpDrawingsWindow *self)
{
  cancel_loading (self);
  self->cancellable = g_cancellable_new ();
  bp_drawings_browse_async (self->path, self->cancellable, on_browsed, g_object_ref (self));
}

/**
 * bp_drawings_window_say:
 * @self: the window
 * @text: what was done
 *
 * Shows a short message for some seconds.
 */
void
bp_drawings_window_say (BpDrawingsWindow *self, const char *text)
{
  show_toast (self, text, FALSE);
}

/**
 * bp_drawings_window_say_failed:
 * @self: the window
 * @heading: the failure, in a few words
 * @text: the reason and the remedy
 */
void
bp_drawings_window_say_failed (BpDrawingsWindow *self, const char *heading, const char *text)
{
  const BpMessageButton none = { NULL, NULL };

  bp_message_bar_show (self->message_bar, heading, text, none, none);
}
