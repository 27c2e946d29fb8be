/* SPDX-License-Identifier: MIT */
#include "format.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

/* The separator of thousands for locales without one, such as the C locale. */
#define FALLBACK_SEPARATOR ","

#define SECONDS_PER_MINUTE 60
#define SECONDS_PER_HOUR   3600

static char *
get_thousands_separator (void)
{
  const char *separator = localeconv ()->thousands_sep;

  if (separator == NULL || *separator == '\0')
    return g_strdup (FALLBACK_SEPARATOR);
  return g_locale_to_utf8 (separator, -1, NULL, NULL, NULL);
}

/**
 * bp_format_count:
 * @count: the number
 *
 * Returns: (transfer full): @count with its thousands set apart, as in "60,000"
 */
char *
bp_format_count (guint64 count)
{
  g_autofree char *separator = get_thousands_separator ();
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  gsize n_digits = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n_digits; i++)
    {
      if (i > 0 && (n_digits - i) % 3 == 0)
        g_string_append (text, separator);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

/**
 * bp_to_percent:
 * @share: from 0 to 1
 *
 * Returns: @share in percent, to be written with one decimal; a share just under 1 stays at 99.9,
 * so that only 1 reads "100.0"
 */
double
bp_to_percent (double share)
{
  return share < 1.0 ? MIN (100.0 * share, 99.9) : 100.0;
}

/**
 * bp_format_percent:
 * @share: from 0 to 1
 *
 * Returns: (transfer full): @share in percent, as in "98.1 %"; see bp_to_percent()
 */
char *
bp_format_percent (double share)
{
  /* Translators: a percentage, as in 98.1 % */
  return g_strdup_printf (_ ("%.1f %%"), bp_to_percent (share));
}

/**
 * bp_format_duration:
 * @seconds: how long, at least 0
 *
 * Returns: (transfer full): the time in at most two units, as in "4 s" or "2 min 10 s"
 */
char *
bp_format_duration (double seconds)
{
  guint64 whole = (guint64) ceil (MAX (seconds, 0.0));
  guint hours = whole / SECONDS_PER_HOUR;
  guint minutes = whole % SECONDS_PER_HOUR / SECONDS_PER_MINUTE;

  if (hours > 0)
    /* Translators: hours and minutes */
    return g_strdup_printf (_ ("%u h %u min"), hours, minutes);
  if (minutes > 0)
    /* Translators: minutes and seconds */
    return g_strdup_printf (_ ("%u min %u s"), minutes, (guint) (whole % SECONDS_PER_MINUTE));
  /* Translators: seconds */
  return g_strdup_printf (_ ("%u s"), (guint) whole);
}
