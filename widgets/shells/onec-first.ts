import { options } from 'preact';
// 1C's engine has no queueMicrotask: without this line nothing is ever drawn again after the first time.
options.debounceRendering = (draw) => setTimeout(draw, 0);
