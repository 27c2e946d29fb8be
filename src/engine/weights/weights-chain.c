/* SPDX-License-Identifier: MIT */
/*
 * Finds the network in the arrays of a file. Their names distinguish weights from biases, pair them
 * into layers and order the layers, as in "0.weight", "model.fc1.bias", "W1", "b_0" or "arr_0". The
 * shapes are checked: the layers must chain, all of them as (out, in) or all as (in, out). Where
 * names do not sort, as in "input", "hidden", "output", the shapes must chain in only one order,
 * which is used. An ambiguous file is an error or gets a note, and so does an unused array.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "weights-chain.h"

#include "error.h"
#include "weights-names.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The inputs of a network for images of 28 x 28. A reading with as many inputs is preferred to
 * another possible reading. */
#define USUAL_N_INPUTS 784

/* The most orders of layers that are tried: 16 layers have 2e13. */
#define MAX_TRIES 100000

/* The most names in one message. */
#define MAX_NAMES 4

/* An array during the search for the network. */
typedef struct
{
  BpWeightsRole role;
  char *key; /* owned */
  gboolean is_used;
} Candidate;

typedef struct
{
  const BpWeightsArray *arrays;
  guint n_arrays;
  Candidate *candidates; /* (n_arrays) owned */

  BpWeightsLayer layers[BP_NETWORK_MAX_LAYERS]; /* in the order of their names */
  guint n_layers;
  int orphans[BP_NETWORK_MAX_LAYERS]; /* biases whose names match no layer */
  guint n_orphans;
} Finder;

