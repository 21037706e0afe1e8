import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';

const KEY = 'k'.repeat(32);
const NO_JWT = { jwksUrl: undefined, secret: undefined, issuer: undefined, audience: undefined };

function problemsOf(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no problem';
}

test('without any variable the desk serves on the loopback address with an embedded database', () => {
  expect(loadConfig({})).toEqual({
    host: '127.0.0.1',
    port: 4000,
    dataDir: '.data',
    database: { url: undefined, directUrl: undefined, poolSize: 10, connectTimeoutMs: 10_000 },
    adminApiKey: undefined,
    metricsKey: undefined,
    publicUrl: undefined,
    graphiql: true,
    corsOrigins: [],
    trustedProxies: 0,
    rates: { points: { staff: 600_000, partner: 60_000 }, signInFailures: 60 },
    jwt: NO_JWT,
    redis: undefined,
    compiledReads: true,
    logLevel: 'info',
    allowBrokenOperations: false,
    tracesUrl: undefined,
    notUsedYet: [],
  });
});

test('an empty variable counts as not set', () => {
  const empty = { PORT: '', DATABASE_URL: '', ADMIN_API_KEY: '', GRAPHIQL: '', REDIS_URL: '' };
  expect(loadConfig(empty)).toEqual(loadConfig({}));
});

test('what is given is taken', () => {
  const config = loadConfig({
    HOST: '::1',
    PORT: '0',
    DATA_DIR: '/var/lib/desk',
    DATABASE_URL: 'postgresql://desk:secret@db:6432/desk',
    DATABASE_DIRECT_URL: 'postgres://desk:secret@db:5432/desk',
    DATABASE_POOL_SIZE: '25',
    DATABASE_CONNECT_TIMEOUT_MS: '2500',
    ADMIN_API_KEY: KEY,
    METRICS_KEY: 'metrics-key',
    PUBLIC_URL: 'https://desk.example.com/at',
    LOG_LEVEL: 'silent',
  });
  expect(config).toEqual({
    host: '::1',
    port: 0,
    dataDir: '/var/lib/desk',
    database: {
      url: 'postgresql://desk:secret@db:6432/desk',
      directUrl: 'postgres://desk:secret@db:5432/desk',
      poolSize: 25,
      connectTimeoutMs: 2_500,
    },
    adminApiKey: KEY,
    metricsKey: 'metrics-key',
    publicUrl: 'https://desk.example.com/at',
    graphiql: true,
    corsOrigins: [],
    trustedProxies: 0,
    rates: { points: { staff: 600_000, partner: 60_000 }, signInFailures: 60 },
    jwt: NO_JWT,
    redis: undefined,
    compiledReads: true,
    logLevel: 'silent',
    allowBrokenOperations: false,
    tracesUrl: undefined,
    notUsedYet: [],
  });
});

describe('the explorer', () => {
  test.each([
    ['127.0.0.1', undefined, true],
    ['127.9.9.9', undefined, true],
    ['localhost', undefined, true],
    ['0.0.0.0', undefined, false],
    ['desk.example.com', undefined, false],
    ['0.0.0.0', 'true', true],
    ['127.0.0.1', 'false', false],
  ])('on HOST %s with GRAPHIQL %s is on: %s', (HOST, GRAPHIQL, expected) => {
    expect(loadConfig({ HOST, GRAPHIQL }).graphiql).toBe(expected);
  });
});

test('what belongs to later versions is checked and named as not used', () => {
  const env = { SMTP_URL: 'smtp://mail:587', JWT_SECRET: KEY };
  expect(loadConfig(env).notUsedYet).toEqual(['SMTP_URL']);
});

