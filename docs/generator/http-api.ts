/** docs/reference/http-api.md: every operation, who may call it, what it takes; made of the table the routes are made of. */
import { z } from 'zod';
import { OPERATIONS } from '../../connector/server/api/operations.ts';
import type { Operation } from '../../connector/server/api/operation.ts';
import { hasRight } from '../../connector/server/auth/rights.ts';
import { ROLES } from '../../connector/roles.ts';
import { code, NOTE, table, words } from './markdown.ts';

export function httpApiPage(): string {
  return [NOTE, INTRO, overview(), '## Who may what', rights(), '## Operations', ...OPERATIONS.map(one)].join('\n\n');
}

const overview = (): string =>
  table(
    ['Operation', 'What it does'],
    OPERATIONS.map((op) => [code(nameOf(op)), words(op.summary)]),
  );

const nameOf = (op: Operation): string => `${op.method.toUpperCase()} ${op.path}`;

function rights(): string {
  const all = [...new Set(OPERATIONS.flatMap(({ right }) => right ?? []))];
  return table(
    ['Right', ...ROLES],
    all.map((right) => [code(right), ...ROLES.map((role) => (hasRight([role], right) ? 'yes' : ''))]),
  );
}

function one(op: Operation): string {
  const asks =
    op.right === null ? 'Any token.' : `Right ${code(op.right)}; the token names ${op.widgets.map(code).join(' or ')}.`;
  const parts = [`### ${nameOf(op)}`, `${words(op.summary)}. ${asks}${op.match ? ' Needs `If-Match`.' : ''}`];
  if (op.query) parts.push(inputs('Query', op.query));
  if (op.body) parts.push(inputs('Body', op.body));
  return parts.join('\n\n');
}

interface Shape {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
}

function inputs(title: string, schema: z.ZodType): string {
  const shape: Shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const rows = Object.entries(shape.properties ?? {}).map(([name, s]) => [code(name), kindOf(s), shape.required?.includes(name) ? 'yes' : defaultOf(s)]); // prettier-ignore
  return table([title, 'What', 'Needed'], rows);
}

const defaultOf = ({ default: value }: Shape): string => (value === undefined ? '' : `else ${code(JSON.stringify(value))}`);

/** A shape in a few words; the whole of it is in the OpenAPI document. */
function kindOf(s: Shape): string {
  if (s.enum) return s.enum.map((v) => code(String(v))).join(', ');
  if (s.anyOf) return [...new Set(s.anyOf.map(kindOf))].join(' or ');
  if (s.type === 'array') return `list of ${kindOf(s.items ?? {})}`;
  if (s.type === 'object' && s.properties) return `{${Object.keys(s.properties).join(', ')}}`;
  if (s.type === 'string' && s.pattern?.includes('{1,15}')) return 'decimal text';
  return s.format ?? s.type ?? 'anything';
}

const INTRO = `# HTTP API

What the widgets ask of the server, under \`/api/v1\`. Answers are JSON; their whole shape is the OpenAPI 3.1 document the server gives at \`/openapi.json\`, made of the schemas that check every request. How a token is got: [embed API](embed-api.md).

- \`Authorization: Bearer …\` always, never a token in an address. Messages come in the language of the token.
- Money is decimal text, dates are ISO text, ids are opaque text. An object is \`{host}:{type}:{key}\` by the host's own key, or \`sidebook:counterparty:{uuid}\` for one of ours.
- A \`GET\` carries an \`ETag\`; with \`If-None-Match\` the answer may be 304. Nothing is kept by caches.
- Whatever changes something needs \`Idempotency-Key\`: the same key with the same body gets the same answer for 24 hours and is done once; with another body it is refused (422 \`key-reused\`). The key of a new invoice counts for good: asked again, whatever happened to the answer, it gives the invoice that is there.
- \`If-Match\` carries what was seen (\`rev\` or \`etag\` of the answer); what moved meanwhile is refused with 412 and nothing is overwritten.
- A refusal is \`application/problem+json\` (RFC 9457) with \`code\` of the [catalogue](errors.md), what to do next, whose turn it is and a \`traceId\`. A role, a scope or a widget that does not fit is 403 with the same words whether or not the object exists.`;
