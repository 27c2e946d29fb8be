/* SPDX-License-Identifier: MIT */

/* Converts the values of a pickle or of a PyTorch file to arrays: walks the tree of dicts, tuples
 * and lists down to arrays, and to lists that can be stacked into one (of rows, images or labels).
 * Their roles are found in dataset-from-arrays.c. A value can occur in many places, even inside
 * itself, so that the depth of the walk, the number of arrays and their memory are bounded.
 */
#include "dataset-pickle.h"

#include "error.h"
#include "file-kind.h"
#include "pickle-data.h"
#include "torch-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The depth of the walk: data["train"]["images"] is 2. */
#define MAX_DEPTH 4

/* Larger containers are either arrays or skipped. */
#define MAX_CHILDREN 64
#define MAX_ARRAYS   64

/* A list of at least this many arrays is stacked into one; a shorter one holds separate arrays. */
#define MIN_STACKED_ARRAYS 8

/* Lists of at least this many numbers are rows of one array, even if there are only a few of
 * them. */
#define MIN_STACKED_NUMBERS 16

typedef struct
{
  BpDataReading *reading;
  BpTorchFile *torch; /* nullable: holds the data of the tensors */
  gsize budget;       /* the bytes that the arrays may still take */
  GPtrArray *arrays;  /* owned elements: BpNumberArray */
  guint n_arrays_before;
} Collector;

static gboolean
is_sequence (const BpPickleValue *value)
{
  return value->type == BP_PICKLE_LIST || value->type == BP_PICKLE_TUPLE;
}

static gboolean
is_scalar (const BpPickleValue *value)
{
  return value->type == BP_PICKLE_INTEGER || value->type == BP_PICKLE_REAL ||
         value->type == BP_PICKLE_TEXT;
}

/* Finds the shape of a value as an array, from its first elements. An array inside @value gives no
 * shape: nested arrays are meant to be separate. */
static gboolean
find_shape (const BpPickleValue *value, gsize *dims, guint max_dims, guint *n_dims)
{
  *n_dims = 0;
  if (value->type == BP_PICKLE_ARRAY)
    {
      const BpNumberArray *numbers = value->array->numbers;

      if (!value->array->is_usable || numbers == NULL || numbers->n_dims > max_dims)
        return FALSE;
      memcpy (dims, numbers->dims, numbers->n_dims * sizeof *dims);
      *n_dims = numbers->n_dims;
      return TRUE;
    }

  while (!is_scalar (value))
    {
      if (!is_sequence (value) || *n_dims == max_dims)
        return FALSE;
      if (value->sequence->numbers.count > 0)
        {
          dims[(*n_dims)++] = value->sequence->numbers.count;
          return TRUE;
        }
      if (value->sequence->n_items == 0)
        return FALSE;
      dims[(*n_dims)++] = value->sequence->n_items;
      value = &value->sequence->items[0];
    }
  return TRUE;
}

/* Finds the shape of a list or tuple as an array, if all its elements have the same shape. */
static gboolean
find_stacked_shape (const BpPickleSequence *sequence, gsize *dims, guint *n_dims)
{
  if (sequence->numbers.count > 0)
    {
      dims[0] = sequence->numbers.count;
      *n_dims = 1;
      return TRUE;
    }

  for (gsize i = 0; i < sequence->n_items; i++)
    {
      gsize child_dims[BP_NUMBER_ARRAY_MAX_DIMS];
      guint n_child_dims;

      if (!find_shape (&sequence->items[i], child_dims, BP_NUMBER_ARRAY_MAX_DIMS - 1,
                       &n_child_dims))
        return FALSE;
      if (i == 0)
        {
          dims[0] = sequence->n_items;
          memcpy (dims + 1, child_dims, n_child_dims * sizeof *dims);
          *n_dims = n_child_dims + 1;
        }
      else if (n_child_dims + 1 != *n_dims ||
               memcmp (dims + 1, child_dims, n_child_dims * sizeof *dims) != 0)
        return FALSE;
    }
  return sequence->n_items > 0;
}

