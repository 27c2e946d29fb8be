/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

/**
 * BpWidgetCall:
 * @widget: (owned): the widget that waits for the result
 * @cancellable: (owned): cancels the call, and tells it from a later one
 *
 * An asynchronous call of a widget that only wants the result of its newest one. The widget keeps
 * the cancellable of that one, or %NULL where none is in progress.
 */
typedef struct
{
  gpointer widget;
  GCancellable *cancellable;
} BpWidgetCall;

BpWidgetCall *bp_widget_call_begin (gpointer widget, GCancellable **newest);
gboolean bp_widget_call_end (const BpWidgetCall *call, GCancellable **newest);
void bp_widget_call_forget (GCancellable **newest);
void bp_widget_call_free (BpWidgetCall *call);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpWidgetCall, bp_widget_call_free)
