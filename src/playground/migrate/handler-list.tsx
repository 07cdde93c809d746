/** The handlers of the program in the editor: which a read of the cache could replace, and the lines that it takes. */
import { goToLine } from '../editor/caret.ts';
import { chosenId } from '../model/processes.ts';
import { files } from '../model/project.ts';
import { MAIN } from '../model/project-files.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Empty } from '../parts/empty.tsx';
import { cachePath } from '../text/paths.ts';
import { addInitialSync, analysis, compareHandler, sentAt, take } from './advice.ts';
import type { HandlerReport, Place } from './analysis/analyse.ts';

export function HandlerList() {
  const found = analysis.value;
  return (
    <section aria-labelledby="handlers-heading" data-testid="handlers">
      <h2 id="handlers-heading">Handlers of the program in the editor</h2>
      {files.value.length > 1 && <p class="hint">Only {MAIN} is looked at.</p>}
      {found && 'error' in found && (
        <p class="bad">
          Line {found.error.line}: {found.error.message} Mend it to see its handlers.
        </p>
      )}
      {found && 'handlers' in found && (
        <>
          {!found.handlers.length && (
            <Empty title="No handlers">
              Paste a program of legacynet into the editor: the handlers that only read its state are listed here, with
              the lines that publish it.
            </Empty>
          )}
          {found.handlers.map((handler) => (
            <HandlerView key={`${handler.line} ${handler.name}`} handler={handler} />
          ))}
          {found.initialSync !== undefined && <InitialSync lines={found.initialSync} />}
          {found.handlers.some(({ candidate }) => candidate) &&
            found.initialSync === undefined &&
            found.handlers.every(({ send }) => send === undefined) && (
              <p class="ok">Everything that these handlers read is published already.</p>
            )}
        </>
      )}
    </section>
  );
}

function HandlerView({ handler }: { handler: HandlerReport }) {
  const { name, line, candidate, why, entries, send, places } = handler;
  return (
    <details class="handler" open={candidate} data-testid={`handler-${name}`}>
      <summary>
        <strong>{name}</strong>{' '}
        <span class={candidate ? 'ok' : 'soft'}>{candidate ? 'a path can replace it' : 'stays a handler'}</span>
      </summary>
      <p>{why}</p>
      {entries.map(({ key, value }) => (
        <p key={key} class="row">
          <code class="grow">
            {value} → …/compute/cache/{key}
          </code>
          {chosenId.value !== undefined && (
            <CopyButton label="Copy path" text={() => cachePath(chosenId.peek() ?? '', key)} />
          )}
        </p>
      ))}
      {send !== undefined && <Lines title="When it changes, send:" lines={send} />}
      {send !== undefined && places.map((place) => <PlaceRow key={place.line} place={place} send={send} />)}
      <div class="row">
        <button type="button" class="quiet" onClick={() => goToLine(line)}>
          Line {line}
        </button>
        {candidate && chosenId.value !== undefined && (
          <button type="button" class="quiet" onClick={() => compareHandler(handler)}>
            Compare both ways
          </button>
        )}
      </div>
    </details>
  );
}

/** A handler that changes the state, where the line belongs. */
function PlaceRow({ place, send }: { place: Place; send: string }) {
  const changed = sentAt(place, send);
  return (
    <p class="row">
      <span class="grow">
        in {place.name},{' '}
        <button type="button" class="quiet" onClick={() => goToLine(place.line)}>
          line {place.line}
        </button>
      </span>
      {changed === undefined ? (
        <span class="hint">Its function stands elsewhere: put the line at its end.</span>
      ) : (
        <button type="button" onClick={() => take(changed, `${place.name} sends it now.`)}>
          Insert into the editor
        </button>
      )}
    </p>
  );
}

function InitialSync({ lines }: { lines: string }) {
  return (
    <div class="initial-sync" data-testid="initial-sync">
      <Lines title="At the end of the program, so that it can be read before anything changes:" lines={lines} />
      <button type="button" onClick={() => addInitialSync(lines)}>
        Insert into the editor
      </button>
    </div>
  );
}

function Lines({ title, lines }: { title: string; lines: string }) {
  return (
    <>
      <div class="heading">
        <p>{title}</p>
        <CopyButton label="Copy" text={() => lines} />
      </div>
      <pre class="scroll">{lines}</pre>
    </>
  );
}
