/* SPDX-License-Identifier: MIT */
/*
 * Writes a network as a Python program that loads its weights from a file beside it. The PyTorch
 * program (net.py.in) evaluates the network and continues its training; the NumPy program
 * (net-numpy.py.in) shows its formulas. The templates are Python with placeholders such as @SIZES@.
 * From a weight file, only numbers, known names and text without quotes are filled in.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "python-script.h"

#include "error.h"
#include "json-writer.h"
#include "weights-resources.h"

#include <math.h>
#include <string.h>

#define RESOURCE_FOLDER "/io/github/backprop/Backprop/weights/"

/* The epochs of the program's training, where the file does not tell how many the network had. */
#define DEFAULT_EPOCHS 10

/* The activations in PyTorch and NumPy. */
static const struct
{
  const char *name;
  const char *title;
  const char *torch;
  const char *function;
  const char *derivative;
} activations[] = {
  { "relu", "ReLU: negative sums become 0.", "nn.ReLU", "np.maximum(sums, 0)", "sums > 0" },
  { "leaky-relu", "Leaky ReLU: negative sums are multiplied by 0.01.", "nn.LeakyReLU",
    "np.where(sums > 0, sums, 0.01 * sums)", "np.where(sums > 0, 1, 0.01)" },
  { "tanh", "The hyperbolic tangent.", "nn.Tanh", "np.tanh(sums)", "1 - np.tanh(sums) ** 2" },
  { "sigmoid", "The logistic function.", "nn.Sigmoid", "1 / (1 + np.exp(-sums))",
    "activate(sums) * (1 - activate(sums))" },
  { "gelu", "GELU: the sum times the normal distribution function of it.", "nn.GELU",
    "sums / 2 * (1 + np.vectorize(math.erf)(sums / math.sqrt(2)))",
    "(1 + np.vectorize(math.erf)(sums / math.sqrt(2))) / 2 + sums * np.exp(-sums**2 / 2) / "
    "math.sqrt(2 * math.pi)" },
};

/* Replaces every @NAME@ with @value, which is freed. */
static void
fill_in (GString *text, const char *name, char *value)
{
  g_autofree char *owned = value;
  g_autofree char *mark = g_strdup_printf ("@%s@", name);

  g_string_replace (text, mark, owned, 0);
}

static char *
format_number (double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  /* Nine significant digits identify every 32-bit float. */
  return g_strdup (g_ascii_formatd (number, sizeof number, "%.9g", value));
}

/* Text for a comment, without characters that would end the comment or the line. */
static char *
make_harmless (const char *text)
{
  GString *harmless = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      g_string_append_unichar (harmless, g_unichar_isprint (character) &&
                                                 strchr ("\"\\@", (int) character) == NULL
                                             ? character
                                             : '_');
    }
  return g_string_free (harmless, FALSE);
}

/* The value of an option in the settings, or %NULL. The settings may be any text from a file. */
static char *
find_setting (const BpWeightsInfo *info, const char *option)
{
  g_auto (GStrv) words = NULL;

  if (info->settings == NULL)
    return NULL;
  words = g_strsplit (info->settings, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], option))
      return g_strdup (words[i + 1] != NULL ? words[i + 1] : "");
  return NULL;
}

static double
get_number (const BpWeightsInfo *info, const char *option, double default_value)
{
  g_autofree char *text = find_setting (info, option);
  char *end = NULL;
  double value = text != NULL ? g_ascii_strtod (text, &end) : 0.0;

  return text != NULL && end != text && *end == '\0' && isfinite (value) && value >= 0.0
             ? value
             : default_value;
}

static char *
get_name (const BpWeightsInfo *info, const char *option, const char *const *names)
{
  g_autofree char *text = find_setting (info, option);

  return g_strdup (text != NULL && g_strv_contains (names, text) ? text : names[0]);
}

static gboolean
has_changed_images (const BpWeightsInfo *info)
{
  static const char *const options[] = { "--rotation", "--scale", "--shear", "--shift",
                                         "--elastic" };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (get_number (info, options[i], 0.0) > 0.0)
      return TRUE;
  return FALSE;
}

static char *
make_title (const BpNetwork *network, const BpWeightsInfo *info, const char *library)
{
  g_autofree char *shape = bp_network_describe (network);
  g_autofree char *dataset = info->dataset_name != NULL ? make_harmless (info->dataset_name) : NULL;

  return g_strdup_printf ("A %s network of Backprop %s%s%s, in %s.", shape, BP_VERSION,
                          dataset != NULL ? " trained on " : "", dataset != NULL ? dataset : "",
                          library);
}

static char *
make_remark (const BpWeightsInfo *info)
{
  if (info->settings == NULL)
    return g_strdup (
        "\nThe weights do not name the settings of their training: those below are usual ones.\n");
  if (has_changed_images (info))
    return g_strdup ("\nBackprop changed the images in every epoch (turned, shifted, bent them), "
                     "which is not done\nhere.\n");
  return g_strdup ("");
}

static char *
list_sizes (const BpNetwork *network)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%u", bp_network_get_n_inputs (network));
  for (guint l = 0; l < network->n_layers; l++)
    g_string_append_printf (text, ", %u", network->layers[l].n_outputs);
  return g_string_free (text, FALSE);
}

