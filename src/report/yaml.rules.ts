import { Document, isScalar, Scalar, visit } from 'yaml';
import type { ReportDocument } from './document.rules.ts';

/** How many items of a list the writer takes at once. */
const ITEMS_AT_ONCE = 50;
const OPENING = 'escalation_report:\n';

/** Writes YAML 1.2 that readers of YAML 1.1 understand alike. Yields between pieces, since some are long. */
export function* writeYaml(document: ReportDocument): Generator<void, string> {
  let text = OPENING;
  for (const [key, value] of Object.entries(document.escalation_report)) {
    const headed = `${OPENING}  ${key}:\n`;
    for (const [at, piece] of piecesOf(value).entries()) {
      text += write({ escalation_report: { [key]: piece } }).slice(
        at === 0 ? OPENING.length : headed.length,
      );
      yield;
    }
  }
  return text;
}

function piecesOf(value: unknown): unknown[] {
  if (!Array.isArray(value) || value.length === 0) return [value];
  const count = Math.ceil(value.length / ITEMS_AT_ONCE);
  return Array.from({ length: count }, (_, n) =>
    value.slice(n * ITEMS_AT_ONCE, (n + 1) * ITEMS_AT_ONCE),
  );
}

function write(part: object): string {
  const yaml = new Document(part, { version: '1.2', aliasDuplicateObjects: false });
  visit(yaml, {
    Scalar: (key, node) => {
      if (key !== 'key' && isScalar<string>(node) && typeof node.value === 'string') {
        node.type = styleOf(node.value);
      }
    },
  });
  const text = yaml.toString({
    lineWidth: 0,
    singleQuote: false,
    blockQuote: 'literal',
    doubleQuotedAsJSON: true,
  });
  return text.replace(NOT_PRINTABLE, (char) => `\\u${hex(char)}`);
}

/** A letter, then visible characters and spaces only: no number, date or sign in any version of YAML. */
const PLAIN = /^\p{L}(?:[^\p{C}\p{Z}]| )*$/u;
/** Words that some readers of YAML 1.1 take for another value, in any case. */
const RESERVED = /^(?:y|yes|n|no|on|off|true|false|null)$/i;
/** A line that begins and ends with a visible character. */
const TAME_LINE = /^[^\p{C}\p{Z}](?:(?:[^\p{C}\p{Z}]| )*[^\p{C}\p{Z}])?$/u;
/**
 * Characters that YAML wants escaped and JSON does not escape, some of them line breaks in YAML 1.1;
 * and those that turn the direction of writing, so that a terminal shows the document as it is. They
 * occur only inside double quotes, where an escape is understood: `styleOf` makes sure of that.
 */
const NOT_PRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\p{Bidi_Control}]/gu;

function styleOf(text: string): Scalar.Type {
  if (PLAIN.test(text) && !RESERVED.test(text)) return Scalar.PLAIN;
  return isTame(text.split('\n')) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
}

/** Whether lines fit a block without hints on spaces or ends: several, the first and the last not empty. */
function isTame(lines: readonly string[]): boolean {
  return (
    lines.length > 1 &&
    lines[0] !== '' &&
    lines.at(-1) !== '' &&
    lines.every((line) => line === '' || TAME_LINE.test(line))
  );
}

function hex(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(4, '0');
}
