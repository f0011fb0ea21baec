import type { World } from '../base/world.ts';
import type { Format } from './format.ts';
import type { Options } from './options.ts';
import type { Place } from './json.ts';

/** One request to the interface, decoded. */
export interface Request {
  readonly method: string;
  /** Path behind `odata/standard.odata/`, decoded. */
  readonly path: string;
  readonly options: Options;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly place: Place;
  readonly format: Format;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Iterable<string>;
}

export interface Call {
  readonly world: World;
  readonly request: Request;
  /** The service user. */
  readonly user: string;
}

export const empty = (status: number): Answer => ({ status, headers: {}, body: '' });
