/* SPDX-License-Identifier: MIT */
/*
 * Finds the fully connected layers among a file's tensors by the names that PyTorch gives them, as
 * in "0.weight" and "0.bias" or "model.fc1.weight" and "model.fc1.bias". The order of the layers is
 * that of their names, and their shapes have to agree with it.
 */
#include "weights-layers.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

/* A negative, zero or positive number as the run of digits at *a is the smaller, equal or larger
 * number. Steps over both. */
static int
compare_numbers (const char **a, const char **b)
{
  gsize a_length;
  gsize b_length;
  int order;

  while (**a == '0')
    (*a)++;
  while (**b == '0')
    (*b)++;
  a_length = strspn (*a, "0123456789");
  b_length = strspn (*b, "0123456789");
  if (a_length != b_length)
    return a_length < b_length ? -1 : 1;

  order = memcmp (*a, *b, a_length);
  *a += a_length;
  *b += b_length;
  return order;
}

/**
 * bp_compare_naturally:
 * @a: a string
 * @b: a string
 *
 * Compares strings so that "fc2" comes before "fc10".
 *
 * Returns: a negative number, 0 or a positive number as @a comes before @b, with it, or after it
 */
int
bp_compare_naturally (const char *a, const char *b)
{
  const char *p = a;
  const char *q = b;

  while (*p != '\0' && *q != '\0')
    {
      if (g_ascii_isdigit (*p) && g_ascii_isdigit (*q))
        {
          int order = compare_numbers (&p, &q);

          if (order != 0)
            return order;
        }
      else if (*p != *q)
        return (guchar) *p < (guchar) *q ? -1 : 1;
      else
        {
          p++;
          q++;
        }
    }

  if (*p != *q)
    return *p == '\0' ? -1 : 1;
  return strcmp (a, b); /* "01" and "1" */
}

static int
compare_layers (const void *a, const void *b)
{
  return bp_compare_naturally (((const BpWeightsLayer *) a)->name,
                               ((const BpWeightsLayer *) b)->name);
}

/* The layer called @name, which is begun where it is not there yet. */
static BpWeightsLayer *
get_layer (BpWeightsLayers *layers, const char *name, gsize name_length, GError **error)
{
  BpWeightsLayer *layer;

  for (guint i = 0; i < layers->n_layers; i++)
    {
      layer = &layers->layers[i];
      if (strlen (layer->name) == name_length && memcmp (layer->name, name, name_length) == 0)
        return layer;
    }

  if (layers->n_layers == BP_NETWORK_MAX_LAYERS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   "it has more than %d layers, the most that a network has here",
                   BP_NETWORK_MAX_LAYERS);
      return NULL;
    }
  layer = &layers->layers[layers->n_layers++];
  *layer = (BpWeightsLayer){ .name = g_strndup (name, name_length) };
  return layer;
}

static gboolean
add_tensor (BpWeightsLayers *layers, const BpTensor *tensor, GError **error)
{
  const char *dot = strrchr (tensor->name, '.');
  const char *leaf = dot != NULL ? dot + 1 : tensor->name;
  gboolean is_weights = strcmp (leaf, "weight") == 0;
  gboolean is_biases = strcmp (leaf, "bias") == 0;
  BpWeightsLayer *layer;

  if ((!is_weights || tensor->n_dimensions != 2) && (!is_biases || tensor->n_dimensions != 1))
    {
      g_autofree char *name = bp_error_quote (tensor->name);
      g_autofree char *shape = bp_tensor_describe_shape (tensor);

      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   "its tensor %s of shape %s is neither the weights nor the biases of a fully "
                   "connected layer",
                   name, shape);
      return FALSE;
    }

  layer = get_layer (layers, tensor->name, dot != NULL ? (gsize) (dot - tensor->name) : 0, error);
  if (layer == NULL)
    return FALSE;
  if (is_weights)
    layer->weights = tensor;
  else
    layer->biases = tensor;
  return TRUE;
}

/* Checks that @layer can be one, and that it takes what @previous gives. */
static gboolean
check_layer (const BpWeightsLayer *layer, const BpWeightsLayer *previous, GError **error)
{
  g_autofree char *name = bp_error_quote (layer->name);
  guint64 n_inputs;
  guint64 n_outputs;

  if (layer->weights == NULL)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED, "its layer %s has biases, but no weights",
                   name);
      return FALSE;
    }

  n_outputs = layer->weights->shape[0];
  n_inputs = layer->weights->shape[1];
  if (n_inputs < 1 || n_inputs > BP_NETWORK_MAX_UNITS || n_outputs < 1 ||
      n_outputs > BP_NETWORK_MAX_UNITS)
    {
      g_autofree char *shape = bp_tensor_describe_shape (layer->weights);

      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   "its layer %s has weights of shape %s, and a layer has 1 to %d units here", name,
                   shape, BP_NETWORK_MAX_UNITS);
      return FALSE;
    }
  if (layer->biases != NULL && layer->biases->shape[0] != n_outputs)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                   "its layer %s has %" G_GUINT64_FORMAT " units, but %" G_GUINT64_FORMAT " biases",
                   name, n_outputs, layer->biases->shape[0]);
      return FALSE;
    }
  if (previous != NULL && previous->weights->shape[0] != n_inputs)
    {
      g_autofree char *previous_name = bp_error_quote (previous->name);

      g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                   "its layer %s takes %" G_GUINT64_FORMAT
                   " inputs, but %s, the one before it by name, has %" G_GUINT64_FORMAT " outputs",
                   name, n_inputs, previous_name, previous->weights->shape[0]);
      return FALSE;
    }
  return TRUE;
}

/**
 * bp_weights_layers_find:
 * @layers: (out caller-allocates): the layers; to be cleared in either case
 * @safetensors: the file
 * @error: return location for a #BpError whose message is the second half of a sentence about the
 *   file
 *
 * Finds the network in a file. Every tensor has to belong to it, so that a network of another kind
 * is never taken for one of this program's.
 *
 * Returns: whether there is one
 */
gboolean
bp_weights_layers_find (BpWeightsLayers *layers, const BpSafetensors *safetensors, GError **error)
{
  layers->n_layers = 0;
  for (guint i = 0; i < bp_safetensors_get_n_tensors (safetensors); i++)
    if (!add_tensor (layers, bp_safetensors_get_tensor (safetensors, i), error))
      return FALSE;

  if (layers->n_layers == 0)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED, "it holds no tensors");
      return FALSE;
    }

  qsort (layers->layers, layers->n_layers, sizeof layers->layers[0], compare_layers);
  for (guint i = 0; i < layers->n_layers; i++)
    if (!check_layer (&layers->layers[i], i > 0 ? &layers->layers[i - 1] : NULL, error))
      return FALSE;
  return TRUE;
}

/**
 * bp_weights_layers_clear:
 * @layers: the layers to let go of
 */
void
bp_weights_layers_clear (BpWeightsLayers *layers)
{
  for (guint i = 0; i < layers->n_layers; i++)
    g_free (layers->layers[i].name);
  layers->n_layers = 0;
}
