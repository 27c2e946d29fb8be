/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "pad.h"
#include "test-file.h"

#include <string.h>

#define PICTURE_WIDTH  60
#define PICTURE_HEIGHT 90

static BpPad *
get_pad (BpTestWindow *fixture)
{
  return bp_window_get_pad (fixture->window);
}

static const BpPicture *
get_picture (BpTestWindow *fixture)
{
  return bp_strokes_get_picture (bp_pad_get_strokes (get_pad (fixture)));
}

static GdkPixbuf *
make_bar (guint32 paper, guint32 ink)
{
  GdkPixbuf *picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, PICTURE_WIDTH, PICTURE_HEIGHT);
  g_autoptr (GdkPixbuf) bar = gdk_pixbuf_new_subpixbuf (picture, 27, 15, 6, 60);

  gdk_pixbuf_fill (picture, paper);
  gdk_pixbuf_fill (bar, ink);
  return picture;
}

/* Whether the pad shows an upright bar in its middle, as in MNIST. */
static gboolean
shows_bar (BpTestWindow *fixture)
{
  const BpPicture *picture = get_picture (fixture);

  return picture != NULL && picture->image[14 * BP_DIGIT_SIZE + 14] > 200 &&
         picture->image[14 * BP_DIGIT_SIZE + 20] == 0 && picture->image[6 * BP_DIGIT_SIZE + 14] > 0;
}

static GFile *
save_picture (BpTestWindow *fixture, const char *name, GdkPixbuf *picture)
{
  GFile *file = bp_test_window_get_file (fixture, name);
  g_autofree char *path = g_file_get_path (file);

  g_assert_true (gdk_pixbuf_save (picture, path, "png", NULL, NULL));
  return file;
}

static void
drop (BpTestWindow *fixture, const GValue *value)
{
  GtkEventController *target = bp_test_find_drop_target (GTK_WIDGET (fixture->window));
  gboolean is_taken = FALSE;

  g_signal_emit_by_name (target, "drop", value, 10.0, 10.0, &is_taken);
  g_assert_true (is_taken);
  bp_test_window_wait_until_idle (fixture);
}

static void
test_drop_file (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GdkPixbuf) bar = make_bar (0xffffffff, 0x000000ff);
  g_autoptr (GFile) file = save_picture (fixture, "without-an-ending", bar);
  GSList files = { .data = file };
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (&files));
  drop (fixture, &value);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_true (shows_bar (fixture));
}

/* A picture from another program, light on dark. */
static void
test_drop_texture (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GdkPixbuf) bar = make_bar (0x202020ff, 0xffffffff);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, GDK_TYPE_TEXTURE);
  g_value_take_object (&value, gdk_texture_new_for_pixbuf (bar));
  drop (fixture, &value);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_true (shows_bar (fixture));
}

static void
test_paste (BpTestWindow *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  g_autoptr (GdkPixbuf) bar = make_bar (0xffffffff, 0x000000ff);
  g_autoptr (GdkTexture) texture = gdk_texture_new_for_pixbuf (bar);
  g_autoptr (GFile) file = save_picture (fixture, "bar.png", bar);
  GSList files = { .data = file };
  GdkFileList *list = gdk_file_list_new_from_list (&files);

  bp_test_window_draw (fixture);
  gdk_clipboard_set_texture (clipboard, texture);
  bp_test_window_activate (fixture, "paste-picture");
  bp_test_window_wait_until_idle (fixture);
  g_assert_true (shows_bar (fixture));

  /* Undo restores the strokes; then a file is dropped. */
  bp_test_window_activate (fixture, "undo");
  g_assert_null (get_picture (fixture));
  g_assert_cmpuint (bp_strokes_get_length (bp_pad_get_strokes (get_pad (fixture))), ==, 1);
  gdk_clipboard_set (clipboard, GDK_TYPE_FILE_LIST, list);
  bp_test_window_activate (fixture, "paste-picture");
  bp_test_window_wait_until_idle (fixture);
  g_assert_true (shows_bar (fixture));
  g_boxed_free (GDK_TYPE_FILE_LIST, list);
}

static void
assert_refused (BpTestWindow *fixture, const char *words)
{
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (bp_test_window_get_message (fixture));
  g_assert_nonnull (strstr (bp_test_window_get_message (fixture), words));
  g_assert_null (get_picture (fixture));
}

/* A file that is not a picture, or a blank one, does not change the pad. */
static void
test_bad_pictures (BpTestWindow *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  g_autoptr (GdkPixbuf) blank = make_bar (0xffffffff, 0xffffffff);
  g_autoptr (GFile) blank_file = save_picture (fixture, "blank.png", blank);
  g_autoptr (GdkPixbuf) bar = make_bar (0xffffffff, 0x000000ff);
  g_autoptr (GFile) damaged = save_picture (fixture, "damaged.png", bar);
  g_autofree char *damaged_path = g_file_get_path (damaged);
  g_autofree char *bytes = NULL;

  bp_window_open_files (fixture->window, &blank_file, 1);
  assert_refused (fixture, "Nothing is drawn on the picture");

  g_assert_true (g_file_get_contents (damaged_path, &bytes, NULL, NULL));
  g_assert_true (g_file_set_contents (damaged_path, bytes, 100, NULL));
  bp_window_open_files (fixture->window, &damaged, 1);
  assert_refused (fixture, "“damaged.png” cannot be used: it is");

  gdk_clipboard_set_text (clipboard, "seven");
  bp_test_window_activate (fixture, "paste-picture");
  assert_refused (fixture, "The clipboard holds no picture");
}

