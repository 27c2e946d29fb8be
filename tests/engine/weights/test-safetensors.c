/* SPDX-License-Identifier: MIT */
#include "safetensors.h"

#include "error.h"
#include "float-bits.h"
#include "safetensors-writer.h"
#include "test-file.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("backprop-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "file.safetensors", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
write_bytes (const char *path, const void *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
}

/* Opens a file; @source owns its source. */
static BpSafetensors *
open_file (const char *path, BpWeightsSource *source, GError **error)
{
  return bp_weights_source_open (source, path, error) ? bp_safetensors_open (source, error) : NULL;
}

/* Writes a file with the header @json and the data 0, 1, 2, and so on of @data_length bytes. */
static void
write_safetensors (const char *path, const char *json, gsize data_length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 length_field = GUINT64_TO_LE (strlen (json));

  g_byte_array_append (bytes, (const guint8 *) &length_field, sizeof length_field);
  g_byte_array_append (bytes, (const guint8 *) json, (guint) strlen (json));
  for (gsize i = 0; i < data_length; i++)
    {
      guint8 byte = (guint8) i;

      g_byte_array_append (bytes, &byte, 1);
    }
  write_bytes (path, bytes->data, bytes->len);
}

static void
assert_refused (const char *path, BpError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsSource) source = { NULL };
  BpSafetensors *safetensors = open_file (path, &source, &error);

  g_assert_null (safetensors);
  g_assert_error (error, BP_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_any_key_order_and_white_space (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpMetadata) metadata = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsSource) source = { NULL };
  g_autoptr (BpSafetensors) safetensors = NULL;
  const BpTensor *tensor;

  write_safetensors (fixture->path,
                     "{ \"b\" : { \"data_offsets\" : [ 8 , 12 ] ,\n\t\"shape\" : [ ] ,\r\n"
                     "\"dtype\" : \"I32\" } , \"__metadata__\" : { \"z\" : \"1\" , \"a\" : "
                     "\"t\\u00e9xt\" } ,\"a\":{\"dtype\":\"U8\",\"shape\":[2,1,4],"
                     "\"data_offsets\":[0,8]},\"none\":{\"shape\":[3,0],\"dtype\":\"F32\","
                     "\"data_offsets\":[8,8]} } \n",
                     12);
  safetensors = open_file (fixture->path, &source, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (bp_safetensors_get_n_tensors (safetensors), ==, 3);
  tensor = bp_safetensors_get_tensor (safetensors, 0);
  g_assert_cmpstr (tensor->name, ==, "a");
  g_assert_cmpstr (tensor->dtype, ==, "U8");
  g_assert_cmpuint (tensor->n_dimensions, ==, 3);
  g_assert_cmpuint (tensor->shape[0], ==, 2);
  g_assert_cmpuint (tensor->shape[2], ==, 4);
  g_assert_cmpuint (tensor->n_elements, ==, 8);
  g_assert_cmpuint (tensor->length, ==, 8);

  g_assert_cmpstr (bp_safetensors_get_tensor (safetensors, 1)->name, ==, "none");
  tensor = bp_safetensors_get_tensor (safetensors, 2);
  g_assert_cmpstr (tensor->name, ==, "b");
  g_assert_cmpuint (tensor->n_dimensions, ==, 0);
  g_assert_cmpuint (tensor->n_elements, ==, 1);
  g_assert_cmpuint (tensor->offset, ==, 8);

  metadata = bp_safetensors_copy_metadata (safetensors);
  g_assert_cmpuint (bp_metadata_get_n_entries (metadata), ==, 2);
  g_assert_cmpstr (bp_metadata_get (metadata, "a"), ==, "téxt");
  g_assert_cmpstr (bp_metadata_get (metadata, "z"), ==, "1");
}

static void
test_no_tensors (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsSource) source = { NULL };
  g_autoptr (BpSafetensors) safetensors = NULL;

  write_safetensors (fixture->path, "{}", 0);
  safetensors = open_file (fixture->path, &source, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bp_safetensors_get_n_tensors (safetensors), ==, 0);
}

