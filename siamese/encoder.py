"""An encoder that LiteRT runs: images in, embeddings out, without TensorFlow."""

from __future__ import annotations

import os
from functools import lru_cache
from queue import LifoQueue

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

Images = NDArray[np.uint8]
Embeddings = NDArray[np.float32]

CHUNK = 32  # images embedded at a time: more are no faster, and take more memory
KEPT = 512  # embeddings of single images: of two pads only one changes at a time
INTERPRETERS = min(4, os.cpu_count() or 1)  # each serves one thread at a time


class Encoder:
    """An encoder in the format of LiteRT.

    Any number of threads may share one: they take turns at a few interpreters. Single images that
    were embedded lately are known.

    Args:
        model: The content of a .tflite file that embeds uint8 (n, 28, 28) in float32
            (n, embedding_dim), for any n.

    Attributes:
        embedding_dim: Numbers in an embedding.

    Raises:
        ValueError: If it is no such model. The message ends in what was received.
    """

    def __init__(self, model: bytes) -> None:
        self._model = model
        first = self._interpreter()
        self._tensors, self.embedding_dim = _signature(first)
        # An interpreter is made when a thread finds none that is idle.
        self._idle: LifoQueue[Interpreter | None] = LifoQueue()
        for interpreter in [None] * (INTERPRETERS - 1) + [first]:
            self._idle.put(interpreter)
        self._single = lru_cache(KEPT)(self._embed_single)

    def embed(self, images: Images) -> Embeddings:
        """Embeds images.

        Args:
            images: uint8 (n, 28, 28), white ink on black.

        Returns:
            float32 (n, embedding_dim).

        Raises:
            ValueError: If they have another form. The message ends in what was received.
        """
        if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28):
            raise ValueError(
                f"images are uint8 (n, 28, 28). Received: {images.dtype} {images.shape}"
            )
        return self._single(images.tobytes()) if len(images) == 1 else self._embed(images)

    def _embed_single(self, pixels: bytes) -> Embeddings:
        embeddings = self._embed(np.frombuffer(pixels, np.uint8).reshape(1, 28, 28))
        embeddings.setflags(write=False)  # others will get it, too
        return embeddings

    def _embed(self, images: Images) -> Embeddings:
        embeddings = np.empty((len(images), self.embedding_dim), np.float32)
        interpreter = self._idle.get() or self._interpreter()
        try:
            for at in range(0, len(images), CHUNK):
                embeddings[at : at + CHUNK] = self._run(interpreter, images[at : at + CHUNK])
        finally:
            self._idle.put(interpreter)
        return embeddings

    def _interpreter(self) -> Interpreter:
        interpreter = Interpreter(model_content=self._model, num_threads=1)
        interpreter.allocate_tensors()  # here, because LiteRT then notes something on stderr
        return interpreter

    def _run(self, interpreter: Interpreter, images: Images) -> Embeddings:
        given, made = self._tensors
        interpreter.resize_tensor_input(given, images.shape)
        interpreter.allocate_tensors()
        interpreter.set_tensor(given, images)
        interpreter.invoke()
        return np.asarray(interpreter.get_tensor(made))


def _signature(interpreter: Interpreter) -> tuple[tuple[int, int], int]:
    """The indices of input and output, and the length of an embedding."""
    tensors = [*interpreter.get_input_details(), *interpreter.get_output_details()]
    forms = [(one["dtype"].__name__, *one["shape_signature"].tolist()) for one in tensors]
    if len(forms) != 2 or forms[0] != ("uint8", -1, 28, 28) or forms[1][:2] != ("float32", -1):
        raise ValueError(f"an encoder embeds uint8 (n, 28, 28) in float32. Received: {forms}")
    return (tensors[0]["index"], tensors[1]["index"]), forms[1][2]
