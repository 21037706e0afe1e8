import type { Arbitrary, GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import type { Role } from '../../../src/shared/vocabulary.ts';
import type { Knowledge } from './knowledge.fixture.ts';

/** A fragment that is written to its end, and what it puts under which name. */
export interface WrittenFragment {
  name: string;
  type: string;
  scope: Scope;
}

/** What stands under a name of an answer: whatever else comes to stand there must be the same field. */
export interface Taken {
  parent: string;
  field: string;
  type: string;
  args: string;
  below: Scope;
}

/** Names of one object of the answer, over all fragments that come together there. */
export type Scope = Map<string, Taken>;

export interface Variable {
  /** As it is declared, with its default. */
  declared: string;
  /** Undefined where the request leaves it out. */
  value: unknown;
}

/** A document on its way. Variables and fragments come up while the selection is written. */
export interface Draft {
  g: GeneratorValue;
  schema: GraphQLSchema;
  knowledge: Knowledge;
  role: Role;
  variables: Map<string, Variable>;
  fragments: { text: string; written: WrittenFragment }[];
  names: number;
  aliases: number;
  /** Whether it may go over the limits. */
  isLarge: boolean;
}

export function oneOf<Value>({ g }: Draft, values: readonly Value[]): Value {
  return values[g(below, values.length)] as Value;
}

/** From min to max, both included. */
export function between({ g }: Draft, min: number, max: number): number {
  return min + g(below, max - min + 1);
}

export function chance({ g }: Draft, percent: number): boolean {
  return g(below, 100) < percent;
}

/** As often the one as the other: fast-check would rather have small ones and large ones. */
function below(count: number): Arbitrary<number> {
  return fc.noBias(fc.nat(count - 1));
}

/** A name that the document does not have yet. */
export function newName(draft: Draft, first: string): string {
  draft.names += 1;
  return `${first}${draft.names}`;
}
