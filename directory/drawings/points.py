"""Where poles are drawn on the paper, and what of the paper they take."""

import math
from collections import defaultdict
from functools import lru_cache

from directory.base_drawing import ELSEWHERE, NUMBER_ROOM, draw_base

# In units of the paper, about 0.6 pixel each.
NEAR = 15
SPACING = 21
WIDEST_FAN = 60
SIGN = 13
MOST_ROOMS = 80


@lru_cache(maxsize=20_000)
def on_paper(latitude, longitude):
    """The point of a position; None when no frame shows it."""
    frame = draw_base().frame_of(latitude, longitude)
    return frame and frame.place(latitude, longitude)


def points_of(poles):
    """The points of poles that have a position, those that no frame shows apart."""
    points, lost = [], 0
    for pole in poles:
        point = on_paper(pole.latitude, pole.longitude)
        if point is None:
            point = elsewhere(lost)
            lost += 1
        points.append(point)
    return points


def elsewhere(rank):
    """The place of the nth pole that no frame shows, in lines from left to right."""
    left, top, right, _ = ELSEWHERE
    columns = int((right - left) // (2.5 * SIGN))
    row, column = divmod(rank, columns)
    return left + (column + 0.75) * 2.5 * SIGN, top + (row + 0.75) * 2.5 * SIGN


def fanned(points):
    """Points with those that would hide each other spread around their middle."""
    groups, cells = [], defaultdict(list)
    for index, point in enumerate(points):
        column, row = (int(each // NEAR) for each in point)
        around = [(column + i, row + j) for i in (0, -1, 1) for j in (0, -1, 1)]
        near = (group for cell in around for group in cells.get(cell, ()))
        group = next((g for g in near if math.dist(points[g[0]], point) < NEAR), None)
        if group is None:
            group = []
            groups.append(group)
            cells[column, row].append(group)
        group.append(index)
    spread = list(points)
    for group in groups:
        if len(group) == 1:
            continue
        middle = [sum(points[i][axis] for i in group) / len(group) for axis in (0, 1)]
        for index, (dx, dy) in zip(group, fan(len(group)), strict=True):
            spread[index] = (middle[0] + dx, middle[1] + dy)
    return spread


@lru_cache(maxsize=500)
def fan(number):
    """Shifts of points around a middle: a ring up to six, then a sunflower."""
    if number <= 6:
        radius = SPACING / 2 / math.sin(math.pi / number)
        turns = [2 * math.pi * rank / number for rank in range(number)]
        return [(-radius * math.cos(turn), -radius * math.sin(turn)) for turn in turns]
    step = min(0.6 * SPACING, WIDEST_FAN / math.sqrt(number))
    golden = math.pi * (3 - math.sqrt(5))
    return [
        (
            step * math.sqrt(rank + 0.5) * math.cos(golden * rank),
            step * math.sqrt(rank + 0.5) * math.sin(golden * rank),
        )
        for rank in range(number)
    ]


def occupied(points):
    """Number of points in each cell as wide as a sign."""
    taken = defaultdict(int)
    for x, y in points:
        taken[int(x // SIGN), int(y // SIGN)] += 1
    return taken


def freest(rooms, taken):
    """The room where a number touches the fewest signs, the first between equals.

    Only the first rooms, the best ones, are looked at.
    """
    best, fewest = rooms[0], math.inf
    for room in rooms[:MOST_ROOMS]:
        touched = sum(taken.get(cell, 0) for cell in _cells(room))
        if touched < fewest:
            best, fewest = room, touched
        if not touched:
            break
    return best


@lru_cache(maxsize=5_000)
def _cells(room):
    """Cells where a sign would touch a number placed there."""
    across, down = (
        range(int((middle - half - SIGN) // SIGN), int((middle + half + SIGN) // SIGN))
        for middle, half in zip(room, NUMBER_ROOM, strict=True)
    )
    return [(i, j) for i in across for j in down]
