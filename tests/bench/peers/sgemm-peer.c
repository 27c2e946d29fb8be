/* SPDX-License-Identifier: MIT */
/*
 * The training loop of this program with the sgemm of a library for the products: oneDNN's where
 * USE_ONEDNN is defined, else OpenBLAS's. Pixels stay bytes, and the product of plain SGD updates
 * the weights directly, so that no time is wasted around the calls. See common.py for the command
 * line; compare.py compiles this once for each library whose headers are installed.
 */
#ifdef USE_ONEDNN
#include <dnnl.h>
#else
#include <cblas.h>
#endif
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_IMAGES   60000
#define N_PIXELS   784
#define MAX_LAYERS 8

typedef struct
{
  int n_layers;
  int sizes[MAX_LAYERS + 1];
  int batch_size;
  float learning_rate;
  uint8_t *images;
  uint8_t *labels;
  float *weights[MAX_LAYERS]; /* (in, out) */
  float *biases[MAX_LAYERS];
  float *activations[MAX_LAYERS + 1]; /* (batch, units) */
  float *deltas[MAX_LAYERS + 1];
  int order[N_IMAGES];
} Task;

/* c = op (a) op (b) + beta c. Matrices are stored by rows: a (m, k) or, with 'T', (k, m), b (k, n)
 * or (n, k), c (m, n). */
static void
sgemm (char trans_a,
       char trans_b,
       int m,
       int n,
       int k,
       const float *a,
       int a_stride,
       const float *b,
       int b_stride,
       float beta,
       float *c,
       int c_stride)
{
#ifdef USE_ONEDNN
  if (dnnl_sgemm (trans_a, trans_b, m, n, k, 1, a, a_stride, b, b_stride, beta, c, c_stride) !=
      dnnl_success)
    abort ();
#else
  cblas_sgemm (CblasRowMajor, trans_a == 'T' ? CblasTrans : CblasNoTrans,
               trans_b == 'T' ? CblasTrans : CblasNoTrans, m, n, k, 1, a, a_stride, b, b_stride,
               beta, c, c_stride);
#endif
}

static float *
new_floats (size_t n)
{
  float *floats = aligned_alloc (64, (n * sizeof (float) + 63) / 64 * 64);

  memset (floats, 0, n * sizeof (float));
  return floats;
}

static void
init (Task *task, char **argv)
{
  FILE *file = fopen (argv[1], "rb");
  char *sizes = argv[2];

  task->images = malloc ((size_t) N_IMAGES * N_PIXELS);
  task->labels = malloc (N_IMAGES);
  if (file == NULL || fread (task->images, N_PIXELS, N_IMAGES, file) != N_IMAGES ||
      fread (task->labels, 1, N_IMAGES, file) != N_IMAGES)
    abort ();
  fclose (file);

  task->sizes[0] = (int) strtol (sizes, &sizes, 10);
  while (*sizes == '-')
    task->sizes[++task->n_layers] = (int) strtol (sizes + 1, &sizes, 10);
  task->batch_size = atoi (argv[3]);
  task->learning_rate = (float) atof (argv[4]);

  for (int l = 0; l <= task->n_layers; l++)
    {
      task->activations[l] = new_floats ((size_t) task->batch_size * task->sizes[l]);
      task->deltas[l] = new_floats ((size_t) task->batch_size * task->sizes[l]);
    }
  for (int l = 0; l < task->n_layers; l++)
    {
      size_t n = (size_t) task->sizes[l] * task->sizes[l + 1];

      task->weights[l] = new_floats (n);
      task->biases[l] = new_floats (task->sizes[l + 1]);
      /* Uniform, with the variance of He's initialisation. */
      for (size_t i = 0; i < n; i++)
        task->weights[l][i] = ((float) rand () / RAND_MAX * 2 - 1) * sqrtf (6.0f / task->sizes[l]);
    }
  for (int i = 0; i < N_IMAGES; i++)
    task->order[i] = i;
}

static double
softmax_delta (float *row, int n, int label, float scale)
{
  float largest = row[0];
  float sum = 0;
  double loss;

  for (int j = 1; j < n; j++)
    largest = row[j] > largest ? row[j] : largest;
  loss = largest - row[label];
  for (int j = 0; j < n; j++)
    sum += row[j] = expf (row[j] - largest);
  for (int j = 0; j < n; j++)
    row[j] = (row[j] / sum - (j == label)) * scale;

  return loss + log (sum);
}

static double
train_step (Task *task, const int *indices, int batch)
{
  int last = task->n_layers - 1;
  int n_classes = task->sizes[last + 1];
  double loss = 0;

  for (int i = 0; i < batch; i++)
    for (int j = 0; j < N_PIXELS; j++)
      task->activations[0][i * N_PIXELS + j] =
          task->images[(size_t) indices[i] * N_PIXELS + j] * (1 / 255.0f);

  for (int l = 0; l <= last; l++)
    {
      int n_in = task->sizes[l];
      int n_out = task->sizes[l + 1];
      float *out = task->activations[l + 1];

      for (int i = 0; i < batch; i++)
        memcpy (out + i * n_out, task->biases[l], n_out * sizeof (float));
      sgemm ('N', 'N', batch, n_out, n_in, task->activations[l], n_in, task->weights[l], n_out, 1,
             out, n_out);
      if (l < last)
        for (int i = 0; i < batch * n_out; i++)
          out[i] = out[i] > 0 ? out[i] : 0;
    }

  for (int i = 0; i < batch; i++)
    loss += softmax_delta (task->activations[last + 1] + i * n_classes, n_classes,
                           task->labels[indices[i]], -task->learning_rate / batch);

  for (int l = last; l >= 0; l--)
    {
      int n_in = task->sizes[l];
      int n_out = task->sizes[l + 1];
      float *in = task->activations[l];
      float *delta = l == last ? task->activations[l + 1] : task->deltas[l + 1];

      if (l > 0)
        {
          sgemm ('N', 'T', batch, n_in, n_out, delta, n_out, task->weights[l], n_out, 0,
                 task->deltas[l], n_in);
          for (int i = 0; i < batch * n_in; i++)
            task->deltas[l][i] = in[i] > 0 ? task->deltas[l][i] : 0;
        }
      sgemm ('T', 'N', n_in, n_out, batch, in, n_in, delta, n_out, 1, task->weights[l], n_out);
      for (int i = 0; i < batch; i++)
        for (int j = 0; j < n_out; j++)
          task->biases[l][j] += delta[i * n_out + j];
    }

  return loss;
}

static double
train_epoch (Task *task)
{
  double loss = 0;

  for (int i = N_IMAGES - 1; i > 0; i--)
    {
      int j = rand () % (i + 1);
      int swapped = task->order[i];

      task->order[i] = task->order[j];
      task->order[j] = swapped;
    }
  for (int i = 0; i < N_IMAGES; i += task->batch_size)
    loss += train_step (task, task->order + i,
                        i + task->batch_size < N_IMAGES ? task->batch_size : N_IMAGES - i);

  return loss / N_IMAGES;
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

int
main (int argc, char **argv)
{
  static Task task;
  char line[256];

  /* Momentum needs a gradient, which this program does not compute. */
  if (argc != 6 || atof (argv[5]) > 0)
    return 2;

  init (&task, argv);
  puts ("ready");
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      double begin = now ();
      double loss = train_epoch (&task);

      printf ("%f %f\n", now () - begin, loss);
      fflush (stdout);
    }
  return 0;
}
