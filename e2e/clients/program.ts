/** What the clients spawn, and how. */

/** Counts, patches the count, and says it to whoever asks. */
export const COUNTER = `
Count = Count or 0
Send({ device = 'patch@1.0', cache = { count = Count } })
Handlers.add('Add', 'Add', function (msg)
  Count = Count + tonumber(msg.Quantity or '1')
  Send({ device = 'patch@1.0', cache = { count = Count } })
  msg.reply({ Action = 'Added', Data = tostring(Count) })
end)
Handlers.add('Count', 'Count', function (msg) msg.reply({ Action = 'Total', Data = tostring(Count) }) end)
Handlers.add('Echo', 'Echo', function (msg) msg.reply({ Data = msg.Data, Text = msg.Text, From = msg.From }) end)
Handlers.add('Fail', 'Fail', function () error('no luck') end)
`;

/** A module id: which does not matter here. */
export const MODULE = 'clients-name-some-module-they-know-'.padEnd(43, 'm');
export const SCHEDULER = 'clients-name-some-scheduler-'.padEnd(43, 's');

export const tag = (name: string, value: string): { name: string; value: string } => ({ name, value });
