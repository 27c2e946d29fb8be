/* SPDX-License-Identifier: MIT */
/*
 * The network that comes with the program. It is read once and shared by all who want it: the
 * document, and the detectors of drawings of no digit.
 *
 * A POSIX mutex, not GLib's, because Thread Sanitizer knows it.
 *
 * Thread rule: any thread at any time.
 */
#include "pretrained.h"

#include "store-resources.h"
#include "weights.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define RESOURCE_PATH "/io/github/backprop/Backprop/store/pretrained.safetensors"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* Under the mutex: the network, once it was read, and its description. They stay. */
static BpNetwork *shared;
static BpWeightsInfo shared_info;

/* The bytes are a part of the executable, which the network was read from in place. Nothing reads
 * them again: their pages, several megabytes, need not stay in memory. A failure only means that
 * they do. */
static void
forget_pages (GBytes *bytes)
{
  uintptr_t page = (uintptr_t) sysconf (_SC_PAGESIZE);
  gsize length;
  uintptr_t begin = (uintptr_t) g_bytes_get_data (bytes, &length);
  uintptr_t end = (begin + length) / page * page;

  begin = (begin + page - 1) / page * page;
  if (begin < end)
    (void) madvise ((gpointer) begin, end - begin, MADV_DONTNEED);
}

static BpNetwork *
read_network (BpWeightsInfo *info, GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (bp_store_get_resource (), RESOURCE_PATH,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  BpNetwork *network;

  bp_weights_info_init (info);
  if (bytes == NULL)
    return NULL;
  network = bp_weights_load_bytes (bytes, RESOURCE_PATH, info, error);
  forget_pages (bytes);
  if (network == NULL)
    bp_weights_info_clear (info);
  return network;
}

/**
 * bp_pretrained_load:
 * @info: (out caller-allocates): the file's description of the network, to be cleared with
 *   bp_weights_info_clear(); initialised in any case
 * @error: return location for an error of bp_weights_load_bytes(), or a %G_RESOURCE_ERROR
 *
 * Reads the network that comes with the program at the first call, with the same checks as for any
 * weight file.
 *
 * Returns: (transfer full): the network, which is the same one every time and must not change, or
 *   %NULL with @error set
 */
BpNetwork *
bp_pretrained_load (BpWeightsInfo *info, GError **error)
{
  BpNetwork *network = NULL;

  bp_weights_info_init (info);
  pthread_mutex_lock (&mutex);
  if (shared == NULL)
    shared = read_network (&shared_info, error);
  if (shared != NULL)
    {
      network = bp_network_ref (shared);
      bp_weights_info_copy (info, &shared_info);
    }
  pthread_mutex_unlock (&mutex);
  return network;
}

/**
 * bp_pretrained_new_detector:
 * @error: return location for an error of bp_pretrained_load() or bp_detector_new()
 *
 * The network that comes with the program has learnt from non-digits, so that it can tell for other
 * networks whether a drawing is a digit.
 *
 * Returns: (transfer full): a detector with that network, or %NULL with @error set
 */
BpDetector *
bp_pretrained_new_detector (GError **error)
{
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (BpNetwork) network = bp_pretrained_load (&info, error);

  return network != NULL ? bp_detector_new (network, error) : NULL;
}