static void
finder_clear (Finder *self)
{
  for (guint i = 0; i < self->n_arrays; i++)
    g_free (self->candidates[i].key);
  g_clear_pointer (&self->candidates, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Finder, finder_clear)

static char *
describe_shape (const BpWeightsArray *array)
{
  GString *text = g_string_new ("(");

  for (guint i = 0; i < array->n_dims; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "", array->dims[i]);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

G_GNUC_PRINTF (3, 0)
static gboolean
set_array_error (BpError code, const BpWeightsArray *array, const char *format, GError **error)
{
  g_autofree char *name = bp_error_quote (array->name);
  g_autofree char *shape = describe_shape (array);

  g_set_error (error, BP_ERROR, (int) code, format, name, shape);
  return FALSE;
}

/* Whether @array is a vector: (n), (n, 1) or (1, n). */
static gboolean
is_vector (const BpWeightsArray *array)
{
  return array->n_dims == 1 || (array->n_dims == 2 && (array->dims[0] == 1 || array->dims[1] == 1));
}

static guint64
get_vector_length (const BpWeightsArray *array)
{
  return array->n_dims == 1 ? array->dims[0] : MAX (array->dims[0], array->dims[1]);
}

static guint64
get_n_inputs (const BpWeightsArray *weights, gboolean is_in_out)
{
  return weights->dims[is_in_out ? 0 : 1];
}

static guint64
get_n_outputs (const BpWeightsArray *weights, gboolean is_in_out)
{
  return weights->dims[is_in_out ? 1 : 0];
}

/* --- Pairs of weights and biases --- */

static gboolean
add_layer (Finder *self, int weights, int biases, GError **error)
{
  const BpWeightsArray *array = &self->arrays[weights];

  if (self->n_layers == BP_NETWORK_MAX_LAYERS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("it has more than %d layers, the maximum of this program"),
                   BP_NETWORK_MAX_LAYERS);
      return FALSE;
    }
  for (guint i = 0; i < 2; i++)
    if (array->dims[i] < 1 || array->dims[i] > BP_NETWORK_MAX_UNITS)
      {
        g_autofree char *name = bp_error_quote (array->name);
        g_autofree char *shape = describe_shape (array);

        g_set_error (
            error, BP_ERROR, BP_ERROR_TOO_LARGE,
            _ ("its array %s of shape %s has an unsupported number of units: a layer has 1 "
               "to %d units"),
            name, shape, BP_NETWORK_MAX_UNITS);
        return FALSE;
      }

  self->candidates[weights].is_used = TRUE;
  if (biases >= 0)
    self->candidates[biases].is_used = TRUE;
  self->layers[self->n_layers++] = (BpWeightsLayer){ weights, biases };
  return TRUE;
}

static gboolean
add_orphan (Finder *self, int biases, GError **error)
{
  if (self->n_orphans == BP_NETWORK_MAX_LAYERS)
    return set_array_error (
        BP_ERROR_UNSUPPORTED, &self->arrays[biases],
        _ ("its array %s of shape %s seems to be biases, but its name matches no weights"), error);
  self->candidates[biases].is_used = TRUE;
  self->orphans[self->n_orphans++] = biases;
  return TRUE;
}

/* Checks that an array named as weights or biases has a shape for that. */
static gboolean
check_role (const BpWeightsArray *array, BpWeightsRole role, GError **error)
{
  if (role == BP_WEIGHTS_ROLE_NONE)
    return TRUE;
  if (array->kind == BP_WEIGHTS_ARRAY_INTEGER)
    return set_array_error (
        BP_ERROR_UNSUPPORTED, array,
        _ ("its array %s of shape %s holds whole numbers, but trained weights are "
           "fractions: quantised "
           "weights are not supported"),
        error);
  if (array->kind == BP_WEIGHTS_ARRAY_OTHER)
    return set_array_error (BP_ERROR_UNSUPPORTED, array,
                            _ ("its array %s of shape %s holds no supported numbers"), error);
  if (role == BP_WEIGHTS_ROLE_WEIGHTS ? array->n_dims != 2 : !is_vector (array))
    return set_array_error (BP_ERROR_UNSUPPORTED, array,
                            _ ("its array %s of shape %s is neither the weights nor the biases of "
                               "a fully connected layer"),
                            error);
  return TRUE;
}

/* Finds the other array with the same key: the biases of weights or the weights of biases. Two
 * arrays of one role with the same key are not a layer of a plain network. */
static int
find_partner (const Finder *self, int of, BpWeightsRole role)
{
  for (guint i = 0; i < self->n_arrays; i++)
    if ((int) i != of && self->candidates[i].role == role &&
        g_str_equal (self->candidates[i].key, self->candidates[of].key))
      return (int) i;
  return -1;
}

static int
compare_by_key (const void *a, const void *b, gpointer data)
{
  const Finder *self = data;

  return bp_compare_naturally (self->candidates[((const BpWeightsLayer *) a)->weights].key,
                               self->candidates[((const BpWeightsLayer *) b)->weights].key);
}

/* Finds layers by the names of their arrays. */
static gboolean
find_by_role (Finder *self, GError **error)
{
  for (guint i = 0; i < self->n_arrays; i++)
    {
      const Candidate *candidate = &self->candidates[i];

      if (!check_role (&self->arrays[i], candidate->role, error))
        return FALSE;
      if (candidate->role == BP_WEIGHTS_ROLE_NONE)
        continue;
      if (find_partner (self, (int) i, candidate->role) >= 0)
        return set_array_error (BP_ERROR_UNSUPPORTED, &self->arrays[i],
                                _ ("its array %s of shape %s is not the only one of its layer"),
                                error);
      if (candidate->role == BP_WEIGHTS_ROLE_WEIGHTS &&
          !add_layer (self, (int) i, find_partner (self, (int) i, BP_WEIGHTS_ROLE_BIASES), error))
        return FALSE;
      if (candidate->role == BP_WEIGHTS_ROLE_BIASES &&
          find_partner (self, (int) i, BP_WEIGHTS_ROLE_WEIGHTS) < 0 &&
          !add_orphan (self, (int) i, error))
        return FALSE;
    }
  g_qsort_with_data (self->layers, (int) self->n_layers, sizeof self->layers[0], compare_by_key,
                     self);
  return TRUE;
}

static int
compare_by_name (const void *a, const void *b, gpointer data)
{
  const Finder *self = data;

  return bp_compare_naturally (self->arrays[*(const int *) a].name,
                               self->arrays[*(const int *) b].name);
}

/* The arrays whose type and shape can be part of a network, in the order of their names. */
static GArray *
list_plain_arrays (const Finder *self)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (int));

  for (int i = 0; i < (int) self->n_arrays; i++)
    {
      const BpWeightsArray *array = &self->arrays[i];

      if (array->kind == BP_WEIGHTS_ARRAY_FLOAT && (array->n_dims == 1 || array->n_dims == 2))
        g_array_append_val (order, i);
    }
  g_array_sort_with_data (order, compare_by_name, (gpointer) self);
  return order;
}

