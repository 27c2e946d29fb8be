/* SPDX-License-Identifier: MIT */
#include "drawings-window.h"

#include "child-window.h"
#include "class-buttons.h"
#include "collection-jobs.h"
#include "digit-names.h"
#include "drawing-view.h"
#include "message-bar.h"
#include "own-classes.h"

#include <glib/gi18n.h>

/* What the list shows: all drawings, the misread ones, or those of a digit or another class. */
#define SHOW_ALL       0
#define SHOW_MISREAD   1
#define N_BEFORE_NAMES 2

struct _BpDrawingsWindow
{
  AdwWindow parent_instance;

  /* owned */
  char *path;
  GCancellable *cancellable; /* nullable: of the newest loading, until its end */
  BpDrawingEdit *edit;       /* nullable: what Undo takes back */
  const char *edit_text;     /* static: what the change in progress is called when it is done */
  AdwToast *toast;           /* nullable */

  guint n_left_out;       /* lines that are no drawing */
  gboolean is_changing;   /* a change is being written */
  guint wanted_selection; /* the position that is selected when the drawings are loaded */

  /* template children */
  AdwWindowTitle *window_title;
  BpMessageBar *message_bar;
  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  AdwStatusPage *failure;
  GtkDropDown *shown;
  GtkStringList *shown_choices;
  GListStore *drawings;
  GtkSortListModel *sorted;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  GtkGridView *grid;
  GtkWidget *details;
  BpDrawingView *selected_view;
  GtkLabel *selected_label;
  GtkMenuButton *label_button;
  GtkEditable *class_name;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_IMAGE_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpDrawingsWindow, bp_drawings_window, ADW_TYPE_WINDOW)

static BpDrawingItem *
get_selected (BpDrawingsWindow *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static void
update_actions (BpDrawingsWindow *self)
{
  gboolean has_drawings = g_list_model_get_n_items (G_LIST_MODEL (self->drawings)) > 0;
  gboolean has_selected = get_selected (self) != NULL;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "drawings.set-label", has_selected && !self->is_changing);
  gtk_widget_action_set_enabled (widget, "drawings.delete", has_selected && !self->is_changing);
  gtk_widget_action_set_enabled (widget, "drawings.show", has_selected);
  gtk_widget_action_set_enabled (widget, "drawings.delete-all", has_drawings && !self->is_changing);
  gtk_widget_action_set_enabled (widget, "drawings.undo", self->edit != NULL && !self->is_changing);
}

/* What is known about the selected drawing, in a sentence for each. */
static char *
describe (BpDrawingItem *item)
{
  const BpDrawingEntry *entry = bp_drawing_item_get_entry (item);
  g_autofree char *answer = NULL;
  g_autofree char *time = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *verdict = NULL;
  const char *format = _ ("It is a %s. Answer: %s");

  g_object_get (item, "answer", &answer, "time", &time, NULL);
  if (entry->answer != NULL)
    /* Translators: a digit or the name of a class, and the answer to a drawing of it as in "✗ 1 ·
     * 93 %". */
    format = entry->is_sure ? _ ("It is a %s. Answer: %s, sure")
                            : _ ("It is a %s. Answer: %s, not sure");
  verdict = g_strdup_printf (format, entry->label, answer);
  if (entry->is_prompted)
    /* Translators: the time of a drawing. */
    origin = g_strdup_printf (_ ("%s, asked for by the program"), time);
  return g_strdup_printf ("%s\n%s", verdict, origin != NULL ? origin : time);
}

static void
show_selected (BpDrawingsWindow *self)
{
  BpDrawingItem *item = get_selected (self);
  g_autofree char *text = item != NULL ? describe (item) : NULL;

  gtk_widget_set_visible (self->details, item != NULL);
  g_object_set (self->selected_view, "item", item, NULL);
  gtk_label_set_text (self->selected_label, text != NULL ? g_strchomp (text) : "");
  update_actions (self);
}

static void
show_title (BpDrawingsWindow *self)
{
  guint n_drawings = g_list_model_get_n_items (G_LIST_MODEL (self->drawings));
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

/* Lists the classes with a name after the digits. What was chosen stays chosen, where it is still
 * there. */
static void
list_classes (BpDrawingsWindow *self)
{
  GListModel *choices = G_LIST_MODEL (self->shown_choices);
  g_autofree char *chosen = g_strdup (
      gtk_string_list_get_string (self->shown_choices, gtk_drop_down_get_selected (self->shown)));
  guint n_fixed = N_BEFORE_NAMES + BP_N_DIGITS;
  const char *last = NULL;
  guint i;

  gtk_string_list_splice (self->shown_choices, n_fixed,
                          g_list_model_get_n_items (choices) - n_fixed, NULL);
  for (i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sorted)); i++)
    {
      g_autoptr (BpDrawingItem) item = g_list_model_get_item (G_LIST_MODEL (self->sorted), i);
      const char *name = bp_drawing_item_get_entry (item)->drawing.name;

      if (name != NULL && g_strcmp0 (name, last) != 0)
        gtk_string_list_append (self->shown_choices, name);
      last = name;
    }
  for (i = 0; i < g_list_model_get_n_items (choices); i++)
    if (g_strcmp0 (gtk_string_list_get_string (self->shown_choices, i), chosen) == 0)
      gtk_drop_down_set_selected (self->shown, i);
}

static void
show_drawings (BpDrawingsWindow *self, GPtrArray *entries)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->drawings));
  guint n_shown;

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (items, bp_drawing_item_new (entries, i));
  g_list_store_splice (self->drawings, 0, n_before, items->pdata, items->len);
  list_classes (self);
  n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  if (n_shown > 0)
    gtk_single_selection_set_selected (self->selection, MIN (self->wanted_selection, n_shown - 1));
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