static char *
make_literal (const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  bp_json_append_string (text, valid);
  /* Text from outside cannot contain a placeholder. */
  g_string_replace (text, "@", "\\u0040", 0);
  return g_strdup (text->str);
}

static void
fill_in_settings (GString *text, const BpNetwork *network, const BpWeightsInfo *info)
{
  static const char *const optimizers[] = { "sgd", "adam", NULL };
  static const char *const schedules[] = { "constant", "linear", "cosine", NULL };
  double momentum = get_number (info, "--momentum", info->settings == NULL ? 0.9 : 0.0);
  g_autofree char *optimizer = find_setting (info, "--optimizer");
  gboolean is_nesterov = g_strcmp0 (optimizer, "nesterov") == 0 && momentum > 0.0;
  double dropout = get_number (info, "--dropout", 0.0);

  fill_in (text, "INPUT_SCALE", format_number ((double) network->input_scale));
  fill_in (text, "INPUT_OFFSET", format_number ((double) network->input_offset));
  fill_in (text, "OPTIMIZER", get_name (info, "--optimizer", optimizers));
  fill_in (text, "SCHEDULE", get_name (info, "--schedule", schedules));
  fill_in (text, "LEARNING_RATE", format_number (get_number (info, "--learning-rate", 0.05)));
  fill_in (text, "MOMENTUM", format_number (momentum));
  fill_in (text, "NESTEROV", g_strdup (is_nesterov ? "True" : "False"));
  fill_in (text, "WEIGHT_DECAY", format_number (get_number (info, "--weight-decay", 0.0)));
  fill_in (text, "WARM_UP", format_number (get_number (info, "--warm-up", 0.0)));
  fill_in (text, "DROPOUT", format_number (MIN (dropout, 0.9)));
  fill_in (text, "BATCH_SIZE",
           g_strdup_printf ("%u", (guint) CLAMP (get_number (info, "--batch-size", 128.0), 1.0,
                                                 65536.0)));
  fill_in (text, "EPOCHS",
           g_strdup_printf ("%u", (guint) CLAMP (get_number (info, "--epochs", DEFAULT_EPOCHS), 1.0,
                                                 1e6)));
  fill_in (text, "SEED", g_strdup_printf ("%" G_GUINT64_FORMAT, info->seed % G_MAXINT32));
}

static GBytes *
write_script (const BpNetwork *network,
              const BpWeightsInfo *info,
              const char *template_name,
              const char *library,
              const char *script_name,
              const char *weights_name,
              GError **error)
{
  g_autofree char *path = g_strconcat (RESOURCE_FOLDER, template_name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (bp_weights_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  const char *activation = bp_activation_get_name (network->activation);
  g_autoptr (GString) text = NULL;

  if (bytes == NULL)
    return NULL;

  text = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    if (g_str_equal (activations[i].name, activation))
      {
        fill_in (text, "ACTIVATION", g_strdup (activations[i].torch));
        fill_in (text, "ACTIVATION_NAME", g_strdup (activations[i].name));
        fill_in (text, "ACTIVATION_TITLE", g_strdup (activations[i].title));
        fill_in (text, "FUNCTION", g_strdup (activations[i].function));
        fill_in (text, "DERIVATIVE", g_strdup (activations[i].derivative));
      }
  fill_in_settings (text, network, info);
  fill_in (text, "SIZES", list_sizes (network));
  fill_in (text, "REMARK", make_remark (info));
  fill_in (text, "WEIGHTS", make_literal (weights_name));
  /* Text from outside is filled in last and has no placeholders. */
  fill_in (text, "TITLE", make_title (network, info, library));
  {
    g_autofree char *stem = g_strndup (script_name, strlen (script_name) - strlen (".py"));

    fill_in (text, "STEM", make_harmless (stem));
    fill_in (text, "SCRIPT", make_harmless (script_name));
  }
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/**
 * bp_python_script_write_torch:
 * @network: the network; its parameters are finite
 * @info: the description of the network
 * @script_name: the name of the file, without its folder
 * @weights_name: the safetensors file beside it that has the weights
 * @error: return location for a %G_RESOURCE_ERROR
 *
 * Returns: (transfer full): a program that rebuilds the network with PyTorch, evaluates it and
 *   trains it on, with the optimiser, the schedule and the batch size that it was trained with
 */
GBytes *
bp_python_script_write_torch (const BpNetwork *network,
                              const BpWeightsInfo *info,
                              const char *script_name,
                              const char *weights_name,
                              GError **error)
{
  return write_script (network, info, "net.py.in", "PyTorch", script_name, weights_name, error);
}

/**
 * bp_python_script_write_numpy:
 * @network: the network; its parameters are finite
 * @info: the description of the network
 * @script_name: the name of the file, without its folder
 * @weights_name: the NumPy archive beside it that has the weights
 * @error: return location for a %G_RESOURCE_ERROR
 *
 * Returns: (transfer full): a program that shows forward propagation and backpropagation of the
 *   network in NumPy
 */
GBytes *
bp_python_script_write_numpy (const BpNetwork *network,
                              const BpWeightsInfo *info,
                              const char *script_name,
                              const char *weights_name,
                              GError **error)
{
  return write_script (network, info, "net-numpy.py.in", "NumPy", script_name, weights_name, error);
}
