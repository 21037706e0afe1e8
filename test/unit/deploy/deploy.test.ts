import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../../src/config.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string) => readFileSync(`${ROOT}/${file}`, 'utf8');

/** Whether a program of this machine can be asked. */
function has(program: string): boolean {
  return (process.env['PATH'] ?? '')
    .split(':')
    .some((folder) => existsSync(`${folder}/${program}`));
}
const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });

/** Throws for what the desk would refuse; variables that it does not know are not told of. */
function checkEnvironment(env: Record<string, string>): void {
  const known = new Set(
    read('src/config.ts')
      .match(/^ {2}[A-Z][A-Z_]+(?=:)/gm)
      ?.map((n) => n.trim()),
  );
  expect(Object.keys(env).filter((name) => !known.has(name) && name !== 'NODE_ENV')).toEqual([]);
  loadConfig(env);
}

describe('Dockerfile', () => {
  const text = read('deploy/Dockerfile');
  const lines = text.split('\n');

  it('copies all that a package of the desk holds but the examples, and files that are there', () => {
    const last = text.slice(text.lastIndexOf('\nFROM '));
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    for (const file of files.filter((name) => name !== 'examples'))
      expect(last).toContain(file.split('/')[0]);
    const copied = lines.flatMap(
      (line) => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? [],
    );
    expect(copied.filter((file) => !existsSync(`${ROOT}/${file}`))).toEqual([]);
  });

  it('runs without root, with its own signals, on a version that the desk takes', () => {
    expect(lines.findLast((line) => line.startsWith('USER '))).toBe('USER node');
    expect(text).toContain('ENTRYPOINT ["node", "bin/desk.js"]');
    expect(Number(/NODE_VERSION=(\d+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(20);
    expect(text).toMatch(/HEALTHCHECK [\s\S]*\/healthz/);
    const env = /^ENV (.*)$/m.exec(text)?.[1] ?? '';
    checkEnvironment(Object.fromEntries(env.split(' ').map((pair) => pair.split('=', 2))));
  });
});

describe('compose file', () => {
  const Service = z.object({
    image: z.string(),
    environment: z.record(z.string(), z.coerce.string()).optional(),
    depends_on: z
      .record(z.string(), z.object({ condition: z.literal('service_healthy') }))
      .optional(),
    healthcheck: z.object({ test: z.array(z.string()).min(2) }).optional(),
    ports: z.array(z.string()).optional(),
    stop_grace_period: z.string().optional(),
  });
  const file = z
    .object({ services: z.record(z.string(), Service) })
    .parse(parse(read('deploy/compose.yaml'), { merge: true }));

  it('has two nodes, PostgreSQL and Redis, which the nodes wait for', () => {
    expect(Object.keys(file.services)).toEqual(['desk-1', 'desk-2', 'postgres', 'redis']);
    for (const name of ['desk-1', 'desk-2']) {
      const node = file.services[name];
      for (const other of Object.keys(node?.depends_on ?? {}))
        expect(file.services[other]?.healthcheck, other).toBeDefined();
      expect(Number.parseInt(node?.stop_grace_period ?? '0', 10)).toBeGreaterThan(10);
      expect(node?.ports?.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    }
  });

  it('gives the nodes variables that they know and take', () => {
    const given = file.services['desk-1']?.environment ?? {};
    const values = { POSTGRES_PASSWORD: 'secret', ADMIN_API_KEY: 'a'.repeat(40) };
    const filled = Object.entries(given).map(([name, text]) => [name, substitute(text, values)]);
    checkEnvironment(Object.fromEntries(filled));
  });
});

/** What compose makes of `${NAME:-default}` and `${NAME:?why}`. */
function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+):([-?])([^}]*)\}/g, (_all, name: string, kind, word: string) => {
    const value = values[name] ?? (kind === '-' ? word : undefined);
    if (value === undefined) throw new Error(`${name} is not set: ${word}`);
    return value;
  });
}

