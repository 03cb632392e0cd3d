#!/usr/bin/env python3
"""The plain loop beside benchmarks/run elec2 --pytorch, for whoever has PyTorch in Python.

    OMP_NUM_THREADS=1 python3 benchmarks/peers/elec2.py [--limit N]

Test, then train, with the settings of examples/electricity.yaml, as TorchLearner.java does it: batch
by batch, windows of the newest records are predicted together, then learned, first themselves, then
draws from the newest examples. Prints accuracy and records per second, reading not counted.
"""

import argparse
import csv
import gzip
import pathlib
import time

import torch
from torch import nn

DATA = "jobs/src/main/resources/io/thalweg/jobs/data/elec2.csv.gz"
FEATURES, CLASSES = 6, 2
STEPS, HIDDEN, RATE, BATCH, UPDATES, REHEARSAL, CLIP = 24, 32, 0.01, 32, 4, 5000, 1.0


def read(limit):
    with gzip.open(pathlib.Path(__file__).parents[2] / DATA, "rt") as lines:
        rows = [[float(cell) for cell in row] for row in list(csv.reader(lines))[1 : limit + 1]]
    rows = torch.tensor(rows, dtype=torch.float64)
    return rows[:, :FEATURES], rows[:, FEATURES].long()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=int, default=1 << 30)
    numbers, labels = read(parser.parse_args().limit)
    torch.manual_seed(7)
    lstm, head = nn.LSTM(FEATURES + CLASSES, HIDDEN), nn.Linear(HIDDEN, CLASSES)
    parameters = [*lstm.parameters(), *head.parameters()]
    adam = torch.optim.Adam(parameters, RATE)
    before = torch.zeros(len(labels), CLASSES)
    before[1:] = nn.functional.one_hot(labels[:-1], CLASSES)
    mean, squares, seen = torch.zeros(FEATURES, dtype=torch.float64), torch.zeros(FEATURES, dtype=torch.float64), 0

    def windows(examples):
        """[steps, examples, inputs]; before the first record there is nothing, zeros."""
        index = examples[None, :] - torch.arange(STEPS - 1, -1, -1)[:, None]
        variance = squares / max(seen, 1)
        scale = torch.where(variance > 0, variance.clamp_min(1e-300).rsqrt(), 0)
        kept = index.clamp_min(0)
        rows = torch.cat([((numbers[kept] - mean) * scale).float(), before[kept]], -1)
        return rows * (index >= 0)[..., None]

    def learn(examples):
        adam.zero_grad()
        outputs, _ = lstm(windows(examples))
        nn.functional.cross_entropy(head(outputs[-1]), labels[examples]).backward()
        nn.utils.clip_grad_norm_(parameters, CLIP)
        adam.step()

    right, start = 0, time.perf_counter()
    whole = len(labels) - len(labels) % BATCH
    for first in range(0, whole, BATCH):
        examples = torch.arange(first, first + BATCH)
        with torch.no_grad():
            outputs, _ = lstm(windows(examples))
            right += (head(outputs[-1]).argmax(1) == labels[examples]).sum().item()
        for row in numbers[examples]:
            seen += 1
            distance = row - mean
            mean += distance / seen
            squares += distance * (row - mean)
        learn(examples)
        for _ in range(UPDATES - 1):
            newest = first or BATCH
            learn(torch.randint(max(0, newest - REHEARSAL), newest, (BATCH,)))
    seconds = time.perf_counter() - start
    print(f"accuracy {right / whole:.4f}, {whole / seconds:,.0f} records/s")


if __name__ == "__main__":
    main()
