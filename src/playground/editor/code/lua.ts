/** Lua for the editor: colours, indents, completion. */
import { autocompletion, closeBrackets, type Completion, type CompletionContext } from '@codemirror/autocomplete';
import { bracketMatching, indentOnInput, indentUnit, StreamLanguage } from '@codemirror/language';
import { lua as luaMode } from '@codemirror/legacy-modes/mode/lua';
import { complete, type Choice } from '../completion/complete.ts';

const language = StreamLanguage.define({
  ...luaMode,
  languageData: { commentTokens: { line: '--' }, closeBrackets: { brackets: ['(', '[', '{', "'", '"'] } },
});

function source({ state, pos, explicit }: CompletionContext) {
  const line = state.doc.lineAt(pos);
  const found = complete(line.text.slice(0, pos - line.from), state.doc.toString());
  if (!found || (!explicit && !found.back && !line.text.slice(0, pos - line.from).endsWith('.'))) return null;
  return { from: pos - found.back, options: found.choices.map(completionOf), validFor: /^\w*$/ };
}

function completionOf({ label, detail, info, kind }: Choice): Completion {
  return {
    label,
    type: kind,
    // The text's own names come after what has a line about it.
    boost: kind === 'text' ? -1 : 0,
    ...(detail ? { detail: ` ${detail}` } : {}),
    ...(info ? { info } : {}),
  };
}

export const lua = [
  language,
  indentUnit.of('  '),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion({ override: [source], icons: false }),
];
