/* SPDX-License-Identifier: MIT */
/*
 * Random sequences of what a person does in the window, one action after the other, without waiting
 * for the end of what it begins. GLib's test framework ends the program at a warning; a sequence
 * that hangs is ended by a timer of the system.
 *
 * BACKPROP_RANDOM_SEQUENCES is the number of sequences, and BACKPROP_RANDOM_SEED that of the first
 * one, so that a failure can be repeated.
 */
#include "desktop.h"
#include "window-fixture.h"

#include "random.h"
#include "settings.h"
#include "test-file.h"

#include <string.h>
#include <unistd.h>

#define N_SEQUENCES 4
#define N_ACTIONS   20

/* Longer than a sequence takes with a sanitizer on a busy machine. */
#define HANG_SECONDS 240

/* An action takes effect for up to this time before the next one. */
#define MAX_MILLISECONDS 60

typedef struct
{
  BpTestWindow *fixture;
  BpRandom random;
} Player;

typedef struct
{
  const char *name;
  void (*act) (Player *player);
} Move;

static guint
choose (Player *player, guint n_choices)
{
  return bp_random_below (&player->random, n_choices);
}

static const char *
choose_text (Player *player, const char *const *texts, guint n_texts)
{
  return texts[choose (player, n_texts)];
}

static void
activate (Player *player, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (player->fixture->window), name, parameter);
}

/* Any action that needs no parameter and no dialog. */
static void
act_at_random (Player *player)
{
  static const char *const NAMES[] = {
    "train",
    "continue-run",
    "stop",
    "toggle-training",
    "step-batch",
    "step-epoch",
    "restore-best",
    "go-back",
    "undo",
    "redo",
    "clear-pad",
    "load-sample",
    "restore-run",
    "show-newest",
    "show-data",
    "preview-images",
    "explain-forward",
    "explain-backward",
    "explain-update",
    "explain-undo",
    "explain-use",
    "use-shown-network",
    "cancel-loading",
    "continue-interrupted",
  };

  activate (player, choose_text (player, NAMES, G_N_ELEMENTS (NAMES)), NULL);
}

static void
train (Player *player)
{
  activate (player, "train", NULL);
}

static void
stop (Player *player)
{
  activate (player, "stop", NULL);
}

static void
go_through_documents (Player *player)
{
  activate (player, choose (player, 3) > 0 ? "restore-previous" : "restore-next", NULL);
}

static void
show_page (Player *player)
{
  static const char *const PAGES[] = { "train", "inspect", "explain", "runs", "settings" };

  activate (player, "show-page",
            g_variant_new_string (choose_text (player, PAGES, G_N_ELEMENTS (PAGES))));
}

static void
open_network (Player *player)
{
  if (choose (player, 3) == 0)
    activate (player, "open-bundled", NULL);
  else
    {
      static const char *const FILES[] = { "small.safetensors", "digits.safetensors",
                                           "broken.npz" };
      const char *name = choose_text (player, FILES, G_N_ELEMENTS (FILES));
      g_autofree char *path = g_build_filename (player->fixture->folder, name, NULL);

      activate (player, "open-file", g_variant_new_string (path));
    }
}

static void
load_data (Player *player)
{
  static const char *const FOLDERS[] = { "", "small", "nowhere" };
  const char *name = choose_text (player, FOLDERS, G_N_ELEMENTS (FOLDERS));
  g_autofree char *path = g_build_filename (player->fixture->folder, name, NULL);

  activate (player, "load-data", g_variant_new_string (path));
}

static void
save (Player *player)
{
  g_autofree char *weights = g_build_filename (player->fixture->folder, "saved.npz", NULL);
  g_autofree char *chart = g_build_filename (player->fixture->folder, "chart.svg", NULL);

  if (choose (player, 2) == 0)
    activate (player, "save-file-as", g_variant_new_string (weights));
  else
    activate (player, "export-chart-as",
              g_variant_new ("(ss)", choose (player, 2) ? "loss" : "accuracy", chart));
}

static void
repeat_with_seeds (Player *player)
{
  activate (player, "repeat-seeds-as", g_variant_new ("(us)", 2, "random"));
}

static void
change_settings (Player *player)
{
  static const char *const LAYERS[] = { "16", "8", "64, 64, 64", "nonsense", "" };
  const double rates[] = { 0.05, 0.01, 1e-6, 100.0 };
  const int epochs[] = { 1, 2, 3, 10000 };
  GSettings *settings = player->fixture->settings;

  switch (choose (player, 3))
    {
    case 0:
      g_settings_set_string (settings, BP_KEY_HIDDEN_LAYERS,
                             choose_text (player, LAYERS, G_N_ELEMENTS (LAYERS)));
      break;
    case 1:
      g_settings_set_double (settings, BP_KEY_LEARNING_RATE,
                             rates[choose (player, G_N_ELEMENTS (rates))]);
      break;
    default:
      g_settings_set_int (settings, BP_KEY_EPOCHS, epochs[choose (player, G_N_ELEMENTS (epochs))]);
      break;
    }
}

static void
move_epoch_slider (Player *player)
{
  GtkWidget *slider = bp_test_window_find (player->fixture, "epoch_slider");
  GtkRange *range = GTK_RANGE (bp_test_find_by_name (slider, "scale"));

  for (guint i = choose (player, 5) + 1; i > 0; i--)
    gtk_range_set_value (range, choose (player, 8));
}

