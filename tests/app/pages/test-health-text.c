/* SPDX-License-Identifier: MIT */
#include "health-text.h"

#include "test-file.h"

#include <string.h>

static void
assert_says (const BpLayerHealth *health, BpHealthFigure figure, const char *part, gboolean is_said)
{
  g_autofree char *text = bp_health_describe (health, figure);

  if ((strstr (text, part) != NULL) != is_said)
    g_error ("“%s” %s in “%s”", part, is_said ? "is missing" : "is", text);
}

static void
test_gradients (void)
{
  BpLayerHealth health = { .gradient_norms = { 3, { 0.2, 0.3, 0.4 } } };

  assert_says (&health, BP_HEALTH_GRADIENT_NORM, "pulls", TRUE);
  assert_says (&health, BP_HEALTH_GRADIENT_NORM, "vanishes", FALSE);
  assert_says (&health, BP_HEALTH_GRADIENT_NORM, "explodes", FALSE);
  health.gradient_norms.values[0] = 0.003;
  assert_says (&health, BP_HEALTH_GRADIENT_NORM, "vanishes", TRUE);
  health.gradient_norms.values[0] = 50.0;
  assert_says (&health, BP_HEALTH_GRADIENT_NORM, "explodes", TRUE);
}

static void
test_updates (void)
{
  BpLayerHealth health = { .update_ratios = { 2, { 0.001, 0.002 } } };

  assert_says (&health, BP_HEALTH_UPDATE_RATIO, "usual", TRUE);
  assert_says (&health, BP_HEALTH_UPDATE_RATIO, "unstable", FALSE);
  assert_says (&health, BP_HEALTH_UPDATE_RATIO, "Hardly", FALSE);
  health.update_ratios.values[1] = 0.1;
  assert_says (&health, BP_HEALTH_UPDATE_RATIO, "unstable", TRUE);
  health.update_ratios = (BpLayerFigures){ 2, { 1e-7, 0.0 } };
  assert_says (&health, BP_HEALTH_UPDATE_RATIO, "Hardly", TRUE);
}

static void
test_dead_units (void)
{
  BpLayerHealth health = {
    .gradient_norms = { 3, { 0.1, 0.1, 0.1 } },
    .dead_shares = { 2, { 0.0, 0.0 } },
  };

  assert_says (&health, BP_HEALTH_DEAD_UNITS, "No unit is dead", TRUE);
  health.dead_shares.values[1] = 0.25;
  assert_says (&health, BP_HEALTH_DEAD_UNITS, "No unit is dead", FALSE);
  assert_says (&health, BP_HEALTH_DEAD_UNITS, "Hidden layer 2: 25", TRUE);
  assert_says (&health, BP_HEALTH_DEAD_UNITS, "Hidden layer 1:", FALSE);
  assert_says (&health, BP_HEALTH_DEAD_UNITS, "fresh weights", FALSE);
  health.dead_shares.values[1] = 0.75;
  assert_says (&health, BP_HEALTH_DEAD_UNITS, "fresh weights", TRUE);
}

static void
test_unknown (void)
{
  const BpLayerHealth nothing = { 0 };
  const BpLayerHealth flat = { .gradient_norms = { 1, { 0.1 } } };

  assert_says (&nothing, BP_HEALTH_GRADIENT_NORM, "Nothing was measured", TRUE);
  assert_says (&nothing, BP_HEALTH_DEAD_UNITS, "Nothing was measured", TRUE);
  assert_says (&flat, BP_HEALTH_DEAD_UNITS, "no hidden layer", TRUE);
}

BP_TEST_FILE (health_text)
{
  g_test_add_func ("/health-text/gradients", test_gradients);
  g_test_add_func ("/health-text/updates", test_updates);
  g_test_add_func ("/health-text/dead-units", test_dead_units);
  g_test_add_func ("/health-text/unknown", test_unknown);
}
