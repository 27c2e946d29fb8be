/* SPDX-License-Identifier: MIT */
/*
 * The matrix products of one fully connected layer, from which forward propagation and
 * backpropagation are built. Each function computes one block of its result. The terms of a sum are
 * added in the same order for every division into blocks and every thread, so that the result is
 * the same to the bit.
 *
 * Thread rule: different threads may compute blocks of one result at the same time where the blocks
 * do not overlap.
 */
#include "layer.h"

#include "kernels.h"

/* The greatest depth of a piece of a product. So many rows of a panel, 64 kB, stay near in the
 * cache while all samples are multiplied by them. */
#define PIECE_DEPTH 256

/* The fewest samples for which it pays to store a piece's sums and to load them again: some tiles.
 */
#define MIN_PIECE_SAMPLES 24

/* The rows of weights that are updated while as many are prefetched: 6 kB. */
#define PIECE_ROWS 24

/* The same for bf16, where all samples' deltas are packed anew for each piece: 24 kB. */
#define PIECE_ROWS_BF16 96

/* The fewest outputs of a layer that is multiplied in bf16. To pack the matrices of a narrower one
 * takes longer than its products. */
#define MIN_BF16_OUTPUTS 32

/* In floats: half a megabyte. The weights of a larger layer do not stay in the second-level cache
 * from one phase of a step to the next, and are prefetched. */
#define MAX_CACHED_WEIGHTS (128 * 1024)

/* Splits off the outputs at the front of a range that lie in one panel. */
static BpRange
take_panel (BpRange *outputs)
{
  BpRange panel = *outputs;

  panel.end = MIN (panel.end, (panel.begin / BP_PANEL + 1) * BP_PANEL);
  outputs->begin = panel.end;
  return panel;
}

static gboolean
is_in_bf16 (const BpWorkspace *workspace, const BpLayer *self)
{
  return workspace->precision == BP_PRECISION_BF16 && self->n_outputs >= MIN_BF16_OUTPUTS;
}

/* The product of a layer's matrices. */
static BpMultiply
get_multiply (const BpWorkspace *workspace, const BpLayer *self)
{
  return bp_kernels_find_multiply (bp_kernels_get (), is_in_bf16 (workspace, self)
                                                          ? BP_PRECISION_BF16
                                                          : BP_PRECISION_FLOAT32);
}

/* The activation of a layer; NULL for the last layer, whose sums are the logits. */
static const BpActivationRow *
get_activation (const BpNetwork *network, guint layer)
{
  return layer + 1 < network->n_layers ? bp_kernels_get ()->activations[network->activation] : NULL;
}

static guint
count_columns (BpRange panel)
{
  return bp_round_up_to_lanes (panel.end) - panel.begin;
}

/* Whether a layer's weights come from the third-level cache or from memory in every phase. */
static gboolean
is_streamed (const BpLayer *self)
{
  return (gsize) self->n_inputs * self->n_columns > MAX_CACHED_WEIGHTS;
}

/* The floats of an array that is laid out as the layer's weights, from one on, to be prefetched;
 * none where the layer is small. */
static BpAhead
look_ahead (const BpLayer *self, const float *weights, const float *begin, gsize n_floats)
{
  gsize n_weights = (gsize) self->n_inputs * self->n_columns;
  gsize at = (gsize) (begin - weights);

  if (!is_streamed (self) || at >= n_weights)
    return (BpAhead){ 0 };
  return (BpAhead){ begin, MIN (n_floats, n_weights - at) };
}

/* Computes a product with a panel of weights piece by piece of its depth, so that each piece is
 * read from a near cache for all samples but the first ones. A sum continues from the
 * stored float, which is exact, at an even term, so that bf16 has the same pairs. */
static void
multiply_in_pieces (const BpLayer *self,
                    BpMultiply multiply,
                    const BpProduct *product,
                    const BpResult *result)
{
  guint depth = product->depth;
  guint n_pieces =
      product->n_rows >= MIN_PIECE_SAMPLES ? (depth + PIECE_DEPTH - 1) / PIECE_DEPTH : 1;
  BpProduct piece = *product;
  BpResult sums = *result;

  for (guint i = 0, begin = 0; i < n_pieces; i++)
    {
      guint end = i + 1 < n_pieces ? (guint) ((guint64) depth * (i + 1) / n_pieces) & ~1u : depth;

      piece.a.data = product->a.data + begin * product->a.column_stride;
      piece.b = product->b + begin * product->b_stride;
      piece.depth = end - begin;
      piece.ahead[0] = look_ahead (self, self->weights, product->b + end * product->b_stride,
                                   PIECE_DEPTH * product->b_stride);
      sums.finish = end == depth ? result->finish : BP_FINISH_STORE;
      multiply (&piece, &sums);
      sums.start = sums.c;
      sums.start_stride = sums.c_stride;
      begin = end;
    }
}