/* Opens, deletes or otherwise uses the runs of the list; actions that are not possible do nothing.
 */
static void
use_runs (Player *player)
{
  static const char *const NAMES[] = { "runs.open",   "runs.delete",        "runs.continue",
                                       "runs.repeat", "runs.copy-settings", "runs.pin",
                                       "runs.unpin" };
  GtkWidget *page = bp_test_window_find (player->fixture, "runs_page");
  GtkSelectionModel *runs;
  guint n_runs;

  activate (player, "show-page", g_variant_new_string ("runs"));
  runs = gtk_list_view_get_model (GTK_LIST_VIEW (bp_test_find_by_name (page, "view")));
  for (guint i = 0; i < 5; i++)
    g_main_context_iteration (NULL, FALSE);
  n_runs = g_list_model_get_n_items (G_LIST_MODEL (runs));
  if (n_runs > 0)
    gtk_selection_model_select_item (runs, choose (player, n_runs), choose (player, 2) == 0);
  if (choose (player, 4) == 0)
    activate (player, "compare-two", NULL);
  gtk_widget_activate_action (page, choose_text (player, NAMES, G_N_ELEMENTS (NAMES)), NULL);
}

static void
draw (Player *player)
{
  activate (player, "clear-pad", NULL);
  if (gtk_widget_get_width (GTK_WIDGET (bp_window_get_pad (player->fixture->window))) > 0)
    bp_test_window_draw (player->fixture);
}

static void
resize (Player *player)
{
  gtk_window_set_default_size (GTK_WINDOW (player->fixture->window),
                               360 + (int) choose (player, 900), 300 + (int) choose (player, 600));
}

/* The next window opens as soon as this one is closed, and may find what it has left. */
static void
reopen (Player *player)
{
  bp_test_window_close (player->fixture);
  bp_test_window_open (player->fixture);
  bp_window_start (player->fixture->window);
}

static const Move MOVES[] = {
  { "act at random", act_at_random },
  { "act at random", act_at_random },
  { "act at random", act_at_random },
  { "train", train },
  { "train", train },
  { "stop", stop },
  { "go through documents", go_through_documents },
  { "show a page", show_page },
  { "open a network", open_network },
  { "load data", load_data },
  { "save", save },
  { "repeat with seeds", repeat_with_seeds },
  { "change settings", change_settings },
  { "move the epoch slider", move_epoch_slider },
  { "use runs", use_runs },
  { "draw", draw },
  { "resize", resize },
  { "reopen", reopen },
};

static void
iterate_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_GINT64_CONSTANT (1000);

  do
    g_main_context_iteration (NULL, FALSE);
  while (g_get_monotonic_time () < end);
}

static void
write_files (BpTestWindow *fixture)
{
  g_autofree char *small = g_build_filename (fixture->folder, "small", NULL);
  g_autofree char *broken = g_build_filename (fixture->folder, "broken.npz", NULL);
  g_autoptr (GFile) digits = bp_test_window_get_file (fixture, "digits.safetensors");
  g_autoptr (GFile) other = bp_test_window_get_file (fixture, "small.safetensors");

  g_assert_cmpint (g_mkdir_with_parents (small, 0700), ==, 0);
  bp_test_write_data (small, 24);
  g_assert_true (g_file_set_contents (broken, "PK\003\004 and no more", -1, NULL));
  bp_test_write_network (digits, (guint[]){ 784, 12, 10 });
  bp_test_write_network (other, (guint[]){ 24 * 24, 12, 10 });
}

static void
play (BpTestWindow *fixture, guint64 seed)
{
  Player player = { .fixture = fixture };

  alarm (HANG_SECONDS);
  bp_random_init (&player.random, seed, 0);
  for (guint i = 0; i < N_ACTIONS; i++)
    {
      const Move *move = &MOVES[choose (&player, G_N_ELEMENTS (MOVES))];

      g_test_message ("sequence %" G_GUINT64_FORMAT ", action %u: %s", seed, i, move->name);
      move->act (&player);
      iterate_for (choose (&player, MAX_MILLISECONDS));
    }
  bp_test_window_close (fixture);
  alarm (0);
}

static guint64
get_number (const char *variable, guint64 otherwise)
{
  const char *text = g_getenv (variable);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
test_sequences (BpTestWindow *fixture, gconstpointer data)
{
  guint64 n_sequences = get_number ("BACKPROP_RANDOM_SEQUENCES", N_SEQUENCES);
  guint64 first = get_number ("BACKPROP_RANDOM_SEED", 1);

  write_files (fixture);
  for (guint64 i = 0; i < n_sequences; i++)
    {
      if (fixture->window == NULL)
        bp_test_window_open (fixture);
      bp_test_window_load_data (fixture);
      play (fixture, first + i);
    }
  g_settings_reset (fixture->settings, BP_KEY_LEARNING_RATE);
}

BP_TEST_FILE (window_random)
{
  bp_test_window_ignore_switcher_bar ();
  bp_test_desktop_start ();
  bp_test_window_begin ();
  bp_test_window_add ("/window-random/sequences", test_sequences);
}
