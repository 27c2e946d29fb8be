/* SPDX-License-Identifier: MIT */
#pragma once

#include "activation.h"

double bp_reference_activation (BpActivation activation, double z);