static void
on_edited (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpDrawingsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  BpDrawingEdit *edit = bp_drawing_edit_finish (result, &error);

  self->is_changing = FALSE;
  if (edit != NULL)
    {
      g_clear_pointer (&self->edit, bp_drawing_edit_free);
      self->edit = edit;
    }
  if (self->toast_overlay == NULL)
    return;
  if (edit != NULL)
    show_toast (self, self->edit_text, TRUE);
  else
    bp_drawings_window_say_failed (self, _ ("Could Not Change the Drawings"), error->message);
  bp_drawings_window_refresh (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Prepares a change, which keeps the window until its end. @text: static */
static BpDrawingsWindow *
begin_change (BpDrawingsWindow *self, const char *text)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  self->wanted_selection = selected != GTK_INVALID_LIST_POSITION ? selected : 0;
  self->edit_text = text;
  self->is_changing = TRUE;
  update_actions (self);
  return g_object_ref (self);
}

static void
relabel (BpDrawingsWindow *self, const char *label)
{
  const BpDrawingEntry *entry = bp_drawing_item_get_entry (get_selected (self));

  if (g_str_equal (entry->label, label))
    return;
  bp_drawing_relabel_async (self->path, entry->line, label, on_edited,
                            begin_change (self, _ ("The label is corrected")));
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

/* The name of a class was typed under the digits. */
static void
on_class_entered (BpDrawingsWindow *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (self->class_name));

  gtk_menu_button_popdown (self->label_button);
  gtk_editable_set_text (self->class_name, "");
  gtk_widget_activate_action (GTK_WIDGET (self), "drawings.set-label", "s", name);
}

static void
delete_drawing (GtkWidget *widget,
                const char *action_name G_GNUC_UNUSED,
                GVariant *parameter G_GNUC_UNUSED)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (widget);

  bp_drawing_remove_async (self->path, bp_drawing_item_get_entry (get_selected (self))->line,
                           on_edited, begin_change (self, _ ("The drawing is deleted")));
}

static void
delete_all (GtkWidget *widget,
            const char *action_name G_GNUC_UNUSED,
            GVariant *parameter G_GNUC_UNUSED)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (widget);

  bp_drawings_clear_async (self->path, on_edited,
                           begin_change (self, _ ("All drawings are deleted")));
}

static void
on_undone (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpDrawingsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_undone = bp_drawing_undo_finish (result, &error);

  self->is_changing = FALSE;
  if (self->toast_overlay == NULL)
    return;
  if (is_undone)
    bp_drawings_window_say (self, _ ("The change is undone"));
  else
    bp_drawings_window_say_failed (self, _ ("Could Not Undo the Change"), error->message);
  bp_drawings_window_refresh (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
undo (GtkWidget *widget, const char *action_name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (widget);
  BpDrawingEdit *edit = g_steal_pointer (&self->edit);

  bp_drawing_undo_async (edit, self->path, on_undone, begin_change (self, NULL));
}

static void
show_on_pad (GtkWidget *widget,
             const char *action_name G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (widget);
  const BpDrawingEntry *entry = bp_drawing_item_get_entry (get_selected (self));
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
on_chosen (BpDrawingsWindow *self)
{
  gtk_menu_button_popdown (self->label_button);
}

static void
on_filter_changed (BpDrawingsWindow *self)
{
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered),
                      GTK_FILTER_CHANGE_DIFFERENT);
}

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  BpDrawingsWindow *self = user_data;
  guint choice = gtk_drop_down_get_selected (self->shown);

  if (choice == SHOW_ALL)
    return TRUE;
  if (choice == SHOW_MISREAD)
    return bp_drawing_item_is_misread (item);
  return g_strcmp0 (bp_drawing_item_get_entry (item)->label,
                    gtk_string_list_get_string (self->shown_choices, choice)) == 0;
}

static void
bp_drawings_window_dispose (GObject *object)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (object);

  cancel_loading (self);
  g_clear_object (&self->toast);
  if (self->filtered != NULL)
    gtk_filter_list_model_set_filter (self->filtered, NULL);
  self->filtered = NULL;
  self->toast_overlay = NULL;

  G_OBJECT_CLASS (bp_drawings_window_parent_class)->dispose (object);
}

static void
bp_drawings_window_finalize (GObject *object)
{
  BpDrawingsWindow *self = BP_DRAWINGS_WINDOW (object);

  g_clear_pointer (&self->edit, bp_drawing_edit_free);
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

  g_type_ensure (BP_TYPE_CLASS_BUTTONS);
  g_type_ensure (BP_TYPE_DRAWING_VIEW);
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
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, shown);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, shown_choices);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, drawings);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, sorted);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, filtered);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, selection);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, grid);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, details);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, selected_view);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, selected_label);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, label_button);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingsWindow, class_name);
  gtk_widget_class_bind_template_callback (widget_class, show_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_class_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
}

static void
bp_drawings_window_init (BpDrawingsWindow *self)
{
  g_autoptr (GtkFilter) filter = NULL;
  g_autoptr (GtkSorter) sorter = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  sorter = GTK_SORTER (gtk_custom_sorter_new (bp_drawing_item_compare, NULL, NULL));
  gtk_sort_list_model_set_sorter (self->sorted, sorter);
  filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  gtk_filter_list_model_set_filter (self->filtered, filter);
  show_selected (self);
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
