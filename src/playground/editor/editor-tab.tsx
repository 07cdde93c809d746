/** The middle pane: the program, its files, and what running them gave. */
import { useId } from 'preact/hooks';
import { keptNumber } from '../model/kept.ts';
import { edited, openFile, program, restoreProgram } from '../model/project.ts';
import { ask } from '../model/question.ts';
import { Separator } from '../parts/separator.tsx';
import { FileTabs } from './file-tabs.tsx';
import { OutcomeView } from './outcome-view.tsx';

import { RunBar } from './run-bar.tsx';
import { outcome, running } from './run.ts';
import { SourceView } from './source-view.tsx';
import './editor.css';

const LIMITS = { least: 10, most: 75, usual: 30 };
const outcomeHeight = keptNumber('outcome-height', LIMITS.usual, LIMITS.least, LIMITS.most);

export function EditorTab() {
  const prefix = useId();
  const shown = outcome.value !== undefined || running.busy.value || running.error.value !== undefined;
  async function restore(): Promise<void> {
    if (await ask(`Give ${program.value.title} the text it came with? Your changes go.`, 'Undo my changes'))
      restoreProgram();
  }
  return (
    <div class="editor-tab" style={shown ? `--outcome: ${outcomeHeight.value}%` : '--outcome: 0%'}>
      <div class="program">
        <div class="heading">
          <h2>{program.value.title}</h2>
          {edited.value && (
            <button type="button" class="quiet" onClick={() => void restore()}>
              Undo my changes …
            </button>
          )}
        </div>
        <p class="hint about">{program.value.about}</p>
        <FileTabs prefix={prefix} />
        <div
          class="source"
          role="tabpanel"
          id={`${prefix}${openFile.value.path}-panel`}
          aria-labelledby={`${prefix}${openFile.value.path}-tab`}
        >
          <SourceView />
        </div>
        <p class="hint source-hint" id="source-hint">
          <kbd>Tab</kbd> indents; <kbd>Esc</kbd>, then <kbd>Tab</kbd> leaves the editor.
        </p>
        <RunBar />
      </div>
      {shown && (
        <Separator
          label="Height of the result"
          controls="outcome"
          orientation="horizontal"
          size={outcomeHeight}
          limits={LIMITS}
          after
        />
      )}
      <div class="outcome" id="outcome" hidden={!shown}>
        <OutcomeView />
      </div>
    </div>
  );
}
