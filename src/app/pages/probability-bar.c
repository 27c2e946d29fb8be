/* SPDX-License-Identifier: MIT */
#include "probability-bar.h"

#include "answer-text.h"

#include <adwaita.h>
#include <math.h>

/* The time constant, in microseconds, with which the bar follows its value: visible when a network
 * is replaced, too short to be noticed while drawing. */
#define GLIDE_TIME 35000.0

/* The distance from its value at which a bar stops: less than half a pixel. A smaller change of its
 * value is not drawn. */
#define GLIDE_END 0.002

#define BAR_HEIGHT 8
#define SPACING    8
#define ROW_MARGIN 2
#define MIN_BAR    60

/* Names that are longer, in heights of their line, are cut off: in any case, and where there is no
 * room for more. */
#define LONGEST_NAME   6
#define SHORTENED_NAME 2

#define EMPTY (-1.0)

/* Shares of the foreground's alpha. An outline of 0 is not drawn. */
typedef struct
{
  float trough;
  float outline;
  float bar;
  float dim_text;
} Alphas;

static const Alphas USUAL = { .trough = 0.10F, .outline = 0.0F, .bar = 0.45F, .dim_text = 0.60F };
static const Alphas HIGH_CONTRAST = { .trough = 0.0F,
                                      .outline = 0.70F,
                                      .bar = 0.85F,
                                      .dim_text = 1.0F };

struct _BpProbabilityBar
{
  GtkWidget parent_instance;

  /* owned */
  char *name;
  char *widest_name;
  char *percent;            /* the probability in words, or "" */
  PangoLayout *name_layout; /* NULL until it is needed */
  PangoLayout *percent_layout;

  /* The width of the widest texts, so that all rows line up; set when the row is measured. */
  int widest_room;
  int percent_room;

  int name_room; /* the part of the widest name that is shown; set when the row gets its width */

  double probability; /* from 0 to 1, or EMPTY */
  gboolean is_winner;

  double shown; /* the present length of the bar, from 0 to 1 */
  gint64 last_frame_time;
  guint tick; /* 0 while the bar stands still */

  guint tell_source; /* until screen readers are told the value, or 0 */
};

G_DEFINE_FINAL_TYPE (BpProbabilityBar, bp_probability_bar, GTK_TYPE_WIDGET)

static PangoLayout *
create_layout (BpProbabilityBar *self, const char *text, gboolean is_bold)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (is_bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);

  return layout;
}

static PangoLayout *
get_name_layout (BpProbabilityBar *self)
{
  if (self->name_layout == NULL)
    {
      self->name_layout = create_layout (self, self->name, self->is_winner);
      pango_layout_set_width (self->name_layout, self->name_room * PANGO_SCALE);
      pango_layout_set_ellipsize (self->name_layout, PANGO_ELLIPSIZE_END);
    }
  return self->name_layout;
}

static PangoLayout *
get_percent_layout (BpProbabilityBar *self)
{
  if (self->percent_layout == NULL)
    self->percent_layout = create_layout (self, self->percent, self->is_winner);
  return self->percent_layout;
}

static void
drop_layouts (BpProbabilityBar *self)
{
  g_clear_object (&self->name_layout);
  g_clear_object (&self->percent_layout);
}

/* The least room for all but the name. */
static int
get_width_of_others (BpProbabilityBar *self)
{
  return SPACING + MIN_BAR + SPACING + self->percent_room;
}

static void
bp_probability_bar_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  BpProbabilityBar *self = BP_PROBABILITY_BAR (widget);
  g_autofree char *widest = bp_format_probability (1.0);
  g_autoptr (PangoLayout) name = create_layout (self, self->widest_name, TRUE);
  g_autoptr (PangoLayout) percent = create_layout (self, widest, TRUE);
  int height;
  int others;

  pango_layout_get_pixel_size (name, &self->widest_room, &height);
  self->widest_room = MIN (self->widest_room, LONGEST_NAME * height);
  pango_layout_get_pixel_size (percent, &self->percent_room, NULL);
  others = get_width_of_others (self);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (self->widest_room, SHORTENED_NAME * height) + others;
      *natural = self->widest_room + others;
    }
  else
    *minimum = *natural = MAX (height, BAR_HEIGHT) + 2 * ROW_MARGIN;
}

