export const GRAPHQL_JSON = 'application/graphql-response+json';
export const PLAIN_JSON = 'application/json';

/** Media types of answers of `/graphql`. A client has to accept one of them. */
export const ANSWERED: readonly string[] = [
  GRAPHQL_JSON,
  PLAIN_JSON,
  'text/event-stream',
  'multipart/mixed',
];

/** Tells whether a client accepts one of {@link ANSWERED}; without a header it accepts all. */
export function acceptsAnswer(accept: string | null): boolean {
  if (accept === null || accept.trim() === '') return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (parameters.some((parameter) => /^q\s*=\s*0(?:\.0*)?$/.test(parameter))) return false;
    const charset = parameters.find((parameter) => parameter.startsWith('charset='));
    if (charset !== undefined && !/^charset="?utf-8"?$/.test(charset)) return false;
    return ANSWERED.some((offered) => type === '*/*' || type === offered || covers(type, offered));
  });
}

function covers(range: string, type: string): boolean {
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1));
}

export const NOT_ACCEPTABLE =
  'Answers are `application/graphql-response+json`, `application/json` or, as subscriptions have to be, `text/event-stream`, in UTF-8: name one of them in `Accept`.';

/**
 * The JSON type of an answer that is no stream: the first in `accept` that the desk has. Undefined when
 * the client accepts none of them, or when the header has parameters such as `q`.
 */
export function jsonTypeOf(accept: string | undefined): string | undefined {
  if (accept === undefined || accept === '*/*') return PLAIN_JSON;
  for (const range of accept.toLowerCase().split(',')) {
    const type = range.trim();
    if (type.includes(';')) return undefined;
    if (type === GRAPHQL_JSON) return GRAPHQL_JSON;
    if (type === PLAIN_JSON || type === '*/*' || type === 'application/*') return PLAIN_JSON;
  }
  return undefined;
}

/** JSON whatever the request accepts, so that a browser learns the reason as well. */
export function typeOfRefusal(accept: string | null | undefined): string {
  return accept?.includes(GRAPHQL_JSON) === true ? GRAPHQL_JSON : PLAIN_JSON;
}
