/* SPDX-License-Identifier: MIT */
#include "window-inspect.h"

#include "commands.h"
#include "error.h"
#include "export-dialog.h"
#include "window-pad.h"

#include <glib/gi18n.h>

/* The key of the page in the window's data. */
#define PAGE "bp-inspect-page"

static const BpFileFormat FORMATS[] = {
  { "CSV", ".csv" },
  { "SVG", ".svg" },
  { "PDF", ".pdf" },
  { "PNG", ".png" },
};

static BpInspectPage *
get_page (BpWindow *self)
{
  return g_object_get_data (G_OBJECT (self), PAGE);
}

static guint
get_part (BpWindow *self)
{
  return bp_inspect_page_get_part (get_page (self));
}

static const char *
get_id (guint part)
{
  return bp_inspect_part_get_name ((BpInspectPart) part);
}

static gboolean
save (BpWindow *self, guint part, const char *path, GError **error)
{
  BpInspectPage *page = get_page (self);

  if (!bp_inspect_page_has_figures (page))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_MISMATCH,
                           _ ("There are no figures yet. Show the page “Inspect” first."));
      return FALSE;
    }
  return bp_inspect_page_save (page, (BpInspectPart) part, path, error);
}

static const BpExport EXPORT = {
  .title = N_ ("Export Figures"),
  .choice = N_ ("Figures"),
  .failure = N_ ("Could Not Export the Figures"),
  .button = N_ ("_Export Figures…"),
  .action = "win.export-inspection",
  .labels = { [BP_INSPECT_PART_MATRIX] = N_ ("Confusion matrix"),
              [BP_INSPECT_PART_CLASSES] = N_ ("Figures of each class"),
              [BP_INSPECT_PART_CALIBRATION] = N_ ("Reliability diagram"),
              [BP_INSPECT_PART_LANDSCAPE] = N_ ("Loss around the network"),
              [BP_INSPECT_PART_DISTRIBUTIONS] = N_ ("Distributions") },
  .get_id = get_id,
  .n_parts = BP_INSPECT_N_PARTS,
  .formats = FORMATS,
  .n_formats = G_N_ELEMENTS (FORMATS),
  .get_part = get_part,
  .save = save,
};

static void
export_inspection (BpWindow *self)
{
  bp_export_ask (self, &EXPORT);
}

static void
export_inspection_as (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  bp_export_save_as (BP_WINDOW (user_data), &EXPORT, parameter,
                     _ ("There are no figures “%s”. Choose “matrix”, “classes”, “calibration”, "
                        "“landscape” or “distributions”."));
}

static void
on_image_chosen (BpWindow *self,
                 GBytes *pixels,
                 guint width,
                 guint height,
                 const char *title,
                 guint label)
{
  bp_window_show_image (self, g_bytes_get_data (pixels, NULL), width, height, title, label);
}

static void
on_changed (BpWindow *self)
{
  bp_commands_set_enabled (G_ACTION_MAP (self), "export-inspection",
                           bp_inspect_page_has_figures (get_page (self)));
}

static const BpCommand COMMANDS[] = {
  { "export-inspection", G_CALLBACK (export_inspection) },
};

static const GActionEntry ACTIONS[] = {
  { .name = "export-inspection-as", .parameter_type = "(ss)", .activate = export_inspection_as },
};

/**
 * bp_window_inspect_attach:
 * @self: the window
 * @page: its page "Inspect"
 */
void
bp_window_inspect_attach (BpWindow *self, BpInspectPage *page)
{
  g_object_set_data (G_OBJECT (self), PAGE, page);
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  g_signal_connect_object (page, "image-chosen", G_CALLBACK (on_image_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  on_changed (self);
}

/**
 * bp_window_inspect_reload_drawings:
 * @self: the window
 *
 * Tells its page that a drawing was kept, or is not kept any more.
 */
void
bp_window_inspect_reload_drawings (BpWindow *self)
{
  bp_inspect_page_reload_drawings (get_page (self));
}
