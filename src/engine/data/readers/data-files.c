/* SPDX-License-Identifier: MIT */

/* Chooses the files of one data set in a folder or an archive. A data set can be one file, two
 * tables, four files of arrays or a folder of pictures for each class, in nested folders as it was
 * downloaded and unpacked. Files are grouped by their format, their folder and their names without
 * the words for splits. The group nearest to the top is the data set; several at the same level are
 * an error.
 */
#include "data-files.h"

#include "clean-text.h"
#include "data-name.h"
#include "error.h"
#include "file-kind.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The most files that are opened to find their format. */
#define MAX_LOOKED_AT 256

/* The most groups that a message names. */
#define MAX_NAMED 4

/* A file and its role in its group. A group has each role once. */
typedef struct
{
  BpDataFile file;
  BpSplit split;
  BpDataKind kind;
  guint depth;
} Member;

/* Files or pictures of one data set. */
typedef struct
{
  char *key;
  guint depth;      /* the number of folders above it that are no splits */
  guint n_folders;  /* the number of folders above it */
  GArray *members;  /* of Member */
  char *base;       /* the folder of pictures, or NULL */
  GPtrArray *names; /* (element-type utf8): of the classes of pictures */
} Group;

typedef struct
{
  BpFileTree *tree;
  BpProgress *progress;
  GPtrArray *groups;  /* (element-type Group) */
  char *refused_name; /* the first unsupported file with advice about its kind, or NULL */
  BpFileKind refused_kind;
  gboolean has_loose_pictures;
} Chooser;

static void
member_clear (gpointer data)
{
  g_clear_pointer (&((Member *) data)->file.stream, bp_byte_stream_close);
}

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->key);
  g_free (group->base);
  g_array_unref (group->members);
  g_ptr_array_unref (group->names);
  g_free (group);
}

static void
chooser_init (Chooser *self, BpFileTree *tree, BpProgress *progress)
{
  *self = (Chooser){
    .tree = tree,
    .progress = progress,
    .groups = g_ptr_array_new_with_free_func (group_free),
  };
}

static void
chooser_clear (Chooser *self)
{
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->refused_name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chooser, chooser_clear)

static Group *
get_group (const Chooser *self, guint index)
{
  return g_ptr_array_index (self->groups, index);
}

static const Member *
get_member (const Group *group, guint index)
{
  return &g_array_index (group->members, Member, index);
}