/* Appends the numbers of @value, which must have the shape @dims. */
static gboolean
append_value (BpByteLevels *levels, const BpPickleValue *value, const gsize *dims, guint n_dims)
{
  double number;

  if (n_dims == 0 && bp_pickle_value_to_number (value, &number))
    {
      bp_byte_levels_append_numbers (levels, &number, 1);
      return TRUE;
    }

  if (value->type == BP_PICKLE_ARRAY)
    {
      const BpNumberArray *numbers = value->array->numbers;

      if (!value->array->is_usable || numbers == NULL || numbers->n_dims != n_dims ||
          memcmp (numbers->dims, dims, n_dims * sizeof *dims) != 0)
        return FALSE;
      bp_byte_levels_append_levels (levels, &numbers->levels);
      return TRUE;
    }

  if (n_dims == 0 || !is_sequence (value))
    return FALSE;

  const BpPickleSequence *sequence = value->sequence;

  if (n_dims == 1 && sequence->numbers.count == dims[0])
    {
      bp_byte_levels_append_levels (levels, &sequence->numbers);
      return TRUE;
    }
  if (sequence->numbers.count > 0 || sequence->n_items != dims[0])
    return FALSE;
  for (gsize i = 0; i < sequence->n_items; i++)
    if (!append_value (levels, &sequence->items[i], dims + 1, n_dims - 1))
      return FALSE;
  return TRUE;
}

static gboolean
set_too_many_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                       _ ("its lists have far more numbers than images in a file of its size"));
  return FALSE;
}

static gboolean
is_worth_stacking (const BpPickleSequence *sequence, const gsize *dims, guint n_dims)
{
  if (n_dims == 1)
    return TRUE;
  if (sequence->items[0].type == BP_PICKLE_ARRAY)
    return sequence->n_items >= MIN_STACKED_ARRAYS;
  return sequence->n_items >= MIN_STACKED_ARRAYS || dims[n_dims - 1] >= MIN_STACKED_NUMBERS;
}

/* Stacks a list or tuple of numbers, rows, images or arrays of the same shape into one array. Sets
 * @array to %NULL for any other value; fails only when out of memory. */
static gboolean
stack (Collector *self, const BpPickleValue *value, BpNumberArray **array, GError **error)
{
  g_autoptr (BpNumberArray) stacked = bp_number_array_new (NULL);
  gsize count;

  *array = NULL;
  if (!is_sequence (value) ||
      !find_stacked_shape (value->sequence, stacked->dims, &stacked->n_dims) ||
      !is_worth_stacking (value->sequence, stacked->dims, stacked->n_dims))
    return TRUE;

  if (!bp_number_array_count (stacked, &count) || count > self->budget)
    return set_too_many_error (error);
  if (!bp_byte_levels_reserve (&stacked->levels, count))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is not enough memory for its images"));
      return FALSE;
    }
  if (!append_value (&stacked->levels, value, stacked->dims, stacked->n_dims))
    return TRUE;

  self->budget -= count;
  *array = g_steal_pointer (&stacked);
  return TRUE;
}

static void
add_array (Collector *self, BpNumberArray *array, const char *name)
{
  g_free (array->name);
  array->name = g_strdup (name);
  g_ptr_array_add (self->arrays, array);
}

/* Splits a list of (image, label) pairs into two arrays. Fails only when out of memory. */
static gboolean
unzip (Collector *self,
       const BpPickleValue *value,
       const char *name,
       gboolean *is_done,
       GError **error)
{
  const BpPickleSequence *pairs = value->sequence;
  g_autofree BpPickleValue *column = NULL;

  *is_done = FALSE;
  if (!is_sequence (value) || pairs->n_items < MIN_STACKED_ARRAYS)
    return TRUE;
  for (gsize i = 0; i < pairs->n_items; i++)
    if (!is_sequence (&pairs->items[i]) || pairs->items[i].sequence->n_items != 2)
      return TRUE;

  column = g_try_new (BpPickleValue, pairs->n_items);
  if (column == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is not enough memory for its images"));
      return FALSE;
    }

  for (guint side = 0; side < 2; side++)
    {
      BpPickleSequence sequence = { .items = column, .n_items = pairs->n_items };
      BpPickleValue list = { .type = BP_PICKLE_LIST, .sequence = &sequence };
      BpNumberArray *array;

      for (gsize i = 0; i < pairs->n_items; i++)
        column[i] = pairs->items[i].sequence->items[side];
      if (!stack (self, &list, &array, error))
        return FALSE;
      if (array == NULL)
        return TRUE;
      add_array (self, array, name);
    }
  *is_done = TRUE;
  return TRUE;
}

