/* SPDX-License-Identifier: MIT */
#include "inspection-text.h"

#include "format.h"
#include "sample-name.h"

#include <glib/gi18n.h>

/* Which network the figures are about, as in "784-128-10 after 7 epochs". */
static char *
describe_network (const BpNetwork *network, guint n_epochs)
{
  g_autofree char *shape = bp_network_describe (network);

  if (n_epochs == 0)
    return g_steal_pointer (&shape);
  /* Translators: a network, as in "784-128-10 after 7 epochs" */
  return g_strdup_printf (ngettext ("%s after %u epoch", "%s after %u epochs", n_epochs), shape,
                          n_epochs);
}

/* Which images the figures are about, as in "10,000 test images of MNIST". */
static char *
describe_images (const BpInspection *inspection)
{
  return bp_describe_samples (inspection->dataset, inspection->split, inspection->metrics.count);
}

/**
 * bp_inspection_text_subject:
 * @inspection: an inspection
 * @network: the network that it is of
 * @n_epochs: the number of epochs that @network was trained for; 0 is left out
 *
 * Returns: (transfer full): what the figures are about, as in "784-128-10 after 7 epochs · 10,000
 *   test images of MNIST"
 */
char *
bp_inspection_text_subject (const BpInspection *inspection,
                            const BpNetwork *network,
                            guint n_epochs)
{
  g_autofree char *name = describe_network (network, n_epochs);
  g_autofree char *images = describe_images (inspection);

  return g_strdup_printf ("%s · %s", name, images);
}

/**
 * bp_inspection_text_figures:
 * @inspection: an inspection
 * @network: the network that it is of
 * @n_epochs: the number of epochs that @network was trained for; 0 is left out
 *
 * Returns: (transfer full): what the figures are about and how good the answers are, as in
 *   "784-128-10 after 7 epochs · 10,000 test images of MNIST · 97.8 % right, 218 wrong"
 */
char *
bp_inspection_text_figures (const BpInspection *inspection,
                            const BpNetwork *network,
                            guint n_epochs)
{
  g_autofree char *name = describe_network (network, n_epochs);
  g_autofree char *images = describe_images (inspection);
  g_autofree char *percent = bp_format_percent (inspection->metrics.accuracy);
  g_autofree char *n_errors = bp_format_count (inspection->n_errors);

  /* Translators: a network, images, a percentage and a number, as in "784-128-10 after 7 epochs ·
   * 10,000 test images of MNIST · 97.8 % right, 218 wrong" */
  return g_strdup_printf (_ ("%s · %s · %s right, %s wrong"), name, images, percent, n_errors);
}
