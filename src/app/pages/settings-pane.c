/* SPDX-License-Identifier: MIT */
#include "settings-pane.h"

#include "digit-image.h"
#include "format.h"
#include "number-input.h"
#include "settings.h"
#include "source-name.h"
#include "spin-scroll.h"
#include "store.h"
#include "training-settings.h"

#include <glib/gi18n.h>
#include <math.h>

/* The end of the range of new seeds, which are short enough to be told to others. */
#define NEW_SEED_END 10000

/* The path of the choice "None", selected while no data set is loaded or being loaded. The list
 * always needs a selection: where a combo row filters a GtkSingleSelection, GTK 4.8 crashes when
 * its selection changes from no item to one. */
#define NO_SOURCE ""

/* Tolerance, so that rounding does not put log10 (0.1) just below -1. */
#define LOG_TOLERANCE 1e-9

/* Before the title of what a run in progress locks. */
#define LOCK_ICON "changes-prevent-symbolic"

struct _BpSettingsPane
{
  BpPage parent_instance;

  /* owned */
  GSettings *settings;
  GPtrArray *paths;   /* of char *, one for each of source_names; NO_SOURCE first, where present */
  BpDataset *dataset; /* nullable */
  char *dataset_path; /* nullable: its path */

  BpOptimizerKind optimizer;  /* chosen last */
  gboolean fits_preset_later; /* once the run in progress has ended */
  gboolean is_showing;        /* whether the program is changing a row, not the user */

  /* template children */
  GtkStringList *preset_names;
  AdwComboRow *preset_row;
  GtkLabel *preset_caption;
  GtkStringList *source_names;
  AdwComboRow *data_row;
  GtkLabel *data_caption;
  GtkWidget *download_button; /* shown for the built-in digits */
  AdwEntryRow *hidden_row;
  AdwComboRow *activation_row;
  GtkLabel *network_caption;
  GtkAdjustment *epochs;
  GtkAdjustment *batch_size;
  GtkAdjustment *learning_rate;
  AdwComboRow *optimizer_row;
  GtkAdjustment *momentum;
  GtkAdjustment *weight_decay;
  GtkAdjustment *dropout;
  GtkAdjustment *warm_up;
  AdwComboRow *schedule_row;
  AdwComboRow *variation_row;
  GtkAdjustment *patience;
  GtkSpinButton *patience_spin;
  GtkAdjustment *train_limit;
  GtkSpinButton *train_limit_spin;
  GtkAdjustment *seed;
  GStrv locked;           /* nullable: the keys of the settings that a lesson locks */
  GtkWidget *lock_notice; /* shown while a run keeps most settings as they are */
};

/* The choice where the settings match no preset. */
static const char *const CUSTOM_TITLE = N_ ("Custom");
static const char *const CUSTOM_SENTENCE = N_ ("Settings of your own.");

G_DEFINE_FINAL_TYPE (BpSettingsPane, bp_settings_pane, BP_TYPE_PAGE)

/* Shows the layers for the present data set; without one, for 784 pixels and ten digits. */
static void
update_network_caption (BpSettingsPane *self)
{
  guint n_inputs =
      self->dataset != NULL ? bp_dataset_get_n_pixels (self->dataset) : BP_DIGIT_N_PIXELS;
  guint n_outputs = self->dataset != NULL ? bp_dataset_get_n_classes (self->dataset) : BP_N_DIGITS;
  g_autoptr (GError) error = NULL;
  g_autofree char *layers = NULL;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;
  gsize n_weights;
  BpTrainingConfig config;

  bp_training_config_init (&config);
  if (!bp_training_config_parse_hidden (&config,
                                        gtk_editable_get_text (GTK_EDITABLE (self->hidden_row)),
                                        &error))
    {
      gtk_label_set_text (self->network_caption, error->message);
      gtk_widget_add_css_class (GTK_WIDGET (self->network_caption), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->hidden_row), "error");
      return;
    }

  layers = bp_describe_layers (n_inputs, &config, n_outputs);
  n_weights = bp_count_weights (n_inputs, &config, n_outputs);
  count = bp_format_count (n_weights);
  /* Translators: the first %s is the units of all layers, as in 784-128-10 */
  text = g_strdup_printf (ngettext ("%s: %s weight", "%s: %s weights", n_weights), layers, count);
  gtk_label_set_text (self->network_caption, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->network_caption), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->hidden_row), "error");
}

