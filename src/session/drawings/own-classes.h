/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The longest name of a class, in characters. */
#define BP_OWN_CLASS_LONGEST 30

gboolean bp_own_class_check (const char *name, GError **error);
GStrv bp_own_classes_parse (const char *text, GError **error);
char *bp_own_classes_write (const char *path, const char *const *names, GError **error);