/* Adds a range of a layer's inputs to a block of its sums within one panel, with the finish of the
 * result. The first inputs add to the biases, later ones to the sums of those before. */
static void
multiply_by_weights (const BpNetwork *network,
                     const BpWorkspace *workspace,
                     guint layer,
                     BpRange samples,
                     BpRange inputs,
                     BpRange panel,
                     BpResult *result)
{
  const BpLayer *self = &network->layers[layer];
  gsize in_stride = workspace->strides[layer];
  const BpProduct product = {
    .a = { workspace->activations[layer] + samples.begin * in_stride + inputs.begin, in_stride, 1 },
    .b = bp_layer_get_weight (self, inputs.begin, panel.begin),
    .b_stride = bp_layer_get_panel_width (self, panel.begin),
    .n_rows = samples.end - samples.begin,
    .depth = inputs.end - inputs.begin,
    .n_columns = count_columns (panel),
  };

  result->start = inputs.begin > 0 ? result->c : self->biases + panel.begin;
  result->start_stride = inputs.begin > 0 ? result->c_stride : 0;
  multiply_in_pieces (self, get_multiply (workspace, self), &product, result);
}

/**
 * bp_layer_forward:
 * @network: the network
 * @workspace: holds activations[layer]; gets a block of activations[layer + 1], and of
 * slopes[layer] where the network has them
 * @layer: from 0 to n_layers - 1
 * @samples: of the batch
 * @outputs: units of the layer
 *
 * x_(l+1) = f (x_l W_l + b_l), with the network's activation f; the last layer's sums stay as they
 * are. The slopes are f' of the same sums.
 */
void
bp_layer_forward (const BpNetwork *network,
                  BpWorkspace *workspace,
                  guint layer,
                  BpRange samples,
                  BpRange outputs)
{
  const BpActivationRow *activation = get_activation (network, layer);
  guint n_inputs = network->layers[layer].n_inputs;
  gsize out_stride = workspace->strides[layer + 1];

  while (outputs.begin < outputs.end)
    {
      BpRange panel = take_panel (&outputs);
      gsize at = samples.begin * out_stride + panel.begin;
      BpResult result = {
        .finish = activation != NULL ? activation->finish : BP_FINISH_STORE,
        .c = workspace->activations[layer + 1] + at,
        .c_stride = out_stride,
      };

      multiply_by_weights (network, workspace, layer, samples, (BpRange){ 0, n_inputs }, panel,
                           &result);
      if (activation != NULL && activation->activate_block != NULL)
        activation->activate_block (result.c, workspace->slopes[layer] + at, out_stride,
                                    samples.end - samples.begin, count_columns (panel));
    }
}

/**
 * bp_layer_sums:
 * @network: the network
 * @workspace: holds activations[layer]
 * @layer: from 0 to n_layers - 1
 * @sums: (batch, stride of activations[layer + 1]) (out): z_l = x_l W_l + b_l
 *
 * Computes the sums of bp_layer_forward(), to the bit, without the activation, which takes their
 * place in the workspace.
 */
void
bp_layer_sums (const BpNetwork *network, const BpWorkspace *workspace, guint layer, float *sums)
{
  BpRange outputs = { 0, network->layers[layer].n_outputs };

  while (outputs.begin < outputs.end)
    {
      BpRange panel = take_panel (&outputs);
      BpResult result = {
        .finish = BP_FINISH_STORE,
        .c_stride = workspace->strides[layer + 1],
      };

      result.c = sums + panel.begin;
      multiply_by_weights (network, workspace, layer, (BpRange){ 0, workspace->batch },
                           (BpRange){ 0, network->layers[layer].n_inputs }, panel, &result);
    }
}

/**
 * bp_layer_add_inputs:
 * @network: the network
 * @workspace: holds activations[layer] of the inputs; gets activations[layer + 1]
 * @layer: the last one, n_layers - 1
 * @samples: of the batch
 * @inputs: of the layer, from a multiple of %BP_LANES, and not empty
 *
 * Adds some inputs' part to the logits: from input 0 on to the biases, else to the sums of all
 * inputs before. Once all are added, the logits are those of bp_layer_forward() to the bit.
 */