/* Whether arrays that numpy.savez() numbered alternate between weights and biases or, with
 * @is_all_weights_first, are all weights and then all biases. */
static gboolean
is_in_turn (const Finder *self, const GArray *order, gboolean is_all_weights_first)
{
  guint n_layers = order->len / 2;

  if (order->len == 0 || order->len % 2 != 0)
    return FALSE;
  for (guint k = 0; k < order->len; k++)
    {
      int i = g_array_index (order, int, k);
      gboolean is_weights = is_all_weights_first ? k < n_layers : k % 2 == 0;

      if (!bp_weights_name_is_numbered (self->arrays[i].name) ||
          (is_weights ? self->arrays[i].n_dims != 2 : !is_vector (&self->arrays[i])))
        return FALSE;
    }
  return TRUE;
}

/* Finds layers where the names give no roles: matrices are weights, vectors are biases. */
static gboolean
find_by_shape (Finder *self, GError **error)
{
  g_autoptr (GArray) order = list_plain_arrays (self);
  gboolean is_paired = is_in_turn (self, order, FALSE);
  gboolean is_halved = !is_paired && is_in_turn (self, order, TRUE);
  guint n_layers = order->len / 2;

  for (guint k = 0; k < order->len; k++)
    {
      int i = g_array_index (order, int, k);
      gboolean is_done = TRUE;

      if (is_paired && k % 2 == 0)
        is_done = add_layer (self, i, g_array_index (order, int, k + 1), error);
      else if (is_halved && k < n_layers)
        is_done = add_layer (self, i, g_array_index (order, int, n_layers + k), error);
      else if (!is_paired && !is_halved)
        is_done = is_vector (&self->arrays[i]) ? add_orphan (self, i, error)
                                               : add_layer (self, i, -1, error);
      if (!is_done)
        return FALSE;
    }
  return TRUE;
}

/* --- Order and direction --- */

/* Whether @layer can follow a layer with @n_units outputs. 0 @n_units: whether it can be the
 * first. */
static gboolean
follows (const Finder *self, const BpWeightsLayer *layer, guint64 n_units, gboolean is_in_out)
{
  const BpWeightsArray *weights = &self->arrays[layer->weights];

  return (n_units == 0 || get_n_inputs (weights, is_in_out) == n_units) &&
         (layer->biases < 0 ||
          get_vector_length (&self->arrays[layer->biases]) == get_n_outputs (weights, is_in_out));
}

/* Assigns biases whose names match no layer, each to the only layer that they fit. */
static gboolean
adopt_orphans (const Finder *self, BpWeightsChain *chain)
{
  for (guint k = 0; k < self->n_orphans; k++)
    {
      guint64 length = get_vector_length (&self->arrays[self->orphans[k]]);
      BpWeightsLayer *parent = NULL;

      for (guint l = 0; l < chain->n_layers; l++)
        if (chain->layers[l].biases < 0 &&
            get_n_outputs (&self->arrays[chain->layers[l].weights], chain->is_in_out) == length)
          {
            if (parent != NULL)
              return FALSE;
            parent = &chain->layers[l];
          }
      if (parent == NULL)
        return FALSE;
      parent->biases = self->orphans[k];
    }
  return TRUE;
}

