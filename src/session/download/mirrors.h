/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

/* The environment variable that names another list of mirrors than the program's own. */
#define BP_MIRRORS_ENVIRONMENT "BACKPROP_MIRRORS"

/**
 * BpMirrorFile:
 * @name: what the file is called, on the mirrors and on the disk
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
 * @name: what the files are together, as in "MNIST"
 * @patience: after how many seconds without a byte, or with too few of them, a mirror is given up
 * @files: (element-type BpMirrorFile): what is to be had, at least one
 * @base_uris: (element-type GUri): where, at least one; a file's name is appended to the path
 *
 * Which files make up a data set, and the servers that have them. Immutable and counted. It comes
 * from a JSON file, of which data/mirrors.json is an example.
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
