/* SPDX-License-Identifier: MIT */
#include "document-trail.h"

#include "test-file.h"

static BpDocument *
make_document (guint n_hidden)
{
  BpDocument *document = bp_document_new ();

  document->network = bp_network_new ((guint[]){ 4, n_hidden, 2 }, 3, NULL);
  return document;
}

static guint
get_hidden (const BpDocument *document)
{
  return document->network->layers[0].n_outputs;
}

/* Several steps back and forth; a new document ends what can be redone. */
static void
test_back_and_forth (void)
{
  g_autoptr (BpDocumentTrail) trail = bp_document_trail_new ();
  BpDocument *present = make_document (1);

  g_assert_false (bp_document_trail_can_undo (trail));
  for (guint i = 2; i <= 4; i++)
    {
      bp_document_trail_leave (trail, present);
      present = make_document (i);
    }
  for (guint i = 3; i >= 1; i--)
    {
      present = bp_document_trail_undo (trail, present);
      g_assert_cmpuint (get_hidden (present), ==, i);
    }
  g_assert_false (bp_document_trail_can_undo (trail));
  present = bp_document_trail_redo (trail, present);
  g_assert_cmpuint (get_hidden (present), ==, 2);
  g_assert_true (bp_document_trail_can_redo (trail));

  bp_document_trail_leave (trail, present);
  present = make_document (9);
  g_assert_false (bp_document_trail_can_redo (trail));
  present = bp_document_trail_undo (trail, present);
  g_assert_cmpuint (get_hidden (present), ==, 2);
  bp_document_unref (present);
}

static void
test_bounded (void)
{
  g_autoptr (BpDocumentTrail) trail = bp_document_trail_new ();
  BpDocument *present = make_document (1);

  for (guint i = 2; i <= 2 * BP_DOCUMENT_TRAIL_MAX; i++)
    {
      bp_document_trail_leave (trail, present);
      present = make_document (i);
    }
  for (guint i = 0; i < BP_DOCUMENT_TRAIL_MAX; i++)
    present = bp_document_trail_undo (trail, present);
  g_assert_cmpuint (get_hidden (present), ==, BP_DOCUMENT_TRAIL_MAX);
  g_assert_false (bp_document_trail_can_undo (trail));
  bp_document_unref (present);
}

/* Of large networks, fewer are kept than of small ones, so that they do not fill the memory. */
static void
test_large (void)
{
  const guint sizes[] = { 5000, 5000, 2 }; /* 100 MB */
  g_autoptr (BpDocumentTrail) trail = bp_document_trail_new ();
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  BpDocument *present = make_document (1);

  for (guint i = 0; i < 4; i++)
    {
      BpDocument *large = bp_document_new ();

      large->network = bp_network_ref (network);
      bp_document_trail_leave (trail, large);
    }
  for (guint i = 0; i < 2; i++)
    present = bp_document_trail_undo (trail, present);
  g_assert_false (bp_document_trail_can_undo (trail));
  bp_document_unref (present);
}

/* There is nothing to come back to without a network. */
static void
test_without_network (void)
{
  g_autoptr (BpDocumentTrail) trail = bp_document_trail_new ();

  bp_document_trail_leave (trail, bp_document_new ());
  g_assert_false (bp_document_trail_can_undo (trail));
}

BP_TEST_FILE (document_trail)
{
  g_test_add_func ("/document-trail/back-and-forth", test_back_and_forth);
  g_test_add_func ("/document-trail/bounded", test_bounded);
  g_test_add_func ("/document-trail/large", test_large);
  g_test_add_func ("/document-trail/without-network", test_without_network);
}
