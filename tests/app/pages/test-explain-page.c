/* SPDX-License-Identifier: MIT */
#include "explain-page.h"

#include "changed-copy.h"
#include "dataset-builtin.h"
#include "formula-label.h"
#include "network-view.h"
#include "numbers-pane.h"
#include "test-file.h"
#include "toy-network.h"

#include <adwaita.h>
#include <string.h>

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpExplainPage *page;
  BpNetwork *network;
  guint8 drawing[784];
  guint n_changes;      /* of the steps */
  BpNetwork *chosen;    /* owned, nullable: to be used */
  BpNetwork *answering; /* owned, nullable: answers on the pad */
} Fixture;

static void
on_steps_changed (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
on_network_chosen (Fixture *fixture, BpNetwork *network)
{
  fixture->chosen = bp_network_ref (network);
}

static void
on_answering_changed (Fixture *fixture, BpNetwork *network)
{
  g_clear_pointer (&fixture->answering, bp_network_unref);
  fixture->answering = network != NULL ? bp_network_ref (network) : NULL;
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->network = bp_toy_network_new (784, 12, 10, 1);
  memset (fixture->drawing + 400, 255, 60);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->page = g_object_new (BP_TYPE_EXPLAIN_PAGE, NULL);
  g_signal_connect_swapped (fixture->page, "steps-changed", G_CALLBACK (on_steps_changed), fixture);
  g_signal_connect_swapped (fixture->page, "network-chosen", G_CALLBACK (on_network_chosen),
                            fixture);
  g_signal_connect_swapped (fixture->page, "answering-changed", G_CALLBACK (on_answering_changed),
                            fixture);
  gtk_window_set_default_size (fixture->window, 800, 700);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->page));
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  gtk_window_destroy (fixture->window);
  g_clear_pointer (&fixture->chosen, bp_network_unref);
  g_clear_pointer (&fixture->answering, bp_network_unref);
  bp_network_unref (fixture->network);
}

static GtkWidget *
find (GtkWidget *widget, GType type, const char *id)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      (id == NULL || g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The text of a formula, or NULL where it is hidden. */
static const char *
get_formula (Fixture *fixture, const char *id)
{
  GtkWidget *label = find (GTK_WIDGET (fixture->page), BP_TYPE_FORMULA_LABEL, id);

  g_assert_nonnull (label);
  return gtk_widget_get_visible (label) ? bp_formula_label_get_text (BP_FORMULA_LABEL (label))
                                        : NULL;
}

static void
choose_label (Fixture *fixture, guint label)
{
  GtkWidget *row = find (GTK_WIDGET (fixture->page), GTK_TYPE_DROP_DOWN, "label_row");

  gtk_drop_down_set_selected (GTK_DROP_DOWN (row), label + 1);
}

static void
take (Fixture *fixture, BpWalkStep step)
{
  g_assert_true (bp_explain_page_can (fixture->page, step));
  bp_explain_page_take (fixture->page, step);
}

static void
assert_prefix (const char *text, const char *prefix)
{
  g_assert_nonnull (text);
  if (!g_str_has_prefix (text, prefix))
    g_error ("“%s” does not begin with “%s”", text, prefix);
}

static void
show_drawing (Fixture *fixture)
{
  bp_explain_page_set_network (fixture->page, fixture->network);
  bp_explain_page_set_drawing (fixture->page, fixture->drawing, BP_WALKTHROUGH_NO_LABEL);
}

/* The names of the parts are those that scripts and screen readers find. */
static void
test_names (Fixture *fixture, gconstpointer user_data)
{
  GtkWidget *page = GTK_WIDGET (fixture->page);

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (page, BP_TYPE_NETWORK_VIEW, NULL)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Network");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (page, BP_TYPE_NUMBERS_PANE, NULL)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Numbers");
}

