/* SPDX-License-Identifier: MIT */
#include "choices.h"

#include "error.h"
#include "test-file.h"

typedef struct
{
  const char *name;
  const char *title;
} Row;

static const Row rows[] = { { "red", "Red" }, { "green", "Green" }, { "blue", "Blue" } };
static const BpChoices choices =
    BP_CHOICES ("colour", "“%s” is not a valid colour: choose %s", rows, Row);

static void
test_find (void)
{
  guint position = 7;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (bp_choices_find (&choices, rows[i].name, &position, NULL));
      g_assert_cmpuint (position, ==, i);
      g_assert_cmpstr (bp_choices_get_title (&choices, i), ==, rows[i].title);
    }
}

/* The error tells what there is to choose from, as a sentence does. */
static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;
  guint position = 7;

  g_assert_false (bp_choices_find (&choices, "Red", &position, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (error->message, ==, "“Red” is not a valid colour: choose red, green or blue");
  g_assert_cmpuint (position, ==, 7);
}

BP_TEST_FILE (choices)
{
  g_test_add_func ("/choices/find", test_find);
  g_test_add_func ("/choices/unknown", test_unknown);
}
