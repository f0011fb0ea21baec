/** The demo is for this machine and its own page: no other site may reach it, not even by a name that leads here (DNS rebinding). */
import type { Request, RequestHandler } from 'express';
import { ApiError } from '../api-error.ts';
import { isLocal } from '../http/metrics.ts';
import { NAMES } from './client.ts';

/** Header of every change: the page of this start has it, and nobody else. */
export const NONCE = 'X-Demo-Nonce';

/** This machine as the page was asked for, and by its other name. */
export function addressesOf(req: Request): { readonly own: string; readonly other: string } | null {
  const port = String(req.socket.localPort);
  const name = NAMES.find((n) => req.get('host') === `${n}:${port}`);
  if (name === undefined || !isLocal(req)) return null;
  const other = NAMES.find((n) => n !== name) ?? name;
  return { own: `http://${name}:${port}`, other: `http://${other}:${port}` };
}

export const onlyHere: RequestHandler = (req, _res, next) => {
  if (addressesOf(req) === null) throw new ApiError(403, 'not-allowed');
  next();
};

export const onlyOurPage =
  (nonce: string): RequestHandler =>
  (req, _res, next) => {
    const isOurs = req.get('origin') === addressesOf(req)?.own && req.get(NONCE) === nonce;
    if (!isOurs) throw new ApiError(403, 'not-allowed');
    next();
  };
