/* SPDX-License-Identifier: MIT */
/*
 * A session manager on the session bus of the tests, with the calls of applications that inhibit
 * suspending and the like.
 *
 * Thread rule: it answers on its own thread, as the thread of the tests waits for the answers.
 */
#include "session-manager.h"

#include <gio/gio.h>

#define NAME "org.gnome.SessionManager"
#define PATH "/org/gnome/SessionManager"

static const char INTERFACE[] = "<node>"
                                "  <interface name='" NAME "'>"
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
                                "</node>";

static GMutex mutex;
static GCond is_there;
static gboolean has_name = FALSE;
/* The flags of inhibitors by their cookies, which begin at 1; 0 for an ended inhibitor. */
static GArray *flags_of_cookies = NULL;

static void
on_call (GDBusConnection *connection G_GNUC_UNUSED,
         const char *sender G_GNUC_UNUSED,
         const char *object_path G_GNUC_UNUSED,
         const char *interface_name G_GNUC_UNUSED,
         const char *method_name,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  GVariant *answer = NULL;
  guint32 flags;
  guint32 cookie;

  if (g_str_equal (method_name, "Inhibit"))
    {
      g_variant_get (parameters, "(&su&su)", NULL, NULL, NULL, &flags);
      g_array_append_val (flags_of_cookies, flags);
      answer = g_variant_new ("(u)", flags_of_cookies->len);
    }
  else
    {
      g_variant_get (parameters, "(u)", &cookie);
      g_assert_cmpuint (cookie, >=, 1);
      g_assert_cmpuint (cookie, <=, flags_of_cookies->len);
      g_array_index (flags_of_cookies, guint32, cookie - 1) = 0;
    }
  g_dbus_method_invocation_return_value (invocation, answer);
}

static void
on_name_acquired (GDBusConnection *connection G_GNUC_UNUSED,
                  const char *name G_GNUC_UNUSED,
                  gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  has_name = TRUE;
  g_cond_signal (&is_there);
}

static void
on_name_lost (GDBusConnection *connection G_GNUC_UNUSED,
              const char *name,
              gpointer user_data G_GNUC_UNUSED)
{
  g_error ("%s cannot be had on the session bus", name);
}

static gpointer
serve (gpointer user_data G_GNUC_UNUSED)
{
  static const GDBusInterfaceVTable functions = { .method_call = on_call };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (INTERFACE, &error);

  g_assert_no_error (error);
  g_main_context_push_thread_default (context);
  address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  connection =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (connection, PATH, node->interfaces[0], &functions, NULL, NULL,
                                     &error);
  g_assert_no_error (error);
  g_bus_own_name_on_connection (connection, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, on_name_acquired,
                                on_name_lost, NULL, NULL);
  g_main_loop_run (loop);
  return NULL;
}

/* Starts the session manager. Applications that are registered afterwards use it. It ends with the
 * process. */
void
bp_test_session_manager_start (void)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_assert_null (flags_of_cookies);
  flags_of_cookies = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_thread_unref (g_thread_new ("session-manager", serve, NULL));
  locker = g_mutex_locker_new (&mutex);
  while (!has_name)
    g_cond_wait (&is_there, &mutex);
}

/* The number of inhibitors of @flag, one of #GtkApplicationInhibitFlags. */
guint
bp_test_session_manager_count (guint flag)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  guint count = 0;

  for (guint i = 0; i < flags_of_cookies->len; i++)
    count += (g_array_index (flags_of_cookies, guint32, i) & flag) != 0;
  return count;
}
