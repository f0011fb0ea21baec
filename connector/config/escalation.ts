/** Section `escalation` of sidebook.config.jsonc: what waits too long is raised to the lead (W6). Without webhook and mail nothing is sent. */
import { z } from 'zod';

const secret = z.union([z.object({ env: z.string().min(1) }).strict(), z.object({ file: z.string().min(1) }).strict()], {
  error: 'secret',
});
const span = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'hours');
const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** What a message says may be of interest to others: over the network only encrypted. */
const isGuarded = (url: string): boolean =>
  !URL.canParse(url) || new URL(url).protocol !== 'http:' || LOCAL.has(new URL(url).hostname);
const hasNoUser = (url: string): boolean => !URL.canParse(url) || new URL(url).username === '';

const webhook = z
  .object({
    url: z
      .url({ protocol: /^https?$/, error: 'url' })
      .refine(hasNoUser, 'url-user')
      .refine(isGuarded, 'not-encrypted')
      .describe('Where a message is posted as JSON; https, or http to this machine'),
    secret: secret.describe('What messages are signed with: header Sidebook-Signature'),
  })
  .strict();

const mail = z
  .object({
    server: z.string().regex(/^[\w.:[\]-]{1,253}$/).describe('SMTP server'),
    port: z.number().int().min(1).max(65_535).default(587).describe('Its port'),
    tls: z.enum(['starttls', 'tls', 'off']).default('starttls').describe('tls: encrypted from the start (port 465); off: only to this machine'),
    user: z.string().min(1).max(200).optional().describe('Who signs in; without it nobody does'),
    password: secret.optional().describe('Where the password comes from'),
    from: z.email().describe('Sender'),
    to: z.array(z.email()).min(1).max(20).describe('The lead, and whoever else is told'),
  })
  .strict()
  .refine((m) => m.tls !== 'off' || LOCAL.has(m.server), { error: 'not-encrypted', path: ['tls'] }); // prettier-ignore

export const escalationSection = z
  .object({
    conflictHours: z.number().int().min(1).max(8760).default(24).describe('A conflict nobody answered for so long is raised'),
    duplicateHours: z.number().int().min(1).max(8760).default(72).describe('The same of duplicates and similar cards; one put off: from then'),
    followUpDays: z.number().int().min(0).max(365).default(1).describe('A follow-up of a note so many days past its day is raised'),
    say: z.enum(['count', 'names']).default('count').describe('count: only how many and since when. names: also which cards, and who has the follow-up; never a word of a note or a price'),
    quietHours: z.array(span).default([]).describe('Nothing is sent in these hours; it goes after them'),
    timeZone: z.string().refine((name) => { try { new Intl.DateTimeFormat('en', { timeZone: name }); return true; } catch { return false; } }, 'time-zone').optional().describe('Zone of the quiet hours and of the days; default: of this machine'),
    webhook: webhook.optional().describe('To a chat, a ticket system, a script'),
    mail: mail.optional().describe('By e-mail'),
  })
  .strict()
  .prefault({}); // prettier-ignore
export type EscalationConfig = z.output<typeof escalationSection>;
