"""The metrics of a real server, and every query that is made of them."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

import parts

DASHBOARD = parts.SOURCE / "deploy/grafana/mandated.json"
RULES = parts.SOURCE / "deploy/prometheus/mandated.rules.yaml"
RULES_TEST = parts.SOURCE / "deploy/prometheus/mandated.rules.test.yaml"
SCRAPE = parts.SOURCE / "deploy/prometheus/scrape.yaml"
ALERTS_MIN, QUERIES_MIN = 10, 30
SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="((?:\\.|[^"\\])*)"')
# What Prometheus adds to each series, and the series it makes itself.
ADDED = {"job", "instance"}
OWN = {"up": ADDED}


def samples(page):
    """(name, labels, value) of each series of a page."""
    return [(name, dict(LABEL.findall(labels or "")), float(value))
            for name, labels, value in SAMPLE.findall(page)]


def labels_by_metric(page):
    known = dict(OWN)
    for name, labels, _ in samples(page):
        known.setdefault(name, set(ADDED)).update(labels)
    return known


def plain(query):
    """The query with Grafana's variables filled in."""
    return (query.replace("$__rate_interval", "5m")
            .replace("$instance", ".*").replace("$job", "mandated"))


def faults_of(query, known):
    """What a query names and the page has not."""
    without_texts = re.sub(r'"(\\.|[^"\\])*"', '""', plain(query))
    used = re.findall(r"\b((?:mandated|process)_\w+|up)\b(?:\s*\{([^}]*)\})?",
                      without_texts)
    if not used:
        yield f"names no metric: {query}"
    there = set()
    for name, matchers in used:
        if name not in known:
            yield f"no metric {name}"
            continue
        there |= known[name]
        for label in re.findall(r"(\w+)\s*[=!]~?", matchers):
            if label not in known[name]:
                yield f"{name} has no label {label}"
    for group in re.findall(r"\bby\s*\(([^)]*)\)", without_texts):
        for label in re.split(r"[,\s]+", group.strip()):
            if label not in there:
                yield f"none of its metrics has the label {label}"


def dashboard_queries():
    dashboard = json.loads(DASHBOARD.read_text())
    return [(panel["title"], target["expr"], target["legendFormat"])
            for panel in dashboard["panels"]
            for target in panel.get("targets", ())]


def alerts():
    [group] = yaml.safe_load(RULES.read_text())["groups"]
    return group["rules"]


