/* SPDX-License-Identifier: MIT */
/*
 * A leaflet shows pages side by side but does not work with a view switcher; a view stack works
 * with a switcher but shows one page at a time. So each page is a child of the leaflet, and an
 * empty page of the same name in the view stack represents it.
 */
#include "pages.h"

struct _BpPages
{
  AdwBin parent_instance;

  /* owned */
  AdwViewStack *stack;

  /* borrowed */
  AdwLeaflet *leaflet; /* the child */
};

enum
{
  PROP_STACK = 1,
  PROP_FOLDED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void bp_pages_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BpPages,
                               bp_pages,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, bp_pages_buildable_init))

static GtkBuildableIface *parent_buildable_iface;

static void
add_separator (BpPages *self)
{
  GtkWidget *separator = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  adw_leaflet_page_set_navigatable (adw_leaflet_append (self->leaflet, separator), FALSE);
}

static void
add_page (BpPages *self, BpPage *page)
{
  const char *name = gtk_widget_get_name (GTK_WIDGET (page));

  if (gtk_widget_get_first_child (GTK_WIDGET (self->leaflet)) != NULL)
    add_separator (self);
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
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_pages_init (BpPages *self)
{
  self->stack = g_object_ref_sink (ADW_VIEW_STACK (adw_view_stack_new ()));
  self->leaflet = ADW_LEAFLET (adw_leaflet_new ());
  adw_leaflet_set_can_navigate_back (self->leaflet, FALSE);
  adw_leaflet_set_can_navigate_forward (self->leaflet, FALSE);
  g_object_bind_property (self->stack, "visible-child-name", self->leaflet, "visible-child-name",
                          G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (on_folded), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->leaflet));
}

/**
 * bp_pages_show:
 * @self: the pages
 * @page: the page to show where there is room for one only
 */
void
bp_pages_show (BpPages *self, BpPage *page)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (page));
}
