/* SPDX-License-Identifier: MIT */
#include "number-input.h"
#include "test-file.h"

#include <adwaita.h>

static void
test_format (void)
{
  static const struct
  {
    double value;
    gboolean is_whole;
    const char *text;
  } rows[] = {
    { 0.00005, FALSE, "0.00005" },
    { 0.000001, FALSE, "0.000001" },
    { 0.1, FALSE, "0.1" },
    { 0.25, FALSE, "0.25" },
    { 100.0, FALSE, "100" },
    { 0.0, FALSE, "0" },
    { 5.0, TRUE, "5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = bp_number_input_format (rows[i].value, rows[i].is_whole);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_check (void)
{
  static const struct
  {
    const char *text;
    gboolean is_whole;
    const char *refusal;
  } rows[] = {
    { "5", TRUE, NULL },
    { " 7 ", TRUE, NULL },
    { "0.00005", FALSE, NULL },
    { "5e-5", FALSE, NULL },
    { "0,5", FALSE, NULL },
    { "2.6", TRUE, "“2.6” is not a whole number" },
    { "abc", TRUE, "“abc” is not a number" },
    { "12a", TRUE, "“12a” is not a number" },
    { "", FALSE, "“” is not a number" },
    { "nan", FALSE, "“nan” is not a number" },
    { "1000", TRUE, "“1000” is not from 0.000001 to 100" },
    { "-1", FALSE, "“-1” is not from 0.000001 to 100" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double value;
      g_autofree char *refusal =
          bp_number_input_check (rows[i].text, rows[i].is_whole, 0.000001, 100.0, &value);

      g_assert_cmpstr (refusal, ==, rows[i].refusal);
    }
}

/* What is typed into a row's spin button. */
static void
type (GtkSpinButton *spin, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  gtk_spin_button_update (spin);
}

static void
test_typing (void)
{
  GtkWidget *row = g_object_ref_sink (adw_action_row_new ());
  GtkSpinButton *spin = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0.0, 10000.0, 1.0));
  const char *subtitle;

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (spin));
  bp_number_inputs_attach (row);
  type (spin, "5");
  type (spin, "2.6");
  g_assert_cmpfloat (gtk_spin_button_get_value (spin), ==, 5.0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "5");
  subtitle = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
  g_assert_cmpstr (subtitle, ==, "“2.6” is not a whole number: 5 stays");
  type (spin, "many");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "5");

  /* The word goes with the next number, and not because the entry is left. */
  gtk_spin_button_update (spin);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), !=, "");
  type (spin, "7");
  g_assert_cmpfloat (gtk_spin_button_get_value (spin), ==, 7.0);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "");

  bp_number_input_set_zero_text (spin, "All");
  type (spin, "0");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "All");
  type (spin, "9");
  type (spin, "all");
  g_assert_cmpfloat (gtk_spin_button_get_value (spin), ==, 0.0);
  g_object_unref (row);
}

BP_TEST_FILE (number_input)
{
  gtk_init ();
  g_test_add_func ("/number-input/format", test_format);
  g_test_add_func ("/number-input/check", test_check);
  g_test_add_func ("/number-input/typing", test_typing);
}
