"""Laws of earned value: the measures fit each other for any figures, and a late project never reads as on time."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from goldenthread.engine import measure

amounts = st.integers(0, 10_000).map(Fraction)
whole = st.integers(1, 10_000).map(Fraction)
gains = st.lists(st.integers(0, 500), min_size=1, max_size=24)


def rising(steps: list[int]) -> list[Fraction]:
    curve = [Fraction(0)]
    for step in steps:
        curve.append(curve[-1] + step)
    return curve


@given(whole, amounts, amounts, amounts)
def test_every_measure_follows_from_the_four_figures(bac: Fraction, ev: Fraction, ac: Fraction, pv: Fraction) -> None:
    told = measure(bac=bac, ev=ev, ac=ac, pv=pv)
    assert (told.cv, told.sv) == (ev - ac, ev - pv)
    assert told.percent_complete * bac == 100 * ev
    if told.cpi is not None:
        assert told.cpi * ac == ev
    if told.eac_cpi is not None:
        assert told.eac_cpi * told.cpi == bac
        assert told.etc_cpi == told.eac_cpi - ac
        assert told.vac_cpi == bac - told.eac_cpi
    if told.spi is not None:
        assert told.spi * pv == ev
    if told.eac_cpi_spi is not None:
        assert (told.eac_cpi_spi - ac) * told.cpi * told.spi == bac - ev
    if told.tcpi_bac is not None:
        assert told.tcpi_bac * (bac - ac) == bac - ev


@given(whole, amounts, amounts, amounts)
def test_what_divides_by_nothing_is_undefined_and_nothing_else_is(
    bac: Fraction, ev: Fraction, ac: Fraction, pv: Fraction
) -> None:
    told = measure(bac=bac, ev=ev, ac=ac, pv=pv)
    assert (told.cpi is None) == (ac == 0)
    assert (told.spi is None) == (pv == 0)
    assert (told.eac_cpi is None) == (ac == 0 or ev == 0)
    assert (told.tcpi_bac is None) == (bac == ac)
    assert told.eac_budget_rate is not None


@given(gains, st.integers(1, 60))
def test_a_project_that_ended_late_never_reads_as_on_time(steps: list[int], late: int) -> None:
    assume(steps[-1] > 0)
    curve = rising(steps)
    told = measure(bac=curve[-1], ev=curve[-1], ac=curve[-1], curve=curve, at=len(steps) + late)
    assert told.spi == 1  # the trap: by then all that was planned is done
    assert told.spi_t < 1
    assert told.sv_t == -late


@given(gains, st.integers(0, 30), st.data())
def test_more_earned_is_never_later(steps: list[int], at: int, data: st.DataObject) -> None:
    curve = rising(steps)
    assume(curve[-1] > 0)
    less = Fraction(data.draw(st.integers(0, int(curve[-1]))))
    more = Fraction(data.draw(st.integers(int(less), int(curve[-1]))))
    before, after = (measure(bac=curve[-1], ev=ev, curve=curve, at=at) for ev in (less, more))
    assert 0 <= before.es <= after.es <= len(steps)
    assert before.pv == after.pv


@given(gains, st.integers(1, 30), whole)
def test_the_measure_of_time_does_not_depend_on_the_unit_of_money(steps: list[int], at: int, unit: Fraction) -> None:
    curve = rising(steps)
    assume(curve[-1] > 0)
    ev = curve[len(curve) // 2]
    plain = measure(bac=curve[-1], ev=ev, ac=ev + 1, curve=curve, at=at)
    scaled = measure(
        bac=curve[-1] * unit, ev=ev * unit, ac=(ev + 1) * unit, curve=[value * unit for value in curve], at=at
    )
    assert (plain.es, plain.spi_t, plain.cpi, plain.spi) == (scaled.es, scaled.spi_t, scaled.cpi, scaled.spi)
