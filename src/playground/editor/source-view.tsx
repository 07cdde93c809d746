/** The editor as soon as its script is there; the browser's own field until then. */
import { lazy } from '../parts/lazy.tsx';
import { PlainEditor } from './plain-editor.tsx';

export const SourceView = lazy(
  () => import('./code/code-editor.tsx').then(({ CodeEditor }) => CodeEditor),
  () => <PlainEditor />,
);
