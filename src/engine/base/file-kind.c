/* SPDX-License-Identifier: MIT */
/* Recognises kinds of files by their first bytes, so that error messages can name what was
 * found. */
#include "file-kind.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The fewest bytes from which the encoding of a text is guessed. */
#define MIN_ENCODED_LENGTH 64

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

/* The first match counts, so that special kinds come before general ones. */
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
  MAGIC ("Rar!\x1a\x07", BP_FILE_KIND_RAR),
  MAGIC ("\x28\xb5\x2f\xfd", BP_FILE_KIND_OTHER_PACKED),
  MAGIC ("\0\0\x08\x01", BP_FILE_KIND_IDX),
  MAGIC ("\0\0\x08\x03", BP_FILE_KIND_IDX),
  MAGIC ("\x89HDF\r\n\x1a\n", BP_FILE_KIND_HDF5),
  MAGIC ("GGUF", BP_FILE_KIND_GGUF),
  MAGIC ("MATLAB 7.3 MAT-file", BP_FILE_KIND_MATLAB_HDF5),
  MAGIC ("MATLAB 5.0 MAT-file", BP_FILE_KIND_MATLAB),
  MAGIC ("PAR1", BP_FILE_KIND_PARQUET),
  MAGIC ("ARROW1\0\0", BP_FILE_KIND_ARROW),
  MAGIC ("FEA1", BP_FILE_KIND_ARROW),
  MAGIC ("\x89PNG\r\n\x1a\n", BP_FILE_KIND_PNG),
  MAGIC ("\xff\xd8\xff", BP_FILE_KIND_JPEG),
  MAGIC ("GIF87a", BP_FILE_KIND_GIF),
  MAGIC ("GIF89a", BP_FILE_KIND_GIF),
  MAGIC ("II*\0", BP_FILE_KIND_TIFF),
  MAGIC ("MM\0*", BP_FILE_KIND_TIFF),
  MAGIC ("II+\0", BP_FILE_KIND_OTHER_PICTURE), /* TIFF of more than 4 GB */
  MAGIC ("MM\0+", BP_FILE_KIND_OTHER_PICTURE),
  MAGIC ("8BPS", BP_FILE_KIND_OTHER_PICTURE),     /* Photoshop */
  MAGIC ("\0\0\1\0", BP_FILE_KIND_OTHER_PICTURE), /* a Windows icon */
  MAGIC ("icns", BP_FILE_KIND_OTHER_PICTURE),
  MAGIC ("qoif", BP_FILE_KIND_OTHER_PICTURE),
  MAGIC ("DDS ", BP_FILE_KIND_OTHER_PICTURE),
  MAGIC ("/* XPM */", BP_FILE_KIND_OTHER_PICTURE),
  MAGIC ("\0\0\0\x0cJXL ", BP_FILE_KIND_OTHER_PICTURE),
  MAGIC ("\xff\x0a", BP_FILE_KIND_OTHER_PICTURE), /* JPEG XL */
  MAGIC ("\xff\xfe", BP_FILE_KIND_UTF_16),
  MAGIC ("\xfe\xff", BP_FILE_KIND_UTF_16),
  MAGIC ("\x5d\0\0", BP_FILE_KIND_OTHER_PACKED), /* LZMA without a container */
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

/* Like holds(), in either case. */
static gboolean
holds_word (const char *text, gsize length, const char *word)
{
  gsize n_bytes = strlen (word);

  for (gsize i = 0; i + n_bytes <= length; i++)
    if (g_ascii_strncasecmp (text + i, word, n_bytes) == 0)
      return TRUE;
  return FALSE;
}

/* Eight bytes of length, the upper four 0 as the length stays under 100,000,000, then JSON. */
static gboolean
is_safetensors (const guint8 *head, gsize length)
{
  return length > 8 && memcmp (head + 4, "\0\0\0\0", 4) == 0 && head[8] == '{';
}

/* The magic of a tar archive comes after the first member's name, owner and dates. */
static gboolean
is_tar (const guint8 *head, gsize length)
{
  return length >= 262 && memcmp (head + 257, "ustar", 5) == 0;
}

