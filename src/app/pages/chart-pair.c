/* SPDX-License-Identifier: MIT */
#include "chart-pair.h"

#include "chart-panel.h"
#include "chart-picture.h"
#include "settings.h"

#include <glib/gi18n.h>
#include <math.h>

/* The loss is smoothed over this share of an epoch, so that the curve is equally smooth for small
 * and large batches, and over no more points than this. */
#define SMOOTHED_EPOCHS 0.05
#define MOST_SMOOTHED   500.0

/* The slider: in the middle, it smooths over that share; at its end, over this many times as much,
 * and at its beginning not at all. */
#define MIDDLE_SMOOTHING 0.5
#define MOST_TIMES       10.0

#define N_CHARTS 2

struct _BpChartPair
{
  GObject parent_instance;

  /* owned */
  GSettings *settings; /* nullable: everything is as the schema has it */
  GSimpleActionGroup *actions;
  GtkAdjustment *smoothing;
  char *subject; /* nullable */

  /* borrowed: parts of the owner */
  GtkWidget *owner;
  BpChartPanel *panels[N_CHARTS];
  BpChart *charts[N_CHARTS]; /* in these */
  GtkWidget *smoothing_scale;

  BpChartXAxis x_axis;
  BpRunChart current;
};

enum
{
  SIGNAL_X_AXIS_CHANGED,
  SIGNAL_SMOOTHING_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpChartPair, bp_chart_pair, G_TYPE_OBJECT)

static const char *
get_name (BpRunChart which)
{
  return which == BP_RUN_CHART_LOSS ? _ ("Loss") : _ ("Accuracy");
}

static BpChartPicture
describe_picture (BpChartPair *self, BpRunChart which, const char *title)
{
  const BpChartModel *model = bp_chart_get_model (self->charts[which]);

  return (BpChartPicture){
    .title = title,
    .y_name = model->y_kind == BP_CHART_Y_ERROR ? _ ("Error") : get_name (which),
    .width = BP_CHART_PICTURE_WIDTH,
    .height = BP_CHART_PICTURE_HEIGHT,
  };
}

static void
copy_picture (BpChartPair *self, BpRunChart which)
{
  BpChartPicture picture = describe_picture (self, which, get_name (which));
  GdkClipboard *clipboard = gtk_widget_get_clipboard (self->owner);
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  bytes = bp_chart_picture_render (&picture, bp_chart_get_model (self->charts[which]),
                                   BP_CHART_PICTURE_PNG, &error);
  if (bytes != NULL)
    texture = gdk_texture_new_from_bytes (bytes, &error);
  if (texture == NULL)
    {
      g_warning ("A chart could not be copied: %s", error->message);
      return;
    }
  gdk_clipboard_set_texture (clipboard, texture);
}

static void
copy_loss_picture (BpChartPair *self)
{
  copy_picture (self, BP_RUN_CHART_LOSS);
}

static void
copy_accuracy_picture (BpChartPair *self)
{
  copy_picture (self, BP_RUN_CHART_ACCURACY);
}

static void
reset_loss_view (BpChartPair *self)
{
  bp_chart_reset_view (self->charts[BP_RUN_CHART_LOSS]);
}

static void
reset_accuracy_view (BpChartPair *self)
{
  bp_chart_reset_view (self->charts[BP_RUN_CHART_ACCURACY]);
}

/* An action of the menus that calls a function. */
static void
add_action (BpChartPair *self, const char *name, GCallback run)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, NULL);

  g_signal_connect_object (action, "activate", run, self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
}

/* Only a zoomed chart has something to reset. */
static void
bind_to_zoom (BpChartPair *self, const char *name, BpRunChart which)
{
  g_object_bind_property (self->charts[which], "is-zoomed",
                          g_action_map_lookup_action (G_ACTION_MAP (self->actions), name),
                          "enabled", G_BINDING_SYNC_CREATE);
}

static void
add_actions (BpChartPair *self)
{
  add_action (self, "reset-loss-view", G_CALLBACK (reset_loss_view));
  add_action (self, "reset-accuracy-view", G_CALLBACK (reset_accuracy_view));
  add_action (self, "copy-loss-picture", G_CALLBACK (copy_loss_picture));
  add_action (self, "copy-accuracy-picture", G_CALLBACK (copy_accuracy_picture));
  bind_to_zoom (self, "reset-loss-view", BP_RUN_CHART_LOSS);
  bind_to_zoom (self, "reset-accuracy-view", BP_RUN_CHART_ACCURACY);
  gtk_widget_insert_action_group (self->owner, "charts", G_ACTION_GROUP (self->actions));
}

static void
on_loss_entered (BpChartPair *self)
{
  self->current = BP_RUN_CHART_LOSS;
}

static void
on_accuracy_entered (BpChartPair *self)
{
  self->current = BP_RUN_CHART_ACCURACY;
}

