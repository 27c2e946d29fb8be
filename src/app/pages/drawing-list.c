/* SPDX-License-Identifier: MIT */
#include "drawing-list.h"

#include "drawing-view.h"

/* What the list shows: all drawings, the misread ones, or those of a digit or another class. */
#define SHOW_ALL       0
#define SHOW_MISREAD   1
#define N_BEFORE_NAMES 2

struct _BpDrawingList
{
  GtkBox parent_instance;

  /* template children */
  GtkDropDown *shown;
  GtkStringList *shown_choices;
  GListStore *drawings;
  GtkSortListModel *sorted;
  GtkFilterListModel *filtered; /* NULL after the disposal */
  GtkSingleSelection *selection;
};

enum
{
  SIGNAL_SELECTED,
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpDrawingList, bp_drawing_list, GTK_TYPE_BOX)

/* Lists the classes with a name after the digits. What was chosen stays chosen, where it is still
 * there. */
static void
list_classes (BpDrawingList *self)
{
  GListModel *choices = G_LIST_MODEL (self->shown_choices);
  g_autofree char *chosen = g_strdup (
      gtk_string_list_get_string (self->shown_choices, gtk_drop_down_get_selected (self->shown)));
  guint n_fixed = N_BEFORE_NAMES + BP_N_DIGITS;
  const char *last = NULL;
  guint i;

  gtk_string_list_splice (self->shown_choices, n_fixed,
                          g_list_model_get_n_items (choices) - n_fixed, NULL);
  for (i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sorted)); i++)
    {
      g_autoptr (BpDrawingItem) item = g_list_model_get_item (G_LIST_MODEL (self->sorted), i);
      const char *name = bp_drawing_item_get_entry (item)->drawing.name;

      if (name != NULL && g_strcmp0 (name, last) != 0)
        gtk_string_list_append (self->shown_choices, name);
      last = name;
    }
  for (i = 0; i < g_list_model_get_n_items (choices); i++)
    if (g_strcmp0 (gtk_string_list_get_string (self->shown_choices, i), chosen) == 0)
      gtk_drop_down_set_selected (self->shown, i);
}

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  BpDrawingList *self = user_data;
  guint choice = gtk_drop_down_get_selected (self->shown);

  if (choice == SHOW_ALL)
    return TRUE;
  if (choice == SHOW_MISREAD)
    return bp_drawing_item_is_misread (item);
  return g_strcmp0 (bp_drawing_item_get_entry (item)->label,
                    gtk_string_list_get_string (self->shown_choices, choice)) == 0;
}

static void
on_filter_changed (BpDrawingList *self)
{
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered),
                      GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_selected (BpDrawingList *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

static void
on_activated (BpDrawingList *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
bp_drawing_list_dispose (GObject *object)
{
  BpDrawingList *self = BP_DRAWING_LIST (object);

  if (self->filtered != NULL)
    gtk_filter_list_model_set_filter (self->filtered, NULL);
  self->filtered = NULL;

  G_OBJECT_CLASS (bp_drawing_list_parent_class)->dispose (object);
}

static void
bp_drawing_list_class_init (BpDrawingListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_drawing_list_dispose;

  /**
   * BpDrawingList::selected:
   *
   * Another drawing is selected, or none.
   */
  signals[SIGNAL_SELECTED] = g_signal_new ("selected", BP_TYPE_DRAWING_LIST, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BpDrawingList::activated:
   *
   * The selected drawing was activated.
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", BP_TYPE_DRAWING_LIST, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (BP_TYPE_DRAWING_ITEM);
  g_type_ensure (BP_TYPE_DRAWING_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/drawing-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BpDrawingList, shown);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingList, shown_choices);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingList, drawings);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingList, sorted);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingList, filtered);
  gtk_widget_class_bind_template_child (widget_class, BpDrawingList, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
}

static void
bp_drawing_list_init (BpDrawingList *self)
{
  g_autoptr (GtkFilter) filter = NULL;
  g_autoptr (GtkSorter) sorter = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  sorter = GTK_SORTER (gtk_custom_sorter_new (bp_drawing_item_compare, NULL, NULL));
  gtk_sort_list_model_set_sorter (self->sorted, sorter);
  filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  gtk_filter_list_model_set_filter (self->filtered, filter);
}

/**
 * bp_drawing_list_set_entries:
 * @self: the list
 * @entries: (element-type BpDrawingEntry): the drawings, in the order of their time; a reference is
 *   taken
 *
 * The drawing at the selected position is selected again, or the last one.
 */
void
bp_drawing_list_set_entries (BpDrawingList *self, GPtrArray *entries)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint n_shown;

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (items, bp_drawing_item_new (entries, i));
  g_list_store_splice (self->drawings, 0, bp_drawing_list_get_n_drawings (self), items->pdata,
                       items->len);
  list_classes (self);
  n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  if (selected == GTK_INVALID_LIST_POSITION)
    selected = 0;
  if (n_shown > 0)
    gtk_single_selection_set_selected (self->selection, MIN (selected, n_shown - 1));
}

/**
 * bp_drawing_list_get_n_drawings:
 * @self: the list
 *
 * Returns: how many drawings there are, shown or not
 */
guint
bp_drawing_list_get_n_drawings (BpDrawingList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->drawings));
}

/**
 * bp_drawing_list_get_selected:
 * @self: the list
 *
 * Returns: (transfer none) (nullable): the selected drawing
 */
BpDrawingItem *
bp_drawing_list_get_selected (BpDrawingList *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}
