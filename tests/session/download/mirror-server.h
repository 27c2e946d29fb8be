/* SPDX-License-Identifier: MIT */
#pragma once

#include "mirrors.h"

#include <libsoup/soup.h>

#define BP_MIRROR_N_FILES 2

/**
 * BpMirrorServer:
 * @service: listens on the loopback interface, in the main context
 * @server: answers the requests
 * @certificate: (nullable): of a TLS server
 * @base: its address, "http://127.0.0.1:PORT/" or "https://127.0.0.1:PORT/"
 * @folder: an empty folder to download to
 * @contents: of "images.gz" and "labels.gz"
 * @n_requests: the number of requests without redirected ones
 * @n_ranges: the number of requests for the rest of a file
 * @first_range: the first byte of the first range request
 *
 * Two generated files on mirrors with faults: the first part of the path names the fault.
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
