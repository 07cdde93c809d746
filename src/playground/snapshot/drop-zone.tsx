/** Where a file is dropped, or chosen by a press or by keys. */
import { useSignal } from '@preact/signals';

interface Props {
  label: string;
  /** Ending of the names that are offered, with its dot. */
  ending: string;
  onFiles: (files: FileList | null | undefined) => void;
}

export function DropZone({ label, ending, onFiles }: Props) {
  const over = useSignal(false);
  const enter = (event: DragEvent): void => {
    // Without this the browser would leave the page for the file.
    event.preventDefault();
    over.value = true;
  };
  return (
    <label
      class="drop-zone"
      data-over={over.value}
      data-testid="drop-zone"
      onDragEnter={enter}
      onDragOver={enter}
      onDragLeave={() => (over.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        onFiles(event.dataTransfer?.files);
      }}
    >
      <span>{label}</span>
      <input
        type="file"
        accept={ending}
        onChange={({ currentTarget }) => {
          onFiles(currentTarget.files);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
