/* SPDX-License-Identifier: MIT */
#include "page.h"

typedef struct
{
  char *title;     /* owned, nullable */
  char *icon_name; /* owned, nullable */
  char *group;     /* owned, nullable */
  gboolean is_filled;
} BpPagePrivate;

enum
{
  PROP_TITLE = 1,
  PROP_ICON_NAME,
  PROP_GROUP,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE_WITH_PRIVATE (BpPage, bp_page, ADW_TYPE_BIN)

static BpPagePrivate *
get_private (BpPage *self)
{
  return bp_page_get_instance_private (self);
}

static void
set_text (BpPage *self, char **field, const char *text, guint property)
{
  if (g_strcmp0 (*field, text) == 0)
    return;

  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* A template gives its object an id of its own: that of the window's template stays. */
static void
fill (BpPage *self)
{
  BpPagePrivate *private = get_private (self);
  GtkBuildable *buildable = GTK_BUILDABLE (self);
  g_autofree char *id = g_strdup (gtk_buildable_get_buildable_id (buildable));

  if (private->is_filled)
    return;
  private->is_filled = TRUE;
  if (BP_PAGE_GET_CLASS (self)->fill == NULL)
    return;
  BP_PAGE_GET_CLASS (self)->fill (self);
  if (id != NULL)
    GTK_BUILDABLE_GET_IFACE (buildable)->set_id (buildable, id);
}

/* Before the page is measured. */
static void
bp_page_show (GtkWidget *widget)
{
  fill (BP_PAGE (widget));

  GTK_WIDGET_CLASS (bp_page_parent_class)->show (widget);
}

/* A page may be visible from the beginning. */
static void
bp_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_page_parent_class)->root (widget);

  if (gtk_widget_get_visible (widget))
    fill (BP_PAGE (widget));
}

static void
bp_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpPage *self = BP_PAGE (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, bp_page_get_title (self));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, bp_page_get_icon_name (self));
      break;
    case PROP_GROUP:
      g_value_set_string (value, bp_page_get_group (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BpPage *self = BP_PAGE (object);
  BpPagePrivate *private = get_private (self);

  switch (id)
    {
    case PROP_TITLE:
      set_text (self, &private->title, g_value_get_string (value), id);
      break;
    case PROP_ICON_NAME:
      set_text (self, &private->icon_name, g_value_get_string (value), id);
      break;
    case PROP_GROUP:
      set_text (self, &private->group, g_value_get_string (value), id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_page_finalize (GObject *object)
{
  BpPagePrivate *private = get_private (BP_PAGE (object));

  g_free (private->title);
  g_free (private->icon_name);
  g_free (private->group);

  G_OBJECT_CLASS (bp_page_parent_class)->finalize (object);
}

static void
bp_page_class_init (BpPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bp_page_get_property;
  object_class->set_property = bp_page_set_property;
  object_class->finalize = bp_page_finalize;
  widget_class->root = bp_page_root;
  widget_class->show = bp_page_show;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_GROUP] = g_param_spec_string ("group", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_page_init (BpPage *self)
{
}

/**
 * bp_page_is_filled:
 * @self: the page
 *
 * Returns: whether its content has been built: a page that was never shown has none
 */
gboolean
bp_page_is_filled (BpPage *self)
{
  return get_private (self)->is_filled;
}

/**
 * bp_page_get_title:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the title of the page
 */
const char *
bp_page_get_title (BpPage *self)
{
  return get_private (self)->title;
}

/**
 * bp_page_get_icon_name:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the icon of the page
 */
const char *
bp_page_get_icon_name (BpPage *self)
{
  return get_private (self)->icon_name;
}

/**
 * bp_page_get_group:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the group of pages that it is shown with; %NULL where it is
 *   always shown
 */
const char *
bp_page_get_group (BpPage *self)
{
  return get_private (self)->group;
}