/* A drawing has no class until it is told; then its loss and the way back are there. */
static void
test_drawing (Fixture *fixture, gconstpointer user_data)
{
  g_assert_false (bp_explain_page_can (fixture->page, BP_WALK_FORWARD));
  show_drawing (fixture);
  g_assert_true (bp_explain_page_can (fixture->page, BP_WALK_FORWARD));
  g_assert_false (bp_explain_page_can (fixture->page, BP_WALK_REPEAT));
  assert_prefix (get_formula (fixture, "activation"), "a = e^z / Σ e^z = ");
  g_assert_null (get_formula (fixture, "delta"));
  g_assert_null (get_formula (fixture, "gradient"));

  choose_label (fixture, 3);
  g_assert_true (bp_explain_page_can (fixture->page, BP_WALK_REPEAT));
  assert_prefix (get_formula (fixture, "delta"), "δ = a - y = ");
  assert_prefix (get_formula (fixture, "measured"), "measured: (L(w + h) - L(w - h)) / 2h = ");

  /* A blank pad forgets the class. */
  bp_explain_page_set_drawing (fixture->page, NULL, BP_WALKTHROUGH_NO_LABEL);
  g_assert_false (bp_explain_page_can (fixture->page, BP_WALK_FORWARD));
  bp_explain_page_set_drawing (fixture->page, fixture->drawing, BP_WALKTHROUGH_NO_LABEL);
  g_assert_false (bp_explain_page_can (fixture->page, BP_WALK_REPEAT));
}

/* A picture of the data brings its class; a drawing after it has none, until it is told. */
static void
test_labelled (Fixture *fixture, gconstpointer user_data)
{
  GtkWidget *row = find (GTK_WIDGET (fixture->page), GTK_TYPE_DROP_DOWN, "label_row");

  bp_explain_page_set_network (fixture->page, fixture->network);
  bp_explain_page_set_drawing (fixture->page, fixture->drawing, 4);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (row)), ==, 5);
  g_assert_true (bp_explain_page_can (fixture->page, BP_WALK_REPEAT));
  bp_explain_page_set_drawing (fixture->page, fixture->drawing, BP_WALKTHROUGH_NO_LABEL);
  g_assert_false (bp_explain_page_can (fixture->page, BP_WALK_REPEAT));

  choose_label (fixture, 3);
  bp_explain_page_set_drawing (fixture->page, fixture->drawing, BP_WALKTHROUGH_NO_LABEL);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (row)), ==, 4);
}

static void
test_steps (Fixture *fixture, gconstpointer user_data)
{
  show_drawing (fixture);
  choose_label (fixture, 3);
  fixture->n_changes = 0;
  take (fixture, BP_WALK_FORWARD);
  g_assert_cmpuint (fixture->n_changes, >, 0);
  assert_prefix (get_formula (fixture, "unit_heading"), "Hidden layer 1, unit ");
  assert_prefix (get_formula (fixture, "step_formula"), "z = Σ w x + b = ");
  g_assert_null (get_formula (fixture, "delta"));
  take (fixture, BP_WALK_FORWARD);
  assert_prefix (get_formula (fixture, "unit_heading"), "Output “");
  take (fixture, BP_WALK_LOSS);
  assert_prefix (get_formula (fixture, "step_formula"), "L = -log p(3) = ");
  take (fixture, BP_WALK_BACKWARD);
  take (fixture, BP_WALK_BACKWARD);
  assert_prefix (get_formula (fixture, "step_formula"), "δ = f'(z) Σ w δ = ");
  take (fixture, BP_WALK_UPDATE);
  assert_prefix (get_formula (fixture, "step_formula"), "w ← w - η dL/dw = ");
}

