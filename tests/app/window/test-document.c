/* SPDX-License-Identifier: MIT */
#include "document.h"
#include "test-file.h"

#include <math.h>

static BpNetwork *
new_network (void)
{
  return bp_network_new ((const guint[]){ 784, 16, 10 }, 3, NULL);
}

static void
test_empty (void)
{
  g_autoptr (BpDocument) document = bp_document_new ();
  g_autofree char *subtitle = bp_document_get_subtitle (document);

  g_assert_null (document->network);
  g_assert_null (subtitle);
  g_assert_cmpint (bp_training_run_get_figures (document->run)->state, ==, BP_TRAINING_STATE_IDLE);
  g_assert_false (bp_document_has_better (document));
}

static void
test_from_file (void)
{
  g_autoptr (BpNetwork) network = new_network ();
  g_autoptr (BpNetwork) trained_on = new_network ();
  g_autoptr (GFile) file = g_file_new_for_path ("/somewhere/digits.safetensors");
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpDocument) document = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *origin = NULL;

  bp_weights_info_init (&info);
  info.dataset_name = g_strdup ("MNIST");
  info.n_epochs = 5;
  info.held_out_accuracy = 0.9;

  document = bp_document_new_from_file (network, &info, file);
  subtitle = bp_document_get_subtitle (document);
  g_assert_cmpstr (subtitle, ==, "784-16-10 · from digits.safetensors");

  origin = bp_document_describe_origin (document);
  g_assert_cmpstr (origin, ==, "Trained for 5 epochs · held-out accuracy 90.0 %");

  /* New weights differ from those of the file, and have no test results. */
  g_free (subtitle);
  bp_document_set_network (document, trained_on);
  subtitle = bp_document_get_subtitle (document);
  g_assert_cmpstr (subtitle, ==, "784-16-10 · MNIST");
  g_assert_true (g_file_equal (document->file, file));
  g_assert_cmpuint (document->info.n_epochs, ==, 5);
  g_assert_true (isnan (document->info.held_out_accuracy));
}

/* A run that was stopped in its first epoch is no network from elsewhere. */
static void
test_part_of_an_epoch (void)
{
  static const struct
  {
    const char *dataset_name;
    const char *origin;
  } cases[] = {
    { "MNIST", "Trained for less than an epoch" },
    { NULL, "Trained elsewhere" },
  };
  g_autoptr (BpNetwork) network = new_network ();
  g_autoptr (GFile) file = g_file_new_for_path ("/somewhere/digits.safetensors");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (BpWeightsInfo) info = { 0 };
      g_autoptr (BpDocument) document = NULL;
      g_autofree char *origin = NULL;

      bp_weights_info_init (&info);
      info.dataset_name = g_strdup (cases[i].dataset_name);
      document = bp_document_new_from_file (network, &info, file);
      origin = bp_document_describe_origin (document);
      g_assert_cmpstr (origin, ==, cases[i].origin);
    }
}

/* An edited network says so, and has neither the file nor the figures of the trained one. */
static void
test_edited (void)
{
  g_autoptr (BpNetwork) network = new_network ();
  g_autoptr (BpNetwork) edited = new_network ();
  g_autoptr (GFile) file = g_file_new_for_path ("/somewhere/digits.safetensors");
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpDocument) trained = NULL;
  g_autoptr (BpDocument) document = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *name = NULL;

  bp_weights_info_init (&info);
  info.dataset_name = g_strdup ("MNIST");
  info.command = g_strdup ("backprop-cli train");
  info.n_epochs = 5;
  info.held_out_accuracy = 0.9;
  info.held_out_loss = 0.3;
  trained = bp_document_new_from_file (network, &info, file);
  trained->is_pretrained = FALSE;

  document = bp_document_new_edited (trained, 5, edited);
  subtitle = bp_document_get_subtitle (document);
  origin = bp_document_describe_origin (document);
  name = bp_document_suggest_file_name (document, ".npz");
  g_assert_true (document->network == edited);
  g_assert_true (document->info.is_edited);
  g_assert_true (isnan (document->info.held_out_accuracy));
  g_assert_true (isnan (document->info.held_out_loss));
  g_assert_null (document->info.command);
  g_assert_null (document->file);
  g_assert_cmpstr (subtitle, ==, "784-16-10 · MNIST · edited by hand");
  g_assert_cmpstr (origin, ==, "Trained for 5 epochs, then edited by hand");
  g_assert_cmpstr (name, ==, "mnist-784-16-10-edited.npz");
  g_assert_true (trained->network == network);
  g_assert_false (trained->info.is_edited);
}

