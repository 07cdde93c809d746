/** Onto a real node: where to, who signs, what is sent, and what came of it. */
import { files } from '../model/project.ts';
import { TagFields } from '../messages/tag-fields.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { ErrorBox } from '../parts/error-box.tsx';
import { TextField } from '../parts/fields.tsx';
import { Form } from '../parts/form.tsx';
import { AOCONNECT_SIZE, AOCONNECT_VERSION } from './aoconnect-release.ts';
import { authority, moduleId, name, node, scheduler, tagRows } from './draft.ts';
import { deployDraft, deployed, deploying, outgoing, progress } from './deploying.ts';
import { WalletField } from './wallet-field.tsx';
import './deploy.css';

export function DeployPanel() {
  return (
    <div class="deploy" data-testid="deploy">
      <Form attempt={deploying} onSubmit={() => deployDraft('aoconnect')} reason={undefined}>
        <TextField label="Node" value={node} placeholder="https://node.example" code />
        <TextField
          label="Module: what runs the program there. The Module tag of any aos process of the network has its id."
          value={moduleId}
          placeholder="43 characters"
          code
        />
        <TextField label="Name of the process" value={name} placeholder={outgoing.value.name} />
        <TagFields rows={tagRows} />
        <details open={scheduler.peek() !== '' || authority.peek() !== ''}>
          <summary>Scheduler and authority</summary>
          <TextField label="Scheduler" value={scheduler} placeholder="the node itself" code />
          <TextField
            label="Authority, whose pushed messages it trusts"
            value={authority}
            placeholder="the scheduler"
            code
          />
        </details>
        <WalletField />
        <WhatIsSent />
        <p class="hint">
          It is sent through aoconnect {AOCONNECT_VERSION} ({AOCONNECT_SIZE}), which is loaded when you press Deploy:
          from the server of this page, or else from cdn.jsdelivr.net.
        </p>
        <div class="row end">
          <button type="submit" class="primary">
            Deploy
          </button>
        </div>
      </Form>
      <ErrorBox error={deploying.error.value} testId="deploy-error">
        {deploying.error.value?.code === 'no-aoconnect' && <DeployWithout />}
      </ErrorBox>
      <div class="result" data-testid="deployed" aria-live="polite">
        {deploying.busy.value && <p class="hint">{progress.value}</p>}
        <Outcome />
      </div>
    </div>
  );
}

function DeployWithout() {
  return (
    <div class="row">
      <button type="button" onClick={() => void deploying.run(() => deployDraft('page'))}>
        Deploy without aoconnect
      </button>
      <span class="hint">The same requests, made by this page.</span>
    </div>
  );
}

function WhatIsSent() {
  const { source, name: called, tags } = outgoing.value;
  const bytes = new TextEncoder().encode(source).length;
  const listed = [{ name: 'Name', value: called }, { name: 'On-Boot', value: 'Data' }, ...tags];
  return (
    <details data-testid="what-is-sent">
      <summary>
        What is sent: {files.value.length === 1 ? 'main.lua' : `${files.value.length} files as one`},{' '}
        {bytes.toLocaleString('en')} bytes, {listed.length} tags
      </summary>
      <ul>
        {listed.map((tag) => (
          <li key={tag.name}>
            <code>
              {tag.name}: {tag.value}
            </code>
          </li>
        ))}
      </ul>
      <p class="hint">
        With what every process has: module, scheduler, authority, devices. All of it is public, and stays so.
      </p>
      <pre class="scroll" tabIndex={0} role="region" aria-label="Source that is sent">
        {source}
      </pre>
    </details>
  );
}

function Outcome() {
  const result = deployed.value;
  if (!result) return null;
  const { process, url, error, sender } = result;
  return (
    <>
      <p class="title">
        {sender === 'aoconnect' ? `Published through aoconnect ${AOCONNECT_VERSION}` : 'Published without aoconnect'}
      </p>
      <code class="id" data-testid="deployed-id">
        {process}
      </code>
      <div class="row links">
        <CopyButton label="Copy id" text={() => process} />
        <a href={url} target="_blank" rel="noopener">
          Open its state
        </a>
        <CopyButton label="Copy address of its state" text={() => url} />
      </div>
      <ErrorBox
        error={
          error === undefined
            ? undefined
            : { message: error, cause: 'The process is there; its program ended with this.', code: 'lua-error' }
        }
        testId="deployed-error"
      />
    </>
  );
}