def promtool(*arguments, given=None):
    done = subprocess.run(["promtool", *arguments], input=given, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    return done.returncode, done.stdout


class MetricsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = server = parts.Server(metrics=True, backups=True)
        cls.addClassCleanup(server.stop)
        server.ctl("subscriptions", "create", "desk")
        server.ctl("load", str(parts.SOURCE / "deploy/catalogue"))
        watch = server.channel.unary_stream("/mandates.v1.ExpiryService/Watch")
        cls.stream = watch(b"", timeout=parts.CALL_SECONDS)
        next(cls.stream)
        cls.addClassCleanup(cls.stream.cancel)
        cls.absent = server.call(
            "/mandates.v1.ResolutionService/GetResolution",
            parts.text_field(1, "resolutions/a-hrc-res-1-1"))
        cls.unknown = server.call("/made.up.Service/Method")
        server.ctl("backup", "create")
        cls.info = json.loads(server.ctl("server-info", "--output=json"))
        cls.page = server.scrape()
        cls.known = labels_by_metric(cls.page)

    def value(self, name, **labels):
        found = [value for one, its, value in samples(self.page)
                 if one == name and labels.items() <= its.items()]
        self.assertTrue(found, f"{name} {labels}")
        return sum(found)

    def test_promtool_takes_the_page(self):
        self.assertEqual(promtool("check", "metrics", given=self.page),
                         (0, ""))

    def test_calls_are_counted_by_method_and_code(self):
        get = "mandates.v1.ResolutionService/GetResolution"
        self.assertEqual(self.absent, "NOT_FOUND")
        self.assertEqual(self.value("mandated_calls_total", method=get,
                                    code="NOT_FOUND"), 1)
        self.assertEqual(self.value("mandated_call_seconds_count", method=get),
                         1)
        self.assertEqual(self.value("mandated_calls_open",
                                    method="mandates.v1.ExpiryService/Watch"),
                         1)

    def test_callers_cannot_make_up_series(self):
        self.assertEqual(self.unknown, "UNIMPLEMENTED")
        self.assertNotIn("made.up", self.page)

    def test_commits_groups_and_syncs_agree_with_the_head(self):
        head = float(self.info["head_revision"])
        self.assertEqual(self.value("mandated_head_revision"), head)
        self.assertEqual(self.value("mandated_commits_total"), head)
        self.assertEqual(self.value("mandated_group_commits_sum"), head)
        groups = self.value("mandated_group_commits_count")
        self.assertGreater(groups, 0)
        # Making the store is a write as well.
        self.assertGreaterEqual(self.value("mandated_sync_seconds_count"),
                                groups)
        self.assertEqual(self.value("mandated_sync_failures_total"), 0)

    def test_events_are_those_of_the_log(self):
        counted = int(self.value("mandated_events_total"))
        # The subscription is older than every event and has taken none.
        self.assertEqual(counted, self.value(
            "mandated_subscription_lag_events",
            subscription="subscriptions/desk"))
        listed = self.server.ctl("watch", "--from=1", f"--limit={counted}",
                                 "--output=jsonl")
        for kind in ("ESTABLISHED", "EXTENDED", "TERMINATED", "EXPIRING"):
            self.assertEqual(
                self.value("mandated_events_total", type=kind),
                listed.count(f'"type":"EVENT_TYPE_{kind}"'), kind)

    def test_readers_and_their_lags_are_there(self):
        self.assertEqual(self.value("mandated_watchers"), 1)
        desk = {"subscription": "subscriptions/desk"}
        self.assertGreater(
            self.value("mandated_subscription_lag_events", **desk), 100)
        self.assertEqual(
            self.value("mandated_subscription_dead_letters", **desk), 0)
        self.assertEqual(
            self.value("mandated_subscription_compacted", **desk), 0)

    def test_every_lead_has_a_horizon_and_none_is_late(self):
        leads = {its["lead"] for name, its, _ in samples(self.page)
                 if name == "mandated_horizon_timestamp_seconds"}
        self.assertEqual(leads, {"LAPSE", *self.info["leads"]})
        self.assertEqual(self.value("mandated_horizon_delay_seconds"), 0)

    def test_build_process_disk_and_engine_are_there(self):
        self.assertEqual(self.value(
            "mandated_build_info", version=self.info["version"],
            storage_engine="rocksdb"), 1)
        for name in ("process_open_fds", "process_resident_memory_bytes",
                     "process_cpu_seconds_total", "process_max_fds",
                     "process_threads", "process_start_time_seconds",
                     "mandated_disk_free_bytes", "mandated_disk_size_bytes",
                     "mandated_rocksdb_keys",
                     "mandated_rocksdb_memtable_bytes"):
            self.assertGreater(self.value(name), 0, name)

    def test_newest_backup_has_its_time(self):
        self.assertEqual(
            self.value("mandated_backup_timestamp_seconds"),
            parts.seconds(self.info["newest_backup"]["create_time"]))

    def test_every_query_of_the_dashboard_names_what_there_is(self):
        queries = dashboard_queries()
        self.assertGreater(len(queries), QUERIES_MIN)
        for title, query, legend in queries:
            with self.subTest(title):
                self.assertEqual(list(faults_of(query, self.known)), [])
                for label in re.findall(r"\{\{(\w+)\}\}", legend):
                    self.assertIn(label, set().union(*(
                        self.known[name] for name in self.known
                        if name in query)), legend)

    def test_every_alert_names_what_there_is(self):
        self.assertGreater(len(alerts()), ALERTS_MIN)
        for alert in alerts():
            with self.subTest(alert["alert"]):
                self.assertEqual(list(faults_of(alert["expr"], self.known)),
                                 [])

    def test_query_of_what_there_is_not_is_noticed(self):
        for query in ("mandated_comits_total", "1 + 1",
                      'mandated_watchers{lead="P6M"}',
                      "sum by (lead) (rate(mandated_commits_total[5m]))"):
            self.assertNotEqual(list(faults_of(query, self.known)), [], query)


class QueriesTest(unittest.TestCase):

    def test_prometheus_can_read_every_query_of_the_dashboard(self):
        rules = [{"record": f"query:{number}", "expr": plain(query)}
                 for number, (_, query, _) in enumerate(dashboard_queries())]
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            yaml.safe_dump({"groups": [{"name": "all", "rules": rules}]}, file)
            file.flush()
            code, said = promtool("check", "rules", file.name)
        self.assertEqual(code, 0, said)

    def test_alerts_fire_where_they_should_and_only_there(self):
        code, said = promtool("test", "rules", str(RULES_TEST))
        self.assertEqual(code, 0, said)

    def test_every_alert_is_tested_and_says_what_to_do(self):
        tested = {test["name"] for test in
                  yaml.safe_load(RULES_TEST.read_text())["tests"]}
        self.assertEqual(tested, {alert["alert"] for alert in alerts()})
        for alert in alerts():
            self.assertLessEqual({"summary", "action"},
                                 set(alert["annotations"]), alert["alert"])
            self.assertIn(alert["labels"]["severity"], ("page", "ticket"))

    def test_alert_without_its_cause_is_noticed(self):
        with tempfile.TemporaryDirectory() as folder:
            for file in (RULES, RULES_TEST):
                shutil.copy(file, folder)
            rules = f"{folder}/{RULES.name}"
            with open(rules, encoding="utf-8") as file:
                changed = file.read().replace("> 900", "> 9000")
            with open(rules, "w", encoding="utf-8") as file:
                file.write(changed)
            code, said = promtool("test", "rules",
                                  f"{folder}/{RULES_TEST.name}")
        self.assertNotEqual(code, 0)
        self.assertIn("MandatedExpiriesLate", said)

    def test_example_of_a_scrape_is_one(self):
        code, said = promtool("check", "config", "--syntax-only", str(SCRAPE))
        self.assertEqual(code, 0, said)


if __name__ == "__main__":
    if shutil.which("promtool") is None:
        print("skipped: no promtool; install Debian's package prometheus")
        sys.exit(77)
    unittest.main()
