/** Where the tabs stand: three panes beside each other, or one after the other where there is no room. */
import { keptNumber } from '../model/kept.ts';
import { narrow, narrowTab, showTab, sideTab } from '../model/view.ts';
import { EditorTab } from '../editor/editor-tab.tsx';
import { Separator } from '../parts/separator.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { ProcessesTab } from '../processes/processes-tab.tsx';
import { allTabs, sideTabs } from './tab-list.ts';

const LEFT = { least: 12, most: 30, usual: 17 };
const RIGHT = { least: 22, most: 55, usual: 42 };
const left = keptNumber('left', LEFT.usual, LEFT.least, LEFT.most);
const right = keptNumber('right', RIGHT.usual, RIGHT.least, RIGHT.most);

export function Layout() {
  return narrow.value ? (
    <main class="narrow">
      <Tabs
        label="Parts of the page"
        tabs={allTabs}
        chosen={narrowTab.value}
        onChoose={showTab}
        panel={({ Content }) => <Content />}
      />
    </main>
  ) : (
    <main class="wide" style={`--left: ${left.value}%; --right: ${right.value}%`}>
      <div class="pane" id="pane-left" data-testid="processes">
        <ProcessesTab />
      </div>
      <Separator label="Width of the processes" controls="pane-left" orientation="vertical" size={left} limits={LEFT} />
      <section class="pane" id="pane-middle" data-testid="editor" aria-label="Editor">
        <EditorTab />
      </section>
      <Separator
        label="Width of the tabs"
        controls="pane-right"
        orientation="vertical"
        size={right}
        limits={RIGHT}
        after
      />
      <div class="pane" id="pane-right">
        <Tabs
          label="What the process did"
          tabs={sideTabs}
          chosen={sideTab.value}
          onChoose={showTab}
          panel={({ Content }) => <Content />}
        />
      </div>
    </main>
  );
}
