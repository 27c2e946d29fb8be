/* SPDX-License-Identifier: MIT */
/*
 * A leaflet shows pages side by side but does not work with a view switcher; a view stack works
 * with a switcher but shows one page at a time. So each page is a child of the leaflet, and an
 * empty page of the same name in the view stack represents it. Pages of another group than the one
 * that is shown are invisible in the leaflet, but in the view stack as well.
 */
#include "pages.h"

struct _BpPages
{
  AdwBin parent_instance;

  /* owned */
  AdwViewStack *stack;
  GPtrArray *pages; /* (element-type BpPage), borrowed from the leaflet */
  char *group;      /* nullable: that is shown */

  /* borrowed */
  AdwLeaflet *leaflet; /* the child */
};

enum
{
  PROP_STACK = 1,
  PROP_FOLDED,
  PROP_GROUP,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void bp_pages_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BpPages,
                               bp_pages,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, bp_pages_buildable_init))

static GtkBuildableIface *parent_buildable_iface;

/* When it folds, libadwaita 1.2 makes all children of the leaflet visible. Then there would never
 * be room for the pages side by side again. */
static void
follow_page (GtkWidget *page, GParamSpec *pspec, GtkWidget *separator)
{
  gtk_widget_set_visible (separator, gtk_widget_get_visible (page));
}

/* A separator follows @page, and is visible with it. */
static void
add_separator (BpPages *self, GtkWidget *page)
{
  GtkWidget *separator = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  g_object_bind_property (page, "visible", separator, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (separator, "notify::visible", G_CALLBACK (follow_page), page,
                           G_CONNECT_SWAPPED);
  adw_leaflet_page_set_navigatable (adw_leaflet_append (self->leaflet, separator), FALSE);
}

static gboolean
is_shown (BpPages *self, BpPage *page)
{
  const char *group = bp_page_get_group (page);

  return group == NULL || g_strcmp0 (group, self->group) == 0;
}

static void
show_group (BpPages *self, const char *group)
{
  if (group == NULL || g_strcmp0 (group, self->group) == 0)
    return;

  g_free (self->group);
  self->group = g_strdup (group);
  for (guint i = 0; i < self->pages->len; i++)
    {
      BpPage *page = g_ptr_array_index (self->pages, i);

      gtk_widget_set_visible (GTK_WIDGET (page), is_shown (self, page));
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUP]);
}

static BpPage *
find_page (BpPages *self, const char *name)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      BpPage *page = g_ptr_array_index (self->pages, i);

      if (g_strcmp0 (gtk_widget_get_name (GTK_WIDGET (page)), name) == 0)
        return page;
    }
  return NULL;
}

/* The switcher has chosen a page, perhaps of another group. */
static void
on_stack_changed (BpPages *self)
{
  BpPage *page = find_page (self, adw_view_stack_get_visible_child_name (self->stack));

  if (page != NULL)
    bp_pages_show (self, page);
}

static void
on_leaflet_changed (BpPages *self)
{
  const char *name = adw_leaflet_get_visible_child_name (self->leaflet);

  if (name != NULL && adw_view_stack_get_child_by_name (self->stack, name) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, name);
}

static void
on_page_visible (BpPages *self, GParamSpec *pspec, BpPage *page)
{
  if (gtk_widget_get_visible (GTK_WIDGET (page)) && !is_shown (self, page))
    gtk_widget_set_visible (GTK_WIDGET (page), FALSE);
}

static void
add_page (BpPages *self, BpPage *page)
{
  const char *name = gtk_widget_get_name (GTK_WIDGET (page));

  if (self->pages->len > 0)
    add_separator (self, g_ptr_array_index (self->pages, self->pages->len - 1));
  g_ptr_array_add (self->pages, page);
  if (self->group == NULL)
    self->group = g_strdup (bp_page_get_group (page));
  gtk_widget_set_visible (GTK_WIDGET (page), is_shown (self, page));
  g_signal_connect_object (page, "notify::visible", G_CALLBACK (on_page_visible), self,
                           G_CONNECT_SWAPPED);
  adw_leaflet_page_set_name (adw_leaflet_append (self->leaflet, GTK_WIDGET (page)), name);
  adw_view_stack_add_titled_with_icon (self->stack, adw_bin_new (), name, bp_page_get_title (page),
                                       bp_page_get_icon_name (page));
}

static void
bp_pages_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (BP_IS_PAGE (child))
    add_page (BP_PAGES (buildable), BP_PAGE (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
bp_pages_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = bp_pages_add_child;
}

static void
on_folded (BpPages *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

static void
bp_pages_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpPages *self = BP_PAGES (object);

  switch (id)
    {
    case PROP_STACK:
      g_value_set_object (value, self->stack);
      break;
    case PROP_GROUP:
      g_value_set_string (value, self->group);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, adw_leaflet_get_folded (self->leaflet));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_pages_dispose (GObject *object)
{
  BpPages *self = BP_PAGES (object);

  g_clear_object (&self->stack);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_pointer (&self->group, g_free);

  G_OBJECT_CLASS (bp_pages_parent_class)->dispose (object);
}

static void
bp_pages_class_init (BpPagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bp_pages_get_property;
  object_class->dispose = bp_pages_dispose;

  properties[PROP_STACK] = g_param_spec_object ("stack", NULL, NULL, ADW_TYPE_VIEW_STACK, flags);
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, flags);
  properties[PROP_GROUP] = g_param_spec_string ("group", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_pages_init (BpPages *self)
{
  self->pages = g_ptr_array_new ();
  self->stack = g_object_ref_sink (ADW_VIEW_STACK (adw_view_stack_new ()));
  self->leaflet = ADW_LEAFLET (adw_leaflet_new ());
  adw_leaflet_set_can_navigate_back (self->leaflet, FALSE);
  adw_leaflet_set_can_navigate_forward (self->leaflet, FALSE);
  /* While it animates folding, the leaflet shows invisible children: see follow_page(). */
  adw_leaflet_set_mode_transition_duration (self->leaflet, 0);
  g_signal_connect_object (self->stack, "notify::visible-child-name", G_CALLBACK (on_stack_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet, "notify::visible-child-name",
                           G_CALLBACK (on_leaflet_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (on_folded), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->leaflet));
}

/**
 * bp_pages_show:
 * @self: the pages
 * @page: the page to show, with its group; where there is room for one page only, it alone
 */
void
bp_pages_show (BpPages *self, BpPage *page)
{
  show_group (self, bp_page_get_group (page));
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (page));
  /* A page that has just become visible has no place yet. */
  gtk_widget_queue_resize (GTK_WIDGET (self->leaflet));
}

/**
 * bp_pages_show_named:
 * @self: the pages
 * @name: of a page, as its template says
 *
 * Returns: whether there is such a page, which is shown now
 */
gboolean
bp_pages_show_named (BpPages *self, const char *name)
{
  BpPage *page = find_page (self, name);

  if (page != NULL)
    bp_pages_show (self, page);
  return page != NULL;
}

/**
 * bp_pages_get_group:
 * @self: the pages
 *
 * Returns: (transfer none) (nullable): the group of pages that is shown
 */
const char *
bp_pages_get_group (BpPages *self)
{
  return self->group;
}