describe('systemd unit', () => {
  const unit = read('deploy/escalation-desk.service');

  it('stops with SIGTERM in more time than a stop takes, and has files for all connections', () => {
    expect(unit).toMatch(/^KillSignal=SIGTERM$/m);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(10);
    expect(Number(/^LimitNOFILE=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(12_210);
    expect(unit).toMatch(/^RestartPreventExitStatus=2$/m);
  });

  it.runIf(has('systemd-analyze'))('is one that systemd reads without a word', () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-unit-'));
    const copy = join(folder, 'escalation-desk.service');
    // It looks for the program, which stands elsewhere on machines of developers.
    writeFileSync(copy, unit.replace('/usr/bin/node', process.execPath));
    try {
      expect(run('systemd-analyze', 'verify', copy)).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('Kubernetes manifests', () => {
  const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.literal('http') }) });
  const Container = z.object({
    ports: z.tuple([z.object({ name: z.literal('http'), containerPort: z.literal(4000) })]),
    env: z.array(z.object({ name: z.string(), value: z.string() })),
    startupProbe: Probe,
    livenessProbe: Probe,
    readinessProbe: Probe,
    lifecycle: z.object({
      preStop: z.object({ exec: z.object({ command: z.array(z.string()) }) }),
    }),
    volumeMounts: z.array(z.object({ name: z.string() })),
  });
  const Pod = z.object({
    metadata: z.object({ labels: z.record(z.string(), z.string()) }),
    spec: z.object({
      terminationGracePeriodSeconds: z.int(),
      securityContext: z.looseObject({ runAsNonRoot: z.literal(true) }),
      containers: z.tuple([Container]),
      volumes: z.array(z.looseObject({ name: z.string() })),
    }),
  });
  const documents = parseAllDocuments(read('deploy/kubernetes/desk.yaml')).map((document) => {
    expect(document.errors).toEqual([]);
    return z
      .looseObject({
        apiVersion: z.string(),
        kind: z.string(),
        metadata: z.looseObject({ name: z.string() }),
        spec: z.looseObject({}),
      })
      .parse(document.toJS());
  });
  const specOf = (kind: string) => documents.find((one) => one.kind === kind)?.spec ?? {};
  const pod = Pod.parse(specOf('Deployment')['template']);

  it('are a deployment, a service and a budget of disruptions, about the same pods', () => {
    expect(documents.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
      'apps/v1 Deployment',
      'v1 Service',
      'policy/v1 PodDisruptionBudget',
    ]);
    const { labels } = pod.metadata;
    expect(specOf('Deployment')['selector']).toEqual({ matchLabels: labels });
    expect(specOf('Service')['selector']).toEqual(labels);
    expect(specOf('PodDisruptionBudget')['selector']).toEqual({ matchLabels: labels });
    expect(Number(specOf('Deployment')['replicas'])).toBeGreaterThan(
      Number(specOf('PodDisruptionBudget')['minAvailable']),
    );
  });

  it('ask /readyz for requests and /healthz for life, and wait before and during a stop', () => {
    const [{ livenessProbe, readinessProbe, startupProbe, lifecycle, env, volumeMounts }] =
      pod.spec.containers;
    expect(readinessProbe.httpGet.path).toBe('/readyz');
    expect(livenessProbe.httpGet.path).toBe('/healthz');
    expect(startupProbe.httpGet.path).toBe('/healthz');
    const pauseMs = Number(/(\d+)\)$/.exec(lifecycle.preStop.exec.command.at(-1) ?? '')?.[1]);
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(pauseMs / 1_000 + 10);
    expect(volumeMounts.map(({ name }) => name)).toEqual(pod.spec.volumes.map(({ name }) => name));
    checkEnvironment(Object.fromEntries(env.map(({ name, value }) => [name, value])));
  });
});

describe('alert rules', () => {
  const rules = read('deploy/prometheus-alerts.yaml');

  it('ask for metrics that the desk has', () => {
    const sources = readdirSync(`${ROOT}/src`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => read(`src/${file}`))
      .join('\n');
    const names = new Set(rules.match(/\bdesk_[a-z_]+/g) ?? []);
    expect(names.size).toBeGreaterThan(5);
    expect([...names].filter((name) => !sources.includes(name.replace(/_bucket$/, '')))).toEqual(
      [],
    );
  });

  it.runIf(has('promtool'))('fire when they should, as promtool sees it', () => {
    expect(run('promtool', 'check', 'rules', 'deploy/prometheus-alerts.yaml')).toContain('SUCCESS');
    expect(run('promtool', 'test', 'rules', 'deploy/prometheus-alerts.test.yaml')).toContain(
      'SUCCESS',
    );
  });
});
