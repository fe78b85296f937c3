import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { Client, MandatesError } from "./index.js";
import type { Security } from "./index.js";

const TEST_MS_MAX = 60_000;
const SERVER = process.env["MANDATED_BINARY"];
const TOKEN = "a token of the tests";

/** Runs `body` with a real server that knows TOKEN as a reader's. */
async function withServer(
  tls: boolean,
  body: (address: string, ca: string) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "mandates-"));
  const [access, certificate, key] = ["access.toml", "tls.crt", "tls.key"].map(
    (name) => join(directory, name),
  ) as [string, string, string];
  const hash = createHash("sha256").update(TOKEN).digest("hex");
  await writeFile(
    access,
    `[[token]]\nname = "reader"\nrole = "reader"\nsha256 = "${hash}"\n`,
  );
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  execFileSync(
    "openssl",
    ["req", "-x509", ...newKey, "-noenc", "-subj", "/CN=test", "-addext",
      "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
    { stdio: "ignore" },
  );
  const server = spawn(
    SERVER!,
    ["--listen=127.0.0.1:0", "--store=memory", `--access-list=${access}`,
      ...(tls ? [`--tls-certificate=${certificate}`, `--tls-key=${key}`] : [])],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    for await (const line of createInterface({ input: server.stdout! })) {
      await body(line.split(" ").at(-1)!, await readFile(certificate, "utf8"));
      break;
    }
  } finally {
    server.kill("SIGKILL");
    await rm(directory, { recursive: true });
  }
}

async function version(server: string, security: Security): Promise<string> {
  const client = new Client(server, security);
  try {
    return (await client.admin.getServerInfo({})).version;
  } finally {
    client.close();
  }
}

const options = { timeout: TEST_MS_MAX, skip: SERVER ? false : "no server" };

test("a token goes to this machine without TLS", options, async () => {
  await withServer(false, async (address) => {
    assert.ok(await version(address, { token: TOKEN }));
    await assert.rejects(version(address, {}), (error) => {
      return error instanceof MandatesError &&
        error.reason === "CREDENTIALS_MISSING";
    });
  });
});

test("a token goes over TLS", options, async () => {
  await withServer(true, async (address, ca) => {
    assert.ok(await version(`https://${address}`, { token: TOKEN, ca }));
    await assert.rejects(version(`https://${address}`, { token: TOKEN }));
  });
});

test("a token does not go to another machine without TLS", () => {
  for (const server of ["a.example.org:50051", "http://127.evil.example:1"]) {
    assert.throws(() => new Client(server, { token: TOKEN }), /without TLS/);
  }
});
