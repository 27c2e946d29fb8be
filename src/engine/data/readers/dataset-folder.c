/* SPDX-License-Identifier: MIT */

/* Reads a folder with a folder of pictures for each class. The pictures may have any supported
 * format and size, dark on light or light on dark. Each is converted like a picture that is dropped
 * on the pad, with the preprocessing of MNIST. The folders of the classes may be inside folders
 * such as "train" and "test", and all of it may be packed.
 *
 * Broken and blank pictures are left out, counted and named in a note. Where most pictures of a
 * class are blank, they are kept: they are what the class shows, such as the empty cells of a form.
 *
 * Thread rule: any thread.
 */
#include "dataset-folder.h"

#include "clean-text.h"
#include "data-name.h"
#include "dataset-finish.h"
#include "error.h"
#include "picture-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Three times MNIST, of 784 bytes each. */
#define MAX_PICTURES 210000

/* The most bytes of one picture. */
#define MAX_LENGTH (16 << 20)

/* The most pictures that a note names. */
#define MAX_NAMED 3

/* The share of blank pictures above which a class is a class of blank pictures. */
#define BLANK_SHARE 0.5

typedef struct
{
  guint index; /* in the tree */
  BpSplit split;
  guint class_index; /* in @class_names */
  gboolean is_blank;
  gboolean is_read;
} Picture;

/* The pictures of a data set, and the result of reading them. */
typedef struct
{
  BpFileTree *tree;       /* borrowed */
  BpDataReading *reading; /* borrowed */
  BpSplitSets *sets;      /* borrowed; its counts are of the kept pictures */
  GArray *pictures;       /* of Picture, in the order of the tree */
  GPtrArray *class_names; /* (element-type filename): unique, sorted */
  GError *first_error;    /* the error of the first broken picture */
} Folder;

static void
folder_clear (Folder *self)
{
  g_clear_pointer (&self->pictures, g_array_unref);
  g_clear_pointer (&self->class_names, g_ptr_array_unref);
  g_clear_error (&self->first_error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, folder_clear)

static Picture *
get_picture (const Folder *self, guint index)
{
  return &g_array_index (self->pictures, Picture, index);
}

/* "2" comes before "10", in any locale. */
static int
compare_naturally (gconstpointer a, gconstpointer b)
{
  return strverscmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
set_too_many_error (GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
               _ ("it has more than %d pictures, or more than %d folders of them"), MAX_PICTURES,
               BP_DATASET_MAX_CLASSES);
  return FALSE;
}

/* Lists the pictures of the classes in @base. Their class indices are those before the names are
 * sorted. */
static gboolean
list_pictures (Folder *self, const char *base, GError **error)
{
  for (guint i = 0; i < bp_file_tree_get_n_files (self->tree); i++)
    {
      const char *name = bp_file_tree_get_name (self->tree, i);
      g_auto (BpPictureName) parsed = { NULL };
      Picture picture = { .index = i };

      if (!bp_picture_name_recognise (name) || !bp_picture_name_parse (&parsed, name) ||
          !g_str_equal (parsed.base, base))
        continue;
      picture.split = parsed.split;
      if (!g_ptr_array_find_with_equal_func (self->class_names, parsed.class_name, g_str_equal,
                                             &picture.class_index))
        {
          picture.class_index = self->class_names->len;
          g_ptr_array_add (self->class_names, g_steal_pointer (&parsed.class_name));
        }
      g_array_append_val (self->pictures, picture);
      if (self->pictures->len > MAX_PICTURES || self->class_names->len > BP_DATASET_MAX_CLASSES)
        return set_too_many_error (error);
    }
  return TRUE;
}

/* Where some folders are splits, removes the pictures in folders beside them. */
static void
choose_splits (Folder *self)
{
  gboolean has_split_folders = FALSE;
  guint n_kept = 0;

  for (guint i = 0; i < self->pictures->len; i++)
    has_split_folders = has_split_folders || get_picture (self, i)->split != BP_N_SPLITS;

  for (guint i = 0; i < self->pictures->len; i++)
    {
      Picture picture = *get_picture (self, i);

      if (has_split_folders && picture.split == BP_N_SPLITS)
        continue;
      if (!has_split_folders)
        picture.split = BP_SPLIT_TRAIN;
      *get_picture (self, n_kept++) = picture;
    }
  g_array_set_size (self->pictures, n_kept);
}

/* Adds the missing digits where all names are digits: a missing one is a class without pictures,
 * and the others keep their numbers. */
static void
add_missing_digits (GPtrArray *names)
{
  static const char *const digits[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  gboolean is_gapless = TRUE;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (!g_ascii_isdigit (name[0]) || name[1] != '\0')
        return;
      is_gapless = is_gapless && g_str_equal (name, digits[i]);
    }
  if (is_gapless)
    return;

  g_ptr_array_set_size (names, 0);
  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    g_ptr_array_add (names, g_strdup (digits[i]));
}

/* Sorts the names of the classes that have a picture, and updates the class indices of the
 * pictures. */
static void
sort_classes (Folder *self)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func (g_free);
  guint numbers[BP_DATASET_MAX_CLASSES] = { 0 };

  for (guint i = 0; i < self->pictures->len; i++)
    {
      const char *name = g_ptr_array_index (self->class_names, get_picture (self, i)->class_index);

      if (!g_ptr_array_find_with_equal_func (sorted, name, g_str_equal, NULL))
        g_ptr_array_add (sorted, g_strdup (name));
    }
  g_ptr_array_sort (sorted, compare_naturally);
  add_missing_digits (sorted);
  for (guint i = 0; i < self->class_names->len; i++)
    g_ptr_array_find_with_equal_func (sorted, g_ptr_array_index (self->class_names, i), g_str_equal,
                                      &numbers[i]);

  for (guint i = 0; i < self->pictures->len; i++)
    get_picture (self, i)->class_index = numbers[get_picture (self, i)->class_index];
  g_ptr_array_unref (self->class_names);
  self->class_names = g_steal_pointer (&sorted);
}