/* A test image with its label; without data, an image that the program generates. */
static void
test_sample (BpTestWindow *fixture, gconstpointer data)
{
  BpSamples samples;
  const BpPicture *picture;
  guint index = 0;
  guint label = 0;

  bp_test_window_activate (fixture, "load-sample");
  g_assert_true (g_str_has_prefix (get_picture (fixture)->caption, "Built-in digit: "));

  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "load-sample");
  picture = get_picture (fixture);
  g_assert_cmpint (sscanf (picture->caption, "Test image %u: labelled %u", &index, &label), ==, 2);
  samples = bp_dataset_get_samples (bp_window_get_dataset (fixture->window), BP_SPLIT_TEST);
  g_assert_cmpuint (index, >=, 1);
  g_assert_cmpuint (index, <=, samples.count);
  g_assert_cmpmem (picture->image, BP_DIGIT_N_PIXELS,
                   samples.images + (index - 1) * BP_DIGIT_N_PIXELS, BP_DIGIT_N_PIXELS);
  g_assert_cmpuint (samples.labels[index - 1], ==, label);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_pad (fixture)),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, picture->caption);

  bp_test_window_activate (fixture, "undo");
  g_assert_true (g_str_has_prefix (get_picture (fixture)->caption, "Built-in digit: "));
  bp_test_window_activate (fixture, "undo");
  g_assert_true (bp_pad_is_blank (get_pad (fixture)));
  bp_test_window_activate (fixture, "redo");
  bp_test_window_activate (fixture, "clear-pad");
  g_assert_true (bp_pad_is_blank (get_pad (fixture)));
}

/* The network answers for the sample. */
static void
test_sample_is_answered (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  g_assert_cmpstr (bp_test_window_get_answer (fixture), ==, "");
  bp_test_window_activate (fixture, "load-sample");
  g_assert_cmpstr (bp_test_window_get_answer (fixture), !=, "");
}

/* The title of the toast, or NULL. */
static const char *
get_toast (BpTestWindow *fixture)
{
  return bp_test_find_toast (bp_test_window_find (fixture, "toast_overlay"));
}

static void
wait_until_toast_has_gone (BpTestWindow *fixture)
{
  while (get_toast (fixture) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* A cleared drawing comes back whole, with its answer. */
static void
test_restore_cleared (BpTestWindow *fixture, gconstpointer data)
{
  g_autofree char *answer = NULL;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  bp_test_window_draw (fixture);
  bp_test_window_draw (fixture);
  answer = g_strdup (bp_test_window_get_answer (fixture));
  g_assert_cmpstr (answer, !=, "");

  bp_test_window_activate (fixture, "clear-pad");
  g_assert_cmpstr (bp_test_window_get_answer (fixture), ==, "");
  g_assert_cmpstr (get_toast (fixture), ==, "Drawing cleared");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bp_test_window_find (fixture, "announcer")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Drawing cleared");
  g_signal_emit_by_name (bp_test_find_button (bp_test_window_find (fixture, "toast_overlay"),
                                              "_Undo"),
                         "clicked");
  g_assert_cmpuint (bp_strokes_get_length (bp_pad_get_strokes (get_pad (fixture))), ==, 2);
  g_assert_cmpstr (bp_test_window_get_answer (fixture), ==, answer);
  g_assert_false (bp_test_window_is_enabled (fixture, "restore-drawing"));
  wait_until_toast_has_gone (fixture);
}

/* Undo is offered until the next stroke, which it would take away. */
static void
test_cleared_and_drawn (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_draw (fixture);
  bp_test_window_activate (fixture, "clear-pad");
  g_assert_true (bp_test_window_is_enabled (fixture, "restore-drawing"));
  bp_test_window_draw (fixture);
  g_assert_false (bp_test_window_is_enabled (fixture, "restore-drawing"));
  wait_until_toast_has_gone (fixture);
  g_assert_cmpuint (bp_strokes_get_length (bp_pad_get_strokes (get_pad (fixture))), ==, 1);

  /* The pad's own Undo still goes back over both steps. */
  bp_test_window_activate (fixture, "undo");
  bp_test_window_activate (fixture, "undo");
  g_assert_cmpuint (bp_strokes_get_length (bp_pad_get_strokes (get_pad (fixture))), ==, 1);
}

/* A blank pad is not cleared, and one that the program clears needs no Undo. */
static void
test_no_toast (BpTestWindow *fixture, gconstpointer data)
{
  g_assert_false (bp_test_window_is_enabled (fixture, "clear-pad"));
  bp_test_window_draw (fixture);
  bp_test_window_activate (fixture, "begin-prompts");
  g_assert_true (bp_pad_is_blank (get_pad (fixture)));
  g_assert_null (get_toast (fixture));
  bp_test_window_draw (fixture);
  bp_test_window_activate (fixture, "next-prompt");
  g_assert_null (get_toast (fixture));
  bp_test_window_wait_until_idle (fixture);
}

static void
add_tests (void)
{
  bp_test_window_add ("/window-pad/drop-file", test_drop_file);
  bp_test_window_add ("/window-pad/drop-texture", test_drop_texture);
  bp_test_window_add ("/window-pad/paste", test_paste);
  bp_test_window_add ("/window-pad/bad-pictures", test_bad_pictures);
  bp_test_window_add ("/window-pad/sample", test_sample);
  bp_test_window_add ("/window-pad/sample-is-answered", test_sample_is_answered);
  bp_test_window_add ("/window-pad/restore-cleared", test_restore_cleared);
  bp_test_window_add ("/window-pad/cleared-and-drawn", test_cleared_and_drawn);
  bp_test_window_add ("/window-pad/no-toast", test_no_toast);
}

BP_TEST_FILE (window_pad)
{
  bp_test_window_begin ();
  add_tests ();
}