static void
test_reads_every_float_type (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char json[] = "{\"f32\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                             "\"f16\":{\"dtype\":\"F16\",\"shape\":[8],\"data_offsets\":[8,24]},"
                             "\"bf16\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[24,30]},"
                             "\"f64\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[30,38]},"
                             "\"u8\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[38,39]}}";
  static const guint8 numbers[] = {
    0x00, 0x00, 0xc0, 0x3f, 0xdb, 0x0f, 0x49, 0xc0, /* 1.5, -pi */
    0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b, 0x01, 0x00, /* 1, -2, 65504, 2^-24 */
    0x00, 0x80, 0xff, 0x83, 0x00, 0x7c, 0x00, 0x7e, /* -0, -1023 * 2^-24, infinity, NaN */
    0x80, 0x3f, 0x49, 0xc0, 0x00, 0x00,             /* 1, -3.140625, 0 */
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x40, /* 2.5 */
    0x07,
  };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsSource) source = { NULL };
  g_autoptr (BpSafetensors) safetensors = NULL;
  guint64 length_field = GUINT64_TO_LE (sizeof json - 1);
  float values[8];

  g_byte_array_append (bytes, (const guint8 *) &length_field, sizeof length_field);
  g_byte_array_append (bytes, (const guint8 *) json, sizeof json - 1);
  g_byte_array_append (bytes, numbers, sizeof numbers);
  write_bytes (fixture->path, bytes->data, bytes->len);
  safetensors = open_file (fixture->path, &source, &error);
  g_assert_no_error (error);

  g_assert_true (bp_safetensors_read_floats (safetensors,
                                             bp_safetensors_get_tensor (safetensors, 0), values,
                                             &error));
  g_assert_cmpfloat (values[0], ==, 1.5F);
  g_assert_cmpfloat (values[1], ==, -3.14159274F);

  g_assert_true (bp_safetensors_read_floats (safetensors,
                                             bp_safetensors_get_tensor (safetensors, 1), values,
                                             &error));
  g_assert_cmpfloat (values[0], ==, 1.0F);
  g_assert_cmpfloat (values[1], ==, -2.0F);
  g_assert_cmpfloat (values[2], ==, 65504.0F);
  g_assert_cmpfloat (values[3], ==, 0x1p-24F);
  g_assert_cmpuint (bp_float_to_bits (values[4]), ==, 0x80000000U);
  g_assert_cmpfloat (values[5], ==, -1023 * 0x1p-24F);
  g_assert_true (isinf (values[6]));
  g_assert_true (isnan (values[7]));

  g_assert_true (bp_safetensors_read_floats (safetensors,
                                             bp_safetensors_get_tensor (safetensors, 2), values,
                                             &error));
  g_assert_cmpfloat (values[0], ==, 1.0F);
  g_assert_cmpfloat (values[1], ==, -3.140625F);
  g_assert_cmpfloat (values[2], ==, 0.0F);

  g_assert_true (bp_safetensors_read_floats (safetensors,
                                             bp_safetensors_get_tensor (safetensors, 3), values,
                                             &error));
  g_assert_cmpfloat (values[0], ==, 2.5F);

  g_assert_true (bp_tensor_is_float (bp_safetensors_get_tensor (safetensors, 3)));
  g_assert_false (bp_tensor_is_float (bp_safetensors_get_tensor (safetensors, 4)));
}

#define F32(shape, begin, end) \
  "{\"dtype\":\"F32\",\"shape\":[" shape "],\"data_offsets\":[" begin "," end "]}"

typedef struct
{
  const char *json;
  gsize data_length;
  BpError code;
  const char *message;
} BadHeader;

