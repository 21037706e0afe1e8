// Keeps prisma/migrations in step with the Prisma schema, without Prisma's engine binary:
//   node scripts/migration.js check        exit 1 and the missing SQL when they disagree, or when a
//                                          migration takes away what nodes of the version before it use
//   node scripts/migration.js new <name>   writes a migration with the missing SQL
// What Prisma's language cannot say (indexes on expressions, triggers, sequences) is written into
// migrations by hand; the comparison leaves it alone as far as Prisma does not see it.
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { wrongWith } from './migration-rules.js';
import { root, run } from './run.js';

const MIGRATIONS = path.join(root, 'prisma/migrations');
/** Numbers of PostgreSQL's types. */
const INTERNAL_CHAR = 18;
const TEXT = 25;
const FILTERS = { externalTables: ['public._prisma_migrations'], externalEnums: [] };
const USAGE = 'Usage: node scripts/migration.js check | new <name>';

const [command, name = ''] = process.argv.slice(2);
if (command !== 'check' && !(command === 'new' && /^[a-z0-9_]+$/.test(name))) {
  console.error(`${USAGE}\nA name has lower-case letters, digits and underscores.`);
  process.exit(2);
}
const { openDatabase, migrate } = await compileDatabaseLayer();

try {
  const sql = await withScratchDatabase(missingSql);
  if (command === 'new') writeMigration(sql);
  else check(sql);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** By itself, because a migration is often wanted before the code that needs it compiles. */
async function compileDatabaseLayer() {
  const out = path.join(root, 'node_modules/.cache/desk-migration');
  const config = path.join(out, 'tsconfig.json');
  const files = ['database', 'migrate'].map((name) => path.join(root, `src/db/${name}.ts`));
  const compilerOptions = {
    noEmit: false,
    noCheck: true,
    rootDir: path.join(root, 'src'),
    outDir: out,
  };
  mkdirSync(out, { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({
      extends: path.join(root, 'tsconfig.json'),
      compilerOptions,
      files,
      include: [],
    }),
  );
  run('typescript-compiler', 'tsc', ['-p', config]);
  const [{ openDatabase: open }, { migrate: apply }] = await Promise.all(
    ['database', 'migrate'].map(
      (name) => import(pathToFileURL(path.join(out, `db/${name}.js`)).href),
    ),
  );
  return { openDatabase: open, migrate: apply };
}

function check(sql) {
  checkRules();
  if (sql === '') return;
  console.error(
    'The migrations do not make what the Prisma schema says; run: node scripts/migration.js new <name>. Missing:',
  );
  console.error(sql);
  process.exitCode = 1;
}

function checkRules() {
  for (const name of readdirSync(MIGRATIONS).sort()) {
    const file = path.join(MIGRATIONS, name, 'migration.sql');
    if (!existsSync(file)) continue;
    for (const sentence of wrongWith(name, readFileSync(file, 'utf8'))) {
      console.error(sentence);
      process.exitCode = 1;
    }
  }
}

function writeMigration(sql) {
  if (sql === '') {
    console.log('The migrations make what the Prisma schema says; nothing is missing.');
    return;
  }
  const stamp = new Date()
    .toISOString()
    .replaceAll(/[^0-9]/g, '')
    .slice(0, 14);
  const file = path.join(MIGRATIONS, `${stamp}_${name}`, 'migration.sql');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${sql}\n`);
  console.log(path.relative(root, file));
}

/** The SQL that leads from what the migrations make to what the schema says; empty when that is the same. */
async function missingSql(url) {
  await migrate(url, { log: () => {}, migrationsDir: MIGRATIONS });
  const engine = await openSchemaEngine(url);
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files: schemaFiles(), configDir: root },
      to: { tag: 'schemaDatamodel', files: schemaFiles() },
      script: true,
      exitCode: null,
      filters: FILTERS,
    });
    const statements = (stdout ?? '').trim();
    return statements === '-- This is an empty migration.' ? '' : statements;
  } finally {
    engine.free();
  }
}

function schemaFiles() {
  const folder = path.join(root, 'prisma');
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.prisma'))
    .sort()
    .map((file) => ({
      path: path.join(folder, file),
      content: readFileSync(path.join(folder, file), 'utf8'),
    }));
}

/** Prisma's schema engine, whose package expects a bundler that can import WebAssembly. */
async function openSchemaEngine(url) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
  const require = createRequire(import.meta.url);
  const script = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const binding = await import(pathToFileURL(script).href);
  const { instance } = await WebAssembly.instantiate(
    readFileSync(script.replace(/\.js$/, '.wasm')),
    { './schema_engine_bg.js': binding },
  );
  binding.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const utils = createRequire(require.resolve('@prisma/adapter-pg'))(
    '@prisma/driver-adapter-utils',
  );
  const adapter = adapterFactoryFor(url, utils);
  const datamodels = schemaFiles().map((file) => [file.path, file.content]);
  return binding.SchemaEngine.new({ datamodels }, () => {}, adapter);
}

/**
 * Prisma's adapter, which does not know the one-letter type of the catalogue's columns that the
 * engine reads: to the adapter they are passed off as text, to the engine as characters.
 */
function adapterFactoryFor(url, utils) {
  const letterColumns = new Map();
  const pool = new pg.Pool({ connectionString: url });
  const query = pool.query.bind(pool);
  pool.query = async (statement, ...rest) => {
    const result = await query(statement, ...rest);
    const letters = (result.fields ?? []).filter((field) => field.dataTypeID === INTERNAL_CHAR);
    letterColumns.set(statement.text, new Set(letters.map((field) => field.name)));
    for (const field of letters) field.dataTypeID = TEXT;
    return result;
  };
  const factory = new PrismaPg(pool, { disposeExternalPool: true });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (statement) => {
      const result = await queryRaw(statement);
      const columnTypes = result.columnTypes.map((type, index) =>
        letterColumns.get(statement.sql)?.has(result.columnNames[index])
          ? utils.ColumnTypeEnum.Character
          : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  };
  // Dropping the database ends its connections.
  pool.on('error', () => {});
  return utils.bindMigrationAwareSqlAdapterFactory(factory);
}

/** An empty database on DATABASE_URL's server, else on an embedded one in a temporary folder. */
async function withScratchDatabase(use) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'desk-migration-'));
  const database = await openDatabase({
    dataDir,
    databaseUrl: process.env.DATABASE_URL || undefined,
    connectTimeoutMs: 10_000,
    log: () => {},
    postgresOptions: { fsync: 'off' },
  });
  // A panic of the engine reaches nobody's catch, and the embedded database would go on running.
  process.once('uncaughtException', async (error) => {
    console.error(error.message);
    await database.stop();
    process.exit(1);
  });
  try {
    const scratch = `desk_migration_${randomBytes(6).toString('hex')}`;
    await execute(database.adminUrl, `CREATE DATABASE ${scratch}`);
    const url = new URL(database.adminUrl);
    url.pathname = `/${scratch}`;
    try {
      return await use(url.href);
    } finally {
      await execute(database.adminUrl, `DROP DATABASE ${scratch} WITH (FORCE)`);
    }
  } finally {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function execute(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
