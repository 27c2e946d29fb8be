/* SPDX-License-Identifier: MIT */
/*
 * Reads lists of mirrors. The program's own list is a resource. A user can name another one, which
 * is checked like any file from outside.
 */
#include "config.h"

#include "mirrors.h"

#include "clean-text.h"
#include "download-resources.h"
#include "error.h"
#include "json-reader.h"
#include "regular-file.h"

#include <glib/gi18n.h>
#include <string.h>

#define RESOURCE_PATH "/io/github/backprop/Backprop/download/mirrors.json"

/* The longest list, in bytes; the program's own has one thousand. */
#define MAX_LENGTH (64 * 1024)

/* The most files and servers of a list; the program's own has four and three. */
#define MAX_FILES     100
#define MAX_BASE_URIS 20

/* The largest file, in bytes: a hundred times MNIST. */
#define MAX_SIZE (G_GUINT64_CONSTANT (1) << 30)

/* In seconds. */
#define DEFAULT_PATIENCE 20
#define MAX_PATIENCE     3600

#define SHA256_DIGITS 64

/* The longest file name, in bytes; file systems allow 255, including ".part". */
#define MAX_FILE_NAME 200

static void
free_file (gpointer data)
{
  BpMirrorFile *file = data;

  g_free (file->name);
  g_free (file->sha256);
  g_free (file);
}

static void
clear_mirrors (gpointer data)
{
  BpMirrors *mirrors = data;

  g_free (mirrors->name);
  g_ptr_array_unref (mirrors->files);
  g_ptr_array_unref (mirrors->base_uris);
}

/* Whether @name is a valid file name and clean for display. */
static gboolean
is_file_name (const char *name)
{
  g_autofree char *clean = bp_clean_text (name, 0);

  return name[0] != '\0' && name[0] != '.' && strchr (name, '/') == NULL &&
         strlen (name) <= MAX_FILE_NAME && g_str_equal (name, clean);
}

static gboolean
is_sha256 (const char *text)
{
  return strlen (text) == SHA256_DIGITS && strspn (text, "0123456789abcdef") == SHA256_DIGITS;
}

static void
read_string (BpJsonReader *reader, char **value)
{
  g_free (*value);
  *value = g_strdup (bp_json_reader_read_string (reader));
}

/* Cleans a text for display. */
static void
take_clean_label (char **label)
{
  char *clean = bp_clean_text (*label, BP_CLEAN_LABEL);

  g_free (*label);
  *label = clean;
}

static void
read_file (BpJsonReader *reader, GPtrArray *files)
{
  BpMirrorFile *file = g_new0 (BpMirrorFile, 1);
  const char *key;

  g_ptr_array_add (files, file);
  if (files->len > MAX_FILES)
    bp_json_reader_fail (reader, N_ ("it lists more than 100 files"));
  bp_json_reader_begin_object (reader);
  while ((key = bp_json_reader_next_member (reader)) != NULL)
    {
      if (strcmp (key, "name") == 0)
        read_string (reader, &file->name);
      else if (strcmp (key, "size") == 0)
        file->size = bp_json_reader_read_unsigned (reader);
      else if (strcmp (key, "sha256") == 0)
        read_string (reader, &file->sha256);
      else
        bp_json_reader_skip_value (reader);
    }

  if (file->name == NULL || !is_file_name (file->name))
    bp_json_reader_fail (reader, N_ ("a file has no name, or an invalid one"));
  if (file->size == 0 || file->size > MAX_SIZE)
    bp_json_reader_fail (reader, N_ ("the size of a file is missing, or over 1 GiB"));
  if (file->sha256 == NULL || !is_sha256 (file->sha256))
    bp_json_reader_fail (reader, N_ ("the SHA-256 of a file is missing, or not 64 digits"));
}

static void
read_base_uri (BpJsonReader *reader, GPtrArray *base_uris)
{
  const char *text = bp_json_reader_read_string (reader);
  GUri *uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL) : NULL;

  if (uri == NULL || !bp_mirror_uri_is_safe (uri))
    bp_json_reader_fail (reader, N_ ("the address of a mirror does not begin with https://"));
  if (uri != NULL)
    g_ptr_array_add (base_uris, uri);
  if (base_uris->len > MAX_BASE_URIS)
    bp_json_reader_fail (reader, N_ ("it lists more than 20 mirrors"));
}

static void
read_mirrors (BpJsonReader *reader, BpMirrors *mirrors)
{
  guint64 patience = DEFAULT_PATIENCE;
  const char *key;

  bp_json_reader_begin_object (reader);
  while ((key = bp_json_reader_next_member (reader)) != NULL)
    {
      if (strcmp (key, "name") == 0)
        read_string (reader, &mirrors->name);
      else if (strcmp (key, "patience") == 0)
        patience = bp_json_reader_read_unsigned (reader);
      else if (strcmp (key, "files") == 0)
        {
          bp_json_reader_begin_array (reader);
          while (bp_json_reader_next_element (reader))
            read_file (reader, mirrors->files);
        }
      else if (strcmp (key, "mirrors") == 0)
        {
          bp_json_reader_begin_array (reader);
          while (bp_json_reader_next_element (reader))
            read_base_uri (reader, mirrors->base_uris);
        }
      else
        bp_json_reader_skip_value (reader);
    }

  if (patience == 0 || patience > MAX_PATIENCE)
    bp_json_reader_fail (reader, N_ ("“patience” is not from 1 to 3600 seconds"));
  mirrors->patience = (guint) patience;
  if (mirrors->name == NULL)
    bp_json_reader_fail (reader, N_ ("“name” is missing"));
  else
    take_clean_label (&mirrors->name);
  if (mirrors->files->len == 0)
    bp_json_reader_fail (reader, N_ ("“files” is missing or empty"));
  if (mirrors->base_uris->len == 0)
    bp_json_reader_fail (reader, N_ ("“mirrors” is missing or empty"));
}

