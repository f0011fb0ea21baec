/** One file that is in memory: compressed where the caller takes it, 304 where the caller has it. */
import type { Request, Response } from 'express';
import type { Asset } from './assets.ts';

export function send(req: Request, res: Response, { type, etag, plain, gzip }: Asset, cacheControl: string): void {
  res.set({ 'Content-Type': type, 'Cache-Control': cacheControl, ETag: etag }).vary('Accept-Encoding');
  if (req.fresh) return void res.status(304).end();
  const isPacked = req.acceptsEncodings('gzip') === 'gzip' && gzip.length < plain.length;
  if (isPacked) res.set('Content-Encoding', 'gzip');
  res.end(isPacked ? gzip : plain);
}
