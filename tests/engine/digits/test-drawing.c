/* SPDX-License-Identifier: MIT */
#include "drawing.h"

#include "error.h"
#include "test-file.h"

#include <string.h>

static void
test_reads_strokes (void)
{
  char text[] = "{\"id\": 5, \"strokes\": [[[1, 2], [-3.5, 4e1, 0.7, {\"t\": 1}]], [], [[5, 6]]], "
                "\"pen\": [[1]]}";
  g_autoptr (GError) error = NULL;
  g_auto (BpDrawing) drawing;

  bp_drawing_init (&drawing);
  g_assert_true (bp_drawing_read_json (&drawing, text, strlen (text), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (drawing.n_strokes, ==, 2);
  g_assert_cmpuint (drawing.strokes[0].n_points, ==, 2);
  g_assert_cmpfloat (drawing.strokes[0].points[0].x, ==, 1.0F);
  g_assert_cmpfloat (drawing.strokes[0].points[0].y, ==, 2.0F);
  g_assert_cmpfloat (drawing.strokes[0].points[1].x, ==, -3.5F);
  g_assert_cmpfloat (drawing.strokes[0].points[1].y, ==, 40.0F);
  g_assert_cmpuint (drawing.strokes[1].n_points, ==, 1);
  g_assert_cmpfloat (drawing.strokes[1].points[0].x, ==, 5.0F);
}

/* The array of points moves while it grows; strokes must point into the final one. */
static void
test_many_strokes (void)
{
  enum
  {
    N_STROKES = 2000
  };
  g_autoptr (GString) text = g_string_new ("{\"strokes\": [");
  g_autoptr (GError) error = NULL;
  g_auto (BpDrawing) drawing;

  for (guint i = 0; i < N_STROKES; i++)
    g_string_append_printf (text, "%s[[%u, 1], [%u, 2]]", i > 0 ? ", " : "", i, i);
  g_string_append (text, "]}");

  bp_drawing_init (&drawing);
  g_assert_true (bp_drawing_read_json (&drawing, text->str, text->len, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (drawing.n_strokes, ==, N_STROKES);
  for (guint i = 0; i < N_STROKES; i++)
    {
      g_assert_cmpfloat (drawing.strokes[i].points[0].x, ==, (float) i);
      g_assert_cmpfloat (drawing.strokes[i].points[1].y, ==, 2.0F);
    }
}

static void
test_is_used_again (void)
{
  char full[] = "{\"strokes\": [[[1, 2], [3, 4]]]}";
  char blank[] = "{\"strokes\": []}";
  char bad[] = "{\"strokes\": [[[1, 2]]";
  g_auto (BpDrawing) drawing;

  bp_drawing_init (&drawing);
  g_assert_true (bp_drawing_read_json (&drawing, full, strlen (full), NULL));
  g_assert_true (bp_drawing_read_json (&drawing, blank, strlen (blank), NULL));
  g_assert_cmpuint (drawing.n_strokes, ==, 0);
  g_assert_false (bp_drawing_read_json (&drawing, bad, strlen (bad), NULL));
  g_assert_cmpuint (drawing.n_strokes, ==, 0);
}

typedef struct
{
  const char *text;
  const char *problem;
} BadDrawing;

static const BadDrawing bad_drawings[] = {
  { "", "an object is missing (byte 0)" },
  { "[]", "an object is missing (byte 0)" },
  { "{}", "it has no strokes (byte 2)" },
  { "{\"strokes\": [], \"strokes\": []}", "it has strokes twice (byte 26)" },
  { "{\"strokes\": {}}", "an array is missing (byte 12)" },
  { "{\"strokes\": [[1, 2]]}", "an array is missing (byte 14)" },
  { "{\"strokes\": [[[1]]]}", "a point is not [x, y] (byte 17)" },
  { "{\"strokes\": [[[1, \"2\"]]]}", "a number is missing (byte 18)" },
  { "{\"strokes\": [[[1, 1e39]]]}", "a number is too large (byte 22)" },
  { "{\"strokes\": [[[1, 1e999]]]}", "a number is too large (byte 18)" },
  { "{\"strokes\": [[[1, NaN]]]}", "a number is missing (byte 18)" },
  { "{\"strokes\": [[[1, 2]", "“,” or “]” is missing (byte 20)" },
};

static void
test_refuses_what_is_no_drawing (void)
{
  g_auto (BpDrawing) drawing;

  bp_drawing_init (&drawing);
  for (guint i = 0; i < G_N_ELEMENTS (bad_drawings); i++)
    {
      g_autofree char *text = g_strdup (bad_drawings[i].text);
      g_autofree char *message =
          g_strconcat ("A drawing is {\"strokes\": [[[x, y], …], …]}, but here ",
                       bad_drawings[i].problem, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (bp_drawing_read_json (&drawing, text, strlen (text), &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
      g_assert_cmpstr (error->message, ==, message);
    }
}

static gint
read_label (const char *label)
{
  g_autofree char *text = g_strdup_printf ("{\"label\": %s, \"strokes\": [[[1, 2]]]}", label);
  g_autoptr (GError) error = NULL;
  g_auto (BpDrawing) drawing;

  bp_drawing_init (&drawing);
  g_assert_true (bp_drawing_read_json (&drawing, text, strlen (text), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (drawing.n_strokes, ==, 1);
  return drawing.label;
}

/* A label is a class only where it is a whole number of a class. */
static void
test_labels (void)
{
  static const char *const none[] = { "\"\"", "-1", "7.5", "255", "null", "[7]" };

  g_assert_cmpint (read_label ("7"), ==, 7);
  g_assert_cmpint (read_label ("0"), ==, 0);
  g_assert_cmpint (read_label ("\"seven\""), ==, BP_DRAWING_NO_LABEL);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_cmpint (read_label (none[i]), ==, BP_DRAWING_NO_LABEL);
}

/* A string is the name of a class, without characters that cannot be shown; the next drawing does
 * not keep it. */
static void
test_names (void)
{
  char named[] = "{\"label\": \"he\\tart\", \"strokes\": [[[1, 2]]]}";
  char numbered[] = "{\"label\": 7, \"strokes\": [[[1, 2]]]}";
  g_autofree char *described = NULL;
  g_auto (BpDrawing) drawing;

  bp_drawing_init (&drawing);
  g_assert_false (bp_drawing_has_class (&drawing));
  g_assert_true (bp_drawing_read_json (&drawing, named, strlen (named), NULL));
  g_assert_true (bp_drawing_has_class (&drawing));
  g_assert_cmpstr (drawing.name, ==, "he art");
  g_assert_true (bp_drawing_read_json (&drawing, numbered, strlen (numbered), NULL));
  g_assert_null (drawing.name);
  described = bp_drawing_describe_class (&drawing);
  g_assert_cmpstr (described, ==, "7");
}

BP_TEST_FILE (drawing)
{
  g_test_add_func ("/drawing/names", test_names);
  g_test_add_func ("/drawing/reads-strokes", test_reads_strokes);
  g_test_add_func ("/drawing/labels", test_labels);
  g_test_add_func ("/drawing/many-strokes", test_many_strokes);
  g_test_add_func ("/drawing/is-used-again", test_is_used_again);
  g_test_add_func ("/drawing/refuses-what-is-no-drawing", test_refuses_what_is_no_drawing);
}
