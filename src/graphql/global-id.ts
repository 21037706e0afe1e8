/** Makes the global id of an object, opaque to clients, from its type and its key. */
export function encodeId(typeName: string, key: string | bigint): string {
  return Buffer.from(`${typeName}:${key}`).toString('base64');
}

/** The type and the key in a global id; undefined for a malformed id. */
export function splitId(id: string): { typeName: string; key: string } | undefined {
  const match = /^([A-Za-z]+):([\w-]+)$/.exec(Buffer.from(id, 'base64').toString());
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { typeName: match[1], key: match[2] };
}

/** The key in a global id of that type; undefined for any other id. */
export function decodeId(typeName: string, id: string): string | undefined {
  const parts = splitId(id);
  return parts?.typeName === typeName ? parts.key : undefined;
}
