# SPDX-License-Identifier: MIT
"""Doodles in a unit box, at random orientations where they have no natural one.

Look-alikes, reported separately: a circle and a drop are a 0, a slash is a 1, infinity and an
hourglass are an 8.
"""

import numpy

from .pen import arc, circle, curve, join, line, turn


def polygon(n_corners, start):
    angles = numpy.radians(start + numpy.arange(n_corners + 1) * 360 / n_corners)
    return numpy.column_stack([numpy.cos(angles), numpy.sin(angles)])


def triangle(random):
    if random.random() < 0.3:
        return [turn(line((0, 0), (0, 1), (1, 1), (0, 0)), 90 * random.integers(4))]
    return [turn(polygon(3, -90) * (1, random.uniform(0.8, 1.2)), random.choice([0, 0, 180, 90]))]


def square(random):
    width = random.uniform(0.8, 2.0)
    corners = [(0, 0), (0, 1), (width, 1), (width, 0), (0, 0)]
    if random.random() < 0.3:
        return [line(*corners[:3]), line(corners[0], corners[3], corners[2])]
    return [line(*corners)]


def diamond(random):
    return [polygon(4, -90) * (random.uniform(0.6, 1.1), 1)]


def pentagon(random):
    return [polygon(5, -90)]


def star(random):
    if random.random() < 0.6:
        return [polygon(5, 126)[[0, 2, 4, 1, 3, 5]]]
    inner = random.uniform(0.38, 0.5)
    corners = polygon(10, -90)
    corners[1::2] *= inner
    return [corners]


def heart(random):
    left = curve((.5, .27), (.38, .06), (.15, .03), (0, .25), (.1, .55), (.5, 1))
    right = left * (-1, 1) + (1, 0)
    return [left, right] if random.random() < 0.5 else [join(left, right[::-1])]


def arrow(random):
    head = random.uniform(0.22, 0.38)
    shaft = line((0, 0), (1, 0))
    tip = line((1 - head, -head * 0.9), (1, 0), (1 - head, head * 0.9))
    direction = random.choice([0, 180, 0, 180, 90, -90, 45, -45])
    return [turn(shaft, direction), turn(tip, direction)]


def house(random):
    walls = line((0, .42), (0, 1), (.9, 1), (.9, .42))
    roof = line((-.08, .45), (.45, 0), (.98, .45))
    eaves = line((0, .42), (.9, .42))
    door = line((.35, 1), (.35, .66), (.58, .66), (.58, 1))
    details = [[eaves], [door], [eaves, door]]
    return [walls, roof, *details[random.integers(len(details))]]


def face(random):
    mouth = arc(0, random.choice([.1, .1, .9]), .5, .45, 150, 30)
    if mouth[0, 1] > 0.9:
        mouth = arc(0, .85, .45, .4, 210, 330)
    eyes = [numpy.array([(-.35, -.25)]), numpy.array([(.35, -.25)])]
    if random.random() < 0.5:
        eyes = [line((eye[0, 0], -.4), (eye[0, 0], -.12)) for eye in eyes]
    strokes = [circle(random, 0, 0, 1), *eyes, mouth]
    return strokes + ([line((0, -.05), (-.08, .2), (.06, .2))] if random.random() < 0.4 else [])


def spiral(random):
    turns = random.uniform(2.4, 4.5)
    t = numpy.linspace(0.04, 1, 240)
    angle = 2 * numpy.pi * turns * t * random.choice([-1, 1]) + random.uniform(0, 2 * numpy.pi)
    return [numpy.column_stack([t * numpy.cos(angle), t * numpy.sin(angle)])]


def plus(random):
    return [line((0, .5), (1, .5)), line((.5, 0), (.5, 1))]


def check_mark(random):
    return [line((0, random.uniform(.5, .7)), (.32, 1), (1, 0))]


