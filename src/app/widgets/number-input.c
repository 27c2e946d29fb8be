/* SPDX-License-Identifier: MIT */
/*
 * What is typed into a spin button. GTK takes what it can of a text and moves the rest into the
 * range: 2.6 epochs become 3, letters 1, and 0.00005 turns into the least number that two digits
 * write. Here the number is taken as it is, or not at all; then the row says why.
 */
#include "number-input.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* More digits than a float has. */
#define MOST_DIGITS 12

/* The data of a spin button: the word for 0, and the text that stayed, as its row says. */
#define ZERO_TEXT "bp-zero-text"
#define KEPT_TEXT "bp-kept-text"

/**
 * bp_number_input_format:
 * @value: a number
 * @is_whole: whether it is shown without decimals
 *
 * Returns: (transfer full): the shortest decimal text that gives back the number, never with an
 *   exponent, in the locale's writing: "0.00005" and not "5e-05"
 */
char *
bp_number_input_format (double value, gboolean is_whole)
{
  int n_digits = 0;
  g_autofree char *text = g_strdup_printf ("%.0f", value);

  if (is_whole)
    return g_steal_pointer (&text);

  while (n_digits < MOST_DIGITS && fabs (g_strtod (text, NULL) - value) > 1e-9 * fabs (value))
    {
      g_free (text);
      text = g_strdup_printf ("%.*f", ++n_digits, value);
    }
  return g_steal_pointer (&text);
}

/* Whether the whole text is one number, with a point or with a comma. */
static gboolean
parse (const char *text, double *value)
{
  g_autofree char *plain = g_strdelimit (g_strstrip (g_strdup (text)), ",", '.');
  char *end;

  if (*plain == '\0' || plain[strspn (plain, "0123456789.+-eE")] != '\0')
    return FALSE;

  *value = g_ascii_strtod (plain, &end);
  return *end == '\0' && isfinite (*value);
}

/**
 * bp_number_input_check:
 * @text: what was typed
 * @is_whole: whether only whole numbers are meant
 * @least: the range
 * @most: likewise
 * @value: (out): the number, where it is valid
 *
 * Returns: (transfer full) (nullable): why @text is refused, in a few words; %NULL where it is not
 */
char *
bp_number_input_check (const char *text,
                       gboolean is_whole,
                       double least,
                       double most,
                       double *value)
{
  if (!parse (text, value))
    return g_strdup_printf (_ ("“%s” is not a number"), text);
  if (is_whole && *value != floor (*value))
    return g_strdup_printf (_ ("“%s” is not a whole number"), text);
  if (*value < least || *value > most)
    {
      g_autofree char *from = bp_number_input_format (least, FALSE);
      g_autofree char *to = bp_number_input_format (most, FALSE);

      return g_strdup_printf (_ ("“%s” is not from %s to %s"), text, from, to);
    }
  return NULL;
}

static char *
format (GtkSpinButton *spin)
{
  double value = gtk_spin_button_get_value (spin);
  const char *zero_text = g_object_get_data (G_OBJECT (spin), ZERO_TEXT);

  if (value == 0.0 && zero_text != NULL)
    return g_strdup (zero_text);
  return bp_number_input_format (value, gtk_spin_button_get_digits (spin) == 0);
}

/* @word: (nullable): why a text was refused */
static void
tell (GtkSpinButton *spin, const char *word)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (spin), ADW_TYPE_ACTION_ROW);

  g_object_set_data_full (G_OBJECT (spin), KEPT_TEXT, word != NULL ? format (spin) : NULL, g_free);
  if (row != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), word != NULL ? word : "");
}

/* GTK also says that the value has changed where it stays. */
static void
on_value_changed (GtkSpinButton *spin)
{
  const char *kept = g_object_get_data (G_OBJECT (spin), KEPT_TEXT);
  g_autofree char *shown = format (spin);

  if (kept != NULL && !g_str_equal (kept, shown))
    tell (spin, NULL);
}

static int
on_input (GtkSpinButton *spin, double *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));
  const char *zero_text = g_object_get_data (G_OBJECT (spin), ZERO_TEXT);
  g_autofree char *shown = format (spin);
  g_autofree char *refusal = NULL;
  g_autofree char *word = NULL;
  double least;
  double most;

  *value = gtk_spin_button_get_value (spin);
  if (g_str_equal (text, shown))
    return TRUE;
  if (zero_text != NULL && g_ascii_strcasecmp (text, zero_text) == 0)
    {
      *value = 0.0;
      return TRUE;
    }

  gtk_spin_button_get_range (spin, &least, &most);
  refusal =
      bp_number_input_check (text, gtk_spin_button_get_digits (spin) == 0, least, most, value);
  if (refusal == NULL)
    {
      tell (spin, NULL);
      return TRUE;
    }

  /* Translators: why a number was not taken, then the one that stays */
  word = g_strdup_printf (_ ("%s: %s stays"), refusal, shown);
  tell (spin, word);
  return GTK_INPUT_ERROR;
}

static gboolean
on_output (GtkSpinButton *spin)
{
  g_autofree char *text = format (spin);

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (spin))))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static void
attach (GtkSpinButton *spin)
{
  gtk_spin_button_set_numeric (spin, FALSE);
  gtk_spin_button_set_update_policy (spin, GTK_UPDATE_IF_VALID);
  g_signal_connect (spin, "input", G_CALLBACK (on_input), NULL);
  g_signal_connect (spin, "output", G_CALLBACK (on_output), NULL);
  g_signal_connect (spin, "value-changed", G_CALLBACK (on_value_changed), NULL);
}

/**
 * bp_number_inputs_attach:
 * @root: a widget
 *
 * Makes all spin buttons in @root take a number as it is typed, or keep the one that they have; the
 * row of the spin button then says why, in its subtitle.
 */
void
bp_number_inputs_attach (GtkWidget *root)
{
  if (GTK_IS_SPIN_BUTTON (root))
    {
      attach (GTK_SPIN_BUTTON (root));
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    bp_number_inputs_attach (child);
}

/**
 * bp_number_input_set_zero_text:
 * @spin: a spin button after bp_number_inputs_attach()
 * @text: the word for 0, as in "All"
 */
void
bp_number_input_set_zero_text (GtkSpinButton *spin, const char *text)
{
  g_object_set_data_full (G_OBJECT (spin), ZERO_TEXT, g_strdup (text), g_free);
  gtk_spin_button_update (spin);
}
