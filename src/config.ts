import { z } from 'zod';
import type { JwtSettings } from './auth/jwt-settings.ts';
import type { LogLevel } from './log.ts';
import { LOG_LEVELS } from './log.ts';
import { isLoopbackHost } from './shared/loopback.ts';
import { isPlainUrl, parseUrl } from './shared/url.ts';

/** The settings that the environment decides. No other module of the desk reads the environment. */
export interface Config {
  /** Name or address to listen on. */
  host: string;
  /** Port to listen on; 0 takes a free one. */
  port: number;
  /** Folder of the embedded database and of a generated admin key. */
  dataDir: string;
  database: {
    /** Address of an external PostgreSQL; undefined for the embedded one. */
    url: string | undefined;
    /** Address of PostgreSQL itself, where `url` goes through a pooler; undefined: `url`. */
    directUrl: string | undefined;
    /** The most connections that one node has to the database. */
    poolSize: number;
    connectTimeoutMs: number;
  };
  /** The admin key; undefined: one is generated and kept in `dataDir`. */
  adminApiKey: string | undefined;
  /** Key that reads `/metrics` and nothing else; undefined: this machine reads them without a key. */
  metricsKey: string | undefined;
  /** How tokens of an identity provider are checked; with neither address nor secret no token is accepted. */
  jwt: JwtSettings;
  graphiql: boolean;
  /** Origins whose pages may send requests, beside the desk's own. */
  corsOrigins: readonly string[];
  /** Address at which people reach the desk. */
  publicUrl: string | undefined;
  /** How many proxies stand before the desk and report the address of their caller. */
  trustedProxies: number;
  rates: {
    /** Points of cost that one principal may spend in a minute; 0 for no limit. */
    points: { staff: number; partner: number };
    /** Wrong credentials that one address may send in a minute; 0 for no limit. */
    signInFailures: number;
  };
  /** Redis stream that brings entries to the nodes; undefined: nodes read them from the database. */
  redis: { url: string; streamLength: number } | undefined;
  /** Whether to start although the schema breaks registered operations. */
  allowBrokenOperations: boolean;
  /** Whether queries are answered by compiled reads; tests compare the answers without them. */
  compiledReads: boolean;
  logLevel: LogLevel;
  /** Where traces are sent by OTLP; undefined: there are none. */
  tracesUrl: string | undefined;
  /** Variables that are set and well formed, and that this version does nothing with yet. */
  notUsedYet: readonly string[];
}

/**
 * Some variables are wrong; the message has a line for each. The process touched nothing and exits with 2.
 */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

const MIN_SECRET_LENGTH = 32;

function urlOf(...protocols: readonly string[]) {
  return z.string().refine((text) => protocols.includes(parseUrl(text)?.protocol ?? ''));
}

function integer(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);
}

const Environment = z.object({
  HOST: z
    .string()
    .regex(/^[\w.:%-]{1,255}$/)
    .default('127.0.0.1'),
  PORT: integer(0, 65_535).default(4_000),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: urlOf('postgres:', 'postgresql:').optional(),
  DATABASE_DIRECT_URL: urlOf('postgres:', 'postgresql:').optional(),
  DATABASE_POOL_SIZE: integer(1, 1_000).default(10),
  DATABASE_CONNECT_TIMEOUT_MS: integer(100, 600_000).default(10_000),
  ADMIN_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .min(MIN_SECRET_LENGTH)
    .optional(),
  METRICS_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{8,}$/)
    .optional(),
  PUBLIC_URL: urlOf('http:', 'https:').refine(isPlainUrl).optional(),
  GRAPHIQL: z.stringbool().optional(),
  ALLOW_BROKEN_OPERATIONS: z.stringbool().default(false),
  CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
    .refine((origins) => origins.every((text) => parseUrl(text)?.origin === text))
    .default([]),
  TRUSTED_PROXIES: integer(0, 10).default(0),
  RATE_LIMIT_POINTS: integer(0, 999_999_999).default(600_000),
  RATE_LIMIT_PARTNER_POINTS: integer(0, 999_999_999).default(60_000),
  RATE_LIMIT_SIGN_IN_FAILURES: integer(0, 1_000_000).default(60),
  DESK_COMPILED: z.enum(['on', 'off']).default('on'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  REDIS_URL: urlOf('redis:', 'rediss:').optional(),
  REDIS_STREAM_LENGTH: integer(100, 10_000_000).default(10_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf('http:', 'https:').optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: urlOf('http:', 'https:').optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.string().optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
  SMTP_URL: urlOf('smtp:', 'smtps:').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^@\r\n]+@[^@\s]+$/)
    .optional(),
  JWT_JWKS_URL: urlOf('http:', 'https:').optional(),
  JWT_SECRET: z.string().min(MIN_SECRET_LENGTH).optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
});
type Variable = keyof z.infer<typeof Environment>;

