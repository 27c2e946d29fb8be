/* SPDX-License-Identifier: MIT */
#include "run-list.h"

#include "run-header.h"
#include "run-row.h"

#define NO_COLUMN (-1)

struct _BpRunList
{
  GtkWidget parent_instance;

  BpRunLayout layout;
  char *words;            /* owned: what is searched for */
  int sort_column;        /* a BpRunColumn, or NO_COLUMN for the newest first */
  gboolean is_descending; /* of that column */
  guint load_source;      /* or 0 */

  /* template children */
  GtkWidget *box;
  BpRunHeader *header;
  GtkStack *results;
  GtkWidget *scroller;
  GtkListView *view;
  GListStore *runs;
  GtkCustomFilter *filter;
  GtkCustomSorter *sorter;
  GtkMultiSelection *selection;
  GtkWidget *menu;
};

enum
{
  PROP_MENU_MODEL = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_ACTIVATED,
  SIGNAL_SELECTION_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRunList, bp_run_list, GTK_TYPE_WIDGET)

static gboolean
is_match (gpointer item, gpointer user_data)
{
  return bp_run_item_matches (item, BP_RUN_LIST (user_data)->words);
}

static int
compare_items (gconstpointer first, gconstpointer second, gpointer user_data)
{
  BpRunList *self = BP_RUN_LIST (user_data);
  const BpRunRecord *a = bp_run_item_get_record ((BpRunItem *) first);
  const BpRunRecord *b = bp_run_item_get_record ((BpRunItem *) second);
  int order = 0;

  if (a->is_pinned != b->is_pinned)
    return a->is_pinned ? -1 : 1;
  if (self->sort_column != NO_COLUMN)
    order = bp_run_column_compare ((BpRunColumn) self->sort_column, a, b);
  if (order != 0)
    return self->is_descending ? -order : order;
  return (a->created < b->created ? 1 : 0) - (a->created > b->created ? 1 : 0);
}

/* Calls a function with each row that the list has made. */
static void
for_each_row (BpRunList *self, void (*function) (BpRunList *, BpRunRow *))
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (row != NULL && BP_IS_RUN_ROW (row))
        function (self, BP_RUN_ROW (row));
    }
}

/* Has the curve read of a row that is on the screen. */
static void
load_if_visible (BpRunList *self, BpRunRow *row)
{
  graphene_rect_t bounds;

  if (bp_run_row_get_item (row) != NULL && gtk_widget_get_child_visible (GTK_WIDGET (row)) &&
      gtk_widget_compute_bounds (GTK_WIDGET (row), self->scroller, &bounds) &&
      bounds.origin.y + bounds.size.height > 0.0F &&
      bounds.origin.y < (float) gtk_widget_get_height (self->scroller))
    bp_run_item_load_accuracies (bp_run_row_get_item (row));
}

static gboolean
load_visible (gpointer user_data)
{
  BpRunList *self = BP_RUN_LIST (user_data);

  self->load_source = 0;
  if (self->layout.places[BP_RUN_COLUMN_CURVE].width > 0.0)
    for_each_row (self, load_if_visible);
  return G_SOURCE_REMOVE;
}

/* After the next layout: other rows may be on the screen. */
static void
load_visible_later (BpRunList *self)
{
  if (self->load_source == 0)
    self->load_source = g_idle_add (load_visible, self);
}

static void
on_selection_changed (BpRunList *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

static void
on_items_changed (BpRunList *self)
{
  gboolean has_results = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0;

  gtk_stack_set_visible_child_name (self->results, has_results ? "found" : "not-found");
  load_visible_later (self);
  on_selection_changed (self);
}

static void
on_activated (BpRunList *self, guint position)
{
  g_autoptr (BpRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, item);
}

/* Returns: the position of a run among those that are shown */
static guint
find_position (BpRunList *self, BpRunItem *wanted)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint position = 0;

  while (position < n_items)
    {
      g_autoptr (BpRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

      if (item == wanted)
        break;
      position++;
    }
  return position;
}

/* Selects the run of a row as well, or no longer. */
static void
toggle_row (BpRunList *self, BpRunRow *row)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);
  guint position = find_position (self, bp_run_row_get_item (row));

  if (gtk_selection_model_is_selected (model, position))
    gtk_selection_model_unselect_item (model, position);
  else
    gtk_selection_model_select_item (model, position, FALSE);
}

static void
on_setup (BpRunList *self, GtkListItem *list_item)
{
  BpRunRow *row = bp_run_row_new (&self->layout);

  g_signal_connect_object (row, "toggled", G_CALLBACK (toggle_row), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, GTK_WIDGET (row));
}

static void
on_bind (BpRunList *self, GtkListItem *list_item)
{
  bp_run_row_set_item (BP_RUN_ROW (gtk_list_item_get_child (list_item)),
                       gtk_list_item_get_item (list_item));
}

