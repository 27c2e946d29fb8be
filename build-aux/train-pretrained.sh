#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# train-pretrained.sh FOLDER: trains the network that comes with the program, and leaves it as
# FOLDER/pretrained.safetensors: the same bytes on processors with the same instruction set. Needs
# MNIST where "backprop-cli train" finds it, and twenty minutes on two cores.
#
# The network is the mean of four that were trained further from the same one, and has fewer errors
# than each of them. None of them has learnt from the last 4,000 images, which calibrate the mean.
set -eu -o pipefail
cli=$(dirname "$(readlink -f "$0")")/../build/src/backprop-cli
mkdir -p "$1"
cd "$1"

# train FILE OPTION…: trains as the preset Best does, save for the options, and keeps the weights.
train ()
{
  local file=$1

  shift
  "$cli" train --preset best --mix-builtin 15000 --mix-non-digits 50000 --save "$file" "$@"
}

train first.safetensors --mix-hasty 30000 --seed 1

train branch-1.safetensors --initial first.safetensors --mix-hasty 45000 --held-out 4000 \
  --epochs 10 --learning-rate 0.05 --seed 2
train branch-2.safetensors --initial first.safetensors --mix-hasty 45000 --held-out 4000 \
  --epochs 10 --learning-rate 0.05 --seed 3 \
  --rotation 0.15 --scale 0.12 --shear 0.15 --shift 0.8 --elastic 1.1
train branch-3.safetensors --initial first.safetensors --mix-hasty 30000 \
  --epochs 8 --learning-rate 0.03 --seed 2
train branch-4.safetensors --initial first.safetensors --mix-hasty 30000 \
  --epochs 5 --learning-rate 0.02 --seed 2 \
  --rotation 0.1 --scale 0.08 --shear 0.1 --shift 0.6 --elastic 0.8

train pretrained.safetensors --initial branch-1.safetensors --initial branch-2.safetensors \
  --initial branch-3.safetensors --initial branch-4.safetensors --mix-hasty 45000 \
  --held-out 4000 --epochs 0 --seed 1
