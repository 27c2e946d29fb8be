/* SPDX-License-Identifier: MIT */
#include "widget-call.h"

/**
 * bp_widget_call_begin:
 * @widget: the widget; a reference is taken
 * @newest: (inout) (nullable): the cancellable of the widget's newest call, which is cancelled and
 *   replaced by that of this one
 *
 * Returns: (transfer full): the data of the call's callback
 */
BpWidgetCall *
bp_widget_call_begin (gpointer widget, GCancellable **newest)
{
  BpWidgetCall *call = g_new0 (BpWidgetCall, 1);

  bp_widget_call_forget (newest);
  *newest = g_cancellable_new ();
  call->widget = g_object_ref (widget);
  call->cancellable = g_object_ref (*newest);
  return call;
}

/**
 * bp_widget_call_end:
 * @call: a call whose callback was called
 * @newest: (inout) (nullable): the cancellable of the widget's newest call; cleared where that is
 *   @call
 *
 * Returns: whether the widget wants the result: there was no later call, and this one was not
 *   forgotten
 */
gboolean
bp_widget_call_end (const BpWidgetCall *call, GCancellable **newest)
{
  if (call->cancellable != *newest)
    return FALSE;
  g_clear_object (newest);
  return TRUE;
}

/**
 * bp_widget_call_forget:
 * @newest: (inout) (nullable): the cancellable of the widget's newest call
 *
 * Cancels the call in progress, if there is one; its result is ignored.
 */
void
bp_widget_call_forget (GCancellable **newest)
{
  g_cancellable_cancel (*newest);
  g_clear_object (newest);
}

/**
 * bp_widget_call_free:
 * @call: (transfer full): a call that has ended
 */
void
bp_widget_call_free (BpWidgetCall *call)
{
  g_object_unref (call->widget);
  g_object_unref (call->cancellable);
  g_free (call);
}
