import { gzipSync } from 'node:zlib';
import type { Attack, Target } from './attack.support.ts';
import { body, raw, request } from './attack.support.ts';

const QUERY = '{"query":"{ viewer { role } }"}';
const NOT_READ = { status: [400, undefined] };

function signedIn({ app }: Target): string {
  return `Authorization: Bearer ${app.key}`;
}

/** A POST to /graphql with these lines in its head. */
function post(target: Target, lines: readonly string[], content: string | Buffer) {
  const head = ['POST /graphql HTTP/1.1', 'Host: localhost', signedIn(target)];
  return raw(target, [...head, 'Content-Type: application/json', ...lines], content);
}

function simple(contentType: string): Attack {
  return {
    name: `a form of a foreign page: ${contentType}`,
    by: (target) => body(target, QUERY, { 'content-type': contentType }),
    status: [415],
    code: ['BAD_REQUEST'],
  };
}

function path(name: string, requestPath: string, status: readonly (number | undefined)[]): Attack {
  return {
    name: `in the path of a report: ${name}`,
    by: (target) =>
      raw(target, [
        `GET ${requestPath} HTTP/1.1`,
        'Host: localhost',
        signedIn(target),
        'Connection: close',
      ]),
    status,
    code: status.includes(431) ? [] : ['NOT_FOUND', 'BAD_REQUEST'],
    never: /root:|"dependencies"|\nX-Injected|at .*\.ts:/,
  };
}

function method(name: string): Attack {
  return {
    name: `the method ${name}`,
    by: (target) =>
      raw(target, [
        `${name} /graphql HTTP/1.1`,
        'Host: localhost',
        signedIn(target),
        'Connection: close',
        'Content-Length: 0',
      ]),
    status: [405],
    code: ['BAD_REQUEST'],
  };
}

function headers(name: string, count: number): Attack {
  return {
    name,
    by(target) {
      const others = ['Host', 'Authorization', 'Content-Type', 'Content-Length'].length;
      const more = Array.from({ length: count - others }, (_, index) => `X-${index}: 1`);
      return post(target, [...more, 'Content-Length: 0'], '');
    },
    status: [431],
    code: ['BAD_REQUEST'],
  };
}