void
bp_layer_add_inputs (const BpNetwork *network,
                     BpWorkspace *workspace,
                     guint layer,
                     BpRange samples,
                     BpRange inputs)
{
  BpRange outputs = { 0, network->layers[layer].n_outputs };
  gsize out_stride = workspace->strides[layer + 1];

  g_return_if_fail (layer + 1 == network->n_layers);

  while (outputs.begin < outputs.end)
    {
      BpRange panel = take_panel (&outputs);
      BpResult result = {
        .finish = BP_FINISH_STORE,
        .c = workspace->activations[layer + 1] + samples.begin * out_stride + panel.begin,
        .c_stride = out_stride,
      };

      multiply_by_weights (network, workspace, layer, samples, inputs, panel, &result);
    }
}

/**
 * bp_layer_backward:
 * @network: the network
 * @workspace: holds transposed_deltas[layer], and activations[layer] or slopes[layer - 1]; gets a
 *   block of deltas[layer - 1] and of transposed_deltas[layer - 1]
 * @layer: from 1 to n_layers - 1
 * @samples: of the batch, from a multiple of %BP_LANES
 * @inputs: units of the layer below, from a multiple of %BP_LANES
 *
 * delta_(l-1) = delta_l W_l^T times the slopes of layer l - 1; for ReLU, where x_l > 0, else 0.
 *
 * W is stored in rows of outputs, but the kernel needs rows of inputs. The deltas are transposed
 * instead of W, since they are smaller: delta_(l-1)^T = W_l delta_l^T, with vectors along the
 * batch.
 */
void
bp_layer_backward (const BpNetwork *network,
                   BpWorkspace *workspace,
                   guint layer,
                   BpRange samples,
                   BpRange inputs)
{
  const BpKernels *kernels = bp_kernels_get ();
  const BpLayer *self = &network->layers[layer];
  BpMultiply multiply = get_multiply (workspace, self);
  gsize batch_stride = workspace->batch_stride;
  gsize stride = workspace->strides[layer];
  guint n_samples = bp_round_up_to_lanes (samples.end - samples.begin);
  guint n_inputs = bp_round_up_to_lanes (inputs.end - inputs.begin);
  float *transposed =
      workspace->transposed_deltas[layer - 1] + inputs.begin * batch_stride + samples.begin;
  gsize at = samples.begin * stride + inputs.begin;
  float *delta = workspace->deltas[layer - 1] + at;
  BpRange outputs = { 0, self->n_outputs };
  BpResult result = {
    .finish = BP_FINISH_STORE,
    .c = transposed,
    .c_stride = batch_stride,
    .start_stride = batch_stride,
  };

  /* Each panel adds to the sums of the panels before. */
  while (outputs.begin < outputs.end)
    {
      BpRange panel = take_panel (&outputs);
      guint width = bp_layer_get_panel_width (self, panel.begin);
      const float *weights = bp_layer_get_weight (self, inputs.begin, panel.begin);
      const BpProduct product = {
        .a = { weights, width, 1 },
        .b = workspace->transposed_deltas[layer] + panel.begin * batch_stride + samples.begin,
        .b_stride = batch_stride,
        .n_rows = inputs.end - inputs.begin,
        .depth = panel.end - panel.begin,
        .n_columns = n_samples,
        /* The same inputs in the next panel. */
        .ahead = { look_ahead (self, self->weights, weights + (gsize) self->n_inputs * width,
                               (inputs.end - inputs.begin) * (gsize) width) },
      };

      multiply (&product, &result);
      result.start = transposed;
    }
  if (workspace->slopes[layer - 1] != NULL)
    kernels->transpose (delta, stride, transposed, batch_stride, n_inputs, n_samples, NULL,
                        workspace->slopes[layer - 1] + at);
  else
    kernels->transpose (delta, stride, transposed, batch_stride, n_inputs, n_samples,
                        workspace->activations[layer] + at, NULL);
  if (layer > 1)
    kernels->transpose (transposed, batch_stride, delta, stride, n_samples, n_inputs, NULL, NULL);
}

/* Locates a block in arrays that are laid out as the network's parameters. */
static BpResult
locate (const BpResult *arrays, gsize at, gsize stride)
{
  BpResult result = *arrays;

  result.c += at;
  result.c_stride = stride;
  if (result.start != NULL)
    result.start += at;
  result.start_stride = stride;
  if (result.velocity != NULL)
    result.velocity += at;
  return result;
}

/* Finishes rows of weights piece by piece, while the next ones are prefetched. @at is the index of
 * the first one's parameter, @width the floats from row to row. */