const POSTGRES_URL = 'an address such as postgresql://user:password@host:5432/database';

/** What a variable takes, for the message about a wrong value. */
const TAKES: Readonly<Record<Variable, string>> = {
  HOST: 'a host name or an IP address to listen on',
  PORT: 'a number from 0 to 65535; 0 takes a free port',
  DATA_DIR: 'the path of a folder',
  DATABASE_URL: POSTGRES_URL,
  DATABASE_DIRECT_URL: `${POSTGRES_URL}, beside a DATABASE_URL`,
  DATABASE_POOL_SIZE: 'a number of connections from 1 to 1000',
  DATABASE_CONNECT_TIMEOUT_MS: 'milliseconds from 100 to 600000',
  ADMIN_API_KEY: `at least ${MIN_SECRET_LENGTH} printable ASCII characters without spaces`,
  METRICS_KEY:
    'at least 8 printable ASCII characters without spaces, and not those of ADMIN_API_KEY',
  PUBLIC_URL: 'an address such as https://desk.example.com, without password, query and fragment',
  GRAPHIQL: 'true or false',
  ALLOW_BROKEN_OPERATIONS: 'true or false',
  CORS_ORIGINS: 'origins with commas between them, such as https://app.example.com',
  TRUSTED_PROXIES: 'a number of proxies from 0 to 10',
  RATE_LIMIT_POINTS: 'points for a minute from 0 to 999999999; 0 for no limit',
  RATE_LIMIT_PARTNER_POINTS: 'points for a minute from 0 to 999999999; 0 for no limit',
  RATE_LIMIT_SIGN_IN_FAILURES: 'a number for a minute from 0 to 1000000; 0 for no limit',
  DESK_COMPILED: 'on or off; off is for tests, which compare the answers of both ways',
  LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')}`,
  REDIS_URL: 'an address such as redis://host:6379',
  REDIS_STREAM_LENGTH: 'a number of entries from 100 to 10000000',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'an http or https address, behind which /v1/traces takes traces',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'an http or https address that takes traces',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json, which whatever takes OTLP over HTTP takes',
  OTEL_TRACES_EXPORTER: 'otlp or none',
  OTEL_SDK_DISABLED: 'true or false',
  SMTP_URL: 'an address such as smtp://user:password@host:587',
  MAIL_FROM: 'an address such as desk@example.com',
  JWT_JWKS_URL: 'an http or https address',
  JWT_SECRET: `at least ${MIN_SECRET_LENGTH} characters, and no JWT_JWKS_URL beside it: tokens are checked by one of them`,
  JWT_ISSUER: 'the name of an issuer, beside JWT_JWKS_URL or JWT_SECRET',
  JWT_AUDIENCE: 'the name of an audience, beside JWT_JWKS_URL or JWT_SECRET',
};

const SECRETS: ReadonlySet<string> = new Set<Variable>([
  'ADMIN_API_KEY',
  'JWT_SECRET',
  'METRICS_KEY',
]);
const LATER: readonly Variable[] = ['SMTP_URL', 'MAIL_FROM'];

