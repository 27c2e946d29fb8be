# SPDX-License-Identifier: MIT
"""Meaningless drawings on a pad.

None is so short or simple that it would often be a digit by chance: smooth curves have at least
nine random points, single lines are nearly horizontal, and rings are not repeated at one position.
"""

import numpy

from .pen import arc, curve, join, line, turn


def smooth_curve(random):
    return [curve(*random.uniform(0, 1, (random.integers(9, 14), 2)))]


def tangle(random):
    return [curve(*random.uniform(0, 1, (random.integers(16, 45), 2)))]


def several_curves(random):
    return [curve(*(random.uniform(0, 1, 2) + random.uniform(-.4, .4, (random.integers(4, 7), 2))))
            for _ in range(random.integers(3, 7))]


def random_lines(random):
    return [random.uniform(0, 1, (2, 2)) for _ in range(random.integers(4, 11))]


def angular(random):
    return [line(*random.uniform(0, 1, (random.integers(8, 16), 2)))]


def back_and_forth(random, n_turns, unevenness):
    """Points that zigzag while they advance."""
    x = numpy.linspace(0, 1, n_turns) + random.normal(0, 0.3 / n_turns, n_turns)
    y = numpy.tile([0.0, 1.0], n_turns)[:n_turns] + random.normal(0, unevenness, n_turns)
    return numpy.column_stack([x, y * random.uniform(0.4, 1.1)])


def zigzag(random):
    points = back_and_forth(random, random.integers(6, 13), 0.08)
    return [turn(points, random.uniform(0, 360))]


def hatching(random):
    points = back_and_forth(random, random.integers(14, 36), 0.07)
    if random.random() < 0.4:
        pairs = points[:len(points) // 2 * 2].reshape(-1, 2, 2)
        return [turn(pair, 45) for pair in pairs]
    stroke = curve(*points) if random.random() < 0.5 else points
    return [turn(stroke, random.uniform(0, 360))]


def cross_hatching(random):
    angle = random.uniform(0, 90)
    layers = []
    for degrees in (angle, angle + random.uniform(60, 120)):
        points = back_and_forth(random, random.integers(10, 22), 0.06)
        layers.append(turn(points - points.mean(axis=0), degrees))
    return layers


def dots(random):
    n_dots = random.integers(3, 13)
    places = random.uniform(0, 1, (n_dots, 2))
    return [numpy.array([place]) if random.random() < 0.6 else
            line(place, place + random.normal(0, 0.015, 2)) for place in places]


def one_dot(random):
    # A pen that touches the pad moves a little, or not at all.
    return [random.normal(0, 0.5, (1, 2))]


def dashes(random):
    direction = random.uniform(0, 180)
    strokes = []
    for _ in range(random.integers(5, 12)):
        half = turn(numpy.array([(random.uniform(.04, .14), 0.0)]),
                    direction + random.normal(0, 15))
        middle = random.uniform(0, 1, 2)
        strokes.append(numpy.vstack([middle - half, middle + half]))
    return strokes


def level_line(random):
    n_points = random.integers(3, 7)
    points = numpy.column_stack([numpy.linspace(0, 1, n_points),
                                 random.normal(0, 0.02, n_points)])
    return [turn(curve(*points), random.uniform(-20, 20))]


def level_lines(random):
    n_lines = random.integers(2, 7)
    gap = random.uniform(0.1, 0.25)
    return [line((random.uniform(0, .15), gap * i), (random.uniform(.8, 1), gap * i))
            for i in range(n_lines)]


def coil(random):
    n_loops = random.uniform(4, 9)
    t = numpy.linspace(0, 1, 300)
    angle = 2 * numpy.pi * n_loops * t + random.uniform(0, 2 * numpy.pi)
    height = random.uniform(0.12, 0.4)
    points = numpy.column_stack([t + 0.6 / n_loops * numpy.cos(angle), height * numpy.sin(angle)])
    return [turn(points, random.normal(0, 20))]


def blob(random):
    """A filled spiral without a hole."""
    n_points = random.integers(40, 90)
    radius = numpy.sqrt(random.uniform(0, 1, n_points))
    angle = numpy.cumsum(random.uniform(100, 260, n_points)) * numpy.pi / 180
    return [curve(*numpy.column_stack([radius * numpy.cos(angle),
                                       random.uniform(.6, 1) * radius * numpy.sin(angle)]))]


def cursive(random):
    """A row of illegible letters, like a word from a distance."""
    x = 0.0
    points = []
    for _ in range(random.integers(5, 10)):
        top = -random.choice([.35, .35, .35, .8])
        width = random.uniform(.14, .26)
        points += [(x, random.uniform(-.06, .06)), (x + .8 * width, top),
                   (x + random.uniform(.2, .6) * width, 0.6 * top)]
        x += width
    return [curve(*points, (x, 0.0))]


def strike_through(random):
    """A few curves, and lines that cross them out."""
    strokes = several_curves(random)[:3]
    for _ in range(random.integers(2, 4)):
        y = random.uniform(-.1, 1)
        strokes.append(line((-.3, y + random.normal(0, .15)), (1.3, y + random.normal(0, .15))))
    return strokes


def wandering(random):
    """A long curve whose direction drifts randomly."""
    while True:
        n_steps = random.integers(300, 600)
        bends = numpy.convolve(random.normal(0, 1, n_steps + 40), numpy.ones(41), "valid")
        bends *= random.uniform(12, 18) * numpy.pi / numpy.abs(bends).sum()
        angle = numpy.cumsum(bends) + random.uniform(0, 2 * numpy.pi)
        points = numpy.cumsum(numpy.column_stack([numpy.cos(angle), numpy.sin(angle)]), axis=0)
        width, height = points.max(axis=0) - points.min(axis=0)
        # A straight downward one is a curly 1.
        if width > 0.9 * height:
            return [points]


def arcs(random):
    return [arc(*random.uniform(0, 1, 2), *random.uniform(.15, .5, 2), start,
                start + random.uniform(90, 240))
            for start in random.uniform(0, 360, random.integers(5, 10))]


def frayed(random):
    """Strokes from one point."""
    return [join(line((0, 0)), curve((0, 0), *(turn(numpy.array([(.5, 0), (1, 0.0)])
                                               * random.uniform(.6, 1.1),
                                               random.uniform(0, 360))
                                               + random.normal(0, .06, (2, 2)))))
            for _ in range(random.integers(5, 10))]


KINDS = {maker.__name__.replace("_", " "): maker for maker in (
    smooth_curve, tangle, several_curves, random_lines, angular, zigzag, hatching, cross_hatching,
    dots, one_dot, dashes, level_line, level_lines, coil, blob, cursive, strike_through, wandering,
    arcs, frayed)}
