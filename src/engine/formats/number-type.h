/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpNumberKind:
 * @BP_NUMBER_UNSIGNED: whole numbers from 0, and booleans
 * @BP_NUMBER_SIGNED: whole numbers in two's complement
 * @BP_NUMBER_FLOAT: IEEE 754 of 2, 4 or 8 bytes
 * @BP_NUMBER_BYTE_TEXT: numbers spelled in digits, one byte a character, padded with zeros
 * @BP_NUMBER_UNICODE_TEXT: the same with four bytes a character
 */
typedef enum
{
  BP_NUMBER_UNSIGNED,
  BP_NUMBER_SIGNED,
  BP_NUMBER_FLOAT,
  BP_NUMBER_BYTE_TEXT,
  BP_NUMBER_UNICODE_TEXT,
} BpNumberKind;

/**
 * BpNumberType:
 * @kind: what the bytes mean
 * @size: bytes of one number, at least 1
 * @is_big_endian: the byte order
 *
 * How the numbers of an array are spelled in a file: NumPy's dtype, as far as labels and pixels
 * need it.
 */
typedef struct
{
  BpNumberKind kind;
  guint size;
  gboolean is_big_endian;
} BpNumberType;

/* Numbers of more bytes are no pixels and no labels. */
#define BP_NUMBER_MAX_SIZE 256

gboolean bp_number_type_parse (BpNumberType *type, const char *name);
void
bp_number_type_decode (const BpNumberType *type, const guint8 *bytes, gsize count, double *numbers);
