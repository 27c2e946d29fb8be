/* SPDX-License-Identifier: MIT */

/* A folder with a folder for each class, named after it, and in that its pictures, PNG or JPEG, of
 * any size, dark on light or light on dark: each becomes what MNIST would have made of it, as a
 * picture that is dropped on the pad does.
 *
 * Thread rule: any thread.
 */
#include "engine/dataset-folder.h"

#include "engine/dataset-split.h"
#include "engine/digit-image.h"
#include "engine/error.h"
#include "engine/grey-pixels.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* Pictures of digits are small; unpacked, each may take up to five bytes of memory a pixel. */
#define MAX_PICTURE_PIXELS (16 * 1000 * 1000)

/* Three times MNIST. */
#define MAX_PICTURES 210000

/* The pictures of all classes, in the order of the classes and of their names. */
typedef struct
{
  GPtrArray *class_names; /* owned, ended by NULL once it is complete */
  GPtrArray *paths;       /* owned */
  GByteArray *labels;     /* owned, (paths->len) */
} Listing;

static void
listing_clear (Listing *listing)
{
  g_clear_pointer (&listing->class_names, g_ptr_array_unref);
  g_clear_pointer (&listing->paths, g_ptr_array_unref);
  g_clear_pointer (&listing->labels, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

static gboolean
is_picture_name (const char *name)
{
  static const char *const endings[] = { ".png", ".jpg", ".jpeg" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

/* "2" comes before "10". */
static int
compare_naturally (gconstpointer a, gconstpointer b)
{
  return strverscmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of the folders, or of the pictures, in a folder; no more than can be of use. */
static GPtrArray *
list_names (const char *folder_path, gboolean wants_folders)
{
  g_autoptr (GDir) folder = g_dir_open (folder_path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (folder != NULL && names->len <= MAX_PICTURES && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder_path, name, NULL);

      if (name[0] != '.' &&
          (wants_folders ? g_file_test (path, G_FILE_TEST_IS_DIR)
                         : is_picture_name (name) && g_file_test (path, G_FILE_TEST_IS_REGULAR)))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_naturally);
  return names;
}

static gboolean
add_class (Listing *listing, const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GPtrArray) pictures = list_names (path, FALSE);
  guint8 label = (guint8) listing->class_names->len;

  if (pictures->len == 0)
    return TRUE;
  if (listing->class_names->len == BP_DATASET_MAX_CLASSES ||
      listing->paths->len + pictures->len > MAX_PICTURES)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   "it has more than %d pictures, or more than %d folders of them", MAX_PICTURES,
                   BP_DATASET_MAX_CLASSES);
      return FALSE;
    }

  g_ptr_array_add (listing->class_names, g_filename_display_name (name));
  for (guint i = 0; i < pictures->len; i++)
    {
      g_ptr_array_add (listing->paths,
                       g_build_filename (path, g_ptr_array_index (pictures, i), NULL));
      g_byte_array_append (listing->labels, &label, 1);
    }
  return TRUE;
}

static gboolean
list_pictures (Listing *listing, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (folder, TRUE);

  listing->class_names = g_ptr_array_new_with_free_func (g_free);
  listing->paths = g_ptr_array_new_with_free_func (g_free);
  listing->labels = g_byte_array_new ();
  for (guint i = 0; i < names->len; i++)
    if (!add_class (listing, folder, g_ptr_array_index (names, i), error))
      return FALSE;

  if (listing->paths->len == 0)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           "it has no folders with PNG or JPEG pictures in them");
      return FALSE;
    }
  g_ptr_array_add (listing->class_names, NULL);
  return TRUE;
}

/* Decodes a picture of a size that is known to be bounded. */
static GdkPixbuf *
decode (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GdkPixbuf *picture;
  int width = 0;
  int height = 0;

  if (gdk_pixbuf_get_file_info (path, &width, &height) == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED, "what is there is no picture");
      return NULL;
    }
  if ((gint64) width * height > MAX_PICTURE_PIXELS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   "there are %d × %d pixels, which is more than a digit needs: make it smaller",
                   width, height);
      return NULL;
    }

  picture = gdk_pixbuf_new_from_file (path, &cause);
  if (picture == NULL)
    g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED, "the picture is damaged: %s", cause->message);
  return picture;
}

