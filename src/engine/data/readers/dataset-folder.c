/* SPDX-License-Identifier: MIT */

/* A folder with a folder for each class, named after it, and in that its pictures, PNG or JPEG, of
 * any size, dark on light or light on dark: each becomes what MNIST would have made of it, as a
 * picture that is dropped on the pad does. The folders of the classes may lie in folders such as
 * "train" and "test", too.
 *
 * Thread rule: any thread.
 */
#include "dataset-folder.h"

#include "clean-text.h"
#include "dataset-finish.h"
#include "dataset-load.h"
#include "digit-image.h"
#include "error.h"
#include "picture-file.h"

#include <string.h>

/* Three times MNIST, of 784 bytes each. */
#define MAX_PICTURES 210000

/* The splits' folders, as people call them. */
static const struct
{
  const char *name;
  BpSplit split;
} split_names[] = {
  { "train", BP_SPLIT_TRAIN },  { "training", BP_SPLIT_TRAIN },
  { "val", BP_SPLIT_HELD_OUT }, { "valid", BP_SPLIT_HELD_OUT },
  { "dev", BP_SPLIT_HELD_OUT }, { "validation", BP_SPLIT_HELD_OUT },
  { "test", BP_SPLIT_TEST },    { "testing", BP_SPLIT_TEST },
};

/* The pictures of one class in one split. */
typedef struct
{
  char *path;
  char *name; /* of the class, as the file system spells it */
  BpSplit split;
  GPtrArray *pictures; /* names of files */
} ClassFolder;

static void
class_folder_free (ClassFolder *class_folder)
{
  g_free (class_folder->path);
  g_free (class_folder->name);
  g_ptr_array_unref (class_folder->pictures);
  g_free (class_folder);
}

/* What there is to read. */
typedef struct
{
  GPtrArray *folders;     /* (element-type ClassFolder) */
  GPtrArray *class_names; /* as the file system spells them, each once, sorted */
  gsize counts[BP_N_SPLITS];
  gsize n_pictures;
} Listing;

static void
listing_init (Listing *listing)
{
  *listing = (Listing){
    .folders = g_ptr_array_new_with_free_func ((GDestroyNotify) class_folder_free),
    .class_names = g_ptr_array_new_with_free_func (g_free),
  };
}

static void
listing_clear (Listing *listing)
{
  g_clear_pointer (&listing->folders, g_ptr_array_unref);
  g_clear_pointer (&listing->class_names, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

static gboolean
is_picture (const char *folder, const char *name)
{
  static const char *const endings[] = { ".png", ".jpg", ".jpeg" };
  gsize length = strlen (name);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize ending_length = strlen (endings[i]);

      if (name[0] != '.' && length > ending_length &&
          g_ascii_strcasecmp (name + length - ending_length, endings[i]) == 0)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);

          return g_file_test (path, G_FILE_TEST_IS_REGULAR);
        }
    }
  return FALSE;
}

static gboolean
is_folder (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return name[0] != '.' && g_file_test (path, G_FILE_TEST_IS_DIR);
}

/* "2" comes before "10", in any locale. */
static int
compare_naturally (gconstpointer a, gconstpointer b)
{
  return strverscmp (*(const char *const *) a, *(const char *const *) b);
}

/* Lists what @belongs in a folder, sorted: no more than @limit, which a folder that was meant does
 * not reach. */
static GPtrArray *
list_names (const char *path, gboolean (*belongs) (const char *, const char *), gsize limit)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (folder != NULL && names->len < limit && (name = g_dir_read_name (folder)) != NULL)
    if (belongs (path, name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_naturally);
  return names;
}

static gboolean
has_picture (const char *path)
{
  g_autoptr (GPtrArray) names = list_names (path, is_picture, 1);

  return names->len > 0;
}

