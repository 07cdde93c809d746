/** The source in a field of the browser's own: until the editor is loaded, and where it cannot be. */
import { useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { openFile, writeFile } from '../model/project.ts';
import { askedLine, leaveSelection } from './caret.ts';

export const SOURCE_LABEL = 'Lua source';
export const INVITATION = 'Write or paste a Lua program, then press Run.';

export function PlainEditor() {
  const field = useRef<HTMLTextAreaElement>(null);
  const { path, text } = openFile.value;
  useSignalEffect(() => {
    if (askedLine.value && field.current) selectLine(field.current, askedLine.value.line);
  });
  useLayoutEffect(() => {
    const shown = field.current;
    return () => {
      if (shown && document.activeElement === shown)
        leaveSelection({ from: shown.selectionStart, to: shown.selectionEnd });
    };
  }, []);
  return (
    <textarea
      ref={field}
      class="plain-editor"
      aria-label={SOURCE_LABEL}
      placeholder={INVITATION}
      aria-describedby="source-hint"
      value={text}
      onInput={(event) => writeFile(path, event.currentTarget.value)}
      spellcheck={false}
      autocapitalize="off"
      autocomplete="off"
      wrap="off"
    />
  );
}

function selectLine(field: HTMLTextAreaElement, line: number): void {
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  const lineHeight = parseFloat(getComputedStyle(field).lineHeight);
  field.scrollTop = Math.max(0, (line - 4) * lineHeight);
}
