/** OpenAPI 3.1 of /api/v1, made of the operation table and the schemas that check every request. */
import { z } from 'zod';
import type { Operation } from './api/operation.ts';
import { OPERATIONS } from './api/operations.ts';
import { problemDetails } from './contract/shared.ts';

type Json = Readonly<Record<string, unknown>>;

export function openapiDocument(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const op of OPERATIONS) paths[op.path] = { ...paths[op.path], [op.method]: operationOf(op) };
  return {
    openapi: '3.1.0',
    info: { title: 'Sidebook', version, description: 'What the widgets ask. Money is decimal text, dates are ISO text, ids are opaque text.' },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: schemaOf(problemDetails, 'output') },
    },
  }; // prettier-ignore
}

function operationOf(op: Operation): Json {
  return {
    operationId: `${op.method}${op.path.replace(/[^a-z]+(.)?/gi, (_all, c: string | undefined) => (c ?? '').toUpperCase())}`,
    summary: op.summary,
    'x-right': op.right,
    'x-widgets': op.widgets,
    parameters: parametersOf(op),
    ...(op.body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(op.body, 'input') } } } } : {}),
    responses: { ...answersOf(op), default: { description: 'Refused (RFC 9457)', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
  }; // prettier-ignore
}

function answersOf({ answer, path, method }: Operation): Json {
  if (answer === null) return { 204: { description: 'Taken' } };
  const content = contentOf(answer);
  const ok = { 200: { description: 'Answered', content } };
  if (method === 'get') return { ...ok, 304: { description: 'As it was (If-None-Match)' } };
  return path === '/plans' ? { ...ok, 202: { description: 'The base is busy: ask again', content } } : ok;
}

function contentOf(answer: NonNullable<Operation['answer']>): Json {
  if (answer === 'html') return { 'text/html': { schema: { type: 'string' } } };
  if (answer === 'file') return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return { 'application/json': { schema: schemaOf(answer, 'output') } };
}

/** Path, query and headers. */
function parametersOf(op: Operation): Json[] {
  const path = [...op.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter('path', name ?? '', true, { type: 'string' }));
  const query = op.query ? schemaOf(op.query, 'input') : {};
  const { properties = {}, required = [] } = query as { properties?: Record<string, Json>; required?: string[] };
  const asked = Object.entries(properties).map(([name, schema]) => parameter('query', name, required.includes(name), schema));
  return [...path, ...asked, ...headersOf(op)];
}

function headersOf({ method, match, isFree }: Operation): Json[] {
  const key =
    method === 'get' || isFree
      ? []
      : [parameter('header', 'Idempotency-Key', true, { type: 'string', minLength: 8, maxLength: 200 })];
  return match ? [...key, parameter('header', 'If-Match', true, { type: 'string' })] : key;
}

const parameter = (where: string, name: string, required: boolean, schema: Json): Json => ({ name, in: where, required, schema });

/** Draft 2020-12, which OpenAPI 3.1 speaks; what JSON Schema cannot say stays open. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const made: Json = { ...z.toJSONSchema(schema, { io, unrepresentable: 'any' }) };
  return Object.fromEntries(Object.entries(made).filter(([name]) => name !== '$schema'));
}