/**
 * bp_mirrors_new_from_json:
 * @text: (array length=length): a list of mirrors, like data/mirrors.json
 * @length: of @text, in bytes
 * @error: return location for %BP_ERROR_DAMAGED; its message names the fault and its position
 *
 * Returns: (transfer full): the list, or %NULL with @error set
 */
BpMirrors *
bp_mirrors_new_from_json (const char *text, gsize length, GError **error)
{
  g_autoptr (BpMirrors) mirrors = g_atomic_rc_box_new0 (BpMirrors);
  g_autofree char *copy = g_malloc (length + 1);
  BpJsonReader reader;

  memcpy (copy, text, length);
  copy[length] = '\0';
  mirrors->files = g_ptr_array_new_with_free_func (free_file);
  mirrors->base_uris = g_ptr_array_new_with_free_func ((GDestroyNotify) g_uri_unref);

  bp_json_reader_init (&reader, copy, length);
  read_mirrors (&reader, mirrors);
  return bp_json_reader_finish (&reader, error) ? g_steal_pointer (&mirrors) : NULL;
}

/**
 * bp_mirrors_load:
 * @path: (nullable) (type filename): a file with a list of mirrors; %NULL takes the one in the
 *   environment variable BACKPROP_MIRRORS, or else the program's own
 * @error: return location for a %G_FILE_ERROR or %BP_ERROR_DAMAGED
 *
 * Returns: (transfer full): the list, or %NULL with @error set
 */
BpMirrors *
bp_mirrors_load (const char *path, GError **error)
{
  g_autoptr (GBytes) own = NULL;
  g_autofree char *text = NULL;
  BpMirrors *mirrors = NULL;
  gsize length;

  if (path == NULL)
    path = g_getenv (BP_MIRRORS_ENVIRONMENT);
  if (path == NULL || *path == '\0')
    {
      const char *own_text;

      own = g_resource_lookup_data (bp_download_get_resource (), RESOURCE_PATH,
                                    G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      if (own == NULL)
        return NULL;
      own_text = g_bytes_get_data (own, &length);
      return bp_mirrors_new_from_json (own_text, length, error);
    }

  text = bp_regular_file_read (path, MAX_LENGTH, &length, error);
  if (text != NULL)
    mirrors = bp_mirrors_new_from_json (text, length, error);
  if (mirrors == NULL && error != NULL && (*error)->domain == BP_ERROR)
    {
      g_autofree char *name = bp_clean_path (path);

      g_prefix_error (error, _ ("“%s” cannot be read as a list of mirrors: "), name);
    }
  return mirrors;
}

/**
 * bp_mirrors_ref:
 * @mirrors: a list of mirrors
 *
 * Returns: (transfer full): @mirrors
 */
BpMirrors *
bp_mirrors_ref (BpMirrors *mirrors)
{
  return g_atomic_rc_box_acquire (mirrors);
}

/**
 * bp_mirrors_unref:
 * @mirrors: (transfer full): a list of mirrors
 */
void
bp_mirrors_unref (BpMirrors *mirrors)
{
  g_atomic_rc_box_release_full (mirrors, clear_mirrors);
}

/**
 * bp_mirrors_get_file:
 * @mirrors: a list of mirrors
 * @index: below the length of its files
 *
 * Returns: (transfer none): the file
 */
const BpMirrorFile *
bp_mirrors_get_file (const BpMirrors *mirrors, guint index)
{
  return g_ptr_array_index (mirrors->files, index);
}

/**
 * bp_mirrors_get_uri:
 * @mirrors: a list of mirrors
 * @mirror: index of a mirror
 * @file: one of its files
 *
 * Returns: (transfer full): the address of the file on the mirror
 */
GUri *
bp_mirrors_get_uri (const BpMirrors *mirrors, guint mirror, const BpMirrorFile *file)
{
  GUri *base = g_ptr_array_index (mirrors->base_uris, mirror);
  g_autofree char *name = g_uri_escape_string (file->name, NULL, FALSE);
  const char *separator = g_str_has_suffix (g_uri_get_path (base), "/") ? "" : "/";
  g_autofree char *path = g_strconcat (g_uri_get_path (base), separator, name, NULL);

  return g_uri_build (g_uri_get_flags (base), g_uri_get_scheme (base), NULL, g_uri_get_host (base),
                      g_uri_get_port (base), path, NULL, NULL);
}

static gboolean
is_this_machine (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_strcmp0 (host, "localhost") == 0 ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

/**
 * bp_mirror_uri_is_safe:
 * @uri: an address
 *
 * Returns: whether the connection is encrypted, or does not leave this machine, so that it can be
 *   neither read nor changed on the way
 */
gboolean
bp_mirror_uri_is_safe (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0')
    return FALSE;

  return strcmp (scheme, "https") == 0 || (strcmp (scheme, "http") == 0 && is_this_machine (host));
}
