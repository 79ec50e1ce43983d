"""Owns turning a trained network into the files that Dragoman ships: ONNX int8, labels.

Does not train; the weights become 8-bit in blocks with scales of their own, and activations are
rounded row by row, so that a sentence's result does not depend on its neighbours in a batch.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from corpus import MODE_LABELS, STATUSES, TYPES
from network import Network
from onnx import helper, numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)

BLOCK = 32


def write_model(network: Network, folder: Path) -> None:
    """Write `encoder.onnx` (8-bit weights) into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    ids = torch.tensor([[101, 2054, 2003, 102], [101, 2129, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    index = torch.tensor([0, 1, 1])
    source = torch.zeros(3, 4)
    source[0, 1] = source[1, 1] = 1.0
    target = torch.zeros(3, 4)
    target[0, 2] = 1.0
    with tempfile.TemporaryDirectory() as temporary:
        plain = Path(temporary) / "plain.onnx"
        torch.onnx.export(
            network,
            (ids, mask, index, source, target),
            str(plain),
            input_names=["ids", "mask", "index", "source", "target"],
            output_names=["types", "modes", "status"],
            dynamic_axes={
                "ids": {0: "sentences", 1: "tokens"},
                "mask": {0: "sentences", 1: "tokens"},
                "index": {0: "pairs"},
                "source": {0: "pairs", 1: "tokens"},
                "target": {0: "pairs", 1: "tokens"},
                "types": {0: "pairs"},
                "modes": {0: "pairs"},
                "status": {0: "pairs"},
            },
            opset_version=17,
            dynamo=False,
        )
        model = onnx.load(str(plain))
    config = DefaultWeightOnlyQuantConfig(block_size=BLOCK, is_symmetric=True, accuracy_level=4, bits=8)
    quantizer = MatMulNBitsQuantizer(model, algo_config=config)
    quantizer.process()
    small = quantizer.model.model
    _shrink_embeddings(small)
    onnx.save(small, str(folder / "encoder.onnx"))


def _shrink_embeddings(model: onnx.ModelProto) -> None:
    """Store the word vectors as 8-bit rows, each with its own scale, undone after the look-up."""
    graph = model.graph
    tables = {t.name: t for t in graph.initializer if len(t.dims) == 2 and t.dims[0] > 5000}
    for position, node in enumerate(list(graph.node)):
        if node.op_type != "Gather" or node.input[0] not in tables:
            continue
        table = tables[node.input[0]]
        values = numpy_helper.to_array(table)
        scale = np.abs(values).max(axis=1, keepdims=True).astype(np.float32) / 127.0
        scale[scale == 0] = 1.0
        rows = np.rint(values / scale).astype(np.int8)
        name = table.name
        graph.initializer.remove(table)
        graph.initializer.append(numpy_helper.from_array(rows, f"{name}_rows"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}_scale"))
        out = node.output[0]
        new = [
            helper.make_node("Gather", [f"{name}_rows", node.input[1]], [f"{out}_rows"], axis=0),
            helper.make_node("Cast", [f"{out}_rows"], [f"{out}_float"], to=onnx.TensorProto.FLOAT),
            helper.make_node("Gather", [f"{name}_scale", node.input[1]], [f"{out}_scale"], axis=0),
            helper.make_node("Mul", [f"{out}_float", f"{out}_scale"], [out]),
        ]
        graph.node.remove(node)
        for offset, item in enumerate(new):
            graph.node.insert(position + offset, item)


def write_labels(folder: Path, temperature: dict[str, float]) -> None:
    """Write `labels.json`: the labels in the order of the outputs, and the temperatures."""
    labels = {
        "types": list(TYPES),
        "modes": list(MODE_LABELS),
        "status": list(STATUSES),
        "temperature": {key: round(value, 4) for key, value in temperature.items()},
    }
    text = json.dumps(labels, indent=1, ensure_ascii=False)
    (folder / "labels.json").write_text(text + "\n", encoding="utf-8")
