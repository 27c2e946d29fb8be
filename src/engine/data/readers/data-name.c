/* SPDX-License-Identifier: MIT */

/* Parses names of files, arrays and folders, such as "X_train", "trainImages", "kmnist-test-imgs"
 * or "t10k-labels.idx1-ubyte.gz". A name is split into words: words for a split, words for images
 * or labels, words without a meaning, and the rest, which is the name of the data set. Pure; any
 * thread.
 */
#include "data-name.h"

#include <string.h>

/* Words for splits, and whether each also counts inside a longer word. Longer ones come first. */
static const struct
{
  const char *word;
  BpSplit split;
  gboolean is_found_within;
} split_words[] = {
  { "training", BP_SPLIT_TRAIN, TRUE },      { "train", BP_SPLIT_TRAIN, TRUE },
  { "trn", BP_SPLIT_TRAIN, FALSE },          { "tr", BP_SPLIT_TRAIN, FALSE },
  { "tra", BP_SPLIT_TRAIN, FALSE },          { "tes", BP_SPLIT_TEST, FALSE },
  { "testing", BP_SPLIT_TEST, TRUE },        { "test", BP_SPLIT_TEST, TRUE },
  { "tst", BP_SPLIT_TEST, FALSE },           { "te", BP_SPLIT_TEST, FALSE },
  { "validation", BP_SPLIT_HELD_OUT, TRUE }, { "valid", BP_SPLIT_HELD_OUT, TRUE },
  { "heldout", BP_SPLIT_HELD_OUT, TRUE },    { "held", BP_SPLIT_HELD_OUT, FALSE },
  { "val", BP_SPLIT_HELD_OUT, FALSE },       { "dev", BP_SPLIT_HELD_OUT, FALSE },
};

/* Words that contain a word for a split but do not mean one. */
static const char *const other_words[] = { "latest", "contest", "protest", "fastest", "greatest",
                                           "strain", "trained", "trainer", "tested",  NULL };

static const char *const image_words[] = { "images", "image", "imgs",     "img",
                                           "pixels", "x",     "features", NULL };
static const char *const label_words[] = { "labels", "label",   "lbls",    "lbl", "y",
                                           "target", "targets", "classes", NULL };

/* Words without a meaning, which may differ between the files of one data set. */
static const char *const empty_words[] = { "data", "set",   "dataset", "out",  "arr",
                                           "idx",  "ubyte", "sbyte",   "byte", "short",
                                           "int",  "float", "double",  NULL };

/* Endings of file names. */
static const char *const endings[] = { ".gz",  ".npy", ".npz",    ".csv", ".tsv",    ".txt",
                                       ".pkl", ".pt",  ".pth",    ".p",   ".pickle", ".data",
                                       ".zip", ".tar", ".joblib", NULL };

static void
append_to_family (GString *family, const char *word)
{
  if (family->len > 0)
    g_string_append_c (family, ' ');
  g_string_append (family, word);
}

static void take_word (BpDataName *name, GString *family, const char *word);

/* Finds a split in a word, and takes the text around it as words: "xtrain", "testset". */
static gboolean
take_split (BpDataName *name, GString *family, const char *word)
{
  g_return_val_if_fail (word != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (split_words); i++)
    {
      const char *found =
          split_words[i].is_found_within ? strstr (word, split_words[i].word) : word;

      if (found == NULL ||
          (!split_words[i].is_found_within && !g_str_equal (word, split_words[i].word)))
        continue;

      g_autofree char *before = g_strndup (word, (gsize) (found - word));

      name->split = split_words[i].split;
      take_word (name, family, before);
      take_word (name, family, found + strlen (split_words[i].word));
      return TRUE;
    }
  return FALSE;
}

static void
take_word (BpDataName *name, GString *family, const char *word)
{
  if (*word == '\0' || g_strv_contains (empty_words, word))
    return;
  if (g_strv_contains (image_words, word))
    name->kind = BP_DATA_KIND_IMAGES;
  else if (g_strv_contains (label_words, word))
    name->kind = BP_DATA_KIND_LABELS;
  else if (g_strv_contains (other_words, word) || !take_split (name, family, word))
    append_to_family (family, word);
}

/* Splits a part of a path into words of letters or digits, in lower case. A capital begins a
 * word. */
static void
take_part (BpDataName *name, GString *family, const char *part)
{
  g_autoptr (GString) word = g_string_new (NULL);
  gboolean was_idx = FALSE;

  for (const char *p = part;; p++)
    {
      gboolean is_letter = g_ascii_isalpha (*p) || (guchar) *p >= 0x80;
      gboolean ends_word =
          word->len > 0 && (!(is_letter || g_ascii_isdigit (*p)) ||
                            is_letter == (gboolean) g_ascii_isdigit (word->str[0]) ||
                            (p > part && g_ascii_isupper (*p) && g_ascii_islower (p[-1])));

      if (ends_word)
        {
          /* The digit of "idx3" is ignored, as the word for images has the same meaning. */
          if (!(was_idx && g_ascii_isdigit (word->str[0])))
            take_word (name, family, word->str);
          was_idx = g_str_equal (word->str, "idx");
          g_string_truncate (word, 0);
        }
      if (*p == '\0')
        return;
      if (is_letter || g_ascii_isdigit (*p))
        g_string_append_c (word, g_ascii_tolower (*p));
    }
}