/* While a drawing grows, the numbers of the weight follow those of the unit. */
static void
test_follow (Fixture *fixture, gconstpointer user_data)
{
  GtkWidget *view;
  g_autofree char *sum = NULL;
  g_autofree char *heading = NULL;

  show_drawing (fixture);
  view = find (GTK_WIDGET (fixture->page), BP_TYPE_NETWORK_VIEW, NULL);
  g_signal_emit_by_name (view, "unit-chosen", 0, 5);
  sum = g_strdup (get_formula (fixture, "sum"));
  heading = g_strdup (get_formula (fixture, "weight_heading"));
  assert_prefix (heading, "Weight: Pixel ");

  memset (fixture->drawing + 400, 0, 60);
  memset (fixture->drawing + 100, 255, 60);
  bp_explain_page_set_drawing (fixture->page, fixture->drawing, BP_WALKTHROUGH_NO_LABEL);
  g_assert_cmpstr (get_formula (fixture, "sum"), !=, sum);
  while (g_strcmp0 (get_formula (fixture, "weight_heading"), heading) == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_prefix (get_formula (fixture, "weight_heading"), "Weight: Pixel ");
}

/* Updates change a private copy; it is used when the user says so. */
static void
test_private_copy (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (BpNetwork) before = bp_network_copy (fixture->network, NULL);
  gsize n_bytes = before->n_parameters * sizeof (float);

  show_drawing (fixture);
  choose_label (fixture, 3);
  g_assert_false (bp_explain_page_can_use (fixture->page));
  take (fixture, BP_WALK_REPEAT);
  g_assert_true (bp_explain_page_can_use (fixture->page));
  bp_explain_page_use (fixture->page);
  g_assert_nonnull (fixture->chosen);
  g_assert_cmpint (memcmp (fixture->chosen->parameters, before->parameters, n_bytes), !=, 0);
  g_assert_cmpmem (fixture->network->parameters, n_bytes, before->parameters, n_bytes);

  for (guint i = 0; i < BP_WALKTHROUGH_N_REPEATS; i++)
    take (fixture, BP_WALK_UNDO);
  g_assert_false (bp_explain_page_can_use (fixture->page));
}

static void
type_weight (Fixture *fixture, const char *text)
{
  GtkWidget *entry = find (GTK_WIDGET (fixture->page), GTK_TYPE_ENTRY, "weight_entry");

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

static gboolean
is_shown (Fixture *fixture, GType type, const char *id)
{
  return gtk_widget_get_visible (find (GTK_WIDGET (fixture->page), type, id));
}

/* A weight is typed; what is no number is refused with a word; Undo brings the weight back. */
static void
test_set_weight (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *value = NULL;
  g_autofree char *activation = NULL;

  show_drawing (fixture);
  value = g_strdup (get_formula (fixture, "weight_value"));
  activation = g_strdup (get_formula (fixture, "activation"));
  type_weight (fixture, "seven");
  g_assert_true (is_shown (fixture, GTK_TYPE_LABEL, "weight_refusal"));
  g_assert_false (bp_explain_page_can_use (fixture->page));
  g_assert_false (is_shown (fixture, BP_TYPE_CHANGED_COPY, NULL));

  type_weight (fixture, "-2.5");
  g_assert_false (is_shown (fixture, GTK_TYPE_LABEL, "weight_refusal"));
  g_assert_cmpstr (get_formula (fixture, "weight_value"), ==, "w = -2.5");
  g_assert_cmpstr (get_formula (fixture, "activation"), !=, activation);
  g_assert_true (bp_explain_page_can_use (fixture->page));
  g_assert_true (is_shown (fixture, BP_TYPE_CHANGED_COPY, NULL));

  take (fixture, BP_WALK_UNDO);
  g_assert_cmpstr (get_formula (fixture, "weight_value"), ==, value);
  g_assert_cmpstr (get_formula (fixture, "activation"), ==, activation);
  g_assert_false (is_shown (fixture, BP_TYPE_CHANGED_COPY, NULL));
}

static void
wait_for_accuracies (Fixture *fixture)
{
  GtkWidget *copy = find (GTK_WIDGET (fixture->page), BP_TYPE_CHANGED_COPY, NULL);
  GtkLabel *accuracy = GTK_LABEL (find (copy, GTK_TYPE_LABEL, "accuracy"));

  while (strstr (gtk_label_get_text (accuracy), "Without the changes: ") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* With data, the accuracy of the copy stands beside that of the network, also after more changes.
 */
static void
test_accuracy_of_copy (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (BpDataset) dataset = bp_dataset_new_builtin (1, 10, 40, 0, 1, NULL, NULL);

  bp_explain_page_set_dataset (fixture->page, dataset);
  show_drawing (fixture);
  type_weight (fixture, "-2.5");
  wait_for_accuracies (fixture);
  type_weight (fixture, "3.5");
  wait_for_accuracies (fixture);
}

/* The changed copy answers on the pad when it is told to, and follows further changes, until they
 * are undone or another network comes. */
static void
test_answering (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (BpNetwork) first = NULL;
  g_autoptr (BpNetwork) later = bp_toy_network_new (784, 12, 10, 2);

  show_drawing (fixture);
  bp_explain_page_set_is_answering (fixture->page, TRUE);
  g_assert_null (fixture->answering);

  type_weight (fixture, "1");
  g_assert_null (fixture->answering);
  bp_explain_page_set_is_answering (fixture->page, TRUE);
  g_assert_nonnull (fixture->answering);
  first = bp_network_ref (fixture->answering);
  type_weight (fixture, "2");
  g_assert_nonnull (fixture->answering);
  g_assert_true (fixture->answering != first);
  take (fixture, BP_WALK_UNDO);
  take (fixture, BP_WALK_UNDO);
  g_assert_null (fixture->answering);

  type_weight (fixture, "3");
  bp_explain_page_set_is_answering (fixture->page, TRUE);
  g_assert_nonnull (fixture->answering);
  bp_explain_page_set_network (fixture->page, later);
  g_assert_null (fixture->answering);
}

/* The numbers follow a later network, and the step stays. */
static void
test_published (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (BpNetwork) later = bp_toy_network_new (784, 12, 10, 2);
  g_autofree char *before = NULL;

  show_drawing (fixture);
  take (fixture, BP_WALK_FORWARD);
  before = g_strdup (get_formula (fixture, "sum"));
  bp_explain_page_set_network (fixture->page, later);
  g_assert_cmpstr (get_formula (fixture, "sum"), !=, before);
  assert_prefix (get_formula (fixture, "unit_heading"), "Hidden layer 1, unit ");
  g_assert_true (bp_explain_page_can (fixture->page, BP_WALK_RESTART));
}

/* A page that is not on the screen computes nothing, and catches up. */
static void
test_hidden (Fixture *fixture, gconstpointer user_data)
{
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  show_drawing (fixture);
  g_assert_false (bp_explain_page_can (fixture->page, BP_WALK_FORWARD));
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), TRUE);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->page));
  g_assert_true (bp_explain_page_can (fixture->page, BP_WALK_FORWARD));
  assert_prefix (get_formula (fixture, "sum"), "z = Σ w x + b = ");
}

