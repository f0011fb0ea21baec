/** Serves the files of base.ts from a process of its own: FOLDER, milliseconds a page. Prints its port when it listens. */
import { createReadStream, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { listen } from '../hosts/kit/listen.ts';
import { filesOf } from './base.ts';

const [folder = '', delay = '0'] = process.argv.slice(2);
let requests = 0;

interface Table {
  readonly file: number;
  readonly starts: Float64Array;
}
const tables = new Map<string, Table | null>();

function tableOf(set: string): Table | null {
  const known = tables.get(set);
  if (known !== undefined) return known;
  const files = filesOf(folder, set);
  const made = existsSync(files.rows)
    ? { file: openSync(files.rows, 'r'), starts: new Float64Array(new Uint8Array(readFileSync(files.starts)).buffer) }
    : null;
  tables.set(set, made);
  return made;
}

const json = { 'content-type': 'application/json;odata=minimalmetadata;charset=utf-8', dataserviceversion: '3.0' };
const EMPTY = '{"odata.metadata":"","value":[]}';

/** Rows from..to of a set: the comma before the first one is left out. */
function page(table: Table, from: number, to: number): Buffer {
  const count = table.starts.length - 1;
  const [first, last] = [Math.min(from, count), Math.min(to, count)];
  const skip = first === 0 || first === last ? 0 : 1;
  const [start = 0, end = 0] = [table.starts[first], table.starts[last]];
  const body = Buffer.alloc(Math.max(0, end - start - skip));
  readSync(table.file, body, 0, body.length, start + skip);
  return body;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  requests += 1;
  if (Number(delay) > 0) await wait(Number(delay));
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = decodeURIComponent(url.pathname).replace('/buh/odata/standard.odata/', '');
  if (path === 'requests') return void response.end(String(requests));
  if (path === '' || path === '$metadata') return send(response, path);
  const [set = '', call] = path.split('/');
  if (set === 'NotifyChangesReceived') return void response.writeHead(200, json).end();
  const table = tableOf(set);
  const count = table ? table.starts.length - 1 : 0;
  if (call === '$count') return void response.writeHead(200, { 'content-type': 'text/plain' }).end(String(count));
  if (!table) return void response.writeHead(200, json).end(EMPTY);
  const top = url.searchParams.get('$top');
  if (top !== null) return sendPage(response, table, Number(url.searchParams.get('$skip') ?? 0), Number(top));
  if (url.searchParams.get('$filter')?.includes('Date ge')) return void response.writeHead(200, json).end(EMPTY); // all of it is older
  if (url.searchParams.get('$select') === 'Ref_Key,DataVersion') return stream(response, filesOf(folder, set).keys, '', '');
  stream(response, filesOf(folder, set).rows, '{"odata.metadata":"","value":[', ']}');
}

function send(response: ServerResponse, path: string): void {
  const type = path === '' ? json : { 'content-type': 'application/xml;charset=utf-8' };
  response.writeHead(200, type).end(readFileSync(join(folder, path === '' ? 'service' : path)));
}

function sendPage(response: ServerResponse, table: Table, skip: number, top: number): void {
  const body = page(table, skip, skip + top);
  response.writeHead(200, json);
  response.end(Buffer.concat([Buffer.from('{"odata.metadata":"","value":['), body, Buffer.from(']}')]));
}

function stream(response: ServerResponse, file: string, head: string, tail: string): void {
  response.writeHead(200, { ...json, 'content-length': statSync(file).size + head.length + tail.length });
  response.write(head);
  const source = createReadStream(file, { highWaterMark: 1 << 18 });
  source.pipe(response, { end: false });
  source.on('end', () => response.end(tail));
}

const { port } = await listen(0, (request, response) => {
  answer(request, response).catch(() => response.destroy());
});
process.stdout.write(`${String(port)}\n`);
process.once('disconnect', () => process.exit(0));
