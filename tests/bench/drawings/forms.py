# SPDX-License-Identifier: MIT
"""Forms of digits that people write and that MNIST hardly has, in a box that is about 1 high.

The program's own generator knows points drawn by hand; here, lines and arcs with random lengths
and angles make the same forms. A form is the digit, and a function from a source of random numbers
to strokes.
"""

import numpy

from .pen import arc, circle, curve, join, line


def long_flag(random):
    """A 1: a rising stroke of at least half the stem, then down."""
    angle = numpy.radians(random.uniform(42, 66))
    length = random.uniform(.45, .75)
    start = numpy.array([-length * numpy.cos(angle), length * numpy.sin(angle)])
    middle = start / 2 + random.uniform(-.05, .05, 2)
    return [join(curve(start, middle, (0, 0)), line((0, 0), (random.uniform(-.18, .08), 1)))]


def joined_bar(random):
    """A 7: the stem ends in a hook that swings back through it."""
    foot = random.uniform(.18, .32)
    bar = random.uniform(.45, .58)
    turn_x, turn_y = foot - random.uniform(.12, .3), random.uniform(.68, .86)
    end = line((0, random.uniform(0, .08)), (random.uniform(.5, .62), 0), (foot, 1))
    if random.random() < .5:
        return [join(end, curve((foot, 1), (turn_x, turn_y), (turn_x + .1, bar + .08),
                                (random.uniform(.5, .66), bar - .04)))]
    return [join(end, line((foot, 1), (turn_x - .04, bar + .04),
                           (random.uniform(.5, .66), bar - .03)))]


def flicked_foot(random):
    """A 7 whose foot flicks to the upper right."""
    foot = random.uniform(.15, .32)
    length = random.uniform(.08, .18)
    return [join(line((0, random.uniform(0, .06)), (random.uniform(.5, .62), 0)),
                 curve((.56, 0), (.4, .4), (foot, .97), (foot + .05, 1)),
                 line((foot + .05, 1), (foot + .05 + length, 1 - length * random.uniform(.7, 1.3))))]


def flat_loop(random):
    """A 9 with a small, flat loop and a tail that curls like a g's."""
    height = random.uniform(.1, .16)
    width = random.uniform(.22, .3)
    tail = random.uniform(.3, .5)
    return [join(arc(.3, height, width, height, -15, -350),
                 curve((.3 + width, height), (.6, .45), (.52, .85), (.34, 1.02),
                       (.52 - tail, random.uniform(.88, 1.0))))]


def open_loop(random):
    """A 9 whose loop stays open, with a long tail."""
    height = random.uniform(.15, .24)
    start = random.uniform(-100, -70)
    return [join(arc(.26, height, .25, height, start, -360 + random.uniform(-5, 15)),
                 curve((.51, height - .1), (.54, .45), (.46, .85), (.28, 1.03),
                       (.02, random.uniform(.86, 1.0))))]


def lightning(random):
    """A 4 in one stroke: down, a short bar to the right, the stem farther down."""
    bar = random.uniform(.46, .58)
    length = random.uniform(.38, .6)
    lean = random.uniform(0, .3)
    return [line((lean, 0), (0, bar), (length, bar - random.uniform(-.02, .08)),
                 (length - random.uniform(-.02, .2), 1))]


def far_stem(random):
    """A 4 whose stem is far from its bar."""
    bar = random.uniform(.5, .6)
    length = random.uniform(.32, .46)
    place = length + random.uniform(.08, .2)
    return [line((random.uniform(.02, .18), 0), (0, bar), (length, bar)),
            line((place, random.uniform(.02, .25)), (place - random.uniform(0, .1), 1))]


def slashed(random):
    """A 0 whose slash stands out at both ends."""
    out = random.uniform(.06, .2)
    width = random.uniform(.28, .38)
    oval = circle(random, .35, .5, width, .5)
    return [oval, line((.35 + width + out * .6, -out), (.35 - width - out * .6, 1 + out))]


def inner_curl(random):
    """A 0 that begins with a curl within."""
    depth = random.uniform(.2, .38)
    return [join(curve((.38, depth), (.54, depth * .55), (.45, .02), (.3, 0)),
                 arc(.33, .5, .32, .5, -95, -450 - random.uniform(0, 25)))]


def narrow_v(random):
    """A 1 whose pen goes back up beside the stem, or comes up beside it first."""
    gap = random.uniform(.05, .15)
    height = random.uniform(.55, 1)
    if random.random() < .5:
        return [line((0, 0), (.02, 1), (gap + .02, 1 - height))]
    return [line((-gap, height), (.02, 0), (.02, 1))]


def flag_and_foot(random):
    """A 1 with a flag and a foot, the foot with or without lifting the pen."""
    flag = line((-random.uniform(.15, .32), random.uniform(.16, .34)), (0, 0), (0, 1))
    left, right = -random.uniform(.18, .34), random.uniform(.18, .34)
    if random.random() < .35:
        return [join(flag, line((left, 1), (right, 1)))]
    return [flag, line((left, 1), (right, 1 + random.uniform(-.03, .03)))]


def z_above_bow(random):
    """A 3 whose upper half is a bar and a diagonal."""
    middle = random.uniform(.34, .46)
    return [join(line((.02, random.uniform(0, .05)), (random.uniform(.48, .58), 0),
                      (random.uniform(.14, .26), middle)),
                 arc(.2, middle + .29, random.uniform(.3, .38), .29, -75, 120 + random.uniform(0, 25)))]


def short_bar(random):
    """A 5 whose bar is short, or apart from the rest."""
    gap = random.uniform(-.02, .12)
    return [join(line((.14, .06), (.1, .42)),
                 arc(.22, .7, random.uniform(.28, .36), .3, -120, 130 + random.uniform(0, 20))),
            line((.14 + gap, random.uniform(-.06, .04)),
                 (.14 + gap + random.uniform(.18, .34), random.uniform(-.08, .02)))]


def loop_without_tail(random):
    """A 2 that ends with the loop at its foot."""
    size = random.uniform(.09, .15)
    return [join(curve((.02, .2), (.2, .01), (.46, .08), (.46, .34), (.26, .68), (.1, .93)),
                 curve((.1, .93), (.0, .98), (-.04, .9), (.06, .98 - 2 * size),
                       (.2, .86), (.27, random.uniform(.94, 1.0))))]


FORMS = {
    "1 long flag": (1, long_flag),
    "7 joined bar": (7, joined_bar),
    "7 flicked foot": (7, flicked_foot),
    "9 flat loop": (9, flat_loop),
    "9 open loop": (9, open_loop),
    "4 lightning": (4, lightning),
    "4 far stem": (4, far_stem),
    "0 slashed": (0, slashed),
    "0 inner curl": (0, inner_curl),
    "1 narrow V": (1, narrow_v),
    "1 flag and foot": (1, flag_and_foot),
    "3 z above bow": (3, z_above_bow),
    "5 short bar": (5, short_bar),
    "2 loop, no tail": (2, loop_without_tail),
}