/** Attacks with HTTP itself. */
export const HTTP_ATTACKS: readonly Attack[] = [
  simple('text/plain'),
  simple('application/x-www-form-urlencoded'),
  simple('multipart/form-data; boundary=x'),
  simple('application/graphql'),
  simple('text/plain;application/json'),
  {
    name: 'a page of another origin, with a key',
    by: (target) => body(target, QUERY, { origin: 'https://evil.example' }),
    status: [421],
    code: ['FORBIDDEN'],
  },
  {
    name: 'a page without an origin of its own',
    by: (target) => body(target, QUERY, { origin: 'null' }),
    status: [421],
    code: ['FORBIDDEN'],
  },
  {
    name: 'a page whose origin ends like ours',
    by: (target) => body(target, QUERY, { origin: `https://evil.${new URL(target.app.url).host}` }),
    status: [421],
    code: ['FORBIDDEN'],
  },
  {
    name: 'an image of another site that points to a report',
    by: ({ app, reference }) =>
      request(app.at(`/reports/${reference}.json`), {
        headers: { authorization: `Bearer ${app.key}`, 'sec-fetch-site': 'cross-site' },
      }),
    status: [403],
    code: ['FORBIDDEN'],
  },

  path('up', '/reports/../../../../etc/passwd', [404]),
  path('up, written otherwise', '/reports/%2e%2e/%2e%2e/package.json', [404]),
  path('up, twice written otherwise', '/reports/%252e%252e%252fpackage.json', [404]),
  path('up, with backslashes', '/reports/..\\..\\package.json', [404]),
  path('a NUL', '/reports/ESC-2026-001%00.json', [404]),
  path('CR LF and a header', '/reports/ESC-2026-001%0d%0aX-Injected:%201.json', [404]),
  path('Unicode that looks alike', '/reports/%EF%BC%A5SC-2026-001.json', [404]),
  path('bytes that are no UTF-8', '/reports/%ff%fe.json', [404]),
  path('ten thousand characters', `/reports/${'A'.repeat(10_000)}.json`, [404]),
  path('more than headers may have', `/reports/${'A'.repeat(20_000)}.json`, [431]),
  path('SQL', "/reports/ESC'%20OR%201=1--.json", [404]),
  path('another host', 'http://evil.example/reports/x.json', [400, 404]),
  path('no path', '*', [400, 404]),
  path('two slashes in front', '//evil.example/reports/ESC-2026-001.json', [400, 404]),

  {
    name: 'smuggling: a length and chunks',
    by: (target) =>
      post(
        target,
        ['Content-Length: 6', 'Transfer-Encoding: chunked'],
        '0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n',
      ),
    ...NOT_READ,
  },
  {
    name: 'smuggling: two lengths',
    by: (target) => post(target, ['Content-Length: 5', 'Content-Length: 31'], QUERY),
    ...NOT_READ,
  },
  {
    name: 'smuggling: chunks under another name',
    by: (target) =>
      post(
        target,
        ['Transfer-Encoding: xchunked'],
        `${QUERY.length.toString(16)}\r\n${QUERY}\r\n0\r\n\r\n`,
      ),
    ...NOT_READ,
  },
  {
    name: 'smuggling: a space before the colon',
    by: (target) => post(target, ['Transfer-Encoding : chunked', 'Content-Length: 5'], '0\r\n\r\n'),
    ...NOT_READ,
  },
  {
    name: 'smuggling: a header that goes on in the next line',
    by: (target) => post(target, ['X-A: b', ' c: d', `Content-Length: ${QUERY.length}`], QUERY),
    ...NOT_READ,
  },
  {
    name: 'smuggling: a length below zero',
    by: (target) => post(target, ['Content-Length: -1'], QUERY),
    ...NOT_READ,
  },
  {
    name: 'smuggling: a chunk that is longer than numbers',
    by: (target) => post(target, ['Transfer-Encoding: chunked'], `FFFFFFFFFFFFFFFFF\r\n${QUERY}`),
    status: [400, 413, undefined],
  },
  {
    name: 'a NUL in a header',
    by: (target) => post(target, ['X-A: a\u0000b', `Content-Length: ${QUERY.length}`], QUERY),
    ...NOT_READ,
  },
  {
    name: 'a carriage return alone in a header',
    by: (target) =>
      post(target, ['X-A: a\rX-Injected: b', `Content-Length: ${QUERY.length}`], QUERY),
    ...NOT_READ,
  },
  {
    name: 'headers of 17 kB',
    by: (target) => post(target, [`X-A: ${'a'.repeat(17_000)}`, 'Content-Length: 0'], ''),
    status: [431],
  },
  headers('one header more than a request may have', 101),
  { ...headers('five hundred headers', 500), mayBeBare: true },
  {
    name: 'no host',
    by: (target) => raw(target, ['GET /healthz HTTP/1.1']),
    ...NOT_READ,
  },
  {
    name: 'two hosts',
    by: (target) => raw(target, ['GET /healthz HTTP/1.1', 'Host: a', 'Host: b']),
    status: [400],
    code: ['BAD_REQUEST'],
  },
  {
    name: 'a host that cannot be in an address',
    by: (target) =>
      raw(target, ['GET /graphql HTTP/1.1', 'Host: a b<script>', 'Connection: close']),
    status: [400],
    code: ['BAD_REQUEST'],
  },
  {
    name: 'HTTP/1.0 without a key',
    by: (target) => raw(target, ['GET /graphql?query={__typename} HTTP/1.0']),
    status: [401],
    code: ['UNAUTHENTICATED'],
  },
  {
    name: 'a version that there is not',
    by: (target) => raw(target, ['GET /healthz HTTP/9.9', 'Host: localhost']),
    ...NOT_READ,
  },
  {
    name: 'the beginning of HTTP/2',
    by: (target) => raw(target, ['PRI * HTTP/2.0', '', 'SM', '']),
    ...NOT_READ,
  },
  {
    name: 'TLS, where there is none',
    by: (target) =>
      raw(target, ['\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003']),
    ...NOT_READ,
  },
  method('TRACE'),
  method('PUT'),
  method('DELETE'),
  method('PATCH'),
  method('PROPFIND'),
  {
    name: 'the method CONNECT',
    by: (target) => raw(target, ['CONNECT evil.example:443 HTTP/1.1', 'Host: evil.example:443']),
    status: [400, 405, undefined],
  },
  {
    name: 'a method that is called otherwise in a header',
    by: ({ app }) =>
      request(
        `${app.url}?query=${encodeURIComponent('mutation { addNote(input: { escalationId: "x", text: "x" }) { cursor } }')}`,
        {
          headers: { authorization: `Bearer ${app.key}`, 'x-http-method-override': 'POST' },
        },
      ),
    status: [405],
    code: ['BAD_REQUEST'],
  },
  {
    name: 'a body that unpacks to 200 MB',
    by: (target) =>
      body(target, gzipSync(Buffer.alloc(200_000_000)), { 'content-encoding': 'gzip' }),
    status: [400, 413, 415],
    code: ['BAD_REQUEST'],
    withinMs: 5_000,
  },
  {
    name: 'a body without end',
    async by(target) {
      const chunk = Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`);
      const lines = ['Transfer-Encoding: chunked', 'Connection: close'];
      return post(target, lines, Buffer.concat(Array<Buffer>(300).fill(chunk)));
    },
    status: [413],
    code: ['BAD_REQUEST'],
    withinMs: 5_000,
  },
  {
    name: 'a body without end, and without a key',
    async by(target) {
      const chunk = Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`);
      const head = ['POST /graphql HTTP/1.1', 'Host: localhost', 'Transfer-Encoding: chunked'];
      return raw(target, head, Buffer.concat(Array<Buffer>(300).fill(chunk)));
    },
    status: [401],
    code: ['UNAUTHENTICATED'],
    withinMs: 5_000,
  },
  {
    name: 'an upgrade to another protocol than ours',
    by: (target) =>
      raw(target, [
        'GET /graphql HTTP/1.1',
        'Host: localhost',
        'Connection: Upgrade',
        'Upgrade: h2c',
      ]),
    status: [400, 426, undefined],
  },
  {
    name: 'an upgrade at another path',
    by: (target) =>
      raw(target, [
        'GET /metrics HTTP/1.1',
        'Host: localhost',
        'Connection: Upgrade',
        'Upgrade: websocket',
      ]),
    status: [404],
    code: ['NOT_FOUND'],
  },
];