static void
finish_rows (const BpNetwork *network,
             const BpWorkspace *workspace,
             guint layer,
             const BpProduct *product,
             const BpResult *arrays,
             gsize at,
             guint width)
{
  const BpLayer *self = &network->layers[layer];
  gsize first = (gsize) (self->weights - network->parameters);
  BpMultiply multiply = get_multiply (workspace, self);
  guint n_piece_rows = is_in_bf16 (workspace, self) ? PIECE_ROWS_BF16 : PIECE_ROWS;
  guint n_rows = is_streamed (self) ? n_piece_rows : product->n_rows;
  gsize n_ahead = n_rows * (gsize) width;
  BpProduct piece = *product;

  for (guint row = 0; row < product->n_rows;
       row += piece.n_rows, at += piece.n_rows * (gsize) width)
    {
      BpResult result = locate (arrays, at, width);

      piece.a.data = product->a.data + row * product->a.row_stride;
      piece.n_rows = MIN (n_rows, product->n_rows - row);
      piece.ahead[0] = look_ahead (self, arrays->c + first, result.c + n_ahead, n_ahead);
      if (result.velocity != NULL)
        piece.ahead[1] =
            look_ahead (self, arrays->velocity + first, result.velocity + n_ahead, n_ahead);
      multiply (&piece, &result);
    }
}

/* Finishes x_l^T delta_l and, in the row of the biases below it, the sum of the deltas over the
 * batch: the same product with an input that is always 1. @arrays points to the start of whole
 * arrays of n_parameters. */
static void
multiply_inputs_by_deltas (const BpNetwork *network,
                           const BpWorkspace *workspace,
                           guint layer,
                           BpRange rows,
                           BpRange outputs,
                           const BpResult *arrays)
{
  static const float one = 1.0f;
  const BpKernels *kernels = bp_kernels_get ();
  const BpLayer *self = &network->layers[layer];

  while (outputs.begin < outputs.end)
    {
      BpRange panel = take_panel (&outputs);
      BpProduct product = {
        .a = { workspace->activations[layer] + rows.begin, 1, workspace->strides[layer] },
        .b = workspace->deltas[layer] + panel.begin,
        .b_stride = workspace->strides[layer + 1],
        .n_rows = MIN (rows.end, self->n_inputs) - rows.begin,
        .depth = workspace->batch,
        .n_columns = count_columns (panel),
      };
      BpResult biases;

      finish_rows (network, workspace, layer, &product, arrays,
                   bp_network_find_parameter (network, layer, rows.begin, panel.begin),
                   bp_layer_get_panel_width (self, panel.begin));
      if (rows.end <= self->n_inputs)
        continue;

      /* In float32: there is nothing to gain. */
      product.a = (BpMatrix){ &one, 0, 0 };
      product.n_rows = 1;
      biases = locate (arrays,
                       bp_network_find_parameter (network, layer, self->n_inputs, panel.begin), 0);
      kernels->multiply (&product, &biases);
    }
}

/**
 * bp_layer_gradient:
 * @network: the network
 * @workspace: holds activations[layer] and deltas[layer]
 * @layer: from 0 to n_layers - 1
 * @rows: of the layer's parameters, the biases' included
 * @outputs: units of the layer
 * @gradient: (n_parameters) gets a block
 *
 * dW_l = x_l^T delta_l, db_l = sum over the batch of delta_l.
 */
void
bp_layer_gradient (const BpNetwork *network,
                   const BpWorkspace *workspace,
                   guint layer,
                   BpRange rows,
                   BpRange outputs,
                   float *gradient)
{
  BpResult arrays = { .finish = BP_FINISH_STORE };

  arrays.c = gradient;
  multiply_inputs_by_deltas (network, workspace, layer, rows, outputs, &arrays);
}

/**
 * bp_layer_descend:
 * @network: the network
 * @workspace: holds activations[layer], and deltas[layer] multiplied by -learning_rate
 * @layer: from 0 to n_layers - 1
 * @rows: of the layer's parameters, the biases' included
 * @outputs: units of the layer
 * @descent: the finish applied to -learning_rate times the gradient, and the start of whole arrays
 *   of n_parameters, of which one block is changed: see bp_optimizer_get_descent()
 *
 * Does what bp_layer_gradient() and bp_optimizer_update() do, without storing a gradient in memory.
 * All deltas are linear in those of the last layer, so the learning rate is multiplied into those.
 */
void
bp_layer_descend (const BpNetwork *network,
                  const BpWorkspace *workspace,
                  guint layer,
                  BpRange rows,
                  BpRange outputs,
                  const BpResult *descent)
{
  multiply_inputs_by_deltas (network, workspace, layer, rows, outputs, descent);
}
