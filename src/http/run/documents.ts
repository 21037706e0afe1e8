import type { DocumentNode, GraphQLError, GraphQLSchema, ValidationRule } from 'graphql';
import { parse, specifiedRules, validate } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import { withFields } from '../../graphql/checks/bad-input.ts';
import { isKeptFromSchema, noIntrospection } from '../../graphql/checks/partner-secrecy.ts';
import { aliasLimit } from '../../graphql/limits/alias-limit.ts';
import type { ByDocument } from '../../graphql/limits/document-cache.ts';
import { documentBytes } from '../../graphql/limits/document-cache.ts';
import { MAX_TOKENS } from '../../graphql/limits/limits.ts';

/** A document that came with a request, parsed. */
interface ReadDocument {
  document: DocumentNode;
  /** The sets of rules that the document has passed. A failure is not kept: it is found and paid for anew. */
  passed: Set<readonly ValidationRule[]>;
}

export type DocumentCache = ByDocument<ReadDocument>;

export interface Documents {
  /**
   * Parses and validates a document, or takes it from the cache by its text.
   *
   * @returns the errors when the document is not valid for the principal.
   * @throws GraphQLError when the document does not parse, or has more tokens than it may.
   */
  read(text: string, principal: Principal): DocumentNode | readonly GraphQLError[];
}

const OF_STAFF: readonly ValidationRule[] = [...specifiedRules, aliasLimit];
const OF_PARTNERS: readonly ValidationRule[] = [...OF_STAFF, noIntrospection];

export function createDocuments(schema: GraphQLSchema, cache: DocumentCache): Documents {
  function parsed(text: string): ReadDocument {
    const known = cache.get(text);
    if (known !== undefined) return known;
    // The limit stops the parser before a deeply nested document can use up the stack.
    const document = parse(text, { maxTokens: MAX_TOKENS });
    const one = { document, passed: new Set<readonly ValidationRule[]>() };
    cache.set(text, one, documentBytes(document));
    return one;
  }

  return {
    read(text, principal) {
      const { document, passed } = parsed(text);
      const rules = isKeptFromSchema(principal) ? OF_PARTNERS : OF_STAFF;
      if (passed.has(rules)) return document;
      const errors = validate(schema, document, rules);
      if (errors.length > 0) return withFields(document, errors);
      passed.add(rules);
      return document;
    },
  };
}
