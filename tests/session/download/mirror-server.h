/* SPDX-License-Identifier: MIT */
#pragma once

#include "mirrors.h"

#include <libsoup/soup.h>

#define BP_MIRROR_N_FILES 2

/**
 * BpMirrorServer:
 * @service: listens on the loopback interface, in the main context
 * @server: answers
 * @certificate: (nullable): what it shows when it encrypts
 * @base: its address, "http://127.0.0.1:PORT/" or "https://127.0.0.1:PORT/"
 * @folder: an empty folder to download to
 * @contents: of "images.gz" and "labels.gz"
 * @n_requests: how many came, without those that were redirected
 * @n_ranges: how many of them asked for the rest of a file
 * @first_range: from which byte on the first of these did
 *
 * Two made-up files on mirrors that misbehave: the first part of the path says how.
 */
typedef struct
{
  GSocketService *service;
  SoupServer *server;
  GTlsCertificate *certificate;
  char *base;
  char *folder;
  GBytes *contents[BP_MIRROR_N_FILES];
  guint n_requests;
  guint n_ranges;
  guint64 first_range;
} BpMirrorServer;

BpMirrorServer *bp_mirror_server_new (void);
BpMirrorServer *bp_mirror_server_new_encrypted (const char *certificate_name);
void bp_mirror_server_close (BpMirrorServer *server);
void bp_mirror_server_free (BpMirrorServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpMirrorServer, bp_mirror_server_free)

char *bp_mirror_server_describe (const BpMirrorServer *server, const char *paths);
BpMirrors *bp_mirror_server_list (const BpMirrorServer *server, const char *paths);
char *bp_mirror_server_build_path (const BpMirrorServer *server, guint index, const char *ending);
void bp_mirror_server_assert_files (const BpMirrorServer *server);