static char *
read_clipboard (Fixture *fixture, const char *action)
{
  GtkWidget *pane = find (GTK_WIDGET (fixture->page), BP_TYPE_NUMBERS_PANE, NULL);
  GdkContentProvider *content;
  g_auto (GValue) value = G_VALUE_INIT;

  gtk_widget_activate_action (pane, action, NULL);
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (pane));
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  return g_value_dup_string (&value);
}

/* All formulas are copied, with their numbers. */
static void
test_copy (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *text = NULL;
  g_autofree char *latex = NULL;
  g_auto (GStrv) lines = NULL;

  show_drawing (fixture);
  choose_label (fixture, 3);
  text = read_clipboard (fixture, "numbers.copy-text");
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 8);
  g_assert_cmpstr (lines[0], ==, get_formula (fixture, "sum"));
  g_assert_cmpstr (lines[3], ==, get_formula (fixture, "delta"));
  latex = read_clipboard (fixture, "numbers.copy-latex");
  g_assert_nonnull (strstr (latex, "\\frac{\\partial L}{\\partial w"));
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer user_data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

BP_TEST_FILE (explain_page)
{
  adw_init ();
  add ("/explain-page/names", test_names);
  add ("/explain-page/drawing", test_drawing);
  add ("/explain-page/labelled", test_labelled);
  add ("/explain-page/steps", test_steps);
  add ("/explain-page/follow", test_follow);
  add ("/explain-page/private-copy", test_private_copy);
  add ("/explain-page/set-weight", test_set_weight);
  add ("/explain-page/accuracy-of-copy", test_accuracy_of_copy);
  add ("/explain-page/answering", test_answering);
  add ("/explain-page/published", test_published);
  add ("/explain-page/hidden", test_hidden);
  add ("/explain-page/copy", test_copy);
}
