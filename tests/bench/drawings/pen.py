# SPDX-License-Identifier: MIT
"""Ideal lines and curves, and a simulated hand that draws them.

A stroke is an array (n, 2) of x to the right and y down; a drawing is a list of strokes.
"""

import numpy

PAD_SIZE = 420.0
SPACING = 0.01


def line(*points):
    """A stroke of straight lines from point to point."""
    return numpy.array(points, float)


def curve(*points, is_closed=False):
    """A smooth stroke through all points: Catmull and Rom's spline."""
    points = numpy.array(points, float)
    if is_closed:
        padded = numpy.vstack([points[-1:], points, points[:2]])
    else:
        padded = numpy.vstack([2 * points[:1] - points[1:2], points,
                               2 * points[-1:] - points[-2:-1]])
    t = numpy.linspace(0, 1, 16, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:]):
        pieces.append(b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d
                                                  + t * (3 * (b - c) + d - a))))
    pieces.append(padded[-2:-1])
    return numpy.vstack(pieces)


def arc(x, y, radius_x, radius_y, start, end):
    """A part of an ellipse; 0 degrees are on the right, 90 at the bottom."""
    angles = numpy.radians(numpy.linspace(start, end, max(8, int(abs(end - start) / 6))))
    return numpy.column_stack([x + radius_x * numpy.cos(angles), y + radius_y * numpy.sin(angles)])


def circle(random, x, y, radius_x, radius_y=None):
    """A round handwritten stroke: it begins anywhere, and ends with a gap or an overlap."""
    start = random.uniform(0, 360)
    turn = random.choice([-1, 1]) * random.normal(362, 8)
    return arc(x, y, radius_x, radius_x if radius_y is None else radius_y, start, start + turn)


def join(*strokes):
    """Joins several strokes to one, without lifting the pen."""
    return numpy.vstack(strokes)


def turn(points, degrees):
    """Rotates points about the origin, clockwise on the screen."""
    angle = numpy.radians(degrees)
    return points @ numpy.array([[numpy.cos(angle), numpy.sin(angle)],
                                 [-numpy.sin(angle), numpy.cos(angle)]])


def resample(stroke, distances):
    """The points of a stroke at the given distances from its beginning."""
    steps = numpy.hypot(*numpy.diff(stroke, axis=0).T)
    along = numpy.concatenate([[0.0], numpy.cumsum(steps)])
    return numpy.column_stack([numpy.interp(distances, along, stroke[:, i]) for i in (0, 1)])


def get_length(stroke):
    return numpy.hypot(*numpy.diff(stroke, axis=0).T).sum()


def get_bounds(drawing):
    points = numpy.vstack(drawing)
    return points.min(axis=0), points.max(axis=0)


def smooth(values, width):
    """A moving average that keeps the ends."""
    if width < 2:
        return values
    places = numpy.arange(len(values))
    reach = numpy.minimum(int(width) // 2, numpy.minimum(places, places[::-1]))
    sums = numpy.concatenate([numpy.zeros_like(values[:1]), numpy.cumsum(values, axis=0)])
    counts = (2 * reach + 1).reshape((-1,) + (1,) * (values.ndim - 1))
    return (sums[places + reach + 1] - sums[places - reach]) / counts


def bend(drawing, random, strength):
    """Deforms a drawing smoothly with a few waves."""
    waves = [(random.normal(0, 3.0, 2), random.uniform(0, 2 * numpy.pi),
              random.normal(0, strength, 2)) for _ in range(4)]
    return [stroke + sum(numpy.sin(stroke @ direction + phase)[:, None] * amplitude
                         for direction, phase, amplitude in waves) for stroke in drawing]


def misplace(drawing, random, strength):
    """Shifts, rotates and scales each stroke a little."""
    moved = []
    for stroke in drawing:
        middle = stroke.mean(axis=0)
        size = 1 + random.normal(0, 1.5 * strength)
        moved.append(turn(stroke - middle, random.normal(0, 100 * strength)) * size + middle
                     + random.normal(0, strength, 2))
    return moved


def sample(stroke, random, haste):
    """The points that a pad gets: a fixed number each second, farther apart where the pen is
    fast."""
    length = get_length(stroke)
    if length < 2 * SPACING:
        return stroke[:1]
    dense = resample(stroke, numpy.arange(0, length + SPACING / 2, SPACING))
    dense = smooth(dense, random.uniform(0, 6) * haste)

    n_points = max(3, int(length / (0.03 * haste)))
    speeds = smooth(numpy.exp(random.normal(0, 0.5, n_points)), 4)
    # The pen starts slowly and stops slowly.
    speeds *= 0.35 + numpy.sin(numpy.linspace(0, numpy.pi, n_points))
    distances = numpy.concatenate([[0.0], numpy.cumsum(speeds)])
    return resample(dense, distances / distances[-1] * get_length(dense))


def draw(drawing, random, is_upright=True):
    """A drawing in a unit box as a hand draws it on the pad, in pixels of the pad."""
    low, high = get_bounds(drawing)
    unit = max(*(high - low), 1e-9)
    drawing = [(resample(stroke, numpy.linspace(0, get_length(stroke), 200))
                if len(stroke) > 1 else stroke) for stroke in drawing]
    drawing = [(stroke - (low + high) / 2) / unit for stroke in drawing]

    care = random.uniform(0.4, 1.3)
    if is_upright:
        drawing = misplace(drawing, random, 0.018 * care)
        drawing = bend(drawing, random, 0.022 * care)
        stretch = numpy.exp(random.normal(0, 0.13))
        slant = numpy.clip(random.normal(0.05, 0.13), -0.3, 0.35)
        matrix = numpy.array([[stretch, 0], [-slant, 1 / stretch]])
        drawing = [turn(stroke @ matrix, numpy.clip(random.normal(0, 5), -12, 12))
                   for stroke in drawing]

    haste = random.uniform(0.5, 2.0)
    drawing = [sample(stroke, random, haste) for stroke in drawing]

    low, high = get_bounds(drawing)
    size = PAD_SIZE * random.uniform(0.2, 0.92)
    scale = size / max(*(high - low), 0.02)
    room = PAD_SIZE - (high - low) * scale
    place = numpy.maximum(room, 0) * random.uniform(0, 1, 2)
    tremor = random.uniform(0, 0.004) * size
    return [numpy.round((stroke - low) * scale + place + random.normal(0, tremor, stroke.shape), 1)
            for stroke in drawing]
