/* SPDX-License-Identifier: MIT */
/* Tells kinds of files apart by their first bytes, so that a refusal can say what was found. */
#include "file-kind.h"

#include <string.h>

typedef struct
{
  const char *bytes;
  gsize length;
  BpFileKind kind;
} Magic;

#define MAGIC(bytes, kind)          \
  {                                 \
    bytes, sizeof (bytes) - 1, kind \
  }

/* The first that fits counts, so that the more particular stand before the general. */
static const Magic magics[] = {
  /* A pickle whose first object is the number 0x1950a86a20f9469cfc6c: torch.save before 1.6. */
  MAGIC ("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", BP_FILE_KIND_TORCH_PICKLE),
  MAGIC ("\x80\x02", BP_FILE_KIND_PICKLE),
  MAGIC ("\x80\x03", BP_FILE_KIND_PICKLE),
  MAGIC ("\x80\x04\x95", BP_FILE_KIND_PICKLE),
  MAGIC ("\x80\x05\x95", BP_FILE_KIND_PICKLE),
  MAGIC ("\x93NUMPY", BP_FILE_KIND_NPY),
  MAGIC ("\x1f\x8b", BP_FILE_KIND_GZIP),
  MAGIC ("BZh", BP_FILE_KIND_OTHER_PACKED),
  MAGIC ("\xfd\x37zXZ", BP_FILE_KIND_OTHER_PACKED),
  MAGIC ("7z\xbc\xaf", BP_FILE_KIND_OTHER_PACKED),
  MAGIC ("\x28\xb5\x2f\xfd", BP_FILE_KIND_OTHER_PACKED),
  MAGIC ("\0\0\x08\x01", BP_FILE_KIND_IDX),
  MAGIC ("\0\0\x08\x03", BP_FILE_KIND_IDX),
  MAGIC ("\x89HDF\r\n\x1a\n", BP_FILE_KIND_HDF5),
  MAGIC ("GGUF", BP_FILE_KIND_GGUF),
  MAGIC ("\x89PNG\r\n\x1a\n", BP_FILE_KIND_PICTURE),
  MAGIC ("\xff\xd8\xff", BP_FILE_KIND_PICTURE),
  MAGIC ("GIF8", BP_FILE_KIND_PICTURE),
  MAGIC ("%PDF-", BP_FILE_KIND_PDF),
  MAGIC ("version https://git-lfs", BP_FILE_KIND_GIT_LFS_POINTER),
};

static gboolean
begins_with (const guint8 *head, gsize length, const char *bytes, gsize n_bytes)
{
  return length >= n_bytes && memcmp (head, bytes, n_bytes) == 0;
}

static gboolean
holds (const guint8 *head, gsize length, const char *text)
{
  gsize n_bytes = strlen (text);

  for (gsize i = 0; i + n_bytes <= length; i++)
    if (memcmp (head + i, text, n_bytes) == 0)
      return TRUE;
  return FALSE;
}

/* Eight bytes of length, the upper four 0 as the length stays under 100,000,000, then JSON. */
static gboolean
is_safetensors (const guint8 *head, gsize length)
{
  return length > 8 && memcmp (head + 4, "\0\0\0\0", 4) == 0 && head[8] == '{';
}

/* The magic of a tar archive stands behind the first member's name, owner and dates. */
static gboolean
is_tar (const guint8 *head, gsize length)
{
  return length >= 262 && memcmp (head + 257, "ustar", 5) == 0;
}

/* The names of a zip file's members stand in clear before their data, and the first ones tell. */
static BpFileKind
guess_zip (const guint8 *head, gsize length)
{
  if (holds (head, length, "/data.pkl") || holds (head, length, "/version"))
    return BP_FILE_KIND_TORCH_ZIP;
  if (holds (head, length, ".npy"))
    return BP_FILE_KIND_NPZ;
  return BP_FILE_KIND_ZIP;
}

/* The protocol buffer of an ONNX model begins with its version (field 1) and goes on with the name
 * of what wrote it (field 2) or with the operator set or graph (fields 7 and 8). */
static gboolean
is_onnx (const guint8 *head, gsize length)
{
  return length > 3 && head[0] == 0x08 && head[1] >= 1 && head[1] < 32 &&
         (head[2] == 0x12 || head[2] == 0x3a || head[2] == 0x42);
}