static void
bp_probability_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BpProbabilityBar *self = BP_PROBABILITY_BAR (widget);
  int name_room = MIN (self->widest_room, width - get_width_of_others (self));

  if (name_room == self->name_room)
    return;
  self->name_room = name_room;
  g_clear_object (&self->name_layout);
}

/* The top of an element that is centred in the row, on a whole pixel. */
static float
get_middle (int row_height, int height)
{
  return floorf ((float) (row_height - height) / 2.0F);
}

static void
append_text (GtkSnapshot *snapshot, PangoLayout *layout, float x, int row_height, GdkRGBA color)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, get_middle (row_height, height)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* The border of a bar, inside it. */
static void
append_border (GtkSnapshot *snapshot,
               float x,
               float y,
               float width,
               float thickness,
               const GdkRGBA *color)
{
  const float widths[4] = { thickness, thickness, thickness, thickness };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, width, BAR_HEIGHT),
                                   BAR_HEIGHT / 2.0F);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

/* A border that leaves no room inside: a clip with round corners takes many times as long. */
static void
append_bar (GtkSnapshot *snapshot, float x, float y, float width, const GdkRGBA *color)
{
  append_border (snapshot, x, y, width, BAR_HEIGHT / 2.0F, color);
}

static const Alphas *
get_alphas (GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));

  return adw_style_manager_get_high_contrast (manager) ? &HIGH_CONTRAST : &USUAL;
}

static GdkRGBA
fade (GdkRGBA color, float alpha)
{
  color.alpha *= alpha;
  return color;
}

static GdkRGBA
get_bar_color (BpProbabilityBar *self, GdkRGBA foreground, const Alphas *alphas)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color;

  if (self->is_winner && gtk_style_context_lookup_color (context, "accent_bg_color", &color))
    return color;
  return fade (foreground, alphas->bar);
}

static void
bp_probability_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpProbabilityBar *self = BP_PROBABILITY_BAR (widget);
  gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  const Alphas *alphas = get_alphas (widget);
  GdkRGBA text_color;
  GdkRGBA trough_color;
  GdkRGBA outline_color;
  GdkRGBA bar_color;
  int percent_width;
  float bar_x;
  float bar_y = get_middle (height, BAR_HEIGHT);
  float bar_room;
  float bar_length;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text_color);
  trough_color = fade (text_color, alphas->trough);
  outline_color = fade (text_color, alphas->outline);
  bar_color = get_bar_color (self, text_color, alphas);
  if (!self->is_winner)
    text_color = fade (text_color, alphas->dim_text);

  pango_layout_get_pixel_size (get_percent_layout (self), &percent_width, NULL);
  bar_room = (float) (width - self->name_room - self->percent_room - 2 * SPACING);
  bar_x = (float) ((is_mirrored ? self->percent_room : self->name_room) + SPACING);
  /* At least as long as high, so that small probabilities are visible as a dot. */
  bar_length = MAX ((float) self->shown * bar_room, BAR_HEIGHT);

  append_text (snapshot, get_name_layout (self),
               (float) (is_mirrored ? width - self->name_room : 0), height, text_color);
  append_text (snapshot, get_percent_layout (self),
               (float) (is_mirrored ? self->percent_room - percent_width : width - percent_width),
               height, text_color);
  append_bar (snapshot, bar_x, bar_y, bar_room, &trough_color);
  if (self->shown > GLIDE_END)
    append_bar (snapshot, is_mirrored ? bar_x + bar_room - bar_length : bar_x, bar_y, bar_length,
                &bar_color);
  if (alphas->outline > 0.0F)
    append_border (snapshot, bar_x, bar_y, bar_room, 1.0F, &outline_color);
}

static void
bp_probability_bar_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bp_probability_bar_parent_class)->css_changed (widget, change);

  drop_layouts (BP_PROBABILITY_BAR (widget));
}

static void
bp_probability_bar_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_probability_bar_parent_class)->root (widget);

  drop_layouts (BP_PROBABILITY_BAR (widget));
}

static void
bp_probability_bar_dispose (GObject *object)
{
  g_clear_handle_id (&BP_PROBABILITY_BAR (object)->tell_source, g_source_remove);
  drop_layouts (BP_PROBABILITY_BAR (object));

  G_OBJECT_CLASS (bp_probability_bar_parent_class)->dispose (object);
}