/* Lists the presets in their order, then the choice "Custom". */
static void
add_preset_names (BpSettingsPane *self)
{
  guint n_presets;
  const BpPreset *presets = bp_preset_list (&n_presets);

  for (guint i = 0; i < n_presets; i++)
    gtk_string_list_append (self->preset_names, _ (presets[i].title));
  gtk_string_list_append (self->preset_names, _ (CUSTOM_TITLE));
}

/* Called when any setting has changed. */
static void
update_preset (BpSettingsPane *self)
{
  guint n_presets;
  const BpPreset *presets = bp_preset_list (&n_presets);
  const BpPreset *preset = bp_training_settings_find_preset (self->settings);
  guint position = preset != NULL ? (guint) (preset - presets) : n_presets;

  gtk_label_set_text (self->preset_caption,
                      preset != NULL ? _ (preset->sentence) : _ (CUSTOM_SENTENCE));
  if (self->is_showing || adw_combo_row_get_selected (self->preset_row) == position)
    return;
  self->is_showing = TRUE;
  adw_combo_row_set_selected (self->preset_row, position);
  self->is_showing = FALSE;
}

static gboolean
is_builtin (BpSettingsPane *self)
{
  return g_strcmp0 (self->dataset_path, BP_STORE_BUILTIN) == 0;
}

static void
fill_in (BpSettingsPane *self, const BpPreset *preset)
{
  self->is_showing = TRUE;
  bp_training_settings_set_preset (self->settings, preset, is_builtin (self));
  self->is_showing = FALSE;
  update_preset (self);
}

/* Applies the selected preset again for another data set, since presets differ for built-in digits.
 * Custom settings stay. */
static void
fit_preset_to_data (BpSettingsPane *self)
{
  const BpPreset *preset = bp_training_settings_find_preset (self->settings);

  if (preset != NULL)
    fill_in (self, preset);
}

/* A person who chooses another optimizer is given a learning rate that suits it. */
static void
on_optimizer_changed (BpSettingsPane *self)
{
  BpOptimizerKind before = self->optimizer;

  self->optimizer = bp_training_settings_get_optimizer (self->settings);
  if (!self->is_showing)
    bp_training_settings_follow_optimizer (self->settings, before, is_builtin (self));
}

/* Applies the selected preset; "Custom" changes nothing. */
static void
on_preset_selected (BpSettingsPane *self)
{
  guint selected = adw_combo_row_get_selected (self->preset_row);
  guint n_presets;
  const BpPreset *presets = bp_preset_list (&n_presets);

  if (self->is_showing || self->settings == NULL || selected >= n_presets)
    return;

  fill_in (self, &presets[selected]);
}

static void
update_data_caption (BpSettingsPane *self)
{
  g_autofree char *train = NULL;
  g_autofree char *held_out = NULL;
  g_autofree char *test = NULL;
  g_autofree char *text = NULL;

  if (self->dataset == NULL)
    {
      gtk_label_set_text (self->data_caption, _ ("No data set is loaded"));
      return;
    }

  train = bp_format_count (bp_dataset_get_samples (self->dataset, BP_SPLIT_TRAIN).count);
  held_out = bp_format_count (bp_dataset_get_samples (self->dataset, BP_SPLIT_HELD_OUT).count);
  test = bp_format_count (bp_dataset_get_samples (self->dataset, BP_SPLIT_TEST).count);
  /* Translators: the number of images for each purpose; %s are numbers */
  text = g_strdup_printf (_ ("%s training, %s held-out and %s test images"), train, held_out, test);
  gtk_label_set_text (self->data_caption, text);
}

static gboolean
find_source (BpSettingsPane *self, const char *path, guint *position)
{
  return g_ptr_array_find_with_equal_func (self->paths, path, g_str_equal, position);
}

static void
insert_source (BpSettingsPane *self, guint position, const char *path, const char *name)
{
  g_ptr_array_insert (self->paths, (int) position, g_strdup (path));
  gtk_string_list_splice (self->source_names, position, 0, (const char *[]){ name, NULL });
}

/* Selects a data set. One choice is always selected: NO_SOURCE is removed once another one is. */
static void
select_source (BpSettingsPane *self, guint position)
{
  guint no_source;

  adw_combo_row_set_selected (self->data_row, position);
  if (!find_source (self, NO_SOURCE, &no_source) || no_source == position)
    return;
  g_ptr_array_remove_index (self->paths, no_source);
  gtk_string_list_remove (self->source_names, no_source);
}