static void
test_info_counts_epochs_on (void)
{
  g_autoptr (BpNetwork) network = new_network ();
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpDocument) document = NULL;
  BpHistory *history;
  BpHistoryEpoch epoch = {
    .values = { .epoch = 1, .held_out_accuracy = 0.75, .held_out_loss = 0.5 },
    .n_steps = 2,
  };

  bp_weights_info_init (&info);
  info.n_epochs = 5;
  document = bp_document_new_from_file (network, &info, NULL);
  history = bp_training_run_get_history (document->run);
  bp_history_begin_run (history, 2);

  bp_history_append (history, (const float[]){ 2.0f, 1.0f }, 2, &epoch, 1, NULL);
  bp_document_set_network (document, network);
  g_assert_cmpuint (document->info.n_epochs, ==, 6);
  g_assert_cmpfloat (document->info.held_out_accuracy, ==, 0.75);

  /* Within an epoch, the figures of the last one are not those of this network. */
  bp_history_append (history, (const float[]){ 0.5f }, 1, NULL, 0, NULL);
  bp_document_set_network (document, network);
  g_assert_cmpuint (document->info.n_epochs, ==, 6);
  g_assert_true (isnan (document->info.held_out_accuracy));
}

static void
test_restore_best (void)
{
  g_autoptr (BpNetwork) best = new_network ();
  g_autoptr (BpNetwork) last = new_network ();
  g_autoptr (BpDocument) document = bp_document_new ();
  BpHistory *history = bp_training_run_get_history (document->run);
  BpHistoryEpoch epochs[] = {
    { .values = { .epoch = 1, .held_out_accuracy = 0.9, .held_out_loss = 0.3 }, .n_steps = 1 },
    { .values = { .epoch = 2, .held_out_accuracy = 0.8, .held_out_loss = 0.4 }, .n_steps = 2 },
  };

  bp_history_begin_run (history, 1);
  bp_history_append (history, (const float[]){ 1.0f }, 1, &epochs[0], 1, best);
  bp_history_append (history, (const float[]){ 2.0f }, 1, &epochs[1], 1, NULL);
  bp_document_set_network (document, last);
  g_assert_cmpuint (document->info.n_epochs, ==, 2);
  g_assert_true (bp_document_has_better (document));

  bp_document_restore_best (document);
  g_assert_true (document->network == best);
  g_assert_cmpuint (document->info.n_epochs, ==, 1);
  g_assert_cmpfloat (document->info.held_out_accuracy, ==, 0.9);
  g_assert_false (bp_document_has_better (document));
}

