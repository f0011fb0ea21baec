/** Who asks is told in their language, as far as an administrator imported it; English and Russian are there always. */
import type { Request, RequestHandler, Response } from 'express';
import { speaking } from '../../words/reworded.ts';

/** @param of the language of a request (BCP 47); undefined: it names none */
export const inTheirLanguage =
  (of: (req: Request, res: Response) => string | undefined): RequestHandler =>
  (req, res, next) => {
    const language = of(req, res);
    if (language === undefined || language === '*') next();
    else speaking(language, next);
  };
