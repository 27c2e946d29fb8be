/* SPDX-License-Identifier: MIT */
/*
 * A person at the keyboard: the X server gets each key as if it came from a keyboard, and passes it
 * to the window that has the focus.
 */
#include "keyboard.h"

#include <X11/extensions/XTest.h>
#include <gdk/x11/gdkx.h>

/* More than the widgets of any window that a key can reach. */
#define MAX_TABS 200

static guint n_released; /* keys */

/* Sees each event of any surface before its widgets do. */
static gboolean
on_event (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GdkEvent *event = g_value_peek_pointer (&values[1]);

  if (gdk_event_get_event_type (event) == GDK_KEY_RELEASE)
    n_released++;
  return TRUE;
}

static void
listen (void)
{
  static gboolean is_listening = FALSE;

  if (!is_listening)
    g_signal_add_emission_hook (g_signal_lookup ("event", GDK_TYPE_SURFACE), 0, on_event, NULL,
                                NULL);
  is_listening = TRUE;
}

/* The window that gets the keys, or NULL; without @must_be_active, any that is shown. */
static GtkWindow *
find_window (gboolean must_be_active)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (GTK_WIDGET (window)) &&
          (!must_be_active || gtk_window_is_active (window)))
        return window;
    }
  return NULL;
}

/* Without a window manager, no window gets the focus after a dialog is closed. */
static void
wait_for_active_window (void)
{
  if (find_window (TRUE) == NULL)
    gtk_window_present (find_window (FALSE));
  while (find_window (TRUE) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
send (guint key_code, gboolean is_press)
{
  Display *display = gdk_x11_display_get_xdisplay (gdk_display_get_default ());

  XTestFakeKeyEvent (display, key_code, is_press, CurrentTime);
}

/* The code of a key, and whether it needs Shift. */
static guint
find_code (guint key, gboolean *needs_shift)
{
  g_autofree GdkKeymapKey *keys = NULL;
  int n_keys;

  g_assert_true (gdk_display_map_keyval (gdk_display_get_default (), key, &keys, &n_keys));
  *needs_shift = keys[0].level == 1;
  return keys[0].keycode;
}

/* Presses and releases a key with its modifiers, and waits until the program has got it. */
static void
press (guint key, GdkModifierType modifiers)
{
  static const struct
  {
    GdkModifierType modifier;
    guint key;
  } MODIFIERS[] = { { GDK_SHIFT_MASK, GDK_KEY_Shift_L },
                    { GDK_CONTROL_MASK, GDK_KEY_Control_L },
                    { GDK_ALT_MASK, GDK_KEY_Alt_L } };
  gboolean needs_shift;
  guint code = find_code (key, &needs_shift);
  guint n_keys = n_released + 1;

  if (needs_shift)
    modifiers |= GDK_SHIFT_MASK;
  listen ();
  wait_for_active_window ();
  for (guint i = 0; i < G_N_ELEMENTS (MODIFIERS); i++)
    if ((modifiers & MODIFIERS[i].modifier) != 0)
      {
        send (find_code (MODIFIERS[i].key, &needs_shift), TRUE);
        n_keys++;
      }
  send (code, TRUE);
  send (code, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (MODIFIERS); i++)
    if ((modifiers & MODIFIERS[i].modifier) != 0)
      send (find_code (MODIFIERS[i].key, &needs_shift), FALSE);
  XFlush (gdk_x11_display_get_xdisplay (gdk_display_get_default ()));
  while (n_released < n_keys)
    g_main_context_iteration (NULL, TRUE);
}

/**
 * bp_test_press:
 * @accelerator: a key, as in "Tab" or "<Control>s"
 *
 * Presses and releases a key, and returns when the program has got it.
 */
void
bp_test_press (const char *accelerator)
{
  guint key;
  GdkModifierType modifiers;

  g_assert_true (gtk_accelerator_parse (accelerator, &key, &modifiers));
  press (key, modifiers);
}

void
bp_test_press_times (const char *accelerator, guint n_times)
{
  for (guint i = 0; i < n_times; i++)
    bp_test_press (accelerator);
}

/* Types a text of ASCII letters. */
void
bp_test_type (const char *text)
{
  for (; *text != '\0'; text++)
    press (gdk_unicode_to_keyval ((guint32) *text), 0);
}

/* The widget that gets the keys. */
GtkWidget *
bp_test_get_focus (void)
{
  GtkWindow *window = find_window (TRUE);

  return window != NULL ? gtk_window_get_focus (window) : NULL;
}

static gboolean
has_focus (GtkWidget *widget)
{
  GtkWidget *focus = bp_test_get_focus ();

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/**
 * bp_test_tab_to:
 * @widget: a widget
 *
 * Presses Tab until @widget, or something in it, has the focus.
 */
void
bp_test_tab_to (GtkWidget *widget)
{
  for (guint i = 0; i < MAX_TABS && !has_focus (widget); i++)
    bp_test_press ("Tab");
  if (!has_focus (widget))
    g_error ("Tab does not come to %s %s", G_OBJECT_TYPE_NAME (widget),
             gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)));
}
