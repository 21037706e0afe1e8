import { describe, expect, test } from 'vitest';
import * as ws from 'ws';
import { frameHead } from '../../../../src/http/socket/result-frames.ts';
import { liveResult } from '../../../../src/live/live-result.ts';

/** Not in its types: how the library itself frames what a server sends. */
const { Sender } = ws as unknown as {
  Sender: { frame(data: Buffer, options: object): Buffer[] };
};

function framedByLibrary(message: string): Buffer {
  const options = { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true };
  return Buffer.concat(Sender.frame(Buffer.from(message), options));
}

const message = (id: string, result: string) =>
  `{"id":${JSON.stringify(id)},"type":"next","payload":${result}}`;

describe('frames are the ones that the library would make', () => {
  const least = message('1', '""').length;
  // On both sides of where the length takes another form.
  test.each([40, 125, 126, 127, 65_535, 65_536, 200_000])('of %i bytes', (length) => {
    const result = JSON.stringify('x'.repeat(length - least));
    const framed = frameHead('1').framesOf([liveResult(result)]);
    expect(framed.equals(framedByLibrary(message('1', result)))).toBe(true);
  });

  test('of several results, with letters of several bytes and an id that JSON escapes', () => {
    const id = 'a "b" \u{1f600}\n';
    const results = ['{"data":{"name":"Zoë"}}', '{}', `"${'é'.repeat(70)}"`];
    const framed = frameHead(id).framesOf(results.map(liveResult));
    const expected = results.map((result) => framedByLibrary(message(id, result)));
    expect(framed.equals(Buffer.concat(expected))).toBe(true);
  });
});