/* PyTorch before version 0.1.10 wrote tar archives of four members. */
static gboolean
is_torch_tar (const guint8 *head)
{
  static const char *const members[] = { "sys_info", "pickle", "tensors", "storages" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (memcmp (head, members[i], strlen (members[i]) + 1) == 0)
      return TRUE;
  return FALSE;
}

/* A text can begin with the two letters of a Windows bitmap too, so the sizes of its headers and
 * its four zero bytes are checked. */
static gboolean
is_bmp (const guint8 *head, gsize length)
{
  return length >= 18 && begins_with (head, length, "BM", 2) &&
         memcmp (head + 6, "\0\0\0", 4) == 0 && head[14] >= 12 && head[14] <= 124 &&
         memcmp (head + 15, "\0\0", 3) == 0;
}

/* "P5" and a number or a comment. */
static gboolean
is_pnm (const guint8 *head, gsize length)
{
  gsize i = 2;

  if (length < 4 || head[0] != 'P' || head[1] < '1' || head[1] > '6' || !g_ascii_isspace (head[2]))
    return FALSE;
  while (i < length && g_ascii_isspace (head[i]))
    i++;
  return i < length && (head[i] == '#' || g_ascii_isdigit (head[i]));
}

/* HEIC and AVIF, the formats of phones. */
static gboolean
is_heif (const guint8 *head, gsize length)
{
  static const char *const brands[] = { "heic", "heix", "hevc", "heif",
                                        "mif1", "msf1", "avif", "avis" };

  for (guint i = 0; length >= 12 && i < G_N_ELEMENTS (brands); i++)
    if (memcmp (head + 4, "ftyp", 4) == 0 && memcmp (head + 8, brands[i], 4) == 0)
      return TRUE;
  return FALSE;
}

/* PKWARE's APPNOTE, section 4.3.7: a local header has the length of its member's name at 26, and
 * the name at 30. */
static char *
get_first_member (const guint8 *head, gsize length)
{
  gsize n_name = length >= 30 ? (gsize) head[26] | (gsize) head[27] << 8 : 0;

  return length >= 30 ? g_strndup ((const char *) head + 30, MIN (n_name, length - 30))
                      : g_strdup ("");
}

/* Guesses the use of a zip file by its first member. */
static BpFileKind
guess_zip (const guint8 *head, gsize length)
{
  static const char *const torch_names[] = { "/data.pkl", "/version", "/byteorder",
                                             "/.format_version" };
  g_autofree char *name = get_first_member (head, length);

  for (guint i = 0; i < G_N_ELEMENTS (torch_names); i++)
    if (g_str_has_suffix (name, torch_names[i]))
      return BP_FILE_KIND_TORCH_ZIP;
  if (g_str_equal (name, "metadata.json") || g_str_has_suffix (name, "model.weights.h5"))
    return BP_FILE_KIND_KERAS_ZIP;
  if (g_str_equal (name, "[Content_Types].xml") ||
      holds (head, length, "application/vnd.oasis.opendocument.spreadsheet"))
    return BP_FILE_KIND_SPREADSHEET;
  if (g_str_has_suffix (name, ".npy"))
    return BP_FILE_KIND_NPZ;
  return BP_FILE_KIND_ZIP;
}

/* The protocol buffer of an ONNX model begins with its version (field 1), followed by the name of
 * its producer (field 2), the operator set or the graph (fields 7 and 8). */
static gboolean
is_onnx (const guint8 *head, gsize length)
{
  return length > 3 && head[0] == 0x08 && head[1] >= 1 && head[1] < 32 &&
         (head[2] == 0x12 || head[2] == 0x3a || head[2] == 0x42);
}

/* Deflate with a window of 32 kB, and a checksum of both bytes; the first two may begin a text. */
static gboolean
is_zlib (const guint8 *head, gsize length)
{
  return length > 2 && head[0] == 0x78 && (head[0] << 8 | head[1]) % 31 == 0;
}

static gboolean
is_mostly_ascii (const char *text, gsize length)
{
  gsize n_others = 0;

  for (gsize i = 0; i < length; i++)
    n_others += !g_ascii_isprint (text[i]) && !g_ascii_isspace (text[i]);
  return length > MIN_ENCODED_LENGTH && n_others <= length / 8;
}

/* A row of a sparse table: a label, followed by the nonzero columns as "130:0.5". */
static gboolean
is_libsvm (const char *text, gsize length)
{
  gsize i = 0;

  while (i < length && strchr ("+-.0123456789", text[i]) != NULL)
    i++;
  if (i == 0 || i == length || text[i] != ' ')
    return FALSE;
  while (i < length && text[i] == ' ')
    i++;
  if (i == length || !g_ascii_isdigit (text[i]))
    return FALSE;
  while (i < length && g_ascii_isdigit (text[i]))
    i++;
  return i + 1 < length && text[i] == ':' && strchr ("+-.0123456789", text[i + 1]) != NULL;
}

static BpFileKind
guess_text (const guint8 *head, gsize length)
{
  const char *invalid;
  const char *text = (const char *) head;
  gsize n_white = 0;

  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (text[i]) && !g_ascii_isspace (text[i]))
      return BP_FILE_KIND_UNKNOWN;
  /* A character may be cut at the end of the head. In older encodings, most letters of a text are
   * ASCII, and some are not. */
  if (!g_utf8_validate_len (text, length, &invalid) && length - (gsize) (invalid - text) >= 4 &&
      !is_mostly_ascii (text, length))
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
  if (holds ((const guint8 *) text, length, "<svg"))
    return BP_FILE_KIND_SVG;
  if (length >= 1 && text[0] == '{' && holds ((const guint8 *) text, length, "\"strokes\""))
    return BP_FILE_KIND_DRAWINGS;
  if (length >= 1 && (text[0] == '{' || text[0] == '['))
    return BP_FILE_KIND_JSON;
  if (length >= 1 && (text[0] == '@' || text[0] == '%') && holds_word (text, length, "@relation"))
    return BP_FILE_KIND_ARFF;
  if (is_libsvm (text, length))
    return BP_FILE_KIND_LIBSVM;
  return BP_FILE_KIND_TEXT;
}

