/* SPDX-License-Identifier: MIT */
/* "backprop-cli drawings": the drawings that the window keeps with the digit, or the class of the
 * user's own, that they are. */
#include "config.h"

#include "clean-text.h"
#include "command.h"
#include "drawing-collection.h"
#include "drawing-entry.h"
#include "drawing-export.h"
#include "interrupt.h"
#include "json-line.h"
#include "options.h"
#include "table.h"

#include <glib/gi18n.h>
#include <string.h>

#define DRAWINGS_OPTION(variable)                                   \
  {                                                                 \
    "drawings", 0, 0, G_OPTION_ARG_FILENAME, &(variable),           \
        N_ ("The drawings (those kept by the window)"), N_ ("FILE") \
  }

/* The file of an option, or the user's own collection. */
static char *
choose_path (const char *option)
{
  return option != NULL ? g_strdup (option) : bp_drawing_collection_get_path ();
}

static void
prefix_error (GError **error, const char *path)
{
  g_autofree char *name = bp_clean_path (path);

  g_prefix_error (error, _ ("The drawings in “%s” could not be read: "), name);
}

static char *
format_time (const BpDrawingEntry *entry)
{
  return entry->time != NULL ? g_date_time_format_iso8601 (entry->time) : g_strdup ("");
}

/* Adds a class: a number where it is a digit, as in the collection, and else its name. */
static void
add_class (BpJsonLine *line, const char *key, const char *name)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (name, 10, 0, BP_DRAWING_MAX_LABEL, &number, NULL))
    bp_json_line_add_unsigned (line, key, number);
  else
    bp_json_line_add_string (line, key, name);
}

static void
print_as_json (const GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const BpDrawingEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *time = format_time (entry);
      BpJsonLine line;

      bp_json_line_begin (&line);
      bp_json_line_add_unsigned (&line, "number", i + 1);
      add_class (&line, "label", entry->label);
      if (entry->answer != NULL)
        {
          add_class (&line, "answer", entry->answer);
          bp_json_line_add_number (&line, "probability", entry->probability);
          bp_json_line_add_boolean (&line, "sure", entry->is_sure);
        }
      else
        bp_json_line_add_null (&line, "answer");
      bp_json_line_add_boolean (&line, "prompted", entry->is_prompted);
      if (entry->time != NULL)
        bp_json_line_add_string (&line, "time", time);
      else
        bp_json_line_add_null (&line, "time");
      bp_json_line_add_unsigned (&line, "strokes", entry->drawing.n_strokes);
      bp_json_line_print (&line);
    }
}

static void
print_for_people (const GPtrArray *entries)
{
  const char *const headings[] = { _ ("Drawing"), _ ("Label"),    _ ("Answer"),
                                   _ ("Sure"),    _ ("Prompted"), _ ("Time") };
  BpTable table;

  bp_table_begin (&table, G_N_ELEMENTS (headings));
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    bp_table_add (&table, headings[i]);
  for (guint i = 0; i < entries->len; i++)
    {
      const BpDrawingEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *time = format_time (entry);

      bp_table_add_format (&table, "%u", i + 1);
      bp_table_add (&table, entry->label);
      if (entry->answer != NULL)
        bp_table_add_format (&table, "%s, %.1f %%", entry->answer, 100.0 * entry->probability);
      else
        bp_table_add (&table, "");
      bp_table_add (&table, entry->answer != NULL ? (entry->is_sure ? _ ("yes") : _ ("no")) : "");
      bp_table_add (&table, entry->is_prompted ? _ ("yes") : _ ("no"));
      bp_table_add (&table, time);
    }
  bp_table_print (&table);
}