static char *
strip_endings (const char *part)
{
  char *stripped = g_strdup (part);
  gboolean has_ending = TRUE;

  while (has_ending)
    {
      has_ending = FALSE;
      for (guint i = 0; endings[i] != NULL && !has_ending; i++)
        {
          gsize length = strlen (stripped);
          gsize n_ending = strlen (endings[i]);

          has_ending = length > n_ending &&
                       g_ascii_strcasecmp (stripped + length - n_ending, endings[i]) == 0;
          if (has_ending)
            stripped[length - n_ending] = '\0';
        }
    }
  return stripped;
}

/* "t10k" is MNIST's name for its test split of ten thousand images. */
static char *
replace_t10k (const char *part)
{
  const char *found = strstr (part, "t10k");

  return found != NULL
             ? g_strdup_printf ("%.*s-test-%s", (int) (found - part), part, found + strlen ("t10k"))
             : g_strdup (part);
}

/**
 * bp_data_name_parse:
 * @name: (out caller-allocates): the result, to be cleared
 * @path: (type filename): the name of a file, an array or a folder, or several of them separated by
 *   slashes: "train/images.npy"
 */
void
bp_data_name_parse (BpDataName *name, const char *path)
{
  g_autoptr (GString) family = g_string_new (NULL);
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  *name = (BpDataName){ .split = BP_N_SPLITS, .kind = BP_DATA_KIND_ANY };
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *stripped = strip_endings (parts[i]);
      g_autofree char *part = replace_t10k (stripped);

      take_part (name, family, part);
    }
  name->family = g_string_free (g_steal_pointer (&family), FALSE);
}

/**
 * bp_data_name_clear:
 * @name: the name, whose contents are freed
 */
void
bp_data_name_clear (BpDataName *name)
{
  g_clear_pointer (&name->family, g_free);
}

/**
 * bp_data_name_find_split:
 * @path: (nullable): as of bp_data_name_parse()
 *
 * Returns: the split that it names, or %BP_N_SPLITS
 */
BpSplit
bp_data_name_find_split (const char *path)
{
  g_auto (BpDataName) name = { NULL };

  if (path == NULL)
    return BP_N_SPLITS;
  bp_data_name_parse (&name, path);
  return name.split;
}

/**
 * bp_picture_name_recognise:
 * @path: (type filename): a file
 *
 * Returns: whether it has an ending of pictures. Unsupported picture formats count too, so that a
 *   missing picture is reported.
 */
gboolean
bp_picture_name_recognise (const char *path)
{
  static const char *const picture_endings[] = { ".png", ".jpg",  ".jpeg", ".bmp", ".gif",
                                                 ".tif", ".tiff", ".pgm",  ".ppm", ".pbm",
                                                 ".pnm", ".webp", ".svg" };
  gsize length = strlen (path);

  for (guint i = 0; i < G_N_ELEMENTS (picture_endings); i++)
    {
      gsize n_ending = strlen (picture_endings[i]);

      if (length > n_ending &&
          g_ascii_strcasecmp (path + length - n_ending, picture_endings[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Removes the last part from a path and returns it. */
static char *
take_last_part (char *path)
{
  char *slash = strrchr (path, '/');
  char *part = g_strdup (slash != NULL ? slash + 1 : path);

  *(slash != NULL ? slash : path) = '\0';
  return part;
}

/**
 * bp_picture_name_parse:
 * @name: (out caller-allocates): the result, to be cleared
 * @path: (type filename): a picture, with slashes between its folders
 *
 * Returns: %FALSE, and nothing to clear, where the picture is in no folder
 */
gboolean
bp_picture_name_parse (BpPictureName *name, const char *path)
{
  g_autofree char *rest = g_strdup (path);
  g_autofree char *file_name = take_last_part (rest);
  g_autofree char *split_folder = NULL;

  *name = (BpPictureName){ .split = BP_N_SPLITS };
  if (*rest == '\0')
    return FALSE;

  name->class_name = take_last_part (rest);
  name->base = g_strdup (rest);
  split_folder = take_last_part (rest);
  name->split = bp_data_name_find_split (split_folder);
  if (name->split != BP_N_SPLITS)
    {
      g_free (name->base);
      name->base = g_steal_pointer (&rest);
    }
  return TRUE;
}

/**
 * bp_picture_name_clear:
 * @name: the name, whose contents are freed
 */
void
bp_picture_name_clear (BpPictureName *name)
{
  g_clear_pointer (&name->base, g_free);
  g_clear_pointer (&name->class_name, g_free);
}