/* A previously trained network is restored to an epoch of this run: the epochs of both add up. */
static void
test_restore_best_of_more (void)
{
  g_autoptr (BpNetwork) network = new_network ();
  g_autoptr (BpNetwork) best = new_network ();
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpDocument) document = NULL;
  BpHistory *history;
  BpHistoryEpoch epochs[] = {
    { .values = { .epoch = 1, .held_out_accuracy = 0.9, .held_out_loss = 0.3 }, .n_steps = 1 },
    { .values = { .epoch = 2, .held_out_accuracy = 0.8, .held_out_loss = 0.4 }, .n_steps = 2 },
  };

  bp_weights_info_init (&info);
  info.n_epochs = 5;
  document = bp_document_new_from_file (network, &info, NULL);
  history = bp_training_run_get_history (document->run);
  bp_history_begin_run (history, 1);
  bp_history_append (history, (const float[]){ 1.0f }, 1, &epochs[0], 1, best);
  bp_history_append (history, (const float[]){ 2.0f }, 1, &epochs[1], 1, NULL);
  bp_document_set_network (document, network);
  g_assert_cmpuint (document->info.n_epochs, ==, 7);
  bp_document_restore_best (document);
  g_assert_cmpuint (document->info.n_epochs, ==, 6);
  g_assert_cmpfloat (document->info.held_out_accuracy, ==, 0.9);
  g_assert_cmpfloat (document->info.held_out_loss, ==, 0.3);
}

/* Where the last epoch is the best, there is no better network than the final one. */
static void
test_last_is_best (void)
{
  g_autoptr (BpNetwork) best = new_network ();
  g_autoptr (BpNetwork) last = new_network ();
  g_autoptr (BpDocument) document = bp_document_new ();
  BpHistory *history = bp_training_run_get_history (document->run);
  BpHistoryEpoch epoch = {
    .values = { .epoch = 1, .held_out_accuracy = 0.9, .held_out_loss = 0.3 },
    .n_steps = 1,
  };

  bp_history_begin_run (history, 1);
  bp_history_append (history, (const float[]){ 1.0f }, 1, &epoch, 1, best);
  bp_document_set_network (document, last);
  g_assert_false (bp_document_has_better (document));

  /* After another step, there is. */
  bp_history_append (history, (const float[]){ 2.0f }, 1, NULL, 0, NULL);
  g_assert_true (bp_document_has_better (document));
}

static void
test_has_learnt (void)
{
  g_autoptr (BpNetwork) network = new_network ();
  g_autoptr (BpDocument) document = bp_document_new ();
  BpHistory *history = bp_training_run_get_history (document->run);
  BpHistoryEpoch epochs[] = {
    { .values = { .epoch = 1, .held_out_accuracy = 0.1, .held_out_loss = 2.4 }, .n_steps = 1 },
    { .values = { .epoch = 2, .held_out_accuracy = 0.3, .held_out_loss = 2.2 }, .n_steps = 2 },
  };

  g_assert_false (bp_document_has_learnt (document));
  bp_document_set_network (document, network);
  bp_history_begin_run (history, 1);
  bp_history_append (history, (const float[]){ 1.0f }, 1, &epochs[0], 1, NULL);
  g_assert_false (bp_document_has_learnt (document));
  bp_history_append (history, (const float[]){ 1.0f }, 1, &epochs[1], 1, NULL);
  g_assert_true (bp_document_has_learnt (document));
}

static void
test_file_name (void)
{
  g_autoptr (BpNetwork) network = new_network ();
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpDocument) document = NULL;
  g_autofree char *name = NULL;

  bp_weights_info_init (&info);
  info.dataset_name = g_strdup ("Built-in digits");
  document = bp_document_new_from_file (network, &info, NULL);
  name = bp_document_suggest_file_name (document, ".safetensors");
  g_assert_cmpstr (name, ==, "built-in-digits-784-16-10.safetensors");
}

BP_TEST_FILE (document)
{
  g_test_add_func ("/document/empty", test_empty);
  g_test_add_func ("/document/from-file", test_from_file);
  g_test_add_func ("/document/edited", test_edited);
  g_test_add_func ("/document/part-of-an-epoch", test_part_of_an_epoch);
  g_test_add_func ("/document/info-counts-epochs-on", test_info_counts_epochs_on);
  g_test_add_func ("/document/restore-best", test_restore_best);
  g_test_add_func ("/document/restore-best-of-more", test_restore_best_of_more);
  g_test_add_func ("/document/last-is-best", test_last_is_best);
  g_test_add_func ("/document/has-learnt", test_has_learnt);
  g_test_add_func ("/document/file-name", test_file_name);
}
