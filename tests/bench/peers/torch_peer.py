#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""PyTorch in eager mode, with fast usual settings: all data is one tensor."""

import os

import torch
from common import Task, serve


class Network:
    def __init__(self, task):
        self.task = task
        self.inputs = torch.from_numpy(task.images).float().div_(255)
        self.labels = torch.from_numpy(task.labels)
        modules = []
        for weights, biases in task.initial_layers():
            linear = torch.nn.Linear(*weights.shape)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(weights.T))
                linear.bias.copy_(torch.from_numpy(biases))
            modules += [linear, torch.nn.ReLU()]
        self.model = torch.nn.Sequential(*modules[:-1])
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=task.learning_rate,
                                         momentum=task.momentum)

    def train_epoch(self):
        order = torch.randperm(len(self.inputs))
        losses = []
        for indices in order.split(self.task.batch_size):
            self.optimizer.zero_grad(set_to_none=True)
            loss = torch.nn.functional.cross_entropy(self.model(self.inputs[indices]),
                                                     self.labels[indices])
            loss.backward()
            self.optimizer.step()
            losses.append(loss.detach())
        return torch.stack(losses).mean().item()


if __name__ == "__main__":
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    serve(Network(Task()).train_epoch)
