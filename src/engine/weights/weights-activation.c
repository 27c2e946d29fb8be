/* SPDX-License-Identifier: MIT */
/*
 * The names that other programs use for the activations of hidden layers.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "weights-activation.h"

#include "error.h"

#include <glib/gi18n-lib.h>

/* The names of PyTorch, Keras, ONNX and scikit-learn, in lower case and without "_" and "-", and
 * the names of this program. */
static const struct
{
  const char *foreign;
  const char *name;
} names[] = {
  { "relu", "relu" },       { "leakyrelu", "leaky-relu" }, { "tanh", "tanh" },
  { "sigmoid", "sigmoid" }, { "logistic", "sigmoid" },     { "gelu", "gelu" },
};

/* "LeakyReLU", "leaky_relu" and "leaky-relu" give the same name. */
static char *
normalise (const char *name)
{
  GString *text = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    if (*p != '_' && *p != '-')
      g_string_append_c (text, g_ascii_tolower (*p));
  return g_string_free (text, FALSE);
}

/**
 * bp_weights_activation_find:
 * @name: the name of an activation in another program
 *
 * Returns: (transfer none) (nullable): its name in this program, or %NULL where it is unknown
 */
const char *
bp_weights_activation_find (const char *name)
{
  g_autofree char *normal = normalise (name);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].foreign, normal))
      return names[i].name;
  return NULL;
}

/**
 * bp_weights_activation_set:
 * @network: a network that was read
 * @name: the name of its hidden layers' activation in its file
 * @error: return location for %BP_ERROR_UNSUPPORTED, whose message begins with "its"
 *
 * Returns: whether this program has the activation
 */
gboolean
bp_weights_activation_set (BpNetwork *network, const char *name, GError **error)
{
  const char *own_name = bp_weights_activation_find (name);
  g_autofree char *known = NULL;
  g_autofree char *quoted = NULL;

  if (own_name != NULL && bp_activation_parse (&network->activation, own_name, NULL))
    return TRUE;

  known = bp_choices_join_names (&bp_activations, _ (" or "));
  quoted = bp_error_quote (name);
  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
               _ ("its activation is %s, but hidden units support %s"), quoted, known);
  return FALSE;
}