static guint
count_folders (const char *name)
{
  guint n_folders = 0;

  for (const char *slash = strchr (name, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    n_folders++;
  return n_folders;
}

static Group *
find_or_add_group (Chooser *self, const char *key, guint depth, guint n_folders)
{
  Group *group;

  for (guint i = 0; i < self->groups->len; i++)
    if (g_str_equal (get_group (self, i)->key, key))
      {
        group = get_group (self, i);
        group->depth = MIN (group->depth, depth);
        group->n_folders = MIN (group->n_folders, n_folders);
        return group;
      }

  group = g_new0 (Group, 1);
  group->key = g_strdup (key);
  group->depth = depth;
  group->n_folders = n_folders;
  group->members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_array_set_clear_func (group->members, member_clear);
  group->names = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->groups, group);
  return group;
}

/* Opens a file and finds its format. @file->format is %NULL where it has none of the formats. */
static gboolean
look_at_file (Chooser *self, guint index, BpDataFile *file, GError **error)
{
  g_autoptr (BpByteStream) stream =
      bp_file_tree_open_file (self->tree, index, self->progress, error);
  const guint8 *head;
  gsize length;
  BpFileKind kind;

  *file = (BpDataFile){ .index = index };
  if (stream == NULL ||
      !bp_byte_stream_peek (stream, BP_FILE_KIND_HEAD_LENGTH, &head, &length, error))
    return FALSE;

  file->format = bp_data_format_find (head, length);
  if (file->format != NULL)
    {
      file->stream = g_steal_pointer (&stream);
      return TRUE;
    }

  kind = bp_file_kind_guess (head, length);
  if (self->refused_name == NULL && kind != BP_FILE_KIND_EMPTY && kind != BP_FILE_KIND_HTML &&
      bp_file_kind_has_advice (kind))
    {
      self->refused_name = g_strdup (bp_file_tree_get_name (self->tree, index));
      self->refused_kind = kind;
    }
  return TRUE;
}

/* The key of a file's group: its folder without parts that name a split, and its name without the
 * words for one. */
static char *
make_key (const char *name, const BpDataFormat *format, const BpDataName *parsed)
{
  g_autofree char *folder = g_path_get_dirname (name);
  g_auto (GStrv) parts = g_strsplit (folder, "/", -1);
  GString *key = g_string_new (format->name);

  for (guint i = 0; parts[i] != NULL; i++)
    if (bp_data_name_find_split (parts[i]) == BP_N_SPLITS)
      g_string_append_printf (key, "/%s", parts[i]);
  if (!format->takes_its_folder)
    g_string_append_printf (key, "//%s", parsed->family);
  return g_string_free (key, FALSE);
}

/* Folders that name a split do not count for the depth of a data set. */
static guint
count_own_folders (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  guint n_folders = 0;

  for (guint i = 0; parts[i] != NULL && parts[i + 1] != NULL; i++)
    n_folders += bp_data_name_find_split (parts[i]) == BP_N_SPLITS;
  return n_folders;
}

/* Adds a file to its group, unless the group has a file with its role: "train.csv" and
 * "train.csv.gz" have the same role. */
static void
add_file (Chooser *self, BpDataFile *file)
{
  const char *name = bp_file_tree_get_name (self->tree, file->index);
  g_auto (BpDataName) parsed = { NULL };
  g_autofree char *key = NULL;
  Group *group;
  Member member = { .file = *file };

  file->stream = NULL;
  bp_data_name_parse (&parsed, name);
  key = make_key (name, file->format, &parsed);
  group = find_or_add_group (self, key, count_own_folders (name), count_folders (name));
  member.split = parsed.split;
  member.kind = parsed.kind;
  for (guint i = 0; i < group->members->len && !file->format->takes_its_folder; i++)
    if (get_member (group, i)->split == member.split && get_member (group, i)->kind == member.kind)
      {
        member_clear (&member);
        return;
      }
  g_array_append_val (group->members, member);
}

static void
add_picture (Chooser *self, const char *name)
{
  g_auto (BpPictureName) parsed = { NULL };
  g_autofree char *key = NULL;
  Group *group;

  if (!bp_picture_name_parse (&parsed, name))
    {
      self->has_loose_pictures = TRUE;
      return;
    }

  key = g_strconcat ("pictures/", parsed.base, NULL);
  /* A picture is mostly of the same group as the one before it. */
  group = self->groups->len > 0 ? get_group (self, self->groups->len - 1) : NULL;
  if (group == NULL || !g_str_equal (group->key, key))
    {
      guint depth = *parsed.base != '\0' ? count_folders (parsed.base) + 1 : 0;

      group = find_or_add_group (self, key, depth, depth);
    }
  if (group->base == NULL)
    group->base = g_strdup (parsed.base);
  if (group->names->len == 0 ||
      !g_str_equal (g_ptr_array_index (group->names, group->names->len - 1), parsed.class_name))
    if (!g_ptr_array_find_with_equal_func (group->names, parsed.class_name, g_str_equal, NULL) &&
        group->names->len <= BP_DATASET_MAX_CLASSES)
      g_ptr_array_add (group->names, g_steal_pointer (&parsed.class_name));
}

static int
compare_depths (gconstpointer a, gconstpointer b, gpointer data)
{
  BpFileTree *tree = data;
  guint first = *(const guint *) a;
  guint second = *(const guint *) b;
  guint first_depth = count_folders (bp_file_tree_get_name (tree, first));
  guint second_depth = count_folders (bp_file_tree_get_name (tree, second));

  if (first_depth != second_depth)
    return first_depth < second_depth ? -1 : 1;
  return first < second ? -1 : 1;
}

/* Propagates an error with the name of its file in front. */
static gboolean
propagate_named_error (const Chooser *self,
                       guint index,
                       gboolean is_beside,
                       GError **cause,
                       GError **error)
{
  g_autofree char *name = bp_clean_path (bp_file_tree_get_name (self->tree, index));

  if ((*cause)->domain == BP_ERROR && (*cause)->code != BP_ERROR_CANCELLED)
    g_prefix_error (cause, is_beside ? _ ("in “%s” beside it, ") : _ ("in “%s”, "), name);
  g_propagate_error (error, g_steal_pointer (cause));
  return FALSE;
}

/* Groups all files of the tree. */
static gboolean
make_groups (Chooser *self, GError **error)
{
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < bp_file_tree_get_n_files (self->tree); i++)
    if (bp_picture_name_recognise (bp_file_tree_get_name (self->tree, i)))
      add_picture (self, bp_file_tree_get_name (self->tree, i));
    else
      g_array_append_val (others, i);

  g_array_sort_with_data (others, compare_depths, self->tree);
  for (guint i = 0; i < MIN (others->len, MAX_LOOKED_AT); i++)
    {
      g_autoptr (GError) local_error = NULL;
      BpDataFile file;

      if (!bp_progress_check (self->progress, error))
        return FALSE;
      if (look_at_file (self, g_array_index (others, guint, i), &file, &local_error))
        {
          if (file.format != NULL)
            add_file (self, &file);
        }
      /* Files that the system cannot read are skipped; they may be irrelevant. */
      else if (local_error->domain == BP_ERROR)
        return propagate_named_error (self, file.index, FALSE, &local_error, error);
    }
  return TRUE;
}

