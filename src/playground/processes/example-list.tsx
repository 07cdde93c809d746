/** The programs that can be opened in the editor. */
import { openProgram, program, programs } from '../model/project.ts';
import { showTab } from '../model/view.ts';

export function ExampleList() {
  const open = (id: string): void => {
    openProgram(id);
    showTab('editor');
  };
  return (
    <section aria-labelledby="examples-heading">
      <h2 id="examples-heading">Examples</h2>
      <ul class="examples">
        {programs.map(({ id, title, about }) => (
          <li key={id}>
            <button
              type="button"
              class="item"
              title={about}
              aria-current={id === program.value.id}
              onClick={() => open(id)}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
