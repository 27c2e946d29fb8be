/* SPDX-License-Identifier: MIT */
#include "row-list.h"

struct _BpRowListItem
{
  GObject parent_instance;

  guint row;
};

struct _BpRowList
{
  GObject parent_instance;

  guint n_rows;
};

G_DEFINE_FINAL_TYPE (BpRowListItem, bp_row_list_item, G_TYPE_OBJECT)

static void
bp_row_list_item_class_init (BpRowListItemClass *klass G_GNUC_UNUSED)
{
}

static void
bp_row_list_item_init (BpRowListItem *self G_GNUC_UNUSED)
{
}

static GType
bp_row_list_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return BP_TYPE_ROW_LIST_ITEM;
}

static guint
bp_row_list_get_n_items (GListModel *model)
{
  return BP_ROW_LIST (model)->n_rows;
}

static gpointer
bp_row_list_get_item (GListModel *model, guint position)
{
  BpRowListItem *item;

  if (position >= BP_ROW_LIST (model)->n_rows)
    return NULL;
  item = g_object_new (BP_TYPE_ROW_LIST_ITEM, NULL);
  item->row = position;
  return item;
}

static void
bp_row_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = bp_row_list_get_item_type;
  interface->get_n_items = bp_row_list_get_n_items;
  interface->get_item = bp_row_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BpRowList,
                               bp_row_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, bp_row_list_model_init))

static void
bp_row_list_class_init (BpRowListClass *klass G_GNUC_UNUSED)
{
}

static void
bp_row_list_init (BpRowList *self G_GNUC_UNUSED)
{
}

guint
bp_row_list_item_get_row (BpRowListItem *self)
{
  return self->row;
}

/**
 * bp_row_list_grow:
 * @self: the list
 * @n_rows: at least as many rows as it has: the further ones are new
 */
void
bp_row_list_grow (BpRowList *self, guint n_rows)
{
  guint n_before = self->n_rows;

  g_return_if_fail (n_rows >= n_before);

  self->n_rows = n_rows;
  if (n_rows > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, n_rows - n_before);
}

/**
 * bp_row_list_replace:
 * @self: the list
 * @n_rows: how many rows it has now, all of which are other ones
 */
void
bp_row_list_replace (BpRowList *self, guint n_rows)
{
  guint n_before = self->n_rows;

  self->n_rows = n_rows;
  if (n_rows > 0 || n_before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, n_rows);
}
