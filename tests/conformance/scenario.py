"""Plays one scenario: a real server, one driver, and the steps of `steps.py`."""

import traceback

from driver import Driver, Failure
from server import Proxy, Server, binary
from steps import Steps

READY_SECONDS = 30  # an interpreter on a busy machine


def run_scenario(scenario, driver_folder, folder):
    """Returns what went wrong; empty: nothing."""
    parts = []
    at = "the start"
    try:
        server = Server(binary(), folder, scenario.get("flags", []))
        parts.append(server)
        address = server.address
        proxy = None
        if scenario.get("proxy"):
            proxy = Proxy(lambda: server.address)
            parts.append(proxy)
            address = proxy.address
        driver = Driver(driver_folder, address, folder / "stderr")
        parts.append(driver)
        driver.await_ready(READY_SECONDS)
        steps = Steps(server, driver, proxy)
        parts.append(steps)
        for number, step in enumerate(scenario["steps"], 1):
            at = f"step {number}, {step}"
            steps.do(step)
        at = "the end"
        steps.finish()
        driver.quit()
        return ""
    except Failure as failure:
        return f"{at}: {failure}{evidence(parts)}"
    except Exception:  # pylint: disable=broad-except
        return f"{at}: {traceback.format_exc()}{evidence(parts)}"
    finally:
        for part in reversed(parts):
            part.close()


def evidence(parts):
    texts = []
    for part in parts:
        if isinstance(part, Driver) and part.stderr():
            texts.append(f"\nstandard error of the driver:\n{part.stderr()}")
        if isinstance(part, Server):
            texts.append(f"\nend of the server's log:\n{part.log()}")
    return "".join(texts)
