/* SPDX-License-Identifier: MIT */

/* The processors that are worth a thread of arithmetic, as the kernel describes them in /proc and
 * /sys. A second thread on one core gains nothing: the first one fills the units for multiply-adds.
 * A thread on a slow core delays a small step, and one beyond the quota of the control group gets
 * all of them stopped for the rest of the period, spinning ones first.
 */
#include "processors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The kernel's largest number of processors (CONFIG_NR_CPUS of x86-64). */
#define MAX_PROCESSORS 8192

/* A core is slow where its capacity, by the kernel's measure, is less than this share of the best
 * core's. */
#define SLOW_SHARE 0.75

typedef struct
{
  gboolean is_in[MAX_PROCESSORS];
} Set;

/* Returns the contents of a file below @root without the white space around, or %NULL. */
static char *
read_text (const char *root, const char *path)
{
  g_autofree char *full = g_build_filename (root, path, NULL);
  char *text = NULL;

  if (!g_file_get_contents (full, &text, NULL, NULL))
    return NULL;
  return g_strstrip (text);
}

/* Reads a list such as "0-3,8". */
static void
read_list (const char *text, Set *set)
{
  while (text != NULL && *text != '\0')
    {
      char *end;
      guint64 first = g_ascii_strtoull (text, &end, 10);
      guint64 last = first;

      if (end == text)
        return;
      if (*end == '-')
        last = g_ascii_strtoull (end + 1, &end, 10);
      for (guint64 i = first; i <= last && i < MAX_PROCESSORS; i++)
        set->is_in[i] = TRUE;
      text = *end == ',' ? end + 1 : NULL;
    }
}

/* Finds the processors of the affinity mask and the cpuset. */
static void
read_usable (const char *root, Set *usable)
{
  static const char key[] = "Cpus_allowed_list:";
  g_autofree char *status = read_text (root, "proc/self/status");
  const char *line = status != NULL ? strstr (status, key) : NULL;

  if (line == NULL)
    return;
  line += strlen (key);
  read_list (line + strspn (line, " \t"), usable);
}

/* Whether no usable processor with a lower number belongs to the same core. */
static gboolean
is_first_of_core (const char *root, const Set *usable, guint processor)
{
  g_autofree char *path =
      g_strdup_printf ("sys/devices/system/cpu/cpu%u/topology/thread_siblings_list", processor);
  g_autofree char *text = read_text (root, path);
  g_autofree Set *siblings = g_new0 (Set, 1);

  read_list (text, siblings);
  for (guint i = 0; i < processor; i++)
    if (siblings->is_in[i] && usable->is_in[i])
      return FALSE;
  return TRUE;
}

/* The kernel's measure of a processor's speed, up to 1024, or 0 where it has none: all processors
 * are alike then. */
static guint64
read_capacity (const char *root, guint processor)
{
  g_autofree char *path = g_strdup_printf ("sys/devices/system/cpu/cpu%u/cpu_capacity", processor);
  g_autofree char *text = read_text (root, path);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
}

/* The quota of one control group in a file of two numbers, or in two files of one. */
static double
read_quota_of_group (const char *root, const char *group, gboolean is_unified)
{
  g_autofree char *path =
      g_build_filename (group, is_unified ? "cpu.max" : "cpu.cfs_quota_us", NULL);
  g_autofree char *text = read_text (root, path);
  g_autofree char *period_path = g_build_filename (group, "cpu.cfs_period_us", NULL);
  g_autofree char *period_text = is_unified ? NULL : read_text (root, period_path);
  char *end;

  if (text == NULL)
    return (double) INFINITY;

  /* "max" and -1 mean no limit. */
  double quota = g_ascii_strtod (text, &end);
  double period = g_ascii_strtod (is_unified ? end : period_text != NULL ? period_text : "", NULL);

  return end != text && quota > 0.0 && period > 0.0 ? quota / period : (double) INFINITY;
}

/* The least quota of a control group and those that it is in. */
static double
read_quota_of_path (const char *root, const char *mount, const char *path, gboolean is_unified)
{
  g_autofree char *group = g_strdup (path);
  double quota = (double) INFINITY;

  for (;;)
    {
      g_autofree char *folder = g_build_filename (mount, group, NULL);
      char *slash = strrchr (group, '/');

      quota = MIN (quota, read_quota_of_group (root, folder, is_unified));
      if (slash == NULL)
        return quota;
      *slash = '\0';
    }
}

/* Lines such as "0::/user.slice" of version 2, and "4:cpu,cpuacct:/user.slice" of version 1. */
static double
read_quota (const char *root)
{
  g_autofree char *text = read_text (root, "proc/self/cgroup");
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  double quota = (double) INFINITY;

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, ":", 3);

      if (g_strv_length (fields) != 3)
        continue;

      g_auto (GStrv) controllers = g_strsplit (fields[1], ",", -1);

      if (*fields[1] == '\0')
        quota = MIN (quota, read_quota_of_path (root, "sys/fs/cgroup", fields[2], TRUE));
      else if (g_strv_contains ((const char *const *) controllers, "cpu"))
        quota = MIN (quota, read_quota_of_path (root, "sys/fs/cgroup/cpu", fields[2], FALSE));
    }
  return quota;
}

/**
 * bp_processors_read:
 * @root: (type filename): the folder with "proc" and "sys": "/", but for tests
 * @processors: (out caller-allocates): what this process may use
 *
 * Reads the processors of the machine. What the kernel does not tell is taken as a machine of equal
 * cores without a limit.
 */
void
bp_processors_read (const char *root, BpProcessors *processors)
{
  g_autofree Set *usable = g_new0 (Set, 1);
  g_autofree Set *fast = g_new0 (Set, 1);
  /* Where Intel's processors have two kinds of cores, these are the fast ones. */
  g_autofree char *fast_list = read_text (root, "sys/devices/cpu_core/cpus");
  guint64 best = 0;

  *processors = (BpProcessors){ .quota = read_quota (root) };
  read_usable (root, usable);
  read_list (fast_list, fast);
  for (guint i = 0; i < MAX_PROCESSORS; i++)
    if (usable->is_in[i])
      best = MAX (best, read_capacity (root, i));

  for (guint i = 0; i < MAX_PROCESSORS; i++)
    if (usable->is_in[i])
      {
        gboolean is_core = is_first_of_core (root, usable, i);
        gboolean is_fast = (fast_list == NULL || fast->is_in[i]) &&
                           (double) read_capacity (root, i) >= SLOW_SHARE * (double) best;

        processors->n_usable++;
        processors->n_cores += is_core;
        processors->n_fast_cores += is_core && is_fast;
      }

  if (processors->n_usable == 0)
    processors->n_usable = processors->n_cores = g_get_num_processors ();
  if (processors->n_fast_cores == 0)
    processors->n_fast_cores = processors->n_cores;
}

/**
 * bp_processors_choose_n_threads:
 * @processors: the processors
 *
 * Returns: the number of threads that can do arithmetic at full speed, at least 1
 */
guint
bp_processors_choose_n_threads (const BpProcessors *processors)
{
  double n_threads = MIN (floor (processors->quota), (double) processors->n_fast_cores);

  return MAX ((guint) n_threads, 1);
}
