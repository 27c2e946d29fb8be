/* SPDX-License-Identifier: MIT */
#pragma once

#include "file-kind.h"

/* Pictures in every supported format, made without the code of the readers. */
GBytes *bp_sample_picture (BpFileKind kind, const guint8 *grey, guint width, guint height);
guint8 *bp_sample_picture_draw_seven (guint size);