/* The name of a child: "train/images" by its key, "0/1" by its index. */
static char *
make_child_name (const char *name, const BpPickleValue *key, gsize index)
{
  g_autofree char *own = NULL;

  if (key == NULL)
    own = g_strdup_printf ("%" G_GSIZE_FORMAT, index);
  else if (key->type == BP_PICKLE_TEXT)
    own = g_strescape (key->text->bytes, NULL);
  else
    own = g_strdup ("?");
  return name[0] == '\0' ? g_steal_pointer (&own) : g_strdup_printf ("%s/%s", name, own);
}

static gboolean collect (Collector *self,
                         const BpPickleValue *value,
                         const char *name,
                         guint depth,
                         GError **error);

static gboolean
collect_children (Collector *self,
                  const BpPickleValue *value,
                  const char *name,
                  guint depth,
                  GError **error)
{
  const BpPickleSequence *sequence = value->sequence;
  gsize step = value->type == BP_PICKLE_DICT ? 2 : 1;

  if (depth == MAX_DEPTH || sequence->n_items > MAX_CHILDREN * step)
    return TRUE;
  for (gsize i = 0; i + step <= sequence->n_items; i += step)
    {
      const BpPickleValue *key = step == 2 ? &sequence->items[i] : NULL;
      g_autofree char *child_name = make_child_name (name, key, i);

      if (!collect (self, &sequence->items[i + step - 1], child_name, depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

/* Leaves out a value that cannot be read; it may be irrelevant. */
static gboolean
leave_out (Collector *self, const char *name, GError **error)
{
  g_autofree char *quoted = bp_error_quote (name);
  GError *cause = g_error_new (BP_ERROR, BP_ERROR_UNSUPPORTED,
                               _ ("its array %s has an unsupported type or shape"), quoted);

  return bp_data_reading_leave_out (self->reading, name, &cause, error);
}

static gboolean
take_array (Collector *self, BpPickleArray *array, const char *name, GError **error)
{
  if (array->is_usable && array->numbers != NULL)
    add_array (self, g_steal_pointer (&array->numbers), name);
  else if (!array->is_usable && array->count > 0)
    return leave_out (self, name, error);
  return TRUE;
}

static gboolean
take_tensor (Collector *self, const BpPickleTensor *tensor, const char *name, GError **error)
{
  g_autoptr (BpNumberArray) array = bp_number_array_new (NULL);
  guint64 count = bp_pickle_tensor_count (tensor);

  if (count == 0)
    return TRUE;
  if (tensor->n_dims > BP_NUMBER_ARRAY_MAX_DIMS)
    return leave_out (self, name, error);
  if (count > self->budget)
    return set_too_many_error (error);
  if (!bp_byte_levels_reserve (&array->levels, count))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is not enough memory for its images"));
      return FALSE;
    }

  self->budget -= count;
  array->n_dims = tensor->n_dims;
  for (guint i = 0; i < tensor->n_dims; i++)
    array->dims[i] = (gsize) tensor->sizes[i];
  if (!bp_torch_file_read_levels (self->torch, tensor, &array->levels, error))
    return FALSE;
  add_array (self, g_steal_pointer (&array), name);
  return TRUE;
}

/* Whether @value is a long list of tensors, or of tuples that begin with one. */
static gboolean
is_list_of_tensors (const BpPickleValue *value)
{
  const BpPickleSequence *sequence = value->sequence;
  const BpPickleValue *first;

  if (sequence->n_items < MIN_STACKED_ARRAYS)
    return FALSE;
  first = &sequence->items[0];
  if (is_sequence (first) && first->sequence->n_items > 0)
    first = &first->sequence->items[0];
  return first->type == BP_PICKLE_TENSOR;
}

/* Each tensor of a list is a file of its own, or a part of one that all share. */
static gboolean
leave_out_list (Collector *self, const char *name, GError **error)
{
  GError *cause = g_error_new_literal (
      BP_ERROR, BP_ERROR_UNSUPPORTED,
      _ ("it is a list with a tensor for each image: save one tensor of all images and one of all "
         "labels, torch.save ((torch.stack (images), torch.tensor (labels)), FILE)"));

  return bp_data_reading_leave_out (self->reading, name, &cause, error);
}

/* Adds @value, if it is an array, or the arrays in it. */
static gboolean
collect (Collector *self, const BpPickleValue *value, const char *name, guint depth, GError **error)
{
  BpNumberArray *array = NULL;
  gboolean is_done;

  if (self->arrays->len - self->n_arrays_before >= MAX_ARRAYS)
    return TRUE;

  if (value->type == BP_PICKLE_ARRAY)
    return take_array (self, value->array, name, error);
  if (value->type == BP_PICKLE_TENSOR)
    return take_tensor (self, value->tensor, name, error);
  if (value->type == BP_PICKLE_INSTANCE)
    return collect (self, &value->instance->state, name, depth, error);
  if (value->type == BP_PICKLE_DICT)
    return collect_children (self, value, name, depth, error);
  if (!is_sequence (value))
    return TRUE;

  if (is_list_of_tensors (value))
    return leave_out_list (self, name, error);
  if (!stack (self, value, &array, error) || !unzip (self, value, name, &is_done, error))
    return FALSE;
  if (array != NULL)
    add_array (self, array, name);
  if (array != NULL || is_done)
    return TRUE;
  return collect_children (self, value, name, depth, error);
}

/**
 * bp_dataset_pickle_recognise:
 * @head: (array length=length): the first bytes of a file, unpacked
 * @length: of @head, in bytes
 *
 * Returns: whether it is likely a pickle, other than one that torch.save() wrote
 */
gboolean
bp_dataset_pickle_recognise (const guint8 *head, gsize length)
{
  return bp_pickle_recognise (head, length) &&
         bp_file_kind_guess (head, length) != BP_FILE_KIND_TORCH_PICKLE;
}

/**
 * bp_dataset_pickle_read:
 * @stream: the file at its beginning
 * @name: a prefix for the names of its arrays, or ""
 * @reading: gets the arrays
 * @error: return location for a %BP_ERROR or a %G_FILE_ERROR
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_dataset_pickle_read (BpByteStream *stream,
                        const char *name,
                        BpDataReading *reading,
                        GError **error)
{
  g_autoptr (BpPickle) pickle = bp_pickle_read (stream, &bp_pickle_data_vocabulary, error);

  if (pickle == NULL)
    return FALSE;

  Collector collector = {
    .reading = reading,
    .arrays = reading->arrays,
    .n_arrays_before = reading->arrays->len,
    .budget = pickle->heap.budget - pickle->heap.used,
  };

  for (guint i = 0; i < pickle->n_roots; i++)
    {
      g_autofree char *root_name =
          pickle->n_roots > 1 ? g_strdup_printf ("%s%s%u", name, *name != '\0' ? "/" : "", i)
                              : g_strdup (name);

      if (!collect (&collector, &pickle->roots[i], root_name, 0, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * bp_dataset_torch_recognise:
 * @head: (array length=length): the first bytes of a file
 * @length: of @head, in bytes
 *
 * Returns: whether torch.save() wrote it, in PyTorch 1.6 or later
 */
gboolean
bp_dataset_torch_recognise (const guint8 *head, gsize length)
{
  return bp_file_kind_guess (head, length) == BP_FILE_KIND_TORCH_ZIP;
}

/**
 * bp_dataset_torch_read:
 * @stream: the file
 * @name: a prefix for the names of its tensors, or ""
 * @reading: gets the tensors
 * @error: return location for a %BP_ERROR or a %G_FILE_ERROR
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_dataset_torch_read (BpByteStream *stream,
                       const char *name,
                       BpDataReading *reading,
                       GError **error)
{
  int fd = bp_byte_stream_dup_fd (stream, error);
  g_autoptr (BpTorchFile) file = fd >= 0 ? bp_torch_file_open_fd (fd, error) : NULL;

  if (file == NULL)
    return FALSE;

  Collector collector = {
    .reading = reading,
    .torch = file,
    .arrays = reading->arrays,
    .n_arrays_before = reading->arrays->len,
    .budget = bp_byte_stream_get_memory_budget (stream),
  };

  return collect (&collector, bp_torch_file_get_root (file), name, 0, error);
}
