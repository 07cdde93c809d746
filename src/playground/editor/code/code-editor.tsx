/** The source in CodeMirror: one view, with a state of its own for every file, so that each keeps its history. */
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { openFile, program, writeFile } from '../../model/project.ts';
import { askedLine, takeSelection } from '../caret.ts';
import { INVITATION, SOURCE_LABEL } from '../plain-editor.tsx';
import { outcome } from '../run.ts';
import { reportedOf } from '../reported-of.ts';
import { lua } from './lua.ts';
import { checkAgain, marks } from './marks.ts';
import { setup } from './setup.ts';
import { theme } from './theme.ts';

/** Outlives the component, so that nothing is lost between a wide and a narrow page. */
const states = new Map<string, EditorState>();

const keyOf = (): string => `${program.peek().id}/${openFile.peek().path}`;

const changed = EditorView.updateListener.of(({ docChanged, state }) => {
  const text = state.doc.toString();
  if (docChanged && text !== openFile.peek().text) writeFile(openFile.peek().path, text);
});

const extensions = [
  setup(SOURCE_LABEL, INVITATION),
  lua,
  marks((text) => reportedOf(text, openFile.peek().path)),
  theme,
  changed,
];

export function CodeEditor() {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);

  useLayoutEffect(() => {
    if (!place.current) return;
    const made = new EditorView({ state: stateOf(), parent: place.current });
    view.current = made;
    const selection = takeSelection();
    if (selection) {
      made.dispatch({ selection: { anchor: selection.from, head: selection.to } });
      made.focus();
    }
    return () => {
      states.set(keyOf(), made.state);
      made.destroy();
    };
  }, []);

  // Another file, or another text of the same one: a restored example, a shared program.
  const shown = useRef(keyOf());
  useSignalEffect(() => {
    const { text } = openFile.value;
    const current = view.current;
    if (!current) return;
    if (shown.current !== keyOf()) {
      states.set(shown.current, current.state);
      shown.current = keyOf();
      current.setState(stateOf());
    } else if (current.state.doc.toString() !== text)
      current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: text } });
  });

  useSignalEffect(() => {
    const asked = askedLine.value;
    const current = view.current;
    if (!asked || !current) return;
    const { from, to } = current.state.doc.line(Math.min(Math.max(asked.line, 1), current.state.doc.lines));
    current.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    });
    current.focus();
  });

  useSignalEffect(() => {
    void outcome.value;
    view.current?.dispatch({ effects: checkAgain.of(null) });
  });

  return <div class="code-editor" ref={place} />;
}

/** The state of the open file as it was left, unless its text is another one now. */
function stateOf(): EditorState {
  const { text } = openFile.peek();
  const kept = states.get(keyOf());
  return kept?.doc.toString() === text ? kept : EditorState.create({ doc: text, extensions });
}