static gboolean
list_drawings (int argc, char **argv, GError **error)
{
  g_autofree char *option = NULL;
  gboolean is_json = FALSE;
  const GOptionEntry entries[] = {
    DRAWINGS_OPTION (option),
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json,
      N_ ("Print a line with a JSON object for each drawing"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) drawings = NULL;
  guint n_left_out;

  if (!bp_options_parse (entries, NULL, _ ("Lists the drawings, the oldest first."), NULL, argc,
                         argv, error))
    return FALSE;
  path = choose_path (option);
  drawings = bp_drawing_entries_load (path, &n_left_out, error);
  if (drawings == NULL)
    {
      prefix_error (error, path);
      return FALSE;
    }
  if (n_left_out > 0)
    {
      g_printerr (ngettext ("Note: %u line is no drawing with a label, and was left out.",
                            "Note: %u lines are no drawings with a label, and were left out.",
                            n_left_out),
                  n_left_out);
      g_printerr ("\n");
    }
  if (is_json)
    print_as_json (drawings);
  else
    print_for_people (drawings);
  return TRUE;
}

static gboolean
export_to (const char *path,
           BpDrawingForm form,
           const char *target,
           gboolean is_json,
           GError **error)
{
  g_autofree char *name = bp_clean_path (target);
  guint n_drawings;

  if (!bp_drawings_export (path, form, target, bp_interrupt_watch (), &n_drawings, error))
    return FALSE;
  if (is_json)
    {
      BpJsonLine line;

      bp_json_line_begin (&line);
      bp_json_line_add_unsigned (&line, "drawings", n_drawings);
      bp_json_line_add_string (&line, "path", name);
      bp_json_line_print (&line);
      return TRUE;
    }
  g_print (ngettext ("Exported %u drawing to “%s”.", "Exported %u drawings to “%s”.", n_drawings),
           n_drawings, name);
  g_print ("\n");
  return TRUE;
}

static gboolean
export_drawings (int argc, char **argv, GError **error)
{
  g_autofree char *option = NULL;
  g_autofree char *idx = NULL;
  g_autofree char *pictures = NULL;
  g_autofree char *lines = NULL;
  gboolean is_json = FALSE;
  const GOptionEntry entries[] = {
    DRAWINGS_OPTION (option),
    { "idx", 0, 0, G_OPTION_ARG_FILENAME, &idx,
      N_ ("Write images and labels in the format of MNIST to a folder"), N_ ("DIR") },
    { "pictures", 0, 0, G_OPTION_ARG_FILENAME, &pictures,
      N_ ("Write PNG pictures to a new folder, with a folder for each label"), N_ ("DIR") },
    { "lines", 0, 0, G_OPTION_ARG_FILENAME, &lines, N_ ("Write the strokes as JSON lines"),
      N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, N_ ("Print a JSON object for each export"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *path = NULL;

  if (!bp_options_parse (entries, NULL, _ ("Exports the drawings for other programs."),
                         _ ("Pictures are of 28 × 28 pixels, white on black, as a network gets "
                            "them."),
                         argc, argv, error))
    return FALSE;
  if (idx == NULL && pictures == NULL && lines == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("Say where to export to: --idx, --pictures or --lines"));
      return FALSE;
    }
  path = choose_path (option);
  return (idx == NULL || export_to (path, BP_DRAWING_FORM_IDX, idx, is_json, error)) &&
         (pictures == NULL ||
          export_to (path, BP_DRAWING_FORM_PICTURES, pictures, is_json, error)) &&
         (lines == NULL || export_to (path, BP_DRAWING_FORM_LINES, lines, is_json, error));
}

typedef struct
{
  const char *name;
  BpCommandFunc function;
} Action;

static const Action actions[] = { { "list", list_drawings }, { "export", export_drawings } };

/**
 * bp_command_drawings:
 * @argc: the number of arguments
 * @argv: (array length=argc): "drawings" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether the command succeeded
 */
gboolean
bp_command_drawings (int argc, char **argv, GError **error)
{
  const GOptionEntry no_entries[] = { G_OPTION_ENTRY_NULL };

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (actions); i++)
    if (strcmp (argv[1], actions[i].name) == 0)
      {
        g_autofree char *program_name = g_strdup_printf ("%s %s", g_get_prgname (), argv[1]);

        g_set_prgname (program_name);
        return actions[i].function (argc - 1, argv + 1, error);
      }

  /* Only --help is left to be parsed. */
  if (!bp_options_parse (no_entries, "list | export",
                         _ ("Lists or exports the drawings that were kept with their digit."),
                         _ ("“backprop-cli drawings list --help” and so on say more."), argc, argv,
                         error))
    return FALSE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("“list” or “export” is missing; --help explains them"));
  return FALSE;
}
