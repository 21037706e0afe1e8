import type { GraphQLSchema } from 'graphql';
import { GraphQLError } from 'graphql';
import { schemaFor } from '../graphql/schema-view.ts';
import type { Role } from '../shared/vocabulary.ts';
import type { Budgets } from './doors/budgets.ts';
import type { Overload } from './doors/overload.ts';
import { charge } from './doors/rate-headers.ts';
import type { AddressOf } from './doors/remote-address.ts';
import type { SignIn } from './doors/sign-in.ts';
import { hashOfText, matches } from './etag.ts';
import { sendRefusal, sendText } from './reply.ts';
import type { Handler } from './server.ts';

interface SchemaTextOptions {
  schema: GraphQLSchema;
  signIn: SignIn;
  addressOf: AddressOf;
  overload: Overload;
  budgets: Budgets;
}

/** Points, also for a 304: with its budget a partner can ask once a second. */
const SCHEMA_TEXT_COST = 1_000;

/** Serves `/schema.graphql`: the schema as the caller may use it, for code generators. Needs a sign-in. */
export function createSchemaText({ schema, ...doors }: SchemaTextOptions): Handler {
  // At most one for each role: the schema of a process never changes.
  const kept = new Map<Role, { text: string; etag: string }>();

  function textFor(role: Role): { text: string; etag: string } {
    const before = kept.get(role);
    if (before !== undefined) return before;
    const text = schemaFor(schema, role);
    const made = { text, etag: `"${hashOfText(text)}"` };
    kept.set(role, made);
    return made;
  }

  return async (req, res) => {
    const principal = await doors.signIn(req.headers.authorization, doors.addressOf(req));
    if (principal instanceof GraphQLError) return sendRefusal(res, principal);
    const over = doors.overload.refusalOf(principal, 'operation');
    if (over !== undefined) return sendRefusal(res, over);
    if (!(await charge(res, doors.budgets, principal, SCHEMA_TEXT_COST))) return;
    const { text, etag } = textFor(principal.role);
    res.setHeader('ETag', etag);
    res.setHeader('Cache-Control', 'private, no-cache');
    res.appendHeader('Vary', 'Authorization');
    if (matches(req.headers['if-none-match'], etag)) res.writeHead(304).end();
    else sendText(res, 200, 'text/plain; charset=utf-8', text);
  };
}