/* The card of a chart has the focus when the chart, its table or its menu has. */
static void
follow_focus (BpChartPair *self, BpRunChart which)
{
  GtkWidget *card = gtk_widget_get_parent (GTK_WIDGET (self->panels[which]));
  GtkEventController *controller = gtk_event_controller_focus_new ();

  g_signal_connect_object (controller, "enter",
                           which == BP_RUN_CHART_LOSS ? G_CALLBACK (on_loss_entered)
                                                      : G_CALLBACK (on_accuracy_entered),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (card, controller);
}

static void
on_smoothing_changed (BpChartPair *self)
{
  g_signal_emit (self, signals[SIGNAL_SMOOTHING_CHANGED], 0);
}

static void
add_menus (BpChartPair *self, GtkMenuButton *loss_button, GtkMenuButton *accuracy_button)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/backprop/Backprop/pages/chart-menus.ui");

  gtk_menu_button_set_popover (loss_button,
                               GTK_WIDGET (gtk_builder_get_object (builder, "loss_popover")));
  gtk_menu_button_set_popover (accuracy_button,
                               GTK_WIDGET (gtk_builder_get_object (builder, "accuracy_popover")));
  self->smoothing_scale = GTK_WIDGET (gtk_builder_get_object (builder, "smoothing_scale"));
  self->smoothing = g_object_ref (gtk_range_get_adjustment (GTK_RANGE (self->smoothing_scale)));
  g_signal_connect_object (self->smoothing, "value-changed", G_CALLBACK (on_smoothing_changed),
                           self, G_CONNECT_SWAPPED);
}

static void
follow_x_axis (BpChartPair *self)
{
  const char *const names[] = { _ ("Step"), _ ("Epoch"), _ ("Seconds") };
  gboolean is_log = g_settings_get_boolean (self->settings, BP_KEY_CHART_X_IS_LOGARITHMIC);
  BpChartScaleKind kind = is_log ? BP_CHART_SCALE_LOG : BP_CHART_SCALE_LINEAR;

  self->x_axis = (BpChartXAxis) g_settings_get_enum (self->settings, BP_KEY_CHART_X_AXIS);
  g_signal_emit (self, signals[SIGNAL_X_AXIS_CHANGED], 0);
  for (guint i = 0; i < N_CHARTS; i++)
    bp_chart_set_x_axis (self->charts[i], names[self->x_axis], kind);
}

static void
follow_y_axes (BpChartPair *self)
{
  bp_chart_set_y_kind (self->charts[BP_RUN_CHART_LOSS],
                       (BpChartYKind) g_settings_get_enum (self->settings, BP_KEY_CHART_LOSS_AXIS));
  bp_chart_set_y_kind (self->charts[BP_RUN_CHART_ACCURACY],
                       (BpChartYKind) g_settings_get_enum (self->settings,
                                                           BP_KEY_CHART_ACCURACY_AXIS));
}

