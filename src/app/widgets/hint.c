/* SPDX-License-Identifier: MIT */
#include "hint.h"

struct _BpHint
{
  AdwBin parent_instance;

  /* owned */
  char *text; /* nullable */
};

enum
{
  PROP_TEXT = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpHint, bp_hint, ADW_TYPE_BIN)

static void
bp_hint_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, BP_HINT (object)->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_hint_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BpHint *self = BP_HINT (object);

  switch (id)
    {
    case PROP_TEXT:
      g_free (self->text);
      self->text = g_value_dup_string (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_hint_finalize (GObject *object)
{
  g_free (BP_HINT (object)->text);

  G_OBJECT_CLASS (bp_hint_parent_class)->finalize (object);
}

static void
bp_hint_class_init (BpHintClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bp_hint_get_property;
  object_class->set_property = bp_hint_set_property;
  object_class->finalize = bp_hint_finalize;

  properties[PROP_TEXT] =
      g_param_spec_string ("text", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/backprop/Backprop/widgets/hint.ui");
}

static void
bp_hint_init (BpHint *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
