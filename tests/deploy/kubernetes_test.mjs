// The manifests are what the Kubernetes API takes, and agree with the server,
// the image and each other.
//
// kubernetes-models has a validator for each kind, made from the API's schema.
// It looks at every key that the schema has and passes over the others, so a
// key that it never looked at is one that the API does not know.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

const SKIPPED = 77; // CTest counts it as neither passed nor failed
const SOURCE = new URL("../../", import.meta.url);
const FOLDER = "deploy/kubernetes/";
// Between the end of a drain and SIGKILL.
const STOP_MARGIN_SECONDS = 10;

const packages = await Promise.all(
  ["yaml", ...["apps", "batch", "policy", "networking.k8s.io"].map(
    (group) => `kubernetes-models/${group}/v1`), "kubernetes-models/v1"]
    .map((name) => import(name))).catch((error) => {
  console.log(`skipped: npm ci has not run: ${error.message}`);
  process.exit(SKIPPED);
});
const [yaml, ...groups] = packages;
const kinds = new Map(groups.flatMap((group) => Object.values(group))
  .filter((kind) => kind.kind)
  .map((kind) => [`${kind.apiVersion} ${kind.kind}`, kind]));

const read = (path) => readFileSync(new URL(path, SOURCE), "utf8");
const kustomization = yaml.parse(read(`${FOLDER}kustomization.yaml`));
const manifests = kustomization.resources.flatMap((name) =>
  yaml.parseAllDocuments(read(FOLDER + name))
    .map((document) => document.toJS()));
const [server] = manifests.filter((one) => one.kind === "StatefulSet");
const [reminder] = manifests.filter((one) => one.kind === "CronJob");
const pods = [server.spec.template, reminder.spec.jobTemplate.spec.template];
const [container] = server.spec.template.spec.containers;
const settings = read("deploy/mandated.toml");

// Wraps `value` so that `seen` collects the path of each key that is read.
function watched(value, path, seen) {
  if (value === null || typeof value !== "object") return value;
  return new Proxy(value, {
    get(target, key) {
      seen.add(`${path}/${String(key)}`);
      return watched(target[key], `${path}/${String(key)}`, seen);
    },
  });
}

// Every value below `value`, with its path.
function* below(value, path = "") {
  if (value === null || typeof value !== "object") return;
  for (const key of Object.keys(value)) {
    yield [`${path}/${key}`, value[key]];
    yield* below(value[key], `${path}/${key}`);
  }
}

// Throws what the validator finds; returns the paths it did not look at.
function unknownKeys(manifest) {
  const kind = kinds.get(`${manifest.apiVersion} ${manifest.kind}`);
  assert(kind, `no kind ${manifest.apiVersion} ${manifest.kind}`);
  const seen = new Set();
  kind.prototype.validate.call(watched(manifest, "", seen));
  return [...below(manifest)].map(([path]) => path)
    .filter((path) => !seen.has(path));
}

for (const manifest of manifests) {
  const name = `${manifest.kind} ${manifest.metadata.name}`;
  test(`${name} is what the API takes`, () => {
    assert.deepEqual(unknownKeys(manifest), []);
  });
}

test("a key that the API does not know is noticed wherever it stands", () => {
  for (const manifest of manifests) {
    for (const [path, object] of [...below(manifest)]) {
      if (typeof object !== "object" || Array.isArray(object)) continue;
      object.relpicas = "1";
      // Some are maps from names of our own, where every key is welcome.
      const free = /\/(labels|matchLabels|annotations|requests|limits)$/.test(path) ||
        (manifest.kind === "Service" && path === "/spec/selector");
      assert.deepEqual(unknownKeys(manifest),
        free ? [] : [`${path}/relpicas`]);
      delete object.relpicas;
    }
  }
});

test("a wrong type is noticed", () => {
  const broken = structuredClone(server);
  broken.spec.replicas = "one";
  assert.throws(() => unknownKeys(broken));
});

