/* SPDX-License-Identifier: MIT */
/*
 * A desktop on the session bus of the tests: a session manager with the calls of applications that
 * inhibit suspending and the like, and the service of notifications.
 *
 * Thread rule: it answers on its own thread, as the thread of the tests waits for the answers.
 */
#include "desktop.h"

#include <gio/gio.h>

static const char INTERFACES[] = "<node>"
                                 "  <interface name='org.gnome.SessionManager'>"
                                 "    <method name='Inhibit'>"
                                 "      <arg name='application' type='s' direction='in'/>"
                                 "      <arg name='window' type='u' direction='in'/>"
                                 "      <arg name='reason' type='s' direction='in'/>"
                                 "      <arg name='flags' type='u' direction='in'/>"
                                 "      <arg name='cookie' type='u' direction='out'/>"
                                 "    </method>"
                                 "    <method name='Uninhibit'>"
                                 "      <arg name='cookie' type='u' direction='in'/>"
                                 "    </method>"
                                 "  </interface>"
                                 "  <interface name='org.freedesktop.Notifications'>"
                                 "    <method name='Notify'>"
                                 "      <arg name='application' type='s' direction='in'/>"
                                 "      <arg name='replaced' type='u' direction='in'/>"
                                 "      <arg name='icon' type='s' direction='in'/>"
                                 "      <arg name='title' type='s' direction='in'/>"
                                 "      <arg name='body' type='s' direction='in'/>"
                                 "      <arg name='actions' type='as' direction='in'/>"
                                 "      <arg name='hints' type='a{sv}' direction='in'/>"
                                 "      <arg name='milliseconds' type='i' direction='in'/>"
                                 "      <arg name='id' type='u' direction='out'/>"
                                 "    </method>"
                                 "  </interface>"
                                 "</node>";

static const char *const PATHS[] = { "/org/gnome/SessionManager",
                                     "/org/freedesktop/Notifications" };

static GMutex mutex;
static GCond has_changed;
static guint n_names = 0; /* that were acquired */
/* The flags of inhibitors by their cookies, which begin at 1; 0 for an ended inhibitor. */
static GArray *flags_of_cookies = NULL;
static GQueue notifications = G_QUEUE_INIT; /* of strings: those not yet returned */

static GVariant *
answer (const char *method_name, GVariant *parameters)
{
  const char *title;
  const char *body;
  guint32 number;

  if (g_str_equal (method_name, "Notify"))
    {
      g_variant_get (parameters, "(&su&s&s&s@as@a{sv}i)", NULL, NULL, NULL, &title, &body, NULL,
                     NULL, NULL);
      g_queue_push_tail (&notifications, g_strdup_printf ("%s: %s", title, body));
      g_cond_signal (&has_changed);
      return g_variant_new ("(u)", 1);
    }
  if (g_str_equal (method_name, "Inhibit"))
    {
      g_variant_get (parameters, "(&su&su)", NULL, NULL, NULL, &number);
      g_array_append_val (flags_of_cookies, number);
      return g_variant_new ("(u)", flags_of_cookies->len);
    }
  g_variant_get (parameters, "(u)", &number);
  g_assert_cmpuint (number, >=, 1);
  g_assert_cmpuint (number, <=, flags_of_cookies->len);
  g_array_index (flags_of_cookies, guint32, number - 1) = 0;
  return NULL;
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *object_path,
         const char *interface_name,
         const char *method_name,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  g_dbus_method_invocation_return_value (invocation, answer (method_name, parameters));
}

static void
on_name_acquired (GDBusConnection *connection, const char *name, gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  n_names++;
  g_cond_signal (&has_changed);
}

static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer user_data)
{
  g_error ("%s cannot be had on the session bus", name);
}

static GDBusConnection *
connect_to_bus (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  GDBusConnection *connection;

  g_assert_no_error (error);
  connection =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

static gpointer
serve (gpointer user_data)
{
  static const GDBusInterfaceVTable functions = { .method_call = on_call };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (INTERFACES, &error);

  g_assert_no_error (error);
  g_main_context_push_thread_default (context);
  connection = connect_to_bus ();
  for (guint i = 0; i < G_N_ELEMENTS (PATHS); i++)
    {
      g_dbus_connection_register_object (connection, PATHS[i], node->interfaces[i], &functions,
                                         NULL, NULL, &error);
      g_assert_no_error (error);
      g_bus_own_name_on_connection (connection, node->interfaces[i]->name,
                                    G_BUS_NAME_OWNER_FLAGS_NONE, on_name_acquired, on_name_lost,
                                    NULL, NULL);
    }
  g_main_loop_run (loop);
  return NULL;
}

/* Starts the desktop, once. Applications that are registered afterwards use it. It ends with the
 * process. */
void
bp_test_desktop_start (void)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (flags_of_cookies != NULL)
    return;
  flags_of_cookies = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_thread_unref (g_thread_new ("desktop", serve, NULL));
  locker = g_mutex_locker_new (&mutex);
  while (n_names < G_N_ELEMENTS (PATHS))
    g_cond_wait (&has_changed, &mutex);
}

/* The number of inhibitors of @flag, one of #GtkApplicationInhibitFlags. */
guint
bp_test_desktop_count_inhibitors (guint flag)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  guint count = 0;

  for (guint i = 0; i < flags_of_cookies->len; i++)
    count += (g_array_index (flags_of_cookies, guint32, i) & flag) != 0;
  return count;
}

/* Returns the next notification, as in "Title: text". */
char *
bp_test_desktop_wait_for_notification (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  while (g_queue_is_empty (&notifications))
    {
      gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_MILLISECOND;

      g_cond_wait_until (&has_changed, &mutex, end);
      g_clear_pointer (&locker, g_mutex_locker_free);
      g_main_context_iteration (NULL, FALSE);
      locker = g_mutex_locker_new (&mutex);
    }
  return g_queue_pop_head (&notifications);
}