static gboolean
check_classes (const Folder *self, GError **error)
{
  if (self->class_names->len > 1)
    return TRUE;

  g_autofree char *name = bp_clean_path (g_ptr_array_index (self->class_names, 0));

  g_set_error (
      error, BP_ERROR, BP_ERROR_UNSUPPORTED,
      _ ("it has pictures in one folder only, “%s”: put those of each class into a folder of "
         "their own"),
      name);
  return FALSE;
}

/* Returns the last two parts of a picture's path. */
static char *
describe_picture (const Folder *self, const Picture *picture)
{
  const char *path = bp_file_tree_get_name (self->tree, picture->index);
  const char *slash = strrchr (path, '/');

  while (slash > path && slash[-1] != '/')
    slash--;
  return bp_clean_path (slash);
}

/* Reads a picture into @image. The error of the first broken picture is kept. Fails only when out
 * of memory. */
static gboolean
read_picture (Folder *self, Picture *picture, guint8 image[BP_DIGIT_N_PIXELS], GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gsize length;
  g_autofree guint8 *bytes =
      bp_file_tree_read_file (self->tree, picture->index, MAX_LENGTH, &length, &local_error);

  if (bytes != NULL)
    picture->is_read = bp_picture_bytes_read (bytes, length, BP_PICTURE_MAX_SMALL_PIXELS, image,
                                              &picture->is_blank, &local_error);
  if (g_error_matches (local_error, BP_ERROR, BP_ERROR_NO_MEMORY))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!picture->is_read && self->first_error == NULL)
    self->first_error = g_steal_pointer (&local_error);
  return TRUE;
}

