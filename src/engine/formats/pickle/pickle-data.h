/* SPDX-License-Identifier: MIT */
#pragma once

#include "pickle.h"

/* The names in pickles of images and labels. */
extern const BpPickleVocabulary bp_pickle_data_vocabulary;