static void
on_source_selected (BpSettingsPane *self)
{
  guint selected = adw_combo_row_get_selected (self->data_row);
  const char *path;

  if (self->is_showing || selected >= self->paths->len)
    return;
  path = g_ptr_array_index (self->paths, selected);
  if (!g_str_equal (path, NO_SOURCE))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.load-data", "s", path);
}

/* Learning rates differ by factors, so that a step is a tenth of the rate's power of ten. */
static void
on_learning_rate_changed (BpSettingsPane *self)
{
  double value = gtk_adjustment_get_value (self->learning_rate);
  double power = pow (10.0, floor (log10 (value) + LOG_TOLERANCE));

  gtk_adjustment_set_step_increment (self->learning_rate, power / 10);
  gtk_adjustment_set_page_increment (self->learning_rate, power);
}

static void
on_new_seed_clicked (BpSettingsPane *self)
{
  gtk_adjustment_set_value (self->seed, g_random_int_range (0, NEW_SEED_END));
}

static void
bp_settings_pane_dispose (GObject *object)
{
  BpSettingsPane *self = BP_SETTINGS_PANE (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->dataset, bp_dataset_unref);

  G_OBJECT_CLASS (bp_settings_pane_parent_class)->dispose (object);
}

static void
bp_settings_pane_finalize (GObject *object)
{
  BpSettingsPane *self = BP_SETTINGS_PANE (object);

  g_ptr_array_unref (self->paths);
  g_free (self->dataset_path);
  g_strfreev (self->locked);

  G_OBJECT_CLASS (bp_settings_pane_parent_class)->finalize (object);
}

static void
bp_settings_pane_class_init (BpSettingsPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bp_settings_pane_dispose;
  object_class->finalize = bp_settings_pane_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/settings-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, preset_names);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, preset_row);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, preset_caption);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, source_names);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, data_row);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, data_caption);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, download_button);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, hidden_row);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, activation_row);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, network_caption);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, epochs);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, batch_size);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, optimizer_row);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, momentum);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, weight_decay);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, dropout);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, warm_up);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, schedule_row);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, variation_row);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, train_limit);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, seed);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, lock_notice);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, train_limit_spin);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, patience_spin);
  gtk_widget_class_bind_template_child (widget_class, BpSettingsPane, patience);
  gtk_widget_class_bind_template_callback (widget_class, on_preset_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_source_selected);
  gtk_widget_class_bind_template_callback (widget_class, update_network_caption);
  gtk_widget_class_bind_template_callback (widget_class, on_learning_rate_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_new_seed_clicked);
}

/* The box before the title of a row takes room also while the lock in it is hidden. */
static void
hide_boxes_of_locks (BpSettingsPane *self, GtkWidget *widget)
{
  if (widget == self->lock_notice)
    return;
  if (GTK_IS_IMAGE (widget) &&
      g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (widget)), LOCK_ICON) == 0)
    g_object_bind_property (self->lock_notice, "visible", gtk_widget_get_parent (widget), "visible",
                            G_BINDING_SYNC_CREATE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    hide_boxes_of_locks (self, child);
}

static void
bp_settings_pane_init (BpSettingsPane *self)
{
  g_autofree char *builtin = bp_source_name_describe (BP_STORE_BUILTIN);

  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->is_showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  bp_spin_buttons_ignore_scrolling (GTK_WIDGET (self));
  bp_number_inputs_attach (GTK_WIDGET (self));
  hide_boxes_of_locks (self, GTK_WIDGET (self));
  /* Translators: all training images */
  bp_number_input_set_zero_text (self->train_limit_spin, C_ ("training images", "All"));
  /* Translators: no early stopping */
  bp_number_input_set_zero_text (self->patience_spin, C_ ("early stopping", "Off"));
  add_preset_names (self);
  bp_settings_pane_add_source (self, BP_STORE_BUILTIN, builtin);
  bp_settings_pane_reset_source (self);
  update_data_caption (self);
  update_network_caption (self);
}

/* Lists the choices in a row and binds the row to the setting. */
static void
show_choices (BpSettingsPane *self, AdwComboRow *row, const char *key, const BpChoices *choices)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < choices->n_rows; i++)
    gtk_string_list_append (titles,
                            g_dpgettext2 (NULL, choices->kind, bp_choices_get_title (choices, i)));
  adw_combo_row_set_model (row, G_LIST_MODEL (titles));
  bp_settings_bind_choices (self->settings, key, G_OBJECT (row), choices);
}