/**
 * bp_file_kind_guess:
 * @head: (array length=length): the first bytes of a file
 * @length: of @head: %BP_FILE_KIND_HEAD_LENGTH, or of the whole file where it is shorter
 *
 * Returns: the likely kind of the file
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
  if (is_bmp (head, length))
    return BP_FILE_KIND_BMP;
  if (is_pnm (head, length))
    return BP_FILE_KIND_PNM;
  if (length >= 12 && begins_with (head, length, "RIFF", 4) && memcmp (head + 8, "WEBP", 4) == 0)
    return BP_FILE_KIND_WEBP;
  if (is_heif (head, length))
    return BP_FILE_KIND_OTHER_PICTURE;
  if (is_tar (head, length))
    return is_torch_tar (head) ? BP_FILE_KIND_TORCH_PICKLE : BP_FILE_KIND_TAR;
  if (is_onnx (head, length))
    return BP_FILE_KIND_ONNX;

  BpFileKind kind = guess_text (head, length);

  return kind == BP_FILE_KIND_UNKNOWN && is_zlib (head, length) ? BP_FILE_KIND_ZLIB : kind;
}

/* The description and the use of each kind, and advice where another kind was wanted: %NULL advises
 * to choose that kind. */
typedef struct
{
  BpFileKind kind;
  BpFileUse use;
  const char *description; /* a sentence, to be translated */
  const char *advice;      /* to follow a colon, to be translated */
} KindRow;

#define UNPACK N_ ("unpack it first")

