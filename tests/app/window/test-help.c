/* SPDX-License-Identifier: MIT */
#include "help.h"

#include "test-file.h"
#include "test-files.h"

#include <glib/gstdio.h>
#include <string.h>

static void
write_page (const char *folder, const char *language, const char *page)
{
  g_autofree char *language_folder = g_build_filename (folder, language, NULL);
  g_autofree char *path = g_build_filename (language_folder, page, NULL);

  g_assert_cmpint (g_mkdir_with_parents (language_folder, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, "<!DOCTYPE html>\n", -1, NULL));
}

static void
assert_found (const char *folder, const char *const *languages, const char *page, const char *end)
{
  g_autofree char *path = bp_help_find_page (folder, languages, page);

  g_assert_true (g_str_has_prefix (path, folder));
  g_assert_cmpstr (path + strlen (folder), ==, end);
}

/* A page that has not been translated is shown in English, the others in the user's language. */
static void
test_language (void)
{
  const char *const german[] = { "de_AT.UTF-8", "de_AT", "de", "C", NULL };
  const char *const french[] = { "fr", "C", NULL };
  g_autoptr (BpTestFolder) temporary = bp_test_folder_new ();
  const char *folder = temporary->path;

  write_page (folder, "C", "index.html");
  write_page (folder, "C", "settings.html");
  write_page (folder, "de", "index.html");
  assert_found (folder, german, "index", "/de/index.html");
  assert_found (folder, german, "settings", "/C/settings.html");
  assert_found (folder, french, "index", "/C/index.html");
}

BP_TEST_FILE (help)
{
  g_test_add_func ("/help/language", test_language);
}
