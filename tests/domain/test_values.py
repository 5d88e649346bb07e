"""Money, lengths of time, the calendar and how values are shown: rows of the YAML files beside this one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import calendar, duration, money, types
from engine.domain.answers import BY_NAME
from engine.domain.answers.kind import NO_BOUNDS, Given
from engine.domain.digits import clean, clean_line, fold_digits
from engine.domain.rendering import long_date, longest_rendering, render_value
from engine.services.applications.numbers import number_for

HERE = Path(__file__).parent
TODAY = date(2026, 8, 15)
LANGUAGES = ("te", "en", "hi", "ur")
HOLIDAYS = calendar.HolidayCalendar(frozenset({date(2026, 8, 15), date(2026, 8, 17)}))


def load(name: str):
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


MONEY, DURATIONS, CALENDAR = load("money.yaml"), load("durations.yaml"), load("calendar.yaml")


def in_india(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=calendar.INDIA)


@pytest.mark.parametrize(("paise", "shown"), MONEY["shown"].items())
def test_it_shows_money(paise: int, shown: str) -> None:
    assert money.format_money(paise) == shown
    assert money.parse_money(shown.replace("-₹", "-")) == paise


@pytest.mark.parametrize(("written", "paise"), MONEY["parsed"].items())
def test_it_parses_written_money(written: str, paise: int | None) -> None:
    assert money.parse_money(written) == paise


@pytest.mark.parametrize(("paise", "percent", "rounding", "share"), MONEY["percent"])
def test_it_takes_a_share(paise: int, percent: str, rounding: str, share: int) -> None:
    assert money.percent_of(paise, Decimal(percent), money.Rounding(rounding)) == share


@pytest.mark.parametrize(("written", "meant"), DURATIONS["parsed"].items())
def test_it_parses_a_length_of_time(written: str, meant) -> None:
    parsed = duration.parse_duration(written)
    assert parsed == duration.Duration(meant["amount"], meant["unit"])
    assert parsed.seconds == meant["seconds"]
    assert duration.render(parsed, "en") == str(parsed) == meant["en"]
    assert duration.render(parsed, "te") == meant["te"]
    assert duration.parse_duration(str(parsed)) == parsed


@pytest.mark.parametrize("written", DURATIONS["refused"])
def test_it_refuses_other_lengths(written: str) -> None:
    assert duration.parse_duration(written) is None


@pytest.mark.parametrize(("start", "length", "end"), CALENDAR["added"])
def test_it_adds(start: str, length: str, end: str) -> None:
    parsed = duration.parse_duration(length)
    assert parsed is not None
    result = calendar.add(in_india(start).astimezone(UTC), parsed, HOLIDAYS)
    assert result.astimezone(calendar.INDIA) == in_india(end)


@pytest.mark.parametrize("unit", ["minutes", "hours", "working_hours"])
def test_it_refuses_to_add_hours_to_a_day(unit: str) -> None:
    with pytest.raises(ValueError, match="cannot be added"):
        calendar.add_to_date(TODAY, duration.Duration(1, unit), HOLIDAYS)


def test_it_goes_back_from_a_day() -> None:
    assert calendar.add_to_date(TODAY, duration.Duration(-18, "years"), HOLIDAYS) == date(
        2008, 8, 15
    )


@pytest.mark.parametrize(("moment", "start", "end", "over"), CALENDAR["quiet"])
def test_it_is_quiet_until(moment: str, start: str, end: str, over: str) -> None:
    quiet = calendar.QuietHours(
        calendar.time.fromisoformat(start), calendar.time.fromisoformat(end)
    )
    found = quiet.ends(in_india(moment).astimezone(UTC))
    assert found == (in_india(over) if over else None)


def test_quiet_hours_must_begin_and_end() -> None:
    with pytest.raises(ValueError, match="another time"):
        calendar.QuietHours(calendar.time(8), calendar.time(8))


def test_an_office_keeps_its_own_times_before_those_of_its_kind_of_place() -> None:
    rural = calendar.HolidayCalendar(opens=calendar.time(10, 30))
    own = calendar.HolidayCalendar(opens=calendar.time(9))
    offices = calendar.OfficeTime(HOLIDAYS, {"rural": rural}, {"clerk": own})
    assert offices.of("clerk", "rural") is own
    assert offices.of("head", "rural") is rural
    assert offices.of("head", "urban") is HOLIDAYS


@pytest.mark.parametrize(
    "wrong", [{"week": frozenset()}, {"opens": calendar.time(18), "closes": calendar.time(10)}]
)
def test_it_refuses_an_office_that_never_opens(wrong) -> None:
    with pytest.raises(ValueError, match="office"):
        calendar.HolidayCalendar(**wrong)


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("ages", calendar.years_between),
        ("months", calendar.months_between),
        ("days", calendar.days_between),
    ],
)
def test_it_counts(name: str, counted) -> None:
    for first, last, expected in CALENDAR[name]:
        assert counted(date.fromisoformat(first), date.fromisoformat(last)) == expected, first


@pytest.mark.parametrize(("stored", "meant"), CALENDAR["moments"].items())
def test_it_knows_the_day_and_hour_in_india(stored: str, meant) -> None:
    day, english, telugu = meant
    moment = calendar.parse_moment(stored)
    assert calendar.format_moment(moment) == stored
    assert calendar.local_date(moment) == date.fromisoformat(day)
    hour = moment.astimezone(calendar.INDIA).time()
    assert calendar.at(calendar.local_date(moment), hour) == moment
    assert render_value(types.Moment(), stored, "en") == english
    assert render_value(types.Moment(), stored, "te") == telugu


@pytest.mark.parametrize("written", CALENDAR["not_moments"])
def test_it_refuses_other_moments(written: str) -> None:
    with pytest.raises(ValueError, match=r"moment|month"):
        calendar.parse_moment(written)


@pytest.mark.parametrize(
    "row", load("rendering.yaml"), ids=lambda row: f"{row['type']}-{row['stored']}"
)
def test_it_shows(row) -> None:
    kind = getattr(types, row["type"])()
    for language in ("en", "te"):
        shown = render_value(kind, row["stored"], language)
        assert shown == row[language]
        assert len(shown) <= longest_rendering(kind, language)


def test_it_shows_the_label_of_a_choice_or_the_next_best() -> None:
    labels = {"spdcl": {"en": "South", "te": "దక్షిణ"}, "epdcl": {"en": "East"}}
    kind = types.Choice(("spdcl", "epdcl", "cpdcl"), labels)
    assert [render_value(kind, key, "te") for key in kind.options] == ["దక్షిణ", "East", "cpdcl"]
    assert longest_rendering(kind, "te") == len("దక్షిణ")


def test_it_has_no_single_form_for_a_record() -> None:
    with pytest.raises(KeyError):
        render_value(types.Record({}), {}, "en")


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "5 August 1990"),
        ("te", "5 ఆగస్టు 1990"),
        ("hi", "5 अगस्त 1990"),
        ("ta", "5 August 1990"),
    ],
)
def test_it_names_the_month(language: str, shown: str) -> None:
    assert long_date("1990-08-05", language) == shown


@given(st.integers(0, money.MOST))
def test_it_reads_back_money_as_shown(paise: int) -> None:
    shown = render_value(types.Money(), paise, "te")
    assert BY_NAME["money"].read(Given(text=shown), NO_BOUNDS, TODAY).value == paise


@given(st.dates(date(1850, 1, 1), date(2199, 12, 31)))
def test_it_reads_back_a_date_as_shown(day: date) -> None:
    stored = day.isoformat()
    for shown in (
        render_value(types.Date(), stored, "te"),
        *(long_date(stored, la) for la in LANGUAGES),
    ):
        assert BY_NAME["date"].read(Given(text=shown), NO_BOUNDS, TODAY).value == stored


@given(st.integers(-999_999_999_999, 999_999_999_999))
def test_it_reads_back_a_number_as_shown(number: int) -> None:
    shown = render_value(types.Number(), number, "te")
    assert BY_NAME["number"].read(Given(text=shown), NO_BOUNDS, TODAY).value == number


@given(st.times())
def test_it_reads_back_a_time_as_shown(moment) -> None:
    stored = f"{moment:%H:%M}"
    for language in LANGUAGES:
        shown = render_value(types.Time(), stored, language)
        assert BY_NAME["time"].read(Given(text=shown), NO_BOUNDS, TODAY).value == stored


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stored", [True, False])
def test_it_reads_back_yes_and_no_as_shown(stored: bool, language: str) -> None:
    shown = render_value(types.YesNo(), stored, language)
    assert BY_NAME["yes_no"].read(Given(text=shown), NO_BOUNDS, TODAY).value is stored


@given(
    st.sampled_from(
        [
            ("pan", "[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]"),
            ("vehicle", "(AP|TS|TG)[0-9]{2}[A-Z]{1,2}[0-9]{4}|2[0-9]BH[0-9]{4}[A-HJ-NP-Z]{1,2}"),
            ("ration_card", "[0-9]{10}|[A-Z]{3}[0-9]{12}"),
            ("reference", "[A-Z]{2}[0-9]{6}"),
            ("otp", "[0-9]{6}"),
            ("digits", "[0-9]{13}"),
            ("pincode", "[1-9][0-9]{5}"),
            ("phone", r"\+91[6-9][0-9]{9}"),
        ]
    ).flatmap(lambda row: st.tuples(st.just(row[0]), st.from_regex(row[1], fullmatch=True)))
)
def test_it_reads_back_a_number_that_is_an_identity(row: tuple[str, str]) -> None:
    name, stored = row
    shown = render_value(BY_NAME[name].value_type(), stored, "te")
    typed = stored if name == "otp" else shown
    assert BY_NAME[name].read(Given(text=typed.lower()), NO_BOUNDS, TODAY).value == stored


@given(st.text(min_size=1), st.dates(date(2024, 1, 1), date(2099, 1, 1)))
def test_it_reads_back_the_number_of_a_case(key: str, opened: date) -> None:
    noon = datetime(opened.year, opened.month, opened.day, 12, tzinfo=UTC)
    number = number_for(key, "revenue.income_certificate", noon)
    assert BY_NAME["application"].read(Given(text=number), NO_BOUNDS, TODAY).value == number


def test_it_shows_several_options_and_never_a_secret() -> None:
    labels = {"a": {"en": "Water", "te": "నీరు"}, "b": {"en": "Road"}}
    kind = types.Choices(("a", "b", "c"), labels, most=2)
    assert render_value(kind, ["a", "b"], "te") == "నీరు, Road"
    assert longest_rendering(kind, "en") == len("Water, Road")
    assert "4" not in render_value(types.Secret(), "482913", "te")


@pytest.mark.parametrize("mime", ["image/jpeg", "audio/ogg", "application/pdf"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_never_shows_a_handle_for_a_file_without_a_name(mime: str, language: str) -> None:
    stored = {"media": "wamid.7", "mime": mime, "name": "", "bytes": 1}
    shown = render_value(types.Document(), stored, language)
    assert shown
    assert "wamid" not in shown


@given(st.text())
def test_it_cleans_once_and_for_all(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert clean_line(clean_line(text)) == clean_line(text)
    assert len(fold_digits(text)) == len(text)
    cleaned.encode()
