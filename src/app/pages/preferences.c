/* SPDX-License-Identifier: MIT */
#include "preferences.h"

#include "settings.h"
#include "spin-scroll.h"

struct _BpPreferences
{
  AdwPreferencesWindow parent_instance;

  /* template children */
  AdwComboRow *color_scheme_row;
  GtkAdjustment *threads;
  GtkAdjustment *runs_megabytes;
};

G_DEFINE_FINAL_TYPE (BpPreferences, bp_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the row's choices. */
static const char *const COLOR_SCHEMES[] = { "system", "light", "dark" };

/* The row's index for a key's value. */
static gboolean
get_color_scheme (GValue *value, GVariant *variant, gpointer user_data G_GNUC_UNUSED)
{
  for (guint i = 0; i < G_N_ELEMENTS (COLOR_SCHEMES); i++)
    if (g_str_equal (COLOR_SCHEMES[i], g_variant_get_string (variant, NULL)))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
set_color_scheme (const GValue *value,
                  const GVariantType *expected_type G_GNUC_UNUSED,
                  gpointer user_data G_GNUC_UNUSED)
{
  guint index = g_value_get_uint (value);

  return index < G_N_ELEMENTS (COLOR_SCHEMES) ? g_variant_new_string (COLOR_SCHEMES[index]) : NULL;
}

/* libadwaita's scheme for a key's value. */
static gboolean
map_color_scheme (GValue *value, GVariant *variant, gpointer user_data G_GNUC_UNUSED)
{
  const char *name = g_variant_get_string (variant, NULL);
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (name, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (name, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  g_value_set_enum (value, scheme);
  return TRUE;
}

static void
bp_preferences_class_init (BpPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, BpPreferences, color_scheme_row);
  gtk_widget_class_bind_template_child (widget_class, BpPreferences, threads);
  gtk_widget_class_bind_template_child (widget_class, BpPreferences, runs_megabytes);
}

static void
bp_preferences_init (BpPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bp_spin_buttons_ignore_scrolling (GTK_WIDGET (self));
}

/**
 * bp_preferences_new:
 * @settings: the settings, which the window shows and changes
 *
 * Returns: (transfer none): the window, not shown yet
 */
GtkWidget *
bp_preferences_new (GSettings *settings)
{
  BpPreferences *self = g_object_new (BP_TYPE_PREFERENCES, NULL);

  g_settings_bind_with_mapping (settings, BP_KEY_COLOR_SCHEME, self->color_scheme_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_color_scheme, set_color_scheme, NULL,
                                NULL);
  g_settings_bind (settings, BP_KEY_THREADS, self->threads, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, BP_KEY_RUNS_MEGABYTES, self->runs_megabytes, "value",
                   G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}

/**
 * bp_preferences_apply_color_scheme:
 * @settings: the settings
 *
 * Makes the program light or dark by the settings, now and after every change.
 */
void
bp_preferences_apply_color_scheme (GSettings *settings)
{
  g_settings_bind_with_mapping (settings, BP_KEY_COLOR_SCHEME, adw_style_manager_get_default (),
                                "color-scheme", G_SETTINGS_BIND_GET, map_color_scheme, NULL, NULL,
                                NULL);
}
