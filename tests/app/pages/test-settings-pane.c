/* SPDX-License-Identifier: MIT */
/* The numbers of the pane are those of the settings, both ways. */
#include "settings-pane.h"

#include "find-widget.h"
#include "settings.h"
#include "test-file.h"

typedef struct
{
  GSettings *settings;
  GtkWidget *pane; /* owned */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = bp_settings_new ();
  fixture->pane = g_object_ref_sink (g_object_new (BP_TYPE_SETTINGS_PANE, NULL));
  bp_settings_pane_set_settings (BP_SETTINGS_PANE (fixture->pane), fixture->settings);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->pane);
  g_object_unref (fixture->settings);
}

static GtkSpinButton *
find_spin (Fixture *fixture, const char *name)
{
  GtkWidget *widget = bp_test_find_by_name (fixture->pane, name);

  g_assert_nonnull (widget);
  return GTK_SPIN_BUTTON (widget);
}

static double
get_number (GSettings *settings, const char *key)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, key);

  return g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE) ? g_variant_get_double (value)
                                                             : g_variant_get_int32 (value);
}

static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *spin;
    const char *key;
  } rows[] = {
    { "epochs_spin", BP_KEY_EPOCHS },
    { "batch_size_spin", BP_KEY_BATCH_SIZE },
    { "learning_rate_spin", BP_KEY_LEARNING_RATE },
    { "momentum_spin", BP_KEY_MOMENTUM },
    { "weight_decay_spin", BP_KEY_WEIGHT_DECAY },
    { "dropout_spin", BP_KEY_DROPOUT },
    { "warm_up_spin", BP_KEY_WARM_UP },
    { "train_limit_spin", BP_KEY_TRAIN_LIMIT },
    { "seed_spin", BP_KEY_SEED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkSpinButton *spin = find_spin (fixture, rows[i].spin);
      double before = get_number (fixture->settings, rows[i].key);

      g_test_message ("%s", rows[i].spin);
      g_assert_cmpfloat_with_epsilon (gtk_spin_button_get_value (spin), before, 1e-9);
      gtk_spin_button_spin (spin, GTK_SPIN_STEP_FORWARD, 0.0);
      g_assert_cmpfloat (get_number (fixture->settings, rows[i].key), >, before);
      g_assert_cmpfloat_with_epsilon (get_number (fixture->settings, rows[i].key),
                                      gtk_spin_button_get_value (spin), 1e-9);
      g_settings_reset (fixture->settings, rows[i].key);
      g_assert_cmpfloat_with_epsilon (gtk_spin_button_get_value (spin), before, 1e-9);
    }
}

/* A step of the learning rate is a tenth of its power of ten, so that it takes as many steps from
 * 0.01 to 0.02 as from 0.1 to 0.2. */
static void
test_learning_rate_steps (Fixture *fixture, gconstpointer data)
{
  static const double rates[][2] = { { 0.5, 0.51 }, { 0.1, 0.11 }, { 0.02, 0.021 } };
  GtkSpinButton *spin = find_spin (fixture, "learning_rate_spin");

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, rates[i][0]);
      gtk_spin_button_spin (spin, GTK_SPIN_STEP_FORWARD, 0.0);
      g_assert_cmpfloat_with_epsilon (g_settings_get_double (fixture->settings,
                                                             BP_KEY_LEARNING_RATE),
                                      rates[i][1], 1e-9);
    }
  g_settings_reset (fixture->settings, BP_KEY_LEARNING_RATE);
}

BP_TEST_FILE (settings_pane)
{
  adw_init ();
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/settings-pane/numbers", test_numbers);
  ADD ("/settings-pane/learning-rate-steps", test_learning_rate_steps);
#undef ADD
}
