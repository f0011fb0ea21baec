/** Section `server` of sidebook.config.jsonc: where widgets and hosts reach Sidebook. Every key has a default. */
import { isIP } from 'node:net';
import { z } from 'zod';

const secret = z.union([z.object({ env: z.string().min(1) }).strict(), z.object({ file: z.string().min(1) }).strict()], {
  error: 'secret',
});

const listen = z
  .object({
    host: z.string().min(1).default('127.0.0.1').describe('Address to listen on; 0.0.0.0 = every network of this machine'),
    port: z.number().int().min(0).max(65_535).default(8017).describe('Port; 0 = any free one'),
  })
  .strict()
  .prefault({});

const pem = z
  .object({ cert: z.string().min(1).describe('File with the certificate and its chain'), key: z.string().min(1).describe('File with its private key') })
  .strict(); // prettier-ignore
const pfx = z
  .object({ pfx: z.string().min(1).describe('File .pfx or .p12'), passphrase: secret.optional().describe('Where its password comes from') })
  .strict(); // prettier-ignore

/** An address, a net (10.0.0.0/8), or a word express has for some. */
const proxy = z
  .string()
  .min(1)
  .refine((text) => {
    if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
    const [address = '', bits, ...more] = text.split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    return (
      isIP(address) !== 0 &&
      more.length === 0 &&
      (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= most))
    );
  }, 'proxy');

/** Paths are put behind an address. */
export const isBare = (url: string): boolean => !/[?#]/.test(url);

/** What only https makes safe is sent as it is: a publicUrl without it is for tries on one machine. */
const publicUrl = z
  .url({ protocol: /^https?$/, error: 'url' })
  .refine(isBare, 'public-url')
  .transform((url) => url.replace(/\/+$/, ''));

export const serverSection = z
  .object({
    listen: listen.describe('Where the server listens'),
    publicUrl: publicUrl.optional().describe('Address people and hosts reach it by, where it differs: behind IIS or nginx'),
    trustProxy: z
      .union([z.boolean(), z.array(proxy)], { error: 'proxy' })
      .default(false)
      .describe('Proxies whose X-Forwarded-* counts: addresses, or true for one proxy right in front'),
    tls: z.union([pem, pfx], { error: 'tls' }).optional().describe('HTTPS by the server itself: {"cert", "key"} or {"pfx", "passphrase"}'),
    staleMinutes: z.number().int().min(1).max(1440).default(15).describe('Data of a host older than this is shown as stale'),
    metrics: z
      .enum(['off', 'local', 'open'])
      .default('local')
      .describe('/metrics for Prometheus: to this machine only (local), to everyone who reaches the port (open), or not at all'),
    telemetry: z.boolean().default(true).describe('Widgets report how fast they were and which errors they met, to this server only'),
  })
  .strict()
  .prefault({}); // prettier-ignore
export type ServerConfig = z.output<typeof serverSection>;
