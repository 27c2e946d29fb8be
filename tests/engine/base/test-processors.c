/* SPDX-License-Identifier: MIT */
#include "processors.h"

#include "test-file.h"
#include "test-files.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *path;
  const char *contents;
} File;

/* A machine as the kernel describes it, and what is to be found. */
typedef struct
{
  const char *name;
  File files[16];
  BpProcessors expected;
  guint n_threads;
} Machine;

#define STATUS(list)                                                         \
  {                                                                          \
    "proc/self/status", "Name:\tx\nCpus_allowed_list:\t" list "\nMems:\t1\n" \
  }
#define SIBLINGS(processor, list)                                                      \
  {                                                                                    \
    "sys/devices/system/cpu/cpu" processor "/topology/thread_siblings_list", list "\n" \
  }
#define CAPACITY(processor, text)                                     \
  {                                                                   \
    "sys/devices/system/cpu/cpu" processor "/cpu_capacity", text "\n" \
  }

static const Machine machines[] = {
  { "unknown", { { "proc/nothing", "" } }, { 0, 0, 0, INFINITY }, 0 },
  { "equal", { STATUS ("0-3") }, { 4, 4, 4, INFINITY }, 4 },
  { "two-threads-a-core",
    { STATUS ("0-3"), SIBLINGS ("0", "0,2"), SIBLINGS ("1", "1,3"), SIBLINGS ("2", "0,2"),
      SIBLINGS ("3", "1,3") },
    { 4, 2, 2, INFINITY },
    2 },
  /* The other thread of the core belongs to somebody else. */
  { "second-threads-only",
    { STATUS ("2,3"), SIBLINGS ("2", "0,2"), SIBLINGS ("3", "1,3") },
    { 2, 2, 2, INFINITY },
    2 },
  { "fast-and-slow",
    { STATUS ("0-5"),
      SIBLINGS ("0", "0-1"),
      SIBLINGS ("1", "0-1"),
      SIBLINGS ("2", "2-3"),
      SIBLINGS ("3", "2-3"),
      { "sys/devices/cpu_core/cpus", "0-3\n" } },
    { 6, 4, 2, INFINITY },
    2 },
  { "slow-only",
    { STATUS ("4-5"), { "sys/devices/cpu_core/cpus", "0-3\n" } },
    { 2, 2, 2, INFINITY },
    2 },
  { "capacities",
    { STATUS ("0-3"), CAPACITY ("0", "446"), CAPACITY ("1", "446"), CAPACITY ("2", "1024"),
      CAPACITY ("3", "980") },
    { 4, 4, 2, INFINITY },
    2 },
  { "quota",
    { STATUS ("0-7"),
      { "proc/self/cgroup", "0::/user/app\n" },
      { "sys/fs/cgroup/user/app/cpu.max", "max 100000\n" },
      { "sys/fs/cgroup/user/cpu.max", "250000 100000\n" } },
    { 8, 8, 8, 2.5 },
    2 },
  { "quota-of-less-than-one",
    { STATUS ("0-7"),
      { "proc/self/cgroup", "0::/\n" },
      { "sys/fs/cgroup/cpu.max", "50000 100000\n" } },
    { 8, 8, 8, 0.5 },
    1 },
  { "quota-of-version-1",
    { STATUS ("0-7"),
      { "proc/self/cgroup", "4:memory:/x\n3:cpu,cpuacct:/app\n" },
      { "sys/fs/cgroup/cpu/app/cpu.cfs_quota_us", "300000\n" },
      { "sys/fs/cgroup/cpu/app/cpu.cfs_period_us", "100000\n" },
      { "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n" },
      { "sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n" } },
    { 8, 8, 8, 3.0 },
    3 },
};

static void
test_machine (gconstpointer data)
{
  const Machine *machine = data;
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  BpProcessors found;

  for (guint i = 0; i < G_N_ELEMENTS (machine->files) && machine->files[i].path != NULL; i++)
    {
      const File *file = &machine->files[i];
      g_autofree char *parent = g_path_get_dirname (file->path);
      g_autofree char *full_parent = g_build_filename (folder->path, parent, NULL);

      g_assert_cmpint (g_mkdir_with_parents (full_parent, 0700), ==, 0);
      g_free (bp_test_folder_write (folder, file->path, file->contents, strlen (file->contents)));
    }

  bp_processors_read (folder->path, &found);
  if (machine->n_threads == 0)
    {
      g_assert_cmpuint (found.n_usable, ==, g_get_num_processors ());
      g_assert_cmpuint (bp_processors_choose_n_threads (&found), ==, g_get_num_processors ());
      return;
    }
  g_assert_cmpuint (found.n_usable, ==, machine->expected.n_usable);
  g_assert_cmpuint (found.n_cores, ==, machine->expected.n_cores);
  g_assert_cmpuint (found.n_fast_cores, ==, machine->expected.n_fast_cores);
  g_assert_cmpfloat (found.quota, ==, machine->expected.quota);
  g_assert_cmpuint (bp_processors_choose_n_threads (&found), ==, machine->n_threads);
}

/* On this machine, too, there is at least one core. */
static void
test_here (void)
{
  BpProcessors found;

  bp_processors_read ("/", &found);
  g_assert_cmpuint (found.n_usable, >=, found.n_cores);
  g_assert_cmpuint (found.n_cores, >=, found.n_fast_cores);
  g_assert_cmpuint (found.n_fast_cores, >=, 1);
}

BP_TEST_FILE (processors)
{
  for (guint i = 0; i < G_N_ELEMENTS (machines); i++)
    {
      g_autofree char *name = g_strconcat ("/processors/", machines[i].name, NULL);

      g_test_add_data_func (name, &machines[i], test_machine);
    }
  g_test_add_func ("/processors/here", test_here);
}
