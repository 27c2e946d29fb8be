/* SPDX-License-Identifier: MIT */
#include "confusion-cursor.h"

#include "test-file.h"

static const BpConfusionCursor MIDDLE = { 4, 1, 2 };

static void
assert_moves (guint key, GdkModifierType modifiers, guint label, guint answer)
{
  BpConfusionCursor cursor = MIDDLE;

  g_assert_true (bp_confusion_cursor_move_by_key (&cursor, key, modifiers));
  g_assert_cmpuint (cursor.label, ==, label);
  g_assert_cmpuint (cursor.answer, ==, answer);
}

static void
test_keys (void)
{
  BpConfusionCursor cursor = MIDDLE;

  assert_moves (GDK_KEY_Left, 0, 1, 1);
  assert_moves (GDK_KEY_KP_Right, 0, 1, 3);
  assert_moves (GDK_KEY_Up, 0, 0, 2);
  assert_moves (GDK_KEY_KP_Down, 0, 2, 2);
  assert_moves (GDK_KEY_Home, 0, 1, 0);
  assert_moves (GDK_KEY_End, 0, 1, 3);
  assert_moves (GDK_KEY_KP_Home, GDK_CONTROL_MASK, 0, 0);
  assert_moves (GDK_KEY_KP_End, GDK_CONTROL_MASK, 3, 3);
  g_assert_false (bp_confusion_cursor_move_by_key (&cursor, GDK_KEY_a, 0));
  g_assert_cmpmem (&cursor, sizeof cursor, &MIDDLE, sizeof MIDDLE);
}

/* The cursor stops at the edges. */
static void
test_edges (void)
{
  BpConfusionCursor cursor = { 2, 0, 0 };

  (void) bp_confusion_cursor_move_by_key (&cursor, GDK_KEY_Up, 0);
  (void) bp_confusion_cursor_move_by_key (&cursor, GDK_KEY_Left, 0);
  g_assert_cmpuint (cursor.label, ==, 0);
  g_assert_cmpuint (cursor.answer, ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      (void) bp_confusion_cursor_move_by_key (&cursor, GDK_KEY_Down, 0);
      (void) bp_confusion_cursor_move_by_key (&cursor, GDK_KEY_Right, 0);
    }
  g_assert_cmpuint (cursor.label, ==, 1);
  g_assert_cmpuint (cursor.answer, ==, 1);
}

/* In a smaller matrix, the cursor is on the nearest cell; without a matrix, it is at the begin. */
static void
test_other_matrix (void)
{
  BpConfusionCursor cursor = { 10, 9, 1 };

  bp_confusion_cursor_set_n_classes (&cursor, 4);
  g_assert_cmpuint (cursor.label, ==, 3);
  g_assert_cmpuint (cursor.answer, ==, 1);
  bp_confusion_cursor_set_n_classes (&cursor, 0);
  g_assert_cmpuint (cursor.label, ==, 0);
  g_assert_cmpuint (cursor.answer, ==, 0);
}

BP_TEST_FILE (confusion_cursor)
{
  g_test_add_func ("/confusion-cursor/keys", test_keys);
  g_test_add_func ("/confusion-cursor/edges", test_edges);
  g_test_add_func ("/confusion-cursor/other-matrix", test_other_matrix);
}