/* The rank of a group's format among groups at the same depth; the lowest is preferred. */
static int
get_rank (const Group *group)
{
  if (group->base != NULL)
    return group->names->len > 1 ? 1 : 3;
  return get_member (group, 0)->file.format->holds_half ? 0 : 2;
}

static gboolean
has_train_and_test (const Group *group)
{
  gboolean has_split[BP_N_SPLITS + 1] = { FALSE };

  for (guint i = 0; i < group->members->len; i++)
    has_split[get_member (group, i)->split] = TRUE;
  return has_split[BP_SPLIT_TRAIN] && has_split[BP_SPLIT_TEST];
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *first = *(const Group *const *) a;
  const Group *second = *(const Group *const *) b;
  int first_rank = get_rank (first);
  int second_rank = get_rank (second);

  /* Pictures in a single folder are a data set only where there is no other group. */
  if ((first_rank == 3) != (second_rank == 3))
    return first_rank == 3 ? 1 : -1;
  if (first->depth != second->depth)
    return first->depth < second->depth ? -1 : 1;
  if (first_rank != second_rank)
    return first_rank < second_rank ? -1 : 1;
  if (has_train_and_test (first) != has_train_and_test (second))
    return has_train_and_test (first) ? -1 : 1;
  /* Kaggle packs the same files twice, once in a folder for each. */
  if (first->n_folders != second->n_folders)
    return first->n_folders < second->n_folders ? -1 : 1;
  return 0;
}

static char *
describe_group (const Chooser *self, const Group *group)
{
  const char *name = group->base;

  if (name == NULL)
    name = bp_file_tree_get_name (self->tree, get_member (group, 0)->file.index);
  else if (*name == '\0')
    name = g_ptr_array_index (group->names, 0);
  return bp_clean_path (name);
}

static gboolean
set_several_error (const Chooser *self, guint n_groups, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (n_groups, MAX_NAMED); i++)
    {
      g_autofree char *name = describe_group (self, get_group (self, i));

      g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "", name);
    }
  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
               _ ("it holds several data sets (%s%s): choose one of them"), names->str,
               n_groups > MAX_NAMED ? ", …" : "");
  return FALSE;
}

