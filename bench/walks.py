"""A visitor's way through filters, the same at each run, and the proof that each change took effect.

Of each filter in turn: one value, a second, the first off, a third on, the second off, none. Every step is a filter
that this server has not seen before, but the last, which shows the whole again.
"""

import itertools
import random
import re
from dataclasses import dataclass, field

from bench.wire import CHARTS, TABLES, Answer, Node, Tab, WireError, options

ROUND = 6  # steps through one filter
CHIPS = re.compile(r'<p class="chips.*?</p>', re.S)
POPOVER = re.compile(r"-filter\.(\w+)$")
TAGS = re.compile(r"<[^>]+>")


@dataclass
class FilterWalk:
    """Through the filters of a page of the product that are bound to the address, or through ``only`` one of them."""

    tab: Tab
    seed: int = 2564
    only: str | None = None
    whole: str = ""  # digest of charts and tables where nothing is filtered
    digests: set[str] = field(default_factory=set)
    steps: int = 0
    opened: list[Answer] = field(default_factory=list)  # what opening a popover cost, where the server is told

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._coming: list[list[str]] = []
        self._name = ""

    async def begin(self) -> Answer:
        """Open the page."""
        answer = await self.tab.open()
        if not self.names():
            raise WireError("no filter is bound to the address on this page")
        self._ways = itertools.cycle(self.names())
        self.whole = self.tab.digest(CHARTS | TABLES)
        return answer

    async def ready(self) -> None:
        """Come to the filter of the next change: its popover is opened, which is no part of the change."""
        while not self._coming:
            self._name = next(self._ways)
            widget = await self._reach(self._name)
            if widget is not None:
                a, b, c = self._chance.sample(options(widget), 3)
                self._coming = [[a], [a, b], [b], [b, c], [c], []]

    async def change(self) -> Answer:
        """One click on a value of a filter; checked."""
        await self.ready()
        wanted = self._coming.pop(0)
        answer = await self.tab.choose(self.tab.bound()[self._name][1], wanted)
        self.steps += 1
        self._check(wanted)
        return answer

    def names(self) -> list[str]:
        """The filters by name: those with a popover of their own, which may hold nothing yet; else what is bound."""
        if self.only:
            return [self.only]
        closed = (POPOVER.search(self.tab.nodes[place].content.id) for place in self.tab.all_popovers())
        return sorted({found[1] for found in closed if found} or self.tab.bound())

    async def _reach(self, name: str) -> Node | None:
        """The widget of a filter, its popover opened first; ``None`` if its values are no options."""
        for place in self.tab.all_popovers():
            found = POPOVER.search(self.tab.nodes[place].content.id)
            if found and found[1] == name and (answer := await self.tab.open_popover(place)) is not None:
                self.opened.append(answer)
        held = self.tab.bound().get(name)
        return held[1] if held else None

    def _check(self, wanted: list[str]) -> None:
        """The page says what is filtered, and without a filter it is what it was at first."""
        chips = [TAGS.sub(" ", found) for text in self.tab.texts() for found in CHIPS.findall(text)]
        if bool(chips) != bool(wanted) or any(value not in chips[0] for value in wanted):
            raise WireError(f"filtered by {wanted}, the page says {chips}")
        digest = self.tab.digest(CHARTS | TABLES)
        if not wanted and digest != self.whole:
            raise WireError("without a filter the charts are not what they were at first")
        self.digests.add(digest)
        if self.steps >= ROUND and len(self.digests) < 2:
            raise WireError("the page does not follow the filter")


@dataclass
class ChoiceWalk:
    """Through the three choices of a rival's page."""

    tab: Tab
    seed: int = 2564

    async def begin(self) -> Answer:
        """Open the page."""
        self._chance = random.Random(self.seed)
        return await self.tab.open()

    async def ready(self) -> None:
        """Nothing is to be opened here."""

    async def change(self) -> Answer:
        """Another value of one of the choices; the page's line says it."""
        boxes = [node for _, node in sorted(self.tab.nodes.items()) if node.kind == "selectbox"]
        box = self._chance.choice(boxes)
        (held,) = self.tab.chosen(box)
        answer = await self.tab.choose(box, [self._chance.choice([o for o in options(box) if o != held])])
        said = "done:" + "|".join(self.tab.chosen(b)[0] for b in boxes)
        if said not in self.tab.texts():
            raise WireError(f"chosen {said}, the page says {list(self.tab.texts())}")
        return answer
