import { question } from '../model/question.ts';
import { Modal } from './modal.tsx';

/** The dialog of `ask`; there is one on the page. */
export function QuestionDialog() {
  const asked = question.value;
  if (!asked) return null;
  return (
    <Modal label={asked.yes} onClose={() => asked.answer(false)}>
      <p>{asked.text}</p>
      <div class="row end">
        <button type="button" onClick={() => asked.answer(false)}>
          {asked.no}
        </button>
        <button type="button" class="danger" onClick={() => asked.answer(true)}>
          {asked.yes}
        </button>
      </div>
    </Modal>
  );
}