static gboolean
set_nothing_error (const Chooser *self, GError **error)
{
  if (self->refused_name != NULL)
    {
      g_autofree char *name = bp_clean_path (self->refused_name);

      g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                   /* Translators: a file's name, what the file is, and what to do. */
                   _ ("it holds no supported data set, but “%s”: %s: %s"), name,
                   bp_file_kind_describe (self->refused_kind),
                   bp_file_kind_get_advice (self->refused_kind, BP_FILE_USE_DATA));
    }
  else if (self->has_loose_pictures)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                         _ ("it holds pictures, but does not say what they show: put those of each "
                            "class into a folder of their own"));
  else
    g_set_error_literal (
        error, BP_ERROR, BP_ERROR_UNRECOGNISED,
        _ ("there is no data set in it: neither a file such as mnist.pkl.gz, nor IDX "
           "files such as train-images-idx3-ubyte.gz, nor tables or NumPy arrays, nor "
           "a folder of pictures for each class"));
  return FALSE;
}

static gboolean
set_nameless_error (const BpDataFormat *format, GError **error)
{
  g_set_error (
      error, BP_ERROR, BP_ERROR_UNSUPPORTED,
      _ ("it is an %s file, but its name does not tell the file that belongs to it: name them "
         "like train-images-idx3-ubyte and train-labels-idx1-ubyte"),
      format->name);
  return FALSE;
}