def cloud(random):
    """A flat bottom or none, and puffs that meet in notches."""
    n_puffs = random.integers(5, 8)
    is_flat = random.random() < 0.5
    angles = numpy.radians(numpy.linspace(150, 390, n_puffs + 1) if is_flat else
                           numpy.linspace(0, 360, n_puffs + 1) + random.uniform(0, 360))
    notches = numpy.column_stack([0.8 * numpy.cos(angles), 0.42 * numpy.sin(angles)])
    puffs = []
    for start, end in zip(notches, notches[1:]):
        middle = (start + end) / 2
        half = numpy.hypot(*(end - start)) / 2
        direction = numpy.degrees(numpy.arctan2(*(start - middle)[::-1]))
        puffs.append(middle + arc(0, 0, half, half, direction, direction + 180)
                     + 0.25 * half * numpy.array([(middle[0], 2 * middle[1])]))
    return [join(*puffs, puffs[0][:1])]


def lightning(random):
    return [line((.5, 0), (.1, .55), (.4, .55), (.2, 1), (.75, .38), (.45, .38), (.8, 0), (.5, 0))]


def waves(random):
    n_lines = random.integers(1, 4)
    periods = random.uniform(2.5, 4.5) if n_lines == 1 else random.uniform(1.8, 3.5)
    x = numpy.linspace(0, 1, 120)
    return [numpy.column_stack([x, 0.28 * i + 0.09 * numpy.sin(2 * numpy.pi * periods * x)])
            for i in range(n_lines)]


def hash_sign(random):
    return [line((.33, 0), (.3, 1)), line((.7, 0), (.67, 1)), line((0, .33), (1, .33)),
            line((0, .67), (1, .67))]


def grid(random):
    n_lines = random.integers(3, 6)
    places = numpy.linspace(0, 1, n_lines)
    return ([line((0, y), (1, y)) for y in places] + [line((x, 0), (x, 1)) for x in places])


def asterisk(random):
    n_lines = random.integers(3, 5)
    return [turn(line((-1, 0), (1, 0)), 90 + 180 * i / n_lines) for i in range(n_lines)]


def sun(random):
    n_rays = random.integers(7, 11)
    rays = [turn(line((.72, 0), (random.uniform(1.0, 1.2), 0)), 360 * i / n_rays)
            for i in range(n_rays)]
    return [circle(random, 0, 0, .5), *rays]


def moon(random):
    side = random.choice([-1, 1])
    outer = arc(0, 0, 1, 1, 60, 300)
    inner = arc(.5, 0, .72, .87, 270, 90)
    return [join(outer, inner) * (side, 1)]


def flower(random):
    n_petals = random.integers(5, 7)
    petals = [turn(arc(.62, 0, .38, .27, 180, 540), 360 * i / n_petals) for i in range(n_petals)]
    strokes = [circle(random, 0, 0, .24), *petals]
    if random.random() < 0.4:
        strokes.append(curve((0, 1), (.05, 1.6), (-.05, 2.2)))
    return strokes


def tree(random):
    if random.random() < 0.5:
        return [line((.5, 0), (0, .75), (1, .75), (.5, 0)),
                line((.42, .75), (.42, 1), (.58, 1), (.58, .75))]
    return [line((.5, 1.1), (.5, 0)), *[line((.5 - r, y + .2), (.5, y), (.5 + r, y + .2))
                                      for y, r in ((.1, .2), (.38, .32), (.66, .45))]]


def fish(random):
    back = curve((0, 0), (.25, -.25), (.6, -.28), (1, 0), (1.3, .28))
    tail_and_belly = join(line((1.3, .28), (1.3, -.28)),
                          curve((1.3, -.28), (1, 0), (.6, .28), (.25, .25), (0, 0)))
    side = (random.choice([-1, 1]), 1)
    return [join(back, tail_and_belly) * side, numpy.array([(.25, -.06)]) * side]


def stick_figure(random):
    return [circle(random, 0, .16, .16), line((0, .32), (0, .7)),
            line((-.3, .42), (0, .48), (.3, .4)), line((-.25, 1.05), (0, .7), (.25, 1.05))]


def envelope(random):
    return [line((0, 0), (1.4, 0), (1.4, .9), (0, .9), (0, 0)), line((0, 0), (.7, .5), (1.4, 0))]


def crown(random):
    return [line((0, .8), (0, .1), (.3, .5), (.55, 0), (.8, .5), (1.1, .1), (1.1, .8), (0, .8))]


