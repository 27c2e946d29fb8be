/* SPDX-License-Identifier: MIT */
#include "layer-map.h"

#include "map-view.h"
#include "projection.h"
#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

#include <string.h>

#define N_HIDDEN   8
#define N_HELD_OUT 40

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpLayerMap *map;
  BpDataset *dataset; /* owned */
  BpNetwork *network; /* owned */
  GBytes *pixels;     /* owned, nullable: of the image chosen last */
  char *title;        /* owned, nullable */
} Fixture;

static void
on_image_chosen (BpLayerMap *map G_GNUC_UNUSED,
                 GBytes *pixels,
                 guint width,
                 guint height,
                 const char *title,
                 guint label G_GNUC_UNUSED,
                 Fixture *fixture)
{
  g_assert_cmpuint (g_bytes_get_size (pixels), ==, (gsize) width * height);
  g_clear_pointer (&fixture->pixels, g_bytes_unref);
  fixture->pixels = g_bytes_ref (pixels);
  g_free (fixture->title);
  fixture->title = g_strdup (title);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dataset = bp_toy_dataset_new (20, N_HELD_OUT, 0, 3);
  fixture->network = bp_toy_network_new_for_dataset (fixture->dataset, N_HIDDEN, 7);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->map = BP_LAYER_MAP (g_object_new (BP_TYPE_LAYER_MAP, NULL));
  g_signal_connect (fixture->map, "image-chosen", G_CALLBACK (on_image_chosen), fixture);
  gtk_window_set_default_size (fixture->window, 400, 400);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->map));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  bp_dataset_unref (fixture->dataset);
  bp_network_unref (fixture->network);
  g_clear_pointer (&fixture->pixels, g_bytes_unref);
  g_free (fixture->title);
}

static GtkWidget *
find_by_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_view (Fixture *fixture)
{
  return find_by_type (GTK_WIDGET (fixture->map), BP_TYPE_MAP_VIEW);
}

static const char *
get_caption (Fixture *fixture)
{
  return gtk_label_get_text (GTK_LABEL (find_by_type (GTK_WIDGET (fixture->map), GTK_TYPE_LABEL)));
}

static void
wait_for_caption (Fixture *fixture, const char *part)
{
  while (strstr (get_caption (fixture), part) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Presses a key with the focus on the map. */
static gboolean
press (Fixture *fixture, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (find_view (fixture));
  gboolean is_handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &is_handled);
    }
  return is_handled;
}

static void
show_map (Fixture *fixture)
{
  bp_layer_map_set_dataset (fixture->map, fixture->dataset, BP_SPLIT_HELD_OUT);
  bp_layer_map_set_network (fixture->map, fixture->network);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->map));
  wait_for_caption (fixture, "8 activations");
}

/* A map is made when it is on the screen; arrows move over it, and Enter chooses an image. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  BpSamples samples = bp_dataset_get_samples (fixture->dataset, BP_SPLIT_HELD_OUT);
  gsize n_pixels = bp_dataset_get_n_pixels (fixture->dataset);
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean is_image = FALSE;

  show_map (fixture);
  g_assert_false (press (fixture, GDK_KEY_Tab));
  g_assert_true (press (fixture, GDK_KEY_Return));
  g_assert_null (fixture->pixels);

  g_assert_true (press (fixture, GDK_KEY_Right));
  g_assert_true (press (fixture, GDK_KEY_space));
  g_assert_nonnull (fixture->pixels);
  g_assert_true (g_str_has_prefix (fixture->title, "Held-out image "));
  for (gsize i = 0; i < samples.count; i++)
    is_image = is_image || memcmp (g_bytes_get_data (fixture->pixels, NULL),
                                   samples.images + i * n_pixels, n_pixels) == 0;
  g_assert_true (is_image);

  /* To the left end and back, over several images. */
  for (guint i = 0; i < N_HELD_OUT; i++)
    {
      press (fixture, i < N_HELD_OUT / 2 ? GDK_KEY_Left : GDK_KEY_Right);
      press (fixture, GDK_KEY_Return);
      g_hash_table_add (titles, g_strdup (fixture->title));
    }
  g_assert_cmpuint (g_hash_table_size (titles), >, 3);

  g_assert_true (press (fixture, GDK_KEY_Escape));
  g_assert_false (press (fixture, GDK_KEY_Escape));
}

/* Other data, another network, and none. */
static void
test_follows (Fixture *fixture, gconstpointer data)
{
  const guint sizes[] = { 100, 3 };
  g_autoptr (BpNetwork) other = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);

  wait_for_caption (fixture, "Train a network");
  show_map (fixture);
  bp_layer_map_set_network (fixture->map, other);
  wait_for_caption (fixture, "do not fit");
  press (fixture, GDK_KEY_Right);
  press (fixture, GDK_KEY_Return);
  g_assert_null (fixture->pixels);
  bp_layer_map_set_network (fixture->map, fixture->network);
  wait_for_caption (fixture, "8 activations");
  bp_layer_map_set_network (fixture->map, NULL);
  wait_for_caption (fixture, "Train a network");
}

/* The pad's image is marked only where the network reads such images. */
static void
test_pad (Fixture *fixture, gconstpointer data)
{
  const guint8 image[28 * 28] = { 0 };

  show_map (fixture);
  bp_layer_map_set_pad_image (fixture->map, image);
  gtk_test_widget_wait_for_draw (find_view (fixture));
  bp_layer_map_set_pad_image (fixture->map, NULL);
  gtk_test_widget_wait_for_draw (find_view (fixture));
}

#define ADD(path, test) g_test_add ("/layer-map/" path, Fixture, NULL, set_up, test, tear_down)

BP_TEST_FILE (layer_map)
{
  gtk_init ();
  ADD ("keys", test_keys);
  ADD ("follows", test_follows);
  ADD ("pad", test_pad);
}
