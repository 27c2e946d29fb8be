# SPDX-License-Identifier: MIT
"""Pictures in PNG: contact sheets of drawings, and grey images of digits."""

import struct
import zlib

import numpy

CELL = 64
MARGIN = 6
PEN_RADIUS = 1.4
PAPER = {False: (255, 255, 255), True: (255, 205, 195)}


def write_png(path, pixels):
    """Writes (height, width) or (height, width, 3) bytes."""
    height, width = pixels.shape[:2]
    colour = 2 if pixels.ndim == 3 else 0
    rows = numpy.ascontiguousarray(pixels, numpy.uint8).reshape(height, -1)
    rows = numpy.hstack([numpy.zeros((height, 1), numpy.uint8), rows])
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for name, content in ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)),
                              (b"IDAT", zlib.compress(rows.tobytes(), 1)), (b"IEND", b"")):
            file.write(struct.pack(">I", len(content)) + name + content
                       + struct.pack(">I", zlib.crc32(name + content)))


def render(drawing):
    """The ink of a drawing, from 0 to 1, as large as a cell allows."""
    points = numpy.vstack(drawing)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (CELL - 2 * MARGIN) / max(*(high - low), 4.0)
    offset = (CELL - (high - low) * scale) / 2
    y, x = numpy.mgrid[0:CELL, 0:CELL] + 0.5
    distance = numpy.full((CELL, CELL), numpy.inf)
    for stroke in drawing:
        stroke = (stroke - low) * scale + offset
        for start, end in zip(stroke, stroke[1:] if len(stroke) > 1 else stroke):
            along = end - start
            share = ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / max(along @ along,
                                                                                1e-9)
            share = numpy.clip(share, 0, 1)
            distance = numpy.minimum(distance, numpy.hypot(x - start[0] - share * along[0],
                                                           y - start[1] - share * along[1]))
    return numpy.clip(PEN_RADIUS + 0.5 - distance, 0, 1)


def write_contact_sheet(path, rows):
    """Writes a row of drawings for each of @rows; a drawing is (strokes, is_marked)."""
    width = max(len(row) for row in rows)
    pixels = numpy.full((len(rows) * CELL, width * CELL, 3), 255.0)
    for i, row in enumerate(rows):
        for j, (strokes, is_marked) in enumerate(row):
            ink = render(strokes)[:, :, None]
            pixels[i * CELL:(i + 1) * CELL, j * CELL:(j + 1) * CELL] = (
                (1 - ink) * numpy.array(PAPER[is_marked]))
    pixels[::CELL] *= 0.8
    pixels[:, ::CELL] *= 0.8
    write_png(path, pixels.round())
