/* SPDX-License-Identifier: MIT */
#include "confusion-cursor.h"

/**
 * bp_confusion_cursor_set_n_classes:
 * @cursor: the cursor
 * @n_classes: the rows and the columns of another matrix
 *
 * The present cell stays where there is one in its place, or else is the nearest one.
 */
void
bp_confusion_cursor_set_n_classes (BpConfusionCursor *cursor, guint n_classes)
{
  guint last = MAX (n_classes, 1) - 1;

  cursor->n_classes = n_classes;
  cursor->label = MIN (cursor->label, last);
  cursor->answer = MIN (cursor->answer, last);
}

/**
 * bp_confusion_cursor_move_by_key:
 * @cursor: the cursor of a matrix
 * @key: a key of GDK
 * @modifiers: what is held with it
 *
 * The arrow keys move by a cell and stop at the edges; Home and End go to the ends of the row, with
 * Control to those of the matrix.
 *
 * Returns: whether @key is one of those
 */
gboolean
bp_confusion_cursor_move_by_key (BpConfusionCursor *cursor, guint key, GdkModifierType modifiers)
{
  guint last = MAX (cursor->n_classes, 1) - 1;
  gboolean has_control = (modifiers & GDK_CONTROL_MASK) != 0;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      cursor->answer -= cursor->answer > 0;
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      cursor->answer += cursor->answer < last;
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      cursor->label -= cursor->label > 0;
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      cursor->label += cursor->label < last;
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      cursor->answer = 0;
      cursor->label = has_control ? 0 : cursor->label;
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      cursor->answer = last;
      cursor->label = has_control ? last : cursor->label;
      return TRUE;
    default:
      return FALSE;
    }
}
