/** The files of the program: which is open, one more, another name, one less. */
import { useSignal } from '@preact/signals';
import { addFile, files, openFile, removeFile, renameFile, selectFile } from '../model/project.ts';
import { MAIN, moduleName } from '../model/project-files.ts';
import { ask } from '../model/question.ts';
import { useAttempt } from '../parts/attempt.ts';
import { ErrorBox } from '../parts/error-box.tsx';
import { TextField } from '../parts/fields.tsx';
import { TabList } from '../parts/tabs.tsx';

/** @param prefix as of `TabList`; the editor is the panel of every tab. */
export function FileTabs({ prefix }: { prefix: string }) {
  const naming = useSignal<'new' | 'rename' | undefined>(undefined);
  const name = useSignal('');
  const attempt = useAttempt();
  const { path } = openFile.value;

  function begin(what: 'new' | 'rename'): void {
    attempt.clear();
    naming.value = what;
    name.value = what === 'new' ? '' : path;
  }
  function submit(event: Event): void {
    event.preventDefault();
    void attempt.run(async () => {
      if (naming.value === 'rename') renameFile(path, name.value);
      else addFile(name.value);
      naming.value = undefined;
      return Promise.resolve();
    });
  }
  async function remove(): Promise<void> {
    if (!openFile.value.text || (await ask(`Remove ${path} with its text?`, 'Remove'))) removeFile(path);
  }

  return (
    <>
      <div class="file-tabs">
        <TabList
          label="Files"
          tabs={files.value.map((file) => ({ id: file.path, title: file.path }))}
          chosen={path}
          onChoose={selectFile}
          prefix={prefix}
        />
        <button type="button" class="quiet" onClick={() => begin('new')}>
          Add file
        </button>
        {path !== MAIN && (
          <>
            <button type="button" class="quiet" onClick={() => begin('rename')}>
              Rename
            </button>
            <button type="button" class="quiet danger" onClick={() => void remove()}>
              Remove file
            </button>
          </>
        )}
      </div>
      {naming.value !== undefined && (
        <form class="file-name" onSubmit={submit}>
          <div class="row">
            <TextField label="Name of the file" value={name} placeholder="lib/utils.lua" code quiet grow />
            <button type="submit">{naming.value === 'new' ? 'Add' : 'Rename it'}</button>
            <button type="button" class="quiet" onClick={() => (naming.value = undefined)}>
              Cancel
            </button>
          </div>
          <ErrorBox error={attempt.error.value} />
        </form>
      )}
      {path !== MAIN && (
        <p class="hint file-hint">
          The program reads this file by <code>require('{moduleName(path)}')</code>.
        </p>
      )}
    </>
  );
}