static gboolean
has_class_folder (const char *path)
{
  g_autoptr (GPtrArray) names = list_names (path, is_folder, BP_DATASET_MAX_CLASSES + 1);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *inner = g_build_filename (path, g_ptr_array_index (names, i), NULL);

      if (has_picture (inner))
        return TRUE;
    }
  return FALSE;
}

static BpSplit
find_split (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (split_names); i++)
    if (g_ascii_strcasecmp (name, split_names[i].name) == 0)
      return split_names[i].split;
  return BP_N_SPLITS;
}

static gboolean
is_split_folder (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return find_split (name) != BP_N_SPLITS && is_folder (folder, name) && has_class_folder (path);
}

static gboolean
add_class_folder (Listing *listing,
                  const char *folder,
                  const char *name,
                  BpSplit split,
                  GError **error)
{
  ClassFolder *added = g_new (ClassFolder, 1);

  added->path = g_build_filename (folder, name, NULL);
  added->name = g_strdup (name);
  added->split = split;
  added->pictures = list_names (added->path, is_picture, MAX_PICTURES + 1 - listing->n_pictures);
  g_ptr_array_add (listing->folders, added);
  listing->counts[split] += added->pictures->len;
  listing->n_pictures += added->pictures->len;

  if (added->pictures->len > 0 &&
      !g_ptr_array_find_with_equal_func (listing->class_names, name, g_str_equal, NULL))
    g_ptr_array_add (listing->class_names, g_strdup (name));
  if (listing->n_pictures <= MAX_PICTURES && listing->class_names->len <= BP_DATASET_MAX_CLASSES)
    return TRUE;

  g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
               "it has more than %d pictures, or more than %d folders of them", MAX_PICTURES,
               BP_DATASET_MAX_CLASSES);
  return FALSE;
}

static gboolean
list_split (Listing *listing, const char *folder, BpSplit split, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (folder, is_folder, MAX_PICTURES);

  for (guint i = 0; i < names->len; i++)
    if (!add_class_folder (listing, folder, g_ptr_array_index (names, i), split, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_listing (const Listing *listing, GError **error)
{
  if (listing->counts[BP_SPLIT_TRAIN] == 0)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           "it has pictures to test with, but none to train on");
      return FALSE;
    }
  if (listing->class_names->len < 2)
    {
      g_autofree char *name = bp_clean_name (listing->class_names->pdata[0]);

      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   "it has pictures in one folder only, “%s”: put those of each class into a "
                   "folder of their own",
                   name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
list_pictures (Listing *listing, const char *path, GError **error)
{
  g_autoptr (GPtrArray) split_folders =
      list_names (path, is_split_folder, G_N_ELEMENTS (split_names));

  for (guint i = 0; i < split_folders->len; i++)
    {
      const char *name = g_ptr_array_index (split_folders, i);
      g_autofree char *folder = g_build_filename (path, name, NULL);

      if (!list_split (listing, folder, find_split (name), error))
        return FALSE;
    }
  if (split_folders->len == 0 && !list_split (listing, path, BP_SPLIT_TRAIN, error))
    return FALSE;

  g_ptr_array_sort (listing->class_names, compare_naturally);
  return check_listing (listing, error);
}

/* Says which picture an error is about, by the last two parts of its path. */
static void
prefix_picture_name (GError **error, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *folder_name = bp_clean_name (folder);
  g_autofree char *name = bp_clean_name (path);

  if (error != NULL && (*error)->domain == BP_ERROR)
    g_prefix_error (error, "“%s/%s” cannot be read, ", folder_name, name);
}

static gboolean
read_picture (const char *path, guint8 image[BP_DIGIT_N_PIXELS], GError **error)
{
  gboolean is_blank = FALSE;

  if (bp_picture_file_read (path, BP_PICTURE_MAX_SMALL_PIXELS, image, &is_blank, error) &&
      !is_blank)
    return TRUE;

  if (is_blank)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                         "it is blank: move it out of the folder");
  prefix_picture_name (error, path);
  return FALSE;
}

static gboolean
read_class_folder (const Listing *listing,
                   const ClassFolder *class_folder,
                   BpSampleSet *set,
                   gsize *n_read,
                   BpProgress *progress,
                   GError **error)
{
  guint label = 0;

  if (class_folder->pictures->len == 0)
    return TRUE;
  g_assert (set->images != NULL && set->labels != NULL);
  g_ptr_array_find_with_equal_func (listing->class_names, class_folder->name, g_str_equal, &label);

  for (guint i = 0; i < class_folder->pictures->len; i++)
    {
      const char *name = g_ptr_array_index (class_folder->pictures, i);
      g_autofree char *path = g_build_filename (class_folder->path, name, NULL);

      if (!bp_progress_check (progress, error) ||
          !read_picture (path, set->images + set->count * BP_DIGIT_N_PIXELS, error))
        return FALSE;
      set->labels[set->count++] = (guint8) label;
      bp_progress_report (progress, ++*n_read, listing->n_pictures);
    }
  return TRUE;
}

static gboolean
read_pictures (const Listing *listing, BpSplitSets *sets, BpProgress *progress, GError **error)
{
  gsize n_read = 0;

  for (guint split = 0; split < BP_N_SPLITS; split++)
    {
      BpSampleSet *set = &sets->sets[split];
      gsize count = listing->counts[split];

      if (count == 0)
        continue;
      set->images = g_try_malloc (count * BP_DIGIT_N_PIXELS);
      set->labels = g_try_malloc (count);
      if (set->images == NULL || set->labels == NULL)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                               "there is not enough memory for its images");
          return FALSE;
        }
    }

  for (guint i = 0; i < listing->folders->len; i++)
    {
      const ClassFolder *class_folder = g_ptr_array_index (listing->folders, i);

      if (!read_class_folder (listing, class_folder, &sets->sets[class_folder->split], &n_read,
                              progress, error))
        return FALSE;
    }
  return TRUE;
}

