/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

void bp_sgd_update (float *parameters, const float *gradient, gsize n, float learning_rate);
void bp_momentum_update (float *parameters,
                         float *velocity,
                         const float *gradient,
                         gsize n,
                         float learning_rate,
                         float momentum,
                         gboolean use_nesterov);
