/** Send message: tags and data go to the chosen process, or are tried on it; what that gave stands below. */
import { useSignalEffect } from '@preact/signals';
import { chosenId, noProcess } from '../model/processes.ts';
import { ErrorBox } from '../parts/error-box.tsx';
import { TextArea, TextField } from '../parts/fields.tsx';
import { Form } from '../parts/form.tsx';
import { ShortId } from '../parts/short-id.tsx';
import { SlotResultView } from '../parts/slot-result.tsx';
import { forgetProgress, progress, sendDraft, sending, tryDraft, type Progress } from './compose.ts';
import { action, actions, data, tagRows } from './draft.ts';
import { TagFields } from './tag-fields.tsx';

export function ComposeForm() {
  useSignalEffect(() => {
    if (progress.peek()?.process !== chosenId.value) forgetProgress();
  });
  return (
    <>
      <Form attempt={sending} onSubmit={sendDraft} reason={noProcess.value}>
        <TextField
          label="Action"
          value={action}
          suggestions={actions.value}
          placeholder={actions.value.at(0) ?? 'PublishData'}
        />
        <TagFields rows={tagRows} />
        <TextArea label="Data" value={data} />
        <div class="row end">
          <button
            type="button"
            title="Shows what the message would give; nothing of it is kept"
            onClick={() => void sending.run(tryDraft)}
          >
            Dry run
          </button>
          <button type="submit" class="primary">
            Send
          </button>
        </div>
      </Form>
      <ErrorBox error={sending.error.value} testId="message-error" />
      <div class="result" role="group" aria-label="Result" data-testid="message-result">
        {progress.value && <ProgressView now={progress.value.progress} />}
      </div>
    </>
  );
}

function ProgressView({ now }: { now: Progress }) {
  if ('text' in now) return <p class="hint">{now.text}</p>;
  if ('tried' in now)
    return (
      <SlotResultView title="Dry run" result={{ slot: -1, ...now.tried }}>
        <span class="hint">nothing of it was kept</span>
      </SlotResultView>
    );
  return (
    <SlotResultView title={`Slot ${now.slot}`} result={now.result}>
      <ShortId id={now.id} />
    </SlotResultView>
  );
}
