/* SPDX-License-Identifier: MIT */
#include "drawing-item.h"

#include "format.h"

#include <glib/gi18n.h>

struct _BpDrawingItem
{
  GObject parent_instance;

  GPtrArray *entries; /* owned; (element-type BpDrawingEntry) */
  guint index;        /* of it */
};

enum
{
  PROP_LABEL = 1,
  PROP_ANSWER,
  PROP_TIME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpDrawingItem, bp_drawing_item, G_TYPE_OBJECT)

static char *
describe_answer (BpDrawingItem *self)
{
  const BpDrawingEntry *entry = bp_drawing_item_get_entry (self);
  g_autofree char *percent = NULL;

  if (entry->answer == NULL)
    return g_strdup (_ ("no answer"));
  percent = bp_format_percent (entry->probability);
  return g_strdup_printf ("%s %s · %s", bp_drawing_item_is_misread (self) ? "✗" : "✓",
                          entry->answer, percent);
}

static char *
describe_time (BpDrawingItem *self)
{
  const BpDrawingEntry *entry = bp_drawing_item_get_entry (self);
  g_autoptr (GDateTime) local = entry->time != NULL ? g_date_time_to_local (entry->time) : NULL;

  return local != NULL ? g_date_time_format (local, "%x %H:%M") : g_strdup ("");
}

static void
bp_drawing_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpDrawingItem *self = BP_DRAWING_ITEM (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_set_string (value, bp_drawing_item_get_entry (self)->label);
      break;
    case PROP_ANSWER:
      g_value_take_string (value, describe_answer (self));
      break;
    case PROP_TIME:
      g_value_take_string (value, describe_time (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_drawing_item_finalize (GObject *object)
{
  g_clear_pointer (&BP_DRAWING_ITEM (object)->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (bp_drawing_item_parent_class)->finalize (object);
}

static void
bp_drawing_item_class_init (BpDrawingItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bp_drawing_item_get_property;
  object_class->finalize = bp_drawing_item_finalize;
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_ANSWER] = g_param_spec_string ("answer", NULL, NULL, NULL, flags);
  properties[PROP_TIME] = g_param_spec_string ("time", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_drawing_item_init (BpDrawingItem *self G_GNUC_UNUSED)
{
}

/**
 * bp_drawing_item_new:
 * @entries: (element-type BpDrawingEntry): the drawings; a reference is taken
 * @index: of one of them
 *
 * Returns: (transfer full): an item
 */
BpDrawingItem *
bp_drawing_item_new (GPtrArray *entries, guint index)
{
  BpDrawingItem *self = g_object_new (BP_TYPE_DRAWING_ITEM, NULL);

  self->entries = g_ptr_array_ref (entries);
  self->index = index;
  return self;
}

/**
 * bp_drawing_item_get_entry:
 * @self: an item
 *
 * Returns: (transfer none): its drawing
 */
const BpDrawingEntry *
bp_drawing_item_get_entry (BpDrawingItem *self)
{
  return g_ptr_array_index (self->entries, self->index);
}

/**
 * bp_drawing_item_is_misread:
 * @self: an item
 *
 * Returns: whether the network answered something else than the label
 */
gboolean
bp_drawing_item_is_misread (BpDrawingItem *self)
{
  const BpDrawingEntry *entry = bp_drawing_item_get_entry (self);

  return entry->answer != NULL && !g_str_equal (entry->answer, entry->label);
}

/**
 * bp_drawing_item_compare:
 * @a: (type BpDrawingItem): an item
 * @b: (type BpDrawingItem): another one of the same drawings
 * @user_data: unused
 *
 * A #GCompareDataFunc.
 *
 * Returns: their order by label, those with a number first, and by time within a label
 */
int
bp_drawing_item_compare (gconstpointer a, gconstpointer b, gpointer user_data G_GNUC_UNUSED)
{
  BpDrawingItem *first = BP_DRAWING_ITEM ((gpointer) a);
  BpDrawingItem *second = BP_DRAWING_ITEM ((gpointer) b);
  const BpDrawing *first_drawing = &bp_drawing_item_get_entry (first)->drawing;
  const BpDrawing *second_drawing = &bp_drawing_item_get_entry (second)->drawing;
  int by_label = g_strcmp0 (first_drawing->name, second_drawing->name);

  if (by_label == 0)
    by_label = first_drawing->label - second_drawing->label;
  if (by_label != 0)
    return by_label;
  return first->index < second->index ? -1 : first->index > second->index;
}
