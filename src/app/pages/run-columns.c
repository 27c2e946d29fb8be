/* SPDX-License-Identifier: MIT */
#include "run-columns.h"

#include "format.h"
#include "source-name.h"
#include "training-settings.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* What stands for a number that there is none of. */
#define NO_NUMBER "–"

/* The gap between two columns, and that at both ends of a row, in pixels. */
#define GAP    12.0
#define MARGIN 12.0

/* The swatch before the name. */
#define SWATCH 40.0

/* How much wider the bold letters of a title are, and the arrow beside it in characters. */
#define BOLD_SCALE 1.15
#define ARROW      2.0

typedef struct
{
  const char *name;
  const char *title;
  double width; /* in characters; of the name, the least */
  guint rank;   /* columns of low ranks are shown first */
  gboolean is_number;
} Column;

/* The data, the network and the state are shown together, or else below the name. */
#define RANK_OF_DETAILS 6

static const Column columns[] = {
  [BP_RUN_COLUMN_NAME] = { "name", NC_ ("run column", "Name"), 16.0, 0, FALSE },
  [BP_RUN_COLUMN_CURVE] = { "curve", NC_ ("run column", "Curve"), 12.0, 2, FALSE },
  [BP_RUN_COLUMN_DATA] = { "data", NC_ ("run column", "Data"), 16.0, RANK_OF_DETAILS, FALSE },
  [BP_RUN_COLUMN_NETWORK] = { "network", NC_ ("run column", "Network"), 16.0, RANK_OF_DETAILS,
                              FALSE },
  [BP_RUN_COLUMN_STATE] = { "state", NC_ ("run column", "State"), 12.0, RANK_OF_DETAILS, FALSE },
  [BP_RUN_COLUMN_BEST] = { "best", NC_ ("run column", "Best"), 9.0, 1, TRUE },
  [BP_RUN_COLUMN_FINAL] = { "final", NC_ ("run column", "Final"), 9.0, 5, TRUE },
  [BP_RUN_COLUMN_TEST] = { "test", NC_ ("run column", "Test"), 9.0, 3, TRUE },
  [BP_RUN_COLUMN_EPOCHS] = { "epochs", NC_ ("run column", "Epochs"), 10.0, 4, TRUE },
  [BP_RUN_COLUMN_TIME] = { "time", NC_ ("run column", "Time"), 10.0, 4, TRUE },
};

const BpChoices bp_run_columns = BP_CHOICES ("run column", NULL, columns, Column);

G_STATIC_ASSERT (G_N_ELEMENTS (columns) == BP_RUN_N_COLUMNS);

/* The width of a column in characters: its texts', or its title's where that is longer. */
static double
get_width (guint column)
{
  const char *title = g_dpgettext2 (NULL, bp_run_columns.kind, columns[column].title);

  return MAX (columns[column].width, BOLD_SCALE * (double) g_utf8_strlen (title, -1) + ARROW);
}

/* The width of the columns up to a rank. */
static double
measure (guint rank, double char_width)
{
  double width = 2.0 * MARGIN + SWATCH - GAP;

  for (guint i = 0; i < BP_RUN_N_COLUMNS; i++)
    if (columns[i].rank <= rank)
      width += get_width (i) * char_width + GAP;
  return width;
}

/**
 * bp_run_layout_init:
 * @layout: (out caller-allocates): the layout
 * @width: of the list, in pixels
 * @char_width: the usual width of a character of its font
 *
 * Chooses as many columns as there is room for. The name takes what they leave.
 */
void
bp_run_layout_init (BpRunLayout *layout, double width, double char_width)
{
  guint rank = 0;
  double spare;
  double x = MARGIN + SWATCH;

  while (rank < RANK_OF_DETAILS && measure (rank + 1, char_width) <= width)
    rank++;
  spare = MAX (width - measure (rank, char_width), 0.0);
  *layout = (BpRunLayout){ .has_details = rank < RANK_OF_DETAILS };
  for (guint i = 0; i < BP_RUN_N_COLUMNS; i++)
    if (columns[i].rank <= rank)
      {
        BpRunPlace *place = &layout->places[i];

        place->x = x;
        place->width = get_width (i) * char_width;
        if (i == BP_RUN_COLUMN_NAME)
          place->width = MIN (place->width + spare, MAX (width - MARGIN - x, 1.0));
        x += place->width + GAP;
      }
}

/**
 * bp_run_column_is_number:
 * @column: a column
 *
 * Returns: whether its texts are numbers, which end at its right end
 */
