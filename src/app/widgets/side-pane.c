/* SPDX-License-Identifier: MIT */
#include "side-pane.h"

/* In units of the text's size: 300 px for the usual text. */
#define WIDTH_IN_EM 20.5

/* The width for small text: buttons beside a text do not become smaller with it. */
#define LEAST_WIDTH 300

struct _BpSidePane
{
  GtkWidget parent_instance;

  /* owned */
  GtkWidget *scroller;
  GtkWidget *content; /* nullable */
};

enum
{
  PROP_CONTENT = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpSidePane, bp_side_pane, GTK_TYPE_WIDGET)

static double
get_text_size (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);

  return pango_units_to_double (pango_font_description_get_size (font));
}

static void
bp_side_pane_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  BpSidePane *self = BP_SIDE_PANE (widget);

  gtk_widget_measure (self->scroller, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int for_text = (int) (WIDTH_IN_EM * get_text_size (widget));

      *natural = MAX (*minimum, MAX (LEAST_WIDTH, for_text));
    }
}

static void
bp_side_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (BP_SIDE_PANE (widget)->scroller, width, height, baseline, NULL);
}

static void
bp_side_pane_compute_expand (GtkWidget *widget, gboolean *hexpand, gboolean *vexpand)
{
  *hexpand = FALSE;
  *vexpand = TRUE;
}

static GtkSizeRequestMode
bp_side_pane_get_request_mode (GtkWidget *widget)
{
  return gtk_widget_get_request_mode (BP_SIDE_PANE (widget)->scroller);
}

static void
bp_side_pane_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  BpSidePane *self = BP_SIDE_PANE (object);

  switch (property_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
bp_side_pane_set_property (GObject *object,
                           guint property_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  BpSidePane *self = BP_SIDE_PANE (object);

  switch (property_id)
    {
    case PROP_CONTENT:
      if (!g_set_object (&self->content, g_value_get_object (value)))
        break;
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->content);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
bp_side_pane_dispose (GObject *object)
{
  BpSidePane *self = BP_SIDE_PANE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->content);

  G_OBJECT_CLASS (bp_side_pane_parent_class)->dispose (object);
}

static void
bp_side_pane_class_init (BpSidePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bp_side_pane_get_property;
  object_class->set_property = bp_side_pane_set_property;
  object_class->dispose = bp_side_pane_dispose;
  widget_class->measure = bp_side_pane_measure;
  widget_class->size_allocate = bp_side_pane_size_allocate;
  widget_class->compute_expand = bp_side_pane_compute_expand;
  widget_class->get_request_mode = bp_side_pane_get_request_mode;

  properties[PROP_CONTENT] =
      g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bp_side_pane_init (BpSidePane *self)
{
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
