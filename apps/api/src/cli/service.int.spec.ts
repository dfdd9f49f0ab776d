import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { Failure } from './failure.js';
import { Service } from './service.js';

/** What arrived, by connection: the first lines of requests. */
let connections: string[][];
let sockets: Socket[];
let server: Server;
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** A service whose connections answer so many requests, and are closed by the next one without an answer. */
async function answering(answersEach: number): Promise<Service> {
  [connections, sockets] = [[], []];
  server = createServer((socket) => {
    sockets.push(socket);
    const requests: string[] = [];
    connections.push(requests);
    socket.on('data', (bytes) => {
      requests.push(bytes.toString().split(' HTTP')[0]!);
      if (requests.length > answersEach) socket.destroy();
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return new Service(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

it('given a kept connection that is closed as it is used again, then a question is asked on a new one', async () => {
  const service = await answering(1);
  expect(await service.get('/first')).toEqual({});
  // The client takes a connection back once the turn is over in which its answer ended.
  await setImmediate();
  expect(await service.get('/second')).toEqual({});
  expect(connections).toEqual([['GET /first', 'GET /second'], ['GET /second']]);
});

it('given a service that never answers, then a question is asked twice, and the failure says so', async () => {
  const service = await answering(0);
  await expect(service.get('/first')).rejects.toThrow(/went away before it had answered/);
  expect(connections).toEqual([['GET /first'], ['GET /first']]);
});

it('given a change, then it is not sent a second time: its sender decides that', async () => {
  const service = await answering(1);
  expect(await service.get('/first')).toEqual({});
  await setImmediate();
  await expect(service.post('/second', '{}')).rejects.toThrow(Failure);
  expect(connections).toEqual([['GET /first', 'POST /second']]);
});
