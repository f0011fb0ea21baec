/** `$batch` as the service reads and answers it (hosts/dynamics.md 1.10; check-list D13). */
import { ApiError, bad } from './errors.ts';
import { answerCall, refusal, type Answer, type Api, type Call } from './api.ts';

const EOL = '\r\n';

export function answerBatch(api: Api, headers: Readonly<Record<string, string>>, body: string): Answer {
  const parts = partsOf(headers['content-type'] ?? '', body);
  if (parts.length > 1000) throw bad('The number of requests in a batch exceeds 1000.');
  const goesOn = (headers['prefer'] ?? '').includes('odata.continue-on-error');
  const answers: string[] = [];
  for (const part of parts) {
    const { text, failed } = part.type.startsWith('multipart/') ? changeSet(api, part) : single(api, part.body, null);
    if (failed && !goesOn) return answered(400, [text]);
    answers.push(text);
  }
  return answered(200, answers);
}

interface Part {
  readonly type: string;
  readonly id: string | null;
  readonly body: string;
}
interface Done {
  readonly text: string;
  readonly failed: boolean;
}

function partsOf(type: string, body: string): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary === undefined) throw bad('The boundary of the batch is missing.');
  const text = body.replace(/\r\n/g, '\n');
  if (!text.includes(`--${boundary}--`)) throw bad('The batch does not end.');
  const pieces = `\n${text}`.split(`\n--${boundary}`).slice(1, -1);
  return pieces.map((piece) => {
    const at = piece.indexOf('\n\n');
    const head = headersOf(piece.slice(0, at));
    return { type: head['content-type'] ?? '', id: head['content-id'] ?? null, body: piece.slice(at + 2) };
  });
}

const headersOf = (text: string): Record<string, string> =>
  Object.fromEntries(text.split('\n').filter((l) => l.includes(':')).map((l) => [l.slice(0, l.indexOf(':')).trim().toLowerCase(), l.slice(l.indexOf(':') + 1).trim()])); // prettier-ignore

function callOf(api: Api, text: string): Call {
  const at = text.indexOf('\n\n');
  const [request = '', ...lines] = (at < 0 ? text : text.slice(0, at)).trim().split('\n');
  const [method = '', address = ''] = request.split(' ');
  const url = address.startsWith('http') ? address.slice(api.base.length) : address.replace(/^\/?(api\/data\/v[\d.]+\/)?/, '');
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  return {
    method,
    path: decodeURIComponent(path),
    query,
    headers: headersOf(lines.join('\n')),
    body: at < 0 ? '' : text.slice(at + 2).trim(),
  };
}

function single(api: Api, text: string, id: string | null): Done {
  const call = callOf(api, text);
  let answer: Answer;
  try {
    api.beforePart?.(call);
    answer = answerCall(api, call);
  } catch (error) {
    answer = refusal(error, false);
  }
  return { text: partText(answer, id), failed: answer.status >= 400 };
}

function changeSet(api: Api, part: Part): Done {
  const inner = partsOf(part.type, part.body);
  const made = new Map<string, string>();
  try {
    const texts = api.org.together(() => inner.map((p, i) => oneOfSet(api, p, String(p.id ?? i + 1), made)));
    return { text: multipart('changesetresponse', texts), failed: false };
  } catch (error) {
    return { text: multipart('changesetresponse', [partText(refusal(error, false), null)]), failed: true };
  }
}

/** $1 stands for what part 1 has made. */
function oneOfSet(api: Api, part: Part, id: string, made: Map<string, string>): string {
  const known = part.body.replace(/\$(\d+)(?=[/"\s])/g, (whole, n: string) => {
    const address = made.get(n);
    if (address === undefined) throw bad(`Content-ID Reference: '${whole}' does not exist in the batch context.`);
    return address;
  });
  const call = callOf(api, known);
  if (call.method === 'GET') throw new ApiError(400, '', 'A GET request is not allowed in a change set.');
  api.beforePart?.(call);
  const answer = answerCall(api, call);
  made.set(id, answer.headers['OData-EntityId'] ?? '');
  return partText(answer, id);
}

function partText({ status, headers, body }: Answer, id: string | null): string {
  const head = [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(id === null ? [] : [`Content-ID: ${id}`]),
  ];
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [...head, '', `HTTP/1.1 ${String(status)} ${status < 300 ? 'OK' : 'Error'}`, ...lines, '', body, ''].join(EOL);
}

function multipart(kind: string, texts: readonly string[]): string {
  const boundary = `${kind}_6b1c4d1e`;
  return `Content-Type: multipart/mixed; boundary=${boundary}${EOL}${EOL}${texts.map((t) => `--${boundary}${EOL}${t}`).join('')}--${boundary}--${EOL}`;
}

function answered(status: number, texts: readonly string[]): Answer {
  const boundary = 'batchresponse_52a3';
  const body = `${texts.map((t) => `--${boundary}${EOL}${t}`).join('')}--${boundary}--${EOL}`;
  return { status, headers: { 'Content-Type': `multipart/mixed; boundary=${boundary}`, 'OData-Version': '4.0' }, body };
}