/* Checks that images have their labels and labels their images, where the names tell them apart. */
static gboolean
check_partners (const Chooser *self, const Group *group, GError **error)
{
  for (guint i = 0; i < group->members->len; i++)
    {
      const Member *member = get_member (group, i);
      BpDataKind missing =
          member->kind == BP_DATA_KIND_IMAGES ? BP_DATA_KIND_LABELS : BP_DATA_KIND_IMAGES;
      gboolean has_partner = FALSE;

      if (member->kind == BP_DATA_KIND_ANY)
        return set_nameless_error (member->file.format, error);
      for (guint k = 0; k < group->members->len; k++)
        has_partner = has_partner || (get_member (group, k)->kind == missing &&
                                      get_member (group, k)->split == member->split);
      if (has_partner)
        continue;

      g_autofree char *name =
          bp_clean_name (bp_file_tree_get_name (self->tree, member->file.index));

      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   missing == BP_DATA_KIND_IMAGES
                       ? _ ("the file of images that belongs to “%s” is not beside it: put it into "
                            "the same folder")
                       : _ ("the file of labels that belongs to “%s” is not beside it: put it into "
                            "the same folder"),
                   name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_group (const Chooser *self, Group *group, BpDataFiles *chosen, GError **error)
{
  if (group->base != NULL)
    {
      chosen->picture_base = g_strdup (group->base);
      return TRUE;
    }
  if (get_member (group, 0)->file.format->holds_half && !check_partners (self, group, error))
    return FALSE;

  for (guint i = 0; i < group->members->len; i++)
    {
      Member *member = &g_array_index (group->members, Member, i);

      g_array_append_val (chosen->files, member->file);
      member->file.stream = NULL;
    }
  return TRUE;
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const Member *first = a;
  const Member *second = b;

  if (first->split != second->split)
    return first->split < second->split ? -1 : 1;
  return first->file.index < second->file.index ? -1 : 1;
}

static void
chosen_init (BpDataFiles *chosen)
{
  *chosen = (BpDataFiles){ .files = g_array_new (FALSE, FALSE, sizeof (BpDataFile)) };
}

/**
 * bp_data_files_choose:
 * @chosen: (out caller-allocates): the files of one data set in @tree, to be cleared in either case
 * @tree: the files of a folder or of an archive
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_UNRECOGNISED where no file has a known format,
 *   %BP_ERROR_UNSUPPORTED where there are several, and the errors of reading them
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_data_files_choose (BpDataFiles *chosen, BpFileTree *tree, BpProgress *progress, GError **error)
{
  g_auto (Chooser) self = { NULL };
  guint n_best = 1;

  chosen_init (chosen);
  chooser_init (&self, tree, progress);
  if (!make_groups (&self, error))
    return FALSE;
  if (self.groups->len == 0)
    return set_nothing_error (&self, error);

  g_ptr_array_sort (self.groups, compare_groups);
  while (n_best < self.groups->len &&
         compare_groups (&self.groups->pdata[0], &self.groups->pdata[n_best]) == 0)
    n_best++;
  if (n_best > 1)
    return set_several_error (&self, n_best, error);
  g_array_sort (get_group (&self, 0)->members, compare_members);
  return take_group (&self, get_group (&self, 0), chosen, error);
}

/* Opens the named file. It must be data. */
static gboolean
look_at_named_file (Chooser *self, guint index, BpDataFile *file, GError **error)
{
  const guint8 *head;
  gsize length;

  *file = (BpDataFile){ .index = index };
  file->stream = bp_file_tree_open_file (self->tree, index, self->progress, error);
  if (file->stream == NULL ||
      !bp_byte_stream_peek (file->stream, BP_FILE_KIND_HEAD_LENGTH, &head, &length, error))
    return FALSE;

  file->format = bp_data_format_find (head, length);
  return file->format != NULL || bp_data_format_set_error (head, length, error);
}

/* Whether another file can belong to the named one, by their names. */
static gboolean
could_belong (const BpDataFormat *format, const BpDataName *named, const char *other_name)
{
  g_auto (BpDataName) other = { NULL };

  if (format->takes_its_folder)
    return g_str_has_suffix (other_name, ".npy");
  if (named->split == BP_N_SPLITS && named->kind == BP_DATA_KIND_ANY)
    return FALSE;
  bp_data_name_parse (&other, other_name);
  return g_str_equal (other.family, named->family) &&
         (other.split != BP_N_SPLITS || other.kind != BP_DATA_KIND_ANY) &&
         (other.split != named->split || other.kind != named->kind);
}

/**
 * bp_data_files_choose_with:
 * @chosen: (out caller-allocates): the files of one data set in @tree, to be cleared in either case
 * @tree: the files of a folder, without those of its subfolders
 * @file_name: (type filename): a file of it
 * @progress: (nullable): cancels
 * @error: as of bp_data_files_choose()
 *
 * Chooses a file with the files that belong to it, such as the labels of its images or the table
 * with the test samples.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_data_files_choose_with (BpDataFiles *chosen,
                           BpFileTree *tree,
                           const char *file_name,
                           BpProgress *progress,
                           GError **error)
{
  g_auto (Chooser) self = { NULL };
  g_auto (BpDataName) named = { NULL };
  BpDataFile file;
  guint index = 0;

  chosen_init (chosen);
  chooser_init (&self, tree, progress);
  if (!bp_file_tree_find (tree, file_name, &index))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           _ ("it was removed while it was being read"));
      return FALSE;
    }
  if (!look_at_named_file (&self, index, &file, error))
    {
      g_clear_pointer (&file.stream, bp_byte_stream_close);
      return FALSE;
    }

  const BpDataFormat *format = file.format;

  bp_data_name_parse (&named, file_name);
  add_file (&self, &file);
  for (guint i = 0; i < bp_file_tree_get_n_files (tree); i++)
    if (i != index && get_group (&self, 0)->members->len < MAX_LOOKED_AT &&
        could_belong (format, &named, bp_file_tree_get_name (tree, i)))
      {
        g_autoptr (GError) local_error = NULL;

        if (!look_at_file (&self, i, &file, &local_error))
          return propagate_named_error (&self, i, TRUE, &local_error, error);
        if (file.format == format)
          add_file (&self, &file);
        else
          g_clear_pointer (&file.stream, bp_byte_stream_close);
      }

  /* The group of the named file is the first. */
  g_array_sort (get_group (&self, 0)->members, compare_members);
  return take_group (&self, get_group (&self, 0), chosen, error);
}

/**
 * bp_data_files_clear:
 * @chosen: the choice, whose contents are freed
 */
void
bp_data_files_clear (BpDataFiles *chosen)
{
  for (guint i = 0; chosen->files != NULL && i < chosen->files->len; i++)
    g_clear_pointer (&g_array_index (chosen->files, BpDataFile, i).stream, bp_byte_stream_close);
  g_clear_pointer (&chosen->files, g_array_unref);
  g_clear_pointer (&chosen->picture_base, g_free);
}