static const KindRow kind_rows[] = {
  { BP_FILE_KIND_UNKNOWN, BP_FILE_USE_NONE, NULL, NULL },
  { BP_FILE_KIND_EMPTY, BP_FILE_USE_NONE, N_ ("it is empty"),
    N_ ("it was not downloaded or copied whole") },
  { BP_FILE_KIND_SAFETENSORS, BP_FILE_USE_WEIGHTS, N_ ("it is a file of tensors (safetensors)"),
    NULL },
  { BP_FILE_KIND_TORCH_ZIP, BP_FILE_USE_DATA_OR_WEIGHTS,
    N_ ("it is a pickle, as torch.save writes it"), NULL },
  { BP_FILE_KIND_TORCH_PICKLE, BP_FILE_USE_NONE, N_ ("it is a pickle, as torch.save writes it"),
    N_ ("it is older than PyTorch 1.6, so load it with torch.load() and save it again with "
        "torch.save()") },
  { BP_FILE_KIND_KERAS_ZIP, BP_FILE_USE_WEIGHTS, N_ ("it is a Keras model"), NULL },
  { BP_FILE_KIND_PICKLE, BP_FILE_USE_DATA, N_ ("it is a Python pickle"), NULL },
  { BP_FILE_KIND_NPZ, BP_FILE_USE_DATA_OR_WEIGHTS, N_ ("it is a file of NumPy arrays (NPZ)"),
    NULL },
  { BP_FILE_KIND_NPY, BP_FILE_USE_DATA, N_ ("it is a NumPy array (NPY)"), NULL },
  { BP_FILE_KIND_ZIP, BP_FILE_USE_ARCHIVE, N_ ("it is a zip file"), UNPACK },
  { BP_FILE_KIND_SPREADSHEET, BP_FILE_USE_NONE,
    N_ ("it is a document of an office program, such as Excel"),
    N_ ("save its table there as CSV") },
  { BP_FILE_KIND_GZIP, BP_FILE_USE_ARCHIVE, N_ ("it is a gzip file"),
    N_ ("it was packed twice, so unpack it once") },
  { BP_FILE_KIND_OTHER_PACKED, BP_FILE_USE_ARCHIVE,
    N_ ("it is packed with bzip2, xz, 7-Zip or Zstandard"), UNPACK },
  { BP_FILE_KIND_ZLIB, BP_FILE_USE_NONE,
    N_ ("it is packed with zlib, as joblib does with compress"),
    N_ ("load it with joblib.load() and save it again with joblib.dump(…, compress=0)") },
  { BP_FILE_KIND_RAR, BP_FILE_USE_ARCHIVE, N_ ("it is a RAR archive"), UNPACK },
  { BP_FILE_KIND_TAR, BP_FILE_USE_ARCHIVE, N_ ("it is a tar archive"), UNPACK },
  { BP_FILE_KIND_IDX, BP_FILE_USE_DATA, N_ ("it is a data set in the IDX form"), NULL },
  { BP_FILE_KIND_HDF5, BP_FILE_USE_NONE, N_ ("it is an HDF5 file, as Keras writes it"),
    N_ ("if it holds images with labels, open it in Python with h5py.File() "
        "and save its arrays with numpy.savez(\"digits.npz\", images=…, labels=…)"
        "; if it holds a network, load that with Keras and save its weights with "
        "numpy.savez(\"network.npz\", *model.get_weights())") },
  { BP_FILE_KIND_MATLAB, BP_FILE_USE_NONE, N_ ("it is a MATLAB file"),
    N_ ("open it in Python with scipy.io.loadmat() "
        "and save its arrays with numpy.savez(\"digits.npz\", images=…, labels=…)") },
  { BP_FILE_KIND_MATLAB_HDF5, BP_FILE_USE_NONE,
    N_ ("it is a MATLAB file of version 7.3, which is HDF5"),
    N_ ("open it in Python with h5py.File() "
        "and save its arrays with numpy.savez(\"digits.npz\", images=…, labels=…)") },
  { BP_FILE_KIND_PARQUET, BP_FILE_USE_NONE,
    N_ ("it is a Parquet file, as Hugging Face has data sets"),
    N_ ("turn it into a folder of pictures with this line of Python: import os, pandas; "
        "[(os.makedirs(f\"digits/{r.label}\", exist_ok=True), "
        "open(f\"digits/{r.label}/{i}.png\", \"wb\").write(r.image[\"bytes\"])) "
        "for i, r in pandas.read_parquet(\"FILE\").iterrows()]") },
  { BP_FILE_KIND_ARROW, BP_FILE_USE_NONE,
    N_ ("it is an Arrow file, as pandas and Hugging Face write it"),
    N_ ("open it in Python with pandas.read_feather() "
        "and save its pictures as files, those of each label in a folder of their own, or its "
        "numbers with to_csv()") },
  { BP_FILE_KIND_ONNX, BP_FILE_USE_WEIGHTS, N_ ("it is an ONNX model"), NULL },
  { BP_FILE_KIND_GGUF, BP_FILE_USE_WEIGHTS, N_ ("it is a GGUF model"), NULL },
  { BP_FILE_KIND_PNG, BP_FILE_USE_PICTURE, N_ ("it is a picture"), NULL },
  { BP_FILE_KIND_JPEG, BP_FILE_USE_PICTURE, N_ ("it is a picture"), NULL },
  { BP_FILE_KIND_GIF, BP_FILE_USE_PICTURE, N_ ("it is a picture"), NULL },
  { BP_FILE_KIND_BMP, BP_FILE_USE_PICTURE, N_ ("it is a picture"), NULL },
  { BP_FILE_KIND_TIFF, BP_FILE_USE_PICTURE, N_ ("it is a picture"), NULL },
  { BP_FILE_KIND_PNM, BP_FILE_USE_PICTURE, N_ ("it is a picture"), NULL },
  { BP_FILE_KIND_WEBP, BP_FILE_USE_PICTURE, N_ ("it is a picture"), NULL },
  { BP_FILE_KIND_SVG, BP_FILE_USE_NONE, N_ ("it is a drawing in SVG, which is not supported"),
    N_ ("save it as a PNG") },
  { BP_FILE_KIND_OTHER_PICTURE, BP_FILE_USE_NONE, N_ ("it is a picture of an unsupported format"),
    N_ ("save it as a PNG or a JPEG") },
  { BP_FILE_KIND_PDF, BP_FILE_USE_NONE, N_ ("it is a PDF document"), NULL },
  { BP_FILE_KIND_HTML, BP_FILE_USE_NONE, N_ ("it is a web page (HTML)"),
    N_ ("download the file that the page is about, not the page") },
  { BP_FILE_KIND_GIT_LFS_POINTER, BP_FILE_USE_NONE,
    N_ ("it is a Git LFS pointer, which only names the file that was meant"),
    N_ ("fetch that with “git lfs pull”, or download it from the repository's page") },
  { BP_FILE_KIND_UTF_16, BP_FILE_USE_NONE,
    N_ ("it is a text in UTF-16, as Excel's “Unicode Text” is"), N_ ("save it as CSV in UTF-8") },
  { BP_FILE_KIND_LIBSVM, BP_FILE_USE_NONE, N_ ("it is a sparse table, as LIBSVM has data sets"),
    N_ ("open it in Python with x, y = sklearn.datasets.load_svmlight_file(…) and save its arrays "
        "with "
        "numpy.savez(\"digits.npz\", images=x.toarray(), labels=y)") },
  { BP_FILE_KIND_DRAWINGS, BP_FILE_USE_DATA, N_ ("it is drawings as strokes of a pen"), NULL },
  { BP_FILE_KIND_JSON, BP_FILE_USE_NONE, N_ ("it is JSON text"), NULL },
  { BP_FILE_KIND_ARFF, BP_FILE_USE_DATA, N_ ("it is an ARFF table, as Weka and OpenML write it"),
    NULL },
  { BP_FILE_KIND_TEXT, BP_FILE_USE_DATA, N_ ("it is a text file"), NULL },
};

