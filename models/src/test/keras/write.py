#!/usr/bin/env python3
"""Writes what make.mjs made as Keras's HDF5 files, and what the models answer as text.

    python3 write.py reference.json ../resources/io/thalweg/models/keras

The layout is that of Keras 2's model.save("x.h5") (keras/saving/hdf5_format.py). TensorFlow.js has no GRU with
reset_after, Keras's default: its answers are computed here by the equations of Keras's GRUCell. Wants numpy and h5py.
"""

import json
import pathlib
import sys

import h5py
import numpy as np

NAMES = {
    "Dense": ["kernel", "bias"], "Conv1D": ["kernel", "bias"], "Conv2D": ["kernel", "bias"], "Embedding": ["embeddings"],
    "LSTM": ["lstm_cell/kernel", "lstm_cell/recurrent_kernel", "lstm_cell/bias"],
    "SimpleRNN": ["simple_rnn_cell/kernel", "simple_rnn_cell/recurrent_kernel", "simple_rnn_cell/bias"],
    "GRU": ["gru_cell/kernel", "gru_cell/recurrent_kernel", "gru_cell/bias"],
}  # fmt: skip


def names(layer):
    if layer["class_name"] == "Bidirectional":
        inner = names(layer["config"]["layer"])
        return [f"{way}_lstm/{name}" for way in ("forward", "backward") for name in inner]
    return NAMES.get(layer["class_name"], [])


def write(file, config, weights):
    with h5py.File(file, "w") as h5:
        h5.attrs["keras_version"] = "2.15.0"
        h5.attrs["backend"] = "tensorflow"
        h5.attrs["model_config"] = json.dumps(config)
        group = h5.create_group("model_weights")
        group.attrs["layer_names"] = [w["layer"].encode() for w in weights]
        for layer, found in zip(config["config"]["layers"], weights):
            own = group.create_group(found["layer"])
            full = [f"{found['layer']}/{name}:0" for name in names(layer)][: len(found["arrays"])]
            own.attrs["weight_names"] = [name.encode() for name in full]
            for name, array in zip(full, found["arrays"]):
                own[name] = np.array(array["numbers"], np.float32).reshape(array["shape"])


def answers(file, inputs, outputs):
    lines = [" ".join(repr(float(x)) for x in numbers) for numbers in (inputs, outputs)]
    file.write_text("\n".join(lines) + "\n")


def gru(seed=3, steps=5, inputs=3, units=4, classes=2, rows=3):
    """Keras's GRUCell with reset_after: gates z, r, candidate; bias [2, 3 units]."""
    random = np.random.default_rng(seed)
    shapes = [(inputs, 3 * units), (units, 3 * units), (2, 3 * units), (units, classes), (classes,)]
    w, r, b, head, head_bias = (random.uniform(-0.7, 0.7, shape).astype(np.float32) for shape in shapes)
    x = random.uniform(-1, 1, (rows, steps, inputs)).astype(np.float32)
    h = np.zeros((rows, units))
    sigmoid = lambda a: 1 / (1 + np.exp(-a))
    for step in range(steps):
        from_x, from_h = x[:, step] @ w + b[0], h @ r + b[1]
        z, reset = (sigmoid(from_x[:, i * units : (i + 1) * units] + from_h[:, i * units : (i + 1) * units]) for i in (0, 1))
        candidate = np.tanh(from_x[:, 2 * units :] + reset * from_h[:, 2 * units :])
        h = z * h + (1 - z) * candidate
    scores = np.exp(h @ head + head_bias)
    common = {"units": units, "activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True, "reset_after": True}
    config = {"class_name": "Sequential", "config": {"name": "gru", "layers": [
        {"class_name": "GRU", "config": {"name": "gru", "batch_input_shape": [None, steps, inputs], "return_sequences": False,
                                         "go_backwards": False, "stateful": False, **common}},
        {"class_name": "Dense", "config": {"name": "dense", "units": classes, "activation": "softmax", "use_bias": True}},
    ]}}  # fmt: skip
    array = lambda a: {"shape": a.shape, "numbers": a.ravel()}
    weights = [{"layer": "gru", "arrays": [array(w), array(r), array(b)]}, {"layer": "dense", "arrays": [array(head), array(head_bias)]}]
    return config, weights, x.ravel(), (scores / scores.sum(1, keepdims=True)).ravel()


def main():
    reference, folder = json.loads(pathlib.Path(sys.argv[1]).read_text()), pathlib.Path(sys.argv[2])
    made = {name: (m["config"], m["weights"], m["inputs"], m["outputs"]) for name, m in reference.items()}
    for name, (config, weights, inputs, outputs) in {**made, "gru": gru()}.items():
        write(folder / f"{name}.h5", config, weights)
        answers(folder / f"{name}.txt", inputs, outputs)


if __name__ == "__main__":
    main()
