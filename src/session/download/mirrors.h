/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

/* The environment variable with the path of another list of mirrors. */
#define BP_MIRRORS_ENVIRONMENT "BACKPROP_MIRRORS"

/**
 * BpMirrorFile:
 * @name: of the file, on the mirrors and on the disk
 * @size: in bytes
 * @sha256: of its content, in hexadecimal, lower case
 */
typedef struct
{
  char *name;
  guint64 size;
  char *sha256;
} BpMirrorFile;

/**
 * BpMirrors:
 * @name: of the data set, as in "MNIST"
 * @patience: the time in seconds without bytes, or with too few of them, after which a mirror has
 *   failed
 * @files: (element-type BpMirrorFile): the files, at least one
 * @base_uris: (element-type GUri): the mirrors, at least one; a file's name is appended to the path
 *
 * The files of a data set, and the servers that have them. Immutable and reference-counted. It is
 * read from a JSON file such as data/mirrors.json.
 */
typedef struct
{
  char *name;
  guint patience;
  GPtrArray *files;
  GPtrArray *base_uris;
} BpMirrors;

BpMirrors *bp_mirrors_load (const char *path, GError **error);
BpMirrors *bp_mirrors_new_from_json (const char *text, gsize length, GError **error);
BpMirrors *bp_mirrors_ref (BpMirrors *mirrors);
void bp_mirrors_unref (BpMirrors *mirrors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpMirrors, bp_mirrors_unref)

const BpMirrorFile *bp_mirrors_get_file (const BpMirrors *mirrors, guint index);
GUri *bp_mirrors_get_uri (const BpMirrors *mirrors, guint mirror, const BpMirrorFile *file);

gboolean bp_mirror_uri_is_safe (GUri *uri);
