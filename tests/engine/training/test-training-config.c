/* SPDX-License-Identifier: MIT */
#include "training-config.h"

#include "error.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

static void
test_ranges (void)
{
  const struct
  {
    gsize offset;
    double value;
    gboolean is_float;
    const char *message;
  } rows[] = {
    { G_STRUCT_OFFSET (BpTrainingConfig, batch_size), 0, FALSE,
      "The batch size is 1 to 4096, not 0" },
    { G_STRUCT_OFFSET (BpTrainingConfig, batch_size), 5000, FALSE,
      "The batch size is 1 to 4096, not 5000" },
    { G_STRUCT_OFFSET (BpTrainingConfig, hidden), 0, FALSE,
      "A hidden layer has 1 to 16384 units, not 0" },
    { G_STRUCT_OFFSET (BpTrainingConfig, n_hidden), 16, FALSE,
      "A network has at most 15 hidden layers, not 16" },
    { G_STRUCT_OFFSET (BpTrainingConfig, learning_rate), 0.0, TRUE,
      "The learning rate is a number over 0, not 0" },
    { G_STRUCT_OFFSET (BpTrainingConfig, learning_rate), NAN, TRUE,
      "The learning rate is a number over 0, not nan" },
    { G_STRUCT_OFFSET (BpTrainingConfig, optimizer.momentum), 1.0, TRUE,
      "The momentum is from 0 to less than 1, not 1" },
    { G_STRUCT_OFFSET (BpTrainingConfig, optimizer.momentum), -0.5, TRUE,
      "The momentum is from 0 to less than 1, not -0.5" },
    { G_STRUCT_OFFSET (BpTrainingConfig, optimizer.weight_decay), -0.5, TRUE,
      "The weight decay is from 0 to 1, not -0.5" },
    { G_STRUCT_OFFSET (BpTrainingConfig, dropout), 1.0, TRUE,
      "The dropout is from 0 to 0.9, not 1" },
    { G_STRUCT_OFFSET (BpTrainingConfig, warm_up_epochs), 11.0, TRUE,
      "The warm-up is from 0 to the 10 epochs of the run, not 11" },
    { G_STRUCT_OFFSET (BpTrainingConfig, augmentation.rotation), 1.0, TRUE,
      "The rotation is from 0 to 0.8, not 1" },
    { G_STRUCT_OFFSET (BpTrainingConfig, augmentation.scale), NAN, TRUE,
      "The scaling is from 0 to 0.5, not nan" },
    { G_STRUCT_OFFSET (BpTrainingConfig, augmentation.shear), -0.1, TRUE,
      "The shear is from 0 to 0.8, not -0.1" },
    { G_STRUCT_OFFSET (BpTrainingConfig, augmentation.shift), INFINITY, TRUE,
      "The shift is from 0 to 8, not inf" },
    { G_STRUCT_OFFSET (BpTrainingConfig, augmentation.elastic), 5.0, TRUE,
      "The elastic bending is from 0 to 4, not 5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      BpTrainingConfig config;

      bp_training_config_init (&config);
      if (rows[i].is_float)
        G_STRUCT_MEMBER (float, &config, rows[i].offset) = (float) rows[i].value;
      else
        G_STRUCT_MEMBER (guint, &config, rows[i].offset) = (guint) rows[i].value;
      g_assert_false (bp_training_config_check (&config, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

/* A setting that the optimiser does not use is an error. */
static void
test_momentum_of_adam (void)
{
  g_autoptr (GError) error = NULL;
  BpTrainingConfig config;

  bp_training_config_init (&config);
  config.optimizer = (BpOptimizerConfig){ .kind = BP_OPTIMIZER_ADAM };
  g_assert_true (bp_training_config_check (&config, NULL));
  config.optimizer.momentum = 0.5f;
  g_assert_false (bp_training_config_check (&config, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (error->message, ==,
                   "The optimizer “adam” uses no momentum: leave it at 0, not 0.5");
}

static void
test_parse_hidden (void)
{
  const char *const bad[] = { "x",   "12,",   ",12",
                              "0",   "-3",    "16385",
                              "1.5", "12 64", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1" };
  BpTrainingConfig config;

  bp_training_config_init (&config);
  g_assert_true (bp_training_config_parse_hidden (&config, "512, 64", NULL));
  g_assert_cmpuint (config.n_hidden, ==, 2);
  g_assert_cmpuint (config.hidden[0], ==, 512);
  g_assert_cmpuint (config.hidden[1], ==, 64);
  g_assert_true (bp_training_config_parse_hidden (&config, "", NULL));
  g_assert_cmpuint (config.n_hidden, ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      config.n_hidden = 7;
      if (bp_training_config_parse_hidden (&config, bad[i], &error))
        g_error ("“%s” was taken for layers", bad[i]);
      g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
      g_assert_cmpuint (config.n_hidden, ==, 7);
    }
}

/* The settings as options of the command line, in any locale. */
static void
test_describe (void)
{
  BpTrainingConfig config;
  g_autofree char *plain = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *taught = NULL;

  bp_training_config_init (&config);
  plain = bp_training_config_describe (&config);
  g_assert_cmpstr (plain, ==,
                   "--optimizer sgd --batch-size 32 --epochs 10 --schedule constant "
                   "--learning-rate 0.3 --momentum 0 --weight-decay 0 --warm-up 0 --dropout 0");

  config.optimizer = (BpOptimizerConfig){ .kind = BP_OPTIMIZER_ADAM, .weight_decay = 0.01f };
  config.schedule = BP_SCHEDULE_COSINE;
  config.augmentation.rotation = 0.12f;
  config.augmentation.elastic = 1.5f;
  config.precision = BP_PRECISION_BF16;
  changed = bp_training_config_describe (&config);
  config.distillation.temperature = 4.0f;
  config.distillation.soft_weight = 0.9f;
  taught = bp_training_config_describe (&config);
  g_assert_nonnull (
      strstr (taught, "--dropout 0 --precision bf16 --temperature 4 --soft-weight 0.9 --rotation"));
  g_assert_cmpstr (changed, ==,
                   "--optimizer adam --batch-size 32 --epochs 10 --schedule cosine "
                   "--learning-rate 0.3 --momentum 0 --weight-decay 0.01 --warm-up 0 --dropout 0 "
                   "--precision bf16 --rotation 0.12 --elastic 1.5");
}

BP_TEST_FILE (training_config)
{
  g_test_add_func ("/training-config/ranges", test_ranges);
  g_test_add_func ("/training-config/momentum-of-adam", test_momentum_of_adam);
  g_test_add_func ("/training-config/parse-hidden", test_parse_hidden);
  g_test_add_func ("/training-config/describe", test_describe);
}
