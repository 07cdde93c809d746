/** What `.help` says. */
export const HELP = `Everything you type is Lua, run in a process of your own: prompt. It is spawned when you first use it and stands among the processes. To look into the chosen process instead, choose it before the >.
· spawn(MyModule) makes a process of the program in the editor. MyModule is its id, kept in this browser as a module on Arweave would be; MyProcess = spawn(MyModule) gives MyProcess the id of the new process.
· Send({ Target = MyProcess, Action = "PublishData" }) sends it a message; answers arrive here, and in Inbox.
· .load runs the program in the editor here, .load utils.lua one file of it.
· .load-blueprint token runs one of the examples here.
· .clear empties the console, .help shows this text.
↑ and ↓ bring back what you typed before; Shift+Enter begins a new line.`;