static const BadHeader bad_headers[] = {
  { "{\"a\":" F32 ("1", "0", "4") "}", 3, BP_ERROR_DAMAGED,
    "it is cut off: its tensors take 4 bytes, of which 3 are there" },
  { "{\"a\":" F32 ("1", "0", "4") "}", 5, BP_ERROR_DAMAGED,
    "it goes on after its last tensor (bytes: 1)" },
  { "{\"a\":" F32 ("1", "0", "4") ",\"a\":" F32 ("1", "4", "8") "}", 8, BP_ERROR_DAMAGED,
    "its header has the key “a” twice" },
  { "{\"a\":" F32 ("1", "0", "4") ",\"\\u0061\":" F32 ("1", "0", "4") "}", 4, BP_ERROR_DAMAGED,
    "its header has the key “a” twice" },
  { "{\"__metadata__\":{\"k\":\"1\",\"l\":\"\",\"k\":\"2\"}}", 0, BP_ERROR_DAMAGED,
    "its header has the key “k” twice" },
  { "{\"__metadata__\":{},\"__metadata__\":{}}", 0, BP_ERROR_DAMAGED,
    "its header has the key “__metadata__” twice" },
  { "{\"__metadata__\":{\"k\":1}}", 0, BP_ERROR_DAMAGED,
    "its header is invalid: a string is missing (byte 21)" },
  { "{\"__metadata__\":[]}", 0, BP_ERROR_DAMAGED,
    "its header is invalid: an object is missing (byte 16)" },
  { "{\"a\":" F32 ("2", "0", "8") ",\"b\":" F32 ("1", "4", "8") "}", 8, BP_ERROR_DAMAGED,
    "its tensor “b” overlaps the one before it" },
  { "{\"a\":" F32 ("1", "0", "4") ",\"b\":" F32 ("1", "0", "4") "}", 4, BP_ERROR_DAMAGED,
    "its tensor “b” overlaps the one before it" },
  { "{\"a\":" F32 ("1", "0", "4") ",\"b\":" F32 ("1", "8", "12") "}", 12, BP_ERROR_DAMAGED,
    "there is a hole before the data of its tensor “b”" },
  { "{\"a\":" F32 ("1", "4", "8") "}", 8, BP_ERROR_DAMAGED,
    "there is a hole before the data of its tensor “a”" },
  { "{\"a\":" F32 ("2", "0", "4") "}", 4, BP_ERROR_DAMAGED,
    "its tensor “a” of shape (2) and type F32 takes 8 bytes, but has 4" },
  { "{\"a\":" F32 ("1,1", "0", "8") "}", 8, BP_ERROR_DAMAGED,
    "its tensor “a” of shape (1, 1) and type F32 takes 4 bytes, but has 8" },
  { "{\"a\":" F32 ("4294967296,4294967296", "0", "4") "}", 4, BP_ERROR_DAMAGED,
    "its tensor “a” of shape (4294967296, 4294967296) is larger than any file" },
  { "{\"a\":" F32 ("4611686018427387905", "0", "4") "}", 4, BP_ERROR_DAMAGED,
    "its tensor “a” of shape (4611686018427387905) is larger than any file" },
  { "{\"a\":" F32 ("4611686018427387903", "0", "18446744073709551612") "}", 4, BP_ERROR_DAMAGED,
    "it is cut off: its tensors take 18446744073709551612 bytes, of which 4 are there" },
  { "{\"a\":" F32 ("1", "4", "0") "}", 4, BP_ERROR_DAMAGED,
    "its header is invalid: data_offsets is not a beginning and an end (byte 52)" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4, BP_ERROR_DAMAGED,
    "its header is invalid: data_offsets is not a beginning and an end (byte 50)" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]}}", 4, BP_ERROR_DAMAGED,
    "its header is invalid: data_offsets is not a beginning and an end (byte 54)" },
  { "{\"a\":" F32 ("-1", "0", "4") "}", 4, BP_ERROR_DAMAGED,
    "its header is invalid: a number is not a whole number from 0 to 2⁶⁴ - 1 (byte 29)" },
  { "{\"a\":" F32 ("1.0", "0", "4") "}", 4, BP_ERROR_DAMAGED,
    "its header is invalid: a number is not a whole number from 0 to 2⁶⁴ - 1 (byte 29)" },
  { "{\"a\":" F32 ("1,1,1,1,1,1,1,1,1", "0", "4") "}", 4, BP_ERROR_DAMAGED,
    "its header is invalid: a tensor has more than 8 dimensions (byte 45)" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, BP_ERROR_DAMAGED,
    "its header is invalid: a tensor lacks its dtype, its shape or its data_offsets "
    "(byte 32)" },
  { "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
    BP_ERROR_DAMAGED,
    "its header is invalid: a tensor has a duplicate or unknown key "
    "(byte 28)" },
  { "{\"a\":{\"strides\":[1],\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
    BP_ERROR_DAMAGED,
    "its header is invalid: a tensor has a duplicate or unknown key "
    "(byte 16)" },
  { "{\"a\":{\"dtype\":\"F4\\u001b[1m\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
    BP_ERROR_UNSUPPORTED,
    "its tensor “a” has elements of the type “F4\357\277\275[1m”, which is not supported" },
  { "{\"a\":[]}", 0, BP_ERROR_DAMAGED, "its header is invalid: an object is missing (byte 5)" },
  { "{\"a\":null}", 0, BP_ERROR_DAMAGED, "its header is invalid: an object is missing (byte 5)" },
  { "{\"a\":" F32 ("1", "0", "4") "} x", 4, BP_ERROR_DAMAGED,
    "its header is invalid: something follows the end (byte 55)" },
  { "{\"\xff\":" F32 ("1", "0", "4") "}", 4, BP_ERROR_DAMAGED,
    "its header is invalid: it is not UTF-8 text (byte 2)" },
  { "{", 0, BP_ERROR_DAMAGED, "its header is invalid: a string is missing (byte 1)" },
};