static gboolean
make_room (Folder *self, GError **error)
{
  gsize counts[BP_N_SPLITS] = { 0 };

  for (guint i = 0; i < self->pictures->len; i++)
    counts[get_picture (self, i)->split]++;

  for (guint split = 0; split < BP_N_SPLITS; split++)
    {
      BpSampleSet *set = &self->sets->sets[split];

      if (counts[split] == 0)
        continue;
      set->images = g_try_malloc_n (counts[split], BP_DIGIT_N_PIXELS);
      set->labels = g_try_malloc (counts[split]);
      if (set->images == NULL || set->labels == NULL)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                               _ ("there is not enough memory for its images"));
          return FALSE;
        }
    }
  return TRUE;
}

/* Reads all pictures, each to its position in its split. */
static gboolean
read_pictures (Folder *self, GError **error)
{
  gsize n_read[BP_N_SPLITS] = { 0 };

  if (!make_room (self, error))
    return FALSE;
  for (guint i = 0; i < self->pictures->len; i++)
    {
      Picture *picture = get_picture (self, i);
      guint8 *images = self->sets->sets[picture->split].images;

      if (!bp_progress_check (self->reading->progress, error) ||
          !read_picture (self, picture, images + n_read[picture->split]++ * BP_DIGIT_N_PIXELS,
                         error))
        return FALSE;
      bp_progress_report (self->reading->progress, i + 1, self->pictures->len);
    }
  return TRUE;
}

/* Describes the pictures for which @is_meant is true: their count and the names of the first. */
static char *
name_pictures (const Folder *self, gboolean (*is_meant) (const Picture *picture), guint *count)
{
  GString *names = g_string_new (NULL);

  *count = 0;
  for (guint i = 0; i < self->pictures->len; i++)
    {
      const Picture *picture = get_picture (self, i);

      if (!is_meant (picture))
        continue;
      if (++*count <= MAX_NAMED)
        {
          g_autofree char *name = describe_picture (self, picture);

          g_string_append_printf (names, "%s“%s”", *count > 1 ? ", " : "", name);
        }
    }
  if (*count > MAX_NAMED)
    {
      g_autofree char *first = g_string_free (names, FALSE);
      guint n_more = *count - MAX_NAMED;

      /* Translators: names of files, and how many others there are. */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s and %u more", "%s and %u more",
                                           n_more),
                              first, n_more);
    }
  return g_string_free (names, FALSE);
}

static gboolean
is_broken (const Picture *picture)
{
  return !picture->is_read;
}

static gboolean
is_blank (const Picture *picture)
{
  return picture->is_read && picture->is_blank;
}

/* Keeps the blank pictures of classes with mostly blank ones. */
static void
keep_blank_classes (Folder *self)
{
  guint n_blank[BP_DATASET_MAX_CLASSES] = { 0 };
  guint n_read[BP_DATASET_MAX_CLASSES] = { 0 };

  for (guint i = 0; i < self->pictures->len; i++)
    {
      const Picture *picture = get_picture (self, i);

      n_read[picture->class_index] += picture->is_read;
      n_blank[picture->class_index] += is_blank (picture);
    }
  for (guint i = 0; i < self->class_names->len; i++)
    {
      g_autofree char *name = bp_clean_path (g_ptr_array_index (self->class_names, i));

      if (n_blank[i] <= BLANK_SHARE * n_read[i])
        continue;
      bp_data_reading_note (
          self->reading,
          _ ("%u of the %u pictures of the class “%s” are blank: they were kept, as "
             "that seems to be what the class shows."),
          n_blank[i], n_read[i], name);
      for (guint k = 0; k < self->pictures->len; k++)
        if (get_picture (self, k)->class_index == i)
          get_picture (self, k)->is_blank = FALSE;
    }
}

static void
note_left_out (Folder *self)
{
  guint n_blank;
  guint n_broken;
  g_autofree char *blank = name_pictures (self, is_blank, &n_blank);
  g_autofree char *broken = name_pictures (self, is_broken, &n_broken);

  if (n_blank > 0)
    bp_data_reading_note (self->reading,
                          g_dngettext (GETTEXT_PACKAGE, "%u picture is blank and was left out: %s.",
                                       "%u pictures are blank and were left out: %s.", n_blank),
                          n_blank, blank);
  if (n_broken > 0)
    bp_data_reading_note (
        self->reading,
        /* Translators: the pictures' names, and the reason for the first one. */
        g_dngettext (GETTEXT_PACKAGE, "%u picture could not be read and was left out: %s, %s.",
                     "%u pictures could not be read and were left out: %s; the first, for %s.",
                     n_broken),
        n_broken, broken, self->first_error->message);
}

