/* SPDX-License-Identifier: MIT */

/* Digits, or classes of the user's own, that the user is asked to draw. Each drawing is kept in the
 * collection as soon as it is done, marked as one that was asked for. */
#include "window-prompts.h"

#include "collection-jobs.h"
#include "commands.h"
#include "digit-names.h"
#include "drawing-collection.h"
#include "drawing-jobs.h"
#include "prompt-set.h"
#include "window-collection.h"
#include "window-drawings.h"

#include <glib/gi18n.h>
#include <string.h>

/* The key of the prompts in the window's data. */
#define PROMPTS "bp-prompts"

static const BpMessageButton NO_BUTTON = { NULL, NULL };

typedef struct
{
  BpDrawPane *pane;     /* borrowed */
  BpPromptSet *set;     /* owned, nullable: what is being asked for */
  GStrv names;          /* owned, nullable: of the classes; NULL: the digits */
  gboolean is_changing; /* a drawing is being kept or removed */
} Prompts;

static void
prompts_free (gpointer data)
{
  Prompts *prompts = data;

  g_clear_pointer (&prompts->set, bp_prompt_set_free);
  g_strfreev (prompts->names);
  g_free (prompts);
}

static Prompts *
get_prompts (BpWindow *self)
{
  return g_object_get_data (G_OBJECT (self), PROMPTS);
}

static void
update_actions (BpWindow *self)
{
  const Prompts *prompts = get_prompts (self);
  const BpStrokes *strokes = bp_pad_get_strokes (bp_window_get_pad (self));
  gboolean can_go_on = prompts->set != NULL && !prompts->is_changing;

  bp_commands_set_enabled (G_ACTION_MAP (self), "begin-prompts", prompts->set == NULL);
  bp_commands_set_enabled (G_ACTION_MAP (self), "draw-classes", prompts->set == NULL);
  bp_commands_set_enabled (G_ACTION_MAP (self), "next-prompt",
                           can_go_on && bp_strokes_get_length (strokes) > 0);
  bp_commands_set_enabled (G_ACTION_MAP (self), "skip-prompt", can_go_on);
  bp_commands_set_enabled (G_ACTION_MAP (self), "previous-prompt",
                           can_go_on && bp_prompt_set_get_position (prompts->set) > 0);
}

