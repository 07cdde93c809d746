/** How the program goes from here to a real node: by a button, or by the command line tool. */
import { signal } from '@preact/signals';
import { asOneSource } from '../editor/evaluations.ts';
import { files, program } from '../model/project.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { lazy } from '../parts/lazy.tsx';
import { download } from '../snapshot/download.ts';

const DeployPanel = lazy(() => import('../deploy/deploy-panel.tsx').then((module) => module.DeployPanel));

/** Whether the form is shown: what it takes is loaded only then. */
const open = signal(false);

export function DeploySteps() {
  return (
    <section aria-labelledby="deploy-heading">
      <h2 id="deploy-heading">Onto a real node</h2>
      <p class="hint">The same program runs on HyperBEAM. A wallet signs it; the process belongs to its owner.</p>
      {open.value ? (
        <DeployPanel />
      ) : (
        <button type="button" onClick={() => (open.value = true)}>
          Deploy from this page …
        </button>
      )}
      <CommandLine />
    </section>
  );
}

function CommandLine() {
  const file = `${program.value.id}.lua`;
  const command = `npx pocketbeam deploy --node https://node.example --wallet key.json --module MODULE_ID ${file}`;
  return (
    <details>
      <summary>By the command line</summary>
      <pre class="scroll">{command}</pre>
      <div class="row">
        <button type="button" onClick={() => download(new TextEncoder().encode(asOneSource(files.peek())), file)}>
          Save {file}
        </button>
        <CopyButton label="Copy command" text={() => command} />
      </div>
    </details>
  );
}