/**
 * bp_settings_pane_set_settings:
 * @self: a new pane
 * @settings: the settings, which the pane shows and changes
 */
void
bp_settings_pane_set_settings (BpSettingsPane *self, GSettings *settings)
{
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, BP_KEY_HIDDEN_LAYERS, self->hidden_row, "text",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, BP_KEY_EPOCHS, self->epochs, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, BP_KEY_BATCH_SIZE, self->batch_size, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, BP_KEY_LEARNING_RATE, self->learning_rate, "value",
                   G_SETTINGS_BIND_DEFAULT);
  show_choices (self, self->activation_row, BP_KEY_ACTIVATION, &bp_activations);
  show_choices (self, self->optimizer_row, BP_KEY_OPTIMIZER, &bp_optimizers);
  g_settings_bind (settings, BP_KEY_MOMENTUM, self->momentum, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, BP_KEY_WEIGHT_DECAY, self->weight_decay, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, BP_KEY_DROPOUT, self->dropout, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, BP_KEY_WARM_UP, self->warm_up, "value", G_SETTINGS_BIND_DEFAULT);
  show_choices (self, self->schedule_row, BP_KEY_SCHEDULE, &bp_schedules);
  show_choices (self, self->variation_row, BP_KEY_VARIATION, &bp_variations);
  g_settings_bind (settings, BP_KEY_PATIENCE, self->patience, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, BP_KEY_TRAIN_LIMIT, self->train_limit, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, BP_KEY_SEED, self->seed, "value", G_SETTINGS_BIND_DEFAULT);
  self->optimizer = bp_training_settings_get_optimizer (settings);
  g_signal_connect_object (settings, "changed::" BP_KEY_OPTIMIZER,
                           G_CALLBACK (on_optimizer_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed", G_CALLBACK (update_preset), self,
                           G_CONNECT_SWAPPED);
  update_preset (self);
}

/**
 * bp_settings_pane_add_source:
 * @self: the pane
 * @path: a data set, as bp_store_load_dataset_async() takes it
 * @name: its name
 *
 * Adds @path to the choices, unless it is one of them.
 */
void
bp_settings_pane_add_source (BpSettingsPane *self, const char *path, const char *name)
{
  guint position = self->paths->len;

  if (find_source (self, path, NULL))
    return;

  /* A data set with digits mixed in follows the one without. */
  if (bp_store_path_is_mixed (path) && find_source (self, bp_store_path_get_base (path), &position))
    position++;
  self->is_showing = TRUE;
  insert_source (self, position, path, name);
  self->is_showing = FALSE;
}

/**
 * bp_settings_pane_show_source:
 * @self: the pane
 * @path: a data set, as bp_store_load_dataset_async() takes it
 * @name: its name
 *
 * Selects @path, and adds it to the choices where it is missing.
 */
void
bp_settings_pane_show_source (BpSettingsPane *self, const char *path, const char *name)
{
  guint position = 0;

  bp_settings_pane_add_source (self, path, name);
  find_source (self, path, &position);
  self->is_showing = TRUE;
  if (g_strcmp0 (gtk_string_list_get_string (self->source_names, position), name) != 0)
    gtk_string_list_splice (self->source_names, position, 1, (const char *[]){ name, NULL });
  select_source (self, position);
  self->is_showing = FALSE;
}

/**
 * bp_settings_pane_reset_source:
 * @self: the pane
 *
 * Selects the loaded data set again after another could not be loaded; without a loaded one,
 * selects "None".
 */
void
bp_settings_pane_reset_source (BpSettingsPane *self)
{
  guint position = 0;

  self->is_showing = TRUE;
  if (self->dataset_path != NULL)
    find_source (self, self->dataset_path, &position);
  else if (!find_source (self, NO_SOURCE, NULL))
    /* Translators: shown instead of a data set's name while no data set is loaded */
    insert_source (self, position, NO_SOURCE, C_ ("data set", "None"));
  select_source (self, position);
  self->is_showing = FALSE;
}