static const KindRow *
find_row (BpFileKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_rows); i++)
    if (kind_rows[i].kind == kind)
      return &kind_rows[i];
  return &kind_rows[0];
}

/**
 * bp_file_kind_describe:
 * @kind: of a file
 *
 * Returns: (nullable): a sentence such as "it is a web page (HTML)", translated, or %NULL for
 *   %BP_FILE_KIND_UNKNOWN
 */
const char *
bp_file_kind_describe (BpFileKind kind)
{
  const char *description = find_row (kind)->description;

  return description != NULL ? _ (description) : NULL;
}

/**
 * bp_file_kind_get_use:
 * @kind: of a file
 *
 * Returns: the use of such a file in this program, by its kind
 */
BpFileUse
bp_file_kind_get_use (BpFileKind kind)
{
  return find_row (kind)->use;
}

/**
 * bp_file_kind_has_advice:
 * @kind: of a file
 *
 * Returns: whether there is other advice for such a file than to choose another one
 */
gboolean
bp_file_kind_has_advice (BpFileKind kind)
{
  return find_row (kind)->advice != NULL;
}

/**
 * bp_file_kind_get_advice:
 * @kind: of a file
 * @wanted: the intended use: %BP_FILE_USE_DATA, %BP_FILE_USE_WEIGHTS or %BP_FILE_USE_PICTURE;
 *   %BP_FILE_USE_NONE for any use
 *
 * Returns: advice on a file that does not have the intended use, translated, to follow a colon
 */
const char *
bp_file_kind_get_advice (BpFileKind kind, BpFileUse wanted)
{
  const KindRow *row = find_row (kind);

  /* Data sets are read out of archives, and are damaged where they are packed twice. */
  if (row->use == BP_FILE_USE_ARCHIVE && wanted == BP_FILE_USE_PICTURE)
    return _ (UNPACK);
  if (row->advice != NULL)
    return _ (row->advice);
  if (wanted == BP_FILE_USE_NONE)
    return _ ("choose a file of weights, images with labels, or a picture of a digit");
  if (wanted == BP_FILE_USE_WEIGHTS)
    return _ ("choose a file of weights, such as a .safetensors");
  if (wanted == BP_FILE_USE_PICTURE)
    return _ ("choose a picture, such as a PNG or a JPEG");
  if (row->use == BP_FILE_USE_WEIGHTS)
    return _ ("choose a file of images with labels instead of a network");
  return _ ("choose a file of images with labels, such as mnist.pkl.gz");
}