/* Makes a chain of the layers in @order. Returns FALSE where biases are left over. */
static gboolean
make_chain (const Finder *self, const guint *order, gboolean is_in_out, BpWeightsChain *chain)
{
  *chain = (BpWeightsChain){ .n_layers = self->n_layers, .is_in_out = is_in_out };
  for (guint l = 0; l < self->n_layers; l++)
    {
      const BpWeightsLayer *layer = &self->layers[order[l]];

      chain->layers[l] = *layer;
      chain->sizes[l] = (guint) get_n_inputs (&self->arrays[layer->weights], is_in_out);
      chain->sizes[l + 1] = (guint) get_n_outputs (&self->arrays[layer->weights], is_in_out);
    }
  return adopt_orphans (self, chain);
}

typedef struct
{
  const Finder *finder;
  gboolean is_in_out;
  guint order[BP_NETWORK_MAX_LAYERS];
  gboolean is_taken[BP_NETWORK_MAX_LAYERS];
  guint n_tries;
  guint n_found;
  BpWeightsChain *chain; /* the first chain found */
} Search;

/* Whether a layer that must come before layer @i is still unused: layers whose names differ only in
 * numbers are in the order of these numbers. */
static gboolean
has_to_wait (const Search *search, guint i)
{
  const Finder *self = search->finder;

  for (guint k = 0; k < i; k++)
    if (!search->is_taken[k] &&
        bp_weights_names_differ_in_numbers (self->arrays[self->layers[k].weights].name,
                                            self->arrays[self->layers[i].weights].name))
      return TRUE;
  return FALSE;
}

/* Tries every layer at position @l, until two chains are found. The recursion is at most 16 calls
 * deep. */
static void
search_place (Search *search, guint l, guint64 n_units)
{
  const Finder *self = search->finder;
  BpWeightsChain chain;

  if (l == self->n_layers)
    {
      if (make_chain (self, search->order, search->is_in_out, &chain) && search->n_found++ == 0)
        *search->chain = chain;
      return;
    }
  for (guint i = 0; i < self->n_layers && search->n_found < 2; i++)
    {
      if (search->is_taken[i] || search->n_tries >= MAX_TRIES ||
          !follows (self, &self->layers[i], n_units, search->is_in_out) || has_to_wait (search, i))
        continue;
      search->n_tries++;
      search->is_taken[i] = TRUE;
      search->order[l] = i;
      search_place (search, l + 1,
                    get_n_outputs (&self->arrays[self->layers[i].weights], search->is_in_out));
      search->is_taken[i] = FALSE;
    }
}

/* Returns the number of orders in which the shapes chain: 0, 1, or 2 for several. */
static guint
find_orders (const Finder *self, gboolean is_in_out, BpWeightsChain *chain)
{
  Search search = { .finder = self, .is_in_out = is_in_out, .chain = chain };

  search_place (&search, 0, 0);
  return search.n_tries >= MAX_TRIES ? 2 : search.n_found;
}

/* --- The choice between two readings --- */

/* Chooses between a reading as (out, in) and one as (in, out), and adds a note about it. */
static const BpWeightsChain *
choose (const BpWeightsChain *out_in, const BpWeightsChain *in_out, BpWeightsInfo *info)
{
  gboolean is_usual = in_out->sizes[0] == USUAL_N_INPUTS && out_in->sizes[0] != USUAL_N_INPUTS;

  if (is_usual)
    bp_weights_info_add_note (
        info, _ ("Its weights make a network as (out, in) and as (in, out): they were "
                 "taken as (in, out), which takes images of 28 × 28."));
  else
    bp_weights_info_add_note (
        info, _ ("Its weights make a network as (out, in) and as (in, out): they were "
                 "taken as (out, in), as PyTorch has them."));
  return is_usual ? in_out : out_in;
}