static void
test_refuses_bad_headers (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_headers); i++)
    {
      write_safetensors (fixture->path, bad_headers[i].json, bad_headers[i].data_length);
      assert_refused (fixture->path, bad_headers[i].code, bad_headers[i].message);
    }
}

#define BYTES(literal) literal, sizeof (literal) - 1

static void
test_refuses_lengths_that_lie (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  write_bytes (fixture->path, BYTES (""));
  assert_refused (fixture->path, BP_ERROR_UNRECOGNISED,
                  "it does not begin like a safetensors file");
  write_bytes (fixture->path, BYTES ("\x02\0\0\0\0\0\0\0[]"));
  assert_refused (fixture->path, BP_ERROR_UNRECOGNISED,
                  "it does not begin like a safetensors file");
  write_bytes (fixture->path, BYTES ("\x03\0\0\0\0\0\0\0{}"));
  assert_refused (fixture->path, BP_ERROR_DAMAGED,
                  "it is cut off: its header has 3 bytes, of which 2 are there");
  write_bytes (fixture->path, BYTES ("\0\xe1\xf5\x05\0\0\0\0{}"));
  assert_refused (fixture->path, BP_ERROR_DAMAGED,
                  "it is cut off: its header has 100000000 bytes, of which 2 are there");
  write_bytes (fixture->path, BYTES ("\x01\xe1\xf5\x05\0\0\0\0{}"));
  assert_refused (
      fixture->path, BP_ERROR_TOO_LARGE,
      "it declares a header of 100000001 bytes, but the limit of safetensors files is 100,000,000");
  write_bytes (fixture->path, BYTES ("\xff\xff\xff\xff\xff\xff\xff\xff{}"));
  assert_refused (fixture->path, BP_ERROR_TOO_LARGE,
                  "it declares a header of 18446744073709551615 bytes, but the limit of "
                  "safetensors files is 100,000,000");
  write_bytes (fixture->path, BYTES ("\0\0\0\0\0\0\0\0{}"));
  assert_refused (fixture->path, BP_ERROR_DAMAGED,
                  "its header is invalid: an object is missing (byte 0)");
}

static void
test_refuses_what_is_no_file (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsSource) source = { NULL };

  assert_refused (fixture->folder, BP_ERROR_UNRECOGNISED, "it is a folder, not a file");
  assert_refused ("/dev/null", BP_ERROR_UNRECOGNISED, "it is a pipe or a device, not a file");
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_refused (fixture->path, BP_ERROR_UNRECOGNISED, "it is a pipe or a device, not a file");
  g_unlink (fixture->path);

  g_assert_null (open_file (fixture->path, &source, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_true (g_str_has_prefix (error->message, "Could not open “"));
}

/* A header of the largest size that the format allows, which is all white space. */
static void
test_largest_header (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const gsize header_length = BP_SAFETENSORS_MAX_HEADER;
  g_autoptr (GString) bytes = g_string_sized_new (8 + header_length);
  guint64 length_field = GUINT64_TO_LE (header_length);
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsSource) source = { NULL };
  g_autoptr (BpSafetensors) safetensors = NULL;

  g_string_append_len (bytes, (const char *) &length_field, sizeof length_field);
  g_string_append_c (bytes, '{');
  g_string_set_size (bytes, 8 + header_length);
  memset (bytes->str + 9, ' ', header_length - 2);
  bytes->str[8 + header_length - 1] = '}';
  write_bytes (fixture->path, bytes->str, bytes->len);
  safetensors = open_file (fixture->path, &source, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bp_safetensors_get_n_tensors (safetensors), ==, 0);
}

