/* SPDX-License-Identifier: MIT */
#include "epoch-slider.h"

#include "format.h"

#include <glib/gi18n.h>
#include <math.h>

struct _BpEpochSlider
{
  GtkWidget parent_instance;

  /* owned */
  BpTimeTravel *time_travel; /* nullable */

  gboolean is_following; /* the adjustment is being set to what is shown */

  /* template children */
  GtkWidget *box;
  GtkAdjustment *epoch;
  GtkWidget *scale;
  GtkLabel *position;
  GtkLabel *kept;
  GtkRevealer *notice;
  GtkLabel *shown;
  GtkLabel *in_use;
  GtkButton *back_button;
};

G_DEFINE_FINAL_TYPE (BpEpochSlider, bp_epoch_slider, GTK_TYPE_WIDGET)

/* The epoch that is asked for, or the present. */
static guint
get_position (BpEpochSlider *self)
{
  guint wanted = bp_time_travel_get_wanted (self->time_travel);

  return wanted != 0 ? wanted : bp_time_travel_get_present (self->time_travel);
}

static gboolean
is_present_newest (BpEpochSlider *self)
{
  return bp_time_travel_get_present (self->time_travel) ==
         bp_time_travel_get_last (self->time_travel);
}

/* The range, without asking for another epoch. */
static void
update_range (BpEpochSlider *self)
{
  guint n_epochs;
  const guint *epochs = bp_time_travel_get_epochs (self->time_travel, &n_epochs);
  guint present = bp_time_travel_get_present (self->time_travel);
  guint first = n_epochs > 0 ? MIN (epochs[0], present) : present;
  gboolean has_choice = n_epochs > 1 || (n_epochs == 1 && epochs[0] != present);

  self->is_following = TRUE;
  gtk_adjustment_configure (self->epoch, get_position (self), first,
                            bp_time_travel_get_last (self->time_travel), 1.0, 5.0, 0.0);
  self->is_following = FALSE;
  gtk_widget_set_sensitive (self->scale, has_choice);
}

static char *
describe_position (BpEpochSlider *self)
{
  guint last = bp_time_travel_get_last (self->time_travel);

  if (last == 0)
    return g_strdup ("–");
  if (bp_time_travel_get_wanted (self->time_travel) == 0 && is_present_newest (self))
    return g_strdup (_ ("Newest"));
  /* Translators: an epoch of a run, and the number of its epochs. */
  return g_strdup_printf (_ ("%u of %u"), get_position (self), last);
}

static void
update_position (BpEpochSlider *self)
{
  g_autofree char *text = describe_position (self);

  gtk_label_set_text (self->position, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, -1);
}