/* Adds a note where the layers are not in the order of their names. */
static void
note_order (const Finder *self, const BpWeightsChain *chain, BpWeightsInfo *info)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gboolean is_in_order = TRUE;

  for (guint l = 0; l < chain->n_layers; l++)
    {
      g_autofree char *name = bp_error_quote (self->arrays[chain->layers[l].weights].name);

      g_string_append_printf (names, "%s%s", l > 0 ? ", " : "", name);
      is_in_order = is_in_order && chain->layers[l].weights == self->layers[l].weights;
    }
  if (!is_in_order)
    bp_weights_info_add_note (info, _ ("Its layers' order was taken from their shapes: %s."),
                              names->str);
}

/* Sets an error that names the first layers that do not chain in the order of the names. */
static gboolean
set_mismatch_error (const Finder *self, GError **error)
{
  guint64 n_units = 0;

  for (guint l = 0; l < self->n_layers; l++)
    {
      const BpWeightsLayer *layer = &self->layers[l];
      const BpWeightsArray *weights = &self->arrays[layer->weights];
      g_autofree char *name = bp_error_quote (weights->name);

      if (!follows (self, layer, 0, FALSE))
        {
          g_autofree char *shape = describe_shape (weights);
          g_autofree char *biases_name = bp_error_quote (self->arrays[layer->biases].name);

          g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                       _ ("its layers do not fit together, neither as (out, in) nor as (in, out): "
                          "%s is of shape %s, but %s are %ju biases"),
                       name, shape, biases_name,
                       (uintmax_t) get_vector_length (&self->arrays[layer->biases]));
          return FALSE;
        }
      if (!follows (self, layer, n_units, FALSE))
        {
          g_autofree char *previous = bp_error_quote (self->arrays[layer[-1].weights].name);

          g_set_error (
              error, BP_ERROR, BP_ERROR_MISMATCH,
              _ ("its layers do not fit together, neither as (out, in) nor as (in, out): "
                 "%s takes %ju inputs, but %s, the one before it by name, has %ju outputs"),
              name, (uintmax_t) get_n_inputs (weights, FALSE), previous, (uintmax_t) n_units);
          return FALSE;
        }
      n_units = get_n_outputs (weights, FALSE);
    }
  return set_array_error (
      BP_ERROR_MISMATCH, &self->arrays[self->orphans[0]],
      _ ("its array %s of shape %s seems to be biases, but fits no layer, or more than one"),
      error);
}

static gboolean
find_chain (const Finder *self,
            BpWeightsChain *chain,
            BpWeightsChainFlags flags,
            BpWeightsInfo *info,
            GError **error)
{
  BpWeightsChain chains[2];
  guint n_orders[2] = { 0, 0 };

  for (guint i = 0; i < ((flags & BP_WEIGHTS_CHAIN_OUT_IN) != 0 ? 1 : 2); i++)
    n_orders[i] = find_orders (self, i == 1, &chains[i]);
  if (n_orders[0] > 1 || n_orders[1] > 1)
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_UNSUPPORTED,
          _ ("the names of its layers do not say their order, and their shapes fit "
             "in more than one: number them"));
      return FALSE;
    }
  if (n_orders[0] + n_orders[1] == 0)
    return set_mismatch_error (self, error);

  *chain = n_orders[0] == 1 && n_orders[1] == 1 ? *choose (&chains[0], &chains[1], info)
                                                : chains[n_orders[1]];
  note_order (self, chain, info);
  return TRUE;
}

/* --- Unused arrays --- */

/* Whether an array has as many numbers as a layer has units, like slopes, means and scales. */
static gboolean
fits_units (const BpWeightsArray *array, const BpWeightsChain *chain)
{
  for (guint i = 0; array->kind == BP_WEIGHTS_ARRAY_FLOAT && i < array->n_dims; i++)
    for (guint l = 0; l <= chain->n_layers; l++)
      if (array->dims[i] == chain->sizes[l] && array->dims[i] > 1)
        return TRUE;
  return FALSE;
}