static void
test_refuses_too_many (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GString) json = g_string_new ("{");

  for (guint i = 0; i <= BP_SAFETENSORS_MAX_TENSORS; i++)
    g_string_append_printf (json, "%s\"%u\":" F32 ("0", "0", "0"), i > 0 ? "," : "", i);
  g_string_append_c (json, '}');
  write_safetensors (fixture->path, json->str, 0);
  assert_refused (fixture->path, BP_ERROR_TOO_LARGE, "it has more than 4096 tensors");

  g_string_assign (json, "{\"__metadata__\":{");
  for (guint i = 0; i <= BP_SAFETENSORS_MAX_METADATA; i++)
    g_string_append_printf (json, "%s\"%u\":\"\"", i > 0 ? "," : "", i);
  g_string_append (json, "}}");
  write_safetensors (fixture->path, json->str, 0);
  assert_refused (fixture->path, BP_ERROR_TOO_LARGE, "it has more than 4096 entries of metadata");

  g_string_assign (json, "{\"");
  for (guint i = 0; i < 1025; i++)
    g_string_append_c (json, 'n');
  g_string_append (json, "\":" F32 ("1", "0", "4") "}");
  write_safetensors (fixture->path, json->str, 4);
  assert_refused (fixture->path, BP_ERROR_DAMAGED,
                  "its header is invalid: the name of a tensor is longer than 1,024 "
                  "bytes (byte 1029)");
}

/* The file is whole when it is opened, and cut off before its tensor is read. */
static void
test_file_that_shrinks (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsSource) source = { NULL };
  g_autoptr (BpSafetensors) safetensors = NULL;
  float values[2];

  write_safetensors (fixture->path, "{\"a\":" F32 ("2", "0", "8") "}", 8);
  safetensors = open_file (fixture->path, &source, &error);
  g_assert_no_error (error);
  g_assert_cmpint (truncate (fixture->path, 69), ==, 0);
  g_assert_false (bp_safetensors_read_floats (safetensors,
                                              bp_safetensors_get_tensor (safetensors, 0), values,
                                              &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
  g_assert_cmpstr (error->message, ==, "it became shorter while it was being read");
}

static void
test_writer (void)
{
  static const guint64 shape[] = { 2, 3 };
  BpSafetensorsWriter writer;
  g_autoptr (GString) bytes = NULL;

  bp_safetensors_writer_begin (&writer);
  bp_safetensors_writer_add_metadata (&writer, "a", "line\n\"quoted\" \\ \xff");
  bp_safetensors_writer_add_metadata (&writer, "b", "é.");
  bp_safetensors_writer_add_floats (&writer, "0.weight", shape, 2);
  bp_safetensors_writer_add_floats (&writer, "0.bias", shape, 1);
  bytes = bp_safetensors_writer_end (&writer);

  g_assert_cmpuint (bytes->len % 8, ==, 0);
  g_assert_cmpmem (bytes->str, 8, "\xc0\0\0\0\0\0\0\0", 8);
  g_assert_cmpuint (bytes->len, ==, 8 + 0xc0);
  g_assert_cmpstr (bytes->str + 8, ==,
                   "{\"__metadata__\":{\"a\":\"line\\u000a\\\"quoted\\\" \\\\ \357\277\275\","
                   "\"b\":\"é.\"},\"0.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":"
                   "[0,24]},\"0.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}}"
                   "       ");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

BP_TEST_FILE (safetensors)
{
  ADD ("/safetensors/any-key-order-and-white-space", test_any_key_order_and_white_space);
  ADD ("/safetensors/no-tensors", test_no_tensors);
  ADD ("/safetensors/reads-every-float-type", test_reads_every_float_type);
  ADD ("/safetensors/refuses-bad-headers", test_refuses_bad_headers);
  ADD ("/safetensors/refuses-lengths-that-lie", test_refuses_lengths_that_lie);
  ADD ("/safetensors/refuses-what-is-no-file", test_refuses_what_is_no_file);
  ADD ("/safetensors/largest-header", test_largest_header);
  ADD ("/safetensors/refuses-too-many", test_refuses_too_many);
  ADD ("/safetensors/file-that-shrinks", test_file_that_shrinks);
  g_test_add_func ("/safetensors/writer", test_writer);
}
