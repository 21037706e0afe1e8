import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect } from 'node:net';

/**
 * A WebSocket client that does as little as one can with a frame, so that 2,000 of them in one process
 * are not what is measured: one buffer to read into for all, no masking (the key is 0), no copies of
 * frames that come whole.
 */
export interface RawSocket {
  send(text: string): void;
  close(): void;
  isClosed(): boolean;
}

export interface RawTarget {
  url: string;
  protocol: string | undefined;
  /** The address to come from: one address has room for so many connections. Default: the system's choice. */
  from?: string | undefined;
}

export interface RawHandlers {
  onOpen(): void;
  /** @param frame its payload, to be used before the call returns. */
  onText(frame: Buffer): void;
  onClose(why: string): void;
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const FINAL = 0x80;
const MASKED = 0x80;
const readBuffer = Buffer.allocUnsafe(256 * 1_024);
const NOTHING = Buffer.alloc(0);
const HEAD_END = Buffer.from('\r\n\r\n');

export function openRawSocket(
  { url, protocol, from }: RawTarget,
  { onOpen, onText, onClose }: RawHandlers,
): RawSocket {
  const { hostname, port, host, pathname } = new URL(url);
  let rest = NOTHING;
  let isOpen = false;
  let isClosed = false;
  const socket: Socket = connect({
    host: hostname,
    port: Number(port),
    ...(from === undefined ? {} : { localAddress: from }),
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback(length, buffer) {
        read(buffer.subarray(0, length) as Buffer);
        return true;
      },
    },
  });
  socket.once('connect', () => {
    socket.write(
      [
        `GET ${pathname} HTTP/1.1`,
        `Host: ${host}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
        '\r\n',
      ].join('\r\n'),
    );
  });
  socket.once('error', (error) => closed(String(error)));
  socket.once('close', () => closed('without a word'));

  function closed(why: string): void {
    if (isClosed) return;
    isClosed = true;
    socket.destroy();
    onClose(why);
  }

  function read(chunk: Buffer): void {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const used = isOpen ? readFrames(data, 0) : readHead(data);
    // What stands in the buffer of all is overwritten by the next read.
    rest = used === data.length ? NOTHING : Buffer.from(data.subarray(used));
  }

  function readHead(data: Buffer): number {
    const end = data.indexOf(HEAD_END);
    if (end < 0) return 0;
    if (!data.toString('latin1', 0, end).startsWith('HTTP/1.1 101')) {
      closed(`with ${data.toString('latin1', 0, 100)}`);
      return data.length;
    }
    isOpen = true;
    onOpen();
    return readFrames(data, end + HEAD_END.length);
  }

  /** @returns up to where it got: what follows is not whole yet. */
  function readFrames(data: Buffer, from: number): number {
    let place = from;
    while (place + 2 <= data.length) {
      const short = (data[place + 1] ?? 0) & 0x7f;
      const headBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (place + headBytes > data.length) return place;
      const length =
        short < 126
          ? short
          : short === 126
            ? data.readUInt16BE(place + 2)
            : Number(data.readBigUInt64BE(place + 2));
      const end = place + headBytes + length;
      if (end > data.length) return place;
      take(data[place] ?? 0, data.subarray(place + headBytes, end));
      place = end;
    }
    return place;
  }

  function take(first: number, payload: Buffer): void {
    if (first === (FINAL | TEXT)) onText(payload);
    else if (first === (FINAL | PING)) socket.write(frameOf(PONG, payload));
    else if (first === (FINAL | CLOSE)) {
      const code = payload.length < 2 ? 'no code' : payload.readUInt16BE(0);
      socket.end(frameOf(CLOSE, payload));
      closed(`with ${code} ${payload.toString('utf8', 2)}`);
    } else closed(`for a frame that begins with ${first}`);
  }

  return {
    send: (text) => void socket.write(frameOf(TEXT, Buffer.from(text))),
    close() {
      socket.end(frameOf(CLOSE, Buffer.from([0x03, 0xe8])));
    },
    isClosed: () => isClosed,
  };
}

/** Ours to the server: masked with a key of zeros, which leaves the payload as it is. */
function frameOf(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head =
    length < 126
      ? [FINAL | opcode, MASKED | length]
      : [FINAL | opcode, MASKED | 126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}
