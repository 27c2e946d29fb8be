/* SPDX-License-Identifier: MIT */
#include "classes-dialog.h"

#include "child-window.h"
#include "collection-jobs.h"
#include "own-classes.h"
#include "settings.h"

#include <glib/gi18n.h>

/* The responses of the template. */
#define DRAW  "draw"
#define TRAIN "train"

struct _BpClassesDialog
{
  AdwMessageDialog parent_instance;

  /* owned */
  GCancellable *cancellable; /* nullable: of the reading of the drawings */
  GPtrArray *entries;        /* nullable: (element-type BpDrawingEntry) */

  /* template children */
  GtkEditable *names;
  GtkSpinButton *n_each;
  GtkLabel *status;
};

G_DEFINE_FINAL_TYPE (BpClassesDialog, bp_classes_dialog, ADW_TYPE_MESSAGE_DIALOG)

static guint
count_drawings (BpClassesDialog *self, const char *name)
{
  guint count = 0;

  for (guint i = 0; self->entries != NULL && i < self->entries->len; i++)
    {
      const BpDrawingEntry *entry = g_ptr_array_index (self->entries, i);

      count += g_str_equal (entry->label, name);
    }
  return count;
}

/* How many drawings there are of each class, as in "Drawings: A 8, B 8, heart 0". */
static char *
describe (BpClassesDialog *self, GStrv names)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (list, "%s%s %u", i > 0 ? ", " : "", names[i],
                            count_drawings (self, names[i]));
  /* Translators: a list of the names of classes with the number of drawings of each, as in "A 8,
   * B 8, heart 0" */
  return g_strdup_printf (_ ("Drawings: %s"), list->str);
}

/* Says what the names are for, what is wrong with them, or what there is of them. */
static void
update (BpClassesDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  const char *text = gtk_editable_get_text (self->names);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = bp_own_classes_parse (text, &error);
  g_autofree char *drawings = names != NULL ? describe (self, names) : NULL;

  if (text[0] == '\0')
    gtk_label_set_text (
        self->status, _ ("Name letters, signs or anything that can be drawn. The program asks for "
                         "drawings of each, and trains a network that tells them apart."));
  else
    gtk_label_set_text (self->status, names != NULL ? drawings : error->message);
  adw_message_dialog_set_response_enabled (dialog, DRAW, names != NULL);
  adw_message_dialog_set_response_enabled (dialog, TRAIN, names != NULL);
}

static void
on_browsed (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpClassesDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_left_out;
  g_autoptr (GPtrArray) entries = bp_drawings_browse_finish (result, &n_left_out, &error);

  if (self->cancellable == NULL)
    return;
  self->entries = g_steal_pointer (&entries);
  update (self);
}

static void
bp_classes_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  gtk_spin_button_update (BP_CLASSES_DIALOG (dialog)->n_each);
  if (g_str_equal (response, DRAW))
    g_action_group_activate_action (G_ACTION_GROUP (parent), "draw-classes", NULL);
  else if (g_str_equal (response, TRAIN))
    g_action_group_activate_action (G_ACTION_GROUP (parent), "train-classes", NULL);
}

static void
cancel (BpClassesDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Nobody waits for the drawings in a dialog that is closed. */
static void
bp_classes_dialog_unmap (GtkWidget *widget)
{
  cancel (BP_CLASSES_DIALOG (widget));

  GTK_WIDGET_CLASS (bp_classes_dialog_parent_class)->unmap (widget);
}

static void
bp_classes_dialog_dispose (GObject *object)
{
  BpClassesDialog *self = BP_CLASSES_DIALOG (object);

  cancel (self);
  g_clear_pointer (&self->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (bp_classes_dialog_parent_class)->dispose (object);
}

static void
bp_classes_dialog_class_init (BpClassesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_classes_dialog_dispose;
  widget_class->unmap = bp_classes_dialog_unmap;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = bp_classes_dialog_response;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/classes-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BpClassesDialog, names);
  gtk_widget_class_bind_template_child (widget_class, BpClassesDialog, n_each);
  gtk_widget_class_bind_template_child (widget_class, BpClassesDialog, status);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
bp_classes_dialog_init (BpClassesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_classes_dialog_new:
 * @parent: the window that it belongs to, with its actions
 * @settings: the settings, which hold the names and the number
 * @path: (type filename): the collection
 *
 * Returns: (transfer none): a dialog, to be presented
 */
BpClassesDialog *
bp_classes_dialog_new (GtkWindow *parent, GSettings *settings, const char *path)
{
  BpClassesDialog *self = g_object_new (BP_TYPE_CLASSES_DIALOG, NULL);

  bp_child_window_set_parent (GTK_WINDOW (self), parent);
  g_settings_bind (settings, BP_KEY_OWN_CLASSES, self->names, "text", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, BP_KEY_DRAWINGS_PER_CLASS, self->n_each, "value",
                   G_SETTINGS_BIND_DEFAULT);
  self->cancellable = g_cancellable_new ();
  bp_drawings_browse_async (path, self->cancellable, on_browsed, g_object_ref (self));
  update (self);
  return self;
}
