/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpNumberKind:
 * @BP_NUMBER_UNSIGNED: unsigned integers and booleans
 * @BP_NUMBER_SIGNED: integers in two's complement
 * @BP_NUMBER_FLOAT: IEEE 754 of 2, 4 or 8 bytes
 * @BP_NUMBER_BYTE_TEXT: numbers as text of digits, one byte for each character, padded with zeros
 * @BP_NUMBER_UNICODE_TEXT: the same with four bytes for each character
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
 * @kind: the kind of numbers
 * @size: of one number in bytes, at least 1
 * @is_big_endian: whether the most significant byte is the first
 *
 * The type of the numbers of an array in a file: the dtypes of NumPy that labels and pixels use.
 */
typedef struct
{
  BpNumberKind kind;
  guint size;
  gboolean is_big_endian;
} BpNumberType;

/* Numbers with more bytes cannot be pixels or labels. */
#define BP_NUMBER_MAX_SIZE 256

gboolean bp_number_type_parse (BpNumberType *type, const char *name);
void
bp_number_type_decode (const BpNumberType *type, const guint8 *bytes, gsize count, double *numbers);