test("kustomization names every file, and the version of this project", () => {
  const files = readdirSync(new URL(FOLDER, SOURCE))
    .filter((name) => name.endsWith(".yaml") && name !== "kustomization.yaml");
  assert.deepEqual(kustomization.resources.toSorted(), files.toSorted());
  const [, version] = read("CMakeLists.txt").match(/VERSION ([\d.]+) LANG/);
  assert.equal(kustomization.images[0].newTag, version);
});

test("every pod runs without root, privileges or a disk of its own", () => {
  const dockerfile = read("deploy/container/Dockerfile");
  const [, user] = dockerfile.match(/^USER (\d+):/m);
  for (const { spec } of pods) {
    assert.equal(spec.automountServiceAccountToken, false);
    assert.equal(spec.securityContext.runAsNonRoot, true);
    assert.equal(spec.securityContext.runAsUser, Number(user));
    assert.equal(spec.securityContext.seccompProfile.type, "RuntimeDefault");
    for (const { securityContext, resources } of spec.containers) {
      assert.deepEqual(securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      assert(resources.requests.memory && resources.limits.memory);
    }
  }
});

test("a drain ends before the pod is killed", () => {
  const grace = container.args.find((arg) => arg.startsWith("--grace="));
  const seconds = Number(grace.match(/=(\d+)s$/)[1]);
  assert(server.spec.template.spec.terminationGracePeriodSeconds >=
    seconds + STOP_MARGIN_SECONDS);
});

test("every flag is one of the server", () => {
  for (const arg of container.args) {
    const [, name] = arg.match(/^--([\w-]+)=/);
    assert.match(settings, new RegExp(`^#${name} = `, "m"));
  }
});

test("metrics are served on the port that is scraped and let through", () => {
  const [, { name, containerPort }] = container.ports;
  assert(container.args.includes(`--metrics-listen=0.0.0.0:${containerPort}`));
  assert.equal(server.spec.template.metadata.annotations["prometheus.io/port"],
    String(containerPort));
  const [policy] = manifests.filter(({ kind, metadata }) =>
    kind === "NetworkPolicy" && metadata.name === "mandated");
  assert(policy.spec.ingress.some(({ ports }) =>
    ports.some(({ port }) => port === name)));
});

test("the store is on the volume", () => {
  const [mount] = container.volumeMounts;
  assert(container.args.includes(`--store=${mount.mountPath}/store`));
  assert.equal(mount.name, server.spec.volumeClaimTemplates[0].metadata.name);
  assert.match(read("deploy/container/Dockerfile"),
    new RegExp(`^VOLUME ${mount.mountPath}$`, "m"));
});

test("every probe asks for a service that there is", () => {
  const [{ containerPort }] = container.ports;
  assert(container.args.some((arg) => arg.endsWith(`:${containerPort}`)));
  const probes = ["startupProbe", "readinessProbe", "livenessProbe"]
    .map((name) => container[name].grpc);
  for (const { port, service } of probes) {
    assert.equal(port, containerPort);
    if (service === undefined) continue;
    const [, name] = service.match(/^mandates\.v1\.(\w+)$/);
    assert.match(read("services/server/server.cc"),
      new RegExp(`v1::${name}::service_full_name`));
  }
});

test("every selector chooses the pod it means, and no other", () => {
  const chosen = (selector) => pods.filter(({ metadata }) =>
    Object.entries(selector).every(([k, v]) => metadata.labels[k] === v));
  for (const { kind, metadata, spec } of manifests) {
    const selector = kind === "Service" ? spec.selector
      : (spec?.podSelector ?? spec?.selector)?.matchLabels;
    if (selector === undefined) continue;
    const meant = metadata.name === "mandate-reminder" ? pods[1] : pods[0];
    assert.deepEqual(chosen(selector), [meant], `${kind} ${metadata.name}`);
  }
  assert(manifests.some(({ kind, metadata }) =>
    kind === "Service" && metadata.name === server.spec.serviceName));
});