gboolean
bp_run_column_is_number (BpRunColumn column)
{
  return columns[column].is_number;
}

/* The name that a person gave, or else when the run was begun. */
static char *
describe_name (const BpRunRecord *record)
{
  g_autoptr (GDateTime) begin = NULL;

  if (record->name != NULL)
    return g_strdup (record->name);

  begin = g_date_time_new_from_unix_local (record->created / G_USEC_PER_SEC);
  /* Translators: when a run was begun, see g_date_time_format(): as in "2026-11-27 15:12" */
  return begin != NULL ? g_date_time_format (begin, _ ("%Y-%m-%d %H:%M")) : g_strdup ("");
}

static char *
describe_network (const BpRunRecord *record)
{
  const BpFieldSizes *layers = &record->settings.layers;

  return bp_describe_layers (layers->sizes[0], &record->settings.config,
                             layers->sizes[layers->n_sizes - 1]);
}

static char *
describe_share (double share)
{
  return isnan (share) ? g_strdup (NO_NUMBER) : bp_format_percent (share);
}

/**
 * bp_run_column_describe:
 * @column: a column
 * @record: a run
 *
 * Returns: (transfer full): the text of the run in that column
 */
char *
bp_run_column_describe (BpRunColumn column, const BpRunRecord *record)
{
  const BpRunFigures *figures = &record->figures;

  switch (column)
    {
    case BP_RUN_COLUMN_NAME:
      return describe_name (record);
    case BP_RUN_COLUMN_DATA:
      return bp_source_name_translate (record->settings.dataset_name);
    case BP_RUN_COLUMN_NETWORK:
      return describe_network (record);
    case BP_RUN_COLUMN_STATE:
      return g_strdup (g_dpgettext2 (NULL, bp_run_states.kind,
                                     bp_choices_get_title (&bp_run_states, record->state)));
    case BP_RUN_COLUMN_BEST:
      return describe_share (figures->best_held_out_accuracy);
    case BP_RUN_COLUMN_FINAL:
      return describe_share (figures->held_out_accuracy);
    case BP_RUN_COLUMN_TEST:
      return describe_share (record->result.test_accuracy);
    case BP_RUN_COLUMN_EPOCHS:
      return bp_format_count (figures->n_epochs);
    case BP_RUN_COLUMN_TIME:
      return bp_format_duration (figures->seconds);
    case BP_RUN_COLUMN_CURVE:
    default:
      return g_strdup ("");
    }
}

/* What a column with numbers is sorted by. */
static double
get_number (BpRunColumn column, const BpRunRecord *record)
{
  switch (column)
    {
    case BP_RUN_COLUMN_FINAL:
      return record->figures.held_out_accuracy;
    case BP_RUN_COLUMN_TEST:
      return record->result.test_accuracy;
    case BP_RUN_COLUMN_EPOCHS:
      return record->figures.n_epochs;
    case BP_RUN_COLUMN_TIME:
      return record->figures.seconds;
    default:
      return record->figures.best_held_out_accuracy;
    }
}

/**
 * bp_run_column_compare:
 * @column: a column
 * @a: a run
 * @b: another one
 *
 * Compares two runs by a column: numbers by their value, where there is none it is less than all
 * others; texts as a dictionary has them. The curve stands for the best accuracy.
 *
 * Returns: less than 0 where @a is less than @b, more than 0 where it is more, or else 0
 */
int
bp_run_column_compare (BpRunColumn column, const BpRunRecord *a, const BpRunRecord *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (columns[column].is_number || column == BP_RUN_COLUMN_CURVE)
    {
      double x = get_number (column, a);
      double y = get_number (column, b);

      if (isnan (x) || isnan (y))
        return (isnan (x) ? 0 : 1) - (isnan (y) ? 0 : 1);
      return (x > y ? 1 : 0) - (x < y ? 1 : 0);
    }
  first = bp_run_column_describe (column, a);
  second = bp_run_column_describe (column, b);
  return g_utf8_collate (first, second);
}

/**
 * bp_run_describe_details:
 * @record: a run
 *
 * Returns: (transfer full): its data, network and state in one line
 */
char *
bp_run_describe_details (const BpRunRecord *record)
{
  g_autofree char *data = bp_run_column_describe (BP_RUN_COLUMN_DATA, record);
  g_autofree char *network = describe_network (record);
  g_autofree char *state = bp_run_column_describe (BP_RUN_COLUMN_STATE, record);

  /* Isolated, the layers keep their order in a text from right to left. */
  return g_strdup_printf ("%s · \u2066%s\u2069 · %s", data, network, state);
}
