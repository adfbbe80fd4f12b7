import net from 'node:net';

/** Tests talk to this machine only: a connection anywhere else fails loudly. */
const LOOPBACK = /^(127\.|::1$|::ffff:127\.|localhost$|\[::1\]$)/;
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function guarded(this: net.Socket, ...options: unknown[]): net.Socket {
  const host = hostOf(options);
  if (host !== undefined && !LOOPBACK.test(host)) throw new Error(`the tests may not reach ${host}`);
  return Reflect.apply(connect, this, options) as net.Socket;
};

/** Host of a connection, undefined for a unix socket. Node hands over either options, a list that holds them, or port and host. */
function hostOf([first, second]: readonly unknown[]): string | undefined {
  if (Array.isArray(first)) return hostOf(first);
  if (typeof first === 'number') return typeof second === 'string' ? second : 'localhost';
  if (typeof first !== 'object' || first === null || 'path' in first) return undefined;
  return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
}