/* Whether an array has the shape of the kernels of a convolution. */
static gboolean
could_be_kernels (const BpWeightsArray *array)
{
  return array->kind == BP_WEIGHTS_ARRAY_FLOAT && array->n_dims > 2;
}

/* Unused arrays may be figures such as a number of epochs, but not an unknown part of the
 * network. */
static gboolean
check_unused (const Finder *self,
              const BpWeightsChain *chain,
              BpWeightsChainFlags flags,
              GError **error)
{
  for (guint i = 0; i < self->n_arrays; i++)
    if (!self->candidates[i].is_used &&
        ((flags & BP_WEIGHTS_CHAIN_ALL) != 0 || fits_units (&self->arrays[i], chain) ||
         could_be_kernels (&self->arrays[i])))
      return set_array_error (
          BP_ERROR_UNSUPPORTED, &self->arrays[i],
          _ ("its array %s of shape %s belongs to no fully connected layer, and "
             "the network may do something else with it"),
          error);
  return TRUE;
}

static void
note_unused (const Finder *self, BpWeightsInfo *info)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_unused = 0;

  for (guint i = 0; i < self->n_arrays; i++)
    if (!self->candidates[i].is_used)
      {
        g_autofree char *name = bp_error_quote (self->arrays[i].name);

        if (n_unused < MAX_NAMES)
          g_string_append_printf (names, "%s%s", n_unused > 0 ? ", " : "", name);
        n_unused++;
      }
  if (n_unused > MAX_NAMES)
    g_string_append_printf (names, " and %u more", n_unused - MAX_NAMES);
  if (n_unused > 0)
    bp_weights_info_add_note (info, _ ("Not used: %s."), names->str);
}

/* Biases that are missing may have been lost where other layers have theirs. */
static void
note_missing_biases (const Finder *self, const BpWeightsChain *chain, BpWeightsInfo *info)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_missing = 0;

  for (guint l = 0; l < chain->n_layers; l++)
    if (chain->layers[l].biases < 0)
      {
        g_autofree char *name = bp_error_quote (self->arrays[chain->layers[l].weights].name);

        g_string_append_printf (names, "%s%s", n_missing > 0 ? ", " : "", name);
        n_missing++;
      }
  if (n_missing > 0 && n_missing < chain->n_layers)
    bp_weights_info_add_note (info, _ ("There are no biases for %s: they were taken as 0."),
                              names->str);
}

static gboolean
has_roles (const Finder *self)
{
  for (guint i = 0; i < self->n_arrays; i++)
    if (self->candidates[i].role == BP_WEIGHTS_ROLE_WEIGHTS)
      return TRUE;
  return FALSE;
}

static void
finder_init (Finder *self, const BpWeightsArray *arrays, guint n_arrays)
{
  *self = (Finder){ .arrays = arrays, .n_arrays = n_arrays };
  self->candidates = g_new0 (Candidate, n_arrays);
  for (guint i = 0; i < n_arrays; i++)
    self->candidates[i].role = bp_weights_name_get_role (arrays[i].name, &self->candidates[i].key);
}

/**
 * bp_weights_arrays_recognise:
 * @arrays: (array length=n_arrays): the arrays of a file
 * @n_arrays: how many
 *
 * Returns: whether they seem to be a network, even an unsupported one: an array has a name of
 *   weights, or arrays with other names chain
 */
gboolean
bp_weights_arrays_recognise (const BpWeightsArray *arrays, guint n_arrays)
{
  g_auto (Finder) self = { 0 };
  BpWeightsChain chain;

  finder_init (&self, arrays, n_arrays);
  return has_roles (&self) || (find_by_shape (&self, NULL) && self.n_layers > 0 &&
                               find_chain (&self, &chain, 0, NULL, NULL));
}

