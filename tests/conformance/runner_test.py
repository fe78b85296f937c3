"""The runner itself: what it calls a failure, and the table it makes."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import driver
import run
import table

run.generate_stubs()
import steps

KNOWN = {("go", "unary"): "has no stubs"}
LANGUAGES = {"python": "Python", "go": "Go"}
SCENARIOS = [{"id": "unary", "behaviour": "unary calls"}]


def test_a_known_failure_is_no_failure():
    assert not run.judge(run.Result("go", "unary", "broke", 0), KNOWN)


def test_a_known_failure_that_passes_is_a_failure():
    assert "take it off the list" in run.judge(
        run.Result("go", "unary", "", 0), KNOWN)


def test_another_failure_is_a_failure():
    assert run.judge(run.Result("python", "unary", "broke", 0), KNOWN) == "broke"


def table_of(results, known, text=""):
    return table.updated(LANGUAGES, SCENARIOS, results, known, text)


def test_the_table_has_a_column_for_each_language_that_ran():
    assert table_of([run.Result("python", "unary", "", 0)], {}) == (
        "| behaviour | Python |\n| --- | --- |\n| unary calls | yes |\n")


def test_the_table_keeps_the_columns_of_languages_that_did_not_run():
    before = table_of([run.Result("go", "unary", "", 0)], {})
    assert table_of([run.Result("python", "unary", "broke", 0)], {}, before) == (
        "| behaviour | Python | Go |\n| --- | --- | --- |\n"
        "| unary calls | no | yes |\n")


def test_the_table_shows_a_scenario_that_a_column_lacks():
    before = table_of([run.Result("go", "unary", "", 0)], {})
    more = SCENARIOS + [{"id": "new", "behaviour": "a new one"}]
    assert "| a new one | yes | not run |" in table.updated(
        LANGUAGES, more, [run.Result("python", "new", "", 0)], {}, before)


def test_the_table_gives_the_reason_of_what_is_known_to_fail():
    results = [run.Result("python", "unary", "", 0),
               run.Result("go", "unary", "broke", 0)]
    assert table_of(results, KNOWN) == (
        "| behaviour | Python | Go |\n| --- | --- | --- |\n"
        "| unary calls | yes | no (1) |\n\n1. Go: has no stubs\n")


def test_what_is_given_is_compared_and_nothing_else():
    steps.check("it", {"a": "1", "b": [{"c": True, "d": 2}]},
                {"a": 1, "b": [{"c": True}]})
    for wrong in ({"a": 2}, {"b": []}, {"e": 1}, {"b": [{"c": False}]}):
        with pytest.raises(driver.Failure):
            steps.check("it", {"a": "1", "b": [{"c": True}]}, wrong)


def event(revision, event_id):
    return steps.event_pb2.Event(revision=revision, id=event_id)


def test_a_double_and_a_wrong_order_are_found():
    steps.check_order("it", [event(1, "a"), event(2, "b")])
    with pytest.raises(driver.Failure, match="twice"):
        steps.check_order("it", [event(1, "a"), event(2, "a")])
    with pytest.raises(driver.Failure, match="out of order"):
        steps.check_order("it", [event(2, "a"), event(1, "b")])


def test_an_event_that_is_missing_is_found():
    log = [event(1, "a"), event(2, "b")]
    with pytest.raises(driver.Failure, match="1 events; the log has 2"):
        steps.check_same("it", log[:1], log)
    with pytest.raises(driver.Failure, match="in the log it is"):
        steps.check_same("it", log[1:], log)


def delivery(event_id, attempt):
    return steps.subscription_pb2.Delivery(event=event(1, event_id),
                                           delivery_attempt=attempt)


def test_a_redelivery_needs_a_higher_attempt():
    assert steps.check_attempts([delivery("a", 1), delivery("a", 2)])
    with pytest.raises(driver.Failure, match="attempt 1 after 1"):
        steps.check_attempts([delivery("a", 1), delivery("a", 1)])
