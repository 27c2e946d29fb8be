/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"

#include <glib.h>

gboolean bp_options_parse (const GOptionEntry *entries,
                           const char *arguments,
                           const char *summary,
                           const char *description,
                           int argc,
                           char **argv,
                           GError **error);
gboolean bp_options_read_unsigned (const char *option,
                                   const char *text,
                                   guint64 minimum,
                                   guint64 maximum,
                                   guint64 *value,
                                   GError **error);
gboolean bp_options_read_uint (const char *option,
                               const char *text,
                               guint minimum,
                               guint maximum,
                               guint *value,
                               GError **error);
gboolean bp_options_read_float (const char *option, const char *text, float *value, GError **error);
char *bp_options_describe_choices (const char *format, const BpChoices *choices);
