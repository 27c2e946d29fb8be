/* SPDX-License-Identifier: MIT */
/*
 * A network as one C header that needs nothing but the C library: the weights as arrays, a function
 * that classifies, and a self-test that compares its answer for a fixed input with this program's.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "c-header.h"

#include "classify.h"
#include "error.h"
#include "weights-check.h"

#include <string.h>

/* Numbers in one line of an array. */
#define NUMBERS_A_LINE 8

/* Nine significant digits identify every 32-bit float. */
#define NUMBER_FORMAT "%.9g"

/* The activations in C99. NaN gives NaN. */
static const char *const activation_code[BP_N_ACTIVATIONS] = {
  [BP_ACTIVATION_RELU] = "sum < 0.0f ? 0.0f : sum",
  [BP_ACTIVATION_LEAKY_RELU] = "sum < 0.0f ? 0.01f * sum : sum",
  [BP_ACTIVATION_TANH] = "tanhf (sum)",
  [BP_ACTIVATION_SIGMOID] = "1.0f / (1.0f + expf (-sum))",
  [BP_ACTIVATION_GELU] = "0.5f * sum * erfcf (-0.70710678f * sum)",
};

static const char code_begin[] = "#ifndef BACKPROP_NETWORK_H\n"
                                 "#define BACKPROP_NETWORK_H\n"
                                 "\n"
                                 "#include <math.h>\n"
                                 "\n";

/* The test prints its result. The functions are inline so that compilers do not warn about unused
 * ones. */
static const char code_end[] =
    "/* The self-test: the largest difference between the probabilities of a fixed input and "
    "those\n"
    " * that were computed when this file was written. More than 0.0001 is a fault. */\n"
    "static inline float\n"
    "backprop_self_test (void)\n"
    "{\n"
    "  unsigned char pixels[BACKPROP_N_INPUTS];\n"
    "  float probabilities[BACKPROP_N_CLASSES];\n"
    "  float largest = 0.0f;\n"
    "  int i;\n"
    "\n"
    "  for (i = 0; i < BACKPROP_N_INPUTS; i++)\n"
    "    pixels[i] = (unsigned char) (" BP_WEIGHTS_CHECK_PIXEL ");\n"
    "  backprop_classify (pixels, probabilities);\n"
    "  for (i = 0; i < BACKPROP_N_CLASSES; i++)\n"
    "    {\n"
    "      float difference = fabsf (probabilities[i] - backprop_test_probabilities[i]);\n"
    "\n"
    "      if (!(difference <= largest))\n"
    "        largest = difference;\n"
    "    }\n"
    "\n"
    "  return largest;\n"
    "}\n"
    "\n"
    "#ifdef BACKPROP_SELF_TEST\n"
    "#include <stdio.h>\n"
    "\n"
    "int\n"
    "main (void)\n"
    "{\n"
    "  float difference = backprop_self_test ();\n"
    "\n"
    "  printf (\"largest difference %g\\n\", (double) difference);\n"
    "  return difference <= 0.0001f ? 0 : 1;\n"
    "}\n"
    "#endif\n"
    "\n"
    "#endif\n";

/* printf() follows the locale; the numbers of C source do not. */
static void
append_float (GString *code, float value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, NUMBER_FORMAT, (double) value);
  g_string_append (code, number);
  if (strpbrk (number, ".e") == NULL)
    g_string_append (code, ".0");
  g_string_append_c (code, 'f');
}

static void
append_array (GString *code, const char *name, guint number, const float *values, gsize n_values)
{
  g_string_append_printf (code, "static const float backprop_%s%u[%" G_GSIZE_FORMAT "] = {", name,
                          number, n_values);
  for (gsize i = 0; i < n_values; i++)
    {
      g_string_append (code, i % NUMBERS_A_LINE == 0 ? "\n  " : " ");
      append_float (code, values[i]);
      g_string_append_c (code, ',');
    }
  g_string_append (code, "\n};\n\n");
}

static void
append_layer_call (GString *code, const BpNetwork *network, guint l)
{
  const BpLayer *layer = &network->layers[l];
  const char *from = l == 0 ? "inputs" : (l % 2 == 1 ? "odd" : "even");
  const char *to = l % 2 == 0 ? "odd" : "even";
  gboolean is_last = l == network->n_layers - 1;

  g_string_append_printf (code,
                          "  backprop_layer (backprop_weights%u, backprop_biases%u, %s, %u, %s, "
                          "%u, %d);\n",
                          l, l, from, layer->n_inputs, is_last ? "probabilities" : to,
                          layer->n_outputs, is_last ? 0 : 1);
}

