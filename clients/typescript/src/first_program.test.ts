import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { Act, Client, HolderType, Kind } from "./index.js";

const LINES_MAX = 15;
const TEST_MS_MAX = 60_000; // what hangs must not hang for ever
const PACKAGE = new URL("../", import.meta.url);
const SERVER = process.env["MANDATED_BINARY"];

/** Returns the first line that a program writes. */
async function firstLine(program: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: program.stdout! })) {
    return line;
  }
  throw new Error(`${program.spawnfile} said nothing`);
}

function start(command: string, ...args: string[]): ChildProcess {
  return spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
}

/** Makes a mandate that ends within a week. */
async function establish(address: string): Promise<void> {
  const client = new Client(address);
  await client.mandates.recordDecision({
    mandateName: "mandates/first",
    decision: {
      act: Act.ESTABLISH,
      symbol: "A/HRC/RES/34/1",
      adoptedOn: { year: 2017, month: 2, day: 24 },
      term: {
        end: { case: "fixed", value: { year: 2017, month: 3, day: 5 } },
      },
    },
    mandate: {
      title: "Special Rapporteur on firsts",
      kind: Kind.THEMATIC,
      holderType: HolderType.SPECIAL_RAPPORTEUR,
    },
  });
  client.close();
}

/** Writes the first program of the README where it finds the package. */
async function writeFirstProgram(): Promise<string> {
  const readme = await readFile(new URL("README.md", PACKAGE), "utf8");
  const source = /```ts\n(.*?)```/s.exec(readme)![1]!;
  assert.ok(source.split("\n").length - 1 <= LINES_MAX);
  const { default: ts } = await import("typescript");
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
    },
  });
  const program = new URL("build/first_program.js", PACKAGE).pathname;
  await writeFile(program, outputText);
  return program;
}

test(
  "the first program of the README runs",
  { timeout: TEST_MS_MAX, skip: SERVER ? false : "MANDATED_BINARY names no server" },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "mandates-"));
    const server = start(
      SERVER!,
      "--listen=127.0.0.1:0",
      `--store=${folder}/store`,
      "--clock=simulated",
      "--simulated_start=2017-03-01",
    );
    let program: ChildProcess | undefined;
    try {
      const address = (await firstLine(server)).split(" ").at(-1)!;
      await establish(address);
      program = start("node", await writeFirstProgram(), address);
      const said = await firstLine(program);
      assert.equal(said, "Special Rapporteur on firsts: last day 2017-3-5");
    } finally {
      program?.kill("SIGKILL");
      server.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test("every file of the API is exported", async () => {
  const index = await readFile(new URL("src/index.ts", PACKAGE), "utf8");
  const { readdir } = await import("node:fs/promises");
  const protos = await readdir(new URL("../../proto/mandates/v1/", PACKAGE));
  for (const proto of protos) {
    const stub = proto.replace(".proto", "_pb.js");
    assert.ok(index.includes(`"./gen/mandates/v1/${stub}"`), proto);
  }
});
