/* SPDX-License-Identifier: MIT */
#pragma once

#include "pickle.h"

extern const BpPickleVocabulary bp_pickle_torch_vocabulary;

const char *bp_pickle_torch_get_class_name (const BpPickleInstance *instance);