/* The digits that were misread, as in "1 → 7, 4 → 9", in the order in which they were written. */
static char *
list_misread (const BpPromptSet *set, const BpPromptResult *result)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < BP_N_PROMPTS; i++)
    {
      guint digit = bp_prompt_set_get_class (set, i);

      if (result->answers[i] != BP_PROMPT_SKIPPED && result->answers[i] != digit)
        g_string_append_printf (list, "%s%u → %u", list->len > 0 ? ", " : "", digit,
                                result->answers[i]);
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
show_result (BpDrawPane *pane, const BpPromptSet *set, const BpPromptResult *result)
{
  g_autofree char *misread = list_misread (set, result);
  g_autofree char *heading = g_strdup_printf (
      /* Translators: how many digits a network reads right, and how many were written */
      ngettext ("%u of %u digit is read right", "%u of %u digits are read right", result->n_drawn),
      result->n_read, result->n_drawn);
  g_autofree char *text = NULL;

  if (misread[0] != '\0')
    /* Translators: a list of digits and of what they were read as, as in "1 → 7, 4 → 9" */
    text = g_strdup_printf (_ ("Misread: %s. After “Learn From My Digits” the network knows your "
                               "hand; “My hand” in the chart of a run is the accuracy on these "
                               "digits."),
                            misread);
  else
    text = g_strdup (_ ("“My hand” in the chart of a run is the accuracy on these digits."));
  bp_prompt_bar_show_result (bp_draw_pane_get_prompt_bar (pane), heading, text,
                             _ ("_Learn From My Digits"), "win.learn-drawings");
}

/* What can be done with the drawings of the user's own classes. */
static void
show_classes (BpDrawPane *pane, guint n_drawn)
{
  g_autofree char *heading =
      g_strdup_printf (ngettext ("%u drawing is kept", "%u drawings are kept", n_drawn), n_drawn);

  bp_prompt_bar_show_result (bp_draw_pane_get_prompt_bar (pane), heading,
                             _ ("A network that is trained on your classes answers on the pad with "
                                "their names."),
                             _ ("_Train on My Classes"), "win.train-classes");
}

/* Ends the asking: with the result where a network reads digits or the classes are the user's own,
 * and something was drawn. */
static void
finish (BpWindow *self)
{
  Prompts *prompts = get_prompts (self);
  g_autoptr (BpPromptSet) set = g_steal_pointer (&prompts->set);
  const BpPadNetwork *network = bp_draw_pane_get_network (prompts->pane);
  BpPromptResult result = { 0 };

  if (prompts->names != NULL && bp_prompt_set_count_drawn (set) > 0)
    show_classes (prompts->pane, bp_prompt_set_count_drawn (set));
  else if (prompts->names == NULL && bp_pad_network_reads_digits (network) &&
           bp_prompt_set_measure (set, bp_pad_network_get_network (network), &result, NULL) &&
           result.n_drawn > 0)
    show_result (prompts->pane, set, &result);
  else
    bp_prompt_bar_hide (bp_draw_pane_get_prompt_bar (prompts->pane));
  bp_draw_pane_ask_for (prompts->pane, NULL);
  bp_window_collection_refresh (self);
  update_actions (self);
}

/* The class that is asked for. */
static const char *
get_name (const Prompts *prompts)
{
  const char *const *names =
      prompts->names != NULL ? (const char *const *) prompts->names : bp_digit_names;

  return names[bp_prompt_set_get_class (prompts->set, bp_prompt_set_get_position (prompts->set))];
}

/* Asks for the present class on a blank pad. */
static void
ask (BpWindow *self)
{
  const Prompts *prompts = get_prompts (self);
  guint position = bp_prompt_set_get_position (prompts->set);
  guint n_prompts = bp_prompt_set_get_length (prompts->set);
  g_autofree char *prompt = NULL;

  bp_pad_clear (bp_window_get_pad (self));
  if (position == n_prompts)
    {
      finish (self);
      return;
    }
  if (prompts->names == NULL)
    prompt = g_strdup_printf (_ ("Please write a %s"), get_name (prompts));
  else
    /* Translators: the name that the user gave a class, as in "heart" */
    prompt = g_strdup_printf (_ ("Please draw: %s"), get_name (prompts));
  bp_draw_pane_ask_for (prompts->pane, prompts->names != NULL ? get_name (prompts) : NULL);
  bp_prompt_bar_ask (bp_draw_pane_get_prompt_bar (prompts->pane), prompt, position, n_prompts);
  gtk_widget_grab_focus (GTK_WIDGET (bp_window_get_pad (self)));
  update_actions (self);
}

/**
 * bp_window_prompts_begin:
 * @self: the window, which asks for nothing yet
 * @names: (nullable) (array zero-terminated=1): the classes to ask for; %NULL for the digits
 * @n_each: how often each is asked for
 */
void
bp_window_prompts_begin (BpWindow *self, const char *const *names, guint n_each)
{
  Prompts *prompts = get_prompts (self);

  g_return_if_fail (prompts->set == NULL);

  g_strfreev (prompts->names);
  prompts->names = g_strdupv ((GStrv) names);
  prompts->set =
      bp_prompt_set_new (g_random_int (),
                         names != NULL ? g_strv_length ((GStrv) names) : BP_N_DIGITS, n_each);
  bp_window_show_pad (self);
  ask (self);
}

static void
begin_prompts (BpWindow *self)
{
  bp_window_prompts_begin (self, NULL, BP_PROMPTS_PER_DIGIT);
}

/* A drawing was kept or removed, or could not be. */
static void
end_change (BpWindow *self, const char *heading, const GError *error)
{
  Prompts *prompts = get_prompts (self);

  prompts->is_changing = FALSE;
  if (error != NULL)
    {
      bp_window_show_message (self, heading, error->message, NO_BUTTON, NO_BUTTON);
      if (prompts->set != NULL)
        finish (self);
    }
  if (!bp_window_is_closing (self))
    {
      bp_window_collection_refresh (self);
      update_actions (self);
    }
  bp_window_release (self);
}

static void
begin_change (BpWindow *self)
{
  get_prompts (self)->is_changing = TRUE;
  bp_window_hold (self);
}

static void
on_kept (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  bp_drawing_keep_finish (result, &error);
  end_change (user_data, _ ("Could Not Keep the Drawing"), error);
}

static void
next_prompt (BpWindow *self)
{
  const Prompts *prompts = get_prompts (self);
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_autofree char *line = bp_window_drawings_make_line (self, get_name (prompts), TRUE);
  BpDigitPlacement placement;
  guint8 image[BP_DIGIT_N_PIXELS];

  bp_strokes_make_image (bp_pad_get_strokes (bp_window_get_pad (self)), image, &placement);
  begin_change (self);
  bp_drawing_keep_async (path, line, on_kept, self);
  bp_prompt_set_accept (prompts->set, g_strchomp (line), image);
  ask (self);
}

static void
skip_prompt (BpWindow *self)
{
  bp_prompt_set_skip (get_prompts (self)->set);
  ask (self);
}

static void
on_removed (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDrawingEdit) edit = bp_drawing_edit_finish (result, &error);

  end_change (user_data, _ ("Could Not Remove the Drawing"), error);
}

static void
previous_prompt (BpWindow *self)
{
  g_autofree char *path = bp_drawing_collection_get_path ();
  g_autofree char *line = bp_prompt_set_go_back (get_prompts (self)->set);

  if (line != NULL)
    {
      begin_change (self);
      bp_drawing_remove_async (path, line, on_removed, self);
    }
  ask (self);
}

/* Ends the asking, or hides its result. */
static void
stop_prompts (BpWindow *self)
{
  const Prompts *prompts = get_prompts (self);

  if (prompts->set != NULL)
    finish (self);
  else
    bp_prompt_bar_hide (bp_draw_pane_get_prompt_bar (prompts->pane));
}

static const BpCommand COMMANDS[] = {
  { "begin-prompts", G_CALLBACK (begin_prompts) },
  { "next-prompt", G_CALLBACK (next_prompt) },
  { "skip-prompt", G_CALLBACK (skip_prompt) },
  { "previous-prompt", G_CALLBACK (previous_prompt) },
  { "stop-prompts", G_CALLBACK (stop_prompts) },
};

/**
 * bp_window_prompts_attach:
 * @self: the window
 * @pane: its drawing pane
 *
 * Adds the actions "begin-prompts", which asks for digits, "next-prompt", which keeps the drawing,
 * "skip-prompt", "previous-prompt" and "stop-prompts".
 */
void
bp_window_prompts_attach (BpWindow *self, BpDrawPane *pane)
{
  Prompts *prompts = g_new0 (Prompts, 1);

  prompts->pane = pane;
  g_object_set_data_full (G_OBJECT (self), PROMPTS, prompts, prompts_free);
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_signal_connect_object (bp_window_get_pad (self), "changed", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  update_actions (self);
}