/* The epochs as in "1–4, 8, 12", or NULL where none is left out. */
static char *
describe_kept (const guint *epochs, guint n_epochs)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (n_epochs == 0 || epochs[n_epochs - 1] - epochs[0] + 1 == n_epochs)
    return NULL;
  for (guint i = 0; i < n_epochs; i++)
    {
      guint first = epochs[i];

      while (i + 1 < n_epochs && epochs[i + 1] == epochs[i] + 1)
        i++;
      g_string_append_printf (text, "%s%u", text->len > 0 ? ", " : "", first);
      if (epochs[i] != first)
        g_string_append_printf (text, "%s%u", epochs[i] == first + 1 ? ", " : "–", epochs[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_kept (BpEpochSlider *self)
{
  guint n_epochs;
  const guint *epochs = bp_time_travel_get_epochs (self->time_travel, &n_epochs);
  g_autofree char *list = describe_kept (epochs, n_epochs);
  g_autofree char *text = NULL;

  /* Translators: %s is a list of epochs whose networks were kept, as in "1–4, 8, 12". */
  text = list != NULL ? g_strdup_printf (_ ("Kept epochs: %s"), list) : NULL;
  gtk_label_set_text (self->kept, text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->kept), text);
  gtk_widget_set_visible (GTK_WIDGET (self->kept), text != NULL);
}

/* The held-out accuracy after an epoch, or NaN. */
static double
get_accuracy (BpEpochSlider *self, guint epoch)
{
  gsize n_epochs;
  const BpHistoryEpoch *epochs =
      bp_history_get_epochs (bp_time_travel_get_history (self->time_travel), &n_epochs);

  return epoch <= n_epochs ? epochs[epoch - 1].values.held_out_accuracy : (double) NAN;
}

static char *
describe_shown (BpEpochSlider *self, guint epoch)
{
  double accuracy = get_accuracy (self, epoch);
  g_autofree char *percent = NULL;

  if (isnan (accuracy))
    return g_strdup_printf (_ ("The network of epoch %u is shown"), epoch);
  percent = bp_format_percent (accuracy);
  return g_strdup_printf (_ ("The network of epoch %u is shown: held-out accuracy %s"), epoch,
                          percent);
}

/* Says which network is shown, and which one is saved. */
static void
update_notice (BpEpochSlider *self)
{
  guint wanted = bp_time_travel_get_wanted (self->time_travel);
  guint present = bp_time_travel_get_present (self->time_travel);
  g_autofree char *shown = NULL;
  g_autofree char *in_use = NULL;
  g_autofree char *back = NULL;

  gtk_revealer_set_reveal_child (self->notice, wanted != 0);
  if (wanted == 0)
    return;
  shown = describe_shown (self, wanted);
  gtk_label_set_text (self->shown, shown);
  if (is_present_newest (self))
    {
      in_use = g_strdup (_ ("Training and saving use the newest network."));
      back = g_strdup (_ ("Back to Newest"));
    }
  else
    {
      in_use = g_strdup_printf (_ ("Training and saving use the network of epoch %u."), present);
      back = g_strdup_printf (_ ("Back to Epoch %u"), present);
    }
  gtk_label_set_text (self->in_use, in_use);
  gtk_button_set_label (self->back_button, back);
}

static void
update (BpEpochSlider *self)
{
  if (bp_time_travel_get_history (self->time_travel) == NULL)
    return;
  update_range (self);
  update_position (self);
  update_kept (self);
  update_notice (self);
}

static void
on_value_changed (BpEpochSlider *self)
{
  guint epoch = (guint) lround (gtk_adjustment_get_value (self->epoch));

  if (self->is_following || self->time_travel == NULL)
    return;
  bp_time_travel_go_to (self->time_travel, bp_time_travel_find_nearest (self->time_travel, epoch));
  update (self);
}

/* The keys go from one stored epoch to the next, also where those between are left out. */
static gboolean
on_change_value (BpEpochSlider *self, GtkScrollType scroll, double value)
{
  guint position;
  guint epoch;

  if (self->time_travel == NULL)
    return GDK_EVENT_STOP;
  position = get_position (self);
  epoch = bp_time_travel_find_nearest (self->time_travel, (guint) lround (MAX (value, 0.0)));
  if (scroll != GTK_SCROLL_JUMP && epoch == position && value != position)
    epoch = bp_time_travel_find_next (self->time_travel, position, value > position ? 1 : -1);
  gtk_adjustment_set_value (self->epoch, epoch);
  return GDK_EVENT_STOP;
}

static void
bp_epoch_slider_dispose (GObject *object)
{
  BpEpochSlider *self = BP_EPOCH_SLIDER (object);

  g_clear_object (&self->time_travel);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_epoch_slider_parent_class)->dispose (object);
}

static void
bp_epoch_slider_class_init (BpEpochSliderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_epoch_slider_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/epoch-slider.ui");
  gtk_widget_class_bind_template_child (widget_class, BpEpochSlider, box);
  gtk_widget_class_bind_template_child (widget_class, BpEpochSlider, epoch);
  gtk_widget_class_bind_template_child (widget_class, BpEpochSlider, scale);
  gtk_widget_class_bind_template_child (widget_class, BpEpochSlider, position);
  gtk_widget_class_bind_template_child (widget_class, BpEpochSlider, kept);
  gtk_widget_class_bind_template_child (widget_class, BpEpochSlider, notice);
  gtk_widget_class_bind_template_child (widget_class, BpEpochSlider, shown);
  gtk_widget_class_bind_template_child (widget_class, BpEpochSlider, in_use);
  gtk_widget_class_bind_template_child (widget_class, BpEpochSlider, back_button);
  gtk_widget_class_bind_template_callback (widget_class, on_value_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_change_value);
}

static void
bp_epoch_slider_init (BpEpochSlider *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_epoch_slider_set_time_travel:
 * @self: the slider
 * @time_travel: what it shows and moves
 */
void
bp_epoch_slider_set_time_travel (BpEpochSlider *self, BpTimeTravel *time_travel)
{
  g_return_if_fail (self->time_travel == NULL);

  self->time_travel = g_object_ref (time_travel);
  g_signal_connect_object (time_travel, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
