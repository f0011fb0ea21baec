/** The script of the frame page, and the runtime its widget imports. */
export * from '../runtime/index.ts';
export * from './preact.ts';
import { startFrame } from './frame.ts';

startFrame();