/* Selects the data set, and offers it with or without built-in digits mixed in. */
static void
show_dataset (BpSettingsPane *self)
{
  const char *base = bp_store_path_get_base (self->dataset_path);
  g_autofree char *name = bp_source_name_translate (bp_dataset_get_name (self->dataset));

  if (base != self->dataset_path)
    {
      g_autofree char *base_name = g_filename_display_basename (base);

      bp_settings_pane_add_source (self, base, base_name);
    }
  bp_settings_pane_show_source (self, self->dataset_path, name);
  if (base == self->dataset_path && bp_dataset_has_digits (self->dataset) && !is_builtin (self))
    {
      g_autofree char *path = g_strconcat (BP_STORE_MIXED_PREFIX, base, NULL);
      g_autofree char *mixed_name = bp_source_name_describe_mixed (name);

      bp_settings_pane_add_source (self, path, mixed_name);
    }
}

/**
 * bp_settings_pane_set_dataset:
 * @self: the pane
 * @dataset: the loaded data set
 * @path: its path
 */
void
bp_settings_pane_set_dataset (BpSettingsPane *self, BpDataset *dataset, const char *path)
{
  bp_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset;
  g_free (self->dataset_path);
  self->dataset_path = g_strdup (path);

  show_dataset (self);
  if (gtk_widget_get_visible (self->lock_notice))
    self->fits_preset_later = TRUE;
  else if (self->settings != NULL)
    fit_preset_to_data (self);
  gtk_widget_set_visible (self->download_button, is_builtin (self));
  update_data_caption (self);
  update_network_caption (self);
}

/* The part of the template with the id, or NULL. */
static GtkWidget *
find_part (GtkWidget *widget, const char *id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *part = g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (child)), id) == 0
                            ? child
                            : find_part (child, id);

      if (part != NULL)
        return part;
    }
  return NULL;
}

/* The row of a setting is named after its key, or has an entry that is. */
static GtkWidget *
find_row (BpSettingsPane *self, const char *key)
{
  g_auto (GStrv) words = g_strsplit (key, "-", -1);
  g_autofree char *name = g_strjoinv ("_", words);
  g_autofree char *row_id = g_strconcat (name, "_row", NULL);
  g_autofree char *spin_id = g_strconcat (name, "_spin", NULL);
  GtkWidget *spin = find_part (GTK_WIDGET (self), spin_id);

  if (g_str_equal (key, BP_KEY_HIDDEN_LAYERS))
    return GTK_WIDGET (self->hidden_row);
  return spin != NULL ? gtk_widget_get_ancestor (spin, ADW_TYPE_ACTION_ROW)
                      : find_part (GTK_WIDGET (self), row_id);
}

/* Whether a run in progress takes the setting up. */
static gboolean
is_free_in_run (const char *key)
{
  return g_str_equal (key, BP_KEY_EPOCHS) || g_str_equal (key, BP_KEY_LEARNING_RATE);
}

/* The beginning and the end of a run set the rows as well. */
static void
set_locked (BpSettingsPane *self, gboolean is_locked)
{
  gboolean is_training = gtk_widget_get_visible (self->lock_notice);

  for (guint i = 0; self->locked != NULL && self->locked[i] != NULL; i++)
    {
      GtkWidget *row = find_row (self, self->locked[i]);

      if (row != NULL)
        gtk_widget_set_sensitive (row,
                                  !is_locked && (!is_training || is_free_in_run (self->locked[i])));
    }
}

static void
update_locked (BpSettingsPane *self)
{
  set_locked (self, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->preset_row),
                            !gtk_widget_get_visible (self->lock_notice) &&
                                (self->locked == NULL || self->locked[0] == NULL));
}

/**
 * bp_settings_pane_set_locked:
 * @self: the pane
 * @keys: (array zero-terminated=1): the keys of settings that cannot be changed until the next
 * call; presets cannot be chosen meanwhile
 *
 * For lessons.
 */
void
bp_settings_pane_set_locked (BpSettingsPane *self, const char *const *keys)
{
  set_locked (self, FALSE);
  g_strfreev (self->locked);
  self->locked = g_strdupv ((char **) keys);
  update_locked (self);
}

/**
 * bp_settings_pane_set_is_training:
 * @self: the pane
 * @is_training: whether a run is in progress
 *
 * Locks what a run in progress does not take up, and says so. A data set that is chosen meanwhile
 * changes no setting before the end of the run.
 */
void
bp_settings_pane_set_is_training (BpSettingsPane *self, gboolean is_training)
{
  gtk_widget_set_visible (self->lock_notice, is_training);
  update_locked (self);
  if (is_training || !self->fits_preset_later)
    return;

  self->fits_preset_later = FALSE;
  fit_preset_to_data (self);
}
