/** How the program goes from here to a real node: by the command line tool, as this page holds no wallet. */
import { program, source } from '../model/project.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { download } from '../snapshot/download.ts';

export function DeploySteps() {
  const file = `${program.value.id}.lua`;
  const command = `npx pocketbeam deploy --node https://node.example --wallet key.json --module MODULE_ID ${file}`;
  return (
    <section aria-labelledby="deploy-heading">
      <h2 id="deploy-heading">Onto a real node</h2>
      <p class="hint">
        The same program runs on HyperBEAM. Publishing is signed by a wallet, which stays out of this page: save the
        program, and let the command line tool publish it.
      </p>
      <pre class="scroll">{command}</pre>
      <div class="row">
        <button type="button" onClick={() => download(new TextEncoder().encode(source.peek()), file)}>
          Save {file}
        </button>
        <CopyButton label="Copy command" text={() => command} />
      </div>
    </section>
  );
}
