#!/usr/bin/env python3
"""What benchmarks/run networks measures of PyTorch, for whoever has PyTorch in Python.

Prints the median time of a step of each work in microseconds, with one thread:

    OMP_NUM_THREADS=1 python3 benchmarks/peers/networks.py [REGEX] [--seconds 0.5]

A work is NETWORK INPUTS HIDDEN STEPS BATCH TASK, as in Work.java, and the steps are those of
TorchStep.java: sequences lie step by step in memory, a training step is forward, cross-entropy on
the last step, backward, Adam; a prediction ends in a softmax.
"""

import argparse
import re
import statistics
import time

import torch
from torch import nn

CLASSES = {"lstm": 5, "gru": 5, "dense": 2, "cnn": 10}
LEAST_STEPS = 5
WARM_UP_WINDOWS = 4


class Recurrent(nn.Module):
    """One recurrent layer and a head on its last step."""

    def __init__(self, network, inputs, hidden, batch):
        super().__init__()
        self.layer = (nn.LSTM if network == "lstm" else nn.GRU)(inputs, hidden)
        self.head = nn.Linear(hidden, CLASSES[network])
        state = torch.zeros(1, batch, hidden)
        self.state = (state, state) if network == "lstm" else state

    def forward(self, x):
        outputs, _ = self.layer(x, self.state)
        return self.head(outputs[-1])


def dense():
    """4-120-84-2 with ReLU."""
    return nn.Sequential(
        nn.Linear(4, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, CLASSES["dense"])
    )


def cnn():
    """The convolutional network for images of 28×28."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 64, 3), nn.ReLU(), nn.Flatten(),
        nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, CLASSES["cnn"]),
    )  # fmt: skip


def network_and_inputs(network, inputs, hidden, steps, batch, task):
    if network == "dense":
        return dense(), torch.randn(batch, 4)
    if network == "cnn":
        return cnn(), torch.randn(batch, 1, 28, 28)
    length = 1 if task == "step" else steps
    return Recurrent(network, inputs, hidden, batch), torch.randn(length, batch, inputs)


def step_of(work):
    """A function that does the work once."""
    network, *sizes, task = work.split()
    inputs, hidden, steps, batch = map(int, sizes)
    model, x = network_and_inputs(network, inputs, hidden, steps, batch, task)
    labels = torch.randint(CLASSES[network], (batch,))
    adam = torch.optim.Adam(model.parameters(), lr=0.001)

    def train():
        adam.zero_grad()
        nn.functional.cross_entropy(model(x), labels).backward()
        adam.step()

    def predict():
        with torch.no_grad():
            model(x).softmax(1)

    model.train(task == "train")
    return train if task == "train" else predict


def median(step, seconds):
    """Median time of the steps that fit into so many seconds, in microseconds."""
    times = []
    end = time.perf_counter() + seconds
    before = time.perf_counter()
    while len(times) < LEAST_STEPS or before < end:
        step()
        after = time.perf_counter()
        times.append(after - before)
        before = after
    return statistics.median(times) * 1e6


def works():
    for task in ("train", "predict"):
        for hidden, steps in ((64, 32), (256, 64)):
            for network in ("lstm", "gru"):
                for batch in (1, 32, 256):
                    yield f"{network} 16 {hidden} {steps} {batch} {task}"
    for network in ("lstm", "gru"):
        for batch in (1, 32, 256):
            yield f"{network} 16 64 32 {batch} step"
    yield "dense 0 0 0 128 train"
    yield "dense 0 0 0 1 predict"
    yield "cnn 0 0 0 64 train"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("regex", nargs="?", default=".*", help="only the works in which it is found")
    parser.add_argument("--seconds", type=float, default=0.5, help="length of a window")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(7)
    print(f"PyTorch {torch.__version__}, one thread, median µs of a step")
    for work in works():
        if re.search(arguments.regex, work):
            step = step_of(work)
            median(step, WARM_UP_WINDOWS * arguments.seconds)
            print(f"{work:26}{median(step, arguments.seconds):12,.1f}", flush=True)


if __name__ == "__main__":
    main()
