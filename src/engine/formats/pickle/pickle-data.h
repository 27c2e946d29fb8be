/* SPDX-License-Identifier: MIT */
#pragma once

#include "pickle.h"

/* The names that pickles of images and labels refer to. */
extern const BpPickleVocabulary bp_pickle_data_vocabulary;
