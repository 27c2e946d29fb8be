#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""NumPy in float32, optimised: every array is allocated once and filled in place."""

import numpy
from common import Task, serve


class Network:
    def __init__(self, task):
        self.task = task
        self.layers = task.initial_layers()
        self.inputs = numpy.empty((len(task.images), task.sizes[0]), numpy.float32)
        numpy.multiply(task.images, numpy.float32(1 / 255), out=self.inputs)
        self.gradients = [numpy.empty_like(weights) for weights, _ in self.layers]
        self.velocities = [(numpy.zeros_like(weights), numpy.zeros_like(biases))
                           for weights, biases in self.layers]
        self.buffers = {}

    def get_buffers(self, n):
        """Activations and deltas for n samples; the last batch of an epoch may be smaller."""
        if n not in self.buffers:
            self.buffers[n] = ([numpy.empty((n, size), numpy.float32) for size in self.task.sizes],
                               [numpy.empty((n, size), numpy.float32) for size in self.task.sizes],
                               numpy.arange(n))
        return self.buffers[n]

    def train_step(self, indices):
        activations, deltas, rows = self.get_buffers(len(indices))
        labels = self.task.labels[indices]
        last = len(self.layers) - 1

        numpy.take(self.inputs, indices, axis=0, out=activations[0])
        for l, (weights, biases) in enumerate(self.layers):
            numpy.dot(activations[l], weights, out=activations[l + 1])
            activations[l + 1] += biases
            if l < last:
                numpy.maximum(activations[l + 1], 0, out=activations[l + 1])

        delta = activations[-1]
        delta -= delta.max(axis=1, keepdims=True)
        correct = delta[rows, labels]
        numpy.exp(delta, out=delta)
        sums = delta.sum(axis=1, keepdims=True)
        loss = float(numpy.log(sums).sum() - correct.sum())
        delta /= sums
        delta[rows, labels] -= 1
        delta *= numpy.float32(-self.task.learning_rate / len(indices))

        for l in range(last, -1, -1):
            weights, biases = self.layers[l]
            numpy.dot(activations[l].T, delta, out=self.gradients[l])
            step = delta.sum(axis=0)
            if l > 0:
                numpy.dot(delta, weights.T, out=deltas[l])
                deltas[l] *= activations[l] > 0
                delta = deltas[l]
            self.update(l, step)
        return loss

    def update(self, l, step):
        weights, biases = self.layers[l]
        if self.task.momentum > 0:
            weights_velocity, biases_velocity = self.velocities[l]
            weights_velocity *= numpy.float32(self.task.momentum)
            weights_velocity += self.gradients[l]
            biases_velocity *= numpy.float32(self.task.momentum)
            biases_velocity += step
            weights += weights_velocity
            biases += biases_velocity
        else:
            weights += self.gradients[l]
            biases += step

    def train_epoch(self):
        order = self.task.random.permutation(len(self.inputs))
        loss = 0.0
        for begin in range(0, len(order), self.task.batch_size):
            loss += self.train_step(order[begin:begin + self.task.batch_size])
        return loss / len(order)


if __name__ == "__main__":
    serve(Network(Task()).train_epoch)