static void
append_functions (GString *code, const BpNetwork *network)
{
  guint widest = 1;

  for (guint l = 0; l < network->n_layers; l++)
    widest = MAX (widest, network->layers[l].n_outputs);

  g_string_append_printf (code,
                          "/* The activation of a hidden unit: %s. */\n"
                          "static float\n"
                          "backprop_activate (float sum)\n"
                          "{\n"
                          "  return %s;\n"
                          "}\n"
                          "\n",
                          bp_activation_get_name (network->activation),
                          activation_code[network->activation]);
  g_string_append (
      code, "/* outputs (n_outputs) = weights (n_outputs, n_inputs) inputs + biases */\n"
            "static void\n"
            "backprop_layer (const float *weights, const float *biases, const float *inputs,"
            " int n_inputs,\n"
            "                float *outputs, int n_outputs, int is_hidden)\n"
            "{\n"
            "  int i, j;\n"
            "\n"
            "  for (j = 0; j < n_outputs; j++)\n"
            "    {\n"
            "      float sum = biases[j];\n"
            "\n"
            "      for (i = 0; i < n_inputs; i++)\n"
            "        sum += weights[(long) j * n_inputs + i] * inputs[i];\n"
            "      outputs[j] = is_hidden ? backprop_activate (sum) : sum;\n"
            "    }\n"
            "}\n"
            "\n"
            "/* pixels: rows from the top, 0 background to 255 ink. Returns the most probable "
            "class. */\n"
            "static inline int\n"
            "backprop_classify (const unsigned char pixels[BACKPROP_N_INPUTS],\n"
            "                   float probabilities[BACKPROP_N_CLASSES])\n"
            "{\n"
            "  float inputs[BACKPROP_N_INPUTS];\n");
  g_string_append_printf (code, "  float odd[%u], even[%u];\n", widest, widest);
  g_string_append (code, "  float sum = 0.0f;\n"
                         "  int best = 0;\n"
                         "  int i;\n"
                         "\n"
                         "  (void) odd;\n"
                         "  (void) even;\n"
                         "  for (i = 0; i < BACKPROP_N_INPUTS; i++)\n"
                         "    inputs[i] = (float) pixels[i] * BACKPROP_INPUT_SCALE + "
                         "BACKPROP_INPUT_OFFSET;\n");
  for (guint l = 0; l < network->n_layers; l++)
    append_layer_call (code, network, l);
  g_string_append (code, "\n"
                         "  for (i = 1; i < BACKPROP_N_CLASSES; i++)\n"
                         "    if (probabilities[i] > probabilities[best])\n"
                         "      best = i;\n"
                         "  {\n"
                         "    float largest = probabilities[best];\n"
                         "\n"
                         "    for (i = 0; i < BACKPROP_N_CLASSES; i++)\n"
                         "      sum += probabilities[i] = expf ((probabilities[i] - largest) / "
                         "BACKPROP_TEMPERATURE);\n"
                         "  }\n"
                         "  for (i = 0; i < BACKPROP_N_CLASSES; i++)\n"
                         "    probabilities[i] /= sum;\n"
                         "\n"
                         "  return best;\n"
                         "}\n"
                         "\n");
}

static gboolean
append_test_probabilities (GString *code, const BpNetwork *network, GError **error)
{
  guint n_inputs = bp_network_get_n_inputs (network);
  guint n_outputs = bp_network_get_n_outputs (network);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, error);
  g_autofree guint8 *pixels = g_malloc (n_inputs);
  g_autofree float *probabilities = g_new (float, n_outputs);

  if (workspace == NULL)
    return FALSE;

  bp_weights_check_fill_image (pixels, n_inputs);
  bp_classify (network, workspace, pixels, probabilities);

  g_string_append_printf (code, "static const float backprop_test_probabilities[%u] = {",
                          n_outputs);
  for (guint j = 0; j < n_outputs; j++)
    {
      g_string_append (code, j % NUMBERS_A_LINE == 0 ? "\n  " : " ");
      append_float (code, probabilities[j]);
      g_string_append_c (code, ',');
    }
  g_string_append (code, "\n};\n\n");
  return TRUE;
}

static void
append_head (GString *code, const BpNetwork *network, const BpWeightsInfo *info)
{
  g_autofree char *layers = bp_network_describe (network);
  g_autofree char *dataset_name = g_strdup (info->dataset_name != NULL ? info->dataset_name : "");

  /* A name cannot end the comment around it. */
  g_strdelimit (dataset_name, "*/\\\n", '_');
  g_string_append_printf (
      code,
      "/* A %s network%s%s, written by Backprop %s.\n"
      " *\n"
      " *   float probabilities[BACKPROP_N_CLASSES];\n"
      " *   int class_index = backprop_classify (pixels, probabilities);\n"
      " *\n"
      " * Self-test: cc -x c -DBACKPROP_SELF_TEST THIS_FILE -lm && ./a.out */\n",
      layers, info->dataset_name != NULL ? " trained on " : "", dataset_name, BP_VERSION);
  g_string_append (code, code_begin);
  g_string_append_printf (code, "#define BACKPROP_N_INPUTS %u\n",
                          bp_network_get_n_inputs (network));
  g_string_append_printf (code, "#define BACKPROP_N_CLASSES %u\n",
                          bp_network_get_n_outputs (network));
  g_string_append (code, "#define BACKPROP_INPUT_SCALE ");
  append_float (code, network->input_scale);
  g_string_append (code, "\n#define BACKPROP_INPUT_OFFSET (");
  append_float (code, network->input_offset);
  g_string_append (code, ")\n#define BACKPROP_TEMPERATURE ");
  append_float (code, network->temperature);
  g_string_append (code, "\n\n");
}

/**
 * bp_c_header_write:
 * @network: the network; its parameters are finite
 * @info: the description of the network
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the text of a C header (C99), or %NULL with @error set
 */
GBytes *
bp_c_header_write (const BpNetwork *network, const BpWeightsInfo *info, GError **error)
{
  g_autoptr (GString) code = g_string_new (NULL);

  append_head (code, network, info);
  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];
      gsize n_weights = (gsize) layer->n_outputs * layer->n_inputs;
      g_autofree float *weights = g_new (float, n_weights);

      bp_network_get_weights (network, l, weights);
      append_array (code, "weights", l, weights, n_weights);
      append_array (code, "biases", l, layer->biases, layer->n_outputs);
    }
  append_functions (code, network);
  if (!append_test_probabilities (code, network, error))
    return NULL;
  g_string_append (code, code_end);

  return g_string_free_to_bytes (g_steal_pointer (&code));
}
