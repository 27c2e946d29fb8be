/* SPDX-License-Identifier: MIT */
#include "rename-dialog.h"

#include "child-window.h"

/* The response of the button that renames, as in the template. */
#define RENAME "rename"

struct _BpRenameDialog
{
  AdwMessageDialog parent_instance;

  /* template children */
  GtkEditable *entry;
};

enum
{
  SIGNAL_RENAMED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRenameDialog, bp_rename_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
bp_rename_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  BpRenameDialog *self = BP_RENAME_DIALOG (dialog);

  if (g_strcmp0 (response, RENAME) == 0)
    {
      g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));

      g_signal_emit (self, signals[SIGNAL_RENAMED], 0, name);
    }
}

static void
bp_rename_dialog_class_init (BpRenameDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ADW_MESSAGE_DIALOG_CLASS (klass)->response = bp_rename_dialog_response;

  /**
   * BpRenameDialog::renamed:
   * @name: the name, or "" for none
   */
  signals[SIGNAL_RENAMED] = g_signal_new ("renamed", BP_TYPE_RENAME_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/rename-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BpRenameDialog, entry);
}

static void
bp_rename_dialog_init (BpRenameDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_rename_dialog_new:
 * @parent: the window that it belongs to
 * @name: the present name
 *
 * Returns: (transfer none): a dialog, to be presented
 */
BpRenameDialog *
bp_rename_dialog_new (GtkWindow *parent, const char *name)
{
  BpRenameDialog *self = g_object_new (BP_TYPE_RENAME_DIALOG, NULL);

  bp_child_window_set_parent (GTK_WINDOW (self), parent);
  gtk_editable_set_text (self->entry, name);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return self;
}