/* Closes the gaps of pictures that are left out, and sets the labels. */
static gboolean
keep_pictures (Folder *self, GError **error)
{
  gsize n_read[BP_N_SPLITS] = { 0 };
  gsize n_kept = 0;

  for (guint i = 0; i < self->pictures->len; i++)
    {
      const Picture *picture = get_picture (self, i);
      BpSampleSet *set = &self->sets->sets[picture->split];
      gsize place = n_read[picture->split]++;

      if (!picture->is_read || picture->is_blank)
        continue;
      memmove (set->images + set->count * BP_DIGIT_N_PIXELS,
               set->images + place * BP_DIGIT_N_PIXELS, BP_DIGIT_N_PIXELS);
      set->labels[set->count++] = (guint8) picture->class_index;
      n_kept++;
    }
  if (n_kept > 0)
    return TRUE;

  g_assert (self->first_error != NULL);

  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
               _ ("not one of its %u pictures can be used; the first that cannot be read: %s"),
               self->pictures->len, self->first_error->message);
  return FALSE;
}

/* Returns the names of the classes as text. */
static char **
display_class_names (const Folder *self)
{
  char **names = g_new0 (char *, self->class_names->len + 1);

  for (guint i = 0; i < self->class_names->len; i++)
    names[i] = bp_clean_path (g_ptr_array_index (self->class_names, i));
  return names;
}

/* Without training images, the held-out ones become the training images. */
static void
train_on_held_out (BpSplitSets *sets)
{
  BpSampleSet *train = &sets->sets[BP_SPLIT_TRAIN];
  BpSampleSet *held_out = &sets->sets[BP_SPLIT_HELD_OUT];

  if (train->count > 0)
    return;
  *train = *held_out;
  *held_out = (BpSampleSet){ 0 };
}

/**
 * bp_dataset_folder_load:
 * @tree: files, including the pictures
 * @base: (type filename): the folder in @tree with the folders of the classes, or "" for @tree
 *   itself
 * @path: (type filename): the path that gives the data set its name
 * @reading: gets notes about the pictures that were left out; its progress counts pictures and
 *   cancels between two of them
 * @error: return location for a #BpError
 *
 * The classes have the names of their folders, in natural order. Folders named "train", "val" and
 * "test" or similar hold the splits; missing splits are made as in bp_dataset_load().
 *
 * Returns: (transfer full): the data set, of 28 x 28 pixels, or %NULL with @error set
 */
BpDataset *
bp_dataset_folder_load (BpFileTree *tree,
                        const char *base,
                        const char *path,
                        BpDataReading *reading,
                        GError **error)
{
  g_auto (BpSplitSets) sets = {
    .width = BP_DIGIT_SIZE,
    .height = BP_DIGIT_SIZE,
    .notes = reading->notes,
  };
  g_auto (Folder) self = {
    .tree = tree,
    .reading = reading,
    .sets = &sets,
    .pictures = g_array_new (FALSE, FALSE, sizeof (Picture)),
    .class_names = g_ptr_array_new_with_free_func (g_free),
  };

  if (!list_pictures (&self, base, error) || !check_classes (&self, error))
    return NULL;
  choose_splits (&self);
  sort_classes (&self);
  if (!read_pictures (&self, error))
    return NULL;
  keep_blank_classes (&self);
  note_left_out (&self);
  if (!keep_pictures (&self, error))
    return NULL;

  train_on_held_out (&sets);
  sets.n_classes = self.class_names->len;
  sets.class_names = display_class_names (&self);
  return bp_dataset_finish (&sets, path, error);
}