static void
bp_chart_pair_finalize (GObject *object)
{
  BpChartPair *self = BP_CHART_PAIR (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  g_clear_object (&self->smoothing);
  g_free (self->subject);

  G_OBJECT_CLASS (bp_chart_pair_parent_class)->finalize (object);
}

static void
bp_chart_pair_class_init (BpChartPairClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bp_chart_pair_finalize;

  signals[SIGNAL_X_AXIS_CHANGED] =
      g_signal_new ("x-axis-changed", BP_TYPE_CHART_PAIR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
  signals[SIGNAL_SMOOTHING_CHANGED] =
      g_signal_new ("smoothing-changed", BP_TYPE_CHART_PAIR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
}

static void
bp_chart_pair_init (BpChartPair *self)
{
  self->x_axis = BP_CHART_X_AXIS_EPOCH;
  self->actions = g_simple_action_group_new ();
}

/**
 * bp_chart_pair_new:
 * @owner: the widget that owns the charts, and gets the actions
 * @loss_panel: its loss chart, in a card of its own
 * @accuracy_panel: its accuracy chart, likewise
 * @loss_button: gets the menu of the loss chart
 * @accuracy_button: gets that of the accuracy chart
 *
 * Returns: (transfer full): the pair, which is not used after its owner
 */
BpChartPair *
bp_chart_pair_new (GtkWidget *owner,
                   BpChartPanel *loss_panel,
                   BpChartPanel *accuracy_panel,
                   GtkMenuButton *loss_button,
                   GtkMenuButton *accuracy_button)
{
  BpChartPair *self = g_object_new (BP_TYPE_CHART_PAIR, NULL);

  self->owner = owner;
  self->panels[BP_RUN_CHART_LOSS] = loss_panel;
  self->panels[BP_RUN_CHART_ACCURACY] = accuracy_panel;
  for (guint i = 0; i < N_CHARTS; i++)
    self->charts[i] = bp_chart_panel_get_chart (self->panels[i]);
  add_actions (self);
  add_menus (self, loss_button, accuracy_button);
  follow_focus (self, BP_RUN_CHART_LOSS);
  follow_focus (self, BP_RUN_CHART_ACCURACY);
  return self;
}

/**
 * bp_chart_pair_set_settings:
 * @self: the pair, which has no settings yet
 * @settings: what keeps the axes, the smoothing and whether the numbers are shown
 *
 * Shows the charts as the settings have it, and lets the menus change them.
 */
void
bp_chart_pair_set_settings (BpChartPair *self, GSettings *settings)
{
  static const char *const KEYS[] = { BP_KEY_CHART_X_AXIS, BP_KEY_CHART_X_IS_LOGARITHMIC,
                                      BP_KEY_CHART_LOSS_AXIS, BP_KEY_CHART_ACCURACY_AXIS };
  const struct
  {
    const char *signal;
    GCallback follow;
  } followers[] = {
    { "changed::" BP_KEY_CHART_X_AXIS, G_CALLBACK (follow_x_axis) },
    { "changed::" BP_KEY_CHART_X_IS_LOGARITHMIC, G_CALLBACK (follow_x_axis) },
    { "changed::" BP_KEY_CHART_LOSS_AXIS, G_CALLBACK (follow_y_axes) },
    { "changed::" BP_KEY_CHART_ACCURACY_AXIS, G_CALLBACK (follow_y_axes) },
  };

  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  for (guint i = 0; i < G_N_ELEMENTS (KEYS); i++)
    bp_chart_pair_add_setting (self, KEYS[i]);
  g_settings_bind (settings, BP_KEY_CHART_SMOOTHING, self->smoothing, "value",
                   G_SETTINGS_BIND_DEFAULT);
  for (guint i = 0; i < N_CHARTS; i++)
    g_settings_bind (settings, BP_KEY_CHART_SHOWS_TABLE, self->panels[i], "shows-table",
                     G_SETTINGS_BIND_GET);
  for (guint i = 0; i < G_N_ELEMENTS (followers); i++)
    g_signal_connect_object (settings, followers[i].signal, followers[i].follow, self,
                             G_CONNECT_SWAPPED);
  follow_x_axis (self);
  follow_y_axes (self);
}

/**
 * bp_chart_pair_add_setting:
 * @self: the pair, which has settings
 * @key: another key of them that its menus change
 */
void
bp_chart_pair_add_setting (BpChartPair *self, const char *key)
{
  g_autoptr (GAction) action = g_settings_create_action (self->settings, key);

  g_action_map_add_action (G_ACTION_MAP (self->actions), action);
}

/**
 * bp_chart_pair_set_subject:
 * @self: the pair
 * @subject: (nullable): what its curves are of, for the titles of pictures
 */
void
bp_chart_pair_set_subject (BpChartPair *self, const char *subject)
{
  g_free (self->subject);
  self->subject = g_strdup (subject);
}

/**
 * bp_chart_pair_get_x_axis:
 * @self: the pair
 *
 * Returns: what the charts are drawn over
 */
BpChartXAxis
bp_chart_pair_get_x_axis (BpChartPair *self)
{
  return self->x_axis;
}

/**
 * bp_chart_pair_get_n_smoothed:
 * @self: the pair
 * @points_per_epoch: the points of a curve in an epoch
 * @fewest_points: the fewest points that the middle of the slider smooths over
 *
 * Returns: the number of points that the slider smooths the curve over, 1 for no smoothing
 */
double
bp_chart_pair_get_n_smoothed (BpChartPair *self, double points_per_epoch, double fewest_points)
{
  double position = gtk_adjustment_get_value (self->smoothing);
  double middle = CLAMP (SMOOTHED_EPOCHS * points_per_epoch, fewest_points, MOST_SMOOTHED);

  return position <= MIDDLE_SMOOTHING
             ? pow (middle, position / MIDDLE_SMOOTHING)
             : middle * pow (MOST_TIMES, position / MIDDLE_SMOOTHING - 1.0);
}

/**
 * bp_chart_pair_describe_smoothing:
 * @self: the pair
 * @text: what the slider does at its place
 */
void
bp_chart_pair_describe_smoothing (BpChartPair *self, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->smoothing_scale),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  gtk_widget_set_tooltip_text (self->smoothing_scale, text);
}

/**
 * bp_chart_pair_get_current:
 * @self: the pair
 *
 * Returns: the chart that was used last: it, or its menu, had the keyboard's focus
 */
BpRunChart
bp_chart_pair_get_current (BpChartPair *self)
{
  return self->current;
}

/**
 * bp_chart_pair_save_picture:
 * @self: the pair
 * @which: one of its charts
 * @path: (type filename): where to, in the format that its ending stands for
 * @error: return location for an error of bp_chart_picture_save()
 *
 * Writes the chart as it is shown, with its axes and its zoom, in black on white.
 *
 * Returns: whether it was written
 */
gboolean
bp_chart_pair_save_picture (BpChartPair *self, BpRunChart which, const char *path, GError **error)
{
  g_autofree char *title = NULL;
  BpChartPicture picture;

  if (self->subject != NULL && *self->subject != '\0')
    /* Translators: the title of a chart: what it shows, then what was trained. */
    title = g_strdup_printf (_ ("%s: %s"), get_name (which), self->subject);
  else
    title = g_strdup (get_name (which));
  picture = describe_picture (self, which, title);
  return bp_chart_picture_save (&picture, bp_chart_get_model (self->charts[which]), path, error);
}