/**
 * bp_weights_chain_find:
 * @chain: (out): the network
 * @arrays: (array length=n_arrays): all arrays of a file that can belong to it
 * @n_arrays: how many
 * @flags: properties of the file
 * @info: (nullable): gets notes about assumptions and unused arrays
 * @error: return location for a #BpError whose message begins with "it" or "its";
 *   %BP_ERROR_UNRECOGNISED where no array can be weights
 *
 * Returns: whether the arrays make one network, and only one
 */
gboolean
bp_weights_chain_find (BpWeightsChain *chain,
                       const BpWeightsArray *arrays,
                       guint n_arrays,
                       BpWeightsChainFlags flags,
                       BpWeightsInfo *info,
                       GError **error)
{
  g_auto (Finder) self = { 0 };

  finder_init (&self, arrays, n_arrays);
  if (has_roles (&self) ? !find_by_role (&self, error) : !find_by_shape (&self, error))
    return FALSE;
  if (self.n_layers == 0)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                           _ ("none of its arrays has a name or a shape of weights"));
      return FALSE;
    }
  if (!find_chain (&self, chain, flags, info, error) || !check_unused (&self, chain, flags, error))
    return FALSE;
  note_unused (&self, info);
  note_missing_biases (&self, chain, info);
  return TRUE;
}

/* --- The network --- */

/* Sets an error for numbers that are not finite. */
static gboolean
check_finite (const BpWeightsArray *array, const float *values, gsize count, GError **error)
{
  for (gsize i = 0; i < count; i++)
    if (!isfinite (values[i]))
      {
        g_autofree char *name = bp_error_quote (array->name);

        g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                     _ ("its array %s holds a number that is not finite (%s): its training "
                        "probably diverged"),
                     name, isnan (values[i]) ? "NaN" : _ ("infinity"));
        return FALSE;
      }
  return TRUE;
}

static void
set_weights (BpNetwork *network, guint l, const float *values, gboolean is_in_out)
{
  const BpLayer *layer = &network->layers[l];

  if (!is_in_out)
    bp_network_set_weights (network, l, values);
  else
    for (guint i = 0; i < layer->n_inputs; i++)
      for (guint j = 0; j < layer->n_outputs; j++)
        *bp_layer_get_weight (layer, i, j) = values[(gsize) i * layer->n_outputs + j];
}

static gboolean
read_layer (BpNetwork *network,
            guint l,
            const BpWeightsChain *chain,
            const BpWeightsArray *arrays,
            BpWeightsReadFunc read,
            gpointer file,
            GError **error)
{
  const BpWeightsLayer *from = &chain->layers[l];
  const BpLayer *layer = &network->layers[l];
  gsize n_weights = (gsize) layer->n_inputs * layer->n_outputs;
  g_autofree float *values = g_try_new (float, n_weights);

  if (values == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is no memory for its weights"));
      return FALSE;
    }
  if (!read (file, (guint) from->weights, values, error) ||
      !check_finite (&arrays[from->weights], values, n_weights, error))
    return FALSE;
  set_weights (network, l, values, chain->is_in_out);

  /* Without biases, they stay 0. */
  return from->biases < 0 ||
         (read (file, (guint) from->biases, layer->biases, error) &&
          check_finite (&arrays[from->biases], layer->biases, layer->n_outputs, error));
}

/**
 * bp_weights_chain_make_network:
 * @chain: as of bp_weights_chain_find()
 * @arrays: the arrays of the file
 * @read: reads an array
 * @file: the argument of @read
 * @error: return location for %BP_ERROR_INVALID_VALUE, %BP_ERROR_NO_MEMORY or what @read sets
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_weights_chain_make_network (const BpWeightsChain *chain,
                               const BpWeightsArray *arrays,
                               BpWeightsReadFunc read,
                               gpointer file,
                               GError **error)
{
  g_autoptr (BpNetwork) network = bp_network_new (chain->sizes, chain->n_layers + 1, error);

  for (guint l = 0; network != NULL && l < chain->n_layers; l++)
    if (!read_layer (network, l, chain, arrays, read, file, error))
      return NULL;
  return g_steal_pointer (&network);
}