static gboolean
read_picture (const char *path, guint8 image[BP_DIGIT_N_PIXELS], GError **error)
{
  g_autoptr (GdkPixbuf) picture = decode (path, error);
  g_autofree guint8 *grey = NULL;
  guint width;
  guint height;

  if (picture == NULL)
    return FALSE;

  width = (guint) gdk_pixbuf_get_width (picture);
  height = (guint) gdk_pixbuf_get_height (picture);
  grey = g_try_malloc ((gsize) width * height);
  if (grey == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           "there is not enough memory for the picture");
      return FALSE;
    }
  bp_grey_pixels_from_rgb (gdk_pixbuf_read_pixels (picture), width, height,
                           (gsize) gdk_pixbuf_get_rowstride (picture),
                           gdk_pixbuf_get_has_alpha (picture), grey);
  if (bp_digit_image_from_picture (grey, width, height, width, image))
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE, "nothing is drawn");
  return FALSE;
}

/* Says which picture an error is about, by the last two parts of its path. */
static void
prefix_picture_name (GError **error, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *folder_name = g_filename_display_basename (folder);
  g_autofree char *name = g_filename_display_basename (path);

  g_prefix_error (error, "in “%s/%s”, ", folder_name, name);
}

static gboolean
read_pictures (const Listing *listing, guint8 *images, BpProgress *progress, GError **error)
{
  guint count = listing->paths->len;

  for (guint i = 0; i < count; i++)
    {
      const char *path = g_ptr_array_index (listing->paths, i);

      if (!bp_progress_check (progress, error))
        return FALSE;
      if (!read_picture (path, images + (gsize) i * BP_DIGIT_N_PIXELS, error))
        {
          prefix_picture_name (error, path);
          return FALSE;
        }
      bp_progress_report (progress, i + 1, count);
    }
  return TRUE;
}

/**
 * bp_dataset_folder_recognise:
 * @path: (type filename): a folder
 *
 * Returns: whether there is a folder with a picture in it
 */
gboolean
bp_dataset_folder_recognise (const char *path)
{
  g_autoptr (GPtrArray) names = list_names (path, TRUE);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *class_path = g_build_filename (path, g_ptr_array_index (names, i), NULL);
      g_autoptr (GPtrArray) pictures = list_names (class_path, FALSE);

      if (pictures->len > 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * bp_dataset_folder_load:
 * @path: (type filename): a folder with folders of pictures in it
 * @progress: (nullable): counts pictures; cancels between two of them
 * @error: return location for a %BP_ERROR
 *
 * The classes are called as their folders, in natural order. There is one set, which is shuffled
 * and split as bp_dataset_load() says.
 *
 * Returns: (transfer full): the data set, of 28 x 28 pixels, or %NULL with @error set
 */
BpDataset *
bp_dataset_folder_load (const char *path, BpProgress *progress, GError **error)
{
  g_auto (Listing) listing = { NULL };
  g_auto (BpSplitSets) sets = { .width = BP_DIGIT_SIZE, .height = BP_DIGIT_SIZE };
  BpSampleSet *set = &sets.sets[BP_SPLIT_TRAIN];

  if (!list_pictures (&listing, path, error))
    return NULL;

  sets.n_classes = listing.class_names->len - 1;
  sets.class_names = (const char *const *) listing.class_names->pdata;
  set->count = listing.paths->len;
  set->labels = g_memdup2 (listing.labels->data, listing.labels->len);
  set->images = g_try_malloc (set->count * BP_DIGIT_N_PIXELS);
  if (set->images == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           "there is not enough memory for its images");
      return NULL;
    }
  return read_pictures (&listing, set->images, progress, error)
             ? bp_split_sets_to_dataset (&sets, path, error)
             : NULL;
}
