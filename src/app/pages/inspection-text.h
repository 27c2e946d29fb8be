/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection.h"

char *bp_inspection_text_subject (const BpInspection *inspection,
                                  const BpNetwork *network,
                                  guint n_epochs);
char *bp_inspection_text_figures (const BpInspection *inspection,
                                  const BpNetwork *network,
                                  guint n_epochs);