static void
on_unbind (BpRunList *self, GtkListItem *list_item)
{
  bp_run_row_set_item (BP_RUN_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* The row at a place of the list, or NULL. */
static BpRunRow *
pick_row (BpRunList *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  /* The margin of a row belongs to its parent. */
  if (widget != NULL && widget != GTK_WIDGET (self->view) && !BP_IS_RUN_ROW (widget))
    widget = gtk_widget_get_first_child (widget);
  return widget != NULL && BP_IS_RUN_ROW (widget) ? BP_RUN_ROW (widget) : NULL;
}

/* A click on a swatch selects a run as well, or no longer. */
static void
on_pressed (BpRunList *self, int n_presses, double x, double y, GtkGesture *gesture)
{
  BpRunRow *row = pick_row (self, x, y);
  double row_x;

  if (row == NULL ||
      !gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (row), x, y, &row_x,
                                         &y) ||
      !bp_run_row_is_on_swatch (row, row_x))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  toggle_row (self, row);
}

static void
open_menu (BpRunList *self, const GdkRectangle *place)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* Opens the menu for the row there. A row that is not selected is selected first, alone. */
static void
open_menu_at (BpRunList *self, double x, double y)
{
  BpRunRow *row = pick_row (self, x, y);
  double list_x;
  double list_y;
  guint position;

  if (row == NULL || !gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self),
                                                        x, y, &list_x, &list_y))
    return;
  position = find_position (self, bp_run_row_get_item (row));
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  open_menu (self, &(GdkRectangle){ (int) list_x, (int) list_y, 1, 1 });
}

static void
on_secondary_pressed (BpRunList *self, int n_presses, double x, double y)
{
  open_menu_at (self, x, y);
}

static void
on_long_pressed (BpRunList *self, double x, double y)
{
  open_menu_at (self, x, y);
}

/* Opens the menu below the row with the focus. */
static void
show_menu (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BpRunList *self = BP_RUN_LIST (widget);
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->view));
  GdkRectangle place = { 0, 0, 1, 1 };
  graphene_rect_t bounds;

  if (row != NULL && gtk_widget_compute_bounds (row, widget, &bounds))
    place = (GdkRectangle){ (int) (bounds.origin.x + bounds.size.width / 2.0F),
                            (int) bounds.origin.y, 1, (int) bounds.size.height };
  open_menu (self, &place);
}

/* Sorts by a column, or turns the order around: the best is first at first, and the first letter.
 */
static void
sort (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BpRunList *self = BP_RUN_LIST (widget);
  guint column;

  if (!bp_choices_find (&bp_run_columns, g_variant_get_string (parameter, NULL), &column, NULL))
    return;
  if ((int) column == self->sort_column)
    self->is_descending = !self->is_descending;
  else
    self->is_descending = bp_run_column_is_number (column) || column == (guint) BP_RUN_COLUMN_CURVE;
  self->sort_column = (int) column;
  bp_run_header_set_sorting (self->header, self->sort_column, self->is_descending);
  gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
}

static double
get_char_width (BpRunList *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  double width = (double) pango_font_metrics_get_approximate_char_width (metrics) / PANGO_SCALE;

  pango_font_metrics_unref (metrics);
  return width;
}

static void
redraw (BpRunList *self, BpRunRow *row)
{
  gtk_widget_queue_draw (GTK_WIDGET (row));
}

static void
bp_run_list_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BpRunList *self = BP_RUN_LIST (widget);

  bp_run_layout_init (&self->layout, width, get_char_width (self));
  bp_run_header_set_layout (self->header, &self->layout);
  for_each_row (self, redraw);
  gtk_widget_allocate (self->box, width, height, baseline, NULL);
  gtk_popover_present (GTK_POPOVER (self->menu));
  load_visible_later (self);
}

static void
bp_run_list_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  gtk_widget_measure (BP_RUN_LIST (widget)->box, orientation, for_size, minimum, natural, NULL,
                      NULL);
}

static gboolean
bp_run_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BP_RUN_LIST (widget)->view));
}

static void
bp_run_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpRunList *self = BP_RUN_LIST (object);

  if (id == PROP_MENU_MODEL)
    g_value_set_object (value, gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (self->menu)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bp_run_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BpRunList *self = BP_RUN_LIST (object);

  if (id == PROP_MENU_MODEL)
    gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bp_run_list_dispose (GObject *object)
{
  BpRunList *self = BP_RUN_LIST (object);

  g_clear_handle_id (&self->load_source, g_source_remove);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_run_list_parent_class)->dispose (object);
}

