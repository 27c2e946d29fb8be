/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

/**
 * BpKnownDataset:
 * @name: its usual name
 * @test_sha256: of its test images and test labels, in hexadecimal
 * @n_classes: the number of classes
 * @class_names: (array length=n_classes): in the order of the labels
 */
typedef struct
{
  const char *name;
  const char *test_sha256;
  guint n_classes;
  const char *class_names[10];
} BpKnownDataset;

const BpKnownDataset *bp_known_dataset_find (BpSamples test, guint n_pixels);
