import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import { MAX_REGISTERED_TOKENS } from '../graphql/limits/limits.ts';

/** Nested brackets: far above the limit of depth, and far below what would use up the stack. */
const MAX_NESTING = 200;

const STEPS: ReadonlyMap<TokenKind, number> = new Map([
  [TokenKind.BRACE_L, 1],
  [TokenKind.BRACKET_L, 1],
  [TokenKind.PAREN_L, 1],
  [TokenKind.BRACE_R, -1],
  [TokenKind.BRACKET_R, -1],
  [TokenKind.PAREN_R, -1],
]);

/**
 * Counts nested brackets before a document is parsed. The parser recurses at each bracket, so a document
 * with as many tokens as a registered one may have could use up the stack.
 *
 * @throws GraphQLError when brackets are nested too deep.
 */
export function checkNesting(source: string): void {
  const lexer = new Lexer(new Source(source));
  let nesting = 0;
  for (let count = 0; count < MAX_REGISTERED_TOKENS; count += 1) {
    const { kind } = lexer.advance();
    if (kind === TokenKind.EOF) return;
    nesting += STEPS.get(kind) ?? 0;
    if (nesting > MAX_NESTING) {
      throw new GraphQLError(`Must have at most ${MAX_NESTING} brackets in each other.`);
    }
  }
}
