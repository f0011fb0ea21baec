/** The script of the frame page, and the runtime its widget imports. */
export * from '../runtime/index.ts';
export { Fragment, options } from 'preact';
export { useEffect, useMemo, useRef, useState } from 'preact/hooks';
export { jsx, jsxs } from 'preact/jsx-runtime';
import { startFrame } from './frame.ts';

startFrame();