static void
bp_probability_bar_finalize (GObject *object)
{
  BpProbabilityBar *self = BP_PROBABILITY_BAR (object);

  g_free (self->name);
  g_free (self->widest_name);
  g_free (self->percent);

  G_OBJECT_CLASS (bp_probability_bar_parent_class)->finalize (object);
}

static void
bp_probability_bar_class_init (BpProbabilityBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bp_probability_bar_dispose;
  object_class->finalize = bp_probability_bar_finalize;
  widget_class->css_changed = bp_probability_bar_css_changed;
  widget_class->measure = bp_probability_bar_measure;
  widget_class->root = bp_probability_bar_root;
  widget_class->size_allocate = bp_probability_bar_size_allocate;
  widget_class->snapshot = bp_probability_bar_snapshot;

  gtk_widget_class_set_css_name (widget_class, "probabilitybar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static double
get_target (BpProbabilityBar *self)
{
  return MAX (self->probability, 0.0);
}

static void
tell_value (BpProbabilityBar *self)
{
  /* GTK 4.8 gives screen readers the value of its own widgets only, so that the description has it
   * too. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  get_target (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  self->percent, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->percent,
                                  -1);
}

static gboolean
on_tell (gpointer user_data)
{
  BpProbabilityBar *self = user_data;

  self->tell_source = 0;
  tell_value (self);
  return G_SOURCE_REMOVE;
}

/* Shows another text. Screen readers are told after it is drawn: messages to them take longer than
 * the answer that the bars show. */
static void
take_percent (BpProbabilityBar *self, char *percent)
{
  g_free (self->percent);
  self->percent = percent;
  g_clear_object (&self->percent_layout);
  if (self->tell_source == 0)
    self->tell_source = g_idle_add (on_tell, self);
}

static void
bp_probability_bar_init (BpProbabilityBar *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0, -1);
  self->probability = EMPTY;
  self->percent = g_strdup ("");
  tell_value (self);
}

static gboolean
glide (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  BpProbabilityBar *self = BP_PROBABILITY_BAR (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double missing = get_target (self) - self->shown;
  double share = 1.0 - exp ((double) (self->last_frame_time - now) / GLIDE_TIME);

  self->last_frame_time = now;
  self->shown += missing * share;
  gtk_widget_queue_draw (widget);
  if (fabs (missing * (1.0 - share)) > GLIDE_END)
    return G_SOURCE_CONTINUE;

  self->shown = get_target (self);
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
begin_glide (BpProbabilityBar *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (!gtk_widget_get_mapped (widget) || !adw_get_enable_animations (widget))
    {
      self->shown = get_target (self);
      return;
    }
  if (self->tick != 0)
    return;
  self->last_frame_time = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (widget));
  self->tick = gtk_widget_add_tick_callback (widget, glide, NULL, NULL);
}

/* What a person cannot see does not change: most of the bars stay, while a drawing grows. */
static void
set (BpProbabilityBar *self, double probability, gboolean is_winner)
{
  g_autofree char *percent =
      probability != EMPTY ? bp_format_probability (probability) : g_strdup ("");
  gboolean is_same_text = g_str_equal (self->percent, percent);

  if (is_same_text && self->is_winner == is_winner &&
      fabs (self->probability - probability) < GLIDE_END)
    return;

  self->probability = probability;
  if (self->is_winner != is_winner)
    drop_layouts (self);
  self->is_winner = is_winner;
  if (!is_same_text)
    take_percent (self, g_steal_pointer (&percent));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  begin_glide (self);
}

/**
 * bp_probability_bar_set_name:
 * @self: the row
 * @name: of the class
 * @widest_name: of all rows; each leaves room for it
 */
void
bp_probability_bar_set_name (BpProbabilityBar *self, const char *name, const char *widest_name)
{
  g_free (self->name);
  self->name = g_strdup (name);
  g_free (self->widest_name);
  self->widest_name = g_strdup (widest_name);
  drop_layouts (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * bp_probability_bar_set:
 * @self: the row
 * @probability: from 0 to 1
 * @is_winner: whether it is the largest, to be highlighted
 */
void
bp_probability_bar_set (BpProbabilityBar *self, double probability, gboolean is_winner)
{
  set (self, CLAMP (probability, 0.0, 1.0), is_winner);
}

/**
 * bp_probability_bar_set_empty:
 * @self: the row
 *
 * Shows that there is no probability.
 */
void
bp_probability_bar_set_empty (BpProbabilityBar *self)
{
  set (self, EMPTY, FALSE);
}
