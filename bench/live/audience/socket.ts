import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { clientFrame, FrameReader, Opcode } from './frames';

export interface SocketOptions {
  readonly port: number;
  readonly path: string;
  readonly subprotocol?: string;
  readonly localAddress: string;
  readonly onText: (text: string, socket: LeanSocket) => void;
  readonly onClose: (reason: string) => void;
}

export interface LeanSocket {
  send(text: string): void;
  destroy(): void;
}

/** All sockets of the process read into one buffer: what is read is used up before the next one reads. */
const SHARED = Buffer.allocUnsafeSlow(256 * 1024);

/**
 * A WebSocket client that costs next to nothing, so that ten thousand of them on one core are not what is measured. Resolves when the
 * server has accepted.
 */
export function openSocket({ port, path, subprotocol, localAddress, onText, onClose }: SocketOptions): Promise<LeanSocket> {
  return new Promise((resolve, reject) => {
    let answer: string | null = '';
    let reason = 'the connection ended';
    const frames = new FrameReader((opcode, payload) => {
      if (opcode === Opcode.text) onText(payload.toString(), socket);
      else if (opcode === Opcode.ping) connection.write(clientFrame(Opcode.pong, payload));
      else if (opcode === Opcode.close) {
        reason = `closed with ${payload.length ? payload.readUInt16BE(0) : 'no code'} ${payload.subarray(2).toString()}`;
        connection.end();
      }
    });

    const receive = (chunk: Buffer): void => {
      if (answer === null) return frames.push(chunk);
      answer += chunk.toString('latin1');
      const end = answer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const after = Buffer.from(answer.slice(end + 4), 'latin1');
      if (!/^HTTP\/1\.1 101 /.test(answer)) return void connection.destroy(new Error(`refused: ${answer.split('\r\n')[0]}`));
      answer = null;
      resolve(socket);
      if (after.length) frames.push(after);
    };

    const connection = connect({
      host: '127.0.0.1',
      port,
      localAddress,
      noDelay: true,
      onread: {
        buffer: SHARED,
        callback: (bytes) => {
          try {
            receive(SHARED.subarray(0, bytes));
          } catch (error) {
            connection.destroy(error as Error);
          }
          return true;
        },
      },
    });
    const socket: LeanSocket = {
      send: (text) => void connection.write(clientFrame(Opcode.text, text)),
      destroy: () => void connection.destroy(),
    };
    connection.once('connect', () => connection.write(handshake(path, port, subprotocol)));
    connection.once('error', (error) => (reason = error.message));
    connection.once('close', () => {
      reject(new Error(reason));
      onClose(reason);
    });
  });
}

function handshake(path: string, port: number, subprotocol: string | undefined): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...(subprotocol ? [`Sec-WebSocket-Protocol: ${subprotocol}`] : []),
    '\r\n',
  ].join('\r\n');
}
