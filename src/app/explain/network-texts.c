/* SPDX-License-Identifier: MIT */
#include "network-texts.h"

/* A text with its layout. */
typedef struct
{
  char *text;
  PangoLayout *layout;
  int width;
  gboolean is_bold;
} Text;

struct _BpNetworkTexts
{
  GtkWidget *widget; /* borrowed: whose font they have */
  GArray *texts;     /* of Text; one for each place */
};

static void
clear_text (gpointer data)
{
  Text *text = data;

  g_clear_pointer (&text->text, g_free);
  g_clear_object (&text->layout);
}

/**
 * bp_network_texts_new:
 * @widget: the widget that draws them; it has to stay
 *
 * Returns: (transfer full): no texts
 */
BpNetworkTexts *
bp_network_texts_new (GtkWidget *widget)
{
  BpNetworkTexts *texts = g_new0 (BpNetworkTexts, 1);

  texts->widget = widget;
  texts->texts = g_array_new (FALSE, TRUE, sizeof (Text));
  g_array_set_clear_func (texts->texts, clear_text);
  return texts;
}

/**
 * bp_network_texts_free:
 * @texts: (transfer full): the texts
 */
void
bp_network_texts_free (BpNetworkTexts *texts)
{
  g_array_unref (texts->texts);
  g_free (texts);
}

/**
 * bp_network_texts_forget:
 * @texts: the texts
 *
 * Drops all layouts, as after another font.
 */
void
bp_network_texts_forget (BpNetworkTexts *texts)
{
  g_array_set_size (texts->texts, 0);
}

/**
 * bp_network_texts_get:
 * @texts: the texts
 * @place: a number of the text's place, from 0, each with one text at a time
 * @text: the text
 * @width: after which it is shortened, or 0 for no limit
 * @is_bold: whether it is bold
 *
 * Returns: (transfer none): the layout of the text, valid until the next call for the place
 */
PangoLayout *
bp_network_texts_get (BpNetworkTexts *texts,
                      guint place,
                      const char *text,
                      double width,
                      gboolean is_bold)
{
  Text *slot;

  if (place >= texts->texts->len)
    g_array_set_size (texts->texts, place + 1);
  slot = &g_array_index (texts->texts, Text, place);
  if (slot->layout != NULL && slot->width == (int) width && slot->is_bold == is_bold &&
      g_str_equal (slot->text, text))
    return slot->layout;

  clear_text (slot);
  slot->text = g_strdup (text);
  slot->width = (int) width;
  slot->is_bold = is_bold;
  slot->layout = gtk_widget_create_pango_layout (texts->widget, text);
  if (width > 0.0)
    {
      pango_layout_set_width (slot->layout, (int) width * PANGO_SCALE);
      pango_layout_set_ellipsize (slot->layout, PANGO_ELLIPSIZE_END);
    }
  if (is_bold)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (slot->layout, attributes);
    }
  return slot->layout;
}
