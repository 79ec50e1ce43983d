"""Owns turning a trained network into the files that Dragoman ships: ONNX in 8 bits, labels.

Weights become 8-bit columns with a scale each; activations are rounded row by row while the model
runs, so that what a sentence gives does not depend on the others in its batch.

python training/reader/export.py --run FOLDER --base FOLDER --out FOLDER
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import torch  # noqa: E402
from corpus import KINDS, ROLE_NAMES, VALUES  # noqa: E402
from network import Reader  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402
from pairs import MODE_LABELS, STATUSES, TYPES  # noqa: E402
from torch import Tensor, nn  # noqa: E402

from dragoman.contract.issues import ISSUES  # noqa: E402

SMALL = 4096  # weights of fewer numbers stay as they are


class _Encode(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, pieces: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        words = self.reader.encode(pieces, mask, first)
        return words, torch.sigmoid(self.reader.tags(words))


class _Ask(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self, words: Tensor, real: Tensor, sentence: Tensor, at: Tensor, kind: Tensor, inside: Tensor
    ) -> tuple[Tensor, ...]:
        roles, summary, happening = self.reader.ask(words, real, sentence, at, kind, inside)
        attributes = torch.cat([self.reader.attribute["of_" + name](summary) for name in VALUES], -1)
        return torch.sigmoid(roles), attributes, self.reader.issue(summary), happening


class _Pair(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, words: Tensor, real: Tensor, at: Tensor, source: Tensor, target: Tensor) -> tuple[Tensor, ...]:
        return self.reader.pair(words, real, at, source, target)


class _Same(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        return (self.reader.pairs(first, second) + self.reader.pairs(second, first)) / 2


def write(reader: Reader, folder: Path) -> None:
    """Writes `encode.onnx`, `ask.onnx`, `pair.onnx` and `same.onnx`."""
    folder.mkdir(parents=True, exist_ok=True)
    reader.eval()
    pieces = torch.tensor([[101, 2054, 2003, 102], [101, 2129, 102, 0]])
    mask = (pieces > 0).long()
    first = torch.tensor([[1, 2], [1, 0]])
    words, real = torch.randn(2, 5, 384), torch.ones(2, 5)
    sentence = torch.zeros(2, 5, dtype=torch.long)
    at, kind = torch.tensor([0, 1, 1]), torch.tensor([0, 1, 2])
    inside = torch.zeros(3, 5)
    inside[:, 1] = 1.0
    given = {"words": {0: "windows", 1: "words"}, "real": {0: "windows", 1: "words"}, "at": {0: "questions"}}
    parts: list[tuple[str, nn.Module, tuple[Tensor, ...], list[str], list[str], dict[str, dict[int, str]]]] = [
        (
            "encode",
            _Encode(reader),
            (pieces, mask, first),
            ["pieces", "mask", "first"],
            ["words", "tags"],
            {
                "pieces": {0: "windows", 1: "pieces"},
                "mask": {0: "windows", 1: "pieces"},
                "first": {0: "windows", 1: "words"},
                "words": {0: "windows", 1: "words"},
                "tags": {0: "windows", 1: "words"},
            },
        ),
        (
            "ask",
            _Ask(reader),
            (words, real, sentence, at, kind, inside),
            ["words", "real", "sentence", "at", "kind", "inside"],
            ["roles", "attributes", "issues", "happening"],
            {
                **given,
                "sentence": {0: "windows", 1: "words"},
                "kind": {0: "questions"},
                "inside": {0: "questions", 1: "words"},
                "roles": {0: "questions", 1: "words"},
                "attributes": {0: "questions"},
                "issues": {0: "questions"},
                "happening": {0: "questions"},
            },
        ),
        (
            "pair",
            _Pair(reader),
            (words, real, at, inside, inside),
            ["words", "real", "at", "source", "target"],
            ["types", "modes", "status"],
            {
                **given,
                "source": {0: "questions", 1: "words"},
                "target": {0: "questions", 1: "words"},
                "types": {0: "questions"},
                "modes": {0: "questions"},
                "status": {0: "questions"},
            },
        ),
    ]
    vectors = torch.randn(3, 128)
    two = {name: {0: "pairs"} for name in ("first", "second", "logit")}
    parts.append(("same", _Same(reader), (vectors, vectors), ["first", "second"], ["logit"], two))
    for name, module, example, inputs, outputs, axes in parts:
        with tempfile.TemporaryDirectory() as temporary:
            plain = Path(temporary) / "plain.onnx"
            torch.onnx.export(
                module, example, str(plain), input_names=inputs, output_names=outputs, dynamic_axes=axes,
                opset_version=17, dynamo=False,
            )  # fmt: skip
            model = onnx.load(str(plain))
        _round_rows(model)
        _shrink_tables(model)
        onnx.save(model, str(folder / f"{name}.onnx"))


def _round_rows(model: onnx.ModelProto) -> None:
    """Products with a fixed matrix in 8 bits: a scale for each row of the left side, for each column of the right."""
    graph = model.graph
    fixed = {t.name: t for t in graph.initializer}
    made = {n.output[0]: n for n in graph.node}
    nodes, rounded = [], {}
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.array(1.0 / 127.0, np.float32), "row_step"),
            numpy_helper.from_array(np.array(1e-9, np.float32), "row_least"),
            numpy_helper.from_array(np.array(128.5, np.float32), "row_middle"),
            # Unsigned with a middle of 128: the signed product is over ten times slower in onnxruntime.
            numpy_helper.from_array(np.array(128, np.uint8), "row_zero"),
        ]
    )
    for node in graph.node:
        matrix = _matrix(node, fixed, made)
        if matrix is None:
            nodes.append(node)
            continue
        left, out, bias = node.input[0], node.output[0], node.input[2] if node.op_type == "Gemm" else None
        if left not in rounded:
            rounded[left] = (f"{left}_q", f"{left}_s")
            nodes += [
                helper.make_node("Abs", [left], [f"{left}_abs"]),
                helper.make_node("ReduceMax", [f"{left}_abs"], [f"{left}_max"], axes=[-1], keepdims=1),
                helper.make_node("Mul", [f"{left}_max", "row_step"], [f"{left}_s0"]),
                helper.make_node("Max", [f"{left}_s0", "row_least"], [f"{left}_s"]),
                helper.make_node("Div", [left, f"{left}_s"], [f"{left}_d"]),
                helper.make_node("Add", [f"{left}_d", "row_middle"], [f"{left}_r"]),
                helper.make_node("Cast", [f"{left}_r"], [f"{left}_q"], to=TensorProto.UINT8),
            ]
        name = f"{out}_w"
        scale = np.maximum(np.abs(matrix).max(axis=0), 1e-9).astype(np.float32) / 127.0
        graph.initializer.extend(
            [
                numpy_helper.from_array(np.rint(matrix / scale).astype(np.int8), name),
                numpy_helper.from_array(scale, f"{name}_s"),
            ]
        )
        last = out if bias is None else f"{out}_nobias"
        nodes += [
            helper.make_node("MatMulInteger", [rounded[left][0], name, "row_zero"], [f"{out}_i"]),
            helper.make_node("Cast", [f"{out}_i"], [f"{out}_f"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{out}_f", rounded[left][1]], [f"{out}_g"]),
            helper.make_node("Mul", [f"{out}_g", f"{name}_s"], [last]),
        ]
        if bias is not None:
            nodes.append(helper.make_node("Add", [last, bias], [out]))
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in graph.node for name in node.input}
    for tensor in [t for t in graph.initializer if t.name not in used]:
        graph.initializer.remove(tensor)


def _matrix(
    node: onnx.NodeProto, fixed: dict[str, onnx.TensorProto], made: dict[str, onnx.NodeProto]
) -> np.ndarray | None:
    """The fixed right side of a product, rows first; None where there is none worth rounding."""
    if node.op_type not in {"MatMul", "Gemm"}:
        return None
    name, turned = node.input[1], False
    if node.op_type == "Gemm":
        turned = any(a.name == "transB" and a.i for a in node.attribute)
    elif name in made and made[name].op_type == "Transpose" and made[name].input[0] in fixed:
        name, turned = made[name].input[0], True
    if name not in fixed:
        return None
    matrix = numpy_helper.to_array(fixed[name])
    if matrix.ndim != 2 or matrix.size < SMALL:
        return None
    return matrix.T if turned else matrix


def _shrink_tables(model: onnx.ModelProto) -> None:
    """Store the vectors of word pieces as 8-bit rows, each with its own scale, undone after the look-up."""
    graph = model.graph
    tables = {t.name: t for t in graph.initializer if len(t.dims) == 2 and t.dims[0] > 5000}
    for position, node in enumerate(list(graph.node)):
        if node.op_type != "Gather" or node.input[0] not in tables:
            continue
        table = tables[node.input[0]]
        values = numpy_helper.to_array(table)
        scale = np.maximum(np.abs(values).max(axis=1, keepdims=True), 1e-9).astype(np.float32) / 127.0
        name, out = table.name, node.output[0]
        graph.initializer.remove(table)
        graph.initializer.append(numpy_helper.from_array(np.rint(values / scale).astype(np.int8), f"{name}_rows"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}_scale"))
        new = [
            helper.make_node("Gather", [f"{name}_rows", node.input[1]], [f"{out}_rows"], axis=0),
            helper.make_node("Cast", [f"{out}_rows"], [f"{out}_float"], to=TensorProto.FLOAT),
            helper.make_node("Gather", [f"{name}_scale", node.input[1]], [f"{out}_scale"], axis=0),
            helper.make_node("Mul", [f"{out}_float", f"{out}_scale"], [out]),
        ]
        graph.node.remove(node)
        for offset, item in enumerate(new):
            graph.node.insert(position + offset, item)


def labels(name: str, limits: dict[str, object], heat: dict[str, float]) -> dict[str, object]:
    """What the numbers of the outputs stand for, with limits and temperatures."""
    return {
        "name": name,
        "kinds": KINDS,
        "roles": ROLE_NAMES,
        "attributes": VALUES,
        "issues": list(ISSUES),
        "types": list(TYPES),
        "modes": list(MODE_LABELS),
        "status": list(STATUSES),
        "limits": limits,
        "temperature": heat,
    }


def main() -> None:
    from fit import new_reader

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="frames-1")
    parser.add_argument("--calibration", type=Path, help="limits and temperatures, as calibrate.py writes them")
    given = parser.parse_args()
    reader = new_reader(given.base, exact=True)
    reader.load_state_dict(torch.load(given.run / "average.pt")["model"])
    write(reader, given.out)
    found = json.loads(given.calibration.read_text()) if given.calibration else {}
    text = json.dumps(labels(given.name, found.get("limits", {}), found.get("temperature", {})), indent=1)
    (given.out / "labels.json").write_text(text + "\n", encoding="utf-8")
    shutil.copyfile(given.base / "tokenizer.json", given.out / "tokenizer.json")
    print({p.name: p.stat().st_size for p in sorted(given.out.iterdir())})


if __name__ == "__main__":
    main()
