/* SPDX-License-Identifier: MIT */
#pragma once

char *bp_describe_train_command (int argc, char *const *argv);