def umbrella(random):
    return [join(arc(.5, .5, .5, .5, 180, 360), line((1, .5), (0, .5))),
            curve((.5, .5), (.5, .95), (.42, 1.08), (.32, 1.04), (.3, .93))]


def car(random):
    body = line((0, .6), (0, .3), (.25, .3), (.4, 0), (.95, 0), (1.1, .3), (1.4, .32), (1.4, .6),
                (0, .6))
    return [body, circle(random, .35, .62, .15), circle(random, 1.05, .62, .15)]


def cup(random):
    return [line((0, 0), (.08, .9), (.72, .9), (.8, 0), (0, 0)),
            arc(.76, .4, .24, .24, -90, 100)]


def crossed_box(random):
    return [line((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)), line((0, 0), (1, 1)),
            line((1, 0), (0, 1))]


def equals(random):
    return [line((0, 0), (1, 0)), line((0, .38), (1, .38))]


def percent(random):
    return [circle(random, .2, .2, .18), line((.9, 0), (.1, 1)), circle(random, .8, .8, .18)]


def at_sign(random):
    return [join(arc(.5, .5, .2, .22, -20, -360), curve((.7, .5), (.76, .7), (.95, .62)),
                 arc(.5, .5, .5, .5, 10, -300))]


def euro(random):
    return [arc(.55, .5, .42, .5, -50, -310), line((0, .4), (.7, .4)), line((0, .6), (.65, .6))]


def pi(random):
    return [line((0, .02), (1, 0)), line((.28, .02), (.2, .8)),
            curve((.7, 0), (.68, .6), (.76, .8), (.9, .74))]


def root_sign(random):
    return [line((0, .6), (.12, .52), (.3, 1), (.5, 0), (1.3, 0))]


def brackets(random):
    return [line((.3, 0), (0, 0), (0, 1), (.3, 1)), line((.8, 0), (1.1, 0), (1.1, 1), (.8, 1))]


def stairs(random):
    n_steps = random.integers(3, 5)
    points = [(0, 0)]
    for i in range(n_steps):
        points += [(i + 1, i), (i + 1, i + 1)]
    return [line(*points) * (random.choice([-1, 1]), 1)]


def key(random):
    return [circle(random, 0, 0, .3), line((.3, 0), (1.3, 0)), line((1.05, 0), (1.05, .25)),
            line((1.28, 0), (1.28, .3))]


def slash(random):
    return [line((.4, 0), (0, 1))]


def drop(random):
    return [curve((.5, 0), (.2, .5), (.15, .85), (.5, 1), (.85, .85), (.8, .5), (.5, 0))]


def exclamation_mark(random):
    return [line((0, 0), (0, .75)), numpy.array([(0, 1.0)])]


def question_mark(random):
    return [curve((0, .2), (.25, 0), (.5, .2), (.3, .42), (.25, .7)), numpy.array([(.25, .95)])]


def infinity(random):
    t = numpy.linspace(0, 2 * numpy.pi, 120) + random.uniform(0, 2 * numpy.pi)
    return [numpy.column_stack([numpy.cos(t), 0.45 * numpy.sin(2 * t)])]


def hourglass(random):
    return [line((0, 0), (.7, 0), (0, 1), (.7, 1), (0, 0))]


KINDS = {maker.__name__.replace("_", " "): maker for maker in (
    triangle, square, diamond, pentagon, star, heart, arrow, house, face, spiral, plus, check_mark,
    cloud, lightning, waves, hash_sign, grid, asterisk, sun, moon, flower, tree, fish, stick_figure,
    envelope, crown, umbrella, car, cup, crossed_box, equals, percent, at_sign, euro, pi, root_sign,
    brackets, stairs, key, exclamation_mark, question_mark)}
LOOK_ALIKE_KINDS = {maker.__name__.replace("_", " "): maker for maker in (
    slash, drop, infinity, hourglass)}
LOOK_ALIKE_KINDS["circle"] = lambda random: [circle(random, 0, 0, 1, random.uniform(0.8, 1.25))]
