/** The thread labels are read in: whatever a file holds, the server goes on answering. It ends with its job. */
import { parentPort, workerData } from 'node:worker_threads';
import { realWorld } from '../../world.ts';
import { failedBy } from '../threads/failed.ts';
import type { Begin, Order, Told } from './orders.ts';
import { LabelsWork } from './work.ts';

const tell = (told: Told): void => parentPort?.postMessage(told);
const work = new LabelsWork(workerData as Begin, realWorld(), process.env, (step, share) => tell({ step, share }));

parentPort?.on('message', (order: Order) => {
  work.carryOut(order).then(
    (done) => tell({ done }),
    (error: unknown) => tell({ failed: failedBy(error) }),
  );
});