describe('a wrong value is refused with its variable, what it got and what it takes', () => {
  test.each([
    ['PORT', '65536', 'PORT is "65536"; it takes a number from 0 to 65535; 0 takes a free port.'],
    ['PORT', '-1', 'PORT is "-1"; it takes a number from 0 to 65535; 0 takes a free port.'],
    ['PORT', '4e3', 'PORT is "4e3"; it takes a number from 0 to 65535; 0 takes a free port.'],
    ['HOST', 'a b', 'HOST is "a b"; it takes a host name or an IP address to listen on.'],
    ['GRAPHIQL', 'maybe', 'GRAPHIQL is "maybe"; it takes true or false.'],
    [
      'LOG_LEVEL',
      'loud',
      'LOG_LEVEL is "loud"; it takes one of trace, debug, info, warn, error, fatal, silent.',
    ],
    [
      'DATABASE_POOL_SIZE',
      '0',
      'DATABASE_POOL_SIZE is "0"; it takes a number of connections from 1 to 1000.',
    ],
    [
      'REDIS_URL',
      'http://cache',
      'REDIS_URL is "http://cache/"; it takes an address such as redis://host:6379.',
    ],
  ])('%s=%s', (name, value, message) => {
    expect(problemsOf({ [name]: value })).toBe(message);
  });

  test('a direct address without DATABASE_URL would be ignored, so it is refused', () => {
    const env = { DATABASE_DIRECT_URL: 'postgres://db/desk' };
    expect(problemsOf(env)).toMatch(/^DATABASE_DIRECT_URL is .* beside a DATABASE_URL\.$/);
  });

  test('two ways to check tokens contradict each other, so they are refused', () => {
    const env = { JWT_JWKS_URL: 'https://id.example/keys', JWT_SECRET: KEY };
    expect(problemsOf(env)).toBe(
      'JWT_SECRET is a text of 32 characters; it takes at least 32 characters, and no JWT_JWKS_URL beside it: tokens are checked by one of them.',
    );
  });

  test('the issuer and audience of tokens that are not taken would be ignored, so they are refused', () => {
    const env = { JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'desk' };
    expect(problemsOf(env).split('\n')).toEqual([
      'JWT_ISSUER is "https://id.example"; it takes the name of an issuer, beside JWT_JWKS_URL or JWT_SECRET.',
      'JWT_AUDIENCE is "desk"; it takes the name of an audience, beside JWT_JWKS_URL or JWT_SECRET.',
    ]);
    expect(loadConfig({ ...env, JWT_SECRET: KEY }).jwt).toEqual({
      jwksUrl: undefined,
      secret: KEY,
      issuer: 'https://id.example',
      audience: 'desk',
    });
  });

  test.each([
    ['ftp://desk.example.com', '"ftp://desk.example.com/"'],
    ['https://desk:hunter2@desk.example.com', '"https://desk:***@desk.example.com/"'],
    ['https://desk.example.com/?a=b', '"https://desk.example.com/"'],
    ['https://desk.example.com/#a', '"https://desk.example.com/#a"'],
    ['desk.example.com', 'not an address'],
  ])('PUBLIC_URL=%s holds what cannot stand before a path', (PUBLIC_URL, shown) => {
    expect(problemsOf({ PUBLIC_URL })).toBe(
      `PUBLIC_URL is ${shown}; it takes an address such as https://desk.example.com, without password, query and fragment.`,
    );
  });

  test.each([
    ['is short', { METRICS_KEY: 'hunter2' }],
    ['has spaces', { METRICS_KEY: 'hunter2 hunter2' }],
    ['is the admin key', { METRICS_KEY: KEY, ADMIN_API_KEY: KEY }],
  ])('METRICS_KEY that %s is told by its length', (_how, env) => {
    expect(problemsOf(env)).toBe(
      `METRICS_KEY is a text of ${env.METRICS_KEY.length} characters; it takes at least 8 printable ASCII characters without spaces, and not those of ADMIN_API_KEY.`,
    );
  });

  test('several wrong values get a line each', () => {
    expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'y' }).split('\n')).toHaveLength(2);
  });
});

describe('secrets', () => {
  test('a short key is told by its length', () => {
    expect(problemsOf({ ADMIN_API_KEY: 'hunter2' })).toBe(
      'ADMIN_API_KEY is a text of 7 characters; it takes at least 32 printable ASCII characters without spaces.',
    );
  });

  test('a password in an address is not shown', () => {
    const message = problemsOf({ DATABASE_URL: 'mysql://desk:hunter2@db/desk' });
    expect(message).toContain('DATABASE_URL is "mysql://desk:***@db/desk"');
  });

  test('what is not an address at all is not shown', () => {
    expect(problemsOf({ DATABASE_URL: 'desk:hunter2' })).not.toContain('hunter2');
    expect(problemsOf({ DATABASE_URL: '//desk:hunter2@db' })).not.toContain('hunter2');
  });
});

describe('the address for traces', () => {
  const FOR_ALL = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
  const OWN = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/in' };

  test.each([
    ['behind the one for all', FOR_ALL, 'http://collector:4318/v1/traces'],
    ['its own as it is', { ...FOR_ALL, ...OWN }, 'https://traces.example/in'],
    ['none', {}, undefined],
    ['none when OpenTelemetry is off', { ...FOR_ALL, OTEL_SDK_DISABLED: 'true' }, undefined],
    ['none when traces are', { ...OWN, OTEL_TRACES_EXPORTER: 'none' }, undefined],
  ])('is %s', (_what, env, tracesUrl) => {
    expect(loadConfig(env).tracesUrl).toBe(tracesUrl);
  });

  test('is refused with another protocol than the one that is spoken', () => {
    const env = { ...FOR_ALL, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect(() => loadConfig(env)).toThrow(
      /^OTEL_EXPORTER_OTLP_PROTOCOL is "grpc"; it takes http\/json/,
    );
    expect(loadConfig({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }).tracesUrl).toBeUndefined();
  });
});
