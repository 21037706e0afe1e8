// A generator of Prisma's, which `prisma generate` runs: writes what the schema says of every table, for
// statements that go to PostgreSQL without Prisma's client (src/db/rows).

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import generatorHelper from '@prisma/generator-helper';

/** Types of TypeScript and of PostgreSQL for each scalar type of Prisma. */
const SCALARS = {
  String: ['string', 'text'],
  Int: ['number', 'int'],
  BigInt: ['bigint | number', 'bigint'],
  Boolean: ['boolean', 'boolean'],
  DateTime: ['Date', 'timestamptz'],
  Decimal: ['string | { toFixed(decimals: number): string }', 'numeric'],
  Json: ['unknown', 'jsonb'],
  Bytes: ['Uint8Array', 'bytea'],
};

generatorHelper.generatorHandler({
  onManifest: () => ({ prettyName: 'tables', defaultOutput: '../src/db/generated/tables.ts' }),
  async onGenerate({ dmmf, generator }) {
    const { models } = dmmf.datamodel;
    const file = generator.output?.value ?? '';
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, textOf(models));
  },
});

function textOf(models) {
  const nameOf = ({ name }) => name.charAt(0).toLowerCase() + name.slice(1);
  const tables = models.map((model) => {
    const columns = model.fields.filter(isColumn).map((field) => {
      const { name, dbName, kind } = field;
      const [, sqlType] = typesOf(field);
      const facts = {
        column: dbName ?? name,
        type: sqlType,
        isJson: field.type === 'Json' && kind === 'scalar',
      };
      return [name, facts];
    });
    const ids = model.fields.filter(({ isId }) => isId).map(({ name }) => name);
    const table = model.dbName ?? model.name;
    return [
      nameOf(model),
      { table, key: model.primaryKey?.fields ?? ids, columns: Object.fromEntries(columns) },
    ];
  });
  const rows = models.map((model) => `  ${nameOf(model)}: Models.${model.name};`);
  const written = models.map((model) => {
    const fields = model.fields.filter(isColumn).map((field) => {
      const [type] = typesOf(field);
      const isOptional = !field.isRequired || field.hasDefaultValue || field.isList;
      return `    ${field.name}${isOptional ? '?' : ''}: ${type}${field.isRequired ? '' : ' | null'};`;
    });
    return `  ${nameOf(model)}: {\n${fields.join('\n')}\n  };`;
  });
  return `// Made by scripts/tables-generator.js from prisma/.
import type * as Models from './client/client.ts';
import type { $Enums } from './client/client.ts';

/** The rows of each model, as Prisma reads them. */
export interface Rows {
${rows.join('\n')}
}

/** What a new row of each model is written from. */
export interface NewRows {
${written.join('\n')}
}

/** Table, primary key and columns of each model; \`type\` is PostgreSQL's. */
export const TABLES = ${JSON.stringify(Object.fromEntries(tables), null, 2)} as const;
`;
}

function isColumn({ kind }) {
  return kind === 'scalar' || kind === 'enum';
}

/** The types of a field in TypeScript and in PostgreSQL. */
function typesOf({ kind, type, nativeType, isList }) {
  const [script, sql] = kind === 'enum' ? [`$Enums.${type}`, `"${type}"`] : SCALARS[type];
  const native = { Uuid: 'uuid', Date: 'date' }[nativeType?.[0]] ?? sql;
  return isList ? [`readonly (${script})[]`, `${native}[]`] : [script, native];
}