/* The names of the classes as text. */
static char **
display_class_names (const Listing *listing)
{
  char **names = g_new0 (char *, listing->class_names->len + 1);

  for (guint i = 0; i < listing->class_names->len; i++)
    names[i] = g_filename_display_name (g_ptr_array_index (listing->class_names, i));
  return names;
}

/**
 * bp_dataset_folder_recognise:
 * @path: (type filename): a folder
 *
 * Returns: whether there is a folder with a picture in it, or one with such a folder for a split
 */
gboolean
bp_dataset_folder_recognise (const char *path)
{
  g_autoptr (GPtrArray) split_folders = list_names (path, is_split_folder, 1);

  return split_folders->len > 0 || has_class_folder (path);
}

/**
 * bp_dataset_folder_load:
 * @path: (type filename): a folder that bp_dataset_folder_recognise() recognises
 * @progress: (nullable): counts pictures; cancels between two of them
 * @error: return location for a #BpError, or a %G_FILE_ERROR where a picture cannot be opened
 *
 * The classes are called as their folders, in natural order. Folders called "train", "val" and
 * "test" or the like hold the splits; what they do not say is made as bp_dataset_load() does it.
 *
 * Returns: (transfer full): the data set, of 28 x 28 pixels, or %NULL with @error set
 */
BpDataset *
bp_dataset_folder_load (const char *path, BpProgress *progress, GError **error)
{
  g_auto (BpSplitSets) sets = { .width = BP_DIGIT_SIZE, .height = BP_DIGIT_SIZE };
  g_auto (Listing) listing = { NULL };
  g_auto (GStrv) class_names = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  listing_init (&listing);
  if (!list_pictures (&listing, path, error) || !read_pictures (&listing, &sets, progress, error))
    return NULL;

  class_names = display_class_names (&listing);
  sets.n_classes = listing.class_names->len;
  sets.class_names = (const char *const *) class_names;
  return bp_dataset_finish (&sets, path, error);
}
