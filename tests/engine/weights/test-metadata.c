/* SPDX-License-Identifier: MIT */
#include "metadata.h"

#include "test-file.h"

/* What a file says is a number only where all of it is one, and finite. */
static void
test_get_number (void)
{
  static const struct
  {
    const char *text;
    gboolean is_number;
    double number;
  } rows[] = {
    { "0.25", TRUE, 0.25 }, { "-3e2", TRUE, -300.0 }, { "", FALSE, 0.0 },
    { "1 ", FALSE, 0.0 },   { "0,5", FALSE, 0.0 },    { "inf", FALSE, 0.0 },
    { "nan", FALSE, 0.0 },  { "1e999", FALSE, 0.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BpMetadata) metadata = bp_metadata_new ();
      double number = 7.0;

      bp_metadata_set (metadata, "loss", rows[i].text);
      g_test_message ("“%s”", rows[i].text);
      g_assert_cmpint (bp_metadata_get_number (metadata, "loss", &number), ==, rows[i].is_number);
      if (rows[i].is_number)
        g_assert_cmpfloat (number, ==, rows[i].number);
      g_assert_false (bp_metadata_get_number (metadata, "accuracy", &number));
    }
}

BP_TEST_FILE (metadata)
{
  g_test_add_func ("/metadata/get-number", test_get_number);
}
