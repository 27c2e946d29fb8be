/* SPDX-License-Identifier: MIT */
#include "network-note.h"

#include "network-layout.h"
#include "unit-text.h"

#include <glib/gi18n.h>

static void
append_line (GString *text, const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

/**
 * bp_network_note_describe:
 * @network: a network that is drawn
 *
 * Returns: (transfer full) (nullable): of which layers only some units are drawn, and why the
 *   percentages beside the pad are others, a line each; %NULL where there is nothing to say
 */
char *
bp_network_note_describe (const BpNetwork *network)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint l = 0; l < network->n_layers; l++)
    {
      guint n_tiles = bp_network_layout_count_tiles (network, l);
      g_autofree char *name = bp_unit_text_layer (network, l);
      g_autofree char *line = NULL;

      if (n_tiles == network->layers[l].n_outputs)
        continue;
      /* Translators: %s is a layer */
      line = g_strdup_printf (_ ("%s: %u of its %u units are shown, evenly chosen."), name, n_tiles,
                              network->layers[l].n_outputs);
      append_line (text, line);
    }
  if (network->temperature != 1.0F)
    {
      g_autofree char *temperature = bp_format_value ((double) network->temperature);
      /* Translators: %s is a number */
      g_autofree char *line =
          g_strdup_printf (_ ("The probabilities are those of training. Beside the pad, the sums "
                              "z are divided by the temperature %s first, so that its "
                              "percentages are honest."),
                           temperature);

      append_line (text, line);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}
