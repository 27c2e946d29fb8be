/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* As an example, for a library of two functions:
 *
 *   #define BP_ZIP_FUNCTIONS(F) F (zip_open) F (zip_close)
 *
 *   typedef struct
 *   {
 *     BP_ZIP_FUNCTIONS (BP_LATE_FUNCTION)
 *   } BpZip;
 *
 *   static BpZip zip;
 *   static BpLateLibrary library = {
 *     .file_name = LIBZIP,
 *     .names = (const char *const[]){ BP_ZIP_FUNCTIONS (BP_LATE_NAME) NULL },
 *     .functions = &zip,
 *   };
 *
 * After bp_late_library_open() has returned %TRUE, zip.zip_open() may be called.
 */

/**
 * BP_LATE_FUNCTION:
 * @name: a function that a header of the library declares
 *
 * Declares a member of the structure of the functions of a library: a pointer with the type of the
 * function, and its name.
 */
#define BP_LATE_FUNCTION(name) __typeof__ (name) *name;

/**
 * BP_LATE_NAME:
 * @name: a function that a header of the library declares
 *
 * An item of the list of the names of the functions of a library.
 */
#define BP_LATE_NAME(name) #name,

/**
 * BpLateLibrary:
 * @file_name: the shared library, as in "libzip.so.4"
 * @names: (array zero-terminated=1): the names of its functions that the program calls
 * @functions: the structure of pointers to these functions, in the same order
 * @is_open: whether @functions are set
 *
 * A shared library that is opened when it is first needed. The dynamic linker needs milliseconds
 * for a library with many dependencies, at each start of a program.
 */
typedef struct
{
  const char *file_name;
  const char *const *names;
  gpointer functions;
  gint is_open;
} BpLateLibrary;

gboolean bp_late_library_open (BpLateLibrary *library, GError **error);
