/** Is the process alive, and can it work: for a supervisor, a load balancer, the guide's first check. */
import { Router } from 'express';
import type { Sidebook } from '../../main.ts';

export function health({ store }: Pick<Sidebook, 'store'>, isStopping: () => boolean): Router {
  const router = Router();
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/live', (_req, res) => void res.json({ status: 'live' }));
  router.get('/ready', async (_req, res) => {
    const isReady = !isStopping() && (await readable(store));
    res.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not-ready' });
  });
  return router;
}

async function readable(store: Sidebook['store']): Promise<boolean> {
  try {
    await store.read((t) => t.setting('write'));
    return true;
  } catch {
    return false;
  }
}
