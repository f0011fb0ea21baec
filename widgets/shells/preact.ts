/** What widgets use of preact, out of the page's script. */
export { Fragment, options } from 'preact';
export { useEffect, useMemo, useRef, useState } from 'preact/hooks';
export { jsx, jsxs } from 'preact/jsx-runtime';
