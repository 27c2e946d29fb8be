/* SPDX-License-Identifier: MIT */
#pragma once

#include "file-kind.h"

/* Pictures of every form that is read, made without the code that reads them. */
GBytes *bp_sample_picture (BpFileKind kind, const guint8 *grey, guint width, guint height);
guint8 *bp_sample_picture_draw_seven (guint size);
