/* SPDX-License-Identifier: MIT */
#include "clean-text.h"

#include "error.h"
#include "test-file.h"

typedef struct
{
  const char *text;
  const char *clean;
} Case;

static const Case cases[] = {
  { "", "" },
  { "Größe 7 – “x” 数字", "Größe 7 – “x” 数字" },
  /* Commands to a terminal, in ASCII and beyond. */
  { "a\033[31mb\033]0;t\ac", "a\357\277\275[31mb\357\277\275]0;t\357\277\275c" },
  { "a\302\23331mb", "a\357\277\27531mb" },
  { "a\177b\bc", "a\357\277\275b\357\277\275c" },
  /* Line ends, carriage returns and tabs. */
  { "a\nb\rc\td", "a b c d" },
  { "a\342\200\250b\342\200\251c", "a b c" },
  /* Marks of direction: embedding, override, isolate. */
  { "a\342\200\256gpj.b", "a\357\277\275gpj.b" },
  { "\342\200\252\342\200\255\342\201\246\342\201\251\342\200\217\330\234",
    "\357\277\275\357\277\275\357\277\275\357\277\275\357\277\275\357\277\275" },
  /* Joiners belong to words and to emoji. */
  { "\331\205\333\214\342\200\214\330\256 \360\237\221\251\342\200\215\360\237\224\254",
    "\331\205\333\214\342\200\214\330\256 \360\237\221\251\342\200\215\360\237\224\254" },
  /* Not UTF-8. */
  { "a\377b\303", "a\357\277\275b\357\277\275" },
};

static void
test_characters (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = bp_clean_text (cases[i].text, 0);
      g_autofree char *again = bp_clean_text (clean, 0);

      g_assert_cmpstr (clean, ==, cases[i].clean);
      g_assert_cmpstr (again, ==, clean);
    }
}

/* A long text is cut between characters. */
static void
test_length (void)
{
  g_autofree char *whole = bp_clean_text ("äöü", 3);
  g_autofree char *cut = bp_clean_text ("äöüß", 3);
  g_autofree char *again = bp_clean_text (cut, 3);

  g_assert_cmpstr (whole, ==, "äöü");
  g_assert_cmpstr (cut, ==, "äöü…");
  g_assert_cmpstr (again, ==, cut);
}

static void
test_quote (void)
{
  g_autofree char *long_text = g_strnfill (1000, 'x');
  g_autofree char *expected_x = g_strnfill (60, 'x');
  g_autofree char *expected = g_strconcat ("“", expected_x, "…”", NULL);
  g_autofree char *cut = bp_error_quote (long_text);
  g_autofree char *quoted = bp_error_quote ("a\033b");

  g_assert_cmpstr (cut, ==, expected);
  g_assert_cmpstr (quoted, ==, "“a\357\277\275b”");
}

/* A long path is shortened to the file's name. */
static void
test_names (void)
{
  g_autofree char *folders = g_strnfill (1000, 'f');
  g_autofree char *path = g_build_filename ("/", folders, "na\nme\033.csv", NULL);
  g_autofree char *name = bp_clean_name (path);
  g_autofree char *whole = bp_clean_path ("/tmp/a\rb");
  g_autofree char *end = bp_clean_path (path);
  g_autofree char *long_name = bp_clean_name (folders);

  g_assert_cmpstr (name, ==, "na me\357\277\275.csv");
  g_assert_cmpstr (whole, ==, "/tmp/a b");
  g_assert_true (g_str_has_prefix (end, "…fff"));
  g_assert_true (g_str_has_suffix (end, "f/na me\357\277\275.csv"));
  g_assert_cmpint (g_utf8_strlen (end, -1), ==, 301);
  g_assert_cmpint (g_utf8_strlen (long_name, -1), ==, 101);
}

BP_TEST_FILE (clean_text)
{
  g_test_add_func ("/clean-text/characters", test_characters);
  g_test_add_func ("/clean-text/length", test_length);
  g_test_add_func ("/clean-text/quote", test_quote);
  g_test_add_func ("/clean-text/names", test_names);
}