/**
 * Reads the settings; a variable that is empty counts as not set.
 * @throws ConfigError that says of each wrong variable what it got and what it takes.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0] as Variable));
    throw new ConfigError([...wrong].map((name) => problem(name, given[name] ?? '')));
  }
  const values = parsed.data;
  const misplaced = findMisplaced(values);
  if (misplaced.length > 0) {
    throw new ConfigError(misplaced.map((name) => problem(name, given[name] ?? '')));
  }
  return {
    host: values.HOST,
    port: values.PORT,
    dataDir: values.DATA_DIR,
    database: {
      url: values.DATABASE_URL,
      directUrl: values.DATABASE_DIRECT_URL,
      poolSize: values.DATABASE_POOL_SIZE,
      connectTimeoutMs: values.DATABASE_CONNECT_TIMEOUT_MS,
    },
    adminApiKey: values.ADMIN_API_KEY,
    metricsKey: values.METRICS_KEY,
    publicUrl: values.PUBLIC_URL,
    graphiql: values.GRAPHIQL ?? isLoopbackHost(values.HOST),
    corsOrigins: values.CORS_ORIGINS,
    trustedProxies: values.TRUSTED_PROXIES,
    rates: {
      points: { staff: values.RATE_LIMIT_POINTS, partner: values.RATE_LIMIT_PARTNER_POINTS },
      signInFailures: values.RATE_LIMIT_SIGN_IN_FAILURES,
    },
    jwt: {
      jwksUrl: values.JWT_JWKS_URL,
      secret: values.JWT_SECRET,
      issuer: values.JWT_ISSUER,
      audience: values.JWT_AUDIENCE,
    },
    redis:
      values.REDIS_URL === undefined
        ? undefined
        : { url: values.REDIS_URL, streamLength: values.REDIS_STREAM_LENGTH },
    allowBrokenOperations: values.ALLOW_BROKEN_OPERATIONS,
    compiledReads: values.DESK_COMPILED === 'on',
    logLevel: values.LOG_LEVEL,
    tracesUrl: tracesUrlOf(values),
    notUsedYet: LATER.filter((name) => values[name] !== undefined),
  };
}

/** By the rules of OpenTelemetry: the address for traces, or the one for all with the path of traces. */
function tracesUrlOf(values: z.infer<typeof Environment>): string | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: forAll, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own } = values;
  const isOff =
    values.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || values.OTEL_TRACES_EXPORTER === 'none';
  if (isOff) return undefined;
  return own ?? (forAll === undefined ? undefined : `${forAll.replace(/\/$/, '')}/v1/traces`);
}

/** Finds variables that are well formed but, beside the others, would be ignored or be ambiguous. */
function findMisplaced(values: z.infer<typeof Environment>): Variable[] {
  const isSet = (name: Variable) => values[name] !== undefined;
  const misplaced: Variable[] = [];
  if (isSet('DATABASE_DIRECT_URL') && !isSet('DATABASE_URL')) misplaced.push('DATABASE_DIRECT_URL');
  const protocol = values.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/json';
  if (tracesUrlOf(values) !== undefined && protocol !== 'http/json')
    misplaced.push('OTEL_EXPORTER_OTLP_PROTOCOL');
  if (isSet('METRICS_KEY') && values.METRICS_KEY === values.ADMIN_API_KEY)
    misplaced.push('METRICS_KEY');
  if (isSet('JWT_SECRET') && isSet('JWT_JWKS_URL')) misplaced.push('JWT_SECRET');
  if (!isSet('JWT_SECRET') && !isSet('JWT_JWKS_URL')) {
    misplaced.push(...(['JWT_ISSUER', 'JWT_AUDIENCE'] as const).filter(isSet));
  }
  return misplaced;
}

function problem(name: Variable, value: string): string {
  return `${name} is ${shown(name, value)}; it takes ${TAKES[name]}.`;
}

/** Writes a value for a message. If it can hold a password, only parts that cannot be one are shown. */
function shown(name: Variable, value: string): string {
  if (SECRETS.has(name)) return `a text of ${value.length} characters`;
  const url = name.endsWith('_URL') ? parseUrl(value) : undefined;
  if (url !== undefined && url.host !== '') {
    if (url.password !== '') url.password = '***';
    url.search = '';
    return JSON.stringify(url.href);
  }
  return name.endsWith('_URL') ? 'not an address' : JSON.stringify(value);
}
