"""Keeps a citizen's file before the platform forgets it, or lets the citizen know that it has to be sent once more."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping

from engine.channels.whatsapp.download import Downloads, Fetched, Missed, Outcome, TooLarge
from engine.channels.whatsapp.incoming import sha256_of
from engine.channels.whatsapp.media import is_wanted, kind_of, most_bytes, objection
from engine.domain.event import FileLost
from engine.domain.limits import RECEIVED_MEDIA_DAYS
from engine.runtime.blobs import Blob
from engine.runtime.doors import Clock
from engine.runtime.keys import person_owner
from engine.runtime.ports import Dead, Done, FetchMedia, Job, Result, Retry, Write

FAILURES_AN_HOUR = 5
"""Tries a number may make in an hour that fail through the platform, and those for one person's files that are gone.

Meta publishes no bound; a partner of the platform (https://docs.360dialog.com, media) asked for five in its older pages and in its newer
ones (2026) blocks downloads for half an hour after twenty. We keep the stricter."""
HOUR_S = 3600.0
CROWDED_S = 1.0
"""As many tries as may fail are under way: the others follow shortly."""
SOONEST_S, LATEST_S = 5.0, 3600.0
"""After a passing failure: as long again as has been tried already, so that the pauses double; between these."""
GIVE_UP_S = (RECEIVED_MEDIA_DAYS - 1) * 24 * 3600.0

KeepFile = Callable[[Blob], Write]
"""What to write so that a fetched file is kept."""


class Patience:
    """How many tries have failed within the hour, or still may."""

    def __init__(self) -> None:
        self._failed: deque[float] = deque()
        self._under_way = 0

    def wait(self, now: float) -> float:
        """Return for how many seconds no try may be made; 0 where one may. now: seconds of the process's clock."""
        while self._failed and now - self._failed[0] >= HOUR_S:
            self._failed.popleft()
        if len(self._failed) + self._under_way < FAILURES_AN_HOUR:
            return 0.0
        full = len(self._failed) >= FAILURES_AN_HOUR
        return self._failed[0] + HOUR_S - now if full else CROWDED_S

    def begin(self) -> None:
        """Enter a try."""
        self._under_way += 1

    def end(self, now: float, *, failed: bool) -> None:
        """Enter how a try ended."""
        self._under_way -= 1
        if failed:
            self._failed.append(now)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way and nothing failed within the hour, so that there is nothing to remember."""
        return not self._failed and not self._under_way


class FetchMediaHandler:
    """Delivers `FetchMedia`: the file is kept under the same handle, checked; a case that counts on it hears when it is lost.

    downloads: by the id of our number; the first one serves files of any other.
    """

    def __init__(
        self, downloads: Mapping[str, Downloads], keep_file: KeepFile, clock: Clock
    ) -> None:
        self._downloads = downloads
        self._first = next(iter(downloads))
        self._keep_file = keep_file
        self._clock = clock
        self._with_platform = {line: Patience() for line in downloads}
        self._with_person: dict[str, Patience] = {}

    async def deliver(self, job: Job) -> Result:
        """Fetch and keep the file; doing it twice does no harm."""
        effect = job.effect
        if not isinstance(effect, FetchMedia):
            return Dead(f"a file was expected, not {type(effect).__name__}")
        if not is_wanted(effect.mime):
            return Done()  # a video, a sticker: no question takes one, so none is kept
        line = job.line if job.line in self._downloads else self._first
        found: Outcome | float = 0.0
        for _ in range(2):
            found = await self._try(line, job.person, effect)
            if not _is_worth_another(effect, found):
                break
        return self._judge(job, effect, found)

    async def _try(self, line: str, person: str, effect: FetchMedia) -> Outcome | float:
        """Return what came of one try, or for how many seconds none may be made."""
        now = self._clock.monotonic()
        platform, citizen = self._with_platform[line], self._patience_with(person, now)
        wait = max(platform.wait(now), citizen.wait(now))
        if wait:
            return wait
        platform.begin()
        citizen.begin()
        found: Outcome | None = None
        try:
            found = await self._downloads[line].fetch(effect.media, most_bytes(effect.mime))
        finally:
            now = self._clock.monotonic()
            platform.end(now, failed=_is_platforms(found))
            citizen.end(now, failed=_is_gone(found))
        return found

    def _patience_with(self, person: str, now: float) -> Patience:
        """Return what is remembered of this person; whoever has had no trouble for an hour is forgotten."""
        for each in [who for who, known in self._with_person.items() if _is_over(known, now)]:
            del self._with_person[each]
        return self._with_person.setdefault(person, Patience())

    def _judge(self, job: Job, effect: FetchMedia, found: Outcome | float) -> Result:
        match found:
            case float(wait):
                return self._later(
                    job, effect, "tries of this number or this person are used up for now", wait
                )
            case TooLarge(most):
                return _lost(effect, f"it has more than {most} bytes", refused=True)
            case Missed(why) if found.final or found.stale:
                return _lost(effect, why)
            case Missed(why):
                return self._later(job, effect, why)
            case Fetched():
                return self._keep(job, effect, found)

    def _keep(self, job: Job, effect: FetchMedia, found: Fetched) -> Result:
        if _is_damaged(effect, found):
            return _lost(effect, "its sum is not the one that was told")
        why = objection(found.content, effect.mime or found.mime)
        if why:
            return _lost(effect, why, refused=True)
        mime = kind_of(found.content)
        blob = Blob(effect.media, person_owner(job.person), mime, effect.name, found.content)
        return Done(writes=(self._keep_file(blob),))

    def _later(self, job: Job, effect: FetchMedia, why: str, wait: float = 0.0) -> Result:
        """Try again, as long as the platform still has the file. wait: seconds, 0 where its age decides."""
        age = (self._clock.now() - job.made).total_seconds()
        if age >= GIVE_UP_S:
            return _lost(effect, f"tried for days: {why}")
        return Retry(wait or min(max(age, SOONEST_S), LATEST_S), why)


def _is_over(known: Patience, now: float) -> bool:
    return not known.wait(now) and known.is_idle


def _is_platforms(found: Outcome | None) -> bool:
    """Whether a try failed through the platform or our token; where nothing was heard, nothing was asked too often."""
    return isinstance(found, Missed) and found.status > 0 and not _is_gone(found)


def _is_gone(found: Outcome | None) -> bool:
    """Whether the platform does not have this file, which says nothing about any other."""
    return isinstance(found, Missed) and found.status > 0 and (found.final or found.stale)


def _is_worth_another(effect: FetchMedia, found: Outcome | float) -> bool:
    """Whether asking anew at once may help: the address was too old, or the file was damaged on the way."""
    if isinstance(found, Fetched):
        return _is_damaged(effect, found)
    return isinstance(found, Missed) and found.stale


def _is_damaged(effect: FetchMedia, found: Fetched) -> bool:
    told = effect.sha256 or sha256_of(found.told)
    return bool(told) and told != found.sha256


def _lost(effect: FetchMedia, why: str, *, refused: bool = False) -> Dead:
    return Dead(why, (FileLost(effect.media, refused),))