static BpFileKind
guess_text (const guint8 *head, gsize length)
{
  const char *invalid;
  const char *text = (const char *) head;
  gsize n_white = 0;

  /* A character may be cut in two where the head ends. */
  if (!g_utf8_validate_len (text, length, &invalid) && length - (gsize) (invalid - text) >= 4)
    return BP_FILE_KIND_UNKNOWN;
  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (text[i]) && !g_ascii_isspace (text[i]))
      return BP_FILE_KIND_UNKNOWN;

  if (begins_with (head, length, "\xef\xbb\xbf", 3))
    n_white = 3;
  while (n_white < length && g_ascii_isspace (text[n_white]))
    n_white++;
  text += n_white;
  length -= n_white;

  if (length >= 5 &&
      (g_ascii_strncasecmp (text, "<!doc", 5) == 0 || g_ascii_strncasecmp (text, "<html", 5) == 0 ||
       g_ascii_strncasecmp (text, "<head", 5) == 0))
    return BP_FILE_KIND_HTML;
  if (length >= 1 && (text[0] == '{' || text[0] == '['))
    return BP_FILE_KIND_JSON;
  return BP_FILE_KIND_TEXT;
}

/**
 * bp_file_kind_guess:
 * @head: (array length=length): the first bytes of a file
 * @length: how many: %BP_FILE_KIND_HEAD_LENGTH, or all that there are
 *
 * Returns: what the file seems to be
 */
BpFileKind
bp_file_kind_guess (const guint8 *head, gsize length)
{
  if (length == 0)
    return BP_FILE_KIND_EMPTY;
  if (is_safetensors (head, length))
    return BP_FILE_KIND_SAFETENSORS;
  if (begins_with (head, length, "PK\x03\x04", 4) || begins_with (head, length, "PK\x05\x06", 4))
    return guess_zip (head, length);
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (begins_with (head, length, magics[i].bytes, magics[i].length))
      return magics[i].kind;
  if (is_tar (head, length))
    return BP_FILE_KIND_TAR;
  if (is_onnx (head, length))
    return BP_FILE_KIND_ONNX;
  return guess_text (head, length);
}

/**
 * bp_file_kind_describe:
 * @kind: what a file is
 *
 * Returns: (nullable): words to follow "the file is", as in "a web page (HTML)", or %NULL for
 *   %BP_FILE_KIND_UNKNOWN
 */
const char *
bp_file_kind_describe (BpFileKind kind)
{
  switch (kind)
    {
    case BP_FILE_KIND_EMPTY:
      return "empty";
    case BP_FILE_KIND_SAFETENSORS:
      return "a file of tensors (safetensors)";
    case BP_FILE_KIND_TORCH_ZIP:
    case BP_FILE_KIND_TORCH_PICKLE:
      return "a pickle, as torch.save writes it";
    case BP_FILE_KIND_PICKLE:
      return "a Python pickle";
    case BP_FILE_KIND_NPZ:
      return "a file of NumPy arrays (NPZ)";
    case BP_FILE_KIND_NPY:
      return "a NumPy array (NPY)";
    case BP_FILE_KIND_ZIP:
      return "a zip file";
    case BP_FILE_KIND_GZIP:
      return "a gzip file";
    case BP_FILE_KIND_OTHER_PACKED:
      return "packed with bzip2, xz, 7-Zip or Zstandard";
    case BP_FILE_KIND_TAR:
      return "a tar archive";
    case BP_FILE_KIND_IDX:
      return "a data set in the IDX form";
    case BP_FILE_KIND_HDF5:
      return "an HDF5 file, as Keras writes it";
    case BP_FILE_KIND_ONNX:
      return "an ONNX model";
    case BP_FILE_KIND_GGUF:
      return "a GGUF model";
    case BP_FILE_KIND_PICTURE:
      return "a picture";
    case BP_FILE_KIND_PDF:
      return "a PDF document";
    case BP_FILE_KIND_HTML:
      return "a web page (HTML)";
    case BP_FILE_KIND_GIT_LFS_POINTER:
      return "a Git LFS pointer, which only names the file that was meant";
    case BP_FILE_KIND_JSON:
      return "JSON text";
    case BP_FILE_KIND_TEXT:
      return "a text file";
    case BP_FILE_KIND_UNKNOWN:
    default:
      return NULL;
    }
}