static void
bp_run_list_finalize (GObject *object)
{
  g_free (BP_RUN_LIST (object)->words);

  G_OBJECT_CLASS (bp_run_list_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (BP_TYPE_RUN_HEADER);
  g_type_ensure (BP_TYPE_RUN_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/run-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BpRunList, box);
  gtk_widget_class_bind_template_child (widget_class, BpRunList, header);
  gtk_widget_class_bind_template_child (widget_class, BpRunList, results);
  gtk_widget_class_bind_template_child (widget_class, BpRunList, scroller);
  gtk_widget_class_bind_template_child (widget_class, BpRunList, view);
  gtk_widget_class_bind_template_child (widget_class, BpRunList, runs);
  gtk_widget_class_bind_template_child (widget_class, BpRunList, filter);
  gtk_widget_class_bind_template_child (widget_class, BpRunList, sorter);
  gtk_widget_class_bind_template_child (widget_class, BpRunList, selection);
  gtk_widget_class_bind_template_child (widget_class, BpRunList, menu);
  gtk_widget_class_bind_template_callback (widget_class, load_visible_later);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_items_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_long_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static void
bp_run_list_class_init (BpRunListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bp_run_list_get_property;
  object_class->set_property = bp_run_list_set_property;
  object_class->dispose = bp_run_list_dispose;
  object_class->finalize = bp_run_list_finalize;
  widget_class->measure = bp_run_list_measure;
  widget_class->size_allocate = bp_run_list_size_allocate;
  widget_class->grab_focus = bp_run_list_grab_focus;

  properties[PROP_MENU_MODEL] = g_param_spec_object ("menu-model", NULL, NULL, G_TYPE_MENU_MODEL,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * BpRunList::activated:
   * @item: (type BpRunItem): the run
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", BP_TYPE_RUN_LIST, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, BP_TYPE_RUN_ITEM);

  /**
   * BpRunList::selection-changed:
   *
   * Other runs are selected, or there are other runs.
   */
  signals[SIGNAL_SELECTION_CHANGED] =
      g_signal_new ("selection-changed", BP_TYPE_RUN_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "runs.menu", NULL, show_menu);
  gtk_widget_class_install_action (widget_class, "runs.sort", "s", sort);
  bind_template (widget_class);
}

static void
bp_run_list_init (BpRunList *self)
{
  self->words = g_strdup ("");
  self->sort_column = NO_COLUMN;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, is_match, self, NULL);
  gtk_custom_sorter_set_sort_func (self->sorter, compare_items, self, NULL);
}

/* The items by the folders of their runs. */
static GHashTable *
index_items (BpRunList *self)
{
  GHashTable *items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->runs));

  for (guint i = 0; i < n_items; i++)
    {
      BpRunItem *item = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      g_hash_table_insert (items, g_strdup (bp_run_item_get_record (item)->folder), item);
    }
  return items;
}

/**
 * bp_run_list_set_records:
 * @self: the list
 * @records: (element-type BpRunRecord): all runs
 *
 * Shows other runs. Those that were there before stay selected.
 */
void
bp_run_list_set_records (BpRunList *self, const GPtrArray *records)
{
  g_autoptr (GHashTable) known = index_items (self);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < records->len; i++)
    {
      BpRunRecord *record = g_ptr_array_index (records, i);
      BpRunItem *item = g_hash_table_lookup (known, record->folder);

      if (item != NULL)
        bp_run_item_set_record (item, record);
      g_ptr_array_add (items, item != NULL ? g_object_ref (item) : bp_run_item_new (record));
    }
  g_list_store_splice (self->runs, 0, g_list_model_get_n_items (G_LIST_MODEL (self->runs)),
                       items->pdata, items->len);
}

/**
 * bp_run_list_set_search:
 * @self: the list
 * @words: the words that the runs are to have, see bp_run_item_matches()
 */
void
bp_run_list_set_search (BpRunList *self, const char *words)
{
  g_free (self->words);
  self->words = g_strdup (words);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * bp_run_list_get_n_runs:
 * @self: the list
 *
 * Returns: the number of runs, whether they match the search or not
 */
guint
bp_run_list_get_n_runs (BpRunList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->runs));
}

/**
 * bp_run_list_get_selected:
 * @self: the list
 *
 * Returns: (transfer full) (element-type BpRunItem): the selected runs, in the order of the list
 */
GPtrArray *
bp_run_list_get_selected (BpRunList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) set =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position;

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, set, &position); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &position))
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
  return items;
}

/**
 * bp_run_list_get_pinned:
 * @self: the list
 *
 * Returns: (transfer full) (element-type BpRunItem): the pinned runs, the newest first
 */
GPtrArray *
bp_run_list_get_pinned (BpRunList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_runs = bp_run_list_get_n_runs (self);

  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (BpRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      if (bp_run_item_get_record (item)->is_pinned)
        g_ptr_array_add (items, g_object_ref (item));
    }
  return items;
}

/**
 * bp_run_list_update_item:
 * @self: the list
 * @item: one of its runs
 * @record: the same run, as it is stored now
 *
 * Shows a run as it is now, at its place in the order.
 */
void
bp_run_list_update_item (BpRunList *self, BpRunItem *item, BpRunRecord *record)
{
  bp_run_item_set_record (item, record);
  gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
}
