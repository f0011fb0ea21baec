/** Embedding: how a host's back end gets a token, and what the token says (widgets.md 5). */
import { z } from 'zod';
import { instant } from './shared.ts';

export const WIDGETS = ['counterparty', 'invoices', 'problems', 'sync', 'matching', 'prices', 'notes', 'translations'] as const;
export type Widget = (typeof WIDGETS)[number];

/** POST /embed/v1/tokens, Authorization: Basic clientId:secret. */
export const tokenRequest = z.object({
  user: z.object({
    id: z.string().min(1).max(200),
    name: z.string().min(1).max(200),
    roles: z.array(z.string().max(100)).max(20),
  }),
  scope: z.object({ entities: z.union([z.literal('*'), z.array(z.string().max(400)).max(100)]) }),
  widgets: z.array(z.enum(WIDGETS)).min(1),
  lang: z.string().max(20).default('ru'),
  tz: z.string().max(60).default('Europe/Moscow'),
  ttl: z.number().int().min(30).max(600).default(600),
});
export type TokenRequest = z.input<typeof tokenRequest>;
export const tokenAnswer = z.object({ token: z.string(), expiresAt: instant });

/** Claims of the JWT (HS256, `kid` in the header), the same whether we signed it or the host did. */
export const claims = z.object({
  aud: z.literal('embed/v1'),
  cid: z.string(),
  /** `{client}:{user id in the host}` */
  sub: z.string(),
  name: z.string().optional(),
  rol: z.array(z.string()),
  scp: z.union([z.literal('*'), z.array(z.string())]),
  wdg: z.array(z.enum(WIDGETS)),
  loc: z.string(),
  tz: z.string(),
  iat: z.number().int(),
  exp: z.number().int(),
  jti: z.string().min(8).max(100),
});
export type Claims = z.infer<typeof claims>;

/** POST /api/v1/telemetry: no names, sums, texts, ids. */
export const telemetry = z
  .object({
    widget: z.enum(WIDGETS),
    shell: z.enum(['frame', '1c', 'inline']),
    version: z.string().max(40),
    engine: z.enum(['chromium', 'webkit', 'gecko', '1c', 'other']),
    firstDataMs: z.number().int().min(0).max(600_000).nullable(),
    errors: z.array(z.string().regex(/^[a-z0-9-]{1,60}$/)).max(20),
  })
  .strict();
export type Telemetry = z.infer<typeof telemetry>;
